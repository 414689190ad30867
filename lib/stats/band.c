/* SPDX-License-Identifier: GPL-3.0-or-later */
/* band - how much wider a band must be to hold everywhere at once (sup-t). */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/band.h"
#include "stats/factor.h"

static double largest(const double *values, size_t count)
{
	double most = 0;

	for (size_t i = 0; i < count; i++)
		if (fabs(values[i]) > most)
			most = fabs(values[i]);
	return most;
}

static double quantile_of_largest(const struct factor *factor, double level, size_t replicates,
				  gsl_rng *random)
{
	double *values = mem_new(factor->size, sizeof *values);
	double *most = mem_new(replicates, sizeof *most), c;

	for (size_t b = 0; b < replicates; b++) {
		factor_draw(factor, random, values);
		most[b] = largest(values, factor->size);
	}
	gsl_sort(most, 1, replicates);
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
		     gsl_rng *random)
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
