/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paths - possible futures of a caseload, month by month from the donors of its states. */
#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/date.h"
#include "model/flock.h"
#include "model/paths.h"
#include "model/silence.h"
#include "model/totals.h"
#include "stats/sort.h"

/* Cases whose sums over all paths are kept at a time. */
enum { BATCH = 256 };

struct run {
	const struct states *states;
	const struct paths_plan *plan;
	struct paths *paths;            /* or NULL */
	struct flock_rules rules;
	struct donor_months months;
	struct donors block[PATHS_BLOCKS];
	struct silence_states *silent;  /* of the chosen cases */
	uint32_t batch, batch_count;    /* among the chosen cases */
	int fresh;                      /* new cases walk as well */
	double *sums;                   /* by case of the batch * paths + path; or NULL */
};

static size_t block_start(const struct paths_plan *plan, size_t block)
{
	return block * plan->paths / PATHS_BLOCKS;
}

static size_t block_paths(const struct paths_plan *plan, size_t block)
{
	return block_start(plan, block + 1) - block_start(plan, block);
}

/* ---- the walks of a block ----------------------------------------------------------- */

/* Walks wait in a flock until it is full: in that of month m who has the first contact in the month
 * before, and in that of month 0 who goes on from T. */
struct walks {
	const struct run *run;
	size_t block;
	struct totals totals;
	double *sums;                   /* the run's, or NULL */
	const double *first;            /* amounts of first contacts */
	struct flock *flock;            /* by month, months + 1 of them */
};

static void walks_new(struct walks *walks, const struct run *run, size_t block)
{
	*walks = (struct walks){ .run = run, .block = block, .sums = run->sums,
		.first = run->block[block].next,
		.flock = mem_new(run->plan->months + 1, sizeof *walks->flock) };
	if (run->paths)
		totals_new(&walks->totals, run->plan->months, block_paths(run->plan, block),
			   run->plan->walks);
	for (size_t month = 0; month <= run->plan->months; month++)
		flock_start(&walks->flock[month]);
}

static void add_sums(const struct walks *walks, const struct flock *flock, size_t month)
{
	double share = walks->sums ? walks->run->plan->share[month] : 0;

	for (size_t i = 0; walks->sums && i < flock->count; i++)
		walks->sums[flock->sum[i]] += share * flock->amount[i];
}

static void begin(struct walks *walks, struct flock *flock, size_t month)
{
	flock_begin(flock, walks->first);
	if (walks->run->paths)
		totals_begin(&walks->totals, flock, month);
	add_sums(walks, flock, month);
}

/* To the last month, or until all are gone; then the flock is empty. */
static void walk(struct walks *walks, size_t month)
{
	const struct run *run = walks->run;
	struct flock *flock = &walks->flock[month];

	if (month > 0)
		begin(walks, flock, month - 1);
	for (; month < run->plan->months && flock->count; month++) {
		flock_step(flock, &run->rules, &run->block[walks->block]);
		if (run->paths)
			totals_add(&walks->totals, flock, month, run->states->caseload->silence);
		add_sums(walks, flock, month);
		flock_leave(flock);
	}
	flock_start(flock);
}

static void walks_add(struct walks *walks, size_t month, const struct flock_walk *one)
{
	flock_add(&walks->flock[month], one);
	if (walks->flock[month].count == FLOCK_MOST)
		walk(walks, month);
}

static void walk_all(struct walks *walks)
{
	for (size_t month = 0; month <= walks->run->plan->months; month++)
		walk(walks, month);
}

/* What the block adds up to goes to its paths. */
static void hand_in(const struct walks *walks, struct paths *paths)
{
	const struct totals *totals = &walks->totals;
	size_t first = block_start(walks->run->plan, walks->block);

	for (size_t p = 0; p < totals->paths; p++)
		for (size_t month = 0; month < paths->months; month++) {
			const struct total *total = totals_of(totals, month, totals_path(totals, p));
			size_t to = (first + p) * paths->months + month;

			paths->amount[to] += total->amount;
			paths->active[to] += (uint32_t)total->cases;
			paths->open[to] += (uint32_t)(total->cases >> 32);
		}
}

static void walks_end(struct walks *walks)
{
	walk_all(walks);
	free(walks->flock);
	if (walks->run->paths)
		hand_in(walks, walks->run->paths);
	totals_free(&walks->totals);
}

/* ---- the cases that are there ----------------------------------------------------- */

