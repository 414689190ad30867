/* SPDX-License-Identifier: GPL-3.0-or-later */
/* firstmarks - a mark of the first day of each of two thousand neighbouring cases.
 *
 * Beside data/casedays.h: words come range by range, so that what is kept of a range lies in a
 * cache when it is compared. (A table of all cases that was looked at row by row took a sixth of
 * vl-panel's time.) Records of the same day may have different marks: a function says which one
 * stays, and that must depend on nothing but the marks. */
#ifndef VL_FIRSTMARKS_H
#define VL_FIRSTMARKS_H

#include <stddef.h>
#include <stdint.h>
#include "data/casedays.h"

enum { FIRSTMARKS_NONE = UINT16_MAX };

/* One mark for two of the same day; may be called by several threads at once. */
typedef uint64_t firstmarks_settle(uint64_t mark, uint64_t other, void *to);

struct firstmarks {
	uint16_t days[CASEDAYS_CASES];      /* from DAY_MIN on; FIRSTMARKS_NONE: no record so far */
	uint64_t marks[CASEDAYS_CASES];
};

/* Words (data/daycell.h) of records of this range, and by word where its mark lies. */
struct firstmarks_batch {
	const uint64_t *words;
	const uint16_t *places;
	size_t count;
	const uint64_t *marks;
	firstmarks_settle *settle;
	void *to;
};

struct firstmarks *firstmarks_new(void);     /* free() */
void firstmarks_take(struct firstmarks *firsts, const struct firstmarks_batch *batch);

#endif
