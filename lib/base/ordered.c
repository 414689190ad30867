/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ordered - rows of numbers in order of what they stand for. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/ordered.h"
#include "base/parallel.h"
#include "base/radix.h"

enum { WORD_BITS = 64, NUMBER_BITS = 32 };
/* A pile of so many rows is sorted within the cache; so many piles are dealt out at once. */
enum { PILE_ROWS = 1 << 13, PILE_BITS_MAX = 11 };
/* Words of the shortest chunk. */
enum { CHUNK_LEAST = 64 };

/* What one thread has dealt. Rows of a pile lie in chunks, which begin at multiples of their size:
 * so where the next row goes tells the chunk, too. Its first word is the address of the chunk
 * before. */
struct ordered_part {
	uint64_t **at;           /* by pile: behind its last row, or NULL */
	size_t chunk;            /* words, a power of two */
	struct tuples_slab *slabs;
	size_t slab_count, capacity, taken;
	uint64_t *free;          /* chunks of the slab taken last */
	size_t left;
};

/* All slabs, whichever part had them: one after the other they become that of a thread. */
struct dealing {
	const struct tuples *tuples;
	const struct ordered_ranks *ranks;
	struct ordered *ordered;
	tuples_taker *change;
	void *change_to;
	struct tuples_slab *slabs;
	size_t slab_count, capacity;
	pthread_mutex_t lock;
	size_t next;             /* slab, under the lock */
};

/* ---- ranks ----------------------------------------------------------------------- */

static int bits_of(uint32_t count)
{
	int bits = 0;

	while (bits < NUMBER_BITS && count > UINT64_C(1) << bits)
		bits++;
	return bits;
}

/* Where each column's rank stands: no rank is parted. Returns how many bits of the first word are
 * used. */
static int lay_out(struct ordered *ordered, const struct ordered_ranks *ranks, size_t columns)
{
	int used = 0, first = 0;

	ordered->width = 1;
	for (size_t i = 0; i < columns; i++) {
		int bits = ranks[i].ranks ? bits_of(ranks[i].count) : 0;

		if (used + bits > WORD_BITS) {
			ordered->width++;
			used = 0;
		}
		used += bits;
		first = ordered->width == 1 ? used : first;
		ordered->fields[i] = (struct ordered_field){
			ordered->width - 1, WORD_BITS - (used ? used : 1), (UINT64_C(1) << bits) - 1 };
	}
	return first;
}

static void pack_ranks(const struct dealing *dealing, const uint32_t *numbers, size_t columns,
		       size_t count, uint64_t *words)
{
	size_t width = dealing->ordered->width;

	memset(words, 0, count * width * sizeof *words);
	for (size_t i = 0; i < columns; i++, numbers += TUPLES_STRIDE) {
		const struct ordered_field *field = &dealing->ordered->fields[i];
		const uint32_t *ranks = dealing->ranks[i].ranks;

		for (size_t row = 0; ranks && row < count; row++)
			words[row * width + field->word] |= (uint64_t)ranks[numbers[row]] << field->shift;
	}
}

/* ---- dealing --------------------------------------------------------------------- */

static void add_slab(struct ordered_part *part, struct tuples_slab slab)
{
	part->slabs = mem_grow(part->slabs, part->slab_count, &part->capacity, sizeof *part->slabs);
	part->slabs[part->slab_count++] = slab;
}

/* A slab that is dealt, or a new one. */
static void take_slab(struct ordered_part *part)
{
	size_t bytes = part->chunk * sizeof(uint64_t), skipped;
	struct tuples_slab slab = { .room = 2 * part->chunk };

	if (part->taken == part->slab_count) {
		slab.room = slab.room > TUPLES_SLAB ? slab.room : TUPLES_SLAB;
		slab.words = mem_resize(NULL, slab.room, sizeof *slab.words);
		add_slab(part, slab);
	}
	slab = part->slabs[part->taken++];
	skipped = (bytes - (uintptr_t)slab.words % bytes) % bytes / sizeof(uint64_t);
	part->free = slab.words + skipped;
	part->left = slab.room > skipped ? (slab.room - skipped) / part->chunk : 0;
}

/* Where the first row of a new chunk goes. */
static uint64_t *add_chunk(struct ordered_part *part, const uint64_t *before)
{
	uint64_t *chunk;

	while (!part->left)
		take_slab(part);
	chunk = part->free;
	part->free += part->chunk;
	part->left--;
	chunk[0] = (uintptr_t)before;
	return chunk + 1;
}

static size_t offset_of(const struct ordered_part *part, const uint64_t *at)
{
	return (uintptr_t)at / sizeof *at & (part->chunk - 1);
}

static size_t pile_of(const struct ordered *ordered, uint64_t word)
{
	return ordered->bits ? word >> (WORD_BITS - ordered->bits) : 0;
}

/* Inlined for a width of 1. */
static inline void deal_rows(const struct ordered *ordered, struct ordered_part *part,
			     const uint64_t *words, size_t count, size_t width)
{
	for (; count; count--, words += width) {
		uint64_t **at = &part->at[pile_of(ordered, words[0])];
		size_t offset = offset_of(part, *at);

		if (!offset || part->chunk - offset < width)
			*at = add_chunk(part, *at);
		for (size_t w = 0; w < width; w++)
			(*at)[w] = words[w];
		*at += width;
	}
}

static void deal_slab(const struct dealing *dealing, const struct tuples_slab *slab,
		      struct ordered_part *part, uint32_t *numbers, uint64_t *words)
{
	const struct ordered *ordered = dealing->ordered;
	size_t count;

