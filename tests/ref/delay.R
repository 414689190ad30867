# SPDX-License-Identifier: GPL-3.0-or-later
# Delays seen only up to a room of their own: survival's estimate in reversed time, where the
# room is a late entry. Rscript delay.R   (R 4.2.2, survival) writes delay_input.csv and delay_expected.csv.
library(survival)
set.seed(20261122)
n <- 400
delay <- rgeom(n, 0.12)
room <- sample(0:60, n, replace = TRUE)
seen <- delay <= room
d <- data.frame(delay = delay[seen], room = room[seen])
write.csv(d, "delay_input.csv", row.names = FALSE, quote = FALSE)
m <- max(d$delay)
fit <- survfit(Surv(m - pmin(d$room, m) - 0.5, m - d$delay, rep(1, nrow(d))) ~ 1)
s <- summary(fit)
# S(t) in reversed time is P(delay < m - t)
share <- sapply(0:m, function(x) {
	before <- which(s$time <= m - x - 1)
	if (length(before)) s$surv[max(before)] else 1
})
write.csv(data.frame(x = 0:m, share = format(share, digits = 17)), "delay_expected.csv",
	row.names = FALSE, quote = FALSE)
