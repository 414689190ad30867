# SPDX-License-Identifier: GPL-3.0-or-later
# The effort curve from vl-panel's table alone (verlauf-methods(7), "Estimator and variance"):
# what vl-curve must print.
#
#   awk -f panel.awk [-v by=service -v group=general] PANEL PANEL
#
# The table is read twice: for the rates, then for the influence of each case. With `by`, only the
# rows of that group count, and G is its number of cases. Rows are in order of the cases and
# their months; no cell holds a comma. Prints: case_month,measure,n,exposure,total,value,se.

BEGIN {
	FS = ","
	split("per_case per_open per_seen", name, " ")
	enough = 29.5 / 30.4375        # one case in a whole month of 30 days
}

FNR == 1 {
	pass++
	for (i = 1; i <= NF; i++)
		column[$i] = i
	hours = "hours" in column ? column["hours"] : column["total"]
	next
}
by && $column[by] != group { next }

# Exposure of the row under measure m, or "" where it has no part in it.
function exposure(m) {
	if (m == 1)
		return $column["exposure"]
	if (m == 2)
		return $column["open"] == 1 ? $column["exposure"] : ""
	return $column["seen"] == 1 ? 1 : ""
}

pass == 1 {
	k = $column["case_month"]
	if (k > most) most = k
	cases[$column["case_id"]]
	for (m = 1; m <= 3; m++) {
		e = exposure(m)
		if (e == "") continue
		n[m, k]++; E[m, k] += e; X[m, k] += $hours
	}
	next
}

# ---- second pass ---------------------------------------------------------------------------

function ends_at(m,   k) {
	for (k = 0; k <= most && E[m, k] < enough; k++);
	if (k > most) return -1
	for (; k <= most && E[m, k] >= enough; k++);
	return k - 1
}
function finish(   k) { # of the case before: what it has brought up to the last month stays
	for (k = last + 1; k <= end[1]; k++)
		square[4, k] += sum * sum
}

FNR == 2 || !started {
	started = 1
	for (m = 1; m <= 2; m++) end[m] = ends_at(m)
	end[3] = end[1]
	last = end[1]
}
$column["case_id"] != id {
	finish()
	id = $column["case_id"]
	sum = 0
}
{
	k = last = $column["case_month"]
	for (m = 1; m <= 3; m++) {
		e = exposure(m)
		if (e == "" || k > end[m]) continue
		psi = ($hours - X[m, k] / E[m, k] * e) / E[m, k]
		square[m, k] += psi * psi
		if (m == 1) {
			sum += psi
			square[4, k] += sum * sum
		}
	}
}

END {
	finish()
	for (id in cases) G++
	for (m = 1; m <= 3; m++)
		for (k = 0; k <= end[m]; k++)
			line_out(k, name[m], n[m, k], E[m, k], X[m, k],
				 E[m, k] > 0 ? X[m, k] / E[m, k] : "", square[m, k], n[m, k])
	least = G
	for (k = 0; k <= end[1]; k++) {
		total += X[1, k]
		if (n[1, k] < least) least = n[1, k] + 0
		if (least) value += X[1, k] / E[1, k]
		line_out(k, "cumulative", n[1, k], E[1, k], total, least ? value : "", square[4, k],
			 least)
	}
}

function line_out(k, measure, count, e, x, r, variance, least) {
	printf "%d,%s,%d,%.17g,%.17g,", k, measure, count, e, x
	if (r != "") printf "%.17g", r
	printf ","
	if (least > 1) printf "%.17g", sqrt(G / (G - 1) * variance)
	print ""
}
