#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-plot: what is drawn, what is refused, and what a bad gnuplot or a full disk leads to.
# The tables are written by hand; expected figures are read from them with awk.
. "$(dirname "$0")/lib.sh"
curve=$TOP/tests/golden/plot-curve.csv
figures=$TOP/tests/golden/plot-figures.csv
plot=$BIN/vl-plot
mkdir "$TMP/tmp" "$TMP/fake"
TMPDIR=$TMP/tmp
export TMPDIR

has_gnuplot=1
command -v gnuplot >/dev/null || has_gnuplot=0

# ---- what is drawn: the script, which needs no gnuplot ---------------------------------
run vl-plot --script "$curve"
is "$status $err" "0 " "--script: status, no message"

values() { # GROUP: its rows of per_case from month 1 on, as gnuplot gets them
	awk -F, -v group="$1" '$2 == group && $3 == "per_case" && $1 > 0 && $7 != "" {
		print $1, $7 + 0 }' "$curve"
}
drawn() { # rows of each data block with two columns, blocks apart by a blank line
	awk '/^[$]d[0-9]+ << END$/ { inside = 1; next } /^END$/ { inside = 0; print "--" }
		inside' "$TMP/out"
}
contains() { # BLOCK: is it a whole block of the script, the blank line at its start left out?
	drawn | awk -v RS='--\n' -v want="$1" '{ sub(/^\n/, "") } $0 == want "\n" { found = 1 }
		END { exit !found }'
}
contains "$(values general)"
ok $? "the line of a group holds the table's values, month 0 left out"
contains "$(values special)"
ok $? "the line of another group ends where its values end"
grep -q 'title "\\050all\\051"' "$TMP/out"
is $? 1 "the total is left out beside its parts"
is "$(grep -c '" at screen .* font ",10"' "$TMP/out")" 27 "13 counts for each of two groups, and their heading"
grep -q 'set label "Hours per case and month" at' "$TMP/out"
ok $? "the label of the vertical axis names measure and unit"
grep -q '^set yrange \[0:' "$TMP/out"
ok $? "the vertical axis starts at 0"

run vl-plot --verbose --script "$curve"
is "$err" "vl-plot: rows drawn: 26; groups: 2" "--verbose says what is drawn"
run vl-plot --script --measure cumulative "$curve"
contains "$(awk -F, '$2 == "general" && $3 == "cumulative" { print $1, $7 + 0 }' "$curve")"
ok $? "--measure cumulative: one line from month 0 on"

run vl-plot --script "$figures"
contains "$(awk -F, '$2 == "Süd" && $13 != "provisional" {
	if ($4 != "") { if (gap) print ""; gap = 0; print months++, $4 } else { gap = 1; months++ } }' \
	"$figures" | awk 'NF { print $1 + 24288, $2; next } { print }')"
ok $? "an empty cell is a gap, not 0; provisional months are not joined"
is "$(grep -c 'with lines .* dt (6,4)' "$TMP/out")" 2 "they hang on a dashed line"

run vl-plot --script --column persons "$figures"
grep -q 'set label "Persons" at' "$TMP/out"
ok $? "--column names the axis"
run vl-plot --script --label 'Euro je Fall' --title 'Größe' "$curve"
grep -q 'set label "Euro je Fall" at' "$TMP/out" && grep -q 'set label "Gr\\303\\266\\303\\237e" at' "$TMP/out"
ok $? "--label and --title"
sed 's/special/general/' "$curve" | awk -F, -v OFS=, 'NR == 1 || $1 < 3 && !seen[$1 $3]++ { $2 = "(all)" } { $0 = $0 }
	NR == 1 { sub(/[(]all[)]/, "service") } NR == 1 || $2 == "(all)"' | head -n 4 >"$TMP/total.csv"
run vl-plot --script "$TMP/total.csv"
is "$status" 0 "a total alone is drawn"

# ---- days, marks, frames of their own ----------------------------------------------------
table() { printf '%s\n' "$@" >"$TMP/in.csv"; }

