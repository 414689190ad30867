/* SPDX-License-Identifier: GPL-3.0-or-later */
/* join - the second file of an export: a few of its columns for each value of its key.
 *
 * Held in memory. Rows that the profile's filters leave out (deleted ones) are not there. Findings:
 * an empty key, two rows for one key. */
#ifndef VL_JOIN_H
#define VL_JOIN_H

#include "data/feed.h"
#include "data/intern.h"

struct join;

/* NULL and a fault, also after findings. */
struct join *join_read(const struct source *source, struct findings *findings,
		       struct fault *fault);
void join_free(struct join *join);                       /* NULL allowed */
/* The number of the row with this key, or INTERN_NONE. Several threads may ask for it and for
 * cells. */
uint32_t join_find(const struct join *join, struct csv_cell key);
/* Of a row the profile's join_columns[index]. */
struct csv_cell join_cell(const struct join *join, uint32_t row, size_t index);

#endif
