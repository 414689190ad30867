# SPDX-License-Identifier: GPL-3.0-or-later
# Rscript gamma_quantile.R >gamma_quantile.csv   (R 4.2.2)
# Quantiles of the gamma distribution with scale 1. pgamma() of each result must give p back.
shape <- c(.02, .05, .1, .2, .3, .5, .7, .9, .99, 1, 1.01, 1.5, 2, 3, 5, 7.5, 10, 20, 33, 50, 100, 250, 500, 999,
           1000, 1001, 1270, 2500, 5000, 1e4, 3e4, 1e5, 3e5, 9e5, 1e6, 1.1e6, 3e6, 1e7, 1e8, 1e9)
alpha <- c(.5, .2, .05, .01, .002, 1e-4, 1e-6)
g <- expand.grid(alpha = alpha, shape = shape)
g$lower <- qgamma(g$alpha / 2, g$shape)
g$upper <- qgamma(g$alpha / 2, g$shape, lower.tail = FALSE)
back <- pgamma(g$lower, g$shape) / (g$alpha / 2) - 1
stopifnot(all(g$lower == 0 | g$lower < 1e-300 | abs(back) < 1e-9 * pmax(1, sqrt(g$shape) / 1e3)))
write.csv(sapply(g, sprintf, fmt = "%.17g"), quote = FALSE, row.names = FALSE)
