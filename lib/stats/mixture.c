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

/* The least of the values, each times `scale`, at which the mixture reaches q; infinite where none
 * does. */
static double first_step(const struct mixture *mixture, const struct steps *steps, double scale,
			 double q)
{
	size_t low = 0, high = steps->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (mixture_upto(mixture, scale * steps->value[middle]) < q - ROUNDING)
			low = middle + 1;
		else
			high = middle;
	}
	return low < steps->count ? scale * steps->value[low] : INFINITY;
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
	near = first_step(mixture, &mixture->near, 1, q);
	if (mixture->weight == 0)
		return near;
	if (!mixture->ratio)
		return fmin(near, between_steps(mixture, q));
	return fmin(near, first_step(mixture, mixture->ratio, mixture->part.m, q));
}
