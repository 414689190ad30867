/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intern - texts into small numbers. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/keyed.h"
#include "base/mem.h"
#include "data/intern.h"

/* The key of a short text is as good as the text itself (hash_short), so that most look-ups touch
 * nothing but their slot. Of a long one the key is a hash, and the text has the last word: it lies
 * elsewhere, so that the table stays small. Both can be asked for ahead of time. */
struct slot {
	uint64_t key;              /* its lowest bits say where the slot belongs */
	_Atomic uintptr_t entry;   /* 0 = free; odd: a short text, its number * 2 + 1; otherwise the
				    * address of a long one, before which its number lies */
};

enum { SHORT = INTERN_SHORT, TRIES = 400 };

/* Threads look up without a lock: a slot is filled before its entry is set, and never changes
 * then. Whoever finds nothing takes the lock and looks again. Slots that became too few are kept as
 * long as somebody may still look there. */
struct slots {
	uint64_t mask;
	struct slots *older;
	struct slot slot[];
};

/* A place counts units of four bytes: there are less than 2^31 texts. */
enum { UNIT = 4, BLOCK_BITS = 14, BLOCK_BYTES = UNIT << BLOCK_BITS, BLOCKS_MAX = 1 << 17 };

struct intern {
	struct slots *_Atomic slots;
	int shared;
	_Atomic uint32_t count;
	pthread_mutex_t lock;      /* of all that follows */
	uint32_t *places;          /* by number */
	size_t capacity;
	char **blocks;
	size_t block_count;
	size_t block_used, block_size;
};

static struct slots *new_slots(uint64_t count)
{
	struct slots *slots = mem_table(1, sizeof *slots + count * sizeof *slots->slot);

	slots->mask = count - 1;
	return slots;
}

struct intern *intern_new(void)
{
	struct intern *table = mem_new(1, sizeof *table);

	table->slots = new_slots(256);
	pthread_mutex_init(&table->lock, NULL);
	return table;
}

static void free_slots(struct slots *slots)
{
	while (slots) {
		struct slots *older = slots->older;

		free(slots);
		slots = older;
	}
}

void intern_free(struct intern *table)
{
	if (!table)
		return;
	free_slots(table->slots);
	for (size_t i = 0; i < table->block_count; i++)
		free(table->blocks[i]);
	free(table->blocks);
	free(table->places);
	pthread_mutex_destroy(&table->lock);
	free(table);
}

void intern_share(struct intern *table)
{
	table->shared = 1;
}

void intern_unshare(struct intern *table)
{
	struct slots *slots = table->slots;

	table->shared = 0;
	free_slots(slots->older);
	slots->older = NULL;
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
	table->block_used = 0;
	table->block_size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
	table->blocks = mem_resize(table->blocks, table->block_count + 1, sizeof *table->blocks);
	table->blocks[table->block_count++] = mem_new(table->block_size + UNIT, 1);
}

/* The text and a zero, of a long one after its number. Returns the text's place. */
static uint32_t keep(struct intern *table, uint32_t number, const char *text, size_t length)
{
	size_t before = length > SHORT ? UNIT : 0;
	size_t bytes = before + (length + UNIT) / UNIT * UNIT;
	uint32_t place;
	char *copy;

	if (table->block_size - table->block_used < bytes)
		add_block(table, bytes);
	place = (uint32_t)((table->block_count - 1) << BLOCK_BITS |
			   (table->block_used + before) / UNIT);
	copy = at_place(table, place);
	if (before)
		memcpy(copy - before, &number, sizeof number);
	memcpy(copy, text, length);
	copy[length] = '\0';
	table->block_used += bytes;
	return place;
}

const char *intern_text(const struct intern *table, uint32_t number)
{
	return at_place(table, table->places[number]);
}

void intern_fetch(const struct intern *table, uint32_t number)
{
	__builtin_prefetch(&table->places[number]);
}

/* ---- looking up ----------------------------------------------------------------- */

