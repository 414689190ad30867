/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecast - what the coming months will ask of a service. */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "data/date.h"
#include "model/forecast.h"
#include "model/lookback.h"
#include "stats/random.h"
#include "stats/sort.h"

const double forecast_level[FORECAST_LEVELS] = { 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975 };

/* Months that say how many persons a case has. */
enum { RECENT = 12 };

/* The plan's weight in the pool, and the months of history from which on it grows and is whole. */
static const double least_weight = 1.0 / 3, most_weight = 0.8;
enum { SHORT_HISTORY = 24, LONG_HISTORY = 60 };

static const char *const method_names[FORECAST_METHODS] = {
	"pool", "plan", "ets", "snaive", "naive", "drift", "theta"
};
static const char *const quantity_names[FORECAST_QUANTITIES] = {
	"hours", "active_cases", "open_at_end", "new_cases", "persons"
};

const char *forecast_method_name(enum forecast_method method)
{
	return method_names[method];
}

const char *forecast_quantity_name(enum forecast_quantity quantity)
{
	return quantity_names[quantity];
}

/* The plan's part of the pool after so many months of history. */
static double plan_weight(size_t months)
{
	double grown = ((double)months - SHORT_HISTORY) / (LONG_HISTORY - SHORT_HISTORY);

	return least_weight + (most_weight - least_weight) * fmin(fmax(grown, 0), 1);
}

static enum total_method total_of(enum forecast_method method)
{
	return (enum total_method)(TOTAL_SMOOTH + (method - FORECAST_SMOOTH));
}

int32_t forecast_last(const struct forecast_source *source)
{
	return source->caseload ? states_last(source->caseload) :
				  source->first + (int32_t)source->months - 1;
}

/* ---- the past -------------------------------------------------------------------------- */

static size_t group_of(const struct forecast_settings *settings, uint32_t id)
{
	return settings->group ? settings->group[id] : 0;
}

/* How many persons a case of unknown size counts for. */
static double usual_persons(const struct forecast_settings *settings, const struct states *states)
{
	double sum = 0, known = 0;

	for (size_t i = 0; settings->persons && i < states->rows; i++) {
		int32_t persons = settings->persons[states->row[i].id];

		sum += persons;
		known += persons > 0;
	}
	return known > 0 ? sum / known : 1;
}

/* Months of one case, added to those of its group. */
static void add_case(struct forecast_past *past, const struct states *states,
		     const struct state_case *row, double persons, size_t group, size_t groups)
{
	size_t at = (size_t)(row->from - states->first) * groups + group;

	past->value[FORECAST_NEW][at] += row->incident;
	for (uint32_t m = 0; m < row->months; m++, at += groups) {
		double amount = states->amount[row->at + m];

		if (amount == STATES_NO_CONTACT)
			continue;
		past->value[FORECAST_HOURS][at] += amount;
		past->value[FORECAST_ACTIVE][at]++;
		past->value[FORECAST_PERSONS][at] += persons;
	}
}

static double persons_of(const struct forecast_settings *settings, uint32_t id, double usual)
{
	int32_t persons = settings->persons ? settings->persons[id] : 0;

	return persons > 0 ? persons : usual;
}

static void read_cases(struct forecast *forecast, const struct states *states,
		       const struct forecast_settings *settings)
{
	struct forecast_past *past = &forecast->past;
	size_t groups = forecast->groups, cells;
	int32_t known = plan_inflow_first(states->caseload);
	double usual = usual_persons(settings, states);

	past->first = states->first;
	past->months = (size_t)(states->origin - states->first + 1);
	cells = past->months * groups;
	for (int q = 0; q < FORECAST_QUANTITIES; q++)
		past->value[q] = mem_new(cells, sizeof **past->value);
	for (size_t i = 0; i < states->rows; i++) {
		uint32_t id = states->row[i].id;

		add_case(past, states, &states->row[i], persons_of(settings, id, usual),
			 group_of(settings, id), groups);
	}
	for (size_t i = 0; i < cells; i++) {
		size_t m = i / groups;

		past->value[FORECAST_HOURS][i] /= states->caseload->divisor;
		past->value[FORECAST_OPEN][i] = i % groups ? NAN : states->history[m].open;
		if (past->first + (int32_t)m < known)
			past->value[FORECAST_NEW][i] = NAN;
	}
}

static void read_series(struct forecast *forecast, const struct forecast_source *source,
			int32_t origin)
{
	struct forecast_past *past = &forecast->past;

	past->first = source->first;
	past->months = origin < source->first ? 0 : (size_t)(origin - source->first + 1);
	past->value[FORECAST_HOURS] = mem_new(past->months, sizeof **past->value);
	memcpy(past->value[FORECAST_HOURS], source->series,
	       past->months * sizeof **past->value);
}

