/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keyed - numbers of rows in order of a key. */
#include "base/keyed.h"
#include "base/mem.h"

enum { BITS = 16, DIGITS = 1 << BITS };

static void pass(const struct keyed *from, struct keyed *to, size_t count, int shift,
		 size_t *next)
{
	size_t sum = 0;

	for (size_t d = 0; d < DIGITS; d++)
		next[d] = 0;
	for (size_t i = 0; i < count; i++)
		next[from[i].key >> shift & (DIGITS - 1)]++;
	for (size_t d = 0; d < DIGITS; d++) {
		size_t here = next[d];

		next[d] = sum;
		sum += here;
	}
	for (size_t i = 0; i < count; i++)
		to[next[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
}

struct keyed *keyed_sort(struct keyed *list, size_t count)
{
	struct keyed *other = mem_new(count + 1, sizeof *other);
	size_t *next = mem_new(DIGITS, sizeof *next);
	uint64_t differ = 0;

	for (size_t i = 1; i < count; i++)
		differ |= list[i].key ^ list[0].key;
	for (int shift = 0; shift < 64; shift += BITS) {
		struct keyed *sorted = other;

		if (!(differ >> shift & (DIGITS - 1)))
			continue;
		pass(list, other, count, shift, next);
		other = list;
		list = sorted;
	}
	free(next);
	free(other);
	return list;
}

size_t keyed_run(const struct keyed *list, size_t count, size_t from)
{
	size_t at = from;

	while (at < count && list[at].key == list[from].key)
		at++;
	return at - from;
}
