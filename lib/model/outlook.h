/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlook - all forecasts that are printed together: the forecast itself, the plan alone where the
 * inflow has stopped (model/plan.h), and what would follow from each scenario.
 *
 * Groups, sizes of cases and announced new cases are taken from the past and from what is known
 * ahead, whose files must have been read (ahead_read). The plan's own quantities are calibrated
 * where the pool is asked for. Faults: those of the forecast. */
#ifndef VL_OUTLOOK_H
#define VL_OUTLOOK_H

#include "model/ahead.h"
#include "model/past.h"

enum { OUTLOOK_MOST = AHEAD_SCENARIOS + 2 };

struct outlook {
	size_t count;
	struct forecast forecast[OUTLOOK_MOST];
	const char *scenario[OUTLOOK_MOST];      /* "" = the forecast itself; "plan" */
};

/* The caller frees; NULL and a fault. */
struct outlook *outlook_make(const struct past *past, const struct ahead *ahead,
			     const struct forecast_settings *settings, struct fault *fault);
void outlook_free(struct outlook *outlook);
/* The settings with what the past knows of groups and persons. */
struct forecast_settings outlook_settings(const struct past *past,
					  const struct forecast_settings *settings);

#endif
