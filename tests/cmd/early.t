#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-early: values against R and the oracle, the landmark's borders, refusals, words, charts.
# shellcheck source=tests/cmd/lib.sh
. "$(dirname "$0")/lib.sh"
REFEREE=$TOP/tests/referee
EVENTS=$TOP/../shared/data/events
cd "$TMP" || exit 1

# Means and contrasts of a table of vl-early, with the keys in front.
means() {
	awk -F, -v OFS=, 'NR == 1 || /^per_/ || /^zero/ { print $1, $2, $3, $4, $5, $6, $7, $9, $10 }' "$1"
}
contrasts() {
	awk -F, -v OFS=, 'NR == 1 || /^difference/ || /^ratio/ { print $1, $12, $4, $5, $6, $7 }' "$1"
}

vl-simulate -o sim --start 2019-01 -n 60 --inflow 8 -s 3
EXPORT=sim/consultations.csv
CASES=sim/cases.csv

# ---- the oracle ------------------------------------------------------------------------

# Cases followed for all of months 0 to 12; the rest is partly followed. The oracle's limits of the
# ratio are normal; ours have t, as early.R has it below.
CONTACTS=$TOP/tests/ref/split_contacts.csv
awk -F, 'function month(day) { return substr(day, 1, 4) * 12 + substr(day, 6, 2) }
	NR == FNR { if (FNR > 1) { m = month($2); if (m > end) end = m
		if (!($1 in first) || m < first[$1]) first[$1] = m }; next }
	FNR == 1 || first[$1] + 12 <= end' "$CONTACTS" "$CONTACTS" >whole.csv
vl-early --calendar -w 0 --partial --meta oracle.json whole.csv >oracle.csv
awk -F, '
	$1 == "per_case" && $2 == "early" { print "n_early," $3; print "mean_early," $4 }
	$1 == "per_case" && $2 == "not_early" { print "n_not," $3; print "mean_not," $4 }
	$1 == "per_seen" && $2 != "all" { print ($2 == "early" ? "per_seen_early," : "per_seen_not,") $4 }
	$1 == "difference" && $12 == "per_case" { print "diff," $4; print "diff_se," $5
		print "diff_lo_welch," $6; print "diff_hi_welch," $7 }
	$1 == "ratio" && $12 == "per_case" { print "ratio," $4; print "log_ratio_se," $5 }
	$1 == "difference" && $12 == "per_seen" { print "per_seen_diff," $4
		print "per_seen_diff_se," $5 }' oracle.csv >got.rows
sed -n 's/.*"welch_df": \(.*\),/welch_df,\1/p' oracle.json >>got.rows
{ echo name,value; cat got.rows; } >got
cut -d, -f1 got.rows | sort >names
awk -F, 'NR == FNR { wanted[$1]; next } $1 in wanted' names "$TOP/tests/ref/split_expected.csv" >want
is "$(wc -l <want)" 15 "the oracle has fifteen of these numbers"
agrees want got "the oracle, by R and in exact fractions" -v keys=1 -v tolerance=1e-10
is "$(awk -F, '/^difference.*per_case/ { print ($8 > 0 && $8 <= 0.001) }' oracle.csv)" 1 \
	"p is as small as Welch's"
is "$(vl-early --calendar -w 0 --partial "$CONTACTS" | awk -F, '/^per_case,all/ { print ($3 > 103) }')" 1 \
	"partly followed cases take part"

# ---- R, from the raw export --------------------------------------------------------------

