/* SPDX-License-Identifier: GPL-3.0-or-later */
/* welch - the difference of two independent means whose variances differ. */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "stats/welch.h"

double welch_df(double variance_a, double n_a, double variance_b, double n_b)
{
	double sum = variance_a + variance_b;
	double parts = variance_a * variance_a / (n_a - 1) + variance_b * variance_b / (n_b - 1);

	return n_a > 1 && n_b > 1 && sum > 0 ? sum * sum / parts : NAN;
}

struct interval welch_interval(double difference, double se, double df, double alpha)
{
	double half = df > 0 ? gsl_cdf_tdist_Qinv(alpha / 2, df) * se : NAN;

	return (struct interval){ difference - half, difference + half };
}

double welch_p(double difference, double se, double df)
{
	return df > 0 ? 2 * gsl_cdf_tdist_Q(fabs(difference) / se, df) : NAN;
}

double welch_detectable(double se, double df, double alpha, double power)
{
	if (!(df > 0))
		return NAN;
	return (gsl_cdf_tdist_Qinv(alpha / 2, df) + gsl_cdf_tdist_Pinv(power, df)) * se;
}
