/* SPDX-License-Identifier: GPL-3.0-or-later */
/* radix - words of 64 bits in ascending order, and rows of several words by one of them. */
#include "base/radix.h"

enum { BITS = 11, DIGITS = 1 << BITS };

struct rows {
	uint64_t *from, *to;
	size_t count;
};

/* Inlined for each width, so that a row is moved without a loop. */
static inline void pass(struct rows rows, size_t width, size_t by, int shift)
{
	size_t place[DIGITS] = { 0 }, sum = 0;

	for (size_t i = 0; i < rows.count; i++)
		place[rows.from[i * width + by] >> shift & (DIGITS - 1)]++;
	for (size_t d = 0; d < DIGITS; d++) {
		size_t here = place[d];

		place[d] = sum;
		sum += here;
	}
	for (size_t i = 0; i < rows.count; i++) {
		const uint64_t *row = rows.from + i * width;
		uint64_t *to = rows.to + width * place[row[by] >> shift & (DIGITS - 1)]++;

		for (size_t w = 0; w < width; w++)
			to[w] = row[w];
	}
}

static void pass_of(struct rows rows, size_t width, size_t by, int shift)
{
	if (width == 1)
		pass(rows, 1, 0, shift);
	else if (width == 2)
		pass(rows, 2, by, shift);
	else
		pass(rows, width, by, shift);
}

static uint64_t *sort(struct rows rows, size_t width, size_t by, int lowest)
{
	uint64_t differ = 0;

	for (size_t i = 0; i < rows.count; i++)
		differ |= rows.from[i * width + by] ^ rows.from[by];
	for (int shift = lowest; shift < 64 && differ >> shift; shift++) {
		uint64_t *sorted = rows.to;

		if (!(differ >> shift & 1))
			continue;
		pass_of(rows, width, by, shift);
		rows.to = rows.from;
		rows.from = sorted;
		shift += BITS - 1;
	}
	return rows.from;
}

uint64_t *radix_sort(uint64_t *words, uint64_t *other, size_t count, int lowest)
{
	return sort((struct rows){ words, other, count }, 1, 0, lowest);
}

uint64_t *radix_rows(uint64_t *rows, uint64_t *other, size_t count, size_t width, size_t by)
{
	return sort((struct rows){ rows, other, count }, width, by, 0);
}