# second WHAT FILE EFFORT SINCE UNTIL "OPTIONS OF R" OPTIONS...
second() {
	second_what=$1 file=$2 effort=$3 since=$4 until=$5 options=$6
	shift 6
	# shellcheck disable=SC2086 # a list of options
	Rscript "$REFEREE/early.R" "$file" "$effort" "$since" "$until" $options >r.csv 2>err
	is "$?:$(cat err)" 0: "Rscript tests/referee/early.R: $second_what"
	vl-early -B 0 -w 0 --since "$since" --until "$until" "$@" "$file" >table.csv
	means table.csv >got
	grep -v -e ^difference -e ^ratio r.csv >want
	agrees want got "R: means, $second_what" -v tolerance=1e-9
	contrasts table.csv >got
	grep -e ^difference -e ^ratio r.csv >want
	agrees want got "R: differences and ratios, $second_what" -v tolerance=1e-9
}
if command -v Rscript >/dev/null; then
	second "elapsed months" "$EXPORT" minutes 2019-01-01 2023-12-31 divide=60
	second "calendar months, a window that ends within one" "$EXPORT" minutes 2019-01-01 \
		2023-11-17 "calendar divide=60" --calendar
	second "six weeks" "$EXPORT" minutes 2019-01-01 2023-12-31 "weeks=6 divide=60" --weeks 6
	second "eight weeks, two contacts, up to month 18" "$EXPORT" minutes 2019-01-01 2023-12-31 \
		"weeks=8 contacts=2 months=18 divide=60" --weeks 8 --min-contacts 2 -n 18
	# Every estimate anew for each permuted labelling; the tool permutes influence values.
	p=$(vl-early -w 0 --since 2019-01 --until 2023-12 --min-contacts 5 "$EXPORT" |
		awk -F, '/^difference.*per_case/ { print $8 }')
	Rscript "$REFEREE/early.R" "$EXPORT" minutes 2019-01-01 2023-12-31 contacts=5 divide=60 \
		permute=1000 >r.p
	ok "$(awk -v p="$p" '{ error = sqrt((p + 0.001) * (1 - p) / 1000)
		exit !(p > 0 && $1 - p < 4 * error && p - $1 < 4 * error) }' r.p; echo $?)" \
		"R: p from whole estimates, $(cat r.p), is that of the tool, $p"
else
	skip "Rscript is not installed"
fi

# ---- many cases: Welch's t instead of permutations -----------------------------------------

awk 'BEGIN { print "case_id,date,minutes"
	for (i = 0; i < 11000; i++) {
		printf "%d,2024-01-%02d,60\n", i, 1 + i % 28
		if (i % 2) printf "%d,2024-02-%02d,15\n", i, 1 + i % 29
		printf "%d,2024-0%d-%02d,%d\n", i, 3 + i % 7, 1 + i % 30, 15 * (1 + i * i % 13 + i % 2 * (i % 5 == 1))
	} }' >many.csv
vl-early --calendar -w 0 -m per_case --since 2024-01 --until 2024-12 --meta many.json many.csv >many 2>/dev/null
is "$(sed -n 's/.*"test": "\(.*\)",/\1/p' many.json)" welch "more than 5000 cases on both sides"
if command -v Rscript >/dev/null; then
	df=$(sed -n 's/.*"welch_df": \(.*\),/\1/p' many.json)
	awk -F, -v df="$df" '/^difference/ { printf "cat(2 * pt(-abs(%s / %s), %s))", $4, $5, df }' many >p.R
	{ echo p; Rscript p.R | awk '{ print "p," $1 }'; } >want
	awk -F, '/^difference/ { print "key,p"; print "p," $8 }' many >got
	agrees want got "R: p of Welch's t test" -v keys=1 -v tolerance=1e-6
	ok "$(awk -F, '$1 == "p" && $2 > 0.0001 && $2 < 0.9 { good = 1 } END { exit !good }' got; echo $?)" \
		"which is neither 0 nor 1"
else
	skip "Rscript is not installed"
fi

# ---- real logs: strong effects, and one that is reversed -----------------------------------

