#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-figures: against a second computation and examples worked by hand; what adds up, what must not
# change a byte, and what is not known. How files are read is tested in template.t.
. "$(dirname "$0")/lib.sh"
REFEREE=$TOP/tests/referee
cd "$TMP" || exit 1

# table WANT WHAT OPTION...: figures of export.csv, its $columns, until line $lines.
columns=1-7
lines=100
table() {
	table_want=$1 table_what=$2
	shift 2
	run vl-figures "$@" export.csv
	is "$err$(printf '%s\n' "$out" | sed -n "2,${lines}p" | cut -d, -f "$columns")" "$table_want" \
		"$table_what"
}

rows() {
	printf '%s\n' "$@" >export.csv
}

# ---- a made-up export: second computation -----------------------------------------------------
mkdir sim
vl-simulate -o sim --start 2019-01 -n 48 --inflow 12 -s 5
SIM=sim/consultations.csv
second() {
	# shellcheck disable=SC2086 # a list of options
	vl-figures -w 0 --since 2019-01 --until 2022-12 --period "$1" --silence "$2" ${3:+--by $3} \
		"$SIM" >got
	awk -f "$REFEREE/date.awk" -f "$REFEREE/figures.awk" -v since=2019-01-01 \
		-v until=2022-12-31 -v period="$1" -v silence="$2" -v by="${3-}" "$SIM" >want
	agrees want got "second computation: $1, silence $2${3:+, by $3}" -v keys=$((1 + (${3:+1} + 0)))
}
for period in month quarter half year; do
	second $period 6
	second $period 6 service
	second $period 0
done
second month 3 site
for period in month year; do
	for silence in 0 2 6; do
		vl-figures -w 0 --since 2020-03 --until 2022-12 --period $period --silence $silence \
			--cases sim/cases.csv "$SIM" | cut -d, -f 1-7 >got
		awk -f "$REFEREE/date.awk" -f "$REFEREE/figures.awk" -v since=2020-03-01 \
			-v until=2022-12-31 -v period=$period -v silence=$silence \
			-v cases=sim/cases.csv "$SIM" | cut -d, -f 1-7 >want
		agrees want got "second computation: case table, $period, silence $silence" -v keys=1
	done
done
second year 3 topic
# Of so many cases several threads count a part each.
vl-simulate -o large --start 2019-01 -n 48 --inflow 60 -s 9
for option in '' '--by service' '--by service --since 2020-03 --until 2022-12 --cases large/cases.csv'; do
	# shellcheck disable=SC2086 # a list of options
	vl-figures -w 0 $option --largest -j 1 large/consultations.csv >want
	# shellcheck disable=SC2086
	vl-figures -w 0 $option --largest -j 3 large/consultations.csv >got
	same got want "three threads, the same bytes${option:+: $option}"
done
# Records before a stated window tell who is new and who still open: the rows are those of all records.
for option in '' '--silence 0' '--period quarter' '--by service' '--by service --silence 2'; do
	# shellcheck disable=SC2086 # a list of options
	vl-figures -w 0 --since 2019-01 --until 2022-12 $option "$SIM" |
		awk -F, 'NR == 1 || $1 > "2020-03" && $1 != "2020-Q1"' | grep -v '^2019' >want
	# shellcheck disable=SC2086
	vl-figures -w 0 --since 2020-04 --until 2022-12 $option "$SIM" >got
	same got want "a window within the records, the same rows${option:+: $option}"
	# shellcheck disable=SC2086
	vl-figures -j 1 -w 0 --since 2020-04 --until 2022-12 $option - <"$SIM" >got
	same got want "... by one thread"
done
# So they do beside a case table that knows of no case from before the records.
awk -F, 'NR == FNR { if (FNR > 1 && $13 == "held" && $2 != "" && !($2 in first)) first[$2] = $3; next }
	FNR == 1 { for (i = 1; i <= NF; i++) place[$i] = i; print; next }
	first[$place["case_id"]] == $place["first_contact"]' "$SIM" sim/cases.csv >since.csv
