/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet - rows of a made-up export, in one of the layouts that services have. */
#include <string.h>

#include "base/text.h"
#include "data/date.h"
#include "data/sheet.h"

const char *const sheet_dialects[] = { "canonical", "german", NULL };

static const struct layout {
	const char *mark;
	const char *row_end;
	char delimiter;
	char decimal_mark;
	void (*date)(char to[11], int32_t date);
	int hours_minutes;
} layouts[SHEET_DIALECTS] = {
	[SHEET_CANONICAL] = { "", "\n", ',', '.', date_write, 0 },
	[SHEET_GERMAN] = { "\xEF\xBB\xBF", "\r\n", ';', ',', date_write_german, 1 },
};

/* One write a row: stdio's locking and copying for each cell cost more than all else. */
static void put(struct sheet *sheet, const char *text, size_t length)
{
	if (sheet->used + length > sizeof sheet->row) {
		fwrite(sheet->row, 1, sheet->used, sheet->to);
		sheet->used = 0;
	}
	if (length > sizeof sheet->row) {
		fwrite(text, 1, length, sheet->to);
		return;
	}
	memcpy(sheet->row + sheet->used, text, length);
	sheet->used += length;
}

static void put_digits(struct sheet *sheet, int64_t number, int digits)
{
	char text[24];
	int at = sizeof text;

	do {
		text[--at] = (char)('0' + number % 10);
		number /= 10;
		digits--;
	} while (number || digits > 0);
	put(sheet, text + at, sizeof text - (size_t)at);
}

static void next_cell(struct sheet *sheet)
{
	if (sheet->column++)
		put(sheet, &layouts[sheet->dialect].delimiter, 1);
}

void sheet_start(struct sheet *sheet, FILE *to, enum sheet_dialect dialect,
		 const struct sheet_word *names, size_t count)
{
	sheet->to = to;
	sheet->dialect = dialect;
	sheet->used = 0;
	sheet->column = 0;
	put(sheet, layouts[dialect].mark, strlen(layouts[dialect].mark));
	for (size_t i = 0; i < count; i++)
		sheet_word(sheet, &names[i]);
	sheet_end_row(sheet);
}

void sheet_end_row(struct sheet *sheet)
{
	put(sheet, layouts[sheet->dialect].row_end, strlen(layouts[sheet->dialect].row_end));
	fwrite(sheet->row, 1, sheet->used, sheet->to);
	sheet->used = 0;
	sheet->column = 0;
}

void sheet_empty(struct sheet *sheet)
{
	next_cell(sheet);
}

void sheet_text(struct sheet *sheet, const char *text)
{
	next_cell(sheet);
	put(sheet, text, strlen(text));
}

void sheet_texts(struct sheet *sheet, const char *const texts[], size_t count)
{
	next_cell(sheet);
	for (size_t i = 0; i < count; i++) {
		if (i)
			put(sheet, "|", 1);
		put(sheet, texts[i], strlen(texts[i]));
	}
}

void sheet_word(struct sheet *sheet, const struct sheet_word *word)
{
	sheet_text(sheet, word->in[sheet->dialect]);
}

void sheet_id(struct sheet *sheet, const char *prefix, int64_t number, int digits)
{
	sheet_text(sheet, prefix);
	put_digits(sheet, number, digits);
}

void sheet_count(struct sheet *sheet, int64_t count)
{
	next_cell(sheet);
	put_digits(sheet, count, 1);
}

void sheet_date(struct sheet *sheet, int32_t date)
{
	char text[11];

	layouts[sheet->dialect].date(text, date);
	sheet_text(sheet, text);
}

void sheet_minutes(struct sheet *sheet, int minutes)
{
	if (!layouts[sheet->dialect].hours_minutes) {
		sheet_count(sheet, minutes);
		return;
	}
	sheet_count(sheet, minutes / 60);
	put(sheet, ":", 1);
	put_digits(sheet, minutes % 60, 2);
}

void sheet_number(struct sheet *sheet, double value)
{
	char text[32], *mark;

	text_shortest(text, value);
	mark = strchr(text, '.');
	if (mark)
		*mark = layouts[sheet->dialect].decimal_mark;
	sheet_text(sheet, text);
}
