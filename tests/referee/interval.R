# SPDX-License-Identifier: GPL-3.0-or-later
# Rscript interval.R CURVE CONTACTS CASES EFFORT DIVIDE CLOCK: the gamma interval (with t
# behind the upper limit: verlauf-methods(7)) of per_case and per_seen for each row of vl-curve's table, from its value and se and from the
# largest effort that one case had in that month, which is computed here from the contacts. CASES may be
# "-", CLOCK is elapsed or calendar. Prints case_month, measure, lower, upper without a header.
argument <- commandArgs(TRUE)
curve <- read.csv(argument[1])
contacts <- read.csv(argument[2], colClasses = "character")
day <- as.integer(as.Date(contacts$date))

first <- tapply(day, contacts$case_id, min)
if (argument[3] != "-") {
	cases <- read.csv(argument[3], colClasses = "character")
	stated <- as.integer(as.Date(cases$first_contact, "%Y-%m-%d"))
	first <- pmin(first, stated[match(names(first), cases$case_id)], na.rm = TRUE)
}
origin <- first[contacts$case_id]
months <- function(day) { date <- as.POSIXlt(as.Date(day, "1970-01-01")); 12 * date$year + date$mon }
month <- if (argument[6] == "calendar") months(day) - months(origin) else floor((day - origin) / 30.4375)
effort <- as.numeric(contacts[[argument[4]]]) / as.numeric(argument[5])
each <- rowsum(effort, paste(month, contacts$case_id))
each_month <- as.integer(sub(" .*", "", rownames(each)))
largest <- tapply(each[, 1], each_month, max)
active <- tapply(each[, 1] > 0, each_month, sum)

limits <- function(r, v, w, active, alpha = .05) {
	u <- v * (qt(1 - alpha / 2, active) / qnorm(1 - alpha / 2))^2
	c(if (r > 0 && v > 0) qgamma(alpha / 2, r^2 / v, scale = v / r) else 0,
	  qgamma(1 - alpha / 2, (r + w)^2 / (u + w^2), scale = (u + w^2) / (r + w)))
}

for (i in which(curve$measure %in% c("per_case", "per_seen") & curve$total > 0 & curve$n > 1)) {
	month <- as.character(curve$case_month[i])
	l <- limits(curve$value[i], curve$se[i]^2, largest[[month]] / curve$exposure[i], active[[month]])
	cat(sprintf("%d,%s,%.17g,%.17g\n", curve$case_month[i], curve$measure[i], l[1], l[2]))
}
