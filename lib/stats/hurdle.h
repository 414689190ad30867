/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hurdle - outcomes that are often 0 and otherwise positive: whether, and how much.
 *
 *     P(Y > 0) = logistic(b0 + b'z) ,   E(Y | Y > 0) = exp(c0 + c'z) ,
 *
 * z being the features standardised with their mean and sd (n - 1) in the training rows; both
 * fits with a ridge on all but the constant (stats/irls.h). Given that it is positive, Y over its
 * mean is spread as these ratios were in training, or as a gamma variable with the maximum
 * likelihood shape. Where all outcomes are positive, P(Y > 0) is (n + 1/2) / (n + 1).
 * (Duan et al. 1983; Manning and Mullahy 2001; verlauf-methods(7), "The model".) */
#ifndef VL_HURDLE_H
#define VL_HURDLE_H

#include <stddef.h>
#include "base/diag.h"
#include "stats/steps.h"

struct hurdle {
	size_t features, rows, positives;
	double *center, *scale;         /* by feature; a feature that does not vary has scale 1 */
	double *any, *amount;           /* b and c: constant first */
	double shape;
	struct steps ratio;             /* Y over its mean, of the positive rows */
};

/* x: rows x features, row by row; y >= 0. 0, or -1 and a fault (STATUS_MODEL): no positive outcome,
 * or a fit that fails; hurdle_free in either case. */
int hurdle_fit(struct hurdle *hurdle, const double *x, const double *y, size_t rows,
	       size_t features, double lambda, struct fault *fault);
void hurdle_free(struct hurdle *hurdle);

struct hurdle_part {
	double p, m;                    /* P(Y > 0), E(Y | Y > 0) */
};

struct hurdle_part hurdle_expect(const struct hurdle *hurdle, const double *x);

/* With the gamma distribution: P(Y <= y). */
double hurdle_gamma_upto(const struct hurdle_part *part, double shape, double y);

#endif
