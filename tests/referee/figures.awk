# SPDX-License-Identifier: GPL-3.0-or-later
# The figures a second time, from lib/model/figures.h alone: what tests/cmd/figures.t
# compares vl-figures with. No washout; minutes; no cell holds a comma or a quote. Of a case table
# only first_contact and closed, and those not with groups.
#
#   awk -f date.awk -f figures.awk -v since=2020-01-01 -v until=2020-12-31 -v period=quarter
#       [-v by=service] [-v silence=6] [-v cases=FILE] FILE
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
function count(group, case_id, d, minutes, in_session, person, household,   p, month) {
	month = month_number(d)
	p = period_name(month)
	consultations[group, p]++
	hours[group, p] += minutes
	if (in_session) session_hours[group, p] += minutes
	if (person != "") once(persons, group, p, person, "P")
	if (household != "") once(households, group, p, household, "H")
	if (case_id == "") return
	once(active, group, p, case_id, "C")
	contact[group, case_id, month] = 1
	if (!((group, case_id) in first_day) || d < first_day[group, case_id])
		first_day[group, case_id] = d
	if (!((group, case_id) in first) || month < first[group, case_id]) first[group, case_id] = month
	if (month > last[group, case_id]) last[group, case_id] = month
}

# Before the window: who was in contact when, and nothing else.
function contact_before(group, case_id, d,   month) {
	month = month_number(d)
	before_window[group, case_id] = contact[group, case_id, month] = 1
	if (!((group, case_id) in first_day) || d < first_day[group, case_id])
		first_day[group, case_id] = d
	if (!((group, case_id) in first) || month < first[group, case_id]) first[group, case_id] = month
	if (month > last[group, case_id]) last[group, case_id] = month
}

function earlier_contact(case_id, d) {
	contact_before("(all)", case_id, d)
	if (by != "") contact_before(column ? ($column == "" ? "(none)" : $column) : "", case_id, d)
}

function once(figure, group, p, id, kind) {
	if (!((kind, group, p, id) in counted)) figure[group, p]++
	counted[kind, group, p, id] = 1
}

function count_all(group, case_id, d, minutes, in_session, person, household) {
	groups[group] = 1
	count("(all)", case_id, d, minutes, in_session, person, household)
	if (by != "") count(group, case_id, d, minutes, in_session, person, household)
}

BEGIN { FS = ","; if (silence == "") silence = 6; L = day_number(since); E = day_number(until)
	while (cases && (getline < cases) > 0) {
		if (!width) {
			width = NF
			case_id = place("case_id"); start = place("first_contact"); end_date = place("closed")
			continue
		}
		if ($start != "") stated[$case_id] = day_number($start)
		if ($end_date != "") closed["(all)", $case_id] = month_number(day_number($end_date))
	}
}

NR == 1 {
	width = NF
	id = place("case_id"); date = place("date"); amount = place("minutes"); status = place("status")
	person = place("person_id"); household = place("household_id"); session = place("group_id")
	participants = place("participants"); staff = place("staff"); column = by != "" ? place(by) : 0
	next
}

{
	d = day_number($date)
	if (d > E || $status == "planned" || $status == "deleted") next
	if (d < L) {
		if ($id != "" && (!status || $status != "no_show")) earlier_contact($id, d)
		next
	}
	group = column ? ($column == "" ? "(none)" : $column) : ""
	month = month_number(d)
	if ($status == "no_show") {
		groups[group] = 1
		no_shows["(all)", period_name(month)]++
		if (by != "") no_shows[group, period_name(month)]++
		next
	}
	if ($session == "") {
		count_all(group, $id, d, $amount, 0, $person, $household)
		next
	}
	s = $session SUBSEP d
	r = ++rows[s]
	row_case[s, r] = $id; row_group[s, r] = group; row_day[s] = d
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
		count_all(row_group[s, r], row_case[s, r], row_day[s], each + (rank < left), 1,
			  row_person[s, r], row_household[s, r])
	}
}