/* What the walks of a case have in common. The silent months stay as they are from case to case. */
struct leaving {
	const struct state_now *now;
	const struct silence_states *states;
	struct silence silence;
	int32_t open;                   /* silent months that it stays open for */
	double month[STATES_YEAR + STATES_SILENT];    /* the oldest first; then silent ones */
	uint32_t sum;                   /* of the first path */
};

static uint32_t chosen_case(const struct run *run, uint32_t i)
{
	return run->plan->chosen ? run->plan->chosen[i] : i;
}

static void find_leaving(struct leaving *leaving, const struct run *run, size_t block, uint32_t i)
{
	const struct state_now *now = &run->states->now[chosen_case(run, run->batch + i)];
	int32_t open = run->states->caseload->silence - now->situation.recency;

	leaving->now = now;
	leaving->states = &run->silent[run->batch + i];
	leaving->open = now->closed || open < 0 ? 0 : open;
	leaving->sum = (uint32_t)(i * run->plan->paths + block_start(run->plan, block));
	if (run->plan->follow == 1)
		silence_find(&leaving->silence, leaving->states, &run->block[block]);
	for (int k = 0; k < STATES_YEAR; k++)
		leaving->month[k] = now->situation.recent[STATES_YEAR - 1 - k];
}

/* The month of the first contact; those before are silent. */
static void come_back(struct walks *walks, const struct leaving *leaving, size_t month,
		      struct flock_walk *one)
{
	const struct donors *donors = &walks->run->block[walks->block];
	const struct donor_run *from = &donors->of[leaving->states->code[month]];

	one->at = from->from + random_quick_below(&one->random, from->contacts);
	one->age += (int32_t)month + 1;
	one->amount = 0;
	one->before = leaving->month + month + 1;
	walks_add(walks, month + 1, one);
}

/* Silent until the first contact, if one comes: then it is in a flock. */
static void leave(struct walks *walks, const struct leaving *leaving, struct flock_walk *one)
{
	int32_t silent = silence_draw(&leaving->silence, &one->random);
	size_t months = walks->run->plan->months;

	if (walks->run->paths)
		totals_stay_open(&walks->totals, one->path,
				 silent < leaving->open ? silent : leaving->open);
	if (silent < leaving->silence.months && (size_t)silent < months)
		come_back(walks, leaving, (size_t)silent, one);
}

/* One walk a path of the block, or a few that its paths share. */
static void walk_case(struct walks *walks, uint32_t i, struct leaving *leaving)
{
	const struct run *run = walks->run;
	size_t block = walks->block, shared = run->plan->walks;
	size_t count = shared ? shared : block_paths(run->plan, block);
	uint32_t place = shared ? totals_team(&walks->totals, i % TOTALS_TEAMS, 0) : 0;
	struct random_quick random = random_quick(run->plan->seed, "paths.case",
		(unsigned long)chosen_case(run, run->batch + i) * PATHS_BLOCKS + block);

	find_leaving(leaving, run, block, i);
	if (walks->sums)
		memset(walks->sums + leaving->sum, 0, count * sizeof *walks->sums);
	for (uint32_t p = 0; p < count; p++) {
		struct flock_walk one = { .age = leaving->now->situation.age,
			.recency = leaving->now->situation.recency,
			.amount = leaving->month[STATES_YEAR - 1], .before = leaving->month,
			.path = place + p, .sum = leaving->sum + p, .closed = leaving->now->closed,
			.random = { random_quick_next(&random) } };

		if (run->plan->follow == 1) {
			one.recency = 0;
			one.closed = 0;
			leave(walks, leaving, &one);
		} else {
			walks_add(walks, 0, &one);
		}
	}
}

/* Each path takes the future of each team. */
static void take_teams(struct walks *walks)
{
	const struct paths_plan *plan = walks->run->plan;

	for (size_t p = 0; p < walks->totals.paths; p++)
		totals_take(&walks->totals, p, TOTALS_TEAMS,
			    random_quick(plan->seed, "paths.take",
					 block_start(plan, walks->block) + p));
	totals_disband(&walks->totals);
}

/* ---- new cases -------------------------------------------------------------------- */

static const double nothing[STATES_YEAR - 1];

/* One case whose first contact is in this month: its first month is that of a former new case. */
static void add_fresh(struct walks *walks, uint32_t place, size_t month, struct random_quick random)
{
	const struct donors *donors = &walks->run->block[walks->block];
	uint32_t at = random_quick_below(&random, (uint32_t)donors->fresh_count);

	walks_add(walks, month + 1, &(struct flock_walk){ .before = nothing, .path = place,
		.at = at, .random = random });
}

