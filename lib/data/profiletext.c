/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profiletext - the text of a profile into a struct profile. */
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/canon.h"
#include "data/minutes.h"
#include "data/profiletext.h"

enum { REASON_MAX = 70 };

struct profile_file {
	config_t config;                /* all strings of the profile lie in it */
	char *path;
	struct zone zone;
	struct profile_alias *aliases;
	struct profile_word *words;
	struct profile_separator *separators;
	struct profile_filter *filters;
	struct profile_dates *dates;
	struct profile_minutes *minutes;
	const char ***lists;
	size_t alias_count, alias_room, word_count, word_room, separator_count, separator_room;
	size_t dates_count, dates_room;
	size_t filter_count, filter_room, minutes_count, minutes_room, list_count, list_room;
};

/* What is being read. */
struct reading {
	struct profile *profile;
	struct profile_file *file;
	struct fault *fault;
};

/* ---- refusals ------------------------------------------------------------------- */

/* An element of a list goes by the list's name. */
static const char *name_of(const config_setting_t *setting)
{
	while (!config_setting_name(setting) && config_setting_parent(setting))
		setting = config_setting_parent(setting);
	return config_setting_name(setting) ? config_setting_name(setting) : "";
}

static int refuse_line(struct reading *reading, long line, const char *kind, const char *what)
{
	return fault_at(reading->fault, STATUS_USAGE, reading->file->path, line, 0, kind, what);
}

static int refuse(struct reading *reading, const config_setting_t *setting, const char *kind)
{
	return refuse_line(reading, (long)config_setting_source_line(setting), kind,
			   name_of(setting));
}

/* ---- values --------------------------------------------------------------------- */

/* Text without control characters, and not empty. */
static int read_text(struct reading *reading, const config_setting_t *setting, const char **to)
{
	const char *text;

	if (config_setting_type(setting) != CONFIG_TYPE_STRING)
		return refuse(reading, setting, N_("'%s' must be text in quotes"));
	text = config_setting_get_string(setting);
	if (!text || !*text)
		return refuse(reading, setting, N_("'%s' must not be empty"));
	if (text_invalid(text, strlen(text)) >= 0)
		return refuse(reading, setting, N_("'%s' must be text in UTF-8"));
	for (const char *c = text; *c; c++)
		if ((unsigned char)*c < 0x20 && *c != '\t')
			return refuse(reading, setting,
				      N_("'%s' must not contain control characters"));
	*to = text;
	return 0;
}

static int read_flag(struct reading *reading, const config_setting_t *setting, int *to)
{
	if (config_setting_type(setting) != CONFIG_TYPE_BOOL)
		return refuse(reading, setting, N_("'%s' must be true or false"));
	*to = config_setting_get_bool(setting);
	return 0;
}

static int read_whole(struct reading *reading, const config_setting_t *setting, long most,
		      long *to)
{
	if (config_setting_type(setting) != CONFIG_TYPE_INT ||
	    config_setting_get_int(setting) < 0 || config_setting_get_int(setting) > most)
		return fault_at(reading->fault, STATUS_USAGE, reading->file->path,
				(long)config_setting_source_line(setting), 0,
				N_("'%s' must be a whole number from %ld to %ld"),
				name_of(setting), 0L, most);
	*to = config_setting_get_int(setting);
	return 0;
}

/* One of the words, as its index. */
static int read_choice(struct reading *reading, const config_setting_t *setting,
		       const char *const words[], int *to)
{
	char list[200] = "";
	const char *text;

	if (read_text(reading, setting, &text) != 0)
		return -1;
	for (*to = 0; words[*to]; ++*to) {
		if (strcmp(words[*to], text) == 0)
			return 0;
		snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s",
			 *list ? ", " : "", words[*to]);
	}
	return fault_at(reading->fault, STATUS_USAGE, reading->file->path,
			(long)config_setting_source_line(setting), 0,
			N_("'%s' must be one of %s"), name_of(setting), list);
}

