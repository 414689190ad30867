/* SPDX-License-Identifier: GPL-3.0-or-later */
/* similar - the former cases whose history was most like that of an open one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "model/similar.h"

/* Months since the first and since the last contact; log amounts of a month, of three and of
 * twelve. */
enum { TIMES = 2, AMOUNTS = 3, YEAR_AMOUNT = AMOUNTS - 1, FEATURES = TIMES + AMOUNTS, YEAR = 12 };

/* A case-month with a known outcome. */
struct candidate {
	double amount[AMOUNTS];         /* features, after scaling */
	double outcome;
	uint32_t row, month;            /* of the row's series */
	int32_t from;                   /* the first month of the row */
};

/* Those of one recency and age are a cell: they have the first two features in common, so that
 * most cells are too far away to look into. A cell is sorted by the amount of the year, so that its
 * nearest are looked at first and the rest is not. Of those that have all features in common only
 * the first ones, in order of ties, can be among the nearest: no others are kept. */
struct candidates {
	const struct states *states;
	const struct similar_span *span;
	struct candidate *list;
	size_t count;
	int32_t ages;
	struct cell {
		size_t from, count;
	} *cell;                        /* by recency * ages + age */
	struct running {
		long double mean, variance;
	} running[FEATURES];
	double scale[FEATURES];         /* 1 / standard deviation, or 0 */
};

struct search {
	struct candidates candidates;
	const uint32_t *chosen;
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

/* Calls for each candidate, in order of the rows and months. */
typedef void candidate_visitor(struct candidates *candidates, uint32_t r, uint32_t k,
			       int32_t recency);

static void each_of_row(struct candidates *candidates, uint32_t r, candidate_visitor *visit)
{
	const struct states *states = candidates->states;
	const struct state_case *row = &states->row[r];
	int32_t ahead = candidates->span->lead + candidates->span->months, recency = -1;

	for (uint32_t k = 0; k < row->months; k++) {
		if (row->from + (int32_t)k + ahead > states->origin)
			return;
		recency++;
		if (k == 0 || states->amount[row->at + k] != STATES_NO_CONTACT)
			recency = 0;
		if (k >= row->usable && states->code[row->at + k] != STATES_UNTRACKED)
			visit(candidates, r, k, recency);
	}
}

static void each_candidate(struct candidates *candidates, candidate_visitor *visit)
{
	candidates->count = 0;
	for (uint32_t r = 0; r < candidates->states->rows; r++)
		each_of_row(candidates, r, visit);
}

static struct cell *cell_of(const struct candidates *candidates, int32_t recency, int32_t age)
{
	return &candidates->cell[(size_t)recency * (size_t)candidates->ages + (size_t)age];
}

static struct cell *cell_at(const struct candidates *candidates, uint32_t r, uint32_t k,
			    int32_t recency)
{
	return cell_of(candidates, recency, candidates->states->row[r].age + (int32_t)k);
}

static void count_one(struct candidates *candidates, uint32_t r, uint32_t k, int32_t recency)
{
	double feature[FEATURES];

	find_features(candidates->states, &candidates->states->row[r], k, recency, feature);
	cell_at(candidates, r, k, recency)->count++;
	candidates->count++;
	for (int f = 0; f < FEATURES; f++)
		candidates->running[f].mean += (feature[f] - candidates->running[f].mean) /
					       (long double)candidates->count;
}

static void place_one(struct candidates *candidates, uint32_t r, uint32_t k, int32_t recency)
{
	const struct state_case *row = &candidates->states->row[r];
	struct cell *cell = cell_at(candidates, r, k, recency);
	struct candidate *one = &candidates->list[cell->from + cell->count++];
	int64_t passed = (int64_t)k + candidates->span->lead;
	double feature[FEATURES];

	find_features(candidates->states, row, k, recency, feature);
	candidates->count++;
	for (int f = 0; f < FEATURES; f++) {
		struct running *running = &candidates->running[f];
		long double apart = feature[f] - running->mean;

		running->variance += (apart * apart - running->variance) /
				     (long double)candidates->count;
	}
	*one = (struct candidate){ .row = r, .month = k, .from = row->from,
		.outcome = sum_between(candidates->states, row, passed + 1,
				       passed + candidates->span->months) };
	memcpy(one->amount, feature + TIMES, sizeof one->amount);
}

static void find_ages(struct candidates *candidates)
{
	const struct states *states = candidates->states;

	for (size_t r = 0; r < states->rows; r++) {
		int32_t last = states->row[r].age + (int32_t)states->row[r].months;

		candidates->ages = last > candidates->ages ? last : candidates->ages;
	}
}

static size_t count_cells(const struct candidates *candidates)
{
	return (size_t)STATES_SILENT * (size_t)candidates->ages;
}

/* Counted first, so that each gets its place at once. */
static void list_candidates(struct candidates *candidates)
{
	size_t from = 0;

	candidates->cell = mem_new(count_cells(candidates), sizeof *candidates->cell);
	each_candidate(candidates, count_one);
	candidates->list = mem_new(candidates->count, sizeof *candidates->list);
	for (size_t c = 0; c < count_cells(candidates); c++) {
		candidates->cell[c].from = from;
		from += candidates->cell[c].count;
		candidates->cell[c].count = 0;
	}
	each_candidate(candidates, place_one);
}

/* Sums as GSL's gsl_stats_sd makes them. */
static void find_scale(struct candidates *candidates)
{
	double n = (double)candidates->count;

	for (int f = 0; f < FEATURES; f++) {
		double variance = (double)candidates->running[f].variance;
		double sd = candidates->count > 1 ? sqrt(variance * (n / (n - 1))) : 0;

		candidates->scale[f] = sd > 0 ? 1 / sd : 0;
	}
}

/* Of two that are as near, the one with the earlier first contact, then the earlier case and
 * month. */
static int tie(const struct candidate *a, const struct candidate *b)
{
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return a->month < b->month ? -1 : a->month > b->month;
}

static int by_year(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;

	for (int f = YEAR_AMOUNT; f >= 0; f--)
		if (left->amount[f] != right->amount[f])
			return left->amount[f] < right->amount[f] ? -1 : 1;
	return tie(left, right);
}

static int alike(const struct candidate *a, const struct candidate *b)
{
	return memcmp(a->amount, b->amount, sizeof a->amount) == 0;
}

static void sort_cell(size_t c, void *to)
{
	struct candidates *candidates = to;
	struct cell *cell = &candidates->cell[c];
	struct candidate *list = candidates->list + cell->from;
	size_t kept = 0, same = 0;

	for (size_t i = 0; i < cell->count; i++)
		for (int f = 0; f < AMOUNTS; f++)
			list[i].amount[f] *= candidates->scale[TIMES + f];
	qsort(list, cell->count, sizeof *list, by_year);
	for (size_t i = 0; i < cell->count; i++) {
		same = kept && alike(&list[kept - 1], &list[i]) ? same + 1 : 1;
		if (same <= SIMILAR_NEAREST + 1)         /* the case itself may be among them */
			list[kept++] = list[i];
	}
	cell->count = kept;
}

static void find_candidates(struct candidates *candidates, const struct states *states,
			    const struct similar_span *span, size_t threads)
{
	*candidates = (struct candidates){ .states = states, .span = span };
	find_ages(candidates);
	list_candidates(candidates);
	find_scale(candidates);
	parallel_each(threads, count_cells(candidates), sort_cell, candidates);
}

/* ---- nearest ---------------------------------------------------------------------- */

static int nearer(const struct neighbour *a, const struct neighbour *b)
{
	if (a->distance != b->distance)
		return a->distance < b->distance;
	return tie(a->candidate, b->candidate) < 0;
}

/* Where the same case stands, or would be put: at the end, in place of the last if all are
 * there. */
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

