/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hurdle model against R (tests/ref/prognosis_*: own Newton, qgamma), and the mixture against
 * counting. */
#include <gsl/gsl_errno.h>

#include "ref.h"
#include "stats/hurdle.h"
#include "stats/mixture.h"
#include "tap.h"

enum { ROWS = 150, FEATURES = 4 };

static double x[ROWS * FEATURES], y[ROWS];

static void read_rows(void)
{
	struct ref *ref = ref_read("prognosis_input");

	for (size_t i = 0; i < ROWS; i++) {
		double *row = x + FEATURES * i;

		row[0] = log1p(ref_number(ref, i, "h8"));
		row[1] = log(ref_number(ref, i, "n8"));
		row[2] = log1p(ref_number(ref, i, "n58"));
		row[3] = ref_number(ref, i, "rec") / 28;
		y[i] = ref_number(ref, i, "H");
	}
	free(ref);
}

static void test_oracle(void)
{
	struct ref *want = ref_read("prognosis_predictions_expected");
	struct fault fault = { 0 };
	struct hurdle hurdle;

	is_count(hurdle_fit(&hurdle, x, y, ROWS, FEATURES, 2, &fault), 0, "fitted");
	for (size_t i = 0; i < want->rows; i++) {
		struct hurdle_part part = hurdle_expect(&hurdle, x + FEATURES * i);

		is_close(part.p, ref_number(want, i, "p_any"), 1e-8, "P(any)");
		is_close(part.m, ref_number(want, i, "mean_if_any"), 1e-8, "mean if any");
		is_close(part.p * part.m, ref_number(want, i, "mean_hours"), 1e-8, "mean");
		is_close(1 - hurdle_gamma_upto(&part, hurdle.shape, 35),
			 ref_number(want, i, "p_ge_35"), 1e-7, "P(35 or more)");
		is_close(hurdle_gamma_upto(&part, hurdle.shape, ref_number(want, i, "q90")),
			 fmax(0.9, 1 - part.p), 1e-7, "P(up to the 90 % quantile)");
	}
	hurdle_free(&hurdle);
	free(want);
}

static void test_edges(void)
{
	struct fault fault = { 0 };
	double none[4] = { 0 }, all[4] = { 1, 2, 3, 4 };
	struct hurdle hurdle;

	is_count(hurdle_fit(&hurdle, x, none, 4, FEATURES, 2, &fault), -1, "all zero: no fit");
	is_text(fault.text, "the fit has no outcome above 0", "... and it is said so");
	hurdle_free(&hurdle);
	fault = (struct fault){ 0 };
	is_count(hurdle_fit(&hurdle, x, all, 4, FEATURES, 2, &fault), 0, "none zero: fitted");
	is_close(hurdle_expect(&hurdle, x).p, 4.5 / 5, 1e-12, "... but 0 is not ruled out");
	hurdle_free(&hurdle);
}

/* ---- the mixture by counting ------------------------------------------------------- */

static void test_mixture(void)
{
	double ratios[] = { 2, 0.5, 1 }, outcomes[] = { 0, 12, 0, 4 };
	struct steps ratio = steps_of(ratios, 3), near = steps_of(outcomes, 4);
	struct mixture mixture = { 0.5, { 0.6, 8 }, &ratio, steps_mean(&ratio), 0, near };

	/* Half: 0 with 0.4; 4, 8, 16 with 0.2 each. Half: 0 with 0.5; 4 and 12 with 0.25 each. */
	is_close(mixture_mean(&mixture), 0.5 * 5.6 + 0.5 * 4, 1e-15, "mean");
	is_close(mixture_upto(&mixture, 0), 0.45, 1e-15, "P(0)");
	is_close(mixture_below(&mixture, 0), 0, 1e-15, "nothing below 0");
	is_close(mixture_below(&mixture, 4), 0.45, 1e-15, "P(< 4)");
	is_close(mixture_upto(&mixture, 4), 0.675, 1e-15, "P(<= 4)");
	is_close(1 - mixture_below(&mixture, 12), 0.225, 1e-14, "P(>= 12)");
	is_close(mixture_quantile(&mixture, 0.1), 0, 1e-15, "10 % quantile");
	is_close(mixture_quantile(&mixture, 0.5), 4, 1e-15, "median");
	is_close(mixture_quantile(&mixture, 0.7), 8, 1e-15, "70 % quantile");
	is_close(mixture_quantile(&mixture, 0.9), 12, 1e-15, "90 % quantile");
	is_close(mixture_quantile(&mixture, 0.95), 16, 1e-15, "95 % quantile");
	mixture.weight = 0;
	is_close(mixture_mean(&mixture), 4, 1e-15, "the nearest alone: mean");
	is_close(mixture_quantile(&mixture, 0.6), 4, 1e-15, "... and quantile");
	mixture.weight = 0.5;
	mixture.ratio = NULL;
	mixture.ratio_mean = 1;
	mixture.shape = 1;
	for (double q = 0.5; q < 0.99; q += 0.07) {
		double at = mixture_quantile(&mixture, q);

		ok(mixture_upto(&mixture, at) >= q - 1e-9 &&
		   mixture_below(&mixture, at * (1 - 1e-9)) <= q,
		   "gamma: the quantile %.2f undoes the distribution", q);
	}
	steps_free(&ratio);
	steps_free(&near);
}

static void test_coarse(void)
{
	double values[] = { 9, 1, 2, 8, 3, 4, 7, 100, 5, 6, 0 };
	struct steps fine = steps_of(values, 11), coarse = steps_coarse(&fine, 5, 100);

	is_count((long long)coarse.count, 2, "11 values make two blocks of at least 5");
	is_close(coarse.value[0], 2, 1e-15, "means of neighbours");
	is_close(steps_mean(&coarse), steps_mean(&fine), 1e-14, "the mean stays");
	steps_free(&coarse);
	coarse = steps_coarse(&fine, 20, 100);
	is_count((long long)coarse.count, 1, "too few: one block");
	steps_free(&coarse);
	coarse = steps_coarse(&fine, 1, 3);
	is_count((long long)coarse.count, 3, "no more blocks than asked for");
	steps_free(&coarse);
	steps_free(&fine);
}

int main(void)
{
	gsl_set_error_handler_off();
	read_rows();
	test_oracle();
	test_edges();
	test_mixture();
	test_coarse();
	return done();
}