/* Up to eight bytes, none of them 0, as a number, and its bits mixed. Each step can be undone, so
 * that no two texts have the same (the finalizer of splitmix64; Steele, Lea and Flood 2014). */
static uint64_t hash_short(const char *text, size_t length)
{
	uint64_t word = bytes_few(text, length);

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
		hash = bytes_mix(hash ^ word, 0xA0761D6478BD642Fu);
	}
	word = 0;
	for (size_t i = 0; i < length; i++)
		word = word << 8 | (unsigned char)text[i];
	return bytes_mix(hash ^ word, 0xE7037ED1A0B428DBu);
}

static struct slots *slots_of(const struct intern *table)
{
	return atomic_load_explicit(&table->slots, memory_order_acquire);
}

static uintptr_t entry_of(const struct slot *slot)
{
	return atomic_load_explicit(&slot->entry, memory_order_acquire);
}

void intern_prefetch(const struct intern *table, uint64_t hash)
{
	const struct slots *slots = slots_of(table);

	__builtin_prefetch(&slots->slot[hash & slots->mask]);
}

static int is_short(uintptr_t entry)
{
	return entry & 1;
}

/* Of an entry under the text's key. */
static int has_text(uintptr_t entry, const char *text, size_t length)
{
	const char *there = (const char *)entry;

	if (length <= SHORT || is_short(entry))
		return length <= SHORT && is_short(entry);
	return strncmp(there, text, length) == 0 && there[length] == '\0';
}

/* The entry of this text; 0 and the free slot where it would stand. A free slot may be another
 * text's a moment later, so that each entry is looked at once. */
static uintptr_t find(struct slots *slots, uint64_t hash, const char *text, size_t length,
		      struct slot **slot)
{
	for (uint64_t at = hash & slots->mask;; at = (at + 1) & slots->mask) {
		uintptr_t entry = entry_of(&slots->slot[at]);

		if (entry && (slots->slot[at].key != hash || !has_text(entry, text, length)))
			continue;
		*slot = &slots->slot[at];
		return entry;
	}
}

void intern_prefetch_text(const struct intern *table, uint64_t hash, size_t length)
{
	const struct slots *slots = slots_of(table);
	uint64_t at = hash & slots->mask;
	uintptr_t entry;

	if (length <= SHORT)
		return;
	while ((entry = entry_of(&slots->slot[at])) && slots->slot[at].key != hash)
		at = (at + 1) & slots->mask;
	if (entry && !is_short(entry))
		__builtin_prefetch((const char *)entry);
}

static uint32_t number_of(uintptr_t entry)
{
	uint32_t number;

	if (is_short(entry))
		return (uint32_t)(entry >> 1);
	memcpy(&number, (const char *)entry - UNIT, sizeof number);
	return number;
}

static void set_slot(struct slot *slot, uint64_t key, uintptr_t entry)
{
	slot->key = key;
	atomic_store_explicit(&slot->entry, entry, memory_order_release);
}

static void grow(struct intern *table)
{
	struct slots *old = table->slots, *slots = new_slots(2 * (old->mask + 1));

	for (uint64_t i = 0; i <= old->mask; i++) {
		uint64_t at = old->slot[i].key & slots->mask;

		if (!old->slot[i].entry)
			continue;
		while (slots->slot[at].entry)
			at = (at + 1) & slots->mask;
		set_slot(&slots->slot[at], old->slot[i].key, old->slot[i].entry);
	}
	slots->older = table->shared ? old : NULL;
	atomic_store_explicit(&table->slots, slots, memory_order_release);
	if (!table->shared)
		free(old);
}

