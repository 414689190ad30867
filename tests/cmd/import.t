#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-import: any export into the canonical form; every row counted, refused ones kept word for word.
# tests/ref/import has an export in the layout of each profile, and the table that it must give,
# written by hand (see the README there).
# shellcheck source=tests/cmd/lib.sh
. "$(dirname "$0")/lib.sh"
REF=$TOP/tests/ref/import
cd "$TMP" || exit 1

# imports WANT WHAT COMMAND...: no message, and these bytes.
imports() {
	imports_want=$1 imports_what=$2
	shift 2
	run "$@"
	is "$status:$err" 0: "$imports_what: no message"
	same out "$imports_want" "$imports_what"
}

# ---- what the simulator exports, in all its layouts ----------------------------------------

vl-simulate -o canonical --start 2022-01 -n 30 -s 5
imports canonical/consultations.csv 'a canonical export stays as it is' \
	vl-import canonical/consultations.csv
for dialect in german german-hours german-clock; do
	vl-simulate -o $dialect --start 2022-01 -n 30 -s 5 --dialect $dialect
	imports canonical/consultations.csv "$dialect: the same table as from the canonical export" \
		vl-import -p german $dialect/consultations.csv
	for tool in vl-figures vl-curve; do
		"$tool" -b service canonical/consultations.csv >want
		imports want "$dialect: $tool has the same result" \
			"$tool" -p german -b service $dialect/consultations.csv
	done
done

# Through Excel and back: what it is given is what it saves.
vl-import -f excel canonical/consultations.csv >excel.csv
imports canonical/consultations.csv 'in the form of Excel, and back' vl-import -p german excel.csv
is "$(head -c 3 excel.csv | od -An -tx1)" " ef bb bf" 'Excel: byte order mark'
is "$(sed 1d excel.csv | head -n 1 | cut -d';' -f3,4)" '03.01.2022;30' 'Excel: semicolons, German dates'
printf 'case_id,date,minutes,topic\n=1+1,2026-01-05,1.5,"a;b"\n' |
	vl-import -f excel | tail -n 1 | tr -d '\r' >got
is "$(cat got)" "'=1+1;05.01.2026;1,5;\"a;b\"" 'Excel: nothing is a formula'

# ---- the layout of each profile ------------------------------------------------------------------

