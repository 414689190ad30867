/* SPDX-License-Identifier: GPL-3.0-or-later */
/* countsmooth - exponential smoothing of monthly counts with negative binomial noise. */
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "base/mem.h"
#include "base/text.h"
#include "stats/countsmooth.h"

/* The priors. */
static const double season_weight = 40;
static const double alpha_a = 2, alpha_b = 8, size_mean = 3, size_sd = 1.5, rho_a = 1.2, rho_b = 12;
/* A level of 0 would make every count impossible. */
static const double least_level = 0.05;
static const double most_log_size = 7;

enum { STARTING = 3, LEAST = STARTING + 1 };

static double index_of(const struct countsmooth *model, size_t t, int phase)
{
	return model->season[(t + (size_t)phase) % SEASON_MONTHS];
}

void countsmooth_start(struct countsmooth *model, const double *counts, size_t count, int phase)
{
	season_ratio(counts, count, phase, season_weight, model->season);
	model->phase = (int)(((size_t)phase + count) % SEASON_MONTHS);
	model->mean = model->largest = 0;
	for (size_t t = 0; t < count; t++) {
		double level = counts[t] / index_of(model, t, phase);

		model->mean += level / (double)count;
		model->largest = fmax(model->largest, level);
	}
}

static double next_level(const struct countsmooth *model, double level, double seen)
{
	double updated = level + model->alpha * (seen - level);

	return updated + model->rho * (model->mean - updated);
}

void countsmooth_levels(const struct countsmooth *model, const double *counts, size_t count,
			int phase, double *levels)
{
	size_t start = count < SEASON_MONTHS ? count : SEASON_MONTHS;

	levels[0] = 0;
	for (size_t t = 0; t < start; t++)
		levels[0] += counts[t] / index_of(model, t, phase) / (double)start;
	for (size_t t = 0; t < count; t++)
		levels[t + 1] = next_level(model, levels[t],
					   counts[t] / index_of(model, t, phase));
	for (size_t t = 0; t <= count; t++)
		levels[t] = fmax(levels[t], least_level);
}

/* Log probability of a count; without GSL's tables of the negative binomial, which end early. */
static double log_probability(double count, double mean, double size)
{
	return gsl_sf_lngamma(count + size) - gsl_sf_lngamma(size) - gsl_sf_lngamma(count + 1) +
	       size * log(size / (size + mean)) + count * log(mean / (size + mean));
}

static double log_beta_density(double x, double a, double b)
{
	return (a - 1) * log(x) + (b - 1) * log1p(-x) - gsl_sf_lnbeta(a, b);
}

double countsmooth_posterior(const struct countsmooth *model, const double *counts, size_t count,
			     int phase)
{
	double *levels = mem_new(count + 1, sizeof *levels), sum = 0;
	double deviation = (log(model->size) - size_mean) / size_sd;

	countsmooth_levels(model, counts, count, phase, levels);
	for (size_t t = STARTING; t < count; t++)
		sum -= log_probability(counts[t], levels[t] * index_of(model, t, phase),
				       model->size);
	free(levels);
	return sum - log_beta_density(model->alpha, alpha_a, alpha_b) -
	       log_beta_density(model->rho, rho_a, rho_b) + deviation * deviation / 2 +
	       log(size_sd * sqrt(2 * M_PI));
}

/* ---- the fit --------------------------------------------------------------------- */

struct problem {
	struct countsmooth *model;
	const double *counts;
	size_t count;
	int phase;
};

static double inside(double free)
{
	return fmin(fmax(1 / (1 + exp(-free)), 1e-9), 1 - 1e-9);
}

static void place(struct countsmooth *model, const gsl_vector *free)
{
	model->alpha = inside(gsl_vector_get(free, 0));
	model->size = exp(fmin(gsl_vector_get(free, 1), most_log_size));
	model->rho = inside(gsl_vector_get(free, 2));
}

static double objective(const gsl_vector *free, void *data)
{
	struct problem *problem = data;

	place(problem->model, free);
	return countsmooth_posterior(problem->model, problem->counts, problem->count,
				     problem->phase);
}

static void search(struct problem *problem)
{
	gsl_multimin_function function = { objective, 3, problem };
	gsl_multimin_fminimizer *simplex =
		gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, 3);
	gsl_vector *free = gsl_vector_alloc(3), *step = gsl_vector_alloc(3);

	if (!simplex || !free || !step)
		diag_out_of_memory();
	gsl_vector_set(free, 0, -1.5);
	gsl_vector_set(free, 1, 3);
	gsl_vector_set(free, 2, -3);
	gsl_vector_set_all(step, 0.5);
	if (gsl_multimin_fminimizer_set(simplex, &function, free, step) == GSL_SUCCESS)
		for (int i = 0; i < 400; i++)
			if (gsl_multimin_fminimizer_iterate(simplex) != GSL_SUCCESS ||
			    gsl_multimin_fminimizer_size(simplex) < 1e-6)
				break;
	place(problem->model, gsl_multimin_fminimizer_x(simplex));
	gsl_multimin_fminimizer_free(simplex);
	gsl_vector_free(free);
	gsl_vector_free(step);
}

int countsmooth_fit(struct countsmooth *fit, const double *counts, size_t count, int phase,
		    struct fault *fault)
{
	struct problem problem = { fit, counts, count, phase };
	double *levels;

	*fit = (struct countsmooth){ .phase = 0 };
	if (count < LEAST)
		return fault_set(fault, STATUS_MODEL,
				 N_("the inflow needs at least %d months; there are %zu"), LEAST,
				 count);
	countsmooth_start(fit, counts, count, phase);
	search(&problem);
	levels = mem_new(count + 1, sizeof *levels);
	countsmooth_levels(fit, counts, count, phase, levels);
	fit->level = levels[count];
	free(levels);
	return 0;
}

/* ---- the months to come ---------------------------------------------------------- */

/* Negative binomial with this mean and size; without a usable size, Poisson. */
static unsigned draw(gsl_rng *random, double mean, double size)
{
	if (!(mean > 0))
		return 0;
	if (!(size < 1e9))
		return gsl_ran_poisson(random, mean);
	return gsl_ran_negative_binomial(random, size / (size + mean), size);
}

static unsigned draw_announced(gsl_rng *random, double mean, double sd)
{
	double excess = sd * sd - mean;

	return draw(random, mean, excess > 0 ? mean * mean / excess : INFINITY);
}

/* The level goes on by counts without factor and announcement: these are no part of the model. */
void countsmooth_path(const struct countsmooth *fit, const struct count_outlook *outlook,
		      size_t horizon, gsl_rng *random, unsigned *path)
{
	double level = fit->level, most = outlook->cap * fmax(fit->largest, least_level);

	for (size_t h = 0; h < horizon; h++) {
		double index = fit->season[((size_t)fit->phase + h) % SEASON_MONTHS];
		double mean = fmax(fmin(level, most), 0) * index;
		double factor = outlook->factor ? outlook->factor[h] : 1;
		unsigned usual = draw(random, mean, fit->size);

		if (outlook->mean && !isnan(outlook->mean[h]))
			path[h] = draw_announced(random, outlook->mean[h] * factor,
						 outlook->sd[h] * factor);
		else
			path[h] = factor == 1 ? usual : draw(random, mean * factor, fit->size);
		level = next_level(fit, fmin(level, most), usual / index);
	}
}
