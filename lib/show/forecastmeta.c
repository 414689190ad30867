/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecastmeta - how a forecast, or a check of past ones, came about. */
#include <math.h>

#include "data/date.h"
#include "show/forecastmeta.h"

static const char *const spread_name[FORECAST_QUANTITIES] = {
	"spread_hours", "spread_active_cases", "spread_open_at_end", "spread_new_cases",
	"spread_persons"
};

static void put_month(struct meta *meta, const char *name, int32_t month)
{
	char text[16];

	period_write(text, PERIOD_MONTH, month);
	meta_text(meta, name, text);
}

void forecastmeta_window(struct meta *meta, const struct forecast_source *series)
{
	int32_t behind = series->first + (int32_t)series->months;

	meta_open(meta, "window");
	meta_date(meta, "since", month_first(series->first));
	meta_date(meta, "until", month_first(behind) - 1);
	meta_close(meta);
}

static void put_plan(struct meta *meta, const struct forecast *forecast)
{
	meta_count(meta, "plan_paths", (int64_t)forecast->planned);
	meta_count(meta, "plan_futures", (int64_t)forecast->futures);
	meta_count(meta, "case_walks", (int64_t)forecast->walks);
	meta_count(meta, "inflow_months", (int64_t)forecast->inflow_months);
	meta_count(meta, "inflow_stopped", forecast->stopped);
	meta_number(meta, "inflow_level", forecast->inflow.level);
	meta_number(meta, "correction", exp(forecast->common.level));
	meta_count(meta, "odd_month", forecast->common.odd);
	for (int q = 0; q < FORECAST_QUANTITIES; q++)
		if (forecast->sample[q].paths)
			meta_number(meta, spread_name[q], forecast->spread[q]);
}

void forecastmeta_put(struct meta *meta, const struct forecastmeta *what,
		      const struct forecast *forecast)
{
	meta_open(meta, "forecast");
	meta_text(meta, "series", what->series);
	meta_text(meta, "method", forecast_method_name(what->settings->method));
	put_month(meta, "origin", forecast->origin);
	meta_count(meta, "history_months", (int64_t)forecast->past.months);
	meta_count(meta, "horizon", (int64_t)forecast->months);
	meta_count(meta, "paths", (int64_t)what->settings->paths);
	meta_count(meta, "seed", (int64_t)what->settings->seed);
	meta_text(meta, "inflow", what->inflow_file);
	meta_number(meta, "hours_per_fte", what->hours_per_fte);
	if (forecast->planned)
		put_plan(meta, forecast);
	meta_close(meta);
}

void forecastmeta_scores(struct meta *meta, const struct forecastmeta *what,
			 const struct backtest_settings *how, const struct backtest *backtest)
{
	meta_open(meta, "scores");
	meta_text(meta, "series", what->series);
	meta_count(meta, "origins", (int64_t)backtest->origins);
	put_month(meta, "first_origin", backtest->first);
	put_month(meta, "last_origin", backtest->last);
	meta_count(meta, "step", (int64_t)how->step);
	meta_count(meta, "horizon", (int64_t)backtest->months);
	meta_count(meta, "paths", (int64_t)how->paths);
	meta_count(meta, "seed", (int64_t)how->seed);
	meta_text(meta, "crps", how->fair ? "fair" : "ecdf");
	meta_close(meta);
}
