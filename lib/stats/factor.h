/* SPDX-License-Identifier: GPL-3.0-or-later */
/* factor - normal vectors with a given covariance.
 *
 * The covariance is taken apart into standard deviations and the eigenvectors of its
 * correlations, so that cells of very different size count alike. Eigenvalues within
 * rounding of 0 are left out (a covariance estimated from G cases has rank G at most). Cells
 * with variance 0 are always 0. */
#ifndef VL_FACTOR_H
#define VL_FACTOR_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

struct factor {
	size_t cells;            /* of the covariance */
	size_t size, rank;       /* cells with variance; dimensions */
	size_t *used;            /* the cells with variance */
	double *deviation;       /* their standard deviations */
	double *f;               /* `rank` columns of `size` cells: correlations = F F' */
};

/* sigma: cells x cells, symmetric, row by row. 0, or -1 where no cell has a variance or
 * the eigenvectors cannot be had; factor_free in either case. */
int factor_make(struct factor *factor, const double *sigma, size_t cells);
void factor_free(struct factor *factor);
/* One draw of the cells in `used`, each with standard deviation 1. */
void factor_draw(const struct factor *factor, gsl_rng *random, double *to);

#endif
