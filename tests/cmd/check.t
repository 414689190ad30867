#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-check: on clean made-up services each check stays silent; on the same with a fault put in by awk
# it fires, with the figure that awk counted.
# shellcheck source=tests/cmd/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1

vl-simulate -o sim --start 2022-01 -n 36 --inflow 12 -s 5
EXPORT=sim/consultations.csv

# field ITEM COLUMN FILE [NAME] [PERIOD]: a cell of a table of findings, e.g. of item late.p90.
# Sentences come last and may hold commas, so all that is asked for stands before them.
field() {
	awk -F, -v item="$1" -v column="$2" -v name="${4-}" -v period="${5-}" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$1 "." $2 == item && (name == "" || $3 == name) && (period == "" || $4 == period) {
			print $at[column]; exit }' "$3"
}

# fires ITEM SEVERITY COLUMN WANT WHAT [NAME] [PERIOD]: on bad.csv; the clean export is ok or a note.
fires() {
	vl-check bad.csv >bad.check 2>bad.err
	is "$(field "$1" severity bad.check "${6-}" "${7-}"):$(field "$1" "$3" bad.check "${6-}" "${7-}")" \
		"$2:$4" "$5"
}

# The columns of the simulator's export, for awk.
COLUMNS='contact=1 case_id=2 date=3 minutes=4 person=5 household=6 adviser=7 service=8 topic=9
	activity=10 channel=11 site=12 status=13 group=14 entered=17'
damage() { # a program for awk, on the clean export
	# shellcheck disable=SC2046,SC2086 # a list of assignments
	awk -F, -v OFS=, $(printf -- '-v %s ' $COLUMNS) "$@" "$EXPORT" >bad.csv
}

# ---- clean -------------------------------------------------------------------------------

run vl-check -c sim/cases.csv --approvals sim/approvals.csv "$EXPORT"
cp out clean.check
is "$status:$err" 0: "a clean export: nothing on standard error"
is "$(awk -F, '$11 == "warning" || $11 == "alarm"' clean.check)" "" "no warning, no alarm"
is "$(awk -F, 'NR > 1 { print $11 }' clean.check | grep -c unchecked)" 0 "all is checked"
run vl-check -q "$EXPORT"
is "$status:$out:$err" "0::" "-q: well, and prints nothing"
run vl-check -q --severity note "$EXPORT"
is "$status:$out:$err" "1::" "-q --severity note: there is something to know"

for mechanism in bg onoff phase hawkes; do
	for seed in 1 2; do
		vl-simulate --force -o calm --mechanism $mechanism --inflow 8 -s $seed
		vl-check -q -c calm/cases.csv --approvals calm/approvals.csv calm/consultations.csv
		is $? 0 "calm on a clean service: $mechanism, seed $seed"
	done
done

# ---- rows that other tools refuse --------------------------------------------------------

damage 'NR == 11 { $date = "31.12.2023" } NR == 21 || NR == 31 { $minutes = "viel" } { print }'
fires refused.rows alarm count 1 "a wrong date is counted, by rule" \
	"must be a date like 2026-10-31"
is "$(field refused.rows count bad.check "must be a number like 12 or 12.5")" 2 \
	"and so are wrong minutes"
is "$(cat bad.err)" "" "refused rows are findings, no messages"
run vl-check --list refused bad.csv
is "$out" "check,item,line,other_line,name,value
refused,rows,11,,must be a date like 2026-10-31,
refused,rows,21,,must be a number like 12 or 12.5,
refused,rows,31,,must be a number like 12 or 12.5," "--list refused: their lines, no values"
run vl-check --show-values --list refused bad.csv
is "$(printf '%s\n' "$out" | cut -d, -f3,6)" "line,value
11,31.12.2023
21,viel
31,viel" "--show-values: and what stands there"

damage '$group ~ /^G/ && first == "" { first = $group } first && $group == first { $15 = 2; n++ }
	{ print } END { print n >"n" }'
