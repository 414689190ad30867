/* SPDX-License-Identifier: GPL-3.0-or-later */
/* population - all cases of a made-up service and their contacts, before anything is recorded. */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "data/date.h"
#include "model/population.h"
#include "stats/random.h"

#define WEEKS_A_MONTH (52.18 / 12)
#define INFLOW_SIZE 6               /* of the negative binomial: variance mean + mean^2 / 6 */
#define INFLOW_DRIFT 0.012          /* standard deviation of a week's step, in logs */
#define SHOCK_MONTH 30.44           /* days */
#define CAPACITY_MONTH 4.35         /* weeks */
#define CAPACITY_HOURS 26.0         /* a month, for each new case a month */

/* ---- new cases ------------------------------------------------------------------- */

static double months_since(int32_t date, int year, int month)
{
	return (date - date_from_civil(year, month, 1)) / SHOCK_MONTH;
}

static double shock(int32_t monday)
{
	double autumn_2015 = months_since(monday, 2015, 9);
	double spring_2022 = months_since(monday, 2022, 3);
	double level = 1;

	if (autumn_2015 >= 0)
		level *= 1 + 1.2 * exp(-autumn_2015 / 9);
	if (spring_2022 >= 0)
		level *= 1.25 + 1.1 * exp(-spring_2022 / 6);
	if (monday >= date_from_civil(2020, 3, 15) && monday < date_from_civil(2020, 6, 15))
		level *= 0.55;
	return level;
}

/* How far the inflow is from what the settings say, in logs, week by week. */
static double *draw_drift(const struct population *population)
{
	gsl_rng *random = random_stream(population->settings->seed, "simulate.drift", 0);
	int weeks = population->calendar.weeks;
	int start = (population->since - population->calendar.monday) / 7;
	double *drift = mem_new((size_t)weeks, sizeof *drift), there;

	for (int week = 1; week < weeks; week++)
		drift[week] = drift[week - 1] + gsl_ran_gaussian_ziggurat(random, INFLOW_DRIFT);
	there = drift[start];
	for (int week = 0; week < weeks; week++)
		drift[week] -= there;
	gsl_rng_free(random);
	return drift;
}

static void run_to(struct population *population, struct member *member,
		   struct course_state *state, int week, gsl_rng *random)
{
	course_run(&population->visits, state, population->mechanism, &member->traits,
		   &population->calendar, member->entry, week, random);
}

/* In three parts, to see how it stands at two times. */
static void live(struct population *population, struct member *member, gsl_rng *random)
{
	struct course_state state = course_start();
	int weeks = population->calendar.weeks, landmark = member->entry + POPULATION_LANDMARK;
	int end = (population->until + 1 - population->calendar.monday) / 7;

	member->first_visit = population->visits.count;
	if (landmark > weeks)
		landmark = weeks;
	run_to(population, member, &state, landmark < end ? landmark : end, random);
	member->landmark = member->at_end = state;
	run_to(population, member, &state, landmark < end ? end : landmark, random);
	if (landmark < end)
		member->at_end = state;
	else
		member->landmark = state;
	run_to(population, member, &state, weeks, random);
	member->last_week = state.left ? member->entry + state.age : weeks;
	member->visits = population->visits.count - member->first_visit;
}

static void add_member(struct population *population, int entry)
{
	struct member *member;
	gsl_rng *random;

	population->members = mem_grow(population->members, population->count,
				       &population->capacity, sizeof *population->members);
	member = &population->members[population->count++];
	random = random_stream(population->settings->seed, "simulate.case", population->count);
	member->traits = course_traits_draw(population->mechanism, course_kind_draw(random),
					    random);
	member->entry = entry;
	live(population, member, random);
	gsl_rng_free(random);
}

