/* SPDX-License-Identifier: GPL-3.0-or-later */
/* factor - normal vectors with a given covariance.
 *
 * The covariance is taken apart into standard deviations and the triangular factor of its
 * correlations (Cholesky with pivoting), so that cells of very different size count alike. A cell
 * that others determine, but for rounding, adds no dimension (a covariance estimated from G cases
 * has rank G at most). Cells with variance 0 are always 0. */
#ifndef VL_FACTOR_H
#define VL_FACTOR_H

#include <stddef.h>
#include "stats/normal.h"

/* Made at once, so that numbers that are multiplied alike lie side by side. */
enum { FACTOR_DRAWS = 64 };

struct factor {
	size_t cells;            /* of the covariance */
	size_t size, rank;       /* cells with variance; dimensions */
	size_t *used;            /* the cells with variance, in the order of the rows below */
	double *deviation;       /* their standard deviations */
	size_t *columns;         /* how many dimensions a cell depends on: the first ones */
	double *f;               /* size rows of `size`: correlations = F F' */
};

/* The covariance of sums, in place: where their parts cancel, what is left of a variance is
 * rounding, and may be less than 0. Such cells have variance 0 then. most: by cell, the standard
 * deviations of its parts added up. */
void factor_clear(double *sigma, size_t cells, const double *most);
/* sigma: cells x cells, symmetric, row by row. 0, or -1 where no cell has a variance;
 * factor_free in either case. */
int factor_make(struct factor *factor, const double *sigma, size_t cells);
void factor_free(struct factor *factor);
/* FACTOR_DRAWS draws, each with standard deviation 1: all of the first cell in `used`, of the
 * second, .. ; the scratch has room for rank x FACTOR_DRAWS numbers. */
void factor_draw(const struct factor *factor, struct normal *random, double *scratch, double *to);

#endif
