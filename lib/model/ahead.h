/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ahead - what is known or supposed of the months ahead: capacity, announced new cases, scenarios,
 * spans that are to be added up.
 *
 * Texts are read where the command line is; what they mean follows once the last month of the
 * history (the origin) is known. Months ahead are counted from 0 = the month after the origin.
 * A capacity file must have every month that is forecast. Announced months in the past or beyond
 * the horizon have no part, but one at least must have. Faults: STATUS_USAGE for what the command
 * line says, STATUS_DATA for files. */
#ifndef VL_AHEAD_H
#define VL_AHEAD_H

#include "data/monthly.h"

enum { AHEAD_MONTHS = 24, AHEAD_SCENARIOS = 20, AHEAD_SPANS = 20 };

struct ahead_scenario {
	const char *text;                /* "2027-03:+60%", as given */
	int32_t month;                   /* from this one on */
	double factor;                   /* 1.6 */
};

struct ahead_span {
	const char *text;
	int32_t from, to;                /* months, both inside */
};

struct ahead {
	const char *capacity_file;       /* or NULL */
	double capacity_each;            /* or NaN: the same in each month */
	const char *inflow_file;         /* or NULL */
	struct ahead_scenario scenarios[AHEAD_SCENARIOS];
	struct ahead_span spans[AHEAD_SPANS];
	size_t scenario_count, span_count;
	/* by month ahead, after ahead_read */
	double capacity[AHEAD_MONTHS];   /* NaN without */
	double announced[AHEAD_MONTHS], announced_sd[AHEAD_MONTHS];   /* NaN: not */
};

/* NULL, or the rule (N_) that the text breaks. */
const char *ahead_scenario(struct ahead *ahead, const char *text);
const char *ahead_span(struct ahead *ahead, const char *text);
/* How many months ahead the spans reach, or 0 without. */
long ahead_reach(const struct ahead *ahead, int32_t origin);
/* Files and checks, for `months` months ahead of the origin, with a history from `first` on. */
int ahead_read(struct ahead *ahead, int32_t first, int32_t origin, size_t months,
	       struct findings *findings, struct fault *fault);
/* The factor by month ahead of one scenario. */
void ahead_factor(const struct ahead_scenario *scenario, int32_t origin,
		  double factor[AHEAD_MONTHS]);

#endif
