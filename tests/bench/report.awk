# SPDX-License-Identifier: GPL-3.0-or-later
# report.awk - the benchmark's tables from lines "ROWS PROGRAM seconds cpu-seconds MB"; the first run
# of each only warmed the cache, unless there is no other. The bars are those that the project
# set itself; a ratio is one of medians of seconds on the clock, and beside it the same of
# processor time, which says more on a busy machine.

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

# ---- one line a program ------------------------------------------------------------

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

# ---- one line a bar ----------------------------------------------------------------

# The bar is a most ("<=") or a least (">="); `cpu` is for information.
function bar(number, what, got, cpu, sign, wanted,    holds) {
	holds = sign == "<=" ? got <= wanted : got >= wanted
	printf "| %s | %s | %.3g | %s | %s %s | %s |\n", number, what, got, cpu, sign, wanted,
	       holds ? "yes" : "NO"
}

# Both must have been measured.
function ratio_bar(number, what, over, under, measure, sign, wanted,    cpu) {
	if (!runs[over] || !runs[under])
		return
	if (measure == "seconds" && median(under, "cpu") > 0)
		cpu = sprintf("%.3g", median(over, "cpu") / median(under, "cpu"))
	bar(number, what, median(over, measure) / median(under, measure), cpu, sign, wanted)
}

function time_bar(number, rows, over, under, sign, wanted) {
	ratio_bar(number, over " / " under ", " rows " rows", rows " " over, rows " " under,
		  "seconds", sign, wanted)
}

function curve_bars(rows) {
	time_bar(1, rows, "vl-curve-1", "bare", "<=", 2.0)
	time_bar(1, rows, "vl-curve", "bare", "<=", 1.2)
	time_bar(1, rows, "duckdb-1", "vl-curve-1", ">=", 2.5)
	time_bar(1, rows, "duckdb", "vl-curve", ">=", 2.5)
	time_bar(1, rows, "data.table", "vl-curve", ">=", 15)
	time_bar(1, rows, "miller", "vl-curve", ">=", 100)
	ratio_bar(1, "peak memory, vl-curve / duckdb, " rows " rows", rows " vl-curve",
		  rows " duckdb", "peak", "<=", 0.2)
	# "Not slower": within what two runs of the same differ by.
	time_bar(1, rows, "order-date", "order-random", "<=", 1.05)
	time_bar(1, rows, "order-case", "order-random", "<=", 1.05)
}

function tool_bars(rows,    i, part) {
	for (i = 1; i <= lines; i++) {
		split(order_of[i], part, " ")
		if (part[1] == rows && part[2] ~ /^vl-/ && part[2] !~ /^vl-curve/)
			time_bar(2, rows, part[2], "vl-curve", "<=", 1.3)
	}
}

function growth_bars(rows) {
	ratio_bar(4, "time, " rows " / " rows / 10 " rows", rows " file", rows " tenth", "seconds",
		  "<=", 10.5)
	ratio_bar(4, "peak memory, each row ten times / once", rows " ten-times", rows " tenth",
		  "peak", "<=", 1.1)
	time_bar(4, rows, "pipe", "file", "<=", 1.2)
}

# Seconds for something of the made-up service.
function service_bar(number, what, program, wanted) {
	if (runs["0 " program])
		bar(number, what ", seconds", median("0 " program, "seconds"),
		    sprintf("%.3g", median("0 " program, "cpu")), "<=", wanted)
}

# How much of a German export a second.
function german_bar(rows, program, what) {
	if (runs[rows " " program])
		bar(7, what " -p german, MB/s",
		    german[rows] / 1e6 / median(rows " " program, "seconds"),
		    sprintf("%.3g", german[rows] / 1e6 / median(rows " " program, "cpu")), ">=", 200)
}

# A key takes a second look at each row, which has 33 bytes more; two threads must be worth it.
function keyed_bars(rows) {
	time_bar(8, rows, "keyed", "file", "<=", 4.2)
	time_bar(8, rows, "keyed-1", "keyed", ">=", 1.4)
	time_bar(8, rows, "keyed-import-1", "keyed-import", ">=", 1.4)
}

function bars(rows) {
	print "| bar | what | measured | in CPU s | wanted | holds |"
	print "|--:|---|--:|--:|--:|---|"
	curve_bars(rows)
	tool_bars(rows)
	time_bar(3, 100000, "mawk", "vl-curve", ">=", 8)
	time_bar(3, 100000, "duckdb", "vl-curve", ">=", 15)
	bar(3, "start-up (vl-curve --version), ms", 1000 * median("0 start-up", "seconds"),
	    sprintf("%.3g", 1000 * median("0 start-up", "cpu")), "<=", 1.5)
	growth_bars(rows)
	bar(5, "2,000 bootstrap replicates, seconds", median("0 bootstrap", "seconds"), "", "<=", 1)
	ratio_bar(5, "R boot / bootstrap", "0 boot", "0 bootstrap", "seconds", ">=", 50)
	service_bar(6, "vl-forecast, 24 months, 10,000 paths", "forecast", 1)
	service_bar(6, "vl-forecast --check, 36 origins", "forecast-check", 20)
	ratio_bar(6, "R ets / expsmooth", "0 ets", "0 smoothing", "seconds", ">=", 20)
	german_bar(rows, "german", "vl-curve")
	german_bar(rows, "german-import", "vl-import")
	service_bar(7, "vl-report, about 118,000 rows", "report", 5)
	keyed_bars(rows)
}

$2 == "bytes" { bytes[$1] = $3; next }
$2 == "bytes-german" { german[$1] = $3; next }
{
	key = $1 " " $2
	if (!runs[key]++ && $1 && $2 !~ /^(order-.*|file|pipe|tenth|ten-times|german.*|keyed.*)$/)
		order_of[++lines] = key
	took[key, runs[key], "seconds"] = $3
	took[key, runs[key], "cpu"] = $4
	took[key, runs[key], "peak"] = $5
	if ($1 > largest)
		largest = $1
}

END {
	printf "The effort curve (per_case) of a generated export, rows in %s order; and what the other " \
	       "tools\n(vl-...) take for the same file:\n\n", order
	heading()
	for (i = 1; i <= lines; i++) {
		split(order_of[i], part, " ")
		line(part[1], part[2])
	}
	print ""
	bars(largest)
}
