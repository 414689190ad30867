/* SPDX-License-Identifier: GPL-3.0-or-later */
/* common - what moves all units of a total together. */
#include <gsl/gsl_min.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>

#include "base/diag.h"
#include "base/mem.h"
#include "stats/common.h"

static const double least_alpha = 0.01, most_alpha = 0.6, prior_a = 2, prior_b = 8;
static const double clip_level = 2.5, clip_variance = 4, median_to_sd = 1.4826;
static const double least_variance = 1e-4;
/* Where there is nothing to measure it by: about a fifth up or down. */
static const double usual_variance = 0.04;

/* The first months start the level; of the errors the first three tell more of that than of it. */
enum { STARTING = 6, UNSETTLED = 3, LEAST = UNSETTLED + 1, LATEST = 3 };

struct problem {
	const double *values;
	size_t count;
	int with_prior;
};

static double clipped(double error, double clip)
{
	return error > clip ? clip : error < -clip ? -clip : error;
}

/* The level after all values; `errors` may be NULL. */
static double run(const double *values, size_t count, double alpha, double clip, double *errors)
{
	size_t start = count < STARTING ? count : STARTING;
	double level = gsl_stats_mean(values, 1, start);

	for (size_t t = 0; t < count; t++) {
		double error = values[t] - level;

		if (errors)
			errors[t] = error;
		level += alpha * clipped(error, clip);
	}
	return level;
}

static double objective(double alpha, void *data)
{
	const struct problem *problem = data;
	double *errors = mem_new(problem->count, sizeof *errors), sum = 1e-12;

	run(problem->values, problem->count, alpha, INFINITY, errors);
	for (size_t t = 0; t < problem->count; t++)
		sum += errors[t] * errors[t];
	free(errors);
	sum = (double)problem->count / 2 * log(sum);
	return problem->with_prior ?
	       sum - (prior_a - 1) * log(alpha) - (prior_b - 1) * log1p(-alpha) : sum;
}

static double find_alpha(struct problem *problem)
{
	gsl_function function = { objective, problem };
	gsl_min_fminimizer *search = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
	double width = (most_alpha - least_alpha) / 20, best = least_alpha;

	if (!search)
		diag_out_of_memory();
	for (int i = 1; i <= 20; i++) {
		double alpha = least_alpha + width * i;

		if (objective(alpha, problem) < objective(best, problem))
			best = alpha;
	}
	/* No bracket at the edge of the bounds: the edge it is. */
	if (gsl_min_fminimizer_set(search, &function, best, fmax(best - width, least_alpha / 2),
				   best + width) == GSL_SUCCESS)
		for (int i = 0; i < 40 && gsl_min_fminimizer_iterate(search) == GSL_SUCCESS; i++)
			best = gsl_min_fminimizer_x_minimum(search);
	gsl_min_fminimizer_free(search);
	return fmin(fmax(best, least_alpha), most_alpha);
}

/* Standard deviation by the median of the absolute errors; infinite where it would be 0. */
static double robust_sd(const double *errors, size_t count)
{
	double *sizes = mem_new(count, sizeof *sizes), sd;

	for (size_t t = 0; t < count; t++)
		sizes[t] = fabs(errors[t]);
	gsl_sort(sizes, 1, count);
	sd = median_to_sd * gsl_stats_median_from_sorted_data(sizes, 1, count);
	free(sizes);
	return sd > 0 ? sd : INFINITY;
}

/* Errors of a season that was estimated from the same months are too small: the variance is theirs
 * over what the level and the shrunken season (n / (n + 1) of each month's mean) leave free. */
static double free_errors(size_t count)
{
	double years = (double)count / SEASON_MONTHS;
	double left = (double)(count - UNSETTLED) - 1 -
		      (SEASON_MONTHS - 1) * years / (years + 1);

	return fmax(left, (double)(count - UNSETTLED) / 2);
}

static void fit_level(struct common *fit, const double *values, const double *spread, size_t count,
		      int free_run)
{
	struct problem problem = { values, count, !free_run };
	double *errors = mem_new(count, sizeof *errors), sd, parts;

	fit->alpha = find_alpha(&problem);
	fit->level = run(values, count, fit->alpha, INFINITY, errors);
	sd = free_run ? INFINITY : robust_sd(errors, count);
	if (!free_run)
		fit->level = run(values, count, fit->alpha, clip_level * sd, errors);
	fit->error_variance = fit->odd = 0;
	for (size_t t = UNSETTLED; t < count; t++) {
		double error = clipped(errors[t], clip_variance * sd);

		fit->error_variance += error * error / free_errors(count);
		fit->odd |= t + LATEST >= count && error != errors[t];
	}
	free(errors);
	/* A mean of logs lies half their variance below the log of what was expected. With a free
	 * run the errors are those of a stop, not of single months. */
	if (!free_run)
		fit->level += fit->error_variance / 2;
	parts = gsl_stats_mean(spread, 1, count);
	fit->month_variance = fmax(least_variance, fit->error_variance - parts);
}

void common_fit(struct common *fit, const double *ratio, const double *spread, size_t count,
		int phase, int free_run)
{
	double *values = mem_new(count, sizeof *values);

	*fit = (struct common){ .alpha = 0.1, .error_variance = usual_variance,
				.month_variance = usual_variance };
	fit->phase = (int)(((size_t)phase + count) % SEASON_MONTHS);
	if (count > 0)
		season_difference(ratio, count, phase, fit->season);
	for (size_t t = 0; t < count; t++)
		values[t] = ratio[t] - fit->season[(t + (size_t)phase) % SEASON_MONTHS];
	if (count >= LEAST)
		fit_level(fit, values, spread, count, free_run);
	else if (count > 0)
		fit->level = gsl_stats_mean(values, 1, count);
	free(values);
}

void common_path(const struct common *fit, size_t horizon, gsl_rng *random, double *factor)
{
	double level = fit->level, month_sd = sqrt(fit->month_variance);
	double step_sd = fit->alpha * sqrt(fit->error_variance);

	for (size_t h = 0; h < horizon; h++) {
		factor[h] = exp(level + fit->season[((size_t)fit->phase + h) % SEASON_MONTHS] +
				gsl_ran_gaussian_ziggurat(random, month_sd) -
				fit->month_variance / 2);
		level += gsl_ran_gaussian_ziggurat(random, step_sd);
	}
}
