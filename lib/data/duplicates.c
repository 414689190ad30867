/* SPDX-License-Identifier: GPL-3.0-or-later */
/* duplicates - rows that a file has more than once, by the profile's key. */
#include <string.h>

#include "base/mem.h"
#include "data/duplicates.h"
#include "data/intern.h"

struct duplicates {
	int *keys;                  /* columns */
	int *alike;
	size_t key_count, alike_count;
	struct intern *seen;        /* keys of rows so far */
	uint64_t *digests;          /* by number of the key */
	size_t digest_capacity;
	char *key;                  /* of the current row */
	size_t key_room;
};

static int *copy(const int *columns, size_t count)
{
	int *copied = mem_new(count, sizeof *copied);

	memcpy(copied, columns, count * sizeof *copied);
	return copied;
}

struct duplicates *duplicates_new(const int *keys, size_t key_count, const int *alike,
				  size_t alike_count)
{
	struct duplicates *duplicates = mem_new(1, sizeof *duplicates);

	duplicates->keys = copy(keys, key_count);
	duplicates->alike = copy(alike, alike_count);
	duplicates->key_count = key_count;
	duplicates->alike_count = alike_count;
	duplicates->seen = intern_new();
	return duplicates;
}

void duplicates_free(struct duplicates *duplicates)
{
	if (!duplicates)
		return;
	free(duplicates->keys);
	free(duplicates->alike);
	intern_free(duplicates->seen);
	free(duplicates->digests);
	free(duplicates->key);
	free(duplicates);
}

/* The row's key in one piece; a byte that no cell has parts its columns. 0 where one of them is
 * empty. */
static size_t make_key(struct duplicates *duplicates, const struct feed *feed)
{
	size_t length = 0;

	for (size_t i = 0; i < duplicates->key_count; i++) {
		struct csv_cell cell = feed_cell(feed, duplicates->keys[i]);

		if (!cell.length)
			return 0;
		if (length + cell.length + 1 > duplicates->key_room) {
			duplicates->key_room = 2 * (length + cell.length + 1);
			duplicates->key = mem_resize(duplicates->key, duplicates->key_room, 1);
		}
		memcpy(duplicates->key + length, cell.text, cell.length);
		length += cell.length;
		duplicates->key[length++] = '\x1F';
	}
	return length;
}

static uint64_t digest(const struct duplicates *duplicates, const struct feed *feed)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < duplicates->alike_count; i++) {
		struct csv_cell cell = feed_cell(feed, duplicates->alike[i]);

		sum = sum * UINT64_C(0x9E3779B97F4A7C15) + intern_hash(cell.text, cell.length);
	}
	return sum;
}

enum duplicate duplicates_see(struct duplicates *duplicates, const struct feed *feed)
{
	uint32_t known = intern_count(duplicates->seen), number;
	size_t length = make_key(duplicates, feed);
	uint64_t sum;

	if (!length)
		return DUPLICATE_NONE;
	sum = digest(duplicates, feed);
	number = intern_add(duplicates->seen, duplicates->key, length);
	if (number < known)
		return duplicates->digests[number] == sum ? DUPLICATE_REPEATS :
		       DUPLICATE_CONTRADICTS;
	duplicates->digests = mem_grow(duplicates->digests, number, &duplicates->digest_capacity,
				       sizeof *duplicates->digests);
	duplicates->digests[number] = sum;
	return DUPLICATE_NONE;
}