is "$(($(wc -l <since.csv) > 400))" 1 "a case table of the cases that began in the records"
for option in '' '--by service' '--silence 2'; do
	# shellcheck disable=SC2086 # a list of options
	vl-figures -w 0 --since 2019-01 --until 2022-12 --cases since.csv $option "$SIM" |
		awk -F, 'NR == 1 || $1 > "2020-03"' >want
	# shellcheck disable=SC2086
	vl-figures -w 0 --since 2020-04 --until 2022-12 --cases since.csv $option "$SIM" >got
	same got want "... beside a case table${option:+: $option}"
done
for silence in 2 6; do
	vl-figures -w 0 --since 2020-03 --until 2022-12 --silence $silence "$SIM" >got
	awk -f "$REFEREE/date.awk" -f "$REFEREE/figures.awk" -v since=2020-03-01 \
		-v until=2022-12-31 -v period=month -v silence=$silence "$SIM" >want
	agrees want got "second computation: records before the window, silence $silence" -v keys=1
done

# A case that ran when the window began was last in contact before it, nobody knows when: where the window
# begins within a month as well, no spell ends in that month by what is only taken to have been. A is
# silent from then on to December; B comes soon; C ends in March, as its record says.
cat >export.csv <<END
case_id,date,minutes
A,2020-12-01,60
B,2020-04-02,60
C,2020-03-20,60
D,2021-12-30,60
END
cat >stated.csv <<END
case_id,first_contact
A,2019-05-06
B,2019-06-03
C,2020-03-20
D,2021-12-30
END
for since in 2020-03-01 2020-03-16; do
	for period in month quarter; do
		vl-figures -w 0 --since $since --until 2021-12 --period $period --cases stated.csv \
			export.csv >figures
		is "$(awk -F, 'NR == 2 { print $6 }' figures)" 1 \
			"a window from $since: who was running before does not end in its first $period"
	done
done

# Which groups a case from before the window had been in is not known: E was in one of them, and nobody is new
# in a group as long as a silence may last. That F is new is known, but not for sure that nobody else is.
cat >export.csv <<END
case_id,date,minutes,service
E,2020-01-08,60,general
F,2020-02-03,60,general
E,2020-03-09,60,special
G,2020-04-06,60,special
H,2020-12-30,60,special
END
cat >stated.csv <<END
case_id,first_contact
E,2018-05-07
F,2020-02-03
G,2020-04-06
H,2020-12-30
END
vl-figures -w 0 --silence 2 --since 2020-01 --by service --cases stated.csv export.csv | sed -n 2,13p | cut -d, -f 1,2,6 >got
cat >want <<END
2020-01,general,
2020-01,special,
2020-01,(all),0
2020-02,general,
2020-02,special,
2020-02,(all),1
2020-03,general,0
2020-03,special,1
2020-03,(all),0
2020-04,general,0
2020-04,special,1
2020-04,(all),1
END
same got want "new in a group: unknown while cases from before the window may come back"
vl-figures -w 0 --silence 2 --since 2020-01 --by service export.csv | sed -n 2,4p | cut -d, -f 1,2,6 >got
printf '2020-01,%s\n' general,1 special,0 '(all),1' >want
same got want "... without a case table -w 0 says that the file begins with the service"

# Shares of group sessions: all participants have a row, so that they add up to the session's time
# times its staff.
vl-figures -w 0 --since 2019-01 --until 2022-12 --period year "$SIM" >year
is "$(awk -F, '{ sum += $11 } END { print sum }' year)" \
	"$(awk -F, 'NR > 1 && $14 != "" && $13 == "held" && !(($14, $3) in seen) {
		seen[$14, $3] = 1; sum += $4 * ($16 == "" ? 1 : $16) } END { print sum / 60 }' "$SIM")" \
	"group hours are the sessions' time times their staff"

