#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-simulate: what every row of a small made-up service must be, counted with awk; the
# dialects are the same records; the services by rule; the truth; errors.
# shellcheck disable=SC2086,SC2154,SC2012,SC2016  # $small is words; lib.sh sets status, out, err; awk has $

. "$(dirname "$0")/lib.sh"

small="--inflow 8 --start 2023-01 --months 18"
hint="vl-simulate: 'vl-simulate -h' lists the options"
cd "$TMP" || exit 1

# ---- the files ---------------------------------------------------------------------
run vl-simulate $small -o c
is "$status:$out:$err" "0::" "silent when well"
is "$(ls c | tr '\n' ' ')" "approvals.csv cases.csv consultations.csv staff.csv " "the four files"
is "$(head -n 1 c/consultations.csv)" "contact_id,case_id,date,minutes,person_id,household_id,adviser,service,topic,activity,channel,site,status,group_id,participants,staff,entered" "consultations: header"
is "$(head -n 1 c/cases.csv)" "case_id,first_contact,assigned,closed,persons,household_id,service,site" "cases: header"
is "$(head -n 1 c/approvals.csv)" "case_id,applied,decided,hours,from,to" "approvals: header"
is "$(head -n 1 c/staff.csv)" "adviser,from,to,fte" "staff: header"
vl-simulate $small >out.csv
same out.csv c/consultations.csv "standard output is consultations.csv"
vl-simulate $small --seed 1 -o again
same again/consultations.csv c/consultations.csv "the same seed gives the same bytes (and 1 is the default)"
same again/cases.csv c/cases.csv "... also of the cases"
vl-simulate $small --seed 2 -o other
[ "$(tail -n 20 other/consultations.csv)" != "$(tail -n 20 c/consultations.csv)" ]
ok $? "another seed gives others"
vl-simulate $small --months 24 | head -n "$(wc -l <c/consultations.csv)" >longer.csv
same longer.csv c/consultations.csv "a longer export begins with the shorter"

