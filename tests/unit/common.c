/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The common factor of months against the same formulas in R (tests/ref/common.R). */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_statistics.h>

#include "stats/common.h"
#include "stats/random.h"
#include "tap.h"

enum { MONTHS = 30, PATHS = 20000, HORIZON = 6 };

static const double spread[MONTHS] = {
	0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001,
	0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001,
	0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001
};

/* From June on, with one odd month: values and results as printed by common.R. */
static void test_fit(void)
{
	static const double ratio[MONTHS] = {
		0.014, -0.007, -0.107, -0.139, 0.04, 0.034, 0.055, 0.156, 0.18, 0.238, 0.341,
		0.247, 0.264, 0.063, 0.071, 0.061, 0.157, 0.169, 0.27, 1.186, 0.325, 0.346, 0.399,
		0.427, 0.471, 0.284, 0.288, 0.364, 0.307, 0.456
	};
	struct common fit, loose;

	common_fit(&fit, ratio, spread, MONTHS, 5, 0);
	is_close(fit.season[0], 0.299708333333, 1e-10, "season of January");
	is_close(fit.season[6], -0.0977275641026, 1e-10, "season of July");
	is_close(fit.alpha, 0.265511084083, 1e-3, "alpha");
	is_close(fit.level, 0.431021575797, 1e-3, "level");
	is_close(fit.error_variance, 0.0183436571899, 1e-3, "variance of the errors, clipped");
	is_close(fit.month_variance, 0.0173436571899, 1e-3, "... less that of the parts");
	is_count(fit.phase, 11, "30 months from June on: December comes next");
	common_fit(&loose, ratio, spread, MONTHS, 5, 1);
	ok(loose.error_variance > fit.error_variance, "without clipping the odd month counts");
}

/* Months that are right on the average: mean 1, log deviation 0.4. */
static void test_mean(void)
{
	enum { YEARS = 10, SERIES = 60 };
	const double sd = 0.4;
	double ratio[YEARS * 12], parts[YEARS * 12] = { 0 }, sum = 0, free_sum = 0;
	gsl_rng *random = random_stream(1, "test.common.mean", 0);

	for (int i = 0; i < SERIES; i++) {
		struct common fit;

		for (int t = 0; t < YEARS * 12; t++)
			ratio[t] = gsl_ran_gaussian(random, sd) - sd * sd / 2;
		common_fit(&fit, ratio, parts, YEARS * 12, 0, 0);
		sum += fit.level;
		common_fit(&fit, ratio, parts, YEARS * 12, 0, 1);
		free_sum += fit.level;
	}
	gsl_rng_free(random);
	ok(fabs(sum / SERIES) < 0.03, "the level is that of the mean (log %.3f)", sum / SERIES);
	ok(free_sum / SERIES < -0.05, "with a free run that of the logs (%.3f)",
	   free_sum / SERIES);
}

static void test_edges(void)
{
	static const double zeros[MONTHS] = { 0 }, three[3] = { 0.3, 0.3, 0.3 };
	struct common fit;

	common_fit(&fit, zeros, spread, MONTHS, 0, 0);
	ok(fit.level == 0 && fit.month_variance == 1e-4, "as expected in each month");
	common_fit(&fit, three, spread, 3, 0, 0);
	ok(fabs(fit.level - 0.3) < 1e-12 && fit.error_variance > 0, "three months: their mean");
	common_fit(&fit, NULL, NULL, 0, 0, 0);
	ok(fit.level == 0 && fit.error_variance > 0, "no month: no correction");
}

static void test_paths(void)
{
	struct common fit = { .alpha = 0.5, .level = log(1.2), .error_variance = 0.04,
			      .month_variance = 0.01 };
	static double first[PATHS], last[PATHS];
	double path[HORIZON];
	gsl_rng *random = random_stream(1, "test.common", 0);

	for (int i = 0; i < PATHS; i++) {
		common_path(&fit, HORIZON, random, path);
		first[i] = path[0];
		last[i] = log(path[HORIZON - 1]);
	}
	gsl_rng_free(random);
	is_close(gsl_stats_mean(first, 1, PATHS), 1.2, 0.005, "mean of the next month's factor");
	is_close(gsl_stats_variance(last, 1, PATHS), 0.01 + 5 * 0.25 * 0.04, 0.05,
		 "the level drifts");
}

int main(void)
{
	gsl_set_error_handler_off();
	test_fit();
	test_mean();
	test_edges();
	test_paths();
	return done();
}
