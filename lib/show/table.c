/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table - a result as rows and columns, in any of the forms. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/text.h"
#include "show/columns.h"
#include "show/table.h"
#include "show/words.h"

struct cell {
	enum missing missing;
	int present;
	union {
		char *text;
		int64_t count;
		double number;
	} is;
};

struct table {
	const struct table_column *columns;
	size_t width;
	struct cell *cells;         /* row after row */
	size_t count, capacity;
	char **notes;
	size_t note_count;
	int streams;                /* cells become CSV at once, instead of `cells` */
	FILE *stream;               /* where to; NULL: a part, which waits for table_add */
	struct lines lines;
	size_t column;              /* of the next cell of these */
};

struct table *table_new(const struct table_column *columns, size_t count)
{
	struct table *table = mem_new(1, sizeof *table);

	table->columns = columns;
	table->width = count;
	return table;
}

int table_is_text(const struct table_column *column)
{
	return column->kind == COLUMN_TEXT || column->kind == COLUMN_GROUP ||
	       column->kind == COLUMN_WORD || column->kind == COLUMN_FLAG;
}

static void drop_rows(struct table *table)
{
	for (size_t i = 0; i < table->count; i++)
		if (table_is_text(&table->columns[i % table->width]) && table->cells[i].present)
			free(table->cells[i].is.text);
	table->count = 0;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	drop_rows(table);
	for (size_t i = 0; i < table->note_count; i++)
		free(table->notes[i]);
	free(table->notes);
	free(table->cells);
	lines_free(&table->lines);
	free(table);
}

static struct cell *next_cell(struct table *table)
{
	struct cell *cell;

	table->cells = mem_grow(table->cells, table->count, &table->capacity, sizeof *table->cells);
	cell = &table->cells[table->count++];
	memset(cell, 0, sizeof *cell);
	return cell;
}

/* ---- cells as CSV ---------------------------------------------------------------- */

static void end_cell(struct table *table)
{
	int last = ++table->column == table->width;

	lines_byte(&table->lines, last ? '\n' : ',');
	if (!last)
		return;
	table->column = 0;
	if (table->stream)
		lines_write(&table->lines, LINES_BLOCK, table->stream);
}

/* ---- cells ----------------------------------------------------------------------- */

struct lines *table_csv(struct table *table)
{
	return table->streams ? &table->lines : NULL;
}

void table_text(struct table *table, const char *text)
{
	struct cell *cell;

	if (table->streams) {
		lines_text(&table->lines, text, strlen(text));
		end_cell(table);
		return;
	}
	cell = next_cell(table);
	cell->present = 1;
	cell->is.text = mem_text(text, strlen(text));
}

void table_count(struct table *table, int64_t value)
{
	struct cell *cell;

	if (table->streams) {
		lines_whole(&table->lines, value);
		end_cell(table);
		return;
	}
	cell = next_cell(table);
	cell->present = 1;
	cell->is.count = value;
}

void table_number(struct table *table, double value)
{
	int present = isfinite(value) != 0;
	struct cell *cell;

	value = value == 0 ? 0 : value;   /* no "-0" */
	if (table->streams) {
		if (present)
			lines_number(&table->lines, value);
		end_cell(table);
		return;
	}
	cell = next_cell(table);
	cell->present = present;
	cell->is.number = value;
}

void table_missing(struct table *table, enum missing why)
{
	if (table->streams) {
		end_cell(table);
		return;
	}
	next_cell(table)->missing = why;
}

const char *table_name_twice(const struct table *table)
{
	for (size_t i = 0; i < table->width; i++)
		for (size_t j = 0; j < i; j++)
			if (text_equal(table->columns[i].name, table->columns[j].name))
				return table->columns[i].name;
	return NULL;
}

size_t table_rows(const struct table *table)
{
	return table->count / table->width;
}

void table_note(struct table *table, const char *text)
{
	table->notes = mem_resize(table->notes, table->note_count + 1, sizeof *table->notes);
	table->notes[table->note_count++] = mem_text(text, strlen(text));
}

void table_put_notes(const struct table *table, FILE *to)
{
	for (size_t i = 0; i < table->note_count; i++)
		fprintf(to, "%s\n", table->notes[i]);
}