is "$(vl-check bad.csv | grep -c "^refused,rows,.the group session has .*,$(cat n),.*,alarm,")" 1 \
	"a group session with more rows than participants is refused elsewhere, too"

# ---- dates -------------------------------------------------------------------------------

damage 'NR == 500 { sub(/^20../, "2002", $date) } { print }'
fires dates.stray warning count 1 "a typing error in the year"
is "$(vl-check --list dates bad.csv | sed 1d)" "dates,stray,500,,," "and its line"
is "$(vl-check bad.csv | grep -c empty_month)" 1 "it makes no empty months"

damage 'NR > 1 && NR % 4 == 0 { split($date, d, "-"); $date = d[1] "-" d[2] \
	sprintf("-%02d", d[3] % 28 + 1) } { print }'
want=$(sed 1d bad.csv | cut -d, -f3 | while read -r d; do echo "$d"; done |
	awk -F- '{ y = $1; m = $2 + 0; if (m < 3) { m += 12; y-- }
		k = y % 100; j = int(y / 100)
		h = ($3 + int(13 * (m + 1) / 5) + k + int(k / 4) + int(j / 4) + 5 * j) % 7
		n += h < 2 } END { print n }') # Zeller: 0 = Saturday, 1 = Sunday
fires dates.weekend note count "$want" "records on weekends, as Zeller counts them"

damage 'NR > 1 && NR % 300 == 0 { $entered = "2021-12-31"; n += $status == "held" } { print }
	END { print n >"n" }'
fires future.entered_before note count "$(cat n)" "documented before it took place"

run vl-check --exported 2024-11-30 "$EXPORT"
printf '%s\n' "$out" >bad.check
want=$(awk -F, 'NR > 1 && ($3 > "2024-11-30" || $17 > "2024-11-30")' "$EXPORT" | wc -l)
is "$(field future.after_export count bad.check)" "$want" "--exported: what lies after it"

# ---- months ------------------------------------------------------------------------------

damage 'substr($date, 1, 7) != "2023-05"'
usual=$(awk -F, 'NR > 1 { n[substr($3, 1, 7)]++ }
	END { for (m in n) print m, n[m] }' "$EXPORT" | sort | awk '
	$1 >= "2022-11" && $1 <= "2023-11" && $1 != "2023-05" { print $2 }' | sort -n |
	awk '{ v[NR] = $1 } END { print (v[6] + v[7]) / 2 }')
fires gaps.empty_month alarm value "$usual" "a month without records, and what is usual" "" 2023-05
is "$(field silent.site_pause severity bad.check)" ok "no site pauses where the whole service does"
damage 'substr($date, 1, 7) != "2023-05" || ++n % 5 == 0'
fires gaps.few_records warning count \
	"$(cut -d, -f3 bad.csv | grep -c 2023-05-)" \
	"a month of which most is missing" "" 2023-05

# ---- who documents no more ---------------------------------------------------------------

damage '$site != "Nord" || $date < "2024-09-01"'
fires silent.site alarm period 2024-08 "a site that stops" Nord
want=$(awk -F, '$12 == "Nord" { if ($3 > d) d = $3 } END { print d }' bad.csv)
is "$(field silent.site value bad.check Nord)" \
	"$((($(date -ud 2024-12-31 +%s) - $(date -ud "$want" +%s)) / 86400))" "and for how many days"
damage '$site != "Nord" || $date !~ /^2023-0[67]/'
fires silent.site_pause warning period 2023-06 "a site that pauses" Nord
is "$(field silent.site_pause severity bad.check Nord 2023-07)" warning "in both months"

damage 'NR == 1 || ($adviser != "B01" && $adviser != "B02") || $date < "2024-10-01"'
fires silent.advisers warning count 2 "advisers who stop, with what they did"
is "$(grep -c B0 bad.check)" 0 "no adviser is named"
is "$(vl-check --advisers bad.csv | awk -F, '$1 $2 == "silentadviser" { print $3, $4 }')" \
	"B01 2024-09
