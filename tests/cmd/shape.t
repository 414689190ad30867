#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-curve: the shape of the curve (smooth, --summary, --explain), --same-cases and --daily.
. "$(dirname "$0")/lib.sh"
REF=$TOP/tests/ref
GOLDEN=$TOP/tests/golden

sed '1s/,start,/,first_contact,/' "$REF/curve_cases.csv" >"$TMP/cases.csv"
oracle() {
	vl-curve --cases "$TMP/cases.csv" --since 2019-07 --until 2021-12 --washout 0 -n 12 "$@" \
		"$REF/curve_contacts.csv"
}

# ---- the smooth line: tests/ref/smooth_expected.csv, of the same data ---------------------------
oracle -m per_case | awk -F, 'NR == 1 || $1 > 0 { print $1 "," $12 }' >"$TMP/got"
cut -d, -f 1,5 "$REF/smooth_expected.csv" | sed 1d >"$TMP/want"
agrees "$TMP/want" "$TMP/got" "smooth: oracle smooth_expected" -v tolerance=1e-10 -v keys=1
is "$(oracle | awk -F, '$12 != "" && ($1 == 0 || $2 == "cumulative")')" "" \
	"no line through month 0, none through sums"
is "$(oracle --summary | sed -n 's/^lambda,\([0-9]*\),.*/\1/p')" 10000 "lambda of the oracle"

# ---- the rise, from the case-months of vl-panel --------------------------------------------------
# psi_i = sum_k w_k (x_ik - r_k e_ik) / e_k; Var = G/(G-1) sum_i psi_i^2 (verlauf-methods(7), "Rise").
vl-panel --cases "$TMP/cases.csv" --since 2019-07 --until 2021-12 --washout 0 \
	"$REF/curve_contacts.csv" >"$TMP/panel"
awk -F, -v OFMT=%.17g -v CONVFMT=%.17g 'NR > 1 { cases[$1] = 1 }
	NR > 1 && $2 >= 1 && $2 <= 9 { e[$2] += $4; x[$2] += $5; ei[$1, $2] = $4; xi[$1, $2] = $5 }
	END {
		for (k = 1; k <= 9; k++) {
			r[k] = x[k] / e[k]
			w[k] = k <= 3 ? -1 / 3 : k >= 5 ? 1 / 5 : 0
			rise += w[k] * r[k]
		}
		for (i in cases) {
			G++
			psi = 0
			for (k = 1; k <= 9; k++)
				if ((i, k) in ei)
					psi += w[k] * (xi[i, k] - r[k] * ei[i, k]) / e[k]
			sum += psi * psi
		}
		se = sqrt(sum * G / (G - 1))
		print "rise," rise "," rise - 1.959963984540054 * se "," rise + 1.959963984540054 * se
	}' "$TMP/panel" >"$TMP/want"
oracle --summary | cut -d, -f 1-4 | grep -e '^measure' -e '^rise' >"$TMP/got"
agrees "$TMP/want" "$TMP/got" "rise and its limits: from the case-months" -v keys=1

if command -v Rscript >/dev/null; then
	Rscript "$TOP/tests/referee/levels.R" "$TMP/panel" >"$TMP/want"
	oracle --summary | cut -d, -f 1-4 | grep -e '^measure' -e '^months_' >"$TMP/got"
	agrees "$TMP/want" "$TMP/got" "R: the levels of months 1-3 and 5-9" -v keys=1 -v tolerance=1e-9
else
	skip "no Rscript: levels"
fi

# ---- the same cases ------------------------------------------------------------------------------
vl-simulate --months 48 --inflow 40 --seed 5 >"$TMP/sim.csv" 2>"$TMP/err"
vl-curve --same-cases -B 0 "$TMP/sim.csv" >"$TMP/got"
grep ,same_cases, "$TMP/got" >"$TMP/same"
is "$(wc -l <"$TMP/same")" 12 "--same-cases: 12 months by default"
is "$(cut -d, -f 3 "$TMP/same" | sort -u | wc -l)" 1 "the same number of cases in each"
vl-panel "$TMP/sim.csv" | awk -F, -v OFS=, -v OFMT=%.17g -v CONVFMT=%.17g '
	NR > 1 && $2 < 12 { open[$1] += $8; e[$1, $2] = $4; x[$1, $2] = $5 }
	END {
		for (k = 0; k < 12; k++) {
			n = ex = xx = 0
			for (i in open)
				if (open[i] == 12) {
					n++
					ex += e[i, k]
					xx += x[i, k]
				}
			print k, n, ex, xx, xx / ex
		}
	}' >"$TMP/want"
{ echo "case_month,n,exposure,total,value"; cut -d, -f 1,3-6 "$TMP/same"; } >"$TMP/part"
agrees "$TMP/want" "$TMP/part" "--same-cases: the cases open in all 12 months, from the case-months" -v keys=1 \
	-v tolerance=1e-11
