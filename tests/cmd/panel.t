#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-panel: from its table alone, awk and R compute every number of vl-curve; what its cells hold is
# tested in tests/unit/panel.c.
# shellcheck source=tests/cmd/lib.sh
. "$(dirname "$0")/lib.sh"
REFEREE=$TOP/tests/referee
cd "$TMP" || exit 1

# by_awk WHAT OPTIONS...: the panel with these options gives the curve with them.
by_awk() {
	by_awk_what=$1
	shift
	vl-panel "$@" >panel.csv
	vl-curve -B 0 "$@" >curve.csv
	awk -f "$REFEREE/panel.awk" panel.csv panel.csv >want
	agrees want curve.csv "awk has the curve from the panel: $by_awk_what"
}

vl-simulate -o sim --start 2019-01 -n 60 --inflow 10 -s 3
EXPORT=sim/consultations.csv
CASES=sim/cases.csv

# ---- the curve again ---------------------------------------------------------------------
by_awk "washout" "$EXPORT"
by_awk "calendar months" --calendar "$EXPORT"
by_awk "delayed entry, closing dates" -c "$CASES" -w 0 --since 2021-01 --until 2023-11-17 "$EXPORT"
by_awk "the same by calendar months, silence 2" --calendar -c "$CASES" -w 0 --since 2021-01 \
	--until 2023-11-17 --silence 2 "$EXPORT"
by_awk "money" -e minutes:amount "$EXPORT"
for file in cdnow_master grocery_elog traffic_fines; do
	if [ -f "$TOP/../shared/data/events/$file.csv" ]; then
		by_awk "$file" -w 0 -e amount "$TOP/../shared/data/events/$file.csv"
	else
		skip "../shared/data is absent"
	fi
done

vl-panel -b site "$EXPORT" >panel.csv
vl-curve -b site -B 0 "$EXPORT" >curve.csv
sed 1d panel.csv | cut -d, -f2 | sort -u >groups
while read -r group; do
	awk -v by=site -v group="$group" -f "$REFEREE/panel.awk" panel.csv panel.csv >want
	awk -F, -v OFS=, -v group="$group" 'NR == 1 || $2 == group {
		print $1, $3, $4, $5, $6, $7, $8 }' curve.csv >got
	agrees want got "awk has the curve of the group $group from the panel"
done <groups

if command -v Rscript >/dev/null; then
	for options in '' '--calendar' "-c $CASES -w 0 --since 2021-01 --until 2023-11-17"; do
		# shellcheck disable=SC2086 # a list of options
		vl-panel $options "$EXPORT" >panel.csv
		# shellcheck disable=SC2086
		vl-curve -B 0 $options "$EXPORT" >curve.csv
		Rscript "$REFEREE/panel.R" panel.csv >want 2>err
		is "$?:$(cat err)" 0: "Rscript tests/referee/panel.R"
		agrees want curve.csv "R has the curve with its limits from the panel: ${options:-washout}" \
			-v tolerance=1e-9
	done
	# The lines that verlauf(7) shows.
	awk '{ gsub(/\\-/, "-"); gsub(/\\\(ha/, "^") }
		/^> p <- read\.csv/ { inside = 1 } /^> END/ { inside = 0 }
		inside { print substr($0, 3) }' "$TOP/man/verlauf.7" >page.R
	ok "$(grep -q xtabs page.R; echo $?)" "verlauf(7) shows lines of R"
	cat >>page.R <<-'END'
		for (name in c("per_case", "per_open", "per_seen")) {
			s <- get(name)
			cat(sprintf("%d,%s,%.17g,%.17g\n", s$case_month, name, s$value, s$se), sep = "")
		}
	END
	vl-panel "$EXPORT" >panel.csv
	Rscript page.R 2>err | awk -F, '$3 !~ /N/' >want
	is "$(cat err)" "" "Rscript finds nothing wrong with them"
	# vl-curve ends where less is seen than one case shows in a whole month.
	vl-curve -B 0 "$EXPORT" | awk -F, -v OFS=, 'NR == 1 || $2 != "cumulative" && $4 > 0 && $3 > 1 {
		print $1, $2, $6, $7 }' >curve.csv
	awk -F, 'NR == FNR { key[$1, $2]; next } ($1, $2) in key' curve.csv want >same_rows
	agrees same_rows curve.csv "the lines of verlauf(7) have value and standard error"
