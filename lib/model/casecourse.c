/* SPDX-License-Identifier: GPL-3.0-or-later */
/* casecourse - the course of one case by case months. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/casecourse.h"

void casecourse_look(struct casecourse *course, uint32_t id)
{
	const struct window *window = &course->caseload->window;

	course->id = id;
	course->origin = course->caseload->origin[id];
	course->entry = course->origin > window->since ? course->origin : window->since;
	course->exit = window->until;
	course->first = casemonth_of(course->clock, course->origin, course->entry);
	course->last = casemonth_of(course->clock, course->origin, course->exit);
}

void casecourse_days(struct casecourse *course, uint32_t id)
{
	casecourse_look(course, id);
	course->day_count = store_days(course->caseload->store, id, &course->days);
}

/* Whether a day begins another month nobody can foretell, no processor either: so there is no
 * branch on it, and behind the last contact stands an empty one. */
static void find_contacts(struct casecourse *course)
{
	const struct case_contact empty = { .month = 0 };
	const struct case_day *day = course->days.days, *end, *first;
	int32_t before = INT32_MAX, month = -1, washout = course->caseload->washout;
	int64_t count = 0, long_gaps = 0;

	course->contacts[0] = empty;
	course->contact_count = 0;
	if (!course->day_count)
		return;              /* perhaps there is no room for days yet */
	end = day + course->day_count;
	while (day < end && day->day < course->entry)
		day++;
	while (day < end && end[-1].day > course->exit)
		end--;
	for (first = day; day < end; day++) {
		int32_t now = casemonth_of(course->clock, course->origin, day->day);
		struct case_contact *contact;

		count += now != month;       /* at least 1: no day lies before the origin */
		contact = &course->contacts[count - 1];
		contact[1] = empty;
		contact->month = month = now;
		contact->amount += (double)day->amount;
		contact->records += day->count;
		long_gaps += day->day - washout > before;
		before = day->day;
	}
	course->contact_count = (size_t)count;
	course->gaps += end > first ? end - first - 1 : 0;
	course->long_gaps += long_gaps;
}

/* The last month of which it is known whether the case was open. */
static int32_t last_known(const struct casecourse *course)
{
	int32_t known = course->last - course->caseload->silence;

	return casemonth_last(course->clock, course->origin, course->last) > course->exit ?
	       known - 1 : known;
}

/* Spells of the case in case months. A case that was running when the window began is taken to have
 * been in contact just before: what came before the window cannot be seen. */
static size_t all_spells(struct casecourse *course)
{
	const struct caseload *caseload = course->caseload;
	int32_t closed = caseload->closed[course->id];
	int32_t *months = course->spell_months;
	size_t count = 0;

	if (course->entry > course->origin)
		months[count++] = course->first > 0 ? course->first - 1 : 0;
	for (size_t i = 0; i < course->contact_count; i++)
		if (!(count && months[count - 1] == course->contacts[i].month))
			months[count++] = course->contacts[i].month;
	if (closed != DATE_UNKNOWN)
		closed = closed < course->origin ? 0 :
			 casemonth_of(course->clock, course->origin, closed);
	return spell_find(months, count, closed, caseload->silence, course->spells);
}

static void find_spells(struct casecourse *course)
{
	size_t count = all_spells(course);
	int32_t known = last_known(course);

	course->spell_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct spell spell = course->spells[i];

		spell.from = spell.from > course->first ? spell.from : course->first;
		spell.to = spell.to < known ? spell.to : known;
		if (spell.from <= spell.to)
			course->spells[course->spell_count++] = spell;
	}
}

/* Months between the first and the last are seen whole. */
static void begin_months(struct casecourse *course)
{
	const double *exposure = course->exposure;
	struct case_month *months = course->months;
	int32_t first = course->first, last = course->last;
	int32_t known = course->without_open ? -1 : last_known(course);

	for (int32_t k = first; k <= last; k++)
		months[k] = (struct case_month){ .exposure = exposure[k], .open_known = k <= known };
	months[first].exposure = casemonth_exposure(course->clock, course->origin, course->entry,
						    course->exit, first);
	months[last].exposure = casemonth_exposure(course->clock, course->origin, course->entry,
						   course->exit, last);
}

