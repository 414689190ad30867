/* SPDX-License-Identifier: GPL-3.0-or-later */
/* series - a table of vl-curve, its daily one too, vl-early --curve, vl-figures or vl-forecast,
 * read as a drawing. */
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/csv.h"
#include "data/date.h"
#include "show/predictseries.h"
#include "show/series.h"
#include "show/words.h"

enum {
	CASE_MONTH_MAX = 12000,     /* a thousand years */
	AGE_DAY_MAX = 365250,       /* the same in days */
	LIST_BYTES = 300
};

static const size_t none = SIZE_MAX;

enum table_kind { TABLE_CURVE, TABLE_DAILY, TABLE_FORECAST, TABLE_FIGURES };

struct series {
	struct csv_reader *reader;
	const struct series_choice *choice;
	struct drawing *drawing;
	enum table_kind kind;
	size_t fixed;               /* first column after the groups */
	size_t measure;             /* of vl-curve by months; of vl-forecast the quantity */
	size_t side;                /* early or not; none but in a table of vl-early */
	size_t value, lower, upper, lower_all, upper_all, smooth, n, flag;
	size_t lower_core, upper_core, limit, scenario;   /* none but of vl-forecast */
	size_t came;                /* none but of vl-forecast --track */
	char quantity[64];          /* of vl-forecast: the one drawn, "" before the first row */
	int limits, scenarios;      /* met */
	struct drawing_point seen;  /* the last month seen */
	long ahead;                 /* the first that is forecast, or 0 */
	int period;                 /* enum period_kind, or -1 before the first row */
	char measures[LIST_BYTES];  /* those met, for the message */
	long rows;                  /* drawn or refused */
};

struct wording {
	const char *name, *label, *n_label;
};

static const struct wording measures[] = {
	{ "per_case", N_("Hours per case and month"), N_("Cases at risk") },
	{ "per_open", N_("Hours per open case and month"), N_("Open cases") },
	{ "per_seen", N_("Hours per case with a contact in the month"),
	  N_("Cases with a contact") },
	{ "same_cases", N_("Hours per case and month, the same cases in each"), N_("Cases") },
	{ "cumulative", N_("Hours per case since the first contact"), N_("Cases at risk") },
};
enum { MEASURES = sizeof measures / sizeof *measures };

static const struct wording columns[] = {
	{ "consultations", N_("Consultations"), NULL },
	{ "hours", N_("Hours"), NULL },
	{ "active_cases", N_("Active cases"), NULL },
	{ "new_cases", N_("New cases"), NULL },
	{ "ended_cases", N_("Ended cases"), NULL },
	{ "reopened_cases", N_("Reopened cases"), NULL },
	{ "open_cases", N_("Open cases"), NULL },
	{ "open_at_end", N_("Open cases at the month's end"), NULL },
	{ "households", N_("Households"), NULL },
	{ "persons", N_("Persons"), NULL },
	{ "no_shows", N_("No-shows"), NULL },
	{ "group_hours", N_("Hours of group sessions"), NULL },
};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* Steps between labelled positions, chosen so that January, the first quarter and so on
 * are among them. */
static const int month_steps[] = { 1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 12000, 0 };
static const int day_steps[] = { 1, 2, 5, 10, 30, 60, 90, 180, 360, 720, 1800, 3600, 36000, 360000,
				 0 };
static const int period_steps[][12] = {
	[PERIOD_MONTH] = { 1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000, 0 },
	[PERIOD_QUARTER] = { 1, 2, 4, 8, 20, 40, 80, 200, 400, 4000, 0 },
	[PERIOD_HALF] = { 1, 2, 4, 10, 20, 40, 100, 200, 2000, 0 },
	[PERIOD_YEAR] = { 1, 2, 5, 10, 20, 50, 100, 1000, 0 },
};

static void write_whole(char to[16], int kind, long at)
{
	(void)kind;
	snprintf(to, 16, "%ld", at);
}

static void write_period(char to[16], int kind, long at)
{
	period_write(to, (enum period_kind)kind, (int32_t)at);
}

/* ---- which table is it? --------------------------------------------------------- */

size_t series_column(const struct csv_reader *reader, const char *name, size_t from)
{
	for (size_t i = from; i < csv_width(reader); i++)
		if (strcmp(csv_name(reader, i), name) == 0)
			return i;
	return none;
}

static void list_add(char list[LIST_BYTES], const char *name)
{
	size_t length = strlen(list);

	snprintf(list + length, LIST_BYTES - length, "%s%s", length ? ", " : "", name);
}

