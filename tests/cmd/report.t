#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-report: a folder for the month, whole or not at all; what it refuses; what it never does.
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1
if ! command -v flock >/dev/null; then
	skip 'flock (util-linux) is not installed'
	done_testing
fi

vl-simulate -o data --start 2021-01 -n 48 --inflow 8 --seed 5
cat >report.conf <<'END'
# a comment

export = data/consultations.csv
cases=data/cases.csv
output = reports
lang = en
service = $(touch executed) `touch executed`
lists = no
END

# ---- whole -------------------------------------------------------------------------
run vl-report -c report.conf
is "$status:$out:$err" "0::" "silent when well"
REPORT=reports/2024-12
[ -L "$REPORT" ] && [ -s "$REPORT/report.html" ]
ok $? "the month's folder"
[ ! -e executed ]
ok $? "a configuration is not executed"
is "$(find reports/ -perm /077 ! -type l | wc -l)" 0 "readable by the owner alone"
case_id=$(sed -n 2p data/cases.csv | cut -d, -f1)
is "$(grep -rlE 'F[0-9]{6}' "$REPORT/" | wc -l):${case_id%??????}" "0:F" "no case is named anywhere"
for section in 'The month at a glance' 'Services' 'Effort over the course' 'What the first weeks tell' \
	'What the service must expect' 'Cases with a high expected effort' 'Appendix' 'Can the data be trusted' \
	'How this was computed'; do
	grep -q "<h[23]>$section" "$REPORT/report.html"
	ok $? "section: $section"
done
grep -qF '$(touch executed)' "$REPORT/report.html"
ok $? "what looks like a command is text"

# Three printed pages at most, then the appendix.
pages_before_appendix() {
	pdftotext "$1" - | awk '/^\f?Appendix$/ { found = 1; print n + ($0 ~ /^\f/); exit } { n += gsub(/\f/, "") } END { if (!found) print "none" }'
}
if command -v weasyprint >/dev/null && command -v pdftotext >/dev/null; then
	is "$(pages_before_appendix "$REPORT/report.pdf")" 3 "three pages, then the appendix"
else
	skip 'weasyprint or pdftotext is not installed'
fi
if command -v chromium >/dev/null && command -v pdftotext >/dev/null; then
	HOME=$TMP chromium --headless --no-sandbox --disable-gpu --no-first-run --enable-logging=stderr --no-pdf-header-footer \
		--print-to-pdf="$TMP/browser.pdf" "file://$TMP/$REPORT/report.html" 2>log
	is "$(grep -c CONSOLE log):$(pages_before_appendix browser.pdf)" "0:3" "in a browser too, which has nothing to say"
else
	skip 'chromium or pdftotext is not installed'
fi

# Every figure of the month at a glance is that of vl-figures.
vl-figures --cases data/cases.csv --until 2024-12 data/consultations.csv >want.csv
same "$REPORT/tables/figures.csv" want.csv "the table is that of vl-figures"
row=$(tail -n 1 want.csv)
hours=$(printf '%s\n' "$row" | awk -F, '{ printf "%.1f", int($3 * 10 + 0.5) / 10 }')
grep -q "December 2024: $(printf '%s' "$row" | cut -d, -f2) consultations, $hours hours, $(printf '%s' "$row" | cut -d, -f4) cases with a contact, $(printf '%s' "$row" | cut -d, -f5) of them new\." "$REPORT/report.html"
ok $? "the sentence has the figures of the table"
before=$(awk -F, '$1 == "2024-11" { h = $3 } $1 == "2024-12" { printf "%+.1f", $3 - h }' want.csv)
grep -qF "Against the month before (November 2024): $before hours" "$REPORT/report.html"
ok $? "and the difference to the month before"

