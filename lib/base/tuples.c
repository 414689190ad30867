/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tuples - rows of small numbers, and these rows in order of their ranks. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/radix.h"
#include "base/tuples.h"

enum { WORD_BITS = 64, NUMBER_BITS = 32, CHUNK_ROWS = 1 << TUPLES_CHUNK_BITS };
/* So many rows are packed at once, column by column. */
enum { BLOCK_ROWS = 256 };
/* A pile of so many rows is sorted within the cache; so many piles are dealt out at once. */
enum { PILE_ROWS = 1 << 13, PILE_BITS_MAX = 11 };

/* ---- numbers --------------------------------------------------------------------- */

/* Words of a row's numbers, two in each. */
static size_t stride(const struct tuples *tuples)
{
	return (tuples->width + 1) / 2;
}

static void add_chunk(struct tuples *tuples)
{
	tuples->chunks = mem_grow(tuples->chunks, tuples->chunk_count, &tuples->capacity,
				  sizeof *tuples->chunks);
	tuples->chunks[tuples->chunk_count++] =
		mem_resize(NULL, CHUNK_ROWS, stride(tuples) * sizeof(uint64_t));
}

uint32_t *tuples_next(struct tuples *tuples)
{
	if (tuples->count == tuples->chunk_count << TUPLES_CHUNK_BITS)
		add_chunk(tuples);
	return tuples_row(tuples, tuples->count);
}

void tuples_free(struct tuples *tuples)
{
	for (size_t i = 0; i < tuples->chunk_count; i++)
		free(tuples->chunks[i]);
	free(tuples->chunks);
	*tuples = (struct tuples){ .width = tuples->width };
}

/* Rows of a chunk. */
static size_t rows_of(const struct tuples *tuples, size_t chunk)
{
	size_t before = chunk << TUPLES_CHUNK_BITS;

	return tuples->count - before < CHUNK_ROWS ? tuples->count - before : CHUNK_ROWS;
}

/* ---- packing --------------------------------------------------------------------- */

struct piling {
	struct tuples *parts;
	size_t count;
	const struct tuples_ranks *ranks;
	struct ordered *ordered;
	int bits;                /* the highest of a first word, which tell the pile */
	size_t piles;
	size_t *places;          /* by part and pile: how many rows, then where the next one goes */
	size_t *ends;            /* by pile */
};

static int bits_of(uint32_t count)
{
	int bits = 0;

	while (bits < NUMBER_BITS && count > UINT64_C(1) << bits)
		bits++;
	return bits;
}

/* Where each column's rank stands: no rank is parted. Returns how many bits of the first word are
 * used. */
static int lay_out(struct ordered *ordered, const struct tuples_ranks *ranks, size_t columns)
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
		ordered->fields[i] = (struct tuples_field){
			ordered->width - 1, bits ? WORD_BITS - used : 0, (UINT64_C(1) << bits) - 1 };
	}
	return first;
}

static size_t pile_of(const struct piling *piling, uint64_t word)
{
	return piling->bits ? word >> (WORD_BITS - piling->bits) : 0;
}

/* The ranks of some rows' numbers. */
static void pack_block(const struct piling *piling, const uint32_t *numbers, size_t columns,
		       size_t count, uint64_t *words)
{
	size_t width = piling->ordered->width, step = columns + columns % 2;

	memset(words, 0, count * width * sizeof *words);
	for (size_t i = 0; i < columns; i++) {
		const struct tuples_field *field = &piling->ordered->fields[i];
		const uint32_t *ranks = piling->ranks[i].ranks;

		for (size_t row = 0; ranks && row < count; row++)
			words[row * width + field->word] |=
				(uint64_t)ranks[numbers[row * step + i]] << field->shift;
	}
}

/* In place: words take no more room than numbers, two of which always fit one word. */
static void pack_chunk(const struct piling *piling, struct tuples *part, size_t chunk,
		       size_t *counts, uint64_t *words)
{
	size_t width = piling->ordered->width, rows = rows_of(part, chunk);
	uint64_t *packed = part->chunks[chunk];

	for (size_t from = 0; from < rows; from += BLOCK_ROWS) {
		size_t count = rows - from < BLOCK_ROWS ? rows - from : BLOCK_ROWS;

		pack_block(piling, (uint32_t *)part->chunks[chunk] + 2 * stride(part) * from,
			   part->width, count, words);
		memcpy(packed + from * width, words, count * width * sizeof *words);
		for (size_t i = 0; i < count; i++)
			counts[pile_of(piling, words[i * width])]++;
	}
	part->chunks[chunk] = mem_resize(packed, rows * width, sizeof *packed);
}

