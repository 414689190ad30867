/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expsmooth - exponential smoothing with additive errors: a level, and perhaps a season of 12. */
#include <float.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "stats/expsmooth.h"

/* R's bounds of alpha and gamma; the prior of EXPSMOOTH_PRIOR. */
static const double least = 1e-4, most = 0.9999, prior_a = 2, prior_b = 8;
static const double clip_states = 2.5, clip_sigma = 4;
/* The standard deviation of a normal law over the median of its absolute values. */
static const double median_to_sd = 1.4826;

enum { SEASON_STATES = SEASON_MONTHS - 1, MOST_STATES = 1 + SEASON_STATES };

/* What is fitted, and room to fit it in. */
struct problem {
	const double *values;
	size_t count, states;            /* initial states: 1 or 12 */
	unsigned rules;
	double *columns;                 /* the errors' slopes by initial state, then the target */
	double start[MOST_STATES];
};

/* ---- the recursion --------------------------------------------------------------- */

static double clipped(double error, double clip)
{
	return error > clip ? clip : error < -clip ? -clip : error;
}

double expsmooth_run(struct expsmooth *fit, const double *values, size_t count, double clip,
		     double *errors, double *levels)
{
	double season[SEASON_MONTHS], sum = 0;

	memcpy(season, fit->start_season, sizeof season);
	fit->level = fit->start_level;
	for (size_t t = 0; t < count; t++) {
		double *now = &season[t % SEASON_MONTHS];
		double error = values[t] - fit->level - *now, step = clipped(error, clip);

		fit->level += fit->alpha * step;
		*now += fit->gamma * step;
		sum += error * error;
		if (errors)
			errors[t] = error;
		if (levels)
			levels[t] = fit->level;
	}
	for (size_t k = 0; k < SEASON_MONTHS; k++)
		fit->season[k] = season[(count + k) % SEASON_MONTHS];
	return sum;
}

/* ---- initial states by least squares ---------------------------------------------- */

static size_t next_month(size_t month)
{
	return month + 1 < SEASON_MONTHS ? month + 1 : 0;
}

/* By initial state the errors, with the other sign, of a series of zeros started from it alone: the
 * columns of the design. Season 12 is minus the sum of the others. The target is the errors of the
 * series itself, started from zeros. Each value waits for the one before it, so all of them
 * run side by side. */
static void fill_columns(struct problem *problem, double alpha, double gamma)
{
	size_t count = problem->count, columns = problem->states + 1;
	double level[MOST_STATES + 1] = { 1 }, season[SEASON_MONTHS][MOST_STATES + 1] = { { 0 } };
	double value[MOST_STATES + 1] = { 0 };

	for (size_t state = 1; state < problem->states; state++) {
		season[state - 1][state] = 1;
		season[SEASON_MONTHS - 1][state] = -1;
	}
	for (size_t t = 0, k = 0; t < count; t++, k = next_month(k)) {
		double *now = season[k];

		value[problem->states] = problem->values[t];
		for (size_t i = 0; i < columns; i++) {
			double error = value[i] + level[i] + now[i];

			problem->columns[i * count + t] = error;
			level[i] -= alpha * error;
			now[i] -= gamma * error;
		}
	}
}

