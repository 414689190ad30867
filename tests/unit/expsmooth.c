/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential smoothing against R's forecast package and hand recursions (tests/ref/README.md), and
 * the rules for odd months. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>

#include "ref.h"
#include "stats/expsmooth.h"
#include "stats/random.h"
#include "tap.h"

enum { MOST = 200 };

/* The mean so many months (1, 2, ...) after the last value that paths scatter about, and their
 * variance: Hyndman et al. (2008), table 6.1: c_j = alpha, and alpha + gamma where 12 divides j. */
static double mean_ahead(const struct expsmooth *fit, size_t ahead)
{
	return fit->level + fit->season[(ahead - 1) % SEASON_MONTHS];
}

static double variance_ahead(const struct expsmooth *fit, size_t ahead)
{
	double sum = 1;

	for (size_t j = 1; j < ahead; j++) {
		double c = fit->alpha + (j % SEASON_MONTHS == 0 ? fit->gamma : 0);

		sum += c * c;
	}
	return fit->sigma * fit->sigma * sum;
}

static double scalar(const struct ref *ref, const char *series, const char *model, const char *name)
{
	for (size_t i = 0; i < ref->rows; i++)
		if ((!series || strcmp(ref_text(ref, i, "series"), series) == 0) &&
		    (!model || strcmp(ref_text(ref, i, "model"), model) == 0) &&
		    strcmp(ref_text(ref, i, "name"), name) == 0)
			return ref_number(ref, i, "value");
	return NAN;
}

static size_t read_series(const char *name, int logs, double values[MOST])
{
	char table[64];
	struct ref *ref;
	size_t count;

	snprintf(table, sizeof table, "ts_%s", name);
	ref = ref_read(table);
	count = ref->rows;
	for (size_t i = 0; i < count; i++)
		values[i] = logs ? log(ref_number(ref, i, "value")) : ref_number(ref, i, "value");
	free(ref);
	return count;
}

static void test_forecasts(const struct ref *expected, const char *series, const char *model,
			   const struct expsmooth *fit)
{
	char what[100];

	for (size_t i = 0; i < expected->rows; i++) {
		size_t h = (size_t)ref_number(expected, i, "h");
		double sd, upper;

		if (strcmp(ref_text(expected, i, "series"), series) != 0 ||
		    strcmp(ref_text(expected, i, "model"), model) != 0)
			continue;
		snprintf(what, sizeof what, "%s %s: mean %zu months ahead", series, model, h);
		is_close(mean_ahead(fit, h), ref_number(expected, i, "mean"), 1e-3, what);
		snprintf(what, sizeof what, "%s %s: 80 %% limit %zu months ahead", series, model, h);
		sd = sqrt(variance_ahead(fit, h));
		upper = mean_ahead(fit, h) + 1.2815515655446 * sd;
		is_close(upper, ref_number(expected, i, "hi80"), 1e-3, what);
	}
}

/* A higher likelihood than R's is right too: optimisers differ. */
static void test_oracle(const char *series, int logs)
{
	struct ref *expected = ref_read("ts_forecasts_expected");
	struct ref *params = ref_read("ts_params_expected"), *best = ref_read("expsmooth_ana");
	static const char *const models[] = { "ANN", "ANA" };
	double values[MOST];
	size_t count = read_series(series, logs, values);

	for (int seasonal = 0; seasonal < 2; seasonal++) {
		struct expsmooth fit;
		struct fault fault = { 0 };
		double gain;

		ok(expsmooth_fit(&fit, values, count, seasonal, EXPSMOOTH_PLAIN, &fault) == 0,
		   "%s %s is fitted", series, models[seasonal]);
gain = fit.log_likelihood - scalar(params, series, models[seasonal], "loglik");
		ok(gain > -0.01, "%s %s: log likelihood at least R's (%+.4f)", series,
		   models[seasonal], gain);
		is_close(fit.aicc + 2 * gain, scalar(params, series, models[seasonal], "aicc"), 1e-12,
			 "AICc counts the parameters as R does");
		if (seasonal)
			ok(fabs(fit.log_likelihood - scalar(best, series, NULL, "loglik")) < 0.01,
			   "%s ANA: the best likelihood that least squares in R finds", series);
		else
			is_close(fit.sigma * fit.sigma,
				 scalar(params, series, models[seasonal], "sigma2"), 1e-3, "sigma");
		if (fabs(gain) < 0.01)
			test_forecasts(expected, series, models[seasonal], &fit);
	}
	free(expected);
	free(params);
	free(best);
}

static void test_fixed(void)
{
	struct ref *steps = ref_read("ts_ana_fixed_expected");
	struct ref *values = ref_read("ts_ana_fixed_scalars_expected");
	double y[48], errors[48], levels[48], sum;
	struct expsmooth fit = { .seasonal = 1 };
	char name[20];

	fit.alpha = scalar(values, NULL, NULL, "alpha");
	fit.gamma = scalar(values, NULL, NULL, "gamma");
	fit.start_level = scalar(values, NULL, NULL, "level0");
	for (size_t t = 0; t < 48; t++)
		y[t] = ref_number(steps, t, "y");
	for (size_t k = 0; k < SEASON_MONTHS; k++)       /* as in make_oracles.R */
		fit.start_season[k] = (y[k] + y[k + 12]) / 2 - fit.start_level;
	sum = expsmooth_run(&fit, y, 48, INFINITY, errors, levels);
	is_close(sum, scalar(values, NULL, NULL, "sum_e2"), 1e-12, "ANA, all fixed: sum of squares");
	for (size_t t = 0; t < 48; t++) {
		is_close(errors[t], ref_number(steps, t, "error"), 1e-10, "ANA, all fixed: error");
		is_close(levels[t], ref_number(steps, t, "level"), 1e-12, "ANA, all fixed: level");
	}
	for (size_t k = 0; k < SEASON_MONTHS; k++) {
		snprintf(name, sizeof name, "forecast%zu", k + 1);
		is_close(mean_ahead(&fit, k + 1), scalar(values, NULL, NULL, name), 1e-12, name);
	}
	free(steps);
	free(values);
}