table 'age_day,n,total,value,se,lower95,upper95,flag' '0,10,5,0.5,0.1,0.3,0.7,' \
	'4,9,9,1.5,0.2,1.1,1.9,' '40,1,1,2.5,,,,unreliable'
run vl-plot --script "$TMP/in.csv"
is "$status $err" "0 " "a table of vl-curve --daily"
contains '0 0.5
4 0.5
4 1.5
40 1.5
40 2.5'
ok $? "is a line of stairs"
grep -q 'set label "Day since the first contact" at' "$TMP/out" &&
	grep -q 'set label "Hours per case since the first contact" at' "$TMP/out"
ok $? "with labels of its own"
fails 2 "vl-plot: $TMP/in.csv: a table of vl-curve --daily has one curve: neither --measure nor --column" \
	"--measure with days" vl-plot -m per_case "$TMP/in.csv"
fails 2 "vl-plot: --marks is for tables of vl-curve by case months" "--marks with days" \
	vl-plot --marks "$TMP/in.csv" "$TMP/in.csv"
table 'age_day,n,value' '1.5,1,1'
fails 3 "vl-plot: $TMP/in.csv:2:1: column 'age_day': not a day: a whole number from 0" \
	"a bad day" vl-plot "$TMP/in.csv"

marks='measure,service,value,lower95,upper95,p_value,flag,curve'
shape() { printf '%s\n' "$marks" "$@" >"$TMP/marks.csv"; }
shape 'cases,general,9,,,,,per_case' 'months_1_3,general,2.125,2,3,,,per_case' \
	'months_5_9,general,3.25,3,4,,,per_case' 'rise,general,1.125,0.5,1.75,0.01,,per_case' \
	'peak_month,general,6,5,7,,,per_case' 'peak_month,special,4,2,9,,no_inner_peak,per_case' \
	'core_from,general,4,3,5,,,per_case' 'core_to,general,9,8,11,,,per_case' \
	'months_1_3,special,,,,,unreliable,per_case' 'peak_month,general,2,2,2,,,per_open'
run vl-plot --panels --script --marks "$TMP/marks.csv" "$curve"
is "$status $err" "0 " "--marks and --panels: status, no message"
contains '0.6 2.125
3.4 2.125

4.6 3.25
9.4 3.25'
ok $? "the means behind the rise"
drawn | awk '/^4[.]5 0 / { from = $3 } /^7[.]5 0 / && $3 == from { found = 1 } END { exit !found }'
ok $? "the months that may be the peak"
is "$(drawn | grep -c '^1[.]5 0 \|^9[.]5 0 ')" 0 "none for a group whose peak may be an end"
drawn | grep -q '^2[.]5 0 ' && drawn | grep -q '^11[.]5 0 '
ok $? "the core phase, its uncertain edges included"
is "$(grep -c '^plot ' "$TMP/out")" 2 "a frame for each group"
run vl-plot --script --marks "$TMP/marks.csv" "$curve"
is "$status $(grep -c '^plot ' "$TMP/out")" "0 1" "one frame without --panels"
contains '0.6 2.125
3.4 2.125

4.6 3.25
9.4 3.25'
is $? 1 "in which the rise of one group would confuse"
fails 2 "vl-plot: --marks: the table says nothing about cumulative; make it by vl-curve --summary \
--measure cumulative" "marks of another measure" vl-plot -m cumulative --marks "$TMP/marks.csv" "$curve"
sed 's/general/east/; s/special/west/' "$TMP/marks.csv" >"$TMP/other.csv"
fails 2 "vl-plot: --marks: the table is about other groups; make both with the same --by" \
	"marks of other groups" vl-plot --marks "$TMP/other.csv" "$curve"
fails 3 "vl-plot: $curve: not a table of vl-curve --summary: it has measure, value, lower95, upper95, \
flag, curve" "marks from a curve" vl-plot --marks "$curve" "$curve"
shape 'peak_month,general,6,5,soon,,,per_case' 'core_to,general,-1,,,,,per_case' \
	'rise,general,1,,,,,per_case' 'rise,general,1,,,,,per_case'
