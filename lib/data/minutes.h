/* SPDX-License-Identifier: GPL-3.0-or-later */
/* minutes - how long a record takes where the export does not say it.
 *
 * A list as --minutes-each has it: "30" for every record, "141=30,144=60,45" by the words of
 * a column, 45 for all others. Whole minutes, 0 to 1440. Words are compared with ASCII case folded
 * and hold neither comma nor "=". */
#ifndef VL_MINUTES_H
#define VL_MINUTES_H

#include <stddef.h>
#include "data/profile.h"

enum { MINUTES_MAX = 24 * 60, MINUTES_UNKNOWN = -1 };

int minutes_valid(const char *list);
/* Of a valid list (or NULL), then of the profile's table: MINUTES_UNKNOWN if neither has it. */
int minutes_of(const char *list, const struct profile_minutes *table, const char *word,
	       size_t length);

#endif
