/* SPDX-License-Identifier: GPL-3.0-or-later */
/* permutation - how often would a grouping that means nothing give a difference this large? */
#include <gsl/gsl_combination.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "stats/permutation.h"
#include "stats/random.h"

/* Two ways to add up the same values differ by less than this share of them, or of their spread. */
static const double ROUNDING = 1e-9;
/* Values that spread by less than this share of their mean do not vary. */
static const double ALIKE = 1e-12;

struct stratum {
	double *values;          /* of its units, in any order */
	size_t count;
	size_t chosen;           /* how many of them are in the group that is drawn */
	struct random_cut *cuts; /* of a shuffle, by place: from so many it is drawn */
	gsl_combination *split;  /* of an enumeration */
};

/* The smaller group is drawn, the sums of the other follow from the total. */
struct splits {
	double *values;          /* less their mean, stratum by stratum */
	double squares;          /* sum of all */
	double few, many;        /* units of the drawn group, of the other */
	struct stratum *strata;
	size_t count;
};

/* Difference (drawn less other) and t of one split. */
struct contrast {
	double difference, t;
};

struct sums {
	double sum, squares;
};

static void add(struct sums *sums, double value)
{
	sums->sum += value;
	sums->squares += value * value;
}

/* Squared deviations from the mean; what is left of rounding is 0. */
static double deviations(const struct splits *splits, double squares, double mean, double count)
{
	double left = squares - count * mean * mean;

	return left > 1e-12 * splits->squares ? left : 0;
}

static struct contrast contrast_of(const struct splits *splits, struct sums drawn)
{
	double few = splits->few, many = splits->many;
	double mean = drawn.sum / few, other = -drawn.sum / many;
	double a = deviations(splits, drawn.squares, mean, few);
	double b = deviations(splits, splits->squares - drawn.squares, other, many);
	double se = sqrt(a / (few * (few - 1)) + b / (many * (many - 1)));
	struct contrast contrast = { mean - other, NAN };

	if (few > 1 && splits->squares > 0)
		contrast.t = contrast.difference == 0 ? 0 : contrast.difference / se;
	return contrast;
}

/* ---- strata -------------------------------------------------------------------- */

static int by_stratum(const void *a, const void *b)
{
	const struct permutation_unit *const *first = a, *const *second = b;

	if ((*first)->stratum != (*second)->stratum)
		return (*first)->stratum < (*second)->stratum ? -1 : 1;
	return (*first > *second) - (*first < *second);
}

static double mean_of(const struct permutation_unit *units, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += units[i].value;
	return sum / (double)count;
}

static void fill(struct splits *splits, const struct permutation_unit *const *sorted, size_t count,
		 double mean, int draw_a)
{
	struct stratum *stratum = NULL;

	for (size_t i = 0; i < count; i++) {
		if (!stratum || sorted[i]->stratum != sorted[i - 1]->stratum) {
			stratum = &splits->strata[splits->count++];
			stratum->values = &splits->values[i];
		}
		splits->values[i] = sorted[i]->value - mean;
		splits->squares += splits->values[i] * splits->values[i];
		stratum->count++;
		stratum->chosen += (sorted[i]->in_a != 0) == draw_a;
	}
}

static void make(struct splits *splits, const struct permutation_unit *units, size_t count,
		 int draw_a)
{
	const struct permutation_unit **sorted = mem_new(count, sizeof *sorted);
	double mean = mean_of(units, count);

	for (size_t i = 0; i < count; i++)
		sorted[i] = &units[i];
	qsort(sorted, count, sizeof *sorted, by_stratum);
	splits->values = mem_new(count, sizeof *splits->values);
	splits->strata = mem_new(count, sizeof *splits->strata);
	fill(splits, sorted, count, mean, draw_a);
	if (splits->squares <= (double)count * pow(ALIKE * mean, 2))
		splits->squares = 0;
	free(sorted);
}

static void release(struct splits *splits)
{
	for (size_t s = 0; s < splits->count; s++) {
		free(splits->strata[s].cuts);
		if (splits->strata[s].split)
			gsl_combination_free(splits->strata[s].split);
	}
	free(splits->values);
	free(splits->strata);
}

