/* SPDX-License-Identifier: GPL-3.0-or-later */
/* band - how much wider a band must be to hold everywhere at once (sup-t).
 *
 * The estimates of all cells are jointly normal with covariance Sigma; the critical value is the
 * 95 % quantile of max_k |Z_k|, Z normal with Sigma's correlations (Lin, Wei, Yang and Ying 2000;
 * Montiel Olea and Plagborg-Moller 2019). Drawn in as many dimensions as Sigma has
 * (stats/factor.h), not once for each case: the same law at a fraction of the cost. Cells with
 * variance 0 take no part. */
#ifndef VL_BAND_H
#define VL_BAND_H

#include <stddef.h>

struct band_draws {
	size_t replicates;
	unsigned long seed;      /* with purpose: of the random numbers (stats/random.h) */
	const char *purpose;
	size_t threads;          /* 0 = all processors; the result is the same */
};

/* sigma: cells x cells, symmetric, row by row. Returns the critical value c (at least that of a
 * single interval at this level), or NaN where no cell has a variance. */
double band_critical(const double *sigma, size_t cells, double level,
		     const struct band_draws *draws);
/* The share outside at which a single interval is as wide as c asks for: 2 (1 - Phi(c)), and to the
 * last digit 1 - level where c is that of a single interval at this level. NaN of NaN. */
double band_alpha(double c, double level);

#endif
