#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-predict: the prognosis again in R; nothing of the future has a part; files of prognoses; small and
# odd services; every refusal.
# shellcheck source=tests/cmd/lib.sh
. "$(dirname "$0")/lib.sh"
REFEREE=$TOP/tests/referee
cd "$TMP" || exit 1

vl-simulate -o sim --start 2018-01 -n 72 --inflow 12 -s 4
EXPORT=sim/consultations.csv

# cell FILE WHERE COLUMN: of the first row whose line begins so.
cell() {
	awk -F, -v want="$3" -v start="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == want) c = i }
		index($0, start) == 1 { print $c; exit }' "$1"
}
# quiet COMMAND...: without its warnings.
quiet() {
	"$@" 2>/dev/null
}

# ---- by other means ----------------------------------------------------------------------
quiet vl-predict "$EXPORT" >all.csv
if command -v Rscript >/dev/null; then
	Rscript "$REFEREE/predict.R" "$EXPORT" 2018-01-01 2023-12-31 all.csv >r.out 2>&1
	ok $? "R has the same prognoses from the first weeks: $(tail -n 1 r.out)"
	cut -d, -f1,5 sim/cases.csv >persons.csv
	quiet vl-predict -c persons.csv --features household,service "$EXPORT" >rich.csv
	Rscript "$REFEREE/predict.R" "$EXPORT" 2018-01-01 2023-12-31 rich.csv persons.csv >r.out 2>&1
	ok $? "... and with household and service: $(tail -n 1 r.out)"
else
	skip "R is not installed"
	skip "R is not installed"
fi
# Open on the last day: a contact in the last six months.
awk -F, 'NR > 1 && $1 != "" { print $1 }' all.csv | LC_ALL=C sort >listed
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) n[$i] = i; next }
	$n["case_id"] != "" && ($n["status"] == "held" || $n["status"] == "") &&
	$n["date"] >= "2023-06" { print $n["case_id"] }' "$EXPORT" | LC_ALL=C sort -u >open
same listed open "each open case has a row, and nobody else"
is "$(cut -d, -f1 all.csv | sed 1d | sort | uniq -d)" "" "... one"
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) n[$i] = i; next }
	$n["q10"] > $n["q50"] || $n["q50"] > $n["q90"] || $n["prob_over"] <= 0 ||
	$n["prob_over"] >= 1 || $n["similar_over"] > $n["similar_n"] || $n["similar_n"] != 50 ||
	(NR > 2 && $n["prob_over"] > before) { print }
	{ before = $n["prob_over"] }' all.csv >odd
is "$(cat odd)" "" "quantiles rise, chances fall and are none of 0 and 1, fifty are similar"

# ---- time ----------------------------------------------------------------------------------
awk -F, 'NR == 1 || $0 ~ /,2018-|,2019-|,2020-|,2021-|,2022-/' "$EXPORT" >early.csv
quiet vl-predict --until 2022-12 "$EXPORT" >one.csv
quiet vl-predict --until 2022-12 early.csv >two.csv
same one.csv two.csv "what comes after the window has no part"
quiet vl-predict --check "$EXPORT" >check.csv
quiet vl-predict --check --until 2022-12 "$EXPORT" >before.csv
grep '^landmark,20[0-9][0-9]-H.,' before.csv >earlier
grep '^landmark,20[0-9][0-9]-H.,' check.csv >now
# The last half-year of the shorter window was not seen whole.
last=$(tail -n 1 earlier | cut -d, -f2)
grep -v ",$last," earlier >whole
[ "$(wc -l <whole)" -gt 20 ]
ok $? "there are earlier half-years"
grep -vxFf now whole >changed
is "$(cat changed)" "" "rows of later years change no score of an earlier half-year"
sort -R "$EXPORT" --random-source="$EXPORT" | grep -v '^contact_id' >shuffled.body
{ head -n 1 "$EXPORT"; cat shuffled.body; } >shuffled.csv
quiet vl-predict shuffled.csv >shuffled.out
same shuffled.out all.csv "the order of rows has no part"
quiet vl-predict -j 1 "$EXPORT" >one.csv
same one.csv all.csv "nor has the number of threads"
quiet vl-predict --from 2023-01 "$EXPORT" >one.csv
quiet vl-predict --from 2023-01 --until 2023-06 "$EXPORT" >two.csv
cut -d, -f1,2,4,5,7-14 one.csv >one.cut
cut -d, -f1,2,4,5,7-14 two.csv >two.cut
same one.cut two.cut "--from a day in the window: only what lay before it"
is "$(sed 1d one.csv | cut -d, -f4,5,15 | sort -u)" "2023-01-01,2023-12-31,states" \
	"--from: its twelve months, all cases by their state"
