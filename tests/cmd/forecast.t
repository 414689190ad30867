#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-forecast: what is printed, from what, and what is refused. Expected values come from awk over the
# same export, or from the way an odd export was made; the methods' numbers are tests/unit's.
# shellcheck source=tests/cmd/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1

vl-simulate -o made --start 2019-01 -n 60 --inflow 6 -s 5 || exit 1
export=made/consultations.csv

# median QUANTITY PERIOD [FILE]; row and all give the whole row and all rows.
median() {
	awk -F, -v q="$1" -v p="$2" '$1 == p && $2 == q && $11 == "" && $14 == "" { print $3 }' "${3-out}"
}
# Hours of cases in a month of an export, and the most that a month has.
hours_of() {
	awk -F, -v m="$1" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["case_id"] != "" && $at["status"] == "held" && substr($at["date"], 1, 7) == m {
		s += $at["minutes"] } END { printf "%.6f\n", s / 60 }' "${2-$export}"
}
most_of() {
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["case_id"] != "" && $at["status"] == "held" {
		s[substr($at["date"], 1, 7)] += $at["minutes"] }
		END { for (m in s) if (s[m] > x) x = s[m]; printf "%.6f\n", x / 60 }' "$1"
}
between() { # VALUE LOW HIGH
	awk -v v="$1" -v l="$2" -v h="$3" 'BEGIN { exit !(v != "" && v >= l && v <= h) }'
}

# ---- the table -------------------------------------------------------------------------

run vl-forecast "$export"
is "$status:$err" 0: "a forecast: status, nothing on standard error"
is "$(head -n 1 out)" \
	"period,quantity,value,q2.5,q10,q25,q50,q75,q90,q97.5,scenario,capacity,prob_over,flag" \
	"the columns"
is "$(cut -d, -f2 out | sort | uniq -c | tr -s ' \n' ' ')" \
	" 12 active_cases 12 hours 12 new_cases 12 open_at_end 1 quantity " "the quantities, 12 months each"
is "$(awk -F, '$2 == "hours" { print $1 }' out | sed -n '1p;$p' | tr '\n' ' ')" "2024-01 2024-12 " \
	"it begins after the last month of the window"
awk -F, 'NR > 1 { for (i = 4; i <= 10; i++) if ($i < 0 || (i > 4 && $i < $(i - 1))) exit 1
	if ($3 != $7) exit 1 }' out
ok $? "quantiles rise and are never negative; the value is the median"
cp out first.csv
run vl-forecast -j 1 - <"$export"
vl-forecast -j 1 - <"$export" >out
same out first.csv "standard input and one thread: the same bytes"
{ head -n 1 "$export"; tail -n +2 "$export" | sort -t, -k4,4n -k1,1r; } >shuffled.csv
vl-forecast -j 2 shuffled.csv >out
same out first.csv "rows in another order, two threads: the same bytes"
vl-forecast -s 2 "$export" >out
cmp -s out first.csv
is $? 1 "another seed, other paths"
between "$(median hours 2024-01)" "$(median hours 2024-01 first.csv | awk '{ print $1 * .9 }')" \
	"$(median hours 2024-01 first.csv | awk '{ print $1 * 1.1 }')"
ok $? "... but much the same median"

# ---- no month before its time ------------------------------------------------------------

awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } NR == 1 || $at["date"] < "2023-01"' \
	"$export" >before.csv
vl-forecast --since 2019-01 --until 2022-12 "$export" >out
vl-forecast --since 2019-01 --until 2022-12 before.csv >want
same out want "rows of later months change nothing"
awk -F, -v q=hours '$2 == q { n++ } END { exit n != 12 }' out
ok $? "... and there are twelve months"

# ---- history, open month, groups, spans -----------------------------------------------------

