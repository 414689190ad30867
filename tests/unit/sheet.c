/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of all dialects, by hand from verlauf-csv(5) and from what Excel writes. */
#include <stdlib.h>

#include "data/date.h"
#include "data/sheet.h"
#include "tap.h"

static const struct sheet_word names[] = {
	{ "date", "Datum", NULL }, { "minutes", "Dauer", "Stunden" }
};

static char *write_rows(enum sheet_dialect dialect)
{
	static const char *const both[] = { "a", "b" };
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	struct sheet sheet;

	sheet_start(&sheet, to, dialect, names, 2);
	sheet_date(&sheet, date_from_civil(2024, 2, 29));
	sheet_minutes(&sheet, 0);
	sheet_end_row(&sheet);
	sheet_empty(&sheet);
	sheet_minutes(&sheet, 65);
	sheet_minutes(&sheet, 15);
	sheet_id(&sheet, "F", 123, 6);
	sheet_id(&sheet, "F", 12345678, 6);
	sheet_count(&sheet, 0);
	sheet_texts(&sheet, both, 2);
	sheet_text(&sheet, "Büro");
	sheet_number(&sheet, 0.75);
	sheet_end_row(&sheet);
	fclose(to);
	return text;
}

static void test_long(size_t length)
{
	char *cell = malloc(length + 1), *want = malloc(2 * length + 4), *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	struct sheet sheet;

	memset(cell, 'x', length);
	cell[length] = '\0';
	sheet_start(&sheet, to, SHEET_CANONICAL, names, 0);
	sheet_text(&sheet, cell);
	sheet_text(&sheet, cell);
	sheet_end_row(&sheet);
	fclose(to);
	snprintf(want, 2 * length + 4, "\n%s,%s\n", cell, cell);
	ok(strcmp(text, want) == 0, "two cells of %zu bytes", length);
	free(cell);
	free(want);
	free(text);
}

static void test_dialect(enum sheet_dialect dialect, const char *want)
{
	char *text = write_rows(dialect);

	is_text(text, want, sheet_dialects[dialect]);
	free(text);
}

int main(void)
{
	test_dialect(SHEET_CANONICAL, "date,minutes\n2024-02-29,0\n"
		     ",65,15,F000123,F12345678,0,a|b,Büro,0.75\n");
	test_dialect(SHEET_GERMAN, "\xEF\xBB\xBF" "Datum;Dauer\r\n29.02.2024;0:00\r\n"
		     ";1:05;0:15;F000123;F12345678;0;a|b;Büro;0,75\r\n");
	test_dialect(SHEET_GERMAN_CLOCK, "\xEF\xBB\xBF" "Datum;Dauer\r\n29.02.2024;00:00:00\r\n"
		     ";01:05:00;00:15:00;F000123;F12345678;0;a|b;Büro;0,75\r\n");
	test_dialect(SHEET_GERMAN_HOURS, "Datum;Stunden\r\n29.02.2024;0\r\n"
		     ";1,0833333333333333;0,25;F000123;F12345678;0;a|b;B\xFCro;0,75\r\n");
	test_long(10);
	test_long(255);
	test_long(256);
	test_long(512);
	test_long(2000);
	return done();
}