static int is_list(const config_setting_t *setting)
{
	return config_setting_type(setting) == CONFIG_TYPE_ARRAY ||
	       config_setting_type(setting) == CONFIG_TYPE_LIST;
}

static const config_setting_t *element(const config_setting_t *setting, int index)
{
	return config_setting_get_elem(setting, (unsigned)index);
}

/* Texts, or a single one; up to NULL. */
static int read_list(struct reading *reading, const config_setting_t *setting,
		     const char *const **to)
{
	struct profile_file *file = reading->file;
	int count = is_list(setting) ? config_setting_length(setting) : 1;
	const char **list = mem_new((size_t)count + 1, sizeof *list);

	file->lists = mem_grow(file->lists, file->list_count, &file->list_room,
			       sizeof *file->lists);
	file->lists[file->list_count++] = list;
	if (count == 0)
		return refuse(reading, setting, N_("'%s' must not be empty"));
	for (int i = 0; i < count; i++)
		if (read_text(reading, is_list(setting) ? element(setting, i) : setting,
			      &list[i]) != 0)
			return -1;
	*to = list;
	return 0;
}

static int must_be_group(struct reading *reading, const config_setting_t *setting)
{
	if (config_setting_is_group(setting))
		return 0;
	return refuse(reading, setting, N_("'%s' must be a group of settings in braces"));
}

/* A list of groups, as of filters. */
static int must_be_list(struct reading *reading, const config_setting_t *setting)
{
	if (config_setting_is_list(setting))
		return 0;
	return refuse(reading, setting, N_("'%s' must be a list in round brackets"));
}

static int is_canonical(const char *name)
{
	return profile_list_has(canon_names, name, strlen(name)) ||
	       profile_list_has(canon_beside, name, strlen(name));
}

static int must_be_canonical(struct reading *reading, const config_setting_t *setting,
			     const char *name)
{
	if (is_canonical(name))
		return 0;
	return refuse_line(reading, (long)config_setting_source_line(setting),
			   N_("there is no canonical column '%s'"), name);
}

/* ---- groups --------------------------------------------------------------------- */

/* A setting's name, and what reads it. */
struct known_setting {
	const char *name;
	int (*read)(struct reading *reading, const config_setting_t *setting, void *to);
};

static int read_settings(struct reading *reading, const config_setting_t *group,
			 const struct known_setting known[], void *to)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *setting = element(group, i);
		const struct known_setting *one = known;

		while (one->name && strcmp(one->name, config_setting_name(setting)) != 0)
			one++;
		if (!one->name)
			return refuse(reading, setting, N_("there is no setting '%s' here"));
		if (one->read(reading, setting, to) != 0)
			return -1;
	}
	return 0;
}

/* ---- the layout ----------------------------------------------------------------- */

static int read_delimiter(struct reading *reading, const config_setting_t *setting, void *to)
{
	const char *text;

	(void)to;
	if (read_text(reading, setting, &text) != 0)
		return -1;
	if (strchr(text, '"') || strlen(text) > 4 ||
	    strlen(text) != text_characters(text, strlen(text)))
		return refuse(reading, setting,
			      N_("'%s' must be one character of ASCII, or several to choose from"));
	reading->profile->delimiters = text;
	return 0;
}

static int read_encoding(struct reading *reading, const config_setting_t *setting, void *to)
{
	static const char *const words[] = { CSV_UTF8, "cp1252", "iso-8859-1", "iso-8859-15",
					     CSV_BOM_OR_CP1252, NULL };
	int choice;

	(void)to;
	if (read_choice(reading, setting, words, &choice) != 0)
		return -1;
	reading->profile->encoding = words[choice];
	return 0;
}

static int read_skip(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	return read_whole(reading, setting, 1000, &reading->profile->skip);
}

