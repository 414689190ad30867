/* SPDX-License-Identifier: GPL-3.0-or-later */
/* irls - regressions by iteratively reweighted least squares, with or without a ridge. */
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "stats/irls.h"

static const double STEP_LEAST = 1e-9, STEP_MOST = 2, SHAPE_MOST = 1e3;
/* exp() of more than this is no mean of anything; logistic means stay off 0 and 1. */
static const double ETA_MOST = 30;

/* ---- families ------------------------------------------------------------------- */

static double mean_of(enum irls_family family, double eta)
{
	if (family == IRLS_NORMAL)
		return eta;
	eta = fmin(fmax(eta, -ETA_MOST), ETA_MOST);
	return family == IRLS_LOGISTIC ? 1 / (1 + exp(-eta)) : exp(eta);
}

/* The variance of y over the dispersion. */
static double variance_of(enum irls_family family, double mean)
{
	switch (family) {
	case IRLS_LOGISTIC:
		return mean * (1 - mean);
	case IRLS_POISSON:
		return mean;
	case IRLS_GAMMA:
		return mean * mean;
	default:
		return 1;
	}
}

/* d mean / d eta; the links of the logistic and the Poisson family are canonical. */
static double slope_of(enum irls_family family, double mean)
{
	return family == IRLS_GAMMA ? mean : variance_of(family, mean);
}

/* y log(y / mean), 0 for y = 0 */
static double log_part(double y, double mean)
{
	return y > 0 ? y * log(y / mean) : 0;
}

static double deviance_of(enum irls_family family, double y, double mean)
{
	switch (family) {
	case IRLS_LOGISTIC:
		return 2 * (log_part(y, mean) + log_part(1 - y, 1 - mean));
	case IRLS_POISSON:
		return 2 * (log_part(y, mean) - (y - mean));
	case IRLS_GAMMA:
		return 2 * ((y - mean) / mean - log(y / mean));
	default:
		return (y - mean) * (y - mean);
	}
}

/* ---- one step ------------------------------------------------------------------- */

struct work {
	const struct irls_data *data;
	enum irls_family family;
	double lambda;
	size_t rows;             /* of the augmented matrix */
	gsl_matrix *qr;
	gsl_vector *tau, *right, *solution, *residual;
	double *next;            /* b after the step */
};

static void work_start(struct work *work, size_t columns)
{
	work->rows = work->data->rows + (work->lambda > 0 ? columns - 1 : 0);
	work->qr = gsl_matrix_alloc(work->rows, columns);
	work->tau = gsl_vector_alloc(columns);
	work->right = gsl_vector_alloc(work->rows);
	work->solution = gsl_vector_alloc(columns);
	work->residual = gsl_vector_alloc(work->rows);
	work->next = mem_new(columns, sizeof *work->next);
	if (!work->qr || !work->tau || !work->right || !work->solution || !work->residual)
		diag_out_of_memory();
}

static void work_free(struct work *work)
{
	gsl_matrix_free(work->qr);
	gsl_vector_free(work->tau);
	gsl_vector_free(work->right);
	gsl_vector_free(work->solution);
	gsl_vector_free(work->residual);
	free(work->next);
}

static double linear(const double *b, const double *row, size_t columns)
{
	double eta = 0;

	for (size_t j = 0; j < columns; j++)
		eta += b[j] * row[j];
	return eta;
}

/* Deviance and ridge: what is minimised. */
static double criterion(const struct work *work, const double *b, double *deviance)
{
	const struct irls_data *data = work->data;
	double sum = 0, ridge = 0;

	for (size_t i = 0; i < data->rows; i++)
		sum += deviance_of(work->family, data->y[i],
				   mean_of(work->family, linear(b, data->x + i * data->columns,
								data->columns)));
	for (size_t j = 1; j < data->columns; j++)
		ridge += work->lambda * b[j] * b[j];
	*deviance = sum;
	return sum + ridge;
}

