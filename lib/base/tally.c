/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tally - how many rows have which key, and what they add up to. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/tally.h"

enum { ROOM_LEAST = 256 };

/* The entry of a key, or the free one where it would stand (Fibonacci hashing; Knuth, The Art of
 * Computer Programming 3, 6.4). */
static struct tally_entry *place(const struct tally *tally, uint64_t key)
{
	size_t at = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (tally->room - 1);

	while (tally->entries[at].count && tally->entries[at].key != key)
		at = (at + 1) & (tally->room - 1);
	return &tally->entries[at];
}

static void grow(struct tally *tally)
{
	struct tally old = *tally;

	tally->room = old.room ? 2 * old.room : ROOM_LEAST;
	tally->entries = mem_new(tally->room, sizeof *tally->entries);
	for (size_t i = 0; i < old.room; i++)
		if (old.entries[i].count)
			*place(tally, old.entries[i].key) = old.entries[i];
	free(old.entries);
}

void tally_add(struct tally *tally, uint64_t key, int64_t amount, uint32_t row)
{
	struct tally_entry *entry;

	if (2 * tally->count >= tally->room)
		grow(tally);
	entry = place(tally, key);
	if (!entry->count) {
		entry->key = key;
		entry->first = row;
		tally->count++;
	}
	entry->count++;
	if (__builtin_add_overflow(entry->sum, amount, &entry->sum))
		entry->sum = INT64_MAX;
}

const struct tally_entry *tally_find(const struct tally *tally, uint64_t key)
{
	return place(tally, key);
}
