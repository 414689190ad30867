/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intern - texts into small numbers. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "data/intern.h"

/* Half a cache line. A text of up to INLINE bytes is compared in place, so that a look-up misses
 * the cache once, not twice; of a longer one the slot holds the hash, and the text is
 * compared where it lies. */
enum { INLINE = 27, ARENA_BLOCK = 1 << 16 };

struct slot {
	char text[INLINE];     /* padded with zeros */
	uint8_t length;        /* INLINE + 1: longer than that */
	uint32_t number;       /* plus 1; 0 = free */
};

struct intern {
	struct slot *slots;
	size_t mask;
	uint32_t count;
	size_t capacity;
	const char **texts;    /* by number */
	char **blocks;
	size_t block_count;
	size_t block_used, block_size;
};

struct intern *intern_new(void)
{
	struct intern *table = mem_new(1, sizeof *table);

	table->mask = 255;
	table->slots = mem_new(table->mask + 1, sizeof *table->slots);
	return table;
}

void intern_free(struct intern *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->block_count; i++)
		free(table->blocks[i]);
	free(table->blocks);
	free(table->texts);
	free(table->slots);
	free(table);
}

/* Multiply and fold eight bytes at a time (wyhash's mixing step; Wang Yi 2019). */
static uint64_t mix(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t intern_hash(const char *text, size_t length)
{
	uint64_t hash = 0x9E3779B97F4A7C15u ^ length, word;

	for (; length >= 8; text += 8, length -= 8) {
		memcpy(&word, text, 8);
		hash = mix(hash ^ word, 0xA0761D6478BD642Fu);
	}
	word = 0;
	for (size_t i = 0; i < length; i++)
		word = word << 8 | (unsigned char)text[i];
	return mix(hash ^ word, 0xE7037ED1A0B428DBu);
}

void intern_prefetch(const struct intern *table, uint64_t hash)
{
	__builtin_prefetch(&table->slots[hash & table->mask]);
}

static void slot_fill(struct slot *slot, uint64_t hash, const char *text, size_t length)
{
	memset(slot, 0, sizeof *slot);
	if (length <= INLINE) {
		slot->length = (uint8_t)length;
		memcpy(slot->text, text, length);
	} else {
		slot->length = INLINE + 1;
		memcpy(slot->text, &hash, sizeof hash);
	}
}

static int same(const struct slot *a, const struct slot *b)
{
	uint64_t x[3], y[3];
	uint32_t x_end, y_end;

	memcpy(x, a, sizeof x);
	memcpy(y, b, sizeof y);
	memcpy(&x_end, (const char *)a + sizeof x, sizeof x_end);
	memcpy(&y_end, (const char *)b + sizeof y, sizeof y_end);
	return ((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]) | (x_end ^ y_end)) == 0;
}

/* The slot of this text, or the free one where it would stand. */
static struct slot *find_slot(const struct intern *table, uint64_t hash, const char *text,
			      size_t length)
{
	struct slot want, *slot;

	slot_fill(&want, hash, text, length);
	for (size_t at = hash & table->mask;; at = (at + 1) & table->mask) {
		const char *there;

		slot = &table->slots[at];
		if (!slot->number)
			return slot;
		if (!same(slot, &want))
			continue;
		if (length <= INLINE)
			return slot;
		there = table->texts[slot->number - 1];
		if (strncmp(there, text, length) == 0 && there[length] == '\0')
			return slot;
	}
}

static void grow(struct intern *table)
{
	struct slot *old = table->slots;
	size_t count = table->mask + 1;

	table->mask = 2 * count - 1;
	table->slots = mem_new(2 * count, sizeof *table->slots);
	for (size_t i = 0; i < count; i++) {
		const char *text;
		size_t length;

		if (!old[i].number)
			continue;
		text = table->texts[old[i].number - 1];
		length = strlen(text);
		*find_slot(table, intern_hash(text, length), text, length) = old[i];
	}
	free(old);
}

static const char *keep(struct intern *table, const char *text, size_t length)
{
	char *copy;

	if (table->block_size - table->block_used < length + 1) {
		table->block_size = length + 1 > ARENA_BLOCK ? length + 1 : ARENA_BLOCK;
		table->block_used = 0;
		table->blocks = mem_resize(table->blocks, table->block_count + 1,
					   sizeof *table->blocks);
		table->blocks[table->block_count++] = mem_new(table->block_size, 1);
	}
	copy = table->blocks[table->block_count - 1] + table->block_used;
	memcpy(copy, text, length);
	copy[length] = '\0';
	table->block_used += length + 1;
	return copy;
}

uint32_t intern_add_hashed(struct intern *table, uint64_t hash, const char *text, size_t length)
{
	struct slot *slot = find_slot(table, hash, text, length);

	if (slot->number)
		return slot->number - 1;
	table->texts = mem_grow(table->texts, table->count, &table->capacity,
				sizeof *table->texts);
	table->texts[table->count] = keep(table, text, length);
	slot_fill(slot, hash, text, length);
	slot->number = ++table->count;
	if (table->count > (table->mask + 1) / 2)
		grow(table);
	return table->count - 1;
}

uint32_t intern_add(struct intern *table, const char *text, size_t length)
{
	return intern_add_hashed(table, intern_hash(text, length), text, length);
}

uint32_t intern_find(const struct intern *table, const char *text, size_t length)
{
	const struct slot *slot = find_slot(table, intern_hash(text, length), text, length);

	return slot->number ? slot->number - 1 : INTERN_NONE;
}

uint32_t intern_count(const struct intern *table)
{
	return table->count;
}

const char *intern_text(const struct intern *table, uint32_t number)
{
	return table->texts[number];
}

/* ---- sorted order -------------------------------------------------------------- */

/* The first eight bytes decide nearly always and need no look at the text. */
struct sort_key {
	uint64_t head;
	const char *text;
	uint32_t number;
};

static int compare(const void *a, const void *b)
{
	const struct sort_key *x = a, *y = b;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	return strcmp(x->text, y->text);
}

static uint64_t head_of(const char *text)
{
	uint64_t head = 0;

	for (int i = 0; i < 8; i++) {
		head = head << 8 | (unsigned char)*text;
		text += *text != '\0';
	}
	return head;
}

uint32_t *intern_sorted(const struct intern *table)
{
	struct sort_key *keys = mem_new(table->count, sizeof *keys);
	uint32_t *order = mem_new(table->count, sizeof *order);

	for (uint32_t i = 0; i < table->count; i++)
		keys[i] = (struct sort_key){ head_of(table->texts[i]), table->texts[i], i };
	qsort(keys, table->count, sizeof *keys, compare);
	for (uint32_t i = 0; i < table->count; i++)
		order[i] = keys[i].number;
	free(keys);
	return order;
}
