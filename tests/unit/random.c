/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streams: the numbers themselves against a second implementation (Python: mt19937 checked on
 * its published first output 3499211612 for 5489, SplitMix64 on e220a8397b1dcdaf for 0), and
 * that replicates are strangers to each other. */
#include <stdint.h>
#include <stdlib.h>

#include "stats/random.h"
#include "tap.h"

enum { MANY = 100000, BINS = 20 };

static void test_values(void)
{
	static const struct {
		unsigned long seed;
		const char *purpose;
		unsigned long replicate, want[3];
	} cases[] = {
		{ 1, "curve.band", 0, { 231956103, 2766866212, 1902975956 } },
		{ 1, "curve.band", 1, { 264153276, 3292760848, 515450504 } },
		{ 2, "curve.band", 0, { 2861990272, 3205004394, 622263362 } },
		{ 1, "simulate.case", 123456, { 1378919159, 815967776, 1773348723 } },
		{ 4294967295, "x", 4294967295, { 2496101340, 495851202, 2338509143 } },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		gsl_rng *random = random_stream(cases[i].seed, cases[i].purpose,
						cases[i].replicate);
		int same = 1;

		for (int k = 0; k < 3; k++)
			same &= gsl_rng_get(random) == cases[i].want[k];
		ok(same, "stream (%lu, %s, %lu)", cases[i].seed, cases[i].purpose,
		   cases[i].replicate);
		gsl_rng_free(random);
	}
}

static void test_below(void)
{
	static const uint32_t counts[] = { 1, 2, 3, 7, 255, 4000, 65537, 16777216, 1431655766,
					   2147483647 };
	gsl_rng *own = random_stream(1, "test", 1), *gsl = gsl_rng_clone(own);

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct random_cut cut = random_cut(counts[i]);
		int same = 1;

		for (int k = 0; k < MANY; k++)
			same &= random_below(own, &cut) == gsl_rng_uniform_int(gsl, counts[i]);
		ok(same, "%d numbers below %u as GSL's", MANY, counts[i]);
	}
	gsl_rng_free(own);
	gsl_rng_free(gsl);
}

/* From Python, too. */
static void test_quick(void)
{
	static const struct {
		unsigned long seed;
		const char *purpose;
		unsigned long replicate;
		uint64_t want[2];
	} cases[] = {
		{ 1, "paths.case", 0, { UINT64_C(0x496eda177af61880), UINT64_C(0xc924502ddd59615b) } },
		{ 1, "paths.case", 1, { UINT64_C(0xb91a3a33adb61c86), UINT64_C(0x6bac6def796749cd) } },
		{ 2, "paths.case", 0, { UINT64_C(0xd93f7f799573e753), UINT64_C(0x3e2c666df8ed2f97) } },
		{ 4294967295, "x", 4294967295, { UINT64_C(0xe814134a4e7dc67f), UINT64_C(0x1ddeac8b2c824737) } },
	};
	struct random_quick random = { 0 };
	int counts[3] = { 0 };

	ok(random_quick_next(&random) == UINT64_C(0xe220a8397b1dcdaf), "the published first number");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		random = random_quick(cases[i].seed, cases[i].purpose, cases[i].replicate);
		ok(random_quick_next(&random) == cases[i].want[0] &&
		   random_quick_next(&random) == cases[i].want[1], "quick stream (%lu, %s, %lu)",
		   cases[i].seed, cases[i].purpose, cases[i].replicate);
	}
	for (int i = 0; i < MANY; i++)
		counts[random_quick_below(&random, 3)]++;
	for (int i = 0; i < 3; i++)
		ok(abs(counts[i] - MANY / 3) < 4 * 150, "%d below 3: %d of %d", i, counts[i], MANY);
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Two outputs make 64 bits: equal ones by chance have probability 3e-10. */
static void test_replicates(void)
{
	uint64_t *firsts = malloc(MANY * sizeof *firsts);
	double chi_square = 0;
	int bins[BINS] = { 0 }, equal = 0;

	for (int i = 0; i < MANY; i++) {
		gsl_rng *random = random_stream(7, "test", (unsigned long)i);

		firsts[i] = (uint64_t)gsl_rng_get(random) << 32;
		bins[(firsts[i] >> 32) * BINS >> 32]++;
		firsts[i] |= gsl_rng_get(random);
		gsl_rng_free(random);
	}
	qsort(firsts, MANY, sizeof *firsts, compare);
	for (int i = 1; i < MANY; i++)
		equal += firsts[i] == firsts[i - 1];
	for (int i = 0; i < BINS; i++)
		chi_square += (bins[i] - MANY / BINS) * (double)(bins[i] - MANY / BINS) /
			      (MANY / BINS);
	is_count(equal, 0, "100,000 replicates, none like another");
	ok(chi_square < 43.82, "their first numbers are uniform (chi-square %.1f, 99.9 %%: 43.82)",
	   chi_square);
	free(firsts);
}

static void test_pick(void)
{
	static const double shares[] = { 0.2, 0, 0.5, 0.3 }, one[] = { 1 };
	gsl_rng *random = random_stream(3, "test", 0);
	int counts[4] = { 0 };

	for (int i = 0; i < MANY; i++)
		counts[random_pick(random, shares, 4)]++;
	is_count(counts[1], 0, "a share of 0 is never picked");
	for (int i = 0; i < 4; i++)
		ok(fabs(counts[i] - MANY * shares[i]) <=
		   4 * sqrt(MANY * shares[i] * (1 - shares[i])),
		   "share %.1f: %d of %d", shares[i], counts[i], MANY);
	is_count((long long)random_pick(random, one, 1), 0, "one choice only");
	gsl_rng_free(random);
}

int main(void)
{
	test_values();
	test_below();
	test_quick();
	test_replicates();
	test_pick();
	return done();
}