vl-forecast --history --until 2023-11-15 --horizon 2 "$export" >out
is "$(awk -F, '$2 == "hours" && $14 == "seen" { n++ } END { print n }' out)" 58 "months that were seen"
between "$(awk -F, '$1 == "2022-05" && $2 == "hours" { print $3 }' out)" "$(hours_of 2022-05)" \
	"$(hours_of 2022-05)"
ok $? "hours of a month seen are those of the rows with a case"
is "$(awk -F, '$14 == "seen provisional" { print $1 "," $2 }' out | tr '\n' ' ')" \
	"2023-11,hours 2023-11,active_cases " "the open month stands apart"
is "$(awk -F, '$2 == "hours" && $14 == "" { print $1 }' out | tr '\n' ' ')" "2023-11 2023-12 " \
	"... and is forecast"
is "$(awk -F, '$2 == "new_cases" && $14 == "seen unreliable" { n++; v = v $3 } END { print n v }' out)" 7 \
	"new cases of the washout are not known"

vl-forecast --by service --horizon 3 --history "$export" >out
is "$(head -n 1 out | cut -d, -f1-3)" "period,service,quantity" "--by: the group is the second column"
awk -F, '$3 == "hours" && $15 == "seen" { if ($2 == "(all)") all[$1] = $4; else sum[$1] += $4 }
	END { for (m in all) { n++; if (all[m] - sum[m] > 1e-6 || sum[m] - all[m] > 1e-6) exit 1 }
	exit n != 60 }' out
ok $? "groups of months seen add up"
awk -F, '$3 == "hours" && $15 == "" { if ($2 == "(all)") all[$1] = $4; else sum[$1] += $4 }
	END { for (m in all) { n++; if (sum[m] < .9 * all[m] || sum[m] > 1.1 * all[m]) exit 1 }
	exit n != 3 }' out
ok $? "medians of groups add up to about that of all"
# Forty groups, the empty one among them, are bearable.
many() { # VALUES EMPTY
	awk -F, -v OFS=, -v values="$1" -v empty="$2" 'NR == 1 { for (i = 1; i <= NF; i++) {
		if ($i == "case_id") c = i; if ($i == "topic") t = i } }
		NR > 1 { if (!($c in of)) of[$c] = n++ % values
			$t = empty && !of[$c] ? "" : "t" of[$c] }
		{ print }' "$export" >many.csv
}
many 40 0
is "$(vl-forecast --by topic --horizon 1 --paths 100 many.csv | awk -F, '$3 == "hours"' | wc -l)" 41 \
	"forty groups and all together"
many 40 1
is "$(vl-forecast --by topic --horizon 1 --paths 100 many.csv | grep -c '(none)')" 3 \
	"... or without a value in one"
many 41 0
fails 2 "vl-forecast: --by: the column makes 41 groups, also of cases without a value; a forecast has at most 40" \
	"forty-one" vl-forecast --by topic many.csv
many 41 1
fails 2 "vl-forecast: --by: the column makes 41 groups, also of cases without a value; a forecast has at most 40" \
	"forty-one with none" vl-forecast --by topic many.csv
vl-forecast --by service --horizon 3 --history "$export" >out
is "$(awk -F, '$3 == "open_at_end" { print $2 }' out | sort -u | tr '\n' ' ')" "(all) " \
	"open cases have no groups"

vl-forecast --span 2024-03:2024-03 --span 2024 --span 2023-07:2024-06 "$export" >out
is "$(awk -F, '$1 == "2024-03" && $2 == "hours" { print $4, $7, $10 }' out)" \
	"$(awk -F, '$1 == "2024-03:2024-03" && $2 == "hours" { print $4, $7, $10 }' out)" \
	"a span of one month is that month"
awk -F, '$2 == "hours" && length($1) == 7 { low += $5; mid += $7 }
	$2 == "hours" && $1 == "2024" { l = $5; m = $7 }
	END { exit !(l > low && m > .97 * mid && m < 1.03 * mid) }' out
