/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table - a result as rows and columns, in any of the forms.
 *
 * Columns are declared once with their machine name (verlauf-tables(5)), a heading for people
 * (translated), a kind and the decimals of the human forms. Cells are added row by row, left to
 * right. CSV and JSON carry every digit (numbers round-trip) and the same bytes in
 * every locale; a missing cell is empty there (null in JSON). Text, Markdown and Excel
 * speak the reader's language: heading, decimal mark, signs of DIN 55301 for what is
 * missing. Text is aligned and meant for a terminal: bytes that could upset one are
 * escaped. Excel's form is semicolons, a byte order mark, CRLF, and texts that a
 * spreadsheet would run as formulas are neutralised by a leading apostrophe. HTML is a table
 * element for a page (show/page.h), without the notes. */
#ifndef VL_TABLE_H
#define VL_TABLE_H

#include <stdint.h>
#include <stdio.h>
#include "base/diag.h"

enum table_format { TABLE_CSV, TABLE_TEXT, TABLE_EXCEL, TABLE_MARKDOWN, TABLE_JSON, TABLE_HTML };

enum column_kind {
	COLUMN_TEXT,
	COLUMN_GROUP,            /* a text: a column that --by brings, called as the file calls it */
	COLUMN_WORD,             /* a text, one of the tables' own words (words.h) */
	COLUMN_COUNT,
	COLUMN_NUMBER,
	COLUMN_HOURS,            /* a number that --hmm prints as 12:30 */
	COLUMN_FLAG              /* a text of words: `provisional` is about the row and shown to people
				  * too (translated), `open_cases=provisional` about a cell, which has a sign */
};

struct table_column {
	const char *name;        /* "lower95" */
	const char *heading;     /* N_("came"); NULL = the usual one (columns.h) */
	enum column_kind kind;
	int decimals;            /* of COLUMN_NUMBER and COLUMN_HOURS in human forms */
};

/* Why a cell has no value: the sign in human forms. */
enum missing {
	MISSING_NONE,         /* ""    does not apply */
	MISSING_SECRET,       /* "."   */
	MISSING_LATER,        /* "..." due later */
	MISSING_UNRELIABLE    /* "/"   not reliable enough */
};

struct table;

struct table *table_new(const struct table_column *columns, size_t count);
void table_free(struct table *table);
/* One cell each; the row is complete when its last cell is there. */
void table_text(struct table *table, const char *text);
void table_count(struct table *table, int64_t value);
void table_number(struct table *table, double value);   /* also COLUMN_HOURS; NaN = missing */
void table_missing(struct table *table, enum missing why);
/* A name that two columns have, or NULL: --by can bring one that the table has itself. */
const char *table_name_twice(const struct table *table);
size_t table_rows(const struct table *table);
/* A line above the table in text and markdown, in the order added; copied. */
void table_note(struct table *table, const char *text);
void table_put_notes(const struct table *table, FILE *to);

/* For a table too long to hold: from now on rows go out in CSV as they are completed and are
 * forgotten; table_end puts out the last. Nothing else may fail from then on. */
void table_stream(struct table *table, FILE *to);
void table_end(struct table *table);
/* A further run of rows of the same table, which another thread may fill. table_add moves them
 * behind the rows that are there already, and leaves the part empty. */
struct table *table_part(const struct table *table);
/* Where CSV goes out, whole rows of a part may be put there as such (base/lines.h); NULL where it
 * does not. */
struct lines *table_csv(struct table *table);
void table_add(struct table *table, struct table *part);

int table_print(const struct table *table, enum table_format format, int hours_minutes, FILE *to);

/* What stands in a cell, for other forms. `text` lives as long as the table, `number` of a text is
 * 0. */
struct table_value {
	const char *text;        /* of COLUMN_TEXT, COLUMN_GROUP, COLUMN_WORD and COLUMN_FLAG */
	double number;
	int present;
	enum missing missing;
};

struct table_value table_at(const struct table *table, size_t row, size_t column);
/* Text, group, word or flag. */
int table_is_text(const struct table_column *column);
/* A text as people see it: the tables' own words in their language, and (all) and (none). */
const char *table_shown(const struct table_column *column, const char *text);
/* A flag with what it says of single cells too, in the reader's language: "ended: provisional". Of
 * cells for which people see a sign that would be said twice; a workbook has none. The caller
 * frees. */
char *table_flag(const struct table *table, const char *flag);
/* What people call the column. */
const char *table_heading(const struct table_column *column);

/* The same cell rules for what is written row by row without a table. */
void csv_put_number(FILE *to, double value);
void json_put_text(FILE *to, const char *text);
void html_put_text(FILE *to, const char *text);

#endif
