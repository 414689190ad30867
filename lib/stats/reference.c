/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reference - plain forecasts that every other must beat: naive, drift, seasonal naive, theta. */
#include <gsl/gsl_fit.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "stats/expsmooth.h"
#include "stats/reference.h"

enum { YEAR = SEASON_MONTHS };

static int enough(size_t count, size_t needed, struct fault *fault)
{
	if (count >= needed)
		return 0;
	return fault_set(fault, STATUS_MODEL, N_("at least %zu months are needed; there are %zu"),
			 needed, count);
}

/* Root mean square of the changes over `lag` months. */
static double change(const double *values, size_t count, size_t lag)
{
	double sum = 0;

	for (size_t t = lag; t < count; t++)
		sum += (values[t] - values[t - lag]) * (values[t] - values[t - lag]);
	return sqrt(sum / (double)(count - lag));
}

int reference_naive(const struct reference *to, const double *values, size_t count,
		    struct fault *fault)
{
	double sd;

	if (enough(count, 2, fault) != 0)
		return -1;
	sd = change(values, count, 1);
	for (size_t h = 0; h < to->horizon; h++) {
		to->mean[h] = values[count - 1];
		to->sd[h] = sd * sqrt((double)h + 1);
	}
	return 0;
}

int reference_drift(const struct reference *to, const double *values, size_t count,
		    struct fault *fault)
{
	double steps = (double)count - 1, slope, sum = 0, variance;

	if (enough(count, 3, fault) != 0)
		return -1;
	slope = (values[count - 1] - values[0]) / steps;
	for (size_t t = 1; t < count; t++)
		sum += pow(values[t] - values[t - 1] - slope, 2);
	variance = sum / (steps - 1);
	for (size_t h = 0; h < to->horizon; h++) {
		double ahead = (double)h + 1;

		to->mean[h] = values[count - 1] + slope * ahead;
		to->sd[h] = sqrt(variance * (ahead + ahead * ahead / steps));
	}
	return 0;
}

int reference_seasonal(const struct reference *to, const double *values, size_t count,
		       struct fault *fault)
{
	double sd;

	if (enough(count, YEAR, fault) != 0)
		return -1;
	sd = change(values, count, count < SEASON_LEAST ? 1 : YEAR);
	for (size_t h = 0; h < to->horizon; h++) {
		to->mean[h] = values[count - YEAR + h % YEAR];
		to->sd[h] = sd * sqrt(1 + (double)(h / YEAR));
	}
	return 0;
}

/* ---- theta ----------------------------------------------------------------------- */

/* Autocorrelation at 12 months beyond what the shorter ones let expect (Bartlett). */
static int is_seasonal(const double *values, size_t count)
{
	double mean = gsl_stats_mean(values, 1, count), r[YEAR + 1], sum = 1;

	if (count <= 2 * YEAR)
		return 0;
	for (size_t lag = 0; lag <= YEAR; lag++) {
		r[lag] = 0;
		for (size_t t = lag; t < count; t++)
			r[lag] += (values[t] - mean) * (values[t - lag] - mean);
	}
	if (!(r[0] > 0))
		return 0;
	for (size_t lag = 1; lag < YEAR; lag++)
		sum += 2 * (r[lag] / r[0]) * (r[lag] / r[0]);
	return fabs(r[YEAR] / r[0]) / sqrt(sum / (double)count) > 1.6448536269514722;
}

/* Classical multiplicative indices: mean ratio to the moving average, scaled to mean 1. 0, or -1
 * where one is next to nothing. */
static int classical_indices(const double *values, size_t count, double index[YEAR])
{
	double *average = mem_new(count, sizeof *average), mean = 0;
	size_t seen[YEAR] = { 0 };
	int usable = 1;

	memset(index, 0, YEAR * sizeof *index);
	season_moving_average(values, count, average);
	for (size_t t = 0; t < count; t++)
		if (!isnan(average[t])) {
			index[t % YEAR] += values[t] / average[t];
			seen[t % YEAR]++;
		}
	free(average);
	for (int m = 0; m < YEAR; m++) {
		index[m] /= (double)seen[m];
		mean += index[m] / YEAR;
	}
	for (int m = 0; m < YEAR; m++) {
		index[m] /= mean;
		usable &= fabs(index[m]) >= 1e-4;        /* and not NaN */
	}
	return usable ? 0 : -1;
}

static void theta_line(const struct reference *to, const struct expsmooth *fit, double slope,
		       size_t count)
{
	double alpha = fmax(fit->alpha, 1e-10);

	for (size_t h = 0; h < to->horizon; h++) {
		double ahead = (double)h;

		to->mean[h] = fit->level + slope / 2 *
			      (ahead + (1 - pow(1 - alpha, (double)count)) / alpha);
		to->sd[h] = fit->sigma * sqrt(ahead * alpha * alpha + 1);
	}
}

int reference_theta(const struct reference *to, const double *values, size_t count,
		    struct fault *fault)
{
	double index[YEAR], *adjusted, *time, constant, slope = 0, cov00, cov01, cov11, squares;
	struct expsmooth fit;
	int seasonal = is_seasonal(values, count) &&
		       classical_indices(values, count, index) == 0, status;

	adjusted = mem_new(2 * count, sizeof *adjusted);
	time = adjusted + count;
	for (size_t t = 0; t < count; t++) {
		adjusted[t] = values[t] / (seasonal ? index[t % YEAR] : 1);
		time[t] = (double)t;
	}
	status = expsmooth_fit(&fit, adjusted, count, 0, EXPSMOOTH_PLAIN, fault);
	if (status == 0) {
		gsl_fit_linear(time, 1, adjusted, 1, count, &constant, &slope, &cov00, &cov01,
			       &cov11, &squares);
		theta_line(to, &fit, slope, count);
	}
	free(adjusted);
	for (size_t h = 0; seasonal && status == 0 && h < to->horizon; h++)
		to->mean[h] *= index[(count + h) % YEAR];
	return status;
}
