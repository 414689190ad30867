#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-protect: blanks against an optimum by brute force and by hand, the tables of the other tools, random
# tables attacked by subtraction, rounding against Python's hmac, and every refusal.
# shellcheck source=tests/cmd/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1
umask 022

# Names of the blank cells of a table, and how many.
secrets() { tr ', ' '\n\n' | grep -c '=secret$'; }

# ---- one table with both margins -----------------------------------------------------------

run vl-protect --audit audit.csv "$TOP/tests/ref/suppress_input.csv"
is "$status:$err" 0: "a table with totals on both sides"
is "$out" "row,c1,c2,c3,c4,Sum,flag
r1,,,12,8,43,c1=secret c2=secret
r2,15,,,11,37,c2=secret c3=secret
r3,7,14,16,10,47,
r4,,12,,18,40,c1=secret c3=secret
Sum,43,38,39,47,167," "as the optimum by brute force costs: 38"
is "$(tail -n +2 audit.csv | cut -d, -f2- | sort)" "$(awk -F, 'NR > 1 {
	print "row=" $1 "," $2 "," ($4 == 1 ? "primary" : "complementary") "," $3 "," $5 "," $6 }' \
	"$TOP/tests/ref/suppress_optimal_expected.csv" | sort)" "and the audit is that of a linear program"
is "$(stat -c %a audit.csv)" 600 "the audit is for its owner alone"
run vl-protect -f text "$TOP/tests/ref/suppress_input.csv"
is "$out" "$(cat "$TOP/tests/golden/protect.text")" "for people: signs and sentences"
run vl-protect --explain "$TOP/tests/ref/suppress_input.csv"
is "$out" "$(cat "$TOP/tests/golden/protect.explain")" "the sentences alone"
sed '1s/Sum/gesamt/; 6s/Sum/Zusammen/' "$TOP/tests/ref/suppress_input.csv" >german.csv
is "$(vl-protect german.csv | secrets)" 6 "totals in German"
sed '1s/Sum/Alles in allem/; 6s/Sum/Alles in allem/' "$TOP/tests/ref/suppress_input.csv" >word.csv
is "$(vl-protect --total 'Alles in allem' word.csv | secrets)" 6 "a word of one's own for totals"
(head -n 1 "$TOP/tests/ref/suppress_input.csv"
	tail -n +2 "$TOP/tests/ref/suppress_input.csv" | sort -r) | vl-protect | sort >turned
vl-protect "$TOP/tests/ref/suppress_input.csv" | sort >straight
same turned straight "the order of rows does not matter"
cut -d, -f1-5 "$TOP/tests/ref/suppress_input.csv" | sed '$d' >alone.csv
is "$(vl-protect --count c1 --count c2 --count c3 --count c4 alone.csv | sed -n 2,5p)" \
	"r1,,,,,c1=secret c2=secret c3=secret c4=secret
r2,,,,,c1=secret c2=secret c3=secret c4=secret
r3,7,14,16,10,
r4,,,,,c1=secret c2=secret c3=secret c4=secret" "counts of the same cases: blank together"

# ---- by hand -------------------------------------------------------------------------------------

cat >hand.csv <<'END'
period,service,consultations,hours,active_cases,new_cases,flag,reopened_cases
2026-01,general,30,21.5,12,5,,0
2026-01,special,9,14,3,0,,0
2026-01,welcome,20,10,9,6,,0
2026-01,(all),59,45.5,24,11,,0
2026-02,general,31,20,11,2,new_cases=unreliable,0
2026-02,special,0,0,0,0,,0
2026-02,welcome,22,11,10,6,,0
2026-02,(all),53,31,21,8,,0
END
run vl-protect --audit audit.csv --meta meta.json hand.csv
is "$status:$err" "0:" "a small table by hand"
is "$out" "period,service,consultations,hours,active_cases,new_cases,flag,reopened_cases
2026-01,general,30,21.5,12,,new_cases=secret,0
2026-01,special,,,,0,consultations=secret hours=secret active_cases=secret,0
2026-01,welcome,,,,,consultations=secret hours=secret active_cases=secret new_cases=secret,0
2026-01,(all),59,45.5,24,11,,0
2026-02,general,31,20,11,,new_cases=unreliable new_cases=secret,0
2026-02,special,0,0,0,0,,0
2026-02,welcome,22,11,10,,new_cases=secret,0
2026-02,(all),53,31,21,8,,0" "three cases are blank, and the cheapest others with them"
is "$(sed -n '3,4p' audit.csv)" \
	"2,period=2026-01 service=special,consultations,primary,9,0,29
