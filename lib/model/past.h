/* SPDX-License-Identifier: GPL-3.0-or-later */
/* past - where a forecast starts from: consultations, or a plain series of months.
 *
 * A series is a table month,value without gaps. Of it, and of consultations, the whole months of
 * the window count; what a window of consultations that ends inside a month has of that month (the
 * open month) is kept apart. With a case table, the sizes of cases. Faults: those of the readers;
 * no month of the series in the window, or one missing between them, a history that ends after
 * today (STATUS_DATA); too many groups (STATUS_USAGE). */
#ifndef VL_PAST_H
#define VL_PAST_H

#include "model/forecast.h"
#include "model/grouping.h"

enum { PAST_GROUPS = 40 };

struct past {
	struct forecast_source source;   /* of its caseload or series below */
	int32_t last;                    /* the latest origin */
	struct caseload caseload;
	struct grouping grouping;        /* count 0 of a series */
	uint32_t *group;                 /* place of the group by case number; NULL without --by */
	const int32_t *persons;          /* the caseload's; NULL where none is known */
	double open_month[FORECAST_QUANTITIES];   /* NaN: not known */
	int has_open_month;
	double *series;
};

/* `series`: path of a series, or NULL: consultations. past_free in any case. */
int past_read(struct past *past, const struct source *source, const char *series,
	      struct findings *findings, struct fault *fault);
void past_free(struct past *past);

#endif