/* The rows W^1/2 X and W^1/2 (eta + (y - mean) / slope), W = slope^2 / variance. */
static void fill(struct work *work, const double *b)
{
	const struct irls_data *data = work->data;
	size_t columns = data->columns;

	gsl_matrix_set_zero(work->qr);
	gsl_vector_set_zero(work->right);
	for (size_t i = 0; i < data->rows; i++) {
		const double *row = data->x + i * columns;
		double eta = linear(b, row, columns), mean = mean_of(work->family, eta);
		double slope = slope_of(work->family, mean);
		double root = slope / sqrt(variance_of(work->family, mean));

		for (size_t j = 0; j < columns; j++)
			gsl_matrix_set(work->qr, i, j, root * row[j]);
		gsl_vector_set(work->right, i, root * (eta + (data->y[i] - mean) / slope));
	}
	for (size_t j = 1; work->lambda > 0 && j < columns; j++)
		gsl_matrix_set(work->qr, data->rows + j - 1, j, sqrt(work->lambda));
}

/* Nearly equal columns leave almost nothing on R's diagonal. */
static int is_singular(const gsl_matrix *qr)
{
	double most = 0, least = INFINITY;

	for (size_t j = 0; j < qr->size2; j++) {
		double size = fabs(gsl_matrix_get(qr, j, j));

		most = fmax(most, size);
		least = fmin(least, size);
	}
	return !(least > 1e-13 * most);
}

static int solve(struct work *work, struct fault *fault)
{
	if (gsl_linalg_QR_decomp(work->qr, work->tau) != 0 || is_singular(work->qr) ||
	    gsl_linalg_QR_lssolve(work->qr, work->tau, work->right, work->solution,
				  work->residual) != 0)
		return fault_set(fault, STATUS_MODEL,
				 N_("the fit has no solution: its columns cannot be told apart"));
	return 0;
}

/* From b towards the solution; returns the largest move. */
static double move(const struct work *work, double *b, double *value, double *deviance)
{
	size_t columns = work->data->columns;
	double largest = 0, share, before = *value, *next = work->next;

	for (size_t j = 0; j < columns; j++)
		largest = fmax(largest, fabs(gsl_vector_get(work->solution, j) - b[j]));
	share = work->family != IRLS_NORMAL && largest > STEP_MOST ? STEP_MOST / largest : 1;
	for (int half = 0; half < 30; half++, share /= 2) {
		for (size_t j = 0; j < columns; j++)
			next[j] = b[j] + share * (gsl_vector_get(work->solution, j) - b[j]);
		*value = criterion(work, next, deviance);
		/* At the optimum the last digits of the criterion are noise. */
		if (*value <= before + 1e-10 * (fabs(before) + 1))
			break;
	}
	memcpy(b, next, columns * sizeof *b);
	return share * largest;
}

/* ---- the fit -------------------------------------------------------------------- */

static void start_at(struct irls *fit, const struct irls_data *data)
{
	double mean = 0;

	for (size_t i = 0; i < data->rows; i++)
		mean += data->y[i] / (double)data->rows;
	if (fit->family == IRLS_GAMMA || fit->family == IRLS_POISSON)
		fit->b[0] = log(fmax(mean, 1e-10));
}

/* (R'R)^-1 from the last step's R. */
static void invert(struct irls *fit, const gsl_matrix *qr)
{
	size_t p = fit->columns;
	double *r = mem_new(p * p, sizeof *r);

	/* The columns of R^-1 by substitution. */
	for (size_t k = 0; k < p; k++)
		for (size_t i = k + 1; i-- > 0;) {
			double sum = i == k;

			for (size_t j = i + 1; j <= k; j++)
				sum -= gsl_matrix_get(qr, i, j) * r[j * p + k];
			r[i * p + k] = sum / gsl_matrix_get(qr, i, i);
		}
	for (size_t i = 0; i < p; i++)
		for (size_t j = 0; j < p; j++)
			for (size_t k = 0; k < p; k++)
				fit->inverse[i * p + j] += r[i * p + k] * r[j * p + k];
	free(r);
}

static void find_dispersion(struct irls *fit, const struct irls_data *data)
{
	double sum = 0;

	for (size_t i = 0; i < data->rows; i++) {
		double mean = irls_mean(fit, data->x + i * data->columns);

		sum += (data->y[i] - mean) * (data->y[i] - mean) / variance_of(fit->family, mean);
	}
	fit->dispersion = data->rows > data->columns ?
			  sum / (double)(data->rows - data->columns) : NAN;
}

