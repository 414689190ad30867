/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curvetable - the effort curve as tables. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "show/curvetable.h"
#include "show/output.h"

/* Columns with the group's place, which is left out or takes its name from the option; without the
 * column `except`, if it is named. */
static void begin(struct curvetable *to, const struct table_column *columns, size_t count,
		  const char *by, const char *except)
{
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		if (columns[i].name ? except && strcmp(columns[i].name, except) == 0 : !by)
			continue;
		to->columns[used] = columns[i];
		if (!columns[i].name)
			to->columns[used] = (struct table_column){ by, NULL, COLUMN_GROUP, 0 };
		used++;
	}
	to->table = table_new(to->columns, used);
}

void curvetable_free(struct curvetable *curvetable)
{
	table_free(curvetable->table);
}

static void put_group(struct table *table, const char *label, const char *by)
{
	if (by)
		table_text(table, group_label(label));
}

static void put_number(struct table *table, double value, int known)
{
	if (known)
		table_number(table, value);
	else
		table_missing(table, MISSING_UNRELIABLE);
}

static void put_interval(struct table *table, struct interval interval, int known)
{
	put_number(table, interval.lower, known);
	put_number(table, interval.upper, known);
}

/* ---- points -------------------------------------------------------------------- */

static const struct table_column point_columns[] = {
	{ "case_month", NULL, COLUMN_COUNT, 0 },
	{ NULL, NULL, COLUMN_GROUP, 0 },
	{ "group", NULL, COLUMN_WORD, 0 },
	{ "measure", NULL, COLUMN_WORD, 0 },
	{ "n", NULL, COLUMN_COUNT, 0 },
	{ "exposure", NULL, COLUMN_NUMBER, 1 },
	{ "total", NULL, COLUMN_HOURS, 1 },
	{ "value", NULL, COLUMN_HOURS, 2 },
	{ "se", NULL, COLUMN_HOURS, 2 },
	{ "lower95", NULL, COLUMN_HOURS, 2 },
	{ "upper95", NULL, COLUMN_HOURS, 2 },
	{ "lower95s", NULL, COLUMN_HOURS, 2 },
	{ "upper95s", NULL, COLUMN_HOURS, 2 },
	{ "smooth", NULL, COLUMN_HOURS, 2 },
	{ "flag", NULL, COLUMN_FLAG, 0 },
};
enum { POINT_COLUMNS = sizeof point_columns / sizeof *point_columns };

/* Effort is never below 0, though a line through small values can be. */
static double printed_line(double smooth)
{
	return smooth < 0 ? 0 : smooth;
}

static void put_point(struct table *table, const struct curve_point *point, double smooth,
		      int early)
{
	static const char *const flags[] = { "unreliable", "", "before_landmark unreliable",
					     "before_landmark" };
	int reliable = isfinite(point->se);

	table_count(table, point->n);
	table_number(table, point->exposure);
	table_number(table, point->total);
	put_number(table, point->value, isfinite(point->value));
	put_number(table, point->se, reliable);
	put_interval(table, point->single, reliable);
	put_interval(table, point->joint, reliable);
	table_number(table, printed_line(smooth));
	table_text(table, flags[2 * early + reliable]);
}

static void put_line(struct table *table, const struct curve_group *group,
		     const struct curve_line *line, const char *by)
{
	struct shape shape;

	shape_smooth(&shape, line);
	for (size_t k = 0; k < line->months; k++) {
		table_count(table, (int64_t)k);
		put_group(table, group->label, by);
		table_text(table, curve_measure_name(line->measure));
		put_point(table, &line->points[k], shape_at(&shape, k), 0);
	}
	shape_free(&shape);
}

void curvetable_points(struct curvetable *to, const struct curve *curve, unsigned measures,
		       const char *by)
{
	begin(to, point_columns, POINT_COLUMNS, by, "group");
	for (size_t g = 0; g < curve->group_count; g++)
		for (int m = 0; m < CURVE_MEASURES; m++)
			if (measures >> m & 1)
				put_line(to->table, &curve->groups[g], &curve->groups[g].lines[m],
					 by);
}

/* ---- early and not early ------------------------------------------------------- */

/* Where the rows of one group of --by go. */
struct early_rows {
	struct table *table;
	const char *label, *by;
	size_t first;             /* month after the landmark */
};

/* Months from `from` on. Without a smooth line: it would lead from what the groups were made of to
 * what came of them. */
static void put_early_line(const struct early_rows *to, const char *group,
			   const struct curve_line *line, size_t from)
{
	for (size_t k = from; k < line->months; k++) {
		table_count(to->table, (int64_t)k);
		put_group(to->table, to->label, to->by);
		table_text(to->table, group);
		table_text(to->table, curve_measure_name(line->measure));
		put_point(to->table, &line->points[k], NAN, k < to->first);
	}
}

void curvetable_early(struct curvetable *to, const struct earlycurve *early, unsigned measures,
		      const char *by)
{
	begin(to, point_columns, POINT_COLUMNS, by, NULL);
	for (size_t g = 0; g < early->count; g++) {
		const struct earlycurve_group *group = &early->groups[g];
		struct early_rows rows = { to->table, group->label, by, early->first };

		for (int m = 0; m < EARLYCURVE_MEASURES; m++) {
			if (!(measures >> m & 1))
				continue;
			for (int side = 0; side < 2; side++)
				put_early_line(&rows, group->sides[side]->label,
					       &group->sides[side]->lines[m], 0);
			put_early_line(&rows, "difference", &group->differences[m], rows.first);
		}
	}
}

