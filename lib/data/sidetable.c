/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sidetable - the tables beside the consultations in canonical form: cases, approvals, staff. */
#include <stdio.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/feed.h"
#include "data/intern.h"
#include "data/rowtext.h"
#include "data/sidetable.h"

enum kind { TEXT, ID, DATE, COUNT, AMOUNT };   /* ID: a text that is not empty */

enum { COLUMNS_MAX = 20 };

struct column {
	const char *name;
	enum kind kind;
	int required;
};

struct layout {
	struct column columns[COLUMNS_MAX];     /* in the order in which they are written */
	const char *no_id;                      /* the rule for an empty id */
	int first_day, last_day;                /* columns of which the second is not earlier */
	const char *no_span;                    /* the rule where it is */
	int single;                             /* one row for each id */
};

const char *const sidetable_names[] = { "consultations", "cases", "approvals", "staff", NULL };

static const char no_case[] = N_("the id of a case must not be empty");

/* What else stands in a case table may be a column of --by. */
static const struct layout layouts[] = {
	[1] = { { { "case_id", ID, 1 }, { "first_contact", DATE, 0 }, { "assigned", DATE, 0 },
		  { "closed", DATE, 0 }, { "reason", TEXT, 0 }, { "persons", COUNT, 0 },
		  { "household_id", TEXT, 0 }, { "person_id", TEXT, 0 }, { "adviser", TEXT, 0 },
		  { "service", TEXT, 0 }, { "topic", TEXT, 0 }, { "activity", TEXT, 0 },
		  { "channel", TEXT, 0 }, { "site", TEXT, 0 }, { "provider", TEXT, 0 },
		  { "authority", TEXT, 0 }, { "residence", TEXT, 0 }, { "housing", TEXT, 0 },
		  { "referred_to", TEXT, 0 } },
		no_case, 1, 3, N_("the case was closed before its first contact"), 1 },
	[2] = { { { "case_id", ID, 1 }, { "applied", DATE, 0 }, { "decided", DATE, 0 },
		  { "hours", AMOUNT, 0 }, { "from", DATE, 1 }, { "to", DATE, 1 },
		  { "authority", TEXT, 0 } },
		no_case, 4, 5, N_("the approval ends before it begins"), 0 },
	[3] = { { { "adviser", ID, 1 }, { "from", DATE, 1 }, { "to", DATE, 1 },
		  { "fte", AMOUNT, 1 } },
		N_("must not be empty"), 1, 2, N_("the post ends before it begins"), 0 },
};

struct sidetable {
	const struct layout *layout;
	struct rowtext *rows;
	struct feed *feed;
	int columns[COLUMNS_MAX];       /* in the feed */
	uint32_t found;                 /* bit 1 << index of the layout's columns */
	int32_t days[COLUMNS_MAX];      /* of the current row, or DATE_UNKNOWN */
	struct amount amounts[COLUMNS_MAX];
	struct intern *ids;
};

struct sidetable *sidetable_new(int which, int excel)
{
	struct sidetable *table = mem_new(1, sizeof *table);

	table->layout = &layouts[which];
	table->ids = intern_new();
	table->rows = rowtext_new(excel);
	return table;
}

void sidetable_free(struct sidetable *table)
{
	if (!table)
		return;
	rowtext_free(table->rows);
	feed_close(table->feed);
	intern_free(table->ids);
	free(table);
}

/* ---- checks ---------------------------------------------------------------------- */

static int refuse(struct sidetable *table, int column, const char *rule)
{
	return feed_refuse(table->feed, table->columns[column], STATUS_DATA, rule);
}

static int read_number(struct sidetable *table, int column, struct csv_cell cell)
{
	struct amount *amount = &table->amounts[column];
	int32_t count = 0;
	const char *rule;

	if (table->layout->columns[column].kind == COUNT) {
		rule = count_read(cell.text, cell.length, &count);
		*amount = (struct amount){ count, 0 };
	} else {
		rule = amount_read(cell.text, cell.length, AMOUNT_PLAIN,
				   feed_profile(table->feed)->decimal_mark, amount);
	}
	return rule ? refuse(table, column, rule) : 0;
}

