# SPDX-License-Identifier: GPL-3.0-or-later
# curve.R - the benchmark's job in R data.table: Rscript curve.R FILE SINCE UNTIL.
suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(trailingOnly = TRUE)
since <- as.IDate(arguments[2])
until <- as.IDate(arguments[3])

contacts <- fread(arguments[1], select = c("case_id", "date", "minutes"))
contacts <- contacts[date >= since & date <= until]
contacts[, first := min(date), by = case_id]
sums <- contacts[, .(minutes = sum(minutes)), by = .(case_month = ((date - first) * 16L) %/% 487L)]

# Case month k begins on day ceil(487 k / 16) after the first contact.
start <- function(k) (487L * k + 15L) %/% 16L
ages <- contacts[, .(age = as.integer(until - first[1])), by = case_id][, .(cases = .N), by = age]
months <- ages[, .(cases, case_month = 0:((age * 16L) %/% 487L)), by = age]
risk <- months[, .(n = sum(cases),
		   exposure = sum(cases * (pmin(start(case_month + 1L), age + 1L) -
					   start(case_month))) / 30.4375), by = case_month]
curve <- merge(risk, sums, by = "case_month", all.x = TRUE)[exposure >= 29.5 / 30.4375]
curve[is.na(minutes), minutes := 0L]
curve[, total := minutes / 60]
curve[, value := total / exposure]
fwrite(curve[order(case_month), .(case_month, n, exposure, total, value)])