vl-curve -B 0 "$TMP/sim.csv" >"$TMP/without"
grep -v ,same_cases, "$TMP/got" >"$TMP/rest"
same "$TMP/rest" "$TMP/without" "--same-cases changes nothing else"
is "$(vl-curve --same-cases=6 -m same_cases -B 0 "$TMP/sim.csv" | sed 1d | wc -l)" 6 "--same-cases=6"
is "$(vl-curve -m same_cases -B 0 "$TMP/sim.csv" | sed 1d | wc -l)" 12 "-m same_cases asks for it"

# ---- days: the published table of tests/ref/mcf_small_*, ages counted back from 31 December -------
awk -F, 'BEGIN { print "case_id,first_contact" }
	FNR > 1 { printf "%s,2024-12-%02d\n", $1, 31 - $3 }' "$REF/mcf_small_cases.csv" >"$TMP/starts.csv"
awk -F, 'BEGIN { print "case_id,date,minutes" } FNR == 1 { file++; next }
	file == 1 { exit_age[$1] = $3; next }
	{ printf "%s,2024-12-%02d,%g\n", $1, 31 - exit_age[$1] + $2, 60 * $3 }' \
	"$REF/mcf_small_cases.csv" "$REF/mcf_small_contacts.csv" >"$TMP/small.csv"
small() {
	vl-curve --daily -w 0 --since 2024-01 --until 2024-12 -c "$TMP/starts.csv" "$@" "$TMP/small.csv"
}
small --no-small-sample | cut -d, -f 1-5 >"$TMP/got"
awk -F, -v OFS=, 'NR > 1 { print $1, $2, $4, $6, $8 }' \
	"$REF/mcf_small_expected.csv" >"$TMP/want"
agrees "$TMP/want" "$TMP/got" "--daily: oracle mcf_small" -v keys=1
small | cut -d, -f 1,5 >"$TMP/got"
cut -d, -f 1,9 "$REF/mcf_small_expected.csv" | sed 1d >"$TMP/want"
agrees "$TMP/want" "$TMP/got" "--daily: with the factor G/(G-1)" -v keys=1
# 30.4375 days: month 0 ends with day 30, month 1 with day 60.
is "$(vl-curve --daily -n 1 "$TMP/sim.csv" | tail -n 1 | cut -d, -f 1)" 60 "--daily -n 1: two months"
vl-curve --daily -b service "$TMP/sim.csv" | grep ',(all),' | sed 's/,(all)//' >"$TMP/got"
vl-curve --daily "$TMP/sim.csv" | sed 1d >"$TMP/want"
same "$TMP/got" "$TMP/want" "--daily --by: the group (all) is the run without groups"
is "$(vl-curve --daily -b service "$TMP/sim.csv" | sed -n 1p)" \
	"age_day,service,n,total,value,se,lower95,upper95,flag" "--daily --by: columns"

# ---- forms, seeds, groups -----------------------------------------------------------------------
oracle --summary -f text >"$TMP/form"
same "$TMP/form" "$GOLDEN/shape.summary" "--summary: golden"
oracle --explain >"$TMP/form"
same "$TMP/form" "$GOLDEN/shape.explain" "--explain: golden"
vl-curve --explain --same-cases "$TMP/sim.csv" >"$TMP/form"
is "$(awk 'length > 80' "$TMP/form")" "" "--explain: lines of a terminal"
run vl-curve --explain -n 2 --same-cases "$TMP/sim.csv"
is "$status:$(printf '%s\n' "$out" | grep -c 'too few cases or months for a shape')" 0:2 \
	"--explain with two months says what is missing"
vl-curve --summary "$TMP/sim.csv" >"$TMP/one"
vl-curve --summary "$TMP/sim.csv" >"$TMP/two"
same "$TMP/two" "$TMP/one" "the same bytes again"
is "$(sed -n 1p "$TMP/one")" "measure,value,lower95,upper95,p_value,flag,curve" "--summary: columns"
is "$(sed 1d "$TMP/one" | cut -d, -f 1 | tr '\n' ' ')" "cases months months_1_3 months_5_9 rise \
peak_month peak_value start_level late_level core_from core_to lambda " "--summary: rows"
vl-curve --summary -b service "$TMP/sim.csv" | grep -e '^rise,(all),' -e '^months_1_3,(all),' |
	sed 's/,(all)//' >"$TMP/got"
grep -e '^rise,' -e '^months_1_3,' "$TMP/one" >"$TMP/want"
same "$TMP/got" "$TMP/want" "--summary --by: the group (all) is the run without groups"
is "$(vl-curve --summary -m per_open "$TMP/sim.csv" | sed 1d | cut -d, -f 7 | sort -u)" per_open \
	"--summary -m: the curve that it names"