static uint32_t add(struct intern *table, uint64_t hash, const char *text, size_t length)
{
	uint32_t number = table->count, place = keep(table, number, text, length);
	struct slot *slot;

	table->places = mem_grow(table->places, number, &table->capacity, sizeof *table->places);
	table->places[number] = place;
	table->count = number + 1;
	if (number + 1 > (slots_of(table)->mask + 1) / 4 * 3)
		grow(table);
	find(slots_of(table), hash, text, length, &slot);
	set_slot(slot, hash,
		 length <= SHORT ? (uintptr_t)number * 2 + 1 : (uintptr_t)at_place(table, place));
	return number;
}

/* Whoever has the lock gives it back within a microsecond, save for a larger table; to sleep and to
 * be woken takes 17, which as long as most ids are new happened again and again (2 % of 100,000
 * rows). */
static void take_lock(struct intern *table)
{
	for (int i = 0; i < TRIES; i++)
		if (pthread_mutex_trylock(&table->lock) == 0)
			return;
	pthread_mutex_lock(&table->lock);
}

uint32_t intern_add_hashed(struct intern *table, uint64_t hash, const char *text, size_t length)
{
	struct slot *slot;
	uintptr_t entry = find(slots_of(table), hash, text, length, &slot);
	uint32_t number;

	if (entry)
		return number_of(entry);
	take_lock(table);
	entry = find(slots_of(table), hash, text, length, &slot);
	number = entry ? number_of(entry) : add(table, hash, text, length);
	pthread_mutex_unlock(&table->lock);
	return number;
}

uint32_t intern_add(struct intern *table, const char *text, size_t length)
{
	return intern_add_hashed(table, intern_hash(text, length), text, length);
}

uint32_t intern_find(const struct intern *table, const char *text, size_t length)
{
	struct slot *slot;
	uintptr_t entry;

	if (!table->count)
		return INTERN_NONE;
	entry = find(slots_of(table), intern_hash(text, length), text, length, &slot);
	return entry ? number_of(entry) : INTERN_NONE;
}

uint32_t intern_count(const struct intern *table)
{
	return table->count;
}

uint32_t intern_lesser(struct intern *table, uint32_t a, uint32_t b)
{
	int order;

	if (a == b)
		return a;
	take_lock(table);
	order = strcmp(intern_text(table, a), intern_text(table, b));
	pthread_mutex_unlock(&table->lock);
	return order < 0 ? a : b;
}

/* ---- sorted order -------------------------------------------------------------- */

/* The first eight bytes decide nearly always and need no look at the text. */
static uint64_t head_of(const char *text)
{
	uint64_t head = 0;

	for (int i = 0; i < 8; i++) {
		head = head << 8 | (unsigned char)*text;
		text += *text != '\0';
	}
	return head;
}

struct sort_text {
	const char *text;
	uint32_t number;
};

static int compare(const void *a, const void *b)
{
	const struct sort_text *x = a, *y = b;

	return strcmp(x->text, y->text);
}

/* Texts that begin alike. */
static void sort_run(const struct intern *table, struct keyed *list, size_t count)
{
	struct sort_text *texts = mem_new(count, sizeof *texts);

	for (size_t i = 0; i < count; i++) {
		uint32_t number = (uint32_t)list[i].row;

		texts[i] = (struct sort_text){ intern_text(table, number), number };
	}
	qsort(texts, count, sizeof *texts, compare);
	for (size_t i = 0; i < count; i++)
		list[i].row = texts[i].number;
	free(texts);
}

uint32_t *intern_sorted(const struct intern *table)
{
	size_t count = table->count;
	struct keyed *list = mem_resize(NULL, count + 1, sizeof *list);
	uint32_t *order = mem_new(count + 1, sizeof *order);

	for (uint32_t i = 0; i < count; i++)
		list[i] = (struct keyed){ head_of(intern_text(table, i)), i };
	list = keyed_sort(list, count);
	for (size_t i = 0, run; i < count; i += run) {
		run = keyed_run(list, count, i);
		if (run > 1)
			sort_run(table, list + i, run);
	}
	for (size_t i = 0; i < count; i++)
		order[i] = (uint32_t)list[i].row;
	free(list);
	return order;
}