/* Four sums at a time, since each addition waits for the one before it. */
static double dot(const double *a, const double *b, size_t count)
{
	double sum[4] = { 0 };
	size_t t = 0;

	for (; t + 4 <= count; t += 4)
		for (size_t i = 0; i < 4; i++)
			sum[i] += a[t + i] * b[t + i];
	for (; t < count; t++)
		sum[0] += a[t] * b[t];
	return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* Householder's reflection of column k and all that follow, from row k on; what is left of the
 * column itself is its one number on the diagonal. 0 where the column is nothing but zeros.
 * (Golub and Van Loan 2013, 5.1-5.2; gsl_linalg_QR takes four times as long, by its strides.) */
static int reflect(struct problem *problem, size_t k, double *diagonal)
{
	size_t count = problem->count, below = count - k;
	double *column = problem->columns + k * count + k;
	double length = sqrt(dot(column, column, below)), factor;

	if (!(length > 0))
		return 0;
	*diagonal = column[0] > 0 ? -length : length;
	factor = 1 / (length * (length + fabs(column[0])));
	column[0] -= *diagonal;
	for (size_t j = k + 1; j <= problem->states; j++) {
		double *other = problem->columns + j * count + k;
		double share = factor * dot(column, other, below);

		for (size_t t = 0; t < below; t++)
			other[t] -= share * column[t];
	}
	return 1;
}

/* Sum of squared errors with the best start, which is left in problem->start; NaN on failure. */
static double squared_errors(struct problem *problem, double alpha, double gamma)
{
	size_t count = problem->count, states = problem->states;
	const double *target = problem->columns + states * count;
	double diagonal[MOST_STATES];

	fill_columns(problem, alpha, gamma);
	for (size_t k = 0; k < states; k++)
		if (!reflect(problem, k, &diagonal[k]))
			return NAN;
	for (size_t k = states; k-- > 0;) {
		double rest = target[k];

		for (size_t j = k + 1; j < states; j++)
			rest -= problem->columns[j * count + k] * problem->start[j];
		problem->start[k] = rest / diagonal[k];
	}
	return dot(target + states, target + states, count - states);
}

/* ---- the search ------------------------------------------------------------------ */

/* A constant series has no error: a floor keeps the logarithm finite. */
static double log_sum(const struct problem *problem, double sum)
{
	double scale = fabs(problem->values[0]) + DBL_MIN;

	return log(fmax(sum, 1e-20 * scale * scale * (double)problem->count));
}

/* -2 log of likelihood (and prior). */
static double objective(struct problem *problem, double alpha, double gamma)
{
	double value = (double)problem->count *
		       log_sum(problem, squared_errors(problem, alpha, gamma));

	if (problem->rules & EXPSMOOTH_PRIOR)
		value -= 2 * ((prior_a - 1) * log(alpha) + (prior_b - 1) * log1p(-alpha));
	return value;
}

/* Any real number into the bounds. */
static double inside(double free, double lower, double upper)
{
	return lower + (upper - lower) / (1 + exp(-free));
}

static double level_objective(double alpha, void *problem)
{
	return objective(problem, alpha, 0);
}

static void place(const gsl_vector *free, double *alpha, double *gamma)
{
	*alpha = inside(gsl_vector_get(free, 0), least, most);
	*gamma = inside(gsl_vector_get(free, 1), least, 1 - *alpha + least);
}

static double season_objective(const gsl_vector *free, void *problem)
{
	double alpha, gamma;

	place(free, &alpha, &gamma);
	return objective(problem, alpha, gamma);
}

/* The best of a grid, then Brent between its neighbours. */
static double search_level(struct problem *problem)
{
	enum { GRID = 24 };
	gsl_function function = { level_objective, problem };
	gsl_min_fminimizer *search;
	double at[GRID + 1], best = INFINITY, alpha;
	int middle = 1;

	for (int i = 0; i <= GRID; i++) {
		double value;

		at[i] = least + (most - least) * i / GRID;
		value = i > 0 && i < GRID ? objective(problem, at[i], 0) : INFINITY;
		if (value < best) {
			best = value;
			middle = i;
		}
	}
	search = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
	if (!search)
		diag_out_of_memory();
	alpha = at[middle];
	/* At the edge of the bounds there may be no bracket: the edge itself is looked at below. */
	if (gsl_min_fminimizer_set(search, &function, alpha, at[middle - 1],
				   at[middle + 1]) == GSL_SUCCESS)
		for (int i = 0; i < 60 && gsl_min_fminimizer_iterate(search) == GSL_SUCCESS; i++)
			alpha = gsl_min_fminimizer_x_minimum(search);
	gsl_min_fminimizer_free(search);
	best = objective(problem, alpha, 0);
	if (objective(problem, most, 0) < best)
		return most;
	return objective(problem, least, 0) < best ? least : alpha;
}

/* The best of a coarse grid to start from. */
static void start_season(struct problem *problem, gsl_vector *free)
{
	static const double levels[] = { -3, -1.5, 0, 1.5 }, seasons[] = { -5, -2, 0 };
	gsl_vector *at = gsl_vector_alloc(2);
	double best = INFINITY;

	if (!at)
		diag_out_of_memory();
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		for (size_t j = 0; j < sizeof seasons / sizeof *seasons; j++) {
			double value;

			gsl_vector_set(at, 0, levels[i]);
			gsl_vector_set(at, 1, seasons[j]);
			value = season_objective(at, problem);
			if (value < best) {
				best = value;
				gsl_vector_memcpy(free, at);
			}
		}
	gsl_vector_free(at);
}

static void search_season(struct problem *problem, double *alpha, double *gamma)
{
	gsl_multimin_function function = { season_objective, 2, problem };
	gsl_multimin_fminimizer *search =
		gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, 2);
	gsl_vector *free = gsl_vector_alloc(2), *step = gsl_vector_alloc(2);

	if (!search || !free || !step)
		diag_out_of_memory();
	start_season(problem, free);
	gsl_vector_set_all(step, 0.7);
	if (gsl_multimin_fminimizer_set(search, &function, free, step) == GSL_SUCCESS)
		for (int i = 0; i < 200; i++)
			if (gsl_multimin_fminimizer_iterate(search) != GSL_SUCCESS ||
			    gsl_multimin_fminimizer_size(search) < 1e-5)
				break;
	place(gsl_multimin_fminimizer_x(search), alpha, gamma);
	gsl_multimin_fminimizer_free(search);
	gsl_vector_free(free);
	gsl_vector_free(step);
}

