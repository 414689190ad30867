/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sort - numbers in ascending order, by radix. */
#include <gsl/gsl_sort.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/sort.h"

/* Under so many, counting digits takes longer than comparing. */
enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, FEW = 200 };

static uint32_t digit_of(uint64_t word, int shift)
{
	return word >> shift & (DIGITS - 1);
}

static void pass(const uint64_t *from, uint64_t *to, size_t count, int shift)
{
	size_t place[DIGITS] = { 0 }, sum = 0;

	for (size_t i = 0; i < count; i++)
		place[digit_of(from[i], shift)]++;
	for (size_t d = 0; d < DIGITS; d++) {
		size_t here = place[d];

		place[d] = sum;
		sum += here;
	}
	for (size_t i = 0; i < count; i++)
		to[place[digit_of(from[i], shift)]++] = from[i];
}

/* Words whose order is that of the numbers: the bits of a negative one are turned round, and all
 * lie below those of the others. */
static uint64_t word_of(uint64_t bits)
{
	return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static uint64_t bits_of(uint64_t word)
{
	return word >> 63 ? word & ~(UINT64_C(1) << 63) : ~word;
}

/* Digits that all have in common are left out. */
static void sort_words(uint64_t *words, uint64_t *other, size_t count, double *to)
{
	uint64_t *from = words, differ = 0;

	for (size_t i = 0; i < count; i++)
		differ |= from[i] ^ from[0];
	for (int shift = 0; shift < 64; shift += DIGIT_BITS) {
		uint64_t *sorted = other;

		if (!digit_of(differ, shift))
			continue;
		pass(from, sorted, count, shift);
		other = from;
		from = sorted;
	}
	for (size_t i = 0; i < count; i++)
		from[i] = bits_of(from[i]);
	memcpy(to, from, count * sizeof *from);
}

void sort_numbers(double *numbers, size_t count)
{
	uint64_t *words;

	if (count < FEW) {
		gsl_sort(numbers, 1, count);
		return;
	}
	words = mem_new(2 * count, sizeof *words);
	memcpy(words, numbers, count * sizeof *words);
	for (size_t i = 0; i < count; i++)
		words[i] = word_of(words[i]);
	sort_words(words, words + count, count, numbers);
	free(words);
}