2,period=2026-01 service=special,hours,primary,14,0,24" "what can be told of the blanks"
is "$(grep -E '"(method|k|percent|primary|complementary|follow|one_group|doubtful)"' meta.json | tr -d ' \n')" \
	'"method":"blanks","k":5,"percent":0,"primary":4,"complementary":6,"follow":0,"one_group":0,"doubtful":0' \
	"--meta counts them"
run vl-protect -v hand.csv
is "$err" "vl-protect: hand.csv: rows: 8; blank: 4 small, 6 to protect them, 0 computed from them" "-v"
run vl-protect -q hand.csv
is "$status:$out$err" 1: "-q: it must not be published as it is"
vl-protect hand.csv >protected.csv
run vl-protect -q protected.csv
is "$status:$out$err" 0: "-q: protected it may"
vl-protect protected.csv >again.csv
same again.csv protected.csv "what is protected is left as it is"
vl-protect --k 3 hand.csv | cut -d, -f1-6,8 >three.csv
is "$(grep -c , three.csv):$(sed -n '7p' three.csv)" "9:2026-02,special,0,0,0,0,0" "zeros are printed"
is "$(vl-protect --k 3 hand.csv | secrets)" 2 "--k 3: three cases are enough, two are not"
(head -n 1 hand.csv; tail -n +2 hand.csv | sort -r) | vl-protect | sort >turned
sort protected.csv >straight
same turned straight "the order of rows does not matter"
# Stock and flow: open = open before - ended before + new + reopened, here 9 = 8 - 1 + 2 + 0.
cat >flow.csv <<'END'
period,active_cases,new_cases,ended_cases,open_cases,reopened_cases
2026-01,8,5,0,8,0
2026-02,8,6,6,14,0
2026-03,9,2,0,10,0
2026-04,9,6,0,16,0
END
is "$(vl-protect flow.csv)" "period,active_cases,new_cases,ended_cases,open_cases,reopened_cases,flag
2026-01,8,5,0,8,0,
2026-02,8,6,,14,0,ended_cases=secret
2026-03,9,,0,10,0,new_cases=secret
2026-04,9,6,0,16,0," "stock and flow: the ended of the month before are blank with the new"
# Only one service has cases: its total would tell it, and the warning says so.
cat >one.csv <<'END'
period,service,active_cases
2026-01,general,8
2026-01,special,0
2026-01,(all),8
END
run vl-protect one.csv
is "$status:$err" "0:vl-protect: one.csv: warning: rows or columns in which all cases lie in one group: 1; \
whoever knows of a case there knows its group" "all cases of a row in one group: a warning"
sed '2s/8/3/; 4s/8/6/' one.csv | vl-protect 2>err >out
is "$(sed -n '2,4p' out)" "2026-01,general,,active_cases=secret
2026-01,special,0,
2026-01,(all),,active_cases=secret" "a total with a single number in it is blank too"
# Dominance: 24 hours, of which 20 and 3 are those of two cases.
cat >dominated.csv <<'END'
period,hours,active_cases,largest_case,second_case
2026-01,24,9,20,3
2026-02,24,9,6,5
END
run vl-protect dominated.csv
is "$out" "period,hours,active_cases,flag
2026-01,,,hours=secret active_cases=secret
2026-02,24,9," "p% rule: what is left of the hours is less than 15 % of the largest case"

# A has 20 of January's hours, B 2 of them, the others half an hour each; February is even.
{ echo case_id,date,minutes
	echo A,2026-01-05,1200
	echo B,2026-01-06,120
	for id in C D E F G; do echo $id,2026-01-07,30; done
	for id in A B C D E F G; do echo $id,2026-02-10,60; done
} >large.csv
run vl-figures -w 0 --since 2026-01 --until 2026-02 --largest large.csv
is "$(printf '%s\n' "$out" | awk -F, '{ print $3 "," $4 "," $13 "," $14 }')" \
	"hours,active_cases,reopened_cases,largest_case
