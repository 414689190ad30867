/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mixture - a predictive distribution half of a model, half of what came of the most similar. */
#include <math.h>

#include "stats/mixture.h"

/* Chances within rounding of q are q. */
static const double ROUNDING = 1e-12;

double mixture_mean(const struct mixture *mixture)
{
	double near = steps_mean(&mixture->near);

	if (mixture->weight == 0)
		return near;
	return mixture->weight * mixture->part.p * mixture->part.m * mixture->ratio_mean +
	       (1 - mixture->weight) * near;
}

static double model_below(const struct mixture *mixture, double y)
{
	const struct hurdle_part *part = &mixture->part;

	if (!(y > 0))
		return 0;
	if (!mixture->ratio)
		return hurdle_gamma_upto(part, mixture->shape, y);
	return 1 - part->p + part->p * steps_below(mixture->ratio, y / part->m);
}

static double model_upto(const struct mixture *mixture, double y)
{
	const struct hurdle_part *part = &mixture->part;

	if (!mixture->ratio || y < 0)
		return hurdle_gamma_upto(part, mixture->shape, y);
	return 1 - part->p + part->p * steps_upto(mixture->ratio, y / part->m);
}

double mixture_below(const struct mixture *mixture, double y)
{
	double near = (1 - mixture->weight) * steps_below(&mixture->near, y);

	return mixture->weight > 0 ? near + mixture->weight * model_below(mixture, y) : near;
}

double mixture_upto(const struct mixture *mixture, double y)
{
	double near = (1 - mixture->weight) * steps_upto(&mixture->near, y);

	return mixture->weight > 0 ? near + mixture->weight * model_upto(mixture, y) : near;
}

/* The shares of both parts at step `i` of the nearest, or of the ratios: scaled ratios are not
 * looked up again, since (m v) / m need not be v. */
static double upto_step(const struct mixture *mixture, const struct steps *steps, size_t i)
{
	const struct hurdle_part *part = &mixture->part;
	double w = mixture->weight;

	if (steps == &mixture->near)
		return (1 - w) * steps->upto[i] +
		       (w > 0 ? w * model_upto(mixture, steps->value[i]) : 0);
	return w * (1 - part->p + part->p * steps->upto[i]) +
	       (1 - w) * steps_upto(&mixture->near, part->m * steps->value[i]);
}

/* The first step at which the mixture reaches q; infinite where none does. */
static double first_step(const struct mixture *mixture, const struct steps *steps, double q)
{
	size_t low = 0, high = steps->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (upto_step(mixture, steps, middle) < q - ROUNDING)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == steps->count)
		return INFINITY;
	return steps == &mixture->near ? steps->value[low] : mixture->part.m * steps->value[low];
}

/* Between the steps of the nearest the gamma part rises without steps. */
static double between_steps(const struct mixture *mixture, double q)
{
	double low = 0, high = mixture->part.m;

	while (mixture_upto(mixture, high) < q && high < 1e12 * mixture->part.m)
		high *= 2;
	for (int i = 0; i < 100 && high - low > 1e-13 * high; i++) {
		double middle = low + (high - low) / 2;

		if (mixture_upto(mixture, middle) < q)
			low = middle;
		else
			high = middle;
	}
	return high;
}

double mixture_quantile(const struct mixture *mixture, double q)
{
	double near;

	if (mixture_upto(mixture, 0) >= q - ROUNDING)
		return 0;
	near = first_step(mixture, &mixture->near, q);
	if (mixture->weight == 0)
		return near;
	if (!mixture->ratio)
		return fmin(near, between_steps(mixture, q));
	return fmin(near, first_step(mixture, mixture->ratio, q));
}