ok $? "a year's sum is narrower than its months' limits added up"
seen=$(for m in 07 08 09 10 11 12; do hours_of 2023-$m; done | awk '{ s += $1 } END { print s }')
half=$(awk -F, '$2 == "hours" && $1 >= "2024-01" && $1 <= "2024-06" && length($1) == 7 { s += $7 } END { print s }' out)
between "$(median hours 2023-07:2024-06)" "$(echo "$seen $half" | awk '{ print $1 + .97 * $2 }')" \
	"$(echo "$seen $half" | awk '{ print $1 + 1.03 * $2 }')"
ok $? "months of a span that were seen are added"
is "$(awk -F, 'length($1) > 7 { print $2 }' out | sort -u | tr '\n' ' ')" "hours new_cases " \
	"only hours and new cases have sums"
is "$(vl-forecast --span 2025 "$export" | awk -F, '$2 == "hours" { n++ } END { print n }')" 25 \
	"a span draws the horizon out"

# ---- capacity, posts, persons, inflow, scenarios ---------------------------------------------

vl-forecast --horizon 2 --capacity 0 "$export" >low
vl-forecast --horizon 2 --capacity 1e6 "$export" >high
is "$(awk -F, '$2 == "hours" { printf "%s ", $13 }' low high)" "1 1 0 0 " "chance over a capacity"
printf 'month,hours\n2024-02,100\n2024-01,0\n' >capacity.csv
is "$(vl-forecast --horizon 2 --capacity capacity.csv "$export" | awk -F, '$2 == "hours" { printf "%s ", $12 }')" \
	"0 100 " "a capacity by month"
vl-forecast --horizon 2 --hours-per-fte 50 "$export" >out
is "$(awk -F, '$2 == "hours" { h[$1] = $9 } $2 == "fte" { printf "%d ", h[$1] / $9 + .5 }' out)" \
	"50 50 " "posts are hours over hours of a post"
vl-forecast --horizon 2 --cases made/cases.csv "$export" >out
awk -F, '$2 == "active_cases" { a[$1] = $3 } $2 == "persons" { n++; if ($3 < a[$1]) exit 1 }
	END { exit n != 2 }' out
ok $? "persons: with sizes of cases, at least one a case"
vl-forecast --horizon 2 --cases - "$export" <made/cases.csv >piped
same piped out "... from standard input too"
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "persons") c = i } NR > 1 { $c = "" }
	{ print }' made/cases.csv >unsized.csv
vl-forecast --horizon 2 --cases unsized.csv "$export" >out
is "$(grep -c persons out)" 0 "no sizes, no persons"
printf 'month,mean,sd\n2024-02,60,2\n2023-01,5,\n' >inflow.csv
vl-forecast --horizon 3 --inflow inflow.csv "$export" >out
between "$(median new_cases 2024-02)" 55 65
ok $? "announced new cases stand in for the forecast's"
between "$(median hours 2024-03)" "$(median hours 2024-03 first.csv)" 1e9
ok $? "... and bring hours"
vl-forecast --horizon 12 --scenario 2024-03:+60% --scenario 2024-03:-100% "$export" >out
awk -F, '$2 == "new_cases" && $1 == "2024-08" { v[$11] = $3 }
	END { r = v["2024-03:+60%"] / v[""]; exit !(r > 1.4 && r < 1.8 && v["2024-03:-100%"] == 0) }' out
ok $? "scenarios change new cases"
awk -F, '$2 == "hours" && $1 == "2024-02" { early[$11] = $3 } $2 == "hours" && $1 == "2024-12" { late[$11] = $3 }
	END { exit !(early["2024-03:+60%"] == early[""] && late["2024-03:+60%"] > 1.05 * late[""] &&
	late["2024-03:-100%"] < .95 * late[""]) }' out
ok $? "... and hours from their month on"
for method in plan ets snaive naive drift theta; do
	vl-forecast --horizon 2 --method $method --paths 200 "$export" >out
	between "$(median hours 2024-01)" 50 500
	ok $? "--method $method"