static void pack_part(size_t number, void *to)
{
	const struct piling *piling = to;
	struct tuples *part = &piling->parts[number];
	uint64_t *words = mem_new(BLOCK_ROWS, piling->ordered->width * sizeof *words);

	for (size_t i = 0; i < part->chunk_count; i++)
		pack_chunk(piling, part, i, piling->places + number * piling->piles, words);
	free(words);
}

/* ---- piles ----------------------------------------------------------------------- */

/* Pile by pile, and within one part by part, from how many rows there are. */
static void find_places(struct piling *piling)
{
	size_t sum = 0;

	for (size_t pile = 0; pile < piling->piles; pile++) {
		for (size_t part = 0; part < piling->count; part++) {
			size_t *place = &piling->places[part * piling->piles + pile], here = *place;

			*place = sum;
			sum += here;
		}
		piling->ends[pile] = sum;
	}
}

static void deal_chunk(const struct piling *piling, const uint64_t *words, size_t count,
		       size_t *places)
{
	size_t width = piling->ordered->width;

	for (; count; count--, words += width) {
		size_t place = places[pile_of(piling, words[0])]++;

		for (size_t w = 0; w < width; w++)
			piling->ordered->words[place * width + w] = words[w];
	}
}

static void deal_out(size_t number, void *to)
{
	const struct piling *piling = to;
	struct tuples *part = &piling->parts[number];

	for (size_t i = 0; i < part->chunk_count; i++)
		deal_chunk(piling, part->chunks[i], rows_of(part, i),
			   piling->places + number * piling->piles);
	tuples_free(part);
}

static void sort_pile(size_t pile, void *to)
{
	const struct piling *piling = to;
	size_t from = pile ? piling->ends[pile - 1] : 0, count = piling->ends[pile] - from;
	size_t width = piling->ordered->width;
	uint64_t *rows = piling->ordered->words + from * width, *sorted = rows;
	uint64_t *other;

	if (count < 2)
		return;
	other = mem_resize(NULL, count, width * sizeof *other);
	for (size_t w = width; w-- > 0;)
		sorted = radix_rows(sorted, sorted == rows ? other : rows, count, width, w);
	if (sorted != rows)
		memcpy(rows, sorted, count * width * sizeof *rows);
	free(other);
}

static void order_rows(struct piling *piling, size_t threads)
{
	struct ordered *ordered = piling->ordered;

	parallel_each(threads, piling->count, pack_part, piling);
	find_places(piling);
	ordered->words = mem_resize(NULL, ordered->count + 1, ordered->width * sizeof *ordered->words);
	parallel_each(threads, piling->count, deal_out, piling);
	parallel_each(threads, piling->piles, sort_pile, piling);
}

struct ordered *tuples_order(struct tuples parts[], size_t count, const struct tuples_ranks ranks[],
			     size_t threads)
{
	struct ordered *ordered = mem_new(1, sizeof *ordered);
	struct piling piling = { .parts = parts, .count = count, .ranks = ranks,
				 .ordered = ordered };
	int bits;

	ordered->fields = mem_new(parts->width + 1, sizeof *ordered->fields);
	piling.bits = lay_out(ordered, ranks, parts->width);
	for (size_t i = 0; i < count; i++)
		ordered->count += parts[i].count;
	bits = bits_of((uint32_t)(ordered->count / PILE_ROWS));
	bits = bits < PILE_BITS_MAX ? bits : PILE_BITS_MAX;
	piling.bits = bits < piling.bits ? bits : piling.bits;
	piling.piles = (size_t)1 << piling.bits;
	piling.places = mem_new(count * piling.piles, sizeof *piling.places);
	piling.ends = mem_new(piling.piles, sizeof *piling.ends);
	order_rows(&piling, threads);
	free(piling.places);
	free(piling.ends);
	return ordered;
}

void ordered_free(struct ordered *ordered)
{
	if (!ordered)
		return;
	free(ordered->words);
	free(ordered->fields);
	free(ordered);
}
