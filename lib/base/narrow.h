/* SPDX-License-Identifier: GPL-3.0-or-later */
/* narrow - a column of numbers, as narrow as they allow.
 *
 * Most columns of an export have few different values, so that their numbers (0, 1, 2, ...) fit one
 * byte or two: a column begins without any, as long as all are NARROW_NONE, and is made wider when
 * a number comes that does not fit. (Memory that is touched for the first time costs 2 us a page.)
 * Start with zeros; free `cells`. The owner says how many numbers there are, and for how many there
 * shall be room. */
#ifndef VL_NARROW_H
#define VL_NARROW_H

#include <stddef.h>
#include <stdint.h>

#define NARROW_NONE UINT32_MAX         /* -1 in any width */

struct narrow {
	void *cells;
	uint32_t most;                 /* the largest number that fits, + 1; 0: there are no cells */
};

enum { NARROW_ONE = INT8_MAX + 1, NARROW_TWO = INT16_MAX + 1 };

/* Room for so many numbers. */
void narrow_room(struct narrow *column, size_t room);
/* Make it wide enough for one more number, behind `count` of them. */
void narrow_widen(struct narrow *column, size_t count, size_t room, uint32_t number);
/* Put so many numbers behind `count`. */
void narrow_append(struct narrow *column, size_t count, size_t room, const uint32_t *numbers,
		   size_t more);
/* Numbers from .. from + count - 1, either where they are or in `to`, which has as much room. */
const uint32_t *narrow_read(const struct narrow *column, size_t from, size_t count, uint32_t *to);

static inline uint32_t narrow_get(const struct narrow *column, size_t at)
{
	switch (column->most) {
	case 0:
		return NARROW_NONE;
	case NARROW_ONE:
		return (uint32_t)((const int8_t *)column->cells)[at];
	case NARROW_TWO:
		return (uint32_t)((const int16_t *)column->cells)[at];
	default:
		return ((const uint32_t *)column->cells)[at];
	}
}

/* Of a number that fits, as all do that are smaller than `most`, and NARROW_NONE. */
static inline void narrow_set(const struct narrow *column, size_t at, uint32_t number)
{
	if (column->most == UINT32_MAX)
		((uint32_t *)column->cells)[at] = number;
	else if (column->most == NARROW_ONE)
		((int8_t *)column->cells)[at] = (int8_t)number;
	else if (column->most == NARROW_TWO)
		((int16_t *)column->cells)[at] = (int16_t)number;
}

static inline void narrow_prefetch(const struct narrow *column, size_t at)
{
	size_t width = column->most == NARROW_ONE ? 1 : column->most == NARROW_TWO ? 2 : 4;

	if (column->most)
		__builtin_prefetch((const char *)column->cells + at * width);
}

#endif
