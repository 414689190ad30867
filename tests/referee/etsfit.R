# SPDX-License-Identifier: GPL-3.0-or-later
# etsfit.R - exponential smoothing of a series' logarithms by R's ets (package forecast), restricted to the
# two models that verlauf has (ANN, ANA; the smaller AICc), and by etsfit on the same numbers: seconds of
# processor time a fit, their ratio, and by how much etsfit's log likelihood is higher.
#   Rscript etsfit.R ETSFIT SERIES.csv [every nth column of values]
suppressPackageStartupMessages(library(forecast))
arguments <- commandArgs(TRUE)
d <- read.csv(arguments[2], check.names = FALSE)
columns <- seq(2, ncol(d), by = if (length(arguments) > 2) as.integer(arguments[3]) else 1L)
columns <- columns[sapply(columns, function(i) is.numeric(d[[i]]) && all(d[[i]] > 0))]
one <- function(i) {
  y <- d[[i]]; z <- ts(log(y), frequency = 12); file <- tempfile(); write(y, file, ncolumns = 1)
  took <- system.time(fits <- lapply(c("ANN", "ANA"), function(m) ets(z, model = m, damped = FALSE)))
  best <- fits[[which.min(sapply(fits, function(f) f$aicc))]]
  ours <- as.numeric(strsplit(system2(arguments[1], c(file, 20), stdout = TRUE), " ")[[1]]); unlink(file)
  same <- (best$components[3] == "A") == (ours[3] == 1)
  c(r = sum(took[1:2]), ours = ours[1], gain = if (same) ours[2] - best$loglik else NA)
}
result <- sapply(columns, one)
cat("series", ncol(result), "\n")
cat(sprintf("seconds a fit: R's ets %.4f, verlauf %.6f, ratio %.0f (least %.0f)\n", mean(result["r", ]),
            mean(result["ours", ]), sum(result["r", ]) / sum(result["ours", ]),
            min(result["r", ] / result["ours", ])))
cat(sprintf("log likelihood higher by: least %.4f, median %.4f (same model chosen in %d)\n",
            min(result["gain", ], na.rm = TRUE), median(result["gain", ], na.rm = TRUE),
            sum(!is.na(result["gain", ]))))
