/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tuples - rows of small numbers, and these rows in order of their ranks.
 *
 * Rows are put in by several parts, each a thread's. What a number of a column stands for has a
 * rank; tuples_order packs the ranks of a row into as few words of 64 bits as they need, first
 * column highest, deals the rows out by their highest bits to piles that fit a cache, and sorts each
 * pile by radix; piles are sorted by several threads. The order is that of the ranks, column by
 * column; rows whose ranks are equal are equal, so that nothing tells which part they came from.
 * Memory: four bytes a number (of an odd count of columns four more a row) until they are packed in
 * place, then twice the words, eight bytes each; one word holds ranks of 64 bits together. */
#ifndef VL_TUPLES_H
#define VL_TUPLES_H

#include <stddef.h>
#include <stdint.h>

/* One part's rows. Start with the number of columns and zeros. */
struct tuples {
	size_t width;
	uint64_t *words;         /* two numbers in each */
	size_t count, capacity;  /* rows */
};

void tuples_put(struct tuples *tuples, const uint32_t *numbers);
uint32_t tuples_number(const struct tuples *tuples, size_t row, size_t column);
void tuples_set(struct tuples *tuples, size_t row, size_t column, uint32_t number);
void tuples_free(struct tuples *tuples);

/* The ranks of a column's numbers; a column without ranks is left out. */
struct tuples_ranks {
	const uint32_t *ranks;   /* by number, or NULL */
	uint32_t count;          /* all ranks are less */
};

struct tuples_field {
	size_t word;
	int shift;
	uint64_t mask;
};

struct ordered {
	uint64_t *words;
	size_t count;            /* rows */
	size_t width;            /* words a row */
	struct tuples_field *fields;     /* by column */
};

/* All rows of the parts, which are empty then; ranks by column. ordered_free. */
struct ordered *tuples_order(struct tuples parts[], size_t count, const struct tuples_ranks ranks[],
			     size_t threads);
void ordered_free(struct ordered *ordered);      /* NULL allowed */

/* The rank of a column that has ranks. */
static inline uint32_t ordered_rank(const struct ordered *ordered, size_t row, size_t column)
{
	const struct tuples_field *field = &ordered->fields[column];

	return (uint32_t)(ordered->words[row * ordered->width + field->word] >> field->shift &
			  field->mask);
}

#endif