B02 2024-09" "--advisers: they are"

# ---- late --------------------------------------------------------------------------------

# Every second consultation is entered 40 days after the others would be.
damage 'NR > 1 && NR % 2 { cmd = "" ; split($entered, d, "-")
	$entered = d[1] + (d[2] > 10) "-" sprintf("%02d", (d[2] + 1) % 12 + 1) "-" d[3]
	sub(/-(29|30|31)$/, "-28", $entered) } { print }'
vl-check bad.csv >bad.check
is "$(field late.p90 severity bad.check)" warning "late documentation"

# An export of that day, without what was entered later: awk knows what is still to come. The
# whole had it by then; the shorter tells from its own past.
awk -F, -v OFS=, 'NR == 1 || $17 <= "2024-08-03"' "$EXPORT" >bad.csv
vl-check --until 2024-07-31 bad.csv >bad.check
all=$(grep -c ',2024-07-.*,held,' "$EXPORT") seen=$(grep -c ',2024-07-.*,held,' bad.csv)
got=$(field late.to_come share bad.check "" 2024-07)
ok "$(awk -v got="$got" -v all="$all" -v seen="$seen" 'BEGIN { want = 1 - seen / all
	exit !(want > 0.01 && got > want - 0.02 && got < want + 0.02) }'; echo $?)" \
	"July, seen on 3 August: the share still to come ($got; truly $((all - seen)) of $all)"

damage '{ $entered = NR == 1 ? "entered" : "" } { print }'
fires late.p90 unchecked value "" "nothing entered: not checked"

# ---- heaps -------------------------------------------------------------------------------

damage 'NR > 1 && NR % 3 == 0 { $date = substr($date, 1, 7) "-01" } { print }'
vl-check bad.csv >bad.check
is "$(field heaped.month_start severity bad.check)" alarm "dates on the first of the month"
is "$(field heaped.month_start count bad.check)" "$(grep -c ',20..-..-01,[0-9]' bad.csv)" \
	"how many"
damage 'NR > 1 && NR % 3 == 0 { m = substr($date, 6, 2)
	$date = substr($date, 1, 7) "-" (m == "02" ? 28 : m ~ /0[469]|11/ ? 30 : 31) } { print }'
fires heaped.month_end alarm name "" "dates on the last of the month"
is "$(field heaped.month_end severity clean.check):$(field heaped.month_start severity clean.check)" \
	ok:ok "not so in the clean export"

damage 'NR > 1 && $status == "held" && $group == "" { all++
	if (NR % 4) $minutes = 60; same += $minutes == 60 } { print } END { print same >"n" }'
fires minutes.same warning count "$(cat n)" "three in four take an hour" 60
damage 'NR > 1 && $status == "held" && $group == "" { $minutes = 1 + NR % 120 } { print }'
vl-check bad.csv >bad.check
for step in 5 15 30; do
	ok "$(awk -v v="$(field minutes.multiples value bad.check $step)" \
		'BEGIN { exit !(v > 85 && v < 115) }'; echo $?)" \
		"minutes without rounding: Whipple's index of $step is near 100"
done
is "$(field minutes.multiples value clean.check 5):$(field minutes.multiples value clean.check 15)" \
	500:300 "the simulator rounds to quarters of an hour"
damage 'NR > 1 && NR % 50 == 0 && $status == "held" { $minutes = 0; n++ } { print }
	END { print n >"n" }'
fires minutes.zero warning count "$(cat n)" "no minutes"

# ---- twice -------------------------------------------------------------------------------

damage '{ print } NR == 40 || NR == 50 { print }'
fires twice.contact_id warning count 2 "the same row twice"
is "$(vl-check --list twice bad.csv | grep contact_id | cut -d, -f3,4)" "41,40
52,51" "and where both stand"
damage '{ print } NR > 1 && NR % 100 == 0 && $status == "held" && $group == "" {
	$contact = "X" NR; n++; print } END { print n >"n" }'