# ---- what adds up ---------------------------------------------------------------------------------
vl-figures -w 0 --since 2019-01 --until 2022-12 "$SIM" >month
sums() {
	awk -F, 'NR > 1 { c += $2; h += $3; n += $10; g += $11 } END { printf "%d %.6f %d %.6f\n", c, h, n, g }' "$1"
}
is "$(sums month)" "$(sums year)" "months add up to years"
vl-figures -w 0 --since 2019-01 --until 2022-12 --by service "$SIM" >by
awk -F, 'NR > 1 { all = $2 == "(all)"; c[all] += $3; h[all] += $4; n[all] += $11; g[all] += $12 }
	END { exit !(c[1] > 0 && c[0] == c[1] && (h[0] - h[1])^2 < 1e-15 && n[0] == n[1] &&
		     (g[0] - g[1])^2 < 1e-15) }' by
ok $? "consultations, hours, no-shows and group hours of the groups add up to (all)"
sed -n 's/,(all),/,/p' by >got
sed 1d month >want
same got want "the group (all) is the run without groups"

# A group is the file filtered to it, but for group sessions, which are dealt out among all.
awk -F, 'NR == 1 || $14 == ""' "$SIM" >single.csv
awk -F, 'NR == 1 || $8 == "welcome"' single.csv >welcome.csv
vl-figures -w 0 --since 2019-01 --until 2022-12 welcome.csv | sed 1d >want
vl-figures -w 0 --since 2019-01 --until 2022-12 --by service single.csv |
	sed -n 's/,welcome,/,/p' >got
same got want "a group is the file filtered to it"

# open = open before - ended before + new + reopened, while what has ended is known.
identity() {
	awk -F, -v from="$2" 'NR > 1 { if (NR > from + 1 && ended != "") {
			checked++
			if ($7 != open - ended + $5 + $13) { print "# " $0; bad = 1 } }
		open = $7; ended = $6 } END { exit bad || checked < 24 }' "$1"
	ok $? "open = open before - ended before + new + reopened: $3"
}
identity month 1 "first contacts as seen"
vl-figures --cases sim/cases.csv --since 2019-03 --until 2022-12 "$SIM" >known
identity known 7 "with first contacts and closing dates"
# All first contacts are stated, so that new cases are known; but some began before the window.
is "$(sed -n '2,$p' known | grep -n 'open_cases=unreliable reopened_cases=unreliable' | cut -d: -f1 | tr '\n' ' ')" \
	"1 2 3 4 5 6 " \
	"open and reopened are unreliable for as long as a silence from before may last"
is "$(grep -c new_cases=unreliable known)" 0 "all first contacts stated: no washout"
vl-figures --cases sim/cases.csv --silence 2 --since 2019-03 --until 2022-12 "$SIM" >known
identity known 3 "silence 2"
vl-figures --since 2019-01 --until 2022-12 "$SIM" >washout
# 183 days from 2019-01-01: until 2 July, so that July is not known whole.
is "$(grep -c 'new_cases=unreliable open_cases=unreliable reopened_cases=unreliable' washout)" 7 \
	"new, open and reopened are unreliable in the washout"
is "$(sed -n 2p washout | cut -d, -f 5-7 | tr 0-9 9)" ",9," "and blank; what ended is not"
identity washout 8 "after the washout"

