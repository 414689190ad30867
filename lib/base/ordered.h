/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ordered - rows of numbers in order of what they stand for.
 *
 * What a number of a column stands for has a rank. The ranks of a row are packed into as few words
 * of 64 bits as they need, first column highest, and dealt by their highest bits to piles that
 * fit a cache, by several threads. A pile is sorted, by radix, when it is asked for; piles follow
 * one another. The order is that of the ranks, column by column; rows whose ranks are equal are
 * equal, so that nothing tells which part they came from. Memory: a row's words, in the room that
 * the packed numbers leave as they are dealt, and a pile or two for each thread. */
#ifndef VL_ORDERED_H
#define VL_ORDERED_H

#include "base/tuples.h"

/* The ranks of a column's numbers; a column without ranks is left out. */
struct ordered_ranks {
	const uint32_t *ranks;   /* by number, or NULL */
	uint32_t count;          /* all ranks are less */
};

/* Where a column's rank stands: behind those of the columns before in the same word. */
struct ordered_field {
	size_t word;
	int shift;
	uint64_t mask;
};

struct ordered {
	size_t count;            /* rows */
	size_t width;            /* words a row */
	size_t piles;
	struct ordered_field *fields;    /* by column */
	struct ordered_part *parts;
	size_t part_count;
	int bits;                /* the highest of a first word, which tell the pile */
};

/* All rows of the parts, which are empty then; ranks by column. Numbers become others first where
 * there is something to change. ordered_free. */
struct ordered *ordered_new(struct tuples parts[], size_t count, const struct ordered_ranks ranks[],
			    tuples_taker *change, void *change_to, size_t threads);
void ordered_free(struct ordered *ordered);      /* NULL allowed */

/* The rows of a pile, in order. Start with zeros; each call takes the place of the one before. */
struct ordered_pile {
	uint64_t *rows;
	size_t count;
	uint64_t *room[2];
	size_t capacity;         /* words, of each */
};

void ordered_pile(const struct ordered *ordered, size_t number, struct ordered_pile *pile);
void ordered_pile_free(struct ordered_pile *pile);

/* The rank of a column that has ranks. */
static inline uint32_t ordered_rank(const struct ordered_field *field, const uint64_t *row)
{
	return (uint32_t)(row[field->word] >> field->shift & field->mask);
}

#endif
