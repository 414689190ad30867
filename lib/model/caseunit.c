/* SPDX-License-Identifier: GPL-3.0-or-later */
/* caseunit - one case, as each measure of the curve counts it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/caseunit.h"

void caseunit_start(struct caseunit *unit, size_t width)
{
	memset(unit, 0, sizeof *unit);
	unit->outcomes = mem_new(width, sizeof *unit->outcomes);
	for (int m = 0; m < CASEUNIT_MEASURES; m++) {
		unit->runs[m] = mem_new(width, sizeof *unit->runs[m]);
		unit->is[m] = (struct moments_unit){ .runs = unit->runs[m],
						     .outcomes = unit->outcomes,
						     .lacks = unit->lacks };
	}
}

void caseunit_free(struct caseunit *unit)
{
	for (int m = 0; m < CASEUNIT_MEASURES; m++)
		free(unit->runs[m]);
	free(unit->outcomes);
}

/* Months with effort up to this one. */
static size_t outcomes_until(const struct caseunit *unit, size_t count, int32_t last)
{
	while (count > 0 && unit->outcomes[count - 1].at > (size_t)last)
		count--;
	return count;
}

static void find_outcomes(struct caseunit *unit, const struct casecourse *course)
{
	struct moments_unit *is = &unit->is[CURVE_PER_CASE];

	is->outcome_count = 0;
	for (size_t i = 0; i < course->contact_count; i++) {
		const struct case_contact *contact = &course->contacts[i];
		double most = (double)MOMENTS_MOST + 1;

		if (contact->amount > 0)
			unit->outcomes[is->outcome_count++] = (struct moments_mark){
				(size_t)contact->month,
				(int64_t)(contact->amount < most ? contact->amount : most) };
	}
}

/* All months between the first and the last are seen whole. */
static void find_lacks(struct caseunit *unit, const struct casecourse *course)
{
	struct moments_unit *is = &unit->is[CURVE_PER_CASE];
	int32_t month = course->first;

	is->lack_count = 0;
	for (int i = 0; i < 2 && month <= course->last; i++) {
		int32_t lack = course->whole[month] -
			       casemonth_parts(course->clock, course->origin, course->entry,
					       course->exit, month);

		if (lack)
			unit->lacks[is->lack_count++] = (struct moments_mark){ (size_t)month, lack };
		month = course->last > month ? course->last : INT32_MAX;
	}
}

static void count_per_seen(struct caseunit *unit, const struct casecourse *course)
{
	struct moments_unit *is = &unit->is[CURVE_PER_SEEN];
	struct moments_run *run = NULL;

	is->outcome_count = unit->is[CURVE_PER_CASE].outcome_count;
	is->run_count = 0;
	for (size_t i = 0; i < course->contact_count; i++) {
		size_t month = (size_t)course->contacts[i].month;

		if (run && run->to + 1 == month) {
			run->to = month;
			continue;
		}
		run = &unit->runs[CURVE_PER_SEEN][is->run_count++];
		*run = (struct moments_run){ month, month };
	}
}

/* Of the months whose state is known only the first can be one that is not seen whole. */
static void count_per_open(struct caseunit *unit, const struct casecourse *course)
{
	struct moments_unit *is = &unit->is[CURVE_PER_OPEN];
	size_t spells = course->spell_count;
	const struct moments_unit *all = &unit->is[CURVE_PER_CASE];

	is->run_count = spells;
	for (size_t i = 0; i < spells; i++)
		unit->runs[CURVE_PER_OPEN][i] = (struct moments_run){
			(size_t)course->spells[i].from, (size_t)course->spells[i].to };
	is->outcome_count = !spells ? 0 : outcomes_until(unit, all->outcome_count,
							  course->spells[spells - 1].to);
	is->lack_count = spells && all->lack_count &&
			 unit->lacks[0].at == unit->runs[CURVE_PER_OPEN][0].from;
}

static int is_same_case(const struct casecourse *course, int months)
{
	int32_t open = 0;        /* so many months from the first on */

	if (course->entry > course->origin)
		return 0;
	for (size_t i = 0; i < course->spell_count && course->spells[i].from <= open; i++)
		open = course->spells[i].to + 1;
	return open >= months;
}

static void count_same_cases(struct caseunit *unit, const struct casecourse *course, int months)
{
	struct moments_unit *is = &unit->is[CURVE_SAME_CASES];

	is->run_count = (size_t)is_same_case(course, months);
	unit->runs[CURVE_SAME_CASES][0] = (struct moments_run){ 0, (size_t)months - 1 };
	is->outcome_count = outcomes_until(unit, unit->is[CURVE_PER_CASE].outcome_count,
					   months - 1);
}

void caseunit_make(struct caseunit *unit, const struct casecourse *course, int same_months)
{
	find_outcomes(unit, course);
	find_lacks(unit, course);
	unit->runs[CURVE_PER_CASE][0] = (struct moments_run){ (size_t)course->first,
							      (size_t)course->last };
	unit->is[CURVE_PER_CASE].run_count = 1;
	if (!unit->without_seen)
		count_per_seen(unit, course);
	if (course->without_open)
		return;
	count_per_open(unit, course);
	if (same_months)
		count_same_cases(unit, course, same_months);
}
