/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Smoothing of counts against R (tests/ref/README.md): indices, posterior, mode, single steps. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>

#include "ref.h"
#include "stats/countsmooth.h"
#include "stats/random.h"
#include "tap.h"

enum { MOST = 100, PATHS = 20000, HORIZON = 24 };

static double scalar(const struct ref *ref, const char *name)
{
	for (size_t i = 0; i < ref->rows; i++)
		if (strcmp(ref_text(ref, i, "name"), name) == 0)
			return ref_number(ref, i, "value");
	return NAN;
}

static size_t read_counts(const char *table, double counts[MOST])
{
	struct ref *ref = ref_read(table);
	size_t rows = ref->rows;

	for (size_t i = 0; i < rows; i++)
		counts[i] = ref_number(ref, i, "count");
	free(ref);
	return rows;
}

static void test_inflow(void)
{
	struct ref *expected = ref_read("inflow_expected");
	double counts[MOST], levels[MOST + 1], least;
	size_t count = read_counts("inflow_input", counts);
	struct countsmooth model = { .alpha = 0.2, .size = 12, .rho = 0.05 };
	struct fault fault = { 0 };
	char name[20];

	countsmooth_start(&model, counts, count, 0);
	for (int m = 0; m < SEASON_MONTHS; m++) {
		snprintf(name, sizeof name, "season%d", m + 1);
		is_close(model.season[m], scalar(expected, name), 1e-12, name);
	}
	is_close(model.mean, scalar(expected, "mean_deseasonalised"), 1e-12, "mean");
	is_close(countsmooth_posterior(&model, counts, count, 0),
		 scalar(expected, "at_fixed_alpha0.2_k12_rho0.05.neg_log_posterior"), 1e-10,
		 "posterior at fixed parameters");
	countsmooth_levels(&model, counts, count, 0, levels);
	is_close(levels[count], scalar(expected, "at_fixed.level_after"), 1e-12,
		 "level at fixed parameters");
	ok(countsmooth_fit(&model, counts, count, 0, &fault) == 0, "fitted");
	least = countsmooth_posterior(&model, counts, count, 0);
	is_close(least, scalar(expected, "mode.neg_log_posterior"), 1e-6, "posterior at the mode");
	is_close(model.alpha, scalar(expected, "mode.alpha"), 1e-3, "alpha at the mode");
	is_close(model.size, scalar(expected, "mode.k"), 1e-2, "size at the mode");
	is_close(model.rho, scalar(expected, "mode.rho"), 1e-2, "rho at the mode");
	is_close(model.level, scalar(expected, "mode.level_after"), 1e-3, "level at the mode");
	free(expected);
}

/* Without season and reversion, the steps of a plain recursion; quantiles of the next count from
 * paths against qnbinom's. */
static void test_steps(void)
{
	struct ref *steps = ref_read("ts_nbses_expected"), *values = ref_read("ts_nbses_scalars_expected");
	double counts[MOST], levels[MOST + 1];
	static double next[PATHS];
	size_t count = read_counts("ts_nbses_expected", counts);
	struct countsmooth model = { .alpha = scalar(values, "alpha"), .size = scalar(values, "size") };
	const struct count_outlook outlook = { .cap = INFINITY };
	gsl_rng *random = random_stream(1, "test.next", 0);

	for (int m = 0; m < SEASON_MONTHS; m++)
		model.season[m] = 1;
	countsmooth_levels(&model, counts, count, 0, levels);
	for (size_t t = 0; t < count; t++)
		is_close(levels[t], ref_number(steps, t, "level_before"), 1e-12, "level before");
	is_close(levels[count], scalar(values, "level_after"), 1e-12, "level after");
	model.level = levels[count];
	model.largest = 100;
	for (int i = 0; i < PATHS; i++) {
		unsigned drawn;

		countsmooth_path(&model, &outlook, 1, random, &drawn);
		next[i] = drawn;
	}
	gsl_sort(next, 1, PATHS);
	ok(fabs(next[PATHS / 10] - scalar(values, "q10_next")) <= 1, "10 %% quantile of paths");
	ok(fabs(next[PATHS * 9 / 10] - scalar(values, "q90_next")) <= 1, "90 %% quantile of paths");
	gsl_rng_free(random);
	free(steps);
	free(values);
}