# By calendar months 2 to 11, all of them followed: early, not early, and their share.
by_awk() {
	tr -d '"' <"$1" | awk -F, -v since="$2" -v until="$3" '
		function month(day) { return substr(day, 1, 4) * 12 + substr(day, 6, 2) }
		NR == 1 { next }
		$2 < since || $2 > until { next }
		{ n++; id[n] = $1; at[n] = month($2); amount[n] = $3
			if (!($1 in first) || at[n] < first[$1]) first[$1] = at[n] }
		END {
			for (i = 1; i <= n; i++) if (at[i] == first[id[i]] + 1) early[id[i]] = 1
			for (c in first) { side = c in early; if (first[c] + 11 <= month(until)) cases[side]++ }
			for (i = 1; i <= n; i++) { age = at[i] - first[id[i]]
				if (age >= 2 && age <= 11 && first[id[i]] + 11 <= month(until))
					sum[id[i] in early] += amount[i] }
			printf "early,%.12g,%.12g\nnot_early,%.12g,%.12g\n", cases[1],
				sum[1] / cases[1] / 10, cases[0], sum[0] / cases[0] / 10 }'
}
# All cases of these logs are followed for all of months 0 to 11.
real() { # NAME SINCE UNTIL WORDS
	if [ ! -f "$EVENTS/$1.csv" ]; then
		skip "../shared/data is absent"
		return
	fi
	vl-early --calendar -n 11 -w 0 -B 200 -e amount --since "$2" --until "$3" "$EVENTS/$1.csv" >table.csv
	awk -F, -v OFS=, 'NR == 1 { print "group,n,value" }
		$1 == "per_case" && $2 != "all" { print $2, $3, $4 }' table.csv >got
	by_awk "$EVENTS/$1.csv" "$2" "$3" >want
	agrees want got "awk: $1" -v keys=1 -v tolerance=1e-10
	vl-early --explain --calendar -n 11 -w 0 -B 200 -e amount --since "$2" --until "$3" \
		"$EVENTS/$1.csv" | tr '\n' ' ' >said
	ok "$(grep -q "$4" said; echo $?)" "in words: $1: $4"
}
real cdnow_master 1997-01-01 1998-06-30 'Cases that came back early needed 10.15 units a month more'
real grocery_elog 2006-01-01 2007-12-31 'Cases that came back early needed 0.53 units a month more'
real traffic_fines 2006-06-01 2012-12-31 'Reversed: cases that came back early needed 0.15'

# ---- by hand ---------------------------------------------------------------------------------

cat >small.csv <<'END'
case_id,date,minutes
A,2024-01-02,60
A,2024-02-20,30
A,2024-03-20,90
B,2024-01-15,90
B,2024-02-01,45
B,2024-04-09,30
C,2024-01-05,30
C,2024-04-30,30
D,2024-01-09,45
END
# shellcheck disable=SC2317 # called by way of run
small() {
	vl-early --calendar -w 0 --since 2024-01 --until 2024-04 "$@" small.csv
}
run small
is "$(printf '%s\n' "$out" | head -n 1)" \
	"measure,group,n,value,se,lower95,upper95,p_value,exposure,total,last_month,of,flag" "the columns"
is "$(printf '%s\n' "$out" | sed -n '/^per_case/p; /^zero/p' | cut -d, -f1-5,9-11)" \
	"per_case,early,2,0.5,0.25,4,2,3
per_case,not_early,2,0.125,0.125,4,0.5,3
per_case,all,4,0.3125,0.15728821740147395,8,2.5,3
zero_share,early,2,0,0,2,0,3
zero_share,not_early,2,0.5,0.5,2,1,3
zero_share,all,4,0.25,0.25,4,1,3" "a small service: means and shares"
is "$(printf '%s\n' "$out" | awk -F, '/^difference.*per_case/ { print $3, $4, $8 }')" \
	"4 0.375 0.6666666666666666" "the difference, and p: 4 of 6 ways"
run small --meta meta.json
is "$(sed -n '/"last_month"/,/plain/p' meta.json | tr -d ' \n')" \
	'"last_month":3,"test":"exact","stratified":0,"plain_p":0.6666666666666666,' "--meta"
run small -m per_seen
is "$(printf '%s\n' "$out" | cut -d, -f1,12 | sort -u | tr '\n' ' ')" \
	"difference,per_seen measure,of per_seen, ratio,per_seen share, zero_share, " "--measure"
run small --curve -m per_case
is "$(printf '%s\n' "$out" | cut -d, -f1-7,14 | grep -e ^case -e ^1 -e ^3)" \
	"case_month,group,measure,n,exposure,total,value,flag
1,early,per_case,2,2,1.25,0.625,before_landmark
3,early,per_case,2,2,0.5,0.25,
1,not_early,per_case,2,2,0,0,before_landmark
3,not_early,per_case,2,2,0.5,0.25,
3,difference,per_case,4,4,,0," "--curve: both courses, and the difference after the landmark"

# ---- the borders of the landmark ---------------------------------------------------------------

