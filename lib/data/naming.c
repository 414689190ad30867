/* SPDX-License-Identifier: GPL-3.0-or-later */
/* naming - which column of a file a name means. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "data/canon.h"
#include "data/date.h"
#include "data/field.h"
#include "data/naming.h"

size_t naming_width(const struct naming *naming)
{
	return csv_width(naming->csv) + naming->joined;
}

const char *naming_at(const struct naming *naming, size_t index)
{
	size_t own = csv_width(naming->csv);

	return index < own ? csv_name(naming->csv, index) :
	       naming->profile->join_columns[index - own];
}

static void names_present(const struct naming *naming, char *to, size_t size)
{
	size_t at = 0;

	to[0] = '\0';
	for (size_t i = 0; i < naming_width(naming) && at + 1 < size; i++)
		at += (size_t)snprintf(to + at, size - at, "%s%s", i ? ", " : "",
				       naming_at(naming, i));
}

/* A first line with a date or a number in it is no header but somebody's record. */
static int looks_like_data(const struct naming *naming)
{
	struct amount amount;
	int32_t date;

	for (size_t i = 0; i < csv_width(naming->csv); i++) {
		const char *name = csv_name(naming->csv, i);
		size_t length = strlen(name);

		if (!date_read(name, length, DATE_ISO, &date) ||
		    !date_read(name, length, DATE_DMY, &date) ||
		    !amount_read(name, length, AMOUNT_PLAIN, '.', &amount) ||
		    !amount_read(name, length, AMOUNT_PLAIN, ',', &amount))
			return 1;
	}
	return 0;
}

/* Where no name of the first line is known it may be somebody's record. */
static int knows_any(const struct naming *naming)
{
	for (size_t i = 0; i < csv_width(naming->csv); i++) {
		const char *name = csv_name(naming->csv, i);

		for (const char *const *canon = canon_names; *canon; canon++)
			if (profile_is(naming->profile, *canon, name))
				return 1;
		for (const char *const *canon = canon_beside; *canon; canon++)
			if (profile_is(naming->profile, *canon, name))
				return 1;
	}
	return 0;
}

int naming_absent(const struct naming *naming, const char *name, struct fault *fault)
{
	char present[300];

	if (looks_like_data(naming))
		return fault_at(fault, STATUS_DATA, csv_file(naming->csv), 0, 0,
				N_("no column '%s': the header line is missing, for a date or a "
				   "number stands in its place"), name);
	if (naming->profile->minutes_by && text_equal(name, "minutes"))
		return fault_at(fault, STATUS_USAGE, csv_file(naming->csv), 0, 0,
				N_("the export has no durations: say --minutes-each, by the "
				   "column '%s'"), naming->profile->minutes_by);
	names_present(naming, present, sizeof present);
	if (!knows_any(naming)) {
		fault_at(fault, STATUS_USAGE, csv_file(naming->csv), 0, 0,
			 N_("no column '%s' (profile %s), and none of the %zu names in the first "
			    "line is known: is it a header?"), name, naming->profile->name,
			 naming_width(naming));
		fault_seen(fault, present, strlen(present));
		return -1;
	}
	return fault_at(fault, STATUS_USAGE, csv_file(naming->csv), 0, 0,
			N_("no column '%s' (profile %s); the file has: %s"), name,
			naming->profile->name, present);
}

/* Of several names in the file the one that the profile has first. */
static int first_alias(const struct naming *naming, const char *canonical)
{
	const struct profile_alias *alias = naming->profile->aliases;

	for (; alias && alias->canonical; alias++)
		for (size_t i = 0; i < naming_width(naming); i++)
			if (text_equal(alias->canonical, canonical) &&
			    text_equal(alias->name, naming_at(naming, i)))
				return (int)i;
	return NAMING_NONE;
}

int naming_find(const struct naming *naming, const char *name, int *index, struct fault *fault)
{
	*index = NAMING_NONE;
	for (size_t i = 0; i < naming_width(naming); i++)
		if (text_equal(naming_at(naming, i), name)) {
			*index = (int)i;
			return 0;
		}
	if (profile_list_has(naming->profile->first_wins, name, strlen(name))) {
		*index = first_alias(naming, name);
		return 0;
	}
	for (size_t i = 0; i < naming_width(naming); i++) {
		if (!profile_is(naming->profile, name, naming_at(naming, i)))
			continue;
		if (*index != NAMING_NONE)
			return fault_at(fault, STATUS_USAGE, csv_file(naming->csv), 0, 0,
					N_("both '%s' and '%s' could be the column '%s': leave "
					   "only one of them in the file"),
					naming_at(naming, (size_t)*index), naming_at(naming, i),
					name);
		*index = (int)i;
	}
	return 0;
}

const char *naming_canonical(const struct naming *naming, const char *name, int index)
{
	for (int i = 0; i < CANON_COLUMNS; i++)
		if (text_equal(canon_names[i], name))
			return canon_names[i];
	for (int i = 0; i < CANON_COLUMNS && index >= 0; i++)
		if (profile_is(naming->profile, canon_names[i], naming_at(naming, (size_t)index)))
			return canon_names[i];
	return name;
}
