/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecast - what the coming months will ask of a service: hours, active and open cases, new cases,
 * persons.
 *
 * Hours are by default the pool of three sets of sample paths: the plan by cases (model/plan.h),
 * exponential smoothing of the logarithms of the totals, and the seasonal naive forecast
 * (stats/total.h). With up to 24 months of history each has a third of the paths; then the plan's
 * part grows evenly to four fifths with 60 months, and the others share the rest: the plan learns
 * from the cases seen, and with few of them it was no better than the others. Quantiles are read
 * from all paths together, sums over months are made path by path. The other quantities come from
 * the plan alone, and so do hours with FORECAST_PLAN: their paths are spread by how far past
 * forecasts of the same kind were off (verlauf-methods(7), "Cases"). A plain series of months has
 * no cases: its pool has two sets.
 *
 * Persons are those of the active cases; a case of unknown size counts for the mean of the
 * others. Ahead, each active case counts for as many as in the last 12 months.
 *
 * By group (a service): each path's month is parted as one of the last 12 months was, drawn at
 * random, new cases one by one, so that groups add up to the whole on each path. (States know no
 * groups: by the plan, heavy cases would soon look like others.) Open cases have no groups.
 *
 * Announced inflow and scenarios speak of new cases: the sets
 * that know no cases are multiplied by the ratio of the plan's mean with and without.
 *
 * Only what lies before the end of `origin` has any part (states, cuts, seasons, washout). Results
 * are the same for any number of threads. Faults (STATUS_MODEL): under 12 months, all zero, no
 * state or no donor. Bates and Granger (1969), Gneiting and Ranjan (2013), Lichtendahl, Grushka-
 * Cockayne and Winkler (2013) for pools. */
#ifndef VL_FORECAST_H
#define VL_FORECAST_H

#include "model/plan.h"
#include "stats/total.h"

enum forecast_method { FORECAST_POOL, FORECAST_PLAN, FORECAST_SMOOTH, FORECAST_SEASONAL,
		       FORECAST_NAIVE, FORECAST_DRIFT, FORECAST_THETA, FORECAST_METHODS };

enum forecast_quantity { FORECAST_HOURS, FORECAST_ACTIVE, FORECAST_OPEN, FORECAST_NEW,
			 FORECAST_PERSONS, FORECAST_QUANTITIES };

enum { FORECAST_PATHS = 3000, FORECAST_HORIZON = 12, FORECAST_FARTHEST = 24,
       FORECAST_LEVELS = 7 };

/* 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975 */
extern const double forecast_level[FORECAST_LEVELS];

const char *forecast_method_name(enum forecast_method method);        /* "pool", "ets", ... */
const char *forecast_quantity_name(enum forecast_quantity quantity);  /* "hours", ... */

/* Where the past stands: cases, or a plain series of months. */
struct forecast_source {
	const struct caseload *caseload;   /* or NULL */
	const double *series;              /* `months` numbers from month `first` on */
	size_t months;
	int32_t first;
};

struct forecast_settings {
	enum forecast_method method;
	size_t paths, months;
	int threads;
	unsigned long seed;
	const uint32_t *group;             /* by case number, or NULL */
	size_t groups;
	const int32_t *persons;            /* by case number, 0 = unknown; or NULL */
	int calibrate;                     /* spread the plan's own paths (model/lookback.h) */
	const double *announced, *announced_sd;    /* new cases by month ahead, NaN = not; or NULL */
	const double *factor;              /* of new cases by month ahead: a scenario; or NULL */
};

/* The past, by month and group: [month * groups + group]; NULL for what a series does not have.
 * NaN: not known. Open cases are known of all groups together only: they stand at group 0. */
struct forecast_past {
	int32_t first;
	size_t months;
	double *value[FORECAST_QUANTITIES];
};

/* Paths by path * months + month, all groups together; paths 0: the quantity is not there. */
struct forecast_sample {
	size_t paths;
	double *at;
};

/* How paths are parted among the groups; all NULL with one. */
struct forecast_parts {
	uint8_t *like;                     /* by path * months + month: which past month's shares */
	double *share[FORECAST_QUANTITIES];       /* by past month (0-11) * groups + group */
	uint32_t *fresh;                   /* new cases by (path * months + month) * groups + group */
};

struct forecast {
	int32_t origin;
	size_t months, groups;
	struct forecast_past past;
	struct forecast_sample sample[FORECAST_QUANTITIES];
	struct forecast_parts parts;
	double spread[FORECAST_QUANTITIES];        /* of the calibration, 1 = none */
	/* of the plan, where there is one */
	size_t planned;                    /* its paths: the first of the hours'; 0: no plan */
	size_t futures, walks;             /* of all cases; of each case: fewer where futures share them */
	int stopped;
	size_t inflow_months;
	struct countsmooth inflow;
	struct common common;
};

/* forecast_free in any case. */
int forecast_make(struct forecast *forecast, const struct forecast_source *source, int32_t origin,
		  const struct forecast_settings *settings, struct fault *fault);
void forecast_free(struct forecast *forecast);
/* The latest origin: the last month of the series, or the last whole one of the window. */
int32_t forecast_last(const struct forecast_source *source);

/* Quantiles of a quantity, summed over months from .. to (counted from 0, both inside) plus
 * `known`, of one group or (group = forecast->groups) all. */
struct forecast_law {
	double quantile[FORECAST_LEVELS];
	double above;                      /* share of the paths above the capacity; NaN without */
};

struct forecast_law forecast_law(const struct forecast *forecast, enum forecast_quantity quantity,
				 size_t group, size_t from, size_t to, double known,
				 double capacity);
/* The same paths one by one, sorted, as many as the sample has; the caller frees. */
double *forecast_sorted(const struct forecast *forecast, enum forecast_quantity quantity,
			size_t group, size_t from, size_t to);

#endif
