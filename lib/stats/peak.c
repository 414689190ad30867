/* SPDX-License-Identifier: GPL-3.0-or-later */
/* peak - where a curve is highest, as the set of cells that cannot be excluded. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/factor.h"
#include "stats/peak.h"
#include "stats/sort.h"

enum { NEIGHBOURS = 3 };

/* Means of three cells: mean i is that of cells i, i + 1, i + 2. */
struct means {
	size_t count;
	double *value;
	double *sigma;           /* count x count */
	double *weight;
	double *draws;           /* count x replicates, normal with this covariance */
	size_t replicates;
	double *most;            /* scratch: by replicate */
};

static double mean_of(const double *cells)
{
	return (cells[0] + cells[1] + cells[2]) / NEIGHBOURS;
}

static void find_means(struct means *means, const double *r, const double *sigma,
		       const double *weight, size_t cells)
{
	size_t count = means->count = cells - NEIGHBOURS + 1;
	double *most = mem_new(count, sizeof *most);

	means->value = mem_new(count, sizeof *means->value);
	means->weight = mem_new(count, sizeof *means->weight);
	means->sigma = mem_new(count * count, sizeof *means->sigma);
	for (size_t i = 0; i < count; i++) {
		means->value[i] = mean_of(r + i);
		means->weight[i] = fmax(weight[i], fmax(weight[i + 1], weight[i + 2])) / NEIGHBOURS;
		for (size_t j = 0; j < count; j++) {
			double sum = 0;

			for (size_t row = i; row < i + NEIGHBOURS; row++)
				sum += mean_of(sigma + row * cells + j);
			means->sigma[i * count + j] = sum / NEIGHBOURS;
		}
		for (size_t row = i; row < i + NEIGHBOURS; row++)
			most[i] += sqrt(sigma[row * cells + row]) / NEIGHBOURS;
	}
	factor_clear(means->sigma, count, most);
	free(most);
}

static void means_free(struct means *means)
{
	free(means->value);
	free(means->sigma);
	free(means->weight);
	free(means->draws);
	free(means->most);
}

static int draw_all(struct means *means, size_t replicates, struct normal *random)
{
	struct factor factor;
	int result = factor_make(&factor, means->sigma, means->count);
	double *some = mem_new((factor.size + factor.rank) * FACTOR_DRAWS, sizeof *some);

	means->replicates = replicates;
	means->most = mem_new(replicates, sizeof *means->most);
	means->draws = mem_new(replicates * means->count, sizeof *means->draws);
	for (size_t from = 0; from < replicates && result == 0; from += FACTOR_DRAWS) {
		size_t rest = replicates - from, count = rest < FACTOR_DRAWS ? rest : FACTOR_DRAWS;

		factor_draw(&factor, random, some + factor.size * FACTOR_DRAWS, some);
		for (size_t i = 0; i < factor.size; i++)
			for (size_t b = 0; b < count; b++)
				means->draws[factor.used[i] * replicates + from + b] =
					factor.deviation[i] * some[i * FACTOR_DRAWS + b];
	}
	factor_free(&factor);
	free(some);
	return result;
}

static double quantile_of_most(struct means *means, double level)
{
	sort_numbers(means->most, means->replicates);
	return gsl_stats_quantile_from_sorted_data(means->most, 1, means->replicates, level);
}

/* Standard error of m_j - m_k; 0 where the two move as one, but for rounding. */
static double difference_se(const struct means *means, size_t j, size_t k)
{
	const double *s = means->sigma;
	size_t n = means->count;
	double both = s[j * n + j] + s[k * n + k], variance = both - 2 * s[j * n + k];

	return variance > 1e-12 * both ? sqrt(variance) : 0;
}

static void raise_most(struct means *means, size_t j, size_t k, double se)
{
	const double *one = means->draws + j * means->replicates;
	const double *other = means->draws + k * means->replicates;

	for (size_t b = 0; b < means->replicates; b++) {
		double t = (one[b] - other[b]) / se;

		means->most[b] = t > means->most[b] ? t : means->most[b];
	}
}

/* Whether mean k may be the highest. */
static int keep(struct means *means, size_t k, double level)
{
	double t = -INFINITY;

	for (size_t b = 0; b < means->replicates; b++)
		means->most[b] = -INFINITY;
	for (size_t j = 0; j < means->count; j++) {
		double difference = means->value[j] - means->value[k];
		double se = difference_se(means, j, k);

		if (se == 0) {
			if (difference > 1e-12 * means->value[j])
				return 0;
			continue;
		}
		t = fmax(t, difference / se);
		raise_most(means, j, k, se);
	}
	return isinf(t) || t <= quantile_of_most(means, level);
}

static void find_set(struct peak *peak, struct means *means, double level)
{
	size_t best = 0;

	for (size_t k = 1; k < means->count; k++)
		if (means->value[k] > means->value[best])
			best = k;
	peak->at = peak->first = peak->last = best + 1;
	peak->value = means->value[best];
	for (size_t k = 0; k < means->count; k++) {
		if (k != best && !keep(means, k, level))
			continue;
		peak->kept[k + 1] = 1;
		peak->first = k + 1 < peak->first ? k + 1 : peak->first;
		peak->last = k + 1 > peak->last ? k + 1 : peak->last;
	}
}

/* If all true means lie within their limits, the highest lies between the highest limits. */
static void find_limits(struct peak *peak, struct means *means, double level)
{
	double alpha;

	for (size_t b = 0; b < means->replicates; b++) {
		means->most[b] = 0;
		for (size_t i = 0; i < means->count; i++) {
			double variance = means->sigma[i * means->count + i];
			double draw = fabs(means->draws[i * means->replicates + b]);

			if (variance > 0)
				means->most[b] = fmax(means->most[b], draw / sqrt(variance));
		}
	}
	alpha = 2 * gsl_cdf_ugaussian_Q(quantile_of_most(means, level));
	peak->limits = (struct interval){ 0, 0 };
	for (size_t i = 0; i < means->count; i++) {
		struct interval one = interval_gamma(means->value[i],
						     means->sigma[i * means->count + i],
						     means->weight[i], alpha);

		peak->limits.lower = fmax(peak->limits.lower, one.lower);
		peak->limits.upper = fmax(peak->limits.upper, one.upper);
	}
}

int peak_find(struct peak *peak, const double *r, const double *sigma, const double *weight,
	      size_t cells, double level, size_t replicates, struct normal *random)
{
	struct means means = { 0 };
	int result;

	memset(peak, 0, sizeof *peak);
	if (cells < NEIGHBOURS)
		return -1;
	peak->kept = mem_new(cells, sizeof *peak->kept);
	find_means(&means, r, sigma, weight, cells);
	result = draw_all(&means, replicates, random);
	if (result == 0) {
		find_set(peak, &means, level);
		find_limits(peak, &means, level);
	}
	means_free(&means);
	return result;
}

void peak_free(struct peak *peak)
{
	free(peak->kept);
}
