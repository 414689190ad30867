/* SPDX-License-Identifier: GPL-3.0-or-later */
/* smooth - a smooth line through estimates of different precision. */
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/smooth.h"

/* lambda = 10^(i / STEPS_A_DECADE), i from first to last. */
enum { STEPS_A_DECADE = 4, FIRST_STEP = -8, LAST_STEP = 16 };

enum { BAND = 3 };                           /* the diagonal and two below it */

static const double LEAST_VARIANCE = 0.05;   /* of the median; no month may rule alone */

static double median_of(const double *v, size_t cells)
{
	double *sorted = mem_new(cells, sizeof *sorted), median;

	memcpy(sorted, v, cells * sizeof *sorted);
	gsl_sort(sorted, 1, cells);
	median = gsl_stats_median_from_sorted_data(sorted, 1, cells);
	free(sorted);
	return median;
}

static double *find_weights(const double *v, size_t cells)
{
	double least = LEAST_VARIANCE * median_of(v, cells), sum = 0;
	double *w = mem_new(cells, sizeof *w);

	/* More than half of the cells without variance: their weight is that of a mean cell. */
	if (!(least > 0))
		least = gsl_stats_mean(v, 1, cells);
	for (size_t k = 0; k < cells; k++) {
		w[k] = least > 0 ? 1 / fmax(v[k], least) : 1;
		sum += w[k];
	}
	for (size_t k = 0; k < cells; k++)
		w[k] *= (double)cells / sum;
	return w;
}

/* W + lambda D'D in band form: row i holds the elements (i, i), (i + 1, i) and (i + 2, i). Each
 * second difference adds the outer product of (1, -2, 1). */
static void set_equations(double *band, const double *w, size_t cells, double lambda)
{
	static const double difference[BAND] = { 1, -2, 1 };

	memset(band, 0, cells * BAND * sizeof *band);
	for (size_t k = 0; k < cells; k++)
		band[k * BAND] = w[k];
	for (size_t k = 0; k + 2 < cells; k++)
		for (size_t i = 0; i < BAND; i++)
			for (size_t j = i; j < BAND; j++)
				band[(k + i) * BAND + j - i] += lambda * difference[i] *
								difference[j];
}

static int find_hat(double *hat, const double *w, size_t cells, double lambda)
{
	double *band = mem_new(cells * BAND, sizeof *band);
	gsl_matrix_view a = gsl_matrix_view_array(band, cells, BAND);
	gsl_matrix_view inverse = gsl_matrix_view_array(hat, cells, cells);
	int status;

	set_equations(band, w, cells, lambda);
	status = gsl_linalg_cholesky_band_decomp(&a.matrix);
	if (status == 0)
		status = gsl_linalg_cholesky_band_invert(&a.matrix, &inverse.matrix);
	for (size_t i = 0; i < cells; i++)
		for (size_t j = 0; j < cells; j++)
			hat[i * cells + j] *= w[j];
	free(band);
	return status ? -1 : 0;
}

/* Line and criterion of the hat matrix. */
static void apply(struct smooth *smooth, const double *r, const double *w)
{
	size_t cells = smooth->cells;
	double sum = 0;

	for (size_t i = 0; i < cells; i++) {
		const double *row = smooth->hat + i * cells;
		double s = 0, left_out;

		for (size_t j = 0; j < cells; j++)
			s += row[j] * r[j];
		smooth->value[i] = s;
		left_out = (r[i] - s) / (1 - row[i]);
		sum += w[i] * left_out * left_out;
	}
	smooth->loo = sum / (double)cells;
}

/* The diagonal of the inverse of L L' from the inner bands alone: each element by those below it,
 * from the last on. Hutchinson and de Hoog (1985, Numerische Mathematik 47:99-106). */
static void find_diagonal(double *diagonal, const double *l, size_t cells)
{
	double s11 = 0, s12 = 0, s22 = 0;      /* of the inverse, for the two cells below */

	for (size_t i = cells; i-- > 0;) {
		double d = l[i * BAND], a = i + 1 < cells ? l[i * BAND + 1] / d : 0;
		double b = i + 2 < cells ? l[i * BAND + 2] / d : 0;
		double s01 = -a * s11 - b * s12, s02 = -a * s12 - b * s22;

		diagonal[i] = 1 / (d * d) - a * s01 - b * s02;
		s22 = s11;
		s12 = s01;
		s11 = diagonal[i];
	}
}

/* The criterion without the hat matrix: a step of the search in time linear in cells. */
static int try_lambda(double *loo, const double *r, const double *w, size_t cells, double lambda)
{
	double *band = mem_new(cells * BAND, sizeof *band);
	double *value = mem_new(2 * cells, sizeof *value), *diagonal = value + cells, sum = 0;
	gsl_matrix_view a = gsl_matrix_view_array(band, cells, BAND);
	gsl_vector_view line = gsl_vector_view_array(value, cells);
	int status;

	set_equations(band, w, cells, lambda);
	for (size_t k = 0; k < cells; k++)
		value[k] = w[k] * r[k];
	status = gsl_linalg_cholesky_band_decomp(&a.matrix);
	if (status == 0)
		status = gsl_linalg_cholesky_band_svx(&a.matrix, &line.vector);
	find_diagonal(diagonal, band, cells);
	for (size_t k = 0; k < cells; k++) {
		double left_out = (r[k] - value[k]) / (1 - diagonal[k] * w[k]);

		sum += w[k] * left_out * left_out;
	}
	*loo = sum / (double)cells;
	free(value);
	free(band);
	return status ? -1 : 0;
}

static int at_lambda(struct smooth *smooth, const double *r, const double *w, double lambda)
{
	smooth->lambda = lambda;
	if (find_hat(smooth->hat, w, smooth->cells, lambda) != 0)
		return -1;
	apply(smooth, r, w);
	return 0;
}

static int find_lambda(struct smooth *smooth, const double *r, const double *w)
{
	double best = INFINITY, lambda = NAN;

	for (int i = FIRST_STEP; i <= LAST_STEP; i++) {
		double one = pow(10, (double)i / STEPS_A_DECADE), loo;

		if (try_lambda(&loo, r, w, smooth->cells, one) != 0)
			return -1;
		if (loo < best) {
			best = loo;
			lambda = one;
		}
	}
	return at_lambda(smooth, r, w, lambda);
}

int smooth_fit(struct smooth *smooth, const double *r, const double *v, size_t cells,
	       double lambda)
{
	double *w;
	int result;

	memset(smooth, 0, sizeof *smooth);
	if (cells < SMOOTH_LEAST_CELLS)
		return -1;
	smooth->cells = cells;
	smooth->value = mem_new(cells, sizeof *smooth->value);
	smooth->hat = mem_new(cells * cells, sizeof *smooth->hat);
	w = find_weights(v, cells);
	result = lambda >= 0 ? at_lambda(smooth, r, w, lambda) : find_lambda(smooth, r, w);
	free(w);
	return result;
}

void smooth_free(struct smooth *smooth)
{
	free(smooth->value);
	free(smooth->hat);
}