# ---- what must not change a byte ---------------------------------------------------------------------
variant() {
	vl-figures --by service --since 2019-01 --until 2022-12 "$1" >got
	same got by_plain "$2"
}
vl-figures --by service --since 2019-01 --until 2022-12 "$SIM" >by_plain
{ head -n 1 "$SIM"; sed 1d "$SIM" | LC_ALL=C sort -t, -k4,4 -k12,12 -k1,1r; } >shuffled.csv
variant shuffled.csv "rows in another order"
sed 's/$/\r/' "$SIM" >crlf.csv
variant crlf.csv "CRLF"
sed 's/[^,]*/"&"/g' "$SIM" >quoted.csv
variant quoted.csv "quotes"
awk -F, -v OFS=, 'NR > 1 && $2 != "" { $2 = "Nr. " $2 " (umgezogen)" } { print }' "$SIM" >renamed.csv
variant renamed.csv "cases renamed, their order kept"
awk -F, -v OFS=, 'NR > 1 { $4 = sprintf("%d:%02d", $4 / 60, $4 % 60) } { print }' "$SIM" >hmm.csv
variant hmm.csv "h:mm instead of minutes"
cat "$SIM" >late.csv
echo "K9,F000001,2023-01-05,45,P00000101,H000001,B15,general,,,,,held,,,,2023-01-05" >>late.csv
variant late.csv "a row after --until"

# ---- cases by hand ------------------------------------------------------------------------------------
# Contacts of one case in January, March and November: open until March; six silent months are over
# at the end of September. The window ends in December, so that nobody knows whether November was the end.
rows case_id,date,minutes a,2024-01-10,60 a,2024-03-10,30 a,2024-11-10,90
table "2024-01,1,1,1,1,0,1
2024-02,0,0,0,0,0,1
2024-03,1,0.5,1,0,1,1
2024-04,0,0,0,0,0,0
2024-05,0,0,0,0,0,0
2024-06,0,0,0,0,,0
2024-07,0,0,0,0,,0
2024-08,0,0,0,0,,0
2024-09,0,0,0,0,,0
2024-10,0,0,0,0,,0
2024-11,1,1.5,1,0,,1
2024-12,0,0,0,0,,1" "one case by month" -w 0 --since 2024-01 --until 2024-12
columns=1-7,12,13
table "2024-Q1,2,1.5,1,1,1,1,,0
2024-Q2,0,0,0,0,,0,ended_cases=provisional,0
2024-Q3,0,0,0,0,,0,ended_cases=provisional open_cases=provisional,0
2024-Q4,1,1.5,1,0,,1,ended_cases=provisional open_cases=provisional,1" "by quarter" \
	-w 0 --since 2024-01 --until 2024-12 --period quarter
table "2024,3,3,1,1,,1,ended_cases=provisional open_cases=provisional,1" "by year" \
	-w 0 --since 2024-01 --until 2024-12 --period year
# Two spells of one case end in 2024: it is counted once.
table "2024,3,3,1,1,1,1,,1
2025,0,0,0,0,,0,ended_cases=provisional open_cases=provisional,0" "a case that ended twice in a year is counted once" \
	-w 0 --since 2024-01 --until 2025-12 --period year
table "2024-H1,2,1.5,1,1,1,1,,1
2024-H2,1,1.5,1,0,1,1,,1
2025-H1,0,0,0,0,,,provisional ended_cases=provisional open_cases=provisional,0" "silence 0 by half-year, the last one cut" \
	-w 0 --since 2024-01 --until 2025-02 --period half --silence 0

# Closing dates: a is closed in April, after its contact in March, and open until then. b is closed
# before its only contact: of no account; it ends in February, as does c, which was there before the
# window. d is known only to the case table, from one day in March to the next.
rows case_id,date,minutes a,2024-01-10,60 a,2024-03-10,60 b,2024-02-10,60 c,2024-02-10,60
printf '%s\n' case_id,first_contact,closed a,2024-01-10,2024-04-20 b,2024-02-10, \
	c,2023-11-11, d,2024-03-03,2024-03-04 >cases.csv
sed -i 's/^b,2024-02-10,$/b,,2024-01-31/' cases.csv
columns=1,4-7,13
lines=6
# Since c was there before, who is open and who comes back is known after six months only.
table "2024-01,1,1,0,,
2024-02,2,1,2,,
2024-03,1,1,1,,
2024-04,0,0,1,,
2024-05,0,0,,," "closing dates and stated first contacts" \
	-w 0 --since 2024-01 --until 2024-11 --cases cases.csv --silence 6