static int read_second(struct reading *reading, const config_setting_t *setting, void *to)
{
	static const char *const words[] = { "none", "any", "hxl", NULL };
	int choice;

	(void)to;
	if (read_choice(reading, setting, words, &choice) != 0)
		return -1;
	reading->profile->second_header = (enum csv_second)choice;
	return 0;
}

static int read_row_end(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	return read_flag(reading, setting, &reading->profile->row_end_delimiter);
}

static int read_guard(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	return read_flag(reading, setting, &reading->profile->strip_guard);
}

static int read_mark(struct reading *reading, const config_setting_t *setting, void *to)
{
	static const char *const words[] = { ".", ",", NULL };
	int choice;

	(void)to;
	if (read_choice(reading, setting, words, &choice) != 0)
		return -1;
	reading->profile->decimal_mark = *words[choice];
	return 0;
}

static int read_order(struct reading *reading, const config_setting_t *setting,
		      enum date_order *order)
{
	static const char *const words[] = { "iso", "dmy", "mdy", "words", "auto", NULL };
	int choice;

	if (read_choice(reading, setting, words, &choice) != 0)
		return -1;
	*order = (enum date_order)choice;
	return 0;
}

/* One order for all, or a group by column, in which `others` stands for those not named. */
static int read_dates(struct reading *reading, const config_setting_t *setting, void *to)
{
	struct profile_file *file = reading->file;

	(void)to;
	if (!config_setting_is_group(setting))
		return read_order(reading, setting, &reading->profile->date_order);
	for (int i = 0; i < config_setting_length(setting); i++) {
		const config_setting_t *column = element(setting, i);
		struct profile_dates dates = { config_setting_name(column), DATE_ISO };

		if (read_order(reading, column, &dates.order) != 0)
			return -1;
		if (strcmp(dates.column, "others") == 0) {
			reading->profile->date_order = dates.order;
			continue;
		}
		if (must_be_canonical(reading, column, dates.column) != 0)
			return -1;
		file->dates = mem_grow(file->dates, file->dates_count + 1, &file->dates_room,
				       sizeof *file->dates);
		file->dates[file->dates_count++] = dates;
	}
	reading->profile->dates = file->dates;
	return 0;
}

static int read_times(struct reading *reading, const config_setting_t *setting, void *to)
{
	static const char *const words[] = { "local", "utc", NULL };

	(void)to;
	return read_choice(reading, setting, words, &reading->profile->times_utc);
}

static int read_zone(struct reading *reading, const config_setting_t *setting, void *to)
{
	const char *text;

	(void)to;
	if (read_text(reading, setting, &text) != 0)
		return -1;
	if (zone_find(text, &reading->file->zone) != 0)
		return refuse(reading, setting,
			      N_("'%s' must be UTC, WET, CET, EET, or an offset like +05:30"));
	reading->profile->zone = &reading->file->zone;
	return 0;
}

static int read_missing(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	return read_list(reading, setting, &reading->profile->missing);
}

static int read_other_tables(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	return read_text(reading, setting, &reading->profile->other_tables);
}

/* ---- columns and words ---------------------------------------------------------- */

static int add_aliases(struct reading *reading, const config_setting_t *setting,
		       const char *canonical, enum effort_unit unit)
{
	struct profile_file *file = reading->file;
	const char *const *names;

	if (read_list(reading, setting, &names) != 0)
		return -1;
	for (; *names; names++) {
		for (size_t i = 0; i < file->alias_count; i++)
			if (strcmp(file->aliases[i].canonical, canonical) == 0 &&
			    text_equal(file->aliases[i].name, *names))
				return refuse_line(reading,
						   (long)config_setting_source_line(setting),
						   N_("the name '%s' stands twice"), *names);
		file->aliases = mem_grow(file->aliases, file->alias_count + 1, &file->alias_room,
					 sizeof *file->aliases);
		file->aliases[file->alias_count++] = (struct profile_alias){ canonical, *names,
									      unit };
	}
	return 0;
}

