/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tuples - rows of small numbers, packed as they come. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tuples.h"

enum { WORD_BITS = 64, NUMBER_BITS = 32 };

/* Where a column's numbers stand; the bits that all of them have alike stand here. */
struct column {
	uint32_t alike;
	uint16_t word;
	uint8_t shift, bits;
};

/* Rows packed at once; their words follow. */
struct block {
	uint32_t count, width;   /* rows, words a row */
	struct column columns[];
};

_Static_assert(sizeof(struct column) == sizeof(uint64_t) &&
	       sizeof(struct block) == sizeof(uint64_t), "words follow without a gap");

uint32_t *tuples_room(const struct tuples *tuples)
{
	return mem_apart(tuples->width, TUPLES_STRIDE * sizeof(uint32_t));
}

void tuples_free(struct tuples *tuples)
{
	for (size_t i = 0; i < tuples->slab_count; i++)
		free(tuples->slabs[i].words);
	free(tuples->slabs);
	free(tuples->waiting);
	*tuples = (struct tuples){ .width = tuples->width };
}

static uint32_t mask_of(const struct column *column)
{
	return (uint32_t)((UINT64_C(1) << column->bits) - 1);
}

/* ---- packing --------------------------------------------------------------------- */

static struct tuples_slab *add_slab(struct tuples *tuples, size_t room)
{
	struct tuples_slab *slab;

	tuples->slabs = mem_grow(tuples->slabs, tuples->slab_count, &tuples->capacity,
				 sizeof *tuples->slabs);
	slab = &tuples->slabs[tuples->slab_count++];
	*slab = (struct tuples_slab){ mem_resize(NULL, room, sizeof *slab->words), 0, room };
	return slab;
}

/* A slab with room for rows of the widest kind. */
static struct tuples_slab *slab_with_room(struct tuples *tuples)
{
	size_t words = 1 + tuples->width + TUPLES_ROWS * ((tuples->width + 1) / 2);
	struct tuples_slab *last = tuples->slab_count ? &tuples->slabs[tuples->slab_count - 1] : NULL;

	if (last && last->room - last->used >= words)
		return last;
	return add_slab(tuples, words > TUPLES_SLAB ? words : TUPLES_SLAB);
}

static void compare_numbers(struct column *column, const uint32_t *numbers, size_t count)
{
	uint32_t differ = 0;

	for (size_t i = 0; i < count; i++)
		differ |= numbers[i] ^ numbers[0];
	column->bits = differ ? (uint8_t)(NUMBER_BITS - __builtin_clz(differ)) : 0;
	column->alike = numbers[0] & ~mask_of(column);
}

static void lay_out(struct block *block, const struct tuples *tuples)
{
	unsigned used = 0;

	block->count = (uint32_t)tuples->waiting_count;
	block->width = 1;
	for (size_t i = 0; i < tuples->width; i++) {
		struct column *column = &block->columns[i];

		compare_numbers(column, tuples->waiting + i * TUPLES_STRIDE, block->count);
		if (used + column->bits > WORD_BITS) {
			block->width++;
			used = 0;
		}
		column->word = (uint16_t)(block->width - 1);
		column->shift = used < WORD_BITS ? (uint8_t)used : 0;
		used += column->bits;
	}
}

/* Inlined for a width of 1, where several rows are packed at once. */
static inline void pack_column(const struct column *column, const uint32_t *numbers, size_t count,
			       uint64_t *words, size_t width)
{
	uint32_t mask = mask_of(column);

	for (size_t i = 0; i < count; i++)
		words[i * width + column->word] |= (uint64_t)(numbers[i] & mask) << column->shift;
}

void tuples_pack(struct tuples *tuples)
{
	size_t header = 1 + tuples->width;
	struct tuples_slab *slab;
	struct block *block;
	uint64_t *words;

	if (!tuples->waiting_count)
		return;
	slab = slab_with_room(tuples);
	words = slab->words + slab->used;
	block = (struct block *)(void *)words;
	lay_out(block, tuples);
	words += header;
	memset(words, 0, (size_t)block->count * block->width * sizeof *words);
	for (size_t i = 0; i < tuples->width; i++) {
		const uint32_t *numbers = tuples->waiting + i * TUPLES_STRIDE;

		if (block->width == 1)
			pack_column(&block->columns[i], numbers, block->count, words, 1);
		else
			pack_column(&block->columns[i], numbers, block->count, words, block->width);
	}
	slab->used += header + (size_t)block->count * block->width;
	tuples->waiting_count = 0;
}

/* ---- unpacking ------------------------------------------------------------------- */

static inline void unpack_column(const struct column *column, uint32_t *numbers, size_t count,
				 const uint64_t *words, size_t width)
{
	uint32_t mask = mask_of(column);

	for (size_t i = 0; i < count; i++)
		numbers[i] = column->alike |
			     ((uint32_t)(words[i * width + column->word] >> column->shift) & mask);
}

size_t tuples_unpack(const struct tuples *tuples, const uint64_t *words, uint32_t *numbers,
		     size_t *count)
{
	const struct block *block = (const struct block *)(const void *)words;
	size_t header = 1 + tuples->width;

	*count = block->count;
	words += header;
	for (size_t i = 0; i < tuples->width; i++, numbers += TUPLES_STRIDE) {
		if (block->width == 1)
			unpack_column(&block->columns[i], numbers, block->count, words, 1);
		else
			unpack_column(&block->columns[i], numbers, block->count, words, block->width);
	}
	return header + (size_t)block->count * block->width;
}

void tuples_each(const struct tuples *tuples, tuples_taker *take, void *to)
{
	uint32_t *numbers = tuples_room(tuples);

	for (size_t i = 0; i < tuples->slab_count; i++) {
		const struct tuples_slab *slab = &tuples->slabs[i];
		size_t count;

		for (size_t at = 0; at < slab->used;) {
			at += tuples_unpack(tuples, slab->words + at, numbers, &count);
			take(numbers, count, to);
		}
	}
	free(numbers);
}
