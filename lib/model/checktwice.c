/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checktwice - what was entered twice, and days that are too long. */
#include <math.h>
#include <stdlib.h>

#include "base/keyed.h"
#include "base/mem.h"
#include "model/check.h"

enum { DAY_MINUTES = 24 * 60, ADVISER_MINUTES = 12 * 60 };
#define LONG_LEAST (8 * 60)            /* minutes: what fits into a working day is no outlier */
#define FENCE 1.5                      /* interquartile ranges, on logarithms */
#define SPREAD_LEAST 2.0               /* upper over lower quartile */

static int64_t minutes(int count)
{
	return count * power_of_ten(SURVEY_DIGITS);
}

/* ---- the same row, the same consultation --------------------------------------- */

typedef uint64_t key_of(const struct survey_row *row);

static uint64_t contact_of(const struct survey_row *row)
{
	return row->contact;
}

static uint64_t content_of(const struct survey_row *row)
{
	return row->content;
}

static struct keyed *sorted(const struct survey *survey, key_of *key)
{
	struct keyed *list = mem_new(survey->count + 1, sizeof *list);

	for (uint32_t i = 0; i < survey->count; i++)
		list[i] = (struct keyed){ key(&survey->rows[i]), i };
	return keyed_sort(list, survey->count);
}

/* Rows whose key stood before; key 0 is none. A row that is known to be twice by its id is not told
 * again for its content. */
static void add_twins(struct check *check, enum item item, key_of *key)
{
	const struct survey *survey = check->survey;
	struct keyed *list = sorted(survey, key);
	int64_t twins = 0;

	for (size_t i = 0, run; i < survey->count; i += run) {
		run = keyed_run(list, survey->count, i);
		for (size_t k = 1; k < run && list[i].key; k++) {
			const struct survey_row *first = &survey->rows[list[i].row];
			const struct survey_row *row = &survey->rows[list[i + k].row];

			if (item == ITEM_SAME_RECORD && row->contact &&
			    row->contact == first->contact)
				continue;
			twins++;
			check_detail(check, item, list[i + k].row, list[i].row);
		}
	}
	check_add(check, item, twins, (int64_t)survey->count, NAN);
	free(list);
}

void check_twice(struct check *check)
{
	if (survey_has(check->survey, CANON_CONTACT_ID))
		add_twins(check, ITEM_SAME_ID, contact_of);
	else
		check_unable(check, ITEM_SAME_ID);
	add_twins(check, ITEM_SAME_RECORD, content_of);
}

/* ---- joint sessions and long days ---------------------------------------------- */

/* A group session stands in a row for each participant and takes an adviser's time once: rows
 * that tell of the same session (a group_id on a date) again. */
static uint8_t *session_again(const struct survey *survey)
{
	struct keyed *list = mem_new(survey->count + 1, sizeof *list);
	uint8_t *again = mem_new(survey->count + 1, sizeof *again);
	size_t count = 0;

	for (uint32_t i = 0; i < survey->count; i++) {
		const struct survey_row *row = &survey->rows[i];

		if (row->group != INTERN_NONE)
			list[count++] = (struct keyed){ (uint64_t)row->group << 40 |
				(uint64_t)(row->adviser & 0xFFFFFF) << 16 |
				(uint64_t)(row->day - DAY_MIN), i };
	}
	list = keyed_sort(list, count);
	for (size_t i = 1; i < count; i++)
		again[list[i].row] = list[i].key == list[i - 1].key;
	free(list);
	return again;
}

static uint64_t unit_day(uint32_t unit, int32_t day)
{
	return (uint64_t)unit << 16 | (uint64_t)(day - DAY_MIN);
}

/* Held consultations by case and day, group sessions left out. */
static struct keyed *by_case_day(const struct survey *survey, size_t *count)
{
	struct keyed *list = mem_new(survey->count + 1, sizeof *list);

	*count = 0;
	for (uint32_t i = 0; i < survey->count; i++) {
		const struct survey_row *row = &survey->rows[i];

		if (row->held && row->case_id != INTERN_NONE && row->group == INTERN_NONE)
			list[(*count)++] = (struct keyed){ unit_day(row->case_id, row->day), i };
	}
	return keyed_sort(list, *count);
}

static struct keyed *by_adviser_day(const struct survey *survey, size_t *count)
{
	struct keyed *list = mem_new(survey->count + 1, sizeof *list);
	uint8_t *again = session_again(survey);

	*count = 0;
	for (uint32_t i = 0; i < survey->count; i++) {
		const struct survey_row *row = &survey->rows[i];

		if (row->held && row->adviser != INTERN_NONE && !again[i])
			list[(*count)++] = (struct keyed){ unit_day(row->adviser, row->day), i };
	}
	free(again);
	return keyed_sort(list, *count);
}

static int64_t sum_of(const struct survey *survey, const struct keyed *list, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		if (__builtin_add_overflow(sum, survey->rows[list[i].row].effort, &sum))
			return INT64_MAX;
	return sum;
}

/* All rows of a day, each with the first. */
static void add_day(struct check *check, enum item item, const struct keyed *list, size_t count)
{
	check_detail(check, item, list[0].row, CHECK_NO_ROW);
	for (size_t i = 1; i < count; i++)
		check_detail(check, item, list[i].row, list[0].row);
}