# ---- every row ---------------------------------------------------------------------
# Day of the week by Sakamoto's method, 0 = Sunday.
cat >weekday.awk <<'EOF'
function weekday(date,   y, m, d, t) {
	split("0 3 2 5 0 3 5 1 4 6 2 4", t, " ")
	y = substr(date, 1, 4) + 0; m = substr(date, 6, 2) + 0; d = substr(date, 9, 2) + 0
	if (m < 3) y--
	return (y + int(y / 4) - int(y / 100) + int(y / 400) + t[m] + d) % 7
}
EOF
cat >rows.awk <<'EOF'
BEGIN { FS = "," }
FNR == 1 { next }
NR == FNR { first[$1] = $2; persons[$1] = $5; closed[$1] = $4; household[$1] = $6; homes[$6]; cases++; next }
{
	rows++
	bad["window"] += $3 < "2023-01-01" || $3 > "2024-06-30"
	bad["order"] += $3 < last; last = $3
	bad["weekend"] += weekday($3) == 0 || weekday($3) == 6
	bad["minutes"] += $4 % 15 != 0 || $13 == "held" && $4 < 15 || $13 == "no_show" && $4 != 0
	bad["status"] += $13 != "held" && $13 != "no_show"
	bad["adviser"] += $7 !~ /^B0[1-4]$/
	bad["number"] += $1 != sprintf("K%07d", rows)
	bad["entered"] += $17 < $3
	if ($2 == "") {
		bad["group"] += $10 != "Gruppe" || $14 !~ /^G[0-9]+$/ || $15 < 4 || $16 < 1 || $6 != ""
		seats[$14 "," $3]++; participants[$14 "," $3] = $15
		next
	}
	bad["case"] += !($2 in first) || $2 !~ /^F[0-9][0-9][0-9][0-9][0-9][0-9]$/
	bad["group"] += $10 != "Beratung" || $14 $15 $16 != ""
	bad["household"] += household[$2] != $6 || $6 !~ /^H[0-9][0-9][0-9][0-9][0-9][0-9]$/ || substr($6, 2) > substr($2, 2)
	bad["person"] += substr($5, 2, 6) != substr($2, 2) || substr($5, 8) + 0 < 1 || substr($5, 8) + 0 > persons[$2]
	bad["service"] += $8 !~ /^(welcome|general|special)$/
	bad["topic"] += $9 !~ /^[A-Za-z]+(\|[A-Za-z]+)?$/
	bad["before"] += $3 < first[$2]
	bad["after"] += closed[$2] != "" && $3 >= closed[$2]
	if ($13 == "held" && !($2 in seen)) { seen[$2] = $3 }
}
END {
	for (h in homes) households++
	bad["households"] += households < 0.9 * cases || households > 0.99 * cases
	for (s in seats) bad["seats"] += seats[s] != participants[s]
	for (c in first) if (first[c] >= "2023-01-01") { bad["first"] += seen[c] != first[c]; visible++ }
	for (b in bad) if (bad[b]) print b, bad[b]
	if (rows < 2000 || visible < 80) print "too few:", rows, visible
}
EOF
is "$(awk -f weekday.awk -f rows.awk c/cases.csv c/consultations.csv)" "" "every row is sound"
echo '{ printf "%d", weekday($1) }' >days.awk
is "$(printf '2024-02-29\n2023-01-01\n' | awk -f weekday.awk -f days.awk)" "40" "the test's own weekdays: Thursday, Sunday"
is "$(awk -F, 'NR > 1 && $2 < "2023-01-01"' c/cases.csv | wc -l | awk '{ print ($1 > 100) }')" 1 "cases.csv knows those that began before the export"
cat >approvals.awk <<'EOF'
BEGIN { FS = "," }
FNR == 1 { next }
{ rows++ }
$3 == "" { if ($4 $5 $6 != "") print; pending++; next }
$2 >= $3 || $4 == "" || $4 % 5 { print }
$4 == 0 { if ($5 $6 != "") print; refused++; next }
$2 >= $5 || $5 >= $6 || $5 !~ /-01$/ { print }
END { if (rows < 20 || refused < 2 || refused > rows / 2 || pending > rows / 4) print rows, refused, pending }
EOF
is "$(awk -f approvals.awk c/approvals.csv)" "" "approvals: applied, decided, from, to; refused and not yet decided ones"
is "$(awk -F, 'NR == FNR { if ($7 == "special") is[$1]; next } FNR > 1 && !($1 in is)' c/cases.csv c/approvals.csv)" "" "approvals belong to complex cases"
is "$(awk -F, 'NR > 1 && $4 > 0 && $3 == ""' c/staff.csv | cut -d, -f1 | tr '\n' ' ')" "B01 B02 B03 B04 " "staff: posts"
is "$(awk -F, 'NR > 1 && $4 == 0 && !($1 != "B01" && $2 < $3 && $2 <= "2024-06-30")' c/staff.csv)" "" "staff: absences"
is "$(awk -F, 'FNR == 1 { next } NR == FNR { if ($4 == 0) { n++; who[n] = $1; from[n] = $2; to[n] = $3 } next }
	{ for (i = 1; i <= n; i++) if ($7 == who[i] && $3 >= from[i] && $3 <= to[i]) away++ } END { print (n > 0), away + 0 }' c/staff.csv c/consultations.csv)" "1 0" "no one counsels while away"