	for (size_t at = 0; at < slab->used;) {
		at += tuples_unpack(dealing->tuples, slab->words + at, numbers, &count);
		if (dealing->change)
			dealing->change(numbers, count, dealing->change_to);
		pack_ranks(dealing, numbers, dealing->tuples->width, count, words);
		if (ordered->width == 1)
			deal_rows(ordered, part, words, count, 1);
		else
			deal_rows(ordered, part, words, count, ordered->width);
	}
}

static const struct tuples_slab *next_slab(struct dealing *dealing)
{
	const struct tuples_slab *slab = NULL;

	pthread_mutex_lock(&dealing->lock);
	if (dealing->next < dealing->slab_count)
		slab = &dealing->slabs[dealing->next++];
	pthread_mutex_unlock(&dealing->lock);
	return slab;
}

static void deal_part(size_t number, void *to)
{
	struct dealing *dealing = to;
	struct ordered_part part = { .chunk = CHUNK_LEAST };
	uint64_t *words = mem_resize(NULL, TUPLES_ROWS, dealing->ordered->width * sizeof *words);
	uint32_t *numbers = tuples_room(dealing->tuples);
	const struct tuples_slab *slab;

	while (part.chunk < dealing->ordered->width + 1)
		part.chunk *= 2;
	part.at = mem_apart(dealing->ordered->piles, sizeof *part.at);
	while ((slab = next_slab(dealing))) {
		deal_slab(dealing, slab, &part, numbers, words);
		add_slab(&part, *slab);
	}
	dealing->ordered->parts[number] = part;
	free(numbers);
	free(words);
}

/* Their slabs are no longer theirs. */
static void take_slabs(struct dealing *dealing, struct tuples parts[], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		tuples_pack(&parts[i]);
		for (size_t slab = 0; slab < parts[i].slab_count; slab++) {
			dealing->slabs = mem_grow(dealing->slabs, dealing->slab_count,
						  &dealing->capacity, sizeof *dealing->slabs);
			dealing->slabs[dealing->slab_count++] = parts[i].slabs[slab];
		}
		dealing->ordered->count += parts[i].count;
		parts[i].slab_count = 0;
		tuples_free(&parts[i]);
	}
}

/* Enough for piles that fit a cache, if ranks have so many bits. */
static int pile_bits(const struct ordered *ordered, int used)
{
	int bits = bits_of((uint32_t)(ordered->count / PILE_ROWS));

	bits = bits < PILE_BITS_MAX ? bits : PILE_BITS_MAX;
	return bits < used ? bits : used;
}

struct ordered *ordered_new(struct tuples parts[], size_t count, const struct ordered_ranks ranks[],
			    tuples_taker *change, void *change_to, size_t threads)
{
	struct ordered *ordered = mem_new(1, sizeof *ordered);
	struct dealing dealing = { .tuples = parts, .ranks = ranks, .ordered = ordered,
				   .change = change, .change_to = change_to,
				   .lock = PTHREAD_MUTEX_INITIALIZER };
	int used;

	ordered->fields = mem_new(parts->width + 1, sizeof *ordered->fields);
	used = lay_out(ordered, ranks, parts->width);
	take_slabs(&dealing, parts, count);
	ordered->bits = pile_bits(ordered, used);
	ordered->piles = (size_t)1 << ordered->bits;
	ordered->part_count = threads ? threads : parallel_processors();
	ordered->parts = mem_new(ordered->part_count, sizeof *ordered->parts);
	parallel_each(ordered->part_count, ordered->part_count, deal_part, &dealing);
	pthread_mutex_destroy(&dealing.lock);
	free(dealing.slabs);
	return ordered;
}

void ordered_free(struct ordered *ordered)
{
	if (!ordered)
		return;
	for (size_t i = 0; i < ordered->part_count; i++) {
		for (size_t slab = 0; slab < ordered->parts[i].slab_count; slab++)
			free(ordered->parts[i].slabs[slab].words);
		free(ordered->parts[i].slabs);
		free(ordered->parts[i].at);
	}
	free(ordered->parts);
	free(ordered->fields);
	free(ordered);
}

/* ---- piles ----------------------------------------------------------------------- */

static void make_room(struct ordered_pile *pile, size_t words)
{
	if (words <= pile->capacity)
		return;
	pile->capacity = 2 * words;
	for (int i = 0; i < 2; i++)
		pile->room[i] = mem_resize(pile->room[i], pile->capacity, sizeof *pile->room[i]);
}

/* Chunk by chunk, the last one first; behind one that is full to its end another begins. */
static void gather(const struct ordered *ordered, const struct ordered_part *part, size_t number,
		   struct ordered_pile *pile)
{
	size_t width = ordered->width;
	const uint64_t *at = part->at[number];

	while (at) {
		size_t offset = offset_of(part, at), words = (offset ? offset : part->chunk) - 1;
		const uint64_t *chunk = at - words - 1;
		const uint64_t *before = (const uint64_t *)(uintptr_t)chunk[0];

		make_room(pile, pile->count * width + words);
		memcpy(pile->room[0] + pile->count * width, chunk + 1, words * sizeof *chunk);
		pile->count += words / width;
		at = before;
	}
}

void ordered_pile(const struct ordered *ordered, size_t number, struct ordered_pile *pile)
{
	pile->count = 0;
	for (size_t i = 0; i < ordered->part_count; i++)
		gather(ordered, &ordered->parts[i], number, pile);
	pile->rows = pile->room[0];
	for (size_t w = ordered->width; pile->count > 1 && w-- > 0;)
		pile->rows = radix_rows(pile->rows, pile->room[pile->rows == pile->room[0]],
					pile->count, ordered->width, w);
}

void ordered_pile_free(struct ordered_pile *pile)
{
	free(pile->room[0]);
	free(pile->room[1]);
}
