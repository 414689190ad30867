/* SPDX-License-Identifier: GPL-3.0-or-later */
/* feed - rows of a table with canonical cells: what a profile makes of an export. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/spool.h"
#include "base/text.h"
#include "data/canon.h"
#include "data/dates.h"
#include "data/feed.h"
#include "data/field.h"
#include "data/intern.h"
#include "data/join.h"
#include "data/minutes.h"
#include "data/window.h"

enum { WORD_KEPT = 32, WORDS_KEPT = 16 };

/* What is done to the cells of a column. */
struct change {
	const char *canonical;
	int has_words;
	char separator;             /* 0: one value a cell */
	char *text;                 /* several values, put together anew */
	size_t room;
	struct lately {             /* words that were looked up, by their ends and length */
		char word[WORD_KEPT];
		size_t length;
		struct csv_cell value;
	} lately[WORDS_KEPT];
};

struct filter {
	const struct profile_filter *rule;
	int column;                 /* or FEED_NO_COLUMN */
	int joined;                 /* it is one of the second file */
};

/* What duplicates must agree in: case, date, minutes, status, and what is counted and grouped by. */
enum { ALIKE = 6 };

struct feed_private {
	const struct source *source;
	const struct profile *profile;
	struct csv_reader *csv;
	struct csv_row row;
	enum feed_use use;
	struct change *changes;     /* by column */
	int count;
	size_t capacity, change_capacity;
	struct join *join;
	int join_key;
	struct csv_cell *joined;    /* the row's cells and the joined ones */
	struct filter filters[PROFILE_FILTERS_MAX];
	int filter_count;
	int *keys;                  /* of a duplicate; then those that must agree */
	int key_count;
	int alike[ALIKE];
	struct intern *seen;
	uint64_t *digests;          /* by number of the key */
	size_t digest_capacity;
	char *key;
	size_t key_room;
	int minutes_by;             /* column that tells how long, or FEED_NO_COLUMN */
	enum date_order *orders;    /* by column of the file, where they were to be decided */
	int is_part;                /* of a shared one, to which the orders belong */
	struct feed_counts counts;
};

struct csv_reader *feed_csv(const struct feed *feed)
{
	return feed->private->csv;
}

const struct profile *feed_profile(const struct feed *feed)
{
	return feed->private->profile;
}

struct feed_counts feed_counts(const struct feed *feed)
{
	struct feed_counts counts = feed->private->counts;

	counts.rows = csv_records(feed->private->csv);
	return counts;
}

/* ---- finding columns ------------------------------------------------------------ */

/* Columns of the file come first, then those that are joined. */
static size_t width(const struct feed_private *private)
{
	size_t count = csv_width(private->csv);

	for (int i = 0; private->join && private->profile->join_columns[i]; i++)
		count++;
	return count;
}

static const char *name_at(const struct feed_private *private, size_t index)
{
	size_t own = csv_width(private->csv);

	return index < own ? csv_name(private->csv, index) :
	       private->profile->join_columns[index - own];
}

static void names_present(const struct feed_private *private, char *to, size_t size)
{
	size_t at = 0;

	to[0] = '\0';
	for (size_t i = 0; i < width(private) && at + 1 < size; i++)
		at += (size_t)snprintf(to + at, size - at, "%s%s", i ? ", " : "",
				       name_at(private, i));
}

