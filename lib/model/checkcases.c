/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checkcases - what the case table and the approvals say of the records, where the export cuts
 * cases off, and what a case is.
 *
 * Cases that were running when the export begins look new. Let r be the median of new cases a month
 * once the washout is over; what the washout's months have beyond r each was running
 * already (the one-sample form of a waiting-time distribution: Hallas, Gaist & Bjerrum 1997,
 * Epidemiology 8:666-670). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/check.h"

enum { LATER_LEAST = 6 };
#define CHANCE_Z 3.0
/* Where later fewer begin than this share of the first months' cases, none come in any more. */
#define INFLOW_LEAST 0.02

/* ---- the case table ------------------------------------------------------------ */

static struct case_entry *find_entries(const struct check *check)
{
	const struct intern *ids = check->survey->names[SURVEY_CASE];
	struct case_entry *entries = mem_new((size_t)intern_count(ids) + 1, sizeof *entries);

	for (uint32_t i = 0; i < intern_count(ids); i++)
		entries[i] = cases_find(check->cases, intern_text(ids, i));
	return entries;
}

static int64_t count_unknown(struct check *check)
{
	const struct survey *survey = check->survey;
	const struct intern *ids = survey->names[SURVEY_CASE];
	uint8_t *seen = mem_new((size_t)intern_count(ids) + 1, 1);
	int64_t unknown = 0;

	for (uint32_t i = 0; i < survey->count; i++) {
		uint32_t id = survey_number(survey, SURVEY_CASE, i);
		const char *text;

		if (id == INTERN_NONE || seen[id])
			continue;
		seen[id] = 1;
		text = intern_text(ids, id);
		if (intern_find(check->cases->ids, text, strlen(text)) != INTERN_NONE)
			continue;
		unknown++;
		check_detail(check, ITEM_UNKNOWN_CASE, i, CHECK_NO_ROW);
	}
	free(seen);
	return unknown;
}

/* Records on the wrong side of a date of their case's entry. */
static void add_beyond(struct check *check, const struct case_entry *entries, enum item item)
{
	const struct survey *survey = check->survey;
	int64_t beyond = 0, of = 0;

	for (uint32_t i = 0; i < survey->count; i++) {
		uint32_t id = survey_number(survey, SURVEY_CASE, i);
		const struct case_entry *entry;
		int32_t date;

		if (id == INTERN_NONE || !survey_is(survey, i, SURVEY_HELD))
			continue;
		entry = &entries[id];
		date = item == ITEM_BEFORE_FIRST ? entry->first_contact :
		       item == ITEM_BEFORE_ASSIGNED ? entry->assigned : entry->closed;
		of += date != DATE_UNKNOWN;
		if (date == DATE_UNKNOWN || (item == ITEM_AFTER_CLOSED ?
					     survey_day(survey, i) <= date :
					     survey_day(survey, i) >= date))
			continue;
		beyond++;
		check_detail(check, item, i, CHECK_NO_ROW);
	}
	check_add(check, item, beyond, of, NAN);
}

static void check_table(struct check *check)
{
	struct case_entry *entries = find_entries(check);

	check_add(check, ITEM_UNKNOWN_CASE, count_unknown(check),
		  intern_count(check->survey->names[SURVEY_CASE]), NAN);
	add_beyond(check, entries, ITEM_BEFORE_FIRST);
	add_beyond(check, entries, ITEM_BEFORE_ASSIGNED);
	add_beyond(check, entries, ITEM_AFTER_CLOSED);
	free(entries);
}

static void check_approved(struct check *check)
{
	const struct survey *survey = check->survey;
	int64_t outside = 0, of = 0;

	for (uint32_t i = 0; i < survey->count; i++) {
		uint32_t number = survey_number(survey, SURVEY_CASE, i);
		struct csv_cell id;

		if (!survey_is(survey, i, SURVEY_HELD) || !survey_is(survey, i, SURVEY_SPECIAL) ||
		    number == INTERN_NONE)
			continue;
		of++;
		id.text = intern_text(survey->names[SURVEY_CASE], number);
		id.length = strlen(id.text);
		if (text_equal(service_of(check->approvals, id, survey_day(survey, i)).text,
			       "special"))
			continue;
		outside++;
		check_detail(check, ITEM_NOT_APPROVED, i, CHECK_NO_ROW);
	}
	check_add(check, ITEM_NOT_APPROVED, outside, of, NAN);
}

void check_cases(struct check *check)
{
	if (check->cases)
		check_table(check);
	else
		check_unable(check, ITEM_UNKNOWN_CASE);
	if (check->approvals && survey_has(check->survey, CANON_SERVICE))
		check_approved(check);
	else
		check_unable(check, ITEM_NOT_APPROVED);
}

