# SPDX-License-Identifier: GPL-3.0-or-later
# early.R FILE EFFORT SINCE UNTIL [calendar] [weeks=8] [contacts=2] [months=12] [divide=60] [permute=2000]
# The table of vl-early with -w 0, --since, --until and without a case table, from
# verlauf-methods(7), "Landmark", "Means", and the raw export: matrices of cases by months. Prints
# measure,group,n,value,se,lower95,upper95,exposure,total and the differences with their limits; with permute=B only the
# studentised permutation p, every estimate computed anew for each permuted labelling, not from scores.
arguments <- commandArgs(TRUE)
option <- function(name, default) {
	found <- grep(paste0("^", name, "="), arguments, value = TRUE)
	if (length(found)) as.numeric(sub(".*=", "", found)) else default
}
calendar <- "calendar" %in% arguments
weeks <- option("weeks", 0); contacts <- option("contacts", 1); last <- option("months", 12)
divide <- option("divide", 1); permute <- option("permute", 0); silence <- 6
since <- as.Date(arguments[3]); until <- as.Date(arguments[4])
data <- read.csv(arguments[1], colClasses = "character")
data <- data[data$case_id != "" & data$date >= arguments[3] & data$date <= arguments[4], ]
if (!is.null(data$status)) data <- data[data$status == "held", ]
day <- as.integer(as.Date(data$date)); case <- factor(data$case_id)
effort <- as.numeric(data[[arguments[2]]]) / divide
first <- as.integer(tapply(day, case, min)); age <- day - first[as.integer(case)]
month_of <- function(d) { p <- as.POSIXlt(as.Date(d, origin = "1970-01-01")); p$year * 12L + p$mon }
month_start <- function(m) as.integer(as.Date(sprintf("%d-%02d-01", 1900L + m %/% 12L, m %% 12L + 1L)))
# First day of case month k of each case, and the month of each record.
start_of <- function(k) if (calendar) month_start(month_of(first) + k) else first + ceiling(30.4375 * k)
month <- if (calendar) month_of(day) - month_of(first)[as.integer(case)] else floor(age / 30.4375)
landmark <- if (weeks) first + 7 * weeks else start_of(2) - 1
early_from <- if (weeks) first + 29 else start_of(1)
end <- as.integer(until)
own <- function(x) x[as.integer(case)]
in_early <- day >= own(early_from) & day <= own(landmark)
days <- tapply(ifelse(in_early, day, NA), case, function(x) length(unique(x[!is.na(x)])))
past <- landmark < end; early <- (days >= contacts)[past]
G <- nlevels(case)
months <- if (weeks) 1:last else 2:last
X <- E <- seen <- open <- known <- matrix(0, G, length(months))
reach <- max(month)
contact <- matrix(FALSE, G, reach + 1); contact[cbind(as.integer(case), month + 1)] <- TRUE
for (j in seq_along(months)) {
	k <- months[j]
	after <- month == k & day > own(landmark)
	X[, j] <- tapply(ifelse(after, effort, 0), case, sum)
	seen[, j] <- tapply(after, case, any)
	from <- pmax(start_of(k), landmark + 1); to <- pmin(start_of(k + 1) - 1, end)
	length_of <- if (calendar) start_of(k + 1) - start_of(k) else 30.4375
	E[, j] <- pmax(to - from + 1, 0) / length_of
	before <- apply(contact[, 1:min(k + 1, reach + 1), drop = FALSE], 1, function(x) max(which(x)) - 1)
	after_k <- if (k <= reach) apply(contact[, (k + 1):(reach + 1), drop = FALSE], 1,
		function(x) if (any(x)) which(x)[1] - 1 + k else Inf) else rep(Inf, G)
	open[, j] <- (before == k | after_k - before - 1 <= silence) & start_of(k + silence + 1) - 1 <= end
}
X <- X[past, ]; E <- E[past, ]; seen <- seen[past, ] * 1; open <- open[past, ] * (E > 0)
whole <- (start_of(last + 1) - 1 <= end)[past]
part <- if (weeks) (61 - 7 * weeks - 1) / 30 else 1
w <- c(part, rep(1, length(months) - 1)); w <- w / sum(w)
# Value, its variance, the weight of the largest case, cases with effort, cases that enter.
linear <- function(X, E) {
	e <- colSums(E); r <- colSums(X) / e
	psi <- as.vector(t(t(X) - r * t(E)) %*% (w / e)); n <- nrow(X)
	c(sum(w * r), n / (n - 1) * sum(psi^2), max(X %*% (w / e)), sum(rowSums(X) > 0), n)
}
ratio <- function(x, e) {
	r <- sum(x) / sum(e); n <- length(x)
	c(r, n / (n - 1) * sum(((x - r * e) / sum(e))^2), max(x) / sum(e), sum(x > 0), sum(e > 0))
}
limits <- function(estimate) {
	r <- estimate[1]; w <- estimate[3]; u <- estimate[2] * (qt(.975, estimate[4]) / qnorm(.975))^2 + w^2
	c(qgamma(.025, r^2 / estimate[2], scale = estimate[2] / r), qgamma(.975, (r + w)^2 / u, scale = u / (r + w)))
}
studentised <- function(a) {
	one <- linear(X[a, ], E[a, ]); two <- linear(X[!a, ], E[!a, ])
	(one[1] - two[1]) / sqrt(one[2] + two[2])
}
if (permute) {
	set.seed(1)
	half <- (month_of(first) %/% 6)[past]
	if (!all(table(half, early) >= 2)) half[] <- 0
	t0 <- abs(studentised(early))
	shuffled <- replicate(permute, abs(studentised(ave(early * 1, half, FUN = function(x) x[sample.int(length(x))]) == 1)))
	cat((1 + sum(shuffled >= t0 * (1 - 1e-9))) / (1 + permute), "\n")
	quit()
}
put <- function(...) cat(paste(sapply(list(...), function(x) if (is.character(x)) x else if (is.na(x)) "" else
	sprintf("%.17g", x)), collapse = ","), "\n", sep = "")
