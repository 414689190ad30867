/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backtest - how good past forecasts would have been. */
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/date.h"
#include "model/backtest.h"
#include "stats/spread.h"
#include "stats/random.h"
#include "stats/score.h"
#include "stats/sort.h"

enum { YEAR = 12, BANDS = 3, MEDIAN = 3 };

/* What one method said from one origin of one month, held against what came. */
struct cell {
	int there;
	double error, squared, crps, pinball;     /* scaled; NaN: no scale */
	unsigned char inside[BANDS];
};

/* One origin. */
struct look {
	int32_t origin;
	struct fault fault;
	struct cell *cells;                /* by (quantity * methods + method) * months + h */
	double *counts[FORECAST_QUANTITIES];      /* the plan's sorted paths by h, for calibration */
	size_t paths;                      /* of those */
	struct scale {
		double absolute, squared, floor, most;
	} scale[FORECAST_QUANTITIES];
};

struct run {
	const struct forecast_source *source;
	const struct backtest_settings *settings;
	struct forecast_past past;         /* all of it */
	struct look *looks;
	size_t count;
};

/* ---- scores of one forecast ---------------------------------------------------------- */

static struct cell *cell_of(const struct run *run, const struct look *look, int quantity,
			    int method, size_t h)
{
	return &look->cells[((size_t)quantity * FORECAST_METHODS + (size_t)method) *
			    run->settings->months + h];
}

static struct scale scale_of(const double *history, size_t count)
{
	size_t lag = count < 2 * YEAR ? 1 : YEAR;

	return (struct scale){ score_scale_absolute(history, count, lag),
			       score_scale_squared(history, count, lag), 0,
			       total_ceiling(history, count) };
}

static void score(struct cell *cell, const double *sorted, size_t paths, double actual,
		  const struct scale *scale, int fair)
{
	double quantile[FORECAST_LEVELS];

	cell->there = 1;
	for (int k = 0; k < FORECAST_LEVELS; k++) {
		quantile[k] = gsl_stats_quantile_from_sorted_data(sorted, 1, paths,
								  forecast_level[k]);
		cell->pinball += score_pinball(actual, quantile[k], forecast_level[k]) /
				 (FORECAST_LEVELS * scale->absolute);
	}
	cell->error = fabs(actual - quantile[MEDIAN]) / scale->absolute;
	cell->squared = pow((actual - quantile[MEDIAN]) / scale->squared, 2);
	cell->crps = score_crps(sorted, paths, actual, fair) / scale->absolute;
	for (int b = 0; b < BANDS; b++)
		cell->inside[b] = actual >= quantile[MEDIAN - 1 - b] &&
				  actual <= quantile[MEDIAN + 1 + b];
}

/* Paths `from` to `to` - 1 of a set, month by month; what came is NaN where nobody knows. */
static void score_set(const struct run *run, struct look *look, int quantity, int method,
		      const double *set, size_t from, size_t to, const double *actual)
{
	size_t months = run->settings->months;
	double *sorted = mem_new(to - from, sizeof *sorted);

	for (size_t h = 0; h < months; h++) {
		for (size_t p = from; p < to; p++)
			sorted[p - from] = set[p * months + h];
		sort_numbers(sorted, to - from);
		if (!isnan(actual[h]))
			score(cell_of(run, look, quantity, method, h), sorted, to - from, actual[h],
			      &look->scale[quantity], run->settings->fair);
	}
	free(sorted);
}

/* ---- one origin ------------------------------------------------------------------------ */

/* The methods that know totals only. `history` begins where it is known. */
static int look_totals(const struct run *run, struct look *look, int quantity,
		       const double *history, size_t count, const double *actual)
{
	size_t months = run->settings->months, paths = run->settings->paths / 3;
	double *set = mem_new(paths * months, sizeof *set);
	int status = 0;

	for (int m = FORECAST_SMOOTH; status == 0 && m < FORECAST_METHODS; m++) {
		gsl_rng *random = random_stream(run->settings->seed,
						forecast_method_name((enum forecast_method)m), 0);

		status = total_paths((enum total_method)(m - FORECAST_SMOOTH), history, count,
				     months, paths, random, set, &look->fault);
		gsl_rng_free(random);
		if (status == 0)
			score_set(run, look, quantity, m, set, 0, paths, actual);
	}
	free(set);
	return status;
}

