/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outcome - what becomes of single made-up cases, and of the service after its export ends. */
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "data/date.h"
#include "model/outcome.h"
#include "stats/random.h"

enum { LANDMARK_DAY = 56, YEAR = 365, LATELY = 183 };

/* ---- one case -------------------------------------------------------------------- */

/* Days of which the hours count, and the week after the last. */
struct span {
	int32_t from, to;
	int until;
};

static struct span span_after(const struct population *population, int32_t day)
{
	return (struct span){ day + 1, day + YEAR,
			      (day + YEAR - population->calendar.monday) / 7 + 1 };
}

static int lies_in(const struct visit *visit, struct span span)
{
	return visit->date >= span.from && visit->date <= span.to;
}

static double hours_recorded(const struct population *population, const struct member *member,
			     struct span span)
{
	const struct visit *visits = population->visits.at + member->first_visit;
	double minutes = 0;

	for (size_t i = 0; i < member->visits; i++)
		if (lies_in(&visits[i], span))
			minutes += visits[i].minutes;
	return minutes / 60;
}

/* The team has for the case what it had left for it. */
static double hours_replayed(const struct population *population, const struct visits *visits,
			     struct span span)
{
	double minutes = 0;

	for (size_t i = 0; i < visits->count; i++)
		if (lies_in(&visits->at[i], span))
			minutes += population_minutes(&visits->at[i],
						      population->served[visits->at[i].week], 0);
	return minutes / 60;
}

static void replay(struct outcome *outcome, const struct population *population,
		   const struct member *member, const struct course_state *start,
		   struct span span, gsl_rng *random)
{
	double hours[OUTCOME_REPLAYS], over = 0;
	struct visits visits = { 0 };

	for (int i = 0; i < OUTCOME_REPLAYS; i++) {
		struct course_state state = *start;

		visits.count = 0;
		course_run(&visits, &state, population->mechanism, &member->traits,
			   &population->calendar, member->entry, span.until, random);
		hours[i] = hours_replayed(population, &visits, span);
		over += hours[i] >= OUTCOME_THRESHOLD;
	}
	free(visits.at);
	outcome->expected = gsl_stats_mean(hours, 1, OUTCOME_REPLAYS);
	outcome->expected_se = gsl_stats_sd(hours, 1, OUTCOME_REPLAYS) / sqrt(OUTCOME_REPLAYS);
	outcome->over = over / OUTCOME_REPLAYS;
	outcome->over_se = sqrt(outcome->over * (1 - outcome->over) / OUTCOME_REPLAYS);
}

static void foresee(struct outcome *outcome, const struct population *population, size_t index,
		    const struct course_state *start, struct span span, const char *purpose)
{
	const struct member *member = &population->members[index];
	gsl_rng *random;

	memset(outcome, 0, sizeof *outcome);
	outcome->came = hours_recorded(population, member, span);
	if (start->left)
		return;
	random = random_stream(population->settings->seed, purpose, index + 1);
	replay(outcome, population, member, start, span, random);
	gsl_rng_free(random);
}

int outcome_landmark(struct outcome *outcome, const struct population *population, size_t index)
{
	const struct member *member = &population->members[index];
	int32_t first = population_first(population, member);

	if (first < population->since || first + LANDMARK_DAY > population->until)
		return 0;
	/* The state is that at the beginning of the week in which day 56 lies; what the replays do
	 * in that week until then does not count. */
	foresee(outcome, population, index, &member->landmark,
		span_after(population, first + LANDMARK_DAY), "truth.landmark");
	return 1;
}

int outcome_open(struct outcome *outcome, const struct population *population, size_t index)
{
	const struct member *member = &population->members[index];
	const struct visit *visits = population->visits.at + member->first_visit;
	int open = 0;

	for (size_t i = 0; i < member->visits && !open; i++)
		open = visits[i].minutes > 0 && visits[i].date <= population->until &&
		       visits[i].date > population->until - LATELY;
	if (!open || member->at_end.age == 0)
		return 0;
	foresee(outcome, population, index, &member->at_end,
		span_after(population, population->until), "truth.open");
	return 1;
}

/* ---- the service ----------------------------------------------------------------- */

static void add_member(struct outcome_path *path, const struct population *population,
		       const struct member *member)
{
	const struct visit *visits = population->visits.at + member->first_visit;
	int32_t first = population_first(population, member), end = month_of(population->until) + 1;
	int seen = -1;

	if (first > population->until && month_of(first) - end < OUTCOME_MONTHS)
		path->new_cases[month_of(first) - end]++;
	for (size_t i = 0; i < member->visits; i++) {
		int month = month_of(visits[i].date) - end;

		if (visits[i].minutes == 0 || month < 0 || month >= OUTCOME_MONTHS)
			continue;
		path->hours[month] += visits[i].minutes / 60;
		if (first <= population->until)
			path->known_hours[month] += visits[i].minutes / 60;
		path->active_cases[month] += month > seen;
		seen = month > seen ? month : seen;
	}
}

void outcome_path(struct outcome_path *path, const struct population *population)
{
	memset(path, 0, sizeof *path);
	for (size_t i = 0; i < population->count; i++)
		add_member(path, population, &population->members[i]);
}