/* One row of a case's day, for bringing those of the same length together. */
struct session {
	int64_t effort;
	uint32_t adviser, row;
};

static int compare_sessions(const void *a, const void *b)
{
	const struct session *left = a, *right = b;

	if (left->effort != right->effort)
		return left->effort < right->effort ? -1 : 1;
	if (left->adviser != right->adviser)
		return left->adviser < right->adviser ? -1 : 1;
	return (left->row > right->row) - (left->row < right->row);
}

struct joint {
	int64_t rows;                  /* beyond the first adviser's */
	int64_t effort;                /* that they add */
	struct session *sessions;
	size_t capacity;
};

/* Of one case on one day: consultations of the same length by so many advisers are one, entered
 * by each of them. An adviser's second one of that length is no joint session. */
static void add_joint(struct check *check, const struct keyed *list, size_t count,
		      struct joint *joint)
{
	const struct survey *survey = check->survey;
	size_t first = 0;

	while (joint->capacity < count)
		joint->sessions = mem_grow(joint->sessions, joint->capacity, &joint->capacity,
					   sizeof *joint->sessions);
	for (size_t i = 0; i < count; i++) {
		const struct survey_row *row = &survey->rows[list[i].row];

		joint->sessions[i] = (struct session){ row->effort, row->adviser, list[i].row };
	}
	qsort(joint->sessions, count, sizeof *joint->sessions, compare_sessions);
	for (size_t i = 1; i < count; i++) {
		const struct session *now = &joint->sessions[i], *before = now - 1;

		if (now->effort != before->effort)
			first = i;
		if (now->effort != before->effort || now->adviser == before->adviser ||
		    now->adviser == INTERN_NONE || !now->effort)
			continue;
		joint->rows++;
		joint->effort += now->effort;
		check_detail(check, ITEM_TWO_ADVISERS, now->row, joint->sessions[first].row);
	}
}

static void check_case_days(struct check *check)
{
	const struct survey *survey = check->survey;
	int is_time = effort_is_time(survey->intake.unit);
	struct joint joint = { 0 };
	int64_t longer = 0, days = 0;
	struct keyed *list;
	size_t count;

	list = by_case_day(survey, &count);
	for (size_t i = 0, run; i < count; i += run, days++) {
		run = keyed_run(list, count, i);
		if (run > 1)
			add_joint(check, list + i, run, &joint);
		if (is_time && sum_of(survey, list + i, run) > minutes(DAY_MINUTES)) {
			longer++;
			add_day(check, ITEM_CASE_DAY, list + i, run);
		}
	}
	if (survey_has(survey, CANON_ADVISER))
		check_add(check, ITEM_TWO_ADVISERS, joint.rows, (int64_t)count,
			  is_time ? (double)joint.effort / (double)minutes(60) : NAN);
	else
		check_unable(check, ITEM_TWO_ADVISERS);
	if (is_time)
		check_add(check, ITEM_CASE_DAY, longer, days, NAN);
	free(joint.sessions);
	free(list);
}

static void check_adviser_days(struct check *check)
{
	const struct survey *survey = check->survey;
	int64_t longer = 0, days = 0;
	struct keyed *list;
	size_t count;

	list = by_adviser_day(survey, &count);
	for (size_t i = 0, run; i < count; i += run, days++) {
		run = keyed_run(list, count, i);
		if (sum_of(survey, list + i, run) <= minutes(ADVISER_MINUTES))
			continue;
		longer++;
		add_day(check, ITEM_ADVISER_DAY, list + i, run);
	}
	check_add(check, ITEM_ADVISER_DAY, longer, days, NAN);
	free(list);
}

void check_sums(struct check *check)
{
	check_case_days(check);
	if (survey_has(check->survey, CANON_ADVISER) && effort_is_time(check->survey->intake.unit))
		check_adviser_days(check);
	else
		check_unable(check, ITEM_ADVISER_DAY);
}

/* ---- outliers ------------------------------------------------------------------ */

/* Type 1, an observed value. */
static double quartile(const struct keyed *list, size_t count, int which)
{
	return (double)list[(count * (size_t)which + 3) / 4 - 1].key;
}

/* Tukey's fence (1977, Exploratory Data Analysis) on logarithms, since efforts are skew:
 * Q3 (Q3 / Q1)^1.5. */
static double fence_of(const struct keyed *list, size_t count, int is_time)
{
	double upper = quartile(list, count, 3);
	double fence = upper * pow(fmax(upper / quartile(list, count, 1), SPREAD_LEAST), FENCE);

	return is_time ? fmax(fence, (double)minutes(LONG_LEAST)) : fence;
}

void check_outliers(struct check *check)
{
	struct keyed *list;
	int64_t longer = 0;
	double fence;
	size_t count;

	list = check_efforts(check, &count);
	if (!count) {
		check_unable(check, ITEM_LONG);
	} else {
		fence = fence_of(list, count, effort_is_time(check->survey->intake.unit));
		for (size_t i = count; i-- > 0 && (double)list[i].key > fence; longer++)
			check_detail(check, ITEM_LONG, list[i].row, CHECK_NO_ROW);
		check_add(check, ITEM_LONG, longer, (int64_t)count,
			  fence / (double)power_of_ten(SURVEY_DIGITS));
	}
	free(list);
}
