/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibration against R (tests/ref/brier_*; standard errors: R 4.2.2, glm and
 * sandwich::vcovCL(type = "HC1")). */
#include <gsl/gsl_errno.h>

#include "ref.h"
#include "stats/calibration.h"
#include "tap.h"

enum { ROWS = 10 };

static double p[ROWS];
static unsigned char happened[ROWS];

static void test_line(const struct ref *expected)
{
	static const uint32_t pairs[ROWS] = { 0, 0, 1, 1, 2, 2, 3, 3, 4, 4 };
	struct calibration line, other;

	is_count(calibration_fit(&line, p, happened, ROWS, NULL, 0), 0, "a line");
	for (size_t i = 0; i < expected->rows; i++) {
		if (strcmp(ref_text(expected, i, "name"), "cal_intercept") == 0)
			is_close(line.intercept, ref_number(expected, i, "value"), 1e-8, "intercept");
		if (strcmp(ref_text(expected, i, "name"), "cal_slope") == 0)
			is_close(line.slope, ref_number(expected, i, "value"), 1e-8, "slope");
	}
	is_close(line.intercept_se, 0.930137816366643, 1e-8, "its standard error");
	is_close(line.slope_se, 0.697711152836470, 1e-8, "that of the slope");
	calibration_fit(&other, p, happened, ROWS, pairs, 5);
	is_close(other.slope, line.slope, 1e-15, "rows in pairs: the same line");
	is_close(other.intercept_se, 0.380728138542418, 1e-8, "... other standard errors");
	is_close(other.slope_se, 0.661172057452806, 1e-8, "... of both");
	is_close(calibration_apply(&line, 0.5), 1 / (1 + exp(-line.intercept)), 1e-15,
		 "even chances move by the intercept");
}

static void test_none(void)
{
	static const unsigned char never[ROWS] = { 0 };
	static const double low[] = { 0.1, 0.2, 0.6, 0.8 }, same[] = { 0.4, 0.4, 0.4, 0.4 };
	static const unsigned char parted[] = { 0, 0, 1, 1 };
	struct calibration line;

	is_count(calibration_fit(&line, p, never, ROWS, NULL, 0), -1, "no event, no line");
	ok(isnan(line.slope) && isnan(line.slope_se), "... and no number");
	is_count(calibration_fit(&line, low, parted, 4, NULL, 0), -1, "parted perfectly, no line");
	is_count(calibration_fit(&line, same, parted, 4, NULL, 0), -1, "all alike, no line");
}

static void test_groups(void)
{
	struct reliability groups[3], empty;

	calibration_groups(groups, 3, p, happened, ROWS, 1);
	is_count((long long)groups[0].n, 3, "three of ten ...");
	is_count((long long)groups[2].n, 4, "... and four");
	is_close(groups[0].predicted, 0.25 / 3, 1e-15, "mean probability");
	is_close(groups[0].observed, 1.0 / 3, 1e-15, "share");
	is_count((long long)groups[2].hits, 3, "hits");
	calibration_groups(&empty, 1, p, happened, 0, 1);
	ok(empty.n == 0 && isnan(empty.predicted) && isnan(empty.limits.lower), "no row, no share");
}

int main(void)
{
	struct ref *input = ref_read("brier_input"), *expected = ref_read("brier_mase_expected");

	gsl_set_error_handler_off();
	for (size_t i = 0; i < ROWS; i++) {
		p[i] = ref_number(input, i, "p");
		happened[i] = ref_number(input, i, "o") > 0;
	}
	test_line(expected);
	test_none();
	test_groups();
	free(input);
	free(expected);
	return done();
}
