/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earlyunit - one case after its landmark, as each mean of model/early counts it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/earlyunit.h"

static const struct moments_run one_cell = { 0, 0 };

void earlyunit_start(struct earlyunit *unit, size_t width)
{
	memset(unit, 0, sizeof *unit);
	unit->outcomes = mem_new(width, sizeof *unit->outcomes);
	unit->months = (struct moments_unit){ .runs = &unit->reach, .outcomes = unit->outcomes,
					      .lacks = unit->lacks };
	unit->open = (struct moments_unit){ .runs = &one_cell, .outcomes = &unit->open_outcome,
					    .lacks = &unit->open_lack };
	unit->seen = (struct moments_unit){ .runs = &one_cell, .outcomes = &unit->seen_outcome,
					    .lacks = &unit->seen_lack };
}

void earlyunit_free(struct earlyunit *unit)
{
	free(unit->outcomes);
}

/* Without effort the cell has no outcome, without exposure the case is not in it. */
static void fill_one(struct moments_unit *is, struct moments_mark *outcome,
		     struct moments_mark *lack, int64_t effort, int64_t exposure, int32_t whole)
{
	is->run_count = exposure > 0;
	is->outcome_count = exposure > 0 && effort > 0;
	is->lack_count = exposure > 0 && exposure < whole;
	outcome->size = effort <= MOMENTS_MOST ? effort : MOMENTS_MOST + 1;
	lack->size = whole - exposure;
}

/* All months between the first and the last are seen whole. */
void earlyunit_reach(struct earlyunit *unit, const struct casecourse *course,
		     const struct earlyunit_scope *scope)
{
	const struct landmark *landmark = scope->landmark;
	int32_t after = landmark_day(&landmark->rule, course->origin) + 1, first = landmark->month;
	int32_t reach = scope->last < course->last ? scope->last : course->last, month = first;

	unit->months.run_count = reach >= first;
	unit->months.outcome_count = unit->months.lack_count = 0;
	unit->reach = (struct moments_run){ 0, (size_t)(reach >= first ? reach - first : 0) };
	for (int i = 0; i < 2 && month <= reach; i++) {
		int32_t lack = course->whole[month] - casemonth_parts(course->clock, course->origin,
								      after, course->exit, month);

		if (lack)
			unit->lacks[unit->months.lack_count++] =
				(struct moments_mark){ (size_t)(month - first), lack };
		month = course->last > month ? course->last : INT32_MAX;
	}
}

/* What came after the landmark in a month that it may cut. */
static struct course_part part_after(const struct casecourse *course,
				     const struct landmark *landmark,
				     const struct case_contact *contact)
{
	int32_t day = landmark_day(&landmark->rule, course->origin);

	if (contact->month > landmark->month || landmark->part >= 1)
		return (struct course_part){ 1, contact->amount };
	return casecourse_between(course, day + 1, casemonth_last(course->clock, course->origin,
								  contact->month));
}

static void find_outcomes(struct earlyunit *unit, const struct casecourse *course,
			  const struct earlyunit_scope *scope)
{
	int32_t first = scope->landmark->month, seen = 0;
	int64_t sum = 0;

	for (size_t i = 0; i < course->contact_count; i++) {
		const struct case_contact *contact = &course->contacts[i];
		double most = (double)MOMENTS_MOST + 1;
		struct course_part part;
		struct moments_mark *outcome;

		if (contact->month < first || contact->month > scope->last)
			continue;
		part = part_after(course, scope->landmark, contact);
		seen += part.contact_days > 0;
		if (part.amount <= 0)
			continue;
		outcome = &unit->outcomes[unit->months.outcome_count++];
		outcome->at = (size_t)(contact->month - first);
		outcome->size = (int64_t)(part.amount < most ? part.amount : most);
		sum += outcome->size;
	}
	fill_one(&unit->seen, &unit->seen_outcome, &unit->seen_lack, sum, seen, scope->seen_whole);
}

/* Of the cells from one to another, both inside. */
static int64_t exposure_of(const struct earlyunit *unit, const int32_t *whole, size_t from,
			   size_t to)
{
	int64_t sum = 0;

	for (size_t k = from; k <= to; k++)
		sum += whole[k];
	for (size_t i = 0; i < unit->months.lack_count; i++)
		if (unit->lacks[i].at >= from && unit->lacks[i].at <= to)
			sum -= unit->lacks[i].size;
	return sum;
}

static void count_open(struct earlyunit *unit, const struct casecourse *course,
		       const struct earlyunit_scope *scope)
{
	int32_t first = scope->landmark->month;
	int64_t effort = 0, exposure = 0;

	for (size_t i = 0; i < course->spell_count && unit->months.run_count; i++) {
		int32_t begin = course->spells[i].from - first, end = course->spells[i].to - first;
		size_t from = begin > 0 ? (size_t)begin : 0, to = (size_t)end;

		if (end < 0 || from > unit->reach.to)
			continue;
		to = to < unit->reach.to ? to : unit->reach.to;
		exposure += exposure_of(unit, course->whole + first, from, to);
		for (size_t o = 0; o < unit->months.outcome_count; o++)
			if (unit->outcomes[o].at >= from && unit->outcomes[o].at <= to)
				effort += unit->outcomes[o].size;
	}
	fill_one(&unit->open, &unit->open_outcome, &unit->open_lack, effort, exposure,
		 scope->open_whole);
}

void earlyunit_make(struct earlyunit *unit, const struct casecourse *course,
		    const struct earlyunit_scope *scope)
{
	earlyunit_reach(unit, course, scope);
	find_outcomes(unit, course, scope);
	count_open(unit, course, scope);
	unit->followed = course->exit >= casemonth_last(course->clock, course->origin, scope->last);
}