sides <- list(early = early, not_early = !early, all = rep(TRUE, length(early)))
of <- list()
for (name in names(sides)) {
	s <- sides[[name]]
	x <- X[s, , drop = FALSE]; e <- E[s, , drop = FALSE]; o <- open[s, , drop = FALSE]; n <- sum(s)
	theta <- linear(x, e)
	per_open <- ratio(rowSums(x * o), rowSums(e * o)); per_seen <- ratio(rowSums(x), rowSums(seen[s, ]))
	zero <- rowSums(x)[whole[s]] == 0; z <- length(zero)
	put_mean <- function(measure, n, estimate, exposure, total) {
		l <- limits(estimate)
		put(measure, name, n, estimate[1], sqrt(estimate[2]), l[1], l[2], exposure, total)
	}
	put_mean("per_case", n, theta, sum(e), sum(x))
	put_mean("per_open", sum(rowSums(o) > 0), per_open, sum(e * o), sum(x * o))
	put_mean("per_seen", sum(rowSums(seen[s, ]) > 0), per_seen, sum(seen[s, ]), sum(x))
	wilson <- prop.test(sum(zero), z, correct = FALSE)$conf.int
	put("zero_share", name, z, mean(zero), sqrt(mean(zero) * (1 - mean(zero)) / (z - 1)), wilson[1], wilson[2], z, sum(zero))
	of[[name]] <- list(per_case = theta, per_open = per_open, per_seen = per_seen)
}
for (measure in c("per_case", "per_open", "per_seen")) {
	a <- of$early[[measure]]; b <- of$not_early[[measure]]
	v <- a[2] + b[2]; d <- a[1] - b[1]
	df <- v^2 / (a[2]^2 / (a[5] - 1) + b[2]^2 / (b[5] - 1))
	put("difference", measure, d, sqrt(v), d - qt(.975, df) * sqrt(v), d + qt(.975, df) * sqrt(v))
	va <- a[2] / a[1]^2; vb <- b[2] / b[1]^2; s <- sqrt(va + vb)
	t <- qt(.975, s^4 / (va^2 / a[4] + vb^2 / b[4]))
	put("ratio", measure, a[1] / b[1], s, a[1] / b[1] * exp(-t * s), a[1] / b[1] * exp(t * s))
}
