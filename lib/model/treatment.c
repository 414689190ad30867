/* SPDX-License-Identifier: GPL-3.0-or-later */
/* treatment - what becomes of each column of a table that is passed on under pseudonyms. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/spool.h"
#include "base/text.h"
#include "model/treatment.h"

const char *const pseudo_table_names[PSEUDO_TABLES] = {
	"consultations", "cases", "approvals", "staff"
};

struct known_column {
	const char *name;
	enum treatment treatment;
	const char *kind;
};

static const struct known_column consultation_columns[] = {
	{ "contact_id", TREAT_ID, "contact" }, { "case_id", TREAT_ID, "case" },
	{ "date", TREAT_DATE, NULL }, { "minutes", TREAT_MINUTES, NULL },
	{ "person_id", TREAT_ID, "person" }, { "household_id", TREAT_ID, "household" },
	{ "adviser", TREAT_ID, "adviser" }, { "service", TREAT_WORD, NULL },
	{ "topic", TREAT_WORD, NULL }, { "activity", TREAT_WORD, NULL },
	{ "channel", TREAT_WORD, NULL }, { "site", TREAT_WORD, NULL },
	{ "provider", TREAT_WORD, NULL }, { "status", TREAT_WORD, NULL },
	{ "group_id", TREAT_ID, "group" }, { "participants", TREAT_NUMBER, NULL },
	{ "staff", TREAT_NUMBER, NULL }, { "counted", TREAT_MINUTES, NULL },
	{ "entered", TREAT_DATE, NULL }, { NULL, TREAT_DROP, NULL }
};

static const struct known_column case_columns[] = {
	{ "case_id", TREAT_ID, "case" }, { "first_contact", TREAT_DATE, NULL },
	{ "assigned", TREAT_DATE, NULL }, { "closed", TREAT_LAST_DATE, NULL },
	{ "persons", TREAT_NUMBER, NULL }, { "household_id", TREAT_ID, "household" },
	{ "service", TREAT_WORD, NULL }, { "site", TREAT_WORD, NULL },
	{ "provider", TREAT_WORD, NULL }, { NULL, TREAT_DROP, NULL }
};

static const struct known_column approval_columns[] = {
	{ "case_id", TREAT_ID, "case" }, { "applied", TREAT_DATE, NULL },
	{ "decided", TREAT_DATE, NULL }, { "hours", TREAT_NUMBER, NULL },
	{ "from", TREAT_DATE, NULL }, { "to", TREAT_LAST_DATE, NULL },
	{ NULL, TREAT_DROP, NULL }
};

static const struct known_column staff_columns[] = {
	{ "adviser", TREAT_ID, "adviser" }, { "from", TREAT_DATE, NULL },
	{ "to", TREAT_LAST_DATE, NULL }, { "fte", TREAT_NUMBER, NULL },
	{ NULL, TREAT_DROP, NULL }
};

static const struct known_column *const known_columns[PSEUDO_TABLES] = {
	consultation_columns, case_columns, approval_columns, staff_columns
};

/* ---- which table ------------------------------------------------------------------- */

static int has(const struct feed *feed, const char *name)
{
	for (size_t i = 0; i < feed_width(feed); i++)
		if (profile_is(feed_profile(feed), name, feed_header(feed, i)))
			return 1;
	return 0;
}

/* In this order: consultations, too, may have the columns of the others. */
static int recognise(const struct feed *feed, enum pseudo_table *table, struct fault *fault)
{
	static const struct {
		const char *name;
		enum pseudo_table table;
	} signs[] = {
		{ "date", TABLE_CONSULTATIONS }, { "fte", TABLE_STAFF },
		{ "from", TABLE_APPROVALS }, { "to", TABLE_APPROVALS },
		{ "applied", TABLE_APPROVALS }, { "first_contact", TABLE_CASES },
		{ "assigned", TABLE_CASES }, { "closed", TABLE_CASES }
	};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (has(feed, signs[i].name)) {
			*table = signs[i].table;
			return 0;
		}
	return fault_at(fault, STATUS_USAGE, csv_file(feed_csv(feed)), 0, 0,
			N_("is none of the tables consultations, cases, approvals, staff (profile %s): "
			   "it has no column date, fte, from, to, applied, first_contact, assigned or "
			   "closed"), feed_profile(feed)->name);
}

