/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecasttable - a forecast as a table, and what is said above it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "data/date.h"
#include "show/forecasttable.h"
#include "show/output.h"
#include "show/say.h"

enum { COLUMN_BY = 1, NOTE = 600, LIST = 300, YEAR = 12 };
enum { Q10 = 1, MEDIAN = 3, Q90 = 5 };

static const struct table_column all_columns[FORECASTTABLE_COLUMNS] = {
	{ "period", NULL, COLUMN_TEXT, 0 },
	{ NULL, NULL, COLUMN_GROUP, 0 },
	{ "quantity", NULL, COLUMN_WORD, 0 },
	{ "value", NULL, COLUMN_NUMBER, 1 },
	{ "q2.5", NULL, COLUMN_NUMBER, 1 },
	{ "q10", NULL, COLUMN_NUMBER, 1 },
	{ "q25", NULL, COLUMN_NUMBER, 1 },
	{ "q50", NULL, COLUMN_NUMBER, 1 },
	{ "q75", NULL, COLUMN_NUMBER, 1 },
	{ "q90", NULL, COLUMN_NUMBER, 1 },
	{ "q97.5", NULL, COLUMN_NUMBER, 1 },
	{ "scenario", NULL, COLUMN_TEXT, 0 },
	{ "capacity", NULL, COLUMN_NUMBER, 1 },
	{ "prob_over", N_("chance over it"), COLUMN_NUMBER, 2 },
	{ "flag", N_("remark"), COLUMN_FLAG, 0 },
};

/* A quantity as it is printed: one of the forecast's, perhaps divided (fte). */
struct measure {
	enum forecast_quantity quantity;
	const char *name;
	double divisor;
};

struct row {
	char period[40];
	const char *label;
	double known, capacity, above;
	const struct forecast_law *law;  /* NULL: a month seen, whose value is `known` */
	const char *scenario, *flag;
};

struct printing {
	const struct forecasttable *what;
	const struct forecast *forecast;
	const char *scenario;
	struct table *table;
	struct measure measure;
	size_t group;                    /* = forecast->groups: all */
};

/* ---- rows ---------------------------------------------------------------------------- */

static void put_row(const struct printing *printing, const struct row *row)
{
	struct table *table = printing->table;
	double divisor = printing->measure.divisor;

	table_text(table, row->period);
	if (printing->what->by)
		table_text(table, group_label(row->label));
	table_text(table, printing->measure.name);
	if (row->law)
		table_number(table, row->law->quantile[MEDIAN] / divisor);
	else if (isnan(row->known))
		table_missing(table, MISSING_UNRELIABLE);
	else
		table_number(table, row->known / divisor);
	for (int k = 0; k < FORECAST_LEVELS; k++)
		table_number(table, row->law ? row->law->quantile[k] / divisor : NAN);
	table_text(table, row->scenario);
	table_number(table, row->capacity / divisor);
	table_number(table, row->above);
	table_text(table, row->flag);
}

static const char *label_of(const struct printing *printing)
{
	return printing->what->by ? printing->what->labels[printing->group] : NULL;
}

/* Of the past: one group, or all of them. */
static double seen_of(const struct printing *printing, size_t month)
{
	const struct forecast *forecast = printing->forecast;
	const double *cell = forecast->past.value[printing->measure.quantity] +
			     month * forecast->groups;
	double sum = 0;

	if (printing->measure.quantity == FORECAST_OPEN)
		return printing->group == forecast->groups ? cell[0] : NAN;
	if (printing->group < forecast->groups)
		return cell[printing->group];
	for (size_t g = 0; g < forecast->groups; g++)
		sum += cell[g];
	return sum;
}

static void put_past(const struct printing *printing)
{
	const struct forecast *forecast = printing->forecast;
	struct row row = { .label = label_of(printing), .capacity = NAN, .above = NAN,
			   .scenario = "" };

	for (size_t m = 0; m < forecast->past.months; m++) {
		row.known = seen_of(printing, m);
		row.flag = isnan(row.known) ? "seen unreliable" : "seen";
		period_write(row.period, PERIOD_MONTH, forecast->past.first + (int32_t)m);
		put_row(printing, &row);
	}
	if (!printing->what->open_month || printing->group != forecast->groups ||
	    isnan(printing->what->open_month[printing->measure.quantity]))
		return;
	row.known = printing->what->open_month[printing->measure.quantity];
	row.flag = "seen provisional";
	period_write(row.period, PERIOD_MONTH, forecast->origin + 1);
	put_row(printing, &row);
}

/* Capacity is one for hours of all groups. */
static double capacity_of(const struct printing *printing, size_t from, size_t to)
{
	double sum = 0;

	if (printing->measure.quantity != FORECAST_HOURS ||
	    printing->group != printing->forecast->groups)
		return NAN;
	for (size_t h = from; h <= to; h++)
		sum += printing->what->ahead->capacity[h];
	return sum;
}

