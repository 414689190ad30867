# SPDX-License-Identifier: GPL-3.0-or-later
# Does vl-simulate make services like those of the reference model? Takes the model's file
# (oracles/sim.R), makes as many services with either on seeds of its own, for each
# mechanism, and prints the mean of each moment, its standard error over services, and z.
# By hand, about a minute and a half for a mechanism:
#   PATH=$PWD/build/bin:$PATH Rscript tests/referee/simulate.R SIM.R [SERVICES [MECHANISM ...]]
# A mechanism may be written with shocks: bg+shocks.
suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(TRUE)
source(arguments[1])
services <- if (length(arguments) > 1) as.integer(arguments[2]) else 48L
mechanisms <- if (length(arguments) > 2) arguments[-(1:2)] else
  c("bg", "onoff", "phase", "hawkes", "bg+shocks", "hawkes+shocks")
since <- as.IDate("2017-01-01")
until <- as.IDate("2023-12-31")
month <- function(date) year(date) * 12L + month_of(date)
month_of <- function(date) as.POSIXlt(date)$mon

# One row a held contact: case_id, date, minutes, first (contact of the case). Cases that began
# in the window; case months by the calendar.
moments <- function(contacts, persons) {
  x <- contacts[first >= since]
  ids <- unique(x$case_id)
  months <- month(until) - month(since) + 1L
  x[, `:=`(k = month(date) - month(first), row = match(case_id, ids))]
  entry <- x[, .(m = month(first[1]) - month(since) + 1L), by = row][order(row)]$m
  cells <- x[, .(hours = sum(minutes) / 60), by = .(row, k)]
  hours <- matrix(0, length(ids), months)
  hours[cbind(cells$row, cells$k + 1L)] <- cells$hours
  curve <- function(k) mean(hours[entry + k <= months, k + 1L])
  whole <- which(entry + 13L <= months)
  early <- hours[whole, 2] > 0
  later <- hours[whole, 3:13]
  year <- rowSums(hours[whole, 3:14])
  back <- x[row %in% whole, .(back = any(date - first >= 56)), by = row]$back
  seen <- function(part) mean(part[part > 0])
  k <- c(0:8, 10, 12, 18, 24)
  c(cases_a_month = length(ids) / months,
    contacts_a_case = nrow(x[row %in% whole & k <= 12]) / length(whole),
    minutes = mean(x$minutes), minutes_sd = sd(x$minutes), minutes_15 = mean(x$minutes == 15),
    setNames(sapply(k, curve), paste0("per_case_", k)),
    early_share = mean(early), seen_early = seen(later[early, ]), seen_not = seen(later[!early, ]),
    case_early = mean(later[early, ]), case_not = mean(later[!early, ]),
    over_35_hours = mean(year >= 35), no_hours = mean(year == 0), never_back = 1 - mean(back),
    persons = mean(persons[as.character(ids)]),
    inflow_cv = { n <- tabulate(entry, months); sd(n) / mean(n) })
}

theirs <- function(seed, mechanism, shock) {
  s <- sim_service(mechanism, 34, seed = seed, start = as.Date("2014-01-01"), months = 120,
                   shock = shock)
  x <- s$contacts[, .(case_id, date = as.IDate(date), minutes)]
  x[, first := min(date), by = case_id]
  moments(x, setNames(s$cases$household, s$cases$case_id))
}

ours <- function(seed, mechanism, shock) {
  folder <- tempfile()
  status <- system2("vl-simulate", c("--start", "2017-01", "--months", "84", "--inflow", "34",
                                     "--seed", seed, "-o", folder, "--mechanism", mechanism,
                                     if (shock) "--shocks"))
  stopifnot(status == 0)
  x <- fread(file.path(folder, "consultations.csv"))[case_id != "" & status == "held"]
  cases <- fread(file.path(folder, "cases.csv"))
  unlink(folder, recursive = TRUE)
  x[, first := cases$first_contact[match(case_id, cases$case_id)]]
  moments(x[, .(case_id, date, minutes, first)], setNames(cases$persons, cases$case_id))
}

se <- function(values) apply(values, 1, sd) / sqrt(services)
compare <- function(name) {
  parts <- strsplit(name, "+", fixed = TRUE)[[1]]
  a <- sapply(7000L + seq_len(services), theirs, parts[1], length(parts) > 1)
  b <- sapply(7000L + seq_len(services), ours, parts[1], length(parts) > 1)
  z <- (rowMeans(b) - rowMeans(a)) / sqrt(se(a)^2 + se(b)^2)
  cat(sprintf("\n%s\n", name))
  print(round(data.frame(reference = rowMeans(a), se = se(a), ours = rowMeans(b), se = se(b), z,
                         check.names = FALSE), 3))
  cat(sprintf("%s: mean z^2 %.2f, largest |z| %.2f of %d\n", name, mean(z^2), max(abs(z)),
              length(z)))
  max(abs(z))
}
quit(status = as.integer(max(sapply(mechanisms, compare)) > 4))
