/* SPDX-License-Identifier: GPL-3.0-or-later */
/* join - the second file of an export: a few of its columns for each value of its key.
 *
 * Held in memory. Rows that the profile's filters leave out (deleted ones) are not there. Findings:
 * an empty key, two rows for one key. */
#ifndef VL_JOIN_H
#define VL_JOIN_H

#include "data/feed.h"

struct join;

/* NULL and a fault, also after findings. */
struct join *join_read(const struct source *source, struct findings *findings,
		       struct fault *fault);
void join_free(struct join *join);                       /* NULL allowed */
/* The profile's join_columns for a key, in their order; NULL where the file has no such row. */
const struct csv_cell *join_find(const struct join *join, struct csv_cell key);

#endif