else
	skip "Rscript is not installed"
fi

# ---- the rows ------------------------------------------------------------------------------
vl-panel "$EXPORT" >panel.csv
is "$(head -n 1 panel.csv)" \
	"case_id,case_month,period,exposure,hours,contacts,seen,open,service,first_contact,known_start" \
	"the columns"
sed 1d panel.csv | LC_ALL=C sort -t, -k1,1 -k2,2n >sorted
sed 1d panel.csv >rows
same rows sorted "rows go by case and month"
{ head -n 1 "$EXPORT"; sed 1d "$EXPORT" | LC_ALL=C sort -t, -k7,7r -k3,3r; } >shuffled.csv
vl-panel shuffled.csv >variant
same variant panel.csv "whatever the order of rows in the file"
is "$(vl-panel -e minutes:amount "$EXPORT" | head -n 1 | cut -d, -f5)" total \
	"what is no time is no hours"
# All that was held in the window for a case that had no record before it: no other is left out.
awk -F, 'NR == FNR { if ($13 == "held" && $3 < "2020-01-01") old[$2] = 1; next }
	FNR == 1 || !($2 in old)' "$EXPORT" "$EXPORT" >young.csv
vl-panel -w 0 --since 2020-01 --until 2022-12 "$EXPORT" |
	awk -F, '{ n += $6; h += $5 } END { print n, h }' >got
awk -F, 'NR > 1 && $2 != "" && $13 == "held" && $3 >= "2020-01-01" && $3 <= "2022-12-31" {
	n++; h += $4 / 60 } END { print n, h }' young.csv >want
same got want "records and hours are those of the export"
vl-panel --calendar -w 0 --since 2020-01 --until 2022-12 "$EXPORT" |
	awk -F, 'NR > 1 && $7 { print $3 }' | sort | uniq -c | awk '{ print $2 "," $1 }' >got
vl-figures -w 0 --since 2020-01 --until 2022-12 young.csv | awk -F, 'NR > 1 { print $1 "," $4 }' >want
same got want "by calendar months, cases seen are the active cases of vl-figures"

# ---- small cases -----------------------------------------------------------------------------
cat >small.csv <<'END'
case_id,date,minutes,service,site
"Öz, ""A""",2024-01-10,60,welcome,North
"Öz, ""A""",2024-02-20,30,special,South
b,2024-01-10,45,,South
END
# shellcheck disable=SC2317 # called by way of run
small() {
	vl-panel --calendar -w 0 --since 2024-01 --until 2024-03 --silence 1 "$@" small.csv
}
run small
is "$out" 'case_id,case_month,period,exposure,hours,contacts,seen,open,service,first_contact,known_start
b,0,2024-01,1,0.75,1,1,1,,2024-01-10,0
b,1,2024-02,1,0,0,0,0,,2024-01-10,0
b,2,2024-03,1,0,0,0,,,2024-01-10,0
"Öz, ""A""",0,2024-01,1,1,1,1,1,welcome,2024-01-10,0
"Öz, ""A""",1,2024-02,1,0.5,1,1,1,welcome,2024-01-10,0
"Öz, ""A""",2,2024-03,1,0,0,0,,welcome,2024-01-10,0' "a small panel"
run small -b site -n 0
is "$out" 'case_id,site,case_month,period,exposure,hours,contacts,seen,open,service,first_contact,known_start
b,South,0,2024-01,1,0.75,1,1,1,,2024-01-10,0
"Öz, ""A""",North,0,2024-01,1,1,1,1,1,welcome,2024-01-10,0' "--by: right after the case; --months"
run small -b service -n 0
is "$out" 'case_id,service,case_month,period,exposure,hours,contacts,seen,open,first_contact,known_start
b,(none),0,2024-01,1,0.75,1,1,1,2024-01-10,0
"Öz, ""A""",welcome,0,2024-01,1,1,1,1,1,2024-01-10,0' "--by service: the column stands there once"
run small -f text -w 9
is "$status:$out" "0:Window 2024-01-01 to 2024-03-31; 3 rows read, 3 held consultations
2 cases by calendar months since first contact (month 0 is only part of a month)

