/* SPDX-License-Identifier: GPL-3.0-or-later */
/* naming - which column of a file a name means.
 *
 * A column is asked for by the name that it has in the file, or by its canonical one, which the
 * profile gives to one of the file's. Columns are counted from 0 as they stand in the header; those
 * that are joined from a second file stand behind them, in the profile's order. */
#ifndef VL_NAMING_H
#define VL_NAMING_H

#include "data/csv.h"
#include "data/profile.h"

enum { NAMING_NONE = -1 };

struct naming {
	const struct csv_reader *csv;
	const struct profile *profile;
	size_t joined;              /* how many of the profile's join_columns there are */
};

size_t naming_width(const struct naming *naming);
/* The name of a column in its file; index < naming_width. */
const char *naming_at(const struct naming *naming, size_t index);

/* 0 and the column's index, or NAMING_NONE where there is none. -1 and a fault (STATUS_USAGE) where
 * several could be meant. */
int naming_find(const struct naming *naming, const char *name, int *index, struct fault *fault);
/* Fault: the column that must be there is not, and why that may be. -1. */
int naming_absent(const struct naming *naming, const char *name, struct fault *fault);

/* What a column is called canonically, by whichever name it was asked for; `name` itself where it
 * has no such name. */
const char *naming_canonical(const struct naming *naming, const char *name, int index);

#endif
