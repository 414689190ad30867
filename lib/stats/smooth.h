/* SPDX-License-Identifier: GPL-3.0-or-later */
/* smooth - a smooth line through estimates of different precision.
 *
 * Whittaker's smoother with second differences D (Eilers 2003, Analytical Chemistry
 * 75:3631-3636): s = (W + lambda D'D)^-1 W r = H r, W diagonal with weights
 * 1 / max(v_k, 0.05 median v) divided by their mean. lambda as given, or that of the grid
 * 10^-2, 10^-1.75, ..., 10^4 with the least mean of w_k ((r_k - s_k) / (1 - H_kk))^2
 * (leaving one out). The line's covariance is H Cov(r) H'.
 * (verlauf-methods(7), "The smooth line".) */
#ifndef VL_SMOOTH_H
#define VL_SMOOTH_H

#include <stddef.h>

enum { SMOOTH_LEAST_CELLS = 3 };

/* Instead of a lambda: find it. */
#define SMOOTH_FIND (-1.0)

struct smooth {
	size_t cells;
	double lambda;
	double loo;              /* the criterion at lambda */
	double *value;           /* s */
	double *hat;             /* H, cells x cells, row by row */
};

/* r and v (variances, not negative) are finite. Where all v are 0 all weights are 1.
 * 0, or -1 for fewer than SMOOTH_LEAST_CELLS cells or where the equations cannot be
 * solved; smooth_free in either case. */
int smooth_fit(struct smooth *smooth, const double *r, const double *v, size_t cells,
	       double lambda);
void smooth_free(struct smooth *smooth);

#endif
