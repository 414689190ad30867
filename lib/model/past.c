/* SPDX-License-Identifier: GPL-3.0-or-later */
/* past - where a forecast starts from: consultations, or a plain series of months. */
#include <math.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/date.h"
#include "data/monthly.h"
#include "model/past.h"

static const int seconds_of_day = 86400;

/* ---- a series ---------------------------------------------------------------------- */

/* Whole months of the window, in order. */
struct stretch {
	const char *file;
	const struct monthly_row *rows;
	size_t count;
};

static int is_inside(const struct monthly_row *row, const struct window *window)
{
	return !(window->since_given && month_first(row->month) < window->since) &&
	       !(window->until_given && month_last(row->month) > window->until);
}

static struct stretch cut(const struct monthly *monthly, const struct window *window)
{
	struct stretch stretch = { monthly->file, monthly->rows, 0 };
	size_t from = 0;

	while (from < monthly->count && !is_inside(&monthly->rows[from], window))
		from++;
	stretch.rows += from;
	while (from + stretch.count < monthly->count &&
	       is_inside(&stretch.rows[stretch.count], window))
		stretch.count++;
	return stretch;
}

static int check_stretch(const struct stretch *stretch, struct fault *fault)
{
	char month[16];

	if (!stretch->count)
		return fault_at(fault, STATUS_DATA, stretch->file, 0, 0,
				N_("no whole month of the series lies between --since and "
				   "--until"));
	for (size_t i = 1; i < stretch->count; i++) {
		const struct monthly_row *row = &stretch->rows[i];

		if (row->month == row[-1].month + 1)
			continue;
		period_write(month, PERIOD_MONTH, row[-1].month + 1);
		return fault_at(fault, STATUS_DATA, stretch->file, row->line, 0,
				N_("%s is missing before this month; a series has no gaps (write 0 "
				   "where there was nothing)"), month);
	}
	return 0;
}

static void keep_stretch(struct past *past, const struct stretch *stretch)
{
	past->series = mem_new(stretch->count, sizeof *past->series);
	for (size_t i = 0; i < stretch->count; i++)
		past->series[i] = stretch->rows[i].value[0];
	past->source = (struct forecast_source){
		.series = past->series, .months = stretch->count,
		.first = stretch->rows[0].month };
}

static int read_series(struct past *past, const char *path, const struct window *window,
		       struct findings *findings, struct fault *fault)
{
	static const char *const names[] = { "value" };
	struct monthly monthly = { 0 };
	int failed = monthly_read(&monthly, path, names, 1, findings, fault) != 0;

	if (!failed) {
		struct stretch stretch = cut(&monthly, window);

		failed = check_stretch(&stretch, fault) != 0;
		if (!failed)
			keep_stretch(past, &stretch);
	}
	monthly_free(&monthly);
	return failed ? -1 : 0;
}

/* ---- consultations ------------------------------------------------------------------- */

static int find_groups(struct past *past, struct fault *fault)
{
	const struct caseload *caseload = &past->caseload;

	if (grouping_make(&past->grouping, &past->caseload, fault) != 0)
		return -1;
	if (past->grouping.count > PAST_GROUPS + 1)
		return fault_set(fault, STATUS_USAGE,
				 N_("--by: the column makes %zu groups, also of cases without a "
				    "value; a forecast has at most %d"), past->grouping.count - 1, PAST_GROUPS);
	if (!caseload->group)
		return 0;
	past->group = mem_new(caseload->cases, sizeof *past->group);
	for (uint32_t id = 0; id < caseload->cases; id++)
		past->group[id] = (uint32_t)grouping_of(&past->grouping, caseload, id);
	return 0;
}

static const int32_t *known_persons(const struct caseload *caseload)
{
	for (uint32_t id = 0; id < caseload->cases; id++)
		if (caseload->persons[id] > 0)
			return caseload->persons;
	return NULL;
}

/* What there is of the month after the last whole one. */
static void read_open_month(struct past *past)
{
	const struct caseload *caseload = &past->caseload;
	struct day_buffer buffer = { 0 };
	int32_t from = month_last(past->last) + 1;
	double amount = 0, active = 0;

	for (int q = 0; q < FORECAST_QUANTITIES; q++)
		past->open_month[q] = NAN;
	past->has_open_month = caseload->window.until >= from;
	for (uint32_t id = 0; past->has_open_month && id < caseload->cases; id++) {
		size_t days = store_days(caseload->store, id, &buffer), d = days;

		while (d > 0 && buffer.days[d - 1].day >= from)
			amount += (double)buffer.days[--d].amount;
		active += d < days;
	}
	day_buffer_free(&buffer);
	past->open_month[FORECAST_HOURS] = amount / caseload->divisor;
	past->open_month[FORECAST_ACTIVE] = active;
}

static int read_cases(struct past *past, const struct source *source, struct findings *findings,
		      struct fault *fault)
{
	if (caseload_read(&past->caseload, source, findings, fault) != 0 ||
	    find_groups(past, fault) != 0)
		return -1;
	past->persons = known_persons(&past->caseload);
	past->source.caseload = &past->caseload;
	return 0;
}

/* ---- both ---------------------------------------------------------------------------- */

/* A typing error in a date, or in --until: months to come are no history. */
static int check_today(const struct past *past, struct fault *fault)
{
	int32_t today = (int32_t)(time(NULL) / seconds_of_day);
	char last[16], now[16];

	if (past->last <= month_of(today))
		return 0;
	period_write(last, PERIOD_MONTH, past->last);
	period_write(now, PERIOD_MONTH, month_of(today));
	return fault_set(fault, STATUS_DATA,
			 N_("the history ends with %s, but it is only %s: months to come are no "
			    "history (--until)"), last, now);
}

int past_read(struct past *past, const struct source *source, const char *series,
	      struct findings *findings, struct fault *fault)
{
	int status;

	memset(past, 0, sizeof *past);
	status = series ? read_series(past, series, &source->window, findings, fault) :
			  read_cases(past, source, findings, fault);
	if (status != 0)
		return -1;
	past->last = forecast_last(&past->source);
	if (!series)
		read_open_month(past);
	return check_today(past, fault);
}

void past_free(struct past *past)
{
	caseload_free(&past->caseload);
	grouping_free(&past->grouping);
	free(past->group);
	free(past->series);
}