# The findings of the check stand on the page in its own language, and the sign of a figure that will
# be there later is explained.
grep -q '^<p class="note">\.\.\. = not known yet' "$REPORT/report.html"
ok $? "the sign of what is not known yet is explained"
awk -F, -v OFS=, 'NR > 1 && NR <= 400 { $4 = 0 } 1' data/consultations.csv >zero.csv
sed 's/^export.*/export = zero.csv/; s/^output.*/output = zero/; s/^lang.*/lang = de/
	s/^lists.*/sections = quality services predict/' report.conf >zero.conf
echo 'approvals = data/approvals.csv' >>zero.conf
run vl-report -c zero.conf
is "$status:$err" "0:" "a report in German"
# By hand: the wrapped lines of the text form, joined.
LC_ALL=C.UTF-8 LANGUAGE=de vl-check --cases data/cases.csv --until 2024-12 -f text zero.csv |
	awk '/^  minutes.zero / { $1 = ""; text = $0; next } text && /^    / { $1 = $1; text = text " " $0; next }
		text { print "<li>" substr(text, 2) "</li>"; exit }' >finding
[ -s finding ] && grep -qFf finding zero/2024-12/report.html
ok $? "what the check found stands there in its language"
is "$(grep -c '<th scope="row">Willkommensleistung<\|<th scope="row">zusammen<\|(all)\|(none)\|>welcome<' zero/2024-12/report.html)" \
	2 "services have names of the language"
grep -q 'offenen Fällen ohne laufende Bewilligung werden' zero/2024-12/report.html
ok $? "whom the prognosis leaves out is said"

# ---- again ---------------------------------------------------------------------------
cp -rL "$REPORT" first
run vl-report -c report.conf --month 2024-12
is "$status" 0 "a second time"
diff -r first "$REPORT/" >difference 2>&1
is "$(cat difference)" "" "the same bytes"
is "$(find reports/.runs -mindepth 1 -maxdepth 1 | wc -l)" 2 "the report before is kept"
vl-report -c report.conf
is "$(find reports/.runs -mindepth 1 -maxdepth 1 | wc -l)" 2 "but only one"
run vl-report -c report.conf --month 2024-06
is "$status:$(tail -n 1 reports/2024-06/tables/figures.csv | cut -d, -f1)" "0:2024-06" "an earlier month ends there"

# ---- not at all ----------------------------------------------------------------------
stands() { # WHAT: the old report is whole and nothing is left beside it
	diff -r first "$REPORT/" >difference 2>&1
	is "$(cat difference):$(find reports/.runs -name '*.part' | wc -l)" ":0" "$1: the old report stands"
}
mkdir broken
printf '#!/bin/sh\necho "vl-curve: disk on fire" >&2\nexit 5\n' >broken/vl-curve
chmod 755 broken/vl-curve
sed 's|^\[ ! -x "$here/vl-figures" \].*||' "$BIN/vl-report" >broken/report
run env PATH="$TMP/broken:$PATH" sh broken/report -c report.conf
is "$status:$err" "5:vl-curve: disk on fire" "a tool that fails"
stands "a tool that fails"
# Nobody reads the page then, which is longer than a pipe holds.
mkdir other
printf '#!/bin/sh\necho "no fonts" >&2\nexit 1\n' >other/weasyprint
chmod 755 other/weasyprint
sed 's/^output.*/output = without/' report.conf >without.conf
run env PATH="$TMP/other:$PATH" vl-report -c without.conf
is "$status:$err:$(grep -c '^pdf: no fonts' without/2024-12/log.txt):$(find without/2024-12/ -name '*.pdf')" "0::1:" \
	"without a PDF the report is one all the same, and its log says why"
# killed SIGNAL: while vl-curve is at work, which goes on until there is a file, and a minute at most.
cat >broken/vl-curve <<'END'
#!/bin/sh
kill -s "$SIGNAL" "$(cat "$PIDFILE")"
for second in 1 2 3 4 5 6 7 8 9 10; do
	[ -e "$TMP/end" ] || sleep 6
