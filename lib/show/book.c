/* SPDX-License-Identifier: GPL-3.0-or-later */
/* book - the tables of a document as a workbook. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifndef NO_WORKBOOK
#include <xlsxwriter.h>
#endif

#include "base/spool.h"
#include "base/text.h"
#include "show/book.h"

#ifdef NO_WORKBOOK

int book_write(const struct document *document, FILE *to, struct fault *fault)
{
	(void)document;
	(void)to;
	return fault_set(fault, STATUS_SYSTEM,
			 N_("no workbooks: this program was built without libxlsxwriter"));
}

#else

enum { NAME_MOST = 31, DECIMALS_MOST = 4, WIDTH_MOST = 60, ROWS_MOST = 1048576 - 1 };

struct book {
	lxw_workbook *workbook;
	lxw_format *head, *title, *wrap;
	lxw_format *number[DECIMALS_MOST + 1];
	size_t sheets;
};

/* ---- names ----------------------------------------------------------------------- */

/* Characters of UTF-8, not bytes, and none of those that a sheet's name must not have. */
static size_t cut(char *to, size_t room, const char *from, size_t most)
{
	size_t used = 0, characters = 0;

	for (; *from && used + 1 < room; from++) {
		int begins = ((unsigned char)*from & 0xC0) != 0x80;

		if (begins && characters++ == most)
			break;
		to[used++] = strchr("[]:*?/\\'", *from) ? ' ' : *from;
	}
	to[used] = '\0';
	return used;
}

/* "3 Figures": the number makes it unlike all others. */
static void name_sheet(struct book *book, char name[128], const char *text)
{
	int digits = snprintf(name, 128, "%zu", ++book->sheets);

	if (!*text)
		return;
	name[digits] = ' ';
	cut(name + digits + 1, 128 - (size_t)digits - 1, text, NAME_MOST - (size_t)digits - 1);
}

/* ---- sheets ---------------------------------------------------------------------- */

static void put_cell(struct book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
		     const struct table_column *kind, const struct table_value *value)
{
	int decimals = kind->kind == COLUMN_COUNT ? 0 : kind->decimals;

	if (!value->present)
		return;
	if (table_is_text(kind))
		worksheet_write_string(sheet, row, column, table_shown(kind, value->text), NULL);
	else
		worksheet_write_number(sheet, row, column, value->number,
				       book->number[decimals < DECIMALS_MOST ? decimals :
									       DECIMALS_MOST]);
}

static double width_of(const struct stored *stored, size_t column)
{
	size_t width = text_width(table_heading(&stored->columns[column])) + 3;

	for (size_t row = 0; row < table_rows(stored->table); row++) {
		struct table_value value = table_at(stored->table, row, column);
		size_t wanted = text_width(table_shown(&stored->columns[column], value.text)) + 2;

		if (value.present && wanted > width)
			width = wanted;
	}
	return width < WIDTH_MOST ? (double)width : WIDTH_MOST;
}

static int is_number(const struct table_column *column)
{
	return column->kind == COLUMN_NUMBER || column->kind == COLUMN_HOURS ||
	       column->kind == COLUMN_COUNT;
}

/* Only of a table whose rows are periods, each once. */
static int has_periods(const struct stored *stored)
{
	size_t rows = table_rows(stored->table);

	if (strcmp(stored->columns[0].name, "period") != 0 || rows < 3)
		return 0;
	for (size_t row = 1; row < rows; row++)
		if (strcmp(table_at(stored->table, row - 1, 0).text,
			   table_at(stored->table, row, 0).text) >= 0)
			return 0;
	return 1;
}

static size_t column_to_draw(const struct stored *stored)
{
	size_t first = stored->width;

	for (size_t i = stored->width; i-- > 1;) {
		if (is_number(&stored->columns[i]))
			first = i;
		if (strcmp(stored->columns[i].name, "hours") == 0)
			return i;
	}
	return first;
}

static void put_chart(struct book *book, lxw_worksheet *sheet, const char *name,
		      const struct stored *stored)
{
	size_t column = column_to_draw(stored);
	lxw_row_t last = (lxw_row_t)table_rows(stored->table);
	lxw_chart_series *series;
	lxw_chart *chart;

	if (!has_periods(stored) || column == stored->width)
		return;
	chart = workbook_add_chart(book->workbook, LXW_CHART_LINE);
	series = chart_add_series(chart, NULL, NULL);
	chart_series_set_categories(series, name, 1, 0, last, 0);
	chart_series_set_values(series, name, 1, (lxw_col_t)column, last, (lxw_col_t)column);
	chart_series_set_name(series, table_heading(&stored->columns[column]));
	chart_title_set_name(chart, table_heading(&stored->columns[column]));
	chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	worksheet_insert_chart(sheet, 1, (lxw_col_t)(stored->width + 1), chart);
}

