#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-curve: numbers against oracles and a second computation, what must not change them, and
# where there is no estimate. How files are read is tested in template.t.
. "$(dirname "$0")/lib.sh"
REF=$TOP/tests/ref
REFEREE=$TOP/tests/referee
EVENTS=$TOP/../shared/data/events

# referee [AWK OPTIONS] FILE: the second computation, in awk.
referee() {
	awk -f "$REFEREE/date.awk" -f "$REFEREE/curve.awk" "$@"
}

# curve_as WHAT COMMAND...: its output is that of the plain run, byte for byte.
curve_as() {
	curve_as_what=$1
	shift
	"$@" >"$TMP/variant" 2>"$TMP/err"
	same "$TMP/variant" "$TMP/plain" "$curve_as_what"
}

# intervals WHAT CURVE CONTACTS CASES EFFORT DIVIDE CLOCK: single intervals as R computes them.
intervals() {
	intervals_what=$1
	shift
	if ! command -v Rscript >/dev/null; then
		skip "Rscript is not installed"
		return
	fi
	Rscript "$REFEREE/interval.R" "$@" >"$TMP/want" 2>"$TMP/err" || cat "$TMP/err"
	awk -F, 'NR == 1 || ($2 ~ /per_(case|seen)/ && $3 > 1 && $5 > 0)' "$1" |
		cut -d, -f 1,2,8,9 >"$TMP/limits"
	agrees "$TMP/want" "$TMP/limits" "intervals as R computes them: $intervals_what" \
		-v tolerance=1e-9
}

# ---- the oracle: tests/ref/curve_* -------------------------------------------------------
sed '1s/,start,/,first_contact,/' "$REF/curve_cases.csv" >"$TMP/cases.csv"
oracle() {
	vl-curve --cases "$TMP/cases.csv" --since 2019-07 --until 2021-12 --washout 0 -n 12 "$@" \
		"$REF/curve_contacts.csv"
}
oracle >"$TMP/got"
# month,cases,exposure,hours,per_case,se,cum,cum_se,seen,per_seen,per_seen_se
awk -F, -v OFS=, 'NR > 1 {
	total += $4
	print $1, "per_case", $2, $3, $4, $5, $6
	print $1, "cumulative", $2, $3, total, $7, $8
	print $1, "per_seen", $9, $9, $4, $10, $11 }' "$REF/curve_expected.csv" >"$TMP/want"
grep -v per_open "$TMP/got" >"$TMP/without_open"
agrees "$TMP/want" "$TMP/without_open" "oracle curve_*: per_case, per_seen, cumulative, n, exposure, se"
for measure in per_case per_seen cumulative; do
	oracle -m "$measure" >"$TMP/one"
	grep -e case_month -e ",$measure," "$TMP/got" >"$TMP/part"
	same "$TMP/one" "$TMP/part" "--measure $measure prints that part of the whole"
done
# 61 cases: the variance without the factor is smaller by 60/61.
awk -F, -v OFS=, '{ print $1, $2, $3, $4, $5, $6, $7 * sqrt(60 / 61) }' OFMT=%.17g \
	CONVFMT=%.17g "$TMP/want" >"$TMP/want_plain"
oracle --no-small-sample | grep -v per_open >"$TMP/got_plain"
agrees "$TMP/want_plain" "$TMP/got_plain" "--no-small-sample: variance without the factor G/(G-1)"
referee -v since=2019-07-01 -v until=2021-12-31 -v effort=minutes -v divide=60 \
	-v washout=0 -v cases="$TMP/cases.csv" "$REF/curve_contacts.csv" |
	awk -F, '$1 <= 12' >"$TMP/want"
agrees "$TMP/want" "$TMP/got" "the referee in awk has the same, and per_open"
intervals "oracle" "$TMP/got" "$REF/curve_contacts.csv" "$TMP/cases.csv" minutes 60 elapsed

