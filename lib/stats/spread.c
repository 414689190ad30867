/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spread - how much wider forecasts must be, judged by their own past errors. */
#include <gsl/gsl_statistics.h>
#include <math.h>

#include "stats/spread.h"

static const double weight_of_one = 8, errors_in_one = 3, most_error = 6, least_half = 1e-9;
static const double sd_in_half = 1.2815515655446004;     /* 90 % point of the normal law */

void spread_add(struct spread *spread, const double *sorted, size_t paths, double actual,
		double least)
{
	double median = fmax(gsl_stats_median_from_sorted_data(sorted, 1, paths), least);
	double low = fmax(gsl_stats_quantile_from_sorted_data(sorted, 1, paths, 0.1), least);
	double high = gsl_stats_quantile_from_sorted_data(sorted, 1, paths, 0.9);
	double error, half;

	if (isnan(actual))
		return;
	error = log(fmax(actual, least) / median);
	half = error >= 0 ? log(fmax(high, 1.01 * least) / median) : log(median / low);
	spread->count++;
	if (error == 0)
		return;
	error = fmin(fabs(error) * sd_in_half / fmax(half, least_half), most_error);
	spread->squares += error * error;
}

double spread_factor(const struct spread *spread)
{
	double n = spread->count / errors_in_one;

	if (!(n > 0))
		return 1;
	return fmax(1, sqrt((weight_of_one + n * spread->squares / spread->count) /
			    (weight_of_one + n)));
}

void spread_apply(double *values, size_t count, double median, double factor, double most)
{
	for (size_t i = 0; median > 0 && i < count; i++)
		values[i] = fmin(median * pow(values[i] / median, factor), most);
}