is "$(cell two.csv "$(sed -n 2p two.csv | cut -d, -f1)" used)" "$(awk -F, -v \
	id="$(sed -n 2p two.csv | cut -d, -f1)" 'NR == 1 { for (i = 1; i <= NF; i++) n[$i] = i; next }
	$n["case_id"] == id && $n["status"] == "held" && $n["date"] >= "2023-01-01" &&
	$n["date"] <= "2023-06-30" { sum += $n["minutes"] } END { printf "%.15g", sum / 60 }' \
	"$EXPORT")" "used: what the months have seen already"

# Months that begin later: chances, similar cases and the check are all about them.
column() { # FILE NAME: the sum of a column
	awk -F, -v want="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == want) c = i; next }
		{ sum += $c } END { printf "%.6f", sum }' "$1"
}
quiet vl-predict --from 2024-01 --save-check next.check "$EXPORT" >next.csv
quiet vl-predict --from 2024-12 --save-check later.check --meta later.json "$EXPORT" >later.csv
is "$(awk -v p="$(column next.csv prob_over)" -v q="$(column later.csv prob_over)" \
	-v s="$(column next.csv similar_over)" -v t="$(column later.csv similar_over)" 'BEGIN {
	print (q < .7 * p && t < .7 * s && s > 0) }')" 1 \
	"fewer reach it a year later: by the chances and by the similar cases"
is "$(awk -v m="$(cell next.check 'open,(all),share' value)" \
	-v n="$(cell later.check 'open,(all),share' value)" 'BEGIN { print (n < .7 * m) }')" 1 \
	"... and by the check"
is "$(grep -c '"lead_months": 11' later.json)" 1 "... as --meta says"
run vl-predict --from 2024-12 --explain "$EXPORT"
is "$(printf '%s\n' "$out" | tr '\n' ' ' | grep -c 'begin 11 months later than the one after 2023-12')" \
	1 "... and the text"
is "$(cut -d, -f14 later.csv | sed 1d | sort -u)" 50 "fifty are followed for 23 months"
quiet vl-predict --from 2020-12 --until 2019-12 "$EXPORT" >early.csv
is "$(cut -d, -f13,14 early.csv | sed 1d | sort -u)" , "in two years nobody is: empty cells"
run vl-predict --from 2020-12 --until 2019-12 --explain "$EXPORT"
is "$(printf '%s\n' "$out" | tr '\n' ' ' | grep -c "followed for 23 months: there are no similar ones \
to count\. The window is too short to check that: it needs 24 months before the first prediction and 23 \
after it")" 1 "... and the text says why"

# A window that ends within a month: the states are those at the end of the month before, and who came only since
# then has none, which is said.
vl-predict --paths 100 --meta open.json --until 2023-06-17 "$EXPORT" >june.csv 2>warned
awk -F, 'NR == FNR { listed[$1] = 1; next }
	FNR == 1 { for (i = 1; i <= NF; i++) n[$i] = i; next }
	$n["case_id"] != "" && $n["status"] == "held" && $n["date"] >= "2023-06-01" &&
	$n["date"] <= "2023-06-17" && !($n["case_id"] in listed) { left[$n["case_id"]] = 1 }
	END { print length(left) }' june.csv "$EXPORT" >count
is "$(($(cat count) > 1))" 1 "some came in the first days of June for the first time, or again"
is "$(grep -c "warning: $(cat count) cases are not listed: they came for the first time, or again, after \
the last whole month that is known (--until)" warned)" 1 "... a warning says how many have no row"
is "$(grep -E 'cases_left_out|days_passed_over' open.json | tr -dc '0-9\n' | tr '\n' ' ')" \
	"17 $(cat count) " "... and --meta"
