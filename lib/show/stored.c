/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stored - a table of one of the tools, read back from its CSV form. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/csv.h"
#include "show/columns.h"
#include "show/stored.h"
#include "show/words.h"

/* The cells as texts, chosen columns only, before it is known what they are. */
struct reading {
	struct csv_reader *csv;
	size_t *source;             /* by chosen column: its place in the file */
	size_t width;
	char **cells;
	char **flags;               /* by row: the flag, chosen or not */
	size_t count, capacity, rows, row_capacity;
};

/* ---- reading ------------------------------------------------------------------- */

static int find_column(struct reading *reading, const char *name, size_t length,
		       struct fault *fault)
{
	char wanted[128];

	for (size_t i = 0; i < csv_width(reading->csv); i++)
		if (strlen(csv_name(reading->csv, i)) == length &&
		    memcmp(csv_name(reading->csv, i), name, length) == 0) {
			reading->source[reading->width++] = i;
			return 0;
		}
	text_escape(wanted, sizeof wanted, name, length);
	return fault_at(fault, STATUS_USAGE, csv_file(reading->csv), 0, 0,
			N_("the table has no column '%s'"), wanted);
}

static int choose_columns(struct reading *reading, const char *columns, struct fault *fault)
{
	size_t length;

	reading->source = mem_new(csv_width(reading->csv) + (columns ? strlen(columns) : 0) + 1,
				  sizeof *reading->source);
	if (!columns) {
		for (size_t i = 0; i < csv_width(reading->csv); i++)
			reading->source[reading->width++] = i;
		return 0;
	}
	for (;; columns += length + 1) {
		length = strcspn(columns, ",");
		if (find_column(reading, columns, length, fault) != 0)
			return -1;
		if (!columns[length])
			return 0;
	}
}

static int read_rows(struct reading *reading, struct fault *fault)
{
	size_t flag = csv_column(reading->csv, "flag", 0);
	struct csv_row row;
	int more;

	csv_want_all(reading->csv);
	while ((more = csv_next(reading->csv, &row, fault)) == 1) {
		const char *text = flag < row.width ? row.cells[flag].text : "";

		reading->flags = mem_grow(reading->flags, reading->rows, &reading->row_capacity,
					  sizeof *reading->flags);
		reading->flags[reading->rows++] = mem_text(text, strlen(text));
		for (size_t i = 0; i < reading->width; i++) {
			struct csv_cell cell = row.cells[reading->source[i]];

			reading->cells = mem_grow(reading->cells, reading->count,
						  &reading->capacity, sizeof *reading->cells);
			reading->cells[reading->count++] = mem_text(cell.text, cell.length);
		}
	}
	return more;
}

static void reading_free(struct reading *reading)
{
	for (size_t i = 0; i < reading->count; i++)
		free(reading->cells[i]);
	for (size_t i = 0; i < reading->rows; i++)
		free(reading->flags[i]);
	free(reading->cells);
	free(reading->flags);
	free(reading->source);
	csv_close(reading->csv);
}

/* ---- what the columns hold ------------------------------------------------------- */

static int is_whole(double value)
{
	return value == nearbyint(value) && fabs(value) < 9e15;
}

/* Of a column that is not known to be a text its cells tell; one without cells is a text. Numbers
 * that are all whole have no decimals: rounded to three digits, 1080.0 would claim too much. */
static void decide_kind(const struct reading *reading, size_t column, struct table_column *kind)
{
	int any = 0, whole = 1;
	double value;

	if (kind->kind == COLUMN_WORD || kind->kind == COLUMN_FLAG ||
	    (kind->kind == COLUMN_TEXT && kind->heading))
		return;
	for (size_t i = column; i < reading->count; i += reading->width) {
		if (!*reading->cells[i])
			continue;
		any = 1;
		if (text_number(reading->cells[i], &value) != 0) {
			kind->kind = kind->heading ? COLUMN_WORD : COLUMN_TEXT;
			return;
		}
		whole = whole && is_whole(value);
	}
	if (!any)
		kind->kind = COLUMN_TEXT;
	else
		kind->kind = whole ? COLUMN_COUNT : COLUMN_NUMBER;
	if (kind->kind == COLUMN_NUMBER && !kind->decimals)
		kind->decimals = 2;
}

