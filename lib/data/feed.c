/* SPDX-License-Identifier: GPL-3.0-or-later */
/* feed - rows of a table with canonical cells: what a profile makes of an export. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/canoncell.h"
#include "data/dateorder.h"
#include "data/duplicates.h"
#include "data/feed.h"
#include "data/join.h"
#include "data/minutes.h"
#include "data/naming.h"
#include "data/window.h"

struct filter {
	const struct profile_filter *rule;
	int column;                 /* or FEED_NO_COLUMN */
	int joined;                 /* it is one of the second file */
};

/* What duplicates must agree in: case, date, minutes, status, and what is counted and grouped
 * by. */
enum { ALIKE = 6 };

enum { MINUTES_KEPT = 16 };

struct feed_private {
	const struct source *source;
	const struct profile *profile;
	struct csv_reader *csv;
	struct csv_row row;
	enum feed_use use;
	struct naming naming;
	struct canoncell *canons;   /* by column */
	int count;
	size_t capacity, canon_capacity;
	struct join *join;
	int join_key;
	struct csv_cell *joined;    /* the row's cells and the joined ones */
	int *joined_columns;        /* of those that were asked for: columns */
	int joined_wanted;
	struct filter filters[PROFILE_FILTERS_MAX];
	int filter_count;
	struct duplicates *duplicates;          /* NULL: the profile has no key */
	int key;                    /* the first column of the key */
	int minutes_by;             /* column that tells how long, or FEED_NO_COLUMN */
	struct minutes_lately {     /* by its words that were looked up, by their last byte */
		int is_there;
		char word[32], text[12];
		size_t word_length, length;
	} minutes[MINUTES_KEPT];
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

/* Only columns of the file itself are looked through for their order: one that is joined has to
 * have ISO dates where none is stated. */
static enum date_order order_of(const struct feed_private *private, const char *canonical,
				int index)
{
	enum date_order order = dateorder_stated(private->source, private->profile, canonical);

	if (order != DATE_AUTO)
		return order;
	if (!private->orders || index < 0 || (size_t)index >= csv_width(private->csv))
		return DATE_ISO;
	return private->orders[index];
}

static struct feed_column column_of(const struct feed_private *private,
				    const struct canoncell *canon, int index)
{
	return (struct feed_column){
		index, index >= 0 && canoncell_is_plain(canon),
		private->profile->strip_guard ? '\'' : FEED_NO_GUARD,
		order_of(private, canon->column, index) };
}

static void add_column(struct feed *feed, const char *name, int index)
{
	struct feed_private *private = feed->private;
	struct canoncell canon = canoncell_of(private->profile,
					      naming_canonical(&private->naming, name, index));

	feed->columns = mem_grow(feed->columns, (size_t)private->count, &private->capacity,
				 sizeof *feed->columns);
	private->canons = mem_grow(private->canons, (size_t)private->count,
				   &private->canon_capacity, sizeof *private->canons);
	private->canons[private->count] = canon;
	feed->columns[private->count++] = column_of(private, &canon, index);
}

static int says_minutes(const struct feed_private *private, const char *name)
{
	return private->use == FEED_RECORDS && text_equal(name, "minutes") &&
	       (private->source->minutes || private->profile->minutes);
}

static void want_joined(struct feed_private *private, int column)
{
	private->joined_columns = mem_resize(private->joined_columns,
					     (size_t)private->joined_wanted + 1,
					     sizeof *private->joined_columns);
	private->joined_columns[private->joined_wanted++] = column;
}

int feed_column(struct feed *feed, const char *name, int required, int *column,
		struct fault *fault)
{
	struct feed_private *private = feed->private;
	int index;

	*column = FEED_NO_COLUMN;
	if (naming_find(&private->naming, name, &index, fault) != 0)
		return -1;
	if (index != NAMING_NONE && private->source->minutes && says_minutes(private, name))
		return fault_at(fault, STATUS_USAGE, csv_file(private->csv), 0, 0,
				N_("the file has durations, in '%s': leave out --minutes-each"),
				naming_at(&private->naming, (size_t)index));
	if (index == NAMING_NONE && !says_minutes(private, name))
		return required ? naming_absent(&private->naming, name, fault) : 0;
	*column = private->count;
	add_column(feed, name, index);
	if (index >= 0 && (size_t)index < csv_width(private->csv))
		csv_want(private->csv, (size_t)index);
	else if (index >= 0)
		want_joined(private, *column);
	return 0;
}

/* It tells which rows are handed on; duplicates are looked for before that. */
static void want_ahead(struct feed *feed, int column)
{
	struct feed_private *private = feed->private;
	int index = feed->columns[column].index;

	if (index >= 0 && (size_t)index < csv_width(private->csv))
		csv_want_ahead(private->csv, (size_t)index);
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
	want_ahead(feed, *column);
	canoncell_as_in_file(&private->canons[*column]);
	feed->columns[*column] = column_of(private, &private->canons[*column],
					   feed->columns[*column].index);
	return 0;
}

int feed_same(const struct feed *feed, int column, int other)
{
	return column != FEED_NO_COLUMN && other != FEED_NO_COLUMN &&
	       feed->columns[column].index == feed->columns[other].index;
}

size_t feed_width(const struct feed *feed)
{
	return naming_width(&feed->private->naming);
}

const char *feed_header(const struct feed *feed, size_t index)
{
	return naming_at(&feed->private->naming, index);
}

int feed_index(const struct feed *feed, int column)
{
	return feed->columns[column].index;
}

const char *feed_name(const struct feed *feed, int column)
{
	int index = feed->columns[column].index;

	return index < 0 ? "minutes" : naming_at(&feed->private->naming, (size_t)index);
}

enum effort_unit feed_unit(const struct feed *feed, int column)
{
	if (feed->columns[column].index < 0)
		return UNIT_MINUTES;
	return profile_unit(feed->private->profile, feed->private->canons[column].column,
			    feed_name(feed, column));
}

/* ---- cells ---------------------------------------------------------------------- */

/* Empty where nothing says how long it takes. */
static void find_minutes(const struct feed_private *private, struct minutes_lately *lately,
			 struct csv_cell word)
{
	int minutes = minutes_of(private->source->minutes, private->profile->minutes, word.text,
				 word.length);

