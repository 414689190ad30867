/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tally - how many rows have which key, and what they add up to.
 *
 * Instead of sorting all rows by a key that has few values: memory and time grow with the
 * distinct keys. Open addressing; the order of the entries is no one's business. Start with
 * zeros; free `entries`. */
#ifndef VL_TALLY_H
#define VL_TALLY_H

#include <stddef.h>
#include <stdint.h>

struct tally_entry {
	uint64_t key;
	int64_t sum;             /* INT64_MAX: too large */
	uint32_t count;          /* rows; 0 = free */
	uint32_t first;          /* the row that came first */
};

struct tally {
	struct tally_entry *entries;
	size_t count;            /* distinct keys */
	size_t room;             /* entries, free ones included: a power of 2 */
};

/* Amounts from 0 on. */
void tally_add(struct tally *tally, uint64_t key, int64_t amount, uint32_t row);
/* The entry of a key that is there. */
const struct tally_entry *tally_find(const struct tally *tally, uint64_t key);

#endif
