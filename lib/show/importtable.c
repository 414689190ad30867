/* SPDX-License-Identifier: GPL-3.0-or-later */
/* importtable - what an import read, used and refused. */
#include <stdio.h>

#include "base/text.h"
#include "data/date.h"
#include "data/window.h"
#include "show/importtable.h"

static void put(struct table *table, const char *measure, const char *reason, long value)
{
	char text[24];

	table_text(table, measure);
	table_text(table, reason);
	snprintf(text, sizeof text, "%ld", value);
	table_text(table, text);
}

static void put_date(struct table *table, const char *measure, int32_t day)
{
	char text[11];

	date_write(text, day);
	table_text(table, measure);
	table_text(table, "");
	table_text(table, text);
}

struct table *import_table(const struct import *import)
{
	static const struct table_column columns[] = {
		{ "measure", NULL, COLUMN_TEXT, 0 },
		{ "reason", NULL, COLUMN_TEXT, 0 },
		{ "value", NULL, COLUMN_TEXT, 0 },
	};
	const struct intake *intake = &import->intake;
	struct table *table = table_new(columns, sizeof columns / sizeof *columns);

	put(table, "read", "", intake->rows);
	put(table, "used", "", import_rows(import));
	put(table, "refused", "", import->rejects.count);
	put(table, "duplicates", "", intake->duplicates);
	put(table, "planned", "", intake->planned);
	put(table, "deleted", "", intake->deleted);
	for (int i = 0; i < intake->drop_count; i++)
		put(table, "left_out", intake->drops[i].reason, intake->drops[i].count);
	for (size_t i = 0; i < import->rejects.reason_count; i++)
		put(table, "refused_because", import->rejects.reasons[i].text,
		    import->rejects.reasons[i].count);
	if (import->columns) {
		put(table, "no_shows", "", intake->no_shows);
		put(table, "without_case", "", intake->without_case);
	}
	if (!day_set_empty(&intake->days)) {
		put_date(table, "first_date", day_set_first(&intake->days));
		put_date(table, "last_date", day_set_last(&intake->days));
	}
	return table;
}

static void say_count(const char *what, long count, const char *reason)
{
	if (!count)
		return;
	fprintf(stderr, what, count);
	if (!reason)
		return;
	fputs(" (", stderr);
	diag_escaped(reason);
	fputc(')', stderr);
}

void say_import(const struct import *import)
{
	const struct intake *intake = &import->intake;
	char first[11], last[11];

	diag_about(intake->file);
	fprintf(stderr, _("%ld rows read, %ld used"), intake->rows, import_rows(import));
	for (size_t i = 0; i < import->rejects.reason_count; i++)
		say_count(_(", %ld refused"), import->rejects.reasons[i].count,
			  import->rejects.reasons[i].text);
	say_count(_(", %ld duplicates"), intake->duplicates, NULL);
	say_count(_(", %ld planned"), intake->planned, NULL);
	say_count(_(", %ld deleted"), intake->deleted, NULL);
	for (int i = 0; i < intake->drop_count; i++)
		say_count(_(", %ld left out"), intake->drops[i].count, intake->drops[i].reason);
	if (!day_set_empty(&intake->days)) {
		date_write(first, day_set_first(&intake->days));
		date_write(last, day_set_last(&intake->days));
		fprintf(stderr, _("; from %s to %s"), first, last);
	}
	fputc('\n', stderr);
}
