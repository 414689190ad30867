# SPDX-License-Identifier: GPL-3.0-or-later
# Days and months as integers, for the other programs here: Richards' algorithm for Julian day
# numbers (Explanatory Supplement to the Astronomical Almanac, 2013, 15.11.3).

function julian(y, m, d,   t) {
	t = int((m - 14) / 12)
	return int(1461 * (y + 4800 + t) / 4) + int(367 * (m - 2 - 12 * t) / 12) - \
	       int(3 * int((y + 4900 + t) / 100) / 4) + d - 32075
}

# Day number of YYYY-MM-DD; remembers the month of each day that it has seen.
function day_number(text,   n) {
	n = julian(substr(text, 1, 4), substr(text, 6, 2), substr(text, 9, 2))
	month_of_day[n] = substr(text, 1, 4) * 12 + substr(text, 6, 2) - 1
	return n
}
function month_number(day) { return month_of_day[day] }
function month_start(month) { return julian(int(month / 12), month % 12 + 1, 1) }
