/* SPDX-License-Identifier: GPL-3.0-or-later */
/* narrow - a column of numbers, as narrow as they allow. */
#include <string.h>

#include "base/mem.h"
#include "base/narrow.h"

static size_t width_of(const struct narrow *column)
{
	return column->most == 0 ? 0 : column->most == NARROW_ONE ? 1 :
	       column->most == NARROW_TWO ? 2 : 4;
}

void narrow_room(struct narrow *column, size_t room)
{
	if (column->most)
		column->cells = mem_resize(column->cells, room, width_of(column));
}

/* From the last to the first, since they stay where they are. */
void narrow_widen(struct narrow *column, size_t count, size_t room, uint32_t number)
{
	struct narrow old = *column;

	column->most = number + 1 <= NARROW_ONE ? NARROW_ONE :
		       number + 1 <= NARROW_TWO ? NARROW_TWO : UINT32_MAX;
	narrow_room(column, room);
	old.cells = column->cells;
	if (!old.most)
		memset(column->cells, 0xFF, count * width_of(column));
	for (size_t i = count; i-- > 0 && old.most;)
		narrow_set(column, i, narrow_get(&old, i));
}

/* The compiler makes vectors of each. */
static void put_one(int8_t *to, const uint32_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		to[i] = (int8_t)numbers[i];
}

static void put_two(int16_t *to, const uint32_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		to[i] = (int16_t)numbers[i];
}

void narrow_append(struct narrow *column, size_t count, size_t room, const uint32_t *numbers,
		   size_t more)
{
	uint32_t most = 0;

	for (size_t i = 0; i < more && column->most < UINT32_MAX; i++)
		most = numbers[i] + 1 > most ? numbers[i] + 1 : most;
	if (most > column->most)
		narrow_widen(column, count, room, most - 1);
	if (column->most == NARROW_ONE)
		put_one((int8_t *)column->cells + count, numbers, more);
	else if (column->most == NARROW_TWO)
		put_two((int16_t *)column->cells + count, numbers, more);
	else if (column->most)
		memcpy((uint32_t *)column->cells + count, numbers, more * sizeof *numbers);
}

static void read_one(const int8_t *from, size_t count, uint32_t *to)
{
	for (size_t i = 0; i < count; i++)
		to[i] = (uint32_t)from[i];
}

static void read_two(const int16_t *from, size_t count, uint32_t *to)
{
	for (size_t i = 0; i < count; i++)
		to[i] = (uint32_t)from[i];
}

const uint32_t *narrow_read(const struct narrow *column, size_t from, size_t count, uint32_t *to)
{
	switch (column->most) {
	case 0:
		memset(to, 0xFF, count * sizeof *to);
		return to;
	case NARROW_ONE:
		read_one((const int8_t *)column->cells + from, count, to);
		return to;
	case NARROW_TWO:
		read_two((const int16_t *)column->cells + from, count, to);
		return to;
	default:
		return (const uint32_t *)column->cells + from;
	}
}
