/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earlyunit - one case after its landmark, as each mean of model/early counts it.
 *
 * As whole numbers for stats/moments.h. By months: cells from the landmark's month to the last of
 * the outcome; the landmark may cut the first. Two more units have one cell, for all months
 * together: effort and exposure of those in which the case was open, and of those with a contact,
 * which count 1 each. Exposure is in parts of the clock's month (model/casemonth.h). */
#ifndef VL_EARLYUNIT_H
#define VL_EARLYUNIT_H

#include "model/casecourse.h"
#include "model/landmark.h"
#include "stats/moments.h"

/* What counts; of the months a group of cases has its own last one. */
struct earlyunit_scope {
	const struct landmark *landmark;
	int32_t last;
	int32_t open_whole;       /* exposure of all months, in parts; the whole of the cell `open` */
	int32_t seen_whole;       /* how many they are */
};

struct earlyunit {
	struct moments_unit months, open, seen;
	int followed;             /* seen to the end of the last month */
	/* its own */
	struct moments_mark *outcomes, lacks[2];
	struct moments_run reach;
	struct moments_mark open_outcome, open_lack, seen_outcome, seen_lack;
};

/* width: months of the outcome. */
void earlyunit_start(struct earlyunit *unit, size_t width);
void earlyunit_free(struct earlyunit *unit);
/* Only the months, without effort: after casecourse_look. */
void earlyunit_reach(struct earlyunit *unit, const struct casecourse *course,
		     const struct earlyunit_scope *scope);
/* All of it: after casecourse_contacts. */
void earlyunit_make(struct earlyunit *unit, const struct casecourse *course,
		    const struct earlyunit_scope *scope);

#endif
