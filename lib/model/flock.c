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
	flock->drawn = 0;
}

/* Whole numbers: sums that are carried along stay exact. */
void flock_add(struct flock *flock, const struct flock_walk *walk)
{
	size_t i = flock->count++;

	flock->random[i] = walk->random;
	flock->age[i] = walk->age < FLOCK_OLDEST ? walk->age : FLOCK_OLDEST;
	flock->recency[i] = walk->recency;
	flock->closed[i] = walk->closed;
	flock->path[i] = walk->path;
	flock->sum[i] = walk->sum;
	flock->at[i] = walk->at;
	flock->recent[i] = flock->year[i] = walk->amount;
	flock->month[STATES_YEAR - 1][i] = walk->amount;
	for (int k = 0; k < STATES_YEAR - 1; k++) {
		flock->month[k][i] = walk->before[k];
		flock->year[i] += walk->before[k];
		flock->recent[i] += k < STATES_YEAR - STATES_RECENT ? 0 : walk->before[k];
	}
}

void flock_begin(struct flock *flock, const double *list)
{
	for (size_t i = 0; i < flock->count; i++)
		flock->amount[i] = list[flock->at[i]];
	for (size_t i = 0; i < flock->count; i++) {
		double amount = flock->amount[i] > 0 ? flock->amount[i] : 0;

		flock->recent[i] += amount;
		flock->year[i] += amount;
		flock->month[STATES_YEAR - 1][i] = amount;
	}
}

/* How many of three limits the amounts of the last months reach; as doubles, since compilers
 * compare these side by side. */
static void find_intensities(const struct flock *flock, const double cut[STATES_INTENSITIES - 1],
			     uint32_t *intensity)
{
	for (size_t i = 0; i < flock->count; i++) {
		double recent = flock->recent[i];

		intensity[i] = (uint32_t)(int32_t)((recent >= cut[0] ? 1. : 0.) +
						   (recent >= cut[1] ? 1. : 0.) +
						   (recent >= cut[2] ? 1. : 0.));
	}
}

static uint32_t quarter_of(double year, const double cut[STATES_QUARTERS - 1])
{
	return (uint32_t)((year > cut[0]) + (year > cut[1]) + (year > cut[2]));
}

/* Short loops, so that the processor has many walks in hand: a long one waits for its results. */
static void find_states(const struct flock *flock, const struct flock_rules *rules,
			uint32_t *state)
{
	find_intensities(flock, rules->cut, state);
	for (size_t i = 0; i < flock->count; i++)
		state[i] += rules->age_part[flock->age[i]] +
			    rules->recency_part[flock->recency[i]];
	for (size_t i = 0; i < flock->count; i++)
		state[i] = STATES_QUARTERS * state[i] +
			   quarter_of(flock->year[i], rules->year_cut[state[i]]);
}

/* Thirty-two random bits for each walk. */
static const uint32_t *draw_numbers(struct flock *flock)
{
	flock->drawn = !flock->drawn;
	if (!flock->drawn)
		return flock->later;
	for (size_t i = 0; i < flock->count; i++) {
		uint64_t bits = random_quick_next(&flock->random[i]);

		flock->number[i] = (uint32_t)(bits >> 32);
		flock->later[i] = (uint32_t)bits;
	}
	return flock->number;
}

/* Amounts of the next month, or STATES_NO_CONTACT. */
static void draw_month(struct flock *flock, const struct flock_rules *rules,
		       const struct donors *donors)
{
	const uint32_t *number = draw_numbers(flock);
	uint32_t state[FLOCK_MOST];

	find_states(flock, rules, state);
	for (size_t i = 0; i < flock->count; i++) {
		const struct donor_run *run = &donors->of[state[i]];
		uint32_t at = random_place(number[i], run->count);

		flock->at[i] = (run->from + at) & -(uint32_t)(at < run->contacts);
	}
	for (size_t i = 0; i < flock->count; i++)
		flock->amount[i] = donors->next[flock->at[i]];
}

static void follow(struct flock *flock, const struct flock_rules *rules,
		   const struct donors *donors)
{
	uint32_t state[FLOCK_MOST];

	if (flock->left) {
		flock->left--;
		for (size_t i = 0; i < flock->count; i++)
			flock->amount[i] = rules->states->amount[++flock->at[i]];
		return;
	}
	flock->left = (uint32_t)rules->follow - 1;
	find_states(flock, rules, state);
	for (size_t i = 0; i < flock->count; i++) {
		const struct donor_run *run = &donors->of[state[i]];

		flock->at[i] = donors->at[run->from +
					  random_quick_below(&flock->random[i], run->count)];
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
	if (rules->follow == 1)
		draw_month(flock, rules, donors);
	else
		follow(flock, rules, donors);
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
	flock->later[i] = flock->later[last];
	flock->recent[i] = flock->recent[last];
	flock->year[i] = flock->year[last];
	for (int k = 0; k < STATES_YEAR; k++)
		flock->month[k][i] = flock->month[k][last];
	flock->age[i] = flock->age[last];
	flock->recency[i] = flock->recency[last];
	flock->at[i] = flock->at[last];
	flock->path[i] = flock->path[last];
	flock->sum[i] = flock->sum[last];
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
