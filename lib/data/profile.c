/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profile - how an export is laid out: finding profiles, and what they say. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/profile.h"
#include "data/profiletext.h"

const struct profile profile_verlauf = {
	.name = "verlauf", .encoding = CSV_UTF8, .delimiters = ",", .decimal_mark = '.',
	.date_order = DATE_ISO,
};

/* ---- files ---------------------------------------------------------------------- */

static const char ending[] = ".profile";

/* Those that have been read, so that each is read once. */
static struct profile **known;
static size_t known_count, known_capacity;

static void folder(char *to, size_t size)
{
	snprintf(to, size, "%s/verlauf/profiles", text_share());
}

static const struct profile *known_as(const char *path)
{
	for (size_t i = 0; i < known_count; i++)
		if (strcmp(profiletext_path(known[i]->file), path) == 0)
			return known[i];
	return NULL;
}

static const struct profile *keep(struct profile *profile)
{
	if (!profile)
		return NULL;
	known = mem_grow(known, known_count, &known_capacity, sizeof *known);
	known[known_count++] = profile;
	return profile;
}

/* Names of the folder's files without their ending, which must be there. */
static int is_profile(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length >= sizeof ending && entry->d_name[0] != '.' &&
	       strcmp(entry->d_name + length + 1 - sizeof ending, ending) == 0;
}

/* By bytes, whatever the language. */
static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

const char *const *profile_names(void)
{
	static char **names;
	static size_t count, capacity;
	char path[4200];
	struct dirent *entry;
	DIR *entries;

	if (names)
		return (const char *const *)names;
	folder(path, sizeof path);
	entries = opendir(path);
	while (entries && (entry = readdir(entries)))
		if (is_profile(entry)) {
			names = mem_grow(names, count + 1, &capacity, sizeof *names);
			names[count++] = mem_text(entry->d_name,
						  strlen(entry->d_name) + 1 - sizeof ending);
		}
	if (entries)
		closedir(entries);
	if (!count) {
		names = mem_grow(names, 1, &capacity, sizeof *names);
		names[count++] = mem_text("verlauf", 7);
	}
	names[count] = NULL;
	qsort(names, count, sizeof *names, by_name);
	return (const char *const *)names;
}

static int is_shipped(const char *name)
{
	for (const char *const *names = profile_names(); *names; names++)
		if (strcmp(*names, name) == 0)
			return 1;
	return 0;
}

static int refuse_name(const char *name, struct fault *fault)
{
	char list[300] = "";

	for (const char *const *names = profile_names(); *names; names++)
		snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s",
			 *list ? ", " : "", *names);
	return fault_set(fault, STATUS_USAGE,
			 N_("there is no profile '%s'; there are %s, and those of your own by path, "
			    "as ./NAME.profile"), name, list);
}

const struct profile *profile_find(const char *name, struct fault *fault)
{
	const struct profile *profile;
	char path[4200];

	if (strcmp(name, profile_verlauf.name) == 0)
		return &profile_verlauf;
	snprintf(path, sizeof path, "%s", name);
	if (!strchr(name, '/')) {
		if (!is_shipped(name)) {
			refuse_name(name, fault);
			return NULL;
		}
		folder(path, sizeof path);
		snprintf(path + strlen(path), sizeof path - strlen(path), "/%s%s", name, ending);
	}
	profile = known_as(path);
	return profile ? profile : keep(profiletext_file(path, fault));
}

/* ---- what they say -------------------------------------------------------------- */

int profile_is(const struct profile *profile, const char *canonical, const char *cell)
{
	const struct profile_alias *alias = profile->aliases;

	if (text_equal(canonical, cell))
		return 1;
	for (; alias && alias->canonical; alias++)
		if (text_equal(alias->canonical, canonical) && text_equal(alias->name, cell))
			return 1;
	return 0;
}

enum effort_unit profile_unit(const struct profile *profile, const char *canonical,
			      const char *cell)
{
	const struct profile_alias *alias = profile->aliases;

	if (text_equal(cell, "minutes"))
		return UNIT_MINUTES;
	for (; alias && alias->canonical; alias++)
		if (text_equal(alias->canonical, canonical) && text_equal(alias->name, cell))
			return alias->unit;
	return UNIT_UNSTATED;
}

const char *profile_value(const struct profile *profile, const char *canonical, const char *word,
			  size_t length)
{
	const struct profile_word *known_word = profile->words;

	for (; known_word && known_word->column; known_word++)
		if (text_equal_n(known_word->name, word, length) &&
		    text_equal(known_word->column, canonical))
			return known_word->canonical;
	return NULL;
}

int profile_list_has(const char *const *list, const char *word, size_t length)
{
	for (; list && *list; list++)
		if (text_equal_n(*list, word, length))
			return 1;
	return 0;
}

enum date_order profile_order(const struct profile *profile, const char *canonical)
{
	const struct profile_dates *dates = profile->dates;

	for (; dates && dates->column; dates++)
		if (text_equal(dates->column, canonical))
			return dates->order;
	return profile->date_order;
}

char profile_separator(const struct profile *profile, const char *canonical)
{
	const struct profile_separator *separator = profile->separators;

	for (; separator && separator->column; separator++)
		if (text_equal(separator->column, canonical))
			return separator->separator;
	return text_equal(canonical, "topic") ? '|' : 0;
}