static void name_columns(struct stored *stored, const struct reading *reading)
{
	stored->width = reading->width;
	stored->columns = mem_new(reading->width, sizeof *stored->columns);
	for (size_t i = 0; i < reading->width; i++) {
		const char *name = csv_name(reading->csv, reading->source[i]);
		const struct table_column *known = columns_find(name);
		struct table_column *column = &stored->columns[i];

		*column = known ? *known : (struct table_column){ .kind = COLUMN_TEXT };
		column->name = mem_text(name, strlen(name));
		decide_kind(reading, i, column);
	}
}

/* ---- cells ----------------------------------------------------------------------- */

static enum missing reason(const char *word, size_t length)
{
	if (length == 10 && memcmp(word, "unreliable", 10) == 0)
		return MISSING_UNRELIABLE;
	if (length == 11 && memcmp(word, "provisional", 11) == 0)
		return MISSING_LATER;
	return length == 6 && memcmp(word, "secret", 6) == 0 ? MISSING_SECRET : MISSING_NONE;
}

/* Words with an equals sign speak of one column; those without, of any that is empty in a row
 * where no column is named. */
static enum missing why_missing(const char *flag, const char *column)
{
	enum missing why = MISSING_NONE;
	int named = 0;

	for (size_t length; *flag; flag += length + (flag[length] == ' ')) {
		const char *equals = memchr(flag, '=', length = strcspn(flag, " "));
		size_t name = equals ? (size_t)(equals - flag) : 0;

		if (!equals) {
			why = reason(flag, length);
			continue;
		}
		named = 1;
		if (strlen(column) == name && memcmp(flag, column, name) == 0)
			return reason(equals + 1, length - name - 1);
	}
	return named ? MISSING_NONE : why;
}

static void put_cell(struct table *table, const struct table_column *column, const char *text,
		     const char *flag, int words)
{
	double value = NAN;

	if (column->kind == COLUMN_FLAG)
		table_text(table, text);
	else if (!*text)
		table_missing(table, why_missing(flag, column->name));
	else if (column->kind == COLUMN_TEXT || column->kind == COLUMN_WORD)
		table_text(table, words ? words_phrase(column->name, text) : text);
	else if (text_number(text, &value) == 0 && column->kind == COLUMN_COUNT)
		table_count(table, (int64_t)value);
	else
		table_number(table, value);
}

static void fill(struct stored *stored, const struct reading *reading,
		 const struct stored_choice *choice)
{
	size_t from = 0, to = reading->rows;

	if (choice->last > 0 && (size_t)choice->last < to)
		from = to - (size_t)choice->last;
	if (choice->first > 0 && (size_t)choice->first < to)
		to = (size_t)choice->first;
	stored->table = table_new(stored->columns, stored->width);
	for (size_t row = from; row < to; row++)
		for (size_t i = 0; i < stored->width; i++)
			put_cell(stored->table, &stored->columns[i],
				 reading->cells[row * reading->width + i], reading->flags[row],
				 choice->words);
}

int stored_read(struct stored *stored, const char *path, const struct stored_choice *choice,
		struct findings *findings, struct fault *fault)
{
	struct csv_layout layout = { .is_table = 1 };
	struct reading reading = { .csv = csv_open(path, &layout, findings, fault) };
	int result = reading.csv ? 0 : -1;

	*stored = (struct stored){ 0 };
	if (result == 0)
		result = choose_columns(&reading, choice->columns, fault);
	if (result == 0)
		result = read_rows(&reading, fault);
	if (result == 0 && findings->refused)
		result = fault_at(fault, STATUS_DATA, csv_file(reading.csv), 0, 0,
				  N_("rows that break a rule: %zu; nothing was made of them"),
				  findings->refused);
	if (result == 0) {
		name_columns(stored, &reading);
		fill(stored, &reading, choice);
	}
	reading_free(&reading);
	return result;
}

void stored_free(struct stored *stored)
{
	table_free(stored->table);
	for (size_t i = 0; i < stored->width; i++)
		free((char *)stored->columns[i].name);
	free(stored->columns);
}
