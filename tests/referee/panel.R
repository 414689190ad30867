# SPDX-License-Identifier: GPL-3.0-or-later
# Rscript panel.R PANEL: all of vl-curve's table but the joint band, from vl-panel's table alone, by
# matrices (verlauf-methods(7), "Estimator and variance", "The interval of one month"). No header:
# case_month, measure, n, exposure, total, value, se, lower95, upper95, as vl-curve prints them.
p <- read.csv(commandArgs(TRUE)[1], colClasses = c(case_id = "character"), encoding = "UTF-8")
hours <- if (is.null(p$hours)) p$total else p$hours
open <- p$open %in% 1
cell <- function(values) unclass(xtabs(values ~ p$case_id + p$case_month))

estimate <- function(hours, exposure, counted) {
	x <- cell(hours); e <- cell(exposure)
	seen <- colSums(e)
	r <- colSums(x) / seen
	psi <- sweep(x - sweep(e, 2, r, "*"), 2, seen, "/")
	psi[e == 0] <- 0
	own <- sweep(x, 2, seen, "/")
	own[!is.finite(own)] <- 0
	list(month = as.integer(colnames(x)), n = colSums(cell(as.integer(counted))), exposure = seen,
	     total = colSums(x), value = r, sigma = crossprod(psi) * nrow(x) / (nrow(x) - 1),
	     largest = apply(x, 2, max), active = colSums(x > 0),
	     share = apply(matrix(apply(own, 1, cumsum), ncol(x)), 1, max))
}

# Months from 0 on until, after the first that is reached, less is seen than one case shows in a
# whole month of 30 days.
reach <- function(exposure) {
	enough <- exposure >= 29.5 / 30.4375
	if (any(enough)) match(TRUE, cummax(enough) == 1 & !enough, length(enough) + 1) - 1 else 0
}

cumulative <- function(s) {
	lower <- lower.tri(s$sigma, TRUE) * 1
	s$least <- cummin(s$n)
	s$total <- cumsum(s$total)
	s$value <- cumsum(s$value)
	# What the case with most of the sum makes up of it; with none yet, as single months have it.
	s$weight <- ifelse(s$share > 0, s$share, cummax(s$weight))
	s$active <- cummax(s$active)
	s$sigma <- lower %*% s$sigma %*% t(lower)
	s
}

cut_to <- function(s, months) {
	keep <- seq_len(months)
	s[names(s) != "sigma"] <- lapply(s[names(s) != "sigma"], `[`, keep)
	s$sigma <- s$sigma[keep, keep, drop = FALSE]
	s
}

# Fay and Feuer's limits, with t instead of the normal quantile behind the upper one.
limits <- function(s, alpha = 0.05) {
	r <- s$value; v <- diag(s$sigma); w <- s$weight
	lower <- 0 * r
	i <- which(r > 0 & v > 0)
	lower[i] <- qgamma(alpha / 2, r[i]^2 / v[i], scale = v[i] / r[i])
	u <- v * (qt(1 - alpha / 2, pmax(s$active, 1)) / qnorm(1 - alpha / 2))^2
	cbind(lower, qgamma(1 - alpha / 2, (r + w)^2 / (u + w^2), scale = (u + w^2) / (r + w)))
}

put <- function(name, s) {
	several <- (if (is.null(s$least)) s$n else s$least) > 1
	text <- function(x, known = TRUE) ifelse(known & is.finite(x), sprintf("%.17g", x), "")
	l <- limits(s)
	writeLines(paste(s$month, name, s$n, text(s$exposure), text(s$total), text(s$value),
			 text(sqrt(diag(s$sigma)), several), text(l[, 1], several),
			 text(l[, 2], several), sep = ","))
}

stopifnot(identical(sort(unique(p$case_month)), seq_len(max(p$case_month) + 1L) - 1L))
per_case <- estimate(hours, p$exposure, TRUE | open)
per_open <- estimate(hours * open, p$exposure * open, open)
per_seen <- estimate(hours, p$seen, p$seen)
months <- reach(per_case$exposure)
per_case <- cut_to(per_case, months)
per_seen <- cut_to(per_seen, months)
per_open <- cut_to(per_open, reach(per_open$exposure))
# Where nothing was seen, one typical case month has the weight of the largest.
typical <- sum(per_seen$total) / sum(per_seen$n)
weigh <- function(s) c(s, list(weight = ifelse(s$total > 0, s$largest, typical) / s$exposure))
put("per_case", weigh(per_case))
put("per_open", weigh(per_open))
put("per_seen", weigh(per_seen))
put("cumulative", cumulative(weigh(per_case)))