# ---- a made-up export: both clocks, delayed entry, closings, washout, another silence -------
mkdir "$TMP/sim"
vl-simulate -o "$TMP/sim" --start 2019-01 -n 60 --inflow 10 -s 3
SIM=$TMP/plain.csv
# Group sessions are dealt out before (tests/unit/session.c); the referee does not know them.
awk -F, 'NR == 1 || $14 == ""' "$TMP/sim/consultations.csv" | cut -d, -f 2-4,8,10,13 >"$SIM"
second() {
	second_what=$1 second_tool=$2
	shift 2
	# shellcheck disable=SC2086 # a list of options
	vl-curve $second_tool -B 0 "$SIM" >"$TMP/got"
	referee -v effort=minutes -v divide=60 "$@" "$SIM" >"$TMP/want"
	agrees "$TMP/want" "$TMP/got" "second computation: $second_what"
}
second "elapsed months, washout" "--since 2019-01 --until 2023-12" \
	-v since=2019-01-01 -v until=2023-12-31 -v washout=183
second "calendar months, washout" "--calendar --since 2019-01 --until 2023-12" \
	-v calendar=1 -v since=2019-01-01 -v until=2023-12-31 -v washout=183
second "delayed entry, closing dates, silence 3" \
	"--since 2021-01 --until 2023-11-17 -c $TMP/sim/cases.csv -w 0 --silence 3" \
	-v since=2021-01-01 -v until=2023-11-17 -v silence=3 -v cases="$TMP/sim/cases.csv"
second "the same by calendar months, silence 0" \
	"--calendar --since 2021-01 --until 2023-11-17 -c $TMP/sim/cases.csv -w 0 --silence 0" \
	-v calendar=1 -v since=2021-01-01 -v until=2023-11-17 -v silence=0 \
	-v cases="$TMP/sim/cases.csv"

second "a window that begins within a month" \
	"--calendar --since 2021-01-15 --until 2023-11-17 -c $TMP/sim/cases.csv -w 0" \
	-v calendar=1 -v since=2021-01-15 -v until=2023-11-17 -v cases="$TMP/sim/cases.csv"

# Records before a stated window tell who is not new: as if those cases had no row.
second "records before the window" "--since 2020-06 --until 2023-12 -w 30" \
	-v since=2020-06-01 -v until=2023-12-31 -v washout=30
awk -F, 'NR == FNR { if ($6 == "held" && $2 < "2020-06-01") old[$1] = 1; next }
	FNR == 1 || !($1 in old)' "$SIM" "$SIM" >"$TMP/young.csv"
