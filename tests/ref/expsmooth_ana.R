# ETS(A,N,A) by least squares of all its 14 numbers: expsmooth_ana.csv. R's forecast::ets stops short of
# the optimum here (its likelihoods stand in ts_params_expected.csv). Rscript expsmooth_ana.R
sse <- function(p, y) {
  a <- plogis(p[1]); g <- (1 - a) * plogis(p[2]); l <- p[3]; s <- c(p[4:14], -sum(p[4:14])); q <- 0
  for (t in seq_along(y)) { k <- (t - 1) %% 12 + 1; e <- y[t] - l - s[k]; l <- l + a * e; s[k] <- s[k] + g * e; q <- q + e^2 }
  q
}
fit <- function(y) {
  n <- length(y); best <- list(value = Inf)
  for (a in c(-1, 0, 1)) for (g in c(-4, -1, 0.5)) {
    s <- tapply(y, (seq_along(y) - 1) %% 12, mean) - mean(y)
    o <- optim(c(a, g, mean(y[1:12]), s[1:11]), function(p) n / 2 * log(sse(p, y)), method = "BFGS",
               control = list(maxit = 2000, reltol = 1e-14))
    if (o$value < best$value) best <- o
  }
  a <- plogis(best$par[1])
  c(alpha = a, gamma = (1 - a) * plogis(best$par[2]), log_likelihood = -best$value)
}
out <- rbind(data.frame(series = "AirPassengers", name = c("alpha", "gamma", "loglik"), value = fit(log(as.numeric(AirPassengers)))),
             data.frame(series = "USAccDeaths", name = c("alpha", "gamma", "loglik"), value = fit(as.numeric(USAccDeaths))))
out$value <- formatC(out$value, digits = 10, format = "g")
write.csv(out, "expsmooth_ana.csv", row.names = FALSE, quote = FALSE)