/* n over k for each stratum, multiplied; exact as long as it matters. */
static double count_splits(const struct splits *splits)
{
	double product = 1;

	for (size_t s = 0; s < splits->count; s++) {
		size_t n = splits->strata[s].count, k = splits->strata[s].chosen;
		double ways = 1;

		if (k > n - k)
			k = n - k;
		for (size_t i = 1; i <= k && ways < INFINITY; i++)
			ways = ways * (double)(n - k + i) / (double)i;
		product *= ways;
	}
	return product;
}

/* ---- looking at splits --------------------------------------------------------- */

struct tally {
	struct contrast seen;    /* of the real grouping */
	double spread;           /* of the values */
	size_t splits, plain, studentised;
};

static int as_large(double value, double seen, double spread)
{
	return fabs(value) >= fabs(seen) * (1 - ROUNDING) - ROUNDING * spread;
}

static void look(struct tally *tally, struct contrast split)
{
	tally->splits++;
	tally->plain += as_large(split.difference, tally->seen.difference, tally->spread);
	tally->studentised += as_large(split.t, tally->seen.t, 1);
}

/* The next way to choose in all strata, the last one first; 0 after the last. */
static int next_split(const struct splits *splits)
{
	for (size_t s = splits->count; s-- > 0;) {
		if (gsl_combination_next(splits->strata[s].split) == GSL_SUCCESS)
			return 1;
		gsl_combination_init_first(splits->strata[s].split);
	}
	return 0;
}

static void enumerate(const struct splits *splits, struct tally *tally)
{
	for (size_t s = 0; s < splits->count; s++) {
		struct stratum *stratum = &splits->strata[s];

		stratum->split = gsl_combination_calloc(stratum->count, stratum->chosen);
		if (!stratum->split)
			diag_out_of_memory();
	}
	do {
		struct sums sums = { 0, 0 };

		for (size_t s = 0; s < splits->count; s++)
			for (size_t i = 0; i < splits->strata[s].chosen; i++)
				add(&sums, splits->strata[s].values[
					gsl_combination_get(splits->strata[s].split, i)]);
		look(tally, contrast_of(splits, sums));
	} while (next_split(splits));
}

/* Splits that are drawn from one stream. */
enum { PIECE = 512 };
/* Below so many draws a second thread would cost more than it takes over. */
static const double WORTH_THREADS = 100000;

struct drawing {
	const struct splits *splits;
	const struct permutation_draws *draws;
	struct tally *tallies;   /* by piece */
};

/* What a piece has of its own, so that it draws the same whoever makes it. */
struct piece {
	gsl_rng *random;
	double *values;          /* of all strata; each shuffle goes on from the one before */
	uint32_t *places;        /* of one split */
};

/* The first `chosen` places of a shuffle of each stratum (Fisher and Yates); where the rest stands
 * does not matter. */
static void draw(const struct splits *splits, const struct piece *piece)
{
	uint32_t *places = piece->places;

	for (size_t s = 0; s < splits->count; places += splits->strata[s++].chosen)
		for (size_t i = 0; i < splits->strata[s].chosen; i++)
			places[i] = (uint32_t)i + random_below(piece->random,
							       &splits->strata[s].cuts[i]);
}

/* The sum of what was drawn, and of its squares. As a pair compilers add them up in memory, which
 * takes twice as long. */
static double take(const struct stratum *stratum, double *values, const uint32_t *places,
		   double *squares)
{
	double sum = 0, square = 0;

	for (size_t i = 0; i < stratum->chosen; i++) {
		double value = values[places[i]];

		values[places[i]] = values[i];
		values[i] = value;
		sum += value;
		square += value * value;
	}
	*squares += square;
	return sum;
}

static struct sums draw_split(const struct splits *splits, const struct piece *piece)
{
	const uint32_t *places = piece->places;
	double *values = piece->values;
	struct sums sums = { 0, 0 };

	draw(splits, piece);
	for (size_t s = 0; s < splits->count; s++) {
		const struct stratum *stratum = &splits->strata[s];

		sums.sum += take(stratum, values, places, &sums.squares);
		values += stratum->count;
		places += stratum->chosen;
	}
	return sums;
}