24.5,7,0,20
7,7,0,1" "vl-figures --largest"
is "$(printf '%s\n' "$out" | cut -d, -f15,16 | paste -s -d' ')" "second_case,all_cases 2,24.5 1,7" "and the second, and all"
vl-figures -w 0 --since 2026-01 --until 2026-02 --largest large.csv | vl-protect >out
is "$(cut -d, -f3,4 out)" "hours,active_cases
,
7,7" "hours of which one case has nearly all are blank"
is "$(head -n 1 out)" "$(vl-figures -w 0 large.csv | head -n 1)" "and those columns are gone"
# 8 hours of meetings make room beside the 24.5 hours of cases, of which all but two are 2.5, for whoever does not know them.
{ sed '1s/$/,activity/; 2,$s/$/,/' large.csv && echo ',2026-01-20,480,team'; } >meetings.csv
vl-figures -w 0 --since 2026-01 --until 2026-02 --largest meetings.csv >figures.csv
is "$(cut -d, -f3,14- figures.csv | paste -s -d' ')" "hours,largest_case,second_case,all_cases 32.5,20,2,24.5 7,1,1,7" \
	"work without a case is not in the hours of all cases"
is "$(vl-protect figures.csv | cut -d, -f3,4 | paste -s -d' ')" "hours,active_cases , 7,7" "nor does it hide a case that has nearly all of them"

# ---- random tables, attacked by subtraction ------------------------------------------------------

# Rows a to d, columns by --by, totals of both; numbers from 0 to 14.
random_table() {
	awk -v seed="$1" 'BEGIN { srand(seed); print "area,kind,cases"
		for (i = 1; i <= 5; i++) for (j = 1; j <= 5; j++) {
			x[i, j] = i < 5 && j < 5 ? int(rand() * 15) : 0 }
		for (i = 1; i < 5; i++) for (j = 1; j < 5; j++) {
			x[i, 5] += x[i, j]; x[5, j] += x[i, j]; x[5, 5] += x[i, j] }
		for (i = 1; i <= 5; i++) for (j = 1; j <= 5; j++)
			print (i < 5 ? "a" i : "all") "," (j < 5 ? "k" j : "all") "," x[i, j] }'
}
bad=0
for seed in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	random_table "$seed" >random.csv
	vl-protect --audit audit.csv random.csv 2>/dev/null | awk -F, '
		NR > 1 { if ($3 != "" && $3 > 0 && $3 < 5) bad = 1
			if ($3 == "") { row[$1]++; column[$2]++ } }
		END { for (i in row) if (row[i] == 1) bad = 1
			for (j in column) if (column[j] == 1) bad = 1
			exit bad }' || bad=$((bad + 1))
	awk -F, 'NR > 1 && $4 == "primary" && $7 != "" && $7 - $6 < 5 { bad = 1 }
		NR > 1 && ($6 > $5 || ($7 != "" && $7 < $5)) { bad = 1 } END { exit bad }' audit.csv || bad=$((bad + 1))
done
is "$bad" 0 "20 random tables: no small number printed, no line with a single blank, all ranges wide enough"

# ---- by linear programs, from the printed tables alone ------------------------------------------

if command -v Rscript >/dev/null && Rscript -e 'library(lpSolve)' 2>/dev/null; then
	for seed in 1 2; do
		ok "$(Rscript "$TOP/tests/referee/protect.R" $seed | grep -qx '[1-9][0-9]* ranges, 0 wrong'; echo $?)" \
			"random tables, seed $seed: the audit says what lpSolve finds"
	done
else
	skip "R or its package lpSolve is not installed"
fi

# ---- the tables of the other tools ----------------------------------------------------------------

vl-simulate -o example --months 30 --inflow 6 --seed 5 || exit 1
export=example/consultations.csv
vl-figures --largest "$export" | awk -F, 'NR > 1 { print $1 "," $14 "," $15 }' >largest
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["case_id"] != "" && $at["status"] == "held" {
		hours[substr($at["date"], 1, 7) "," $at["case_id"]] += $at["minutes"] / 60 }
	END { for (k in hours) { split(k, part, ","); p = part[1]; h = hours[k]
			if (h > top[p]) { next_one[p] = top[p]; top[p] = h } else if (h > next_one[p]) next_one[p] = h }
		for (p in top) print p "," top[p] + 0 "," next_one[p] + 0 }' "$export" | sort >want
awk -F, 'NR == FNR { top[$1] = $2; next_one[$1] = $3; next }
	($2 - top[$1]) ^ 2 > 1e-8 || ($3 - next_one[$1]) ^ 2 > 1e-8 { bad = 1 } END { exit bad }' want largest