/* ---- CSV ------------------------------------------------------------------------- */

/* RFC 4180: quotes where a cell holds a comma, a quote or a line break. */
static void put_quoted(FILE *to, const char *text, size_t length, const char *special)
{
	int quote = 0;

	for (size_t i = 0; i < length && !quote; i++)
		quote = text[i] && strchr(special, text[i]) != NULL;
	if (!quote) {
		fwrite(text, 1, length, to);
		return;
	}
	fputc('"', to);
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"')
			fputc('"', to);
		fputc(text[i], to);
	}
	fputc('"', to);
}

void csv_put_number(FILE *to, double value)
{
	char shortest[DECIMAL_SIZE];

	fwrite(shortest, 1, decimal_shortest(shortest, value), to);
}

static void put_csv_cell(struct lines *lines, const struct table_column *column,
			 const struct cell *cell)
{
	if (!cell->present)
		return;
	if (table_is_text(column))
		lines_text(lines, cell->is.text, strlen(cell->is.text));
	else if (column->kind == COLUMN_COUNT)
		lines_whole(lines, cell->is.count);
	else
		lines_number(lines, cell->is.number);
}

static void put_csv_names(const struct table *table, struct lines *lines)
{
	for (size_t i = 0; i < table->width; i++) {
		lines_text(lines, table->columns[i].name, strlen(table->columns[i].name));
		lines_byte(lines, i + 1 == table->width ? '\n' : ',');
	}
}

static void print_csv(const struct table *table, FILE *to)
{
	struct lines lines = { 0 };

	put_csv_names(table, &lines);
	for (size_t i = 0; i < table->count; i++) {
		size_t column = i % table->width;

		put_csv_cell(&lines, &table->columns[column], &table->cells[i]);
		lines_byte(&lines, column + 1 == table->width ? '\n' : ',');
		lines_write(&lines, LINES_BLOCK, to);
	}
	lines_write(&lines, 0, to);
	lines_free(&lines);
}

/* ---- CSV, row by row ------------------------------------------------------------- */

void table_stream(struct table *table, FILE *to)
{
	table->streams = 1;
	table->stream = to;
	put_csv_names(table, &table->lines);
}

struct table *table_part(const struct table *table)
{
	struct table *part = table_new(table->columns, table->width);

	part->streams = table->streams;
	return part;
}

static void add_cells(struct table *table, struct table *part)
{
	for (size_t i = 0; i < part->count; i++)
		*next_cell(table) = part->cells[i];
	part->count = 0;
}

void table_add(struct table *table, struct table *part)
{
	if (!table->streams) {
		add_cells(table, part);
		return;
	}
	lines_write(&table->lines, 0, table->stream);
	lines_write(&part->lines, 0, table->stream);
}

void table_end(struct table *table)
{
	lines_write(&table->lines, 0, table->stream);
}

/* ---- JSON ------------------------------------------------------------------------ */

void json_put_text(FILE *to, const char *text)
{
	fputc('"', to);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			fprintf(to, "\\%c", c);
		else if (c < 0x20 || c == 0x7F)
			fprintf(to, "\\u%04x", c);
		else
			fputc(c, to);
	}
	fputc('"', to);
}

static void json_cell(const struct table_column *column, const struct cell *cell, FILE *to)
{
	json_put_text(to, column->name);
	fputs(": ", to);
	if (!cell->present)
		fputs("null", to);
	else if (table_is_text(column))
		json_put_text(to, cell->is.text);
	else if (column->kind == COLUMN_COUNT)
		fprintf(to, "%lld", (long long)cell->is.count);
	else
		csv_put_number(to, cell->is.number);
}

static void print_json(const struct table *table, FILE *to)
{
	fputs("[", to);
	for (size_t i = 0; i < table->count; i++) {
		size_t column = i % table->width;

		fputs(column ? ", " : i ? ",\n {" : "\n {", to);
		json_cell(&table->columns[column], &table->cells[i], to);
		if (column + 1 == table->width)
			fputc('}', to);
	}
	fputs("\n]\n", to);
}

/* ---- text, Markdown, Excel: for people ----------------------------------------- */