# ---- dialects ----------------------------------------------------------------------
vl-simulate $small --dialect german -o g
is "$(head -c 3 g/consultations.csv | od -An -tx1 | tr -d ' ')" "efbbbf" "german: byte order mark"
is "$(grep -c "$(printf '\r')\$" g/consultations.csv)" "$(wc -l <g/consultations.csv | tr -d ' ')" "german: CRLF"
# Back to the canonical form by other means.
sed 's/\r$//' g/consultations.csv | awk -F';' -v OFS=, 'NR > 1 {
	split($3, d, "."); $3 = d[3] "-" d[2] "-" d[1]
	split($4, h, ":"); $4 = h[1] * 60 + h[2]
	split($17, d, "."); $17 = d[3] "-" d[2] "-" d[1]
	$8 = $8 == "" ? "" : $8 == "Willkommensleistung" ? "welcome" : $8 == "Fachleistung" ? "special" : "general"
	$13 = $13 == "durchgeführt" ? "held" : "no_show"
	print }' >back.csv
sed 1d c/consultations.csv >want.csv
same back.csv want.csv "german: the same records"
vl-curve -w 0 -c c/cases.csv c/consultations.csv >c.curve
vl-curve -w 0 -p german -c g/cases.csv g/consultations.csv >g.curve
is "$(wc -l <c.curve | awk '{ print ($1 > 30) }')" 1 "there is a curve"
same g.curve c.curve "german: the same effort curve, byte for byte"
vl-figures -w 0 -c c/cases.csv c/consultations.csv >c.figures
for dialect in german-clock german-hours; do
	vl-simulate $small --dialect $dialect --force -o d
	vl-curve -w 0 -p german -c d/cases.csv d/consultations.csv >d.curve
	same d.curve c.curve "$dialect: the same effort curve, byte for byte"
	vl-figures -w 0 -p german -c d/cases.csv d/consultations.csv >d.figures
	same d.figures c.figures "$dialect: the same figures"
	cp d/consultations.csv "$dialect.csv"
done
is "$(head -n 1 german-hours.csv | cut -d';' -f4)" "Stunden" "german-hours: name of the column"
sed 1d german-hours.csv | cut -d';' -f4 | grep -Evx '[0-9]+(,(25|5|75))?' >wrong
is "$(cat wrong)" "" "german-hours: quarters of an hour with a comma"
is "$(iconv -f CP1252 -t UTF-8 german-hours.csv | grep -c 'Integrationsbüro')" "$(grep -c 'Integrationsbüro' german-clock.csv)" "german-hours: Windows-1252"
sed 1d german-clock.csv | cut -d';' -f4 | grep -Evx '[0-9][0-9]:(00|15|30|45):00' >wrong
is "$(cat wrong)" "" "german-clock: hh:mm:ss"

# ---- services by rule --------------------------------------------------------------
# By awk from the tables; ISO dates order as texts, and a year later is the year plus one.
cat >rule.awk <<'EOF'
BEGIN { FS = "," }
FNR == 1 { file++; next }
file == 1 { if ($5 != "") { n[$1]++; from[$1, n[$1]] = $5; to[$1, n[$1]] = $6 } next }
file == 2 { if ($3 != "") { assigned[$1] = $3; until[$1] = (substr($3, 1, 4) + 1) substr($3, 5) } next }
$13 == "held" {
	service = $2 == "" ? "(none)" : "general"
	if ($2 in assigned && $3 >= assigned[$2] && $3 <= until[$2]) service = "welcome"
	for (i = 1; i <= n[$2]; i++) if ($3 >= from[$2, i] && $3 <= to[$2, i]) service = "special"
	rows[service]++
}
END { for (s in rows) print s, rows[s] }
EOF
awk -f rule.awk c/approvals.csv c/cases.csv c/consultations.csv | LC_ALL=C sort >want
rule="--by service --service-rule --approvals c/approvals.csv -c c/cases.csv -w 0"
vl-figures $rule c/consultations.csv | awk -F, 'NR > 1 && $2 != "(all)" { n[$2] += $3 } END { for (s in n) print s, n[s] }' | LC_ALL=C sort >got
same got want "figures by the service rule, row by row"
is "$(wc -l <want | tr -d ' ')" 4 "... all three services and none"
vl-curve $rule -B 0 c/consultations.csv >rule.curve
is "$(cut -d, -f2 rule.curve | sed 1d | LC_ALL=C sort -u | tr '\n' ' ')" "(all) general special welcome " "curves by the service rule"
awk -F, '$2 == "(all)"' rule.curve | cut -d, -f1,3- >got
vl-curve -w 0 -B 0 -c c/cases.csv c/consultations.csv | sed 1d >want
same got want "... and the curve of all is the same"
# The first record of a case decides, or its first contact where it has none in the file.
awk -F, 'FNR == 1 { next } FNR == NR { if (!($1 in day)) day[$1] = $2; next } $13 == "held" && $2 != "" && !($2 in seen) { seen[$2]; day[$2] = $3 }
	END { for (c in day) print "K," c "," day[c] ",60,,,,,,,,,held" }' c/cases.csv c/consultations.csv >firsts.csv