static void test_simple_fixed(void)
{
	struct ref *steps = ref_read("ts_ses_fixed_expected");
	double y[24], levels[24];
	struct expsmooth fit = { .alpha = 0.3 };

	for (size_t t = 0; t < 24; t++)
		y[t] = ref_number(steps, t, "y");
	fit.start_level = y[0];
	expsmooth_run(&fit, y, 24, INFINITY, NULL, levels);
	for (size_t t = 0; t < 24; t++)
		is_close(levels[t], ref_number(steps, t, "level"), 1e-12, "ANN, all fixed: level");
	free(steps);
}

/* About 5.25 (log 190) with a little noise that repeats. */
static void quiet_series(double *values, size_t count)
{
	gsl_rng *random = random_stream(1, "test.quiet", 0);

	for (size_t t = 0; t < count; t++)
		values[t] = 5.25 + 0.2 * (gsl_rng_uniform(random) - 0.5);
	gsl_rng_free(random);
}

static void test_rules(void)
{
	double values[48], free;
	struct expsmooth fit;
	struct fault fault = { 0 };
	const unsigned rules = EXPSMOOTH_PRIOR | EXPSMOOTH_ROBUST;

	quiet_series(values, 48);
	values[47] += log(20);
	expsmooth_choose(&fit, values, 48, rules, &fault);
	ok(fabs(mean_ahead(&fit, 1) - 5.25) < 0.3, "a twenty-fold last month moves little");
	ok(fit.sigma < 0.2, "... and widens little");
	quiet_series(values, 48);
	values[46] = values[47] = 5.25 + log(0.1);
	expsmooth_choose(&fit, values, 48, rules, &fault);
	ok(fabs(mean_ahead(&fit, 1) - 5.25) < 1, "two empty last months are not taken for all");
	quiet_series(values, 24);
	for (int t = 0; t < 24; t++)
		values[t] += 0.05 * t;
	expsmooth_fit(&fit, values, 24, 0, EXPSMOOTH_PLAIN, &fault);
	free = fit.alpha;
	expsmooth_fit(&fit, values, 24, 0, rules, &fault);
	ok(free == 0.9999 && fit.alpha < 0.8, "the prior holds alpha back where likelihood alone "
	   "goes to the edge");
}

static void test_edges(void)
{
	double values[MOST] = { 0 };
	struct expsmooth fit;
	struct fault fault = { 0 };

	ok(expsmooth_fit(&fit, values, 3, 0, EXPSMOOTH_PLAIN, &fault) != 0 &&
	   fault.status == STATUS_MODEL, "too few values");
	fault = (struct fault){ 0 };
	ok(expsmooth_fit(&fit, values, 23, 1, EXPSMOOTH_PLAIN, &fault) != 0 &&
	   fault.status == STATUS_MODEL, "too few values for a season");
	fault = (struct fault){ 0 };
	ok(expsmooth_choose(&fit, values, 60, EXPSMOOTH_PRIOR | EXPSMOOTH_ROBUST, &fault) == 0,
	   "a series of zeros is fitted");
	ok(fit.sigma == 0 && mean_ahead(&fit, 5) == 0 && !fit.seasonal, "... and stays zero");
	for (int t = 0; t < MOST; t++)
		values[t] = 7;
	ok(expsmooth_choose(&fit, values, 60, EXPSMOOTH_PLAIN, &fault) == 0 && !fit.seasonal &&
	   fabs(mean_ahead(&fit, 3) - 7) < 1e-12, "a constant series stays where it is");
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Paths have the mean and variance of the formulas. */
static void test_paths(void)
{
	enum { PATHS = 20000, HORIZON = 14 };
	struct expsmooth fit = { .alpha = 0.3, .gamma = 0.2, .level = 5, .sigma = 0.5 };
	static double last[PATHS], again[PATHS];
	double path[HORIZON];
	gsl_rng *random = random_stream(1, "test.paths", 0), *twin = random_stream(1, "test.paths", 0);

	for (int i = 0; i < PATHS; i++) {
		expsmooth_path(&fit, HORIZON, random, path);
		last[i] = path[HORIZON - 1];
		expsmooth_path(&fit, HORIZON, twin, path);
		again[i] = path[HORIZON - 1];
	}
	ok(memcmp(last, again, sizeof last) == 0, "the same stream, the same paths");
	is_close(gsl_stats_mean(last, 1, PATHS), 5, 0.01, "mean of the paths");
	is_close(gsl_stats_variance(last, 1, PATHS), variance_ahead(&fit, HORIZON), 0.03,
		 "variance of the paths");
	qsort(last, PATHS, sizeof *last, by_value);
	is_close(gsl_stats_quantile_from_sorted_data(last, 1, PATHS, 0.5), 5, 0.01, "their median");
	gsl_rng_free(random);
	gsl_rng_free(twin);
}

int main(void)
{
	gsl_set_error_handler_off();
	test_oracle("AirPassengers", 1);
	test_oracle("USAccDeaths", 0);
	test_fixed();
	test_simple_fixed();
	test_rules();
	test_edges();
	test_paths();
	return done();
}
