/* SPDX-License-Identifier: GPL-3.0-or-later */
/* daily - the mean cumulative effort of a case by days since its first contact.
 *
 * Nelson's estimate itself (stats/mcf.h): at each age in days with a contact it rises by the
 * effort of that age over the number of cases under observation then, closed ones counted. A case
 * is under observation as in model/curve.h. Where nobody leaves within a month it agrees with the
 * measure `cumulative` of the curve at the month's end. An age at which no case is under
 * observation leaves it unknown from there on; one with a single case, without standard error and
 * limits. (verlauf-methods(7), "The daily curve".) */
#ifndef VL_DAILY_H
#define VL_DAILY_H

#include "data/caseload.h"
#include "stats/interval.h"

struct daily_point {
	int32_t age;              /* days since first contact */
	int64_t n;                /* cases under observation */
	double total;             /* effort at this age */
	double value, se;         /* mean effort up to it; NaN where not known */
	struct interval single;   /* 95 %, this age alone */
};

struct daily_group {
	const char *label;        /* as in struct curve_group */
	int64_t cases;
	struct daily_point *points;
	size_t count;
};

struct daily {
	struct daily_group *groups;
	size_t group_count;
};

struct daily_settings {
	int32_t last_age;         /* or -1 = all */
	int small_sample;         /* as in struct curve_settings */
};

/* Faults: no case (STATUS_MODEL), too many groups (STATUS_USAGE). daily_free in any case. */
int daily_fit(struct daily *daily, const struct caseload *caseload,
	      const struct daily_settings *settings, struct fault *fault);
void daily_free(struct daily *daily);

#endif
