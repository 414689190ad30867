/* SPDX-License-Identifier: GPL-3.0-or-later */
/* similar - the former cases whose history was most like that of an open one. */
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "model/similar.h"

enum { FEATURES = 5, YEAR = 12 };

/* A case-month with a known outcome. */
struct candidate {
	double feature[FEATURES];       /* after scaling */
	double outcome;
	uint32_t row, month;            /* of the row's series */
	int32_t recency, age;
};

/* Those of one recency and age lie side by side, in a cell: they have the first two features in
 * common, so that most cells are too far away to look into. */
struct candidates {
	const struct states *states;
	int32_t months;
	struct candidate *list;
	size_t count;
	size_t *start;                  /* by recency * ages + age, and one past the last */
	int32_t ages;
	double scale[FEATURES];         /* 1 / standard deviation, or 0 */
};

struct search {
	struct candidates candidates;
	const uint32_t *chosen;
	double threshold;
	struct similar *similar;
};

struct neighbour {
	double distance;
	const struct candidate *candidate;
};

/* The nearest so far, in order, one of each former case. */
struct nearest {
	const struct candidates *candidates;
	double want[FEATURES];
	uint32_t own;                   /* row of the case itself */
	struct neighbour list[SIMILAR_NEAREST];
	size_t count;
};

/* ---- features --------------------------------------------------------------------- */

static double amount_at(const struct states *states, const struct state_case *row, int64_t k)
{
	double amount = k < 0 || k >= row->months ? STATES_NO_CONTACT :
			states->amount[row->at + (size_t)k];

	return amount == STATES_NO_CONTACT ? 0 : amount;
}

static double sum_between(const struct states *states, const struct state_case *row, int64_t from,
			  int64_t to)
{
	double sum = 0;

	for (int64_t k = from; k <= to; k++)
		sum += amount_at(states, row, k);
	return sum;
}

/* At the end of month k of a row, `recency` months after its last contact. */
static void find_features(const struct states *states, const struct state_case *row, uint32_t k,
			  int32_t recency, double feature[FEATURES])
{
	double hour = states->caseload->divisor;
	double last = amount_at(states, row, k);
	double recent = sum_between(states, row, (int64_t)k - STATES_RECENT + 1, k);
	double year = sum_between(states, row, (int64_t)k - YEAR + 1, k);

	feature[0] = log1p(row->age + (double)k);
	feature[1] = log1p(recency);
	feature[2] = log1p(last / hour);
	feature[3] = log1p(recent / hour);
	feature[4] = log1p(year / hour);
}

/* ---- candidates ------------------------------------------------------------------- */

static void add_candidate(struct candidates *candidates, uint32_t r, uint32_t k, int32_t recency)
{
	const struct state_case *row = &candidates->states->row[r];
	struct candidate *one = &candidates->list[candidates->count++];

	*one = (struct candidate){ .row = r, .month = k, .recency = recency,
		.age = row->age + (int32_t)k,
		.outcome = sum_between(candidates->states, row, (int64_t)k + 1,
				       (int64_t)k + candidates->months) };
	find_features(candidates->states, row, k, recency, one->feature);
	if (one->age >= candidates->ages)
		candidates->ages = one->age + 1;
}

static void add_row(struct candidates *candidates, uint32_t r)
{
	const struct states *states = candidates->states;
	const struct state_case *row = &states->row[r];
	int32_t recency = -1;

	for (uint32_t k = 0; k < row->months; k++) {
		if (row->from + (int32_t)k + candidates->months > states->origin)
			return;
		recency++;
		if (k == 0 || states->amount[row->at + k] != STATES_NO_CONTACT)
			recency = 0;
		if (k >= row->usable && states->code[row->at + k] != STATES_UNTRACKED)
			add_candidate(candidates, r, k, recency);
	}
}

static void scale(struct candidates *candidates)
{
	static const size_t stride = sizeof(struct candidate) / sizeof(double);

	for (int f = 0; f < FEATURES; f++) {
		double sd = candidates->count > 1 ?
			    gsl_stats_sd(&candidates->list->feature[f], stride, candidates->count) : 0;

		candidates->scale[f] = sd > 0 ? 1 / sd : 0;
		for (size_t i = 0; i < candidates->count; i++)
			candidates->list[i].feature[f] *= candidates->scale[f];
	}
}

static size_t cell_of(const struct candidates *candidates, const struct candidate *one)
{
	return (size_t)one->recency * (size_t)candidates->ages + (size_t)one->age;
}

/* Into their cells, within which they keep their order. */
static void part(struct candidates *candidates)
{
	size_t cells = (size_t)STATES_SILENT * (size_t)candidates->ages;
	struct candidate *parted = mem_new(candidates->count, sizeof *parted);
	size_t *start = mem_new(cells + 2, sizeof *start);

	for (size_t i = 0; i < candidates->count; i++)
		start[cell_of(candidates, &candidates->list[i]) + 2]++;
	for (size_t cell = 0; cell < cells; cell++)
		start[cell + 2] += start[cell + 1];
	for (size_t i = 0; i < candidates->count; i++)
		parted[start[cell_of(candidates, &candidates->list[i]) + 1]++] =
			candidates->list[i];
	free(candidates->list);
	candidates->list = parted;
	candidates->start = start;
}

