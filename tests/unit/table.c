/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table in all its forms; expected texts by hand, after verlauf-tables(5) and RFC 4180. */
#include <stdlib.h>

#include "base/lines.h"
#include "show/table.h"
#include "tap.h"

static const struct table_column columns[] = {
	{ "name", "name", COLUMN_TEXT, 0 },
	{ "n", "number", COLUMN_COUNT, 0 },
	{ "share", "share", COLUMN_NUMBER, 2 },
	{ "hours", "hours", COLUMN_HOURS, 1 },
};

/* The caller frees. */
static char *print(const struct table *table, enum table_format format, int hours_minutes)
{
	char *text = NULL;
	size_t length = 0;
	FILE *to = open_memstream(&text, &length);

	table_print(table, format, hours_minutes, to);
	fclose(to);
	return text;
}

static void prints(const struct table *table, enum table_format format, int hours_minutes,
		   const char *want, const char *what)
{
	char *got = print(table, format, hours_minutes);

	is_text(got, want, what);
	free(got);
}

static void add(struct table *table, const char *name, int64_t n, double share, double hours)
{
	table_text(table, name);
	table_count(table, n);
	table_number(table, share);
	table_number(table, hours);
}

static struct table *example(void)
{
	struct table *table = table_new(columns, 4);

	add(table, "S\xC3\xBC" "d", 12, 1.0 / 3, 12.5);
	add(table, "a,b", -3, NAN, 0);
	table_text(table, "");
	table_missing(table, MISSING_SECRET);
	table_missing(table, MISSING_LATER);
	table_missing(table, MISSING_UNRELIABLE);
	return table;
}

static void test_forms(void)
{
	struct table *table = example();

	is_count((long long)table_rows(table), 3, "rows");
	prints(table, TABLE_CSV, 0,
	       "name,n,share,hours\nS\xC3\xBC" "d,12,0.3333333333333333,12.5\n\"a,b\",-3,,0\n,,,\n",
	       "csv: every digit, nothing where there is nothing");
	prints(table, TABLE_CSV, 1,
	       "name,n,share,hours\nS\xC3\xBC" "d,12,0.3333333333333333,12.5\n\"a,b\",-3,,0\n,,,\n",
	       "csv: no h:mm");
	prints(table, TABLE_JSON, 0,
	       "[\n {\"name\": \"S\xC3\xBC" "d\", \"n\": 12, \"share\": 0.3333333333333333, "
	       "\"hours\": 12.5},\n"
	       " {\"name\": \"a,b\", \"n\": -3, \"share\": null, \"hours\": 0},\n"
	       " {\"name\": \"\", \"n\": null, \"share\": null, \"hours\": null}\n]\n", "json");
	prints(table, TABLE_TEXT, 0,
	       "name  number  share  hours\n"
	       "S\xC3\xBC" "d       12   0.33   12.5\n"
	       "a,b       -3           0.0\n"
	       "           .    ...      /\n", "text: aligned by characters; signs of DIN 55301");
	prints(table, TABLE_TEXT, 1,
	       "name  number  share  hours\n"
	       "S\xC3\xBC" "d       12   0.33  12:30\n"
	       "a,b       -3          0:00\n"
	       "           .    ...      /\n", "text with h:mm");
	prints(table, TABLE_EXCEL, 0,
	       "\xEF\xBB\xBFname;number;share;hours\r\nS\xC3\xBC" "d;12;0.33;12.5\r\n"
	       "a,b;-3;;0.0\r\n;.;...;/\r\n", "excel: mark, semicolons, CRLF");
	prints(table, TABLE_MARKDOWN, 0,
	       "| name | number | share | hours |\n|---|--:|--:|--:|\n"
	       "| S\xC3\xBC" "d | 12 | 0.33 | 12.5 |\n| a,b | -3 |  | 0.0 |\n|  | . | ... | / |\n",
	       "markdown");
	table_free(table);
}

