# SPDX-License-Identifier: GPL-3.0-or-later
# What can be told of the blanks of vl-protect, by linear programs from the printed table alone: random tables
# of counts and hours with totals of both sides, or of one. Prints how many ranges it looked at.
library(lpSolve)
set.seed(as.integer(commandArgs(TRUE)[1]))
looked <- 0
wrong <- 0

table_of <- function(rows, columns, both) {
  x <- matrix(rpois(rows * columns, 7) * rbinom(rows * columns, 1, .8), rows)
  h <- x * matrix(sample(4:12, rows * columns, TRUE), rows) / 4
  add <- function(m) { m <- cbind(m, rowSums(m)); if (both) rbind(m, colSums(m)) else m }
  d <- expand.grid(kind = c(paste0("k", 1:columns), "all"),
                   area = c(paste0("a", 1:rows), if (both) "all"), stringsAsFactors = FALSE)
  d$cases <- c(t(add(x)))
  d$hours <- c(t(add(h)))
  d[, c("area", "kind", "cases", "hours")]
}

# Rows of equations: cells of a line less its total.
equations <- function(d) {
  line <- function(inside, total) (inside & !total) - total
  e <- lapply(unique(d$area), function(a) line(d$area == a, d$area == a & d$kind == "all"))
  if (any(d$area == "all"))
    e <- c(e, lapply(unique(d$kind), function(k) line(d$kind == k, d$kind == k & d$area == "all")))
  do.call(rbind, e)
}

limits <- function(printed, e, cell) {
  known <- which(!is.na(printed))
  fixed <- diag(length(printed))[known, , drop = FALSE]
  solve <- function(direction) {
    lp <- lp(direction, as.numeric(seq_along(printed) == cell), rbind(e, fixed), "=",
             c(rep(0, nrow(e)), printed[known]))
    if (lp$status == 0) lp$objval else if (direction == "max") NA else stop("no table fits")
  }
  c(solve("min"), solve("max"))
}

for (i in 1:12) {
  d <- table_of(sample(2:4, 1), sample(2:4, 1), i %% 2 == 0)
  write.csv(d, "lp.csv", row.names = FALSE, quote = FALSE)
  system("vl-protect --audit lp-audit.csv lp.csv >lp-printed.csv 2>/dev/null")
  printed <- read.csv("lp-printed.csv")
  audit <- read.csv("lp-audit.csv")
  e <- equations(d)
  for (r in seq_len(nrow(audit))) {
    got <- c(audit$lower[r], audit$upper[r])
    want <- limits(printed[[audit$column[r]]], e, audit$row[r])
    looked <- looked + 1
    if (!isTRUE(all.equal(got, want, tolerance = 1e-6)))
      wrong <- wrong + 1
  }
}
cat(looked, "ranges,", wrong, "wrong\n")