const char *table_heading(const struct table_column *column)
{
	const struct table_column *known = NULL;

	if (column->heading)
		return _(column->heading);
	if (column->kind != COLUMN_GROUP)
		known = columns_find(column->name);
	return known ? _(known->heading) : column->name;
}

/* 12:30; the decimals say how fine minutes are wanted, so seconds are rounded away. */
static void hours_and_minutes(char to[64], double hours)
{
	double minutes = nearbyint(fabs(hours) * 60);

	snprintf(to, 64, "%s%.0f:%02.0f", hours < 0 && minutes > 0 ? "-" : "",
		 floor(minutes / 60), fmod(minutes, 60));
}

static void human_number(char to[64], const struct table_column *column, double value,
			 int hours_minutes)
{
	if (column->kind == COLUMN_HOURS && hours_minutes)
		hours_and_minutes(to, value);
	else
		text_fixed(to, 64, value, column->decimals);
}

/* The words of a flag that are about the whole row: those about a cell have an equals sign. */
static const char *human_flag(const char *flag, char to[64])
{
	char word[32];
	size_t at = 0;

	to[0] = '\0';
	for (size_t length; *flag; flag += length + (flag[length] == ' ')) {
		length = strcspn(flag, " ");
		if (memchr(flag, '=', length) || at >= 64)
			continue;
		snprintf(word, sizeof word, "%.*s", (int)length, flag);
		at += (size_t)snprintf(to + at, 64 - at, "%s%s", at ? " " : "",
				       words_flag(word));
	}
	return to;
}

/* The heading of the column whose name stands there. */
static const char *heading_of(const struct table *table, const char *name, size_t length)
{
	for (size_t i = 0; i < table->width; i++)
		if (strlen(table->columns[i].name) == length &&
		    memcmp(table->columns[i].name, name, length) == 0)
			return table_heading(&table->columns[i]);
	return NULL;
}

char *table_flag(const struct table *table, const char *flag)
{
	char *to = mem_new(1, 1), word[32];
	size_t at = 0;

	for (size_t length; *flag; flag += length + (flag[length] == ' ')) {
		const char *equals = memchr(flag, '=', length = strcspn(flag, " "));
		const char *column = equals ? heading_of(table, flag, (size_t)(equals - flag)) : "";
		size_t from = equals ? (size_t)(equals - flag) + 1 : 0;
		const char *reason;

		if (!column)      /* a column that was not chosen */
			continue;
		snprintf(word, sizeof word, "%.*s", (int)(length - from), flag + from);
		reason = words_flag(word);
		to = mem_resize(to, at + strlen(column) + strlen(reason) + 5, 1);
		at += (size_t)sprintf(to + at, "%s%s%s%s", at ? "; " : "", column, equals ? ": " : "",
				      reason);
	}
	return to;
}

/* Signs of DIN 55301. */
static const char *sign_of(enum missing missing)
{
	static const char *const signs[] = { "", ".", "...", "/" };

	return signs[missing];
}

const char *table_shown(const struct table_column *column, const char *text)
{
	return column->kind == COLUMN_WORD ? words_shown(text) : words_group(text);
}

/* `to` has 64 bytes, long texts are returned. */
static const char *human_cell(const struct table_column *column, const struct cell *cell,
			      int hours_minutes, char to[64])
{
	if (!cell->present)
		return sign_of(cell->missing);
	if (column->kind == COLUMN_FLAG)
		return human_flag(cell->is.text, to);
	if (table_is_text(column))
		return table_shown(column, cell->is.text);
	if (column->kind == COLUMN_COUNT)
		snprintf(to, 64, "%lld", (long long)cell->is.count);
	else
		human_number(to, column, cell->is.number, hours_minutes);
	return to;
}

struct text_form {
	const struct table *table;
	int hours_minutes;
	size_t *widths;           /* 0: nothing in that column, so it is left out */
	size_t last;              /* column that is shown last */
	FILE *to;
};

/* A column that no row has anything to say in is of no use to people. */
static int has_content(const struct table *table, size_t column, int hours_minutes)
{
	const struct table_column *kind = &table->columns[column];
	char number[64];

	for (size_t i = column; i < table->count; i += table->width)
		if (*human_cell(kind, &table->cells[i], hours_minutes, number))
			return 1;
	return 0;
}