done
END
killed() {
	PIDFILE=$TMP/pid SIGNAL=$1 PATH="$TMP/broken:$PATH" TMPDIR=$TMP/temporary \
		sh -c 'echo $$ >"$PIDFILE"; exec sh broken/report -c report.conf' >out 2>killed
	status=$?
}
export TMP
mkdir temporary
killed TERM
is "$status" 5 "stopped"
stands "stopped"
killed KILL
diff -r first "$REPORT/" >difference 2>&1
is "$(cat difference)" "" "killed: the old report stands"
run vl-report -c report.conf
is "$status:$err" "0:" "killed: the next run need not wait for tools that outlive it"
# Before it is known which month the report is on, there are cases already.
cat >broken/vl-import <<'END'
#!/bin/sh
echo F000001 >"$TMPDIR/$(ls "$TMPDIR")/cases"
kill -s "$SIGNAL" "$(cat "$PIDFILE")"
END
chmod 755 broken/vl-import
killed KILL
is "$(cat temporary/*/cases)" F000001 "killed while it reads"
rm broken/vl-import
TMPDIR=$TMP/temporary vl-report -c report.conf
: >end
is "$(ls temporary)" "" "nor does it leave what a killed run had put aside"
is "$(find reports/.runs -name '*.part' | wc -l)" 0 "what a killed run left is swept by the next"
# A tool of the system that cannot write does not always say so, and with a status of its own.
printf '#!/bin/sh\nexit 4\n' >other/mv
chmod 755 other/mv
run env PATH="$TMP/other:$PATH" vl-report -c report.conf
rm other/mv
is "$status:$(printf '%s' "$err" | sed 's, [^ ]*[?]$,,')" \
	"5:vl-report: a step has failed and could not say why: is there room in $TMP/reports and" "no mv: told, with status 5"
stands "no mv"
if [ "$(id -u)" -eq 0 ] && mkdir tiny && mount -t tmpfs -o size=100k tmpfs tiny 2>/dev/null; then
	sed 's/^output.*/output = tiny/' report.conf >tiny.conf
	run vl-report -c tiny.conf
	is "$status:$(printf '%s\n' "$err" | tail -n 1 | grep -c '^vl-[a-z]*: .*\(no room\|No space\)')" "5:1" "a full disk is told"
	is "$(ls -A tiny/.runs)" "" "and nothing is left there"
	run env TMPDIR="$TMP/tiny" vl-report -c report.conf
	is "$status:$(printf '%s\n' "$err" | tail -n 1 | grep -c '^vl-[a-z]*: .*\(room\|No space\)')" "5:1" "also where it is that of intermediate results"
	umount tiny
else
	skip "a full disk: only root can make one here"
fi
for closed in '>&-' '2>&-' '<&- >&- 2>&-'; do
	sh -c "vl-report -c report.conf $closed" >out 2>err
	is "$?:$(cat out err)" "0:" "started with $closed"
done
(flock -n 9 && vl-report -c report.conf >out 2>err
echo $? >status) 9>reports/.lock
is "$(cat status):$(cat err)" "5:vl-report: $TMP/reports: another run is at work" "a second run at once"
stands "a second run"

fails 3 "vl-report: $TMP/data/consultations.csv covers whole months only up to 2024-12: no report on 2025-02" \
	"a month that is not there" vl-report -c report.conf --month 2025-02
# By the calendar, and no other.
last=$(date -d "$(date +%Y-%m-01) -1 day" +%Y-%m)
fails 3 "vl-report: $TMP/data/consultations.csv covers whole months only up to 2024-12: no report on $last" \
	"last: the export has stopped growing" vl-report -c report.conf --month last
vl-simulate -o recent --start "$(date -d "$last-01 -23 month" +%Y-%m)" -n 24 --inflow 3 --seed 2
printf 'export = recent/consultations.csv\noutput = recent\nlang = en\nsections = glance\n' >recent.conf
run vl-report -c recent.conf --month last
is "$status:$err:$(basename recent/20*)" "0::$last" "last: the month before this"
# Half an export, between two rows and within one.
awk -F, 'NR == 1 || $3 < "2024-06"' data/consultations.csv >half.csv
sed 's/^export.*/export = half.csv/' report.conf >half.conf
fails 3 "vl-report: $TMP/half.csv covers whole months only up to 2024-05, and there is a report on 2024-12 already: is the export whole? (if so: --month 2024-05)" \
	"an export that ends before the last report" vl-report -c half.conf