static void test_notes(void)
{
	struct table *table = table_new(columns, 1);

	table_note(table, "First note.");
	table_note(table, "Second *note*.");
	table_text(table, "x");
	prints(table, TABLE_TEXT, 0, "First note.\nSecond *note*.\n\nname\nx\n", "text with notes");
	prints(table, TABLE_MARKDOWN, 0,
	       "First note.\n\nSecond \\*note\\*.\n\n| name |\n|---|\n| x |\n", "markdown with notes");
	prints(table, TABLE_CSV, 0, "name\nx\n", "csv has none");
	table_free(table);
}

struct hostile {
	const char *text;
	const char *csv, *json, *excel, *markdown, *plain;
};

static const struct hostile hostiles[] = {
	{ "say \"no\"", "\"say \"\"no\"\"\"", "\"say \\\"no\\\"\"", "\"say \"\"no\"\"\"", "say \"no\"",
	  "say \"no\"" },
	{ "a;b", "a;b", "\"a;b\"", "\"a;b\"", "a;b", "a;b" },
	{ "a\nb", "\"a\nb\"", "\"a\\u000ab\"", "\"a\nb\"", "a b", "a\\x0Ab" },
	{ "=1+1", "=1+1", "\"=1+1\"", "'=1+1", "=1+1", "=1+1" },
	{ "+49", "+49", "\"+49\"", "'+49", "+49", "+49" },
	{ "-x", "-x", "\"-x\"", "'-x", "-x", "-x" },
	{ "@x;y", "@x;y", "\"@x;y\"", "\"'@x;y\"", "@x;y", "@x;y" },
	{ "\tx", "\tx", "\"\\u0009x\"", "'\tx", " x", "\\x09x" },
	{ "a|b", "a|b", "\"a|b\"", "a|b", "a\\|b", "a|b" },
	{ "[x](http://y)", "[x](http://y)", "\"[x](http://y)\"", "[x](http://y)",
	  "\\[x\\]\\(http://y\\)", "[x](http://y)" },
	{ "a\\b", "a\\b", "\"a\\\\b\"", "a\\b", "a\\\\b", "a\\b" },
	{ "\x1B[31m", "\x1B[31m", "\"\\u001b[31m\"", "\x1B[31m", " \\[31m", "\\x1B[31m" },
};

/* Header and cell of a table of one cell. */
static void one_cell(const struct table *table, enum table_format format, const char *pattern,
		     const char *cell, const char *what)
{
	char want[300];

	snprintf(want, sizeof want, pattern, cell);
	prints(table, format, 0, want, what);
}

static void test_hostile(void)
{
	for (size_t i = 0; i < sizeof hostiles / sizeof *hostiles; i++) {
		const struct hostile *h = &hostiles[i];
		struct table *table = table_new(columns, 1);

		table_text(table, h->text);
		one_cell(table, TABLE_CSV, "name\n%s\n", h->csv, "hostile text in csv");
		one_cell(table, TABLE_JSON, "[\n {\"name\": %s}\n]\n", h->json, "in json");
		one_cell(table, TABLE_EXCEL, "\xEF\xBB\xBFname\r\n%s\r\n", h->excel, "in excel");
		one_cell(table, TABLE_MARKDOWN, "| name |\n|---|\n| %s |\n", h->markdown, "in markdown");
		one_cell(table, TABLE_TEXT, "name\n%s\n", h->plain, "on a terminal");
		table_free(table);
	}
}

static void test_hours(void)
{
	static const struct {
		double hours;
		const char *want;
	} examples[] = {
		{ 0, "0:00" }, { 0.5, "0:30" }, { 0.25, "0:15" }, { 1.0 / 60, "0:01" }, { 100, "100:00" },
		{ 0.999, "1:00" }, { 1.9999, "2:00" }, { 1 + 59.4 / 60, "1:59" }, { -1.5, "-1:30" },
		{ -0.001, "0:00" },
	};

	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct table *table = table_new(&columns[3], 1);
		char want[40];

		table_number(table, examples[i].hours);
		snprintf(want, sizeof want, "\xEF\xBB\xBFhours\r\n%s\r\n", examples[i].want);
		prints(table, TABLE_EXCEL, 1, want, "hours and minutes");
		table_free(table);
	}
}