/* Filters, keys and joins are about consultations, and the other tables may have a profile of
 * their own: then the header is looked at before the file is opened for good. */
static int needs_look(const struct source *source)
{
	const struct profile *profile = source->profile;

	return profile->filters || profile->key || profile->join_key || profile->minutes_by ||
	       source->tables != profile;
}

static int look(const struct source *source, enum feed_use *use, struct fault *fault)
{
	int stream = strcmp(source->file, "-") == 0;
	struct findings findings = { 0 };
	struct csv_reader *csv;
	int result;

	if (stream && spool_stdin(fault) != 0)
		return -1;
	csv = csv_open(source->file, &source->layout, &findings, fault);
	*use = FEED_TABLE;
	for (size_t i = 0; csv && i < csv_width(csv); i++)
		if (profile_is(source->profile, "date", csv_name(csv, i)))
			*use = FEED_RECORDS;
	result = csv ? 0 : -1;
	csv_close(csv);
	findings_free(&findings);
	if (stream && result == 0)
		result = spool_rewind_stdin(fault);
	return result;
}

/* ---- the columns by name ----------------------------------------------------------- */

static struct treated_column *add(struct treatments *treatments, const char *name, int column)
{
	struct treated_column *added;

	treatments->columns = mem_grow(treatments->columns, treatments->count,
				       &treatments->capacity, sizeof *treatments->columns);
	added = &treatments->columns[treatments->count++];
	*added = (struct treated_column){ .name = name, .column = column };
	return added;
}

/* What the table is nothing without must be there. */
static int is_required(enum pseudo_table table, const char *name)
{
	if (table == TABLE_STAFF)
		return strcmp(name, "adviser") == 0;
	return strcmp(name, "case_id") == 0 ||
	       (table == TABLE_CONSULTATIONS && strcmp(name, "minutes") == 0);
}

static int add_known(struct treatments *treatments, struct feed *feed,
		     const struct source *source, struct fault *fault)
{
	for (const struct known_column *known = known_columns[treatments->table]; known->name;
	     known++) {
		const char *name = strcmp(known->name, "minutes") == 0 ? source->effort : known->name;
		struct treated_column *added;
		int column;

		if (feed_column(feed, name, is_required(treatments->table, known->name), &column,
				fault) != 0)
			return -1;
		if (column == FEED_NO_COLUMN)
			continue;
		added = add(treatments, known->name, column);
		added->treatment = known->treatment;
		added->kind = known->kind;
		added->known = 1;
	}
	return 0;
}

/* ---- what the rules say besides ---------------------------------------------------- */

/* The column that a rule names, under its canonical name or the file's; one that is not known is
 * added as dropped. NULL and a fault where there is none. */
static struct treated_column *named(struct treatments *treatments, struct feed *feed,
				    const char *name, struct fault *fault)
{
	int column;

	for (size_t i = 0; i < treatments->count; i++)
		if (text_equal(treatments->columns[i].name, name))
			return &treatments->columns[i];
	if (feed_column(feed, name, 1, &column, fault) != 0)
		return NULL;
	for (size_t i = 0; i < treatments->count; i++)
		if (feed_same(feed, treatments->columns[i].column, column))
			return &treatments->columns[i];
	return add(treatments, feed_name(feed, column), column);
}

typedef int treat(struct treatments *treatments, struct feed *feed, const char *name,
		  struct fault *fault);

/* COLUMN, or COLUMN:KIND where no column has the whole name. */
static int treat_id(struct treatments *treatments, struct feed *feed, const char *name,
		    struct fault *fault)
{
	const char *colon = strrchr(name, ':');
	int whole = !colon || has(feed, name);
	char *own = mem_text(name, whole ? strlen(name) : (size_t)(colon - name));
	struct treated_column *column = named(treatments, feed, own, fault);

	free(own);
	if (!column)
		return -1;
	column->treatment = TREAT_ID;
	column->kind = whole ? column->name : colon + 1;
	return 0;
}

static int treat_kept(struct treatments *treatments, struct feed *feed, const char *name,
		      struct fault *fault)
{
	struct treated_column *column = named(treatments, feed, name, fault);