stands "an export that ends before the last report"
run vl-report -c half.conf --month 2024-05
is "$status:$err" "0:" "unless that month is asked for"
head -c -30 data/consultations.csv >half.csv
run vl-report -c half.conf
is "$status:$(printf '%s\n' "$err" | tail -n 1)" "3:vl-import: $TMP/half.csv: the file cannot be read to its end" \
	"an export that is cut off in its last row, though one wrong row is allowed"
stands "an export that is cut off"
touch -d '2020-01-01' old.csv
cat data/consultations.csv >old.csv
touch -d '90 days ago' old.csv
{ sed 's/^export.*/export = old.csv/' report.conf; } >old.conf
fails 3 "vl-report: $TMP/old.csv is 90 days old, and the configuration allows 45 (max_age): no report" \
	"an old export" vl-report -c old.conf
sed '200s/20[0-9][0-9]-/2024-13-/; 300s/20[0-9][0-9]-/2024-13-/; 300s/,Beratung,/,"Bera\n""tung",/' data/consultations.csv >bad.csv
sed 's/^export.*/export = bad.csv/; s/^output.*/output = bad/' report.conf >bad.conf
run vl-report -c bad.conf
is "$status:$err" "0:" "a few bad rows are no trouble"
grep -q 'class="alert">2 rows of the export were refused' bad/2024-12/report.html
ok $? "but they are counted on the page"
is "$(head -n 1 bad/2024-12/tables/rejects.csv):$(sed 1d bad/2024-12/tables/rejects.csv | wc -l)" "line,column,reason:2" \
	"where they stand and why"
is "$(grep -rlE 'F[0-9]{6}' bad/2024-12/ | wc -l)" 0 "and no case is named there either"
{ sed 's/^lists.*/lists = yes/' bad.conf && echo 'sections = method'; } >yes.conf
vl-report -c yes.conf
sed -n 's/.*"\(K[0-9]*\),.*/\1/p' bad/2024-12/tables/rejects.csv >got
sed -n '200s/,.*//p; 300s/,.*//p' data/consultations.csv >want
same got want "with lists the rows themselves"

# The same in another layout, whose case table and approvals go along.
vl-simulate -o german --dialect german-hours --start 2022-01 -n 30 --inflow 7 --seed 9
sed '500s/;[0-9][0-9][.]/;32./' german/consultations.csv >german.csv
cat >german.conf <<'END'
export = german.csv
profile = german
cases = german/cases.csv
approvals = german/approvals.csv
output = german.reports
sections = glance services predict approvals
END
run vl-report -c german.conf --month 2024-06
is "$status:$err" "0:" "a bad row in a German export with its tables"
sed '500d' german/consultations.csv >without.csv
vl-figures -p german --cases german/cases.csv --until 2024-06 without.csv >want
same german.reports/2024-06/tables/figures.csv want "is the export without that row"
is "$(grep -c '<td class="n">.*e+\|per_case\|not_early\|(none)\|(all)' german.reports/2024-06/report.html)" 0 "words, not codes"
run vl-report -c german.conf --dry-run
is "$status:$(printf '%s\n' "$out" | grep -c '^Lücken: \|^dazu: .*german/.*[.]csv, 0 Tage alt')" "0:4" \
	"a dry run tells of the other files and of gaps"
echo 'max_rejects = 0' >>bad.conf
run vl-report -c bad.conf
is "$status:$out" "3:" "unless none is allowed"
grep -q 'more than max_rejects = 0 allows' err
ok $? "which is told by the word of the configuration"
{ head -n 200 data/consultations.csv && echo; } >few.csv
sed 's/^export.*/export = few.csv/; s/^output.*/output = few/; /^cases/d' report.conf >few.conf
run vl-report -c few.conf
is "$status:$err" "0:" "too few cases for a model"
grep -q 'class="alert">Not possible here: ' few/*/report.html
ok $? "the section says so"
is "$(grep -c 'Not possible here: .*blank lines' few/*/report.html)" 0 "and not what was only a warning"