static void find_candidates(struct candidates *candidates, const struct states *states,
			    int32_t months)
{
	*candidates = (struct candidates){ .states = states, .months = months,
		.list = mem_new(states->amounts, sizeof *candidates->list) };
	for (uint32_t r = 0; r < states->rows; r++)
		add_row(candidates, r);
	scale(candidates);
	part(candidates);
}

/* ---- nearest ---------------------------------------------------------------------- */

/* Of two that are as near, the one with the earlier first contact, then the earlier case and
 * month. */
static int nearer(const struct nearest *nearest, const struct neighbour *a,
		  const struct neighbour *b)
{
	const struct state_case *row = nearest->candidates->states->row;
	int32_t from_a = row[a->candidate->row].from, from_b = row[b->candidate->row].from;

	if (a->distance != b->distance)
		return a->distance < b->distance;
	if (from_a != from_b)
		return from_a < from_b;
	if (a->candidate->row != b->candidate->row)
		return a->candidate->row < b->candidate->row;
	return a->candidate->month < b->candidate->month;
}

/* Where the same case stands, or would be put: at the end, in place of the last if all are there. */
static size_t place_of(struct nearest *nearest, uint32_t row)
{
	size_t at = 0;

	while (at < nearest->count && nearest->list[at].candidate->row != row)
		at++;
	if (at == SIMILAR_NEAREST)
		return at - 1;
	if (at == nearest->count)
		nearest->count++;
	return at;
}

static void insert(struct nearest *nearest, const struct neighbour *one)
{
	size_t before = nearest->count, at = place_of(nearest, one->candidate->row);

	if (at < before && !nearer(nearest, one, &nearest->list[at]))
		return;
	for (; at > 0 && nearer(nearest, one, &nearest->list[at - 1]); at--)
		nearest->list[at] = nearest->list[at - 1];
	nearest->list[at] = *one;
}

/* Beyond this distance nobody can be among the nearest any more. */
static double farthest(const struct nearest *nearest)
{
	return nearest->count < SIMILAR_NEAREST ? INFINITY :
						  nearest->list[nearest->count - 1].distance;
}

/* Of the first features only, or of all. */
static double distance_of(const struct nearest *nearest, const struct candidate *candidate,
			  int features)
{
	double distance = 0;

	for (int f = 0; f < features; f++) {
		double apart = candidate->feature[f] - nearest->want[f];

		distance += apart * apart;
	}
	return distance;
}

static void look_into(struct nearest *nearest, int32_t recency, int32_t age)
{
	const struct candidates *candidates = nearest->candidates;
	size_t cell = (size_t)recency * (size_t)candidates->ages + (size_t)age;
	size_t begin = candidates->start[cell], end = candidates->start[cell + 1];

	if (begin == end || distance_of(nearest, &candidates->list[begin], 2) > farthest(nearest))
		return;
	for (size_t i = begin; i < end; i++) {
		const struct candidate *candidate = &candidates->list[i];
		struct neighbour one = { distance_of(nearest, candidate, FEATURES), candidate };

		if (one.distance <= farthest(nearest) && candidate->row != nearest->own)
			insert(nearest, &one);
	}
}

/* From the case's own age to younger and older ones, so that the nearest are soon near. */
static void look_at_recency(struct nearest *nearest, int32_t recency, int32_t age)
{
	int32_t ages = nearest->candidates->ages;

	for (int32_t apart = 0; apart < ages || apart <= age; apart++) {
		if (age - apart >= 0 && age - apart < ages)
			look_into(nearest, recency, age - apart);
		if (apart && age + apart < ages)
			look_into(nearest, recency, age + apart);
	}
}

static void find_nearest(struct nearest *nearest, int32_t recency, int32_t age)
{
	look_at_recency(nearest, recency, age);
	for (int32_t other = 0; other < STATES_SILENT; other++)
		if (other != recency)
			look_at_recency(nearest, other, age);
}

static void find_one(size_t i, void *to)
{
	const struct search *search = to;
	const struct states *states = search->candidates.states;
	const struct state_now *now = &states->now[search->chosen ? search->chosen[i] : i];
	const struct state_case *row = &states->row[now->row];
	struct similar *similar = &search->similar[i];
	struct nearest nearest = { .candidates = &search->candidates, .own = now->row };
	uint32_t month = (uint32_t)(states->origin - row->from);
	double sum = 0;

	find_features(states, row, month, now->situation.recency, nearest.want);
	for (int f = 0; f < FEATURES; f++)
		nearest.want[f] *= search->candidates.scale[f];
	find_nearest(&nearest, now->situation.recency, now->situation.age);
	*similar = (struct similar){ .count = (uint32_t)nearest.count };
	for (size_t n = 0; n < nearest.count; n++) {
		similar->over += nearest.list[n].candidate->outcome >= search->threshold;
		sum += nearest.list[n].candidate->outcome;
	}
	similar->mean = nearest.count ? sum / (double)nearest.count : 0;
}

void similar_find(struct similar *similar, const struct states *states, const uint32_t *chosen,
		  size_t count, int32_t months, double threshold, size_t threads)
{
	struct search search = { .chosen = chosen, .threshold = threshold, .similar = similar };

	find_candidates(&search.candidates, states, months);
	parallel_each(threads, chosen ? count : states->tracked, find_one, &search);
	free(search.candidates.list);
	free(search.candidates.start);
}