fails 3 "vl-plot: $TMP/marks.csv:2:24: column 'upper95': not a number with '.' for decimals
vl-plot: $TMP/marks.csv:3:17: column 'value': not a month: a number from 0 to 12000
vl-plot: $TMP/marks.csv:5:1: column 'measure': stands there already; each group has one such row" \
	"bad marks" vl-plot --marks "$TMP/marks.csv" "$curve"
hint="vl-plot: 'vl-plot -h' lists the options"
fails 2 "vl-plot: only one of the files can be standard input
$hint" "both tables from standard input" vl-plot --marks - -
vl-simulate -o "$TMP/export"
for measure in per_open same_cases; do
	vl-curve --same-cases -m $measure -n 20 "$TMP/export/consultations.csv" >"$TMP/points.csv"
	vl-curve --summary --same-cases -m $measure "$TMP/export/consultations.csv" >"$TMP/shape.csv"
	run vl-plot --script -m $measure --marks "$TMP/shape.csv" "$TMP/points.csv"
	rise=$(awk -F, -v curve=$measure '$1 == "rise" && $NF == curve {
		printf "rise: %.2f (%.2f to %.2f)", $2, $3, $4 }' "$TMP/shape.csv" |
		sed 's/[.]/\\056/g; s/:/\\072/g; s/(/\\050/g; s/)/\\051/g')
	is "$status $err" "0 " "vl-curve's own tables: $measure"
	sed 's/\\06\([0-7]\)/\1/g; s/\\07\([01]\)/@\1/g; s/@0/8/g; s/@1/9/g' "$TMP/out" >"$TMP/plain"
	grep -q -F "label \"$rise\"" "$TMP/plain"
	ok $? "their rise in the legend: $measure"
done

# Without the marks in language and locale the bytes are the same everywhere.
vl-plot --script "$curve" >"$TMP/script.c"
for locale in de_DE.UTF-8 tr_TR.UTF-8 C; do
	LC_ALL=$locale TZ=Pacific/Apia vl-plot --script "$curve" >"$TMP/script"
	same "$TMP/script" "$TMP/script.c" "the same script under $locale (no catalogue asked for)"
done
if [ -n "$(find "$BIN/../share/locale/de" -name verlauf.mo 2>/dev/null)" ]; then
	printf 'case_month,measure,n,value\n0,per_case,5,0.4\n1,per_case,5,0.2\n' |
		LANGUAGE=de vl-plot --script >"$TMP/script"
	grep -q 'set label "0\\054\\061" at' "$TMP/script"
	ok $? "decimal comma in German"
else
	skip "no German catalogue in this build"
fi

# ---- an earlier forecast and what came ------------------------------------------------------
tracked='period,quantity,value,q2.5,q10,q90,q97.5,seen,error,band,naive,naive_error,cover50,cover80,cover95'
table "$tracked" '2026-01,hours,10,5,7,13,15,12,-2,80,9,-3,0,1,1' \
	'2026-02,hours,11,6,8,14,16,,,,9,,0,1,1' '2026-02,new_cases,1,0,0,2,3,1,0,50,1,0,1,1,1'
run vl-plot --script -o "$TMP/x.svg" "$TMP/in.csv"
is "$status:$err" "0:" "--track: drawn"
is "$(grep -c 'forecast\|came' "$TMP/out" | awk '{ print ($1 > 1) }')" 1 "... two lines with names"
run vl-plot -v --script -T svg "$TMP/in.csv"
is "$err" "vl-plot: rows drawn: 4; groups: 2" "... of two months each, one not there yet"
sed 's/^\(.......\),/\1,(all),/; 1s/.*/period,service,quantity,value,q2.5,q10,q90,q97.5,seen,error,band,naive,naive_error,cover50,cover80,cover95/; $a\
2026-01,general,hours,4,2,3,5,6,3,1,50,2,-1,1,1,1' "$TMP/in.csv" >"$TMP/groups.csv"
run vl-plot -v --script -T svg "$TMP/groups.csv"
is "$status:$err" "0:vl-plot: rows drawn: 4; groups: 2" "--track --by: of all groups together"
sed 's/,12,-2,/,zwölf,-2,/' "$TMP/in.csv" >"$TMP/bad.csv"
fails 3 "vl-plot: $TMP/bad.csv:2:28: column 'seen': not a number with '.' for decimals" \
	"what came is no number" vl-plot -T svg "$TMP/bad.csv"

