#!/usr/bin/env Rscript
# SPDX-License-Identifier: GPL-3.0-or-later
# vl-curve once more, in R, from the definitions in verlauf-methods(7) alone: all measures, both
# clocks, with and without case table and washout, on an export that vl-simulate makes.
# Prints the largest relative difference of each run; status 1 where one is too large.
# The tools must be in PATH.
since <- as.integer(as.Date("2022-01-01"))
until <- as.integer(as.Date("2025-12-31"))
silence <- 6
draws <- 20000
folder <- tempfile()
tool <- function(...) if (system2(..., stdout = FALSE) != 0) stop("a tool failed")
tool("vl-simulate", c("-o", folder))
days <- function(text) as.integer(as.Date(ifelse(text == "", NA, text)))
records <- read.csv(file.path(folder, "consultations.csv"), colClasses = "character")
records <- records[records$status == "held" & records$case_id != "", ]
records$day <- days(records$date)
records$hours <- as.numeric(records$minutes) / 60
table <- read.csv(file.path(folder, "cases.csv"), colClasses = "character")
stopifnot(all(records$group_id == ""))

calendar_month <- function(day) {
	date <- as.POSIXlt(as.Date(day, origin = "1970-01-01"))
	(date$year + 1900L) * 12L + date$mon
}
first_day <- function(month)
	as.integer(as.Date(sprintf("%04d-%02d-01", month %/% 12L, month %% 12L + 1L)))
case_month <- function(clock, origin, day)
	if (clock == "elapsed") floor((day - origin) / 30.4375) else
		calendar_month(day) - calendar_month(origin)

# First and last day of case months, and the exposure in them.
months_of <- function(clock, origin, entry) {
	k <- case_month(clock, origin, entry):case_month(clock, origin, until)
	if (clock == "elapsed") {
		from <- origin + ceiling(k * 30.4375)
		to <- origin + ceiling((k + 1) * 30.4375) - 1
		length <- 30.4375
	} else {
		from <- pmax(first_day(calendar_month(origin) + k), origin)
		to <- first_day(calendar_month(origin) + k + 1) - 1
		length <- to - first_day(calendar_month(origin) + k) + 1
	}
	exposure <- (pmin(to, until) - pmax(from, entry) + 1) / length
	if (clock == "calendar" && k[1] == 0 && entry == origin) exposure[1] <- 1
	list(k = k, exposure = exposure, whole = to <= until)
}

# Case months in which a case is open, from those with a contact.
open_months <- function(seen, closed) {
	open <- integer(0)
	for (j in seq_along(seen)) {
		after <- if (j < length(seen)) seen[j + 1] else Inf
		parted <- closed >= seen[j] && closed < after
		to <- if (after - seen[j] - 1 <= silence && !parted) after else
			if (parted && closed - seen[j] <= silence) closed else seen[j]
		open <- c(open, seen[j]:to)
	}
	unique(open)
}

cells <- function(clock, washout, with_table) {
	ids <- sort(unique(c(records$case_id, if (with_table) table$case_id)))
	origin <- tapply(records$day, factor(records$case_id, ids), min)
	stated <- closed <- rep(NA_integer_, length(ids))
	if (with_table) {
		stated <- days(table$first_contact)[match(ids, table$case_id)]
		closed <- days(table$closed)[match(ids, table$case_id)]
		origin <- pmin(origin, stated, na.rm = TRUE)
	}
	keep <- origin <= until & (!is.na(stated) | origin >= since + washout)
	ids <- ids[keep]; origin <- as.integer(origin[keep]); closed <- closed[keep]
	x <- e <- seen <- open <- matrix(0, length(ids), 200)
	own <- split(records, factor(records$case_id, ids))
	for (i in seq_along(ids)) {
		entry <- max(origin[i], since)
		m <- months_of(clock, origin[i], entry)
		e[i, m$k + 1] <- m$exposure
		r <- own[[i]][own[[i]]$day >= entry & own[[i]]$day <= until, ]
		k <- case_month(clock, origin[i], r$day)
		if (nrow(r)) {
			sums <- tapply(r$hours, k, sum)
			x[i, as.integer(names(sums)) + 1] <- sums
			seen[i, unique(k) + 1] <- 1
		}
		contacts <- which(seen[i, ] > 0) - 1
		if (entry > origin[i]) contacts <- sort(unique(c(max(m$k[1] - 1, 0), contacts)))
		end <- if (is.na(closed[i])) Inf else
			if (closed[i] < origin[i]) 0 else case_month(clock, origin[i], closed[i])
		last <- max(m$k) - silence - !m$whole[length(m$whole)]
		k <- open_months(contacts, end)
		open[i, k[k >= m$k[1] & k <= last] + 1] <- 1
	}
	list(x = x, e = e, seen = seen, open = open)
}

