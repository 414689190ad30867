/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checkdates - days that cannot be, and months in which records are missing. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/check.h"

/* A month is compared with the median of so many months with records on either side. */
enum { NEIGHBOURS = 6, USUAL_LEAST = 30 };
/* Who has been silent for less may be on holiday; who for more has left, and the data are right. */
enum { HOLIDAY_DAYS = 28, RECENT_DAYS = 182, LEFT_DAYS = 365, FALL_DAYS = 56 };
/* What was done in fewer days is no rate. */
enum { RATE_DAYS = 91 };
/* More values than that are no sites. */
enum { SITES_MOST = 1000 };
/* Without so many expected records a silence may be chance: exp(-10) = 0.00005. */
#define EXPECTED_LEAST 10.0
#define ENTRY_STRAY_DAYS 31

/* ---- single days --------------------------------------------------------------- */

static int is_after(const struct check *check, int32_t day, int32_t entered)
{
	int32_t slack = check->exported_given ? 0 : ENTRY_STRAY_DAYS;

	return (check->exported_given && day > check->exported) ||
	       (entered != DATE_UNKNOWN && entered > check->exported + slack);
}

static void check_future(struct check *check)
{
	const struct survey *survey = check->survey;
	int64_t after = 0, before = 0, entered = 0;

	for (uint32_t i = 0; i < survey->count && (survey->entered || check->exported_given); i++) {
		int32_t day = survey_day(survey, i), known = survey_entered(survey, i);

		entered += known != DATE_UNKNOWN;
		if (is_after(check, day, known)) {
			after++;
			check_detail(check, ITEM_AFTER_EXPORT, i, CHECK_NO_ROW);
		}
		if (known < day && survey_is(survey, i, SURVEY_HELD)) {
			before++;
			check_detail(check, ITEM_ENTERED_BEFORE, i, CHECK_NO_ROW);
		}
	}
	if (entered || check->exported_given)
		check_add(check, ITEM_AFTER_EXPORT, after, (int64_t)survey->count, NAN);
	else
		check_unable(check, ITEM_AFTER_EXPORT);
	if (entered)
		check_add(check, ITEM_ENTERED_BEFORE, before, entered, NAN);
	else
		check_unable(check, ITEM_ENTERED_BEFORE);
}

static int is_stray(const struct check *check, int32_t day)
{
	return day < check->first ||
	       (day > check->last && !(check->exported_given && day > check->exported));
}

void check_dates(struct check *check)
{
	const struct survey *survey = check->survey;
	int64_t stray = 0, weekend = 0;

	for (int32_t day = DAY_MIN; day <= DAY_MAX; day++) {
		int64_t records = check->by_day[day - DAY_MIN];

		weekend += date_weekday(day) >= 5 ? records : 0;
		stray += is_stray(check, day) ? records : 0;
	}
	for (uint32_t i = 0; i < survey->count && check_lists(check, ITEM_STRAY); i++)
		if (is_stray(check, survey_day(survey, i)))
			check_detail(check, ITEM_STRAY, i, CHECK_NO_ROW);
	check_add(check, ITEM_STRAY, stray, (int64_t)survey->count, NAN);
	check_add(check, ITEM_WEEKEND, weekend, (int64_t)survey->count, NAN);
	check_future(check);
}

/* ---- months -------------------------------------------------------------------- */

struct months {
	int32_t first;
	size_t count;
	int64_t *records;
};

/* The whole months of the window. */
static struct months new_months(const struct check *check)
{
	int32_t first = month_of(check->window.since), last = month_of(check->window.until);
	struct months months;

	first += check->window.since > month_first(first);
	last -= check->window.until < month_last(last);
	months.first = first;
	months.count = last < first ? 0 : (size_t)(last - first) + 1;
	months.records = mem_new(months.count + 1, sizeof *months.records);
	return months;
}

static void count_month(struct months *months, int32_t day, int64_t records)
{
	int32_t at = month_of(day) - months->first;

	if (at >= 0 && (size_t)at < months->count)
		months->records[at] += records;
}

static void count_months(const struct check *check, struct months *months)
{
	for (int32_t day = check->window.since; day <= check->window.until; day++)
		count_month(months, day, check->by_day[day - DAY_MIN]);
}

