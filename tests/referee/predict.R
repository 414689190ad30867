# SPDX-License-Identifier: GPL-3.0-or-later
# The prognosis from the first weeks by other means: from consultations.csv and verlauf-methods(7), "The model",
# "The mixture", to the rows of vl-predict whose method is "landmark". Own Newton steps with normal equations.
# Rscript predict.R consultations.csv since until predictions.csv [cases.csv]
arguments <- commandArgs(TRUE)
since <- as.integer(as.Date(arguments[2]))
until <- as.integer(as.Date(arguments[3]))
records <- read.csv(arguments[1], colClasses = c(case_id = "character"))
records <- records[records$case_id != "" & records$status %in% c("", "held"), ]
records$day <- as.integer(as.Date(records$date))
records <- records[records$day >= since & records$day <= until, ]
got <- read.csv(arguments[4], colClasses = c(case_id = "character"))
got <- got[got$method == "landmark", ]
rich <- length(arguments) > 4

first <- tapply(records$day, records$case_id, min)
records$age <- records$day - first[records$case_id]
known <- sort(names(first)[first >= since + 183 & first + 56 <= until], method = "radix")
features <- function(id) {
	own <- records[records$case_id == id, ]
	early <- own[own$age <= 56, ]
	c(log1p(sum(early$minutes) / 60), log(length(unique(early$day))),
	  log1p(length(unique(early$day[early$age > 28]))), (56 - max(early$age)) / 28,
	  sum(own$minutes[own$age > 56 & own$age <= 421]) / 60)
}
table <- t(sapply(known, features))
x <- table[, 1:4]
if (rich) {
	cases <- read.csv(arguments[5], colClasses = c(case_id = "character"))
	persons <- cases$persons[match(known, cases$case_id)]
	begin <- records[order(records$case_id, records$day, records$service, method = "radix"), ]
	service <- begin$service[match(known, begin$case_id)]
}
past <- first[known] + 421 <= until
if (rich) {
	household <- log(persons)
	household[is.na(persons)] <- mean(household[past], na.rm = TRUE)
	counts <- table(service[past])
	names <- sort(names(counts)[counts >= 20 & names(counts) != ""], method = "radix")
	x <- cbind(x, household, sapply(names, function(name) as.numeric(service == name)))
}
center <- colMeans(x[past, ])
scale <- apply(x[past, ], 2, sd)
scale[scale == 0] <- 1
z <- cbind(1, t((t(x) - center) / scale))
y <- table[past, 5]
train <- z[past, ]
ridge <- diag(c(0, rep(2, ncol(z) - 1)))

b <- rep(0, ncol(z))
for (i in 1:100) {
	p <- plogis(drop(train %*% b))
	b <- b + drop(solve(crossprod(train, train * (p * (1 - p))) + ridge,
			    crossprod(train, (y > 0) - p) - ridge %*% b))
}
positive <- train[y > 0, ]
amount <- c(log(mean(y[y > 0])), rep(0, ncol(z) - 1))
for (i in 1:200) {
	mean <- exp(drop(positive %*% amount))
	step <- drop(solve(crossprod(positive, positive * (y[y > 0] / mean)) + ridge,
			   crossprod(positive, y[y > 0] / mean - 1) - ridge %*% amount))
	amount <- amount + step / max(1, max(abs(step)) / 2)
}
chance <- plogis(drop(z %*% b))
size <- exp(drop(z %*% amount))
ratio <- y[y > 0] / size[past][y > 0]
at <- round(log(chance * size), 10)     # equal features are equal means
formers <- order(at[past], first[known][past], known[past], method = "radix")

worst <- 0
for (row in seq_len(nrow(got))) {
	i <- match(got$case_id[row], known)
	near <- formers[order(abs(at[past][formers] - at[i]), first[known][past][formers],
			      method = "radix")][1:50]
	near <- y[near]
	values <- c(0, size[i] * ratio, near)
	shares <- c((1 - chance[i]) / 2, rep(chance[i] / 2 / length(ratio), length(ratio)),
		    rep(0.5 / 50, 50))
	rank <- order(values)
	quantile <- function(q) values[rank][which(cumsum(shares[rank]) >= q - 1e-12)[1]]
	over <- sum(shares[values >= 35])
	want <- c(sum(shares * values), quantile(0.1), quantile(0.5), quantile(0.9),
		  (sum(past) * over + 0.5) / (sum(past) + 1), sum(near >= 35), 50)
	have <- unlist(got[row, c("value", "q10", "q50", "q90", "prob_over", "similar_over",
				  "similar_n")])
	worst <- max(worst, abs(have - want) / pmax(1, abs(want)))
}
stopifnot(nrow(got) > 0)
cat(sprintf("%d cases, %d former ones, worst difference %.1e\n", nrow(got), sum(past), worst))
quit(status = worst > 1e-6)
