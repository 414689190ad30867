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
#include "stats/sort.h"

/* Cases whose sums over all paths are kept at a time. */
enum { BATCH = 256 };

struct run {
	const struct states *states;
	const struct paths_plan *plan;
	struct paths *paths;            /* or NULL */
	struct flock_rules rules;
	struct donors block[PATHS_BLOCKS];
	uint32_t batch, batch_count;    /* among the chosen cases */
	double *sums;                   /* by case of the batch * paths + path; or NULL */
};

static size_t block_start(const struct paths_plan *plan, size_t block)
{
	return block * plan->paths / PATHS_BLOCKS;
}

/* ---- totals of a block -------------------------------------------------------------- */

/* By month * count + path of the block: a flock's month lies together. */
struct totals {
	size_t first, count;            /* paths of the block */
	double *amount;
	uint32_t *active, *open;
};

static void totals_new(struct totals *totals, const struct run *run, size_t block)
{
	size_t first = block_start(run->plan, block);
	size_t count = block_start(run->plan, block + 1) - first;
	size_t cells = count * run->plan->months;

	*totals = (struct totals){ first, count, mem_new(cells, sizeof *totals->amount),
		mem_new(cells, sizeof *totals->active), mem_new(cells, sizeof *totals->open) };
}

static void totals_add(struct totals *totals, const struct flock *flock, size_t month,
		       int32_t silence)
{
	double *amount = totals->amount + month * totals->count;
	uint32_t *active = totals->active + month * totals->count;
	uint32_t *open = totals->open + month * totals->count;

	for (size_t i = 0; i < flock->count; i++) {
		uint32_t path = flock->path[i];

		amount[path] += flock->amount[i];
		active[path] += flock->recency[i] == 0;
		open[path] += !flock->closed[i] & (flock->recency[i] <= silence);
	}
}

static void totals_end(struct totals *totals, struct paths *paths)
{
	for (size_t p = 0; p < totals->count; p++)
		for (size_t month = 0; month < paths->months; month++) {
			size_t from = month * totals->count + p;
			size_t to = (totals->first + p) * paths->months + month;

			paths->amount[to] += totals->amount[from];
			paths->active[to] += totals->active[from];
			paths->open[to] += totals->open[from];
		}
	free(totals->amount);
	free(totals->active);
	free(totals->open);
}

/* ---- months of a flock -------------------------------------------------------------- */

/* From `month` to the last, or until all are gone; then the flock is empty. `sums` by path of the
 * block, or NULL. */
static void walk(const struct run *run, size_t block, struct flock *flock, size_t month,
		 struct totals *totals, double *sums)
{
	for (; month < run->plan->months && flock->count; month++) {
		flock_step(flock, &run->rules, &run->block[block]);
		if (run->paths)
			totals_add(totals, flock, month, run->states->caseload->silence);
		for (size_t i = 0; sums && i < flock->count; i++)
			sums[flock->path[i]] += run->plan->share[month] * flock->amount[i];
		flock_leave(flock);
	}
	flock_start(flock);
}

/* ---- the cases that are there ----------------------------------------------------- */

static uint32_t chosen_case(const struct run *run, uint32_t i)
{
	return run->plan->chosen ? run->plan->chosen[i] : i;
}

/* One walk a path of the block; the sums of a case are its own, so that it walks by itself. */
static void walk_case(const struct run *run, size_t block, struct flock *flock, uint32_t tracked,
		      struct totals *totals, double *sums)
{
	const struct state_now *now = &run->states->now[tracked];
	size_t count = block_start(run->plan, block + 1) - block_start(run->plan, block);
	struct random_quick random = random_quick(run->plan->seed, "paths.case",
						  (unsigned long)tracked * PATHS_BLOCKS + block);

	if (sums)
		memset(sums, 0, count * sizeof *sums);
	for (size_t p = 0; p < count; p++) {
		flock_add(flock, &now->situation, now->closed, (uint32_t)p,
			  (struct random_quick){ random_quick_next(&random) });
		if (flock->count == FLOCK_MOST)
			walk(run, block, flock, 0, totals, sums);
	}
	if (sums)
		walk(run, block, flock, 0, totals, sums);
}

static void walk_block(size_t block, void *to)
{
	const struct run *run = to;
	const struct paths_plan *plan = run->plan;
	struct totals totals = { 0 };
	struct flock flock;

	if (run->paths)
		totals_new(&totals, run, block);
	flock_start(&flock);
	for (uint32_t i = 0; i < run->batch_count; i++)
		walk_case(run, block, &flock, chosen_case(run, run->batch + i), &totals,
			  run->sums ? run->sums + i * plan->paths + block_start(plan, block) :
				      NULL);
	walk(run, block, &flock, 0, &totals, NULL);
	if (run->paths)
		totals_end(&totals, run->paths);
}

static void hand_over(size_t i, void *to)
{
	const struct run *run = to;
	size_t paths = run->plan->paths;

	sort_numbers(run->sums + i * paths, paths);
	run->plan->take(chosen_case(run, run->batch + (uint32_t)i), run->sums + i * paths, paths,
			run->plan->to);
}

static uint32_t count_chosen(const struct run *run)
{
	return (uint32_t)(run->plan->chosen ? run->plan->chosen_count : run->states->tracked);
}