/* The names of durations by what their plain numbers mean. */
static int read_units(struct reading *reading, const config_setting_t *setting,
		      const char *canonical)
{
	static const struct {
		const char *name;
		enum effort_unit unit;
	} units[] = { { "minutes", UNIT_MINUTES }, { "hours", UNIT_HOURS },
		      { "seconds", UNIT_SECONDS }, { "count", UNIT_COUNT },
		      { "unstated", UNIT_UNSTATED } };
	enum { UNITS = sizeof units / sizeof *units };

	for (int i = 0; i < config_setting_length(setting); i++) {
		const config_setting_t *names = element(setting, i);
		int unit = 0;

		while (unit < UNITS && strcmp(units[unit].name, config_setting_name(names)) != 0)
			unit++;
		if (unit == UNITS)
			return refuse(reading, names,
				      N_("there is no unit '%s'; there are minutes, hours, "
					 "seconds, count and unstated"));
		if (add_aliases(reading, names, canonical, units[unit].unit) != 0)
			return -1;
	}
	return 0;
}

static int read_columns(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	if (must_be_group(reading, setting) != 0)
		return -1;
	for (int i = 0; i < config_setting_length(setting); i++) {
		const config_setting_t *column = element(setting, i);
		const char *canonical = config_setting_name(column);
		int with_units = config_setting_is_group(column);

		if (must_be_canonical(reading, column, canonical) != 0)
			return -1;
		if (with_units && strcmp(canonical, "minutes") != 0)
			return refuse(reading, column,
				      N_("'%s' has no units: only minutes may be a group"));
		if (with_units ? read_units(reading, column, canonical) != 0 :
		    add_aliases(reading, column, canonical, UNIT_UNSTATED) != 0)
			return -1;
	}
	reading->profile->aliases = reading->file->aliases;
	return 0;
}

static int read_first_wins(struct reading *reading, const config_setting_t *setting, void *to)
{
	const char *const *names;

	(void)to;
	if (read_list(reading, setting, &names) != 0)
		return -1;
	reading->profile->first_wins = names;
	for (; *names; names++)
		if (must_be_canonical(reading, setting, *names) != 0)
			return -1;
	return 0;
}

static int add_words(struct reading *reading, const config_setting_t *setting,
		     const char *canonical)
{
	struct profile_file *file = reading->file;
	const char *const *words;

	if (read_list(reading, setting, &words) != 0)
		return -1;
	for (; *words; words++) {
		for (size_t i = 0; i < file->word_count; i++)
			if (strcmp(file->words[i].column, canonical) == 0 &&
			    text_equal(file->words[i].name, *words))
				return refuse_line(reading,
						   (long)config_setting_source_line(setting),
						   N_("the word '%s' stands twice"), *words);
		file->words = mem_grow(file->words, file->word_count + 1, &file->word_room,
				       sizeof *file->words);
		file->words[file->word_count++] = (struct profile_word){
			canonical, config_setting_name(setting), *words };
	}
	return 0;
}

static int read_values(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	if (must_be_group(reading, setting) != 0)
		return -1;
	for (int i = 0; i < config_setting_length(setting); i++) {
		const config_setting_t *column = element(setting, i);

		if (must_be_canonical(reading, column, config_setting_name(column)) != 0 ||
		    must_be_group(reading, column) != 0)
			return -1;
		for (int j = 0; j < config_setting_length(column); j++)
			if (add_words(reading, element(column, j),
				      config_setting_name(column)) != 0)
				return -1;
	}
	reading->profile->words = reading->file->words;
	return 0;
}

