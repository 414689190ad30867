/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calibration - do events come as often as their probabilities say? */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/calibration.h"
#include "stats/irls.h"
#include "stats/score.h"

static const double LEAST = 1e-6;

static double logit(double probability)
{
	double p = fmin(fmax(probability, LEAST), 1 - LEAST);

	return log(p / (1 - p));
}

static void take(struct calibration *calibration, const struct irls *fit,
		 const double covariance[4])
{
	calibration->intercept = fit->b[0];
	calibration->slope = fit->b[1];
	calibration->intercept_se = sqrt(covariance[0]);
	calibration->slope_se = sqrt(covariance[3]);
}

int calibration_fit(struct calibration *calibration, const double *probabilities,
		    const unsigned char *happened, size_t count, const uint32_t *unit,
		    size_t units)
{
	double *x = mem_new(2 * count, sizeof *x), *y = mem_new(count, sizeof *y), covariance[4];
	struct irls_data data = { x, y, count, 2 };
	struct fault fault = { 0 };
	struct irls fit;
	int result;

	*calibration = (struct calibration){ NAN, NAN, NAN, NAN };
	for (size_t i = 0; i < count; i++) {
		x[2 * i] = 1;
		x[2 * i + 1] = logit(probabilities[i]);
		y[i] = happened[i];
	}
	/* That there is no line is a result here, not a failure. */
	result = irls_fit(&fit, IRLS_LOGISTIC, &data, 0, &fault);
	if (result == 0 && unit)
		irls_clusters(covariance, &fit, &data, unit, units, 1);
	if (result == 0)
		take(calibration, &fit, unit ? covariance : fit.inverse);
	irls_free(&fit);
	free(x);
	free(y);
	return result;
}

double calibration_apply(const struct calibration *calibration, double probability)
{
	return 1 / (1 + exp(-calibration->intercept - calibration->slope * logit(probability)));
}

struct place {
	double probability;
	size_t row;
};

static int by_probability(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	if (left->probability != right->probability)
		return left->probability < right->probability ? -1 : 1;
	return left->row < right->row ? -1 : left->row > right->row;
}

static void sum_group(struct reliability *group, const struct place *from, const struct place *to,
		      const unsigned char *happened, double share)
{
	double sum = 0;

	*group = (struct reliability){ .n = (size_t)(to - from) };
	for (const struct place *place = from; place < to; place++) {
		sum += place->probability;
		group->hits += happened[place->row];
	}
	group->predicted = sum / (double)group->n;
	group->observed = (double)group->hits / (double)group->n;
	group->limits = score_wilson(share * (double)group->hits, share * (double)group->n, 0.05);
}

void calibration_groups(struct reliability *groups, size_t group_count,
			const double *probabilities, const unsigned char *happened, size_t count,
			double share)
{
	struct place *places = mem_new(count, sizeof *places);

	for (size_t i = 0; i < count; i++)
		places[i] = (struct place){ probabilities[i], i };
	qsort(places, count, sizeof *places, by_probability);
	for (size_t g = 0; g < group_count; g++)
		sum_group(&groups[g], places + count * g / group_count,
			  places + count * (g + 1) / group_count, happened, share);
	free(places);
}
