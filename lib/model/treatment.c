/* SPDX-License-Identifier: GPL-3.0-or-later */
/* treatment - what becomes of each column of a table that is passed on under pseudonyms. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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

static int has(struct feed *feed, const char *name)
{
	for (size_t i = 0; i < feed_width(feed); i++)
		if (profile_is(feed_profile(feed), name, feed_header(feed, i)))
			return 1;
	return 0;
}

/* In this order: consultations, too, may have the columns of the others. */
static int recognise(struct feed *feed, enum pseudo_table *table, struct fault *fault)
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

/* Where a column of that name stands; -1 where there is none and it is not required. */
static int place_of(struct feed *feed, const char *name, int required, int *place,
		    struct fault *fault)
{
	int column;

	if (feed_column(feed, name, required, &column, fault) != 0)
		return -1;
	*place = column == FEED_NO_COLUMN ? FEED_NO_COLUMN : feed_index(feed, column);
	return 0;
}

/* ---- the columns by name ----------------------------------------------------------- */

/* What the table is nothing without must be there. */
static int is_required(enum pseudo_table table, const char *name)
{
	if (table == TABLE_STAFF)
		return strcmp(name, "adviser") == 0;
	return strcmp(name, "case_id") == 0 ||
	       (table == TABLE_CONSULTATIONS && strcmp(name, "minutes") == 0);
}

static int treat_known(struct treated_column *columns, struct feed *feed,
		       const struct source *source, enum pseudo_table table, struct fault *fault)
{
	for (const struct known_column *known = known_columns[table]; known->name; known++) {
		const char *name = known->treatment == TREAT_MINUTES &&
				   strcmp(known->name, "minutes") == 0 ? source->effort : known->name;
		int column;

		if (place_of(feed, name, is_required(table, known->name), &column, fault) != 0)
			return -1;
		if (column >= 0)
			columns[column] = (struct treated_column){ known->name, known->treatment,
								   known->kind, 1, 0 };
	}
	return 0;
}

/* ---- what the rules say besides ---------------------------------------------------- */

/* COLUMN, or COLUMN:KIND where no column has the whole name. */
static int treat_id(struct treated_column *columns, struct feed *feed, const char *name,
		   struct fault *fault)
{
	const char *colon = strrchr(name, ':');
	int whole = has(feed, name) || !colon, column, found;
	char *own = mem_text(name, whole ? strlen(name) : (size_t)(colon - name));

	found = place_of(feed, own, 1, &column, fault);
	free(own);
	if (found != 0)
		return -1;
	columns[column].treatment = TREAT_ID;
	columns[column].kind = whole ? feed_header(feed, (size_t)column) : colon + 1;
	return 0;
}

static int treat_kept(struct treated_column *columns, struct feed *feed, const char *name,
		     struct fault *fault)
{
	int column;

	if (place_of(feed, name, 1, &column, fault) != 0)
		return -1;
	if (columns[column].treatment == TREAT_ID)
		return fault_at(fault, STATUS_USAGE, csv_file(feed_csv(feed)), 0, 0,
				N_("column '%s' holds ids: they get pseudonyms or are dropped, but are "
				   "not kept"), name);
	if (columns[column].treatment == TREAT_DROP)
		columns[column].treatment = TREAT_TEXT;
	return 0;
}

static int treat_dropped(struct treated_column *columns, struct feed *feed, const char *name,
		        struct fault *fault)
{
	int column;

	if (place_of(feed, name, 1, &column, fault) != 0)
		return -1;
	columns[column].treatment = TREAT_DROP;
	return 0;
}

static int treat_coarse(struct treated_column *columns, struct feed *feed, const char *name,
		       struct fault *fault)
{
	int column;

	if (place_of(feed, name, 1, &column, fault) != 0)
		return -1;
	if (columns[column].treatment != TREAT_WORD && columns[column].treatment != TREAT_TEXT)
		return fault_at(fault, STATUS_USAGE, csv_file(feed_csv(feed)), 0, 0,
				N_("column '%s' holds no words that are passed on: --coarsen does not "
				   "apply"), name);
	columns[column].coarsen = 1;
	return 0;
}

typedef int treat(struct treated_column *columns, struct feed *feed, const char *name,
		  struct fault *fault);

static int treat_all(struct treated_column *columns, struct feed *feed,
		     const struct rule_names *names, treat *one,
		     struct fault *fault)
{
	for (size_t i = 0; i < names->count; i++)
		if (one(columns, feed, names->name[i], fault) != 0)
			return -1;
	return 0;
}

struct treated_column *treat_columns(struct feed *feed, const struct source *source,
				     const struct column_rules *rules, enum pseudo_table *table,
				     struct fault *fault)
{
	struct treated_column *columns = mem_new(feed_width(feed), sizeof *columns);

	for (size_t i = 0; i < feed_width(feed); i++)
		columns[i].name = feed_header(feed, i);
	if (recognise(feed, table, fault) == 0 &&
	    treat_known(columns, feed, source, *table, fault) == 0 &&
	    treat_all(columns, feed, &rules->ids, treat_id, fault) == 0 &&
	    treat_all(columns, feed, &rules->keep, treat_kept, fault) == 0 &&
	    treat_all(columns, feed, &rules->drop, treat_dropped, fault) == 0 &&
	    treat_all(columns, feed, &rules->coarsen, treat_coarse, fault) == 0)
		return columns;
	free(columns);
	return NULL;
}

int treated_find(const struct treated_column *columns, size_t width, const char *name)
{
	for (size_t i = 0; i < width; i++)
		if (columns[i].known && strcmp(columns[i].name, name) == 0)
			return (int)i;
	return -1;
}