sed -i '1i header' firsts.csv
awk -f rule.awk c/approvals.csv c/cases.csv firsts.csv | LC_ALL=C sort >want
vl-panel $rule c/consultations.csv | awk -F, 'NR > 1 && !($1 in seen) { seen[$1]; n[$2]++ } END { for (s in n) print s, n[s] }' | LC_ALL=C sort >got
same got want "a case is in the service of its first record"
vl-simulate $small --dialect german --force -o g
vl-figures --by Leistung --service-rule --approvals g/approvals.csv -c g/cases.csv -w 0 -p german g/consultations.csv | sed 1d >got
vl-figures $rule c/consultations.csv | sed 1d >want
same got want "the rule in the german profile"
fails 2 "vl-figures: --service-rule needs --approvals, --cases or both
vl-figures: 'vl-figures -h' lists the options" "the rule without tables" vl-figures --service-rule --by service c/consultations.csv
fails 2 "vl-figures: --approvals is of use with --service-rule only
vl-figures: 'vl-figures -h' lists the options" "approvals without the rule" vl-figures --approvals c/approvals.csv c/consultations.csv
fails 2 "vl-figures: --service-rule changes nothing here without --by service" "the rule without groups" \
	vl-figures --service-rule --approvals c/approvals.csv c/consultations.csv
fails 2 "vl-figures: with --service-rule the case table cannot be standard input
vl-figures: 'vl-figures -h' lists the options" "the rule with a case table from a pipe" \
	vl-figures --service-rule --by service -c - c/consultations.csv
sed 's/,2023-\(..\)-01,/,2030-\1-01,/' c/approvals.csv >late.csv
vl-figures $rule --approvals late.csv c/consultations.csv >out 2>err
is "$?:$(tail -n 1 err | cut -c1-20)" "3:vl-figures: late.csv" "an approval that ends before it begins"

# ---- truth -------------------------------------------------------------------------
vl-simulate --inflow 40 --start 2019-01 --months 60 --truth -o t
is "$(head -n 1 t/truth.csv)" "quantity,case_month,value,mc_se,case_id,period" "truth: header"
is "$(sed 1d t/truth.csv | awk -F, '$2 != "" { n[$1] = n[$1] $2 " " } END { for (q in n) print q, n[q] }' | LC_ALL=C sort)" \
"per_case 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 
per_case_calendar 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 " "truth: quantities and months"
# Some 2,400 cases at risk in each month; all 37 within 4 standard errors of the truth and
# on the whole not further away than chance and the months' common noise allow.
near='NR == FNR { if ($1 == q) truth[$2] = $3; next }
	$2 == "per_case" && $1 in truth { z = ($6 - truth[$1]) / $7; sum += z * z; n++; if (z * z > 16) far++ }
	END { print n, far + 0, (sum / n < 2.5) }'