static int iterate(struct irls *fit, struct work *work, struct fault *fault)
{
	double value = criterion(work, fit->b, &fit->deviance), largest = INFINITY;

	for (fit->steps = 0; largest >= STEP_LEAST; fit->steps++) {
		if (fit->steps == IRLS_STEPS_MAX)
			return fault_set(fault, STATUS_MODEL,
					 N_("the fit did not converge in %d steps"),
					 IRLS_STEPS_MAX);
		fill(work, fit->b);
		if (solve(work, fault) != 0)
			return -1;
		largest = move(work, fit->b, &value, &fit->deviance);
	}
	return 0;
}

int irls_fit(struct irls *fit, enum irls_family family, const struct irls_data *data,
	     double lambda, struct fault *fault)
{
	struct work work = { .data = data, .family = family, .lambda = lambda };
	int result;

	*fit = (struct irls){ .family = family, .columns = data->columns };
	fit->b = mem_new(data->columns, sizeof *fit->b);
	fit->inverse = mem_new(data->columns * data->columns, sizeof *fit->inverse);
	if (data->rows < (lambda > 0 ? 1 : data->columns))
		return fault_set(fault, STATUS_MODEL,
				 N_("the fit has %zu rows for %zu columns"), data->rows,
				 data->columns);
	work_start(&work, data->columns);
	start_at(fit, data);
	result = iterate(fit, &work, fault);
	if (result == 0) {
		invert(fit, work.qr);
		find_dispersion(fit, data);
	}
	work_free(&work);
	return result;
}

void irls_free(struct irls *fit)
{
	free(fit->b);
	free(fit->inverse);
	*fit = (struct irls){ .b = NULL };
}

double irls_mean(const struct irls *fit, const double *row)
{
	return mean_of(fit->family, linear(fit->b, row, fit->columns));
}

/* ---- what else is known of it ---------------------------------------------------- */

/* inverse * meat * inverse */
static void sandwich(double *covariance, const double *inverse, const double *meat, size_t p,
		     double factor)
{
	for (size_t i = 0; i < p; i++)
		for (size_t j = 0; j < p; j++) {
			double sum = 0;

			for (size_t k = 0; k < p; k++)
				for (size_t l = 0; l < p; l++)
					sum += inverse[i * p + k] * meat[k * p + l] *
					       inverse[l * p + j];
			covariance[i * p + j] = factor * sum;
		}
}

void irls_clusters(double *covariance, const struct irls *fit, const struct irls_data *data,
		   const uint32_t *unit, size_t units, int small_sample)
{
	size_t p = fit->columns, n = data->rows;
	double *score = mem_new(units * p, sizeof *score), *meat = mem_new(p * p, sizeof *meat);
	double factor = small_sample ? (double)units / ((double)units - 1) * ((double)n - 1) /
				       ((double)n - (double)p) : 1;

	for (size_t i = 0; i < n; i++) {
		const double *row = data->x + i * p;
		double mean = irls_mean(fit, row);
		double part = (data->y[i] - mean) * slope_of(fit->family, mean) /
			      variance_of(fit->family, mean);

		for (size_t j = 0; j < p; j++)
			score[unit[i] * p + j] += part * row[j];
	}
	for (size_t g = 0; g < units; g++)
		for (size_t i = 0; i < p; i++)
			for (size_t j = 0; j < p; j++)
				meat[i * p + j] += score[g * p + i] * score[g * p + j];
	sandwich(covariance, fit->inverse, meat, p, factor);
	free(score);
	free(meat);
}

/* log k - psi(k) = d by Newton on k, from Minka's (2002) approximation. */
double irls_gamma_shape(const double *y, const double *mean, size_t count)
{
	double d = 0, k;

	for (size_t i = 0; i < count; i++)
		d += (y[i] / mean[i] - log(y[i] / mean[i]) - 1) / (double)count;
	if (!(d > 0))
		return SHAPE_MOST;
	k = (3 - d + sqrt((d - 3) * (d - 3) + 24 * d)) / (12 * d);
	for (int i = 0; i < 100 && k < SHAPE_MOST; i++) {
		double step = (log(k) - gsl_sf_psi(k) - d) / (1 / k - gsl_sf_psi_1(k));

		/* k stays positive. */
		step = fmin(step, k / 2);
		k -= step;
		if (fabs(step) <= 1e-14 * k)
			break;
	}
	return fmin(k, SHAPE_MOST);
}
