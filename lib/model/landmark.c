/* SPDX-License-Identifier: GPL-3.0-or-later */
/* landmark - which cases came back early. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/landmark.h"

enum { DAYS_BEFORE = 29, MONTH = 1 };

int32_t landmark_day(const struct landmark_rule *rule, int32_t origin)
{
	return rule->weeks ? origin + 7 * rule->weeks : casemonth_last(rule->clock, origin, MONTH);
}

/* The first of the days that tell the side; the landmark is the last. */
static int32_t first_day(const struct landmark_rule *rule, int32_t origin)
{
	return rule->weeks ? origin + DAYS_BEFORE : casemonth_first(rule->clock, origin, MONTH);
}

static enum landmark_side side_of(struct landmark *landmark, const struct casecourse *course)
{
	const struct landmark_rule *rule = &landmark->rule;
	int32_t day = landmark_day(rule, course->origin);
	int32_t from = first_day(rule, course->origin);

	if (course->exit <= day) {
		landmark->young++;
		return LANDMARK_OUT;
	}
	if (course->entry > from) {
		landmark->late++;
		return LANDMARK_OUT;
	}
	return casecourse_between(course, from, day).contact_days >= rule->min_contacts ?
	       LANDMARK_EARLY : LANDMARK_NOT_EARLY;
}

/* On both clocks the same for all cases. */
static void find_month(struct landmark *landmark)
{
	const struct landmark_rule *rule = &landmark->rule;
	int32_t day = landmark_day(rule, 0);
	int32_t month = casemonth_of(rule->clock, 0, day + 1);
	int32_t first = casemonth_first(rule->clock, 0, month);
	int32_t last = casemonth_last(rule->clock, 0, month);

	landmark->month = month;
	landmark->part = (double)(last - day) / (double)(last - first + 1);
}

static int check(const struct landmark *landmark, struct fault *fault)
{
	long early = (long)landmark->cases[LANDMARK_EARLY];
	long others = (long)landmark->cases[LANDMARK_NOT_EARLY];

	if (early && others)
		return 0;
	if (early)
		return fault_set(fault, STATUS_MODEL,
				 N_("nothing to compare: all of the %ld cases came back early, "
				    "there is none without an early contact"), early);
	if (others)
		return fault_set(fault, STATUS_MODEL,
				 N_("nothing to compare: none of the %ld cases came back early"),
				 others);
	return fault_set(fault, STATUS_MODEL,
			 N_("no case was observed beyond its landmark (%ld are too young, %ld were "
			    "not yet observed in their early days)"),
			 (long)landmark->young, (long)landmark->late);
}

int landmark_split(struct landmark *landmark, const struct caseload *caseload,
		   const struct landmark_rule *rule, struct fault *fault)
{
	struct casecourse course;
	int result;

	*landmark = (struct landmark){ .rule = *rule };
	landmark->side = mem_new(caseload->cases, sizeof *landmark->side);
	memset(landmark->side, LANDMARK_OUT, caseload->cases);
	find_month(landmark);
	result = casecourse_start(&course, caseload, rule->clock, fault);
	for (uint32_t id = 0; result == 0 && id < caseload->cases; id++) {
		enum landmark_side side;

		if (!caseload_incident(caseload, id))
			continue;
		casecourse_days(&course, id);
		side = side_of(landmark, &course);
		landmark->side[id] = (uint8_t)side;
		if (side != LANDMARK_OUT)
			landmark->cases[side]++;
	}
	casecourse_free(&course);
	return result == 0 ? check(landmark, fault) : -1;
}

void landmark_free(struct landmark *landmark)
{
	free(landmark->side);
}
