/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan - the service's months to come, case by case: the open cases go on as former cases in the
 * same situation did, new cases come as the past inflow suggests, and both are corrected by how
 * far actual months lately lay above or below what their cases had led to expect.
 *
 * Futures of the cases are those of model/paths.h. They take nearly all of the time, and most of
 * what is uncertain in a total lies in the factor of its month: so each may serve several paths,
 * which differ in their factors. The number of new cases is stats/countsmooth.h's, from the first
 * whole month after the washout on (its level capped at 1.5 times the largest month); the factor of
 * each month is stats/common.h's; counts carry none. Where no case was new after the washout, none
 * is expected. Where the inflow has stopped (the last six months have under 15 % of what the 24
 * before let expect, p < 0.001), cap, prior and clipping are left out. (verlauf-methods(7), "The
 * plan by cases".) Hours stand for the column's unit. Faults: those of states and paths. */
#ifndef VL_PLAN_H
#define VL_PLAN_H

#include "model/paths.h"
#include "stats/common.h"
#include "stats/countsmooth.h"

struct plan_settings {
	size_t walks, months;            /* futures of the cases */
	int threads;
	unsigned long seed;
	struct count_outlook outlook;    /* what is known of new cases to come; its cap is set here */
};

struct plan {
	struct paths walks;              /* of the cases alone, amounts in units of the store */
	size_t shared;                   /* walks of a case in a block that futures share; 0: none */
	double most, divisor;            /* of a path in these units; units in an hour */
	struct countsmooth inflow;
	struct common common;
	size_t inflow_months;            /* that it was taken from; 0: no case was new */
	int stopped;                     /* the inflow has */
};

/* How many futures of so many cases serve so many paths: a third of them (the plan has a third to
 * four fifths of a pool's paths). Of large caseloads, whose futures differ little beside the
 * factor, and of more than 3,000 paths fewer: down to a sixth, and to 1,000, since counts have no
 * factor. */
size_t plan_walks(size_t paths, size_t cases);
/* How many walks each of so many cases has in a block of so many futures (model/paths.h), where the
 * futures share them; 0: up to 10,000 cases have one for each future. */
size_t plan_shared(size_t walks, size_t cases);
/* plan_free in any case. */
int plan_run(struct plan *plan, const struct states *states, const struct plan_settings *settings,
	     struct fault *fault);
void plan_free(struct plan *plan);
/* Hours with the factor, by path * months + month; paths are at least as many as walks. */
void plan_hours(const struct plan *plan, unsigned long seed, double *hours, size_t paths);
/* The first month in which first contacts can be told from cases that were running: the first
 * that begins after the washout. */
int32_t plan_inflow_first(const struct caseload *caseload);

#endif