run vl-predict --paths 100 --until 2023-06-17 --explain "$EXPORT"
is "$(printf '%s\n' "$out" | tr '\n' ' ' | grep -c "that at the end of 2023-05, the last whole month known: \
what was recorded after it has no part in the prediction. $(cat count) cases that came after it for the first \
time, or again, are not listed")" 1 "... and the text"
run vl-predict --paths 100 --until 2023-06-30 --explain "$EXPORT"
is "$(printf '%s\n' "$out" "$err" | grep -c -e 'last whole month' -e 'not listed')" 0 "whole months: not a word"
awk -F, -v OFS=, 'NR > 1 { for (i = 1; i <= NF; i++) if ($i ~ /^20[0-9][0-9]-/)
	$i = substr($i, 1, 4) + 55 substr($i, 5) } { print }' "$EXPORT" | grep -v 02-29 >far.csv
quiet vl-predict --from 2079-12 far.csv >late.csv
is "$(cut -d, -f4,5 late.csv | sed 1d | sort -u)" 2079-12-01,2080-11-29 \
	"a year after the last day that there can be"

# ---- the check -----------------------------------------------------------------------------
is "$(cell check.csv 'landmark,(all),bias' n)" "$(awk -F, '$1 == "landmark" && $3 == "bias" &&
	$2 != "(all)" { n += $4 } END { print n }' check.csv)" "half-years make up all"
is "$(cell check.csv 'open,(all),bias' n)" "$(awk -F, '$1 == "open" && $3 == "bias" &&
	($2 == "0-2" || $2 == "3-11" || $2 == "12+") { n += $4 } END { print n }' check.csv)" \
	"so do the groups of open cases"
awk -F, '$1 == "landmark" && $2 == "(all)" { v[$3] = $5 } $1 == "landmark" && $2 ~ /^risk/ {
	n += $4; given += $4 * $5 * ($3 == "predicted"); came += $4 * $5 * ($3 == "share") }
	END { n /= 2; print ((given / n - v["predicted"]) ^ 2 + (came / n - v["share"]) ^ 2 < 1e-20 &&
	v["brier"] < v["brier_constant"] && v["auc"] > .7 && v["cover80"] > .7) }' check.csv >good
is "$(cat good)" 1 "fifths add up to the whole; the prognosis is worth something here"
quiet vl-predict --check --since 2021-01 "$EXPORT" >short.csv
is "$(cut -d, -f1,2 short.csv | grep -c '^landmark,20')" 0 "a short window: ten folds, no half-years"

# ---- charts --------------------------------------------------------------------------------
if command -v gnuplot >/dev/null; then
	vl-plot -T text check.csv >chart
	is "$?:$(grep -c 'first weeks' chart):$(grep -c 'Chance given' chart)" 0:1:1 "a reliability diagram"
	vl-plot -T text all.csv >chart
	is "$?:$(grep -c 'Place in the list' chart):$(grep -c 'F0' chart)" 0:1:0 \
		"a ranked list that names nobody"
else
	skip "gnuplot is not installed"
fi
fails 2 "vl-plot: all.csv: a table of vl-predict is drawn as it is: neither --measure nor --column" \
	"a measure of a list" vl-plot -T text -m per_case all.csv
awk -F, -v OFS=, 'NR == 3 { $7 = "much" } { print }' all.csv >wrong.csv
fails 3 "vl-plot: wrong.csv:3:$(sed -n 3p all.csv | cut -d, -f1-6 | awk '{ print length($0) + 2 }'): \
column 'value': not a number with '.' for decimals" "a cell that is no number" vl-plot -T text wrong.csv
head -n 1 all.csv >empty.csv
fails 3 "vl-plot: empty.csv: a table without rows; there is nothing to draw" "an empty list" \
	vl-plot -T text empty.csv

