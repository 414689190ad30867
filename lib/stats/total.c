/* SPDX-License-Identifier: GPL-3.0-or-later */
/* total - sample paths of a monthly total that is never negative, from its own past alone. */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "stats/expsmooth.h"
#include "stats/reference.h"
#include "stats/total.h"

enum { RECENT = 24, YEAR = SEASON_MONTHS };
static const double floor_share = 0.1, start_share = 0.5;

/* ---- what the past says ------------------------------------------------------------ */

double total_floor(const double *totals, size_t count)
{
	double recent[RECENT], median;
	size_t found = 0;

	for (size_t t = count; t-- > 0 && found < RECENT;)
		if (totals[t] > 0)
			recent[found++] = totals[t];
	if (!found)
		return 1;
	gsl_sort(recent, 1, found);
	median = gsl_stats_median_from_sorted_data(recent, 1, found);
	return floor_share * median;
}

double total_ceiling(const double *totals, size_t count)
{
	return TOTAL_MOST * gsl_stats_max(totals, 1, count);
}

/* How many leading months are those of a service that starts. */
static size_t ramp(const double *totals, size_t count)
{
	double *sorted = mem_new(count, sizeof *sorted), least;
	size_t start = 0;

	memcpy(sorted, totals, count * sizeof *sorted);
	gsl_sort(sorted, 1, count);
	least = start_share * gsl_stats_median_from_sorted_data(sorted, 1, count);
	free(sorted);
	while (start + TOTAL_LEAST < count && totals[start] < least)
		start++;
	return start;
}

/* ---- one path ---------------------------------------------------------------------- */

static int smooth_paths(const double *totals, size_t count, size_t horizon, size_t paths,
			gsl_rng *random, double *out, struct fault *fault)
{
	size_t start = ramp(totals, count), kept = count - start;
	double *logs = mem_new(kept, sizeof *logs), least = total_floor(totals, count);
	struct expsmooth fit;
	int status;

	for (size_t t = 0; t < kept; t++)
		logs[t] = log(fmax(totals[start + t], least));
	status = expsmooth_choose(&fit, logs, kept, EXPSMOOTH_PRIOR | EXPSMOOTH_ROBUST, fault);
	free(logs);
	for (size_t i = 0; status == 0 && i < paths; i++) {
		double *path = out + i * horizon;

		expsmooth_path(&fit, horizon, random, path);
		for (size_t h = 0; h < horizon; h++)
			path[h] = exp(path[h]);
	}
	return status;
}

/* Correlation of neighbouring changes over a year: 0 where there are too few or it is negative. */
static double change_correlation(const double *totals, size_t count)
{
	double sum = 0, squares = 0, before = NAN;

	if (count < RECENT)
		return 0;
	for (size_t t = YEAR; t < count; t++) {
		double now = totals[t] - totals[t - YEAR];

		squares += now * now;
		if (t > YEAR)
			sum += now * before;
		before = now;
	}
	return squares > 0 ? fmin(fmax(sum / squares, 0), 0.95) : 0;
}

/* Errors of one path about the means, each with the standard deviation stated. */
static void draw_errors(enum total_method method, const struct reference *reference,
			double correlation, gsl_rng *random, double *error)
{
	double sum = 0, z = 0;

	for (size_t h = 0; h < reference->horizon; h++) {
		double sd = reference->sd[h], first = reference->sd[0];
		double before = h ? reference->sd[h - 1] : method == TOTAL_THETA ? first : 0;
		double fresh = gsl_ran_gaussian_ziggurat(random, 1);

		if (method == TOTAL_SEASONAL) {
			z = h ? correlation * z + sqrt(1 - correlation * correlation) * fresh :
				fresh;
			error[h] = sd * z;
			continue;
		}
		sum += sqrt(fmax(sd * sd - before * before, 0)) * fresh;
		error[h] = sum;
		if (method == TOTAL_THETA)
			error[h] += gsl_ran_gaussian_ziggurat(random, first);
	}
}

static int reference_fit(enum total_method method, const struct reference *to,
			 const double *totals, size_t count, struct fault *fault)
{
	switch (method) {
	case TOTAL_SEASONAL:
		return reference_seasonal(to, totals, count, fault);
	case TOTAL_NAIVE:
		return reference_naive(to, totals, count, fault);
	case TOTAL_DRIFT:
		return reference_drift(to, totals, count, fault);
	default:
		return reference_theta(to, totals, count, fault);
	}
}

static int reference_paths(enum total_method method, const double *totals, size_t count,
			   size_t horizon, size_t paths, gsl_rng *random, double *out,
			   struct fault *fault)
{
	double *mean = mem_new(2 * horizon, sizeof *mean);
	struct reference reference = { horizon, mean, mean + horizon };
	double correlation = change_correlation(totals, count);
	int status = reference_fit(method, &reference, totals, count, fault);

	for (size_t i = 0; status == 0 && i < paths; i++) {
		double *path = out + i * horizon;

		draw_errors(method, &reference, correlation, random, path);
		for (size_t h = 0; h < horizon; h++)
			path[h] += mean[h];
	}
	free(mean);
	return status;
}

/* ---- all ----------------------------------------------------------------------------- */

int total_check(const double *totals, size_t count, struct fault *fault)
{
	if (count < TOTAL_LEAST)
		return fault_set(fault, STATUS_MODEL,
				 N_("a forecast needs at least %d months of history; there are %zu"),
				 TOTAL_LEAST, count);
	if (!(gsl_stats_max(totals, 1, count) > 0))
		return fault_set(fault, STATUS_MODEL,
				 N_("nothing can be forecast: every month of the history is 0"));
	return 0;
}

int total_paths(enum total_method method, const double *totals, size_t count, size_t horizon,
		size_t paths, gsl_rng *random, double *out, struct fault *fault)
{
	double most;
	int status;

	if (total_check(totals, count, fault) != 0)
		return -1;
	status = method == TOTAL_SMOOTH ?
		 smooth_paths(totals, count, horizon, paths, random, out, fault) :
		 reference_paths(method, totals, count, horizon, paths, random, out, fault);
	most = total_ceiling(totals, count);
	for (size_t i = 0; status == 0 && i < paths * horizon; i++)
		out[i] = fmin(fmax(out[i], 0), most);
	return status;
}
