/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profile - how an export is laid out: delimiter, encoding, decimal mark, date
 * order, and the export's names for the canonical columns (verlauf-csv(5)).
 *
 * `verlauf` is the canonical layout, `german` what German case systems and
 * Excel write. Both stand in the tables of profile.c. Names and values are
 * compared with ASCII case folded, so those with umlauts stand there in each spelling. */
#ifndef VL_PROFILE_H
#define VL_PROFILE_H

#include "data/date.h"

/* What an amount is, when it is not told by the form of its cells (1:30 is time). */
enum effort_unit { UNIT_UNSTATED, UNIT_MINUTES, UNIT_HOURS, UNIT_SECONDS, UNIT_COUNT, UNIT_AMOUNT };

/* An export's name for a canonical column; of `minutes` also what its plain numbers mean. */
struct profile_alias {
	const char *canonical;
	const char *name;
	enum effort_unit unit;        /* UNIT_UNSTATED: a plain number cannot be read */
};

/* An export's word for a canonical value, such as "ausgefallen" for no_show in status. */
struct profile_word {
	const char *column;
	const char *canonical;
	const char *name;
};

struct profile {
	const char *name;
	const char *encoding;         /* as in struct csv_layout */
	char delimiter;
	char decimal_mark;
	enum date_order date_order;
	const struct profile_alias *aliases;   /* up to a NULL canonical; a column may have several */
	const struct profile_word *words;      /* up to a NULL column */
};

/* By name, or NULL. */
const struct profile *profile_find(const char *name);
/* Names of all profiles, up to NULL, for messages. */
const char *const *profile_names(void);
/* Whether a header cell is this profile's name for the canonical column; its canonical name
 * is one in every profile. */
int profile_is(const struct profile *profile, const char *canonical, const char *cell);
/* What plain numbers mean in a column whose header is this cell: UNIT_MINUTES, UNIT_HOURS, or
 * UNIT_UNSTATED where the name does not say it ("Dauer"). */
enum effort_unit profile_unit(const struct profile *profile, const char *cell);
/* The canonical value for a cell of that canonical column, or the cell itself. */
const char *profile_value(const struct profile *profile, const char *canonical_column,
			  const char *cell);

#endif
