/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet - rows of a made-up export, in one of the layouts that services have. */
#include <string.h>

#include "base/decimal.h"
#include "base/text.h"
#include "data/date.h"
#include "data/sheet.h"

const char *const sheet_dialects[] = { "canonical", "german", "german-clock", "german-hours",
				       NULL };

enum effort { MINUTES, HOURS_MINUTES, CLOCK, HOURS };

static const struct layout {
	const char *mark;
	const char *row_end;
	char delimiter;
	char decimal_mark;
	void (*date)(char to[11], int32_t date);
	enum effort effort;
	int german, cp1252;
} layouts[SHEET_DIALECTS] = {
	[SHEET_CANONICAL] = { "", "\n", ',', '.', date_write, MINUTES, 0, 0 },
	[SHEET_GERMAN] = { "\xEF\xBB\xBF", "\r\n", ';', ',', date_write_german, HOURS_MINUTES,
			   1, 0 },
	[SHEET_GERMAN_CLOCK] = { "\xEF\xBB\xBF", "\r\n", ';', ',', date_write_german, CLOCK,
				 1, 0 },
	[SHEET_GERMAN_HOURS] = { "", "\r\n", ';', ',', date_write_german, HOURS, 1, 1 },
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

/* Letters up to U+00FF are two bytes in UTF-8 and one here, with the same number. */
static void put_cp1252(struct sheet *sheet, const char *text)
{
	for (; *text; text++) {
		char letter = *text;

		if ((unsigned char)letter >= 0x80) {
			letter = (char)(((unsigned char)text[0] & 0x03) << 6 |
					((unsigned char)text[1] & 0x3F));
			text++;
		}
		put(sheet, &letter, 1);
	}
}

static void put_text(struct sheet *sheet, const char *text)
{
	if (layouts[sheet->dialect].cp1252)
		put_cp1252(sheet, text);
	else
		put(sheet, text, strlen(text));
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
	put_text(sheet, text);
}

void sheet_texts(struct sheet *sheet, const char *const texts[], size_t count)
{
	next_cell(sheet);
	for (size_t i = 0; i < count; i++) {
		if (i)
			put(sheet, "|", 1);
		put_text(sheet, texts[i]);
	}
}

void sheet_word(struct sheet *sheet, const struct sheet_word *word)
{
	const struct layout *layout = &layouts[sheet->dialect];
	const char *german = layout->effort == HOURS && word->hours ? word->hours : word->german;

	sheet_text(sheet, layout->german ? german : word->canonical);
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
	enum effort effort = layouts[sheet->dialect].effort;

	if (effort == MINUTES) {
		sheet_count(sheet, minutes);
		return;
	}
	if (effort == HOURS) {
		sheet_number(sheet, minutes / 60.0);
		return;
	}
	next_cell(sheet);
	put_digits(sheet, minutes / 60, effort == CLOCK ? 2 : 1);
	put(sheet, ":", 1);
	put_digits(sheet, minutes % 60, 2);
	if (effort == CLOCK)
		put(sheet, ":00", 3);
}

void sheet_number(struct sheet *sheet, double value)
{
	char text[DECIMAL_SIZE], *mark;

	decimal_shortest(text, value);
	mark = strchr(text, '.');
	if (mark)
		*mark = layouts[sheet->dialect].decimal_mark;
	sheet_text(sheet, text);
}