# ---- approvals -----------------------------------------------------------------------------
quiet vl-predict --min-prob 0.2 "$EXPORT" >some.csv
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) n[$i] = i } NR == 1 || $n["prob_over"] >= 0.2' all.csv >want
same some.csv want "--min-prob"
first=$(sed -n 2p all.csv | cut -d, -f1)
second=$(sed -n 3p all.csv | cut -d, -f1)
third=$(sed -n 4p all.csv | cut -d, -f1)
cat >approvals.csv <<END
case_id,applied,decided,hours,from,to
$first,2023-10-01,2023-10-20,50,2023-11-01,2024-06-30
$second,2022-10-01,2022-10-20,50,2022-11-01,2023-12-31
$third,2023-12-20,,,,
END
quiet vl-predict --approvals approvals.csv "$EXPORT" >some.csv
grep -v "^$first," all.csv >want
same some.csv want "--approvals: a running approval, no ended or undecided one"
printf 'case_id,from,to\n%s,2024-02-01,2024-01-01\n' "$first" >wrong.csv
fails 3 "vl-predict: wrong.csv:2:$((${#first} + 13)): column 'to': the approval ends before it begins
vl-predict: wrong.csv: 1 of 1 rows break a rule: nothing was computed" "a wrong approval" \
	vl-predict --recalibrate --approvals wrong.csv "$EXPORT"

# ---- recalibration -------------------------------------------------------------------------
quiet vl-predict --recalibrate "$EXPORT" >recalibrated.csv
slope=$(cell check.csv 'open,(all),calibration_slope' value)
intercept=$(cell check.csv 'open,(all),calibration_intercept' value)
last=$(grep ,states, all.csv | tail -n 1 | cut -d, -f1)
is "$(awk -v p="$(cell all.csv "$last," prob_over)" -v a="$intercept" -v b="$slope" \
	-v got="$(cell recalibrated.csv "$last," prob_over)" 'BEGIN {
	want = 1 / (1 + exp(-a - b * log(p / (1 - p)))); print (got / want - 1) ^ 2 < 1e-20 }')" 1 \
	"--recalibrate puts the check's line over the chances"
is "$(cell recalibrated.csv "$last," value)" "$(cell all.csv "$last," value)" "... and leaves the hours"

# ---- a prognosis in a file -------------------------------------------------------------------
quiet vl-predict --save-model model.csv "$EXPORT" >one.csv
same one.csv all.csv "--save-model changes nothing"
quiet vl-predict --model model.csv "$EXPORT" >two.csv
is "$(cut -d, -f1 two.csv | sort)" "$(cut -d, -f1 all.csv | sort)" "--model: the same cases"
awk -F, 'NR == FNR { v[$1] = $7; p[$1] = $12; next } FNR > 1 && $15 == "landmark" && $1 in v {
	n++; off += ($7 - v[$1]) ^ 2; size += v[$1] ^ 2; if ((p[$1] - $12) ^ 2 > .01) far++ }
	END { print (n > 3 && off < .02 * size && !far) }' all.csv two.csv >near
is "$(cat near)" 1 "... and nearly the same hours and chances"
is "$(sed 1d two.csv | awk -F, '$15 == "landmark"' | cut -d, -f13,14 | sort -u)" , \
	"nobody can be counted from a file"
is "$(grep -c "F0[0-9]" model.csv)" 0 "the file has no id"
vl-simulate -o small --start 2022-01 -n 20 --inflow 2 -s 9
quiet vl-predict --model model.csv small/consultations.csv >small.csv
[ "$(wc -l <small.csv)" -gt 1 ]
ok $? "a small service borrows the prognosis of a large one"
damage() { # SED STATUS MESSAGE WHAT
	sed "$1" model.csv >damaged.csv
	fails 3 "vl-predict: damaged.csv:$2
vl-predict: damaged.csv: the prognosis cannot be read: nothing was computed" "$3" \
		vl-predict --recalibrate --model damaged.csv "$EXPORT"
}
damage 's/^version,verlauf-prognosis,2/version,verlauf-prognosis,1/' "2:27: column 'a': a prognosis \
of another version; this program reads version 2" "another version"
damage 's/^setting,weeks,8/setting,weeks,9/' "5:15: column 'a': must be a whole number from 6 to 8" \
	"weeks out of range"
damage '/^feature,silence/d' "20:1: column 'part': out of place: a prognosis has 'feature silence' here" \
	"a line is missing"
