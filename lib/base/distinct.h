/* SPDX-License-Identifier: GPL-3.0-or-later */
/* distinct - whole numbers into small ones, 0, 1, 2, ... in order of appearance.
 *
 * A column with few different values takes one byte a row (base/narrow), and what is true of a
 * value is found once for all its rows. Start with zeros. Memory: about 24 bytes a distinct
 * value. */
#ifndef VL_DISTINCT_H
#define VL_DISTINCT_H

#include <stddef.h>
#include <stdint.h>

struct distinct {
	int64_t *values;         /* by number */
	size_t count, capacity;
	uint32_t *slots;         /* number + 1; 0 = free */
	size_t room;             /* a power of 2 */
};

/* Where a value belongs (Fibonacci hashing; Knuth, The Art of Computer Programming 3, 6.4). */
static inline size_t distinct_place(const struct distinct *distinct, int64_t value)
{
	return (size_t)(((uint64_t)value * UINT64_C(0x9E3779B97F4A7C15)) >> 24) &
	       (distinct->room - 1);
}

/* The number of a value that does not stand right there, new ones included. */
uint32_t distinct_look(struct distinct *distinct, int64_t value);

/* The number of a value, new ones included; fewer than 2^32 - 1 of them. */
static inline uint32_t distinct_add(struct distinct *distinct, int64_t value)
{
	uint32_t slot = distinct->room ? distinct->slots[distinct_place(distinct, value)] : 0;

	return slot && distinct->values[slot - 1] == value ? slot - 1 :
	       distinct_look(distinct, value);
}

/* Back to none. */
void distinct_free(struct distinct *distinct);

#endif
