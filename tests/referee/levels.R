# SPDX-License-Identifier: GPL-3.0-or-later
# Rscript levels.R PANEL: the means of months 1-3 and 5-9 of vl-curve --summary with their limits (gamma, with
# t behind the upper one and the weight of the case that adds most), from vl-panel's table alone. Prints
# measure, value, lower95, upper95 without a header.
p <- read.csv(commandArgs(TRUE)[1], colClasses = c(case_id = "character"))
cell <- function(values) unclass(xtabs(values ~ p$case_id + p$case_month))
x <- cell(p$hours); e <- cell(p$exposure)
seen <- colSums(e); r <- colSums(x) / seen
psi <- sweep(x - sweep(e, 2, r, "*"), 2, seen, "/")
for (months in list(1:3, 5:9)) {
	k <- as.character(months)
	value <- mean(r[k]); v <- sum(rowMeans(psi[, k])^2) * nrow(x) / (nrow(x) - 1)
	w <- max(rowMeans(sweep(x[, k], 2, seen[k], "/")))
	u <- v * (qt(.975, sum(rowSums(x[, k]) > 0)) / qnorm(.975))^2 + w^2
	cat(sprintf("months_%d_%d,%.17g,%.17g,%.17g\n", months[1], max(months), value,
		    qgamma(.025, value^2 / v, scale = v / value),
		    qgamma(.975, (value + w)^2 / u, scale = u / (value + w))))
}
