/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths of totals: marginal laws as stated, sums as uncertain as the months' errors make them, and
 * odd histories. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>

#include "stats/random.h"
#include "stats/reference.h"
#include "stats/total.h"
#include "tap.h"

enum { PATHS = 10000, HORIZON = 24, MONTHS = 60 };

static double paths[PATHS * HORIZON], column[PATHS];

/* About 190 with a little noise that repeats. */
static void quiet(double *totals)
{
	gsl_rng *random = random_stream(1, "test.quiet", 0);

	for (int t = 0; t < MONTHS; t++)
		totals[t] = 190 * (0.9 + 0.2 * gsl_rng_uniform(random));
	gsl_rng_free(random);
}

static int run(enum total_method method, const double *totals, size_t count)
{
	gsl_rng *random = random_stream(1, "test.total", 0);
	struct fault fault = { 0 };
	int status = total_paths(method, totals, count, HORIZON, PATHS, random, paths, &fault);

	gsl_rng_free(random);
	return status == 0 ? 0 : (int)fault.status;
}

static double quantile(size_t h, double level)
{
	for (size_t i = 0; i < PATHS; i++)
		column[i] = paths[i * HORIZON + h];
	gsl_sort(column, 1, PATHS);
	return gsl_stats_quantile_from_sorted_data(column, 1, PATHS, level);
}

static double variance_of_sum(size_t from, size_t to)
{
	for (size_t i = 0; i < PATHS; i++) {
		column[i] = 0;
		for (size_t h = from; h <= to; h++)
			column[i] += paths[i * HORIZON + h];
	}
	return gsl_stats_variance(column, 1, PATHS);
}

static void test_laws(void)
{
	double totals[MONTHS], mean[HORIZON], sd[HORIZON];
	struct reference to = { HORIZON, mean, sd };
	struct fault fault = { 0 };

	quiet(totals);
	run(TOTAL_NAIVE, totals, MONTHS);
	reference_naive(&to, totals, MONTHS, &fault);
	is_close(variance_of_sum(5, 5), sd[5] * sd[5], 0.05, "naive: variance 6 months ahead");
	/* Two months of a random walk: h + (h + 1) + 2 h. */
	is_close(variance_of_sum(0, 1), sd[0] * sd[0] * 5, 0.05, "naive: errors add up");
	run(TOTAL_SEASONAL, totals, MONTHS);
	reference_seasonal(&to, totals, MONTHS, &fault);
	is_close(variance_of_sum(13, 13), 2 * sd[0] * sd[0], 0.05,
		 "seasonal naive: twice the variance in the second year");
	is_close(quantile(3, 0.5), totals[MONTHS - 12 + 3], 0.02, "... about the month a year ago");
	for (int t = 0; t < MONTHS; t++)
		totals[t] = 500 + 100 * ((t / 12) % 2);   /* whole years up and down */
	run(TOTAL_SEASONAL, totals, MONTHS);
	ok(variance_of_sum(0, 11) > 6 * 12 * 100 * 100,
	   "years that go up or down as a whole: so does the sum");
}

static int sane(const char *what, const double *totals, double lower, double upper)
{
	double median, most = gsl_stats_max(totals, 1, MONTHS);
	int good = run(TOTAL_SMOOTH, totals, MONTHS) == 0;

	median = quantile(0, 0.5);
	good = good && median > lower && median < upper;
	good = good && gsl_stats_max(paths, 1, PATHS * HORIZON) <= 10 * most &&
	       gsl_stats_min(paths, 1, PATHS * HORIZON) >= 0;
	return ok(good, "%s: median %.0f, largest path %.0f", what, median,
		  gsl_stats_max(paths, 1, PATHS * HORIZON));
}

static void test_odd_histories(void)
{
	double totals[MONTHS], scaled[MONTHS], median;

	quiet(totals);
	totals[MONTHS - 1] *= 20;
	sane("a twenty-fold last month", totals, 150, 400);
	quiet(totals);
	totals[MONTHS - 1] = totals[MONTHS - 2] = 0;
	sane("two empty last months", totals, 60, 250);
	quiet(totals);
	for (int t = 0; t < 20; t++)
		totals[t] *= t / 60.0;
	sane("a service that starts", totals, 150, 250);
	median = quantile(11, 0.975);
	ok(median < 300, "... which does not widen the band (97.5 %%: %.0f)", median);
	quiet(totals);
	run(TOTAL_SMOOTH, totals, MONTHS);
	median = quantile(6, 0.9);
	for (int t = 0; t < MONTHS; t++)
		scaled[t] = totals[t] / 60000;
	run(TOTAL_SMOOTH, scaled, MONTHS);
	is_close(quantile(6, 0.9) * 60000, median, 1e-6, "another unit, the same forecast");
	for (int t = 0; t < 24; t++)
		scaled[t] = totals[t] * (1 + t / 6.0);
	run(TOTAL_SMOOTH, scaled, 24);
	ok(quantile(23, 0.975) < 10 * scaled[23], "a boom of 24 months does not explode (%.0f of %.0f)",
	   quantile(23, 0.975), scaled[23]);
}

static void test_refusals(void)
{
	double totals[MONTHS] = { 0 };

	for (int method = 0; method < TOTAL_METHODS; method++) {
		is_count(run((enum total_method)method, totals, MONTHS), STATUS_MODEL, "all zero");
		quiet(totals);
		is_count(run((enum total_method)method, totals, 11), STATUS_MODEL, "11 months");
		is_count(run((enum total_method)method, totals, 12), 0, "12 months");
		memset(totals, 0, sizeof totals);
		totals[30] = 5;
		is_count(run((enum total_method)method, totals, MONTHS), 0,
			 "one month that is not zero");
		memset(totals, 0, sizeof totals);
	}
}

int main(void)
{
	gsl_set_error_handler_off();
	test_laws();
	test_odd_histories();
	test_refusals();
	return done();
}
