/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Normal numbers: their law by the distance of Kolmogorov and Smirnov from GSL's distribution
 * function, their tails counted, moments; neighbours do not go together. */
#include <gsl/gsl_cdf.h>
#include <stdlib.h>

#include "stats/normal.h"
#include "stats/sort.h"
#include "tap.h"

enum { NUMBERS = 1000000 };

static double numbers[NUMBERS];

static void test_moments(void)
{
	double sum[5] = { 0 }, pairs = 0;

	for (size_t i = 0; i < NUMBERS; i++) {
		double power = 1;

		for (int k = 1; k <= 4; k++)
			sum[k] += power *= numbers[i];
		pairs += i ? numbers[i] * numbers[i - 1] : 0;
	}
	/* Four standard errors: variances of z, z^2, z^3, z^4 are 1, 2, 15, 96. */
	ok(fabs(sum[1]) < 4 * sqrt(1.0 * NUMBERS), "mean %g", sum[1] / NUMBERS);
	ok(fabs(sum[2] - NUMBERS) < 4 * sqrt(2.0 * NUMBERS), "variance %g", sum[2] / NUMBERS);
	ok(fabs(sum[3]) < 4 * sqrt(15.0 * NUMBERS), "third moment %g", sum[3] / NUMBERS);
	ok(fabs(sum[4] - 3.0 * NUMBERS) < 4 * sqrt(96.0 * NUMBERS), "fourth %g", sum[4] / NUMBERS);
	ok(fabs(pairs) < 4 * sqrt(1.0 * NUMBERS), "neighbours: correlation %g", pairs / NUMBERS);
}

/* Beyond 3.4426 numbers come from the tail's own draw. */
static void test_tails(void)
{
	for (double from = 3; from < 4.3; from += 0.6)
		for (int side = -1; side <= 1; side += 2) {
			double expected = gsl_cdf_ugaussian_Q(from) * NUMBERS;
			size_t count = 0;

			for (size_t i = 0; i < NUMBERS; i++)
				count += side * numbers[i] > from;
			ok(fabs((double)count - expected) < 4 * sqrt(expected),
			   "beyond %g: %zu, expected %.1f", side * from, count, expected);
		}
}

static void test_law(void)
{
	double distance = 0;

	sort_numbers(numbers, NUMBERS);
	for (size_t i = 0; i < NUMBERS; i++) {
		double p = gsl_cdf_ugaussian_P(numbers[i]);

		distance = fmax(distance, fmax(fabs(p - (double)i / NUMBERS),
					       fabs((double)(i + 1) / NUMBERS - p)));
	}
	/* Exceeded once in a thousand times: 1.95 / sqrt(n). */
	ok(distance < 1.95 / sqrt(NUMBERS), "largest distance from the normal law: %g", distance);
}

static void test_streams(void)
{
	struct normal one = normal_stream(1, "test", 0), same = one;
	struct normal other = normal_stream(1, "test", 1);
	double a[2], b[2], c[2];

	normal_fill(&one, a, 2);
	normal_fill(&same, b, 1);
	normal_fill(&same, b + 1, 1);
	normal_fill(&other, c, 2);
	ok(a[0] == b[0] && a[1] == b[1], "the same however many at a time");
	ok(a[0] != c[0] && a[1] != c[1], "another replicate, other numbers");
}

int main(void)
{
	struct normal normal = normal_stream(1, "normal", 0);

	normal_fill(&normal, numbers, NUMBERS);
	test_moments();
	test_tails();
	test_law();
	test_streams();
	return done();
}