done
is "$(cut -d, -f2 out | sort -u | tr '\n' ' ')" "hours quantity " "methods of totals forecast hours alone"

# ---- people ------------------------------------------------------------------------------------

run vl-forecast -f text --capacity 150 --horizon 14 "$export"
printf '%s\n' "$out" | grep -q '^From 2024-01 to 2025-02 about [0-9]* hours are expected, with a chance of 80 % between'
ok $? "the first sentence: what is expected"
printf '%s\n' "$out" | grep -q '^How sure: of ten single months about eight lie'
ok $? "the second: how sure"
printf '%s\n' "$out" | grep -q '^Months in which more is expected than the capacity: 2024-01, 2024-02, '
ok $? "what is expected above the capacity is said so"
run vl-forecast -f text --horizon 2 --paths 300 --capacity 1e6 "$export"
printf '%s\n' "$out" | grep -q "^No month's 90 % exceeds the capacity."
ok $? "... and that nothing is"
run vl-forecast -f text --horizon 2 --paths 300 --capacity 210 "$export"
printf '%s\n' "$out" | grep -q '^Months that may well exceed the capacity (their 90 % does): 2024-'
ok $? "... and what may be"
run vl-forecast -f text --horizon 14 "$export"
printf '%s\n' "$out" | grep -q '^Beyond twelve months'
ok $? "a remark on the second year"
run vl-forecast --horizon 2 -f json --meta meta.json "$export"
printf '%s' "$out" | python3 -c 'import json, sys; json.load(sys.stdin)' 2>/dev/null &&
	python3 -c 'import json; m = json.load(open("meta.json"))["forecast"]; assert m["origin"] == "2023-12" and m["seed"] == 1'
ok $? "JSON and the settings"

# ---- odd histories: sane medians, no path beyond ten times the largest month ------

# sane FILE LOW HIGH WHAT [OPTION...]: with a capacity of ten times the largest month no path is over it.
sane() {
	file=$1 from=$2 to=$3 what=$4
	shift 4
	run vl-forecast --horizon 24 --capacity "$(most_of "$file" | awk '{ print $1 * 10 }')" "$@" "$file"
	usual=$(median hours 2024-03)
	between "$usual" "$from" "$to"
	ok $? "$what: median $usual from $from to $to"
	awk -F, '$2 == "hours" && $11 == "" { n++; if ($13 != 0) exit 1 } END { exit n != 24 }' out
	ok $? "$what: no path beyond ten times the largest month"
}
scaled() {
	awk -v a="$1" -v b="$2" 'BEGIN { print a * b }'
}
level=$(median hours 2024-03 first.csv)
low=$(scaled "$level" .5) high=$(scaled "$level" 2)
# The export with the minutes of some months multiplied: multiplied FROM TO FACTOR
multiplied() {
	awk -F, -v OFS=, -v from="$1" -v to="$2" -v by="$3" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
		{ m = substr($at["date"], 1, 7); if (m >= from && m <= to) $at["minutes"] *= by } 1' "$export"
}
multiplied 2023-12 2023-12 20 >twenty.csv
sane twenty.csv "$low" "$high" "a twenty-fold last month"
multiplied 2022-01 2023-12 60 >hours.csv
sane hours.csv "$(scaled "$low" 60)" "$(scaled "$high" 60)" "another unit for the last two years"
multiplied 2023-07 2023-12 60 >lately.csv
sane lately.csv "$low" "$(scaled "$high" 60)" "another unit for the last half-year"
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } NR == 1 || $at["date"] < "2023-11"' "$export" >short.csv
sane short.csv "$(scaled "$level" .25)" "$high" "two empty last months" --since 2019-01 --until 2023-12
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; srand(1); next }
	{ y = substr($at["date"], 1, 4) * 12 + substr($at["date"], 6, 2) - 2019 * 12
	if (y > 20 || rand() < y / 20) print }' "$export" >ramp.csv