static void put_ahead(const struct printing *printing)
{
	const struct forecast *forecast = printing->forecast;

	for (size_t h = 0; h < forecast->months; h++) {
		struct row row = { .label = label_of(printing), .flag = "",
				   .scenario = printing->scenario };
		struct forecast_law law;

		row.capacity = capacity_of(printing, h, h);
		law = forecast_law(forecast, printing->measure.quantity, printing->group, h, h, 0,
				   row.capacity);
		row.law = &law;
		row.above = law.above;
		period_write(row.period, PERIOD_MONTH, forecast->origin + 1 + (int32_t)h);
		put_row(printing, &row);
	}
}

/* A span's months that were seen are added to those that are forecast. */
static void put_span(const struct printing *printing, const struct ahead_span *span)
{
	const struct forecast *forecast = printing->forecast;
	struct row row = { .label = label_of(printing), .capacity = NAN, .flag = "",
			   .scenario = printing->scenario };
	struct forecast_law law;
	size_t from, to = (size_t)(span->to - forecast->origin - 1);
	double known = 0;

	for (int32_t m = span->from; m <= forecast->origin && m <= span->to; m++)
		known += seen_of(printing, (size_t)(m - forecast->past.first));
	from = span->from > forecast->origin ? (size_t)(span->from - forecast->origin - 1) : 0;
	if (span->from > forecast->origin)
		row.capacity = capacity_of(printing, from, to);
	law = forecast_law(forecast, printing->measure.quantity, printing->group, from, to, known,
			   row.capacity);
	row.law = &law;
	row.above = law.above;
	snprintf(row.period, sizeof row.period, "%s", span->text);
	put_row(printing, &row);
}

/* Cases and persons of several months are not a sum of them; hours and new cases are. */
static int adds_up(const struct measure *measure)
{
	return (measure->quantity == FORECAST_HOURS && measure->divisor == 1) ||
	       measure->quantity == FORECAST_NEW;
}

/* A group that never had hours has no rows; open cases have no groups. */
static int is_wanted(const struct printing *printing, size_t group)
{
	const struct forecast *forecast = printing->forecast;
	size_t cells = forecast->past.months * forecast->groups;

	if (group == forecast->groups)
		return 1;
	if (!printing->what->by || printing->measure.quantity == FORECAST_OPEN)
		return 0;
	for (size_t i = group; i < cells; i += forecast->groups)
		if (forecast->past.value[FORECAST_HOURS][i] > 0)
			return 1;
	return 0;
}

static void put_measure(struct printing *printing)
{
	const struct forecast *forecast = printing->forecast;

	for (size_t g = 0; g <= forecast->groups; g++) {
		if (!is_wanted(printing, g))
			continue;
		printing->group = g;
		if (printing->what->history && !*printing->scenario)
			put_past(printing);
		put_ahead(printing);
	}
	for (size_t i = 0; adds_up(&printing->measure) && i < printing->what->ahead->span_count;
	     i++)
		for (size_t g = 0; g <= forecast->groups; g++) {
			printing->group = g;
			if (is_wanted(printing, g))
				put_span(printing, &printing->what->ahead->spans[i]);
		}
}

static void put_part(struct printing *printing)
{
	const struct forecasttable *what = printing->what;

	for (int q = 0; q < FORECAST_QUANTITIES; q++) {
		if (!printing->forecast->sample[q].paths)
			continue;
		printing->measure = (struct measure){
			(enum forecast_quantity)q, q == FORECAST_HOURS ? what->hours :
			forecast_quantity_name((enum forecast_quantity)q), 1 };
		put_measure(printing);
		if (q != FORECAST_HOURS || isnan(what->hours_per_fte))
			continue;
		printing->measure.name = "fte";
		printing->measure.divisor = what->hours_per_fte;
		put_measure(printing);
	}
}

struct table *forecasttable_new(struct forecasttable *what)
{
	struct printing printing = { .what = what };
	size_t count = 0;

	for (int c = 0; c < FORECASTTABLE_COLUMNS; c++) {
		if (c == COLUMN_BY && !what->by)
			continue;
		what->columns[count] = all_columns[c];
		if (c == COLUMN_BY)
			what->columns[count].name = what->by;
		count++;
	}
	printing.table = table_new(what->columns, count);
	for (size_t i = 0; i < what->outlook->count; i++) {
		printing.forecast = &what->outlook->forecast[i];
		printing.scenario = what->outlook->scenario[i];
		put_part(&printing);
	}
	return printing.table;
}

/* ---- what is said above it ------------------------------------------------------------------ */