vl-curve --since 2020-06 --until 2023-12 -w 30 "$SIM" >"$TMP/got"
vl-curve --since 2020-06 --until 2023-12 -w 30 "$TMP/young.csv" >"$TMP/want"
same "$TMP/got" "$TMP/want" "... the curve is that of the cases without records before it"
vl-curve -j 1 --since 2020-06 --until 2023-12 -w 30 - <"$SIM" >"$TMP/want"
same "$TMP/got" "$TMP/want" "... read by one thread, too"
vl-curve -f text -n 0 --since 2020-06 --until 2023-12 -w 30 "$SIM" >"$TMP/out"
old=$(awk -F, 'NR == FNR { if ($6 == "held" && $2 < "2020-06-01" && $1 != "") old[$1] = 1; next }
	$6 == "held" && $2 >= "2020-06-01" && $2 <= "2023-12-31" && $1 in old { print $1 }' \
	"$SIM" "$SIM" | sort -u | wc -l)
is "$(grep -c "^$old cases left out: they were seen before the window" "$TMP/out")" 1 \
	"... and the notes say how many had some"

# ---- real logs ----------------------------------------------------------------------------
real() {
	if [ ! -f "$EVENTS/$1.csv" ]; then
		skip "../shared/data is absent"
		return
	fi
	vl-curve --calendar --washout 0 --effort amount --since "$2" --until "$3" -B 0 \
		"$EVENTS/$1.csv" >"$TMP/got"
	referee -v calendar=1 -v effort=amount -v since="$2" -v until="$3" "$EVENTS/$1.csv" \
		>"$TMP/want"
	agrees "$TMP/want" "$TMP/got" "second computation: $1"
	intervals "$1" "$TMP/got" "$EVENTS/$1.csv" - amount 1 calendar
}
real cdnow_master 1997-01-01 1998-06-30
real grocery_elog 2006-01-01 2007-12-31
real traffic_fines 2006-06-01 2012-03-31

# ---- what must not change a byte ------------------------------------------------------------
# Minutes in whole quarters of an hour, so that hours have two decimals.
awk -F, -v OFS=, 'NR > 1 { $2 = $2; $3 = int(($3 + 7) / 15) * 15 } { print }' "$SIM" >"$TMP/in.csv"
vl-curve "$TMP/in.csv" >"$TMP/plain"
{ head -n 1 "$TMP/in.csv"; sed 1d "$TMP/in.csv" | LC_ALL=C sort -t, -k3,3n -k2,2r; } >"$TMP/shuffled.csv"
curve_as "rows in another order" vl-curve "$TMP/shuffled.csv"
awk -F, -v OFS=, 'NR > 1 { $1 = "Nr. " $1 " (umgezogen)" } { print }' "$TMP/in.csv" >"$TMP/renamed.csv"
curve_as "cases renamed, their order kept" vl-curve "$TMP/renamed.csv"
sed 's/$/\r/' "$TMP/in.csv" >"$TMP/crlf.csv"
curve_as "CRLF" vl-curve "$TMP/crlf.csv"
sed 's/[^,]*/"&"/g' "$TMP/in.csv" >"$TMP/quoted.csv"
curve_as "quotes" vl-curve "$TMP/quoted.csv"
awk -F, -v OFS=, '{ print $6, $3, $2, "x", $1, $4 }' "$TMP/in.csv" >"$TMP/columns.csv"
curve_as "columns in another order" vl-curve "$TMP/columns.csv"
# shellcheck disable=SC2002 # a pipe is the point
cat "$TMP/in.csv" | vl-curve >"$TMP/variant"
same "$TMP/variant" "$TMP/plain" "a pipe instead of a file"
vl-curve - <"$TMP/in.csv" >"$TMP/variant"
same "$TMP/variant" "$TMP/plain" "- is standard input"
curve_as "another language, zone and number format" \
	env LC_ALL=de_DE.UTF-8 LANGUAGE=de TZ=Pacific/Apia vl-curve "$TMP/in.csv"
awk -F, -v OFS=, 'NR > 1 { $3 = sprintf("%d:%02d", $3 / 60, $3 % 60) } { print }' "$TMP/in.csv" \
	>"$TMP/hmm.csv"
curve_as "h:mm instead of minutes" vl-curve "$TMP/hmm.csv"
# Late rows count nothing, as long as the window is stated.
vl-curve --since 2019-01 --until 2022-12 "$TMP/in.csv" >"$TMP/plain"
awk -F, 'NR == 1 || $2 <= "2022-12-31"' "$TMP/in.csv" >"$TMP/before.csv"
curve_as "rows after --until" vl-curve --since 2019-01 --until 2022-12 "$TMP/before.csv"

awk -F, -v OFS=, 'NR == 1 { $3 = "hours" } NR > 1 { $3 = $3 / 60 } { print }' "$TMP/before.csv" \
	>"$TMP/hours.csv"
curve_as "decimal hours instead of minutes" \
	vl-curve --effort hours:hours --since 2019-01 --until 2022-12 "$TMP/hours.csv"
# Seconds are exact as well, but a quotient of them is rounded at another step.
cut -d, -f 1-9 "$TMP/plain" | sed 1d >"$TMP/want"
awk -F, -v OFS=, 'NR > 1 { $3 = sprintf("%02d:%02d:00", $3 / 60, $3 % 60) } { print }' \
	"$TMP/before.csv" | vl-curve --since 2019-01 --until 2022-12 -B 0 >"$TMP/got"
agrees "$TMP/want" "$TMP/got" "hh:mm:ss instead of minutes" -v tolerance=1e-10
vl-curve --by service -B 0 "$TMP/sim/consultations.csv" >"$TMP/plain"
{ head -n 1 "$TMP/sim/consultations.csv"
	sed 1d "$TMP/sim/consultations.csv" | LC_ALL=C sort -t, -k4,4 -k12,12 -k1,1r; } >"$TMP/shuffled.csv"
curve_as "rows in another order, with group sessions and --by" \
	vl-curve --by service -B 0 "$TMP/shuffled.csv"

# ---- twice the cases ---------------------------------------------------------------------------
# The same values; without the small-sample factor half the variance.
awk -F, -v OFS=, '{ print } NR > 1 { $1 = $1 "b"; print }' "$TMP/in.csv" >"$TMP/twice.csv"
vl-curve --no-small-sample -B 0 "$TMP/in.csv" | awk -F, -v OFS=, -v CONVFMT=%.17g -v OFMT=%.17g '
	NR > 1 && $3 > 1 { print $1, $2, 2 * $3, 2 * $4, 2 * $5, $6, $7 / sqrt(2) }' >"$TMP/want"
vl-curve --no-small-sample -B 0 "$TMP/twice.csv" | awk -F, '$3 > 2' >"$TMP/got"
awk -F, 'NR == FNR { key[$1, $2] = 1; next } FNR == 1 || ($1, $2) in key' "$TMP/want" "$TMP/got" \
	>"$TMP/got_part"
agrees "$TMP/want" "$TMP/got_part" "twice the cases: same values, half the variance"

# ---- groups -----------------------------------------------------------------------------------
vl-curve --by service "$TMP/in.csv" >"$TMP/by"
vl-curve "$TMP/in.csv" >"$TMP/plain"
grep ',(all),' "$TMP/by" | sed 's/,(all),/,/' >"$TMP/variant"
sed 1d "$TMP/plain" >"$TMP/want"
same "$TMP/variant" "$TMP/want" "--by: the group (all) is the run without groups, bands included"
is "$(sed 1d "$TMP/by" | cut -d, -f 2 | uniq | tr '\n' ' ')" "general special welcome (all) " \
	"--by: groups in order, (all) last"
is "$(sed -n 1p "$TMP/by" | cut -d, -f 1-4)" "case_month,service,measure,n" "--by: its column is second"
# In month 0 every case is seen from its first contact on: n and total add up.
awk -F, '$1 == 0 && $3 == "per_case" { n[$2 == "(all)"] += $4; total[$2 == "(all)"] += $6 }
	END { exit !(n[0] == n[1] && n[1] > 0 && (total[0] - total[1])^2 < 1e-12) }' "$TMP/by"
ok $? "--by: cases and hours of the groups add up to (all)"
# A case belongs to the group of its first contact: what comes later has no say.
cat >"$TMP/moves.csv" <<'END'
case_id,date,minutes,service
a,2024-02-10,60,welcome
a,2024-03-20,60,special
b,2024-02-10,60,special
END
is "$(vl-curve --calendar --by service -w 0 --since 2024-01 --until 2024-06 -m per_seen "$TMP/moves.csv" |
	grep -v all | cut -d, -f 1,2,4,6 | grep -v ',0,0$' | tr '\n' ' ')" \
	"case_month,service,n,total 0,special,1,1 0,welcome,1,1 1,welcome,1,1 " \
	"--by: a case is in the group of its first contact"

