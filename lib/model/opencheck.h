/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opencheck - would the prognosis of open cases have been right? Past prognoses against what came.
 *
 * At rolling origins, months T whose next `lead` + `months` months lie in the window, every case
 * that was open at the end of T gets the prognosis that model/paths.h would have made of it then,
 * from what lay before, and what really followed (closed and silent cases with their zeros): of the
 * `months` months after the first `lead` ones, which nobody counts. Origins go back
 * from the latest in steps of `step` months, down to max(24, a third of all) months of history.
 * Where more than OPENCHECK_CASES cases were open at some origin, a random part of the cases is
 * looked at, the same share at each origin, so that all weigh alike, and so many at the fullest.
 * One row a case and origin, in order of origins and case ids: arrays for the scores of
 * stats/score.h and stats/calibration.h. A case stands in several rows: errors go by case (`unit`).
 * (verlauf-methods(7), "OPEN CASES BY THEIR STATE".)
 *
 * Amounts are hours (or units). Faults as states_read and paths_run; a window too short for any
 * origin is none, but no rows. */
#ifndef VL_OPENCHECK_H
#define VL_OPENCHECK_H

#include "model/paths.h"

enum {
	OPENCHECK_GROUPS = 3, OPENCHECK_HISTORY = 24,
	OPENCHECK_CASES = 5000          /* of an origin: coverage has a standard error of .6 points */
};

struct opencheck_plan {
	size_t paths;                   /* S of each prognosis */
	int lead, months;               /* passed after T, and then the span of the prognosis: 12 */
	int step;                       /* months from one origin to the next: 6 */
	int history;                    /* months before the first origin; 0 = the rule above */
	int follow;                     /* as in struct paths_plan */
	int coarse;                     /* states of three parts, for comparison */
	double threshold;               /* hours */
	size_t cases;                   /* looked at where most are open; 0 = OPENCHECK_CASES */
	size_t threads;
	unsigned long seed;
};

struct opencheck_row {
	int32_t origin;                 /* the month T */
	uint32_t unit;                  /* number of the case in the caseload */
	int32_t case_month;             /* months since its first contact (prevalent: 13 more) */
	int group;                      /* 0: case months 0-2, 1: 3-11, 2: 12 and later */
	struct path_sum forecast;       /* mean, quantiles, P(sum >= threshold), this one as
	                                 * (c + 1/2) / (S + 1) */
	double outcome;
	int happened;                   /* outcome >= threshold */
	double pit, crps;               /* stats/score.h; pit with the jumps filled at random */
};

struct opencheck {
	struct opencheck_row *rows;
	size_t count, origins;
	size_t open;                    /* cases at all origins together; `count` if all are looked at */
};

/* opencheck_free in any case. */
int opencheck_run(struct opencheck *check, const struct caseload *caseload,
		  const struct opencheck_plan *plan, struct fault *fault);
void opencheck_free(struct opencheck *check);
int opencheck_group(int32_t case_month);

#endif