static int read_separators(struct reading *reading, const config_setting_t *setting, void *to)
{
	struct profile_file *file = reading->file;

	(void)to;
	if (must_be_group(reading, setting) != 0)
		return -1;
	for (int i = 0; i < config_setting_length(setting); i++) {
		const config_setting_t *column = element(setting, i);
		const char *text;

		if (must_be_canonical(reading, column, config_setting_name(column)) != 0 ||
		    read_text(reading, column, &text) != 0)
			return -1;
		if (strlen(text) != 1 || (unsigned char)*text >= 0x80)
			return refuse(reading, column, N_("'%s' must be one character of ASCII"));
		file->separators = mem_grow(file->separators, file->separator_count + 1,
					    &file->separator_room, sizeof *file->separators);
		file->separators[file->separator_count++] = (struct profile_separator){
			config_setting_name(column), *text };
	}
	reading->profile->separators = file->separators;
	return 0;
}

/* ---- filters and keys ----------------------------------------------------------- */

static int filter_column(struct reading *reading, const config_setting_t *setting, void *to)
{
	return read_text(reading, setting, &((struct profile_filter *)to)->column);
}

static int filter_values(struct reading *reading, const config_setting_t *setting, void *to)
{
	return read_list(reading, setting, &((struct profile_filter *)to)->values);
}

static int filter_as(struct reading *reading, const config_setting_t *setting, void *to)
{
	static const char *const words[] = { "deleted", "planned", "other", NULL };
	int choice;

	if (read_choice(reading, setting, words, &choice) != 0)
		return -1;
	((struct profile_filter *)to)->as = (enum profile_drop)choice;
	return 0;
}

static int filter_reason(struct reading *reading, const config_setting_t *setting, void *to)
{
	struct profile_filter *filter = to;

	if (read_text(reading, setting, &filter->reason) != 0)
		return -1;
	if (strlen(filter->reason) > REASON_MAX)
		return refuse(reading, setting, N_("'%s' is too long"));
	return 0;
}

static int filter_optional(struct reading *reading, const config_setting_t *setting, void *to)
{
	return read_flag(reading, setting, &((struct profile_filter *)to)->optional);
}

static int read_filter(struct reading *reading, const config_setting_t *setting)
{
	static const struct known_setting known[] = {
		{ "column", filter_column }, { "values", filter_values }, { "as", filter_as },
		{ "reason", filter_reason }, { "optional", filter_optional }, { NULL, NULL }
	};
	struct profile_filter filter = { .as = DROP_OTHER };
	struct profile_file *file = reading->file;

	if (must_be_group(reading, setting) != 0 ||
	    read_settings(reading, setting, known, &filter) != 0)
		return -1;
	if (!filter.column)
		return refuse(reading, setting, N_("'%s' needs a column"));
	if (!filter.reason)
		filter.reason = filter.column;
	if (file->filter_count == PROFILE_FILTERS_MAX)
		return refuse(reading, setting, N_("'%s' has more than 16 entries"));
	file->filters = mem_grow(file->filters, file->filter_count + 1, &file->filter_room,
				 sizeof *file->filters);
	file->filters[file->filter_count++] = filter;
	return 0;
}

static int read_drop(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	if (must_be_list(reading, setting) != 0)
		return -1;
	for (int i = 0; i < config_setting_length(setting); i++)
		if (read_filter(reading, element(setting, i)) != 0)
			return -1;
	reading->profile->filters = reading->file->filters;
	return 0;
}

static int read_key(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	return read_list(reading, setting, &reading->profile->key);
}

static int join_key(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	return read_text(reading, setting, &reading->profile->join_key);
}

static int join_columns(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	return read_list(reading, setting, &reading->profile->join_columns);
}

static int read_join(struct reading *reading, const config_setting_t *setting, void *to)
{
	static const struct known_setting known[] = {
		{ "key", join_key }, { "columns", join_columns }, { NULL, NULL }
	};

	if (must_be_group(reading, setting) != 0 ||
	    read_settings(reading, setting, known, to) != 0)
		return -1;
	if (!reading->profile->join_key || !reading->profile->join_columns)
		return refuse(reading, setting, N_("'%s' needs key and columns"));
	return 0;
}

/* ---- minutes -------------------------------------------------------------------- */

