/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of numbers in order of their ranks, against qsort. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/ordered.h"
#include "tap.h"

enum { COLUMNS = 5, ROWS = 60000, MOST = 3000 };

struct row {
	uint32_t ranks[COLUMNS];
};

static int compare(const void *a, const void *b)
{
	const struct row *left = a, *right = b;

	for (int i = 0; i < COLUMNS; i++)
		if (left->ranks[i] != right->ranks[i])
			return left->ranks[i] < right->ranks[i] ? -1 : 1;
	return 0;
}

static uint32_t draw(uint32_t below)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((state >> 33) % below);
}

/* Each number becomes the one before, the first the last, and so do the ranks. */
static void turn(uint32_t *numbers, size_t count, void *to)
{
	uint32_t by = *(const uint32_t *)to;

	for (size_t c = 0; c < COLUMNS; c++)
		for (size_t row = 0; row < count; row++)
			numbers[c * TUPLES_STRIDE + row] =
				(numbers[c * TUPLES_STRIDE + row] + MOST - by) % MOST;
}

/* Numbers that are drawn, each put `by` higher, and in `want` the ranks of what was drawn. */
static void fill(struct tuples tuples[], size_t parts, const struct ordered_ranks ranks[],
		 uint32_t by, struct row *want)
{
	for (size_t i = 0; i < ROWS; i++) {
		uint32_t *numbers = tuples_next(&tuples[i % parts]);

		for (int c = 0; c < COLUMNS; c++) {
			uint32_t number = draw(MOST);

			numbers[c * TUPLES_STRIDE] = (number + by) % MOST;
			want[i].ranks[c] = ranks[c].ranks ? ranks[c].ranks[number] : 0;
		}
		tuples_put(&tuples[i % parts]);
	}
	qsort(want, ROWS, sizeof *want, compare);
}

static int is_ordered(const struct ordered *ordered, const struct ordered_ranks ranks[],
		      const struct row *want)
{
	struct ordered_pile pile = { 0 };
	size_t rows = 0;
	int same = 1;

	for (size_t number = 0; number < ordered->piles; number++) {
		ordered_pile(ordered, number, &pile);
		for (size_t i = 0; i < pile.count && rows < ROWS; i++, rows++)
			for (size_t c = 0; c < COLUMNS; c++)
				same &= !ranks[c].ranks ||
					ordered_rank(&ordered->fields[c],
						     pile.rows + i * ordered->width) ==
					want[rows].ranks[c];
	}
	ordered_pile_free(&pile);
	return same && rows == ROWS;
}

/* Numbers 0..MOST-1 whose ranks are (7 * number + 3) % count, so that some share one; left out
 * is a column whose count is 0. */
static void test_order(const uint32_t counts[COLUMNS], size_t parts, size_t width, const char *what)
{
	struct tuples tuples[3] = { { .width = COLUMNS }, { .width = COLUMNS }, { .width = COLUMNS } };
	struct ordered_ranks ranks[COLUMNS];
	uint32_t *table = mem_new((size_t)COLUMNS * MOST, sizeof *table);
	uint32_t by = parts == 3 ? 5 : 0;
	struct row *want = mem_new(ROWS, sizeof *want);
	struct ordered *ordered;

	for (int c = 0; c < COLUMNS; c++) {
		for (uint32_t n = 0; counts[c] && n < MOST; n++)
			table[c * MOST + n] = (uint32_t)((7 * (uint64_t)n + 3) * 1000003 % counts[c]);
		ranks[c] = (struct ordered_ranks){ counts[c] ? table + c * MOST : NULL, counts[c] };
	}
	fill(tuples, parts, ranks, by, want);
	ordered = ordered_new(tuples, parts, ranks, by ? turn : NULL, &by, 2);
	ok(ordered->count == ROWS, "%s: all rows", what);
	ok(ordered->width == width, "%s: words a row", what);
	ok(is_ordered(ordered, ranks, want), "%s: in order", what);
	ordered_free(ordered);
	free(want);
	free(table);
}

static void test_nothing(void)
{
	static const uint32_t ranks[] = { 0 };
	struct tuples tuples = { .width = 1 };
	struct ordered_pile pile = { 0 };
	struct ordered *ordered = ordered_new(&tuples, 1, &(struct ordered_ranks){ ranks, 1 }, NULL,
					      NULL, 1);

	ordered_pile(ordered, 0, &pile);
	is_count((long long)(ordered->count + pile.count), 0, "no rows");
	ordered_free(ordered);
	*tuples_next(&tuples) = 0;
	tuples_put(&tuples);
	ordered = ordered_new(&tuples, 1, &(struct ordered_ranks){ ranks, 1 }, NULL, NULL, 1);
	ordered_pile(ordered, 0, &pile);
	is_count((long long)pile.count + ordered_rank(ordered->fields, pile.rows), 1,
		 "one row of a column with one rank, which needs no bit");
	ordered_pile_free(&pile);
	ordered_free(ordered);
	ordered_free(NULL);
}

int main(void)
{
	test_order((uint32_t[]){ 2000, 10, 3, 1, 900 }, 1, 1, "one word");
	test_order((uint32_t[]){ 3, 2000, 0, 17, 2 }, 3, 1, "several parts, a column left out");
	test_order((uint32_t[]){ 1, UINT32_C(1) << 31, UINT32_MAX, 5, UINT32_MAX }, 2, 2, "two words");
	test_order((uint32_t[]){ UINT32_MAX, UINT32_MAX, UINT32_MAX, 2000, UINT32_MAX }, 3, 3,
		   "three words");
	test_order((uint32_t[]){ 1, 1, 1, 1, 4 }, 2, 1, "nearly all rows equal");
	test_nothing();
	return done();
}
