/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecastmeta - how a forecast, or a check of past ones, came about, for --meta. */
#ifndef VL_FORECASTMETA_H
#define VL_FORECASTMETA_H

#include "model/backtest.h"
#include "show/settings.h"

/* What both have: the file of a series, or NULL; and what was asked for. */
struct forecastmeta {
	const char *series, *inflow_file;
	double hours_per_fte;                    /* NaN: none */
	const struct forecast_settings *settings;
};

/* The months of a series that are used; of consultations meta_caseload tells them. */
void forecastmeta_window(struct meta *meta, const struct forecast_source *series);
void forecastmeta_put(struct meta *meta, const struct forecastmeta *what,
		      const struct forecast *forecast);
void forecastmeta_scores(struct meta *meta, const struct forecastmeta *what,
			 const struct backtest_settings *how, const struct backtest *backtest);

#endif
