/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paths - possible futures of a caseload, month by month from the donors of its states. */
#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/date.h"
#include "model/paths.h"
#include "stats/random.h"

/* Cases whose sums over all paths are kept at a time; the last age band is open. */
enum { BATCH = 256, OLDEST = 24 };

struct run {
	const struct states *states;
	const struct paths_plan *plan;
	struct paths *paths;
	struct donors block[PATHS_BLOCKS];
	uint16_t age_part[OLDEST + 1], recency_part[STATES_SILENT];  /* of a state's number */
	uint32_t batch, batch_count;    /* among the chosen cases */
	double *sums;                   /* by case of the batch * paths + path; or NULL */
};

/* A case on its way. */
struct walk {
	int32_t age, recency;
	double recent, year;            /* amounts of its last three and twelve months */
	double month[STATES_YEAR];      /* those of each, a ring; `place` is that of the oldest */
	uint32_t place;
	uint32_t at, left;              /* the donor that is being followed, months still to come */
	uint8_t closed;
};

/* ---- one case --------------------------------------------------------------------- */

static uint32_t code_of(const struct run *run, const struct walk *walk)
{
	const double *cut = run->states->cut, *year_cut;
	double recent = walk->recent, year = walk->year;
	uint32_t code = (uint32_t)run->age_part[walk->age < OLDEST ? walk->age : OLDEST] +
		run->recency_part[walk->recency] + STATES_QUARTERS *
		(uint32_t)((recent >= cut[0]) + (recent >= cut[1]) + (recent >= cut[2]));

	if (run->states->coding != STATES_FULL)
		return code;
	year_cut = run->states->year_cut[code / STATES_QUARTERS];
	return code + (uint32_t)((year > year_cut[0]) + (year > year_cut[1]) + (year > year_cut[2]));
}

static uint32_t draw_below(gsl_rng *random, size_t count)
{
	return (uint32_t)(((uint64_t)gsl_rng_get(random) * count) >> 32);
}

/* The amount of the next month, or STATES_NO_CONTACT. */
static double next_amount(const struct run *run, const struct donors *donors, gsl_rng *random,
			  struct walk *walk)
{
	if (walk->left) {
		walk->left--;
		walk->at++;
	} else {
		uint32_t code = code_of(run, walk);

		uint32_t drawn = donors->from[code] + draw_below(random, donors->count[code]);

		if (run->plan->follow == 1)
			return donors->next[drawn];
		walk->at = donors->at[drawn];
		walk->left = (uint32_t)run->plan->follow - 1;
	}
	return run->states->amount[walk->at];
}

/* Whole numbers: sums that are carried along stay exact. */
static void put_amount(struct walk *walk, double amount)
{
	uint32_t place = walk->place;
	uint32_t leaving = place + (place < STATES_RECENT ? STATES_YEAR : 0) - STATES_RECENT;

	walk->recent += amount - walk->month[leaving];
	walk->year += amount - walk->month[place];
	walk->month[place] = amount;
	walk->place = place + 1 < STATES_YEAR ? place + 1 : 0;
}

/* One month of one case: 0 when it has been silent for too long. */
static int step(const struct run *run, const struct donors *donors, gsl_rng *random,
		struct walk *walk, size_t cell)
{
	const struct paths *paths = run->paths;
	double amount = next_amount(run, donors, random, walk);

	walk->age++;
	walk->recency++;
	if (amount == STATES_NO_CONTACT) {
		put_amount(walk, 0);
	} else {
		put_amount(walk, amount);
		walk->recency = 0;
		walk->closed = 0;
		paths->amount[cell] += amount;
		paths->active[cell]++;
	}
	paths->open[cell] += !walk->closed && walk->recency <= run->states->caseload->silence;
	return walk->recency < STATES_SILENT;
}

/* ---- the cases that are there ----------------------------------------------------- */

static size_t block_start(const struct paths_plan *plan, size_t block)
{
	return block * plan->paths / PATHS_BLOCKS;
}

static uint32_t group_of(const struct run *run, uint32_t row)
{
	return run->plan->group ? run->plan->group[run->states->row[row].id] : 0;
}

static struct walk start_walk(const struct state_now *now)
{
	const struct situation *situation = &now->situation;
	struct walk walk = { .age = situation->age, .recency = situation->recency,
			     .closed = now->closed };