static void add_members(struct population *population)
{
	const struct population_settings *settings = population->settings;
	gsl_rng *random = random_stream(settings->seed, "simulate.inflow", 0);
	double *drift = draw_drift(population);

	for (int week = 0; week < population->calendar.weeks; week++) {
		int32_t monday = population->calendar.monday + 7 * week;
		double mean = settings->inflow / WEEKS_A_MONTH * exp(drift[week]) *
			      calendar_inflow(monday) * (settings->shocks ? shock(monday) : 1);
		unsigned int count = gsl_ran_negative_binomial(random,
				INFLOW_SIZE / (INFLOW_SIZE + mean), INFLOW_SIZE);

		for (unsigned int i = 0; i < count; i++)
			add_member(population, week);
	}
	free(drift);
	gsl_rng_free(random);
}

/* ---- what the team can do -------------------------------------------------------- */

static double capacity(const struct population *population, int week)
{
	int32_t monday = population->calendar.monday + 7 * week;
	double posts = 1;

	posts += 0.25 * (monday >= date_from_civil(2016, 3, 1));
	posts -= 0.10 * (monday >= date_from_civil(2018, 1, 1));
	posts += 0.30 * (monday >= date_from_civil(2022, 9, 1));
	return population->settings->inflow * CAPACITY_HOURS * posts / CAPACITY_MONTH *
	       fmin(1.1, population->calendar.intensity[week]);
}

int population_minutes(const struct visit *visit, double served, int first_week)
{
	if (served < 1 && !first_week && visit->luck >= pow(served, 0.7))
		return 0;
	return course_rounded(served < 1 ? visit->minutes * pow(served, 0.3) : visit->minutes);
}

static void find_served(struct population *population)
{
	double *demand = mem_new((size_t)population->calendar.weeks, sizeof *demand);

	for (size_t i = 0; i < population->visits.count; i++)
		demand[population->visits.at[i].week] += population->visits.at[i].minutes / 60;
	for (int week = 0; week < population->calendar.weeks; week++) {
		double hours = capacity(population, week);

		population->served[week] = 1;
		if (population->mechanism->limited && demand[week] > hours)
			population->served[week] = hours / demand[week];
	}
	free(demand);
}

static void serve(struct population *population)
{
	for (size_t i = 0; i < population->count; i++) {
		const struct member *member = &population->members[i];
		struct visit *visits = population->visits.at + member->first_visit;

		for (size_t k = 0; k < member->visits; k++)
			visits[k].minutes = population_minutes(&visits[k],
					population->served[visits[k].week],
					visits[k].week == member->entry);
	}
}

/* ---- the whole ------------------------------------------------------------------- */

void population_new(struct population *population, const struct population_settings *settings)
{
	gsl_rng *random = random_stream(settings->seed, "simulate.calendar", 0);
	int32_t opening = calendar_after_weekend(month_first(settings->start - POPULATION_BURN_IN));
	int32_t end = month_last(settings->start + settings->months + settings->beyond - 1);

	memset(population, 0, sizeof *population);
	population->settings = settings;
	population->mechanism = &mechanisms[settings->mechanism];
	population->since = month_first(settings->start);
	population->until = month_last(settings->start + settings->months - 1);
	opening -= date_weekday(opening);
	population->calendar = calendar_new(opening, (end - opening) / 7 + 1, random);
	gsl_rng_free(random);
	population->served = mem_new((size_t)population->calendar.weeks,
				     sizeof *population->served);
	add_members(population);
	find_served(population);
	serve(population);
}

void population_free(struct population *population)
{
	calendar_free(&population->calendar);
	free(population->members);
	free(population->visits.at);
	free(population->served);
	memset(population, 0, sizeof *population);
}

int32_t population_first(const struct population *population, const struct member *member)
{
	const struct visit *visits = population->visits.at + member->first_visit;
	int32_t first = visits[0].date;

	for (size_t i = 1; i < member->visits && visits[i].week == member->entry; i++)
		if (visits[i].date < first)
			first = visits[i].date;
	return first;
}