vl-curve -w 0 -B 0 -c t/cases.csv t/consultations.csv >t.curve
is "$(awk -F, -v q=per_case "$near" t/truth.csv t.curve)" "37 0 1" "the curve is near the truth"
vl-curve -w 0 -B 0 --calendar -c t/cases.csv t/consultations.csv >t.curve
is "$(awk -F, -v q=per_case_calendar "$near" t/truth.csv t.curve)" "37 0 1" "... and by calendar months"

# Single cases and the months after the end: what came agrees with a longer export.
vl-simulate $small --truth -o s
for table in consultations cases approvals staff; do
	same s/$table.csv c/$table.csv "truth: leaves no trace in $table.csv"
done
vl-simulate $small --months 42 -o longer
awk -F, 'FNR == 1 || $2 == "" || $13 != "held" { next } substr($3, 1, 7) > "2024-06" { h[substr($3, 1, 7)] += $4 }
	END { for (m in h) print m, h[m] / 60 }' longer/consultations.csv | sort >want
awk -F, '$1 == "hours" { print $6, $3 }' s/truth.csv | sort >got
same got want "truth: hours of the 24 months after the end"
awk -F, '$1 == "new_cases" { print $6, $3 }' s/truth.csv | sort >got
awk -F, 'FNR > 1 && substr($2, 1, 7) > "2024-06" { n[substr($2, 1, 7)]++ } END { for (m in n) print m, n[m] }' longer/cases.csv | sort >want
same got want "truth: new cases of those months"
awk -F, '$1 == "open_hours" { print $5, $3 }' s/truth.csv | sort >got
awk -F, 'NR == FNR { if ($1 == "open_hours") h[$5] = 0; next }
	$13 == "held" && $3 > "2024-06-30" && $3 <= "2025-06-30" && $2 in h { h[$2] += $4 } END { for (c in h) print c, h[c] / 60 }' s/truth.csv longer/consultations.csv | sort >want
same got want "truth: hours of open cases in the year after the end"
is "$(wc -l <want | awk '{ print ($1 > 50) }')" 1 "... of which there are some"
is "$(awk -F, '$1 ~ /_over$/ && ($3 < 0 || $3 > 1) || $1 ~ /_expected$/ && $3 < 0' s/truth.csv)" "" "truth: probabilities and hours"
is "$(sed 1d s/truth.csv | cut -d, -f1 | LC_ALL=C sort -u | tr '\n' ' ')" "active_cases hours known_hours landmark_expected landmark_hours landmark_over new_cases open_expected open_hours open_over per_case per_case_calendar " "truth: all quantities"

# ---- mechanisms and shocks ---------------------------------------------------------
vl-simulate $small --mechanism bg >bg.csv
same bg.csv c/consultations.csv "bg is the default mechanism"
for mechanism in onoff phase hawkes; do
	vl-simulate $small --mechanism $mechanism --force -o m
	[ "$(tail -n 20 m/consultations.csv)" != "$(tail -n 20 c/consultations.csv)" ]
	ok $? "$mechanism: another course of things"
	is "$(sed 's/rows < 2000/rows < 1000/' rows.awk | awk -f weekday.awk -f - m/cases.csv m/consultations.csv)" "" "$mechanism: every row is sound"
	vl-simulate $small --months 24 --mechanism $mechanism | head -n "$(wc -l <m/consultations.csv)" >longer.csv
	same longer.csv m/consultations.csv "$mechanism: a longer export begins with the shorter"
done
vl-simulate $small --shocks --force -o m
is "$(awk -f weekday.awk -f rows.awk m/cases.csv m/consultations.csv)" "" "shocks: every row is sound"
is "$(awk -F, 'FNR == 1 { next } $2 >= "2022-03-07" && $2 < "2022-06-06" { n[FILENAME]++ }
	END { r = n["m/cases.csv"] / n["c/cases.csv"]; print (r > 1.3 && r < 3) }' c/cases.csv m/cases.csv)" 1 "shocks: about twice as many new cases in spring 2022"

