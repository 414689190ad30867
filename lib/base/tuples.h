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

enum { TUPLES_CHUNK_BITS = 16 };

/* One part's rows. Start with the number of columns and zeros. */
struct tuples {
	size_t width;
	void **chunks;           /* of numbers, rows beginning at words; then of packed words */
	size_t chunk_count, capacity;
	size_t count;            /* rows */
};

/* Where the numbers of the next row go, which counts after tuples_put. Rows stay where they are. */
uint32_t *tuples_next(struct tuples *tuples);
static inline void tuples_put(struct tuples *tuples);
/* The numbers of a row. */
static inline uint32_t *tuples_row(const struct tuples *tuples, size_t row);
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

static inline void tuples_put(struct tuples *tuples)
{
	tuples->count++;
}

static inline uint32_t *tuples_row(const struct tuples *tuples, size_t row)
{
	return (uint32_t *)tuples->chunks[row >> TUPLES_CHUNK_BITS] +
	       row % ((size_t)1 << TUPLES_CHUNK_BITS) * (tuples->width + tuples->width % 2);
}

static inline uint32_t tuples_rank(const struct tuples_field *field, const uint64_t *row)
{
	return (uint32_t)(row[field->word] >> field->shift & field->mask);
}

/* The rank of a column that has ranks. */
static inline uint32_t ordered_rank(const struct ordered *ordered, size_t row, size_t column)
{
	return tuples_rank(&ordered->fields[column], ordered->words + row * ordered->width);
}

#endif
