# SPDX-License-Identifier: GPL-3.0-or-later
# opencheck.R FOLDER - the table of scripts/proof-open from the rows that opencheck.c printed, in files
# SIMULATOR-MECHANISM-INFLOW-SEED-CODING.csv. Scores by own formulas.
suppressPackageStartupMessages(library(data.table))
folder <- commandArgs(TRUE)[1]
files <- list.files(folder, "[.]csv$", full.names = TRUE)
read_one <- function(file) {
  names <- strsplit(sub("[.]csv$", "", basename(file)), "-")[[1]]
  rows <- fread(file)
  rows[, `:=`(simulator = names[1], mechanism = names[2], inflow = names[3], coding = names[5],
              service = paste(names[1:4], collapse = "-"))]
  rows
}
# Of one sample, for many outcomes.
crps <- function(sample, y) {
  x <- sort(sample)
  n <- length(x)
  below <- findInterval(y, x)
  sums <- c(0, cumsum(x))
  apart <- (y * below - sums[below + 1] + sums[n + 1] - sums[below + 1] - y * (n - below)) / n
  apart - sum((2 * seq_len(n) - n - 1) * x) / n^2
}
# What came of cases open a year or more before: known at the origin.
climatology <- function(rows) {
  rows[, `:=`(clim_crps = NA_real_, clim_brier = NA_real_)]
  for (at in unique(rows$origin)) for (g in 0:2) {
    past <- rows[origin <= at - 12 & group == g, outcome]
    now <- rows[, which(origin == at & group == g)]
    if (length(past) < 20 || !length(now)) next
    set(rows, now, "clim_crps", crps(past, rows$outcome[now]))
    set(rows, now, "clim_brier", (mean(past >= 35) - rows$happened[now])^2)
  }
  rows
}
# Cox's calibration line with errors by case (Liang & Zeger 1986).
slope <- function(rows) {
  if (sum(rows$happened) < 10) return(c(NA, NA))
  x <- cbind(1, qlogis(rows$prob))
  fit <- glm.fit(x, rows$happened, family = binomial())
  bread <- solve(crossprod(x, x * fit$weights))
  scores <- rowsum(x * (rows$happened - fit$fitted.values), paste(rows$service, rows$case))
  c(fit$coefficients[2], sqrt((bread %*% crossprod(scores) %*% bread)[2, 2]))
}
summary_of <- function(rows) {
  line <- slope(rows)
  with_past <- rows[!is.na(clim_crps)]
  inside <- rows[, mean(pit > .1 & pit < .9)]
  data.table(services = uniqueN(rows$service), n = nrow(rows), hours = mean(rows$outcome),
             bias = mean(rows$mean - rows$outcome),
             crps = sum(with_past$crps) / sum(with_past$clim_crps),
             brier = with_past[, sum((prob - happened)^2) / sum(clim_brier)],
             cover80 = inside, expected35 = mean(rows$prob), over35 = mean(rows$happened),
             slope = line[1], slope_se = line[2])
}
rows <- rbindlist(lapply(files, function(file) climatology(read_one(file))))
table <- rbind(
  rows[, cbind(simulator = "all", mechanism = "all", inflow = "all", group = "all", summary_of(.SD)),
       keyby = coding],
  rows[, cbind(simulator = "all", mechanism = "all", inflow = "all", summary_of(.SD)),
       keyby = .(coding, group = c("0-2", "3-11", "12+")[group + 1])],
  rows[, cbind(inflow = "all", group = "all", summary_of(.SD)), keyby = .(coding, simulator, mechanism)],
  rows[, cbind(simulator = "all", mechanism = "all", group = "all", summary_of(.SD)),
       keyby = .(coding, inflow)], use.names = TRUE)
number <- vapply(table, is.double, TRUE)
for (name in names(table)[number]) set(table, j = name, value = round(table[[name]], 3))
fwrite(table)