# A first contact stated later than the first record contradicts it: the record holds.
rows case_id,date,minutes a,2024-02-10,60 a,2024-04-10,60
printf '%s\n' case_id,first_contact a,2024-04-01 >cases.csv
table "2024-01,0,0,0,0,0
2024-02,1,1,0,1,0
2024-03,0,0,,1,0
2024-04,1,0,,1,0" "a first contact stated too late" \
	--since 2024-01 --until 2024-04 --cases cases.csv --silence 1
lines=100

# What lies behind the window is nothing earlier, be it before 1970.
rows case_id,date,minutes a,1960-01-04,60 a,1960-02-29,60 a,1965-03-10,60
columns=1-5
table "1960-01,1,1,1,1
1960-02,1,1,1,0" "before 1970, a record after --until" -w 0 --until 1960-02

# ---- months without records, and months not whole -----------------------------------------------------
rows case_id,date,minutes a,2024-01-03,60 a,2024-03-27,60 a,2024-04-03,60
columns=1-4,12
table "2024-01,1,1,1,new_cases=unreliable open_cases=unreliable reopened_cases=unreliable
2024-02,0,0,0,new_cases=unreliable open_cases=unreliable reopened_cases=unreliable
2024-03,1,1,1,new_cases=unreliable ended_cases=provisional open_cases=unreliable reopened_cases=unreliable
2024-04,1,1,1,provisional new_cases=unreliable ended_cases=provisional open_cases=unreliable reopened_cases=unreliable" \
	"a month without a record; the washout; a last month that is not whole" --silence 0

# ---- households and persons ----------------------------------------------------------------------------
# A record's own ids count once in a period, with or without a case.
rows case_id,date,minutes,person_id,household_id,activity,status \
	a,2024-01-10,60,p1,h1,, a,2024-01-11,60,p2,h1,, b,2024-01-12,60,p3,h1,, ,2024-02-12,60,p1,,x, \
	a,2024-02-12,60,p1,h1,,no_show
columns=1,4,8-11
table "2024-01,2,1,3,0,
2024-02,0,0,1,1," "persons and households of the records" -w 0 --since 2024-01 --until 2024-02
# Without such columns the case table has them; of a case that it does not know nobody knows.
rows case_id,date,minutes a,2024-01-10,60 b,2024-01-12,60 a,2024-02-12,60 c,2024-02-13,60
printf '%s\n' case_id,persons,household_id a,3,h1 b,2,h1 c,, >cases.csv
columns=1,8-12
table "2024-01,1,5,,,ended_cases=provisional open_cases=provisional
2024-02,,,,,ended_cases=provisional open_cases=provisional households=unreliable persons=unreliable" \
	"persons and households of the case table" \
	-w 0 --since 2024-01 --until 2024-02 --cases cases.csv
table "2024-01,,,,,ended_cases=provisional open_cases=provisional
2024-02,,,,,ended_cases=provisional open_cases=provisional" "no such column anywhere" -w 0 --since 2024-01 --until 2024-02

# Who is not named is not counted, and that is said; work without a case names nobody.
rows case_id,date,minutes,person_id,household_id,activity \
	a,2024-01-10,60,p1,,  a,2024-01-11,60,,h1, b,2024-01-12,60,,, ,2024-01-12,60,,,x
run vl-figures -w 0 --since 2024-01 --until 2024-01 export.csv
is "$status:$err" "0:vl-figures: export.csv: warning: 2 of 4 consultations name no person: the numbers of \
persons are without them
vl-figures: export.csv: warning: 2 of 4 consultations name no household: the numbers of households are \
without them" "consultations without person or household are told"

# ---- groups ------------------------------------------------------------------------------------------------
rows case_id,date,minutes,service,adviser a,2024-01-10,60,welcome,x a,2024-01-11,30,general,x \
	b,2024-01-12,60,,y
