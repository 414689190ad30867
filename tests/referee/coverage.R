# SPDX-License-Identifier: GPL-3.0-or-later
# coverage.R SIMULATOR MECHANISM CASES RUNS SEED - as coverage.c, with cases of another simulator
# (sim.R, which is no part of the source) and vl-curve as a program. One large population is made
# up; its mean by case month is the truth. Samples of its cases are laid into a window of three years, a fifth of them
# begun in the half year before it.
suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(TRUE)
source(arguments[1])
mechanism <- arguments[2]
cases <- as.integer(arguments[3])
runs <- as.integer(arguments[4])
seed <- as.integer(arguments[5])
last <- 18
month_days <- 30.4375
since <- as.Date("2021-01-01")
until <- as.Date("2023-12-31")
folder <- tempfile()
dir.create(folder)

# Contacts by age in days, of cases that can be seen for 600 days.
population <- rbindlist(lapply(1:2, function(part) {
	made <- sim_service(mechanism, 60, 100 * seed + part, months = 84, shock = FALSE)
	contacts <- made$contacts
	contacts[, first := min(date), by = case_id]
	contacts <- contacts[first <= made$last - 600 & first >= made$start + 30]
	contacts[, .(id = paste(part, case_id), age = as.integer(date - first), minutes)]
}))
ids <- unique(population$id)
bin_days <- diff(ceiling(month_days * 0:(last + 1)))
truth <- population[, .(hours = sum(minutes) / 60), by = .(month = floor(age / month_days))]
truth <- sapply(0:last, function(k) sum(truth[month == k]$hours)) / length(ids) / (bin_days / month_days)
means <- (truth[2:last] + truth[3:(last + 1)] + truth[1:(last - 1)]) / 3   # month k at place k
setkey(population, id)
set.seed(seed)

command <- function(options) fread(cmd = paste("vl-curve", options, "-w 0 --since 2021-01 --until 2023-12 -B 1000 -c",
	file.path(folder, "cases.csv"), "-m per_case", file.path(folder, "consultations.csv")))

one <- function() {
	chosen <- data.table(case_id = sprintf("c%04d", 1:cases), id = sample(ids, cases, TRUE))
	days <- round(runif(cases, 20, 1095))
	early <- runif(cases) < 0.2
	chosen[, first_contact := until - days]
	chosen[early, first_contact := since - round(runif(sum(early), 1, 182))]
	seen <- merge(population, chosen, by = "id", allow.cartesian = TRUE)
	seen <- seen[, .(case_id, date = first_contact + age, minutes)][date >= since & date <= until]
	fwrite(chosen[, .(case_id, first_contact)], file.path(folder, "cases.csv"))
	fwrite(seen, file.path(folder, "consultations.csv"))
	points <- command("-n 12")
	shape <- command(paste("-n", last, "--summary"))
	wanted <- truth[points$case_month + 1]
	single <- points$lower95 <= wanted & wanted <= points$upper95
	joint <- points$lower95s <= wanted & wanted <= points$upper95s
	peak <- shape[measure == "peak_month"]
	used <- 2:(shape[measure == "months"]$value - 1)
	best <- used[which.max(means[used])]
	rise <- shape[measure == "rise"]
	difference <- mean(truth[6:10]) - mean(truth[2:4])
	top <- shape[measure == "peak_value"]
	data.table(single = mean(single[-1] %in% TRUE), joint = all(joint %in% TRUE),
		peak = peak$lower95 <= best & best <= peak$upper95,
		months = peak$upper95 - peak$lower95 + 1, near = means[peak$value] / means[best],
		top = top$lower95 <= means[best] & means[best] <= top$upper95,
		rise = rise$lower95 <= difference & difference <= rise$upper95)
}

rates <- rbindlist(lapply(1:runs, function(run) one()))[, lapply(.SD, mean, na.rm = TRUE)]
unlink(folder, recursive = TRUE)
cat(sprintf("%s,%d,%d,%.4f,%.3f,%.3f,%.1f,%.2f,%.3f,%.3f\n", mechanism, cases, runs, rates$single,
	rates$joint, rates$peak, rates$months, rates$near, rates$top, rates$rise))