# A service with a comma in its name moves no column.
predicted() { # FILE: what the section says of it
	printf 'export = %s\noutput = commas\nlang = en\nsections = predict\nmin_prob = 0.29\n' "$1" >commas.conf
	vl-report -c commas.conf --month 2024-12
	sed 's/\xC2\xA0%/ %/g' commas/2024-12/report.html | grep -o 'Of [0-9]* open cases .*or more)'
}
awk -F, -v OFS=, '{ $8 = $8 == "special" ? "\"special, in \"\"the\"\" office\"" : $8; print }' data/consultations.csv >commas.csv
predicted data/consultations.csv >want
predicted commas.csv >got
same got want "names with commas change no sentence"
vl-predict --until 2024-12 data/consultations.csv |
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
		{ n++; sum += $c["prob_over"]; over += $c["prob_over"] >= 0.29 }
		END { printf "Of %d open cases about %d will reach the threshold of 35 hours in the next twelve months; of %d that is likely (29 %% or more)\n", n, sum + 0.5, over }' >want
same got want "and it is that of vl-predict"

# Nor does a line break in it, nor anything in a case's id, move or hide a row.
awk -F, -v OFS=, '{ $8 = $8 == "special" ? "\"2024-12,\nspecial\"" : $8; print }' data/consultations.csv >lines.csv
predicted lines.csv >got
same got want "names with line breaks change no sentence"
odd() { # SCRIPT OUTPUT: the same service, its cases' ids rewritten
	for table in consultations cases approvals; do
		sed "$1" data/$table.csv >odd-$table.csv
	done
	printf '%s\n' 'export = odd-consultations.csv' 'cases = odd-cases.csv' 'approvals = odd-approvals.csv' "output = $2" \
		'lang = en' 'lists = yes' 'sections = services predict approvals' 'min_prob = 0.29' >odd.conf
	run vl-report -c odd.conf
	is "$status:$err" "0:" "$2: a report"
	sed 's/\xC2\xA0%/ %/g' "$2/2024-12/report.html" | grep -o 'Of [0-9]* open cases .*or more)\|Approvals running.*at hand yet: [0-9]*' >"$2.said"
}
odd '' plain
is "$(wc -l <plain.said):$([ "$(wc -l <plain/2024-12/tables/approvals-ending.csv)" -gt 2 ]; echo $?)" 2:0 "approvals run out"
odd 's/F[0-9]\{6\}/"&, ""x"""/' quotes
same quotes.said plain.said "ids with commas and quotes change no sentence"
sed 's/F[0-9]\{6\}/"&, ""x"""/' plain/2024-12/tables/approvals-ending.csv >want
same quotes/2024-12/tables/approvals-ending.csv want "and move no column"
odd 's/F[0-9]\{6\}/"&\n1,2"/' breaks
same breaks.said plain.said "ids with line breaks change no sentence"
sed 's/F[0-9]\{6\}/"&↵1,2"/' plain/2024-12/tables/approvals-ending.csv >want
same breaks/2024-12/tables/approvals-ending.csv want "and hide no approval"

# The newest reports are kept, whatever their numbers.
mkdir re.ports
printf 'export = data/consultations.csv\noutput = re.ports\nlang = en\nsections = method\n' >keep.conf
: >made
while [ "$(wc -l <made)" -lt 4 ]; do
	vl-report -c keep.conf || break
	basename "$(readlink re.ports/2024-12)" >>made
done
is "$(find re.ports/.runs -mindepth 1 -printf '%f\n' -prune | sort)" "$(tail -n 2 made | sort)" "the last two are kept"