static void walk_batches(struct run *run)
{
	const struct paths_plan *plan = run->plan;
	uint32_t count = count_chosen(run);

	run->sums = mem_new(BATCH * plan->paths, sizeof *run->sums);
	for (run->batch = 0; run->batch < count; run->batch += BATCH) {
		run->batch_count = count - run->batch < BATCH ? count - run->batch : BATCH;
		parallel_each(plan->threads, PATHS_BLOCKS, walk_block, run);
		parallel_each(plan->threads, run->batch_count, hand_over, run);
	}
	free(run->sums);
}

/* ---- new cases -------------------------------------------------------------------- */

/* One case whose first contact is in this month: its first month is that of a former new case. */
static void add_fresh(const struct donors *donors, struct flock *flock, struct totals *totals,
		      size_t path, size_t month, struct random_quick random)
{
	double amount = donors->fresh[random_quick_below(&random, (uint32_t)donors->fresh_count)];
	size_t cell = month * totals->count + path;

	totals->open[cell]++;
	totals->active[cell] += amount != STATES_NO_CONTACT;
	if (amount == STATES_NO_CONTACT)
		amount = 0;
	totals->amount[cell] += amount;
	flock_add(flock, &(struct situation){ .recent = { amount } }, 0, (uint32_t)path, random);
}

/* The new cases of one month: first one of each path, then a second of those that have two ... */
static void walk_fresh(const struct run *run, size_t block, size_t month, struct totals *totals,
		       struct random_quick *random)
{
	const struct paths_plan *plan = run->plan;
	const uint32_t *fresh = plan->fresh + totals->first * plan->months + month;
	struct flock flock;
	int more = 1;

	flock_start(&flock);
	for (uint32_t n = 0; more; n++) {
		more = 0;
		for (size_t p = 0; p < totals->count; p++) {
			if (fresh[p * plan->months] <= n)
				continue;
			more = 1;
			add_fresh(&run->block[block], &flock, totals, p, month,
				  (struct random_quick){ random_quick_next(&random[p]) });
			if (flock.count == FLOCK_MOST)
				walk(run, block, &flock, month + 1, totals, NULL);
		}
	}
	walk(run, block, &flock, month + 1, totals, NULL);
}

/* Each path hands out a start for each month in turn, which hands out one for each new case: so neither
 * the number of months nor that of the cases before changes the walk of a case. */
static void walk_fresh_block(size_t block, void *to)
{
	const struct run *run = to;
	const struct paths_plan *plan = run->plan;
	struct random_quick *path, *month;
	struct totals totals;

	totals_new(&totals, run, block);
	path = mem_new(2 * totals.count, sizeof *path);
	month = path + totals.count;
	for (size_t p = 0; p < totals.count; p++)
		path[p] = random_quick(plan->seed, "paths.fresh", totals.first + p);
	for (size_t m = 0; m < plan->months; m++) {
		for (size_t p = 0; p < totals.count; p++)
			month[p] = (struct random_quick){ random_quick_next(&path[p]) };
		walk_fresh(run, block, m, &totals, month);
	}
	free(path);
	totals_end(&totals, run->paths);
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
	donors_find(donors, states, weight, run->plan->follow);
	if (!donors->total || !donors->fresh_count) {
		donors_free(donors);
		donors_find(donors, states, NULL, run->plan->follow);
	}
	free(weight);
}

static int any_fresh(const struct paths_plan *plan)
{
	for (size_t i = 0; plan->fresh && i < plan->paths * plan->months; i++)
		if (plan->fresh[i])
			return 1;
	return 0;
}

static int any_donor(const struct run *run, struct fault *fault)
{
	struct donors all;
	size_t total;

	donors_find(&all, run->states, NULL, run->plan->follow);
	total = all.total;
	donors_free(&all);
	if (!total)
		return fault_set(fault, STATUS_MODEL,
				 N_("no former case was followed long enough to say how cases go "
				    "on (%d months after the washout are needed)"),
				 run->plan->follow + 1);
	return 0;
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
	if (run->paths && any_fresh(run->plan))
		walk_fresh_block(block, run);
	donors_free(&run->block[block]);
}

/* With sums of single cases the samples stay for all batches of these. */
static void run_blocks(struct run *run)
{
	const struct paths_plan *plan = run->plan;

	if (!plan->share) {
		run->batch_count = count_chosen(run);
		parallel_each(plan->threads, PATHS_BLOCKS, run_block, run);
		return;
	}
	parallel_each(plan->threads, PATHS_BLOCKS, find_block, run);
	walk_batches(run);
	if (run->paths && any_fresh(plan))
		parallel_each(plan->threads, PATHS_BLOCKS, walk_fresh_block, run);
	for (int b = 0; b < PATHS_BLOCKS; b++)
		donors_free(&run->block[b]);
}

int paths_run(struct paths *paths, const struct states *states, const struct paths_plan *plan,
	      struct fault *fault)
{
	struct run run = { .states = states, .plan = plan, .paths = paths };

	if (paths)
		start_paths(paths, plan);
	if (any_donor(&run, fault) != 0)
		return -1;
	flock_rules(&run.rules, states, plan->follow);
	run_blocks(&run);
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