# ---- errors ------------------------------------------------------------------------
fails 2 "vl-simulate: option --truth needs a folder: --output
$hint" "truth without a folder" vl-simulate --truth
fails 2 "vl-simulate: option --force needs a folder: --output
$hint" "force without a folder" vl-simulate --force
echo real >mine.csv
for name in consultations.csv cases.csv approvals.csv staff.csv truth.csv; do
	mkdir held && cp mine.csv "held/$name"
	fails 2 "vl-simulate: held/$name: is there already: give a new folder, or --force" \
		"$name is there" vl-simulate $small -o held
	same "held/$name" mine.csv "... and stays"
	is "$(ls -A held)" "$name" "... alone"
	rm -r held
done
ln -s mine.csv again/truth.csv && rm again/[!t]*
fails 2 "vl-simulate: again/truth.csv: is there already: give a new folder, or --force" \
	"a link is there" vl-simulate $small -o again
rm again/truth.csv && echo notes >again/notes.txt
run vl-simulate $small -o again
is "$status:$(ls again | wc -l)" "0:5" "other files in the folder do not matter"
echo old >again/cases.csv
run vl-simulate $small -o again --force
is "$status:$err" "0:" "--force replaces"
same again/cases.csv c/cases.csv "... all of them"
fails 2 "vl-simulate: option --start: '2020-13': must be a month from 1904 on, as 2020-01
$hint" "month 13" vl-simulate --start 2020-13
fails 2 "vl-simulate: option --start: '2020-01-05': must be a month from 1904 on, as 2020-01
$hint" "a day" vl-simulate --start 2020-01-05
fails 2 "vl-simulate: the export would end after 2078, which no tool reads
$hint" "too late" vl-simulate --start 2070-01 --months 114
fails 2 "vl-simulate: option --months: '0': must be a whole number from 1 to 600
$hint" "no month" vl-simulate --months 0
fails 2 "vl-simulate: option --inflow: '-3': must be a number from 0.1 to 20000
$hint" "negative inflow" vl-simulate --inflow -3
fails 2 "vl-simulate: option --dialect: 'x': must be one of canonical, german, german-clock, german-hours
$hint" "no such dialect" vl-simulate --dialect x
fails 2 "vl-simulate: option --mechanism: 'x': must be one of bg, onoff, phase, hawkes
$hint" "no such mechanism" vl-simulate --mechanism x
fails 2 "vl-simulate: unexpected operand 'x.csv'
$hint" "an operand" vl-simulate x.csv
: >file
fails 5 "vl-simulate: file/consultations.csv: cannot write: Not a directory" "the folder is a file" \
	vl-simulate $small -o file
fails 5 "vl-simulate: no/sub: cannot make the folder: No such file or directory" "no parent folder" \
	vl-simulate $small -o no/sub
mkdir -p half/cases.csv
fails 5 "vl-simulate: half/cases.csv: cannot write: Is a directory" "one file cannot be written" \
	vl-simulate $small -o half
is "$(ls -A half)" "cases.csv" "... then none is"
if [ "$(id -u)" -eq 0 ]; then
	skip "root may write everywhere"
else
	mkdir closed && chmod 555 closed
	run vl-simulate $small -o closed
	is "$status:$err" "5:vl-simulate: closed/consultations.csv: cannot write: Permission denied" "no permission"
fi
if [ -w /dev/full ]; then
	vl-simulate $small >/dev/full 2>err
	is "$?:$(cat err)" "5:vl-simulate: cannot write to standard output: No space left on device" "full disk"
else
	skip "no /dev/full"
fi
(ulimit -f 50; trap '' XFSZ; vl-simulate $small -o limit 2>err; echo $? >status)
is "$(cat status):$(cat err)" "5:vl-simulate: limit/consultations.csv: cannot write: File too large" "file too large"
is "$(ls -A limit)" "" "... and nothing is left"
done_testing