/* Hours by month, groups added; the caller frees. */
static double *totals_of(const struct forecast *forecast)
{
	const struct forecast_past *past = &forecast->past;
	double *totals = mem_new(past->months, sizeof *totals);

	for (size_t i = 0; i < past->months * forecast->groups; i++)
		totals[i / forecast->groups] += past->value[FORECAST_HOURS][i];
	return totals;
}

/* ---- the sets of paths ------------------------------------------------------------------- */

/* What a run has at hand while it is made. */
struct making {
	struct forecast *forecast;
	const struct forecast_source *source;
	const struct forecast_settings *settings;
	const struct states *states;       /* or NULL */
	const double *totals;
	struct plan plan;
	double *ratio;                     /* of the plan's means with and without what is known */
};

/* Mean of the plan's hours by month. */
static void plan_means(const struct plan *plan, unsigned long seed, double *mean)
{
	size_t paths = plan->walks.paths, months = plan->walks.months;
	double *hours = mem_new(paths * months, sizeof *hours);

	plan_hours(plan, seed, hours, paths);
	memset(mean, 0, months * sizeof *mean);
	for (size_t i = 0; i < paths * months; i++)
		mean[i % months] += hours[i] / (double)paths;
	free(hours);
}

/* How much more or less the plan expects by what is known of new cases. */
static int compare_plans(struct making *making, struct plan_settings how, struct fault *fault)
{
	double *mean;
	struct plan plain;
	int status;

	how.outlook = (struct count_outlook){ .factor = NULL };
	status = plan_run(&plain, making->states, &how, fault);
	if (status == 0) {
		making->ratio = mem_new(2 * how.months, sizeof *making->ratio);
		mean = making->ratio + how.months;
		plan_means(&making->plan, how.seed, making->ratio);
		plan_means(&plain, how.seed, mean);
		for (size_t h = 0; h < how.months; h++)
			making->ratio[h] = mean[h] > 0 ? making->ratio[h] / mean[h] : 1;
	}
	plan_free(&plain);
	return status;
}

static int make_plan(struct making *making, size_t walks, struct fault *fault)
{
	const struct forecast_settings *settings = making->settings;
	const struct plan_settings how = {
		.walks = walks, .months = settings->months, .threads = settings->threads,
		.seed = settings->seed,
		.outlook = { .factor = settings->factor, .mean = settings->announced,
			     .sd = settings->announced_sd } };

	if (plan_run(&making->plan, making->states, &how, fault) != 0)
		return -1;
	return settings->factor || settings->announced ? compare_plans(making, how, fault) : 0;
}

/* A set of paths from the totals alone, into the sample's paths from .. from + paths - 1. */
static int make_totals(const struct making *making, enum forecast_method method, size_t from,
		       size_t paths, struct fault *fault)
{
	struct forecast *forecast = making->forecast;
	size_t months = forecast->months;
	double *set = mem_new(paths * months, sizeof *set);
	gsl_rng *random = random_stream(making->settings->seed, method_names[method], 0);
	int status = total_paths(total_of(method), making->totals, forecast->past.months, months,
				 paths, random, set, fault);

	for (size_t i = 0; status == 0 && i < paths * months; i++)
		forecast->sample[FORECAST_HOURS].at[from * months + i] =
			set[i] * (making->ratio ? making->ratio[i % months] : 1);
	gsl_rng_free(random);
	free(set);
	return status;
}

static void take_counts(struct forecast *forecast, enum forecast_quantity quantity,
			const uint32_t *counts, size_t paths)
{
	struct forecast_sample *sample = &forecast->sample[quantity];
	size_t cells = paths * forecast->months;

	sample->paths = paths;
	sample->at = mem_new(cells, sizeof *sample->at);
	for (size_t i = 0; i < cells; i++)
		sample->at[i] = counts[i];
}

/* Persons of an active case in the last 12 months. */
static double recent_persons(const struct forecast *forecast)
{
	const struct forecast_past *past = &forecast->past;
	size_t cells = past->months * forecast->groups, recent = RECENT * forecast->groups;
	double persons = 0, cases = 0;

	for (size_t i = cells > recent ? cells - recent : 0; i < cells; i++) {
		persons += past->value[FORECAST_PERSONS][i];
		cases += past->value[FORECAST_ACTIVE][i];
	}
	return cases > 0 ? persons / cases : 1;
}

static void take_persons(struct forecast *forecast)
{
	const struct forecast_sample *active = &forecast->sample[FORECAST_ACTIVE];
	struct forecast_sample *persons = &forecast->sample[FORECAST_PERSONS];
	double each = recent_persons(forecast);

	persons->paths = active->paths;
	persons->at = mem_new(active->paths * forecast->months, sizeof *persons->at);
	for (size_t i = 0; i < active->paths * forecast->months; i++)
		persons->at[i] = active->at[i] * each;
}

