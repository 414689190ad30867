/* SPDX-License-Identifier: GPL-3.0-or-later */
/* panel - the case-months behind the curves, one row each.
 *
 * What the effort curve is computed from (model/casecourse.h), handed on row by row in order of
 * the case ids (bytewise) and the months, so that other programs can compute it again: per_case
 * is sum of effort / sum of exposure by case month, per_open the same of the rows with open = 1,
 * per_seen the mean effort of those with contacts. Cases whose first contact is not known have no
 * row (caseload_prevalent). G, the number of cases, is that of the distinct ids; only with
 * `months` can it be fewer, since a case that enters in a later month has no row then. */
#ifndef VL_PANEL_H
#define VL_PANEL_H

#include "model/casecourse.h"

enum panel_open { PANEL_NOT_OPEN, PANEL_OPEN, PANEL_OPEN_UNKNOWN };

/* The rows of a case: at least one. */
struct panel_case {
	const char *case_id;
	const char *group;        /* NULL without --by; "" = no value */
	const char *service;      /* NULL where not asked for; "" = no value */
	int32_t first_contact;
	int known_start;          /* the case table states it */
	int32_t first;            /* case month of the first row */
	size_t count;
	const struct case_month *months;   /* by row */
	const char *const *periods;        /* calendar month that the case month begins in: 2026-10 */
	double divisor;           /* amounts / this = hours, or the column's unit where it is no time */
};

static inline enum panel_open panel_open_of(const struct case_month *month)
{
	if (!month->open_known)
		return PANEL_OPEN_UNKNOWN;
	return month->open ? PANEL_OPEN : PANEL_NOT_OPEN;
}

struct panel {
	const struct caseload *caseload;
	enum clock clock;
	int months;               /* last case month wanted, or -1 = all */
	int64_t cases, rows;      /* how many it has */
	int64_t later;            /* cases without a row: they enter after the last month */
	struct casecourse course;
};

/* Who takes the rows, case by case. Several threads fill parts of their own, which are joined in
 * order. */
struct panel_sink {
	void (*take)(const struct panel_case *rows, void *part);
	void *(*part)(const void *whole);          /* an empty one */
	void (*join)(void *whole, void *part);     /* empties it */
	void (*drop)(void *part);
};

/* Faults (STATUS_MODEL): no case, no row. panel_free in any case. */
int panel_start(struct panel *panel, const struct caseload *caseload, enum clock clock, int months,
		struct fault *fault);
/* All rows, by so many threads (0 = one a processor). */
void panel_each(const struct panel *panel, size_t threads, const struct panel_sink *sink, void *to);
void panel_free(struct panel *panel);

#endif
