/* SPDX-License-Identifier: GPL-3.0-or-later */
/* caseunit - one case, as each measure of the curve counts it (model/curve.h).
 *
 * In which months it is under observation, what these lack of a whole month, and its effort, as
 * whole numbers for stats/moments.h. Measures differ in the months; their effort is the same up to
 * the last of them.
 * Exposure is in parts of the clock's month (model/casemonth.h), of per_seen it is 1 a month. */
#ifndef VL_CASEUNIT_H
#define VL_CASEUNIT_H

#include "model/casecourse.h"
#include "model/curve.h"
#include "stats/moments.h"

/* Those that are estimated; cumulative follows from per_case. */
enum { CASEUNIT_MEASURES = CURVE_CUMULATIVE };

struct caseunit {
	int without_seen;                /* set by who does not need per_seen */
	struct moments_mark *outcomes;   /* months with effort */
	struct moments_mark lacks[2];    /* the first and the last month, where not seen whole */
	struct moments_run *runs[CASEUNIT_MEASURES];
	struct moments_unit is[CASEUNIT_MEASURES];   /* same_cases without a run: it is none of them */
};

/* width: case months that any case can reach. */
void caseunit_start(struct caseunit *unit, size_t width);
void caseunit_free(struct caseunit *unit);
/* After casecourse_contacts. Without spells there is no per_open, without same_months no
 * same_cases. */
void caseunit_make(struct caseunit *unit, const struct casecourse *course, int same_months);

#endif
