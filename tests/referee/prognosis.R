# SPDX-License-Identifier: GPL-3.0-or-later
# prognosis.R FOLDER - tables of tests/referee/prognosis.c (SIMULATOR-MECHANISM-INFLOW-SEED.csv, or
# real-NAME.csv), one row a case and method, as the table of verlauf-methods(7).
folder <- commandArgs(TRUE)[1]
files <- list.files(folder, "^(own|reference|real)-.*[.]csv$", full.names = TRUE)
all <- do.call(rbind, lapply(files, function(file) {
	rows <- read.csv(file)
	if (nrow(rows)) cbind(rows, file = sub("[.]csv$", "", basename(file)))
}))
all$source <- sub("-.*", "", all$file)
auc <- function(p, y) {
	n <- sum(y)
	if (n == 0 || n == length(y)) NA else (sum(rank(p)[y]) - n * (n + 1) / 2) / n / (length(y) - n)
}
score <- function(rows) {
	y <- rows$happened == 1
	areas <- sapply(split(seq_along(y), paste(rows$file, rows$origin)), function(i)
		c(auc(rows$over[i], y[i]), length(i)))
	line <- if (length(unique(rows$over)) > 2)
		coef(summary(glm(y ~ qlogis(rows$over), binomial)))[2, 1:2] else c(NA, NA)
	data.frame(n = nrow(rows), crps = mean(rows$crps),
		   rmse = sqrt(mean((rows$mean - rows$outcome)^2)),
		   cover80 = mean(rows$pit > .1 & rows$pit < .9),
		   bias = mean(rows$mean - rows$outcome), brier = mean((rows$over - y)^2),
		   auc = weighted.mean(areas[1, ], areas[2, ], na.rm = TRUE),
		   slope = line[[1]], slope_se = line[[2]])
}
show <- function(title, rows) {
	cat("\n", title, "\n", sep = "")
	table <- do.call(rbind, lapply(split(rows, rows$method), score))
	table$crps_rel <- table$crps / table["climatology", "crps"]
	table$brier_rel <- table$brier / table["climatology", "brier"]
	print(signif(table[order(table$crps), ], 3))
}
options(width = 160)
made <- all[all$source != "real", ]
if (nrow(made)) {
	cat(length(unique(made$file)), "services\n")
	show("all", made)
	for (name in unique(made$source)) show(name, made[made$source == name, ])
	part <- function(k) sapply(strsplit(made$file, "-"), `[`, k)
	for (name in unique(part(2))) show(name, made[part(2) == name, ])
	for (name in unique(part(3))) show(paste("inflow", name), made[part(3) == name, ])
	# Services as the units of a paired comparison.
	each <- tapply(made$crps, list(made$file, made$method), mean)
	for (other in setdiff(colnames(each), "mixture")) {
		apart <- 100 * (each[, "mixture"] / each[, other] - 1)
		cat(sprintf("mixture against %-12s: CRPS %+.1f %% (se %.1f), better in %d of %d\n", other,
			    mean(apart), sd(apart) / sqrt(length(apart)), sum(apart < 0), length(apart)))
	}
}
for (name in unique(all$file[all$source == "real"])) show(name, all[all$file == name, ])