/* ---- the beginning ------------------------------------------------------------- */

/* Days of first records, by case; a start before the window that the case table states is known. */
static int32_t *first_days(const struct check *check)
{
	const struct survey *survey = check->survey;
	const struct intern *ids = survey->names[SURVEY_CASE];
	uint32_t cases = intern_count(ids);
	int32_t *days = mem_new((size_t)cases + 1, sizeof *days);
	struct survey_rows rows = { .wanted = 1 << SURVEY_CASE | 1 << SURVEY_MARKS };

	for (uint32_t c = 0; c < cases; c++)
		days[c] = DATE_UNKNOWN;
	while (survey_next(survey, &rows))
		for (size_t i = 0; i < rows.count; i++) {
			uint32_t id = rows.numbers[SURVEY_CASE][i];
			int32_t day = DAY_MIN + rows.days[i];

			if (id != INTERN_NONE && day < days[id] && day >= check->first &&
			    rows.numbers[SURVEY_MARKS][i] & SURVEY_HELD)
				days[id] = day;
		}
	for (uint32_t c = 0; c < cases && check->cases; c++) {
		int32_t stated = cases_find(check->cases, intern_text(ids, c)).first_contact;

		if (stated < check->window.since)
			days[c] = DATE_UNKNOWN;
	}
	return days;
}

static int compare_counts(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

/* early: months of the washout; of the `months` new cases each in the window. */
static void add_running(struct check *check, int64_t *new_cases, size_t months, size_t early)
{
	int64_t first = 0;
	double rate, excess;
	size_t later = months - early;

	for (size_t m = 0; m < early; m++)
		first += new_cases[m];
	qsort(new_cases + early, later, sizeof *new_cases, compare_counts);
	rate = (double)(new_cases[early + (later - 1) / 2] + new_cases[early + later / 2]) / 2;
	if (rate < INFLOW_LEAST * (double)first / (double)early) {
		check_unable(check, ITEM_RUNNING);
		return;
	}
	excess = fmax(0, (double)first - rate * (double)early);
	check_add(check, ITEM_RUNNING, (int64_t)round(excess), first, rate);
	if (excess <= CHANCE_Z * sqrt(fmax(rate, 1) * (double)early))
		check_calm(check);
}

void check_origin(struct check *check)
{
	int32_t first = month_of(check->window.since), last = month_of(check->window.until);
	size_t months = (size_t)(last - first) + 1, early = (size_t)((check->washout + 29) / 30);
	int64_t *new_cases;
	int32_t *days;

	if (!early || months < early + LATER_LEAST) {
		check_unable(check, ITEM_RUNNING);
		return;
	}
	new_cases = mem_new(months, sizeof *new_cases);
	days = first_days(check);
	for (uint32_t c = 0; c < intern_count(check->survey->names[SURVEY_CASE]); c++)
		if (days[c] <= check->window.until)
			new_cases[month_of(days[c]) < first ? 0 : month_of(days[c]) - first]++;
	add_running(check, new_cases, months, early);
	free(new_cases);
	free(days);
}

/* ---- what a case is ------------------------------------------------------------ */

static void add_per_household(struct check *check)
{
	const struct survey *survey = check->survey;
	uint8_t *seen = mem_new((size_t)intern_count(survey->names[SURVEY_CASE]) + 1, 1);
	int64_t cases = 0, households = intern_count(survey->names[SURVEY_HOUSEHOLD]);

	for (size_t i = 0; i < survey->count; i++) {
		uint32_t id = survey_number(survey, SURVEY_CASE, i);

		if (id == INTERN_NONE ||
		    survey_number(survey, SURVEY_HOUSEHOLD, i) == INTERN_NONE)
			continue;
		cases += !seen[id];
		seen[id] = 1;
	}
	check_add(check, ITEM_PER_HOUSEHOLD, cases, households,
		  households ? (double)cases / (double)households : NAN);
	free(seen);
}

static void add_persons(struct check *check)
{
	int64_t cases = 0, persons = 0;

	for (uint32_t i = 0; i < intern_count(check->cases->ids); i++) {
		cases += check->cases->entries[i].persons > 0;
		persons += check->cases->entries[i].persons;
	}
	check_add(check, ITEM_PERSONS, persons, cases,
		  cases ? (double)persons / (double)cases : NAN);
}

void check_unit(struct check *check)
{
	if (survey_has(check->survey, CANON_HOUSEHOLD_ID))
		add_per_household(check);
	else
		check_unable(check, ITEM_PER_HOUSEHOLD);
	if (check->cases && check->cases->has_persons)
		add_persons(check);
	else
		check_unable(check, ITEM_PERSONS);
}
