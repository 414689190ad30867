# paths.R - sample paths of a caseload computed a second time, from METHODS 3.2 and not from the C code:
# Markov donors with the merging of empty states, bootstrap samples of cases as donors, no new cases.
# Rscript tests/ref/paths.R >tests/ref/paths_expected.csv   (R 4.2.2; from the project's folder)
set.seed(1)
d <- read.csv("tests/ref/states_contacts.csv")
month <- as.integer(substr(d$date, 1, 4)) * 12L + as.integer(substr(d$date, 6, 7)) - 2018L * 12L
ids <- sort(unique(d$case_id)); T <- 27L; HM <- 12L
H <- matrix(0, length(ids), T)
for (i in seq_len(nrow(d))) if (month[i] <= T) {
	r <- match(d$case_id[i], ids); H[r, month[i]] <- H[r, month[i]] + d$minutes[i] }
first <- apply(H > 0, 1, function(x) which(x)[1])
h3_at <- function(i, t) sum(H[i, max(1, t - 2):t])
rows <- do.call(rbind, lapply(seq_along(ids), function(i) {
	t <- first[i]:T; last <- cummax(ifelse(H[i, t] > 0, t, 0))
	data.frame(i = i, t = t, age = t - first[i], rec = t - last, h3 = sapply(t, function(s) h3_at(i, s))) }))
rows <- rows[rows$rec < 18, ]
cuts <- quantile(rows$h3[rows$h3 > 0], c(.33, .67, .9))
code <- function(age, rec, h3) cbind(findInterval(age, c(0, 1, 2, 3, 6, 9, 15, 24)),
	findInterval(rec, c(0, 1, 2, 3, 6)), 1 + findInterval(h3, cuts))
rows <- cbind(rows, setNames(as.data.frame(code(rows$age, rows$rec, rows$h3)), c("A", "R", "Q")))
don <- rows[rows$t < T, ]; don$y <- H[cbind(don$i, don$t + 1)]
now <- rows[rows$t == T, ]
find <- function(don, A, R, Q) {        # own age; then younger, then older ones
	for (a in c(A, rev(seq_len(A - 1)), setdiff(seq_len(8), seq_len(A)))) {
		k <- which(don$A == a & don$R == R & don$Q == Q); if (length(k)) return(k)
		k <- which(don$A == a & don$R == R); if (length(k)) return(k)
		k <- which(don$A == a); if (length(k)) return(k) } }
one_block <- function(paths) {
	w <- tabulate(sample(length(ids), replace = TRUE), length(ids))
	b <- don[rep(seq_len(nrow(don)), w[don$i]), ]
	memo <- new.env()
	donors <- function(c) { key <- paste(c, collapse = " ")
		if (is.null(memo[[key]])) memo[[key]] <- b$y[find(b, c[1], c[2], c[3])]; memo[[key]] }
	out <- matrix(0, paths, HM)
	n <- nrow(now); path <- rep(seq_len(paths), each = n)
	age <- rep(now$age, paths); rec <- rep(now$rec, paths)
	h1 <- rep(H[cbind(now$i, T)], paths); h2 <- rep(H[cbind(now$i, T - 1)], paths)
	h3 <- rep(H[cbind(now$i, T - 2)], paths)
	for (j in seq_len(HM)) {
		c <- code(age, rec, h1 + h2 + h3); key <- c[, 1] * 100 + c[, 2] * 10 + c[, 3]
		y <- numeric(length(age))
		for (k in unique(key)) { at <- which(key == k); v <- donors(c[at[1], ])
			y[at] <- v[sample.int(length(v), length(at), replace = TRUE)] }
		out[, j] <- out[, j] + as.numeric(tapply(y, factor(path, seq_len(paths)), sum, default = 0))
		h3 <- h2; h2 <- h1; h1 <- y; age <- age + 1; rec <- ifelse(y > 0, 0, rec + 1)
		stay <- rec < 18
		age <- age[stay]; rec <- rec[stay]; h1 <- h1[stay]; h2 <- h2[stay]; h3 <- h3[stay]
		path <- path[stay] }
	out }
all <- do.call(rbind, lapply(1:2500, function(b) one_block(16)))
show <- function(name, x) cat(sprintf("%s,%.6g,%.6g\n", name, mean(x), sd(x)))
cat("name,mean,sd\n")
for (j in c(1, 2, 6, 12)) show(paste0("month", j), all[, j] / 60)
show("sum12", rowSums(all) / 60)
