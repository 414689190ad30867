/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curvenote - what stands above an effort curve, and in its meta file: which cases it rests on, and
 * what is known to go wrong. */
#ifndef VL_CURVENOTE_H
#define VL_CURVENOTE_H

#include "data/caseload.h"
#include "model/curve.h"
#include "show/output.h"
#include "show/table.h"

enum curvenote_clock { CURVENOTE_MONTHS, CURVENOTE_CALENDAR, CURVENOTE_DAYS };

/* Window, cases, and those left out. */
void curvenote_cases(struct table *table, const struct caseload *caseload,
		     enum curvenote_clock clock, int64_t cases);
/* One sentence each; "" where there is nothing to say. */
void curvenote_few_cases(char *to, size_t size, const struct curve *curve);
void curvenote_same_cases(char *to, size_t size, const struct curve_group *group, int months);
/* Into the object "curve", which the caller opens and closes. */
void curvenote_meta(struct meta *meta, const struct curve_settings *settings, const char *result,
		    enum curvenote_clock clock, int64_t cases);

#endif
