/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookback - the plan's own earlier errors say how wide its paths must be. */
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "model/lookback.h"
#include "stats/spread.h"

/* Earlier origins, how far apart, paths and months of each; months of history that they need. */
enum { EARLIER = 5, EARLIER_STEP = 6, EARLIER_PATHS = 96, EARLIER_MONTHS = 12,
       EARLIER_HISTORY = 24 };

struct earlier {
	const struct lookback *what;
	struct spread sum[EARLIER][FORECAST_QUANTITIES];
};

static double past_sum(const struct forecast *forecast, enum forecast_quantity quantity, size_t m)
{
	double sum = 0;

	for (size_t g = 0; g < forecast->groups; g++) {
		double value = forecast->past.value[quantity][m * forecast->groups + g];

		sum += quantity == FORECAST_OPEN && g ? 0 : value;
	}
	return sum;
}

static void compare(const struct forecast *now, const struct forecast *then,
		    enum forecast_quantity quantity, double least, struct spread *spread)
{
	const struct forecast_sample *sample = &then->sample[quantity];
	size_t known = then->past.months;

	for (size_t h = 0; sample->paths && h < then->months && known + h < now->past.months; h++) {
		double *sorted = forecast_sorted(then, quantity, then->groups, h, h);

		spread_add(spread, sorted, sample->paths, past_sum(now, quantity, known + h), least);
		free(sorted);
	}
}

/* What the forecast of k * 6 months ago said of the months since. */
static void look_back(size_t k, void *to)
{
	struct earlier *earlier = to;
	const struct lookback *what = earlier->what;
	const struct forecast *now = what->forecast;
	int32_t origin = now->origin - (int32_t)((k + 1) * EARLIER_STEP);
	size_t known = (size_t)(origin - now->past.first + 1);
	struct forecast_settings settings = *what->settings;
	double least[FORECAST_QUANTITIES] = { 1, 1, 1, 1, 1 };
	struct forecast then;
	struct fault none = { 0 };

	if (origin - now->past.first + 1 < EARLIER_HISTORY)
		return;
	least[FORECAST_HOURS] = total_floor(what->totals, known);
	settings = (struct forecast_settings){
		.method = FORECAST_PLAN, .paths = EARLIER_PATHS, .seed = settings.seed,
		.months = settings.months < EARLIER_MONTHS ? settings.months : EARLIER_MONTHS,
		.threads = 1, .groups = 1, .persons = settings.persons };
	if (forecast_make(&then, what->source, origin, &settings, &none) == 0)
		for (int q = 0; q < FORECAST_QUANTITIES; q++)
			compare(now, &then, (enum forecast_quantity)q, least[q],
				&earlier->sum[k][q]);
	forecast_free(&then);
}

/* Beyond this no path goes: ten times the largest month. */
static double most_of(const struct forecast *forecast, enum forecast_quantity quantity)
{
	double most = 0;

	for (size_t m = 0; m < forecast->past.months; m++) {
		double value = past_sum(forecast, quantity, m);

		most = isnan(value) ? most : fmax(most, value);
	}
	return TOTAL_MOST * most;
}

/* Values x of one month become median (x / median)^spread. */
static void spread_month(struct forecast *forecast, enum forecast_quantity quantity, size_t h)
{
	double most = most_of(forecast, quantity);
	struct forecast_sample *sample = &forecast->sample[quantity];
	double *sorted = forecast_sorted(forecast, quantity, forecast->groups, h, h);
	double median = gsl_stats_median_from_sorted_data(sorted, 1, sample->paths);

	free(sorted);
	for (size_t p = 0; p < sample->paths; p++)
		spread_apply(&sample->at[p * forecast->months + h], 1, median,
			     forecast->spread[quantity], most);
}

void lookback_calibrate(const struct lookback *what)
{
	struct forecast *forecast = what->forecast;
	struct earlier *earlier = mem_new(1, sizeof *earlier);

	earlier->what = what;
	parallel_each((size_t)what->settings->threads, EARLIER, look_back, earlier);
	for (int q = 0; q < FORECAST_QUANTITIES; q++) {
		struct spread sum = { 0 };

		for (int k = 0; k < EARLIER; k++) {
			sum.squares += earlier->sum[k][q].squares;
			sum.count += earlier->sum[k][q].count;
		}
		if (q == FORECAST_HOURS && what->settings->method == FORECAST_POOL)
			continue;
		forecast->spread[q] = spread_factor(&sum);
		for (size_t h = 0; h < forecast->months; h++)
			spread_month(forecast, (enum forecast_quantity)q, h);
	}
	free(earlier);
}