damage 's/^feature,silence,[^,]*/feature,silence,1e999/' "20:17: column 'a': not a number with '.' \
for decimals" "no number"
damage 's/^end,,\([0-9]*\)/end,,1\1/' "$(wc -l <model.csv):6: column 'a': not the number of rows up to \
this one" "rows do not count up"
lines=$(wc -l <model.csv)
is "$(sed -n 's/^end,,\([0-9]*\),\([0-9]*\),,$/\1 \2/p' model.csv)" \
	"$((lines - 1)) $(head -n "$((lines - 1))" model.csv | cksum | cut -d ' ' -f 1)" \
	"the end states the rows and the checksum of cksum(1)"
changed="column 'b': not the checksum of the rows before: the file was changed"
at=$(sed -n 's/^\(end,,[0-9]*,\).*/\1/p' model.csv | wc -c)
damage 's/^former,cases,/&1/' "$lines:$at: $changed" "a number changed by hand"
damage 's/^\(step,,[^,]*,[0-9]*\)\.[0-9]*/\1/' "$lines:$at: $changed" "decimals gone"
damage '$s/[0-9],,$/,,/' "$lines:$at: $changed" "cut off within the checksum"
damage '$s/,[0-9]*,,$/,,,/' "$lines:$at: column 'b': not a number with '.' for decimals" "no checksum"
awk '{ printf "%s\r\n", $0 }' model.csv >crlf.csv
quiet vl-predict --model crlf.csv "$EXPORT" >again.csv
same again.csv two.csv "other line ends change nothing"
head -n "$((lines - 1))" model.csv >damaged.csv
fails 3 "vl-predict: damaged.csv: the file ends before the prognosis does: 'end ' is missing" \
	"a shortened file" vl-predict --recalibrate --model damaged.csv "$EXPORT"
head -c "$(($(wc -c <model.csv) / 2))" model.csv >damaged.csv
run vl-predict --recalibrate --model damaged.csv "$EXPORT"
is "$status:$out" "3:" "a file cut off in the middle"
fails 3 "vl-predict: $EXPORT:1: not a prognosis of vl-predict --save-model: its first line is \
part,name,a,b,c,d" "another file" vl-predict --model "$EXPORT" "$EXPORT"
fails 3 "vl-predict: model.csv: this prognosis is about effort as 'hours', these data have 'count'" \
	"another unit" vl-predict --model model.csv -e minutes:count "$EXPORT"
fails 5 "vl-predict: none.csv: cannot open: No such file or directory" "no such file" \
	vl-predict --model none.csv "$EXPORT"

# ---- small and odd services --------------------------------------------------------------------
# service CASES MINUTES LATE: each case three contacts in its first weeks, one in three of them after
# day 28 where LATE is 1, and later ones of so many minutes.
service() {
	awk -v cases="$1" -v minutes="$2" -v late="$3" 'BEGIN {
		print "case_id,date,minutes"
		for (i = 0; i < cases; i++) {
			year = 2020 + int(i / 24)
			month = 1 + int(i % 24 / 2)
			printf "c%03d,%d-%02d-%02d,60\n", i, year, month, 1 + i % 28
			if (late && i % 3 == 0) {
				month = month % 12 + 1
				year += month == 1
				printf "c%03d,%d-%02d-%02d,30\n", i, year, month, 5 + i % 22
			}
			if (minutes)
				printf "c%03d,%d-%02d-%02d,%d\n", i, year + 1, month, 1 + i % 28,
					minutes * (1 + i % 5)
		}
	}'
}
service 15 60 1 >few.csv
fails 4 "vl-predict: few.csv: warning: the window ends 868 days after the last record: if the \
export does not reach so far, the months without records look like a decline (--until)
vl-predict: a prognosis needs 20 former cases that were seen for 421 days after their \
first contact; there are 15 (15 came to day 56)" "15 former cases" vl-predict -w 30 --since 2019-12 --until 2023-12 few.csv
service 30 60 1 >some.csv
run vl-predict -w 30 --since 2019-12 --until 2023-12 --explain some.csv
is "$status" 0 "30 former cases: two groups"
is "$(printf '%s\n' "$out" | grep -c 'They are too few for a model')" 1 "... and it is said so"
service 60 0 1 >zero.csv
run vl-predict -w 30 --since 2019-12 --until 2023-12 --meta zero.json zero.csv
is "$status:$(grep -c two_groups zero.json)" "0:1" "all zero: two groups of zeros"
fails 4 "vl-predict: zero.csv: warning: the window ends 561 days after the last record: if the \
export does not reach so far, the months without records look like a decline (--until)
vl-predict: there is no calibration line to apply: the check of earlier half-years needs \
cases on both sides of the threshold" "all zero: nothing to calibrate by" \
	vl-predict -w 30 --since 2019-12 --until 2023-12 --recalibrate --from 2022-12 zero.csv
