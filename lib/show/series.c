/* SPDX-License-Identifier: GPL-3.0-or-later */
/* series - a table of vl-curve, its daily one too, vl-early --curve, vl-figures or vl-forecast,
 * read as a drawing. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/csv.h"
#include "data/date.h"
#include "show/predictseries.h"
#include "show/series.h"
#include "show/seriestable.h"
#include "show/serieswords.h"

enum {
	CASE_MONTH_MAX = 12000,     /* a thousand years */
	AGE_DAY_MAX = 365250        /* the same in days */
};

static const size_t none = SERIESTABLE_NONE;

/* ---- cells ---------------------------------------------------------------------- */

static int read_number(const struct series *series, const struct csv_row *row, size_t index,
		       double *value)
{
	*value = NAN;
	if (index == none || !row->cells[index].length)
		return 0;
	if (text_number(row->cells[index].text, value) == 0)
		return 0;
	csv_refuse(series->reader, index, STATUS_DATA,
		   N_("not a number with '.' for decimals"));
	return -1;
}

static int read_count(const struct series *series, const struct csv_row *row, long *count)
{
	*count = -1;
	if (series->n == none || !row->cells[series->n].length ||
	    text_whole(row->cells[series->n].text, 0, LONG_MAX, count) == 0)
		return 0;
	csv_refuse(series->reader, series->n, STATUS_DATA,
		   N_("not a count: a whole number from 0"));
	return -1;
}

static int read_period(struct series *series, const struct csv_row *row, long *at)
{
	int kind = period_read(row->cells[0].text, at);

	if (kind >= 0 && (series->period < 0 || series->period == kind)) {
		series->period = kind;
		return 0;
	}
	csv_refuse(series->reader, 0, STATUS_DATA,
		   kind < 0 ? N_("not a period: 2026-10, 2026-Q4, 2026-H2 or 2026") :
		   N_("a period of another kind than in the rows before"));
	return -1;
}

static int read_at(struct series *series, const struct csv_row *row, long *at)
{
	int daily = series->kind == TABLE_DAILY;

	if (series->kind == TABLE_FIGURES || series->kind == TABLE_FORECAST)
		return read_period(series, row, at);
	if (text_whole(row->cells[0].text, 0, daily ? AGE_DAY_MAX : CASE_MONTH_MAX, at) == 0)
		return 0;
	csv_refuse(series->reader, 0, STATUS_DATA,
		   daily ? N_("not a day: a whole number from 0") :
		   N_("not a case month: a whole number from 0"));
	return -1;
}

/* ---- rows ----------------------------------------------------------------------- */

void series_group(const struct csv_row *row, size_t end, char name[SERIES_GROUP_BYTES])
{
	size_t totals = 0;

	name[0] = '\0';
	for (size_t i = 1; i < end; i++) {
		const char *cell = row->cells[i].text;
		size_t length = strlen(name);

		totals += strcmp(cell, "(all)") == 0;
		if (!*cell || strcmp(cell, "(none)") == 0)
			cell = _("(none)");
		snprintf(name + length, SERIES_GROUP_BYTES - length, "%s%s", length ? ", " : "",
			 cell);
	}
	if (totals && totals == end - 1)
		snprintf(name, SERIES_GROUP_BYTES, "%s", "(all)");
}

/* The side after the groups of --by, if there are any. */
static void name_side(const struct series *series, const struct csv_row *row, const char *side,
		      char name[SERIES_GROUP_BYTES])
{
	size_t length;

	series_group(row, series->side, name);
	length = strlen(name);
	snprintf(name + length, SERIES_GROUP_BYTES - length, "%s%s", length ? ", " : "",
		 seriestable_side(side));
}

static void name_row(const struct series *series, const struct csv_row *row,
		     char name[SERIES_GROUP_BYTES])
{
	if (series->side == none)
		series_group(row, series->fixed, name);
	else
		name_side(series, row, row->cells[series->side].text, name);
}

/* With --by the rows of all cases, and the differences, would be too much for one chart. */
static int is_surplus(const struct series *series, const struct csv_row *row)
{
	return series->side != none && series->side > 1 &&
	       (strcmp(row->cells[1].text, "(all)") == 0 ||
		strcmp(row->cells[series->side].text, seriestable_sides[SIDE_DIFFERENCE]) == 0);
}

/* The landmark lies before the first month that is not flagged. */
static void see_landmark(struct series *series, const struct csv_row *row, long at)
{
	if (series->side != none && series->flag != none && at >= series->drawing->landmark &&
	    strstr(row->cells[series->flag].text, "before_landmark"))
		series->drawing->landmark = at + 1;
}