# A case with contacts at age 0 and $1, another with one at age 0 alone; options after.
side() {
	age=$1
	shift
	{ echo case_id,date,minutes
		date -u -d "2024-01-01 + $age days" +a,%Y-%m-%d,60
		echo a,2024-01-01,60
		echo b,2024-01-01,60
		echo c,2024-01-01,60
		echo c,2024-02-05,60; } >side.csv
	vl-early -w 0 --since 2024-01 --until 2024-12 "$@" side.csv |
		awk -F, '$1 == "per_case" && $2 == "early" { print $3 }'
}
if date -u -d '2024-01-01 + 30 days' >/dev/null 2>&1; then
	is "$(for age in 30 31 60 61; do side $age; done | tr '\n' ' ')" "1 2 2 1 " \
		"elapsed: days 31 to 60 are month 1"
	is "$(for age in 28 29 42 43; do side $age --weeks 6; done | tr '\n' ' ')" "1 2 2 1 " \
		"six weeks: days 29 to 42"
	is "$(for age in 28 29 56 57; do side $age --weeks 8; done | tr '\n' ' ')" "1 2 2 1 " \
		"eight weeks: days 29 to 56"
	is "$(for age in 30 31 59 60; do side $age --calendar; done | tr '\n' ' ')" "1 2 2 1 " \
		"calendar: February, of 29 days"
else
	skip "date has no -d"
fi
head -n 4 small.csv >late.csv
echo E,2024-03-20,60 >>late.csv
sed 1d small.csv | grep -e '^B' -e '^C' -e '^D' >>late.csv
printf 'case_id,first_contact\nE,2023-12-20\n' >starts.csv
run vl-early --calendar -w 0 --since 2024-01 --until 2024-04 -c starts.csv -f text late.csv
is "$(printf '%s\n' "$out" | grep -c 'early days')" 0 \
	"a case that enters with its month 1 was observed in it"
printf 'case_id,first_contact\nE,2023-11-20\n' >starts.csv
run vl-early --calendar -w 0 --since 2024-01 --until 2024-04 -c starts.csv -f text late.csv
is "$(printf '%s\n' "$out" | grep 'early days')" \
	"1 case left out: its early days were not observed whole" "one that enters later was not"

# ---- refusals ------------------------------------------------------------------------------------

fails 4 "vl-early: nothing to compare: none of the 4 cases came back early" "nobody came back" \
	small --min-contacts 2
grep -v -e '^C' -e '^D' small.csv >both.csv
fails 4 "vl-early: nothing to compare: all of the 2 cases came back early, there is none without an \
early contact" "all came back" vl-early --calendar -w 0 --since 2024-01 --until 2024-04 both.csv
fails 4 "vl-early: no case was observed beyond its landmark (4 are too young, 0 were not yet observed \
in their early days)" "all too young" vl-early --calendar -w 0 --since 2024-01 --until 2024-02-29 small.csv
fails 4 "vl-early: too little was seen after the landmark: both sides need a month in which two of \
their cases were under observation" "a week after the landmark" \
	vl-early --calendar -w 0 --since 2024-01 --until 2024-03-07 small.csv
fails 4 "vl-early: no case whose first contact is known lies in the window (4 cases began before it \
or in its first 183 days: --washout, --cases)" "washout" vl-early --since 2024-01 --until 2024-04 small.csv
hint="
vl-early: 'vl-early -h' lists the options"
fails 2 "vl-early: --weeks counts days: it goes without --calendar$hint" "--weeks and --calendar" \
	small --weeks 7
fails 2 "vl-early: option --weeks: '9': must be a whole number from 6 to 8$hint" "--weeks 9" \
	vl-early --weeks 9 small.csv
fails 2 "vl-early: option --min-contacts: '0': must be a whole number from 1 to 31$hint" \
	"--min-contacts 0" small --min-contacts 0
fails 2 "vl-early: option --months: '1': must be a whole number from 2 to 1200$hint" "--months 1" \
	small --months 1
fails 2 "vl-early: option --measure: 'cumulative': must be one of per_case, per_open, per_seen$hint" \
	"--measure cumulative" small -m cumulative
fails 2 "vl-early: option --replicates: '7': must be 0 or a whole number from 100 to 1000000$hint" \
	"-B 7" small -B 7
fails 2 "vl-early: only one of --curve and --explain$hint" "--curve --explain" small --curve --explain
fails 2 "vl-early: --explain speaks of all measures: it goes without --measure$hint" \
	"--explain -m" small --explain -m per_open
fails 2 "vl-early: --explain prints sentences: it has no other form than text$hint" "--explain -f csv" \
	small --explain -f csv
