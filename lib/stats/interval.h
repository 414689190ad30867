/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interval - confidence limits for a ratio of non-negative outcomes. */
#ifndef VL_INTERVAL_H
#define VL_INTERVAL_H

struct interval {
	double lower, upper;
};

/* The gamma interval of Fay and Feuer (1997, Statistics in Medicine 16:791-801) with the robust
 * variance v of the ratio r; w >= 0 is the weight of the largest single outcome, max x / sum e.
 * Positive, asymmetric, and defined where nothing was seen: then v = 0, the lower limit is 0 and
 * w a typical outcome's weight. `alpha` in (0, 1) is the share outside. NaN where r, v or w
 * is NaN or the quantile cannot be had.
 * (verlauf-methods(7), "The interval of one month".) */
struct interval interval_gamma(double r, double v, double w, double alpha);

/* The same with a t quantile instead of the normal one behind its upper limit: v there times
 * (t / z)^2, where t has as many degrees of freedom as units were seen. (With the one that
 * Fay and Feuer add they are seen + 1. Fay and Graubard 2001, Biometrics 57:1198-1206, on t for
 * sandwich variances.) Where nobody was seen, as above; where one was, t and z are those at 0.05
 * for smaller alphas, too, since t with one degree of freedom leaves the gamma distribution no
 * shape there. In both a variance below 1e-15 r^2 is the rounding of sums of equal outcomes, and
 * 0. */
struct interval interval_gamma_seen(double r, double v, double w, double seen, double alpha);

/* Quantile p of the gamma distribution with this mean and variance, p well inside (0, 1). */
double interval_gamma_quantile(double p, double mean, double variance);

#endif
