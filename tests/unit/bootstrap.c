/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bootstrap over units, where its law is known. */
#include <gsl/gsl_statistics_double.h>

#include "stats/bootstrap.h"
#include "tap.h"

enum { REPLICATES = 20001, UNITS = 10 };   /* odd: the last has no partner */

static double ratios[REPLICATES * 3];

/* With exposure 1 the ratio is a mean; drawn with replacement its expectation is the mean and its
 * variance sum (x - mean)^2 / G^2 (Efron 1979). */
static void test_mean(gsl_rng *random)
{
	static const double x[UNITS] = { 0, 0, 1, 1, 2, 3, 5, 8, 13, 21 };
	struct bootstrap *bootstrap = bootstrap_new(3);
	double mean, variance = gsl_stats_variance(x, 1, UNITS) * (UNITS - 1) / (UNITS * UNITS);
	double error = sqrt(variance / REPLICATES);

	for (int i = 0; i < UNITS; i++) {
		const struct ratio_cell cells[] = { { 0, x[i], 1 }, { 2, 6 * x[i], 2 } };

		bootstrap_add(bootstrap, cells, 2);
	}
	bootstrap_ratios(bootstrap, REPLICATES, random, ratios);
	mean = gsl_stats_mean(ratios, 3, REPLICATES);
	ok(fabs(mean - 5.4) < 4 * error, "mean %.3f, 5.4 within %.3f", mean, 4 * error);
	/* four standard errors of a variance, kurtosis near 3 */
	is_close(gsl_stats_variance(ratios, 3, REPLICATES), variance, 4 * sqrt(2.0 / REPLICATES) * 1.2,
		 "variance");
	is_close(ratios[3 * (REPLICATES - 1) + 2], 3 * ratios[3 * (REPLICATES - 1)], 1e-12,
		 "the same draw for all cells");
	ok(isnan(ratios[1]), "a cell without exposure has no ratio");
	bootstrap_free(bootstrap);
}

static void test_alike(gsl_rng *random)
{
	struct bootstrap *bootstrap = bootstrap_new(1);
	const struct ratio_cell cells[] = { { 0, 3, 2 }, { 1, 9, 9 } };
	int same = 1;

	for (int i = 0; i < 100; i++)
		bootstrap_add(bootstrap, cells, 2);
	bootstrap_ratios(bootstrap, 101, random, ratios);
	for (int b = 0; b < 101; b++)
		same = same && ratios[b] == 1.5;
	ok(same, "units that are all alike: always the same ratio, cells past the last ignored");
	bootstrap_free(bootstrap);
}

/* By hand: e = 4 and 2; the third unit adds 3 * 6 / 4 - 1 * 2 / 2, the first 3 * 4 / 4. */
static void test_share(void)
{
	static const struct ratio_cell first = { 1, 4, 1 }, second = { 1, 0, 2 };
	static const struct ratio_cell third[] = { { 1, 6, 1 }, { 2, 2, 2 } };
	const double weights[] = { 3, -1, 0 };
	struct bootstrap *bootstrap = bootstrap_new(4);
	struct bootstrap_share share;

	bootstrap_add(bootstrap, &first, 1);
	bootstrap_add(bootstrap, &second, 1);
	bootstrap_add(bootstrap, third, 2);
	share = bootstrap_share(bootstrap, weights, 1, 3);
	is_close(share.largest, 3.5, 1e-15, "what the unit with most of it makes up");
	is_close(share.seen, 2, 0, "units with an outcome there");
	bootstrap_free(bootstrap);
}

int main(void)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	test_mean(random);
	test_alike(random);
	test_share();
	gsl_rng_free(random);
	return done();
}