sane ramp.csv "$low" "$high" "a service that starts"
multiplied 0 9 1000 >unit.csv
vl-forecast -e minutes:amount unit.csv | sed 's/,total,/,hours,/' >out
between "$(median hours 2024-03)" "$(scaled "$level" 59400)" "$(scaled "$level" 60600)"
ok $? "all in another unit: the same forecast, $(median hours 2024-03)"
awk -F, 'NR == FNR { if (FNR > 1 && (!($a in f) || $d < f[$a])) f[$a] = $d
	else if (FNR == 1) for (i = 1; i <= NF; i++) { if ($i == "case_id") a = i; if ($i == "date") d = i }
	next } FNR == 1 || f[$a] < "2023-05"' "$export" "$export" >stopped.csv
sane stopped.csv "$(scaled "$level" .2)" "$level" "no new cases any more" --since 2019-01 --until 2023-12
awk -F, '$2 == "hours" && $1 == "2024-12" { v[$11] = $3 } END { exit !(v["plan"] < v[""]) }' out
ok $? "... and the plan alone, which falls, stands beside the pool"
awk -F, '$2 ~ /cases|open/ && $10 > 2000 { exit 1 }' out
ok $? "... and cases stay within bounds"
run vl-forecast -f text --since 2019-01 --until 2023-12 stopped.csv
printf '%s\n' "$out" | grep -q '^New cases have nearly stopped'
ok $? "inflow that has stopped is said"

# ---- the check and the track -------------------------------------------------------------------

run vl-forecast --check --origins 3 --step 6 --horizon 6 --paths 300 -j 1 "$export"
is "$status:$err" 0: "--check: status, nothing on standard error"
cp "$TMP/out" check.csv
vl-forecast --check --origins 3 --step 6 --horizon 6 --paths 300 -j 2 "$export" >out
same out check.csv "two threads: the same bytes"
is "$(awk -F, '$2 == "hours" && $3 == "1-6" { print $1 }' check.csv | sort | tr '\n' ' ')" \
	"drift ets naive plan pool snaive theta " "all methods beside each other"
is "$(awk -F, 'NR > 1 { print $2 }' check.csv | sort -u | tr '\n' ' ')" \
	"active_cases hours new_cases open_at_end " "... and the cases"
awk -F, '$3 == "1-6" && $4 != 18 { exit 1 } $1 == "snaive" && $11 != "" { exit 1 }' check.csv
ok $? "18 forecasts each; the seasonal naive has no skill against itself"
# A series whose errors are known: each year 12 more than the last, months 1 to 12.
awk 'BEGIN { print "month,value"; for (t = 0; t < 60; t++)
	printf "%d-%02d,%d\n", 2015 + int(t / 12), t % 12 + 1, 100 + t }' >rise.csv