ok $? "vl-figures --largest: as awk finds them in all months"
vl-figures -b service "$export" >figures.csv
vl-curve -b service "$export" >curve.csv
vl-curve --summary -b service "$export" >summary.csv 2>/dev/null
vl-early -b service "$export" >early.csv 2>/dev/null
vl-early --curve -B 0 -b service "$export" >earlycurve.csv 2>/dev/null
vl-forecast -b service --history --paths 100 --horizon 3 "$export" >forecast.csv
for table in figures curve summary early earlycurve forecast; do
	vl-protect $table.csv >protected.csv 2>err
	is "$?" 0 "$table: protected"
	head -n 1 $table.csv >names
	head -n 1 protected.csv | cmp -s - names
	ok $? "$table: the same columns"
	is "$(wc -l <protected.csv)" "$(wc -l <$table.csv)" "$table: as many rows"
	[ $table = summary ] || ok "$([ "$(secrets <protected.csv)" -gt 0 ]; echo $?)" "$table: something is blank"
	vl-protect -q protected.csv
	is "$?" "$(grep -c 'one case may have nearly all hours' err)" "$table: nothing is left to protect by blanks"
done
# One of eight cases with nearly all hours in months 0 and 2, alone in month 5.
{
	echo case_id,date,minutes
	for i in 1 2 3 4 5 6 7; do
		echo "c$i,2024-01-0$i,1"
		echo "c$i,2024-03-1$i,1"
	done
	printf '%s\n' c8,2024-01-02,600 c8,2024-03-02,600 c8,2024-06-02,6
} >heavy.csv
vl-curve -w 0 --since 2024-01 --until 2024-06 -m per_case heavy.csv >table.csv
run vl-protect table.csv
is "$status:$err" "0:vl-protect: table.csv: warning: rows in which one case may have nearly all hours: 3; --round leaves them out" \
	"a curve of which one case has nearly all: a warning"
run vl-protect --explain table.csv
is "$(grep -c 'Rows in which one case may have nearly all hours, as far as the standard error' "$TMP/out")" 1 "and a sentence"
run vl-protect -q table.csv
is "$status:$err" "1:" "it must not be published as it is"
vl-curve -w 0 --since 2024-01 --until 2024-06 -m cumulative heavy.csv >table.csv
run vl-protect --explain table.csv
is "$(tr '\n' ' ' <"$TMP/out" | grep -c "most of a row's hours cannot be told from this table")" 1 \
	"of a sum over months the standard error does not tell that"
vl-protect figures.csv 2>/dev/null | awk -F, '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ for (name in at) if (name ~ /cases|households|persons|no_shows/)
		if ($at[name] != "" && $at[name] > 0 && $at[name] < 5) bad = 1
	if ($at["active_cases"] == "" && ($at["hours"] != "" || $at["consultations"] != "")) bad = 1
	blank[$1] += $at["active_cases"] == "" } END { for (p in blank) if (blank[p] == 1) bad = 1; exit bad }'
ok $? "figures: no small number; hours go with their cases; never one blank of a month"
vl-protect figures.csv >protected.csv 2>/dev/null
awk -F, 'FNR == 1 { file++ }
	FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ for (name in at) cell[file, $1, $2, name] = $at[name] }
	file == 1 && !($1 in seen) { seen[$1]; period[++n] = $1 }
	{ group[$2] }
	END { for (g in group) for (p = 2; p <= n; p++) {
		blanks = known = 0
		split("open_cases new_cases reopened_cases", now, " ")
		split("open_cases ended_cases", before, " ")
		for (i = 1; i <= 3; i++) { known += cell[1, period[p], g, now[i]] != ""
			blanks += cell[2, period[p], g, now[i]] == "" }
		for (i = 1; i <= 2; i++) { known += cell[1, period[p - 1], g, before[i]] != ""
			blanks += cell[2, period[p - 1], g, before[i]] == "" }
		if (known == 5) { looked++; if (blanks == 1) bad = 1 } }
	exit bad || !looked }' figures.csv protected.csv
ok $? "figures: stock and flow never have a single blank"
vl-protect curve.csv 2>/dev/null | awk -F, '
	NR > 1 && $3 == "cumulative" && $6 == "" { from[$2] = 1 }
	NR > 1 && $3 == "cumulative" && $6 != "" && from[$2] { bad = 1 }
	NR > 1 && $4 != "" && $4 > 0 && $4 < 5 { bad = 1 }
	NR > 1 && $4 == "" && $7 != "" { bad = 1 } END { exit bad }'
