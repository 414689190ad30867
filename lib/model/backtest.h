/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backtest - how good past forecasts would have been: rolling origins, all methods beside each
 * other.
 *
 * From each origin the months up to the horizon are forecast from what lay before its end alone
 * (model/forecast.h), and scored (stats/score.h): errors of the median and CRPS divided by the
 * mean change over a year of the history up to the origin (month to month under two years), root
 * mean square likewise, pinball loss as the mean over the seven levels, coverage of the 50, 80
 * and 95 % bands. The first origin has max(24, a third of all) months, the last the horizon ahead.
 *
 * Counts of cases come from the plan alone, spread by the errors of earlier origins that were
 * known at the time (verlauf-methods(7), "Cases"); smoothing and the plain forecasts are run on
 * them as well. Limits: coverage by Wilson with as many trials as origins (of one horizon h:
 * origins that are h months apart); skill = 1 - CRPS / CRPS of the seasonal naive forecast by a
 * bootstrap of blocks of origins as long as the horizon. Same results for any number of threads.
 * Faults (STATUS_MODEL): too short a history, and those of the forecast. */
#ifndef VL_BACKTEST_H
#define VL_BACKTEST_H

#include "model/forecast.h"
#include "stats/interval.h"

enum { BACKTEST_LEAST = 24, BACKTEST_REPLICATES = 999 };

struct backtest_settings {
	size_t months, paths, step, origins;      /* origins 0: all that can be */
	int threads, fair;
	unsigned long seed;
};

struct backtest_score {
	size_t n;                          /* forecasts scored; 0: the method has none */
	double mase, rmsse, crps, pinball;     /* NaN: no scale */
	double cover[3];                   /* of 50, 80 and 95 % */
	struct interval limits[3];
	double skill;                      /* NaN of the seasonal naive itself, or where it has no error */
	struct interval skill_limits;      /* NaN as well where it has none in a draw of origins */
};

struct backtest {
	size_t months, origins;
	int32_t first, last;               /* origins */
	/* by (quantity * methods + method) * (months + 1) + horizon; horizon 0: all together */
	struct backtest_score *score;
};

/* backtest_free in any case. */
int backtest_run(struct backtest *backtest, const struct forecast_source *source,
		 const struct backtest_settings *settings, struct fault *fault);
void backtest_free(struct backtest *backtest);
const struct backtest_score *backtest_score(const struct backtest *backtest,
					    enum forecast_quantity quantity,
					    enum forecast_method method, size_t horizon);

#endif