vl-forecast --check --series rise.csv --horizon 12 >out
awk -F, '$1 == "snaive" && $3 == "1-12" { exit !($5 > .93 && $5 < 1.07) }' out
ok $? "a rise of 12 a year: the seasonal naive errs by its own scale"
awk -F, '$1 == "naive" && $3 == 6 { exit !($5 > .4 && $5 < .6) }' out
ok $? "... the naive six months ahead by half of it"
awk -F, '$1 == "drift" && $3 == "1-12" { exit !($5 < .05) }' out
ok $? "... the drift by nothing"
vl-forecast --series rise.csv --method drift --horizon 3 >out
between "$(awk -F, '$1 == "2020-03" { print $3 }' out)" 161.9 162.1
ok $? "a plain series is forecast"
last=$(tail -n 1 rise.csv | cut -d, -f1)
awk -F, 'NR == 1 || ($1 >= "2012-04" && $1 <= "2018-09")' rise.csv >cut.csv
vl-forecast --series cut.csv >want
vl-forecast --series rise.csv --since 2012-04 --until 2018-09 >out
same out want "... between --since and --until"
vl-forecast --series rise.csv --since 2012-03-02 --until 2018-10-30 -j 2 --meta meta.json >out
same out want "... whole months"
is "$(grep -A 3 '"window"' meta.json | tr -d ' \n')" '"window":{"since":"2015-01-01","until":"2018-09-30"},' "... which --meta tells"
{ cat cut.csv; echo 2019-12,1; echo 2030-01,1; } >hole.csv
vl-forecast --series hole.csv --until 2018-09 >out
same out want "a month missing after --until does no harm, nor one to come"
fails 2 "vl-forecast: option --capacity: '900,5': decimals stand behind a point, as in 900.5, and nothing between thousands
vl-forecast: 'vl-forecast -h' lists the options" "a decimal comma is no file" vl-forecast --capacity 900,5 "$export"
tr , ';' <cut.csv >semicolons.csv
fails 2 "vl-forecast: semicolons.csv:1: the header is a single column: commas must part the cells of this table (--format csv), not ';'" \
	"a table with semicolons: no hint to options that are for consultations" vl-forecast --series semicolons.csv
{ echo 'A title'; cat cut.csv; } >titled.csv
fails 3 "vl-forecast: titled.csv:1: line 2 looks more like the header: nothing may stand above it in a table (--format csv)" \
	"a table below a title" vl-forecast --series titled.csv
fails 3 "vl-forecast: cut.csv: no whole month of the series lies between --since and --until" \
	"a window beside the series" vl-forecast --series cut.csv --since "$last" --until "$last"

vl-forecast --until 2023-06 --horizon 8 "$export" >june.csv
vl-forecast --track june.csv "$export" >out
sed 's/,open_at_end,/,open_cases,/' june.csv >older.csv
vl-forecast --track older.csv "$export" >older.out
same older.out out "open cases by the name that earlier forecasts have"
is "$(awk -F, '$2 == "hours" { print $1 }' out | tr '\n' ' ')" "2023-07 2023-08 2023-09 2023-10 2023-11 2023-12 " \
	"--track: the months that have come"
between "$(awk -F, '$1 == "2023-09" && $2 == "hours" { print $8 }' out)" "$(hours_of 2023-09)" "$(hours_of 2023-09)"
ok $? "what came is the sum of the rows"
between "$(awk -F, '$1 == "2023-09" && $2 == "hours" { print $11 }' out)" "$(hours_of 2022-09)" "$(hours_of 2022-09)"
ok $? "the naive rule is the year before"
awk -F, '$2 == "hours" { n++; b = $10; in80 += b == "50" || b == "80"
	if (($8 < $4 || $8 > $7) != (b == "outside")) exit 1
	if ($14 - in80 / n > 1e-9 || in80 / n - $14 > 1e-9) exit 1
	if ($9 - ($3 - $8) > 1e-9 || ($3 - $8) - $9 > 1e-9) exit 1 }' out
ok $? "error, band and running coverage fit together"

# ---- refusals ------------------------------------------------------------------------------------

fails 4 "vl-forecast: a forecast needs at least 12 months of history; there are 11" "11 months" \
	vl-forecast --since 2023-02 "$export"
printf 'case_id,date,minutes\n' >zero.csv
awk 'BEGIN { for (t = 0; t < 24; t++) printf "A,%d-%02d-0%d,0\nA,%d-%02d-27,0\n", 2020 + int(t / 12),
	t % 12 + 1, 2, 2020 + int(t / 12), t % 12 + 1 }' >>zero.csv
fails 4 "vl-forecast: nothing can be forecast: every month of the history is 0" "all zero" \
	vl-forecast --since 2020-01 --until 2021-12 zero.csv
printf 'month,value\n2020-01,5\n2020-02,6\n2020-04,5\n' >gap.csv
fails 3 "vl-forecast: gap.csv:4: 2020-03 is missing before this month; a series has no gaps (write 0 where there was nothing)" \
	"a gap" vl-forecast --series gap.csv