# ---- small and large --------------------------------------------------------------------------
is "$(vl-curve -n 0 -m per_case --seed 7 "$TMP/in.csv" | wc -l)" "2" "--months 0: month 0 alone"
for column in 10 11; do
	vl-curve -s 2 "$TMP/in.csv" | cut -d, -f $column >"$TMP/other"
	cut -d, -f $column "$TMP/plain" >"$TMP/one"
	! cmp -s "$TMP/one" "$TMP/other"
	ok $? "--seed changes the joint band, column $column"
done
vl-curve -s 2 "$TMP/in.csv" | cut -d, -f 1-9 >"$TMP/other"
cut -d, -f 1-9 "$TMP/plain" >"$TMP/one"
same "$TMP/other" "$TMP/one" "--seed changes nothing else"
awk -F, 'NR > 1 && $10 != "" && !($10 <= $8 && $8 <= $6 && $6 <= $9 && $9 <= $11) { bad = 1 }
	END { exit bad }' "$TMP/plain"
ok $? "the joint band holds the single interval, which holds the value"
# By hand, silence 1: a comes in month 0 (1 h) and, after one silent month, in month 2 (1/2 h); b in
# month 0 (1 h). Month 2 of per_case: r = 1/4, psi = (1/2 - 1/4) / 2 and (0 - 1/4) / 2, so that the
# variance is 2/1 * 2/64 = 1/16. In month 1 only a is open, and nobody is from month 3 on.
cat >"$TMP/hand.csv" <<'END'
case_id,date,minutes
a,2024-01-10,60
a,2024-03-05,30
b,2024-01-20,60
END
is "$(vl-curve --calendar -w 0 --silence 1 -n 3 --since 2024-01 --until 2024-06 "$TMP/hand.csv" |
	cut -d, -f 1-7)" "case_month,measure,n,exposure,total,value,se
