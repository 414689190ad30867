/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mixture - a predictive distribution half of a model, half of what came of the most similar.
 *
 *     F(y) = w (1 - p + p R(y / m)) + (1 - w) N(y)
 *
 * p and m are those of a hurdle (stats/hurdle.h), R the distribution of its ratios (or gamma with
 * mean 1, where `ratio` is NULL), N that of the outcomes of the nearest. w = 1/2, or 0 where there
 * is no model. Outcomes are not negative. (verlauf-methods(7), "The mixture".) */
#ifndef VL_MIXTURE_H
#define VL_MIXTURE_H

#include "stats/hurdle.h"
#include "stats/steps.h"

struct mixture {
	double weight;                  /* w */
	struct hurdle_part part;
	const struct steps *ratio;
	double ratio_mean;              /* of R: 1 for gamma */
	double shape;                   /* where ratio is NULL */
	struct steps near;              /* never empty */
};

double mixture_mean(const struct mixture *mixture);
double mixture_below(const struct mixture *mixture, double y);   /* P(Y < y) */
double mixture_upto(const struct mixture *mixture, double y);    /* P(Y <= y) */
/* The least y with P(Y <= y) >= q, q in (0, 1). */
double mixture_quantile(const struct mixture *mixture, double q);

#endif
