/* SPDX-License-Identifier: GPL-3.0-or-later */
/* factor - normal vectors with a given covariance. */
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "stats/factor.h"

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

static double *correlations(const struct factor *factor, const double *sigma)
{
	size_t size = factor->size;
	double *r = mem_new(size * size, sizeof *r);

	for (size_t i = 0; i < size; i++)
		for (size_t j = 0; j < size; j++)
			r[i * size + j] = sigma[factor->used[i] * factor->cells + factor->used[j]] /
					  (factor->deviation[i] * factor->deviation[j]);
	return r;
}

/* An eigenvector may point either way, and rounding decides; the draws must not depend on that. */
static double sign_of(const double *vector, size_t n, size_t j)
{
	size_t i = 0;

	while (i + 1 < n && fabs(vector[i * n + j]) < 1e-6)
		i++;
	return vector[i * n + j] < 0 ? -1 : 1;
}

static void keep_vectors(struct factor *factor, const double *value, const double *vector)
{
	size_t n = factor->size;

	for (size_t j = 0; j < n; j++) {
		double scale;

		if (value[j] <= 1e-12 * (double)n)
			continue;
		scale = sqrt(value[j]) * sign_of(vector, n, j);
		for (size_t i = 0; i < n; i++)
			factor->f[factor->rank * n + i] = scale * vector[i * n + j];
		factor->rank++;
	}
}

static int decompose(struct factor *factor, double *r)
{
	size_t n = factor->size;
	double *value = mem_new(n, sizeof *value), *vector = mem_new(n * n, sizeof *vector);
	gsl_matrix_view matrix = gsl_matrix_view_array(r, n, n);
	gsl_matrix_view vectors = gsl_matrix_view_array(vector, n, n);
	gsl_vector_view values = gsl_vector_view_array(value, n);
	gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(n);
	int status;

	if (!work)
		diag_out_of_memory();
	status = gsl_eigen_symmv(&matrix.matrix, &values.vector, &vectors.matrix, work);
	if (status == 0)
		keep_vectors(factor, value, vector);
	gsl_eigen_symmv_free(work);
	free(value);
	free(vector);
	return status ? -1 : 0;
}

int factor_make(struct factor *factor, const double *sigma, size_t cells)
{
	double *r;
	int result;

	memset(factor, 0, sizeof *factor);
	factor->cells = cells;
	factor->used = mem_new(cells, sizeof *factor->used);
	factor->deviation = mem_new(cells, sizeof *factor->deviation);
	find_used(factor, sigma);
	if (!factor->size)
		return -1;
	factor->f = mem_new(factor->size * factor->size, sizeof *factor->f);
	r = correlations(factor, sigma);
	result = decompose(factor, r);
	free(r);
	return result;
}

void factor_free(struct factor *factor)
{
	free(factor->used);
	free(factor->deviation);
	free(factor->f);
}

enum { TOGETHER = 4 };

/* Column by column: the same sums, but compilers make vectors of this form; and several columns at a
 * time, added in their order, since most of the time went into loading and storing the sums. */
void factor_draw(const struct factor *factor, gsl_rng *random, double *to)
{
	const double *f = factor->f;
	size_t n = factor->size, j = 0;

	memset(to, 0, n * sizeof *to);
	for (; j + TOGETHER <= factor->rank; j += TOGETHER, f += TOGETHER * n) {
		double z[TOGETHER];

		for (int k = 0; k < TOGETHER; k++)
			z[k] = gsl_ran_gaussian_ziggurat(random, 1);
		for (size_t i = 0; i < n; i++)
			to[i] = to[i] + f[i] * z[0] + f[n + i] * z[1] + f[2 * n + i] * z[2] +
				f[3 * n + i] * z[3];
	}
	for (; j < factor->rank; j++, f += n) {
		double z = gsl_ran_gaussian_ziggurat(random, 1);

		for (size_t i = 0; i < n; i++)
			to[i] += f[i] * z;
	}
}
