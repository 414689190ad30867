/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keyed - numbers of rows in order of a key. */
#include "base/keyed.h"
#include "base/mem.h"
#include "base/radix.h"

/* An entry is a row of two words, the key and the number. */
struct keyed *keyed_sort(struct keyed *list, size_t count)
{
	struct keyed *other = mem_resize(NULL, count + 1, sizeof *other);
	uint64_t *sorted = radix_rows((uint64_t *)list, (uint64_t *)other, count, 2, 0);

	if (sorted == (uint64_t *)list) {
		free(other);
		return list;
	}
	free(list);
	return other;
}

size_t keyed_run(const struct keyed *list, size_t count, size_t from)
{
	size_t at = from;

	while (at < count && list[at].key == list[from].key)
		at++;
	return at - from;
}
