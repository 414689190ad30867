/* SPDX-License-Identifier: GPL-3.0-or-later */
/* book - the tables of a document as a workbook. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifndef NO_WORKBOOK
#include <xlsxwriter.h>
#endif

#include "base/mem.h"
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
enum { HEADING_BYTES = 256 };     /* of a heading on a chart that begins like a formula */
/* The sheet of sentences: its column fits on paper, and so many characters surely on a line of it;
 * heights in points. */
enum { TEXT_WIDTH = 76, TEXT_LINE = 70, LINE_HEIGHT = 15, HEADING_HEIGHT = 26 };

struct book {
	lxw_workbook *workbook;
	lxw_format *head[2];                    /* of texts: in the first column, and behind numbers */
	lxw_format *head_right, *word, *title;
	lxw_format *text[ITEM_ALERT + 1];       /* by kind of item */
	lxw_format *number[DECIMALS_MOST + 1];
	size_t sheets;
};

/* ---- names ----------------------------------------------------------------------- */

static int begins(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

/* How many bytes of a caption are a sheet's name: what stands before the first sign that parts
 * sentences, and whole words if it is longer than `most` characters (of UTF-8, not bytes). */
static size_t short_name(const char *caption, size_t most)
{
	size_t length = strcspn(caption, ";:,("), characters = 0, word = 0;

	for (size_t i = 0; i < length; i++) {
		if (caption[i] == ' ')
			word = i;
		if (begins(caption[i]) && characters++ == most)
			return word ? word : i;
	}
	while (length && caption[length - 1] == ' ')
		length--;
	return length;
}

/* "3 Figures": the number makes it unlike all others. Without what a sheet's name must not have. A
 * number alone would need quotes in a chart's references, which the library does not set. */
static void name_sheet(char name[128], size_t number, const char *caption)
{
	int digits = snprintf(name, 128, "%zu", number);
	size_t most = NAME_MOST - (size_t)digits - 1, length = short_name(caption, most);

	if (!length) {
		caption = _("table");
		length = short_name(caption, most);
	}
	snprintf(name + digits, 128 - (size_t)digits, " %.*s", (int)length, caption);
	for (char *c = name; *c; c++)
		if (strchr("[]*?/\\'", *c))
			*c = ' ';
}

static lxw_worksheet *add_sheet(struct book *book, char name[128], const char *caption)
{
	lxw_worksheet *sheet;

	name_sheet(name, ++book->sheets, caption);
	sheet = workbook_add_worksheet(book->workbook, name);
	worksheet_set_paper(sheet, 9);           /* A4 */
	worksheet_fit_to_pages(sheet, 1, 0);     /* one wide, as many high as it takes */
	return sheet;
}

/* ---- sheets ---------------------------------------------------------------------- */

static int is_number(const struct table_column *column)
{
	return column->kind == COLUMN_NUMBER || column->kind == COLUMN_HOURS ||
	       column->kind == COLUMN_COUNT;
}

/* A text as it stands in the sheet; the caller frees. */
static char *shown(const struct stored *stored, size_t column, const char *text)
{
	const struct table_column *kind = &stored->columns[column];

	if (kind->kind == COLUMN_FLAG)
		return table_flag(stored->table, text);
	text = table_shown(kind, text);
	return mem_text(text, strlen(text));
}

static void put_cell(struct book *book, lxw_worksheet *sheet, const struct stored *stored,
		     size_t row, size_t column)
{
	const struct table_column *kind = &stored->columns[column];
	struct table_value value = table_at(stored->table, row, column);
	int decimals = kind->kind == COLUMN_COUNT ? 0 : kind->decimals;
	char *text;

	if (!value.present)
		return;
	if (!table_is_text(kind)) {
		worksheet_write_number(sheet, (lxw_row_t)row + 1, (lxw_col_t)column, value.number,
				       book->number[decimals < DECIMALS_MOST ? decimals :
									       DECIMALS_MOST]);
		return;
	}
	text = shown(stored, column, value.text);
	if (*text)
		worksheet_write_string(sheet, (lxw_row_t)row + 1, (lxw_col_t)column, text,
				       column ? book->word : NULL);
	free(text);
}

/* In characters; 0: flags that have nothing to say. */
static double width_of(const struct stored *stored, size_t column)
{
	size_t width = text_width(table_heading(&stored->columns[column])) + 3;
	int empty = stored->columns[column].kind == COLUMN_FLAG;

	for (size_t row = 0; row < table_rows(stored->table); row++) {
		struct table_value value = table_at(stored->table, row, column);
		char *text = shown(stored, column, value.present ? value.text : "");

		if (text_width(text) + 2 > width)
			width = text_width(text) + 2;
		empty = empty && !*text;
		free(text);
	}
	if (empty)
		return 0;
	return width < WIDTH_MOST ? (double)width : WIDTH_MOST;
}

/* ---- charts ---------------------------------------------------------------------- */

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

static int has_negative(const struct stored *stored, size_t column)
{
	for (size_t row = 0; row < table_rows(stored->table); row++)
		if (table_at(stored->table, row, column).number < 0)
			return 1;
	return 0;
}

/* The library takes what begins with an equals sign for a place in this workbook or another one,
 * and programs that open it may go there. A blank before it is seen by nobody. */
static const char *chart_text(char *to, size_t size, const char *heading)
{
	if (*heading != '=')
		return heading;
	snprintf(to, size, " %s", heading);
	return to;
}

static lxw_chart_series *put_series(lxw_chart *chart, const char *name, const struct stored *stored,
				    size_t column)
{
	lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
	lxw_row_t last = (lxw_row_t)table_rows(stored->table);
	char text[HEADING_BYTES];

	chart_series_set_categories(series, name, 1, 0, last, 0);
	chart_series_set_values(series, name, 1, (lxw_col_t)column, last, (lxw_col_t)column);
	chart_series_set_name(series, chart_text(text, sizeof text,
						 table_heading(&stored->columns[column])));
	return series;
}

/* Of a forecast its limits, too: a single line would look certain. Returns how many. */
static size_t put_limits(lxw_chart *chart, const char *name, const struct stored *stored)
{
	lxw_chart_line thin = { .color = 0x595959, .width = 1, .dash_type = LXW_CHART_LINE_DASH_DASH };
	size_t count = 0;

	for (size_t i = 1; i < stored->width; i++)
		if (strcmp(stored->columns[i].name, "q10") == 0 ||
		    strcmp(stored->columns[i].name, "q90") == 0) {
			chart_series_set_line(put_series(chart, name, stored, i), &thin);
			count++;
		}
	return count;
}

static void put_chart(struct book *book, lxw_worksheet *sheet, const char *name,
		      const struct document_item *item)
{
	const struct stored *stored = &item->stored;
	size_t column = column_to_draw(stored);
	lxw_chart_options larger = { .x_scale = 1.4, .y_scale = 1.2 };
	lxw_chart *chart;
	char title[HEADING_BYTES];
	const char *what;

	if (!has_periods(stored) || column == stored->width)
		return;
	what = chart_text(title, sizeof title, table_heading(&stored->columns[column]));
	chart = workbook_add_chart(book->workbook, LXW_CHART_LINE);
	put_series(chart, name, stored, column);
	chart_title_set_name(chart, what);
	chart_axis_set_name(chart->x_axis, table_heading(&stored->columns[0]));
	chart_axis_set_name(chart->y_axis, what);
	if (!has_negative(stored, column))
		chart_axis_set_min(chart->y_axis, 0);
	chart_legend_set_position(chart, put_limits(chart, name, stored) ? LXW_CHART_LEGEND_BOTTOM :
									   LXW_CHART_LEGEND_NONE);
	worksheet_insert_chart_opt(sheet, 1, (lxw_col_t)(stored->width + 1), chart, &larger);
}

/* ---- sheets of tables and of sentences ------------------------------------------- */

static void put_table(struct book *book, const struct document_item *item)
{
	const struct stored *stored = &item->stored;
	size_t rows = table_rows(stored->table);
	char name[128];
	lxw_worksheet *sheet = add_sheet(book, name, item->text);

	for (size_t c = 0; c < stored->width; c++) {
		const struct table_column *kind = &stored->columns[c];
		double width = width_of(stored, c);
		lxw_row_col_options silent = { .hidden = width == 0 };

		worksheet_write_string(sheet, 0, (lxw_col_t)c, table_heading(kind),
				       is_number(kind) ? book->head_right :
				       book->head[c > 0]);
		worksheet_set_column_opt(sheet, (lxw_col_t)c, (lxw_col_t)c, width, NULL, &silent);
		for (size_t row = 0; row < rows; row++)
			put_cell(book, sheet, stored, row, c);
	}
	worksheet_freeze_panes(sheet, 1, 1);
	worksheet_autofilter(sheet, 0, 0, (lxw_row_t)rows, (lxw_col_t)(stored->width - 1));
	worksheet_repeat_rows(sheet, 0, 0);
	worksheet_set_landscape(sheet);
	put_chart(book, sheet, name, item);
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

/* Programs that open the workbook do not all find the height of what is folded. */
static void put_sentence(struct book *book, lxw_worksheet *sheet, lxw_row_t row,
			 const struct document_item *item)
{
	size_t lines = text_width(item->text) / TEXT_LINE + 1;

	worksheet_set_row(sheet, row, item->kind == ITEM_HEADING ? HEADING_HEIGHT :
						   (double)(lines * LINE_HEIGHT), NULL);
	worksheet_write_string(sheet, row, 0, item->text, book->text[item->kind]);
}

/* The caption of a table in its place, which leads to its sheet. */
static void put_link(lxw_worksheet *sheet, lxw_row_t row, size_t number, const char *caption)
{
	char name[128], target[160];

	name_sheet(name, number, caption);
	snprintf(target, sizeof target, "internal:'%s'!A1", name);
	worksheet_write_url_opt(sheet, row, 0, target, NULL, *caption ? caption : name, NULL);
}

static void put_sentences(struct book *book, const struct document *document)
{
	lxw_worksheet *sheet;
	lxw_row_t row = 0;
	size_t tables = 1;
	char name[128];

	if (!has_sentences(document))
		return;
	sheet = add_sheet(book, name, _("Text"));
	worksheet_set_column(sheet, 0, 0, TEXT_WIDTH, NULL);
	if (*document->title)
		worksheet_write_string(sheet, row++, 0, document->title, book->title);
	if (*document->subtitle)
		worksheet_write_string(sheet, row++, 0, document->subtitle, NULL);
	for (size_t i = 0; i < document->count; i++) {
		const struct document_item *item = &document->items[i];

		if (item->kind <= ITEM_ALERT)
			put_sentence(book, sheet, row++, item);
		else if (item->kind == ITEM_TABLE)
			put_link(sheet, row++, ++tables, item->text);
	}
}

/* ---- the whole ------------------------------------------------------------------- */

static lxw_format *make_head(struct book *book, uint8_t side)
{
	lxw_format *format = workbook_add_format(book->workbook);

	format_set_bold(format);
	format_set_text_wrap(format);
	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	format_set_align(format, side);
	return format;
}

/* Of sentences: as on the page, a heading with room above it. */
static lxw_format *make_text(struct book *book, enum item_kind kind)
{
	lxw_format *format = workbook_add_format(book->workbook);

	format_set_text_wrap(format);
	format_set_align(format, kind == ITEM_HEADING ? LXW_ALIGN_VERTICAL_BOTTOM :
							LXW_ALIGN_VERTICAL_TOP);
	if (kind == ITEM_HEADING || kind == ITEM_ALERT)
		format_set_bold(format);
	if (kind == ITEM_HEADING)
		format_set_font_size(format, 13);
	if (kind == ITEM_BULLET)
		format_set_indent(format, 1);
	if (kind == ITEM_NOTE)
		format_set_font_color(format, 0x4a4a4a);
	if (kind == ITEM_ALERT)
		format_set_font_color(format, 0x8a1f11);
	return format;
}

static void make_formats(struct book *book)
{
	static const char *const forms[] = { "0", "0.0", "0.00", "0.000", "0.0000" };

	book->head[0] = make_head(book, LXW_ALIGN_LEFT);
	book->head[1] = make_head(book, LXW_ALIGN_LEFT);
	format_set_indent(book->head[1], 1);
	book->head_right = make_head(book, LXW_ALIGN_RIGHT);
	book->word = workbook_add_format(book->workbook);
	format_set_indent(book->word, 1);
	book->title = workbook_add_format(book->workbook);
	format_set_bold(book->title);
	format_set_font_size(book->title, 16);
	for (int kind = 0; kind <= ITEM_ALERT; kind++)
		book->text[kind] = make_text(book, (enum item_kind)kind);
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