/* Tables that have no chart, by their first column and another, and what to do instead. */
static const struct undrawn {
	const char *first, *other, *advice;
} undrawn[] = {
	{ "measure", "group", N_("vl-early's means are not drawn: draw the table of vl-early --curve") },
	{ "measure", "curve", N_("vl-curve --summary is not drawn alone: draw the table of vl-curve "
				 "and give this one by --marks") },
	{ "case_id", "case_month", N_("vl-panel's case-months are not drawn: draw the table of "
				      "vl-curve, which sums them up") },
	{ "method", "crps", N_("the scores of vl-forecast --check are not drawn: read them by "
			       "--format text") },
	{ "check", "item", N_("vl-check's findings are not drawn: read them by --format text") },
	{ "measure", "reason", N_("vl-import --summary is not drawn: it is for other programs") },
};

static int refuse_table(const struct series *series, struct fault *fault)
{
	const struct csv_reader *reader = series->reader;
	char list[LIST_BYTES] = "";

	for (size_t i = 0; i < sizeof undrawn / sizeof *undrawn; i++)
		if (strcmp(csv_name(reader, 0), undrawn[i].first) == 0 &&
		    series_column(reader, undrawn[i].other, 1) != none)
			return fault_at(fault, STATUS_DATA, csv_file(reader), 0, 0,
					undrawn[i].advice);
	for (size_t i = 0; i < csv_width(reader); i++)
		list_add(list, csv_name(reader, i));
	return fault_at(fault, STATUS_DATA, csv_file(reader), 0, 0,
			N_("no table that can be drawn: those of vl-curve (also --daily), vl-early "
			   "--curve, vl-figures, vl-forecast (also --track) and vl-predict (also "
			   "--check) can, in their CSV form; this one has: %s"), list);
}

static int open_values(struct series *series, struct fault *fault)
{
	const struct csv_reader *reader = series->reader;

	series->value = series_column(reader, "value", series->fixed);
	series->lower = series_column(reader, "lower95", series->fixed);
	series->upper = series_column(reader, "upper95", series->fixed);
	series->n = series_column(reader, "n", series->fixed);
	return series->value == none ? refuse_table(series, fault) : 0;
}

static int open_daily(struct series *series, struct fault *fault)
{
	if (series->choice->column || series->choice->measure)
		return fault_set(fault, STATUS_USAGE,
				 N_("a table of vl-curve --daily has one curve: neither --measure "
				    "nor --column"));
	return open_values(series, fault);
}

static int open_curve(struct series *series, struct fault *fault)
{
	const struct csv_reader *reader = series->reader;

	if (series->choice->column)
		return fault_set(fault, STATUS_USAGE,
				 N_("--column is for tables of vl-figures; this is one of "
				    "vl-curve: use --measure"));
	series->measure = series->fixed;
	if (strcmp(csv_name(reader, series->fixed - 1), "group") == 0)
		series->side = series->fixed - 1;
	series->lower_all = series_column(reader, "lower95s", series->fixed);
	series->upper_all = series_column(reader, "upper95s", series->fixed);
	series->smooth = series_column(reader, "smooth", series->fixed);
	return open_values(series, fault);
}

static int open_figures(struct series *series, struct fault *fault)
{
	const char *wanted = series->choice->column ? series->choice->column : "hours";
	char list[LIST_BYTES] = "";

	if (series->choice->measure)
		return fault_set(fault, STATUS_USAGE,
				 N_("--measure is for tables of vl-curve; this is one of "
				    "vl-figures: use --column"));
	series->value = series_column(series->reader, wanted, series->fixed);
	if (series->value != none && series->value != series->flag)
		return 0;
	for (size_t i = series->fixed; i < csv_width(series->reader); i++)
		if (i != series->flag)
			list_add(list, csv_name(series->reader, i));
	return fault_set(fault, STATUS_USAGE, N_("no column '%s' to draw; the table has: %s"),
			 wanted, list);
}

static int open_forecast(struct series *series, struct fault *fault)
{
	const struct csv_reader *reader = series->reader;

	if (series->choice->measure)
		return fault_set(fault, STATUS_USAGE,
				 N_("--measure is for tables of vl-curve; this is one of "
				    "vl-forecast: use --column"));
	series->measure = series->fixed;
	series->value = series_column(reader, "value", series->fixed);
	series->lower = series_column(reader, "q10", series->fixed);
	series->upper = series_column(reader, "q90", series->fixed);
	series->lower_all = series_column(reader, "q2.5", series->fixed);
	series->upper_all = series_column(reader, "q97.5", series->fixed);
	series->lower_core = series_column(reader, "q25", series->fixed);
	series->upper_core = series_column(reader, "q75", series->fixed);
	series->limit = series_column(reader, "capacity", series->fixed);
	series->scenario = series_column(reader, "scenario", series->fixed);
	if (series_column(reader, "naive", series->fixed) != none)
		series->came = series_column(reader, "seen", series->fixed);
	if (series->value == none || series->lower == none ||
	    (series->came == none && (series->scenario == none || series->flag == none)))
		return refuse_table(series, fault);
	return 0;
}