static void note_expected(struct table *table, const struct forecasttable *what,
			  const struct forecast *forecast)
{
	size_t last = forecast->months - 1, before = forecast->past.months;
	struct forecast_law law = forecast_law(forecast, FORECAST_HOURS, forecast->groups, 0, last,
					       0, NAN);
	char first[16], end[16], median[SAY_NUMBER], low[SAY_NUMBER], high[SAY_NUMBER];
	char mean[SAY_NUMBER], past[SAY_NUMBER], text[NOTE];
	double sum = 0, months = (double)forecast->months;

	for (size_t m = before - YEAR; m < before; m++)
		for (size_t g = 0; g < forecast->groups; g++)
			sum += forecast->past.value[FORECAST_HOURS][m * forecast->groups + g];
	period_write(first, PERIOD_MONTH, forecast->origin + 1);
	period_write(end, PERIOD_MONTH, forecast->origin + (int32_t)forecast->months);
	say_number(median, law.quantile[MEDIAN], 0);
	say_number(low, law.quantile[Q10], 0);
	say_number(high, law.quantile[Q90], 0);
	say_number(mean, law.quantile[MEDIAN] / months, 1);
	say_number(past, sum / YEAR, 1);
	snprintf(text, sizeof text,
		 strcmp(what->hours, "hours") == 0 ?
		 _("From %s to %s about %s hours are expected, with a chance of 80 %% between %s "
		   "and %s: %s a month, after %s a month in the last twelve.") :
		 _("From %s to %s about %s in all is expected, with a chance of 80 %% between %s "
		   "and %s: %s a month, after %s a month in the last twelve."),
		 first, end, median, low, high, mean, past);
	table_note(table, text);
}

static void note_sure(struct table *table, const struct forecast *forecast)
{
	struct forecast_law law = forecast_law(forecast, FORECAST_HOURS, forecast->groups, 0, 0, 0,
					       NAN);
	char first[16], low[SAY_NUMBER], high[SAY_NUMBER], text[NOTE];

	period_write(first, PERIOD_MONTH, forecast->origin + 1);
	say_number(low, law.quantile[Q10], 1);
	say_number(high, law.quantile[Q90], 1);
	snprintf(text, sizeof text,
		 _("How sure: of ten single months about eight lie between their 10 %% and 90 %% "
		   "(%s: %s to %s); a shock such as those of 2015 and 2022 is foreseen by no "
		   "method, so the months after one lie outside."), first, low, high);
	table_note(table, text);
}

/* Lists of months: where more is expected than the capacity, and where that may well come. */
struct overload {
	char expected[LIST], possible[LIST];
};

static struct overload find_overload(const struct forecasttable *what,
				     const struct forecast *forecast)
{
	struct overload overload = { "", "" };

	for (size_t h = 0; h < forecast->months; h++) {
		double capacity = what->ahead->capacity[h];
		struct forecast_law law = forecast_law(forecast, FORECAST_HOURS, forecast->groups,
						       h, h, 0, NAN);
		char month[16], *list = law.quantile[MEDIAN] > capacity ? overload.expected :
					overload.possible;
		size_t length = strlen(list);

		if (law.quantile[Q90] <= capacity)
			continue;
		period_write(month, PERIOD_MONTH, forecast->origin + 1 + (int32_t)h);
		snprintf(list + length, LIST - length, "%s%s", length ? ", " : "", month);
	}
	return overload;
}

/* Months in which the 80 % upper limit exceeds the capacity. */
static void note_capacity(struct table *table, const struct forecasttable *what,
			  const struct forecast *forecast)
{
	struct overload overload;
	char text[NOTE];

	if (isnan(what->ahead->capacity[0]))
		return;
	overload = find_overload(what, forecast);
	if (*overload.expected) {
		snprintf(text, sizeof text, _("Months in which more is expected than the "
					      "capacity: %s"), overload.expected);
		table_note(table, text);
	}
	if (*overload.possible) {
		snprintf(text, sizeof text, _("Months that may well exceed the capacity (their "
					      "90 %% does): %s"), overload.possible);
		table_note(table, text);
	}
	if (!*overload.expected && !*overload.possible)
		/* xgettext:no-c-format */
		table_note(table, _("No month's 90 % exceeds the capacity."));
}

static void note_history(struct table *table, const struct forecast *forecast)
{
	char text[NOTE];

	if (forecast->past.months < 2 * YEAR)
		snprintf(text, sizeof text, _("Only %zu months of history: no season can be told "
					      "yet, and the bands are rough."),
			 forecast->past.months);
	else if (forecast->past.months < 3 * YEAR)
		snprintf(text, sizeof text, _("%zu months of history: the season has been seen only "
					      "twice and is only partly believed."),
			 forecast->past.months);
	else
		return;
	table_note(table, text);
}

void forecasttable_notes(struct table *table, const struct forecasttable *what)
{
	const struct forecast *forecast = &what->outlook->forecast[0];

	note_expected(table, what, forecast);
	note_sure(table, forecast);
	note_capacity(table, what, forecast);
	note_history(table, forecast);
	if (forecast->months > YEAR)
		table_note(table, _("Beyond twelve months every method errs by about a quarter "
				    "more; the bands are meant to say so."));
	if (forecast->stopped)
		table_note(table, _("New cases have nearly stopped: the pool still expects some "
				    "of the old load. Rows with the scenario \"plan\" are the "
				    "plan by cases alone."));
	if (what->ahead->scenario_count)
		table_note(table, _("Rows with a scenario say what would follow from it, not "
				    "what is expected."));
}