static int add_minutes(struct reading *reading, const config_setting_t *setting,
		       const char *value)
{
	struct profile_file *file = reading->file;
	long minutes;

	if (read_whole(reading, setting, MINUTES_MAX, &minutes) != 0)
		return -1;
	file->minutes = mem_grow(file->minutes, file->minutes_count + 1, &file->minutes_room,
				 sizeof *file->minutes);
	file->minutes[file->minutes_count++] = (struct profile_minutes){ value, (int)minutes };
	return 0;
}

static int minutes_column(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	return read_text(reading, setting, &reading->profile->minutes_by);
}

/* ( ("141", 30), ("144", 60) ) */
static int minutes_table(struct reading *reading, const config_setting_t *setting, void *to)
{
	const char *value;

	(void)to;
	if (must_be_list(reading, setting) != 0)
		return -1;
	for (int i = 0; i < config_setting_length(setting); i++) {
		const config_setting_t *pair = element(setting, i);

		if (!config_setting_is_list(pair) || config_setting_length(pair) != 2)
			return refuse(reading, pair, N_("'%s' must hold pairs like (\"141\", 30)"));
		if (read_text(reading, element(pair, 0), &value) != 0 ||
		    add_minutes(reading, element(pair, 1), value) != 0)
			return -1;
	}
	return 0;
}

static int minutes_others(struct reading *reading, const config_setting_t *setting, void *to)
{
	(void)to;
	return add_minutes(reading, setting, NULL);
}

static int read_minutes(struct reading *reading, const config_setting_t *setting, void *to)
{
	static const struct known_setting known[] = {
		{ "column", minutes_column }, { "table", minutes_table },
		{ "others", minutes_others }, { NULL, NULL }
	};

	if (must_be_group(reading, setting) != 0 ||
	    read_settings(reading, setting, known, to) != 0)
		return -1;
	if (!reading->profile->minutes_by)
		return refuse(reading, setting, N_("'%s' needs a column"));
	return 0;
}

/* ---- the whole ------------------------------------------------------------------ */

static const struct known_setting settings[] = {
	{ "delimiter", read_delimiter }, { "encoding", read_encoding }, { "skip", read_skip },
	{ "second_header", read_second }, { "row_end_delimiter", read_row_end },
	{ "strip_guard", read_guard }, { "decimal_mark", read_mark }, { "dates", read_dates },
	{ "times", read_times }, { "zone", read_zone }, { "missing", read_missing },
	{ "other_tables", read_other_tables }, { "columns", read_columns },
	{ "first_wins", read_first_wins }, { "values", read_values },
	{ "separators", read_separators }, { "drop", read_drop }, { "key", read_key },
	{ "join", read_join }, { "minutes", read_minutes }, { NULL, NULL }
};

static long line_of(const char *text, size_t offset)
{
	long line = 1;

	for (size_t i = 0; i < offset; i++)
		line += text[i] == '\n';
	return line;
}

/* Where libconfig would read another file: its scanner takes @include at the start of a line only,
 * so that the word may stand in a text. NULL where it does not. */
static const char *find_include(const char *text)
{
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += strspn(line, "\n \t");
		if (strncmp(line, "@include", strlen("@include")) == 0)
			return line;
	}
	return NULL;
}

/* libconfig takes what it gets; these it must not get. */
static int check_bytes(struct reading *reading, const char *text, size_t length)
{
	const char *include = find_include(text);
	ptrdiff_t invalid = text_invalid(text, length);
	size_t whole = strlen(text);

	if (length > PROFILETEXT_BYTES_MAX)
		return refuse_line(reading, 0, N_("is too long for a profile"), "");
	if (whole < length)
		return refuse_line(reading, line_of(text, whole), N_("there is a zero byte"), "");
	if (invalid >= 0)
		return refuse_line(reading, line_of(text, (size_t)invalid),
				   N_("a profile must be in UTF-8"), "");
	if (include)
		return refuse_line(reading, line_of(text, (size_t)(include - text)),
				   N_("'%s' is not allowed in a profile"), "@include");
	return 0;
}