case     case month  period   exposure  hours  contacts  seen  open  service  first contact  known start
b                 0  2024-01      1.00   0.75         1     1     1           2024-01-10               0
b                 1  2024-02      1.00   0.00         0     0     0           2024-01-10               0
b                 2  2024-03      1.00   0.00         0     0   ...           2024-01-10               0
Öz, \"A\"           0  2024-01      1.00   1.00         1     1     1  welcome  2024-01-10               0
Öz, \"A\"           1  2024-02      1.00   0.50         1     1     1  welcome  2024-01-10               0
Öz, \"A\"           2  2024-03      1.00   0.00         0     0   ...  welcome  2024-01-10               0" \
	"text: an unknown cell is due later"
run small -f json -n 0
is "$(printf '%s\n' "$out" | sed -n 2p)" ' {"case_id": "b", "case_month": 0, "period": "2024-01", "exposure": 1, "hours": 0.75, "contacts": 1, "seen": 1, "open": 1, "service": "", "first_contact": "2024-01-10", "known_start": 0},' \
	"json"
cat >starts.csv <<'END'
case_id,first_contact
b,2023-11-05
c,2024-03-01
END
run small -c starts.csv -n 1 -f text
is "$(printf '%s\n' "$out" | sed -n 2,3p)" \
	"2 cases by calendar months since first contact (month 0 is only part of a month)
1 case without a row: it was under observation only after case month 1" \
	"a case that enters after the last month has no row, and the notes say so"
run small -c starts.csv -n 1 --meta meta.json
is "$(sed -n '/"panel"/,/}/p' meta.json | tr -d ' \n')" \
	'"panel":{"clock":"calendar","last_month":1,"cases":2,"rows":3,"cases_after_last_month":1}' \
	"--meta"
is "$(printf '%s\n' "$out" | cut -d, -f1-3 | tail -n 3 | grep -c '^c,0,2024-03')" 1 \
	"a case that the case table alone knows has rows"
vl-panel -w 8 --since 2024-01-04 --until 2024-03 -f text small.csv >got 2>err
is "$?:$(cat err)" "4:vl-panel: no case whose first contact is known lies in the window (2 cases \
began before it or in its first 8 days: --washout, --cases)" "no case"
is "$(cat got)" "" "and nothing on standard output"
sed '3s/b,/x,/; 4s/01-10/03-10/' small.csv >later.csv
run vl-panel -w 30 --since 2024-01 --until 2024-03 -f text later.csv
is "$(printf '%s\n' "$out" | sed -n 3p)" "1 case left out: it was first seen within 30 days of \
the window's start and may have begun before it" "the notes say how many were left out"
printf 'case_id,first_contact\nb,2023-11-05\n"Öz, ""A""",2023-10-01\n' >starts.csv
fails 4 "vl-panel: no case was under observation up to case month 1 (--months)" "no row" \
	vl-panel -c starts.csv --calendar --since 2024-01 --until 2024-03 -n 1 small.csv
fails 3 "vl-panel: broken.csv:1001:6: column 'date': there is no such day
vl-panel: broken.csv: 1 of 1000 rows break a rule: nothing was computed" "a wrong row at the end" \
	sh -c 'awk "BEGIN { print \"case_id,date,minutes\"; for (i = 1; i < 1000; i++)
		printf \"c%03d,2024-01-10,60\n\", i; print \"c999,2024-02-30,60\" }" >broken.csv
		exec vl-panel broken.csv'

# Of the days on which elapsed months of 96 years begin some lie a multiple of 4096 apart: 942 months are
# 28,672 days. 9 of them after 1903-01-01 is 1903-10-01 or -02, 951 is 1982-04-02 or -03.
printf 'case_id,date,minutes\na,1903-01-01,60\na,1998-12-01,60\n' >long.csv
run vl-panel -w 0 --since 1903-01 --until 1998-12 long.csv
printf '%s\n' "$out" | sed 1d | cut -d, -f3 >periods
is "$(sort -c periods && sed -n '10p; 952p' periods)" '1903-10
1982-04' "a case of 96 years: each row has its own period"

# The first of many writes fails, and much is called after it: the reason must be kept.
if [ -w /dev/full ]; then
	vl-panel sim/consultations.csv >/dev/full 2>err
	is "$?:$(cat err)" "5:vl-panel: cannot write to standard output: No space left on device" \
		"full disk"
else
	skip "no /dev/full"
fi

done_testing