/* A first line with a date or a number in it is no header but somebody's record. */
static int looks_like_data(const struct feed_private *private)
{
	struct amount amount;
	int32_t date;

	for (size_t i = 0; i < csv_width(private->csv); i++) {
		const char *name = csv_name(private->csv, i);
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
static int knows_any(const struct feed_private *private)
{
	for (size_t i = 0; i < csv_width(private->csv); i++) {
		const char *name = csv_name(private->csv, i);

		for (const char *const *canon = canon_names; *canon; canon++)
			if (profile_is(private->profile, *canon, name))
				return 1;
		for (const char *const *canon = canon_beside; *canon; canon++)
			if (profile_is(private->profile, *canon, name))
				return 1;
	}
	return 0;
}

static int refuse_absent(const struct feed_private *private, const char *name,
			 struct fault *fault)
{
	char present[300];

	if (looks_like_data(private))
		return fault_at(fault, STATUS_DATA, csv_file(private->csv), 0, 0,
				N_("no column '%s': the header line is missing, for a date or a "
				   "number stands in its place"), name);
	if (private->profile->minutes_by && text_equal(name, "minutes"))
		return fault_at(fault, STATUS_USAGE, csv_file(private->csv), 0, 0,
				N_("the export has no durations: say --minutes-each, by the "
				   "column '%s'"), private->profile->minutes_by);
	names_present(private, present, sizeof present);
	if (!knows_any(private)) {
		fault_at(fault, STATUS_USAGE, csv_file(private->csv), 0, 0,
			 N_("no column '%s' (profile %s), and none of the %zu names in the first line "
			    "is known: is it a header?"), name, private->profile->name, width(private));
		fault_seen(fault, present, strlen(present));
		return -1;
	}
	return fault_at(fault, STATUS_USAGE, csv_file(private->csv), 0, 0,
			N_("no column '%s' (profile %s); the file has: %s"), name,
			private->profile->name, present);
}

/* Of several names in the file the one that the profile has first. */
static int first_alias(const struct feed_private *private, const char *canonical)
{
	const struct profile_alias *alias = private->profile->aliases;

	for (; alias && alias->canonical; alias++)
		for (size_t i = 0; i < width(private); i++)
			if (text_equal(alias->canonical, canonical) &&
			    text_equal(alias->name, name_at(private, i)))
				return (int)i;
	return FEED_NO_COLUMN;
}

/* Index of the column that is called so, FEED_NO_COLUMN if there is none; -1 on a fault. */
static int find_index(const struct feed_private *private, const char *name, int *index,
		      struct fault *fault)
{
	*index = FEED_NO_COLUMN;
	for (size_t i = 0; i < width(private); i++)
		if (text_equal(name_at(private, i), name)) {
			*index = (int)i;
			return 0;
		}
	if (profile_list_has(private->profile->first_wins, name, strlen(name))) {
		*index = first_alias(private, name);
		return 0;
	}
	for (size_t i = 0; i < width(private); i++) {
		if (!profile_is(private->profile, name, name_at(private, i)))
			continue;
		if (*index != FEED_NO_COLUMN)
			return fault_at(fault, STATUS_USAGE, csv_file(private->csv), 0, 0,
					N_("both '%s' and '%s' could be the column '%s': leave only "
					   "one of them in the file"),
					name_at(private, (size_t)*index), name_at(private, i),
					name);
		*index = (int)i;
	}
	return 0;
}

/* What a column is called canonically, by whichever name it was asked for. */
static const char *canonical_of(const struct feed_private *private, const char *name, int index)
{
	for (int i = 0; i < CANON_COLUMNS; i++)
		if (text_equal(canon_names[i], name))
			return canon_names[i];
	for (int i = 0; i < CANON_COLUMNS && index >= 0; i++)
		if (profile_is(private->profile, canon_names[i], name_at(private, (size_t)index)))
			return canon_names[i];
	return name;
}

static int has_words(const struct profile *profile, const char *canonical)
{
	const struct profile_word *word = profile->words;

	for (; word && word->column; word++)
		if (text_equal(word->column, canonical))
			return 1;
	return 0;
}

/* As --date-order or the profile says it. */
static enum date_order order_of(const struct feed_private *private, const char *canonical)
{
	const struct source *source = private->source;

	if (private->profile == source->profile && source->dates_stated)
		return source->date_order;
	return profile_order(private->profile, canonical);
}

static void add_column(struct feed *feed, const char *name, int index)
{
	struct feed_private *private = feed->private;
	const struct profile *profile = private->profile;
	const char *canonical = canonical_of(private, name, index);
	struct change change = { .canonical = canonical,
				 .has_words = has_words(profile, canonical),
				 .separator = profile_separator(profile, canonical) };
	enum date_order order = order_of(private, canonical);
	int as_it_is = !change.has_words && (!change.separator || change.separator == '|');

	if (order == DATE_AUTO)
		order = private->orders && index >= 0 && (size_t)index < csv_width(private->csv) ?
			private->orders[index] : DATE_ISO;
	feed->columns = mem_grow(feed->columns, (size_t)private->count, &private->capacity,
				 sizeof *feed->columns);
	private->changes = mem_grow(private->changes, (size_t)private->count,
				    &private->change_capacity, sizeof *private->changes);
	private->changes[private->count] = change;
	feed->columns[private->count++] = (struct feed_column){
		index, index >= 0 && as_it_is && !profile->missing &&
		       !(profile->strip_guard && change.separator),
		profile->strip_guard ? '\'' : FEED_NO_GUARD, order };
}

static int says_minutes(const struct feed_private *private, const char *name)
{
	return private->use == FEED_RECORDS && text_equal(name, "minutes") &&
	       (private->source->minutes || private->profile->minutes);
}

int feed_column(struct feed *feed, const char *name, int required, int *column,
		struct fault *fault)
{
	struct feed_private *private = feed->private;
	int index;

	*column = FEED_NO_COLUMN;
	if (find_index(private, name, &index, fault) != 0)
		return -1;
	if (index != FEED_NO_COLUMN && private->source->minutes && says_minutes(private, name))
		return fault_at(fault, STATUS_USAGE, csv_file(private->csv), 0, 0,
				N_("the file has durations, in '%s': leave out --minutes-each"),
				name_at(private, (size_t)index));
	if (index == FEED_NO_COLUMN && !says_minutes(private, name))
		return required ? refuse_absent(private, name, fault) : 0;
	*column = private->count;
	add_column(feed, name, index);
	if (index >= 0 && (size_t)index < csv_width(private->csv))
		csv_want(private->csv, (size_t)index);
	return 0;
}

/* A column that the profile's own rules look at: its words are those of the file. */
static int rule_column(struct feed *feed, const char *name, int required, int *column,
		       struct fault *fault)
{
	struct feed_private *private = feed->private;

	if (feed_column(feed, name, required, column, fault) != 0)
		return -1;
	if (*column == FEED_NO_COLUMN)
		return 0;
	private->changes[*column].has_words = 0;
	private->changes[*column].separator = 0;
	feed->columns[*column].plain = feed->columns[*column].index >= 0 &&
				       !private->profile->missing;
	return 0;
}

int feed_same(const struct feed *feed, int column, int other)
{
	return column != FEED_NO_COLUMN && other != FEED_NO_COLUMN &&
	       feed->columns[column].index == feed->columns[other].index;
}

size_t feed_width(const struct feed *feed)
{
	return width(feed->private);
}

const char *feed_header(const struct feed *feed, size_t index)
{
	return name_at(feed->private, index);
}

int feed_index(const struct feed *feed, int column)
{
	return feed->columns[column].index;
}

const char *feed_name(const struct feed *feed, int column)
{
	int index = feed->columns[column].index;

	return index < 0 ? "minutes" : name_at(feed->private, (size_t)index);
}

enum effort_unit feed_unit(const struct feed *feed, int column)
{
	if (feed->columns[column].index < 0)
		return UNIT_MINUTES;
	return profile_unit(feed->private->profile, feed->private->changes[column].canonical,
			    feed_name(feed, column));
}

/* ---- cells ---------------------------------------------------------------------- */

static struct csv_cell trimmed(const char *text, size_t length)
{
	while (length && *text == ' ') {
		text++;
		length--;
	}
	while (length && text[length - 1] == ' ')
		length--;
	return (struct csv_cell){ text, length };
}

/* The profile's word for it, or the same. Few words come again in row after row, so each is looked
 * up once; one that the profile does not have is not kept, since it must come back as it stands. */
static struct csv_cell mapped(const struct feed_private *private, struct change *change,
			      struct csv_cell cell)
{
	struct lately *lately;
	const char *value;

	if (!change->has_words || !cell.length)
		return cell;
	lately = &change->lately[((unsigned char)cell.text[0] + 31 * cell.length +
				  (unsigned char)cell.text[cell.length - 1]) % WORDS_KEPT];
	if (lately->length == cell.length && memcmp(lately->word, cell.text, cell.length) == 0)
		return lately->value;
	value = profile_value(private->profile, change->canonical, cell.text, cell.length);
	if (!value)
		return cell;
	if (cell.length <= WORD_KEPT) {
		memcpy(lately->word, cell.text, cell.length);
		lately->length = cell.length;
		lately->value = (struct csv_cell){ value, strlen(value) };
	}
	return (struct csv_cell){ value, strlen(value) };
}

static void append(struct change *change, size_t *length, const char *text, size_t more)
{
	if (*length + more + 1 > change->room) {
		change->room = 2 * (*length + more + 1);
		change->text = mem_resize(change->text, change->room, 1);
	}
	memcpy(change->text + *length, text, more);
	*length += more;
	change->text[*length] = '\0';
}

/* A bar inside a value would make two of it, where another character parts them: it becomes a
 * broken bar. */
static void append_value(struct change *change, size_t *length, struct csv_cell value)
{
	const char *bar;

	while (change->separator != '|' && (bar = memchr(value.text, '|', value.length))) {
		size_t before = (size_t)(bar - value.text);

		append(change, length, value.text, before);
		append(change, length, "\302\246", 2);
		value.text += before + 1;
		value.length -= before + 1;
	}
	append(change, length, value.text, value.length);
}

/* Each of several values by itself; those that are empty are left out. */
static struct csv_cell put_together(const struct feed_private *private, struct change *change,
				    struct csv_cell cell)
{
	const char *at = cell.text, *end = cell.text + cell.length;
	size_t length = 0;

	append(change, &length, "", 0);
	while (at <= end) {
		const char *next = memchr(at, change->separator, (size_t)(end - at));
		const char *stop = next ? next : end;
		struct csv_cell part = trimmed(at, (size_t)(stop - at));

		at = stop + 1;
		if (!part.length)
			continue;
		part = mapped(private, change, part);
		if (length)
			append(change, &length, "|", 1);
		append_value(change, &length, part);
	}
	return (struct csv_cell){ change->text, length };
}

/* Without a guard or a word for missing. */
static struct csv_cell bare(const struct profile *profile, struct csv_cell cell)
{
	if (profile->strip_guard && cell.length > 1 && cell.text[0] == '\'' &&
	    strchr("=+-@", cell.text[1])) {
		cell.text++;
		cell.length--;
	}
	if (cell.length && profile_list_has(profile->missing, cell.text, cell.length))
		return (struct csv_cell){ "", 0 };
	return cell;
}

static struct csv_cell minutes_cell(const struct feed *feed, struct change *change)
{
	const struct feed_private *private = feed->private;
	struct csv_cell word = feed_cell(feed, private->minutes_by);
	int minutes = minutes_of(private->source->minutes, private->profile->minutes, word.text,
				 word.length);
	char text[16];
	size_t length = 0;

	if (minutes == MINUTES_UNKNOWN)
		return (struct csv_cell){ "", 0 };
	append(change, &length, text, (size_t)snprintf(text, sizeof text, "%d", minutes));
	return (struct csv_cell){ change->text, length };
}

struct csv_cell feed_changed(const struct feed *feed, int column)
{
	const struct feed_private *private = feed->private;
	struct change *change = &private->changes[column];
	struct csv_cell cell;

	if (feed->columns[column].index < 0)
		return minutes_cell(feed, change);
	cell = bare(private->profile, feed->cells[feed->columns[column].index]);
	if (!cell.length)
		return cell;
	if (change->separator && (memchr(cell.text, change->separator, cell.length) ||
				  memchr(cell.text, '|', cell.length)))
		return put_together(private, change, cell);
	return mapped(private, change, cell);
}

int feed_refuse(struct feed *feed, int column, enum status status, const char *rule)
{
	struct feed_private *private = feed->private;
	int index = feed->columns[column].index;

	if (index < 0)
		index = private->minutes_by == FEED_NO_COLUMN ? 0 :
			feed->columns[private->minutes_by].index;
	if ((size_t)index >= csv_width(private->csv))
		index = feed->columns[private->join_key].index;
	csv_refuse(private->csv, (size_t)index, status, rule);
	return -1;
}

/* A time with a zone, or in UTC, on the day that it was where it happened. */
static const char *zoned_date(const struct profile *profile, struct csv_cell cell,
			      enum date_order order, int32_t *day)
{
	struct date_time time;
	const char *rule = date_read_time(cell.text, cell.length, order, day, &time);

	if (!rule && time.has_time && (time.has_zone || profile->times_utc))
		*day = zone_day(profile->zone, *day, time.minute - time.zone);
	return rule;
}

int feed_any_date(struct feed *feed, int column, int32_t *day)
{
	const struct profile *profile = feed->private->profile;
	enum date_order order = feed->columns[column].order;
	struct csv_cell cell = feed_cell(feed, column);
	const char *rule = profile->zone ? zoned_date(profile, cell, order, day) :
			   date_read(cell.text, cell.length, order, day);

	if (!rule && (*day < DAY_MIN || *day > DAY_MAX))
		rule = N_("the year must lie between 1900 and 2078");
	return rule ? feed_refuse(feed, column, STATUS_DATA, rule) : 0;
}

/* ---- rows ----------------------------------------------------------------------- */

static int join_row(struct feed *feed)
{
	struct feed_private *private = feed->private;
	const struct csv_cell *found;

	memcpy(private->joined, private->row.cells,
	       private->row.width * sizeof *private->joined);
	feed->cells = private->joined;
	found = join_find(private->join, feed_cell(feed, private->join_key));
	if (!found)
		return feed_refuse(feed, private->join_key, STATUS_DATA,
				   N_("the second file has no such row"));
	for (size_t i = private->row.width; i < width(private); i++)
		private->joined[i] = found[i - private->row.width];
	return 0;
}

/* The number of the filter that leaves the row out, or -1: of those on columns of the file itself, or
 * on those of the second one. */
static int filtered(const struct feed *feed, int joined)
{
	const struct feed_private *private = feed->private;

	for (int i = 0; i < private->filter_count; i++) {
		const struct filter *filter = &private->filters[i];
		struct csv_cell cell;

		if (filter->joined != joined)
			continue;
		cell = feed_cell(feed, filter->column);
		if (cell.length && (!filter->rule->values ||
				    profile_list_has(filter->rule->values, cell.text, cell.length)))
			return i;
	}
	return -1;
}

/* The row's key in one piece; a byte that no cell has parts its columns. */
static size_t make_key(struct feed *feed)
{
	struct feed_private *private = feed->private;
	size_t length = 0;

	for (int i = 0; i < private->key_count; i++) {
		struct csv_cell cell = feed_cell(feed, private->keys[i]);

		if (!cell.length)
			return 0;
		if (length + cell.length + 1 > private->key_room) {
			private->key_room = 2 * (length + cell.length + 1);
			private->key = mem_resize(private->key, private->key_room, 1);
		}
		memcpy(private->key + length, cell.text, cell.length);
		length += cell.length;
		private->key[length++] = '\x1F';
	}
	return length;
}

static uint64_t digest(const struct feed *feed)
{
	uint64_t sum = 0;

	for (int i = 0; i < ALIKE; i++) {
		struct csv_cell cell = feed_cell(feed, feed->private->alike[i]);

		sum = sum * UINT64_C(0x9E3779B97F4A7C15) + intern_hash(cell.text, cell.length);
	}
	return sum;
}

/* 1 if the row repeats another, -1 if it contradicts it; one without a key is always new. */
static int repeats(struct feed *feed)
{
	struct feed_private *private = feed->private;
	uint32_t known = intern_count(private->seen), number;
	size_t length = make_key(feed);
	uint64_t sum;

	if (!length)
		return 0;
	sum = digest(feed);
	number = intern_add(private->seen, private->key, length);
	if (number < known && private->digests[number] == sum)
		return 1;
	if (number < known)
		return feed_refuse(feed, private->keys[0], STATUS_DATA,
				   N_("a row before has the same key, but another case, date, "
				      "duration, status, effort or group"));
	private->digests = mem_grow(private->digests, number, &private->digest_capacity,
				    sizeof *private->digests);
	private->digests[number] = sum;
	return 0;
}

/* Whether the row is one to be handed on; what is left out is counted, what is refused found. A
 * deleted row need not be in the second file. */
static int passes(struct feed *feed)
{
	struct feed_private *private = feed->private;
	int filter = filtered(feed, 0), repeated;

	if (filter < 0 && private->join) {
		if (join_row(feed) != 0)
			return 0;
		filter = filtered(feed, 1);
	}
	if (filter >= 0) {
		private->counts.dropped[filter]++;
		return 0;
	}
	repeated = private->key_count ? repeats(feed) : 0;
	private->counts.duplicates += repeated > 0;
	return repeated == 0;
}

int feed_next(struct feed *feed, struct fault *fault)
{
	struct feed_private *private = feed->private;
	int more;

	while ((more = csv_next(private->csv, &private->row, fault)) == 1) {
		feed->cells = private->row.cells;
		feed->line = private->row.line;
		if ((!private->filter_count && !private->join && !private->key_count) ||
		    passes(feed))
			return 1;
	}
	return more;
}

int feed_verdict(const struct feed *feed, size_t refused, struct fault *fault)
{
	if (!refused)
		return 0;
	return fault_at(fault, STATUS_DATA, csv_file(feed->private->csv), 0, 0,
			N_("%zu of %ld rows break a rule: nothing was computed"), refused,
			feed_counts(feed).rows);
}

/* ---- dates of the whole column -------------------------------------------------- */

static const char *const dates[] = { "date", "entered", "first_contact", "assigned", "closed",
				     "applied", "decided", "from", "to" };

enum { DATES = sizeof dates / sizeof *dates };

static int is_undecided(const struct feed_private *private, const char *header)
{
	for (int i = 0; i < DATES; i++)
		if (profile_is(private->profile, dates[i], header) &&
		    order_of(private, dates[i]) == DATE_AUTO)
			return 1;
	return 0;
}

static int any_undecided(const struct feed_private *private)
{
	for (int i = 0; i < DATES; i++)
		if (order_of(private, dates[i]) == DATE_AUTO)
			return 1;
	return 0;
}

static int count_votes(struct csv_reader *csv, const struct feed_private *private,
		       struct date_votes *votes, struct fault *fault)
{
	struct csv_row row;
	int more;

	for (size_t i = 0; i < csv_width(csv); i++)
		if (is_undecided(private, csv_name(csv, i)))
			csv_want(csv, i);
	while ((more = csv_next(csv, &row, fault)) == 1)
		for (size_t i = 0; i < row.width; i++)
			if (row.cells[i].length)
				dates_vote(&votes[i], row.cells[i].text, row.cells[i].length,
					   row.line);
	return more;
}

/* Read the file once for its dates alone. */
static int decide_dates(struct feed_private *private, const char *path,
			const struct csv_layout *layout, struct fault *fault)
{
	struct findings findings = { 0 };
	struct csv_reader *csv = csv_open(path, layout, &findings, fault);
	struct date_votes *votes;
	int result = csv ? 0 : -1;

	if (csv) {
		votes = mem_new(csv_width(csv), sizeof *votes);
		private->orders = mem_new(csv_width(csv), sizeof *private->orders);
		result = count_votes(csv, private, votes, fault);
		for (size_t i = 0; i < csv_width(csv) && result == 0; i++)
			result = dates_decide(&votes[i], csv_file(csv), csv_name(csv, i),
					      &private->orders[i], fault);
		free(votes);
	}
	csv_close(csv);
	findings_free(&findings);
	return result;
}

/* A file that is read twice must still be there the second time. */
static int read_twice(struct feed_private *private, const char *path,
		      const struct csv_layout *layout, struct fault *fault)
{
	int is_stdin = strcmp(path, "-") == 0;
	struct stat there;

	if (is_stdin && spool_stdin(fault) != 0)
		return -1;
	if (!is_stdin && stat(path, &there) == 0 && !S_ISREG(there.st_mode) &&
	    !S_ISDIR(there.st_mode))
		return fault_at(fault, STATUS_USAGE, path, 0, 0,
				N_("is read twice for the order of its dates: give a file, standard "
				   "input, or --date-order"));
	if (decide_dates(private, path, layout, fault) != 0)
		return -1;
	if (is_stdin)
		spool_rewind_stdin();
	return 0;
}

/* ---- open and close ------------------------------------------------------------- */

/* Minutes that no cell says come from that of another column. */
static int is_joined(const struct feed *feed, int column)
{
	const struct feed_private *private = feed->private;

	if (column != FEED_NO_COLUMN && feed->columns[column].index < 0)
		column = private->minutes_by;
	return column != FEED_NO_COLUMN &&
	       feed->columns[column].index >= (int)csv_width(private->csv);
}

static int open_filters(struct feed *feed, struct fault *fault)
{
	struct feed_private *private = feed->private;
	const struct profile_filter *rule = private->profile->filters;

	for (; rule && rule->column; rule++) {
		struct filter *filter = &private->filters[private->filter_count++];
		int required = private->use == FEED_RECORDS && !rule->optional;

		filter->rule = rule;
		if (rule_column(feed, rule->column, required, &filter->column, fault) != 0)
			return -1;
		filter->joined = is_joined(feed, filter->column);
	}
	return 0;
}

static int open_key(struct feed *feed, struct fault *fault)
{
	struct feed_private *private = feed->private;
	const char *const alike[ALIKE] = { "case_id", "date", "minutes", "status",
					   private->source->effort, private->source->by };
	const char *const *key = private->profile->key;

	for (; key && *key; key++) {
		private->keys = mem_resize(private->keys, (size_t)private->key_count + 1,
					   sizeof *private->keys);
		if (rule_column(feed, *key, 1, &private->keys[private->key_count++], fault) != 0)
			return -1;
	}
	if (!private->key_count)
		return 0;
	private->seen = intern_new();
	for (int i = 0; i < ALIKE; i++) {
		private->alike[i] = FEED_NO_COLUMN;
		if (alike[i] && *alike[i] &&
		    feed_column(feed, alike[i], 0, &private->alike[i], fault) != 0)
			return -1;
	}
	return 0;
}

static int open_join(struct feed *feed, struct findings *findings, struct fault *fault)
{
	struct feed_private *private = feed->private;
	const struct profile *profile = private->profile;

	if (!profile->join_key || !private->source->join_file)
		return 0;
	for (int i = 0; profile->join_columns[i]; i++)
		for (size_t j = 0; j < csv_width(private->csv); j++)
			if (text_equal(profile->join_columns[i], csv_name(private->csv, j)))
				return fault_at(fault, STATUS_USAGE, csv_file(private->csv), 0, 0,
						N_("column '%s' is in both files"),
						profile->join_columns[i]);
	private->join = join_read(private->source, findings, fault);
	if (!private->join)
		return -1;
	private->joined = mem_new(width(private), sizeof *private->joined);
	return rule_column(feed, profile->join_key, 1, &private->join_key, fault);
}

static int open_minutes(struct feed *feed, struct fault *fault)
{
	struct feed_private *private = feed->private;
	const char *list = private->source->minutes;

	if (list && strchr(list, '=') && !private->profile->minutes_by)
		return fault_set(fault, STATUS_USAGE,
				 N_("profile %s names no column to which the words of --minutes-each "
				    "belong"), private->profile->name);
	if (!private->profile->minutes_by || !says_minutes(private, "minutes"))
		return 0;
	return rule_column(feed, private->profile->minutes_by, 1, &private->minutes_by, fault);
}

static int open_all(struct feed *feed, const char *path, struct findings *findings,
		    struct fault *fault)
{
	struct feed_private *private = feed->private;
	const struct source *source = private->source;
	const struct csv_layout *layout = private->use == FEED_TABLE ? &source->tables_layout :
					  &source->layout;

	if (any_undecided(private) && read_twice(private, path, layout, fault) != 0)
		return -1;
	private->csv = csv_open(path, layout, findings, fault);
	if (!private->csv)
		return -1;
	if (private->use == FEED_RECORDS &&
	    (open_join(feed, findings, fault) != 0 || open_minutes(feed, fault) != 0 ||
	     open_key(feed, fault) != 0))
		return -1;
	return open_filters(feed, fault);
}

struct feed *feed_open(const struct source *source, const char *path, enum feed_use use,
		       struct findings *findings, struct fault *fault)
{
	struct feed *feed = mem_new(1, sizeof *feed);
	struct feed_private *private = mem_new(1, sizeof *private);

	feed->private = private;
	private->source = source;
	private->profile = use == FEED_TABLE ? source->tables : source->profile;
	feed->zoned = private->profile->zone != NULL;
	private->use = use;
	private->minutes_by = FEED_NO_COLUMN;
	if (open_all(feed, path, findings, fault) == 0)
		return feed;
	feed_close(feed);
	return NULL;
}

static struct feed *part_of(const struct feed *feed, struct csv_reader *csv)
{
	struct feed *part = mem_apart(1, sizeof *part);
	struct feed_private *private = mem_apart(1, sizeof *private);
	size_t count = (size_t)feed->private->count;

	*private = *feed->private;
	private->counts = (struct feed_counts){ 0 };
	private->is_part = 1;
	private->csv = csv;
	private->capacity = private->change_capacity = count;
	private->changes = mem_apart(count, sizeof *private->changes);
	part->columns = mem_apart(count, sizeof *part->columns);
	memcpy(part->columns, feed->columns, count * sizeof *part->columns);
	for (size_t i = 0; i < count; i++) {
		private->changes[i] = feed->private->changes[i];
		private->changes[i].text = NULL;
		private->changes[i].room = 0;
	}
	part->zoned = feed->zoned;
	part->private = private;
	return part;
}

size_t feed_share(struct feed *feed, struct feed *parts[], size_t count)
{
	const struct feed_private *private = feed->private;
	struct csv_reader *readers[THREADS_MAX];

	if (private->key_count || private->join)
		return 0;
	count = csv_share(private->csv, readers, count < THREADS_MAX ? count : THREADS_MAX);
	for (size_t i = 0; i < count; i++)
		parts[i] = part_of(feed, readers[i]);
	return count;
}

void feed_unite(struct feed *feed, struct feed *part)
{
	for (int i = 0; i < feed->private->filter_count; i++)
		feed->private->counts.dropped[i] += part->private->counts.dropped[i];
	feed_close(part);
}

void feed_close(struct feed *feed)
{
	struct feed_private *private = feed ? feed->private : NULL;

	if (!private)
		return;
	for (int i = 0; i < private->count; i++)
		free(private->changes[i].text);
	free(private->changes);
	join_free(private->join);
	free(private->joined);
	free(private->keys);
	if (private->seen)
		intern_free(private->seen);
	free(private->digests);
	free(private->key);
	if (!private->is_part)
		free(private->orders);
	csv_close(private->csv);
	free(private);
	free(feed->columns);
	free(feed);
}
