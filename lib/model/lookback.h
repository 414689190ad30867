/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookback - the plan's own earlier errors say how wide its paths must be
 * (verlauf-methods(7), "Cases").
 *
 * The plan is made again for five origins, each half a year before the next, as far as two years of
 * history lie before them; what it said of the months since is held against what came, and the
 * paths are spread about their median by the factor that these errors ask for
 * (stats/spread.h). No path goes beyond ten times the largest month. Hours of a pool are left as
 * they are: their pooling calibrates them. */
#ifndef VL_LOOKBACK_H
#define VL_LOOKBACK_H

#include "model/forecast.h"

struct lookback {
	struct forecast *forecast;               /* whose paths are spread */
	const struct forecast_source *source;
	const struct forecast_settings *settings;
	const double *totals;                    /* by month of the past, all groups together */
};

void lookback_calibrate(const struct lookback *what);

#endif
