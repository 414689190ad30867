# SPDX-License-Identifier: GPL-3.0-or-later
# ets.R - the job of ets.c by R's forecast::ets.
suppressMessages(library(forecast))
t <- 0:71
months <- ts(log(500 + 60 * sin(t / 1.9) + 40 * sin(t * t) + 2 * t), frequency = 12)
took <- system.time(for (i in 1:5) {
	level <- ets(months, model = "ANN", damped = FALSE)
	season <- ets(months, model = "ANA", damped = FALSE)
})[["elapsed"]] / 5
cat(sprintf("%.6f seconds, log-likelihoods %.4f and %.4f\n", took, level$loglik, season$loglik))
