/* SPDX-License-Identifier: GPL-3.0-or-later */
/* feed - rows of a table with canonical cells: what a profile makes of an export.
 *
 * On top of csv: columns by canonical or own name, those of a second file joined by its key;
 * words for missing values empty, export guards stripped, several values in a cell parted by
 * "|", words as the profile maps them; rows left out by its filters or as duplicates, counted;
 * dates in the column's order, in the zone where it happened; minutes by a table. Cells are as in
 * the file, without a copy, where the profile changes nothing.
 *
 * A duplicate has the same key as a row before. If the two differ in case, date, minutes
 * or status, the later is refused: which of them holds must not depend on their order. */
#ifndef VL_FEED_H
#define VL_FEED_H

#include "data/csv.h"
#include "data/date.h"
#include "data/source.h"
#include "data/window.h"

enum { FEED_NO_COLUMN = -1, FEED_NO_GUARD = 1 };

/* Consultations; the case table and other tables beside them; the file that is joined. */
enum feed_use { FEED_RECORDS, FEED_TABLE, FEED_JOINED };

/* One of the columns asked for. */
struct feed_column {
	int index;                  /* of the row's cells, or -1: minutes that no cell says */
	char plain;                 /* the cell is as in the file, unless it begins with this: */
	char guard;                 /* or FEED_NO_GUARD, with which no cell begins */
	enum date_order order;      /* of its dates, if it has any */
};

struct feed {
	const struct csv_cell *cells;
	struct feed_column *columns;
	long line;                  /* of the row's first character */
	int zoned;                  /* dates are those of another zone */
	struct feed_private *private;
};

/* What was left out. */
struct feed_counts {
	long rows;                  /* all in the file, those refused and left out included */
	long duplicates;
	long dropped[PROFILE_FILTERS_MAX];      /* by the profile's filters */
};

/* Open a file and what it needs. NULL and a fault: as csv_open; no column for a filter, the key or
 * the join; dates that can be read two ways. */
struct feed *feed_open(const struct source *source, const char *path, enum feed_use use,
		       struct findings *findings, struct fault *fault);
void feed_close(struct feed *feed);                      /* NULL allowed */

/* When all rows are read: -1 and a fault where some were refused, since the rest says nothing. */
int feed_verdict(const struct feed *feed, size_t refused, struct fault *fault);

/* Share the rows that are still to come, the columns being found, among `count`: as csv_share. Of a
 * part feed_take takes the place of csv_take. */
size_t feed_share(struct feed *feed, struct feed *parts[], size_t count);
/* How many threads must be there at least for the rows to be shared: 1 where there is a key,
 * since it takes less time to look for duplicates block by block. */
size_t feed_threads_least(const struct feed *feed);
int feed_take(struct feed *part);
/* Close a part; what it has left out the whole has left out. */
void feed_unite(struct feed *feed, struct feed *part);

struct csv_reader *feed_csv(const struct feed *feed);
const struct profile *feed_profile(const struct feed *feed);
struct feed_counts feed_counts(const struct feed *feed);

/* The column that the file's own header or the profile calls so, and have it read; FEED_NO_COLUMN
 * where there is none and it is not required. Faults: none though required (names those
 * present), or several. */
int feed_column(struct feed *feed, const char *name, int required, int *column,
		struct fault *fault);
/* All columns of the file, joined ones included, by their place: names, and where one that was
 * found stands (FEED_NO_COLUMN: minutes that no cell says). */
size_t feed_width(const struct feed *feed);
const char *feed_header(const struct feed *feed, size_t index);
int feed_index(const struct feed *feed, int column);
/* Whether two names mean the same cells: both found, and alike. */
int feed_same(const struct feed *feed, int column, int other);
/* Its name in the file. */
const char *feed_name(const struct feed *feed, int column);
/* What plain numbers in it mean. */
enum effort_unit feed_unit(const struct feed *feed, int column);

/* 1 and the next row, 0 at the end, -1 on a fault: as csv_next. */
int feed_next(struct feed *feed, struct fault *fault);

/* A cell that is not as in the file; until the next call of feed_next. */
struct csv_cell feed_changed(const struct feed *feed, int column);

/* A cell of the current row; empty where there is no such column. */
static inline struct csv_cell feed_cell(const struct feed *feed, int column)
{
	const struct feed_column *found = &feed->columns[column];

	if (column == FEED_NO_COLUMN)
		return (struct csv_cell){ "", 0 };
	if (found->plain && *feed->cells[found->index].text != found->guard)
		return feed->cells[found->index];
	return feed_changed(feed, column);
}

/* Where among the row's cells those of a column stand, none of which is ever changed; otherwise
 * -1. */
static inline int feed_place(const struct feed *feed, int column)
{
	const struct feed_column *found = &feed->columns[column];

	return found->plain && found->guard == FEED_NO_GUARD ? found->index : -1;
}

/* Refuse the row, or warn of it (STATUS_OK), for what is in a cell; `rule` is marked N_(). -1. */
int feed_refuse(struct feed *feed, int column, enum status status, const char *rule);

/* The same as feed_date; it knows all dates there are, and says why one is none. */
int feed_any_date(struct feed *feed, int column, int32_t *day);

/* A cell as a date: 0, or -1 and a finding. */
static inline int feed_date(struct feed *feed, int column, int32_t *day)
{
	struct csv_cell cell = feed_cell(feed, column);

	if (!feed->zoned && !date_read(cell.text, cell.length, feed->columns[column].order, day) &&
	    *day >= DAY_MIN && *day <= DAY_MAX)
		return 0;
	return feed_any_date(feed, column, day);
}

#endif
