# What common_fit must find in one series, by the formulas of verlauf-methods(7), "The plan by cases"
# (the variance over the degrees of freedom that level and season leave). Rscript common.R
set.seed(4); n <- 30; mo <- ((5 + 0:(n-1)) %% 12) + 1
lr <- round(.1*sin(2*pi*mo/12) + cumsum(rnorm(n,0,.03)) + rnorm(n,0,.05), 3)
lr[20] <- lr[20] + 1; V <- rep(.001,n)
dv <- lr - stats::filter(c(rep(lr[1], 6), lr, rep(tail(lr, 1), 6)), rep(1, 13) / 13)[7:(length(lr) + 6)]
ms <- sapply(1:12, function(k) { z <- dv[mo == k]; if (length(z)) sum(z) / (length(z) + 1) else 0 }); ms <- ms - mean(ms); res <- lr - ms[mo]
run <- function(a, clip) { l <- mean(res[1:6]); e <- numeric(n); for (t in 1:n) { e[t] <- res[t] - l; l <- l + a * max(min(e[t], clip), -clip) }; list(l = l, e = e) }
obj <- function(a) n / 2 * log(sum(run(a, Inf)$e^2)) - dbeta(a, 2, 8, log = TRUE)
a <- optimize(obj, c(.01, .6), tol = 1e-12)$minimum
sd <- 1.4826 * median(abs(run(a, Inf)$e)); r <- run(a, 2.5 * sd); y <- n / 12
s2 <- sum(pmax(pmin(r$e, 4 * sd), -4 * sd)[-(1:3)]^2) / max(n - 3 - 1 - 11 * y / (y + 1), (n - 3) / 2)
cat(paste(lr, collapse = ", "), "\n"); cat(sprintf("season1 %.12g season7 %.12g alpha %.12g level %.12g s2tot %.12g s2 %.12g clipped %d\n", ms[1], ms[7], a, r$l + s2 / 2, s2, max(1e-4, s2 - .001), sum(abs(r$e) > 2.5 * sd)))
