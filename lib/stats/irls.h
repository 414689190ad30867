/* SPDX-License-Identifier: GPL-3.0-or-later */
/* irls - regressions by iteratively reweighted least squares, with or without a ridge.
 *
 * A family says how the mean of y depends on eta = x b and how y spreads around it: normal
 * (identity), logistic, Poisson and gamma (log link). The fit minimises
 *
 *     deviance + lambda * sum of b_j^2 over all columns but the first ,
 *
 * the first column being the constant, which is not drawn to 0. lambda = 0 is maximum likelihood;
 * with lambda > 0 columns that part the outcomes perfectly, or say the same twice, do no harm.
 *
 * Each step solves the least-squares problem of [W^1/2 X; lambda^1/2 I0] by QR, never the normal
 * equations, which lose half of the digits. A step larger than 2 is shortened, one that makes the
 * criterion worse is halved. It has converged when no coefficient moves by 1e-9. (McCullagh and
 * Nelder 1989, Generalized Linear Models; le Cessie and van Houwelingen 1992, Applied Statistics
 * 41:191-201.)
 *
 * The scores of rows that belong together (one unit) add up before they are squared: that is the
 * cluster-robust covariance (Liang and Zeger 1986, Biometrika 73:13-22). */
#ifndef VL_IRLS_H
#define VL_IRLS_H

#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"

enum irls_family { IRLS_NORMAL, IRLS_LOGISTIC, IRLS_POISSON, IRLS_GAMMA };

enum { IRLS_STEPS_MAX = 100 };

struct irls_data {
	const double *x;         /* rows x columns, row by row; the first column is 1 */
	const double *y;         /* logistic: 0 to 1; Poisson: >= 0; gamma: > 0 */
	size_t rows, columns;
};

struct irls {
	enum irls_family family;
	size_t columns;
	double *b;
	double *inverse;         /* (X'WX + lambda I0)^-1, columns x columns */
	double deviance;         /* without the ridge; logistic: -2 log-likelihood for y of 0 and 1 */
	double dispersion;       /* Pearson's, with rows - columns degrees of freedom */
	int steps;
};

/* 0, or -1 and a fault (STATUS_MODEL): no convergence, columns that cannot be told apart, fewer
 * rows than columns without a ridge. irls_free in either case. */
int irls_fit(struct irls *fit, enum irls_family family, const struct irls_data *data,
	     double lambda, struct fault *fault);
void irls_free(struct irls *fit);
/* The mean that the fit expects for one row. */
double irls_mean(const struct irls *fit, const double *row);

/* Covariance of b, columns x columns, with rows of the same unit taken together: unit[i] is below
 * `units`. `small_sample`: times units/(units-1) (rows-1)/(rows-columns). */
void irls_clusters(double *covariance, const struct irls *fit, const struct irls_data *data,
		   const uint32_t *unit, size_t units, int small_sample);

/* Shape of the gamma distribution by maximum likelihood, given the means; at most 1000. */
double irls_gamma_shape(const double *y, const double *mean, size_t count);

#endif
