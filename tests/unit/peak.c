/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The set of months that may be the peak, where it is known, and how often it holds the peak. */
#include "stats/peak.h"
#include "tap.h"

enum { CELLS = 12, DRAWS = 20000 };

/* Independent cells with one variance. */
static struct peak find(const double *r, size_t cells, double variance, struct normal *random,
			size_t draws)
{
	double sigma[CELLS * CELLS] = { 0 }, weight[CELLS] = { 0 };
	struct peak peak;

	for (size_t k = 0; k < cells; k++)
		sigma[k * cells + k] = variance;
	peak_find(&peak, r, sigma, weight, cells, 0.95, draws, random);
	return peak;
}

static size_t size_of(const struct peak *peak, size_t cells)
{
	size_t size = 0;

	for (size_t k = 0; k < cells; k++)
		size += peak->kept[k];
	return size;
}

static void test_clear(struct normal *random)
{
	static const double r[CELLS] = { 1, 1, 2, 3, 5, 3, 2, 1, 1, 1, 1, 1 };
	struct peak peak = find(r, CELLS, 1e-6, random, 2000);

	is_count((long long)peak.at, 4, "one clear peak: where it is");
	is_count((long long)size_of(&peak, CELLS), 1, "... and no other");
	ok(peak.first == 4 && peak.last == 4 && peak.kept[4], "... so the set is that month");
	is_close(peak.value, 11.0 / 3, 1e-15, "mean of three");
	ok(peak.limits.lower > 3.65 && peak.limits.lower < 11.0 / 3 && peak.limits.upper < 3.69 &&
	   peak.limits.upper > 11.0 / 3, "limits around it: %g to %g", peak.limits.lower,
	   peak.limits.upper);
	peak_free(&peak);
}

static void test_flat(struct normal *random)
{
	double r[CELLS];
	struct peak peak;

	for (size_t k = 0; k < CELLS; k++)
		r[k] = 2;
	peak = find(r, CELLS, 0.1, random, 2000);
	is_count((long long)size_of(&peak, CELLS), CELLS - 2, "a flat curve: all months");
	is_count((long long)peak.at, 1, "of equal means the first");
	ok(!peak.kept[0] && !peak.kept[CELLS - 1], "the outermost have no mean of three");
	peak_free(&peak);
}

static void test_two(struct normal *random)
{
	static const double r[CELLS] = { 1, 4, 4, 4, 1, 1, 1, 1, 4, 4, 4, 1 };
	struct peak peak = find(r, CELLS, 1e-4, random, 2000);

	ok(peak.kept[2] && peak.kept[9] && size_of(&peak, CELLS) == 2,
	   "two equal peaks: both, nothing between");
	ok(peak.first == 2 && peak.last == 9, "the ends of the set");
	peak_free(&peak);
}

/* Of two means the lower is kept as long as the difference is below 1.6449 (R: qnorm(.95)) of its
 * standard errors; r1 - r4 over 3 has variance 2 v / 9. */
static void test_critical(struct normal *random)
{
	for (double t = 1.60; t < 1.70; t += 0.09) {
		double r[4] = { 1 + t * 3 * sqrt(2.0 / 9), 1, 1, 1 };
		struct peak peak = find(r, 4, 1, random, DRAWS);

		is_count((long long)size_of(&peak, 4), t < 1.645 ? 2 : 1,
			 t < 1.645 ? "1.60 standard errors: kept" : "1.69: not kept");
		peak_free(&peak);
	}
}

/* The set must hold the true peak in 95 % of samples at least, also where the top is flat. */
static void test_coverage(struct normal *random)
{
	static const double truth[CELLS] = { 1, 1.2, 1.5, 1.8, 2, 2, 2, 2, 1.6, 1.2, 1, 1 };
	enum { SAMPLES = 400 };
	int held = 0;

	for (int i = 0; i < SAMPLES; i++) {
		double r[CELLS];
		struct peak peak;

		normal_fill(random, r, CELLS);
		for (size_t k = 0; k < CELLS; k++)
			r[k] = truth[k] + 0.2 * r[k];
		peak = find(r, CELLS, 0.04, random, 1000);
		held += peak.kept[5];
		peak_free(&peak);
	}
	/* 0.95 less three standard errors of 400 samples */
	ok(held >= 0.917 * SAMPLES, "flat top: in %d of %d samples", held, SAMPLES);
}

static void test_edges(struct normal *random)
{
	static const double r[3] = { 1, 2, 3 }, zero[9] = { 0 }, sigma[9] = { 1, 0, 0, 0, 1, 0, 0, 0, 1 };
	struct peak peak;

	is_count(peak_find(&peak, r, sigma, zero, 2, 0.95, 100, random), -1, "two cells: none");
	peak_free(&peak);
	is_count(peak_find(&peak, r, zero, zero, 3, 0.95, 100, random), -1, "no variance: none");
	peak_free(&peak);
	is_count(peak_find(&peak, r, sigma, zero, 3, 0.95, 100, random), 0, "three cells: one mean");
	ok(peak.at == 1 && peak.first == 1 && peak.last == 1, "... which is the peak");
	peak_free(&peak);
}

int main(void)
{
	struct normal random = normal_stream(1, "test", 0);

	test_clear(&random);
	test_flat(&random);
	test_two(&random);
	test_critical(&random);
	test_coverage(&random);
	test_edges(&random);
	return done();
}
