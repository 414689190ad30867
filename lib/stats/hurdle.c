/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hurdle - outcomes that are often 0 and otherwise positive: whether, and how much. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "stats/hurdle.h"
#include "stats/irls.h"

/* ---- features -------------------------------------------------------------------- */

static void standardise(struct hurdle *hurdle, const double *x)
{
	size_t p = hurdle->features, n = hurdle->rows;

	for (size_t j = 0; j < p; j++) {
		double sum = 0, squares = 0;

		for (size_t i = 0; i < n; i++)
			sum += x[i * p + j];
		hurdle->center[j] = sum / (double)n;
		for (size_t i = 0; i < n; i++)
			squares += (x[i * p + j] - hurdle->center[j]) *
				   (x[i * p + j] - hurdle->center[j]);
		hurdle->scale[j] = n > 1 && squares > 0 ? sqrt(squares / (double)(n - 1)) : 1;
	}
}

static void put_row(const struct hurdle *hurdle, const double *x, double *row)
{
	row[0] = 1;
	for (size_t j = 0; j < hurdle->features; j++)
		row[j + 1] = (x[j] - hurdle->center[j]) / hurdle->scale[j];
}

/* ---- the two fits ---------------------------------------------------------------- */

static int fit_part(struct hurdle *hurdle, enum irls_family family, const struct irls_data *data,
		    double lambda, double *to, struct fault *fault)
{
	struct irls fit;
	int result = irls_fit(&fit, family, data, lambda, fault);

	if (result == 0)
		memcpy(to, fit.b, (hurdle->features + 1) * sizeof *to);
	irls_free(&fit);
	return result;
}

/* Rows of the positive outcomes move to the front, in their order. */
static void keep_positive(double *rows, double *y, size_t count, size_t columns)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (!(y[i] > 0))
			continue;
		memmove(rows + kept * columns, rows + i * columns, columns * sizeof *rows);
		y[kept++] = y[i];
	}
}

static double linear(const double *b, const double *row, size_t columns)
{
	double sum = 0;

	for (size_t j = 0; j < columns; j++)
		sum += b[j] * row[j];
	return sum;
}

static void find_spread(struct hurdle *hurdle, const struct irls_data *data)
{
	double *mean = mem_new(data->rows, sizeof *mean), *ratio = mem_new(data->rows, sizeof *ratio);

	for (size_t i = 0; i < data->rows; i++) {
		mean[i] = exp(linear(hurdle->amount, data->x + i * data->columns, data->columns));
		ratio[i] = data->y[i] / mean[i];
	}
	hurdle->shape = irls_gamma_shape(data->y, mean, data->rows);
	hurdle->ratio = steps_of(ratio, data->rows);
	free(mean);
	free(ratio);
}

static int fit_both(struct hurdle *hurdle, double *rows, double *y, const double *outcome,
		    double lambda, struct fault *fault)
{
	size_t n = hurdle->rows, columns = hurdle->features + 1;
	struct irls_data all = { rows, y, n, columns };
	struct irls_data positive = { rows, y, hurdle->positives, columns };

	for (size_t i = 0; i < n; i++)
		y[i] = outcome[i] > 0;
	if (hurdle->positives == n)
		hurdle->any[0] = log(2 * (double)n + 1);    /* logit of (n + 1/2) / (n + 1) */
	else if (fit_part(hurdle, IRLS_LOGISTIC, &all, lambda, hurdle->any, fault) != 0)
		return -1;
	memcpy(y, outcome, n * sizeof *y);
	keep_positive(rows, y, n, columns);
	if (fit_part(hurdle, IRLS_GAMMA, &positive, lambda, hurdle->amount, fault) != 0)
		return -1;
	find_spread(hurdle, &positive);
	return 0;
}

int hurdle_fit(struct hurdle *hurdle, const double *x, const double *y, size_t rows,
	       size_t features, double lambda, struct fault *fault)
{
	double *work, *outcome;
	int result;

	*hurdle = (struct hurdle){ .features = features, .rows = rows };
	hurdle->center = mem_new(features, sizeof *hurdle->center);
	hurdle->scale = mem_new(features, sizeof *hurdle->scale);
	hurdle->any = mem_new(features + 1, sizeof *hurdle->any);
	hurdle->amount = mem_new(features + 1, sizeof *hurdle->amount);
	for (size_t i = 0; i < rows; i++)
		hurdle->positives += y[i] > 0;
	if (!hurdle->positives)
		return fault_set(fault, STATUS_MODEL, N_("the fit has no outcome above 0"));
	standardise(hurdle, x);
	work = mem_new(rows * (features + 1), sizeof *work);
	outcome = mem_new(rows, sizeof *outcome);
	for (size_t i = 0; i < rows; i++)
		put_row(hurdle, x + i * features, work + i * (features + 1));
	result = fit_both(hurdle, work, outcome, y, lambda, fault);
	free(work);
	free(outcome);
	return result;
}

void hurdle_free(struct hurdle *hurdle)
{
	free(hurdle->center);
	free(hurdle->scale);
	free(hurdle->any);
	free(hurdle->amount);
	steps_free(&hurdle->ratio);
	*hurdle = (struct hurdle){ 0 };
}

struct hurdle_part hurdle_expect(const struct hurdle *hurdle, const double *x)
{
	double any = hurdle->any[0], amount = hurdle->amount[0];

	for (size_t j = 0; j < hurdle->features; j++) {
		double z = (x[j] - hurdle->center[j]) / hurdle->scale[j];

		any += hurdle->any[j + 1] * z;
		amount += hurdle->amount[j + 1] * z;
	}
	return (struct hurdle_part){ 1 / (1 + exp(-any)), exp(amount) };
}

/* ---- the gamma distribution ------------------------------------------------------- */

double hurdle_gamma_upto(const struct hurdle_part *part, double shape, double y)
{
	if (y < 0)
		return 0;
	return 1 - part->p + part->p * gsl_cdf_gamma_P(y, shape, part->m / shape);
}