columns=1-5
table "2024-01,(none),1,1,1
2024-01,general,1,0.5,1
2024-01,welcome,1,1,1
2024-01,(all),3,2.5,2" "a case in two groups is counted in both, once in all" \
	-w 0 --by service --since 2024-01 --until 2024-01
is "$(printf '%s\n' "$out" | sed -n '1s/,active.*//p')" "period,service,consultations,hours" \
	"the group's column is the second"
rows case_id,date,minutes,Hours a,2024-01-10,60,x
fails 2 "vl-figures: the table has a column 'hours' of its own: rename that of --by" \
	"a group with the name of a column" vl-figures -w 0 --since 2024-01 --until 2024-01 --by Hours export.csv
rows case_id,date,minutes,service,adviser a,2024-01-10,60,welcome,x
fails 2 "vl-figures: figures by adviser need --advisers: the works council must agree" \
	"figures by adviser" vl-figures --by adviser export.csv

# ---- forms -----------------------------------------------------------------------------------------------
rows case_id,date,minutes,service,status a,2024-01-10,60,welcome, a,2024-03-11,50,welcome, \
	b,2024-02-12,20,general, b,2024-02-13,,general,no_show
for form in csv text excel markdown json; do
	vl-figures -f $form -w 40 --silence 1 --by service --since 2024-01 --until 2024-03 export.csv >got
	same got "$TOP/tests/golden/figures.$form" "--format $form: golden"
done
vl-figures -f text --hmm -w 40 --silence 1 --by service --since 2024-01 --until 2024-03 export.csv >got
same got "$TOP/tests/golden/figures.hmm" "--hmm: golden"
vl-figures --effort minutes:amount -w 0 --since 2024-01 --until 2024-01 export.csv >got
is "$(sed -n '1,2s/,active.*//p; 2s/^\([^,]*,[^,]*,[^,]*\).*/\1/p' got)" "period,consultations,total
2024-01,1,60" "what is no time is a total"
# Group sessions share time; of money each row says its own.
printf '%s\n' case_id,date,amount,group_id,participants a,2024-01-10,30,g,3 b,2024-01-10,30,g,3 >money.csv
is "$(vl-figures --effort amount -w 0 --since 2024-01 --until 2024-01 money.csv |
	sed -n 2p | cut -d, -f 1-3,11)" "2024-01,2,60," "an amount of a group is not dealt out"

# 39997 amounts to the millionth: 116011279997 and 159989 millionths, more than a double adds up exactly.
awk 'BEGIN {
	print "case_id,date,cost"
	for (i = 0; i < 40000; i++)
		printf "c%05d,2024-0%d-15,%d.%06d\n", i * 7919 % 40000, 1 + (i < 3), 2900000 + i % 1000,
			1 + i % 7
}' >large.csv
{ sed -n 1p large.csv && sed 1d large.csv | sort -r; } >egral.csv
for file in large.csv egral.csv; do
	is "$(vl-figures -e cost:amount --partial "$file" | sed -n 2p | cut -d, -f 1-3)" \
		"2024-01,39997,116011279997.15999" "large amounts are added exactly, in any order: $file"
done
vl-figures -f json -w 40 --silence 1 --by service --since 2024-01 --until 2024-03 export.csv >got.json
vl-figures -w 40 --silence 1 --by service --since 2024-01 --until 2024-03 export.csv >got.csv
if command -v python3 >/dev/null && python3 "$REFEREE/same_numbers.py" got.csv got.json >err 2>&1; then
	ok 0 "JSON and CSV hold the same cells, and numbers print as they are read"
elif command -v python3 >/dev/null; then
	ok 1 "JSON and CSV hold the same cells, and numbers print as they are read"
	sed 's/^/# /' err
else
	skip "python3 is not installed"
fi

