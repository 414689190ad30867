# SPDX-License-Identifier: GPL-3.0-or-later
# compare.awk - whether a peer's table is vl-curve's: -v peer=NAME -v rows=N OURS THEIRS.
# n and totals (whole minutes, printed as hours) exactly, exposure and value to 1e-9.

function differs(what, here, there) {
	printf "bench: %d rows, case month %d: %s is %s by vl-curve, %s by %s\n", rows, $1, what,
	       here, there, peer >"/dev/stderr"
	bad = 1
}

function check_exact(what, here, there, unit) {
	if (sprintf("%.4f", here * unit) != sprintf("%.4f", there * unit))
		differs(what, here, there)
}

function check_close(what, here, there,    gap) {
	gap = here - there
	if (gap > 1e-9 * here || -gap > 1e-9 * here)
		differs(what, here, there)
}

{ sub(/\r$/, "") }

FNR == 1 {
	for (i = 1; i <= NF; i++)
		column[FILENAME, $i] = i
	next
}

function field(name) {
	return $column[FILENAME, name]
}

NR == FNR {
	ours++
	n[$1] = field("n")
	exposure[$1] = field("exposure")
	total[$1] = field("total")
	value[$1] = field("value")
	next
}

{
	theirs++
	check_exact("n", n[$1], field("n"), 1)
	check_exact("total", total[$1], field("total"), 60)
	check_close("exposure", exposure[$1], field("exposure"))
	check_close("value", value[$1], field("value"))
}

END {
	if (!ours || ours != theirs) {
		printf "bench: %d rows: vl-curve has %d case months, %s has %d\n", rows, ours, peer,
		       theirs >"/dev/stderr"
		bad = 1
	}
	exit bad
}
