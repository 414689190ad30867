/* SPDX-License-Identifier: GPL-3.0-or-later */
/* factor - normal vectors with a given covariance. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/factor.h"

/* Variance that the cells before leave to a cell: less is taken for none. */
#define LEAST_LEFT 1e-10

static void find_used(struct factor *factor, const double *sigma)
{
	size_t cells = factor->cells;

	for (size_t k = 0; k < cells; k++) {
		double variance = sigma[k * cells + k];

		if (!(variance > 0))
			continue;
		factor->deviation[factor->size] = sqrt(variance);
		factor->used[factor->size++] = k;
	}
}

static double correlation(const struct factor *factor, const double *sigma, size_t i, size_t j)
{
	return sigma[factor->used[i] * factor->cells + factor->used[j]] /
	       (factor->deviation[i] * factor->deviation[j]);
}

static double product(const double *a, const double *b, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += a[i] * b[i];
	return sum;
}

/* Cholesky's rows, one cell after the other. A cell that those before it determine adds no
 * column. */
static void decompose(struct factor *factor, const double *sigma)
{
	size_t n = factor->size, *cell_of = mem_new(n, sizeof *cell_of);

	for (size_t i = 0; i < n; i++) {
		double *row = factor->f + i * n, left;

		for (size_t c = 0; c < factor->rank; c++) {
			const double *other = factor->f + cell_of[c] * n;

			row[c] = (correlation(factor, sigma, i, cell_of[c]) -
				  product(row, other, c)) / other[c];
		}
		left = 1 - product(row, row, factor->rank);
		if (left > LEAST_LEFT) {
			cell_of[factor->rank] = i;
			row[factor->rank++] = sqrt(left);
		}
		factor->columns[i] = factor->rank;
	}
	free(cell_of);
}

int factor_make(struct factor *factor, const double *sigma, size_t cells)
{
	memset(factor, 0, sizeof *factor);
	factor->cells = cells;
	factor->used = mem_new(cells, sizeof *factor->used);
	factor->deviation = mem_new(cells, sizeof *factor->deviation);
	find_used(factor, sigma);
	if (!factor->size)
		return -1;
	factor->columns = mem_new(factor->size, sizeof *factor->columns);
	factor->f = mem_new(factor->size * factor->size, sizeof *factor->f);
	decompose(factor, sigma);
	return 0;
}

void factor_free(struct factor *factor)
{
	free(factor->used);
	free(factor->deviation);
	free(factor->columns);
	free(factor->f);
}

enum { TOGETHER = 8 };

/* Some draws of one cell; their sums stay in registers. */
static void multiply(const double *restrict row, const double *restrict normal, size_t count,
		     double *restrict to)
{
	double sum[TOGETHER] = { 0 };

	for (size_t c = 0; c < count; c++)
		for (size_t k = 0; k < TOGETHER; k++)
			sum[k] += row[c] * normal[c * FACTOR_DRAWS + k];
	memcpy(to, sum, sizeof sum);
}

void factor_draw(const struct factor *factor, struct normal *random, double *scratch, double *to)
{
	normal_fill(random, scratch, factor->rank * FACTOR_DRAWS);
	for (size_t i = 0; i < factor->size; i++)
		for (size_t b = 0; b < FACTOR_DRAWS; b += TOGETHER)
			multiply(factor->f + i * factor->size, scratch + b, factor->columns[i],
				 to + i * FACTOR_DRAWS + b);
}
