/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flock - cases that go on together. */
#include <math.h>
#include <string.h>

#include "model/flock.h"

/* The state of a situation has a part by age, one by recency and so on that add up. */
void flock_rules(struct flock_rules *rules, const struct states *states, int follow)
{
	static const uint32_t width = STATES_INTENSITIES * STATES_QUARTERS;

	rules->states = states;
	rules->follow = follow;
	for (int32_t age = 0; age <= FLOCK_OLDEST; age++)
		rules->age_part[age] = states_code(states, &(struct situation){ .age = age }) /
				       width * STATES_INTENSITIES;
	for (int32_t silent = 0; silent < STATES_SILENT; silent++)
		rules->recency_part[silent] =
			states_code(states, &(struct situation){ .recency = silent }) /
			width * STATES_INTENSITIES;
	memcpy(rules->cut, states->cut, sizeof rules->cut);
	for (int s = 0; s < STATES_PLAIN; s++)
		for (int q = 0; q < STATES_QUARTERS - 1; q++)
			rules->year_cut[s][q] = states->coding == STATES_FULL ?
						states->year_cut[s][q] : INFINITY;
}

void flock_start(struct flock *flock)
{
	flock->count = 0;
	flock->place = 0;
	flock->left = 0;
}

/* Whole numbers: sums that are carried along stay exact. */
void flock_add(struct flock *flock, const struct situation *situation, int closed, uint32_t path,
	       struct random_quick random)
{
	size_t i = flock->count++;

	flock->random[i] = random;
	flock->age[i] = situation->age < FLOCK_OLDEST ? situation->age : FLOCK_OLDEST;
	flock->recency[i] = situation->recency;
	flock->closed[i] = closed != 0;
	flock->path[i] = path;
	flock->recent[i] = flock->year[i] = 0;
	for (int k = 0; k < STATES_YEAR; k++) {
		double amount = situation->recent[STATES_YEAR - 1 - k];

		flock->month[k][i] = amount;
		flock->year[i] += amount;
		flock->recent[i] += k < STATES_YEAR - STATES_RECENT ? 0 : amount;
	}
}

/* How many of three limits the amounts of the last months reach; as doubles, since compilers compare
 * these side by side. */
static void find_intensities(const struct flock *flock, const double cut[STATES_INTENSITIES - 1],
			     int32_t *intensity)
{
	for (size_t i = 0; i < flock->count; i++) {
		double recent = flock->recent[i];

		intensity[i] = (int32_t)((recent >= cut[0] ? 1. : 0.) + (recent >= cut[1] ? 1. : 0.) +
					 (recent >= cut[2] ? 1. : 0.));
	}
}

static uint32_t quarter_of(double year, const double cut[STATES_QUARTERS - 1])
{
	return (uint32_t)((year > cut[0]) + (year > cut[1]) + (year > cut[2]));
}

/* Places in the lists of donors. */
static void draw(struct flock *flock, const struct flock_rules *rules, const struct donors *donors)
{
	int32_t intensity[FLOCK_MOST];

	find_intensities(flock, rules->cut, intensity);
	for (size_t i = 0; i < flock->count; i++) {
		uint32_t plain = rules->age_part[flock->age[i]] +
				 rules->recency_part[flock->recency[i]] + (uint32_t)intensity[i];
		uint32_t quarter = quarter_of(flock->year[i], rules->year_cut[plain]);
		struct donor_run run = donors->of[STATES_QUARTERS * plain + quarter];

		flock->at[i] = run.from + random_quick_below(&flock->random[i], run.count);
	}
}

/* Amounts of the next month, or STATES_NO_CONTACT. */
static void find_amounts(struct flock *flock, const struct flock_rules *rules,
			 const struct donors *donors)
{
	if (flock->left) {
		flock->left--;
		for (size_t i = 0; i < flock->count; i++)
			flock->amount[i] = rules->states->amount[++flock->at[i]];
		return;
	}
	draw(flock, rules, donors);
	if (rules->follow == 1) {
		for (size_t i = 0; i < flock->count; i++)
			flock->amount[i] = donors->next[flock->at[i]];
		return;
	}
	flock->left = (uint32_t)rules->follow - 1;
	for (size_t i = 0; i < flock->count; i++) {
		flock->at[i] = donors->at[flock->at[i]];
		flock->amount[i] = rules->states->amount[flock->at[i]];
	}
}

static void count_months(struct flock *flock)
{
	flock->gone = 0;
	for (size_t i = 0; i < flock->count; i++) {
		int silent = flock->amount[i] < 0;

		flock->recency[i] = silent ? flock->recency[i] + 1 : 0;
		flock->closed[i] = silent ? flock->closed[i] : 0;
		flock->age[i] += flock->age[i] < FLOCK_OLDEST;
		flock->gone += flock->recency[i] >= STATES_SILENT;
	}
}

static void add_amounts(struct flock *flock)
{
	double *restrict oldest = flock->month[flock->place];
	const double *restrict leaving =
		flock->month[(flock->place + STATES_YEAR - STATES_RECENT) % STATES_YEAR];

	for (size_t i = 0; i < flock->count; i++) {
		double amount = flock->amount[i] > 0 ? flock->amount[i] : 0;

		flock->amount[i] = amount;
		flock->recent[i] += amount - leaving[i];
		flock->year[i] += amount - oldest[i];
		oldest[i] = amount;
	}
}

void flock_step(struct flock *flock, const struct flock_rules *rules, const struct donors *donors)
{
	find_amounts(flock, rules, donors);
	count_months(flock);
	add_amounts(flock);
	flock->place = (flock->place + 1) % STATES_YEAR;
}

/* The last walk into the place of another. */
static void replace(struct flock *flock, size_t i)
{
	size_t last = --flock->count;

	flock->gone--;
	flock->random[i] = flock->random[last];
	flock->recent[i] = flock->recent[last];
	flock->year[i] = flock->year[last];
	for (int k = 0; k < STATES_YEAR; k++)
		flock->month[k][i] = flock->month[k][last];
	flock->age[i] = flock->age[last];
	flock->recency[i] = flock->recency[last];
	flock->at[i] = flock->at[last];
	flock->path[i] = flock->path[last];
	flock->closed[i] = flock->closed[last];
}

void flock_leave(struct flock *flock)
{
	for (size_t i = 0; flock->gone;)
		if (flock->recency[i] >= STATES_SILENT)
			replace(flock, i);
		else
			i++;
}