static double mean_of(const struct countsmooth *fit, const struct count_outlook *outlook, size_t h,
		      double *variance)
{
	static double drawn[PATHS];
	gsl_rng *random = random_stream(1, "test.outlook", 0);
	unsigned path[HORIZON];

	for (int i = 0; i < PATHS; i++) {
		countsmooth_path(fit, outlook, HORIZON, random, path);
		drawn[i] = path[h];
	}
	gsl_rng_free(random);
	*variance = gsl_stats_variance(drawn, 1, PATHS);
	return gsl_stats_mean(drawn, 1, PATHS);
}

static void test_outlook(void)
{
	double factor[HORIZON], mean[HORIZON], sd[HORIZON], variance, usual;
	struct countsmooth model = { .alpha = 0.1, .size = 20, .rho = 0.05, .mean = 10, .level = 10,
				     .largest = 15 };
	struct count_outlook outlook = { .cap = 1.5 };

	for (int h = 0; h < HORIZON; h++) {
		factor[h] = h < 6 ? 1 : 1.6;
		mean[h] = h == 3 || h == 4 ? 40 : NAN;
		sd[h] = h == 4 ? 12 : NAN;
	}
	for (int m = 0; m < SEASON_MONTHS; m++)
		model.season[m] = 1;
	usual = mean_of(&model, &outlook, 8, &variance);
	is_close(usual, 10, 0.03, "counts go on about their level");
	outlook.factor = factor;
	is_close(mean_of(&model, &outlook, 5, &variance), 10, 0.03, "before the factor's month");
	is_close(mean_of(&model, &outlook, 8, &variance), 16, 0.03, "a factor multiplies");
	outlook.factor = NULL;
	outlook.mean = mean;
	outlook.sd = sd;
	is_close(mean_of(&model, &outlook, 3, &variance), 40, 0.01, "an announced mean");
	is_close(variance, 40, 0.05, "... without sd is Poisson");
	is_close(mean_of(&model, &outlook, 4, &variance), 40, 0.02, "with sd");
	is_close(variance, 144, 0.05, "... it has that");
	is_close(mean_of(&model, &outlook, 8, &variance), 10, 0.03, "afterwards as before");
	model.level = 1e6;
	outlook = (struct count_outlook){ .cap = 1.5 };
	ok(mean_of(&model, &outlook, 0, &variance) < 30, "the level is capped");
}

static void test_edges(void)
{
	double zeros[40] = { 0 }, variance;
	struct countsmooth fit;
	struct fault fault = { 0 };
	struct count_outlook outlook = { .cap = 1.5 };

	ok(countsmooth_fit(&fit, zeros, 3, 0, &fault) != 0 && fault.status == STATUS_MODEL,
	   "too few counts");
	fault = (struct fault){ 0 };
	ok(countsmooth_fit(&fit, zeros, 40, 3, &fault) == 0, "zeros are fitted");
	is_count(fit.phase, 7, "40 months after April comes August");
	ok(mean_of(&fit, &outlook, HORIZON - 1, &variance) < 0.1, "... and stay near zero");
	for (int t = 0; t < 40; t++)
		zeros[t] = 1000000;
	ok(countsmooth_fit(&fit, zeros, 40, 3, &fault) == 0 && fabs(fit.level - 1e6) < 1,
	   "large counts");
}

int main(void)
{
	gsl_set_error_handler_off();
	test_inflow();
	test_steps();
	test_outlook();
	test_edges();
	return done();
}