	for (int i = STATES_YEAR - 1; i >= 0; i--)
		put_amount(&walk, situation->recent[i]);
	return walk;
}

static double last_amount(const struct walk *walk)
{
	return walk->month[(walk->place ? walk->place : STATES_YEAR) - 1];
}

static void walk_case(const struct run *run, size_t block, const struct state_now *now,
		      gsl_rng *random, double *sums)
{
	const struct paths_plan *plan = run->plan;
	const struct walk start = start_walk(now);
	size_t group = group_of(run, now->row), end = block_start(plan, block + 1);

	for (size_t p = block_start(plan, block); p < end; p++) {
		struct walk walk = start;
		size_t cell = p * plan->months * run->paths->groups + group;
		double sum = 0;
		int goes_on = 1;

		for (size_t h = 0; goes_on && h < plan->months; h++) {
			goes_on = step(run, &run->block[block], random, &walk, cell);
			cell += run->paths->groups;
			if (sums)
				sum += plan->share[h] * last_amount(&walk);
		}
		if (sums)
			sums[p] = sum;
	}
}

static uint32_t chosen_case(const struct run *run, uint32_t i)
{
	return run->plan->chosen ? run->plan->chosen[i] : i;
}

static void walk_block(size_t block, void *to)
{
	const struct run *run = to;
	const struct paths_plan *plan = run->plan;
	/* To start a stream takes as long as to walk a case through a block: where single cases
	 * are not looked at, all share one. */
	gsl_rng *shared = plan->take || plan->chosen ? NULL :
			  random_stream(plan->seed, "paths.block", block);

	for (uint32_t i = 0; i < run->batch_count; i++) {
		uint32_t tracked = chosen_case(run, run->batch + i);
		gsl_rng *random = shared ? shared :
			random_stream(plan->seed, "paths.case",
				      (unsigned long)tracked * PATHS_BLOCKS + block);

		walk_case(run, block, &run->states->now[tracked], random,
			  run->sums ? run->sums + i * plan->paths : NULL);
		if (!shared)
			gsl_rng_free(random);
	}
	gsl_rng_free(shared);
}

enum { RADIX_BITS = 11, RADIX = 1 << RADIX_BITS };

/* Numbers from 0 on are in the order of their bits. By radix, in a fifth of a heap sort's time;
 * digits that all have cost one look. */
static void sort_sums(double *sums, size_t count)
{
	uint64_t *words = mem_new(2 * count, sizeof *words), *from = words, *other = words + count;

	memcpy(from, sums, count * sizeof *from);
	for (int shift = 0; shift < 64; shift += RADIX_BITS) {
		uint32_t place[RADIX] = { 0 }, sum = 0;
		uint64_t *sorted = other;

		for (size_t i = 0; i < count; i++)
			place[from[i] >> shift & (RADIX - 1)]++;
		if (place[from[0] >> shift & (RADIX - 1)] == count)
			continue;
		for (size_t d = 0; d < RADIX; d++) {
			uint32_t here = place[d];

			place[d] = sum;
			sum += here;
		}
		for (size_t i = 0; i < count; i++)
			other[place[from[i] >> shift & (RADIX - 1)]++] = from[i];
		other = from;
		from = sorted;
	}
	memcpy(sums, from, count * sizeof *from);
	free(words);
}

static void hand_over(size_t i, void *to)
{
	const struct run *run = to;
	size_t paths = run->plan->paths;

	sort_sums(run->sums + i * paths, paths);
	run->plan->take(chosen_case(run, run->batch + (uint32_t)i), run->sums + i * paths, paths,
			run->plan->to);
}

static void walk_cases(struct run *run)
{
	const struct paths_plan *plan = run->plan;
	uint32_t count = (uint32_t)(plan->chosen ? plan->chosen_count : run->states->tracked);
	uint32_t batch = plan->share ? BATCH : count;

	if (plan->share)
		run->sums = mem_new(BATCH * plan->paths, sizeof *run->sums);
	for (run->batch = 0; run->batch < count; run->batch += batch) {
		run->batch_count = count - run->batch < batch ? count - run->batch : batch;
		parallel_each(plan->threads, PATHS_BLOCKS, walk_block, run);
		if (plan->share)
			parallel_each(plan->threads, run->batch_count, hand_over, run);
	}
	free(run->sums);
}

