/* SPDX-License-Identifier: GPL-3.0-or-later */
/* firstweeks - what the first weeks of a case show, and what came in the months after them.
 *
 * The landmark is day 7 * weeks after the first contact, that day included (day 0 is the first
 * contact); the outcome is the effort of the `horizon` days after it: 30.4375 * months, cut to
 * whole days (12 months: 365). Cases that enter: those whose first contact is known and lies in the
 * window, and whose landmark the window reaches. What lies after the landmark has no part in the
 * features. A stated first contact counts as a contact. (verlauf-methods(7),
 * "Cases and features"; Anderson, Cain and Gelber 1983, J Clin Oncol 1:710-719.) */
#ifndef VL_FIRSTWEEKS_H
#define VL_FIRSTWEEKS_H

#include "data/caseload.h"

enum { FIRSTWEEKS_LATE = 28 };          /* contacts after this day are late ones */

struct firstweeks_case {
	uint32_t id;                    /* number in the caseload */
	int32_t origin;
	double effort;                  /* hours (or units) up to the landmark */
	int32_t contacts, late;         /* contact days, at least 1; those after day 28 */
	int32_t silent;                 /* days since the last contact, at the landmark */
	int32_t persons;                /* 0 = unknown */
	const char *service;            /* at the first contact; "" = unknown; borrowed */
	double outcome;                 /* as far as it lies in the window */
};

struct firstweeks {
	int32_t landmark, horizon;      /* days */
	struct firstweeks_case *list;   /* in order of the case ids */
	size_t count;
};

void firstweeks_read(struct firstweeks *firstweeks, const struct caseload *caseload, int weeks,
		     int months);
void firstweeks_free(struct firstweeks *firstweeks);

/* The last day of the landmark, and of the outcome. */
int32_t firstweeks_landmark(const struct firstweeks *firstweeks,
			    const struct firstweeks_case *the_case);
int32_t firstweeks_end(const struct firstweeks *firstweeks,
		       const struct firstweeks_case *the_case);

#endif
