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
#include "stats/random.h"

enum { WINDOW_MONTHS = 36, BEFORE_DAYS = 183, YOUNGEST_DAYS = 20 };

/* What becomes of the minutes, and of the age in days, of a visit of the chosen case of that
 * number; 0 = the visit is left out. */
typedef double edit_visit(size_t number, int32_t *age, double minutes);

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
		double minutes = edit ? edit(number, &age, visit->minutes) : visit->minutes;
		const struct amount amount = { .value = (int64_t)minutes };
		int32_t date = caseload->origin[id] + age;

		if (minutes > 0 && date >= population->since && date <= population->until)
			store_add(caseload->store, id, date, amount, &fault);
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

/* Some cases of one service. */
struct madeup {
	struct population_settings settings;
	struct population population;
	size_t *chosen;
	struct caseload caseload;
};

static void madeup_free(struct madeup *made)
{
	caseload_free(&made->caseload);
	population_free(&made->population);
	free(made->chosen);
}

/* 0, or -1 and nothing to free where the service has too few. */
static int madeup_new(struct madeup *made, const struct population_settings *settings, size_t cases,
		      edit_visit *edit)
{
	gsl_rng *random = random_stream(settings->seed, "coverage.choice", 0);
	size_t count;

	memset(made, 0, sizeof *made);
	made->settings = *settings;
	made->chosen = mem_new(cases, sizeof *made->chosen);
	population_new(&made->population, &made->settings);
	count = choose(&made->population, made->chosen, cases, random);
	gsl_rng_free(random);
	if (count < cases) {
		population_free(&made->population);
		free(made->chosen);
		return -1;
	}
	make_caseload(&made->caseload, &made->population, made->chosen, cases, edit);
	return 0;
}

/* A uniform number of a service, case and purpose (Steele, Lea and Flood 2014: splitmix64). */
__attribute__((unused))
static double coin(uint64_t seed, size_t number, uint64_t purpose)
{
	uint64_t z = seed * 0x9E3779B97F4A7C15U + number * 0xBF58476D1CE4E5B9U + purpose;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
	return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static enum mechanism_id mechanism_of(const char *name)
{
	enum mechanism_id id = MECHANISM_BG;

	while (id < MECHANISM_HAWKES && strcmp(name, mechanism_names[id]) != 0)
		id++;
	return id;
}

/* Three years with twice as many eligible cases as wanted, so that chance seldom leaves too few. */
static struct population_settings three_years(const char *mechanism, size_t cases,
					      unsigned long seed)
{
	return (struct population_settings){
		.mechanism = mechanism_of(mechanism), .start = 2018 * 12, .months = WINDOW_MONTHS,
		.inflow = 2 * (double)cases / (WINDOW_MONTHS + 6) + 1, .seed = seed };
}

/* What such a simulation is asked. */
struct question {
	const char *mechanism;
	size_t cases;
	long runs;
	unsigned long seed;
};

/* PROGRAM MECHANISM CASES RUNS SEED; ends the program where there is something else. */
__attribute__((unused))
static struct question question_of(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: %s MECHANISM CASES RUNS SEED\n", argv[0]);
		exit(2);
	}
	return (struct question){ argv[1], strtoul(argv[2], NULL, 10), strtol(argv[3], NULL, 10),
				  strtoul(argv[4], NULL, 10) * 1000003 };
}

#endif
