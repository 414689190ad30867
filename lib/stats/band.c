/* SPDX-License-Identifier: GPL-3.0-or-later */
/* band - how much wider a band must be to hold everywhere at once (sup-t). */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/band.h"

/* Factor of a correlation matrix: `size` rows of `rank` columns, R = F F'. */
struct factor {
	size_t size, rank;
	double *f;
};

static gsl_matrix *correlation(const double *sigma, size_t cells)
{
	size_t *used = mem_new(cells, sizeof *used), size = 0;
	gsl_matrix *r = NULL;

	for (size_t k = 0; k < cells; k++)
		if (sigma[k * cells + k] > 0)
			used[size++] = k;
	if (size)
		r = gsl_matrix_alloc(size, size);
	for (size_t i = 0; r && i < size; i++)
		for (size_t j = 0; j < size; j++) {
			double vi = sigma[used[i] * cells + used[i]];
			double vj = sigma[used[j] * cells + used[j]];

			gsl_matrix_set(r, i, j, sigma[used[i] * cells + used[j]] / sqrt(vi * vj));
		}
	free(used);
	return r;
}

/* Eigenvalues within rounding of 0 (Sigma has at most as many as there are cases) are left out. */
static int factorise(gsl_matrix *r, struct factor *factor)
{
	size_t n = r->size1;
	gsl_vector *value = gsl_vector_alloc(n);
	gsl_matrix *vector = gsl_matrix_alloc(n, n);
	gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(n);
	int status = gsl_eigen_symmv(r, value, vector, work);

	*factor = (struct factor){ n, 0, mem_new(n * n, sizeof(double)) };
	for (size_t j = 0; j < n && status == 0; j++) {
		double lambda = gsl_vector_get(value, j);

		if (lambda <= 1e-12 * (double)n)
			continue;
		for (size_t i = 0; i < n; i++)
			factor->f[i * n + factor->rank] = sqrt(lambda) * gsl_matrix_get(vector, i, j);
		factor->rank++;
	}
	gsl_eigen_symmv_free(work);
	gsl_matrix_free(vector);
	gsl_vector_free(value);
	return status;
}

static double largest(const struct factor *factor, double *z, gsl_rng *random)
{
	double most = 0;

	for (size_t j = 0; j < factor->rank; j++)
		z[j] = gsl_ran_gaussian_ziggurat(random, 1);
	for (size_t i = 0; i < factor->size; i++) {
		double sum = 0;

		for (size_t j = 0; j < factor->rank; j++)
			sum += factor->f[i * factor->size + j] * z[j];
		if (fabs(sum) > most)
			most = fabs(sum);
	}
	return most;
}

double band_critical(const double *sigma, size_t cells, double level, size_t replicates,
		     gsl_rng *random)
{
	double single = gsl_cdf_ugaussian_Qinv((1 - level) / 2), c = NAN;
	gsl_matrix *r = correlation(sigma, cells);
	struct factor factor;

	if (!r)
		return NAN;
	if (factorise(r, &factor) == 0) {
		double *z = mem_new(factor.rank, sizeof *z);
		double *most = mem_new(replicates, sizeof *most);

		for (size_t b = 0; b < replicates; b++)
			most[b] = largest(&factor, z, random);
		gsl_sort(most, 1, replicates);
		c = gsl_stats_quantile_from_sorted_data(most, 1, replicates, level);
		free(most);
		free(z);
	}
	free(factor.f);
	gsl_matrix_free(r);
	return c > single || isnan(c) ? c : single;
}
