/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simultaneous critical value where it is known: for K independent cells the quantile of the
 * largest of K absolute normals (Sidak 1967), for cells that move as one that of a single. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <stdlib.h>

#include "stats/band.h"
#include "tap.h"

enum { REPLICATES = 100000, CELLS = 50 };

static const double SINGLE = 1.959963984540054;   /* R: qnorm(.975) */

static double critical(const double *sigma, size_t cells)
{
	const struct band_draws draws = { REPLICATES, 1, "test", 1 };

	return band_critical(sigma, cells, 0.95, &draws);
}

/* P(max |Z| <= c) = (2 Phi(c) - 1)^K = 0.95 */
static double sidak(double cells)
{
	return gsl_cdf_ugaussian_Pinv((1 + pow(0.95, 1 / cells)) / 2);
}

/* Four standard errors of a 95 % quantile from so many draws: sqrt(p q / B) / density, the density
 * of the maximum being 2 K phi(c) (2 Phi(c) - 1)^(K - 1). */
static double tolerance(double cells)
{
	double c = sidak(cells);
	double density = 2 * cells * gsl_ran_ugaussian_pdf(c) * 0.95 / pow(0.95, 1 / cells);

	return 4 * sqrt(0.95 * 0.05 / REPLICATES) / density;
}

/* Variances of very different size: only correlations must matter. */
static void test_independent(size_t cells)
{
	static double sigma[CELLS * CELLS];
	double c;

	memset(sigma, 0, sizeof sigma);
	for (size_t k = 0; k < cells; k++)
		sigma[k * cells + k] = pow(10, (double)(k % 7) - 3);
	c = critical(sigma, cells);
	ok(fabs(c - sidak((double)cells)) < tolerance((double)cells),
	   "%zu independent cells: %.4f, exactly %.4f, tolerance %.4f", cells, c,
	   sidak((double)cells), tolerance((double)cells));
}

/* Sigma = s s' has rank 1. */
static void test_as_one(void)
{
	static double sigma[CELLS * CELLS];
	double c;

	for (size_t i = 0; i < CELLS; i++)
		for (size_t j = 0; j < CELLS; j++)
			sigma[i * CELLS + j] = (double)(i + 1) * (double)(j + 1) * (i % 2 == j % 2 ? 1 : -1);
	c = critical(sigma, CELLS);
	ok(c >= SINGLE && c - SINGLE < tolerance(1), "perfectly correlated cells: %.4f", c);
}

/* Two cells with correlation rho: P(|Z1| <= c, |Z2| <= c) by R's mvtnorm is not at hand, but the
 * value must lie between those of one cell and of two independent ones. */
static void test_between(void)
{
	static const double sigma[] = { 4, 1.4, 1.4, 1 };
	double c = critical(sigma, 2);

	ok(c > SINGLE + tolerance(1) && c < sidak(2) - tolerance(2),
	   "correlation 0.7: %.4f, between %.4f and %.4f", c, SINGLE, sidak(2));
}

static void test_without_variance(void)
{
	double sigma[9] = { 0 }, c;

	ok(isnan(critical(sigma, 3)), "no cell with a variance: no value");
	sigma[4] = 2;
	c = critical(sigma, 3);
	ok(c >= SINGLE && c - SINGLE < tolerance(1), "cells without variance take no part: %.4f", c);
}

/* No wider than a single interval is one to the last digit: 2 (1 - Phi(1.96)) is not quite 0.05. */
static void test_level(void)
{
	static const double sigma[] = { 1, 1, 1, 1 };
	double least = 9;

	for (unsigned long seed = 0; seed < 20; seed++) {
		const struct band_draws draws = { 100, seed, "test", 1 };

		least = fmin(least, band_critical(sigma, 2, 0.95, &draws));
	}
	ok(band_alpha(least, 0.95) == 1 - 0.95, "the least of 20 is that of a single interval");
	/* R: 2 * pnorm(-3) */
	is_close(band_alpha(3, 0.95), 0.00269979606326019, 1e-12, "level of 3");
	ok(isnan(band_alpha(NAN, 0.95)), "no value, no level");
}

static void test_same_numbers(void)
{
	static const double sigma[] = { 4, 1.4, 1.4, 1 };

	for (size_t threads = 2; threads < 6; threads++) {
		const struct band_draws draws = { REPLICATES, 1, "test", threads };

		is_close(band_critical(sigma, 2, 0.95, &draws), critical(sigma, 2), 0,
			 "same seed, same value, with any number of threads");
	}
}

int main(void)
{
	test_independent(1);
	test_independent(5);
	test_independent(50);
	test_as_one();
	test_between();
	test_without_variance();
	test_level();
	test_same_numbers();
	return done();
}