static int read_profile(struct reading *reading, const char *text)
{
	struct profile_file *file = reading->file;
	config_t *config = &file->config;

	if (config_read_string(config, text) != CONFIG_TRUE)
		return refuse_line(reading, config_error_line(config),
				   N_("is not written as libconfig wants it: %s"),
				   config_error_text(config));
	if (read_settings(reading, config_root_setting(config), settings, NULL) != 0)
		return -1;
	if (reading->profile->times_utc && !reading->profile->zone)
		return refuse_line(reading, 0, N_("times in UTC need a zone"), "");
	if (file->minutes) {
		file->minutes[file->minutes_count].minutes = -1;
		reading->profile->minutes = file->minutes;
	}
	return 0;
}

/* Lists that grew end with what mem_grow left behind: make it NULLs. */
static void end_lists(struct profile_file *file)
{
	if (file->aliases)
		memset(&file->aliases[file->alias_count], 0, sizeof *file->aliases);
	if (file->words)
		memset(&file->words[file->word_count], 0, sizeof *file->words);
	if (file->separators)
		memset(&file->separators[file->separator_count], 0, sizeof *file->separators);
	if (file->dates)
		memset(&file->dates[file->dates_count], 0, sizeof *file->dates);
	if (file->filters)
		memset(&file->filters[file->filter_count], 0, sizeof *file->filters);
}

/* The file's name without folder and ending. */
static const char *name_in(struct profile_file *file, char *to, size_t size)
{
	const char *slash = strrchr(file->path, '/'), *dot;

	snprintf(to, size, "%s", slash ? slash + 1 : file->path);
	dot = strstr(to, ".profile");
	if (dot && dot > to)
		to[dot - to] = '\0';
	return to;
}

struct profile *profiletext_read(const char *text, size_t length, const char *path,
				 struct fault *fault)
{
	struct profile *profile = mem_new(1, sizeof *profile);
	struct profile_file *file = mem_new(1, sizeof *file);
	struct reading reading = { profile, file, fault };
	size_t mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	char name[256], *copy = mem_text(text + mark, length - mark);
	int result;

	*profile = profile_verlauf;
	profile->file = file;
	file->path = mem_text(path, strlen(path));
	profile->name = name_in(file, name, sizeof name);
	profile->name = mem_text(profile->name, strlen(profile->name));
	config_init(&file->config);
	result = check_bytes(&reading, copy, length - mark);
	if (result == 0)
		result = read_profile(&reading, copy);
	end_lists(file);
	free(copy);
	if (result == 0)
		return profile;
	profiletext_free(profile);
	return NULL;
}

void profiletext_free(struct profile *profile)
{
	struct profile_file *file = profile ? profile->file : NULL;

	if (!file)
		return;
	for (size_t i = 0; i < file->list_count; i++)
		free(file->lists[i]);
	free(file->lists);
	free(file->aliases);
	free(file->words);
	free(file->separators);
	free(file->filters);
	free(file->dates);
	free(file->minutes);
	free(file->path);
	config_destroy(&file->config);
	free(file);
	free((char *)profile->name);
	free(profile);
}

struct profile *profiletext_file(const char *path, struct fault *fault)
{
	char *text = mem_new(PROFILETEXT_BYTES_MAX + 2, 1);
	FILE *from = fopen(path, "r");
	struct profile *profile = NULL;
	size_t length = 0;

	if (from)
		length = fread(text, 1, PROFILETEXT_BYTES_MAX + 1, from);
	if (!from || ferror(from))
		fault_system(fault, path, N_("cannot read"));
	else
		profile = profiletext_read(text, length, path, fault);
	if (from)
		fclose(from);
	free(text);
	return profile;
}

const char *profiletext_path(const struct profile_file *file)
{
	return file->path;
}
