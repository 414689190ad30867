/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intern - texts into small numbers. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "data/intern.h"

/* The key of a short text is as good as the text itself (hash_short), so that most look-ups touch
 * nothing but their slot. Of a long one the key is a hash, and the text has the last word: it lies
 * elsewhere, so that the table stays small. Both can be asked for ahead of time. */
struct slot {
	uint64_t key;          /* its lowest bits say where the slot belongs */
	uint32_t place;        /* of the text; 0 = free */
	uint32_t number;       /* with LONG_TEXT */
};

#define LONG_TEXT (UINT32_C(1) << 31)

enum { SHORT = 8 };            /* bytes of the longest short text */

/* A place counts units of four bytes; the first block begins with one that is left out. So there
 * are less than 2^31 texts. */
enum { UNIT = 4, BLOCK_BITS = 14, BLOCK_BYTES = UNIT << BLOCK_BITS, BLOCKS_MAX = 1 << 17 };

struct intern {
	struct slot *slots;
	uint32_t mask;
	uint32_t count;
	uint32_t *places;      /* by number */
	size_t capacity;
	char **blocks;
	size_t block_count;
	size_t block_used, block_size;
};

struct intern *intern_new(void)
{
	struct intern *table = mem_new(1, sizeof *table);

	table->mask = 255;
	table->slots = mem_new((size_t)table->mask + 1, sizeof *table->slots);
	return table;
}

void intern_free(struct intern *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->block_count; i++)
		free(table->blocks[i]);
	free(table->blocks);
	free(table->places);
	free(table->slots);
	free(table);
}

/* ---- texts ---------------------------------------------------------------------- */

static char *at_place(const struct intern *table, uint32_t place)
{
	return table->blocks[place >> BLOCK_BITS] +
	       (size_t)UNIT * (place & ((1U << BLOCK_BITS) - 1));
}

static void add_block(struct intern *table, size_t bytes)
{
	if (table->block_count == BLOCKS_MAX)
		diag_out_of_memory();
	table->block_used = table->block_count ? 0 : UNIT;
	bytes += table->block_used;
	table->block_size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
	table->blocks = mem_resize(table->blocks, table->block_count + 1, sizeof *table->blocks);
	table->blocks[table->block_count++] = mem_new(table->block_size + UNIT, 1);
}

/* The text and a zero. */
static uint32_t keep(struct intern *table, const char *text, size_t length)
{
	size_t bytes = (length + UNIT) / UNIT * UNIT;
	uint32_t place;
	char *copy;

	if (table->block_size - table->block_used < bytes)
		add_block(table, bytes);
	place = (uint32_t)((table->block_count - 1) << BLOCK_BITS | table->block_used / UNIT);
	copy = at_place(table, place);
	memcpy(copy, text, length);
	copy[length] = '\0';
	table->block_used += bytes;
	return place;
}

const char *intern_text(const struct intern *table, uint32_t number)
{
	return at_place(table, table->places[number]);
}

/* ---- looking up ----------------------------------------------------------------- */

/* Multiply and fold eight bytes at a time (wyhash's mixing step; Wang Yi 2019). */
static uint64_t mix(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Up to eight bytes, none of them 0, as a number, and its bits mixed. Each step can be undone, so
 * that no two texts have the same (the finalizer of splitmix64; Steele, Lea and Flood 2014). */
static uint64_t hash_short(const char *text, size_t length)
{
	uint64_t word = 0;

	for (size_t i = 0; i < length; i++)
		word = word << 8 | (unsigned char)text[i];
	word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9u;
	word = (word ^ word >> 27) * 0x94D049BB133111EBu;
	return word ^ word >> 31;
}

uint64_t intern_hash(const char *text, size_t length)
{
	uint64_t hash = 0x9E3779B97F4A7C15u ^ length, word;

	if (length <= SHORT)
		return hash_short(text, length);
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

/* The first slot from here on that is free or has this key. */
static struct slot *next_slot(const struct intern *table, uint64_t key, uint64_t from)
{
	uint64_t at = from & table->mask;

	while (table->slots[at].place && table->slots[at].key != key)
		at = (at + 1) & table->mask;
	return &table->slots[at];
}

void intern_prefetch_text(const struct intern *table, uint64_t hash, size_t length)
{
	const struct slot *slot;

	if (length <= SHORT)
		return;
	slot = next_slot(table, hash, hash);
	if (slot->place)
		__builtin_prefetch(at_place(table, slot->place));
}

/* Of a slot with the text's key. */
static int has_text(const struct intern *table, const struct slot *slot, const char *text,
		    size_t length)
{
	const char *there;

	if (length <= SHORT)
		return !(slot->number & LONG_TEXT);
	there = at_place(table, slot->place);
	return strncmp(there, text, length) == 0 && there[length] == '\0';
}

/* The slot of this text, or the free one where it would stand. */
static struct slot *find_slot(const struct intern *table, uint64_t hash, const char *text,
			      size_t length)
{
	struct slot *slot = next_slot(table, hash, hash);

	while (slot->place && !has_text(table, slot, text, length))
		slot = next_slot(table, hash, (uint64_t)(slot - table->slots) + 1);
	return slot;
}

static uint32_t number_of(const struct slot *slot)
{
	return slot->number & ~LONG_TEXT;
}

static void grow(struct intern *table)
{
	struct slot *old = table->slots;
	size_t count = (size_t)table->mask + 1;

	table->mask = (uint32_t)(2 * count - 1);
	table->slots = mem_new(2 * count, sizeof *table->slots);
	for (size_t i = 0; i < count; i++) {
		uint64_t at = old[i].key & table->mask;

		if (!old[i].place)
			continue;
		while (table->slots[at].place)
			at = (at + 1) & table->mask;
		table->slots[at] = old[i];
	}
	free(old);
}

uint32_t intern_add_hashed(struct intern *table, uint64_t hash, const char *text, size_t length)
{
	struct slot *slot = find_slot(table, hash, text, length);

	if (slot->place)
		return number_of(slot);
	table->places = mem_grow(table->places, table->count, &table->capacity,
				 sizeof *table->places);
	*slot = (struct slot){ hash, keep(table, text, length),
			       table->count | (length > SHORT ? LONG_TEXT : 0) };
	table->places[table->count] = slot->place;
	if (++table->count > (table->mask + UINT64_C(1)) / 5 * 4)
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

	return slot->place ? number_of(slot) : INTERN_NONE;
}

uint32_t intern_count(const struct intern *table)
{
	return table->count;
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

	for (uint32_t i = 0; i < table->count; i++) {
		const char *text = intern_text(table, i);

		keys[i] = (struct sort_key){ head_of(text), text, i };
	}
	qsort(keys, table->count, sizeof *keys, compare);
	for (uint32_t i = 0; i < table->count; i++)
		order[i] = keys[i].number;
	free(keys);
	return order;
}
