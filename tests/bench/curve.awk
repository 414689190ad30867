# SPDX-License-Identifier: GPL-3.0-or-later
# curve.awk - the benchmark's job in awk: awk -F, -v since=... -v until=... -f curve.awk FILE FILE
#
# The file is read twice, first for the first contacts: to keep all case-days would take an array
# of as many texts.

# Days since 1 March of the year 0 (Hinnant 2013); each date is worked out once.
function day_of(text,    year, month) {
	if (text in days)
		return days[text]
	year = substr(text, 1, 4) + 0
	month = substr(text, 6, 2) + 0
	if (month <= 2) {
		year--
		month += 12
	}
	return days[text] = 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + \
			    int((153 * (month - 3) + 2) / 5) + substr(text, 9, 2) - 1
}

# Case month k begins on day ceil(487 k / 16) after the first contact.
function month_start(k) {
	return int((487 * k + 15) / 16)
}

function count_case(first,    age, k, end) {
	age = day_of(until) - first
	for (k = 0; month_start(k) <= age; k++) {
		end = month_start(k + 1)
		n[k]++
		exposed[k] += (end < age + 1 ? end : age + 1) - month_start(k)
	}
}

FNR == 1 { pass++; next }
$2 < since || $2 > until { next }
pass == 1 {
	day = day_of($2)
	if (!($1 in first) || day < first[$1])
		first[$1] = day
	next
}
{ minutes[int((day_of($2) - first[$1]) * 16 / 487)] += $3 }

END {
	for (id in first)
		count_case(first[id])
	print "case_month,n,exposure,total,value"
	for (k = 0; exposed[k] >= 29.5; k++) {
		exposure = exposed[k] / 30.4375
		hours = minutes[k] / 60
		printf "%d,%d,%.17g,%.17g,%.17g\n", k, n[k], exposure, hours, hours / exposure
	}
}