before=$(field twice.record count clean.check)
fires twice.record warning count "$((before + $(cat n)))" "entered again under another id"
damage '{ print } NR > 1 && NR % 50 == 0 && $status == "held" && $group == "" {
	$contact = "X" NR; $adviser = "B99"; $channel = "Telefon"; n++; print } END { print n >"n" }'
before=$(field joint.two_advisers count clean.check)
fires joint.two_advisers warning count "$((before + $(cat n)))" \
	"joint sessions that both advisers entered"
cp bad.check unsorted.check
{ head -n 1 bad.csv && sed 1d bad.csv | sort; } >sorted.csv
vl-check sorted.csv >sorted.check
same sorted.check unsorted.check "no finding depends on the order of rows"

# ---- outliers ----------------------------------------------------------------------------

damage 'NR == 100 || NR == 110 { $minutes = 1000; $status = "held"; $group = "" } { print }'
fires outliers.long note count 2 "two of 1000 minutes"
is "$(vl-check --list outliers --show-values bad.csv | grep long | cut -d, -f3,6)" "100,1000
110,1000" "their lines and minutes"
damage 'NR == 100 { $minutes = 1441 } { print }'
vl-check bad.csv >bad.check 2>bad.err
is "$(field outliers.case_day severity bad.check):$(field outliers.case_day count bad.check)" \
	warning:1 "more than 24 hours of a case on one day"
is "$(field outliers.adviser_day count bad.check)" \
	"$(($(field outliers.adviser_day count clean.check) + 1))" \
	"more than 12 hours of an adviser on one day"
ok "$(grep -q 'B[0-9]' bad.check; [ $? -eq 1 ]; echo $?)" "without a name"
printf 'case_id,date,minutes,adviser,group_id,status\n%s%s' 'a,2024-01-03,500,X,g,no_show
b,2024-01-03,500,X,g,held
c,2024-01-03,400,X,,held
' 'd,2024-01-04,500,X,g,held
e,2024-01-04,500,X,g,no_show
f,2024-01-04,400,X,,held
' >bad.csv
vl-check bad.csv >bad.check 2>bad.err
is "$(field outliers.adviser_day count bad.check)" 2 \
	"a group session takes its time, whether a row of who did not come is its first or its last"

# ---- ids ---------------------------------------------------------------------------------

damage 'NR == 900 { $case_id = tolower($case_id) } NR == 910 { sub(/F0*/, "F-", $case_id) }
	NR == 920 { sub(/F/, "F ", $case_id) } { print }'
fires ids.case_spelling warning count 3 "cases in another spelling"
is "$(vl-check --list ids bad.csv | sed 1d | wc -l)" 3 "each with a line"
damage 'NR == 900 { $case_id = "1E+05" } NR == 910 { $case_id = "12345.0" }
	NR == 920 { $case_id = "1234567890123450" } NR == 930 { $case_id = "01. Mrz" }
	NR == 940 { $case_id = "#NV" } NR == 950 { $case_id = "1E5" } { print }'
fires ids.spoilt alarm count 5 "ids that a spreadsheet changed"
printf 'case_id,date,minutes\n1-23,2024-01-02,10\n12-3,2024-01-30,10\n123,2024-01-31,10\n' >bad.csv
fires ids.case_spelling ok count 0 "1-23, 12-3 and 123 are three cases"

# ---- missing -----------------------------------------------------------------------------

damage 'NR > 1 && $date ~ /^2024-0[3-5]/ { $topic = "" } { print }'
fires missing.column_month warning until 2024-05 "a column not filled in for three months" topic 2024-03
want=$(awk -F, 'NR > 1 && $2 != "" && $9 == ""' bad.csv | wc -l)
is "$(field missing.column count bad.check topic)" "$want" "how many cells are empty"
damage 'NR > 1 && NR % 3 == 0 { $site = "" } { print }'
fires missing.column warning name site "a third without a site" site
damage 'NR > 1 { $site = "" } { print }'
fires missing.column note share 1 "a column that nobody fills in is no trouble" site
is "$(field silent.site severity bad.check)" unchecked "what needs it is not checked"

