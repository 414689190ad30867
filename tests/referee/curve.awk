# SPDX-License-Identifier: GPL-3.0-or-later
# The effort curve a second time, from verlauf-methods(7), "THE EFFORT CURVE", alone: what
# tests/cmd/curve.t compares vl-curve with. Slow and plain: one array a quantity, all case months of all cases.
#
#   awk -f date.awk -f curve.awk -v since=1997-01-01 -v until=1998-06-30 -v effort=amount
#       [-v calendar=1] [-v divide=60] [-v silence=6] [-v washout=0] [-v cases=FILE] FILE
#
# Prints: case_month,measure,n,exposure,total,value,se (with G/(G-1)). Rows are held consultations
# with a case; no cell holds a comma or a quote.

function cells_of(line) { gsub(/["\r]/, "", line); return split(line, cell, ",") }

function place(name, width,   i) {
	for (i = 1; i <= width; i++)
		if (cell[i] == name)
			return i
	return 0
}

# Case month of a day, and the first and last day of a case month.
function month_at(origin, day) {
	if (calendar)
		return month_number(day) - month_number(origin)
	return int((day - origin) / 30.4375)
}
function first_day(origin, k) {
	if (calendar)
		return k ? month_start(month_number(origin) + k) : origin
	return origin + ceiling(30.4375 * k)
}
function last_day(origin, k) { return first_day(origin, k + 1) - 1 }
function ceiling(x) { return int(x) + (x > int(x)) }

function exposure(origin, entry, leave, k,   from, to) {
	from = first_day(origin, k); if (entry > from) from = entry
	to = last_day(origin, k); if (leave < to) to = leave
	if (!calendar)
		return (to - from + 1) / 30.4375
	if (k == 0 && entry == origin)
		return 1
	return (to - from + 1) / (month_start(month_number(origin) + k + 1) - \
				  month_start(month_number(origin) + k))
}

# Open in month k (lib/data/spell.h): between the last contact month a <= k and the next b >= k, if
# no more than g silent months lie between; a closing month c in [a, b) parts them, and then the
# case is open until c where c - a <= g.
function open_in(i, k, first, c,   a, b) {
	for (a = k; a >= first && k - a <= silence && !((i, a) in contact); a--);
	if (!((i, a) in contact))
		return 0
	for (b = k; b <= a + silence + 1 && !((i, b) in contact); b++);
	if (a == k)
		return 1
	if (c != "" && c >= a && c < b)
		return k <= c && c - a <= silence
	return (i, b) in contact && b - a - 1 <= silence
}

BEGIN {
	FS = "\n"
	if (silence == "") silence = 6
	if (divide == "") divide = 1
	L = day_number(since); E = day_number(until)
	while (cases && (getline line < cases) > 0) {
		width = cells_of(line)
		if (!cid) {
			cid = place("case_id", width); cstart = place("first_contact", width)
			cclosed = place("closed", width)
			continue
		}
		if (!((cell[cid]) in number)) { number[cell[cid]] = ++G; label[G] = cell[cid] }
		i = number[cell[cid]]
		if (cstart && cell[cstart] != "") stated[i] = day_number(cell[cstart])
		if (cclosed && cell[cclosed] != "") closed[i] = day_number(cell[cclosed])
	}
}

NR == 1 {
	width = cells_of($0)
	id = place("case_id", width); date = place("date", width); amount = place(effort, width)
	status = place("status", width)
	next
}

{
	cells_of($0)
	if (cell[id] == "" || (status && cell[status] != "" && cell[status] != "held"))
		next
	d = day_number(cell[date])
	if (d > E)
		next
	if (!((cell[id]) in number)) { number[cell[id]] = ++G; label[G] = cell[id] }
	i = number[cell[id]]
	if (!(i in seen_first) || d < seen_first[i]) seen_first[i] = d
	if (d < L)      # tells the first contact, and counts for nothing
		next
	rows++
	row_case[rows] = i; row_day[rows] = d; row_amount[rows] = cell[amount]
}

function add(m, i, k, xx, ee) {
	x[m, k] += xx; e[m, k] += ee; n[m, k]++
	# Lists, as multidimensional look-ups are slow: month and numbers of each case.
	list[m, i] = list[m, i] k " " exactly(xx) " " exactly(ee) " "
	if (k > most) most = k
}

# Adds psi^2 of one case by month, (0.1), and the square of psi's sum up to the month.
function influence(m, i,   part, count, at, k, psi, sum) {
	count = split(list[m, i], part, " ")
	at = 1
	for (k = 0; k <= end[m]; k++) {
		if (at < count && part[at] == k) {
			psi = (part[at + 1] - r[k] * part[at + 2]) / sum_e[k]
			square[k] += psi * psi
			sum += psi
			at += 3
		}
		square_sum[k] += sum * sum
	}
}

function exactly(value) { return value == int(value) ? value : sprintf("%.17g", value) }

END {
	for (i = 1; i <= G; i++) {
		if (!(i in stated) && !(i in seen_first)) continue
		origin[i] = (i in stated) && (!(i in seen_first) || stated[i] < seen_first[i]) ? \
			stated[i] : seen_first[i]
		if (origin[i] > E || (!(i in stated) && origin[i] < L + washout)) delete origin[i]
		else members++
	}
	for (j = 1; j <= rows; j++) {
		i = row_case[j]
		if (!(i in origin)) continue
		k = month_at(origin[i], row_day[j])
		got[i, k] += row_amount[j]
		contact[i, k] = 1
	}
	for (i in origin) {
		entry = origin[i] > L ? origin[i] : L
		first = month_at(origin[i], entry); last = month_at(origin[i], E)
		whole = last - (last_day(origin[i], last) > E)
		assumed = 0
		c = ""
		if (i in closed) c = closed[i] < origin[i] ? 0 : month_at(origin[i], closed[i])
		begin = first
		if (entry > origin[i]) {       # running when the window began: in contact just before
			begin = first > 0 ? first - 1 : 0
			assumed = !((i, begin) in contact)
			contact[i, begin] = 1
		}
		for (k = first; k <= last; k++) {
			ee = exposure(origin[i], entry, E, k)
			xx = (i, k) in got ? got[i, k] : 0
			add("per_case", i, k, xx, ee)
			if ((i, k) in contact && !(assumed && k == begin)) add("per_seen", i, k, xx, 1)
			if (k + silence <= whole && open_in(i, k, begin, c))
				add("per_open", i, k, xx, ee)
		}
	}
	# A curve ends where less is seen than one case shows in a whole month of 30 days, or in a
	# calendar month.
	enough = 29.5 / 30.4375
	split("per_case per_open per_seen", measures, " ")
	for (m = 1; m <= 2; m++) {
		for (k = 0; k <= most && e[measures[m], k] < enough; k++);
		if (k > most) k = 0
		for (; k <= most && e[measures[m], k] >= enough; k++);
		end[measures[m]] = k - 1
	}
	end["per_seen"] = end["per_case"]
	for (m = 1; m <= 3; m++) {
		for (k = 0; k <= end[measures[m]]; k++) {
			sum_e[k] = e[measures[m], k]
			r[k] = sum_e[k] > 0 ? x[measures[m], k] / sum_e[k] : 0
			square[k] = square_sum[k] = 0
		}
		for (i in origin)
			influence(measures[m], i)
		for (k = 0; k <= end[measures[m]]; k++) {
			v[measures[m], k] = square[k]
			if (m == 1) v["cumulative", k] = square_sum[k]
		}
	}
	factor = members / (members - 1)
	for (m = 1; m <= 3; m++)
		for (k = 0; k <= end[measures[m]]; k++)
			line_out(k, measures[m], n[measures[m], k], e[measures[m], k], x[measures[m], k],
				 e[measures[m], k] > 0 ? x[measures[m], k] / e[measures[m], k] : "",
				 v[measures[m], k], n[measures[m], k])
	# What any month so far has left unknown stays unknown.
	least = members
	for (k = 0; k <= end["per_case"]; k++) {
		if (n["per_case", k] < least) least = n["per_case", k]
		if (least > 0) M += x["per_case", k] / e["per_case", k]
		T += x["per_case", k]
		line_out(k, "cumulative", n["per_case", k], e["per_case", k], T, least > 0 ? M : "",
			 v["cumulative", k], least)
	}
}

function line_out(k, m, nn, ee, total, value, variance, least) {
	printf "%d,%s,%d,%.17g,%.17g,", k, m, nn, ee, total / divide
	if (value != "") printf "%.17g", value / divide
	printf ","
	if (least > 1) printf "%.17g", sqrt(factor * variance) / divide
	print ""
}
