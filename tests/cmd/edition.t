#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-report's public edition: only what vl-protect has passed, and nobody in it. And what a report says of
# the one before: its forecast, and figures that were corrected. Approvals that run out.
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1
if ! command -v flock >/dev/null; then
	skip 'flock (util-linux) is not installed'
	done_testing
fi

# Two cases of a rare service, by an adviser of an unusual name, in the last month too.
vl-simulate -o data --start 2022-01 -n 36 --inflow 6 --seed 7
awk -F, -v OFS=, 'NR == 1 { print; next } { $7 = "Zaubermann"; print }
	END { for (i = 1; i <= 2; i++) for (m = 6; m <= 12; m++) {
		$1 = "K9" i m; $2 = "F99990" i; $3 = sprintf("2024-%02d-1%d", m, i); $4 = 90; $5 = $6 = ""
		$8 = "Seltenheim"; $13 = "held"; $14 = $15 = $16 = ""; $17 = $3; print } }' data/consultations.csv >export.csv
cat >approvals.csv <<'END'
case_id,applied,decided,hours,from,to
F000001,2024-01-02,2024-01-10,50,2024-02-01,2025-01-31
F000002,2024-01-02,2024-01-10,40,2024-02-01,2025-04-30
F000003,2024-01-02,2024-01-10,30,2024-06-01,2025-02-28
F000003,2025-01-02,2025-01-10,30,2025-03-01,2025-12-31
F000004,2024-01-02,2024-01-10,0,,
F000005,2023-01-02,2023-01-10,50,2023-02-01,2024-12-31
F000006,2024-01-02,2024-01-10,20,2024-11-01,2025-03-31
END
cat >report.conf <<'END'
export = export.csv
approvals = approvals.csv
output = reports
lang = en
lists = yes
hours_per_fte = 80
sections = glance services curve early forecast approvals method
END

# ---- the report before ---------------------------------------------------------------
sed 's/^K0000100,\([^,]*,[^,]*\),[0-9]*/K0000100,\1,600/' export.csv >corrected.csv
vl-report -c report.conf --month 2024-11
[ ! -e reports/2024-11/public ]
ok $? "no public edition unless it is asked for"
sed 's/^export.*/export = corrected.csv/' report.conf >next.conf
run vl-report -c next.conf
is "$status:$err" "0:" "the next report"
REPORT=reports/2024-12
corrected=$(awk -F, '$1 == "K0000100" { print substr($3, 1, 7) }' export.csv)
hours() { # FILE: of that month
	vl-figures "$1" | awk -F, -v month="$corrected" '$1 == month { print $3 }'
}
is "$(cat $REPORT/tables/revised.csv)" "period,item,reported,now
$corrected,hours,$(hours export.csv),$(hours corrected.csv)" "what was corrected since is listed"
grep -q '<p class="note">r = revised' $REPORT/report.html
ok $? "and said"
ahead() { # COLUMN: of the forecast that the report before made for this month's hours
	awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i }
		$1 == "2024-12" && $2 == "hours" { print $c }' reports/2024-11/tables/forecast.csv
}
# By hand: minutes of held consultations; of group sessions each has its share.
hours_of() { # MONTH-PATTERN CASE-PATTERN
	awk -F, -v month="$1" -v id="$2" '$13 == "held" && $3 ~ month && $2 ~ id { sum += $16 > 0 && $14 != "" ? $4 / $15 * $16 : $4 }
		END { print sum / 60 }' corrected.csv
}
cases_only=$(hours_of '^2024-12' .)
is "$(awk -F, 'NR > 4 { print $3 }' $REPORT/tables/glance.csv)" "$cases_only
$(ahead value)
$(ahead q10)
$(ahead q90)" "the forecast made for the month stands beside it, and its hours with cases"
shown() { # NUMBER: with one decimal, halves away from zero
	awk -v x="$1" 'BEGIN { printf "%.1f", int(x * 10 + 0.5) / 10 }'
}
grep -q "^<p>.*$(shown "$(ahead value)") hours with cases were forecast .*; $(shown "$cases_only") came, which lies" $REPORT/report.html
ok $? "and in a sentence, where like is compared with like"
without=$(vl-figures --since 2024-01 --until 2024-12 corrected.csv |
	awk -F, -v with="$(hours_of '^2024' .)" 'NR > 1 { sum += $3 } END { printf "%.1f", (sum - with) / 12 }')