/* The pool, and the plan, which stands at its beginning. */
static void look_pool(const struct run *run, struct look *look, const struct forecast *forecast,
		      const double *actual)
{
	const struct forecast_sample *hours = &forecast->sample[FORECAST_HOURS];

	score_set(run, look, FORECAST_HOURS, FORECAST_POOL, hours->at, 0, hours->paths, actual);
	if (forecast->planned)
		score_set(run, look, FORECAST_HOURS, FORECAST_PLAN, hours->at, 0,
			  forecast->planned, actual);
}

/* The plan's counts are kept: their spread depends on earlier origins. */
static void keep_counts(const struct run *run, struct look *look, const struct forecast *forecast,
			enum forecast_quantity quantity)
{
	size_t months = run->settings->months;

	look->paths = forecast->sample[quantity].paths;
	look->counts[quantity] = mem_new(look->paths * months, sizeof **look->counts);
	for (size_t h = 0; h < months; h++) {
		double *sorted = forecast_sorted(forecast, quantity, 1, h, h);

		memcpy(look->counts[quantity] + h * look->paths, sorted,
		       look->paths * sizeof *sorted);
		free(sorted);
	}
}

static int look_quantity(const struct run *run, struct look *look,
			 const struct forecast *forecast, enum forecast_quantity quantity)
{
	const double *history = run->past.value[quantity];
	size_t count = (size_t)(look->origin - run->past.first + 1), from = 0;

	while (from < count && isnan(history[from]))
		from++;
	if (count - from < TOTAL_LEAST)
		return 0;
	look->scale[quantity] = scale_of(history + from, count - from);
	look->scale[quantity].floor = quantity == FORECAST_HOURS ?
				      total_floor(history, count) : 1;
	if (quantity == FORECAST_HOURS)
		look_pool(run, look, forecast, history + count);
	else
		keep_counts(run, look, forecast, quantity);
	if (!(gsl_stats_max(history + from, 1, count - from) > 0))
		return 0;
	return look_totals(run, look, quantity, history + from, count - from, history + count);
}

static void look_from(size_t i, void *to)
{
	struct run *run = to;
	struct look *look = &run->looks[i];
	const struct backtest_settings *settings = run->settings;
	const struct forecast_settings how = {
		.method = FORECAST_POOL, .paths = settings->paths, .months = settings->months,
		.threads = 1, .seed = settings->seed, .groups = 1 };
	struct forecast forecast;

	look->cells = mem_new(FORECAST_QUANTITIES * FORECAST_METHODS * settings->months,
			      sizeof *look->cells);
	if (forecast_make(&forecast, run->source, look->origin, &how, &look->fault) == 0)
		for (int q = 0; q < FORECAST_QUANTITIES && !look->fault.kind; q++)
			if (forecast.sample[q].paths)
				look_quantity(run, look, &forecast, (enum forecast_quantity)q);
	forecast_free(&forecast);
}

/* ---- the plan's counts, spread by the errors known at each origin ------------------------- */

static double actual_of(const struct run *run, int quantity, int32_t origin, size_t h)
{
	return run->past.value[quantity][(size_t)(origin - run->past.first) + 1 + h];
}

static void add_errors(const struct run *run, int quantity, const struct look *earlier,
		       int32_t known, struct spread *spread)
{
	for (size_t h = 0; h < run->settings->months; h++) {
		const double *sorted = earlier->counts[quantity] + h * earlier->paths;

		if (earlier->origin + 1 + (int32_t)h <= known)
			spread_add(spread, sorted, earlier->paths,
				   actual_of(run, quantity, earlier->origin, h),
				   earlier->scale[quantity].floor);
	}
}

static void score_counts(const struct run *run, int quantity, size_t i)
{
	struct look *look = &run->looks[i];
	double *sorted = mem_new(look->paths, sizeof *sorted), factor;
	struct spread spread = { 0 };

	for (size_t k = 0; k < i; k++)
		if (run->looks[k].counts[quantity])
			add_errors(run, quantity, &run->looks[k], look->origin, &spread);
	factor = spread_factor(&spread);
	for (size_t h = 0; h < run->settings->months; h++) {
		double actual = actual_of(run, quantity, look->origin, h);

		memcpy(sorted, look->counts[quantity] + h * look->paths,
		       look->paths * sizeof *sorted);
		spread_apply(sorted, look->paths, gsl_stats_median_from_sorted_data(
				     sorted, 1, look->paths), factor,
			     look->scale[quantity].most);
		if (!isnan(actual))
			score(cell_of(run, look, quantity, FORECAST_PLAN, h), sorted, look->paths,
			      actual, &look->scale[quantity], run->settings->fair);
	}
	free(sorted);
}