is "$(vl-curve --summary -B 0 "$TMP/sim.csv" | sed -n 's/^peak_month//p')" ",,,,,unreliable,per_case" \
	"-B 0: no peak"
# Two curves known by hand: one flat, one that only falls.
awk 'BEGIN { print "case_id,date,minutes"
	for (i = 1; i <= 40; i++)
		for (m = 0; m < 24; m++)
			printf "c%02d,%d-%02d-%02d,%d\n", i, 2022 + int(m / 12), m % 12 + 1, 10,
				60 + (37 * i + 53 * m + 11 * i * m) % 97 }' >"$TMP/flat.csv"
vl-curve --calendar -w 0 --since 2022-01 --until 2023-12 --summary "$TMP/flat.csv" >"$TMP/got"
awk -F, '$1 == "peak_month" { exit !($3 <= 3 && $4 >= 20) }' "$TMP/got"
ok $? "a flat curve of 23 months: nearly all may be the peak"
is "$(grep -c no_inner_peak "$TMP/got")" 1 "... so no inner peak"
is "$(sed -n 's/^core_from//p' "$TMP/got")" ",,,,,unreliable,per_case" "no rise, no phases"
awk 'BEGIN { print "case_id,date,minutes"
	for (i = 1; i <= 40; i++)
		for (m = 0; m < 24; m++)
			printf "c%02d,%d-%02d-%02d,%d\n", i, 2022 + int(m / 12), m % 12 + 1, 10,
				300 - 10 * m + (5 * i + 7 * i * m) % 31 }' >"$TMP/falls.csv"
is "$(vl-curve --calendar -w 0 --since 2022-01 --until 2023-12 --explain "$TMP/falls.csv" | tr '\n' ' ' |
	grep -c 'The effort falls: .* less than .*the peak is month 2\. No inner peak: month 2')" 1 \
	"a falling curve is said to fall and has no inner peak"

explain_made_up() {
	vl-curve --calendar -w 0 --since 2022-01 --until 2023-12 --explain "$@" | tr '\n' ' '
}
is "$(explain_made_up -n 3 "$TMP/flat.csv" | grep -o 'No inner peak: [^.]*\.')" \
	"No inner peak: of three months only the one in the middle can be named." "--explain: three months"
# A hill at three heights: its borders are the same in every sample of cases.
awk 'BEGIN { print "case_id,date,minutes"
	for (i = 1; i <= 50; i++)
		for (m = 0; m < 24; m++)
			printf "c%02d,%d-%02d-%02d,%d\n", i, 2022 + int(m / 12), m % 12 + 1, 10,
				(m >= 6 && m <= 9 ? 40 : m < 6 ? 10 + m : 20) * (1 + i % 3) }' >"$TMP/hill.csv"
is "$(explain_made_up "$TMP/hill.csv" | grep -c 'core phase begins in month 6 and ends in month 9 (')" 1 \
	"--explain: a border that no sample moves"
# Half of the cases 10 minutes up, half down, one a minute more: -1 / 60 / 40 hours.
awk 'BEGIN { print "case_id,date,minutes"
	for (i = 1; i <= 40; i++)
		for (m = 0; m < 24; m++)
			printf "c%02d,%d-%02d-%02d,%d\n", i, 2022 + int(m / 12), m % 12 + 1, 10,
				60 + (m >= 5 && m <= 9 ? (i % 2 ? 10 : -10) - (i == 1) : 0) }' >"$TMP/zero.csv"
is "$(explain_made_up "$TMP/zero.csv" | grep -o 'by [-0-9.]* hours')" "by 0.00 hours" \
	"--explain: no sign of zeros"
is "$(explain_made_up "$TMP/zero.csv" | grep -o 'No inner peak: .* used end\.')" \
	"No inner peak: months 2 and 22 are among them, so the effort may be highest at the beginning or \
where the months used end." "--explain: both ends may be the peak, said once"
# Two high months and then hardly anything: the line swings below 0.
awk 'BEGIN { print "case_id,date,minutes"
	for (i = 1; i <= 12; i++)
		for (m = 0; m < 12; m++) {
			x = m < 2 ? 60 + i : m < 5 ? (i % 3 == m % 3) * 10 : 0
			if (x)
				printf "c%02d,2022-%02d-10,%d\n", i, m + 1, x
		} }' >"$TMP/low.csv"
is "$(vl-curve --calendar -w 0 --since 2022-01 --until 2022-12 -m per_case "$TMP/low.csv" |
	awk -F, 'NR > 2 { n += $12 == "0"; bad += $12 < 0 || $12 == "" } END { print (n > 0), bad + 0 }')" \
	"1 0" "smooth: effort is never below 0"