static int compare_counts(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

/* Median of the nearest months with records, up to `most` on either side; 0 = there are none. */
static double usual(const struct months *months, size_t at, size_t most)
{
	int64_t list[2 * NEIGHBOURS];
	size_t count = 0, taken = 0;

	for (size_t i = at; i-- > 0 && taken < most;)
		if (months->records[i]) {
			list[count++] = months->records[i];
			taken++;
		}
	taken = 0;
	for (size_t i = at + 1; i < months->count && taken < most; i++)
		if (months->records[i]) {
			list[count++] = months->records[i];
			taken++;
		}
	if (!count)
		return 0;
	qsort(list, count, sizeof *list, compare_counts);
	return (double)(list[(count - 1) / 2] + list[count / 2]) / 2;
}

/* Each run of months without a record, with what is usual around it. Returns how many runs. */
static size_t add_empty(struct check *check, const struct months *months)
{
	size_t runs = 0;

	for (size_t m = 0, end; m < months->count; m = end + 1) {
		for (end = m; end < months->count && !months->records[end];)
			end++;
		if (end == m)
			continue;
		check_add(check, ITEM_EMPTY_MONTH, (int64_t)(end - m), CHECK_NONE,
			  usual(months, m, NEIGHBOURS));
		check_period(check, months->first + (int32_t)m,
			     end - m > 1 ? months->first + (int32_t)end - 1 : CHECK_NONE);
		runs++;
	}
	return runs;
}

static size_t add_few(struct check *check, const struct months *months)
{
	size_t few = 0;

	for (size_t m = 0; m < months->count; m++) {
		double expected = usual(months, m, NEIGHBOURS);
		double lacking = 1 - (double)months->records[m] / expected;

		if (!months->records[m] || expected < USUAL_LEAST ||
		    lacking <= check->limits[ITEM_FEW_RECORDS].note)
			continue;
		check_add(check, ITEM_FEW_RECORDS, months->records[m], CHECK_NONE, expected);
		check_share(check, lacking);
		check_period(check, months->first + (int32_t)m, CHECK_NONE);
		few++;
	}
	return few;
}

void check_gaps(struct check *check)
{
	struct months months = new_months(check);

	count_months(check, &months);
	if (!add_empty(check, &months))
		check_add(check, ITEM_EMPTY_MONTH, CHECK_NONE, (int64_t)months.count, NAN);
	if (!add_few(check, &months))
		check_add(check, ITEM_FEW_RECORDS, CHECK_NONE, (int64_t)months.count, NAN);
	free(months.records);
}

/* ---- who documents no more ----------------------------------------------------- */

/* Sites or advisers. */
struct units {
	enum survey_column column;
	const struct intern *names;
	uint32_t count;
	int32_t *first, *last;         /* days, by unit */
	int64_t *recent;               /* may it be silent: records in the half-year up to its last */
	int64_t *before;               /* all records up to the end of a day, from check->first */
	uint32_t *order;
};

static int inside(const struct check *check, int32_t day)
{
	return day >= check->first && day <= check->last;
}

static void find_ends(const struct check *check, struct units *units)
{
	struct survey_rows rows = { .wanted = 1U << units->column };

	while (survey_next(check->survey, &rows))
		for (size_t i = 0; i < rows.count; i++) {
			uint32_t unit = rows.numbers[units->column][i];
			int32_t day = DAY_MIN + rows.days[i];

			if (unit == INTERN_NONE || !inside(check, day))
				continue;
			if (day < units->first[unit])
				units->first[unit] = day;
			if (day > units->last[unit])
				units->last[unit] = day;
		}
}

static int may_be_silent(const struct check *check, const struct units *units, uint32_t unit)
{
	int32_t silence = check->last - units->last[unit];

	return units->first[unit] != INT32_MAX && silence > HOLIDAY_DAYS && silence <= LEFT_DAYS;
}

/* Nobody asks for those of the others. */
static void count_recent(const struct check *check, struct units *units)
{
	struct survey_rows rows = { .wanted = 1U << units->column };
	int any = 0;

	for (uint32_t u = 0; u < units->count; u++)
		any |= may_be_silent(check, units, u);
	while (any && survey_next(check->survey, &rows))
		for (size_t i = 0; i < rows.count; i++) {
			uint32_t unit = rows.numbers[units->column][i];
			int32_t day = DAY_MIN + rows.days[i];

			if (unit != INTERN_NONE && inside(check, day))
				units->recent[unit] += day > units->last[unit] - RECENT_DAYS;
		}
}

static void units_start(const struct check *check, struct units *units, enum survey_column column)
{
	units->column = column;
	units->names = check->survey->names[column];
	units->count = intern_count(units->names);
	units->order = intern_sorted(units->names);
	units->first = mem_new(units->count + 1, sizeof *units->first);
	units->last = mem_new(units->count + 1, sizeof *units->last);
	units->recent = mem_new(units->count + 1, sizeof *units->recent);
	units->before = mem_new((size_t)(check->last - check->first) + 2, sizeof *units->before);
	for (uint32_t u = 0; u < units->count; u++) {
		units->first[u] = INT32_MAX;
		units->last[u] = check->first - 1;
	}
	for (int32_t day = 0; day <= check->last - check->first; day++)
		units->before[day + 1] = units->before[day] +
					 check->by_day[check->first + day - DAY_MIN];
	find_ends(check, units);
	count_recent(check, units);
}

static void units_free(struct units *units)
{
	free(units->order);
	free(units->first);
	free(units->last);
	free(units->recent);
	free(units->before);
}

/* All records of the days from .. to. */
static int64_t records_between(const struct check *check, const struct units *units, int32_t from,
			       int32_t to)
{
	if (from < check->first)
		from = check->first;
	return to < from ? 0 : units->before[to - check->first + 1] -
			       units->before[from - check->first];
}

static int64_t recent_of_all(const struct check *check, const struct units *units, uint32_t unit)
{
	return records_between(check, units, units->last[unit] - RECENT_DAYS + 1,
			       units->last[unit]);
}

static int is_silent(const struct check *check, const struct units *units, uint32_t unit)
{
	int32_t silence = check->last - units->last[unit];
	int32_t days = units->last[unit] - units->first[unit] + 1;

	if (!may_be_silent(check, units, unit))
		return 0;
	if (days > RECENT_DAYS)
		days = RECENT_DAYS;
	if (days < RATE_DAYS)
		days = RATE_DAYS;
	return (double)units->recent[unit] / days * silence >= EXPECTED_LEAST;
}

static void add_silent(struct check *check, const struct units *units, uint32_t unit,
		       enum item item)
{
	check_add(check, item, units->recent[unit], recent_of_all(check, units, unit),
		  check->last - units->last[unit]);
	check_name(check, intern_text(units->names, unit));
	check_period(check, month_of(units->last[unit]), CHECK_NONE);
}

/* Whole months without a record between a site's first and last, while others go on. */
static size_t add_pauses(struct check *check, const struct units *units, uint32_t unit,
			 const struct months *months, const struct months *all)
{
	size_t pauses = 0;

	for (size_t m = 0; m < months->count; m++) {
		int32_t month = months->first + (int32_t)m;
		double expected = usual(months, m, NEIGHBOURS / 2);

		if (months->records[m] || !all->records[m] ||
		    month_first(month) < units->first[unit] ||
		    month_last(month) > units->last[unit] || expected < EXPECTED_LEAST)
			continue;
		check_add(check, ITEM_SITE_PAUSE, 0, CHECK_NONE, expected);
		check_name(check, intern_text(units->names, unit));
		check_period(check, month, CHECK_NONE);
		pauses++;
	}
	return pauses;
}

/* Each site's months in a table of their own. */
static void check_pauses(struct check *check, const struct units *units)
{
	struct months months = new_months(check), *sites = mem_new(units->count + 1, sizeof *sites);
	size_t pauses = 0;

	for (uint32_t u = 0; u < units->count; u++) {
		sites[u] = months;
		sites[u].records = mem_new(months.count + 1, sizeof *months.records);
	}
	count_months(check, &months);
	for (size_t i = 0; i < check->survey->count; i++) {
		uint32_t unit = survey_number(check->survey, SURVEY_SITE, i);

		if (unit != INTERN_NONE)
			count_month(&sites[unit], survey_day(check->survey, i), 1);
	}
	for (uint32_t i = 0; i < units->count; i++)
		pauses += add_pauses(check, units, units->order[i], &sites[units->order[i]],
				     &months);
	if (!pauses)
		check_add(check, ITEM_SITE_PAUSE, CHECK_NONE, units->count, NAN);
	for (uint32_t u = 0; u < units->count; u++)
		free(sites[u].records);
	free(sites);
	free(months.records);
}

static void check_sites(struct check *check)
{
	struct units units;
	size_t silent = 0;

	if (!survey_has(check->survey, CANON_SITE)) {
		check_unable(check, ITEM_SITE);
		return;
	}
	units_start(check, &units, SURVEY_SITE);
	for (uint32_t i = 0; i < units.count; i++)
		if (is_silent(check, &units, units.order[i])) {
			add_silent(check, &units, units.order[i], ITEM_SITE);
			silent++;
		}
	if (!silent)
		check_add(check, ITEM_SITE, 0, units.count, NAN);
	if (units.count <= SITES_MOST)
		check_pauses(check, &units);
	else
		check_unable(check, ITEM_SITE_PAUSE);
	units_free(&units);
}

/* By how much the records of the last eight weeks fall short of the half-year before. */
static double fall(const struct check *check, const struct units *units)
{
	int32_t since = check->last - FALL_DAYS;
	int32_t from = since - RECENT_DAYS + 1 < check->first ? check->first :
		       since - RECENT_DAYS + 1;
	double before = (double)records_between(check, units, from, since) / (since - from + 1);
	double now = (double)records_between(check, units, since + 1, check->last) / FALL_DAYS;

	return since > from && now < before ? 1 - now / before : 0;
}

static void check_advisers(struct check *check)
{
	struct units units;
	int64_t silent = 0;
	double share = 0;

	if (!survey_has(check->survey, CANON_ADVISER)) {
		check_unable(check, ITEM_ADVISERS);
		return;
	}
	units_start(check, &units, SURVEY_ADVISER);
	for (uint32_t u = 0; u < units.count; u++)
		if (is_silent(check, &units, u)) {
			silent++;
			share += (double)units.recent[u] / (double)recent_of_all(check, &units, u);
		}
	check_add(check, ITEM_ADVISERS, silent, units.count, fmin(share, fall(check, &units)));
	for (uint32_t i = 0; check->advisers && i < units.count; i++)
		if (is_silent(check, &units, units.order[i]))
			add_silent(check, &units, units.order[i], ITEM_ADVISER);
	units_free(&units);
}

void check_silent(struct check *check)
{
	check_sites(check);
	check_advisers(check);
}
