/* SPDX-License-Identifier: GPL-3.0-or-later */
/* distinct - whole numbers into small ones. */
#include <stdlib.h>

#include "base/distinct.h"
#include "base/mem.h"

enum { ROOM_LEAST = 256 };

/* The slot of a value, or the free one where it would stand. */
static uint32_t *slot_of(const struct distinct *distinct, int64_t value)
{
	size_t at = distinct_place(distinct, value);

	while (distinct->slots[at] && distinct->values[distinct->slots[at] - 1] != value)
		at = (at + 1) & (distinct->room - 1);
	return &distinct->slots[at];
}

static void grow(struct distinct *distinct)
{
	distinct->room = distinct->room ? 2 * distinct->room : ROOM_LEAST;
	free(distinct->slots);
	distinct->slots = mem_new(distinct->room, sizeof *distinct->slots);
	for (uint32_t i = 0; i < distinct->count; i++)
		*slot_of(distinct, distinct->values[i]) = i + 1;
}

uint32_t distinct_look(struct distinct *distinct, int64_t value)
{
	uint32_t *slot;

	if (2 * distinct->count >= distinct->room)
		grow(distinct);
	slot = slot_of(distinct, value);
	if (*slot)
		return *slot - 1;
	distinct->values = mem_grow(distinct->values, distinct->count, &distinct->capacity,
				    sizeof *distinct->values);
	distinct->values[distinct->count++] = value;
	*slot = (uint32_t)distinct->count;
	return *slot - 1;
}

void distinct_free(struct distinct *distinct)
{
	free(distinct->values);
	free(distinct->slots);
	*distinct = (struct distinct){ 0 };
}
