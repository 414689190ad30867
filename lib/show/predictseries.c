/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predictseries - a table of vl-predict, or its check, read as a drawing. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "show/predictseries.h"
#include "show/series.h"

/* Positions of half a percent. */
enum { POSITIONS = 200 };

static const int place_steps[] = { 1, 2, 5, 10, 20, 50, 0 };
static const int chance_steps[] = { 2, 4, 10, 20, 40, 100, 0 };

static void write_place(char to[16], int kind, long at)
{
	(void)kind;
	snprintf(to, 16, "%ld", at);
}

static void write_percent(char to[16], int kind, long at)
{
	(void)kind;
	text_fixed(to, 16, (double)at / 2, at % 2 ? 1 : 0);
}

static int is_list(const struct csv_reader *reader)
{
	return strcmp(csv_name(reader, 0), "case_id") == 0 &&
	       csv_column(reader, "prob_over", 1) != SIZE_MAX &&
	       csv_column(reader, "value", 1) != SIZE_MAX &&
	       csv_column(reader, "q10", 1) != SIZE_MAX &&
	       csv_column(reader, "q90", 1) != SIZE_MAX &&
	       csv_column(reader, "threshold", 1) != SIZE_MAX;
}

static int is_check(const struct csv_reader *reader)
{
	static const char *const names[] = { "cases", "group", "measure", "n", "value", "se",
					     "lower95", "upper95" };

	if (csv_width(reader) < sizeof names / sizeof *names)
		return 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(csv_name(reader, i), names[i]) != 0)
			return 0;
	return 1;
}

int predictseries_knows(const struct csv_reader *reader)
{
	return is_list(reader) || is_check(reader);
}

static int read_number(struct csv_reader *reader, const struct csv_row *row, size_t column,
		       double *value)
{
	*value = NAN;
	if (!row->cells[column].length || text_number(row->cells[column].text, value) == 0)
		return 0;
	csv_refuse(reader, column, STATUS_DATA, N_("not a number with '.' for decimals"));
	return -1;
}

static struct drawing_point empty_point(long at, long line)
{
	return (struct drawing_point){ .at = at, .value = NAN, .lower = NAN, .upper = NAN,
				       .lower_all = NAN, .upper_all = NAN, .smooth = NAN, .n = -1,
				       .line = line };
}

/* ---- the list ---------------------------------------------------------------------- */

static void take_case(struct drawing *drawing, struct csv_reader *reader, const struct csv_row *row,
		      long place)
{
	struct drawing_point point = empty_point(place, row->line);

	if (read_number(reader, row, csv_column(reader, "value", 1), &point.value) == 0 &&
	    read_number(reader, row, csv_column(reader, "q10", 1), &point.lower) == 0 &&
	    read_number(reader, row, csv_column(reader, "q90", 1), &point.upper) == 0 &&
	    read_number(reader, row, csv_column(reader, "threshold", 1), &point.smooth) == 0)
		drawing_add(drawing, drawing_group(drawing, ""), &point);
}

static void word_list(struct drawing *drawing)
{
	drawing->value_label = _("Expected hours");
	drawing->at_label = _("Place in the list, the highest chance first");
	drawing->steps = place_steps;
	drawing->write = write_place;
	drawing->apart = -1;
	drawing->single = 1;
	drawing->smooth_label = _("threshold");
	/* xgettext:no-c-format */
	drawing->band_label = _("80 % interval");
}

/* ---- the check ---------------------------------------------------------------------- */

struct risk {
	char cases[32], group[16];
	double predicted;
};

/* The row "predicted" of a fifth stands right before its row "share". */
static void take_risk(struct drawing *drawing, struct csv_reader *reader, const struct csv_row *row,
		      struct risk *risk)
{
	const char *cases = row->cells[0].text, *group = row->cells[1].text;
	struct drawing_point point;

	if (strncmp(group, "risk_", 5) != 0)
		return;
	if (strcmp(row->cells[2].text, "predicted") == 0) {
		snprintf(risk->cases, sizeof risk->cases, "%s", cases);
		snprintf(risk->group, sizeof risk->group, "%s", group);
		read_number(reader, row, 4, &risk->predicted);
		return;
	}
	if (strcmp(row->cells[2].text, "share") != 0 || strcmp(risk->cases, cases) != 0 ||
	    strcmp(risk->group, group) != 0 || !(risk->predicted >= 0 && risk->predicted <= 1))
		return;
	point = empty_point(lround(POSITIONS * risk->predicted), row->line);
	if (read_number(reader, row, 4, &point.value) != 0 ||
	    read_number(reader, row, 6, &point.lower) != 0 ||
	    read_number(reader, row, 7, &point.upper) != 0)
		return;
	point.value *= 100;
	point.lower *= 100;
	point.upper *= 100;
	drawing_add(drawing, drawing_group(drawing, strcmp(cases, "open") == 0 ?
						    _("open cases") : _("first weeks")), &point);
}

/* Chances that are equal to half a percent stand side by side. */
static void part(struct drawing_group *group)
{
	for (size_t p = 1; p < group->count; p++)
		if (group->points[p].at <= group->points[p - 1].at)
			group->points[p].at = group->points[p - 1].at + 1;
}

static void add_diagonal(struct drawing *drawing)
{
	long last = drawing_range(drawing).last;
	size_t group = drawing_group(drawing, _("as many as were given"));

	for (long at = 0; at <= last; at++) {
		struct drawing_point point = empty_point(at, 0);

		point.smooth = (double)at / 2;
		drawing_add(drawing, group, &point);
	}
}

static void word_check(struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->count; i++)
		part(&drawing->groups[i]);
	if (drawing->count)
		add_diagonal(drawing);
	drawing->value_label = _("Percent that reached the threshold");
	drawing->at_label = _("Chance given, in percent");
	drawing->steps = chance_steps;
	drawing->write = write_percent;
	drawing->apart = -1;
	drawing->single = 1;
	drawing->smooth_label = "";
}

int predictseries_read(struct drawing *drawing, struct csv_reader *reader, struct fault *fault)
{
	int list = is_list(reader), more;
	struct risk risk = { .predicted = NAN };
	struct csv_row row;
	long place = 0;

	csv_want_all(reader);
	while ((more = csv_next(reader, &row, fault)) > 0) {
		if (!list)
			take_risk(drawing, reader, &row, &risk);
		else if (++place <= PREDICTSERIES_MOST)
			take_case(drawing, reader, &row, place);
	}
	if (more < 0)
		return -1;
	if (!drawing->count)
		return fault_at(fault, STATUS_DATA, csv_file(reader), 0, 0,
				N_("a table without rows; there is nothing to draw"));
	list ? word_list(drawing) : word_check(drawing);
	return 0;
}
