# SPDX-License-Identifier: GPL-3.0-or-later
# report.awk - the benchmark's table from lines "ROWS PROGRAM seconds cpu-seconds MB"; the first run
# of each only warmed the cache, unless there is no other.

function sort(values, count,    i, j, value) {
	for (i = 2; i <= count; i++) {
		value = values[i]
		for (j = i - 1; j > 0 && values[j] > value; j--)
			values[j + 1] = values[j]
		values[j + 1] = value
	}
}

# Median of what stands in column `what` of a program's runs; sets least and most, too.
function median(key, what,    i, first, count, values) {
	first = runs[key] > 1 ? 2 : 1
	for (i = first; i <= runs[key]; i++)
		values[++count] = took[key, i, what]
	sort(values, count)
	least = values[1]
	most = values[count]
	return (values[int((count + 1) / 2)] + values[int((count + 2) / 2)]) / 2
}

function heading() {
	print "| rows | program | seconds | least-most | CPU s | x bare | x bare, CPU | MB/s | " \
	      "peak MB | peak / DuckDB | runs |"
	print "|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
}

function line(rows, program,    key, seconds, cpu, peak, range, bare, bare_cpu, share) {
	key = rows " " program
	bare = median(rows " bare", "seconds")
	bare_cpu = median(rows " bare", "cpu")
	share = runs[rows " duckdb"] ? median(rows " duckdb", "peak") : 0
	cpu = median(key, "cpu")
	peak = median(key, "peak")
	share = share ? sprintf("%.2f", peak / share) : ""
	seconds = median(key, "seconds")
	range = sprintf("%.3g-%.3g", least, most)
	printf "| %d | %s | %.3f | %s | %.3f | %.2f | %.2f | %.0f | %.1f | %s | %d |\n", rows,
	       program, seconds, range, cpu, seconds / bare, cpu / bare_cpu,
	       bytes[rows] / 1e6 / seconds, peak, share, (runs[key] > 1 ? runs[key] - 1 : 1)
}

$2 == "bytes" { bytes[$1] = $3; next }
{
	key = $1 " " $2
	if (!runs[key]++ && $1)
		order_of[++lines] = key
	took[key, runs[key], "seconds"] = $3
	took[key, runs[key], "cpu"] = $4
	took[key, runs[key], "peak"] = $5
}

END {
	printf "The effort curve (per_case) of a generated export, rows in %s order:\n\n", order
	heading()
	for (i = 1; i <= lines; i++) {
		split(order_of[i], part, " ")
		line(part[1], part[2])
	}
	printf "\nStart-up (vl-curve --version): %.2f ms, median of %d.\n",
	       1000 * median("0 start-up", "seconds"), runs["0 start-up"] - 1
}
