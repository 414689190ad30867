/* SPDX-License-Identifier: GPL-3.0-or-later */
/* duplicates - rows that a file has more than once, by the profile's key.
 *
 * A row with the key of an earlier one repeats it, where both agree in certain further columns, and
 * otherwise contradicts it. A row of which a key column is empty is always new. Whether keys are
 * the same goes by 128 bits of a hash (base/firsts.h), whether two rows agree by 64.
 *
 * Which row is the earlier one is a matter of the file, not of threads. So each thread notes the
 * keys of a block before it reads its rows; blocks are judged in their order, one at a time, and
 * that alone takes turns. As the keys are at hand by then, slots are asked for ahead. */
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

/* Another one for a thread: what rows were there before is known to all. It is freed before
 * `whole`, which sees no row as long as there are others. */
struct duplicates *duplicates_part(struct duplicates *whole);
/* The feed's current row is one of the block to be judged next. */
void duplicates_note(struct duplicates *part, const struct feed *feed);
/* All rows noted: of this block, 0, 1, 2, ..., each of which is judged by some part. Waits for
 * those before it. */
void duplicates_judge(struct duplicates *part, long block);
/* What the next of them is, in the order in which they were noted. */
enum duplicate duplicates_next(struct duplicates *part);

#endif