/* ---- shape --------------------------------------------------------------------- */

/* Where the rows of one line's shape go. */
struct summary {
	struct table *table;
	const struct curve_group *group;
	const struct shape *shape;
	const char *by;
};

static void put_row(const struct summary *to, const char *name, struct shape_value value, double p,
		    const char *flag)
{
	int known = isfinite(value.value);

	table_text(to->table, name);
	put_group(to->table, to->group->label, to->by);
	put_number(to->table, value.value, known);
	put_interval(to->table, value.limits, known);
	table_number(to->table, p);
	table_text(to->table, known ? flag : "unreliable");
	table_text(to->table, curve_measure_name(to->shape->measure));
}

/* A number without limits. */
static void put_plain(const struct summary *to, const char *name, double value)
{
	put_row(to, name, (struct shape_value){ value, { NAN, NAN } }, NAN, "");
}

static void put_peak(const struct summary *to)
{
	const struct shape *shape = to->shape;
	const struct peak *peak = &shape->peak;
	struct shape_value month = { NAN, { NAN, NAN } }, value = month;

	if (shape->has_peak) {
		month = (struct shape_value){ (double)peak->at + 1, { (double)peak->first + 1,
								      (double)peak->last + 1 } };
		value = (struct shape_value){ peak->value, peak->limits };
	}
	put_row(to, "peak_month", month, NAN, shape->inner_peak ? "" : "no_inner_peak");
	put_row(to, "peak_value", value, NAN, "");
}

static void put_shape(const struct summary *to)
{
	const struct shape *shape = to->shape;

	put_plain(to, "cases", (double)shape->cases);
	put_plain(to, "months", (double)shape->last);
	put_row(to, "months_1_3", shape->early, NAN, "");
	put_row(to, "months_5_9", shape->middle, NAN, "");
	put_row(to, "rise", shape->rise, shape->rise_p, "");
	put_peak(to);
	put_row(to, "start_level", shape->start, NAN, "");
	put_row(to, "late_level", shape->late, NAN, "");
	put_row(to, "core_from", shape->core_from, NAN, "");
	put_row(to, "core_to", shape->core_to, NAN, "");
	put_plain(to, "lambda", shape->last ? shape->line.lambda : NAN);
}

void curvetable_summary(struct curvetable *to, const struct curve *curve, unsigned measures,
			const struct shape_settings *settings, const char *by)
{
	static const struct table_column columns[] = {
		{ "measure", NULL, COLUMN_WORD, 0 },
		{ NULL, NULL, COLUMN_GROUP, 0 },
		{ "value", NULL, COLUMN_NUMBER, 2 },
		{ "lower95", NULL, COLUMN_NUMBER, 2 },
		{ "upper95", NULL, COLUMN_NUMBER, 2 },
		{ "p_value", NULL, COLUMN_NUMBER, 4 },
		{ "flag", NULL, COLUMN_FLAG, 0 },
		{ "curve", NULL, COLUMN_WORD, 0 },
	};
	struct shape_settings own = *settings;

	begin(to, columns, sizeof columns / sizeof *columns, by, NULL);
	for (size_t g = 0; g < curve->group_count; g++)
		for (int m = 0; m < CURVE_MEASURES; m++) {
			struct shape shape;

			if (!(measures >> m & 1) || !curve->groups[g].lines[m].months)
				continue;
			own.number = g;
			shape_find(&shape, &curve->groups[g].lines[m], &own);
			put_shape(&(struct summary){ to->table, &curve->groups[g], &shape, by });
			shape_free(&shape);
		}
}

/* ---- days ---------------------------------------------------------------------- */

void curvetable_daily(struct curvetable *to, const struct daily *daily, const char *by)
{
	static const struct table_column columns[] = {
		{ "age_day", NULL, COLUMN_COUNT, 0 },
		{ NULL, NULL, COLUMN_GROUP, 0 },
		{ "n", NULL, COLUMN_COUNT, 0 },
		{ "total", NULL, COLUMN_HOURS, 1 },
		{ "value", NULL, COLUMN_HOURS, 2 },
		{ "se", NULL, COLUMN_HOURS, 2 },
		{ "lower95", NULL, COLUMN_HOURS, 2 },
		{ "upper95", NULL, COLUMN_HOURS, 2 },
		{ "flag", NULL, COLUMN_FLAG, 0 },
	};

	begin(to, columns, sizeof columns / sizeof *columns, by, NULL);
	for (size_t g = 0; g < daily->group_count; g++)
		for (size_t i = 0; i < daily->groups[g].count; i++) {
			const struct daily_point *point = &daily->groups[g].points[i];
			int reliable = isfinite(point->se);

			table_count(to->table, point->age);
			put_group(to->table, daily->groups[g].label, by);
			table_count(to->table, point->n);
			table_number(to->table, point->total);
			put_number(to->table, point->value, isfinite(point->value));
			put_number(to->table, point->se, reliable);
			put_interval(to->table, point->single, reliable);
			table_text(to->table, reliable ? "" : "unreliable");
		}
}
