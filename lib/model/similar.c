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

/* Case-months with a known outcome; those of one case lie side by side. */
struct candidates {
	const struct states *states;
	int32_t months;
	double *feature[FEATURES];      /* after scaling */
	double *outcome;
	uint32_t *start;                /* by row, and one past the last */
	size_t count;
	double scale[FEATURES];         /* 1 / standard deviation, or 0 */
};

struct search {
	struct candidates candidates;
	const uint32_t *chosen;
	double threshold;
	struct similar *similar;
};

struct neighbour {
	double distance, outcome;
	int32_t from;                   /* month of its first contact */
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

static void add_candidate(struct candidates *candidates, const struct state_case *row, uint32_t k,
			  int32_t recency)
{
	double feature[FEATURES];

	find_features(candidates->states, row, k, recency, feature);
	for (int f = 0; f < FEATURES; f++)
		candidates->feature[f][candidates->count] = feature[f];
	candidates->outcome[candidates->count++] =
		sum_between(candidates->states, row, (int64_t)k + 1,
			    (int64_t)k + candidates->months);
}

static void add_row(struct candidates *candidates, const struct state_case *row)
{
	const struct states *states = candidates->states;
	int32_t recency = -1;

	for (uint32_t k = 0; k < row->months; k++) {
		if (row->from + (int32_t)k + candidates->months > states->origin)
			return;
		recency++;
		if (k == 0 || states->amount[row->at + k] != STATES_NO_CONTACT)
			recency = 0;
		if (k >= row->usable && states->code[row->at + k] != STATES_UNTRACKED)
			add_candidate(candidates, row, k, recency);
	}
}

static void scale(struct candidates *candidates)
{
	for (int f = 0; f < FEATURES; f++) {
		double *feature = candidates->feature[f];
		double sd = candidates->count > 1 ? gsl_stats_sd(feature, 1, candidates->count) : 0;

		candidates->scale[f] = sd > 0 ? 1 / sd : 0;
		for (size_t i = 0; i < candidates->count; i++)
			feature[i] *= candidates->scale[f];
	}
}

static void find_candidates(struct candidates *candidates, const struct states *states,
			    int32_t months)
{
	memset(candidates, 0, sizeof *candidates);
	candidates->states = states;
	candidates->months = months;
	for (int f = 0; f < FEATURES; f++)
		candidates->feature[f] = mem_new(states->amounts, sizeof(double));
	candidates->outcome = mem_new(states->amounts, sizeof(double));
	candidates->start = mem_new(states->rows + 1, sizeof *candidates->start);
	for (size_t r = 0; r < states->rows; r++) {
		add_row(candidates, &states->row[r]);
		candidates->start[r + 1] = (uint32_t)candidates->count;
	}
	scale(candidates);
}

static void free_candidates(struct candidates *candidates)
{
	for (int f = 0; f < FEATURES; f++)
		free(candidates->feature[f]);
	free(candidates->outcome);
	free(candidates->start);
}

/* ---- nearest ---------------------------------------------------------------------- */

/* The nearest month of one former case; 0 if it has none. */
static int nearest_month(const struct candidates *candidates, size_t row,
			 const double want[FEATURES], struct neighbour *found)
{
	uint32_t begin = candidates->start[row], end = candidates->start[row + 1];

	found->distance = INFINITY;
	found->from = candidates->states->row[row].from;
	for (uint32_t i = begin; i < end; i++) {
		double distance = 0;

		for (int f = 0; f < FEATURES; f++) {
			double apart = candidates->feature[f][i] - want[f];

			distance += apart * apart;
		}
		if (distance < found->distance) {
			found->distance = distance;
			found->outcome = candidates->outcome[i];
		}
	}
	return end > begin;
}

static int nearer(const struct neighbour *a, const struct neighbour *b)
{
	return a->distance < b->distance || (a->distance == b->distance && a->from < b->from);
}

/* Into its place among the nearest so far; returns how many these are now. */
static size_t insert(struct neighbour *nearest, size_t count, const struct neighbour *one)
{
	size_t at = count;

	if (count == SIMILAR_NEAREST) {
		if (!nearer(one, &nearest[count - 1]))
			return count;
		at = --count;
	}
	for (; at > 0 && nearer(one, &nearest[at - 1]); at--)
		nearest[at] = nearest[at - 1];
	nearest[at] = *one;
	return count + 1;
}

static void find_one(size_t i, void *to)
{
	const struct search *search = to;
	const struct candidates *candidates = &search->candidates;
	const struct states *states = candidates->states;
	const struct state_now *now = &states->now[search->chosen ? search->chosen[i] : i];
	const struct state_case *row = &states->row[now->row];
	struct similar *similar = &search->similar[i];
	struct neighbour nearest[SIMILAR_NEAREST], one;
	double want[FEATURES], sum = 0;
	size_t count = 0;

	find_features(states, row, (uint32_t)(states->origin - row->from), now->situation.recency,
		      want);
	for (int f = 0; f < FEATURES; f++)
		want[f] *= candidates->scale[f];
	for (size_t r = 0; r < states->rows; r++)
		if (r != now->row && nearest_month(candidates, r, want, &one))
			count = insert(nearest, count, &one);
	*similar = (struct similar){ .count = (uint32_t)count };
	for (size_t n = 0; n < count; n++) {
		similar->over += nearest[n].outcome >= search->threshold;
		sum += nearest[n].outcome;
	}
	similar->mean = count ? sum / (double)count : 0;
}

void similar_find(struct similar *similar, const struct states *states, const uint32_t *chosen,
		  size_t count, int32_t months, double threshold, size_t threads)
{
	struct search search = { .chosen = chosen, .threshold = threshold, .similar = similar };

	find_candidates(&search.candidates, states, months);
	parallel_each(threads, chosen ? count : states->tracked, find_one, &search);
	free_candidates(&search.candidates);
}