static void draw_piece(size_t number, void *to)
{
	const struct drawing *drawing = to;
	const struct splits *splits = drawing->splits;
	const struct permutation_draws *draws = drawing->draws;
	size_t left = draws->replicates - number * PIECE, units = (size_t)(splits->few + splits->many);
	struct piece piece = {
		.random = random_stream(draws->seed, draws->purpose, number),
		.values = mem_new(units, sizeof *piece.values),
		.places = mem_new((size_t)splits->few, sizeof *piece.places),
	};

	memcpy(piece.values, splits->values, units * sizeof *piece.values);
	for (size_t b = 0; b < left && b < PIECE; b++)
		look(&drawing->tallies[number], contrast_of(splits, draw_split(splits, &piece)));
	gsl_rng_free(piece.random);
	free(piece.values);
	free(piece.places);
}

static void cut_places(struct stratum *stratum)
{
	stratum->cuts = mem_new(stratum->chosen, sizeof *stratum->cuts);
	for (size_t i = 0; i < stratum->chosen; i++)
		stratum->cuts[i] = random_cut((uint32_t)(stratum->count - i));
}

static void shuffle(const struct splits *splits, const struct permutation_draws *draws,
		    struct tally *tally)
{
	size_t pieces = (draws->replicates + PIECE - 1) / PIECE;
	struct drawing drawing = { splits, draws, mem_new(pieces, sizeof *drawing.tallies) };
	int worth = splits->few * (double)draws->replicates >= WORTH_THREADS;

	for (size_t s = 0; s < splits->count; s++)
		cut_places(&splits->strata[s]);
	for (size_t p = 0; p < pieces; p++)
		drawing.tallies[p] = *tally;
	parallel_each(worth ? draws->threads : 1, pieces, draw_piece, &drawing);
	for (size_t p = 0; p < pieces; p++) {
		tally->splits += drawing.tallies[p].splits;
		tally->plain += drawing.tallies[p].plain;
		tally->studentised += drawing.tallies[p].studentised;
	}
	free(drawing.tallies);
}

/* ---- the test ------------------------------------------------------------------ */

static struct contrast seen(const struct permutation_unit *units, size_t count,
			    const struct splits *splits, int draw_a)
{
	double mean = mean_of(units, count);
	struct sums sums = { 0, 0 };

	for (size_t i = 0; i < count; i++)
		if ((units[i].in_a != 0) == draw_a)
			add(&sums, units[i].value - mean);
	return contrast_of(splits, sums);
}

static double share(const struct permutation *result, size_t as_large_ones)
{
	double more = result->exact ? 0 : 1;

	return ((double)as_large_ones + more) / ((double)result->drawn + more);
}

static void test(struct permutation *result, const struct splits *splits, struct contrast real,
		 const struct permutation_draws *draws)
{
	struct tally tally = { .seen = real };

	tally.spread = sqrt(splits->squares / (splits->few + splits->many));
	result->splits = count_splits(splits);
	result->exact = result->splits <= PERMUTATION_EXACT;
	if (result->exact)
		enumerate(splits, &tally);
	else
		shuffle(splits, draws, &tally);
	result->drawn = tally.splits;
	if (!result->drawn)
		return;
	result->p_plain = share(result, tally.plain);
	if (!isnan(real.t))
		result->p = share(result, tally.studentised);
}

void permutation_test(struct permutation *result, const struct permutation_unit *units,
		      size_t count, const struct permutation_draws *draws)
{
	struct splits splits = { 0 };
	size_t in_a = 0;
	int draw_a;
	struct contrast real;

	*result = (struct permutation){ NAN, NAN, NAN, NAN, 0, 0, 0 };
	for (size_t i = 0; i < count; i++)
		in_a += units[i].in_a != 0;
	if (in_a == 0 || in_a == count)
		return;
	draw_a = in_a <= count - in_a;
	splits.few = (double)(draw_a ? in_a : count - in_a);
	splits.many = (double)count - splits.few;
	make(&splits, units, count, draw_a);
	real = seen(units, count, &splits, draw_a);
	result->difference = draw_a ? real.difference : -real.difference;
	result->t = draw_a ? real.t : -real.t;
	test(result, &splits, real, draws);
	release(&splits);
}
