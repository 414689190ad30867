/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F F' must be the correlations, above all where cells nearly determine one another. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/factor.h"
#include "tap.h"

static uint64_t state = 20261122;

/* splitmix64 (Steele, Lea and Flood 2014) */
static double next_random(void)
{
	uint64_t z = state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

/* Cases whose amounts rise evenly, but for a little: what they leave to the last months is small,
 * and of a rank of its own. */
static void make_sigma(double *sigma, size_t cells, size_t cases, double noise)
{
	memset(sigma, 0, cells * cells * sizeof *sigma);
	for (size_t c = 0; c < cases; c++) {
		double level = next_random(), slope = next_random(), *u = mem_new(cells, sizeof *u);

		for (size_t k = 0; k < cells; k++)
			u[k] = (level + slope * (double)k + noise * next_random()) * pow(4, (double)(k % 5));
		for (size_t i = 0; i < cells; i++)
			for (size_t j = 0; j < cells; j++)
				sigma[i * cells + j] += u[i] * u[j];
		free(u);
	}
}

/* The largest error of a correlation. */
static double error_of(const struct factor *factor, const double *sigma)
{
	double most = 0;

	for (size_t i = 0; i < factor->size; i++)
		for (size_t j = 0; j < factor->size; j++) {
			size_t a = factor->used[i], b = factor->used[j], n = factor->cells;
			double sum = 0, want = sigma[a * n + b] /
					       sqrt(sigma[a * n + a] * sigma[b * n + b]);

			for (size_t c = 0; c < factor->columns[i] && c < factor->columns[j]; c++)
				sum += factor->f[i * factor->size + c] * factor->f[j * factor->size + c];
			most = fmax(most, fabs(sum - want));
		}
	return most;
}

static void test_near(size_t cells, size_t cases, double noise)
{
	double *sigma = mem_new(cells * cells, sizeof *sigma), most = 0;
	size_t rank = 0;

	for (int round = 0; round < 50; round++) {
		struct factor factor;

		make_sigma(sigma, cells, cases, noise);
		factor_make(&factor, sigma, cells);
		most = fmax(most, error_of(&factor, sigma));
		rank = factor.rank > rank ? factor.rank : rank;
		factor_free(&factor);
	}
	ok(most < 1e-9 && rank <= cases, "%zu cells, %zu cases, noise %g: error %.1e, rank %zu", cells,
	   cases, noise, most, rank);
	free(sigma);
}

/* Neighbours alike: matrices that are positive definite, but nearly singular. */
static double hilbert(size_t i, size_t j)
{
	return 1 / (double)(i + j + 1);
}

static double bell(size_t i, size_t j)
{
	double distance = (double)i - (double)j;

	return exp(-distance * distance / 200);
}

static void test_smooth(const char *what, double (*covariance)(size_t i, size_t j), size_t cells)
{
	double *sigma = mem_new(cells * cells, sizeof *sigma), error;
	struct factor factor;

	for (size_t i = 0; i < cells; i++)
		for (size_t j = 0; j < cells; j++)
			sigma[i * cells + j] = covariance(i, j);
	factor_make(&factor, sigma, cells);
	error = error_of(&factor, sigma);
	ok(error < 1e-9, "%s of %zu cells: error %.1e, rank %zu", what, cells, error, factor.rank);
	factor_free(&factor);
	free(sigma);
}

static void test_none(void)
{
	static const double sigma[] = { 4, 0, 2, 0, 0, 0, 2, 0, 1 };
	struct factor factor;

	is_count(factor_make(&factor, sigma, 3), 0, "a cell without variance");
	is_count((long long)factor.size, 2, "is left out");
	is_count((long long)factor.rank, 1, "and cells that move as one have one dimension");
	factor_free(&factor);
	is_count(factor_make(&factor, (const double[]){ 0 }, 1), -1, "no variance at all");
	factor_free(&factor);
}

/* 1 - 1 with a rounding error of either sign, beside a cell that counts. */
static void test_clear(void)
{
	double sigma[] = { 1e-17, 1e-9, 0, 1e-9, 2, 0.5, 0, 0.5, -1e-17 };

	factor_clear(sigma, 3, (const double[]){ 2, 1.5, 3 });
	ok(sigma[0] == 0 && sigma[1] == 0 && sigma[3] == 0, "what rounding left is cleared");
	ok(sigma[8] == 0 && sigma[7] == 0 && sigma[5] == 0, "... below 0 as well");
	is_close(sigma[4], 2, 0, "a variance is not");
}

int main(void)
{
	test_near(18, 20, 1e-3);
	test_near(36, 7, 1e-4);
	test_near(36, 30, 1e-5);
	test_near(60, 200, 1);
	test_near(60, 200, 1e-6);
	test_smooth("Hilbert's matrix", hilbert, 12);
	test_smooth("Hilbert's matrix", hilbert, 36);
	test_smooth("a bell", bell, 36);
	test_smooth("a bell", bell, 60);
	test_none();
	test_clear();
	return done();
}
