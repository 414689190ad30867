#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-render: what stands on the page and in the workbook is what stands in the tables; what it refuses.
# A browser, a PDF writer and a reader of workbooks judge the result where they are installed.
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1

cat >figures.csv <<'END'
period,consultations,hours,active_cases,ended_cases,site,flag
2026-07,12,10.25,9,1,North & South,
2026-08,9,7.5,8,,"<b>East</b>",ended_cases=unreliable
2026-09,1,0.5,1,,=1+1,provisional ended_cases=provisional
END
cat >curve.csv <<'END'
case_month,measure,n,exposure,total,value,se,lower95,upper95,lower95s,upper95s,smooth,flag
0,per_case,10,10,9,0.9,0.1,0.7,1.1,0.6,1.2,,
1,per_case,9,9,9.9,1.1,0.2,0.8,1.5,0.7,1.6,1.1,
2,per_case,8,8,4,0.5,,,,,,0.6,unreliable
END
printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect id="r" width="9" height="9"/></svg>\n' >box.svg

# ---- a page ------------------------------------------------------------------------
cat >report.outline <<'END'
@title Report
@subtitle September 2026
@language en
# At a glance
Two lines make
one paragraph.

- one
- two
@alert Look here & there.
@table figures.csv columns=period,hours,ended_cases,flag last=2 | By month
@break
## The course
@chart box.svg | A black box
@table curve.csv first=1
@note Small print: 95 % of 100 %, in % and 5%.
END
run vl-render --outline report.outline
is "$status:$err" "0:" "a page"
printf '%s\n' "$out" >page.html
# U+00A0
fixed=$(printf '\302\240')
for want in '<html lang="en">' '<title>Report</title>' '<h1>Report</h1>' \
	'<p class="subtitle">September 2026</p>' '<h2>At a glance</h2>' '<h3>The course</h3>' \
	'<p>Two lines make one paragraph.</p>' '<li>one</li>' '<p class="alert">Look here &amp; there.</p>' \
	'<figcaption>By month</figcaption>' '<th scope="col" class="n">hours</th>' \
	'<tr><th scope="row">2026-08</th><td class="n">7.5</td><td class="n">/</td><td></td></tr>' \
	'<tr><th scope="row">2026-09</th><td class="n">0.5</td><td class="n">...</td><td>provisional</td></tr>' \
	'<rect id="c9-r" width="9" height="9"/>' '<figcaption>A black box</figcaption>' \
	"<p class=\"note\">Small print: 95$fixed% of 100$fixed%, in % and 5%.</p>" "default-src 'none'"; do
	grep -qF "$want" page.html
	ok $? "on the page: $want"
done
is "$(grep -c '2026-07' page.html)" 0 "last=2 leaves out the first month"
is "$(grep -c '<script\|http-equiv="refresh\|src=' page.html)" 0 "no scripts, nothing from elsewhere"
if command -v xmllint >/dev/null; then
	xmllint --html --noout page.html 2>lint
	is "$(grep -v 'Tag \(main\|figure\|figcaption\|svg\|rect\) invalid' lint | grep -c error)" 0 "HTML as xmllint reads it"
else
	skip 'xmllint is not installed'
fi

vl-render figures.csv >one.html
grep -qF '<th scope="row">2026-08</th><td class="n">9</td><td class="n">7.5</td><td class="n">8</td><td class="n">/</td><td>&lt;b&gt;East&lt;/b&gt;</td>' one.html
ok $? "a table alone; what looks like markup is text"
vl-render <figures.csv >stdin.html
same stdin.html one.html "a table from standard input"
vl-render figures.csv curve.csv >two.html
is "$(grep -c '<figcaption>\(figures\|curve\)</figcaption>' two.html)" 2 "several tables are told apart by their files"
LOCPATH=${LOCALES:-/nonexistent} LC_ALL=tr_TR.UTF-8 vl-render figures.csv >turkish.html
same turkish.html one.html "the same bytes in Turkish"