/* ---- over all origins ------------------------------------------------------------------- */

/* Sums over the months `from` .. `to` of the origins. */
static double crps_sum(const struct run *run, int quantity, int method, size_t i, size_t from,
		       size_t to)
{
	double sum = 0;

	for (size_t h = from; h <= to; h++)
		sum += cell_of(run, &run->looks[i], quantity, method, h)->crps;
	return sum;
}

/* NaN where the seasonal naive forecast was without error from all of these origins: nothing is
 * better or worse by a share of that. */
static double skill_of(const double *crps, const double *naive, const size_t *chosen, size_t count)
{
	double sum = 0, base = 0;

	for (size_t i = 0; i < count; i++) {
		sum += crps[chosen[i]];
		base += naive[chosen[i]];
	}
	return base > 0 ? 1 - sum / base : NAN;
}

/* Origins in blocks as long as the horizon, since neighbours see much the same months. */
static void draw_blocks(const struct run *run, gsl_rng *random, size_t *chosen)
{
	const struct backtest_settings *settings = run->settings;
	size_t length = (settings->months + settings->step - 1) / settings->step;

	if (length > run->count)
		length = run->count;
	for (size_t i = 0; i < run->count; i += length) {
		size_t start = gsl_rng_uniform_int(random, run->count - length + 1);

		for (size_t k = 0; k < length && i + k < run->count; k++)
			chosen[i + k] = start + k;
	}
}

/* A draw without a skill leaves the limits open. */
static struct interval skill_limits(double *drawn)
{
	for (int b = 0; b < BACKTEST_REPLICATES; b++)
		if (isnan(drawn[b]))
			return (struct interval){ NAN, NAN };
	sort_numbers(drawn, BACKTEST_REPLICATES);
	return (struct interval){
		gsl_stats_quantile_from_sorted_data(drawn, 1, BACKTEST_REPLICATES, 0.025),
		gsl_stats_quantile_from_sorted_data(drawn, 1, BACKTEST_REPLICATES, 0.975) };
}

static void find_skill(const struct run *run, int quantity, int method, size_t from, size_t to,
		       struct backtest_score *score)
{
	double *crps = mem_new(2 * run->count, sizeof *crps), *naive = crps + run->count;
	double drawn[BACKTEST_REPLICATES];
	size_t *chosen = mem_new(run->count, sizeof *chosen);
	gsl_rng *random = random_stream(run->settings->seed, "backtest.skill", 0);

	for (size_t i = 0; i < run->count; i++) {
		crps[i] = crps_sum(run, quantity, method, i, from, to);
		naive[i] = crps_sum(run, quantity, FORECAST_SEASONAL, i, from, to);
		chosen[i] = i;
	}
	score->skill = skill_of(crps, naive, chosen, run->count);
	for (int b = 0; b < BACKTEST_REPLICATES; b++) {
		draw_blocks(run, random, chosen);
		drawn[b] = skill_of(crps, naive, chosen, run->count);
	}
	score->skill_limits = skill_limits(drawn);
	gsl_rng_free(random);
	free(crps);
	free(chosen);
}

/* Forecasts of one horizon that overlap tell less than as many that do not. */
static double trials(const struct run *run, size_t from, size_t to)
{
	double apart = (double)run->settings->step / (double)(from + 1);

	return from == to ? (double)run->count * fmin(1, apart) : (double)run->count;
}

static void sum_up(const struct run *run, int quantity, int method, size_t from, size_t to,
		   struct backtest_score *score)
{
	double n = 0, inside[BANDS] = { 0 }, squared = 0;

	for (size_t i = 0; i < run->count; i++)
		for (size_t h = from; h <= to; h++) {
			const struct cell *cell = cell_of(run, &run->looks[i], quantity, method, h);

			n += cell->there;
			score->mase += cell->error;
			squared += cell->squared;
			score->crps += cell->crps;
			score->pinball += cell->pinball;
			for (int b = 0; b < BANDS; b++)
				inside[b] += cell->inside[b];
		}
	/* Each method must have been scored from every origin, or it is not comparable. */
	if (n < (double)(run->count * (to - from + 1)))
		return;
	score->n = (size_t)n;
	score->mase /= n;
	score->rmsse = sqrt(squared / n);
	score->crps /= n;
	score->pinball /= n;
	for (int b = 0; b < BANDS; b++) {
		double effective = trials(run, from, to);

		score->cover[b] = inside[b] / n;
		score->limits[b] = score_wilson(score->cover[b] * effective, effective, 0.05);
	}
	score->skill = score->skill_limits.lower = score->skill_limits.upper = NAN;
	if (method != FORECAST_SEASONAL && isfinite(score->crps))
		find_skill(run, quantity, method, from, to, score);
}