# ---- notes and errors ----------------------------------------------------------------------------
is "$(oracle -f text | grep -c '^With 61 cases the joint band is a little too narrow')" 1 \
	"fewer than 100 cases: a note on the joint band"
is "$(vl-curve -f text "$TMP/sim.csv" | grep -c 'too narrow')" 0 "100 cases and more: none"
is "$(oracle -f text -B 0 | grep -c 'too narrow')" 0 "no joint band: none"
awk -F, 'NR == 1 || $2 ~ /7$/' "$TMP/sim.csv" >"$TMP/less.csv"
is "$(vl-curve --explain -b service "$TMP/less.csv" | tr '\n' ' ' |
	grep -o 'In groups with fewer than 100 cases the joint band is a little too narrow\|too narrow' | uniq -c |
	tr -s ' ')" " 1 In groups with fewer than 100 cases the joint band is a little too narrow" \
	"--explain: the joint band once for all groups"
is "$(vl-curve -f text -b service "$TMP/less.csv" | grep -c '^In groups with fewer than 100')" 1 \
	"groups with fewer than 100 cases: a note"
printf 'case_id,date,minutes\na,2024-01-10,60\nb,2024-03-10,60\n' >"$TMP/one.csv"
is "$(vl-curve -f text -w 30 --since 2024-01 --until 2024-06 "$TMP/one.csv" |
	grep -c '^1 case by elapsed\|^1 case left out: it was\|^With 1 case the')" 3 "one case, one left out: words in the singular"
is "$(vl-curve --explain -w 30 --since 2024-01 --until 2024-06 "$TMP/one.csv" | grep -c '^1 case\.$')" 1 \
	"--explain: one case in the singular"
is "$(vl-curve --daily -f text -w 30 --since 2024-01 --until 2024-06 "$TMP/one.csv" |
	grep -c -e '^1 case by days' -e '^1 case left out: it was')" 2 "--daily: the same"
# Late entry: nobody is seen at ages 0 to 144, and only one case up to 205.
printf 'case_id,first_contact\nA,2023-06-10\nB,2023-08-10\n' >"$TMP/known.csv"
printf 'case_id,date,minutes\nA,2024-01-02,60\nB,2024-01-02,30\nA,2024-02-02,60\nB,2024-03-29,30\n' \
	>"$TMP/late.csv"
is "$(vl-curve -c "$TMP/known.csv" --daily "$TMP/late.csv" | sed 1d)" "145,1,0.5,,,,,unreliable
206,2,1,,,,,unreliable
232,2,0.5,,,,,unreliable
237,1,1,,,,,unreliable" "--daily: unknown after an age at which nobody is seen"
# p alone at first, then with two late ones: 1 + 1/3 + 1/2 / 3.
printf 'case_id,first_contact\np,2024-01-02\nq,2023-11-05\nr,2023-11-06\n' >"$TMP/known.csv"
printf 'case_id,date,minutes\np,2024-01-02,60\np,2024-03-10,30\nq,2024-01-10,60\n' >"$TMP/late.csv"
is "$(vl-curve -c "$TMP/known.csv" --daily --since 2024-01 --until 2024-03 "$TMP/late.csv" | sed 1d)" \
	"0,1,1,1,,,,unreliable
66,3,1,1.3333333333333333,,,,unreliable
68,3,0.5,1.5,,,,unreliable" "--daily: no variance after an age with one case"
hint="vl-curve: 'vl-curve -h' lists the options"
fails 2 "vl-curve: only one of --daily, --summary and --explain
$hint" "two results" vl-curve --summary --daily "$TMP/sim.csv"
fails 2 "vl-curve: the cumulative curve has no rise and no peak: choose another measure
$hint" "the shape of sums" vl-curve --summary -m cumulative "$TMP/sim.csv"
fails 2 "vl-curve: --explain prints sentences: it has no other form than text
$hint" "sentences as a table" vl-curve --explain -f csv "$TMP/sim.csv"
fails 2 "vl-curve: --daily counts days and knows one measure: it goes without --measure, --same-cases \
and --calendar
$hint" "months of a daily curve" vl-curve --daily --calendar "$TMP/sim.csv"
fails 2 "vl-curve: option --same-cases: '1': must be a whole number from 2 to 120
$hint" "one month is no course" vl-curve --same-cases=1 "$TMP/sim.csv"
fails 4 "vl-curve: no case whose first contact is known lies in the window (5 cases began before it \
or in its first 183 days: --washout, --cases)" "--daily without a case" \
	vl-curve --daily --since 2024-12 --until 2024-12 "$TMP/small.csv"
run vl-curve -f text --same-cases --until 2023-06 "$TMP/sim.csv"
is "$status:$(printf '%s\n' "$out" | grep -c '^No case is known to have been open for 12 months')" 0:1 \
	"--same-cases: a window too short for them is said"
done_testing