/* What a cell looks like on a terminal; the caller frees. */
static char *shown(const struct text_form *form, size_t i)
{
	const struct table *table = form->table;
	char number[64];
	const char *text = human_cell(&table->columns[i % table->width], &table->cells[i],
				      form->hours_minutes, number);
	size_t size = 4 * strlen(text) + 1;
	char *escaped = mem_new(size, 1);

	text_escape(escaped, size, text, strlen(text));
	return escaped;
}

static void find_widths(struct text_form *form)
{
	const struct table *table = form->table;

	for (size_t c = 0; c < table->width; c++) {
		if (!has_content(table, c, form->hours_minutes))
			continue;
		form->widths[c] = text_width(table_heading(&table->columns[c]));
		form->last = c;
	}
	for (size_t i = 0; i < table->count; i++) {
		char *text = shown(form, i);
		size_t width = text_width(text);

		if (width > form->widths[i % table->width])
			form->widths[i % table->width] = width;
		free(text);
	}
}

/* Texts stand at the left, numbers at the right; nothing trails after the last column. */
static void put_aligned(const struct text_form *form, size_t column, const char *text)
{
	int left = table_is_text(&form->table->columns[column]);
	int last = column == form->last, pad;

	if (!form->widths[column])
		return;
	pad = (int)(form->widths[column] - text_width(text));
	if (column)
		fputs("  ", form->to);
	fprintf(form->to, "%*s%s%*s", left ? 0 : pad, "", text, left && !last ? pad : 0, "");
	if (last)
		fputc('\n', form->to);
}

static void print_text(const struct table *table, int hours_minutes, FILE *to)
{
	struct text_form form = { table, hours_minutes, mem_new(table->width, sizeof(size_t)), 0, to };

	table_put_notes(table, to);
	if (table->note_count)
		fputc('\n', to);
	find_widths(&form);
	for (size_t c = 0; c < table->width; c++)
		put_aligned(&form, c, table_heading(&table->columns[c]));
	for (size_t i = 0; i < table->count; i++) {
		char *text = shown(&form, i);

		put_aligned(&form, i % table->width, text);
		free(text);
	}
	free(form.widths);
}

/* A bar would end the cell, the rest could become markup or a link. */
static void put_markdown(const char *text, FILE *to)
{
	for (; *text; text++) {
		if ((unsigned char)*text < 0x20)
			fputc(' ', to);
		else if (strchr("\\`*_{}[]<>()#|~", *text))
			fprintf(to, "\\%c", *text);
		else
			fputc(*text, to);
	}
}

static void print_markdown(const struct table *table, int hours_minutes, FILE *to)
{
	char number[64];

	for (size_t i = 0; i < table->note_count; i++) {
		put_markdown(table->notes[i], to);
		fputs("\n\n", to);
	}
	for (size_t c = 0; c < table->width; c++) {
		fputs("| ", to);
		put_markdown(table_heading(&table->columns[c]), to);
		fputc(' ', to);
	}
	fputs("|\n", to);
	for (size_t c = 0; c < table->width; c++)
		fputs(table_is_text(&table->columns[c]) ? "|---" : "|--:", to);
	fputs("|\n", to);
	for (size_t i = 0; i < table->count; i++) {
		const struct table_column *column = &table->columns[i % table->width];

		fputs("| ", to);
		put_markdown(human_cell(column, &table->cells[i], hours_minutes, number), to);
		fputs(i % table->width + 1 == table->width ? " |\n" : " ", to);
	}
}

/* Excel reads `=1+1` in a CSV file as a formula and runs it. */
static void put_excel_text(const char *text, FILE *to)
{
	char *guarded;

	if (!*text || !strchr("=+-@\t\r", *text)) {
		put_quoted(to, text, strlen(text), ";\"\r\n");
		return;
	}
	guarded = mem_new(strlen(text) + 2, 1);
	guarded[0] = '\'';
	strcpy(guarded + 1, text);
	put_quoted(to, guarded, strlen(guarded), ";\"\r\n");
	free(guarded);
}