static void mark_open(struct casecourse *course)
{
	for (size_t i = 0; i < course->spell_count; i++)
		for (int32_t k = course->spells[i].from; k <= course->spells[i].to; k++)
			course->months[k].open = 1;
}

void casecourse_contacts(struct casecourse *course, uint32_t id)
{
	casecourse_days(course, id);
	find_contacts(course);
	if (!course->without_open)
		find_spells(course);
}

void casecourse_read(struct casecourse *course, uint32_t id)
{
	casecourse_contacts(course, id);
	begin_months(course);
	for (size_t i = 0; i < course->contact_count; i++) {
		const struct case_contact *contact = &course->contacts[i];

		course->months[contact->month].amount = contact->amount;
		course->months[contact->month].contacts = contact->records;
	}
	if (!course->without_open)
		mark_open(course);
}

struct course_part casecourse_between(const struct casecourse *course, int32_t from, int32_t to)
{
	struct course_part part = { 0, 0 };

	from = from > course->entry ? from : course->entry;
	to = to < course->exit ? to : course->exit;
	for (size_t i = 0; i < course->day_count; i++) {
		const struct case_day *day = &course->days.days[i];

		if (day->day < from || day->day > to)
			continue;
		part.contact_days++;
		part.amount += (double)day->amount;
	}
	return part;
}

/* A case with a contact in the window is in the curve, or it is prevalent. */
static int no_case(const struct caseload *caseload, struct fault *fault)
{
	if (!caseload->prevalent)
		return fault_set(fault, STATUS_MODEL,
				 N_("no held consultation of a case lies in the window"));
	return fault_set(fault, STATUS_MODEL,
			 N_("no case whose first contact is known lies in the window (%u cases "
			    "began before it or in its first %d days: --washout, --cases)"),
			 (unsigned)caseload->prevalent, caseload->washout);
}

static void make_room(struct casecourse *course)
{
	size_t width = course->width;

	course->months = mem_new(width, sizeof *course->months);
	course->whole = mem_new(width, sizeof *course->whole);
	course->exposure = mem_new(width, sizeof *course->exposure);
	for (size_t k = 0; k < width; k++) {
		course->whole[k] = casemonth_parts(course->clock, 0, 0, INT32_MAX, (int32_t)k);
		course->exposure[k] = course->whole[k] / casemonth_part(course->clock);
	}
	course->contacts = mem_new(width + 1, sizeof *course->contacts);
	course->spell_months = mem_new(width + 1, sizeof *course->spell_months);
	course->spells = mem_new(width + 1, sizeof *course->spells);
}

void casecourse_again(struct casecourse *course, const struct casecourse *other)
{
	*course = (struct casecourse){ .caseload = other->caseload, .clock = other->clock,
				       .width = other->width,
				       .without_open = other->without_open };
	make_room(course);
}

int casecourse_start(struct casecourse *course, const struct caseload *caseload, enum clock clock,
		     struct fault *fault)
{
	memset(course, 0, sizeof *course);
	course->caseload = caseload;
	course->clock = clock;
	for (uint32_t id = 0; id < caseload->cases; id++) {
		if (!caseload_incident(caseload, id))
			continue;
		casecourse_look(course, id);
		if ((size_t)course->last >= course->width)
			course->width = (size_t)course->last + 1;
	}
	if (!course->width)
		return no_case(caseload, fault);
	make_room(course);
	return 0;
}

void casecourse_free(struct casecourse *course)
{
	free(course->months);
	free(course->whole);
	day_buffer_free(&course->days);
	free(course->exposure);
	free(course->contacts);
	free(course->spell_months);
	free(course->spells);
}
