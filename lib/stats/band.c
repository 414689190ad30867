/* SPDX-License-Identifier: GPL-3.0-or-later */
/* band - how much wider a band must be to hold everywhere at once (sup-t). */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/band.h"
#include "stats/factor.h"
#include "stats/sort.h"

/* Of each draw the largest value of all cells. */
static void find_largest(const double *values, size_t cells, double most[FACTOR_DRAWS])
{
	memset(most, 0, FACTOR_DRAWS * sizeof *most);
	for (size_t i = 0; i < cells; i++)
		for (size_t b = 0; b < FACTOR_DRAWS; b++) {
			double size = fabs(values[i * FACTOR_DRAWS + b]);

			most[b] = size > most[b] ? size : most[b];
		}
}

static double quantile_of_largest(struct factor *factor, double level, size_t replicates,
				  struct normal *random)
{
	double *values = mem_new(factor->size * FACTOR_DRAWS, sizeof *values);
	double *most = mem_new(replicates + FACTOR_DRAWS, sizeof *most), c;

	for (size_t b = 0; b < replicates; b += FACTOR_DRAWS) {
		factor_draw(factor, random, values);
		find_largest(values, factor->size, most + b);
	}
	sort_numbers(most, replicates);
	c = gsl_stats_quantile_from_sorted_data(most, 1, replicates, level);
	free(most);
	free(values);
	return c;
}

static double single_critical(double level)
{
	return gsl_cdf_ugaussian_Qinv((1 - level) / 2);
}

double band_critical(const double *sigma, size_t cells, double level, size_t replicates,
		     struct normal *random)
{
	double single = single_critical(level), c = NAN;
	struct factor factor;

	if (factor_make(&factor, sigma, cells) == 0)
		c = quantile_of_largest(&factor, level, replicates, random);
	factor_free(&factor);
	return c > single || isnan(c) ? c : single;
}

double band_alpha(double c, double level)
{
	return c <= single_critical(level) ? 1 - level : 2 * gsl_cdf_ugaussian_Q(c);
}
