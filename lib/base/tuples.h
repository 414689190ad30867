/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tuples - rows of small numbers, packed as they come.
 *
 * Some hundred rows wait column by column; then they are packed, of each column as many bits as its
 * numbers differ in among these rows, no number parted between two words of 64 bits. One part is
 * one thread's. Memory: eight bytes a row where its numbers have 64 such bits together. */
#ifndef VL_TUPLES_H
#define VL_TUPLES_H

#include <stddef.h>
#include <stdint.h>

/* Rows that wait; numbers of a column are so far from those of the next one (a little more than the
 * rows, or the first numbers of all columns would want the same lines of the cache); words
 * allocated at once. */
enum { TUPLES_ROWS = 512, TUPLES_STRIDE = TUPLES_ROWS + 16, TUPLES_SLAB = 1 << 16 };

struct tuples_slab {
	uint64_t *words;
	size_t used, room;
};

/* Start with the number of columns and zeros. */
struct tuples {
	size_t width;
	uint32_t *waiting;       /* number of a column's row: [column * TUPLES_STRIDE + row] */
	size_t waiting_count;
	struct tuples_slab *slabs;
	size_t slab_count, capacity;
	size_t count;            /* rows, those that wait included */
};

/* Where the numbers of the next row go, TUPLES_STRIDE apart; it counts after tuples_put. They may
 * be set later, but before the next call where tuples_are_full says so. */
static inline uint32_t *tuples_next(struct tuples *tuples);
static inline void tuples_put(struct tuples *tuples);
static inline int tuples_are_full(const struct tuples *tuples);
/* Pack those that wait. */
void tuples_pack(struct tuples *tuples);
/* Unpack what begins there in a slab: numbers as above, of so many rows. Returns the words
 * taken. */
size_t tuples_unpack(const struct tuples *tuples, const uint64_t *words, uint32_t *numbers,
		     size_t *count);
/* Some rows at a time, as tuples_unpack gives them, in the order in which they were put. None
 * waits. */
typedef void tuples_taker(uint32_t *numbers, size_t count, void *to);
void tuples_each(const struct tuples *tuples, tuples_taker *take, void *to);
/* Room for numbers of so many rows as are packed at once; the caller frees. */
uint32_t *tuples_room(const struct tuples *tuples);
void tuples_free(struct tuples *tuples);

static inline int tuples_are_full(const struct tuples *tuples)
{
	return tuples->waiting_count == TUPLES_ROWS;
}

static inline uint32_t *tuples_next(struct tuples *tuples)
{
	if (!tuples->waiting)
		tuples->waiting = tuples_room(tuples);
	else if (tuples_are_full(tuples))
		tuples_pack(tuples);
	return tuples->waiting + tuples->waiting_count;
}

static inline void tuples_put(struct tuples *tuples)
{
	tuples->waiting_count++;
	tuples->count++;
}

#endif
