/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ratio - the common engine: ratios of sums over units, with their joint variance.
 *
 * For units i (cases) and cells k (case months) with an outcome x_ik and an exposure e_ik >= 0,
 *
 *     r_k = sum_i x_ik / sum_i e_ik ,   psi_ik = (x_ik - r_k e_ik) / sum_j e_jk ,
 *     Sigma = sum_i psi_i psi_i' ,      Var(sum_k w_k r_k) = G/(G-1) w' Sigma w .
 *
 * This is the cluster-robust (sandwich) variance with the unit as cluster; on a daily clock it
 * is the robust variance of Lawless and Nadeau (1995) for the mean cumulative function.
 * Units are independent; G counts all of them, also those without exposure in a cell.
 *
 * Amounts and exposures are whole numbers of small parts, so the sums and Sigma come from
 * stats/moments.h, exactly and in any order: moments_sum, then ratio_fix, then moments_spread. A
 * single unit names only cells with exposure, by ascending index. Sigma needs cells^2 doubles. */
#ifndef VL_RATIO_H
#define VL_RATIO_H

#include <stddef.h>
#include <stdint.h>

/* What one unit has in one cell. */
struct ratio_cell {
	size_t index;
	double x, e;
};

struct ratio {
	size_t cells;
	int64_t units;           /* G */
	int64_t *n;              /* by cell: units with exposure */
	int64_t *seen;           /* by cell: units with x > 0 */
	double *x, *e;           /* sums */
	double *largest;         /* largest x_ik */
	double *r;               /* NaN where e = 0 */
	double *sigma;           /* cells x cells, row by row, from ratio_fix on */
};

struct ratio *ratio_new(size_t cells);
void ratio_free(struct ratio *ratio);
/* r of the sums, and a Sigma of zeros; keeps the first `cells` cells only. */
void ratio_fix(struct ratio *ratio, size_t cells);

/* Variance of r_k; `small_sample` = with the factor G/(G-1). NaN for G < 2
 * with that factor. */
double ratio_variance(const struct ratio *ratio, size_t k, int small_sample);
/* The same for a linear functional with weights w[0..cells-1]. */
double ratio_linear(const struct ratio *ratio, const double *w, int small_sample);

#endif
