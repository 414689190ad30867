/* SPDX-License-Identifier: GPL-3.0-or-later */
/* factor - normal vectors with a given covariance. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/factor.h"

/* Variance of a correlation that other cells leave to a cell, and that of a sum whose parts could
 * add up to 1: less is rounding. */
#define LEAST_LEFT 1e-13
#define LEAST_SUM 1e-12

void factor_clear(double *sigma, size_t cells, const double *most)
{
	for (size_t k = 0; k < cells; k++) {
		if (!(sigma[k * cells + k] < LEAST_SUM * most[k] * most[k]))
			continue;
		for (size_t j = 0; j < cells; j++)
			sigma[k * cells + j] = sigma[j * cells + k] = 0;
	}
}

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
	double r = sigma[factor->used[i] * factor->cells + factor->used[j]] /
		   (factor->deviation[i] * factor->deviation[j]);

	return fmax(-1, fmin(1, r));
}

static double product(const double *a, const double *b, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += a[i] * b[i];
	return sum;
}

static void swap_numbers(double *a, double *b, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		double other = a[i];

		a[i] = b[i];
		b[i] = other;
	}
}

static void swap_cells(struct factor *factor, double *left, size_t i, size_t j)
{
	size_t cell = factor->used[i];

	factor->used[i] = factor->used[j];
	factor->used[j] = cell;
	swap_numbers(&factor->deviation[i], &factor->deviation[j], 1);
	swap_numbers(&left[i], &left[j], 1);
	swap_numbers(factor->f + i * factor->size, factor->f + j * factor->size, factor->rank);
}

static size_t most_left(const struct factor *factor, const double *left)
{
	size_t most = factor->rank;

	for (size_t i = most + 1; i < factor->size; i++)
		if (left[i] > left[most])
			most = i;
	return most;
}

/* One more dimension, that of cell number `rank`. */
static void add_column(struct factor *factor, const double *sigma, double *left)
{
	size_t n = factor->size, rank = factor->rank++;
	double *row = factor->f + rank * n;

	row[rank] = sqrt(left[rank]);
	for (size_t i = rank + 1; i < n; i++) {
		double *other = factor->f + i * n;

		other[rank] = (correlation(factor, sigma, i, rank) - product(other, row, rank)) /
			      row[rank];
		left[i] -= other[rank] * other[rank];
	}
}

/* Cholesky's factor, the cell with most variance left first (Higham 1990; LAPACK's dpstrf): without
 * that a few cells that nearly determine one another multiply the errors of all that follow. */
static void decompose(struct factor *factor, const double *sigma)
{
	size_t n = factor->size;
	double *left = mem_new(n, sizeof *left);

	for (size_t i = 0; i < n; i++)
		left[i] = 1;
	while (factor->rank < n) {
		size_t next = most_left(factor, left);

		if (!(left[next] > LEAST_LEFT))
			break;
		swap_cells(factor, left, factor->rank, next);
		add_column(factor, sigma, left);
	}
	for (size_t i = 0; i < n; i++)
		factor->columns[i] = i < factor->rank ? i + 1 : factor->rank;
	free(left);
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
