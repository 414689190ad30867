/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps - a distribution that consists of values with shares. */
#include <gsl/gsl_sort.h>
#include <string.h>

#include "base/mem.h"
#include "stats/steps.h"

struct steps steps_in(double *values, double *upto, size_t count)
{
	gsl_sort(values, 1, count);
	for (size_t i = 0; i < count; i++)
		upto[i] = (double)(i + 1) / (double)count;
	return (struct steps){ count, values, upto };
}

struct steps steps_of(const double *values, size_t count)
{
	double *copy = mem_new(count, sizeof *copy), *upto = mem_new(count, sizeof *upto);

	if (count)
		memcpy(copy, values, count * sizeof *copy);
	return steps_in(copy, upto, count);
}

struct steps steps_coarse(const struct steps *steps, size_t least, size_t most)
{
	size_t blocks = steps->count / least;
	struct steps coarse = { 0 };

	if (!steps->count)
		return coarse;
	blocks = blocks > most ? most : blocks ? blocks : 1;
	coarse.value = mem_new(blocks, sizeof *coarse.value);
	coarse.upto = mem_new(blocks, sizeof *coarse.upto);
	for (size_t b = 0; b < blocks; b++) {
		size_t from = steps->count * b / blocks, to = steps->count * (b + 1) / blocks;

		for (size_t i = from; i < to; i++)
			coarse.value[b] += steps->value[i] / (double)(to - from);
		coarse.upto[b] = (double)to / (double)steps->count;
	}
	coarse.count = blocks;
	return coarse;
}

void steps_free(struct steps *steps)
{
	free(steps->value);
	free(steps->upto);
	*steps = (struct steps){ 0 };
}

double steps_mean(const struct steps *steps)
{
	double sum = 0, before = 0;

	for (size_t i = 0; i < steps->count; i++) {
		sum += (steps->upto[i] - before) * steps->value[i];
		before = steps->upto[i];
	}
	return sum;
}

/* How many values are < y, or with `equal` <= y. */
static size_t rank(const struct steps *steps, double y, int equal)
{
	size_t low = 0, high = steps->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (steps->value[middle] < y || (equal && steps->value[middle] == y))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

double steps_below(const struct steps *steps, double y)
{
	size_t count = rank(steps, y, 0);

	return count ? steps->upto[count - 1] : 0;
}

double steps_upto(const struct steps *steps, double y)
{
	size_t count = rank(steps, y, 1);

	return count ? steps->upto[count - 1] : 0;
}
