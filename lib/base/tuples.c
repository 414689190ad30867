/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tuples - rows of small numbers, and these rows in order of their ranks. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/radix.h"
#include "base/tuples.h"

enum { WORD_BITS = 64, NUMBER_BITS = 32, ROOM_LEAST = 1024 };
/* A pile of so many rows is sorted within the cache; so many piles are dealt out at once. */
enum { PILE_ROWS = 1 << 13, PILE_BITS_MAX = 11 };

/* ---- numbers --------------------------------------------------------------------- */

static size_t stride(const struct tuples *tuples)
{
	return (tuples->width + 1) / 2;
}

static int half(size_t column)
{
	return column % 2 ? NUMBER_BITS : 0;
}

void tuples_put(struct tuples *tuples, const uint32_t *numbers)
{
	size_t words = stride(tuples);
	uint64_t *row;

	if (tuples->count == tuples->capacity) {
		tuples->capacity = tuples->capacity ? 2 * tuples->capacity : ROOM_LEAST;
		tuples->words = mem_resize(tuples->words, tuples->capacity,
					   words * sizeof *tuples->words);
	}
	row = tuples->words + words * tuples->count++;
	row[words - 1] = 0;
	for (size_t i = 0; i + 1 < tuples->width; i += 2)
		row[i / 2] = numbers[i] | (uint64_t)numbers[i + 1] << NUMBER_BITS;
	if (tuples->width % 2)
		row[words - 1] = numbers[tuples->width - 1];
}

uint32_t tuples_number(const struct tuples *tuples, size_t row, size_t column)
{
	return (uint32_t)(tuples->words[row * stride(tuples) + column / 2] >> half(column));
}

void tuples_set(struct tuples *tuples, size_t row, size_t column, uint32_t number)
{
	uint64_t *word = &tuples->words[row * stride(tuples) + column / 2];

	*word = (*word & (uint64_t)UINT32_MAX << (NUMBER_BITS - half(column))) |
		(uint64_t)number << half(column);
}

void tuples_free(struct tuples *tuples)
{
	free(tuples->words);
	tuples->words = NULL;
	tuples->count = tuples->capacity = 0;
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

/* The ranks of a row's numbers, into as many words as they need. */
static void pack_row(const struct piling *piling, size_t columns, const uint64_t *numbers,
		     uint64_t *words)
{
	const struct ordered *ordered = piling->ordered;

	for (size_t w = 0; w < ordered->width; w++)
		words[w] = 0;
	for (size_t i = 0; i < columns; i++) {
		const struct tuples_field *field = &ordered->fields[i];
		const uint32_t *ranks = piling->ranks[i].ranks;

		if (ranks)
			words[field->word] |= (uint64_t)ranks[(uint32_t)(numbers[i / 2] >> half(i))]
					      << field->shift;
	}
}

static size_t pile_of(const struct piling *piling, uint64_t word)
{
	return piling->bits ? word >> (WORD_BITS - piling->bits) : 0;
}

/* In place: words take no more room than numbers, two of which always fit one word. */
static void pack_part(size_t number, void *to)
{
	const struct piling *piling = to;
	struct tuples *part = &piling->parts[number];
	size_t width = piling->ordered->width, *counts = piling->places + number * piling->piles;
	uint64_t *words = mem_new(width, sizeof *words);

	for (size_t row = 0; row < part->count; row++) {
		pack_row(piling, part->width, part->words + row * stride(part), words);
		for (size_t w = 0; w < width; w++)
			part->words[row * width + w] = words[w];
		counts[pile_of(piling, words[0])]++;
	}
	free(words);
	part->words = mem_resize(part->words, part->count * width + 1, sizeof *part->words);
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

static void deal_out(size_t number, void *to)
{
	const struct piling *piling = to;
	struct tuples *part = &piling->parts[number];
	size_t width = piling->ordered->width, *places = piling->places + number * piling->piles;

	for (size_t row = 0; row < part->count; row++) {
		const uint64_t *words = part->words + row * width;
		size_t place = places[pile_of(piling, words[0])]++;

		for (size_t w = 0; w < width; w++)
			piling->ordered->words[place * width + w] = words[w];
	}
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