printf 'month,value\n2020-01,5\n2020-1,6\n2020-02,x\n2020-03,-1\n2020-01,7\n' >bad.csv
fails 3 "vl-forecast: bad.csv:3:1: column 'month': not a month, which is written 2026-10
vl-forecast: bad.csv:4:9: column 'value': not a number with '.' for decimals
vl-forecast: bad.csv:5:9: column 'value': must not be negative
vl-forecast: bad.csv:6:1: column 'month': this month stands there already, in line 2" \
	"cells of a series" vl-forecast --series bad.csv
printf 'a,b\n1,2\n' >other.csv
fails 3 "vl-forecast: other.csv:1: a table with the columns month and value is needed" "another table" \
	vl-forecast --series other.csv
printf 'month,value\n' >empty.csv
fails 3 "vl-forecast: empty.csv: a table without rows" "an empty table" vl-forecast --series empty.csv
run vl-forecast --until 2077-12 "$export"
err=$(printf '%s\n' "$err" | tail -n 1)        # before it, that there is no record for so long
is "$status:${err%%, but*}" "3:vl-forecast: the history ends with 2077-12" "a future month"
fails 3 "vl-forecast: capacity.csv: no capacity for 2024-03; every month that is forecast needs one" \
	"a capacity that misses months" vl-forecast --capacity capacity.csv "$export"
printf 'month,mean\n2022-01,5\n' >old.csv
fails 3 "vl-forecast: old.csv: no month of this table is among those that are forecast" \
	"inflow of the past" vl-forecast --inflow old.csv "$export"
fails 2 "vl-forecast: --scenario 2023-12:+60% lies in the past: the forecast begins with 2024-01" \
	"a scenario in the past" vl-forecast --scenario 2023-12:+60% "$export"
fails 2 "vl-forecast: --scenario 2025-03:+60% begins after the last month that is forecast (--horizon)" \
	"a scenario beyond the horizon" vl-forecast --scenario 2025-03:+60% "$export"
fails 2 "vl-forecast: --span 2023 lies in the past: the forecast begins with 2024-01" \
	"a span in the past" vl-forecast --span 2023 "$export"
fails 2 "vl-forecast: --span 2018-12:2024-02 begins before the history does" "a span before all" \
	vl-forecast --span 2018-12:2024-02 "$export"
fails 2 "vl-forecast: --span 2026 ends after the last month that is forecast (--horizon, at most 24)" \
	"a span too far" vl-forecast --span 2026 "$export"
hint="
vl-forecast: 'vl-forecast -h' lists the options"
for text in 2024-03 2024-03:60% 2024-03:+60 2024-3:+60% 2024-03:+%% 2024-03:+-5%; do
	fails 2 "vl-forecast: option --scenario: '$text': must be a month and a change of new cases, as 2027-03:+60%$hint" \
		"scenario $text" vl-forecast --scenario "$text" "$export"
done
fails 2 "vl-forecast: option --scenario: '2024-03:-101%': the change must lie between -100% and +1000%$hint" \
	"fewer than none" vl-forecast --scenario 2024-03:-101% "$export"
for text in 24 2024-1:2024-02 2024-01 2024-01:2024-02x; do
	fails 2 "vl-forecast: option --span: '$text': must be a year or two months, as 2027 or 2026-11:2027-10$hint" \
		"span $text" vl-forecast --span "$text" "$export"
done
fails 2 "vl-forecast: option --span: '2024-02:2024-01': the span ends before it begins$hint" "a span backwards" \
	vl-forecast --span 2024-02:2024-01 "$export"
fails 2 "vl-forecast: option --horizon: '25': must be a whole number from 1 to 24$hint" "25 months" \
	vl-forecast --horizon 25 "$export"
for options in "--method ets --scenario 2024-03:+5%" "--method ets --inflow inflow.csv"; do
	# shellcheck disable=SC2086 # several options
	run vl-forecast $options "$export"
	is "$status:${err%%: they need*}" "2:vl-forecast: --inflow and --scenario speak of new cases" "$options"
