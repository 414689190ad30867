# SPDX-License-Identifier: GPL-3.0-or-later
# awk -f compare.awk [-v tolerance=1e-12] WANT GOT: two CSV tables of numbers with the same key cells.
# WANT has no header and holds the first columns of GOT, up to `columns` (default: all of its own).
# Rows are matched by the first `keys` cells (default 2). What is below 1e-15 of a row's largest number is
# what rounding leaves of a zero. Prints the worst relative difference;
# the status is 1 where it is above the tolerance, a row of one is not in the other, or there is none.
BEGIN { FS = ","; if (!tolerance) tolerance = 1e-12; if (!keys) keys = 2; worst = 0 }

function key_of(   i, key) {
	for (i = 1; i <= keys; i++)
		key = key $i FS
	return key
}

FNR == NR { want[key_of()] = $0; rows++; next }
FNR == 1 { next }
{
	key = key_of()
	if (!(key in want)) { complain("not wanted: " key); next }
	compared++
	width = split(want[key], cell, FS)
	delete want[key]; rows--
	largest = 0
	for (i = keys + 1; i <= width; i++) if (cell[i] > largest) largest = cell[i]
	for (i = keys + 1; i <= width; i++) {
		if ((cell[i] == "") != ($i == "")) complain(key " column " i ": '" $i "', want '" cell[i] "'")
		difference = cell[i] - $i; if (difference < 0) difference = -difference
		size = cell[i] < 0 ? -cell[i] : cell[i]
		if (size < 1e-15 * largest && difference < 1e-15 * largest) continue
		if (size > 0) difference /= size
		if (difference > worst) worst = difference
		if (difference > tolerance) complain(key " column " i ": " $i ", want " cell[i])
	}
}
function complain(text) { if (++bad <= 10) print "# " text }
END {
	if (!compared) complain("nothing to compare")
	for (key in want) complain("missing: " key)
	print "# worst relative difference " worst
	exit bad > 0
}