	if (!column)
		return -1;
	if (column->treatment == TREAT_ID)
		return fault_at(fault, STATUS_USAGE, csv_file(feed_csv(feed)), 0, 0,
				N_("column '%s' holds ids: they get pseudonyms or are dropped, but are "
				   "not kept"), name);
	if (column->treatment == TREAT_DROP)
		column->treatment = TREAT_TEXT;
	return 0;
}

static int treat_dropped(struct treatments *treatments, struct feed *feed, const char *name,
			 struct fault *fault)
{
	struct treated_column *column = named(treatments, feed, name, fault);

	if (!column)
		return -1;
	column->treatment = TREAT_DROP;
	return 0;
}

static int treat_coarse(struct treatments *treatments, struct feed *feed, const char *name,
			struct fault *fault)
{
	struct treated_column *column = named(treatments, feed, name, fault);

	if (!column)
		return -1;
	if (column->treatment != TREAT_WORD && column->treatment != TREAT_TEXT)
		return fault_at(fault, STATUS_USAGE, csv_file(feed_csv(feed)), 0, 0,
				N_("column '%s' holds no words that are passed on: --coarsen does not "
				   "apply"), name);
	column->coarsen = 1;
	return 0;
}

static int treat_all(struct treatments *treatments, struct feed *feed,
		     const struct rule_names *names, treat *one, struct fault *fault)
{
	for (size_t i = 0; i < names->count; i++)
		if (one(treatments, feed, names->name[i], fault) != 0)
			return -1;
	return 0;
}

static int find_columns(struct treatments *treatments, struct feed *feed,
			const struct source *source, const struct column_rules *rules,
			struct fault *fault)
{
	if (recognise(feed, &treatments->table, fault) != 0 ||
	    add_known(treatments, feed, source, fault) != 0 ||
	    treat_all(treatments, feed, &rules->ids, treat_id, fault) != 0 ||
	    treat_all(treatments, feed, &rules->keep, treat_kept, fault) != 0 ||
	    treat_all(treatments, feed, &rules->drop, treat_dropped, fault) != 0)
		return -1;
	return treat_all(treatments, feed, &rules->coarsen, treat_coarse, fault);
}

struct feed *treatments_open(struct treatments *treatments, const struct source *source,
			     const struct column_rules *rules, struct findings *findings,
			     struct fault *fault)
{
	enum feed_use use = FEED_RECORDS;
	struct feed *feed;

	memset(treatments, 0, sizeof *treatments);
	if (needs_look(source) && look(source, &use, fault) != 0)
		return NULL;
	feed = feed_open(source, source->file, use, findings, fault);
	if (feed && find_columns(treatments, feed, source, rules, fault) == 0)
		return feed;
	feed_close(feed);
	return NULL;
}

void treatments_free(struct treatments *treatments)
{
	free(treatments->columns);
}

/* ---- what came of it --------------------------------------------------------------- */

const struct treated_column *treatments_find(const struct treatments *treatments,
					     const char *name)
{
	for (size_t i = 0; i < treatments->count; i++)
		if (treatments->columns[i].known && strcmp(treatments->columns[i].name, name) == 0)
			return &treatments->columns[i];
	return NULL;
}

static char *append(char *list, const char *name)
{
	size_t length = list ? strlen(list) : 0;

	list = mem_resize(list, length + strlen(name) + 3, 1);
	sprintf(list + length, "%s%s", length ? ", " : "", name);
	return list;
}

static int comes_out(const struct treatments *treatments, const struct feed *feed, size_t index)
{
	for (size_t i = 0; i < treatments->count; i++)
		if (treatments->columns[i].treatment != TREAT_DROP &&
		    feed_index(feed, treatments->columns[i].column) == (int)index)
			return 1;
	return 0;
}

char *treatments_dropped(const struct treatments *treatments, const struct feed *feed)
{
	char *list = append(NULL, "");

	for (size_t i = 0; i < feed_width(feed); i++)
		if (!comes_out(treatments, feed, i))
			list = append(list, feed_header(feed, i));
	return list;
}

char *treatments_list(const struct treatments *treatments, enum treatment treatment)
{
	char *list = append(NULL, "");

	for (size_t i = 0; i < treatments->count; i++)
		if (treatments->columns[i].treatment == treatment)
			list = append(list, treatments->columns[i].name);
	return list;
}