# ---- the case table ----------------------------------------------------------------------

vl-check -c sim/cases.csv --approvals sim/approvals.csv "$EXPORT" >got
awk -F, 'NR == FNR { if ($5 != "") { n[$1]++; from[$1, n[$1]] = $5; to[$1, n[$1]] = $6 } next }
	FNR > 1 && $8 == "special" && $13 == "held" && $2 != "" { all++; inside = 0
		for (i = 1; i <= n[$2]; i++) inside += $3 >= from[$2, i] && $3 <= to[$2, i]
		out += !inside } END { print out ":" all }' sim/approvals.csv "$EXPORT" >want
is "$(field approvals.not_approved count got):$(field approvals.not_approved of got)" \
	"$(cat want)" "special consultations outside any approval, as awk counts them"
awk -F, -v OFS=, 'NR > 1 && NR % 10 == 0 { $4 = "2024-06-30" }
	NR > 1 && NR % 10 == 1 { $2 = ""; $3 = "2023-06-30" } NR % 10 == 2 { next }
	NR > 1 && $4 != "" && $2 > $4 { $2 = "" } { print }' sim/cases.csv >cases.csv
vl-check -c cases.csv "$EXPORT" >got
awk -F, 'NR == FNR { known[$1] = 1; first[$1] = $2; assigned[$1] = $3; closed[$1] = $4; next }
	FNR > 1 && $2 != "" { if (!($2 in known) && !seen[$2]++) unknown++
		if ($13 != "held") next
		a += assigned[$2] != "" && $3 < assigned[$2]; c += closed[$2] != "" && $3 > closed[$2] }
	END { print unknown ":" a ":" c }' cases.csv "$EXPORT" >want
is "$(field cases.unknown count got):$(field cases.before_assigned count got):$(field \
	cases.after_closed count got)" "$(cat want)" "unknown, before assignment, after closing: as awk"
printf 'case_id,date,minutes\nA,2024-01-02,10\nA,2024-01-30,10\n' >bad.csv
printf 'case_id,first_contact\nA,2024-01-10\n' >late.csv
is "$(vl-check -c late.csv bad.csv | awk -F, '$2 == "before_first" { print $6, $7, $11 }')" \
	"1 2 alarm" "before the first contact of the table"

# ---- the beginning, and what a case is ---------------------------------------------------

