/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns that grow wider: what comes out is what was put in, whatever the widths on the way. */
#include <stdlib.h>

#include "base/narrow.h"
#include "tap.h"

enum { ROWS = 2000 };

static uint32_t numbers[ROWS];

/* None for the first rows, then numbers below `most`, the largest among them; some are none. */
static void make_numbers(uint32_t most, size_t first)
{
	for (size_t i = 0; i < ROWS; i++)
		numbers[i] = i < first || i % 7 == 3 ? NARROW_NONE :
			     i == ROWS / 2 ? most - 1 : (uint32_t)(i * 2654435761u % most);
}

static int is_whole(const struct narrow *column)
{
	uint32_t room[100];
	int right = 1;

	for (size_t from = 0; from < ROWS; from += 100) {
		const uint32_t *read = narrow_read(column, from, 100, room);

		for (size_t i = 0; i < 100; i++)
			right &= read[i] == numbers[from + i] &&
				 narrow_get(column, from + i) == numbers[from + i];
	}
	return right;
}

static void try(uint32_t most, size_t first, size_t width)
{
	struct narrow column = { NULL, 0 };

	make_numbers(most, first);
	for (size_t at = 0; at < ROWS; at += 50)
		narrow_append(&column, at, ROWS, numbers + at, 50);
	ok(is_whole(&column), "numbers below %u, none before row %zu", most, first);
	is_count(column.most, width == 1 ? NARROW_ONE : width == 2 ? NARROW_TWO : UINT32_MAX,
		 "so wide and no wider");
	free(column.cells);
}

static void test_single(void)
{
	struct narrow column = { NULL, 0 };

	make_numbers(70000, 0);
	numbers[ROWS - 1] = 3;
	for (size_t i = 0; i < ROWS; i++) {
		if (numbers[i] + 1 > column.most)
			narrow_widen(&column, i, ROWS, numbers[i]);
		narrow_set(&column, i, numbers[i]);
	}
	ok(is_whole(&column), "one by one");
	free(column.cells);
}

static void test_none(void)
{
	struct narrow column = { NULL, 0 };

	make_numbers(1, ROWS);
	narrow_append(&column, 0, ROWS, numbers, ROWS);
	narrow_set(&column, 5, NARROW_NONE);
	ok(!column.cells && is_whole(&column), "a column of none has no cells");
}

int main(void)
{
	try(1, 0, 1);
	try(128, 0, 1);
	try(129, 60, 2);
	try(32768, 1, 2);
	try(32769, 999, 4);
	try(UINT32_MAX, 0, 4);
	test_single();
	test_none();
	return done();
}
