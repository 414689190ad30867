/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checkheaps - figures that were rounded or filled in later: dates heaped on some days, minutes on
 * some numbers.
 *
 * Dates: observed records on the days in question over those expected from what each weekday has
 * on the other days. Minutes: Whipple's index (Shryock & Siegel 1976, The Methods and Materials of
 * Demography, ch. 8), taken step by step: of the multiples of 5 every third is one of 15 if
 * nobody rounds, so 100 x 3 x share; 100 = no heaping, 300 = all of them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/check.h"

/* Of fewer records altogether, or on the days in question, nothing can be told. */
enum { WEEK = 7, HEAPED_LEAST = 50, CHOSEN_LEAST = 10 };
#define CHANCE_Z 4.0               /* less is called chance: these are looked at every month */

/* ---- dates --------------------------------------------------------------------- */

typedef int day_chooser(int32_t day);

struct calendar_counts {
	int32_t first, last;
	const uint32_t *records;       /* by day */
};

static int is_free(int32_t day)
{
	int year, month, date;

	date_to_civil(day, &year, &month, &date);
	return date_weekday(day) >= 5 || (month == 12 && date >= 24);
}

/* From the month's last working day to its end. */
static int at_month_end(int32_t day)
{
	int32_t end = month_last(month_of(day));

	while (end > day && is_free(end))
		end--;
	return day >= end;
}

static int at_month_start(int32_t day)
{
	return day == month_first(month_of(day));
}

/* What a weekday has on the days that are not chosen. */
static void weekday_rates(const struct calendar_counts *counts, day_chooser *chosen,
			  double rate[WEEK])
{
	int64_t records[WEEK] = { 0 }, days[WEEK] = { 0 };

	for (int32_t day = counts->first; day <= counts->last; day++) {
		if (chosen(day))
			continue;
		records[date_weekday(day)] += counts->records[day - counts->first];
		days[date_weekday(day)]++;
	}
	for (int w = 0; w < WEEK; w++)
		rate[w] = days[w] ? (double)records[w] / (double)days[w] : 0;
}

/* Variance over mean of single days: busy days come together, so it is above 1. */
static double dispersion(const struct calendar_counts *counts, day_chooser *chosen,
			 const double rate[WEEK])
{
	double sum = 0;
	int64_t days = 0;

	for (int32_t day = counts->first; day <= counts->last; day++) {
		double expected = rate[date_weekday(day)];
		double residual = counts->records[day - counts->first] - expected;

		if (chosen(day) || expected <= 0)
			continue;
		sum += residual * residual / expected;
		days++;
	}
	return days > WEEK ? fmax(1, sum / (double)(days - WEEK)) : 1;
}

static void add_heap(struct check *check, const struct calendar_counts *counts, enum item item,
		     day_chooser *chosen)
{
	double rate[WEEK], expected = 0;
	int64_t seen = 0;

	weekday_rates(counts, chosen, rate);
	for (int32_t day = counts->first; day <= counts->last; day++)
		if (chosen(day)) {
			expected += rate[date_weekday(day)];
			seen += counts->records[day - counts->first];
		}
	if (expected <= 0) {
		check_unable(check, item);
		return;
	}
	check_add(check, item, seen, CHECK_NONE, (double)seen / expected);
	if (seen < CHOSEN_LEAST ||
	    !(((double)seen - expected) / sqrt(expected * dispersion(counts, chosen, rate)) >
	      CHANCE_Z))
		check_calm(check);
}

static void add_weekday(struct check *check, const struct calendar_counts *counts)
{
	static const char *const names[WEEK] = { "monday", "tuesday", "wednesday", "thursday",
						 "friday", "saturday", "sunday" };
	int64_t records[WEEK] = { 0 }, all = 0;
	int most = 0;

	for (int32_t day = counts->first; day <= counts->last; day++) {
		records[date_weekday(day)] += counts->records[day - counts->first];
		all += counts->records[day - counts->first];
	}
	for (int w = 1; w < WEEK; w++)
		if (records[w] > records[most])
			most = w;
	check_add(check, ITEM_WEEKDAY, records[most], all, NAN);
	check_name(check, names[most]);
	if (all < HEAPED_LEAST)
		check_calm(check);
}

void check_heaped(struct check *check)
{
	struct calendar_counts counts = { check->window.since, check->window.until,
					  check->by_day + (check->window.since - DAY_MIN) };

	add_heap(check, &counts, ITEM_MONTH_END, at_month_end);
	add_heap(check, &counts, ITEM_MONTH_START, at_month_start);
	add_weekday(check, &counts);
}

/* ---- minutes ------------------------------------------------------------------- */