is "$(field start.running severity clean.check)" ok "with a case table nobody need be guessed"
vl-check "$EXPORT" >got
is "$(field start.running severity got)" note "without one, cases were running already"
want=$(awk -F, 'NR == FNR { first[$1] = $2; next }
	FNR > 1 && $2 != "" && $13 == "held" && $3 < "2022-07-01" && first[$2] < "2022-01-01" {
		n += !seen[$2]++ } END { print n }' sim/cases.csv "$EXPORT")
ok "$(awk -v got="$(field start.running count got)" -v want="$want" \
	'BEGIN { exit !(got > want * 0.8 && got < want * 1.2) }'; echo $?)" \
	"about as many as truly were ($(field start.running count got), truly $want)"
awk -F, -v OFS=, 'NR > 1 && $6 != "" { $6 = "H" int(substr($6, 2) / 3) } { print }' "$EXPORT" >bad.csv
fires unit.per_household warning of \
	"$(awk -F, 'NR > 1 && $6 != "" && !s[$6]++ { n++ } END { print n }' bad.csv)" \
	"three cases a household: are they persons?"

# ---- limits, statuses, forms -------------------------------------------------------------

run vl-check -q --limit joint.two_advisers=0 "$EXPORT"
is "$status" 1 "--limit: what was a note is a warning"
damage 'NR == 500 { sub(/^20../, "2002", $date) } { print }'
run vl-check -q bad.csv
is "$status:$out$err" 1: "-q: look"
run vl-check -q --limit dates.stray=none bad.csv
is "$status" 0 "--limit ITEM=none"
run vl-check -q --severity alarm bad.csv
is "$status" 0 "--severity alarm"
fails 2 "vl-check: option --limit: 'late=3': there is no such item; vl-check -f csv shows them all as check and item: late.p90
vl-check: 'vl-check -h' lists the options" "no such item" vl-check --limit late=3 "$EXPORT"
fails 2 "vl-check: option --limit: 'late.p90=-1': must be ITEM=N with a number from 0 on, or ITEM=none
vl-check: 'vl-check -h' lists the options" "a negative limit" vl-check --limit late.p90=-1 "$EXPORT"
fails 2 "vl-check: option --exported: '2024-11': must be a day like 2026-10-31
vl-check: 'vl-check -h' lists the options" "a month of export" vl-check --exported 2024-11 "$EXPORT"
fails 2 "vl-check: --severity says what -q answers: it goes with -q alone
vl-check: 'vl-check -h' lists the options" "--severity without -q" vl-check --severity note "$EXPORT"
fails 2 "vl-check: --list prints rows and -q prints nothing: only one of them
vl-check: 'vl-check -h' lists the options" "--list with -q" vl-check -q --list ids "$EXPORT"
printf 'case_id,date,minutes\n' >empty.csv
fails 3 "vl-check: empty.csv: no record with a date" "no record" vl-check empty.csv
fails 3 "vl-check: $EXPORT: all records lie after the day of the export (--exported)" \
	"an export before all records" vl-check --exported 2010-01-01 "$EXPORT"
fails 3 "vl-check: bad2.csv:2:3: column 'date': must be a date like 2026-10-31
vl-check: bad2.csv: no record with a date" "no sound row" \
	sh -c 'printf "case_id,date,minutes\nA,heute,1\n" >bad2.csv; vl-check bad2.csv'

printf 'case_id,date,minutes\nA,2004-01-01,10\nB,2024-01-31,10\n' >bad.csv
run vl-check -f text bad.csv
ok "$(printf '%s\n' "$out" | head -n 1 | grep -q '^Nothing wrong was found, but so few'; echo $?)" \
	"two records: no praise"
ok "$(printf '%s\n' "$out" | grep -q '2004-02.2023-12: no record, where 1 are usual'; echo $?)" \
	"twenty years without a record are one finding"
run vl-check -f text "$EXPORT"
is "$(printf '%s\n' "$out" | head -n 1)" \
	"These data can be trusted; there is something to know about them." "the verdict comes first"
ok "$(printf '%s\n' "$out" | awk 'length > 80 { long = 1 } END { exit long || NR > 66 }'; echo $?)" \
	"a page of at most 66 lines"

# The manual's table of limits is that of the tool.
sed -n 's/\\-/never/g; s/^\.It \([a-z]*\.[a-z_0-9]*\) Ta \([^ ]*\) Ta \([^ ]*\) Ta .*/\1 \3/p' \
	"$TOP/man/vl-check.1" | sort >manual
vl-check --advisers -c sim/cases.csv "$EXPORT" --meta meta.json >/dev/null
sed -n '/"limits"/,/}/s/ *"\([a-z]*\.[a-z_0-9]*\)": \([0-9.]*\).*/\1 \2/p' meta.json |
	awk '{ print $1, (length($2) > 5 ? sprintf("%.2f", $2) : $2) }' >tool
{ cat tool; awk '$2 == "never"' manual; } | sort >all
same manual all "vl-check(1) lists all items, with the limits of the tool"

run vl-check -v "$EXPORT"
ok "$(printf '%s\n' "$err" | grep -q "^vl-check: $EXPORT: Window 2022-01-01 to 2024-12-31; "; echo $?)" \
	"-v: what was read"
for form in excel markdown json; do
	run vl-check -f $form "$EXPORT"
	is "$status:$err" 0: "-f $form"
done
is "$(vl-check -f json "$EXPORT" | grep -c '"check"')" "$(vl-check "$EXPORT" | sed 1d | wc -l)" \
	"as many findings in JSON as in CSV"
if [ -n "${LOCALES:-}" ]; then
	LOCPATH=$LOCALES LC_ALL=de_DE.UTF-8 vl-check "$EXPORT" >german.check
	vl-check "$EXPORT" >english.check
	same german.check english.check "the same bytes in German"
else
	skip "no German locale"
fi

# ---- threads -----------------------------------------------------------------------
# Large enough to be shared; every thousandth row stands twice, and one is damaged.
vl-simulate -o large --inflow 60 -n 30 --seed 9
awk 'NR % 1000 == 0 { print } 1' large/consultations.csv >twice.csv
for list in '' '--list twice' '--list outliers' '--list late'; do
	# shellcheck disable=SC2086 # two words
	vl-check -j 1 $list twice.csv >one
	for threads in 2 5; do
		# shellcheck disable=SC2086
		vl-check -j $threads $list twice.csv >several
		same several one "the same bytes with $threads threads${list:+, $list}"
	done
done
sed '20000s/20[0-9][0-9]-/2024-13-/' twice.csv >damaged.csv
vl-check -j 1 --list refused damaged.csv >one
vl-check -j 3 --list refused damaged.csv >several
same several one "a damaged row is told as if one thread had read them all"
grep -q ',20000,' one
ok $? "in its line"

# ---- real data ---------------------------------------------------------------------------

SHARED=$TOP/../shared/data/events
for log in cdnow_master:warning grocery_elog:note traffic_fines:alarm; do
	file=$SHARED/${log%:*}.csv
	if [ ! -f "$file" ]; then
		skip "../shared/data is absent"
		continue
	fi
	vl-check -e amount --meta meta.json "$file" >got
	is "$(sed -n 's/.*"verdict": "\(.*\)",/\1/p' meta.json)" "${log#*:}" "${log%:*}: the verdict"
done
if [ -f "$SHARED/cdnow_master.csv" ]; then
	vl-check -e amount "$SHARED/cdnow_master.csv" >got
	want=$(sed 1d "$SHARED/cdnow_master.csv" | sort | uniq -c | awk '{ n += $1 - 1 } END { print n }')
	is "$(field twice.record count got)" "$want" "cdnow_master: rows twice, as uniq counts them"
else
	skip "../shared/data is absent"
fi

# ---- many rows -----------------------------------------------------------------------------

# Of so many the cases are looked at in several runs, by several threads.
awk 'BEGIN { srand(7); print "case_id,date,minutes,adviser"
	for (i = 0; i < 300000; i++) {
		row = sprintf("c%05d,2024-%02d-%02d,%d,a%d", 20000 * rand(), 1 + 12 * rand(),
			1 + 28 * rand(), 15 * int(1 + 60 * rand()), 400 * rand())
		print row
		if (i % 997 == 0) kept = row
		if (i % 997 == 500) print kept
	} }' >many.csv
vl-check -j 1 many.csv >many.check
is "$(field twice.record count many.check)" "$(awk 'seen[$0]++ { n++ } END { print n }' many.csv)" \
	"rows that stand twice among many, as awk counts them"
is "$(field outliers.case_day count many.check)" "$(awk -F, 'NR > 1 { sum[$1 "," $2] += $3 }
	END { for (day in sum) n += sum[day] > 1440; print n }' many.csv)" "and cases' days over 24 hours"
is "$(field outliers.adviser_day count many.check):$(field outliers.adviser_day of many.check)" \
	"$(awk -F, 'NR > 1 { sum[$4 "," $2] += $3 }
		END { for (day in sum) { all++; n += sum[day] > 720 }; print n ":" all }' many.csv)" \
	"and advisers' over 12"
vl-check -j 3 many.csv | cmp - many.check
is $? 0 "by three threads the same"
for list in twice outliers; do
	vl-check -j 1 --list $list many.csv >one
	vl-check -j 3 --list $list many.csv | cmp - one
	is $? 0 "rows listed, $list: the same"
done

done_testing