0,per_case,2,2,2,1,0
1,per_case,2,2,0,0,0
2,per_case,2,2,0.5,0.25,0.25
3,per_case,2,2,0,0,0
0,per_open,2,2,2,1,0
1,per_open,1,1,0,0,
2,per_open,1,1,0.5,0.5,
0,per_seen,2,2,2,1,0
1,per_seen,0,0,0,,
2,per_seen,1,1,0.5,0.5,
3,per_seen,0,0,0,,
0,cumulative,2,2,2,1,0
1,cumulative,2,2,2,1,0
2,cumulative,2,2,2.5,1.25,0.25
3,cumulative,2,2,2.5,1.25,0.25" "two cases by hand"
cat >"$TMP/one.csv" <<'END'
case_id,date,minutes
a,2024-01-10,60
END
run vl-curve -w 0 --since 2024-01 --until 2024-02 --calendar -m per_case "$TMP/one.csv"
is "$out" "case_month,measure,n,exposure,total,value,se,lower95,upper95,lower95s,upper95s,smooth,flag
0,per_case,1,1,1,1,,,,,,,unreliable
1,per_case,1,1,0,0,,,,,,,unreliable" "one case: values without intervals"
# Nothing seen in month 1 of 2 cases: 3.689 times the weight of a typical case month, 1 h / 2.
cat >"$TMP/two.csv" <<'END'
case_id,date,minutes
a,2024-01-10,60
b,2024-01-10,60
END
run vl-curve -w 0 --since 2024-01 --until 2024-02 --calendar -m per_case "$TMP/two.csv"
is "$(printf '%s\n' "$out" | sed -n '3s/\(\.[0-9]\{12\}\)[0-9]*/\1/p')" \
	"1,per_case,2,2,0,0,0,0,1.844439727056,,,," "nothing seen: 0, with an upper limit"

# The joint band of months that move as one is the single interval, to the last digit; seed 1 is one
# whose draws say so.
cat >"$TMP/as_one.csv" <<'END'
case_id,date,minutes
a,2024-01-10,61
a,2024-02-10,31
b,2024-01-10,91
b,2024-02-10,11
END
is "$(vl-curve --calendar -w 0 --since 2024-01 --until 2024-02 -m per_case "$TMP/as_one.csv" |
	awk -F, 'NR > 1 { printf "%d ", $8 == $10 && $9 == $11 }')" "1 1 " \
	"two cases: the joint band is no narrower than the single interval"
# 61 days of one case: a month of 31 days and one of 30, both seen whole; in 60 days only one.
is "$(vl-curve -w 0 --since 2024-01-10 --until 2024-03-10 -m per_case "$TMP/one.csv" |
	sed 1d | cut -d, -f 1,3)" "0,1
1,1" "one case in a whole month of 30 days is enough"
is "$(vl-curve -w 0 --since 2024-01-10 --until 2024-03-09 -m per_case "$TMP/one.csv" |
	sed 1d | cut -d, -f 1,3)" "0,1" "... and a day less is not"
is "$(vl-curve --calendar -w 0 --since 2024-01 --until 2024-03-30 -m per_case "$TMP/one.csv" |
	sed 1d | cut -d, -f 1,3)" "0,1
1,1" "... nor a calendar month that lacks a day"
# Late entry, by hand: p alone in months 0 and 1; then with q and r, who are there until month 4.
printf 'case_id,first_contact\np,2024-01-02\nq,2023-11-05\nr,2023-11-06\n' >"$TMP/late_known.csv"
cat >"$TMP/late.csv" <<'END'
case_id,date,minutes
p,2024-01-02,60
p,2024-03-10,30
q,2024-01-10,60
r,2024-02-10,90
q,2024-03-10,30
END
is "$(vl-curve -c "$TMP/late_known.csv" --calendar --since 2024-01 --until 2024-03 -m cumulative \
	"$TMP/late.csv" | sed 1d)" "0,cumulative,1,1,1,1,,,,,,,unreliable