# ---- what is refused --------------------------------------------------------------------
head='case_month,measure,n,value,lower95,upper95,flag'

table 'a,b' '1,2'
fails 3 "vl-plot: $TMP/in.csv: no table that can be drawn: those of vl-curve (also --daily), \
vl-early --curve, vl-figures, vl-forecast (also --track) and vl-predict (also --check) can, in their \
CSV form; this one has: a, b" "an unknown table" \
	vl-plot -o "$TMP/x.svg" "$TMP/in.csv"
# undrawn ADVICE TOOL OPTION...: a table of this tool has no chart.
undrawn() {
	undrawn_advice=$1
	shift
	"$@" "$TMP/export/consultations.csv" >"$TMP/table.csv"
	fails 3 "vl-plot: $TMP/table.csv: $undrawn_advice" "$*" \
		vl-plot -o "$TMP/x.svg" "$TMP/table.csv"
}
undrawn "vl-early's means are not drawn: draw the table of vl-early --curve" vl-early -B 0
undrawn "vl-curve --summary is not drawn alone: draw the table of vl-curve and give this one by \
--marks" vl-curve --summary -B 0
undrawn "vl-panel's case-months are not drawn: draw the table of vl-curve, which sums them up" vl-panel
undrawn "the scores of vl-forecast --check are not drawn: read them by --format text" \
	vl-forecast --check --origins 1 --horizon 1 --paths 100
undrawn "vl-check's findings are not drawn: read them by --format text" vl-check
vl-import --summary "$TMP/table.csv" "$TMP/export/consultations.csv" >"$TMP/out"
fails 3 "vl-plot: $TMP/table.csv: vl-import --summary is not drawn: it is for other programs" \
	"vl-import --summary" vl-plot -o "$TMP/x.svg" "$TMP/table.csv"
fails 2 "vl-plot: $curve: no measure 'per_head'; the table has: per_case, cumulative" "an unknown measure" \
	vl-plot -m per_head "$curve"
fails 2 "vl-plot: $figures: no column 'flag' to draw; the table has: consultations, hours, active_cases, \
new_cases, ended_cases, open_cases, households, persons, no_shows, group_hours, reopened_cases" \
	"a column that holds no figures" vl-plot -C flag "$figures"
fails 2 "vl-plot: $curve: --column is for tables of vl-figures; this is one of vl-curve: use --measure" \
	"--column with a curve" vl-plot -C hours "$curve"
fails 2 "vl-plot: $figures: --measure is for tables of vl-curve; this is one of vl-figures: use --column" \
	"--measure with figures" vl-plot -m per_case "$figures"
table "$head"
fails 3 "vl-plot: $TMP/in.csv: a table without rows; there is nothing to draw" "a header only" \
	vl-plot "$TMP/in.csv"
table "$head" '0,per_case,5,,,,secret' '1,per_case,4,,,,secret'
fails 4 "vl-plot: $TMP/in.csv: the table has no value to draw: all of them are empty" "no value" \
	vl-plot "$TMP/in.csv"
table "$head" '0,per_case,5,1,,,' '1,per_case,4,1,,,' '1,per_case,4,2,,,'
fails 3 "vl-plot: $TMP/in.csv:4: 1 stands there already, on line 3; each group has one row for each" \
	"a month twice" vl-plot "$TMP/in.csv"
table "$head" '0,per_case,5,1,0.5,1.5,' '1,per_case,5,"1,5",0.5,1.5,' 'x,per_case,5,1,0.5,1.5,' \
	'2,per_case,5.5,1,0.5,1.5,' '3,cumulative,bad,bad,bad,bad,'
fails 3 "vl-plot: $TMP/in.csv:3:14: column 'value': not a number with '.' for decimals
vl-plot: $TMP/in.csv:4:1: column 'case_month': not a case month: a whole number from 0
vl-plot: $TMP/in.csv:5:12: column 'n': not a count: a whole number from 0" \
	"bad cells, those of other measures left alone" vl-plot "$TMP/in.csv"
