# SPDX-License-Identifier: GPL-3.0-or-later
# m3.R - demographic monthly series of the M3 competition: sMAPE of vl-forecast's smoothing, of its pool
# for plain series, and of R's ets restricted to the same two models, on logarithms, in one run.
#   Rscript m3.R m3_demographic_monthly.csv [every nth series]
suppressPackageStartupMessages(library(forecast))
arguments <- commandArgs(TRUE)
d <- read.csv(arguments[1]); every <- if (length(arguments) > 1) as.integer(arguments[2]) else 1L
smape <- function(a, f) mean(200 * abs(a - f) / (abs(a) + abs(f)))
ours <- function(y, first, h, method) {
  file <- tempfile(fileext = ".csv"); at <- first + seq_along(y) - 1
  write.csv(data.frame(month = sprintf("%d-%02d", at %/% 12, at %% 12 + 1), value = y), file,
            row.names = FALSE, quote = FALSE)
  out <- system2("vl-forecast", c("--series", file, "--method", method, "--horizon", h), stdout = TRUE)
  unlink(file); read.csv(text = out, check.names = FALSE)$value
}
score <- function(id) {
  s <- d[d$id == id, ]; s <- s[order(s$t), ]
  y <- s$value[s$set == "train"]; a <- s$value[s$set == "test"]; h <- length(a)
  first <- as.integer(substr(s$month[1], 1, 4)) * 12 + as.integer(substr(s$month[1], 6, 7)) - 1
  z <- ts(log(y), frequency = 12)
  fits <- lapply(c("ANN", "ANA"), function(m) ets(z, model = m))
  best <- fits[[which.min(sapply(fits, function(f) f$aicc))]]
  c(r_ets = smape(a, exp(as.numeric(forecast(best, h)$mean))), ets = smape(a, ours(y, first, h, "ets")),
    pool = smape(a, ours(y, first, h, "pool")), snaive = smape(a, ours(y, first, h, "snaive")))
}
ids <- unique(d$id); ids <- ids[seq(1, length(ids), every)]
result <- sapply(ids, score)
cat(length(ids), "series\n"); print(round(rowMeans(result), 3))