ok $? "curve: no small n, no value without it, no cumulative hours after a blank month"
vl-protect early.csv 2>/dev/null >protected.csv
awk -F, 'NR == FNR { if (FNR > 1 && $3 ~ /early/ && $4 == "") blank[$2] = 1; next }
	FNR > 1 && ($1 == "difference" || $1 == "ratio" || $1 == "share") && $5 != "" && blank[$2] { bad = 1 }
	END { exit bad }' protected.csv protected.csv
ok $? "early: no share, difference or ratio of a group that is blank"
cat >three.csv <<'END'
measure,group,n,value,se,lower95,upper95,p_value,exposure,total,last_month,of,flag
per_case,early,3,11.5194,10.5212,0.4911,75.8185,,33.0185,382,12,,
per_case,not_early,78,0.7122,0.0236,0.6667,0.7886,,688.8542,490.5,12,,
per_case,all,81,1.2103,0.4885,0.4505,3.343,,721.8727,872.5,12,,
END
if vl-pseudo --new-key three.key 2>/dev/null; then
	is "$(vl-protect --round --key three.key three.csv | awk -F, 'NR > 1 { print $2 ":" $4 }' | tr '\n' ' ')" \
		"early: not_early:0.72 all: " "rounded: nor the mean of all, which less the others would tell it"
	# Their means are multiples of 0.05 and 0.01: 0.05 / 1.75 of the ratio is 0.14, and a round number above.
	cat >ratio.csv <<'END'
measure,group,n,value,se,lower95,upper95,p_value,exposure,total,last_month,of,flag
per_case,early,102,1.7527,0.2486,1.2996,2.5615,,779.1376,1444.75,12,,
per_case,not_early,92,0.3608,0.1133,0.174,0.7914,,776.3778,284,12,,
ratio,all,194,4.8577,0.3447,2.432,9.7026,,,,12,per_case,
END
	is "$(vl-protect --round --key three.key ratio.csv | sed -n 's/^ratio,all,[0-9]*,//p' | cut -d, -f 1-4)" \
		"4.8,0.4,2.4,9.8" "rounded: a ratio is told in round steps, not in those of one mean by the other"
else
	skip 'vl-pseudo is not there'
fi
vl-protect earlycurve.csv 2>/dev/null | awk -F, 'FNR > 1 { k = $1 "," $2 "," $4; blank[k] += $5 == ""
		if ($3 == "difference") both[k] = 1
		if ($3 == "difference" && $8 != "") shown[k] = 1 }
	END { for (k in both) if (blank[k] == 1 || (blank[k] && shown[k])) bad = 1; exit bad }'
ok $? "early --curve: never one blank n of two groups and both; no difference with a blank group"
vl-figures -b service "$export" | vl-protect 2>/dev/null | vl-plot -T svg -C hours -o chart.svg 2>/dev/null
if command -v gnuplot >/dev/null; then
	ok "$(grep -q '</svg>' chart.svg; echo $?)" "a protected table can be drawn"
else
	skip "gnuplot is not installed"
fi
vl-protect figures.csv 2>/dev/null | vl-render | grep -q '>\.<'
ok $? "and put on a page, where a blank is a point"

# ---- what cannot be published, or is not known -----------------------------------------------------

for table in panel predict; do
	vl-$table "$export" >single.csv 2>/dev/null
	fails 2 "vl-protect: single.csv: a table with a column 'case_id' is about single cases: it is not \
for publication in any form" "vl-$table" vl-protect single.csv
done
vl-curve --daily "$export" >daily.csv
fails 2 "vl-protect: daily.csv: a table with a column 'age_day' is about single cases: it is not \
for publication in any form" "the daily curve" vl-protect daily.csv
printf 'area,visits\na,3\n' >unknown.csv
fails 2 "vl-protect: unknown.csv: what are the numbers of column 'visits'? Cases or persons: --count visits; \
a sum over them: --amount visits; no danger to anybody: --keep visits" "an unknown column of numbers" \
	vl-protect unknown.csv
is "$(vl-protect --count visits unknown.csv | sed -n 2p)" "a,,visits=secret" "--count"
is "$(vl-protect --keep visits unknown.csv | sed -n 2p)" "a,3," "--keep"
fails 2 "vl-protect: unknown.csv: the table does not say how many cases are behind its numbers (a column \
that counts them is named by --count)" "amounts without cases" vl-protect --amount visits unknown.csv
fails 2 "vl-protect: unknown.csv: the table has no column 'none'" "a column that is not there" \
	vl-protect --count none unknown.csv
