# SPDX-License-Identifier: GPL-3.0-or-later
# The figures a second time, from lib/model/figures.h and DESIGN 11 alone: what tests/cmd/figures.t
# compares vl-figures with. No case table, no washout; minutes; no cell holds a comma or a quote.
#
#   awk -f date.awk -f figures.awk -v since=2020-01-01 -v until=2020-12-31 -v period=quarter
#       [-v by=service] [-v silence=6] FILE
#
# Prints vl-figures' columns without a header; the flag only as "x".

function place(name,   i) {
	for (i = 1; i <= width; i++)
		if ($i == name)
			return i
	return 0
}

function period_name(month,   year, m) {
	year = int(month / 12); m = month % 12
	if (period == "quarter") return year "-Q" int(m / 3) + 1
	if (period == "half") return year "-H" int(m / 6) + 1
	if (period == "year") return year ""
	return sprintf("%d-%02d", year, m + 1)
}

# One record with its minutes, in one group.
function count(group, case_id, month, minutes, in_session, person, household,   p) {
	p = period_name(month)
	consultations[group, p]++
	hours[group, p] += minutes
	if (in_session) session_hours[group, p] += minutes
	if (person != "") once(persons, group, p, person, "P")
	if (household != "") once(households, group, p, household, "H")
	if (case_id == "") return
	once(active, group, p, case_id, "C")
	contact[group, case_id, month] = 1
	if (!((group, case_id) in first) || month < first[group, case_id]) first[group, case_id] = month
	if (month > last[group, case_id]) last[group, case_id] = month
}

function once(figure, group, p, id, kind) {
	if (!((kind, group, p, id) in counted)) figure[group, p]++
	counted[kind, group, p, id] = 1
}

function count_all(group, case_id, month, minutes, in_session, person, household) {
	groups[group] = 1
	count("(all)", case_id, month, minutes, in_session, person, household)
	if (by != "") count(group, case_id, month, minutes, in_session, person, household)
}

BEGIN { FS = ","; if (silence == "") silence = 6; L = day_number(since); E = day_number(until) }

NR == 1 {
	width = NF
	id = place("case_id"); date = place("date"); amount = place("minutes"); status = place("status")
	person = place("person_id"); household = place("household_id"); session = place("group_id")
	participants = place("participants"); staff = place("staff"); column = by != "" ? place(by) : 0
	next
}

{
	d = day_number($date)
	if (d < L || d > E || $status == "planned" || $status == "deleted") next
	group = column ? ($column == "" ? "(none)" : $column) : ""
	month = month_number(d)
	if ($status == "no_show") {
		groups[group] = 1
		no_shows["(all)", period_name(month)]++
		if (by != "") no_shows[group, period_name(month)]++
		next
	}
	if ($session == "") {
		count_all(group, $id, month, $amount, 0, $person, $household)
		next
	}
	s = $session SUBSEP d
	r = ++rows[s]
	row_case[s, r] = $id; row_group[s, r] = group; row_month[s] = month
	row_person[s, r] = $person; row_household[s, r] = $household
	effort[s] = $amount * ($staff == "" ? 1 : $staff)
	members[s] = $participants
}

# Whether row a of a session comes before row b.
function before(s, a, b) {
	if (row_case[s, a] != row_case[s, b]) return row_case[s, a] "" < row_case[s, b] ""
	if (row_group[s, a] != row_group[s, b]) return row_group[s, a] "" < row_group[s, b] ""
	return row_person[s, a] "" < row_person[s, b] ""
}

# The largest remainder: whole minutes to all, and those left over to the first in order.
function deal(s,   n, r, q, rank, each, left) {
	n = members[s] == "" ? rows[s] : members[s]
	each = int(effort[s] / n); left = effort[s] - n * each
	for (r = 1; r <= rows[s]; r++) {
		rank = 0
		for (q = 1; q <= rows[s]; q++)
			if (q != r && (before(s, q, r) || (!before(s, r, q) && q < r))) rank++
		count_all(row_group[s, r], row_case[s, r], row_month[s], each + (rank < left), 1,
			  row_person[s, r], row_household[s, r])
	}
}

# Open: between two contacts with no more than g silent months between them, and after the last one
# as long as nobody knows.
function open_in(key, k,   a, b) {
	if (k < first[key]) return 0
	for (a = k; a >= first[key] && k - a <= silence && !((key, a) in contact); a--);
	if (!((key, a) in contact)) return 0
	if (a == last[key]) return a == k || end - a <= silence
	for (b = k; b <= a + silence + 1 && !((key, b) in contact); b++);
	return a == k || ((key, b) in contact && b - a - 1 <= silence)
}

function stock(key,   part, k, p, is_open, was_open, ended_in, reopened_in, open_at) {
	split(key, part, SUBSEP)
	new[part[1], period_name(first[key])]++
	for (k = begin; k <= end; k++) {
		p = period_name(k)
		is_open = open_in(key, k)
		if (is_open && open_at != p) { open[part[1], p]++; open_at = p }
		if ((key, k) in contact && !was_open && k > first[key] && reopened_in != p) {
			reopened[part[1], p]++; reopened_in = p
		}
		# The last month of a spell is one with a contact, and the case is not open after it.
		if ((key, k) in contact && !open_in(key, k + 1) && end - k > silence && ended_in != p) {
			ended[part[1], p]++; ended_in = p
		}
		was_open = is_open
	}
}

function cell(figure, group, p, asked) {
	return asked ? (((group, p) in figure) ? figure[group, p] : 0) : ""
}

function row(group, p, last_month,   key, later) {
	later = end - last_month <= silence
	printf "%s,%s", p, by != "" ? group "," : ""
	printf "%d,%.17g,%d,%d,%s,%d,", cell(consultations, group, p, 1), cell(hours, group, p, 1) / 60,
		cell(active, group, p, 1), cell(new, group, p, 1), cell(ended, group, p, !later),
		cell(open, group, p, 1)
	printf "%s,%s,%s,", cell(households, group, p, household), cell(persons, group, p, person),
		cell(no_shows, group, p, status)
	if (session) printf "%.17g", cell(session_hours, group, p, 1) / 60
	printf ",%s,%d\n", later ? "x" : "", cell(reopened, group, p, 1)
}

END {
	begin = month_number(L); end = month_number(E)
	for (s in rows) deal(s)
	for (key in first) stock(key)
	for (k = begin; k <= end; k++) {
		p = period_name(k)
		if (k < end && period_name(k + 1) == p) continue
		if (by != "") for (group in groups) row(group, p, k)
		row("(all)", p, k)
	}
}