/* ---- new cases -------------------------------------------------------------------- */

/* One case whose first contact is in month h: its first month is that of a former new case. */
static void walk_fresh(const struct run *run, const struct donors *donors, gsl_rng *random,
		       size_t path, size_t h)
{
	const struct paths *paths = run->paths;
	const struct states *states = run->states;
	uint32_t row = donors->fresh[draw_below(random, donors->fresh_count)];
	double amount = states->amount[states->row[row].at];
	size_t cell = (path * paths->months + h) * paths->groups + group_of(run, row);
	struct walk walk = { 0 };
	int goes_on = 1;

	paths->fresh[cell]++;
	paths->open[cell]++;
	if (amount != STATES_NO_CONTACT) {
		put_amount(&walk, amount);
		paths->amount[cell] += amount;
		paths->active[cell]++;
	}
	for (h++; goes_on && h < paths->months; h++) {
		cell += paths->groups;
		goes_on = step(run, donors, random, &walk, cell);
	}
}

static void walk_fresh_block(size_t block, void *to)
{
	const struct run *run = to;
	const struct paths_plan *plan = run->plan;

	for (size_t p = block_start(plan, block); p < block_start(plan, block + 1); p++) {
		gsl_rng *random = random_stream(plan->seed, "paths.fresh", p);

		for (size_t h = 0; h < plan->months; h++)
			for (uint32_t n = plan->fresh[p * plan->months + h]; n > 0; n--)
				walk_fresh(run, &run->block[block], random, p, h);
		gsl_rng_free(random);
	}
}

/* ---- donors of the blocks --------------------------------------------------------- */

static void find_block(size_t block, void *to)
{
	struct run *run = to;
	const struct states *states = run->states;
	uint32_t *weight = mem_new(states->rows, sizeof *weight);
	gsl_rng *random = random_stream(run->plan->seed, "paths.donors", block);
	struct donors *donors = &run->block[block];

	for (size_t i = 0; i < states->rows; i++)
		weight[draw_below(random, states->rows)]++;
	gsl_rng_free(random);
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

static int find_donors(struct run *run, struct fault *fault)
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
	parallel_each(run->plan->threads, PATHS_BLOCKS, find_block, run);
	return 0;
}

/* ---- the whole -------------------------------------------------------------------- */

static void find_parts(struct run *run)
{
	static const uint32_t width = STATES_INTENSITIES * STATES_QUARTERS;

	for (int32_t age = 0; age <= OLDEST; age++) {
		struct situation situation = { .age = age };

		run->age_part[age] = (uint16_t)(states_code(run->states, &situation) /
						width * width);
	}
	for (int32_t recency = 0; recency < STATES_SILENT; recency++) {
		struct situation situation = { .recency = recency };

		run->recency_part[recency] = (uint16_t)(states_code(run->states, &situation) /
							width * width);
	}
}

int paths_run(struct paths *paths, const struct states *states, const struct paths_plan *plan,
	      struct fault *fault)
{
	struct run run = { .states = states, .plan = plan, .paths = paths };
	size_t groups = plan->group ? plan->groups : 1;
	size_t cells = plan->paths * plan->months * groups;

	*paths = (struct paths){ plan->paths, plan->months, groups,
		mem_new(cells, sizeof *paths->amount), mem_new(cells, sizeof *paths->active),
		mem_new(cells, sizeof *paths->open), mem_new(cells, sizeof *paths->fresh) };
	if (find_donors(&run, fault) != 0)
		return -1;
	find_parts(&run);
	walk_cases(&run);
	if (any_fresh(plan))
		parallel_each(plan->threads, PATHS_BLOCKS, walk_fresh_block, &run);
	for (int b = 0; b < PATHS_BLOCKS; b++)
		donors_free(&run.block[b]);
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

	while (below < paths && sums[below] < threshold)
		below++;
	return (struct path_sum){
		gsl_stats_mean(sums, 1, paths),
		gsl_stats_quantile_from_sorted_data(sums, 1, paths, .1),
		gsl_stats_quantile_from_sorted_data(sums, 1, paths, .5),
		gsl_stats_quantile_from_sorted_data(sums, 1, paths, .9),
		(double)(paths - below + 1) / (double)(paths + 2),
	};
}
