/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of numbers in order of their ranks, against qsort. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tuples.h"
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

/* Numbers 0..MOST-1 whose ranks are (7 * number + 3) % count, so that some share one; left out
 * is a column whose count is 0. */
static void test_order(const uint32_t counts[COLUMNS], size_t parts, size_t width, const char *what)
{
	struct tuples tuples[3] = { { .width = COLUMNS }, { .width = COLUMNS }, { .width = COLUMNS } };
	struct tuples_ranks ranks[COLUMNS];
	uint32_t *table = mem_new((size_t)COLUMNS * MOST, sizeof *table);
	struct row *want = mem_new(ROWS, sizeof *want);
	struct ordered *ordered;
	int same = 1;

	for (int c = 0; c < COLUMNS; c++) {
		for (uint32_t n = 0; counts[c] && n < MOST; n++)
			table[c * MOST + n] = (uint32_t)((7 * (uint64_t)n + 3) * 1000003 % counts[c]);
		ranks[c] = (struct tuples_ranks){ counts[c] ? table + c * MOST : NULL, counts[c] };
	}
	for (size_t i = 0; i < ROWS; i++) {
		uint32_t *numbers = tuples_next(&tuples[i % parts]);

		for (int c = 0; c < COLUMNS; c++) {
			numbers[c] = draw(MOST);
			want[i].ranks[c] = counts[c] ? ranks[c].ranks[numbers[c]] : 0;
		}
		tuples_put(&tuples[i % parts]);
	}
	qsort(want, ROWS, sizeof *want, compare);
	ordered = tuples_order(tuples, parts, ranks, 2);
	ok(ordered->count == ROWS, "%s: all rows", what);
	ok(ordered->width == width, "%s: words a row", what);
	for (size_t i = 0; i < ROWS; i++)
		for (size_t c = 0; c < COLUMNS; c++)
			same &= !counts[c] || ordered_rank(ordered, i, c) == want[i].ranks[c];
	ok(same, "%s: in order", what);
	ordered_free(ordered);
	free(want);
	free(table);
}

/* More than fit one piece of memory. */
static void test_numbers(void)
{
	struct tuples tuples = { .width = 3 };
	uint32_t *first = tuples_next(&tuples);
	int same = 1;

	for (uint32_t i = 0; i < 200000; i++) {
		uint32_t *numbers = tuples_next(&tuples);

		for (uint32_t c = 0; c < 3; c++)
			numbers[c] = UINT32_MAX - 3 * i - c;
		tuples_put(&tuples);
	}
	ok(tuples_row(&tuples, 0) == first, "rows stay where they are");
	for (uint32_t i = 0; i < 200000; i++)
		for (uint32_t c = 0; c < 3; c++)
			same &= tuples_row(&tuples, i)[c] == UINT32_MAX - 3 * i - c;
	ok(same, "numbers as they were put in");
	tuples_next(&tuples)[0] = 5;
	is_count((long long)tuples.count, 200000, "a row that is not put does not count");
	tuples_free(&tuples);
}

static void test_nothing(void)
{
	static const uint32_t ranks[] = { 0 };
	struct tuples tuples = { .width = 1 };
	struct ordered *ordered = tuples_order(&tuples, 1, &(struct tuples_ranks){ ranks, 1 }, 1);

	is_count((long long)ordered->count, 0, "no rows");
	ordered_free(ordered);
	*tuples_next(&tuples) = 0;
	tuples_put(&tuples);
	ordered = tuples_order(&tuples, 1, &(struct tuples_ranks){ ranks, 1 }, 1);
	is_count((long long)ordered->count + ordered_rank(ordered, 0, 0), 1,
		 "one row of a column with one rank, which needs no bit");
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
	test_numbers();
	test_nothing();
	return done();
}