/* Hours into the first paths of the sample, and all that only the plan knows. */
static void take_plan(struct making *making, size_t paths)
{
	struct forecast *forecast = making->forecast;
	const struct plan *plan = &making->plan;

	plan_hours(plan, making->settings->seed, forecast->sample[FORECAST_HOURS].at, paths);
	take_counts(forecast, FORECAST_ACTIVE, plan->walks.active, plan->walks.paths);
	take_counts(forecast, FORECAST_OPEN, plan->walks.open, plan->walks.paths);
	take_counts(forecast, FORECAST_NEW, plan->walks.fresh, plan->walks.paths);
	if (making->settings->persons)
		take_persons(forecast);
	forecast->planned = paths;
	forecast->futures = plan->walks.paths;
	forecast->walks = plan->shared ? PATHS_BLOCKS * plan->shared : plan->walks.paths;
	forecast->stopped = plan->stopped;
	forecast->inflow_months = plan->inflow_months;
	forecast->inflow = plan->inflow;
	forecast->common = plan->common;
}

/* How many of the paths are the plan's. An odd month among the last three stands in the states of
 * all cases: then the plan has no more to say than the others. */
static size_t plan_paths(const struct making *making)
{
	double weight = making->plan.common.odd ? least_weight :
			plan_weight(making->forecast->past.months);

	return (size_t)lround(weight * (double)making->settings->paths);
}

static int make_pool(struct making *making, struct fault *fault)
{
	size_t paths = making->settings->paths, plan = 0, smooth;

	if (making->states) {
		if (make_plan(making, plan_walks(paths, making->states->tracked), fault) != 0)
			return -1;
		plan = plan_paths(making);
		take_plan(making, plan);
	}
	smooth = (paths - plan) / 2;
	if (make_totals(making, FORECAST_SMOOTH, plan, smooth, fault) != 0)
		return -1;
	return make_totals(making, FORECAST_SEASONAL, plan + smooth, paths - plan - smooth, fault);
}

static int make_sets(struct making *making, struct fault *fault)
{
	const struct forecast_settings *settings = making->settings;
	struct forecast_sample *hours = &making->forecast->sample[FORECAST_HOURS];

	hours->paths = settings->paths;
	hours->at = mem_new(settings->paths * settings->months, sizeof *hours->at);
	if (settings->method == FORECAST_POOL)
		return make_pool(making, fault);
	if (settings->method != FORECAST_PLAN)
		return make_totals(making, settings->method, 0, settings->paths, fault);
	if (make_plan(making, settings->paths, fault) != 0)
		return -1;
	take_plan(making, settings->paths);
	return 0;
}

/* ---- groups ------------------------------------------------------------------------------- */

/* Shares of one past month, or, where it has nothing, of the last 12 together. */
static void find_shares(const struct forecast *forecast, enum forecast_quantity quantity,
			double *share)
{
	size_t groups = forecast->groups, first = forecast->past.months - RECENT;
	const double *value = forecast->past.value[quantity] + first * groups;
	double *all = mem_new(groups, sizeof *all), total = 0;

	for (size_t i = 0; i < RECENT * groups; i++) {
		double known = isnan(value[i]) ? 0 : value[i];

		all[i % groups] += known;
		total += known;
	}
	for (size_t m = 0; m < RECENT; m++) {
		double sum = 0;

		for (size_t g = 0; g < groups; g++)
			sum += value[m * groups + g];
		for (size_t g = 0; g < groups; g++)
			share[m * groups + g] = sum > 0 ? value[m * groups + g] / sum :
						total > 0 ? all[g] / total : 1 / (double)groups;
	}
	free(all);
}

/* Each new case goes to a group by the shares of the last 12 months together. */
static void part_fresh(struct forecast *forecast, gsl_rng *random)
{
	const struct forecast_sample *fresh = &forecast->sample[FORECAST_NEW];
	size_t groups = forecast->groups, cells = fresh->paths * forecast->months;
	double *mean = mem_new(groups, sizeof *mean);

	for (size_t i = 0; i < RECENT * groups; i++)
		mean[i % groups] += forecast->parts.share[FORECAST_NEW][i];
	forecast->parts.fresh = mem_new(cells * groups, sizeof *forecast->parts.fresh);
	for (size_t i = 0; i < cells; i++)
		gsl_ran_multinomial(random, groups, (unsigned)lround(fresh->at[i]), mean,
				    forecast->parts.fresh + i * groups);
	free(mean);
}