service 90 600 0 >apart.csv
run vl-predict -w 30 --since 2019-12 --until 2023-12 --meta apart.json apart.csv
is "$status:$(grep -c mixture apart.json)" "0:1" "all come again, none late: the ridge bears it"
printf 'case_id,date,minutes\na,2024-01-02,60\nb,2024-01-30,60\n' >short.csv
fails 4 "vl-predict: no case whose first contact is known has come to day 56 in the window: there is \
nothing to learn from" "no case past the landmark" vl-predict -w 0 --partial short.csv
fails 4 "vl-predict: no case whose first contact is known has come to day 56 in the window: there is \
nothing to learn from" "all may have begun before" vl-predict --since 2023-09 --until 2023-12 "$EXPORT"
sed 1,40d sim/cases.csv >part.body
{ head -n 1 sim/cases.csv; grep -v "^$first," part.body; } >part.csv
run vl-predict --recalibrate -c part.csv "$EXPORT"
is "$status:$(printf '%s\n' "$err" | grep -c 'cases with consultations are not in the case table')" \
	0:1 "cases that the case table does not have: a warning with their number"

# ---- the command -----------------------------------------------------------------------------
fails 2 "vl-predict: option --weeks: '5': must be a whole number from 6 to 8
vl-predict: 'vl-predict -h' lists the options" "weeks" vl-predict --weeks 5 "$EXPORT"
fails 2 "vl-predict: option --min-prob: '35': must be a number from 0 to 1
vl-predict: 'vl-predict -h' lists the options" "probability" vl-predict --min-prob 35 "$EXPORT"
fails 2 "vl-predict: only one of --model and --save-model
vl-predict: 'vl-predict -h' lists the options" "both directions" \
	vl-predict --model a --save-model b "$EXPORT"
fails 2 "vl-predict: with --from every case is predicted from its state: it goes without --weeks, \
--features, --model and --save-model
vl-predict: 'vl-predict -h' lists the options" "--from and the first weeks" \
	vl-predict --from 2024-01 --weeks 7 "$EXPORT"
fails 2 "vl-predict: weeks, months and features stand in the file of --model: it goes without --weeks, \
--months and --features
vl-predict: 'vl-predict -h' lists the options" "--model and --months" \
	vl-predict --model model.csv --months 6 "$EXPORT"
fails 2 "vl-predict: --from must lie in the window or at most a year after its end" "--from too far" \
	vl-predict --from 2025-06 "$EXPORT"
fails 2 "vl-predict: --features household needs the persons of a case table: --cases
vl-predict: 'vl-predict -h' lists the options" "--features without a case table" \
	vl-predict --features household "$EXPORT"
for options in "--check --min-prob 0.2" "--explain --min-prob 0.2" "--check --by service"; do
	# shellcheck disable=SC2086
	fails 2 "vl-predict: --check and --explain name no cases: they go without --min-prob and --by
vl-predict: 'vl-predict -h' lists the options" "$options" vl-predict $options "$EXPORT"
done
fails 2 "vl-predict: only one of --check and --explain
vl-predict: 'vl-predict -h' lists the options" "two results" vl-predict --check --explain "$EXPORT"

# ---- what people read --------------------------------------------------------------------------
run vl-predict --explain "$EXPORT"
is "$(printf '%s\n' "$out" | grep -c 'no case is$\|no case is decided')" 1 \
	"the text says that no case is decided by it"
run vl-predict -f text "$EXPORT"
is "$(printf '%s\n' "$out" | grep -c '^case  *case month')" 1 "text: the notes, then the table"
run vl-predict --recalibrate --explain "$EXPORT"
is "$(printf '%s\n' "$out" | tr '\n' ' ' | grep -c 'are of the chances before that; the corrected ones')" 1 \
	"the text says what --recalibrate was checked on: nothing else"

done_testing