# A stated first contact is one, unless a record is earlier; before the window it counts as the month
# before it, unless a record before the window says when the case was there. A case without records belongs to the figures if it is stated to begin in the window, or
# before it and to be closed in or after its first month.
function take_stated(id,   key, month) {
	key = "(all)" SUBSEP id
	if (stated[id] < L) runs_before = 1
	if (!(key in first) && (stated[id] > E || (stated[id] < L && !((key in closed) && closed[key] >= begin))))
		return
	if (key in before_window || (key in first_day && first_day[key] < stated[id])) return
	month = stated[id] < L ? month_number(L) - 1 : month_number(stated[id])
	contact[key, month] = 1
	if (!(key in first) || month < first[key]) first[key] = month
	if (!(key in last)) last[key] = month
	first_day[key] = stated[id]
}

# Whether the closing month of a case lies in [from, to) and not too late after `from`.
function closes(key, from, to) {
	return (key in closed) && closed[key] >= from && closed[key] < to
}

# Open: between two contacts with no more than g silent months between them, and after the last one
# as long as nobody knows; a closing month after a contact ends that at once, or up to g months later.
function open_in(key, k,   a, b) {
	if (k < first[key]) return 0
	for (a = k; a >= first[key] && k - a <= silence && !((key, a) in contact); a--);
	if (!((key, a) in contact)) return 0
	if (a == k) return 1
	if (a == last[key])
		return closes(key, a, a + silence + 1) ? k <= closed[key] : end - a <= silence
	for (b = k; b <= a + silence + 1 && !((key, b) in contact); b++);
	if (closes(key, a, b)) return k <= closed[key] && closed[key] - a <= silence
	return (key, b) in contact && b - a - 1 <= silence
}

# Whether a spell that holds month k goes on in the next one; a closing month parts two in a row.
function goes_on(key, k) {
	return open_in(key, k) && open_in(key, k + 1) && !((key in closed) && closed[key] == k)
}

function stock(key,   part, k, p, ended_in, reopened_in, open_at) {
	split(key, part, SUBSEP)
	if (first_day[key] >= L) new[part[1], period_name(first[key])]++
	for (k = begin; k <= end; k++) {
		p = period_name(k)
		if (open_in(key, k) && open_at != p) { open[part[1], p]++; open_at = p }
		if ((key, k) in contact && k > first[key] && !goes_on(key, k - 1) && reopened_in != p) {
			reopened[part[1], p]++; reopened_in = p
		}
		if (open_in(key, k) && !goes_on(key, k) && k < end && ended_in != p) {
			ended[part[1], p]++; ended_in = p
		}
	}
}

function cell(figure, group, p, asked) {
	return asked ? (((group, p) in figure) ? figure[group, p] : 0) : ""
}

# Who is open in the first months is a guess where cases began before the window.
function row(group, p, first_month, last_month,   key, later, guess) {
	later = end - last_month <= silence
	guess = runs_before && first_month - begin < silence
	printf "%s,%s", p, by != "" ? group "," : ""
	printf "%d,%.17g,%d,%d,%s,%s,", cell(consultations, group, p, 1), cell(hours, group, p, 1) / 60,
		cell(active, group, p, 1), cell(new, group, p, 1), cell(ended, group, p, !later),
		cell(open, group, p, !guess)
	printf "%s,%s,%s,", cell(households, group, p, household), cell(persons, group, p, person),
		cell(no_shows, group, p, status)
	if (session) printf "%.17g", cell(session_hours, group, p, 1) / 60
	printf ",%s,%s\n", later ? "x" : "", cell(reopened, group, p, !guess)
}

END {
	begin = month_number(L); end = month_number(E)
	for (s in rows) deal(s)
	for (id in stated) take_stated(id)
	for (key in first) stock(key)
	for (k = from = begin; k <= end; k++) {
		p = period_name(k)
		if (k < end && period_name(k + 1) == p) continue
		if (by != "") for (group in groups) row(group, p, from, k)
		row("(all)", p, from, k)
		from = k + 1
	}
}