1,cumulative,1,1,1,1,,,,,,,unreliable
2,cumulative,3,3,2.5,1.5,,,,,,,unreliable
3,cumulative,2,2,4,2.25,,,,,,,unreliable
4,cumulative,2,2,4.5,2.5,,,,,,,unreliable" "cumulative: no variance after a month with one case"
sed -i /^p/d "$TMP/late_known.csv" "$TMP/late.csv"
is "$(vl-curve -c "$TMP/late_known.csv" --calendar --since 2024-01 --until 2024-03 -m cumulative \
	"$TMP/late.csv" | sed 1d)" "0,cumulative,0,0,0,,,,,,,,unreliable
1,cumulative,0,0,0,,,,,,,,unreliable
2,cumulative,2,2,1,,,,,,,,unreliable
3,cumulative,2,2,2.5,,,,,,,,unreliable
4,cumulative,2,2,3,,,,,,,,unreliable" "cumulative: unknown after a month with no case"
vl-curve -c "$TMP/late_known.csv" --calendar --since 2024-01 --until 2024-03 -B 0 "$TMP/late.csv" \
	>"$TMP/got"
referee -v calendar=1 -v since=2024-01-01 -v until=2024-03-31 -v effort=minutes -v divide=60 \
	-v cases="$TMP/late_known.csv" "$TMP/late.csv" >"$TMP/want"
agrees "$TMP/want" "$TMP/got" "second computation: months with nobody at first"

# The washout of 30 days ends with 30 January: who comes first on the 31st is new.
printf 'case_id,date,minutes\na,2024-01-30,60\nb,2024-01-31,60\n' >"$TMP/washout.csv"
is "$(vl-curve -w 30 --since 2024-01 --until 2024-12 -n 0 -m per_case "$TMP/washout.csv" |
	sed 1d | cut -d, -f 1-3)" 0,per_case,1 "the last day of the washout"
printf 'case_id,first_contact\na,2024-01-30\n' >"$TMP/stated.csv"
is "$(vl-curve -w 30 --since 2024-01 --until 2024-12 -n 0 -m per_case -c "$TMP/stated.csv" \
	"$TMP/washout.csv" | sed 1d | cut -d, -f 1-3)" 0,per_case,2 "stated first contacts need no washout"

fails 4 "vl-curve: no case whose first contact is known lies in the window (1 cases began before it \
or in its first 183 days: --washout, --cases)" "only cases of the washout" \
	vl-curve --since 2024-01 --until 2024-12 "$TMP/one.csv"
printf 'case_id,date,minutes,activity\n,2024-01-10,60,team\n' >"$TMP/team.csv"
fails 4 "vl-curve: no held consultation of a case lies in the window" "no case at all" \
	vl-curve -w 0 --since 2024-01 --until 2024-12 "$TMP/team.csv"
fails 4 "vl-curve: less than one case month under observation" "ten days of one case" \
	vl-curve -w 0 --since 2024-01-01 --until 2024-01-20 "$TMP/one.csv"
printf 'case_id,date,amount\na,2024-01-10,2251799813.685248\nb,2024-01-10,0\n' >"$TMP/large.csv"
is "$(vl-curve -w 0 --since 2024-01 --until 2024-03 -n 0 -m per_case -e amount "$TMP/large.csv" |
	sed 1d | cut -d, -f 3,5)" 2,2251799813.685248 \
	"2^51 millionths in a case month"
echo a,2024-01-10,0.000001 >>"$TMP/large.csv"
fails 3 "vl-curve: the amounts of one case month are too large to add up" "one more" \
	vl-curve -w 0 --since 2024-01 --until 2024-03 -e amount "$TMP/large.csv"
awk 'BEGIN { print "case_id,date,minutes,topic"
	for (i = 1; i <= 600; i++) printf "c%d,2024-01-10,60,t%d\n", i, i }' >"$TMP/many.csv"