fails 3 "vl-early: broken.csv:10:3: column 'date': there is no such day
vl-early: broken.csv: 1 of 9 rows break a rule: nothing was computed" "a wrong row" \
	sh -c 'sed "10s/01-09/02-30/" small.csv >broken.csv; exec vl-early broken.csv'
sed '1s/minutes/duration/' small.csv >column.csv
run vl-early column.csv
is "$status:$out" "2:" "a missing column: status 2"

# ---- one case, nothing, infinity -----------------------------------------------------------------

# rows of one measure as value, limits, flag
brief() {
	printf '%s\n' "$out" | awk -F, -v OFS=, -v m="$1" '$1 == m && $12 ~ /^(per_case)?$/ {
		print $2, $4, $6, $8, $13 }'
}
grep -v '^B' small.csv >one.csv
run vl-early --calendar -w 0 --since 2024-01 --until 2024-04 one.csv
is "$status:$(brief per_case | head -n 1)" "0:early,0.75,,,unreliable" \
	"one case in a group: its mean without interval"
is "$(brief difference):$(brief ratio)" "all,0.625,,,unreliable:all,6,,,unreliable" \
	"and no interval, no p of difference and ratio"
run vl-early --explain --calendar -w 0 --since 2024-01 --until 2024-04 one.csv
ok "$(printf '%s\n' "$out" | grep -q '^One case alone shows no spread'; echo $?)" "in words"
grep -v '^C,2024-04' small.csv >zero.csv
run vl-early --calendar -w 0 --since 2024-01 --until 2024-04 zero.csv
is "$status:$(brief ratio)" "0:all,,,,infinite" "the others needed nothing: an infinite ratio"
is "$(brief per_case | sed -n 2p | cut -d, -f2,5)" "0," "their mean is 0"
ok "$(printf '%s\n' "$out" | awk -F, '/^per_case,not_early/ { exit !($6 == 0 && $7 > 0) }'; echo $?)" \
	"with an upper limit"
run vl-early --explain --calendar -w 0 --since 2024-01 --until 2024-04 zero.csv
ok "$(printf '%s\n' "$out" | grep -q '^The ratio is infinite'; echo $?)" "in words"
grep -v -e '-03-' -e '-04-' small.csv >nothing.csv
run vl-early --calendar -w 0 --since 2024-01 --until 2024-04 nothing.csv
is "$status:$(brief difference):$(brief ratio)" "0:all,0,,,unreliable:all,,,,unreliable" \
	"nobody needed anything: 0 without interval"
run vl-early --explain --calendar -w 0 --since 2024-01 --until 2024-04 nothing.csv
ok "$(printf '%s\n' "$out" | grep -q '^None of these cases needed anything'; echo $?)" "in words"
run small --explain
ok "$(printf '%s\n' "$out" | tr '\n' ' ' | grep -q 'No difference that this number of cases could show: 0.50 hours per case and month with an early contact, 0.13 without; the difference is 0.38 (95 % interval -1.35 to 2.10, p = 0.667). The smallest true difference that would have been shown in 8 of 10 such services is 2.05 hours a month'; echo $?)" \
	"no difference shown, and how large it would have had to be"

# ---- words ------------------------------------------------------------------------------------------

run vl-early --explain "$EXPORT"
printf '%s\n' "$out" >got
same got "$TOP/tests/golden/early.explain" "--explain"
run vl-early -f text "$EXPORT"
printf '%s\n' "$out" >got
same got "$TOP/tests/golden/early.text" "text"
run vl-early --explain -b site "$EXPORT"
is "$(printf '%s\n' "$out" | grep -c '^site: ')" "$(($(vl-panel -b site "$EXPORT" | sed 1d |
	cut -d, -f2 | sort -u | wc -l) + 1))" "--explain speaks of each group, and of all"

if [ -d "${LOCALES:-/nonexistent}/de_DE.UTF-8" ]; then
	LOCPATH=$LOCALES LC_ALL=de_DE.UTF-8 vl-early -f text -b site "$EXPORT" >german
	is "$(sed -n 's/^\(Maß  *site\) .* \(Wert\) .*/\1 \2/p' german | tr -s ' ')" "Maß site Wert" \
		"headings in German, but for the file's own column"
	ok "$(grep -q '^Anteil .* 0,50' german; echo $?)" "the tables' own words too, and decimal commas"
	LOCPATH=$LOCALES LC_ALL=de_DE.UTF-8 vl-early -f csv -b site "$EXPORT" >german
	vl-early -f csv -b site "$EXPORT" >english
	same german english "... but in CSV they are the same everywhere"
