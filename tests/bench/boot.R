# SPDX-License-Identifier: GPL-3.0-or-later
# boot.R - the job of bootstrap.c by R's boot: seconds for one of so many replicates (default 20)
# over 10,000 cases of up to 36 months.
library(boot)
replicates <- as.integer(c(commandArgs(trailingOnly = TRUE), "20")[1])
cases <- 10000
months <- 36
set.seed(1)
observed <- outer(sample(months, cases, replace = TRUE), seq_len(months), ">=")
effort <- matrix(runif(cases * months), cases) * observed
both <- cbind(effort, observed)
ratios <- function(data, drawn) {
	sums <- colSums(data[drawn, ])
	sums[seq_len(months)] / sums[months + seq_len(months)]
}
took <- system.time(boot(both, ratios, R = replicates))[["elapsed"]]
cat(format(took / replicates), "\n")