static void put_excel(const struct table_column *column, const char *text, FILE *to)
{
	if (table_is_text(column))
		put_excel_text(text, to);
	else
		fputs(text, to);
}

static void print_excel(const struct table *table, int hours_minutes, FILE *to)
{
	char number[64];

	fputs("\xEF\xBB\xBF", to);
	for (size_t c = 0; c < table->width; c++) {
		fputs(c ? ";" : "", to);
		put_excel_text(table_heading(&table->columns[c]), to);
	}
	fputs("\r\n", to);
	for (size_t i = 0; i < table->count; i++) {
		const struct table_column *column = &table->columns[i % table->width];

		put_excel(column, human_cell(column, &table->cells[i], hours_minutes, number), to);
		fputs(i % table->width + 1 == table->width ? "\r\n" : ";", to);
	}
}

/* ---- HTML ------------------------------------------------------------------------ */

void html_put_text(FILE *to, const char *text)
{
	for (; *text; text++) {
		if (*text == '&')
			fputs("&amp;", to);
		else if (*text == '<')
			fputs("&lt;", to);
		else if (*text == '>')
			fputs("&gt;", to);
		else if (*text == '"')
			fputs("&quot;", to);
		else if ((unsigned char)*text < 0x20)
			fputc(' ', to);
		else
			fputc(*text, to);
	}
}

/* The first cell of a row says what the row is about. */
static void put_html_cell(const struct table *table, size_t i, int hours_minutes, FILE *to)
{
	size_t column = i % table->width;
	const struct table_column *kind = &table->columns[column];
	const char *element = column == 0 ? "th" : "td";
	char number[64];

	fprintf(to, "<%s%s%s>", element, column == 0 ? " scope=\"row\"" : "",
		table_is_text(kind) ? "" : " class=\"n\"");
	html_put_text(to, human_cell(kind, &table->cells[i], hours_minutes, number));
	fprintf(to, "</%s>", element);
}

static void print_html(const struct table *table, int hours_minutes, FILE *to)
{
	unsigned char *shown_columns = mem_new(table->width, 1);

	fputs("<table>\n<thead><tr>", to);
	for (size_t c = 0; c < table->width; c++) {
		shown_columns[c] = (unsigned char)(c == 0 || has_content(table, c, hours_minutes));
		if (!shown_columns[c])
			continue;
		fprintf(to, "<th scope=\"col\"%s>",
			table_is_text(&table->columns[c]) ? "" : " class=\"n\"");
		html_put_text(to, table_heading(&table->columns[c]));
		fputs("</th>", to);
	}
	fputs("</tr></thead>\n<tbody>\n", to);
	for (size_t i = 0; i < table->count; i++) {
		if (i % table->width == 0)
			fputs("<tr>", to);
		if (shown_columns[i % table->width])
			put_html_cell(table, i, hours_minutes, to);
		if (i % table->width + 1 == table->width)
			fputs("</tr>\n", to);
	}
	fputs("</tbody>\n</table>\n", to);
	free(shown_columns);
}

struct table_value table_at(const struct table *table, size_t row, size_t column)
{
	const struct cell *cell = &table->cells[row * table->width + column];
	const struct table_column *kind = &table->columns[column];
	struct table_value value = { .text = "", .present = cell->present,
				     .missing = cell->missing };

	if (cell->present && table_is_text(kind))
		value.text = cell->is.text;
	else if (cell->present)
		value.number = kind->kind == COLUMN_COUNT ? (double)cell->is.count :
							    cell->is.number;
	return value;
}

int table_print(const struct table *table, enum table_format format, int hours_minutes, FILE *to)
{
	switch (format) {
	case TABLE_CSV:
		print_csv(table, to);
		break;
	case TABLE_TEXT:
		print_text(table, hours_minutes, to);
		break;
	case TABLE_EXCEL:
		print_excel(table, hours_minutes, to);
		break;
	case TABLE_MARKDOWN:
		print_markdown(table, hours_minutes, to);
		break;
	case TABLE_JSON:
		print_json(table, to);
		break;
	case TABLE_HTML:
		print_html(table, hours_minutes, to);
		break;
	}
	return ferror(to) ? -1 : 0;
}