table 'period,consultations,hours' '2024-01,1,1' '2024-13,1,1' '2024-Q2,1,1'
fails 3 "vl-plot: $TMP/in.csv:3:1: column 'period': not a period: 2026-10, 2026-Q4, 2026-H2 or 2026
vl-plot: $TMP/in.csv:4:1: column 'period': a period of another kind than in the rows before" \
	"bad periods" vl-plot "$TMP/in.csv"
awk 'BEGIN { print "period,adviser,consultations,hours"
	for (i = 1; i <= 13; i++) print "2024-01,a" i ",1,1"; print "2024-01,(all),8,8" }' >"$TMP/in.csv"
fails 2 "vl-plot: $TMP/in.csv: the table has more than 12 groups, too many for one chart" \
	"thirteen groups" vl-plot "$TMP/in.csv"
grep -v ',a8,' "$TMP/in.csv" >"$TMP/twelve.csv"
run vl-plot --script "$TMP/twelve.csv"
is "$status $(grep -c '^plot ' "$TMP/out")" "0 12" "twelve groups, each with a frame of its own"
fails 2 "vl-plot: no form by the name 'x.jpg': end it in .svg, .png, .pdf or .txt, or use --terminal
$hint" "an unknown form" vl-plot -o x.jpg "$curve"
fails 2 "vl-plot: option --size: 'big': must be page, half, phone, or pixels from 160x160 to 4000x4000
$hint" "an unknown size" vl-plot --size big "$curve"
run vl-plot --size 200x160 "$curve"
is "$status" 2 "a size that is too small for the legend"
run vl-plot --title "$(printf '\344')" "$curve"
is "$status" 2 "a title that is not UTF-8"
run vl-plot "$TMP/missing.csv"
is "$status" 5 "no such file"

# ---- gnuplot that is absent or bad -------------------------------------------------------
fake() { printf '#!/bin/sh\n%s\n' "$1" >"$TMP/fake/gnuplot"; chmod +x "$TMP/fake/gnuplot"; }
# shellcheck disable=SC2317 # called through `fails` and `run`
with_fake() { PATH=$TMP/fake "$plot" "$@"; }

fails 5 "vl-plot: gnuplot is not installed; on Debian and Ubuntu: apt-get install gnuplot-nox" \
	"no gnuplot" with_fake -o "$TMP/x.svg" "$curve"
echo old >"$TMP/x.svg"
fake 'echo "<?xml version=\"1.0\"?><svg>"'
fails 5 "vl-plot: gnuplot's output is not whole (27 bytes)" "half an SVG and status 0" \
	with_fake -o "$TMP/x.svg" "$curve"
fake 'echo "a secret name" >&2'
fails 5 "vl-plot: gnuplot complained and its output is not trusted" "words on standard error" \
	with_fake -o "$TMP/x.svg" "$curve"
run with_fake --show-values -o "$TMP/x.svg" "$curve"
is "$err" "vl-plot: gnuplot complained and its output is not trusted: 'a secret name'" \
	"which are shown on request"
fake 'exit 1'
fails 5 "vl-plot: gnuplot ended with status 1" "a bad status" with_fake -o "$TMP/x.svg" "$curve"
is "$(cat "$TMP/x.svg")" old "the old file is still there"
is "$(ls -A "$TMP/tmp")" "" "no private folder is left"

fake "echo \$\$ >'$TMP/pid'; exec /bin/sleep 60"
PATH=$TMP/fake "$plot" -o "$TMP/x.svg" "$curve" 2>/dev/null &
process=$!
tries=0
while [ ! -s "$TMP/pid" ] && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -TERM $process
wait $process
is $? 143 "SIGTERM ends it"
is "$(ls -A "$TMP/tmp")" "" "and the private folder is gone"
kill -0 "$(cat "$TMP/pid")" 2>/dev/null
is $? 1 "and gnuplot, too"
TMPDIR=$TMP/missing PATH=$TMP/fake "$plot" "$curve" >"$TMP/out" 2>"$TMP/err"
is $? 5 "no place for a private folder"