static void add_many(struct walks *walks, uint32_t place, size_t month, size_t count,
		     struct random_quick random)
{
	for (size_t n = 0; n < count; n++)
		add_fresh(walks, place, month,
			  (struct random_quick){ random_quick_next(&random) });
}

static uint32_t fresh_of(const struct walks *walks, size_t path, size_t month)
{
	const struct paths_plan *plan = walks->run->plan;

	return plan->fresh[(block_start(plan, walks->block) + path) * plan->months + month];
}

/* New cases of a month in a team, so that the path with the most of them has a team left for each;
 * 0 where each path's walk for themselves. */
static size_t team_size(const struct walks *walks, size_t month)
{
	uint32_t most = 0;

	for (size_t p = 0; walks->totals.walks && p < walks->totals.paths; p++)
		most = fresh_of(walks, p, month) > most ? fresh_of(walks, p, month) : most;
	return most > TOTALS_TEAMS ? (most + TOTALS_TEAMS - 1) / TOTALS_TEAMS : 0;
}

/* The teams of one month; a path takes as many as it has cases for. What remains walks for it
 * alone. */
static void walk_teams(struct walks *walks, size_t month, size_t size)
{
	struct totals *totals = &walks->totals;
	unsigned long seed = walks->run->plan->seed;
	size_t first = block_start(walks->run->plan, walks->block);
	unsigned long number = (unsigned long)(month * PATHS_BLOCKS + walks->block);
	struct random_quick random = random_quick(seed, "paths.fresh.teams", number);

	for (size_t team = 0; team < TOTALS_TEAMS; team++)
		for (size_t walk = 0; walk < totals->walks; walk++)
			add_many(walks, totals_team(totals, team, walk), month, size,
				 (struct random_quick){ random_quick_next(&random) });
	walk_all(walks);
	for (size_t p = 0; p < totals->paths; p++)
		totals_take(totals, p, fresh_of(walks, p, month) / size,
			    random_quick(seed, "paths.fresh.take",
					 month * walks->run->plan->paths + first + p));
	totals_disband(totals);
}

/* Each path hands out a start for each month in turn, which hands out one for each new case: so
 * neither the number of months nor that of the cases before changes the walk of a case. */
static void walk_fresh(struct walks *walks)
{
	const struct paths_plan *plan = walks->run->plan;
	size_t first = block_start(plan, walks->block);
	size_t *size = mem_new(plan->months, sizeof *size);

	walks->sums = NULL;
	walks->first = walks->run->block[walks->block].fresh;
	for (size_t m = 0; m < plan->months; m++) {
		size[m] = team_size(walks, m);
		if (size[m])
			walk_teams(walks, m, size[m]);
	}
	for (size_t p = 0; p < walks->totals.paths; p++) {
		struct random_quick path = random_quick(plan->seed, "paths.fresh", first + p);

		for (size_t m = 0; m < plan->months; m++) {
			uint32_t count = fresh_of(walks, p, m);

			add_many(walks, totals_path(&walks->totals, p), m,
				 size[m] ? count % size[m] : count,
				 (struct random_quick){ random_quick_next(&path) });
		}
	}
	free(size);
}

/* ---- all cases, or a batch of them -------------------------------------------------- */

static void walk_block(size_t block, void *to)
{
	const struct run *run = to;
	struct leaving leaving = { .month = { 0 } };
	struct walks walks;

	walks_new(&walks, run, block);
	for (uint32_t i = 0; i < run->batch_count; i++)
		walk_case(&walks, i, &leaving);
	walk_all(&walks);
	if (run->plan->walks)
		take_teams(&walks);
	if (run->fresh)
		walk_fresh(&walks);
	walks_end(&walks);
}

static void hand_over(size_t i, void *to)
{
	const struct run *run = to;
	size_t paths = run->plan->paths;

	sort_numbers(run->sums + i * paths, paths);
	run->plan->take(chosen_case(run, run->batch + (uint32_t)i), run->sums + i * paths, paths,
			run->plan->to);
}

static void walk_batches(struct run *run, uint32_t count)
{
	const struct paths_plan *plan = run->plan;

	run->sums = mem_new(BATCH * plan->paths, sizeof *run->sums);
	do {
		run->batch_count = count - run->batch < BATCH ? count - run->batch : BATCH;
		run->fresh = run->batch + run->batch_count == count && run->paths && plan->fresh;
		parallel_each(plan->threads, PATHS_BLOCKS, walk_block, run);
		parallel_each(plan->threads, run->batch_count, hand_over, run);
		run->batch += run->batch_count;
	} while (run->batch < count);
	free(run->sums);
}

/* ---- donors of the blocks --------------------------------------------------------- */