printf 'area,cases\na,2.5\n' >half.csv
fails 3 "vl-protect: half.csv: row 1, column 'cases': a count must be a whole number" "half a case" \
	vl-protect half.csv
printf 'area,cases\na,-2\n' >negative.csv
fails 3 "vl-protect: negative.csv: row 1, column 'cases': must be a number from 0 to 10^12" \
	"a negative count" vl-protect negative.csv
printf 'area,cases\na,many\n' >words.csv
fails 3 "vl-protect: words.csv: row 1, column 'cases': not a number" "a count in words" vl-protect words.csv
printf 'area,cases\na,7\na,9\n' >twice.csv
fails 3 "vl-protect: twice.csv: rows 1 and 2 have the same labels" "the same labels twice" vl-protect twice.csv
printf 'code,name,cases\n1,x,7\n2,y,3\nall,,10\n' >named.csv
fails 2 "vl-protect: named.csv: the total in row 3 has no rows that it is the total of: is there a column \
too many, as a name beside a code?" "a name beside a code" vl-protect named.csv
fails 2 "vl-protect: named.csv: column 'code' holds words: --keep is for numbers" "words need no --keep" \
	vl-protect --keep code named.csv
printf 'a,b,c,cases\nall,all,all,9\nx,y,z,9\n' >cube.csv
fails 2 "vl-protect: cube.csv: the table has totals in more than two dimensions: --round protects such \
tables, blanks do not" "three dimensions" vl-protect cube.csv
printf 'area,cases\n' >empty.csv
fails 3 "vl-protect: empty.csv: has a header and no rows" "no rows" vl-protect empty.csv
hint="vl-protect: 'vl-protect -h' lists the options"
fails 2 "vl-protect: option --k: '1': must be a whole number from 2 to 1000
$hint" "k" vl-protect --k 1 hand.csv
fails 2 "vl-protect: --audit and -q are about blanks: not with --round
$hint" "-q with --round" vl-protect --round --key key -q hand.csv
fails 2 "vl-protect: -q prints nothing: neither --meta nor --format
$hint" "-q with --meta" vl-protect -q --meta meta.json hand.csv
fails 2 "vl-protect: -q prints nothing: neither --meta nor --format
$hint" "-q with --format" vl-protect -q -f csv hand.csv
fails 2 "vl-protect: --explain prints sentences: it has no other form than text
$hint" "--explain as JSON" vl-protect --explain -f json hand.csv
fails 2 "vl-protect: -q prints nothing: neither --audit nor --explain
$hint" "-q with --explain" vl-protect -q --explain hand.csv
fails 2 "vl-protect: option --count: '': must be the name of a column, at most 100 times
$hint" "no name" vl-protect --count '' hand.csv
fails 2 "vl-protect: --round and --key need each other (vl-pseudo --new-key FILE makes a key)
$hint" "a key without --round" vl-protect --key key hand.csv
mkdir folder
run vl-protect --audit folder hand.csv
is "$status:$out" 5: "the audit cannot be written: nothing is printed"

# ---- rounding ------------------------------------------------------------------------------------------

if [ ! -x "$BIN/vl-pseudo" ]; then
	skip "rounding: built without nettle"
	done_testing
fi
digits=00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210
(umask 077 && echo $digits >key)
fails 2 "vl-protect: --round and --key need each other (vl-pseudo --new-key FILE makes a key)
$hint" "--round without a key" vl-protect --round hand.csv
cp key open
chmod 644 open
fails 5 "vl-protect: open: others may read or change the key (mode 644): chmod 600, and make a new one if \
they did" "a key that others may read" vl-protect --round --key open hand.csv
run vl-protect --round --key key --meta meta.json hand.csv
is "$status:$err" 0: "--round"
cp out rounded.csv
is "$(head -n 1 rounded.csv)" \
	"period,service,consultations,hours_per_case,active_cases,new_cases,flag,reopened_cases" \
	"hours become hours per case"
is "$(grep -E '"(method|base|blanks)"' meta.json | tr -d ' \n')" '"method":"rounding","base":5,"blanks":2' \
	"--meta says by what, never the key"