int check_has_effort(const struct survey *survey, size_t row)
{
	return survey_is(survey, row, SURVEY_HELD) &&
	       survey_number(survey, SURVEY_GROUP, row) == INTERN_NONE &&
	       survey_effort(survey, row) > 0;
}

static int compare_efforts(const void *a, const void *b)
{
	const struct effort_count *left = a, *right = b;

	return (left->effort > right->effort) - (left->effort < right->effort);
}

void check_count_efforts(struct check *check)
{
	const struct survey *survey = check->survey;
	struct survey_rows all = { .wanted = 1 << SURVEY_EFFORT | 1 << SURVEY_MARKS |
					     1 << SURVEY_GROUP };
	struct effort_rows *rows = mem_new(survey->efforts.count + 1, sizeof *rows);

	while (survey_next(survey, &all))
		for (size_t i = 0; i < all.count; i++) {
			struct effort_rows *row = &rows[all.numbers[SURVEY_EFFORT][i]];
			uint32_t held = all.numbers[SURVEY_MARKS][i] / SURVEY_HELD % 2;

			row->held += held;
			row->alone += held & (all.numbers[SURVEY_GROUP][i] == INTERN_NONE);
		}
	check->by_effort = rows;
}

struct efforts check_efforts(const struct check *check)
{
	const struct distinct *values = &check->survey->efforts;
	struct efforts efforts = { mem_new(values->count + 1, sizeof *efforts.list), 0, 0 };

	for (size_t v = 0; v < values->count; v++) {
		uint32_t rows = check->by_effort[v].alone;

		if (!rows || values->values[v] <= 0)
			continue;
		efforts.rows += rows;
		efforts.list[efforts.count++] = (struct effort_count){ values->values[v], rows };
	}
	qsort(efforts.list, efforts.count, sizeof *efforts.list, compare_efforts);
	return efforts;
}

static void add_multiples(struct check *check, const struct efforts *efforts)
{
	static const int steps[] = { 1, 5, 15, 30, 60 };
	int64_t minute = power_of_ten(SURVEY_DIGITS);

	for (size_t s = 1; s < sizeof steps / sizeof *steps; s++) {
		int64_t multiples = 0, of = 0;
		char name[16];

		for (size_t i = 0; i < efforts->count; i++) {
			const struct effort_count *entry = &efforts->list[i];

			if (entry->effort % (minute * steps[s - 1]) == 0)
				of += entry->rows;
			if (entry->effort % (minute * steps[s]) == 0)
				multiples += entry->rows;
		}
		check_add(check, ITEM_MULTIPLES, multiples, of,
			  of ? 100.0 * steps[s] / steps[s - 1] * (double)multiples / (double)of :
			  NAN);
		snprintf(name, sizeof name, "%d", steps[s]);
		check_name(check, name);
		if (of < HEAPED_LEAST)
			check_calm(check);
	}
}

static void add_same(struct check *check, const struct efforts *efforts)
{
	const struct effort_count none = { 0 }, *most = &none;
	char name[32];

	for (size_t i = 0; i < efforts->count; i++)
		if (efforts->list[i].rows > most->rows)
			most = &efforts->list[i];
	check_add(check, ITEM_SAME_MINUTES, most->rows, (int64_t)efforts->rows, NAN);
	if (efforts->rows < HEAPED_LEAST)
		check_calm(check);
	if (!efforts->rows)
		return;
	snprintf(name, sizeof name, "%g", (double)most->effort / (double)power_of_ten(SURVEY_DIGITS));
	check_name(check, name);
}

static void add_zero(struct check *check)
{
	const struct survey *survey = check->survey;
	int64_t zero = 0, held = 0;

	for (size_t v = 0; v < survey->efforts.count; v++) {
		held += check->by_effort[v].held;
		zero += survey->efforts.values[v] == 0 ? check->by_effort[v].held : 0;
	}
	for (uint32_t i = 0; i < survey->count && check_lists(check, ITEM_NO_MINUTES); i++)
		if (survey_is(survey, i, SURVEY_HELD) && !survey_effort(survey, i))
			check_detail(check, ITEM_NO_MINUTES, i, CHECK_NO_ROW);
	check_add(check, ITEM_NO_MINUTES, zero, held, NAN);
}

void check_minutes(struct check *check)
{
	struct efforts efforts;

	if (!effort_is_time(check->survey->intake.unit)) {
		check_unable(check, ITEM_MULTIPLES);
		return;
	}
	efforts = check_efforts(check);
	add_multiples(check, &efforts);
	add_same(check, &efforts);
	add_zero(check);
	free(efforts.list);
}
