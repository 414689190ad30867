# paths.R - sample paths of a caseload computed a second time, from verlauf-methods(7),
# "State", "Donors", "Paths", not from the C code: Markov donors with the merging of empty states, bootstrap samples of cases as donors, no
# new cases; with states of three parts (coarse) and of four (full).
# Rscript tests/ref/paths.R >tests/ref/paths_expected.csv   (R 4.2.2; from the project's folder)
set.seed(1)
d <- read.csv("tests/ref/states_contacts.csv")
month <- as.integer(substr(d$date, 1, 4)) * 12L + as.integer(substr(d$date, 6, 7)) - 2018L * 12L
ids <- sort(unique(d$case_id)); T <- 27L; HM <- 12L
H <- matrix(0, length(ids), T)
for (i in seq_len(nrow(d))) if (month[i] <= T) {
	r <- match(d$case_id[i], ids); H[r, month[i]] <- H[r, month[i]] + d$minutes[i] }
first <- apply(H > 0, 1, function(x) which(x)[1])
last_sum <- function(i, t, months) sum(H[i, max(1, t - months + 1):t])
rows <- do.call(rbind, lapply(seq_along(ids), function(i) {
	t <- first[i]:T; last <- cummax(ifelse(H[i, t] > 0, t, 0))
	data.frame(i = i, t = t, age = t - first[i], rec = t - last, h3 = sapply(t, last_sum, i = i, months = 3),
		year = sapply(t, last_sum, i = i, months = 12)) }))
rows <- rows[rows$rec < 18, ]
cuts <- quantile(rows$h3[rows$h3 > 0], c(.33, .67, .9))
plain <- function(age, rec, h3) (findInterval(age, c(0, 1, 2, 3, 6, 9, 15, 24)) - 1) * 20 +
	(findInterval(rec, c(0, 1, 2, 3, 6)) - 1) * 4 + findInterval(h3, cuts)
rows$p <- plain(rows$age, rows$rec, rows$h3)
year_cuts <- tapply(rows$year, rows$p, quantile, c(.25, .5, .75))
quarter <- function(p, year) {
	q <- numeric(length(p))
	for (one in unique(p)) {                # its own cuts, or those of the age whose donors it draws
		A <- one %/% 20
		ages <- c(A, rev(seq_len(A) - 1), setdiff(0:7, 0:A)) * 20 + one %% 20
		have <- ages[as.character(ages) %in% names(year_cuts)]
		if (length(have)) q[p == one] <- findInterval(year[p == one], year_cuts[[as.character(have[1])]],
			left.open = TRUE) }
	q }
rows$q <- quarter(rows$p, rows$year)
don <- rows[rows$t < T, ]; don$y <- H[cbind(don$i, don$t + 1)]
now <- rows[rows$t == T, ]
find <- function(don, p, q, full) {        # own age; then younger, then older ones
	A <- p %/% 20; rest <- p %% 20
	for (a in c(A, rev(seq_len(A) - 1), setdiff(0:7, 0:A))) {
		s <- a * 20 + rest
		if (full) { k <- which(don$p == s & don$q == q); if (length(k) >= 10) return(k) }
		k <- which(don$p == s); if (length(k)) return(k)
		k <- which(don$p %/% 4 == s %/% 4); if (length(k)) return(k)
		k <- which(don$p %/% 20 == a); if (length(k)) return(k) } }
one_block <- function(paths, full) {
	w <- tabulate(sample(length(ids), replace = TRUE), length(ids))
	b <- don[rep(seq_len(nrow(don)), w[don$i]), ]
	memo <- new.env()
	donors <- function(p, q) { key <- paste(p, q)
		if (is.null(memo[[key]])) memo[[key]] <- b$y[find(b, p, q, full)]; memo[[key]] }
	out <- matrix(0, paths, HM)
	n <- nrow(now); path <- rep(seq_len(paths), each = n)
	age <- rep(now$age, paths); rec <- rep(now$rec, paths)
	h <- H[rep(now$i, paths), T:(T - 11)]
	for (j in seq_len(HM)) {
		p <- plain(age, rec, rowSums(h[, 1:3, drop = FALSE]))
		q <- if (full) quarter(p, rowSums(h)) else rep(0, length(p))
		key <- p * 10 + q; y <- numeric(length(age))
		for (k in unique(key)) { at <- which(key == k); v <- donors(p[at[1]], q[at[1]])
			y[at] <- v[sample.int(length(v), length(at), replace = TRUE)] }
		out[, j] <- out[, j] + as.numeric(tapply(y, factor(path, seq_len(paths)), sum, default = 0))
		h <- cbind(y, h[, 1:11, drop = FALSE]); age <- age + 1; rec <- ifelse(y > 0, 0, rec + 1)
		stay <- rec < 18
		age <- age[stay]; rec <- rec[stay]; h <- h[stay, , drop = FALSE]; path <- path[stay] }
	out }
cat("states,name,mean,sd\n")
for (full in c(FALSE, TRUE)) {
	all <- do.call(rbind, lapply(1:2000, function(b) one_block(16, full)))
	show <- function(name, x)
		cat(sprintf("%s,%s,%.6g,%.6g\n", if (full) "full" else "coarse", name, mean(x), sd(x)))
	for (j in c(1, 2, 6, 12)) show(paste0("month", j), all[, j] / 60)
	show("sum12", rowSums(all) / 60) }