/* ---- the whole ----------------------------------------------------------------------------- */

static int find_origins(struct run *run, struct fault *fault)
{
	const struct backtest_settings *settings = run->settings;
	size_t all = run->past.months, first = all / 3 > BACKTEST_LEAST ? all / 3 : BACKTEST_LEAST;
	size_t possible;

	if (all < first + settings->months)
		return fault_set(fault, STATUS_MODEL,
				 N_("a check of %zu months ahead needs at least %zu months of "
				    "history; there are %zu (--horizon)"), settings->months,
				 first + settings->months, all);
	possible = (all - settings->months - first) / settings->step + 1;
	run->count = settings->origins && settings->origins < possible ? settings->origins :
									 possible;
	run->looks = mem_new(run->count, sizeof *run->looks);
	for (size_t i = 0; i < run->count; i++)
		run->looks[i].origin = run->past.first - 1 +
			(int32_t)(all - settings->months - (run->count - 1 - i) * settings->step);
	return 0;
}

/* The whole past, for what came: what is asked of its plan does not matter. */
static int read_past(struct run *run, struct forecast *whole, struct fault *fault)
{
	const struct forecast_settings how = {
		.method = FORECAST_NAIVE, .paths = 1, .months = 1, .threads = 1, .groups = 1 };

	if (forecast_make(whole, run->source, forecast_last(run->source), &how, fault) != 0)
		return -1;
	run->past = whole->past;
	return 0;
}

static int collect(const struct run *run, struct backtest *backtest, struct fault *fault)
{
	size_t months = run->settings->months;

	for (size_t i = 0; i < run->count; i++)
		if (run->looks[i].fault.kind) {
			*fault = run->looks[i].fault;
			return -1;
		}
	for (int q = FORECAST_HOURS + 1; q < FORECAST_QUANTITIES; q++)
		for (size_t i = 0; i < run->count; i++)
			if (run->looks[i].counts[q])
				score_counts(run, q, i);
	backtest->months = months;
	backtest->origins = run->count;
	backtest->first = run->looks[0].origin;
	backtest->last = run->looks[run->count - 1].origin;
	backtest->score = mem_new(FORECAST_QUANTITIES * FORECAST_METHODS * (months + 1),
				  sizeof *backtest->score);
	for (size_t j = 0; j < FORECAST_QUANTITIES * FORECAST_METHODS; j++)
		for (size_t h = 0; h <= months; h++)
			sum_up(run, (int)(j / FORECAST_METHODS), (int)(j % FORECAST_METHODS),
			       h ? h - 1 : 0, h ? h - 1 : months - 1,
			       &backtest->score[j * (months + 1) + h]);
	return 0;
}

int backtest_run(struct backtest *backtest, const struct forecast_source *source,
		 const struct backtest_settings *settings, struct fault *fault)
{
	struct run run = { .source = source, .settings = settings };
	struct forecast whole = { 0 };
	int status;

	memset(backtest, 0, sizeof *backtest);
	status = read_past(&run, &whole, fault);
	if (status == 0)
		status = find_origins(&run, fault);
	if (status == 0) {
		parallel_each((size_t)settings->threads, run.count, look_from, &run);
		status = collect(&run, backtest, fault);
	}
	for (size_t i = 0; i < run.count; i++) {
		free(run.looks[i].cells);
		for (int q = 0; q < FORECAST_QUANTITIES; q++)
			free(run.looks[i].counts[q]);
	}
	free(run.looks);
	forecast_free(&whole);
	return status;
}

void backtest_free(struct backtest *backtest)
{
	free(backtest->score);
	backtest->score = NULL;
}

const struct backtest_score *backtest_score(const struct backtest *backtest,
					    enum forecast_quantity quantity,
					    enum forecast_method method, size_t horizon)
{
	return &backtest->score[((size_t)quantity * FORECAST_METHODS + (size_t)method) *
				(backtest->months + 1) + horizon];
}