/* "provisional" speaks of the whole row, "hours=provisional" of one cell. */
static int is_provisional(const struct series *series, const struct csv_row *row)
{
	static const char word[] = "provisional";
	const char *flag = series->flag == none ? "" : row->cells[series->flag].text;
	const char *column = csv_name(series->reader, series->value);
	size_t length;

	for (; *flag; flag += length + (flag[length] == ' ')) {
		const char *rest = flag;

		length = strcspn(flag, " ");
		if (strncmp(flag, column, strlen(column)) == 0 && flag[strlen(column)] == '=')
			rest += strlen(column) + 1;
		if (flag + length - rest == sizeof word - 1 &&
		    strncmp(rest, word, sizeof word - 1) == 0)
			return 1;
	}
	return 0;
}

static int read_point(struct series *series, const struct csv_row *row, struct drawing_point *point)
{
	point->line = row->line;
	point->provisional = is_provisional(series, row);
	if (read_at(series, row, &point->at) != 0 ||
	    read_number(series, row, series->value, &point->value) != 0 ||
	    read_number(series, row, series->lower, &point->lower) != 0 ||
	    read_number(series, row, series->upper, &point->upper) != 0 ||
	    read_number(series, row, series->lower_all, &point->lower_all) != 0 ||
	    read_number(series, row, series->upper_all, &point->upper_all) != 0 ||
	    read_number(series, row, series->lower_core, &point->lower_core) != 0 ||
	    read_number(series, row, series->upper_core, &point->upper_core) != 0 ||
	    read_number(series, row, series->limit, &point->limit) != 0 ||
	    read_number(series, row, series->smooth, &point->smooth) != 0)
		return -1;
	return read_count(series, row, &point->n);
}

/* Of vl-forecast: the quantity asked for, or the first; no sums over several months. */
static int is_wanted_quantity(struct series *series, const struct csv_row *row)
{
	const char *quantity = row->cells[series->measure].text;
	long at;

	if (!strstr(series->measures, quantity))
		seriestable_list(series->measures, quantity);
	if (!*series->quantity)
		snprintf(series->quantity, sizeof series->quantity, "%s",
			 series->choice->column ? series->choice->column : quantity);
	return strcmp(quantity, series->quantity) == 0 &&
	       period_read(row->cells[0].text, &at) == PERIOD_MONTH;
}

/* Is the row of the measure that is drawn? */
static int is_wanted(struct series *series, const struct csv_row *row)
{
	const char *wanted = series->choice->measure ? series->choice->measure : "per_case";
	const char *measure;

	if (series->measure == none)
		return 1;
	if (series->kind == TABLE_FORECAST)
		return is_wanted_quantity(series, row);
	measure = row->cells[series->measure].text;
	if (!strstr(series->measures, measure))
		seriestable_list(series->measures, measure);
	return strcmp(measure, wanted) == 0;
}

/* Both sides of a group of --by stand in one frame, also where one of them has no row. */
static void take_pair(struct series *series, const struct csv_row *row)
{
	struct drawing *drawing = series->drawing;
	char name[SERIES_GROUP_BYTES];

	drawing->each = SIDE_DIFFERENCE;
	for (int side = 0; side < SIDE_DIFFERENCE; side++) {
		struct drawing_group *group;
		size_t index;

		name_side(series, row, seriestable_sides[side], name);
		index = drawing_group(drawing, name);
		group = &drawing->groups[index];
		if (group->frame)
			continue;
		series_group(row, series->side, name);
		group->frame = mem_text(name, strlen(name));
		group->part = seriestable_side(seriestable_sides[side]);
	}
}

/* What came beside what an earlier forecast said; with --by of all groups together. */
static void take_track(struct series *series, const struct csv_row *row,
		       const struct drawing_point *forecast)
{
	struct drawing *drawing = series->drawing;
	struct drawing_point came = *forecast;

	if (read_number(series, row, series->came, &came.value) != 0 ||
	    (series->fixed > 1 && strcmp(row->cells[1].text, "(all)") != 0))
		return;
	came.lower = came.upper = came.lower_all = came.upper_all = NAN;
	drawing_add(drawing, drawing_group(drawing, _("forecast")), forecast);
	drawing_add(drawing, drawing_group(drawing, _("came")), &came);
}