done
run vl-forecast --method ets --by service "$export"
is "$status" 2 "--by with a method that knows no cases"
run vl-forecast --by service --scenario 2024-03:+5% "$export"
is "$status" 2 "--by with a scenario"
run vl-forecast --calibrate "$export"
is "$status" 2 "--calibrate without the plan"
run vl-forecast --series rise.csv "$export"
is "$status" 2 "a series and consultations"
for options in "-c made/cases.csv" "-e hours" "-p german" "-w 30" "--silence 3" --partial "--skip 1" \
	"--encoding utf-8" "--delimiter ;" "--date-order dmy" "--minutes-each 30" --advisers; do
	# shellcheck disable=SC2086
	fails 2 "vl-forecast: --series is read instead of consultations: of the options about these \
it goes with --since, --until and --threads alone$hint" "a series and $options" \
		vl-forecast $options --series rise.csv
done
run vl-forecast --check --capacity 5 "$export"
is "$status" 2 "--check with a capacity"
run vl-forecast --origins 5 "$export"
is "$status" 2 "--origins without --check"
run vl-forecast --check --track june.csv "$export"
is "$status" 2 "--check and --track"
for options in "--horizon 3" "--method ets" "--paths 500" "--seed 2" "--span 2024" "--capacity 5" \
	"--inflow inflow.csv" "--scenario 2024-03:+5%" --history "--hours-per-fte 50"; do
	# shellcheck disable=SC2086
	fails 2 "vl-forecast: --track reads a forecast that was made: it goes without --horizon, \
--method, --paths, --seed, --span, --capacity, --inflow, --scenario, --history, --hours-per-fte and \
--calibrate$hint" "--track and $options" vl-forecast $options --track june.csv "$export"
done
fails 2 "vl-forecast: --save-text goes with a forecast or --track$hint" "--check --save-text" \
	vl-forecast --check --save-text said.txt "$export"
fails 4 "vl-forecast: a check of 24 months ahead needs at least 48 months of history; there are 40 (--horizon)" \
	"too short for a check" vl-forecast --check --horizon 24 --since 2020-09 "$export"
fails 3 "vl-forecast: other.csv:1: not a forecast as vl-forecast writes it in CSV" "another table to track" \
	vl-forecast --track other.csv "$export"
# spoilt COLUMN RULE SED: the earlier forecast, its line 4 changed.
spoilt() {
	sed "$3" june.csv >spoilt.csv
	run vl-forecast --track spoilt.csv "$export"
	is "$status:$(printf '%s\n' "$err" | head -n 1)" "3:vl-forecast: spoilt.csv:$1: $2" "--track: $2"
}
spoilt "4:1: column 'period'" "not a month like 2026-10, nor a span" '4s/^2023-09/2023-19/'
spoilt "4:1: column 'period'" "not a month like 2026-10, nor a span" '4s/^2023-09/2023-9/'
spoilt "5:1: column 'period'" "a second row for this month" '4p'
spoilt "4:52: column 'q10'" "a quantile below the one before it" \
	'4s/^\([^,]*,[^,]*\),.*/\1,100.000000000000000,100.000000000000,99,98,97,96,95,94,,,,/'
spoilt "4:16: column 'q2.5'" "not a number with '.' for decimals" \
	'4s/^\([^,]*,[^,]*\),[^,]*,[^,]*/\1,,nan/'
fails 4 "vl-forecast: no month of the earlier forecast has been seen whole yet" "a forecast of the future" \
	vl-forecast --track first.csv "$export"
vl-forecast --by service --until 2023-06 --horizon 1 --paths 100 "$export" >groups.csv
fails 2 "vl-forecast: the earlier forecast is by group: repeat its --by" "by group then" \
	vl-forecast --track groups.csv "$export"
fails 2 "vl-forecast: the earlier forecast has no groups: leave out --by" "by group now" \
	vl-forecast --track june.csv --by service "$export"

done_testing
