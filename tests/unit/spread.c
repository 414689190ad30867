/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibration by past errors: verlauf-methods(7), "Cases", by hand. */
#include <gsl/gsl_errno.h>

#include "stats/spread.h"
#include "tap.h"

/* Median 100, 10 % quantile 60, 90 % quantile 180 (type 7). */
static const double paths[3] = { 50, 100, 200 };

static void test_factor(void)
{
	struct spread spread = { 0 };
	const double z = 1.2815515655446;    /* an error of one half width */

	is_close(spread_factor(&spread), 1, 0, "no errors: as wide as it is");
	spread_add(&spread, paths, 3, NAN, 1);
	is_close(spread_factor(&spread), 1, 0, "what nobody knows is no error");
	spread_add(&spread, paths, 3, 180, 1);
	is_close(spread.squares, z * z, 1e-12, "at the upper limit: 1.28 standard deviations");
	spread_add(&spread, paths, 3, 60, 1);
	is_close(spread.squares, 2 * z * z, 1e-12, "at the lower one as well");
	spread_add(&spread, paths, 3, 100, 1);
	is_close(spread.count, 3, 0, "no error counts too");
	is_close(spread_factor(&spread), sqrt((8 + 2 * z * z / 3) / 9), 1e-12,
		 "three errors count for one, beside eight of 1");
	spread = (struct spread){ 0 };
	for (int i = 0; i < 30; i++)
		spread_add(&spread, paths, 3, 1e9, 1);
	is_close(spread.squares, 30 * 36, 1e-12, "no error counts for more than 6");
	is_close(spread_factor(&spread), sqrt((8 + 10 * 36) / 18.0), 1e-12, "... but many widen");
	spread = (struct spread){ 0 };
	for (int i = 0; i < 300; i++)
		spread_add(&spread, paths, 3, 101, 1);
	is_close(spread_factor(&spread), 1, 0, "never narrower");
}

static void test_apply(void)
{
	double values[] = { 0, 25, 100, 200 };

	spread_apply(values, 4, 100, 2, 1e9);
	is_close(values[0], 0, 0, "nothing stays nothing");
	is_close(values[1], 6.25, 1e-12, "a quarter becomes a sixteenth");
	is_close(values[2], 100, 1e-12, "the median stays");
	is_close(values[3], 400, 1e-12, "twice becomes four times");
	spread_apply(values, 4, 0, 2, 1e9);
	is_close(values[3], 400, 0, "around 0 nothing is spread");
	spread_apply(values, 4, 1, 5, 1000);
	is_close(values[3], 1000, 0, "nothing beyond the most");
}

static void test_counts(void)
{
	static const double none[3] = { 0, 0, 0 };
	struct spread spread = { 0 };

	spread_add(&spread, none, 3, 0, 1);
	is_close(spread.squares, 0, 0, "none expected, none came");
	spread_add(&spread, none, 3, 3, 1);
	is_close(spread.squares, 36, 1e-12, "none expected, three came: the most an error can be");
}

int main(void)
{
	gsl_set_error_handler_off();
	test_factor();
	test_apply();
	test_counts();
	return done();
}