static int recognise(struct series *series, struct fault *fault)
{
	/* Per table, the first column and the one after the groups. */
	static const char *const names[][2] = {
		[TABLE_CURVE] = { "case_month", "measure" },
		[TABLE_DAILY] = { "age_day", "n" },
		[TABLE_FORECAST] = { "period", "quantity" },
		[TABLE_FIGURES] = { "period", "consultations" },
	};
	static int (*const openers[])(struct series *, struct fault *) = {
		[TABLE_CURVE] = open_curve, [TABLE_DAILY] = open_daily,
		[TABLE_FORECAST] = open_forecast, [TABLE_FIGURES] = open_figures,
	};
	const struct csv_reader *reader = series->reader;
	int kind = TABLE_CURVE;

	while (kind < TABLE_FIGURES &&
	       (strcmp(csv_name(reader, 0), names[kind][0]) != 0 ||
		(kind == TABLE_FORECAST && series_column(reader, names[kind][1], 1) == none)))
		kind++;
	series->fixed = series_column(reader, names[kind][1], 1);
	if (strcmp(csv_name(reader, 0), names[kind][0]) != 0 || series->fixed == none)
		return refuse_table(series, fault);
	series->kind = (enum table_kind)kind;
	series->flag = series_column(reader, "flag", series->fixed);
	return openers[kind](series, fault);
}

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

/* "-10", "-Q4", "-H2" or "" after a year: the kind, or -1. */
static int part_read(const char *text, long *part)
{
	*part = 1;
	if (!*text)
		return PERIOD_YEAR;
	if (strlen(text) == 3 && text[0] == '-') {
		if (text[1] == 'Q' && text_whole(text + 2, 1, 4, part) == 0)
			return PERIOD_QUARTER;
		if (text[1] == 'H' && text_whole(text + 2, 1, 2, part) == 0)
			return PERIOD_HALF;
		if (text_whole(text + 1, 1, 12, part) == 0)
			return PERIOD_MONTH;
	}
	return -1;
}