grep -qF "Work without a case is not in these hours: on average $without hours a month in the last 12 months." $REPORT/report.html
ok $? "what the forecast leaves out is said"
awk -F, 'NR > 1 && $2 != "" { d = $5 * 80 - $2; if (d > 1e-6 || d < -1e-6) exit 1 }' $REPORT/tables/ahead.csv
ok $? "posts are hours by hours of a post"
# By hand: of six approvals with dates 1, 2, 3 and 6 run at the end of 2024; 2 ends later, 3 goes on.
is "$(cat $REPORT/tables/approvals-ending.csv)" "case_id,from,to,approved
F000001,2024-02-01,2025-01-31,50
F000006,2024-11-01,2025-03-31,20" "approvals that run out"
grep -q "Approvals running at the month's end: 4; of them ending .* at hand yet: 2[.]" $REPORT/report.html
ok $? "and how many"

# ---- the public edition --------------------------------------------------------------
if ! command -v vl-protect >/dev/null || ! vl-pseudo --new-key key 2>err; then
	skip 'vl-protect or vl-pseudo is not there'
	done_testing
fi
{ cat next.conf && printf 'public = yes\nkey = key\n'; } >public.conf
run vl-report -c public.conf
is "$status:$out$err" "0:" "both editions from one run"
public=$REPORT/public
[ -s $public/report.html ] && [ -s $public/tables/services.csv ] && [ -s $public/charts/curve.svg ]
ok $? "page, tables and charts"
is "$(grep -c Seltenheim $REPORT/report.html)" 1 "the rare service is in the internal edition"
cp -r "$public/" everything
for book in everything/*.xlsx; do
	[ ! -f "$book" ] || python3 -m zipfile -e "$book" everything/book
done
[ ! -f everything/report.pdf ] || ! command -v pdftotext >/dev/null || pdftotext everything/report.pdf
for secret in Seltenheim Zaubermann 'F[0-9]{6}' 'K9?[0-9]{6}' corrected.csv "$TMP" approvals; do
	is "$(grep -rlE "$secret" everything | wc -l)" 0 "not in the public edition: $secret"
done
is "$(find everything -name '*.csv' -exec head -n 1 {} \; | tr , '\n' | grep -cE 'case_id|adviser|person_id')" 0 \
	"no column of ids"

# What vl-protect makes of the tools' tables is what stands there, but for group sessions and, of several measures
# of the same hours, all but the mean over all cases.
columns() { # AWK-PATTERN: without the columns that match, and what flags say of them
	awk -F, -v OFS=, -v drop="$1" 'NR == 1 { for (i = 1; i <= NF; i++) { if ($i ~ drop) gone[i] = 1; if ($i == "flag") flag = i } }
		{ gsub(drop "=[a-z]* ?", "", $flag); sub(/ $/, "", $flag); text = ""; first = 1
		  for (i = 1; i <= NF; i++) if (!(i in gone)) { text = text (first ? "" : ",") $i; first = 0 } print text }'
}
rounded() {
	vl-protect --round --key key
}
vl-figures --largest --until 2024-12 corrected.csv | columns 'group_hours' | rounded >want
same $public/tables/figures.csv want "figures"
grep -v '^per_open\|per_open,$\|per_seen,$' $REPORT/tables/early.csv | rounded | awk -F, 'NR == 1 || $1 == "share" || $1 == "per_case" || $10 == "per_case"' >want
same $public/tables/early.csv want "early"
is "$(awk -F, '$1 == "share" { print $3 }' $public/tables/early.csv)" "$(awk -F, '$1 == "per_case" && $2 == "all" { print $3 }' $public/tables/early.csv)" \
	"the cases of which a share is told are those of the mean over all"
rounded <$REPORT/tables/forecast.csv | grep -v ',seen' >want
same $public/tables/forecast.csv want "forecast, without the hours with cases so far: these beside all hours tell the others"
awk -F, 'NR == 1 || $1 <= 36' $REPORT/tables/curve.csv | grep -v ',per_open,\|,cumulative,' | rounded | awk -F, 'NR == 1 || $2 == "per_case"' >want
same $public/tables/curve.csv want "curve"
# Hours of the others, less than the total in the table of the months, would be those of the rare one.
vl-figures --largest --by service --until 2024-12 corrected.csv | awk -F, '$1 == "period" || ($1 == "2024-12" && $5 >= 5)' |
	columns 'group_hours' | rounded | columns '(hours_per_case|consultations)' >want
same $public/tables/services.csv want "services, but for the rare ones, and no consultations or hours to subtract"
# The limit of a mean of 0 is a constant by the number of cases.
is "$(awk -F, '$2 == "not_early" && $3 == "per_case" && $5 == 0 { print $1 ":" $5 "," $6 "," $7 "," $8 }' $public/tables/early-curve.csv | head -n 1)" \
	"1:0,0,0," "no limits where nobody can have had anything"
# No count of cases, in any table, that is no multiple of five.
for table in figures months services curve early early-curve; do
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /(cases|^n|consultations|households|persons|no_shows)$/ && $i !~ /hours/) c[i] }
		NR > 1 { for (i in c) if ($i % 5) exit 1 }' "$public/tables/$table.csv"
	ok $? "rounded: $table"
done
sentence=$(sed -n 's/^<p>\(December 2024: about .*\)<.p>$/\1/p' $public/report.html)
is "$(printf '%s\n' "$sentence" | sed 's/[.] The month before.*/./')" "$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i }
	$1 == "2024-12" { printf "December 2024: about %d consultations with about %d cases, %.2f hours a case; about %d new cases.\n",
		$c["consultations"], $c["active_cases"], $c["hours_per_case"], $c["new_cases"] }' $public/tables/figures.csv)" \
	"its sentence is written from its table"