estimate <- function(x, e, counted) {
	g <- nrow(x)
	exposure <- colSums(e)
	value <- colSums(x) / exposure
	psi <- sweep(x - sweep(e, 2, value, "*"), 2, exposure, "/")
	psi[e == 0] <- 0
	own <- sweep(x, 2, exposure, "/")
	own[!is.finite(own)] <- 0
	list(n = colSums(counted), exposure = exposure, total = colSums(x), value = value,
	     sigma = crossprod(psi) * g / (g - 1), weight = apply(x, 2, max) / exposure,
	     active = colSums(x > 0), most = apply(apply(own, 1, cumsum), 1, max))
}

first_months <- function(s, count) {
	columns <- c("n", "exposure", "total", "value", "weight", "active", "most")
	s[columns] <- lapply(s[columns], head, count)
	s$sigma <- s$sigma[1:count, 1:count, drop = FALSE]
	s
}

accumulate <- function(s) {
	lower <- lower.tri(s$sigma, TRUE) * 1
	s$total <- cumsum(s$total)
	s$value <- cumsum(s$value)
	s$weight <- s$most
	s$active <- cummax(s$active)
	s$sigma <- lower %*% s$sigma %*% t(lower)
	s
}

limits <- function(s, alpha) {
	r <- s$value; v <- diag(s$sigma); w <- s$weight
	u <- v * (qt(1 - alpha / 2, pmax(s$active, 1)) / qnorm(1 - alpha / 2))^2
	cbind(ifelse(r > 0 & v > 0, qgamma(alpha / 2, r^2 / v, scale = v / r), 0),
	      qgamma(1 - alpha / 2, (r + w)^2 / (u + w^2), scale = (u + w^2) / (r + w)))
}

joint_alpha <- function(sigma) {
	sd <- sqrt(diag(sigma))
	own <- eigen(sigma / outer(sd, sd), symmetric = TRUE)
	factor <- own$vectors %*% diag(sqrt(pmax(own$values, 0)))
	z <- abs(factor %*% matrix(rnorm(length(sd) * draws), length(sd)))
	2 * pnorm(-quantile(apply(z, 2, max), 0.95))
}

# Where nothing was seen, or by one case only, there is nothing to compare.
difference <- function(ours, theirs, comparable) {
	stopifnot(all(is.na(ours) | comparable))
	max(0, abs(ours - theirs)[comparable & theirs > 0] / theirs[comparable & theirs > 0])
}

compare <- function(name, s, ours) {
	rows <- ours[ours$measure == name, ]
	s <- first_months(s, nrow(rows))
	if (name == "cumulative") s <- accumulate(s)
	single <- limits(s, 0.05)
	joint <- limits(s, joint_alpha(s$sigma))
	theirs <- cbind(s$n, s$exposure, s$total, s$value, sqrt(diag(s$sigma)), single)
	columns <- c("n", "exposure", "total", "value", "se", "lower95", "upper95")
	several <- (if (name == "cumulative") cummin(s$n) else s$n) > 1 & s$total > 0
	stopifnot(identical(rows$case_month, seq_len(nrow(rows)) - 1L))
	# Lower limits near 0 have no relative accuracy: the band is measured by its upper limit. Its level
	# is drawn, and t with few degrees of freedom makes much of that: ten cases with effort at least.
	shift <- function(limit, wanted)
		max(0, (abs(limit - wanted) / joint[, 2])[several & s$active >= 10])
	c(exact = max(sapply(seq_along(columns), function(i)
			difference(rows[[columns[i]]], theirs[, i], if (i < 5) TRUE else several))),
	  band = max(shift(rows$lower95s, joint[, 1]), shift(rows$upper95s, joint[, 2])))
}

check <- function(clock, washout, with_table) {
	path <- file.path(folder, "curve.csv")
	tool2 <- c(if (clock == "calendar") "--calendar", "-w", washout,
		   if (with_table) c("-c", file.path(folder, "cases.csv")),
		   file.path(folder, "consultations.csv"))
	if (system2("vl-curve", tool2, stdout = path) != 0) stop("vl-curve failed")
	ours <- read.csv(path)
	a <- cells(clock, washout, with_table)
	all <- estimate(a$x, a$e, a$e > 0)
	found <- sapply(list(
		compare("per_case", all, ours),
		compare("per_open", estimate(a$x * a$open, a$e * a$open, a$open), ours),
		compare("per_seen", estimate(a$x * a$seen, a$seen, a$seen), ours),
		compare("cumulative", all, ours)), identity)
	worst <- apply(found, 1, max)
	cat(sprintf("%-8s washout %3d, %-7s case table: %d cases, %d rows; largest difference %.1e, of the band %.4f\n",
		    clock, washout, if (with_table) "with a" else "no", nrow(a$x), nrow(ours),
		    worst["exact"], worst["band"]))
	worst["exact"] < 1e-10 && worst["band"] < 0.03
}

set.seed(1)
good <- c(check("elapsed", 183, FALSE), check("elapsed", 0, TRUE),
	  check("calendar", 183, TRUE), check("calendar", 0, FALSE))
unlink(folder, recursive = TRUE)
quit(status = if (all(good)) 0 else 1)