static void put_table(struct book *book, const struct document_item *item)
{
	const struct stored *stored = &item->stored;
	lxw_row_t rows = (lxw_row_t)table_rows(stored->table);
	lxw_worksheet *sheet;
	char name[128];

	name_sheet(book, name, item->text);
	sheet = workbook_add_worksheet(book->workbook, name);
	for (size_t c = 0; c < stored->width; c++) {
		worksheet_write_string(sheet, 0, (lxw_col_t)c,
				       table_heading(&stored->columns[c]), book->head);
		worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, width_of(stored, c), NULL);
	}
	for (lxw_row_t row = 0; row < rows; row++)
		for (size_t c = 0; c < stored->width; c++) {
			struct table_value value = table_at(stored->table, row, c);

			put_cell(book, sheet, row + 1, (lxw_col_t)c, &stored->columns[c], &value);
		}
	worksheet_freeze_panes(sheet, 1, 1);
	worksheet_autofilter(sheet, 0, 0, rows, (lxw_col_t)(stored->width - 1));
	worksheet_repeat_rows(sheet, 0, 0);
	worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, 9);    /* A4 */
	put_chart(book, sheet, name, stored);
}

static int has_sentences(const struct document *document)
{
	if (*document->title || *document->subtitle)
		return 1;
	for (size_t i = 0; i < document->count; i++)
		if (document->items[i].kind <= ITEM_ALERT)
			return 1;
	return 0;
}

static void put_sentences(struct book *book, const struct document *document)
{
	lxw_worksheet *sheet;
	lxw_row_t row = 0;
	char name[128];

	if (!has_sentences(document))
		return;
	name_sheet(book, name, _("Text"));
	sheet = workbook_add_worksheet(book->workbook, name);
	worksheet_set_column(sheet, 0, 0, 100, NULL);
	if (*document->title)
		worksheet_write_string(sheet, row++, 0, document->title, book->title);
	if (*document->subtitle)
		worksheet_write_string(sheet, row++, 0, document->subtitle, NULL);
	for (size_t i = 0; i < document->count; i++) {
		const struct document_item *item = &document->items[i];

		if (item->kind <= ITEM_ALERT)
			worksheet_write_string(sheet, row++, 0, item->text,
					       item->kind == ITEM_HEADING ? book->head : book->wrap);
	}
}

/* ---- the whole ------------------------------------------------------------------- */

static void make_formats(struct book *book)
{
	static const char *const forms[] = { "0", "0.0", "0.00", "0.000", "0.0000" };

	book->head = workbook_add_format(book->workbook);
	format_set_bold(book->head);
	format_set_text_wrap(book->head);
	format_set_align(book->head, LXW_ALIGN_VERTICAL_TOP);
	book->title = workbook_add_format(book->workbook);
	format_set_bold(book->title);
	format_set_font_size(book->title, 16);
	book->wrap = workbook_add_format(book->workbook);
	format_set_text_wrap(book->wrap);
	for (int i = 0; i <= DECIMALS_MOST; i++) {
		book->number[i] = workbook_add_format(book->workbook);
		format_set_num_format(book->number[i], forms[i]);
	}
}

/* Both of creation and of the archive: from the environment where the same bytes are wanted. */
static int stamp(struct book *book, const char *title, struct fault *fault)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	lxw_doc_properties properties = { .title = (char *)title, .created = time(NULL) };
	long seconds;

	if (epoch && text_whole(epoch, 0, 253402300799L, &seconds) != 0)
		return fault_set(fault, STATUS_USAGE,
				 N_("SOURCE_DATE_EPOCH must be a number of seconds"));
	if (epoch)
		properties.created = (time_t)seconds;
	workbook_set_properties(book->workbook, &properties);
	return 0;
}

static int fill(struct book *book, const struct document *document, struct fault *fault)
{
	size_t tables = 0;

	make_formats(book);
	put_sentences(book, document);
	for (size_t i = 0; i < document->count; i++) {
		if (document->items[i].kind != ITEM_TABLE)
			continue;
		if (table_rows(document->items[i].stored.table) > ROWS_MOST)
			return fault_at(fault, STATUS_DATA, document->items[i].path, 0, 0,
					N_("has more rows than a sheet: %d"), ROWS_MOST);
		put_table(book, &document->items[i]);
		tables++;
	}
	if (!tables)
		return fault_set(fault, STATUS_USAGE, N_("a workbook needs at least one table"));
	return stamp(book, document->title, fault);
}

static int copy(FILE *from, FILE *to, struct fault *fault)
{
	char block[1 << 16];
	size_t length;

	rewind(from);
	while ((length = fread(block, 1, sizeof block, from)) > 0)
		fwrite(block, 1, length, to);
	return ferror(from) ? fault_system(fault, "", N_("cannot read what was put aside")) : 0;
}

/* The library wants a path: it gets that of a file without a name. */
int book_write(const struct document *document, FILE *to, struct fault *fault)
{
	struct book book = { 0 };
	FILE *spool = spool_new(fault);
	char path[64];
	lxw_error problem;
	int result;

	if (!spool)
		return -1;
	snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(spool));
	book.workbook = workbook_new(path);
	result = fill(&book, document, fault);
	problem = workbook_close(book.workbook);
	if (result == 0 && problem)
		result = fault_set(fault, STATUS_SYSTEM, N_("the workbook cannot be written: %s"),
				   lxw_strerror(problem));
	if (result == 0)
		result = copy(spool, to, fault);
	fclose(spool);
	return result;
}

#endif