	lately->is_there = word.length <= sizeof lately->word;
	lately->word_length = word.length;
	memcpy(lately->word, word.text, lately->is_there ? word.length : 0);
	lately->length = minutes == MINUTES_UNKNOWN ? 0 :
			 (size_t)snprintf(lately->text, sizeof lately->text, "%d", minutes);
	lately->text[lately->length] = '\0';
}

/* Few words come again in row after row. */
static struct csv_cell minutes_cell(const struct feed *feed)
{
	struct feed_private *private = feed->private;
	struct csv_cell word = feed_cell(feed, private->minutes_by);
	struct minutes_lately *lately = &private->minutes[word.length ?
		(unsigned char)word.text[word.length - 1] % MINUTES_KEPT : 0];

	if (!lately->is_there || lately->word_length != word.length ||
	    memcmp(lately->word, word.text, word.length) != 0)
		find_minutes(private, lately, word);
	return (struct csv_cell){ lately->text, lately->length };
}

struct csv_cell feed_changed(const struct feed *feed, int column)
{
	int index = feed->columns[column].index;

	return index < 0 ? minutes_cell(feed) :
	       canoncell_make(&feed->private->canons[column], feed->cells[index]);
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

/* Only the cells that somebody has asked for: each lies anywhere in memory. */
static int join_row(struct feed *feed)
{
	struct feed_private *private = feed->private;
	uint32_t found;

	memcpy(private->joined, private->row.cells, private->row.width * sizeof *private->joined);
	feed->cells = private->joined;
	found = join_find(private->join, feed_cell(feed, private->join_key));
	if (found == INTERN_NONE)
		return feed_refuse(feed, private->join_key, STATUS_DATA,
				   N_("the second file has no such row"));
	for (int i = 0; i < private->joined_wanted; i++) {
		size_t index = (size_t)feed->columns[private->joined_columns[i]].index;

		private->joined[index] = join_cell(private->join, found,
						   index - private->row.width);
	}
	return 0;
}

/* The number of the filter that leaves the row out, or -1: of those on columns of the file itself,
 * or on those of the second one. */
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

enum { KEPT = -1, UNJOINED = -2 };

/* The number of the filter that leaves the row out, KEPT or, which is found, UNJOINED. A
 * deleted row need not be in the second file. */
static int left_out(struct feed *feed)
{
	int filter = filtered(feed, 0);

	if (filter >= 0 || !feed->private->join)
		return filter;
	return join_row(feed) == 0 ? filtered(feed, 1) : UNJOINED;
}

/* Whether the row is new; one that repeats another is counted, one that contradicts it found. */
static int is_new(struct feed *feed)
{
	struct feed_private *private = feed->private;
	enum duplicate duplicate = private->is_part ? duplicates_next(private->duplicates) :
				   duplicates_see(private->duplicates, feed);

	if (duplicate == DUPLICATE_CONTRADICTS)
		feed_refuse(feed, private->key, STATUS_DATA,
			    N_("a row before has the same key, but another case, date, "
			       "duration, status, effort or group"));
	private->counts.duplicates += duplicate == DUPLICATE_REPEATS;
	return duplicate == DUPLICATE_NONE;
}

/* Whether the row is one to be handed on; what is left out is counted, what is refused found. */
static int passes(struct feed *feed)
{
	struct feed_private *private = feed->private;
	int filter = left_out(feed);

	if (filter >= 0)
		private->counts.dropped[filter]++;
	return filter == KEPT && (!private->duplicates || is_new(feed));
}

static int next_row(struct feed *feed, struct fault *fault)
{
	struct feed_private *private = feed->private;
	int more = csv_next(private->csv, &private->row, fault);

	feed->cells = private->row.cells;
	feed->line = private->row.line;
	return more;
}

int feed_next(struct feed *feed, struct fault *fault)
{
	const struct feed_private *private = feed->private;
	int more;

	while ((more = next_row(feed, fault)) == 1)
		if ((!private->filter_count && !private->join && !private->duplicates) ||
		    passes(feed))
			return 1;
	return more;
}

/* Which rows of the block repeat others, before any is handed on. */
static void look_ahead(struct feed *part)
{
	struct feed_private *private = part->private;
	struct fault fault = { 0 };

	csv_look_ahead(private->csv);
	while (next_row(part, &fault) == 1)
		if (left_out(part) == KEPT)
			duplicates_note(private->duplicates, part);
	csv_go_back(private->csv);
	duplicates_judge(private->duplicates, csv_block(private->csv));
}

int feed_take(struct feed *part)
{
	if (!csv_take(part->private->csv))
		return 0;
	if (part->private->duplicates)
		look_ahead(part);
	return 1;
}

int feed_verdict(const struct feed *feed, size_t refused, struct fault *fault)
{
	if (!refused)
		return 0;
	return fault_at(fault, STATUS_DATA, csv_file(feed->private->csv), 0, 0,
			N_("%zu of %ld rows break a rule: nothing was computed"), refused,
			feed_counts(feed).rows);
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

static int find_alike(struct feed *feed, int alike[ALIKE], struct fault *fault)
{
	const struct source *source = feed->private->source;
	const char *const names[ALIKE] = { "case_id", "date", "minutes", "status", source->effort,
					   source->by };

	for (int i = 0; i < ALIKE; i++) {
		alike[i] = FEED_NO_COLUMN;
		if (names[i] && *names[i] && feed_column(feed, names[i], 0, &alike[i], fault) != 0)
			return -1;
		if (alike[i] != FEED_NO_COLUMN)
			want_ahead(feed, alike[i]);
	}
	return 0;
}

static int open_key(struct feed *feed, struct fault *fault)
{
	struct feed_private *private = feed->private;
	const char *const *names = private->profile->key;
	int alike[ALIKE], *keys, result = 0;
	size_t count = 0;

	if (!names || !*names)
		return 0;
	while (names[count])
		count++;
	keys = mem_new(count, sizeof *keys);
	for (size_t i = 0; i < count && result == 0; i++)
		result = rule_column(feed, names[i], 1, &keys[i], fault);
	if (result == 0)
		result = find_alike(feed, alike, fault);
	if (result == 0) {
		private->duplicates = duplicates_new(keys, count, alike, ALIKE);
		private->key = keys[0];
	}
	free(keys);
	return result;
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
	while (profile->join_columns[private->naming.joined])
		private->naming.joined++;
	private->joined = mem_new(naming_width(&private->naming), sizeof *private->joined);
	return rule_column(feed, profile->join_key, 1, &private->join_key, fault);
}

static int open_minutes(struct feed *feed, struct fault *fault)
{
	struct feed_private *private = feed->private;
	const char *list = private->source->minutes;

	if (list && strchr(list, '=') && !private->profile->minutes_by)
		return fault_set(fault, STATUS_USAGE,
				 N_("profile %s names no column to which the words of "
				    "--minutes-each belong"), private->profile->name);
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

	if (dateorder_read(source, private->profile, path, layout, &private->orders, fault) != 0)
		return -1;
	private->csv = csv_open(path, layout, findings, fault);
	if (!private->csv)
		return -1;
	private->naming = (struct naming){ private->csv, private->profile, 0 };
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
	private->naming.csv = csv;
	private->capacity = private->canon_capacity = count;
	private->canons = mem_apart(count, sizeof *private->canons);
	part->columns = mem_apart(count, sizeof *part->columns);
	memcpy(part->columns, feed->columns, count * sizeof *part->columns);
	for (size_t i = 0; i < count; i++)
		private->canons[i] = canoncell_like(&feed->private->canons[i]);
	if (private->join)
		private->joined = mem_apart(naming_width(&private->naming),
					    sizeof *private->joined);
	if (private->duplicates)
		private->duplicates = duplicates_part(private->duplicates);
	part->zoned = feed->zoned;
	part->private = private;
	return part;
}

size_t feed_share(struct feed *feed, struct feed *parts[], size_t count)
{
	const struct feed_private *private = feed->private;
	struct csv_reader *readers[THREADS_MAX];

	count = csv_share(private->csv, readers, count < THREADS_MAX ? count : THREADS_MAX);
	for (size_t i = 0; i < count; i++)
		parts[i] = part_of(feed, readers[i]);
	return count;
}

size_t feed_threads_least(const struct feed *feed)
{
	return feed->private->duplicates ? 1 : 2;
}

void feed_unite(struct feed *feed, struct feed *part)
{
	feed->private->counts.duplicates += part->private->counts.duplicates;
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
		canoncell_free(&private->canons[i]);
	free(private->canons);
	free(private->joined);
	duplicates_free(private->duplicates);
	if (!private->is_part) {
		join_free(private->join);
		free(private->joined_columns);
		free(private->orders);
	}
	csv_close(private->csv);
	free(private);
	free(feed->columns);
	free(feed);
}
