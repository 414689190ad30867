/* SPDX-License-Identifier: GPL-3.0-or-later */
/* landmark - which cases came back early, seen from a day on which that is known of each.
 *
 * The landmark of a case is the last day of its case month 1, or of a week after its first contact.
 * Its side is fixed by what lies up to that day: early with at least so many contact days in
 * month 1 (by weeks: in days 29 to the landmark), else not early. What is compared afterwards
 * lies after it, so that nobody is early for having lived to be so (immortal time: Anderson, Cain
 * and Gelber 1983, J Clin Oncol 1:710-719; Suissa 2008, Am J Epidemiol 167:492-499). A case is
 * out where it was not observed beyond its landmark, or not from the start of the early days on.
 * (verlauf-methods(7), "Landmark".) */
#ifndef VL_LANDMARK_H
#define VL_LANDMARK_H

#include "data/caseload.h"
#include "model/casecourse.h"

enum landmark_side { LANDMARK_EARLY, LANDMARK_NOT_EARLY, LANDMARK_OUT };

struct landmark_rule {
	enum clock clock;
	int weeks;                /* 0 = the end of month 1; otherwise CLOCK_ELAPSED */
	int min_contacts;         /* contact days, 1 or more */
};

struct landmark {
	struct landmark_rule rule;
	uint8_t *side;            /* by case number */
	int64_t cases[2];         /* early, not early */
	int64_t young, late;      /* out: not observed beyond the landmark; observed too late */
	int32_t month;            /* the first case month with days after the landmark ... */
	double part;              /* ... and which share of it these are: 1 but with weeks */
};

int32_t landmark_day(const struct landmark_rule *rule, int32_t origin);

/* Faults (STATUS_MODEL): no case in the curve, none past its landmark, a side empty.
 * landmark_free in any case. */
int landmark_split(struct landmark *landmark, const struct caseload *caseload,
		   const struct landmark_rule *rule, struct fault *fault);
void landmark_free(struct landmark *landmark);

#endif