fails 2 "vl-curve: --by: the column makes 600 groups, also of cases without a value; at most 500" \
	"more groups than anybody could read" vl-curve --by topic -w 0 --since 2024-01 \
	--until 2024-03 "$TMP/many.csv"
for options in "--replicates 100" "-B 0" "--seed 2"; do
	# shellcheck disable=SC2086
	fails 2 "vl-curve: --daily has no bands to draw: it goes without --replicates and --seed
vl-curve: 'vl-curve -h' lists the options" "--daily $options" vl-curve --daily $options "$TMP/one.csv"
done
fails 2 "vl-curve: option --measure: 'mean': must be one of per_case, per_open, per_seen, same_cases, \
cumulative
vl-curve: 'vl-curve -h' lists the options" "an unknown measure" vl-curve -m mean "$TMP/one.csv"
fails 2 "vl-curve: option --months: '-1': must be a whole number from 0 to 1200
vl-curve: 'vl-curve -h' lists the options" "months below 0" vl-curve -n -1 "$TMP/one.csv"

for replicates in 1 99 1000001 few; do
	fails 2 "vl-curve: option --replicates: '$replicates': must be 0 or a whole number from 100 to \
1000000
vl-curve: 'vl-curve -h' lists the options" "-B $replicates" vl-curve -B $replicates "$TMP/one.csv"
done
run vl-curve -B 100 -n 0 "$TMP/in.csv"
is "$status$err" 0 "-B 100 is enough"

# ---- the settings -----------------------------------------------------------------------------
run oracle --meta "$TMP/meta.json" -m per_case
is "$status$err" 0 "--meta is silent"
sed 's|"file": ".*/tests|"file": "tests|; s|"cases": ".*/cases.csv"|"cases": "cases.csv"|
	s|"version": "[^"]*"|"version": ""|' "$TMP/meta.json" >"$TMP/meta"
same "$TMP/meta" "$TOP/tests/golden/curve.meta.json" "--meta: golden"

# ---- forms --------------------------------------------------------------------------------------
# The machines' forms carry every digit, of which the last may differ from one C library to the
# next: their goldens are those of vl-figures and template.
for form in text excel markdown; do
	oracle -f $form -n 2 >"$TMP/form"
	same "$TMP/form" "$TOP/tests/golden/curve.$form" "--format $form: golden"
done
oracle -f text -n 2 --hmm >"$TMP/form"
same "$TMP/form" "$TOP/tests/golden/curve.hmm" "--hmm: golden"
if command -v jq >/dev/null; then
	oracle -f json | jq -r '.[] | [.case_month, .measure, .n, .exposure, .total, .value, .se,
		.lower95, .upper95, .lower95s, .upper95s] | map(tostring) | join(",")' >"$TMP/json"
	oracle | cut -d, -f 1-11 >"$TMP/csv"
	agrees "$TMP/json" "$TMP/csv" "json: jq reads the numbers of the CSV form" -v tolerance=1e-15
	is "$(oracle -f json | jq -c '[.[0].smooth, .[0].flag]')" '[null,""]' "json: null where CSV is empty"
else
	skip "jq is not installed"
	skip "jq is not installed"
fi

# ---- threads -----------------------------------------------------------------------
# 45,000 rows are enough to be shared; a damaged one is told as if one thread had read them.
vl-simulate -o "$TMP/large" --inflow 60 -n 30 --seed 9
LARGE=$TMP/large/consultations.csv
vl-curve -w 0 -b site -j 1 "$LARGE" >"$TMP/one"
for threads in 2 5; do
	vl-curve -w 0 -b site -j $threads "$LARGE" >"$TMP/several"
	same "$TMP/several" "$TMP/one" "the same bytes with $threads threads"
done
vl-curve -w 0 -b site "$LARGE" >"$TMP/several"
same "$TMP/several" "$TMP/one" "and with as many as there are"
sed '20000s/20[0-9][0-9]-/2024-13-/' "$LARGE" >"$TMP/bad.csv"
vl-curve -j 1 "$TMP/bad.csv" >/dev/null 2>"$TMP/one"
vl-curve -j 3 "$TMP/bad.csv" >/dev/null 2>"$TMP/several"
same "$TMP/several" "$TMP/one" "the same message"
grep -q ':20000:' "$TMP/one"
ok $? "in its line"
fails 2 "vl-curve: option --threads: '0': must be a whole number from 1 to 64
vl-curve: 'vl-curve -h' lists the options" "no thread at all" vl-curve -j 0 "$LARGE"

