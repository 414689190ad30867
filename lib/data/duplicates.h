/* SPDX-License-Identifier: GPL-3.0-or-later */
/* duplicates - rows that a file has more than once, by the profile's key.
 *
 * A row with the key of an earlier one repeats it, where both agree in certain further columns, and
 * otherwise contradicts it. A row of which a key column is empty is always new. Memory: the text of
 * each key, and 8 bytes. Whether two rows agree goes by 64 bits of a hash of those columns. */
#ifndef VL_DUPLICATES_H
#define VL_DUPLICATES_H

#include "data/feed.h"

enum duplicate { DUPLICATE_NONE, DUPLICATE_REPEATS, DUPLICATE_CONTRADICTS };

struct duplicates;

/* Columns of the feed: the key's, and those that must agree (FEED_NO_COLUMN: one that is not
 * there). */
struct duplicates *duplicates_new(const int *keys, size_t key_count, const int *alike,
				  size_t alike_count);
void duplicates_free(struct duplicates *duplicates);     /* NULL allowed */
/* What the feed's current row is, which is remembered. */
enum duplicate duplicates_see(struct duplicates *duplicates, const struct feed *feed);

#endif
