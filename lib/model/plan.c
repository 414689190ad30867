/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan - the service's months to come, case by case. */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "base/mem.h"
#include "data/date.h"
#include "model/plan.h"
#include "stats/random.h"
#include "stats/total.h"

static const double inflow_cap = 1.5;

/* Paths for each future of the cases; futures, and futures times cases, that are enough. */
enum { SERVED_LEAST = 3, SERVED_MOST = 6, FUTURES = 1000, CASE_WALKS = 4000000 };

/* Futures of twice as many cases and more share walks: as many as of so many cases that have one
 * for each future. */
enum { ALONE = 5000, SHARED_LEAST = 2 };

/* When the inflow has stopped. */
enum { STOPPED_MONTHS = 6, STOPPED_BEFORE = 24 };
static const double stopped_share = 0.15, stopped_p = 0.001;

/* ---- new cases ------------------------------------------------------------------- */

int32_t plan_inflow_first(const struct caseload *caseload)
{
	int32_t day = caseload->window.since + caseload->washout;
	int32_t month = month_of(day);

	return month_first(month) < day ? month + 1 : month;
}

/* New cases by month up to the origin, from the first that can be told; the caller frees. */
static double *read_inflow(const struct states *states, size_t *count, int *phase)
{
	int32_t first = plan_inflow_first(states->caseload);
	double *counts;

	if (first < states->first)
		first = states->first;
	*count = first <= states->origin ? (size_t)(states->origin - first + 1) : 0;
	*phase = first % SEASON_MONTHS;
	counts = mem_new(*count, sizeof *counts);
	for (size_t t = 0; t < *count; t++)
		counts[t] = states->history[(size_t)(first - states->first) + t].fresh;
	return counts;
}

static double sum_of(const double *counts, size_t from, size_t to)
{
	double sum = 0;

	for (size_t t = from; t < to; t++)
		sum += counts[t];
	return sum;
}

static int has_stopped(const double *counts, size_t count)
{
	double recent, expected;

	if (count < STOPPED_MONTHS + STOPPED_BEFORE)
		return 0;
	recent = sum_of(counts, count - STOPPED_MONTHS, count);
	expected = sum_of(counts, count - STOPPED_MONTHS - STOPPED_BEFORE, count - STOPPED_MONTHS) *
		   STOPPED_MONTHS / STOPPED_BEFORE;
	return recent < stopped_share * expected &&
	       gsl_cdf_poisson_P((unsigned)recent, expected) < stopped_p;
}

/* Draws of new cases, by walk and month; NULL where none was ever new and none is announced. */
static uint32_t *draw_inflow(struct plan *plan, const struct states *states,
			     const struct plan_settings *settings, struct fault *fault)
{
	struct count_outlook outlook = settings->outlook;
	size_t count;
	int phase;
	double *counts = read_inflow(states, &count, &phase);
	uint32_t *fresh = NULL;

	plan->stopped = has_stopped(counts, count);
	outlook.cap = plan->stopped ? INFINITY : inflow_cap;
	if (sum_of(counts, 0, count) > 0 || outlook.mean) {
		if (countsmooth_fit(&plan->inflow, counts, count, phase, fault) != 0) {
			free(counts);
			return NULL;
		}
		plan->inflow_months = count;
		fresh = mem_new(settings->walks * settings->months, sizeof *fresh);
		for (size_t p = 0; p < settings->walks; p++) {
			gsl_rng *random = random_stream(settings->seed, "plan.inflow", p);

			countsmooth_path(&plan->inflow, &outlook, settings->months, random,
					 fresh + p * settings->months);
			gsl_rng_free(random);
		}
	}
	free(counts);
	return fresh;
}

/* ---- the common factor ------------------------------------------------------------------ */

/* Log ratio of what was to what had been expected, and its variance from the cases, by month from
 * the first whose states are settled. */
static void fit_common(struct plan *plan, const struct states *states)
{
	int32_t first = plan_inflow_first(states->caseload);
	size_t months = (size_t)(states->origin - states->first + 1), from, count;
	double *total = mem_new(3 * months, sizeof *total), *ratio = total + months;
	double *spread = ratio + months, least;

	from = first > states->first ? (size_t)(first - states->first) : 1;
	count = from < months ? months - from : 0;
	for (size_t t = 0; t < months; t++)
		total[t] = states->history[t].total;
	least = total_floor(total, months);
	for (size_t t = 0; t < count; t++) {
		const struct state_history *month = &states->history[from + t];
		double began = (double)month->fresh + month->appeared;
		double expected = fmax(month->expected + began * states->fresh_mean, least);

		ratio[t] = log(fmax(month->total, least) / expected);
		spread[t] = (month->variance + began * states->fresh_variance) /
			    (expected * expected);
	}
	common_fit(&plan->common, ratio, spread, count,
		   (int)((states->first + (int32_t)from) % SEASON_MONTHS), plan->stopped);
	free(total);
}

/* No path beyond ten times the largest month. */
static double find_most(const struct states *states)
{
	double most = 0;

	for (int32_t m = states->first; m <= states->origin; m++)
		most = fmax(most, states->history[m - states->first].total);
	return TOTAL_MOST * most;
}

void plan_hours(const struct plan *plan, unsigned long seed, double *hours, size_t paths)
{
	const struct paths *walks = &plan->walks;
	size_t months = walks->months;
	double *factor = mem_new(months, sizeof *factor);

	for (size_t p = 0; p < paths; p++, hours += months) {
		const double *amount = walks->amount + p * walks->paths / paths * months;
		gsl_rng *random = random_stream(seed, "plan.level", p);

		common_path(&plan->common, months, random, factor);
		gsl_rng_free(random);
		for (size_t h = 0; h < months; h++)
			hours[h] = fmin(amount[h] * factor[h], plan->most) / plan->divisor;
	}
	free(factor);
}

/* ---- the whole --------------------------------------------------------------------------- */

size_t plan_walks(size_t paths, size_t cases)
{
	size_t enough = CASE_WALKS / (cases ? cases : 1), most = paths / SERVED_LEAST;
	size_t least = paths / SERVED_MOST > FUTURES ? paths / SERVED_MOST : FUTURES;

	if (enough < least)
		enough = least;
	return enough < most ? enough : most;
}

size_t plan_shared(size_t walks, size_t cases)
{
	size_t block = walks / PATHS_BLOCKS, shared;

	if (cases < 2 * ALONE)
		return 0;
	shared = block * ALONE / cases;
	if (shared < SHARED_LEAST)
		shared = SHARED_LEAST;
	return shared < block ? shared : 0;
}

int plan_run(struct plan *plan, const struct states *states, const struct plan_settings *settings,
	     struct fault *fault)
{
	struct paths_plan run = {
		.paths = settings->walks, .months = settings->months, .follow = 1,
		.threads = settings->threads, .seed = settings->seed,
	};
	uint32_t *fresh;
	int status;

	*plan = (struct plan){ .most = find_most(states), .divisor = states->caseload->divisor,
			       .shared = plan_shared(settings->walks, states->tracked) };
	fresh = draw_inflow(plan, states, settings, fault);
	if (fault->kind)
		return -1;
	run.fresh = fresh;
	run.walks = plan->shared;
	fit_common(plan, states);
	status = paths_run(&plan->walks, states, &run, fault);
	free(fresh);
	return status;
}

void plan_free(struct plan *plan)
{
	paths_free(&plan->walks);
}