/* ---- the fit --------------------------------------------------------------------- */

static void problem_start(struct problem *problem, const double *values, size_t count,
			  int seasonal, unsigned rules)
{
	size_t states = seasonal ? MOST_STATES : 1;

	*problem = (struct problem){
		.values = values, .count = count, .states = states, .rules = rules,
		.columns = mem_new(count * (states + 1), sizeof *problem->columns),
	};
}

static void take_start(struct expsmooth *fit, const struct problem *problem)
{
	fit->start_level = problem->start[0];
	for (size_t k = 0; k + 1 < problem->states; k++) {
		fit->start_season[k] = problem->start[k + 1];
		fit->start_season[SEASON_MONTHS - 1] -= fit->start_season[k];
	}
}

/* EXPSMOOTH_ROBUST: states and sigma without what few odd months do to them. */
static double robust_sum(struct expsmooth *fit, const double *values, size_t count)
{
	double *errors = mem_new(2 * count, sizeof *errors), *sizes = errors + count;
	double sd, sum = 0;

	expsmooth_run(fit, values, count, INFINITY, errors, NULL);
	for (size_t t = 0; t < count; t++)
		sizes[t] = fabs(errors[t]);
	gsl_sort(sizes, 1, count);
	sd = median_to_sd * gsl_stats_median_from_sorted_data(sizes, 1, count);
	if (!(sd > 0))           /* more than half of the errors are 0: nothing to measure them by */
		sd = INFINITY;
	expsmooth_run(fit, values, count, clip_states * sd, errors, NULL);
	for (size_t t = 0; t < count; t++) {
		double error = clipped(errors[t], clip_sigma * sd);

		sum += error * error;
	}
	free(errors);
	return sum;
}

/* R's AICc: the parameters are alpha, gamma, the free initial states and sigma. */
static void finish(struct expsmooth *fit, struct problem *problem)
{
	double n = (double)problem->count, parameters = (double)problem->states + 2 +
							 (fit->seasonal != 0);
	double sum = squared_errors(problem, fit->alpha, fit->gamma);

	take_start(fit, problem);
	fit->log_likelihood = -n / 2 * log_sum(problem, sum);
	fit->aicc = -2 * fit->log_likelihood + 2 * parameters +
		    2 * parameters * (parameters + 1) / (n - parameters - 1);
	if (problem->rules & EXPSMOOTH_ROBUST)
		sum = robust_sum(fit, problem->values, problem->count);
	else
		sum = expsmooth_run(fit, problem->values, problem->count, INFINITY, NULL, NULL);
	fit->sigma = sqrt(sum / (n - parameters + 1));
}

int expsmooth_fit(struct expsmooth *fit, const double *values, size_t count, int seasonal,
		  unsigned rules, struct fault *fault)
{
	size_t needed = seasonal ? SEASON_LEAST : EXPSMOOTH_LEAST;
	struct problem problem;

	*fit = (struct expsmooth){ .seasonal = seasonal };
	if (count < needed)
		return fault_set(fault, STATUS_MODEL,
				 N_("exponential smoothing needs at least %zu months; there are %zu"),
				 needed, count);
	problem_start(&problem, values, count, seasonal, rules);
	if (seasonal)
		search_season(&problem, &fit->alpha, &fit->gamma);
	else
		fit->alpha = search_level(&problem);
	finish(fit, &problem);
	free(problem.columns);
	if (!isfinite(fit->sigma) || !isfinite(fit->level))
		return fault_set(fault, STATUS_MODEL,
				 N_("exponential smoothing finds no fit to these months"));
	return 0;
}

int expsmooth_choose(struct expsmooth *fit, const double *values, size_t count, unsigned rules,
		     struct fault *fault)
{
	struct expsmooth seasonal;
	struct fault none = { 0 };

	if (expsmooth_fit(fit, values, count, 0, rules, fault) != 0)
		return -1;
	if (count >= SEASON_LEAST &&
	    expsmooth_fit(&seasonal, values, count, 1, rules, &none) == 0 &&
	    seasonal.aicc < fit->aicc)
		*fit = seasonal;
	return 0;
}

/* ---- the months to come ---------------------------------------------------------- */

void expsmooth_path(const struct expsmooth *fit, size_t horizon, gsl_rng *random, double *path)
{
	double level = fit->level, season[SEASON_MONTHS];

	memcpy(season, fit->season, sizeof season);
	for (size_t h = 0; h < horizon; h++) {
		double error = gsl_ran_gaussian_ziggurat(random, fit->sigma);
		double *now = &season[h % SEASON_MONTHS];

		path[h] = level + *now + error;
		level += fit->alpha * error;
		*now += fit->gamma * error;
	}
}