else
	skip "no German locale"
fi

# ---- groups -----------------------------------------------------------------------------------------

# A group's rows are those of its cases alone; p has random numbers of its own.
vl-early -b site -B 0 "$EXPORT" >by.csv
site=$(sed 1d by.csv | cut -d, -f2 | grep -v '^(' | sort -u | head -n 1)
vl-panel -b site -w 0 "$EXPORT" | awk -F, -v site="$site" '$2 == site { print $1 }' | sort -u >ids
awk -F, 'NR == FNR { wanted[$1]; next } FNR == 1 || $2 in wanted' ids "$EXPORT" >site.csv
since=$(sed -n 's/.*"since": "\(.*\)",/\1/p' oracle.json)
vl-early -B 0 --meta window.json "$EXPORT" >/dev/null
since=$(sed -n 's/.*"since": "\(.*\)",/\1/p' window.json)
until=$(sed -n 's/.*"until": "\(.*\)",/\1/p' window.json)
vl-early -B 0 --since "$since" --until "$until" site.csv >want
awk -F, -v OFS=, -v site="$site" 'NR == 1 || $2 == site' by.csv | cut -d, -f1,3- >got
same got want "--by: the group $site is that of its cases alone"
vl-early -B 0 "$EXPORT" >want
awk -F, 'NR == 1 || $2 == "(all)"' by.csv | cut -d, -f1,3- >got
same got want "--by: all cases are as without it"
vl-early -b period -B 0 -m per_case "$EXPORT" >by.csv
is "$(head -n 1 by.csv | cut -d, -f1-3):$(sed 1d by.csv | cut -d, -f2 | sort -u | head -n 2 | tr '\n' ' ')" \
	"measure,period,group:(all) 2019-H2 " "--by period: half-years of first contact"
is "$(awk -F, '$1 == "share" { if ($2 == "(all)") all = $4; else sum += $4 } END { print sum == all }' \
	by.csv)" 1 "which add up"
# ---- the curves ---------------------------------------------------------------------------------------

vl-early --curve -B 0 --min-contacts 1 -w 0 --since 2019-01 --until 2023-12 "$EXPORT" >curve.csv
# The early cases by vl-panel: a contact in month 1, and a month 2.
vl-panel -w 0 --since 2019-01 --until 2023-12 "$EXPORT" | awk -F, '$2 == 1 && $6 > 0 { early[$1] }
	$2 == 2 { past[$1] } END { for (c in early) if (c in past) print c }' >ids
awk -F, 'NR == FNR { wanted[$1]; next } FNR == 1 || $2 in wanted' ids "$EXPORT" >early.csv
vl-curve -B 0 -w 0 -n 12 --since 2019-01 --until 2023-12 early.csv |
	awk -F, 'NR == 1 || $2 ~ /^per_/' | cut -d, -f1-9 >want
awk -F, 'NR == 1 || $2 == "early"' curve.csv | cut -d, -f1,3-10 >got
same got want "--curve: the early course is vl-curve's of these cases"
awk -F, -v OFS=, 'NR > 1 && $1 > 1 && $2 != "difference" { key = $1 OFS $3
		s = $2 == "early" ? 1 : -1; value[key] += s * $7; v[key] += $8 * $8; n[key] += $4 }
	END { for (key in value) printf "%s,%d,%.15g,%.15g\n", key, n[key], value[key], sqrt(v[key]) }' \
	curve.csv >want
awk -F, -v OFS=, 'NR == 1 || $2 == "difference" { print $1, $3, $4, $7, $8 }' curve.csv >got
agrees want got "--curve: differences and their standard errors" -v tolerance=1e-10
vl-early --curve "$EXPORT" >curve.csv
is "$(awk -F, 'NR > 1 && $9 != "" && $11 != "" && !($11 <= $9 + 1e-12 && $12 >= $10 - 1e-12)' curve.csv)" \
	"" "--curve: the joint bands are the wider ones"
is "$(awk -F, 'NR > 1 && $2 == "difference" && $11 == ""' curve.csv)" "" "each difference has one"
is "$(awk -F, 'NR > 1 { print $2 ":" ($14 ~ /before_landmark/) ":" ($1 < 2) }' curve.csv | sort -u |
	tr '\n' ' ')" "difference:0:0 early:0:0 early:1:1 not_early:0:0 not_early:1:1 " \
	"months 0 and 1 are flagged"