static void test_odd_numbers(void)
{
	static const double values[] = { -0.0, INFINITY, NAN, 1e300, 5e-324 };
	struct table *table = table_new(&columns[2], 1);

	for (size_t i = 0; i < 5; i++)
		table_number(table, values[i]);
	prints(table, TABLE_CSV, 0, "share\n0\n\n\n1e+300\n4.94065645841247e-324\n",
	       "no -0, no inf, no nan");
	table_free(table);
	table = table_new(&columns[2], 1);
	table_number(table, -0.004);
	prints(table, TABLE_TEXT, 0, "share\n 0.00\n", "text: no sign of zeros");
	prints(table, TABLE_CSV, 0, "share\n-0.004\n", "csv: the number itself");
	table_free(table);
}

/* What goes out row by row, from two parts, is what a table that is held prints. */
static void test_stream(void)
{
	struct table *whole = example(), *table = table_new(columns, 4), *parts[2];
	char *want = print(whole, TABLE_CSV, 0), *got = NULL;
	size_t length = 0;
	FILE *to = open_memstream(&got, &length);

	table_stream(table, to);
	parts[0] = table_part(table);
	parts[1] = table_part(table);
	add(table, "S\xC3\xBC" "d", 12, 1.0 / 3, 12.5);
	add(parts[0], "a,b", -3, NAN, 0);
	table_text(parts[1], "");
	table_missing(parts[1], MISSING_SECRET);
	table_missing(parts[1], MISSING_LATER);
	table_missing(parts[1], MISSING_UNRELIABLE);
	table_add(table, parts[0]);
	table_add(table, parts[1]);
	table_add(table, parts[0]);
	table_end(table);
	fclose(to);
	is_text(got, want, "streamed in parts");
	free(got);
	free(want);
	table_free(parts[0]);
	table_free(parts[1]);
	table_free(table);
	table_free(whole);
}

static void test_parts(void)
{
	struct table *whole = example(), *table = table_new(columns, 4), *part = table_part(table);
	char *want = print(whole, TABLE_TEXT, 0);

	add(table, "S\xC3\xBC" "d", 12, 1.0 / 3, 12.5);
	add(part, "a,b", -3, NAN, 0);
	table_add(table, part);
	table_text(part, "");
	table_missing(part, MISSING_SECRET);
	table_missing(part, MISSING_LATER);
	table_missing(part, MISSING_UNRELIABLE);
	table_add(table, part);
	prints(table, TABLE_TEXT, 0, want, "held in parts");
	free(want);
	table_free(part);
	table_free(table);
	table_free(whole);
}

/* Rows in parts, held or streamed, cell by cell or as they will stand in the file. */
static void put_some(struct table *part, int number)
{
	struct lines *lines = number ? table_csv(part) : NULL;
	static const char row[] = "\"a,b\",1000010,1.5,2.5\n";

	if (lines)
		lines_bytes(lines, row, sizeof row - 1);
	else
		add(part, "a,b", number ? 1000010 : -3, 1.5, 2.5);
}

static char *in_parts(int streams)
{
	struct table *table = table_new(columns, 4), *part;
	char *text = NULL;
	size_t length = 0;
	FILE *to = open_memstream(&text, &length);

	if (streams)
		table_stream(table, to);
	part = table_part(table);
	for (int i = 0; i < 6; i++) {
		put_some(part, i % 3);
		if (i % 3 == 2)
			table_add(table, part);
	}
	if (streams)
		table_end(table);
	else
		table_print(table, TABLE_CSV, 0, to);
	fclose(to);
	table_free(part);
	table_free(table);
	return text;
}

static void test_rows_as_such(void)
{
	char *want = in_parts(0), *got = in_parts(1);

	is_text(got, want, "rows of a part as such, among others");
	free(want);
	free(got);
}

int main(void)
{
	test_forms();
	test_notes();
	test_hostile();
	test_hours();
	test_odd_numbers();
	test_stream();
	test_parts();
	test_rows_as_such();
	return done();
}