	if (at < before && !nearer(one, &nearest->list[at]))
		return;
	for (; at > 0 && nearer(one, &nearest->list[at - 1]); at--)
		nearest->list[at] = nearest->list[at - 1];
	nearest->list[at] = *one;
}

/* Beyond this distance nobody can be among the nearest any more. */
static double farthest(const struct nearest *nearest)
{
	return nearest->count < SIMILAR_NEAREST ? INFINITY :
						  nearest->list[nearest->count - 1].distance;
}

static int is_near(const struct nearest *nearest, const struct neighbour *one)
{
	return nearest->count < SIMILAR_NEAREST ||
	       nearer(one, &nearest->list[SIMILAR_NEAREST - 1]);
}

static double square(double x)
{
	return x * x;
}

/* Of all in a cell at least; the order of sums is that of distance_of. */
static double cell_distance(const struct nearest *nearest, int32_t recency, int32_t age)
{
	const double *scale = nearest->candidates->scale;

	return square(log1p(age) * scale[0] - nearest->want[0]) +
	       square(log1p(recency) * scale[1] - nearest->want[1]);
}

static double distance_of(const struct nearest *nearest, const struct candidate *candidate,
			  double distance)
{
	for (int f = 0; f < AMOUNTS; f++)
		distance += square(candidate->amount[f] - nearest->want[TIMES + f]);
	return distance;
}

static double year_distance(const struct nearest *nearest, const struct candidate *candidate)
{
	return square(candidate->amount[YEAR_AMOUNT] - nearest->want[FEATURES - 1]);
}

/* How many of a cell had less effort in their year. */
static size_t count_less(const struct nearest *nearest, const struct candidate *list, size_t count)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list[middle].amount[YEAR_AMOUNT] < nearest->want[FEATURES - 1])
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void look_at(struct nearest *nearest, const struct candidate *candidate, double cell)
{
	struct neighbour one = { distance_of(nearest, candidate, cell), candidate };

	if (candidate->row != nearest->own && is_near(nearest, &one))
		insert(nearest, &one);
}

/* From the effort of the case's own year to less and more, until all are too far away. */
static void look_into(struct nearest *nearest, int32_t recency, int32_t age)
{
	const struct cell *cell = cell_of(nearest->candidates, recency, age);
	const struct candidate *list = nearest->candidates->list + cell->from;
	double apart = cell->count ? cell_distance(nearest, recency, age) : INFINITY;
	size_t less, more;

	if (!cell->count || apart > farthest(nearest))
		return;
	less = more = count_less(nearest, list, cell->count);
	while (less > 0 || more < cell->count) {
		int up = less == 0 || (more < cell->count &&
			 year_distance(nearest, &list[more]) < year_distance(nearest, &list[less - 1]));
		const struct candidate *next = up ? &list[more++] : &list[--less];

		if (apart + year_distance(nearest, next) > farthest(nearest))
			return;
		look_at(nearest, next, apart);
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
		similar->over += nearest.list[n].candidate->outcome >=
				 search->candidates.span->threshold;
		sum += nearest.list[n].candidate->outcome;
	}
	similar->mean = nearest.count ? sum / (double)nearest.count : 0;
}

void similar_find(struct similar *similar, const struct states *states, const uint32_t *chosen,
		  size_t count, const struct similar_span *span, size_t threads)
{
	struct search search = { .chosen = chosen, .similar = similar };

	find_candidates(&search.candidates, states, span, threads);
	parallel_each(threads, chosen ? count : states->tracked, find_one, &search);
	free(search.candidates.list);
	free(search.candidates.cell);
}
