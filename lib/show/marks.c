/* SPDX-License-Identifier: GPL-3.0-or-later */
/* marks - a table of vl-curve --summary, read as marks in a drawing. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "data/csv.h"
#include "show/marks.h"
#include "show/series.h"

static const double MONTH_MAX = 12000;

struct marks {
	struct csv_reader *reader;
	struct drawing *drawing;
	size_t value, lower, upper, flag, curve;
	int measure_met, group_met;
};

/* The rows that are drawn. */
static const struct place {
	const char *name;
	size_t offset;           /* in struct drawing_marks */
	int is_month;
} places[] = {
	{ "months_1_3", offsetof(struct drawing_marks, early), 0 },
	{ "months_5_9", offsetof(struct drawing_marks, middle), 0 },
	{ "rise", offsetof(struct drawing_marks, rise), 0 },
	{ "peak_month", offsetof(struct drawing_marks, peak), 1 },
	{ "core_from", offsetof(struct drawing_marks, core_from), 1 },
	{ "core_to", offsetof(struct drawing_marks, core_to), 1 },
};

static const struct place *place_of(const char *name)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (strcmp(places[i].name, name) == 0)
			return &places[i];
	return NULL;
}

static int recognise(struct marks *marks, struct fault *fault)
{
	const struct csv_reader *reader = marks->reader;

	marks->value = csv_column(reader, "value", 1);
	marks->lower = csv_column(reader, "lower95", 1);
	marks->upper = csv_column(reader, "upper95", 1);
	marks->flag = csv_column(reader, "flag", 1);
	marks->curve = csv_column(reader, "curve", 1);
	if (strcmp(csv_name(reader, 0), "measure") == 0 && marks->value != SIZE_MAX &&
	    marks->lower != SIZE_MAX && marks->upper != SIZE_MAX && marks->flag != SIZE_MAX &&
	    marks->curve != SIZE_MAX)
		return 0;
	return fault_at(fault, STATUS_DATA, csv_file(reader), 0, 0,
			N_("not a table of vl-curve --summary: it has measure, value, lower95, "
			   "upper95, flag, curve"));
}

static int read_cell(const struct marks *marks, const struct csv_row *row, size_t index,
		     int is_month, double *value)
{
	*value = NAN;
	if (!row->cells[index].length)
		return 0;
	if (text_number(row->cells[index].text, value) != 0) {
		csv_refuse(marks->reader, index, STATUS_DATA,
			   N_("not a number with '.' for decimals"));
		return -1;
	}
	if (!is_month || (*value >= 0 && *value <= MONTH_MAX))
		return 0;
	csv_refuse(marks->reader, index, STATUS_DATA, N_("not a month: a number from 0 to 12000"));
	return -1;
}

/* The drawing's group by the name of the row's, or NULL. */
static struct drawing_group *group_of(const struct marks *marks, const struct csv_row *row)
{
	struct drawing *drawing = marks->drawing;
	char name[SERIES_GROUP_BYTES];

	series_group(row, marks->value, name);
	for (size_t i = 0; i < drawing->count; i++)
		if (strcmp(drawing->groups[i].name, name) == 0)
			return &drawing->groups[i];
	if (drawing->count == 1 && !*drawing->groups[0].name && strcmp(name, "(all)") == 0)
		return &drawing->groups[0];
	return NULL;
}

static void take(struct marks *marks, const struct csv_row *row)
{
	const struct place *place = place_of(row->cells[0].text);
	struct drawing_mark read, *mark;
	struct drawing_group *group;

	if (strcmp(row->cells[marks->curve].text, marks->drawing->measure) != 0)
		return;
	marks->measure_met = 1;
	group = group_of(marks, row);
	if (!group)
		return;
	marks->group_met = 1;
	if (!place || row->cells[marks->flag].length)
		return;
	if (read_cell(marks, row, marks->value, place->is_month, &read.value) != 0 ||
	    read_cell(marks, row, marks->lower, place->is_month, &read.lower) != 0 ||
	    read_cell(marks, row, marks->upper, place->is_month, &read.upper) != 0)
		return;
	mark = (struct drawing_mark *)(void *)((char *)&group->marks + place->offset);
	if (isfinite(mark->value))
		csv_refuse(marks->reader, 0, STATUS_DATA,
			   N_("stands there already; each group has one such row"));
	else
		*mark = read;
}

static int read_rows(struct marks *marks, struct fault *fault)
{
	struct csv_row row;
	int more;

	csv_want_all(marks->reader);
	while ((more = csv_next(marks->reader, &row, fault)) > 0)
		take(marks, &row);
	if (more < 0)
		return -1;
	if (!marks->measure_met)
		return fault_set(fault, STATUS_USAGE,
				 N_("--marks: the table says nothing about %s; make it by vl-curve "
				    "--summary --measure %s"), marks->drawing->measure,
				 marks->drawing->measure);
	if (!marks->group_met)
		return fault_set(fault, STATUS_USAGE,
				 N_("--marks: the table is about other groups; make both with the "
				    "same --by"));
	return 0;
}

int marks_read(struct drawing *drawing, const char *path, struct findings *findings,
	       struct fault *fault)
{
	const struct csv_layout layout = { .delimiter = ',', .is_table = 1 };
	struct marks marks = { .drawing = drawing };
	int failed;

	if (!drawing->measure)
		return fault_set(fault, STATUS_USAGE,
				 N_("--marks is for tables of vl-curve by case months"));
	marks.reader = csv_open(path, &layout, findings, fault);
	if (!marks.reader)
		return -1;
	failed = recognise(&marks, fault) != 0 || read_rows(&marks, fault) != 0;
	csv_close(marks.reader);
	return failed ? -1 : 0;
}