ok "$(grep -q "$digits" meta.json && echo 1 || echo 0)" "which stands nowhere"
awk -F, 'NR > 1 { for (i = 3; i <= 8; i++) if (i != 4 && i != 7 && $i % 5) bad = 1 } END { exit bad }' rounded.csv
ok $? "counts are multiples of 5"
is "$(sed -n '3p;7p' rounded.csv | cut -d, -f3,4,7)" ",,consultations=secret hours_per_case=secret
0,," "zero stays zero; of three cases nothing else is told"
if command -v python3 >/dev/null; then
	cat >round.py <<'END'
import csv, hashlib, hmac, sys
def digest(key, data): return hmac.new(key, data, hashlib.sha256).digest()
key = digest(bytes.fromhex(open("key").read().strip()),
             b"verlauf pseudonyms 1\0" + b"\x01rounding of tables")
counts = ["consultations", "active_cases", "new_cases", "reopened_cases"]
for row in csv.DictReader(open("hand.csv")):
    labels = sorted(name + "=" + row[name] for name in ("period", "service") if row[name] != "(all)")
    def rounded(n):
        u = int.from_bytes(digest(key, b"".join(p.encode() + b"\0" for p in labels + ["n=%d" % n]))[:8],
                           "big") / 2**64
        return n - n % 5 + (5 if u < n % 5 / 5 else 0)
    few = 0 < int(row["active_cases"]) < 5
    print(",".join("" if few and c == "consultations" else str(rounded(int(row[c]))) for c in counts))
END
	is "$(cut -d, -f3,5,6,8 rounded.csv | tail -n +2)" "$(python3 round.py)" \
		"as Python's hmac gives it"
else
	skip "python3 is not installed"
fi
grep all hand.csv | sed 's/,(all)//' >month.csv
sed '1s/,service//; 1q' hand.csv | cat - month.csv | vl-protect --round --key key | tail -n +2 >alone
grep all rounded.csv | sed 's/,(all)//' >within
same alone within "the same cell has the same value in a table without services"
tac hand.csv | sed -n '1,8p' | (head -n 1 hand.csv; cat) | vl-protect --round --key key | tail -n +2 | tac >turned
tail -n +2 rounded.csv >straight
same turned straight "and wherever its row stands"
vl-pseudo --new-key other
vl-protect --round --key other hand.csv >otherwise
ok "$(cmp -s otherwise rounded.csv; [ $? -eq 1 ]; echo $?)" "another key gives another table"
vl-protect --round --key key curve.csv >curve-rounded.csv
is "$(head -n 1 curve-rounded.csv)" \
	"case_month,service,measure,n,value,se,lower95,upper95,lower95s,upper95s,smooth,flag" \
	"curve: without what gives the numbers back"
awk -F, 'NR == FNR { few[$1, $2] = few[$1, $2] || ($4 > 0 && $4 < 5); next }
	FNR > 1 && few[$1, $2] && ($5 != "" || $9 != "") { bad = 1 }
	FNR > 1 && $4 % 5 { bad = 1 } END { exit bad }' curve.csv curve-rounded.csv
ok $? "curve: nothing is told of fewer than five cases"
awk -F, 'FNR > 1 { line = $2 "," $3 }
	NR == FNR { if (FNR > 1) { if ($6 ~ /^$/ && $5 == "" && $12 ~ /value=secret/) { first[line] = first[line] == "" ? $1 : first[line]
		if ($12 ~ /smooth=secret/) rough[line] = 1 } } next }
	FNR > 1 && $3 == "cumulative" && first[line] != "" { looked++; if ($1 + 0 >= first[line] + 0 && $5 != "") bad = 1 }
	FNR > 1 && rough[line] { looked++; if ($11 != "") bad = 1 }
	END { exit bad || !looked }' curve-rounded.csv curve-rounded.csv
ok $? "curve: no cumulative hours after a blank month, no smooth line with one"
awk -F, 'FNR > 1 && $5 != "" && $5 + 0 != sprintf("%.2e", $5) + 0 { bad = 1 } END { exit bad }' curve-rounded.csv
ok $? "curve: three digits"
# Whether one case has nearly all hours of a case month is told by the standard error: never too late, by vl-panel.
# The last case has nearly all of months 3 and 5.
awk 'BEGIN { print "case_id,date,minutes"; srand(3)
	for (i = 1; i <= 24; i++) for (m = 0; m <= 8; m++)
		printf "c%02d,2024-%02d-%02d,%d\n", i, m + 1, i + (m ? 4 : 2), m == 3 || m == 5 ? (i == 24 ? 1400 : i % 4 ? 0 : 15) : 15 * int(1 + 8 * rand())
	print "x,2024-12-31,1" }' >stands-out.csv
