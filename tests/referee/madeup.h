/* SPDX-License-Identifier: GPL-3.0-or-later */
/* madeup - caseloads of made-up cases for the simulations here: services of three years, from which
 * some cases are taken at random, begun in the window or, with a stated first contact, in the half
 * year before it (delayed entry). */
#ifndef VL_MADEUP_H
#define VL_MADEUP_H

#include <gsl/gsl_randist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "data/caseload.h"
#include "model/population.h"

enum { WINDOW_MONTHS = 36, BEFORE_DAYS = 183, YOUNGEST_DAYS = 20 };

/* What becomes of the minutes of a visit at that age in days of the chosen case of that number; 0 =
 * the visit is left out. */
typedef double edit_visit(size_t number, int32_t age, double minutes);

static int eligible(const struct population *population, const struct member *member)
{
	int32_t first = population_first(population, member);

	return first >= population->since - BEFORE_DAYS &&
	       first <= population->until - YOUNGEST_DAYS;
}

static size_t choose(const struct population *population, size_t *chosen, size_t cases,
		     gsl_rng *random)
{
	size_t *all = mem_new(population->count, sizeof *all), count = 0;

	for (size_t i = 0; i < population->count; i++)
		if (eligible(population, &population->members[i]))
			all[count++] = i;
	if (count >= cases)
		gsl_ran_choose(random, chosen, cases, all, count, sizeof *all);
	free(all);
	return count;
}

static void add_case(struct caseload *caseload, const struct population *population, size_t number,
		     edit_visit *edit)
{
	const struct member *member = &population->members[number];
	struct fault fault = { 0 };
	char name[24];
	uint32_t id;

	snprintf(name, sizeof name, "%08zu", number);
	id = store_case(caseload->store, name, strlen(name), &fault);
	caseload->origin[id] = population_first(population, member);
	caseload->closed[id] = DATE_UNKNOWN;
	caseload->stated[id] = 1;
	for (size_t i = 0; i < member->visits; i++) {
		const struct visit *visit = &population->visits.at[member->first_visit + i];
		int32_t age = visit->date - caseload->origin[id];
		double minutes = edit ? edit(number, age, visit->minutes) : visit->minutes;
		const struct amount amount = { .value = (int64_t)minutes };

		if (minutes > 0 && visit->date >= population->since &&
		    visit->date <= population->until)
			store_add(caseload->store, id, visit->date, amount, &fault);
	}
}

static void make_caseload(struct caseload *caseload, const struct population *population,
			  const size_t *chosen, size_t cases, edit_visit *edit)
{
	struct fault fault = { 0 };

	memset(caseload, 0, sizeof *caseload);
	caseload->store = store_new();
	caseload->groups = intern_new();
	caseload->services = intern_new();
	caseload->window.since = population->since;
	caseload->window.until = population->until;
	caseload->divisor = 60;
	caseload->silence = SILENCE_MONTHS;
	caseload->cases = (uint32_t)cases;
	caseload->origin = mem_new(cases, sizeof *caseload->origin);
	caseload->closed = mem_new(cases, sizeof *caseload->closed);
	caseload->stated = mem_new(cases, sizeof *caseload->stated);
	for (size_t i = 0; i < cases; i++)
		add_case(caseload, population, chosen[i], edit);
	store_finish(caseload->store, &fault);
	caseload->order = intern_sorted(store_ids(caseload->store));
}

static enum mechanism_id mechanism_of(const char *name)
{
	enum mechanism_id id = MECHANISM_BG;

	while (id < MECHANISM_HAWKES && strcmp(name, mechanism_names[id]) != 0)
		id++;
	return id;
}

#endif