static void part(struct forecast *forecast, unsigned long seed)
{
	size_t cells = forecast->sample[FORECAST_HOURS].paths * forecast->months;
	gsl_rng *random = random_stream(seed, "forecast.parts", 0);

	forecast->parts.like = mem_new(cells, sizeof *forecast->parts.like);
	for (size_t i = 0; i < cells; i++)
		forecast->parts.like[i] = (uint8_t)gsl_rng_uniform_int(random, RECENT);
	for (int q = 0; q < FORECAST_QUANTITIES; q++) {
		if (!forecast->sample[q].paths || q == FORECAST_OPEN)
			continue;
		forecast->parts.share[q] = mem_new(RECENT * forecast->groups,
						   sizeof **forecast->parts.share);
		find_shares(forecast, (enum forecast_quantity)q, forecast->parts.share[q]);
	}
	if (forecast->sample[FORECAST_NEW].paths)
		part_fresh(forecast, random);
	gsl_rng_free(random);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static int make(struct making *making, struct fault *fault)
{
	struct forecast *forecast = making->forecast;
	double *totals = totals_of(forecast);
	int status;

	making->totals = totals;
	status = total_check(totals, forecast->past.months, fault);
	if (status == 0)
		status = make_sets(making, fault);
	if (status == 0 && forecast->planned && making->settings->calibrate)
		lookback_calibrate(&(struct lookback){ forecast, making->source, making->settings,
						       totals });
	if (status == 0 && forecast->groups > 1)
		part(forecast, making->settings->seed);
	plan_free(&making->plan);
	free(making->ratio);
	free(totals);
	return status;
}

int forecast_make(struct forecast *forecast, const struct forecast_source *source, int32_t origin,
		  const struct forecast_settings *settings, struct fault *fault)
{
	struct making making = { .forecast = forecast, .source = source, .settings = settings };
	struct states states;
	int status;

	*forecast = (struct forecast){ .origin = origin, .months = settings->months,
				       .groups = settings->group ? settings->groups : 1 };
	for (int q = 0; q < FORECAST_QUANTITIES; q++)
		forecast->spread[q] = 1;
	if (!source->caseload) {
		read_series(forecast, source, origin);
		return make(&making, fault);
	}
	status = states_read(&states, source->caseload, origin, STATES_FULL, fault);
	if (status == 0) {
		read_cases(forecast, &states, settings);
		making.states = &states;
		status = make(&making, fault);
	}
	states_free(&states);
	return status;
}

void forecast_free(struct forecast *forecast)
{
	for (int q = 0; q < FORECAST_QUANTITIES; q++) {
		free(forecast->past.value[q]);
		free(forecast->sample[q].at);
		free(forecast->parts.share[q]);
	}
	free(forecast->parts.like);
	free(forecast->parts.fresh);
}

/* ---- what the paths say ---------------------------------------------------------- */

/* The value of one path and month that belongs to a group, or all of it. */
static double part_of(const struct forecast *forecast, enum forecast_quantity quantity,
		      size_t group, size_t cell)
{
	const struct forecast_parts *parts = &forecast->parts;
	size_t groups = forecast->groups;

	if (group >= groups || groups == 1)
		return forecast->sample[quantity].at[cell];
	if (quantity == FORECAST_NEW)
		return parts->fresh[cell * groups + group];
	return forecast->sample[quantity].at[cell] *
	       parts->share[quantity][parts->like[cell] * groups + group];
}

double *forecast_sorted(const struct forecast *forecast, enum forecast_quantity quantity,
			size_t group, size_t from, size_t to)
{
	const struct forecast_sample *sample = &forecast->sample[quantity];
	double *sum = mem_new(sample->paths, sizeof *sum);

	for (size_t p = 0; p < sample->paths; p++)
		for (size_t h = from; h <= to; h++)
			sum[p] += part_of(forecast, quantity, group, p * forecast->months + h);
	sort_numbers(sum, sample->paths);
	return sum;
}

struct forecast_law forecast_law(const struct forecast *forecast, enum forecast_quantity quantity,
				 size_t group, size_t from, size_t to, double known,
				 double capacity)
{
	size_t paths = forecast->sample[quantity].paths, above = 0;
	double *sorted = forecast_sorted(forecast, quantity, group, from, to);
	struct forecast_law law;

	for (int k = 0; k < FORECAST_LEVELS; k++)
		law.quantile[k] = known + gsl_stats_quantile_from_sorted_data(sorted, 1, paths,
									      forecast_level[k]);
	while (above < paths && known + sorted[paths - 1 - above] > capacity)
		above++;
	law.above = isnan(capacity) ? NAN : (double)above / (double)paths;
	free(sorted);
	return law;
}
