/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores against R (tests/ref/README.md), and where they do not exist. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>

#include "ref.h"
#include "stats/score.h"
#include "tap.h"

enum { PATHS = 10 };

static void test_sample(void)
{
	struct ref *input = ref_read("scores_input"), *expected = ref_read("scores_expected");
	static const double levels[] = { 0.1, 0.5, 0.9 };
	static const char *const names[] = { "pinball10", "pinball50", "pinball90" };

	for (size_t i = 0; i < input->rows; i++) {
		double paths[PATHS], observed = ref_number(input, i, "obs");
		char name[8];

		for (int j = 0; j < PATHS; j++) {
			snprintf(name, sizeof name, "X%d", j + 1);
			paths[j] = ref_number(input, i, name);
		}
		gsl_sort(paths, 1, PATHS);
		is_close(score_crps(paths, PATHS, observed, 0),
			 ref_number(expected, i, "crps_ecdf"), 1e-12, "CRPS of a sample");
		is_close(score_crps(paths, PATHS, observed, 1),
			 ref_number(expected, i, "crps_fair"), 1e-12, "fair CRPS");
		for (int k = 0; k < 3; k++) {
			double q = gsl_stats_quantile_from_sorted_data(paths, 1, PATHS, levels[k]);

			is_close(score_pinball(observed, q, levels[k]),
				 ref_number(expected, i, names[k]), 1e-11, names[k]);
		}
	}
	free(input);
	free(expected);
}

static double expected_number(const struct ref *ref, const char *name)
{
	for (size_t i = 0; i < ref->rows; i++)
		if (strcmp(ref_text(ref, i, "name"), name) == 0)
			return ref_number(ref, i, "value");
	return NAN;
}

static void test_events(const struct ref *expected)
{
	struct ref *input = ref_read("brier_input");
	double p[REF_ROWS];
	unsigned char o[REF_ROWS], none[2] = { 0, 0 };

	for (size_t i = 0; i < input->rows; i++) {
		p[i] = ref_number(input, i, "p");
		o[i] = (unsigned char)ref_number(input, i, "o");
	}
	is_close(score_brier(p, o, input->rows), expected_number(expected, "brier"), 1e-12,
		 "Brier score");
	is_close(score_log(p, o, input->rows), expected_number(expected, "log_score"), 1e-12,
		 "log score");
	is_close(score_auc(p, o, input->rows), expected_number(expected, "auc"), 1e-12,
		 "area under the ROC curve, with ties");
	ok(isnan(score_auc(p, none, 2)), "one class: no area");
	ok(isnan(score_brier(p, o, 0)), "no forecast: no Brier score");
	free(input);
}

/* History, forecasts and outcomes of make_oracles.R. */
static void test_scales(const struct ref *expected)
{
	static const double history[] = { 100, 110, 95, 105, 120, 90, 85, 80, 115, 125, 118, 88,
					  104, 112, 99, 101, 125, 96, 88, 82, 119, 130, 121, 90 };
	static const double forecast[] = { 108, 114, 100, 103 }, actual[] = { 112, 109, 103, 110 };
	static const double constant[] = { 7, 7, 7, 7 }, line[] = { 1, 3, 6, 10 };
	double scale = score_scale_absolute(history, 24, 12), error = 0;

	for (int i = 0; i < 4; i++)
		error += fabs(actual[i] - forecast[i]) / 4;
	is_close(scale, expected_number(expected, "mase_scale_m12"), 1e-12, "scale of the MASE");
	is_close(error / scale, expected_number(expected, "mase"), 1e-12, "MASE");
	/* By hand: changes 2, 3, 4; root of 29 / 3. */
	is_close(score_scale_squared(line, 4, 1), sqrt(29.0 / 3), 1e-15, "scale of the RMSSE");
	ok(isnan(score_scale_absolute(constant, 4, 1)), "constant history: no MASE");
	ok(isnan(score_scale_squared(constant, 4, 1)), "constant history: no RMSSE");
	ok(isnan(score_scale_absolute(line, 4, 4)), "history no longer than the lag: no scale");
}

static void test_coverage(void)
{
	/* R 4.2.2: prop.test(8, 10, correct = FALSE)$conf.int. */
	struct interval some = score_wilson(8, 10, 0.05), all = score_wilson(5, 5, 0.05);
	struct interval none = score_wilson(0, 0, 0.05);
	static const double sample[] = { 0, 0, 0, 1, 2 };

	is_close(some.lower, 0.490162471536642, 1e-14, "Wilson's lower limit of 8 in 10");
	is_close(some.upper, 0.943317848545625, 1e-14, "Wilson's upper limit of 8 in 10");
	is_close(all.upper, 1, 1e-15, "no share over 1");
	is_close(score_wilson(0, 2269, 0.05).lower, 0, 0, "of none nothing is left of the rounding");
	is_close(score_wilson(2269, 2269, 0.05).upper, 1, 0, "nor of all");
	ok(isnan(none.lower) && isnan(none.upper), "no trials, no limits");
	is_close(score_pit_sample(sample, 5, 0, 0.5), 0.3, 1e-15, "PIT fills the mass at zero");
	is_close(score_pit_sample(sample, 5, 1.5, 0.5), 0.8, 1e-15, "PIT between two values");
	is_close(score_pit_sample(sample, 5, 9, 0.5), 1, 1e-15, "PIT above all");
	ok(isnan(score_pit_sample(sample, 0, 9, 0.5)), "no sample, no PIT");
	ok(isnan(score_crps(sample, 0, 1, 0)) && isnan(score_crps(sample, 1, 1, 1)),
	   "too small a sample, no CRPS");
	is_close(score_crps(sample + 3, 1, 3, 0), 2, 1e-15, "one path: the absolute error");
}

int main(void)
{
	struct ref *expected = ref_read("brier_mase_expected");

	gsl_set_error_handler_off();
	test_sample();
	test_events(expected);
	test_scales(expected);
	test_coverage();
	free(expected);
	return done();
}