mkdir sub
cp figures.csv sub/
printf '@table figures.csv\n' >sub/o
vl-render --outline sub/o >sub.html
is "$?" 0 "files are looked for beside the outline"

# ---- a workbook --------------------------------------------------------------------
SOURCE_DATE_EPOCH=1790000000
export SOURCE_DATE_EPOCH
run vl-render --outline report.outline -o report.xlsx
if [ "$status" -eq 5 ] && grep -q libxlsxwriter err; then
	skip 'built without libxlsxwriter'
else
	is "$status:$err:$out" "0::" "a workbook"
	vl-render --outline report.outline --form xlsx >again.xlsx
	same again.xlsx report.xlsx "the same bytes a second time, and on standard output"
	cat figures.csv | vl-render -o figures.xlsx
	python3 - <<'END' >cells
import re, zipfile
import xml.etree.ElementTree as tree

space = {'m': 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'}
book = zipfile.ZipFile('figures.xlsx')
shared = [''.join(t.itertext()) for t in
          tree.fromstring(book.read('xl/sharedStrings.xml')).findall('m:si', space)]
sheet = tree.fromstring(book.read('xl/worksheets/sheet1.xml'))
for cell in sheet.iter('{%s}c' % space['m']):
    value = cell.find('m:v', space).text
    kind = cell.get('t')
    print(cell.get('r'), 'text' if kind == 's' else 'number', shared[int(value)] if kind == 's' else value)
print('formulas', len(list(sheet.iter('{%s}f' % space['m']))))
print(*re.findall('<sheet name="([^"]*)"', book.read('xl/workbook.xml').decode()),
      *re.findall('<c:val><c:numRef><c:f>(.*?)</c:f>', book.read('xl/charts/chart1.xml').decode()), sep='|')
print('charts', sum(bool(re.match('xl/charts/chart', n)) for n in book.namelist()))
END
	cat >want <<'END'
A1 text period
B1 text consultations
C1 text hours
D1 text active cases
E1 text ended
F1 text site
G1 text flag
A2 text 2026-07
B2 number 12
C2 number 10.25
D2 number 9
E2 number 1
F2 text North & South
A3 text 2026-08
B3 number 9
C3 number 7.5
D3 number 8
F3 text <b>East</b>
G3 text ended: unreliable
A4 text 2026-09
B4 number 1
C4 number 0.5
D4 number 1
F4 text =1+1
G4 text provisional; ended: provisional
formulas 0
1 table|'1 table'!$C$2:$C$4
charts 1
END
	sed '/^G2 text $/d' cells >got
	same got want "cells are typed, texts stay texts, and there is a chart"

	# A heading is no place that a chart would go to for its title.
	printf 'period,"=\047[other.xlsx]x\047!A1"\n2026-07,1\n2026-08,2\n2026-09,3\n' >formula.csv
	vl-render -o formula.xlsx formula.csv
	python3 - <<'END' >cells
import re, zipfile
chart = zipfile.ZipFile('formula.xlsx').read('xl/charts/chart1.xml').decode()
print(*re.findall('<c:f>(.*?)</c:f>', chart), sep='|')
print(*sorted(set(re.findall('<(?:a:t|c:v)>( ?=.*?)<', chart))), sep='|')
END
	cat >want <<'END'
'1 table'!$A$2:$A$4|'1 table'!$B$2:$B$4
 ='[other.xlsx]x'!A1
END
	same cells want "the title of a chart is text"

	# Sheets are named by whole words of the captions, and these lead to them from the first sheet; a chart has
	# axes with names, and the limits of a forecast; what is folded is as high as it takes.
	printf 'period,hours,q10,q90\n2026-07,10.25,8,12\n2026-08,9,7,11\n2026-09,9.5,7,11\n' >ahead.csv
	cat >book.outline <<'END'
@title Book
This line is so long that it needs more than one line of the sheet on which it stands, since there it must be folded.
@table ahead.csv | Hours of the months that are to come; in the end it is too long
@table ahead.csv | Hours: 2026
END
	vl-render --outline book.outline -o book.xlsx
	python3 - <<'END' >cells
import re, zipfile
book = zipfile.ZipFile('book.xlsx')
read = lambda name: book.read(name).decode()
print(*re.findall('<sheet name="([^"]*)"', read('xl/workbook.xml')), sep='|')
print(*re.findall('<hyperlink .*?location="([^"]*)"', read('xl/worksheets/sheet1.xml')), sep='|')
print(*re.findall('<row r="2".*? ht="([0-9.]*)"', read('xl/worksheets/sheet1.xml')))
chart = read('xl/charts/chart1.xml')
print(*re.findall('<a:t>(.*?)</a:t>', chart), sep='|')
print(*re.findall('<c:val><c:numRef><c:f>(.*?)</c:f>', chart), sep='|')
print('axis from', *re.findall('<c:min val="(.*?)"', chart))
END
	cat >want <<'END'
1 Text|2 Hours of the months that are|3 Hours
'2 Hours of the months that are'!A1|'3 Hours'!A1
30
hours|period|hours
'2 Hours of the months that are'!$B$2:$B$4|'2 Hours of the months that are'!$C$2:$C$4|'2 Hours of the months that are'!$D$2:$D$4
axis from 0
END
	same cells want "sheets, links, folded lines, and charts"
	fails 2 "vl-render: SOURCE_DATE_EPOCH must be a number of seconds" "a date that is none" \
		env SOURCE_DATE_EPOCH=today vl-render --form xlsx figures.csv
	printf '@title Nothing\n' >none
	fails 2 "vl-render: a workbook needs at least one table" "a workbook without a table" \
		vl-render --form xlsx --outline none
fi

# ---- refused -----------------------------------------------------------------------
outline() { # STATUS LINE MESSAGE WHAT, the outline on standard input
	cat >o
	fails "$1" "vl-render: $2: $3" "$4" vl-render --outline o
}

outline 2 o:2 "after @ stands title, subtitle, language, note, alert, table, chart or break" \
	"an unknown word" <<'END'
@title x
@picture y
END
outline 2 o:1 "a file must be named here" "no file" <<'END'
@table
END
options="behind the file stand columns=A,B, first=N or last=N, and the caption after a bar"
outline 2 o:1 "$options" "an unknown option" <<'END'
@table figures.csv rows=3
END
outline 2 o:1 "$options" "a number that is none" <<'END'
@table figures.csv last=x
END
outline 2 figures.csv "the table has no column 'minutes'" "a column that is not there" <<'END'
@table figures.csv columns=period,minutes
END
outline 2 o:1 "a heading is one to three # and a blank before its text" "too deep a heading" <<'END'
#### x
END
outline 2 o:1 "the language is a short name such as de or en" "a language that is none" <<'END'
@language "de"
END
printf 'a\n\377\n' >o
fails 2 "vl-render: o:2: the line is not UTF-8 text" "bytes" vl-render --outline o
printf '<svg xmlns="x">\n<script>1</script></svg>\n' >evil.svg
printf '@chart evil.svg\n' >o
fails 3 "vl-render: evil.svg:2: this drawing has an element that does not draw" "a script" \
	vl-render --outline o
printf '@chart missing.svg\n' >o
fails 5 "vl-render: missing.svg: cannot open: No such file or directory" "no chart" vl-render --outline o
fails 5 "vl-render: nowhere: cannot open: No such file or directory" "no outline" \
	vl-render --outline nowhere
printf 'period,hours\n' >empty.csv
fails 3 "vl-render: empty.csv: has a header and no rows" "an empty table" vl-render empty.csv
printf '@table empty.csv\n' >o
vl-render --outline o >empty.html
grep -q '<p class="note">no rows</p>' empty.html
ok $? "on a page it is said that a table has no rows"
printf 'a,b\n1\n' >ragged.csv
run vl-render ragged.csv
is "$status:$out" "3:" "a ragged table"
fails 2 "vl-render: an outline names its tables itself
vl-render: 'vl-render -h' lists the options" "both" vl-render --outline report.outline figures.csv
run vl-render -o figures.csv figures.csv
is "$status" 2 "not onto its own input"

# ---- as others see it --------------------------------------------------------------
if command -v weasyprint >/dev/null; then
	weasyprint -q page.html page.pdf 2>/dev/null
	is "$(head -c 5 page.pdf)" "%PDF-" "weasyprint makes a PDF of it"
else
	skip 'weasyprint is not installed'
fi
# Tables of many columns are set to fit the paper, with headings in words: by count, 8 as they are, 14
# upright.
printf 'period,quantity,value,q2.5,q10,q90,q97.5,seen\n2025-07,hours,348.1,237.1,283.2,404.5,447.8,369.2\n' >8.csv
printf 'period,quantity,value,q2.5,q10,q90,q97.5,seen,error,band\n2025-07,hours,348.1,237.1,283.2,404.5,447.8,369.2,-21.2,50\n' >10.csv
printf 'period,quantity,value,q2.5,q10,q90,q97.5,seen,error,band,naive,naive_error,cover50,cover80,cover95\n2025-07,hours,348.1,237.1,283.2,404.5,447.8,369.2,-21.2,50,327.5,-41.8,1,1,1\n' >15.csv
is "$(for n in 8 10 15; do vl-render $n.csv | grep -o '<figure.*>'; done | tr '\n' ' ')" \
	'<figure class="whole plain"> <figure class="whole narrow"> <figure class="whole wide"> ' "wide tables in print"
{ echo a,b && seq 25 | sed 's/$/,1/'; } >25.csv
{ cat 25.csv && echo 26,1; } >26.csv
is "$(for n in 25 26; do vl-render $n.csv | grep -o '<figure.*>'; done | tr '\n' ' ')" \
	'<figure class="whole plain"> <figure class="parted plain"> ' "short tables on one page in print"
vl-render 15.csv | sed -n 's/.*<thead>\(.*\)<\/thead>.*/\1/p' | sed 's/<[^>]*>/|/g' |
	grep -qF '|error||inside||a year ago||its error||in 50 %||in 80 %||in 95 %|'
ok $? "headings of a forecast that was followed"
if command -v weasyprint >/dev/null && command -v pdftotext >/dev/null; then
	vl-render 15.csv >15.html && weasyprint -q 15.html 15.pdf 2>/dev/null
	pdftotext -layout 15.pdf - | grep -q '369.2.*-41.8  *1  *1  *1$'
	ok $? "all of them are on the paper"
else
	skip 'weasyprint or pdftotext is not installed'
fi
# The page forbids all requests, and a browser says on its console what it has refused.
browse() { # PAGE OPTION...
	page=$1
	shift
	HOME=$TMP chromium --headless --no-sandbox --disable-gpu --no-first-run --virtual-time-budget=1000 \
		--enable-logging=stderr "$@" "file://$TMP/$page" 2>log
}
if command -v chromium >/dev/null; then
	browse page.html --dump-dom >dom
	is "$(grep -c CONSOLE log)" 0 "a browser has nothing to say about it, and nothing was asked of the network"
	grep -q '<td class="n">7.5</td>' dom
	ok $? "a browser shows the table"
	sed 's|<main>|<main><img src="http://localhost/x.png">|' page.html >asks.html
	browse asks.html --dump-dom >dom
	grep -q 'CONSOLE.*Content Security Policy' log
	ok $? "it would say so"
	browse page.html --no-pdf-header-footer --print-to-pdf="$TMP/browser.pdf"
	# @break stands once.
	is "$(grep -ac '/Type */Page\b' browser.pdf)" 2 "printed by a browser: two pages"
else
	skip 'chromium is not installed'
fi
done_testing
