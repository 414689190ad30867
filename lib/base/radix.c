/* SPDX-License-Identifier: GPL-3.0-or-later */
/* radix - words of 64 bits in ascending order. */
#include "base/radix.h"

enum { BITS = 11, DIGITS = 1 << BITS };

static void pass(const uint64_t *from, uint64_t *to, size_t count, int shift)
{
	size_t place[DIGITS] = { 0 }, sum = 0;

	for (size_t i = 0; i < count; i++)
		place[from[i] >> shift & (DIGITS - 1)]++;
	for (size_t d = 0; d < DIGITS; d++) {
		size_t here = place[d];

		place[d] = sum;
		sum += here;
	}
	for (size_t i = 0; i < count; i++)
		to[place[from[i] >> shift & (DIGITS - 1)]++] = from[i];
}

uint64_t *radix_sort(uint64_t *words, uint64_t *other, size_t count, int lowest)
{
	uint64_t differ = 0;

	for (size_t i = 0; i < count; i++)
		differ |= words[i] ^ words[0];
	for (int shift = lowest; shift < 64 && differ >> shift; shift++) {
		uint64_t *sorted = other;

		if (!(differ >> shift & 1))
			continue;
		pass(words, sorted, count, shift);
		other = words;
		words = sorted;
		shift += BITS - 1;
	}
	return words;
}
