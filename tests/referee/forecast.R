# SPDX-License-Identifier: GPL-3.0-or-later
# forecast.R - R's own methods on the months that vl-forecast saw, from the same origins: ets and
# auto.arima (candidates compared by approximation, the chosen one fitted in full) of package forecast, on
# logarithms, 250 simulated paths each; their CRPS as it would be with endless paths.
#   Rscript forecast.R HISTORY.csv ORIGINS STEP HORIZON
# HISTORY: table of vl-forecast --history. Prints method,crps,mase,cover80,cover95 as vl-forecast scales
# them: by the mean change over a year up to the origin.
suppressPackageStartupMessages(library(forecast))
set.seed(1)
arguments <- commandArgs(TRUE)
d <- read.csv(arguments[1], check.names = FALSE)
y <- d$value[d$quantity == "hours" & d$flag == "seen"]
origins <- as.integer(arguments[2]); step <- as.integer(arguments[3]); h <- as.integer(arguments[4])
crps <- function(x, obs) { x <- sort(x); n <- length(x); mean(abs(x - obs)) -
  sum((2 * seq_len(n) - n - 1) * x) / (n * (n - 1)) }
models <- list(r_ets = function(z) ets(z, additive.only = TRUE),
               r_arima = function(z) suppressWarnings(auto.arima(z, approximation = TRUE)))
out <- NULL
for (i in seq_len(origins) - 1) {
  n <- length(y) - h - i * step
  past <- y[1:n]; scale <- mean(abs(diff(past, 12))); z <- ts(log(pmax(past, 1)), frequency = 12)
  for (m in names(models)) {
    fit <- models[[m]](z)
    x <- replicate(250, exp(as.numeric(simulate(fit, h, future = TRUE))))
    for (k in 1:h) {
      q <- quantile(x[k, ], c(.025, .1, .5, .9, .975), names = FALSE); a <- y[n + k]
      out <- rbind(out, data.frame(method = m, crps = crps(x[k, ], a) / scale, mase = abs(a - q[3]) / scale,
                                   cover80 = a >= q[2] & a <= q[4], cover95 = a >= q[1] & a <= q[5]))
    }
  }
}
write.csv(aggregate(. ~ method, out, mean), row.names = FALSE, quote = FALSE)
