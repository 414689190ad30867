/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sort - numbers in ascending order, by radix. */
#include <gsl/gsl_sort.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/radix.h"
#include "stats/sort.h"

/* Under so many, counting digits takes longer than comparing. */
enum { FEW = 200 };

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

void sort_numbers(double *numbers, size_t count)
{
	uint64_t *words, *sorted;

	if (count < FEW) {
		gsl_sort(numbers, 1, count);
		return;
	}
	words = mem_new(2 * count, sizeof *words);
	memcpy(words, numbers, count * sizeof *words);
	for (size_t i = 0; i < count; i++)
		words[i] = word_of(words[i]);
	sorted = radix_sort(words, words + count, count, 0);
	for (size_t i = 0; i < count; i++)
		sorted[i] = bits_of(sorted[i]);
	memcpy(numbers, sorted, count * sizeof *sorted);
	free(words);
}
