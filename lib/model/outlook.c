/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlook - all forecasts that are printed together. */
#include "base/mem.h"
#include "model/outlook.h"

struct forecast_settings outlook_settings(const struct past *past,
					  const struct forecast_settings *settings)
{
	struct forecast_settings how = *settings;

	how.group = past->group;
	how.groups = past->grouping.count ? past->grouping.count - 1 : 1;
	how.persons = past->persons;
	how.calibrate = how.calibrate || how.method == FORECAST_POOL;
	return how;
}

static int add(struct outlook *outlook, const struct past *past,
	       const struct forecast_settings *how, const char *scenario, struct fault *fault)
{
	outlook->scenario[outlook->count] = scenario;
	return forecast_make(&outlook->forecast[outlook->count++], &past->source, past->last, how,
			     fault);
}

static int add_all(struct outlook *outlook, const struct past *past, const struct ahead *ahead,
		   const struct forecast_settings *settings, struct fault *fault)
{
	struct forecast_settings how = *settings;
	double factor[AHEAD_MONTHS];

	if (add(outlook, past, &how, "", fault) != 0)
		return -1;
	if (outlook->forecast[0].stopped && how.method == FORECAST_POOL) {
		how.method = FORECAST_PLAN;
		if (add(outlook, past, &how, "plan", fault) != 0)
			return -1;
		how.method = FORECAST_POOL;
	}
	how.factor = factor;
	for (size_t i = 0; i < ahead->scenario_count; i++) {
		ahead_factor(&ahead->scenarios[i], past->last, factor);
		if (add(outlook, past, &how, ahead->scenarios[i].text, fault) != 0)
			return -1;
	}
	return 0;
}

struct outlook *outlook_make(const struct past *past, const struct ahead *ahead,
			     const struct forecast_settings *settings, struct fault *fault)
{
	struct forecast_settings how = outlook_settings(past, settings);
	struct outlook *outlook = mem_new(1, sizeof *outlook);

	if (ahead->inflow_file) {
		how.announced = ahead->announced;
		how.announced_sd = ahead->announced_sd;
	}
	if (add_all(outlook, past, ahead, &how, fault) == 0)
		return outlook;
	outlook_free(outlook);
	return NULL;
}

void outlook_free(struct outlook *outlook)
{
	for (size_t i = 0; outlook && i < outlook->count; i++)
		forecast_free(&outlook->forecast[i]);
	free(outlook);
}
