/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of numbers come back as they were put in. */
#include <stdlib.h>

#include "base/tuples.h"
#include "tap.h"

enum { COLUMNS = 5, ROWS = 200000 };

/* All bits, none, some above those that are always alike, and a few. */
static uint32_t number_of(uint32_t row, size_t column)
{
	switch (column) {
	case 0:
		return (uint32_t)(row * UINT64_C(0x9E3779B97F4A7C15) >> 32);
	case 1:
		return 7;
	case 2:
		return UINT32_MAX - row;
	case 3:
		return row % 1000 + (row > ROWS / 2 ? UINT32_C(1) << 20 : 0);
	default:
		return row / 3 % 2;
	}
}

struct looking {
	uint32_t row;
	size_t width;
	int same;
};

static void look(uint32_t *numbers, size_t count, void *to)
{
	struct looking *looking = to;

	for (size_t i = 0; i < count; i++, looking->row++)
		for (size_t c = 0; c < looking->width; c++)
			looking->same &= numbers[c * TUPLES_STRIDE + i] == number_of(looking->row, c);
}

/* More than fit one piece of memory; numbers of a row are set when it has been put. */
static void test_numbers(size_t width)
{
	struct tuples tuples = { .width = width };
	struct looking looking = { .width = width, .same = 1 };

	for (uint32_t i = 0; i < ROWS; i++) {
		uint32_t *numbers = tuples_next(&tuples);

		tuples_put(&tuples);
		for (size_t c = 0; c < width; c++)
			numbers[c * TUPLES_STRIDE] = number_of(i, c);
	}
	*tuples_next(&tuples) = 5;
	ok(tuples.count == ROWS, "%zu columns: a row that is not put does not count", width);
	tuples_pack(&tuples);
	tuples_each(&tuples, look, &looking);
	ok(looking.same && looking.row == ROWS, "%zu columns: numbers as they were put in", width);
	tuples_free(&tuples);
}

/* Three columns that fill a word but for a bit, wholly, or need one more; and one of a single
 * number behind them. */
static uint32_t word_number(uint32_t row, size_t column, int last_bits)
{
	int bits = column == 2 ? last_bits : 22;

	return column == 3 ? UINT32_MAX : number_of(row, 0) & ((UINT32_C(1) << bits) - 1);
}

static void test_word(int last_bits, size_t words)
{
	struct tuples tuples = { .width = 4 };
	uint32_t *numbers;
	size_t count, used;
	int same = 1;

	for (uint32_t i = 0; i < TUPLES_ROWS; i++, tuples_put(&tuples)) {
		numbers = tuples_next(&tuples);
		for (size_t c = 0; c < tuples.width; c++)
			numbers[c * TUPLES_STRIDE] = word_number(i, c, last_bits);
	}
	tuples_pack(&tuples);
	numbers = tuples_room(&tuples);
	used = tuples_unpack(&tuples, tuples.slabs->words, numbers, &count);
	for (uint32_t i = 0; i < TUPLES_ROWS; i++)
		for (size_t c = 0; c < tuples.width; c++)
			same &= numbers[c * TUPLES_STRIDE + i] == word_number(i, c, last_bits);
	ok(same && count == TUPLES_ROWS, "%d bits together", 44 + last_bits);
	is_count((long long)used, (long long)(1 + tuples.width + words * TUPLES_ROWS), "so many words");
	free(numbers);
	tuples_free(&tuples);
}

/* Only the bits that differ cost memory. */
static void test_memory(void)
{
	struct tuples tuples = { .width = COLUMNS };

	for (uint32_t i = 0; i < TUPLES_ROWS; i++) {
		uint32_t *numbers = tuples_next(&tuples);

		for (size_t c = 0; c < COLUMNS; c++)
			numbers[c * TUPLES_STRIDE] = UINT32_C(0xABC00000) + i;
		tuples_put(&tuples);
	}
	tuples_pack(&tuples);
	is_count((long long)tuples.slabs->used, 1 + COLUMNS + TUPLES_ROWS,
		 "five times nine bits are a word");
	tuples_free(&tuples);
}

int main(void)
{
	test_numbers(1);
	test_numbers(COLUMNS);
	test_word(19, 1);
	test_word(20, 1);
	test_word(21, 2);
	test_memory();
	return done();
}