vl-curve -w 0 --until 2024-12 stands-out.csv >told.csv
vl-protect --round --key key told.csv >told-rounded.csv
vl-panel -w 0 --until 2024-12 stands-out.csv | awk -F, 'NR > 1 { t[$2] += $5; if ($5 > a[$2]) { b[$2] = a[$2]; a[$2] = $5 } else if ($5 > b[$2]) b[$2] = $5 }
	END { for (m in t) if (a[m] > 0 && t[m] - a[m] - b[m] < 0.15 * a[m]) print m }' | sort -n >dominated
is "$(grep -cE '^(3|5)$' dominated)" 2 "curve: months in which one case has nearly all hours"
is "$(awk -F, 'NR == FNR { dominated[$1] = 1; next } FNR > 1 && $2 ~ /^per_/ && ($1 in dominated) && $4 != ""' dominated told-rounded.csv)" "" \
	"they are blank in all measures"
is "$(awk -F, '$2 == "per_case" && $1 ~ /^[0124678]$/ && $4 != ""' told-rounded.csv | wc -l)" 7 "and no other month is"
vl-protect --round --key key --explain told.csv | grep -q "^Hours are blank too where one case"
ok $? "which is said"
# Two reports, of which the second knows one case more, of 3 hours, and an attacker who knows the number of cases. By
# hand: its hours are n (v2 - v1) + v2, here 4.5 of the published means, from 1.5 to 7.6 with what these leave open.
cat >before.csv <<'END'
case_month,measure,n,exposure,total,value,se,lower95,upper95
3,per_case,30,30,42,1.4,0.31,0.9,2.2
4,per_case,400,400,560,1.4,0.07,1.27,1.55
END
sed 's/^3,per_case,30,30,42,1.4,/3,per_case,31,31,45,1.45161290322580,/' before.csv >after.csv
for table in before after; do
	vl-protect --round --key key $table.csv | awk -F, '{ print $1 "," $4 "," $6 }'
done >steps
is "$(cat steps)" "case_month,value,lower95
3,1.4,0.9
4,1.4,1.27
case_month,value,lower95
3,1.5,0.9
4,1.4,1.27" "means of few cases are coarse"
# One case has no standard error: that must not tell it from two.
cat >one.csv <<'END'
case_month,measure,n,value,se,lower95,upper95,flag
0,per_seen,9,2,0.5,1,4,
1,per_seen,1,7.25,,,,unreliable
2,per_seen,2,3.5,1.4,1.3,16.6,
3,per_seen,0,,,,,unreliable
END
for how in '' '--round --key key'; do
	# shellcheck disable=SC2086 # words
	vl-protect $how one.csv >one
	is "$(sed -n 3p one | cut -d, -f4-)" "$(sed -n 4p one | cut -d, -f4-)" "one case and two look alike${how:+ with --round}"
	is "$(sed -n '3p;5p' one | cut -d, -f8)" "$(sed -n 4p one | cut -d, -f8)
unreliable" "by the flag too${how:+ with --round}"
done
vl-protect --round --key key early.csv | awk -F, '
	($1 == "share" || $1 == "zero_share") && $5 != "" && $5 != sprintf("%.2f", $5) + 0 { bad = 1 }
	NR > 1 && $4 % 5 { bad = 1 } END { exit bad }'
ok $? "early: shares have two decimals"
vl-forecast --paths 100 --until 2024-03 -w 0 "$export" >earlier.csv 2>/dev/null
vl-forecast --track earlier.csv -w 0 "$export" >track.csv 2>/dev/null
vl-protect --round --key key track.csv >track-rounded.csv
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["seen"] != "" { looked++; d = $at["error"] - ($at["value"] - $at["seen"]); if (d * d > 1e-9) bad = 1 }
	END { exit bad || !looked }' track-rounded.csv
ok $? "track: errors are those of the published numbers"
vl-protect --round --key key cube.csv >cube
is "$?" 0 "three dimensions can be rounded"
run vl-protect --round --key key -v hand.csv
is "$err" "vl-protect: hand.csv: rows: 8; 31 numbers rounded, 2 blank" "-v with --round"
run vl-protect --round --key key --explain hand.csv
is "$out" "$(cat "$TOP/tests/golden/protect.rounded")" "the sentences of rounding"

done_testing
