/* SPDX-License-Identifier: GPL-3.0-or-later */
/* monthly - a small table of numbers by month. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/csv.h"
#include "data/date.h"
#include "data/monthly.h"

struct reading {
	struct csv_reader *reader;
	struct monthly *monthly;
	size_t month, column[MONTHLY_COLUMNS], columns;
};

static size_t find_column(const struct csv_reader *reader, const char *name)
{
	size_t i = 0;

	while (i < csv_width(reader) && !text_equal(csv_name(reader, i), name))
		i++;
	return i;
}

static int recognise(struct reading *reading, const char *const names[], struct fault *fault)
{
	const struct csv_reader *reader = reading->reader;

	reading->month = find_column(reader, "month");
	for (size_t c = 0; c < reading->columns; c++)
		reading->column[c] = find_column(reader, names[c]);
	if (reading->month < csv_width(reader) && reading->column[0] < csv_width(reader))
		return 0;
	return fault_at(fault, STATUS_DATA, csv_file(reader), 1, 0,
			N_("a table with the columns month and %s is needed"), names[0]);
}

static int read_month(const struct reading *reading, const struct csv_row *row, int32_t *month)
{
	const struct csv_cell *cell = &row->cells[reading->month];
	int32_t first, last;

	if (cell->length != 7 || date_span(cell->text, &first, &last) != 0) {
		csv_refuse(reading->reader, reading->month, STATUS_DATA,
			   N_("not a month, which is written 2026-10"));
		return -1;
	}
	*month = month_of(first);
	return 0;
}

static int read_value(const struct reading *reading, const struct csv_row *row, size_t c,
		      double *value)
{
	size_t index = reading->column[c];

	*value = NAN;
	if (index >= row->width || (c > 0 && !row->cells[index].length))
		return 0;
	if (text_number(row->cells[index].text, value) != 0) {
		csv_refuse(reading->reader, index, STATUS_DATA,
			   N_("not a number with '.' for decimals"));
		return -1;
	}
	if (*value >= 0)
		return 0;
	csv_refuse(reading->reader, index, STATUS_DATA, N_("must not be negative"));
	return -1;
}

static void take(const struct reading *reading, const struct csv_row *row)
{
	struct monthly *monthly = reading->monthly;
	struct monthly_row *to;

	monthly->rows = mem_grow(monthly->rows, monthly->count, &monthly->capacity,
				 sizeof *monthly->rows);
	to = &monthly->rows[monthly->count];
	to->line = row->line;
	for (size_t c = 0; c < MONTHLY_COLUMNS; c++)
		to->value[c] = NAN;
	if (read_month(reading, row, &to->month) != 0)
		return;
	for (size_t i = 0; i < monthly->count; i++)
		if (monthly->rows[i].month == to->month) {
			csv_refuse(reading->reader, reading->month, STATUS_DATA,
				   N_("this month stands there already, in line %ld"),
				   monthly->rows[i].line);
			return;
		}
	for (size_t c = 0; c < reading->columns; c++)
		if (read_value(reading, row, c, &to->value[c]) != 0)
			return;
	monthly->count++;
}

static int by_month(const void *a, const void *b)
{
	const struct monthly_row *x = a, *y = b;

	return (x->month > y->month) - (x->month < y->month);
}

static int read_rows(struct reading *reading, struct fault *fault)
{
	struct csv_row row;
	int more;

	csv_want_all(reading->reader);
	while ((more = csv_next(reading->reader, &row, fault)) > 0)
		take(reading, &row);
	return more;
}

int monthly_read(struct monthly *monthly, const char *path, const char *const names[],
		 size_t columns, struct findings *findings, struct fault *fault)
{
	const struct csv_layout layout = { .delimiter = ',', .is_table = 1 };
	struct reading reading = { .monthly = monthly, .columns = columns };
	size_t refused = findings->refused;
	int failed;

	*monthly = (struct monthly){ .file = path };
	reading.reader = csv_open(path, &layout, findings, fault);
	if (!reading.reader)
		return -1;
	failed = recognise(&reading, names, fault) != 0 || read_rows(&reading, fault) != 0;
	csv_close(reading.reader);
	if (failed || findings->refused > refused)
		return -1;
	if (!monthly->count)
		return fault_at(fault, STATUS_DATA, path, 0, 0, N_("a table without rows"));
	qsort(monthly->rows, monthly->count, sizeof *monthly->rows, by_month);
	return 0;
}

void monthly_free(struct monthly *monthly)
{
	free(monthly->rows);
	monthly->rows = NULL;
}

const struct monthly_row *monthly_find(const struct monthly *monthly, int32_t month)
{
	for (size_t i = 0; i < monthly->count; i++)
		if (monthly->rows[i].month == month)
			return &monthly->rows[i];
	return NULL;
}