# Numbers with decimals of all sentences stand in one of its tables.
awk -F, '{ for (i = 1; i <= NF; i++) if ($i ~ /^-?[0-9]+[.]?[0-9]*$/) { printf "%.2f\n", $i; printf "%.0f\n", $i; printf "%.0f\n", 100 * $i } }' \
	$public/tables/*.csv | sort -u >known
printf '%s\n' 0.1 0.1.0 >>known
sed -n '/^<h2>How/q; s/^<p>//p' $public/report.html | sed 's/\xC2\xA0%/ %/g; s/20[0-9][0-9]-[0-9][0-9]//g; s/\(December\|November\) 20[0-9][0-9]//g; s/[Mm]onth [0-9]*:/:/g; s/95 % interval//g; s/chance of 80 %//g' |
	grep -oE '[0-9]+([.][0-9]+)?' | sort -u >told
is "$(grep -cvxFf known told)" 0 "no number is told that is in no table of the edition"
vl-report -c public.conf
diff -r everything $public 2>&1 | grep -v '^Only in everything' >difference
is "$(cat difference)" "" "the same bytes a second time"

# Too few cases for any model: both editions say so, and leave no empty table.
{ head -n 150 data/consultations.csv && echo; } >few.csv
sed 's/^export.*/export = few.csv/; s/^output.*/output = few/; /^approvals/d' public.conf >few.conf
run vl-report -c few.conf
is "$status:$err" "0:" "too few cases: both editions"
grep -q 'class="alert">Not possible here: ' few/*/report.html
ok $? "the internal one says so"
is "$(find few/*/ -name '*.csv' -size 0 | wc -l)" 0 "no empty tables"

# Early curves with a blank month would tell it by their mean, which stands in early.csv.
vl-simulate -o few-new --start 2022-01 -n 40 --inflow 2 --seed 5
sed 's/^export.*/export = few-new\/consultations.csv/; s/^output.*/output = thin/; s/^sections.*/sections = early/; /^approvals/d' \
	public.conf >thin.conf
run vl-report -c thin.conf
is "$status:$err" "0:" "few cases in some months"
vl-protect --round --key key thin/2*/tables/early-curve.csv | grep -q '^1[0-2],.*,per_case,.*=secret'
ok $? "some months of the early curves would be blank"
is "$(find thin/2*/public/ -name 'early*' | sed 's/.*public//')" "" "then there are neither early curves nor means"
grep -q 'too few cases to compare' thin/2*/public/report.html
ok $? "and the page says so"

# ---- attacked ------------------------------------------------------------------------
# Kleinteil has six cases in the last month, of which one has 60 of 61.25 hours. In June one of six cases has 30 of
# 31.25 hours, and there are 40 hours without a case. One case alone has sat in group sessions in May.
awk -F, -v OFS=, '
	function add(id, date, minutes, service,   i) {
		$1 = "K8" sprintf("%05d", ++n); $2 = id; $3 = date; $4 = minutes; $5 = $6 = ""; $8 = service; $10 = id == "" ? "Team" : $10
		$13 = "held"; $14 = $15 = $16 = ""; $17 = date; print
	}
	NR == 1 { print; next }
	$3 ~ /^2024-06/ { next }
	$3 ~ /^2024-05/ && $14 != "" { next }
	{ print; last = $0 }
	END {
		$0 = last
		for (i = 1; i <= 5; i++) { add("F88880" i, "2024-12-1" i, 15, "\"Kleinteil \"\"neu\"\"\""); add("F88880" i, "2024-06-1" i, 15, "general") }
		for (i = 1; i <= 12; i++) add("F888806", sprintf("2024-12-%02d", i + 1), 300, "\"Kleinteil \"\"neu\"\"\"")
		for (i = 1; i <= 6; i++) add("F888806", sprintf("2024-06-%02d", i + 1), 300, "general")
		for (i = 1; i <= 8; i++) add("", sprintf("2024-06-%02d", i + 10), 300, "general")
	}' data/consultations.csv >attack.csv
