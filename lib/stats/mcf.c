/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mcf - Nelson's mean cumulative function on a fine clock, with its robust variance. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/mcf.h"

struct mcf_unit {
	int32_t entry, exit;
	double level;            /* u_i */
	double own;              /* its part of M: sum of x_i / Y */
};

struct mcf_outcome {
	int32_t time;
	uint32_t unit;
	double size;
};

struct mcf *mcf_new(void)
{
	return mem_new(1, sizeof(struct mcf));
}

void mcf_free(struct mcf *mcf)
{
	if (!mcf)
		return;
	free(mcf->steps);
	free(mcf->unit);
	free(mcf->outcome);
	free(mcf);
}

void mcf_add_unit(struct mcf *mcf, int32_t entry, int32_t exit)
{
	mcf->unit = mem_grow(mcf->unit, mcf->units, &mcf->unit_capacity, sizeof *mcf->unit);
	mcf->unit[mcf->units++] = (struct mcf_unit){ entry, exit, 0, 0 };
}

void mcf_add_outcome(struct mcf *mcf, int32_t time, double size)
{
	mcf->outcome = mem_grow(mcf->outcome, mcf->outcome_count, &mcf->outcome_capacity,
				sizeof *mcf->outcome);
	mcf->outcome[mcf->outcome_count++] =
		(struct mcf_outcome){ time, (uint32_t)mcf->units - 1, size };
}

/* ---- in order of time ---------------------------------------------------------- */

/* Numbers of things, counted into their times: those of time t are order[first[t]] and on. */
struct schedule {
	size_t *first;
	uint32_t *order;
};

typedef int32_t time_of(const struct mcf *mcf, size_t number);

static int32_t entry_of(const struct mcf *mcf, size_t number)
{
	return mcf->unit[number].entry;
}

static int32_t exit_of(const struct mcf *mcf, size_t number)
{
	return mcf->unit[number].exit;
}

static int32_t outcome_of(const struct mcf *mcf, size_t number)
{
	return mcf->outcome[number].time;
}

static struct schedule schedule_new(const struct mcf *mcf, size_t count, time_of *time,
				    size_t times)
{
	struct schedule schedule = { mem_new(times + 2, sizeof(size_t)),
				     mem_new(count, sizeof(uint32_t)) };

	for (size_t i = 0; i < count; i++)
		schedule.first[time(mcf, i) + 2]++;
	for (size_t t = 2; t < times + 2; t++)
		schedule.first[t] += schedule.first[t - 1];
	for (size_t i = 0; i < count; i++)
		schedule.order[schedule.first[time(mcf, i) + 1]++] = (uint32_t)i;
	return schedule;
}

static void schedule_free(struct schedule *schedule)
{
	free(schedule->first);
	free(schedule->order);
}

/* ---- those at risk ------------------------------------------------------------- */

struct risk_set {
	size_t count;
	size_t least;            /* the smallest count so far */
	double mean, squares;    /* of the levels; squared deviations from their mean */
	double common;           /* C */
	double left;             /* sum of S^2 of those who have left */
	double value;            /* M */
	double weight;
	int64_t seen;
};

static void enter(struct risk_set *set, struct mcf_unit *unit)
{
	double off;

	unit->level = set->common;
	off = unit->level - set->mean;
	set->count++;
	set->mean += off / (double)set->count;
	set->squares += off * (unit->level - set->mean);
}

static void raise_level(struct risk_set *set, struct mcf_unit *unit, double by)
{
	double before = unit->level - set->mean;

	unit->level += by;
	set->mean += by / (double)set->count;
	set->squares += by * (before + unit->level - set->mean);
}

static void leave(struct risk_set *set, const struct mcf_unit *unit)
{
	double off = unit->level - set->mean, s = unit->level - set->common;

	set->left += s * s;
	set->count--;
	if (set->count == 0) {
		set->mean = set->squares = 0;
		return;
	}
	set->mean -= off / (double)set->count;
	set->squares -= off * (unit->level - set->mean);
}

/* Rounding can leave the squared deviations of equal levels just below 0. */
static double variance_of(const struct risk_set *set)
{
	double shift = set->mean - set->common;

	return set->left + fmax(set->squares, 0) + (double)set->count * shift * shift;
}

static void add_step(struct mcf *mcf, struct risk_set *set, int32_t time,
		     const uint32_t *outcomes, size_t count)
{
	double at_risk = (double)set->count, total = 0;

	for (size_t i = 0; i < count; i++) {
		const struct mcf_outcome *outcome = &mcf->outcome[outcomes[i]];
		struct mcf_unit *unit = &mcf->unit[outcome->unit];

		set->seen += outcome->size > 0 && !(unit->own > 0);
		unit->own += outcome->size / at_risk;
		set->weight = fmax(set->weight, unit->own);
		total += outcome->size;
		raise_level(set, unit, outcome->size / at_risk);
	}
	if (!(total > 0))
		return;
	set->value += total / at_risk;
	set->common += total / at_risk / at_risk;
	mcf->steps[mcf->count++] = (struct mcf_step){
		time, (int64_t)set->count, (int64_t)set->least, total,
		set->least > 0 ? set->value : NAN, set->least > 1 ? variance_of(set) : NAN,
		set->weight, set->seen };
}

static size_t count_times(const struct mcf *mcf)
{
	int32_t last = -1;

	for (size_t i = 0; i < mcf->units; i++)
		if (mcf->unit[i].exit > last)
			last = mcf->unit[i].exit;
	return (size_t)(last + 1);
}

void mcf_finish(struct mcf *mcf)
{
	size_t times = count_times(mcf);
	struct schedule entries = schedule_new(mcf, mcf->units, entry_of, times);
	struct schedule exits = schedule_new(mcf, mcf->units, exit_of, times);
	struct schedule outcomes = schedule_new(mcf, mcf->outcome_count, outcome_of, times);
	struct risk_set set = { .least = SIZE_MAX };

	mcf->steps = mem_new(times, sizeof *mcf->steps);
	for (size_t t = 0; t < times; t++) {
		for (size_t i = entries.first[t]; i < entries.first[t + 1]; i++)
			enter(&set, &mcf->unit[entries.order[i]]);
		set.least = set.count < set.least ? set.count : set.least;
		add_step(mcf, &set, (int32_t)t, outcomes.order + outcomes.first[t],
			 outcomes.first[t + 1] - outcomes.first[t]);
		for (size_t i = exits.first[t]; i < exits.first[t + 1]; i++)
			leave(&set, &mcf->unit[exits.order[i]]);
	}
	schedule_free(&entries);
	schedule_free(&exits);
	schedule_free(&outcomes);
}