# ---- amounts as large as they get ------------------------------------------------------------------------

{ echo case_id,date,amount
  for id in a b c d; do echo $id,2024-01-10,1; done
  printf '%s\n' a,2024-02-15,1 b,2024-02-15,1 a,2024-04-01,2251799813.685247 c,2024-04-01,1 \
	a,2024-05-01,0.000001; } >large.csv
is "$(vl-early -w 0 --since 2024-01 --until 2024-12 -m per_case -e amount large.csv |
	awk -F, '/^per_case,early/ { print $3, $10 }')" "2 2251799813.685248" \
	"2^51 millionths after the landmark"
echo a,2024-05-02,0.000001 >>large.csv
fails 3 "vl-early: the amounts of one case are too large to add up" "one more" \
	vl-early -w 0 --since 2024-01 --until 2024-12 -e amount large.csv

# ---- what must not change a byte ------------------------------------------------------------------------

vl-early "$EXPORT" >plain.csv
{ head -n 1 "$EXPORT"; sed 1d "$EXPORT" | LC_ALL=C sort -t, -k7,7r -k3,3r; } >shuffled.csv
vl-early shuffled.csv >got
same got plain.csv "whatever the order of rows in the file"
vl-early "$EXPORT" >got
same got plain.csv "the same once more"
vl-simulate -o large --start 2019-01 -n 48 --inflow 60 -s 9
for option in '' '--by service' '--calendar -n 30'; do
	# shellcheck disable=SC2086 # a list of options
	vl-early -w 0 $option -j 1 large/consultations.csv >want
	# shellcheck disable=SC2086
	vl-early -w 0 $option -j 3 large/consultations.csv >got
	same got want "three threads, the same bytes${option:+: $option}"
done
# Rows after a stated window change nothing before it.
vl-early --since 2019-01 --until 2022-06 "$EXPORT" >want
awk -F, 'NR == 1 || $3 <= "2022-06-30"' "$EXPORT" >past.csv
vl-early --since 2019-01 --until 2022-06 past.csv >got
same got want "what comes after the window does not matter"
vl-early -s 7 -B 500 "$EXPORT" | cut -d, -f1-7 >got
cut -d, -f1-7 plain.csv >want
same got want "another seed and fewer draws move nothing but p"
vl-early --cases "$CASES" -w 0 --since 2021-01 --until 2023-06 "$EXPORT" >got
is "$(awk -F, '/^per_case,all/ { print ($3 > 100) }' got)" 1 "known first contacts, no washout"

# ---- charts ---------------------------------------------------------------------------------------------

if command -v gnuplot >/dev/null; then
	vl-plot --script curve.csv >script
	is "$(grep -c '^plot' script):$(grep -c 'set arrow from first 1.5, graph 0' script)" 2:2 \
		"the chart has two frames, and the landmark in both"
	run vl-plot -T svg curve.csv
	ok "$(printf '%s\n' "$out" | grep -q 'landmark: compare what follows'; echo $?)" \
		"svg: the legend says what the line means"
	run vl-plot -T text curve.csv
	is "$status:$(printf '%s\n' "$out" | grep -c -e 'Both courses' -e 'Difference (early less')" 0:2 \
		"a chart of text has both frames, too"
	run vl-plot -T png --size 320x533 -o small.png curve.csv
	is "$status:$err" "0:" "320 pixels are enough"
	run vl-plot -T svg --panels curve.csv
	is "$status" 0 "a frame for each"
	vl-early --curve -b site "$EXPORT" >by.csv
	run vl-plot -T svg by.csv
	is "$status:$(printf '%s\n' "$out" | grep -c 'difference')" 0:0 "with --by: courses alone"
	is "$(vl-plot --script by.csv | grep -c '^plot')" "$(sed 1d by.csv | cut -d, -f2 | sort -u |
		grep -cv '^(')" "with a frame for each group"
	# A group that has one side only: both of its frame's places are there all the same.
	awk -F, -v site="$site" '$2 != site || $3 != "not_early"' by.csv >sided.csv
	run vl-plot -T svg sided.csv
	is "$status:$err" "0:" "a group without one of the sides"
else
	skip "gnuplot is not installed"
fi

done_testing