static void find_block(size_t block, void *to)
{
	struct run *run = to;
	const struct states *states = run->states;
	uint32_t *weight = mem_new(states->rows, sizeof *weight);
	struct random_quick random = random_quick(run->plan->seed, "paths.donors", block);
	struct donors *donors = &run->block[block];

	for (size_t i = 0; i < states->rows; i++)
		weight[random_quick_below(&random, (uint32_t)states->rows)]++;
	donors_find(donors, &run->months, weight);
	if (!donors->total || !donors->fresh_count) {
		donors_free(donors);
		donors_find(donors, &run->months, NULL);
	}
	free(weight);
}

/* ---- the whole -------------------------------------------------------------------- */

static void start_paths(struct paths *paths, const struct paths_plan *plan)
{
	size_t cells = plan->paths * plan->months;

	*paths = (struct paths){ plan->paths, plan->months,
		mem_new(cells, sizeof *paths->amount), mem_new(cells, sizeof *paths->active),
		mem_new(cells, sizeof *paths->open), mem_new(cells, sizeof *paths->fresh) };
	if (plan->fresh)
		memcpy(paths->fresh, plan->fresh, cells * sizeof *paths->fresh);
}

/* One after the other, so that there are no more samples of donors than threads. */
static void run_block(size_t block, void *to)
{
	struct run *run = to;

	find_block(block, run);
	walk_block(block, run);
	donors_free(&run->block[block]);
}

static void find_silent(struct run *run, uint32_t count)
{
	run->silent = mem_new(count, sizeof *run->silent);
	for (uint32_t i = 0; i < count; i++)
		run->silent[i] = silence_states(
			run->states, &run->states->now[chosen_case(run, i)].situation);
}

/* With sums of single cases the samples stay for all batches of these. */
static void run_blocks(struct run *run)
{
	const struct paths_plan *plan = run->plan;
	uint32_t count = (uint32_t)(plan->chosen ? plan->chosen_count : run->states->tracked);

	find_silent(run, count);
	if (plan->share) {
		parallel_each(plan->threads, PATHS_BLOCKS, find_block, run);
		walk_batches(run, count);
		for (int b = 0; b < PATHS_BLOCKS; b++)
			donors_free(&run->block[b]);
	} else {
		run->batch_count = count;
		run->fresh = run->paths && plan->fresh;
		parallel_each(plan->threads, PATHS_BLOCKS, run_block, run);
	}
	free(run->silent);
}

int paths_run(struct paths *paths, const struct states *states, const struct paths_plan *plan,
	      struct fault *fault)
{
	struct run run = { .states = states, .plan = plan, .paths = paths };

	if (paths)
		start_paths(paths, plan);
	donor_months_find(&run.months, states, plan->follow);
	if (!run.months.start[DONOR_PILES]) {
		donor_months_free(&run.months);
		return fault_set(fault, STATUS_MODEL,
				 N_("no former case was followed long enough to say how cases go "
				    "on (%d months after the washout are needed)"),
				 plan->follow + 1);
	}
	flock_rules(&run.rules, states, plan->follow);
	run_blocks(&run);
	donor_months_free(&run.months);
	return 0;
}

void paths_free(struct paths *paths)
{
	free(paths->amount);
	free(paths->active);
	free(paths->open);
	free(paths->fresh);
}

/* ---- spans and sums --------------------------------------------------------------- */

size_t paths_span(int32_t origin, int32_t from, int32_t to, double *share, size_t room)
{
	int32_t first = month_of(from), last = month_of(to);

	if (first <= origin || last < first || (size_t)(last - origin) > room)
		return 0;
	for (int32_t month = origin + 1; month <= last; month++) {
		int32_t begin = month == first ? from : month_first(month);
		int32_t end = month == last ? to : month_last(month);

		share[month - origin - 1] = month < first ? 0 :
			(double)(end - begin + 1) / month_days(month);
	}
	return (size_t)(last - origin);
}

struct path_sum paths_sum(const double *sums, size_t paths, double threshold)
{
	size_t below = 0;
	double sum = 0;

	while (below < paths && sums[below] < threshold)
		below++;
	for (size_t p = 0; p < paths; p++)
		sum += sums[p];
	return (struct path_sum){
		sum / (double)paths,
		gsl_stats_quantile_from_sorted_data(sums, 1, paths, .1),
		gsl_stats_quantile_from_sorted_data(sums, 1, paths, .5),
		gsl_stats_quantile_from_sorted_data(sums, 1, paths, .9),
		(double)(paths - below + 1) / (double)(paths + 2),
	};
}