# ---- the configuration ---------------------------------------------------------------
refuse() { # LINE MESSAGE
	{ cat report.conf && echo "$1"; } >wrong.conf
	fails 2 "vl-report: wrong.conf:9: $2" "$2" vl-report -c wrong.conf
}
refuse 'colour = red' "unknown key: 'colour'"
refuse 'lang = fr' "'lang' stands twice"
refuse 'nonsense' "this is no 'key = value'"
refuse 'max_age = 1.5' "'max_age' must be a whole number from 1 to 3650"
refuse 'sections = curve future' "unknown section: 'future'"
refuse 'capacity = $(ls)' "'capacity' must be a number like 900 or 900.5"
refuse 'min_prob = 50%' "'min_prob' must be a number like 900 or 900.5"
refuse 'min_prob = 50' "'min_prob' must be a chance from 0 to 1"
refuse 'approvals =' "a file must be named here"
echo 'output = x' >none.conf
fails 2 "vl-report: none.conf: the key 'export' is missing" "no export" vl-report -c none.conf
fails 2 "vl-report: the month must be like 2026-10, or last" "no month" vl-report -c report.conf --month 2026-13
fails 2 "vl-report: no configuration: say -c FILE" "no configuration" vl-report
fails 5 "vl-report: nowhere.conf: cannot read" "a missing configuration" vl-report -c nowhere.conf

# ---- others on the same machine --------------------------------------------------------
# Where they may write in the folder of runs, they could have its sweeping remove any other one.
sed 's/^output.*/output = shared/' keep.conf >shared.conf
mkdir -p shared/.runs precious/inside vl-report.strangers1/inside
ln -s "$TMP/precious" shared/.runs/work.1.part
unsafe="vl-report: $TMP/shared/.runs: belongs to somebody else, is a link, or others may write there"
chmod 770 shared/.runs
fails 5 "$unsafe" "a folder of runs that others may write in" vl-report -c shared.conf
if [ "$(id -u)" -eq 0 ]; then
	chmod 700 shared/.runs
	chown 12345 shared/.runs
	fails 5 "$unsafe" "or that is somebody else's" vl-report -c shared.conf
	chown 0 shared/.runs
else
	skip "only root can make a folder of somebody else"
fi
mv shared/.runs aside && ln -s "$TMP/aside" shared/.runs
fails 5 "$unsafe" "or a link" vl-report -c shared.conf
rm shared/.runs && mv aside shared/.runs
chmod 700 shared/.runs
ln -s "$TMP/vl-report.strangers" shared/.runs/work.2.part
echo kept >locked
rm shared/.lock
ln -s "$TMP/locked" shared/.lock
run vl-report -c shared.conf
is "$status:$err:$(find precious/inside vl-report.strangers1/inside):$(cat locked)" \
	"0::precious/inside
vl-report.strangers1/inside:kept" "nothing is removed but folders for intermediate results, nor emptied"
is "$(find shared/.runs -name '*.part' | wc -l)" 0 "but their marks"

rm -rf reports
run vl-report -c report.conf --dry-run
is "$status:$err" "0:" "a dry run"
printf '%s\n' "$out" | grep -q 'last whole month: 2024-12'
ok $? "says what it would report on"
[ ! -e reports ]
ok $? "and makes nothing"
rm -rf temporary
mkdir temporary
TMPDIR=$TMP/temporary vl-report -c report.conf --dry-run 2>err | head -n 1 >out
is "$(wc -l <out):$(cat err):$(ls temporary)" "1::" "who reads only its first line is no trouble, and no case is left behind"
# ---- progress ----------------------------------------------------------------------
# On a terminal, which script(1) makes up.
sed 's/^output.*/output = watched/; s/^sections.*//' report.conf >watched.conf
echo 'sections = glance' >>watched.conf
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	script -qec 'vl-report -c watched.conf' /dev/null </dev/null >seen
	is "$(sed 's/\r\x1b\[K/|/g' seen)" \
		"|vl-report: reading|vl-report: computing|vl-report: writing||" \
		"at a terminal it tells what it does, and wipes that"
else
	skip "progress: script(1) cannot make a terminal here"
fi

done_testing