for profile in "$REF"/*/; do
	name=$(basename "$profile")
	cp -R "$profile" "in-$name"
	options=$(cat "$profile/options" 2>/dev/null)
	cd "in-$name" || exit 1
	# shellcheck disable=SC2086 # several words
	vl-import -p "$name" $options export.csv >../out 2>../err
	is "$?:$(cat ../err)" 0: "$name: no message"
	same ../out canonical.csv "$name: the table written by hand"
	for tool in vl-figures 'vl-figures --period year -b activity' 'vl-curve -w 0 -n 2' \
		'vl-panel -w 0'; do
		head -n 1 canonical.csv | grep -q activity || tool=${tool% -b activity}
		# shellcheck disable=SC2086
		$tool --since 2021-01 --until 2026-03 -p "$name" $options export.csv >../raw 2>../err
		# shellcheck disable=SC2086
		$tool --since 2021-01 --until 2026-03 canonical.csv >../want 2>>../err
		is "$(cat ../err)" '' "$name: $tool: no message"
		same ../raw ../want "$name: $tool: the same bytes from the export as from the table"
	done
	cd .. || exit 1
done

# ---- cells -----------------------------------------------------------------------------------

printf 'Minutes,DATE,case_id,note,topic\n90,2026-01-05 09:30,"a,b",x,"say ""so""\nor so"\n' >cells.csv
printf 'case_id,date,minutes,topic\n"a,b",2026-01-05,90,"say ""so""\nor so"\n' >want
vl-import cells.csv >out 2>err
same out want 'order of the columns, quotes, line breaks; other columns are left out'
printf 'case_id,date,minutes,status\n1,2026-01-05,0:20:00,\n2,2026-01-06,1:00:30,no_show\n' >clock.csv
is "$(vl-import clock.csv | cut -d, -f3 | paste -s -d' ' -)" 'minutes 0:20:00 1:00:30' \
	'durations with seconds stay'
is "$(sed 's/:30,/:00,/' clock.csv | vl-import | cut -d, -f3 | paste -s -d' ' -)" 'minutes 20 60' \
	'unless all are whole minutes'
printf 'Fall,Datum,Stunden\n1,2026-01-05,"0,1"\n2,2026-01-06,"0,333333"\n' |
	sed 's/2026-01-0\(.\)/0\1.01.2026/' >hours.csv
is "$(vl-import -p german -d , hours.csv | cut -d, -f3 | paste -s -d' ' -)" 'minutes 6 19.99998' \
	'hours become minutes to the last digit'

printf 'case_id,date,travel\n1,2026-01-05,0.5\n' >travel.csv
is "$(vl-import -e travel:hours travel.csv | paste -s -d' ' -)" \
	'case_id,date,minutes 1,2026-01-05,30' 'another column of effort is the minutes of the table'

# An export that begins with a missed consultation of which no length is known.
printf 'case_id,date,minutes,status\n1,2026-01-05,,no_show\n2,2026-01-06,30,held\n' >no-show.csv
imports no-show.csv 'the first row has no minutes' vl-import no-show.csv

# ---- refused rows ------------------------------------------------------------------------------

cat >bad.csv <<END
case_id,date,minutes,topic,status
17,2026-01-05,60,"in ""quotes""
and lines",held
18,2026-02-30,60,x,held
19,2026-01-06,abc,x,held
20,2026-01-07,30,x,no_show,extra
21,2026-01-08,60,x,held
22,2026-01-09,,x,planned
23,2026-01-10,60,x,deleted
24,2026-02-31,60,"two
lines",held
END
cat >rejects.want <<END
line,column,reason,row
4,4,"column 'date': there is no such day","18,2026-02-30,60,x,held"
5,15,"column 'minutes': must be a number like 12 or 12.5","19,2026-01-06,abc,x,held"
6,,"wrong number of cells: 6 here, 5 in the header","20,2026-01-07,30,x,no_show,extra"
10,4,"column 'date': there is no such day","24,2026-02-31,60,""two
lines"",held"
END
cat >messages.want <<END
vl-import: bad.csv:2: warning: X
vl-import: bad.csv:4:4: column 'date': there is no such day
vl-import: bad.csv:5:15: column 'minutes': must be a number like 12 or 12.5
vl-import: bad.csv:6: wrong number of cells: 6 here, 5 in the header
vl-import: bad.csv:10:4: column 'date': there is no such day
vl-import: bad.csv: 4 of 8 rows break a rule, more than --max-rejects allows: nothing was written
END
: >rejects.csv
chmod 644 rejects.csv
run vl-import --rejects rejects.csv --summary summary.csv bad.csv
is "$status:$out" 3: 'refused rows: status 3, nothing on standard output'
printf '%s\n' "$err" | grep -v ': warning: ' >got
grep -v 'warning' messages.want >want
same got want 'refused rows: each is named'
same rejects.csv rejects.want 'refused rows: the file has them word for word'
# shellcheck disable=SC2012 # the mode is wanted
is "$(ls -l rejects.csv | cut -c1-10)" -rw------- 'refused rows: the file is for the user alone'
cat >want <<END
measure,reason,value
read,,8
used,,2
refused,,4
duplicates,,0
planned,,1
deleted,,1
refused_because,there is no such day,2
refused_because,must be a number like 12 or 12.5,1
refused_because,"wrong number of cells: ... here, ... in the header",1
no_shows,,0
without_case,,0
first_date,,2026-01-05
last_date,,2026-01-08
END
same summary.csv want 'the summary is there as well'

# Cut off: nobody knows what else is missing, however many refused rows are allowed.
printf 'case_id,date,minutes\nA,2024-01-01,60\nB,2024-01-02,60\nC,2024-0' >cut.csv
for threads in 1 2; do
	fails 3 'vl-import: cut.csv:4: warning: the last line has no line end; is the file cut off?
vl-import: cut.csv:4: wrong number of cells: 2 here, 3 in the header
vl-import: cut.csv: the file cannot be read to its end' "cut off in its last row, -j $threads" vl-import -j $threads --max-rejects 100% cut.csv
done
echo >>cut.csv
run vl-import --max-rejects 100% cut.csv
is "$status:$(printf '%s\n' "$out" | grep -c ,)" 0:3 'with a line end it is a wrong row as any other'
cat >want <<END
case_id,date,minutes,topic,status
17,2026-01-05,60,"in ""quotes""
and lines",held
21,2026-01-08,60,x,held
END
for limit in 4 50% 50.0%; do
	run vl-import --max-rejects "$limit" bad.csv
	is "$status" 0 "--max-rejects $limit: is not passed"
	same out want "--max-rejects $limit: the rest"
	ok "$(grep -q 'bad.csv:5:15' err; echo $?)" "--max-rejects $limit: they are named all the same"
done
for limit in 3 49.99% 0 0%; do
	run vl-import --max-rejects "$limit" bad.csv
	is "$status:$out" 3: "--max-rejects $limit: is passed"
done
run vl-import -v --max-rejects 4 -o table.csv bad.csv
same table.csv want '-o: into a file'
is "$out" '' '-o: nothing on standard output'
is "$(tail -n 1 err)" "vl-import: bad.csv: 8 rows read, 2 used, 2 refused (there is no such day), \
1 refused (must be a number like 12 or 12.5), 1 refused (wrong number of cells: ... here, ... in the \
header), 1 planned, 1 deleted; from 2026-01-05 to 2026-01-08" '-v: what became of the rows'
printf 'old\n' >table.csv
vl-import -o table.csv bad.csv 2>err
is "$(cat table.csv)" old '-o: a file stays as it was where nothing is written'
run vl-import --rejects bad.csv bad.csv
is "$status" 2 'the export is not overwritten by its rejects'

# A quote that is not closed makes all behind it doubtful, whatever is allowed.
printf 'case_id,date,minutes\n1,2026-01-05,60\n2,"2026-01-06,60\n3,2026-01-07,60\n' >open.csv
run vl-import --max-rejects 100% --rejects rejects.csv open.csv
is "$status:$out" 3: 'a file that is cut short is never taken'
is "$(sed -n 2p rejects.csv | cut -d, -f1,2)" 3,3 'its rejects are there: line and column of the quote'
cp rejects.csv old
run vl-import --rejects rejects.csv missing.csv
is "$status" 5 'no such file'
same rejects.csv old 'an older file of rejects stays where the export could not be begun'

# The table and what goes with it: both are there, or neither.
printf 'old\n' >rejects.csv
printf 'old\n' >summary.csv
run vl-import --max-rejects 4 --rejects rejects.csv --summary summary.csv -o missing/table.csv bad.csv
is "$status:$(cat rejects.csv summary.csv | paste -s -d' ' -)" '5:old old' \
	'the table cannot be written: older rejects and summary stay'
if [ -w /dev/full ]; then
	vl-import --max-rejects 4 --rejects rejects.csv --summary summary.csv bad.csv >/dev/full 2>err
	is "$?:$(cat rejects.csv summary.csv | paste -s -d' ' -)" '5:old old' \
		'standard output is full: older rejects and summary stay'
else
	skip '/dev/full is absent'
fi
# A part of the rows was read when the disk for temporary files was full.
awk 'BEGIN { print "case_id,date,minutes"; for (i = 0; i < 20000; i++) print "F" i ",2024-01-01,30" }' >long.csv
(trap '' XFSZ && ulimit -f 16 &&
	vl-import --rejects rejects.csv --summary summary.csv -o table.csv long.csv 2>err)
is "$?:$(cat rejects.csv summary.csv | paste -s -d' ' -)" '5:old old' \
	'no room for temporary files: older rejects and summary stay'

# What a missed consultation says of its length is checked, by every tool.
printf 'case_id,date,minutes,status\n1,2026-01-05,60,held\n1,2026-01-06,long,no_show\n' >missed.csv
for tool in vl-import vl-figures vl-curve; do
	run "$tool" missed.csv
	is "$status:$(head -n 1 err)" "3:$tool: missed.csv:3:14: column 'minutes': must be a number like 12 or 12.5" \
		"$tool: the length of a missed consultation"
done

# A bar inside one of several values.
cat >tags.profile <<END
separators = { topic = ","; };
END
printf 'case_id,date,minutes,topic\n1,2026-01-05,60,"a|b, c"\n2,2026-01-06,30,d|e\n' >tags.csv
printf 'case_id,date,minutes,topic\n1,2026-01-05,60,a\302\246b|c\n2,2026-01-06,30,d\302\246e\n' >want
imports want 'a bar inside a value makes no second value' vl-import -p ./tags.profile tags.csv

# ---- the tables beside the consultations -------------------------------------------------------

for table in cases approvals staff; do
	imports "canonical/$table.csv" "$table: a canonical table stays as it is" \
		vl-import --table $table canonical/$table.csv
	for dialect in german german-hours; do
		imports canonical/$table.csv "$table: $dialect: the same table as the canonical one" \
			vl-import -p german --table $table $dialect/$table.csv
	done
	vl-import --table $table -f excel canonical/$table.csv >excel.csv
	imports canonical/$table.csv "$table: in the form of Excel, and back" \
		vl-import -p german --table $table excel.csv
done
# What the tools say of the case table in its own layout they say of the canonical one.
vl-import -p german german/consultations.csv >records.csv
vl-import -p german --table cases german/cases.csv >cases.csv
for by in service site; do
	vl-curve -p german -b $by --cases german/cases.csv german/consultations.csv >want
	imports want "vl-curve -b $by: with the table that was brought into the canonical form" \
		vl-curve -b $by --cases cases.csv records.csv
done
cat >cases-bad.csv <<END
Fallnummer;Notiz;Erstkontakt;Abgeschlossen am;Personen;Leistung;Wohnform
F1;x;01.02.2026;;2;WL;=WG
F2;x;31.02.2026;;2;WL;
;x;01.02.2026;;2;WL;
F1;x;02.02.2026;;2;WL;
F3;x;01.02.2026;31.01.2026;2;WL;
F4;x;01.02.2026;01.03.2026;zwei;WL;
F5;x;01.02.2026;01.03.2026;2;WL;;
F6;x;1.2.2026 09:30;;;Sonstige;"a;b, c"
END
cat >messages.want <<END
vl-import: cases-bad.csv:3:6: column 'Erstkontakt': there is no such day
vl-import: cases-bad.csv:4:1: column 'Fallnummer': the id of a case must not be empty
vl-import: cases-bad.csv:5:1: column 'Fallnummer': a second row for the same case
vl-import: cases-bad.csv:6:17: column 'Abgeschlossen am': the case was closed before its first contact
vl-import: cases-bad.csv:7:28: column 'Personen': must be a whole number
vl-import: cases-bad.csv:8: wrong number of cells: 8 here, 7 in the header
END
cat >rejects.want <<END
line,column,reason,row
3,6,"column 'Erstkontakt': there is no such day","F2;x;31.02.2026;;2;WL;"
4,1,"column 'Fallnummer': the id of a case must not be empty",";x;01.02.2026;;2;WL;"
5,1,"column 'Fallnummer': a second row for the same case","F1;x;02.02.2026;;2;WL;"
6,17,"column 'Abgeschlossen am': the case was closed before its first contact","F3;x;01.02.2026;31.01.2026;2;WL;"
7,28,"column 'Personen': must be a whole number","F4;x;01.02.2026;01.03.2026;zwei;WL;"
8,,"wrong number of cells: 8 here, 7 in the header","F5;x;01.02.2026;01.03.2026;2;WL;;"
END
rm -f rejects.csv
run vl-import -p german --encoding utf-8 --table cases --rejects rejects.csv cases-bad.csv
is "$status:$out" 3: 'cases: refused rows: status 3, nothing on standard output'
{
	cat messages.want
	echo 'vl-import: cases-bad.csv: 6 of 8 rows break a rule, more than --max-rejects allows: nothing was written'
} >want
same err want 'cases: each refused row is named, as the tools name it'
same rejects.csv rejects.want 'cases: refused rows word for word'
cat >want <<END
case_id,first_contact,closed,persons,service,housing
F1,2026-02-01,,2,welcome,=WG
F6,2026-02-01,,,Sonstige,"a;b, c"
END
run vl-import -p german --encoding utf-8 --table cases --max-rejects 6 --summary summary.csv cases-bad.csv
is "$status" 0 'cases: --max-rejects: is not passed'
same err messages.want 'cases: --max-rejects: they are named all the same'
same out want 'cases: --max-rejects: the rest, words and dates canonical, other columns left out'
is "$(grep -v because summary.csv | paste -s -d' ' -)" \
	'measure,reason,value read,,8 used,,2 refused,,6 duplicates,,0 planned,,0 deleted,,0' 'cases: --summary'
sed 2q cases-bad.csv >short.csv
printf 'F9;"x;01.02.2026\n' >>short.csv
run vl-import -p german --encoding utf-8 --table cases --max-rejects 100% short.csv
is "$status:$out" 3: 'cases: a table that is cut short is never taken'

printf 'case_id,from,to,hours\n1,2026-02-01,2026-01-31,5\n,,,\n,,,5\n2,2026-02-01,2026-03-31,x\n3,,,0\n' \
	>approvals-bad.csv
cat >want <<END
vl-import: approvals-bad.csv:2:14: column 'to': the approval ends before it begins
vl-import: approvals-bad.csv:3: warning: blank lines are left out: 1, the first one here
vl-import: approvals-bad.csv:4:1: column 'case_id': the id of a case must not be empty
vl-import: approvals-bad.csv:5:25: column 'hours': must be a number like 12 or 12.5
END
run vl-figures -b service --service-rule --approvals approvals-bad.csv canonical/consultations.csv
is "$status:$(grep -c "approvals-bad.csv:4:1: column 'case_id': the id of a case must not be empty" err)" 3:1 \
	'approvals: without a case none is taken'
run vl-import --table approvals --max-rejects 3 approvals-bad.csv
grep -v warning want >sorted
grep -v warning err | cmp -s - sorted
ok $? 'approvals: refused rows'
is "$(paste -s -d' ' out)" 'case_id,hours,from,to 3,0,,' 'approvals: the rest'
printf 'adviser,from,to,fte\nB1,2026-02-01,2026-01-31,1\n,2026-01-01,,1\nB2,2026-01-01,,0.50\n' >staff-bad.csv
cat >want <<END
vl-import: staff-bad.csv:2:15: column 'to': the post ends before it begins
vl-import: staff-bad.csv:3:1: column 'adviser': must not be empty
END
run vl-import --table staff --max-rejects 2 staff-bad.csv
same err want 'staff: refused rows'
is "$(paste -s -d' ' out)" 'adviser,from,to,fte B2,2026-01-01,,0.5' 'staff: the rest'
printf 'case_id,from,to\n' >nobody.csv
imports nobody.csv 'approvals: none is a table, too' vl-import --table approvals nobody.csv
fails 2 "vl-import: nobody.csv: no column 'adviser' (profile verlauf); the file has: case_id, from, to" \
	'staff: another table' vl-import --table staff nobody.csv
# A profile whose other tables have a layout of their own; options speak of the table that is read.
cat >own.profile <<END
delimiter = "|"; columns = { case_id = "Akte"; }; other_tables = "german";
END
imports canonical/cases.csv 'cases: in the layout that the profile says for them' \
	vl-import -p ./own.profile --table cases german/cases.csv
sed 's/;/|/g' german/cases.csv >bars.csv
imports canonical/cases.csv 'cases: options speak of this table' \
	vl-import -p ./own.profile -d '|' --table cases bars.csv
imports canonical/cases.csv 'cases: a second file of the export has no part in it' \
	vl-import -p hmis --table cases canonical/cases.csv

# ---- accounting --------------------------------------------------------------------------------

# By hand: 30 min count 3 x 12 = 36; 5 -> 6; 7 -> 12; 61 -> 70 x 1.2 = 84; a missed hour 48; one
# without planned time nothing. The group: 45 -> 50 x 1.2 = 60, two advisers 120, seven participants,
# three of them here: 120 = 7 x 17 + 1, so 18, 17, 17; a missed place 0.
cat >lwl.csv <<END
case_id,date,minutes,status,group_id,participants,staff
a,2026-01-05,30,held,,,
b,2026-01-05,5,,,,
c,2026-01-05,7,held,,,
d,2026-01-05,61,held,,,
e,2026-01-05,60,no_show,,,
f,2026-01-05,,no_show,,,
g,2026-01-06,45,held,G,7,2
i,2026-01-06,45,held,G,7,2
h,2026-01-06,45,held,G,7,2
j,2026-01-06,45,no_show,G,7,2
END
is "$(vl-import --rule lwl lwl.csv | awk -F, '{ print $1 ":" $NF }' | paste -s -d' ' -)" \
	'case_id:counted a:36 b:6 c:12 d:84 e:48 f: g:18 i:17 h:17 j:0' 'the rule lwl, by hand'
is "$(vl-import --rule lwl lwl.csv | cut -d, -f1-7 | cmp - lwl.csv && echo same)" same \
	'what the export says stands beside it'
is "$(vl-import --round 15 lwl.csv | awk -F, '{ print $NF }' | paste -s -d' ' -)" \
	'counted 30 15 15 75 0  13 13 13 0' 'rounding up to 15: 90 = 7 x 12 + 6'
is "$(vl-import --round 5:nearest lwl.csv | awk -F, 'NR < 6 { print $NF }' | paste -s -d' ' -)" \
	'counted 30 5 5 60' 'rounding to the nearest 5'

# counted adds up; the reader takes it row by row and deals nothing out again.
vl-import --round 1 canonical/consultations.csv >counted.csv
vl-figures canonical/consultations.csv >want
imports want 'full minutes: counted is what the tools deal out themselves' \
	vl-figures -e counted:minutes counted.csv
vl-import --rule lwl canonical/consultations.csv >counted.csv
for column in minutes counted; do
	vl-figures -e $column:minutes counted.csv | awk -F, 'NR > 1 { sum += $3 }
		END { printf "%.4f\n", sum }' >sum.$column
done
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["status"] == "held" { sum += $at["counted"] }
	END { printf "%.4f\n", sum / 60 }' counted.csv >sum.awk
same sum.counted sum.awk 'lwl: the column added up by awk is what vl-figures reads'
ok "$(awk 'NR == FNR { m = $1; next } { exit !($1 > 1.2 * m) }' sum.minutes sum.counted; echo $?)" \
	'lwl: more than 1.2 times the minutes'

sed 's/,7,2/,2,2/' lwl.csv >crowded.csv
run vl-import --rejects rejects.csv crowded.csv
is "$status:$out" 3: 'more rows than participants: refused'
is "$(cut -d, -f1,4 rejects.csv | paste -s -d' ' -)" 'line,row 8,"g 9,"i 10,"h' \
	'more rows than participants: all of the session are'
is "$(vl-import --max-rejects 3 crowded.csv 2>err | cut -d, -f1 | paste -s -d' ' -)" \
	'case_id a b c d e f j' 'more rows than participants: the rest'
grep -v '^h' lwl.csv | sed 's/,7,2/,,2/; 7s/2026-01-05/2026-02-30/' >lacking.csv
run vl-import --rule lwl --max-rejects 1 lacking.csv
is "$status:$(tail -n 1 err)" '0:vl-import: lacking.csv:8: warning: rows were refused, and this group session does not say how many took part: its time is dealt out among the rows that are left' \
	'a refused row may be one of a session: a warning'
fails 2 "vl-import: the export has a column 'counted' of its own: leave out --round and --rule" \
	'counted twice' vl-import --round 5 counted.csv
printf 'case_id,date,minutes,staff\n1,2026-01-05,60,1\n' >staff.csv
fails 2 'vl-import: the canonical table has minutes: --effort must name a time' 'no time' \
	vl-import -e staff:count staff.csv

# ---- several threads ---------------------------------------------------------------------------

# threads WHAT OPTIONS...: the same by one and by several, also what is said.
threads() {
	threads_what=$1
	shift
	run vl-import -j 1 "$@"
	cp out want
	cp err err.want
	for j in 2 3; do
		run vl-import -j $j "$@"
		same out want "-j $j: the same table: $threads_what"
		same err err.want "-j $j: the same messages: $threads_what"
	done
}
cp canonical/consultations.csv big.csv
ok "$([ "$(wc -c <big.csv)" -gt 3145728 ]; echo $?)" 'an export that is worth three threads'
run vl-import -j 3 big.csv
same out big.csv '-j 3: the export itself, in its order'
threads 'group sessions are dealt out' --rule lwl big.csv
vl-import -f excel big.csv >big-excel.csv
threads "Excel's form" -p german -f excel big-excel.csv
awk -F, -v OFS=, 'NR > 1 && $4 != "" { $4 = int($4 / 60) ":" sprintf("%02d:00", $4 % 60) } { print }' big.csv >clock.csv
run vl-import -j 3 clock.csv
same out big.csv '-j 3: durations with seconds become minutes where all of the file are'
awk -F, -v OFS=, 'NR == 2 { $4 = "0:00:30" } { print }' clock.csv >odd.csv
threads 'durations with seconds, one of them odd' odd.csv
awk 'NR == 20000 { print "too,few"; next } { print }' big.csv >one-bad.csv
threads 'a row is refused' --max-rejects 1 --rejects rejects.csv one-bad.csv
is "$(sed -n 2p rejects.csv | cut -d, -f1)" 20000 '-j 3: the refused row, in its line'
threads 'a row is refused: nothing is written' one-bad.csv
awk 'BEGIN {
	print "Projekt;Datum;Stunden;Benutzer"
	for (i = 1; i <= 40000; i++)
		printf "F-%05d;05.01.2026;1,5;J%srg\n", i, i == 35000 ? "\303\266" : "oe"
}' >two-codes.csv
threads 'a fault near the end' -v -p german two-codes.csv
is "$(grep 'rows read' err.want | cut -d: -f3)" ' 34999 rows read, 34999 used; from 2026-01-05 to 2026-01-05' \
	'... and what was used before it'
is "$(TMPDIR=$TMP/nowhere "$BIN/vl-import" none.csv 2>&1)" \
	'vl-import: none.csv: cannot open: No such file or directory' \
	'what cannot be read is told before what cannot be written'

# Rows refused for many reasons, most of them first in the middle: the file of rejects has them in
# their order and word for word, the summary counts the reasons as they are first seen.
awk -F, -v OFS=, '
NR > 15000 && NR % 30 == 0 { print "too \"few\"", "x"; next }
NR > 12000 && NR % 30 == 5 { $4 = "long" }
NR > 9000 && NR % 30 == 10 { $3 = "2026-02-30" }
NR > 6000 && NR % 30 == 15 { $2 = "" }
NR > 3000 && NR % 30 == 20 { $13 = "perhaps" }
NR % 30 == 25 { print $0 ",\"two\nlines\""; next }
{ print }' big.csv >many-bad.csv
for j in 1 2 3; do
	run vl-import -j $j --max-rejects 100% --rejects rejects-$j --summary summary-$j many-bad.csv
	is "$status" 0 "-j $j: many rows are refused"
	run vl-import -j $j --max-rejects 5 --rejects few-$j many-bad.csv
	is "$status:$out" 3: "-j $j: too many rows are refused"
done
for file in rejects summary few; do
	same $file-2 $file-1 "-j 2: the same $file"
	same $file-3 $file-1 "-j 3: the same $file"
done
threads 'many rows are refused' --max-rejects 100% many-bad.csv
same few-1 rejects-1 'the rejects do not depend on --max-rejects'
is "$(grep -c '^refused_because,' summary-1):$(sed -n 's/^refused,,//p' summary-1)" \
	"5:$(grep -c '^[0-9]*,[0-9]*,"' rejects-1)" \
	'five reasons, and as many rows as are counted'
is "$(awk '/^[0-9]+,[0-9]*,"/ { line = $0 + 0; bad += line <= last; last = line } END { print bad + 0 }' rejects-1)" 0 \
	'the rejects stand in the order of their lines'
sed 's/,[1-9][0-9]*,\([0-9]*\),\([0-9-]*\)$/,1,\1,\2/' big.csv >crowded.csv
threads 'sessions of more rows than participants' --max-rejects 100% crowded.csv

# ---- detection ---------------------------------------------------------------------------------

# What is proposed for an export whose names are known reads it, as its own profile does.
# (Of casa not when a row was entered: these dates have another order than the others, and a zone.)
for name in verlauf german casa; do
	run vl-import --detect "$REF/$name/export.csv"
	is "$status:$err" 0: "detect: $name: nothing is open"
	cp out "$name-own.profile"
	cp "$REF/$name/canonical.csv" want
	[ $name != casa ] || sed 's/,[^,]*$//' "$REF/$name/canonical.csv" >want
	imports want "detect: $name: read by what was proposed" \
		vl-import -p "./$name-own.profile" "$REF/$name/export.csv"
done
vl-import --detect <"$REF/german/export.csv" | sed 1d >piped
sed 1d german-own.profile >want
same piped want 'detect: a pipe, too'
vl-import --detect -o file.profile "$REF/german/export.csv"
same file.profile german-own.profile 'detect: -o'

# detected WANT WHAT: lines of the proposal for the file `some`, comments left out but those in WANT.
detected() {
	run vl-import --detect some
	printf '%s\n' "$1" | while IFS= read -r line; do
		grep -qxF -- "$line" out || printf '%s\n' "$line"
	done >lacking
	is "$(cat lacking)" '' "detect: $2"
}
printf 'Name,"Seen\non @include"\nA,2026-02-05\n' >some
detected '	# date = "Seen\x0Aon @include";' 'a heading of two lines stays on one'
printf 'Fall;Datum;Minuten\n1;08-02-2020;60\n2;16-02-2020;30\n' >some
detected 'dates = "dmy";
delimiter = ";";
	case_id = "Fall";
	minutes = { minutes = "Minuten"; };
	# Column '"'Datum'"': 2 filled, 0 empty; dates, iso does not (line 2), dmy fits, mdy does not (line 3), words does not (line 2)' \
	'one order for the whole column'
is "$status:$err" 0: 'detect: nothing is open'
printf 'Fall;Datum;Dauer\n1;08/02/2020;90\n2;06/02/2020;30\n' >some
detected '# dates = "dmy";
# dates = "mdy";
	# minutes = { minutes = "Dauer"; };
	# minutes = { hours = "Dauer"; };' 'two readings: nothing is decided'
is "$status:$err" "3:vl-import: some: more than one order of dates fits the whole column 'Datum': \
state one as dates
vl-import: some: the numbers of column 'Dauer' may be minutes or hours: state which under columns" \
	'detect: two readings: both are asked'
cp out open.profile
fails 2 "vl-import: some: column 'Dauer' does not say whether it holds minutes or hours: \
--effort 'Dauer:minutes' or --effort 'Dauer:hours'" 'detect: what is open stays open for the reader' \
	vl-import -p german some
printf 'Fall;Datum;Minuten\n1;31.02.2020;60\n2;16.02.2020;30\n3;17.02.2020;x\n4;01.02.2020;5\n' >some
detected 'dates = "dmy";
	# Column '"'Datum'"': 4 filled, 0 empty; dates, iso does not (line 3), dmy fits, mdy does not (line 3), words does not (line 3); 1 are none (first on line 2)
	# Column '"'Minuten'"': 4 filled, 0 empty; whole numbers; 1 are none (first on line 4)
	minutes = { minutes = "Minuten"; };' 'typing errors decide nothing'
is "$status:$err" 0: 'detect: typing errors: nothing is open'
printf 'Fall;Datum;Minuten\n1;13/02/2020;60\n2;02/16/2020;30\n' >some
detected '# Dates: no order fits the whole column '"'Datum'." 'two orders in one column'
is "$status" 3 'detect: two orders in one column: it asks'
is "$(grep -c 'four digits' "$TMP/err")" 0 'detect: two orders in one column: years are not the matter'
printf 'Fall;Datum;Minuten\n1;31.10.26;60\n2;02.11.26;30\n' >some
run vl-import --detect some
is "$status:$(printf '%s\n' "$err" | tail -n 1)" '3:vl-import: some: the year must have four digits' \
	'detect: years of two digits are told'
printf 'Nr;Klient/in;Tag der Leistung;Aufwand\n1;a;03.01.22;1:30\n2;b;31.10.22;0:45\n' >some
run vl-import --detect some
is "$(grep -c "column 'Tag der Leistung' has dates whose years have two digits: save the export with four" err):$(grep -c 'dates whose years have two digits' out)" \
	1:1 'detect: years of two digits in a column that no name tells of'
printf 'Nr;Klient/in;Tag der Leistung;Aufwand\n1;a;03.01.2022;1:30\n2;b;31.10.2022;0:45\nSumme;;;2:15\n' >some
detected '	# date = "Tag der Leistung";
	# minutes = { unstated = "Aufwand"; };
	# status = "...";   # whether the appointment was held; the words under values
# values = { status = { held = [ "..." ]; no_show = [ "..." ]; planned = [ "..." ]; deleted = [ "..." ]; }; };
drop = ( { column = "Nr"; values = [ "Summe" ]; as = "other"; reason = "total"; } );' \
	'candidates, further columns, and a total at the end'
sed 's/# case_id = "..."/case_id = "Klient\/in"/; s/# date/date/; s/# minutes/minutes/' out >total.profile
run vl-import -p ./total.profile some
is "$status:$out" "0:case_id,date,minutes
a,2022-01-03,90
b,2022-10-31,45" 'detect: which is read when its hashes are taken away'
printf 'Klient/in,Beginn,Std.\na,03.01.2022 09:30,"1,50"\nb,31.10.2022 10:00,"0,75"\n' >some
detected 'decimal_mark = ",";
	# minutes = { hours = "Std."; };' 'numbers with decimals are a candidate, and their mark is told'
printf 'Nr;Klient/in;Tag der Leistung;Aufwand\n1;Summe;03.01.2022;1:30\n' >some
run vl-import --detect some
is "$(grep -c '^drop' out)" 0 'detect: such a word elsewhere is no total'
printf 'Fall;Datum;Stunden\n1;08.02.2020;1.250\n2;16.02.2020;1.500\n' >some
detected '# decimal_mark = ".";' 'decimals or thousands'
is "$status" 3 'detect: decimals or thousands: it asks'
printf 'Fall,Datum,Dauer,Betrag\n1,2020-02-08,1:30,"1.234,50"\n2,NULL,0:30,---\n' >some
detected 'missing = [ "---", "NULL" ];
	minutes = { unstated = "Dauer"; };
	# Column '"'Betrag'"': 1 filled, 0 empty, 1 with a word for missing; numbers like 1.234,5' \
	'words for missing values, durations, thousands'
printf 'Liste;;\n\nFall;Datum;Minuten\n1;08.02.2020;60\n2;16.02.2020;30\n' >some
detected 'skip = 2;
# The header stands on line 3.' 'lines before the header'
printf 'Fall;Datum;Minuten\n1;08.02.2020;60 \244\n2;16.02.2020;30\n' >some
detected '# encoding = "cp1252";
# encoding = "iso-8859-15";' 'two encodings'
is "$status" 3 'detect: two encodings: it asks'
printf 'Akte,b;c\n1,2;3\n' >some
fails 3 'vl-import: some: two characters part all lines into the same number of cells: say --delimiter' \
	'detect: two delimiters' vl-import --detect some
run vl-import --detect -d ';' some
ok "$(grep -qx 'delimiter = ";";' out; echo $?)" 'detect: unless one is stated'
printf 'eine Zeile\nnoch eine\n' >some
fails 3 'vl-import: some: is no table: no comma, semicolon, tab or bar parts its lines into the same number of cells' \
	'detect: no table' vl-import --detect some
fails 2 'vl-import: --detect goes with --delimiter, --encoding, --skip and --output only
vl-import: '"'vl-import -h'"' lists the options' 'detect: with other options' \
	vl-import --detect --round 5 some
printf 'Fall;Datum;Minuten;GEHEIM\n1;08.02.2020;60;GEHEIMNIS\n' >some
run vl-import --detect some
is "$(grep -c GEHEIMNIS out)" 0 'detect: no cell is quoted'

# Public files, none of them consultations: what they are is seen, and why they cannot be read is said.
public=$TOP/../shared/data/german
if [ -d "$public" ]; then
	# shellcheck disable=SC2043 # one line a file
	cp "$public/smard_stromverbrauch_2025-05_tag.csv" some
	detected 'encoding = "utf-8";
delimiter = ";";
dates = "dmy";
missing = [ "-" ];
	# date = "Datum von";
	# Column '"'Pumpspeicher [MWh] Berechnete Auflösungen'"': 9 filled, 0 empty, 2 with a word for missing; numbers like 1.234,5' \
		'SMARD'
	cat >smard.profile <<END
encoding = "utf-8"; delimiter = ";"; dates = "dmy"; decimal_mark = ","; missing = [ "-" ];
columns = { case_id = "Datum bis"; date = "Datum von";
	minutes = { minutes = "Pumpspeicher [MWh] Berechnete Auflösungen"; }; };
END
	run vl-import -p ./smard.profile some
	is "$status:$(printf '%s\n' "$err" | head -n 1)" "3:vl-import: some:2:49: column \
'Pumpspeicher [MWh] Berechnete Auflösungen': must be a number like 12 or 12,5" \
		'SMARD: thousands with points are no number, at line and column'
	cp "$public/kiel_ehescheidungen.csv" some
	detected 'encoding = "cp1252";
	# Column '"'Jahr'"': 29 filled, 0 empty; whole numbers' 'Kiel: CP1252'
	fails 2 "vl-import: some: no column 'case_id' (profile german), and none of the 6 names in the first \
line is known: is it a header?" 'Kiel: no consultations' vl-import -p german some
	cat >kiel.profile <<END
encoding = "cp1252"; delimiter = ";"; dates = "dmy";
columns = { case_id = "Stadt"; date = "Jahr"; minutes = { minutes = "Ehescheidungen"; }; };
END
	run vl-import -p ./kiel.profile some
	is "$status:$(printf '%s\n' "$err" | head -n 1)" "3:vl-import: some:2:12: column 'Jahr': must be a \
date like 31.10.2026" 'Kiel: a year is no date'
	cp "$public/koeln_haushalt_bezirke.csv" some
	detected '	# Column '"'Plan 2012'"': 252 filled, 0 empty; numbers like 1.234,5' 'Köln'
	fails 2 "vl-import: some: no column 'case_id' (profile german), and none of the 10 names in the first \
line is known: is it a header?" \
		'Köln: no consultations' vl-import -p german some
	cp "$public/genesis_ffcsv_23111-0001_de.csv" some
	detected '	# Column '"'value'"': 272 filled, 0 empty; numbers like 12,5' 'Genesis'
	cp "$public/btw25_kerg.csv" some
	fails 3 'vl-import: some:6:45: column 6 has no name' 'Bundeswahlleiterin: a header of three lines' \
		vl-import --detect some
else
	skip '../shared/data/german is absent'
fi

# ---- options -----------------------------------------------------------------------------------

usage() { # MESSAGE OPTIONS...
	usage_message=$1
	shift
	run vl-import "$@" lwl.csv
	is "$status:$(printf '%s\n' "$err" | head -n 1)" "2:vl-import: $usage_message" "refused: $*"
}
usage "option --round: '7': must be 1, 5, 10 or 15, alone or with :up or :nearest" --round 7
usage "option --round: '5:down': must be 1, 5, 10 or 15, alone or with :up or :nearest" --round 5:down
usage "option --rule: 'tarif': must be one of lwl" --rule tarif
usage '--output and --rejects need a file each' -o x --rejects ./x
usage '--summary and --rejects need a file each' --summary x --rejects x
usage 'only one of --round and --rule' --round 5 --rule lwl
usage "option --format: 'json': must be one of csv, excel" -f json
usage "option --table: 'case': must be one of consultations, cases, approvals, staff" --table case
for option in '--round 5' '--rule lwl' '-e x' '-e minutes:hours' '--minutes-each 5'; do
	# shellcheck disable=SC2086 # two words
	usage '--effort, --minutes-each, --join, --round and --rule go with consultations only' \
		--table cases $option
done
usage '--detect goes with --delimiter, --encoding, --skip and --output only' --detect --table cases
for limit in x -1 101% % 5%% 1.5; do
	usage "option --max-rejects: '$limit': must be a number of rows, or percent from 0% to 100%" \
		--max-rejects "$limit"
done

# ---- files that are none -------------------------------------------------------------------------

printf 'PK\003\004' >book.xlsx
fails 3 "vl-import: book.xlsx: is an Excel workbook or a zip archive; convert it by 'xlsx2csv FILE.xlsx \
FILE.csv', or save it as CSV in LibreOffice or Excel" 'a workbook' vl-import book.xlsx
printf 'case_id,date,minutes\n' >header.csv
fails 3 'vl-import: header.csv: there is no row that could be used' 'a header alone' \
	vl-import header.csv
TMPDIR=$TMP/nowhere run vl-import lwl.csv
is "$status:$out" 5: 'no room for temporary files: status 5'
TMPDIR=$TMP/nowhere run vl-import --table cases cases.csv
is "$status:$out" 5: '... of a table beside the consultations as well'

# A stream of any size: 60 MB through 40 MB of memory. (Sanitizers want terabytes of it.)
case $BIN in
*-san-*) skip 'bounded memory: not with sanitizers' ;;
*)
	sed '/,G[0-9]*,/d' canonical/consultations.csv >one.csv
	for _ in 1 2 3 4 5 6 7 8 9 10; do sed 1d one.csv; done >ten.csv
	{ cat one.csv && for _ in 1 2 3; do cat ten.csv; done; } >long.csv
	# shellcheck disable=SC3045 # dash, bash, ksh and zsh have it
	(ulimit -v 40000 && cat long.csv | vl-import --rule lwl -o many.csv)
	is "$?:$(wc -l <many.csv)" "0:$(wc -l <long.csv)" 'a long stream in little memory'
	awk 'BEGIN { print "case_id,date,minutes\n1,2026-01-05,60"; while (i++ < 1e6) print "x" }' >short.csv
	# shellcheck disable=SC3045
	(ulimit -v 80000 && MALLOC_ARENA_MAX=1 vl-import -j 2 --max-rejects 100% --rejects rejects.csv \
		short.csv >out 2>err)
	is "$?:$(wc -l <rejects.csv)" 0:1000001 '-j 2: many short rows that are refused, in little memory'
	;;
esac

done_testing
