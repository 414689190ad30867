/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dates - in which order the dates of a column stand, decided over the whole column.
 *
 * 08-02-2020 can be read two ways, 16-02-2020 one: as both stand in one column, both are read
 * that way. Where nothing in the column decides, or parts of it contradict each other, there is
 * a fault and somebody must say. Cells that are dates in no order have no vote. */
#ifndef VL_DATES_H
#define VL_DATES_H

#include "base/diag.h"
#include "data/date.h"

/* How many cells fit, and the line of the first; start with zeros. */
struct date_votes {
	struct date_vote {
		long count, line;
	} iso, words, dmy, mdy, either;    /* dmy, mdy: only that; either: both fit */
};

void dates_vote(struct date_votes *votes, const char *text, size_t length, long line);
/* DATE_ISO where there is no date at all. 0, or -1 and a fault. */
int dates_decide(const struct date_votes *votes, const char *file, const char *column,
		 enum date_order *order, struct fault *fault);

#endif
