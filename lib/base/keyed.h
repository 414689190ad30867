/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keyed - numbers of rows in order of a key: rows with the same key come together, in the
 * order in which they were put in. By radix (base/radix.h); bits that no key has cost nothing. */
#ifndef VL_KEYED_H
#define VL_KEYED_H

#include <stddef.h>
#include <stdint.h>

struct keyed {
	uint64_t key, row;
};

/* `list` has room for count entries; the sorted list is returned, in it or in a new place;
 * the caller frees what is returned, and not `list`. */
struct keyed *keyed_sort(struct keyed *list, size_t count);
/* How many entries from `from` on have the same key. */
size_t keyed_run(const struct keyed *list, size_t count, size_t from);

#endif
