/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gamma interval against R (tests/ref/README.md), and the quantiles that it rests on. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

#include "ref.h"
#include "stats/interval.h"
#include "tap.h"

static void test_oracle(void)
{
	struct ref *ref = ref_read("gamma_interval_expected");

	for (size_t i = 0; i < ref->rows; i++) {
		double r = ref_number(ref, i, "r"), v = ref_number(ref, i, "v");
		double w = ref_number(ref, i, "w");
		struct interval wide = interval_gamma(r, v, w, 0.05);
		struct interval narrow = interval_gamma(r, v, w, 0.2);

		is_close(wide.lower, ref_number(ref, i, "lo95"), 1e-12, "lower limit, 95 %");
		is_close(wide.upper, ref_number(ref, i, "hi95"), 1e-12, "upper limit, 95 %");
		is_close(narrow.lower, ref_number(ref, i, "lo80"), 1e-12, "lower limit, 80 %");
		is_close(narrow.upper, ref_number(ref, i, "hi80"), 1e-12, "upper limit, 80 %");
	}
	free(ref);
}

/* With r = v = shape and w = 0 the limits are quantiles of the gamma distribution with scale 1. */
static void test_quantiles(void)
{
	struct ref *ref = ref_read("gamma_quantile");

	for (size_t i = 0; i < ref->rows; i++) {
		double shape = ref_number(ref, i, "shape"), alpha = ref_number(ref, i, "alpha");
		struct interval got = interval_gamma(shape, shape, 0, alpha);
		/* 1 - alpha / 2 as a double is that much off its tail. */
		double tolerance = alpha < 1e-3 ? 1e-9 : 1e-12;
		char what[100];

		snprintf(what, sizeof what, "shape %g, lower quantile %g", shape, alpha / 2);
		is_close(got.lower, ref_number(ref, i, "lower"), tolerance, what);
		snprintf(what, sizeof what, "shape %g, upper quantile %g", shape, alpha / 2);
		is_close(got.upper, ref_number(ref, i, "upper"), tolerance, what);
	}
	free(ref);
}

/* Upper limits by R 4.2: u <- v * (qt(1 - a/2, n) / qnorm(1 - a/2))^2;
 * qgamma(1 - a/2, (r + w)^2 / (u + w^2), scale = (u + w^2) / (r + w)) */
/* A band that holds everywhere at once is no narrower than one that holds at each place: the
 * critical value c of a band over hundreds of months is above 4. */
static void test_joint(void)
{
	int wider = 1;

	for (int seen = 1; seen <= 20; seen++)
		for (double r = 0.01; r < 20; r *= 3)
			for (double w = r / 20; w <= r; w *= 4) {
				double v = w * (seen == 1 ? w : r), before = 0;

				for (double c = 1.96; c < 4.3; c += 0.1) {
					double alpha = 2 * gsl_cdf_ugaussian_Q(c);
					double upper = interval_gamma_seen(r, v, w, seen, alpha).upper;

					wider = wider && upper > r && upper >= before;
					before = upper;
				}
			}
	ok(wider, "upper limits rise with the level, however few were seen");
}

static void test_seen(void)
{
	struct interval nine = interval_gamma_seen(2, 0.25, 0.5, 9, 0.05);
	struct interval without = interval_gamma(2, 0.25, 0.5, 0.05);

	is_close(nine.upper, 4.20391072966413, 1e-12, "nine seen");
	is_close(nine.lower, without.lower, 0, "the lower limit is as it was");
	is_close(interval_gamma_seen(0.5, 0.04, 0.3, 1, 0.05).upper, 4.65971155974871, 1e-12, "one seen");
	is_close(interval_gamma_seen(1.2, 0.09, 0.1, 40, 0.004).upper, 2.46923291345347, 1e-12,
		 "forty seen, at another level");
	is_close(interval_gamma_seen(0, 0, 0.5, 0, 0.05).upper, -log(0.025) * 0.5, 1e-14,
		 "nobody seen: 3.689 w");
	test_joint();
	is_close(interval_gamma_seen(0.68, 3.5e-37, 0.03, 12, 0.05).lower, 0, 0,
		 "what rounding leaves of a variance is none");
}

static void test_edges(void)
{
	struct interval none = interval_gamma(0, 0, 0.5, 0.05);
	struct interval sure = interval_gamma(2, 0, 0, 0.05);
	struct interval unknown = interval_gamma(NAN, 1, 1, 0.05);
	struct interval no_weight = interval_gamma(0, 0, NAN, 0.05);

	is_close(none.lower, 0, 0, "nothing seen: lower limit 0");
	/* The 97.5 % point of the exponential, -log(0.025) w. */
	is_close(none.upper, -log(0.025) * 0.5, 1e-14, "nothing seen: upper limit 3.689 w");
	is_close(sure.upper, 2, 0, "no variance, no weight: the value itself");
	ok(isnan(unknown.lower) && isnan(unknown.upper), "no ratio, no interval");
	ok(isnan(no_weight.lower) && isnan(no_weight.upper), "no weight, no interval");
}

int main(void)
{
	gsl_set_error_handler_off();     /* as in every tool */
	test_oracle();
	test_quantiles();
	test_seen();
	test_edges();
	return done();
}