/* The open month is dashed, from the month before; scenarios are lines beside the forecast. */
static void take_forecast(struct series *series, const struct csv_row *row,
			  char name[SERIES_GROUP_BYTES], struct drawing_point *point)
{
	const char *scenario = row->cells[series->scenario].text;
	int seen = strncmp(row->cells[series->flag].text, "seen", 4) == 0;

	if (*scenario) {
		series->scenarios = 1;
		snprintf(name, SERIES_GROUP_BYTES, "%s", scenario);
		point->lower = point->lower_all = point->lower_core = point->limit = NAN;
	}
	if (seen && point->provisional && isfinite(point->value)) {
		if (series->fixed > 1)
			return;
		series->scenarios = 1;
		series->seen.provisional = 1;
		snprintf(name, SERIES_GROUP_BYTES, "%s", _("this month so far"));
		drawing_add(series->drawing, drawing_group(series->drawing, name), &series->seen);
	} else if (seen) {
		series->seen = *point;
		point->provisional = 0;
	} else if (!series->ahead || point->at < series->ahead) {
		series->ahead = point->at;
	}
	series->limits |= isfinite(point->limit) != 0;
	drawing_add(series->drawing, drawing_group(series->drawing, name), point);
}

static void take(struct series *series, const struct csv_row *row)
{
	struct drawing_point point = { 0 };
	char name[SERIES_GROUP_BYTES];

	if (!is_wanted(series, row))
		return;
	series->rows++;
	if (read_point(series, row, &point) != 0 || is_surplus(series, row))
		return;
	see_landmark(series, row, point.at);
	if (series->side != none && series->side > 1)
		take_pair(series, row);
	name_row(series, row, name);
	if (series->came != none)
		take_track(series, row, &point);
	else if (series->kind == TABLE_FORECAST)
		take_forecast(series, row, name, &point);
	else
		drawing_add(series->drawing, drawing_group(series->drawing, name), &point);
}

static int read_rows(struct series *series, struct fault *fault)
{
	struct csv_row row;
	int more;

	csv_want_all(series->reader);
	/* One group more than can be drawn, and "(all)": nothing that follows can help. */
	while ((more = csv_next(series->reader, &row, fault)) > 0 &&
	       series->drawing->count <= DRAWING_GROUPS_MAX + 1)
		take(series, &row);
	if (more < 0)
		return -1;
	if (series->rows)
		return 0;
	if (*series->measures && series->kind == TABLE_FORECAST)
		return fault_set(fault, STATUS_USAGE, N_("no quantity '%s'; the table has: %s"),
				 series->quantity, series->measures);
	if (*series->measures)
		return fault_set(fault, STATUS_USAGE, N_("no measure '%s'; the table has: %s"),
				 series->choice->measure ? series->choice->measure : "per_case",
				 series->measures);
	return fault_at(fault, STATUS_DATA, csv_file(series->reader), 0, 0,
			N_("a table without rows; there is nothing to draw"));
}

/* "(all)" beside its parts would only lift the axis. */
static void settle_total(struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->count; i++) {
		if (strcmp(drawing->groups[i].name, "(all)") != 0)
			continue;
		if (drawing->count > 1)
			drawing_drop(drawing, i);
		else
			drawing->groups[i].name[0] = '\0';
		return;
	}
}

static int read_predictions(struct series *series, struct findings *findings, struct fault *fault)
{
	if (series->choice->measure || series->choice->column)
		return fault_set(fault, STATUS_USAGE,
				 N_("a table of vl-predict is drawn as it is: neither --measure nor "
				    "--column"));
	if (predictseries_read(series->drawing, series->reader, fault) != 0 || findings->refused)
		return -1;
	if (series->choice->label)
		series->drawing->value_label = series->choice->label;
	return drawing_ready(series->drawing, fault);
}

static int read_all(struct series *series, struct findings *findings, struct fault *fault)
{
	if (predictseries_knows(series->reader))
		return read_predictions(series, findings, fault);
	if (seriestable_recognise(series, fault) != 0 || read_rows(series, fault) != 0 ||
	    findings->refused)
		return -1;
	serieswords_put(series);
	settle_total(series->drawing);
	return drawing_ready(series->drawing, fault);
}

int series_read(struct drawing *drawing, const char *path, const struct series_choice *choice,
		struct findings *findings, struct fault *fault)
{
	const struct csv_layout layout = { .delimiter = ',', .is_table = 1 };
	struct series series = { .choice = choice, .drawing = drawing, .measure = none,
				 .side = none, .lower = none, .upper = none, .lower_all = none,
				 .upper_all = none, .smooth = none, .n = none, .period = -1,
				 .lower_core = none, .upper_core = none, .limit = none,
				 .scenario = none, .came = none };
	int failed;

	series.reader = csv_open(path, &layout, findings, fault);
	if (!series.reader)
		return -1;
	drawing->file = diag_file(path);
	failed = read_all(&series, findings, fault);
	csv_close(series.reader);
	return failed;
}