# ---- gnuplot itself ----------------------------------------------------------------------
if [ $has_gnuplot -eq 0 ]; then
	skip "gnuplot is not installed"
	done_testing
fi

for form in svg png pdf txt; do
	run vl-plot -o "$TMP/chart.$form" "$curve"
	is "$status $err$out" "0 " "-o chart.$form: status, nothing said"
	vl-plot -o "$TMP/again.$form" --title '' - <"$curve"
	same "$TMP/again.$form" "$TMP/chart.$form" "the same bytes from standard input: $form"
	(TZ=Pacific/Apia SOURCE_DATE_EPOCH=86400 LC_ALL=tr_TR.UTF-8 GNUTERM=dumb HOME=$TMP \
		vl-plot -o "$TMP/again.$form" "$curve")
	same "$TMP/again.$form" "$TMP/chart.$form" "and in another environment: $form"
done
for form in svg png pdf txt; do
	run vl-plot -o "$TMP/x.$form" "$TMP/twelve.csv"
	is "$status $err" "0 " "twelve frames: $form"
done
printf '%s\n' 'case_month,site,measure,n,value' 1,a,per_case,1,1 1,b,per_case,1, |
	vl-plot --panels -o "$TMP/x.svg" >"$TMP/out" 2>&1
is "$? $(cat "$TMP/out")" "0 " "a frame without a value stays empty"
tail -n 2 "$TMP/chart.svg" | grep -q '^</svg>$' &&
	tail -c 8 "$TMP/chart.png" | head -c 4 | grep -q '^IEND$' &&
	tail -c 6 "$TMP/chart.pdf" | grep -q '^%%EOF$'
ok $? "each has its end mark"
grep -a -q 'CreationDate (D:19700101000000Z)' "$TMP/chart.pdf"
ok $? "no date in the PDF"
grep -q '<title>Hours per case and month</title>' "$TMP/chart.svg" &&
	grep -q '<desc>.*special: highest value 5.50 at 4[.].*</desc>' "$TMP/chart.svg"
ok $? "the SVG says in words what it shows"
awk 'length > 79 { exit 1 } END { exit NR != 24 }' "$TMP/chart.txt"
ok $? "text: 24 lines of at most 79 characters"
vl-plot "$curve" | cmp -s - "$TMP/chart.svg"
ok $? "SVG on standard output that is no terminal"
is "$(find "$TMP/chart.svg" -perm 600)" "$TMP/chart.svg" "a new file is private"
for size in page half phone 320x400 1000x300; do
	run vl-plot --size $size -o "$TMP/x.png" "$curve"
	is "$status $err" "0 " "--size $size"
done

# ---- hostile names ------------------------------------------------------------------------
awk -v tmp="$TMP" 'BEGIN {
	command = "touch " tmp "/pwned"
	name[1] = "`" command "`"
	name[2] = "'"'"'; system(\"\"" command "\"\") #"
	name[3] = "\"\"\n!" command "\n"
	name[4] = "|" command
	name[5] = "$(" command ")%d%s{/Symbol a}_x^2@~&<b>]]>--><script>"
	name[6] = "<" command
	name[7] = "'"'"'\\\"\"\\`\\101END\nEOD\ne\n\342\200\256\342\200\217\327\220 7"
	print "case_month,service,measure,n,value,lower95,upper95,lower95s,upper95s,flag"
	for (i = 1; i <= 7; i++)
		for (k = 0; k < 4; k++)
			print k ",\"" name[i] "\",per_case,9," i ",0.5," i + 1 ",0.2," i + 2 ","
}' >"$TMP/hostile.csv"
for form in svg png pdf txt; do
	(cd "$TMP" && vl-plot -o "hostile.$form" --title "\`touch $TMP/pwned\`'\"\$(touch $TMP/pwned)" \
		--label "'; system('touch $TMP/pwned')" hostile.csv 2>"$TMP/err")
	is $? 0 "hostile names: $form"