static int period_read(const char *text, long *at)
{
	char year_text[5] = "";
	long year, part;
	int kind;

	strncpy(year_text, text, 4);
	if (strlen(year_text) < 4 || text_whole(year_text, 1, 9999, &year) != 0)
		return -1;
	kind = part_read(text + 4, &part);
	if (kind >= 0)
		*at = year * (12 / period_months((enum period_kind)kind)) + part - 1;
	return kind;
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

/* Of a table of vl-early. */
static const char *const sides[] = { "early", "not_early", "difference" };
enum { SIDE_DIFFERENCE = 2 };

static const char *side_label(const char *side)
{
	return words_phrase("group", side);
}

/* The side after the groups of --by, if there are any. */
static void name_side(const struct series *series, const struct csv_row *row, const char *side,
		      char name[SERIES_GROUP_BYTES])
{
	size_t length;

	series_group(row, series->side, name);
	length = strlen(name);
	snprintf(name + length, SERIES_GROUP_BYTES - length, "%s%s", length ? ", " : "",
		 side_label(side));
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
		strcmp(row->cells[series->side].text, sides[SIDE_DIFFERENCE]) == 0);
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
		list_add(series->measures, quantity);
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
		list_add(series->measures, measure);
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

		name_side(series, row, sides[side], name);
		index = drawing_group(drawing, name);
		group = &drawing->groups[index];
		if (group->frame)
			continue;
		series_group(row, series->side, name);
		group->frame = mem_text(name, strlen(name));
		group->part = side_label(sides[side]);
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

/* ---- the drawing ---------------------------------------------------------------- */

static const struct wording *wording_of(const struct wording *words, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	return NULL;
}

static void word_curve(const struct series *series)
{
	const char *name = series->choice->measure ? series->choice->measure : "per_case";
	const struct wording *words = wording_of(measures, MEASURES, name);
	struct drawing *drawing = series->drawing;

	drawing->measure = name;
	drawing->value_label = words ? _(words->label) : name;
	drawing->n_label = series->n == none ? NULL : words ? _(words->n_label) : _("Cases");
	drawing->at_label = _("Month since the first contact");
	drawing->steps = month_steps;
	drawing->write = write_whole;
	/* Month 0 holds the first contact of every case; a sum from it on is no stranger. */
	drawing->apart = strcmp(name, "cumulative") == 0 ? -1 : 0;
	drawing->apart_label = _("month 0, with the first contact");
}

/* The difference, in a frame of its own below. */
static void word_early(const struct series *series)
{
	struct drawing *drawing = series->drawing;
	const char *difference = side_label(sides[SIDE_DIFFERENCE]);

	word_curve(series);
	drawing->landmark_label = _("landmark: compare what follows");
	if (drawing->count < 2 || strcmp(drawing->groups[drawing->count - 1].name, difference) != 0)
		return;
	drawing->below = 1;
	drawing->frame_labels[0] = _("Both courses");
	drawing->frame_labels[1] = _("Difference (early less not early)");
}

static void word_daily(const struct series *series)
{
	const struct wording *words = wording_of(measures, MEASURES, "cumulative");
	struct drawing *drawing = series->drawing;

	drawing->value_label = _(words->label);
	drawing->n_label = series->n == none ? NULL : _(words->n_label);
	drawing->at_label = _("Day since the first contact");
	drawing->steps = day_steps;
	drawing->write = write_whole;
	drawing->apart = -1;
	drawing->stairs = 1;
}

static void word_figures(const struct series *series)
{
	const char *name = series->choice->column ? series->choice->column : "hours";
	const struct wording *words = wording_of(columns, COLUMNS, name);
	struct drawing *drawing = series->drawing;

	drawing->value_label = words ? _(words->label) : name;
	drawing->kind = series->period < 0 ? PERIOD_MONTH : series->period;
	drawing->steps = period_steps[drawing->kind];
	drawing->write = write_period;
	drawing->apart = -1;
}

static void word_forecast(const struct series *series)
{
	const struct wording *words = wording_of(columns, COLUMNS, series->quantity);
	struct drawing *drawing = series->drawing;

	drawing->value_label = words ? _(words->label) : series->choice->column ?
			       series->choice->column : _("Value");
	drawing->kind = PERIOD_MONTH;
	drawing->steps = period_steps[PERIOD_MONTH];
	drawing->write = write_period;
	drawing->apart = -1;
	/* xgettext:no-c-format */
	drawing->core_label = series->lower_core == none ? NULL : _("50 %");
	/* xgettext:no-c-format */
	drawing->band_label = _("80 %");
	/* xgettext:no-c-format */
	drawing->band_all_label = _("95 % of the sample paths");
	drawing->limit_label = series->limits ? _("capacity") : NULL;
	/* Where only what is ahead is drawn there is no border. */
	if (series->seen.at) {
		drawing->landmark = series->ahead;
		drawing->landmark_label = _("forecast from here on");
	}
	for (size_t i = 0; i < drawing->count && series->scenarios; i++)
		if (!*drawing->groups[i].name) {
			free(drawing->groups[i].name);
			drawing->groups[i].name = mem_text(_("seen, expected"),
							   strlen(_("seen, expected")));
		}
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

static void word(const struct series *series)
{
	if (series->kind == TABLE_FIGURES)
		word_figures(series);
	else if (series->kind == TABLE_FORECAST)
		word_forecast(series);
	else if (series->kind == TABLE_DAILY)
		word_daily(series);
	else if (series->side != none)
		word_early(series);
	else
		word_curve(series);
	if (series->choice->label)
		series->drawing->value_label = series->choice->label;
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
	if (recognise(series, fault) != 0 || read_rows(series, fault) != 0 || findings->refused)
		return -1;
	word(series);
	settle_total(series->drawing);
	return drawing_ready(series->drawing, fault);
}

int series_read(struct drawing *drawing, const char *path, const struct series_choice *choice,
		struct findings *findings, struct fault *fault)
{
	const struct csv_layout layout = { .delimiter = ',' };
	struct series series = { .choice = choice, .drawing = drawing, .measure = none,
				 .side = none, .lower = none, .upper = none, .lower_all = none,
				 .upper_all = none, .smooth = none, .n = none, .period = -1,
				 .lower_core = none, .upper_core = none, .limit = none,
				 .scenario = none, .came = none };
	int failed;

	series.reader = csv_open(path, &layout, findings, fault);
	if (!series.reader)
		return -1;
	drawing->file = strcmp(path, "-") == 0 ? "<stdin>" : path;
	failed = read_all(&series, findings, fault);
	csv_close(series.reader);
	return failed;
}
