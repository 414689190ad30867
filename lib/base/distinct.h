/* SPDX-License-Identifier: GPL-3.0-or-later */
/* distinct - whole numbers into small ones, 0, 1, 2, ... in order of appearance.
 *
 * A column with few different values takes four bytes a row, and what is true of a value is found
 * once for all its rows. Start with zeros. Memory: about 24 bytes a distinct value. */
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

/* The number of a value, new ones included; fewer than 2^32 - 1 of them. */
uint32_t distinct_add(struct distinct *distinct, int64_t value);
void distinct_free(struct distinct *distinct);

#endif