sed 's/^export.*/export = attack.csv/; s/^output.*/output = attacked/; /^approvals/d' public.conf >attack.conf
run vl-report -c attack.conf
is "$status:$err" "0:" "an export with cases that stand out"
attacked=attacked/2024-12/public/tables
grep -q '"Kleinteil ""neu"""' $attacked/services.csv
ok $? "a service of six cases is named, as it is called"
# guesses FOLDER MONTH: what hours by their product with cases, and sums of them less others, can be of that month.
guesses() {
	cat "$1"/figures.csv "$1"/services.csv "$1"/forecast.csv 2>/dev/null | awk -F, -v month="$2" '
	/^period/ { split("", at); for (i = 1; i <= NF; i++) at[$i] = i; next }
	$1 != month { next }
	"quantity" in at { if ($at["quantity"] == "hours" && $at["value"] != "") total[++totals] = $at["value"]; next }
	!("hours_per_case" in at) || $at["hours_per_case"] == "" { next }
	{ hours = $at["hours_per_case"] * $at["active_cases"] }
	!("service" in at) || $at["service"] == "(all)" { total[++totals] = hours; next }
	{ part[++parts] = hours }
	END {
		for (i = 1; i <= parts; i++) print part[i]
		for (t = 1; t <= totals; t++)
			for (set = 0; set < 2 ^ parts; set++) {
				left = total[t]
				for (i = 1; i <= parts; i++) if (int(set / 2 ^ (i - 1)) % 2) left -= part[i]
				print left
			}
	}'
}
near() { # HOURS: whether a guess is within 15 % of it
	awk -v hours="$1" '$1 > 0.85 * hours && $1 < 1.15 * hours { found = 1 } END { print found ? "told" : "hidden" }'
}
is "$(guesses $attacked 2024-12 | near 60):$(guesses $attacked 2024-06 | near 30)" hidden:hidden \
	"hours of which one case has nearly all are told by no table, nor by the difference of two"
mkdir naive
vl-figures --by service --until 2024-12 attack.csv | awk -F, 'NR == 1 || $1 == "2024-12"' | rounded >naive/services.csv
vl-figures --until 2024-12 attack.csv | rounded >naive/figures.csv
rounded <attacked/2024-12/tables/forecast.csv >naive/forecast.csv
is "$(guesses naive 2024-12 | near 60):$(guesses naive 2024-06 | near 30)" told:told "(without the p% rule they are)"
# What is expected follows what was: 2024-06 would tell in 2025-06.
grep -q 'In some months there are too few cases for a public forecast' attacked/2024-12/public/report.html
is "$?:$(find attacked/2024-12/public -name '*forecast*' -o -name 'ahead*')" "0:" "no forecast after a month that is secret"
is "$(head -qn 1 $attacked/*.csv | tr , '\n' | grep -cE '^(group_hours.*|total|exposure|hours|largest_case|second_case)$')" 0 \
	"no column that gives hours or exposures back"
is "$(tail -qn +2 $attacked/curve.csv $public/tables/early.csv | grep -cE 'per_open|per_seen|cumulative|zero_share')" 0 \
	"one measure of the same hours"
# Each number of the drawings is that of a table: they are drawn from these.
LANGUAGE='' LC_ALL=C.UTF-8 vl-plot -o redrawn.svg $public/tables/forecast.csv
same redrawn.svg $public/charts/forecast.svg "the chart is drawn from the protected table"

# A path with a blank, a letter of another alphabet and a backslash.
printf '%s\n' 'export = few-new/consultations.csv' 'output = r\new ü' 'lang = de' 'sections = glance forecast' >odd.conf
vl-report -c odd.conf --month 2025-03
run vl-report -c odd.conf
is "$status:$err" "0:" "an odd folder"
is "$(grep -c '^vorhergesagt,' "$(printf '%s' 'r\new ü')/2025-04/tables/glance.csv")" 1 "the forecast before is found there"

# ---- without a key -------------------------------------------------------------------
cp -rL $REPORT first
grep -v '^key' public.conf >keyless.conf
fails 2 "vl-report: keyless.conf: the public edition needs 'key': vl-pseudo --new-key makes a key file" \
	"no key" vl-report -c keyless.conf
sed 's/^key.*/key = nokey/' public.conf >nokey.conf
fails 5 "vl-report: $TMP/nokey: cannot read" "a key that is not there" vl-report -c nokey.conf
chmod 644 key
run vl-report -c public.conf
is "$status:${err%%mode*}" "5:vl-protect: $TMP/key: others may read or change the key (" "a key that others may read"
diff -r first $REPORT >difference 2>&1
is "$(cat difference)" "" "the old report stands"
{ cat public.conf && echo 'public = maybe'; } | sed '/^public = yes/d' >maybe.conf
fails 2 "vl-report: maybe.conf:9: 'public' must be yes or no" "public = maybe" vl-report -c maybe.conf
done_testing