# ---- a case table of those that lasted ----------------------------------------------
cases=$TMP/large/cases.csv
vl-curve -c "$cases" "$LARGE" >/dev/null 2>"$TMP/err"
is "$(cat "$TMP/err")" "" "all cases are listed: nothing to warn of"
awk -F, 'NR == FNR { came[$2]; next } FNR == 1 || $1 in came' "$LARGE" "$cases" >"$TMP/lasted.csv"
vl-curve -c "$TMP/lasted.csv" "$LARGE" >/dev/null 2>"$TMP/err"
since=$(awk -F, 'NR > 1 && (!first || $3 < first) { first = $3 } END { print substr(first, 1, 8) "01" }' "$LARGE")
before=$(awk -F, -v since="$since" 'NR > 1 && $2 && $2 < since' "$TMP/lasted.csv" | wc -l)
is "$(sed 's/: if the table.*//' "$TMP/err")" "vl-curve: $TMP/lasted.csv: warning: $before of $before cases that \
began before the export came in it" "only those that came in it: a warning"
vl-curve -c "$TMP/lasted.csv" --since $((${since%%-*} + 1))-06 "$LARGE" >/dev/null 2>"$TMP/err"
is "$(sed 's/: if the table.*//' "$TMP/err")" "vl-curve: $TMP/lasted.csv: warning: $before of $before cases that \
began before the export came in it" "of a later window, too"
{ cat "$TMP/lasted.csv"; awk -F, 'NR == FNR { came[$2]; next } FNR > 1 && !($1 in came)' "$LARGE" "$cases" | head -n 1; } >"$TMP/stray.csv"
vl-curve -c "$TMP/stray.csv" "$LARGE" >/dev/null 2>"$TMP/err"
is "$(sed 's/: if the table.*//' "$TMP/err")" "vl-curve: $TMP/stray.csv: warning: $before of $((before + 1)) cases \
that began before the export came in it" "one that never came does not hide it"
{ head -n 1 "$TMP/lasted.csv"; awk -F, -v since="$since" '$2 < since' "$TMP/lasted.csv" | head -n 19; } >"$TMP/few.csv"
vl-curve -c "$TMP/few.csv" "$LARGE" >/dev/null 2>"$TMP/err"
is "$(cat "$TMP/err")" "" "of a few all may have come"
# Begun on the 10th, which is before the first whole month.
awk -F, -v first="${since%01}10" 'NR == FNR { if (FNR == 1 || $2 >= first) { print >young; began[$1] } next }
	FNR == 1 || $2 in began' young="$TMP/young.csv" "$cases" "$LARGE" >"$TMP/records.csv"
vl-curve -c "$TMP/young.csv" "$TMP/records.csv" >/dev/null 2>"$TMP/err"
is "$(cat "$TMP/err")" "" "a service that begins in the middle of a month, with all of its cases"

# ---- groups of cases that began before the window ------------------------------------------
for tool in vl-curve vl-panel; do
	$tool -c "$cases" -b service "$LARGE" >/dev/null 2>"$TMP/err"
	is "$(cat "$TMP/err")" "" "$tool: the case table has the column: nothing to warn of"
	cut -d, -f1-2 "$cases" >"$TMP/bare.csv"
	$tool -c "$TMP/bare.csv" -b service "$LARGE" >/dev/null 2>"$TMP/err"
	never=$(awk -F, -v since="$since" 'NR == FNR { came[$2]; next } FNR > 1 && !($1 in came) && $2 < since' \
		"$LARGE" "$TMP/bare.csv" | wc -l)
	is "$(cat "$TMP/err")" "$tool: $TMP/bare.csv: warning: $never cases began before the window, did not come in \
it and have no group, since the table has no column 'service': effort of the groups in later months is too high" \
		"$tool: it has not: a warning"
	$tool -c "$TMP/bare.csv" "$LARGE" >/dev/null 2>"$TMP/err"
	is "$(cat "$TMP/err")" "" "$tool: without groups it does not matter"
done
done_testing