# ---- what a stranger tried ---------------------------------------------------------------------------
printf '%s\n' case_id,date,cost,hours a,2024-01-02,10,x b,2024-01-30,20,y >export.csv
is "$(vl-figures -w 0 -e cost:amount --by hours export.csv | sed -n '1,2p' | cut -d, -f 1-4)" \
	"period,hours,consultations,total
2024-01,x,1,10" "a group column that is called like one of ours"
printf '%s\n' 'case_id,date,minutes,"a,""b"' 'a,2024-01-02,10,x' >export.csv
is "$(vl-figures -w 0 --since 2024-01 --until 2024-01 --by 'a,"b' export.csv | head -n 1 | cut -c 1-30)" \
	'period,"a,""b",consultations,h' "a group column's name is quoted where it must be"
printf '%s\n' case_id,date,minutes,=1 'a,2024-01-02,10,x' >export.csv
vl-figures -f excel -w 0 --since 2024-01 --until 2024-01 --by '=1' export.csv | head -n 1 | grep -q ";'=1;"
ok $? "and no formula in a spreadsheet"
printf '%s\n' case_id,date,minutes,site 'a,2024-01-02,10,(all)' >export.csv
fails 3 "vl-figures: export.csv:2:17: column 'site': (all) and (none) are reserved: --by cannot have them as values
vl-figures: export.csv: 1 of 1 rows break a rule: nothing was computed" \
	"a value that means all records" vl-figures -w 0 --by site export.csv
cp export.csv kept.csv
fails 2 "vl-figures: export.csv: is read from: it is not overwritten" "an output that is the input" \
	vl-figures -w 0 --since 2024-01 --until 2024-01 --meta export.csv export.csv
same export.csv kept.csv "the input is as it was"
fails 2 "vl-figures: option --meta: '-': must be a file; without the option standard output has the result
vl-figures: 'vl-figures -h' lists the options" "no file called -" vl-figures --meta - export.csv
printf '%s\n' 'Meier Anna,2026-01-02,45' 'Schmidt,2026-01-05,30' >headless.csv
fails 3 "vl-figures: headless.csv: no column 'case_id': the header line is missing, for a date or a number stands in its place" \
	"a missing header is not quoted" vl-figures headless.csv
printf '%s\n' Mueller-17,10/31/2026,0:45,Sucht >headless.csv
fails 2 "vl-figures: headless.csv: no column 'case_id' (profile verlauf), and none of the 4 names in the first line \
is known: is it a header?" "nor one whose record nothing betrays" vl-figures headless.csv
run vl-figures --show-values headless.csv
is "$status:$(printf '%s\n' "$err" | grep -c 'Mueller-17, 10/31/2026')" 2:1 "but where values are asked for"
printf '%s\n' Mueller,Mueller >headless.csv
fails 3 "vl-figures: headless.csv:1:9: column 2: its name stands twice" "nor a name that stands twice" vl-figures headless.csv
fails 3 "vl-figures: export.csv: none of the 1 records lies in the window" "a window without records" \
	vl-figures --since 2025-01 export.csv
fails 5 "vl-figures: x\\x1B[31m: cannot open: No such file or directory" "escape codes in a file's name" \
	vl-figures "$(printf 'x\033[31m')"
printf '%s\n' case_id,date,minutes,group_id,participants,staff 'a,2024-01-02,60,g,2,0' >export.csv
fails 3 "vl-figures: export.csv:2:21: column 'staff': must be at least 1
vl-figures: export.csv: 1 of 1 rows break a rule: nothing was computed" "a session without staff" \
	vl-figures -w 0 --since 2024-01 --until 2024-01 export.csv
printf '%s\n' case_id,date,minutes,group_id 'a,2024-01-02,60,g' 'b,2024-01-02,90,g' >export.csv
run vl-figures -w 0 --since 2024-01 --until 2024-01 export.csv
is "$status:$err" "0:vl-figures: export.csv:3: warning: the rows of one group session differ in time, participants or staff" \
	"rows of a session that differ are warned of"

done_testing