done
[ -e "$TMP/pwned" ]
is $? 1 "nothing was executed"
vl-plot --size 2000x1000 -o "$TMP/wide.svg" "$TMP/hostile.csv"
grep -q "<text>\`touch $TMP/pwned\`</text>" "$TMP/wide.svg"
ok $? "a name comes out as it went in"
if command -v xmllint >/dev/null; then
	xmllint --noout "$TMP/hostile.svg" 2>"$TMP/err"
	ok $? "the SVG is well-formed"
else
	skip "xmllint is not installed"
fi
LC_ALL=C grep -q "$(printf '[\001-\011\013-\037\177]\|\342\200\256')" "$TMP/hostile.txt"
is $? 1 "text has no control or reordering characters"

# ---- where the output goes ----------------------------------------------------------------
ln -s "$TMP/target" "$TMP/link.svg"
echo old >"$TMP/target"
run vl-plot -o "$TMP/link.svg" "$curve"
is "$status" 5 "a symbolic link is not followed"
is "$(cat "$TMP/target")" old "its target is as it was"
run vl-plot -o "$TMP/no/such/x.svg" "$curve"
is "$status" 5 "no such folder"
run vl-plot -o "$TMP/fake" -T svg "$curve"
is "$status" 5 "a folder is no file"
if [ -c /dev/full ]; then
	for form in svg png pdf text; do
		vl-plot -T $form "$curve" >/dev/full 2>"$TMP/err"
		is $? 5 "a full disk: $form"
	done
	vl-plot --script "$curve" >/dev/full 2>"$TMP/err"
	is $? 5 "a full disk: the script"
else
	skip "no /dev/full"
fi
vl-plot "$curve" >&- 2>"$TMP/err"
is $? 5 "standard output closed"
vl-plot -o "$TMP/closed.svg" "$curve" >&- <&- 2>&-
same "$TMP/closed.svg" "$TMP/chart.svg" "all standard streams closed, with -o"
is "$(ls -A "$TMP/tmp")" "" "no private folder is left"

# ---- characters that no font has ---------------------------------------------------------

# Fonts as fc-list tells of them, of which gnuplot's libraries know nothing.
mkdir "$TMP/fonts"
fonts_have() {
	printf '#!/bin/sh\necho "%s"\n' "$1" >"$TMP/fonts/fc-list"
	chmod 755 "$TMP/fonts/fc-list"
}
in_words() { # NAME TITLE FILE OPTION...: a chart of two groups
	printf 'period,site,consultations,hours\n2024-01,%s,1,1\n2024-02,%s,1,3\n2024-01,Süd,1,2\n2024-02,Süd,1,2\n' "$1" "$1" >"$TMP/in.csv"
	words_title=$2 words_file=$3
	shift 3
	run env PATH="$TMP/fonts:$PATH" vl-plot --title "$words_title" -o "$words_file" "$@" "$TMP/in.csv"
}
fonts_have '20-7e a0-17f'
for form in png pdf; do
	in_words '?? ?' 'Ort ?' "$TMP/want.$form"
	is "$status:$err" "0:" "$form: question marks"
	in_words 'አማ 東' 'Ort 🏠' "$TMP/got.$form"
	is "$status:$err" "0:vl-plot: $TMP/in.csv: warning: characters that no font here can draw: 4; they stand as ? (SVG leaves them to who shows it)" \
		"$form: characters without a font: a warning"
	same "$TMP/got.$form" "$TMP/want.$form" "$form: ... and question marks"
done
in_words 'አማ 東' 'Ort 🏠' "$TMP/got.svg"
is "$status:$err:$(grep -q 'አማ 東' "$TMP/got.svg"; echo $?)" "0::0" "SVG has them"
fonts_have '20-7e
a0-17f 1200-1380 6771 1f3e0'
in_words 'አማ 東' 'Ort 🏠' "$TMP/got.png"
is "$status:$err" "0:" "nothing is said where a font has each of them"
fonts_have ''
in_words 'አማ 東' 'Ort 🏠' "$TMP/got.png"
is "$status:$err" "0:" "nor where nobody tells"

done_testing