/* 0, or -1 and a finding. */
static int read_cell(struct sidetable *table, int column)
{
	struct csv_cell cell = feed_cell(table->feed, table->columns[column]);
	enum kind kind = table->layout->columns[column].kind;

	table->days[column] = DATE_UNKNOWN;
	if (!cell.length)
		return kind == ID ? refuse(table, column, table->layout->no_id) : 0;
	if (kind == DATE)
		return feed_date(table->feed, table->columns[column], &table->days[column]);
	return kind == COUNT || kind == AMOUNT ? read_number(table, column, cell) : 0;
}

static int check_row(struct sidetable *table)
{
	const struct layout *layout = table->layout;
	struct csv_cell id = feed_cell(table->feed, table->columns[0]);
	uint32_t known = intern_count(table->ids);

	if (table->days[layout->first_day] != DATE_UNKNOWN &&
	    table->days[layout->last_day] < table->days[layout->first_day])
		return refuse(table, layout->last_day, layout->no_span);
	if (layout->single && intern_add(table->ids, id.text, id.length) != known)
		return refuse(table, 0, N_("a second row for the same case"));
	return 0;
}

/* ---- rows ------------------------------------------------------------------------ */

static char *put_cell(struct sidetable *table, char *to, int column)
{
	struct csv_cell cell = feed_cell(table->feed, table->columns[column]);

	switch (table->layout->columns[column].kind) {
	case DATE:
		return table->days[column] == DATE_UNKNOWN ? to :
		       rowtext_day(table->rows, to, table->days[column]);
	case COUNT:
	case AMOUNT:
		return cell.length ? rowtext_amount(table->rows, to, table->amounts[column]) : to;
	default:
		return rowtext_cell(table->rows, to, cell);
	}
}

static int put_row(struct sidetable *table, struct fault *fault)
{
	char *to = rowtext_begin(table->rows, table->feed->line);

	for (uint32_t left = table->found; left; left &= left - 1) {
		to = put_cell(table, to, __builtin_ctz(left));
		*to++ = table->rows->delimiter;
	}
	return rowtext_keep(table->rows, rowtext_end(table->rows, to), fault);
}

static int find_columns(struct sidetable *table, struct fault *fault)
{
	const struct column *columns = table->layout->columns;

	for (int i = 0; i < COLUMNS_MAX && columns[i].name; i++) {
		if (feed_column(table->feed, columns[i].name, columns[i].required,
				&table->columns[i], fault) != 0)
			return -1;
		if (table->columns[i] != FEED_NO_COLUMN)
			table->found |= UINT32_C(1) << i;
	}
	return 0;
}

/* 1 where it is taken, 0 where it is refused, -1 and a fault. */
static int take_row(struct sidetable *table, struct fault *fault)
{
	for (int i = 0; i < COLUMNS_MAX; i++) {
		table->days[i] = DATE_UNKNOWN;
		if (table->found & UINT32_C(1) << i && read_cell(table, i) != 0)
			return 0;
	}
	if (check_row(table) != 0)
		return 0;
	return put_row(table, fault) == 0 ? 1 : -1;
}

static int read_rows(struct sidetable *table, struct intake *intake, struct fault *fault)
{
	int more, taken;

	while ((more = feed_next(table->feed, fault)) == 1) {
		taken = take_row(table, fault);
		if (taken < 0)
			return -1;
		intake->used += taken;
	}
	intake_left_out(intake, table->feed);
	if (more == 0 && csv_cut_short(feed_csv(table->feed)))
		return fault_at(fault, STATUS_DATA, intake->file, 0, 0,
				N_("the file cannot be read to its end"));
	return more;
}

int sidetable_read(struct sidetable *table, const struct source *source,
		   csv_refusal_taker *refused, void *to, struct intake *intake,
		   struct findings *findings, struct fault *fault)
{
	table->feed = feed_open(source, source->file, FEED_TABLE, findings, fault);
	if (!table->feed)
		return -1;
	snprintf(intake->file, sizeof intake->file, "%s", csv_file(feed_csv(table->feed)));
	csv_on_refusal(feed_csv(table->feed), refused, to);
	if (find_columns(table, fault) != 0 || read_rows(table, intake, fault) != 0)
		return -1;
	return rowtext_pause(table->rows, fault);
}

int sidetable_write(struct sidetable *table, FILE *to, struct fault *fault)
{
	const char *names[COLUMNS_MAX + 1] = { NULL };

	for (int i = 0; i < COLUMNS_MAX; i++)
		names[i] = table->layout->columns[i].name;
	rowtext_header(table->rows, names, table->found, to);
	return rowtext_copy(table->rows, to, fault);
}
