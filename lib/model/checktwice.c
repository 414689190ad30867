/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checktwice - what was entered twice, and days that are too long. */
#include <math.h>
#include <stdlib.h>

#include "base/keyed.h"
#include "base/mem.h"
#include "base/repeats.h"
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

/* 0: the row has none. */
typedef int key_of(const struct survey_row *row, uint64_t *key);

static int contact_of(const struct survey_row *row, uint64_t *key)
{
	*key = row->contact;
	return row->contact != 0;
}

static int content_of(const struct survey_row *row, uint64_t *key)
{
	*key = row->content;
	return row->content != 0;
}

/* The rows whose key may be another's too, in order of the key; the others certainly stand alone
 * (base/repeats.h). */
static struct keyed *not_alone(const struct survey *survey, const struct repeats *repeats,
			       key_of *key_of_row, size_t *count)
{
	struct keyed *list = NULL;
	size_t capacity = 0;

	*count = 0;
	for (uint32_t i = 0; i < survey->count; i++) {
		uint64_t key;

		if (!key_of_row(&survey->rows[i], &key) || !repeats_maybe(repeats, key))
			continue;
		list = mem_grow(list, *count, &capacity, sizeof *list);
		list[(*count)++] = (struct keyed){ key, i };
	}
	return keyed_sort(list, *count);
}

static void see_all(struct repeats *repeats, const struct survey *survey, key_of *key_of_row)
{
	repeats_start(repeats, survey->count);
	for (uint32_t i = 0; i < survey->count; i++) {
		uint64_t key;

		if (key_of_row(&survey->rows[i], &key))
			repeats_see(repeats, key);
	}
}

/* Rows whose key stood before. A row that is known to be twice by its id is not told again for its
 * content. */
static void add_twins(struct check *check, enum item item, key_of *key_of_row)
{
	const struct survey *survey = check->survey;
	struct repeats repeats;
	struct keyed *list;
	int64_t twins = 0;
	size_t count;

	see_all(&repeats, survey, key_of_row);
	list = not_alone(survey, &repeats, key_of_row, &count);
	for (size_t i = 0, run; i < count; i += run) {
		run = keyed_run(list, count, i);
		for (size_t k = 1; k < run; k++) {
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
	repeats_free(&repeats);
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
 * that tell of the same session (a group_id on a date) again. Who did not come takes none, and must
 * not stand for the others. */
static uint8_t *session_again(const struct survey *survey)
{
	struct keyed *list = mem_new(survey->count + 1, sizeof *list);
	uint8_t *again = mem_new(survey->count + 1, sizeof *again);
	size_t count = 0;

	for (uint32_t i = 0; i < survey->count; i++) {
		const struct survey_row *row = &survey->rows[i];

		if (row->held && row->group != INTERN_NONE)
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
static int case_day(const struct survey_row *row, uint64_t *key)
{
	*key = unit_day(row->case_id, row->day);
	return row->held && row->case_id != INTERN_NONE && row->group == INTERN_NONE;
}

/* Rows that take time of their adviser's day. */
static int adviser_day(const struct survey_row *row, uint64_t *key)
{
	*key = unit_day(row->adviser, row->day);
	return row->held && row->adviser != INTERN_NONE;
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

/* What is found of the days of cases. */
struct case_days {
	int is_time;
	int64_t rows, days, longer;
	struct joint joint;
};

static void look_at_day(struct check *check, struct case_days *days, const struct keyed *list,
			size_t count)
{
	days->rows += (int64_t)count;
	days->days++;
	if (count > 1)
		add_joint(check, list, count, &days->joint);
	if (!days->is_time || sum_of(check->survey, list, count) <= minutes(DAY_MINUTES))
		return;
	days->longer++;
	add_day(check, ITEM_CASE_DAY, list, count);
}

/* Nearly all records are the only one of their case's day. */
static void look_at_days(struct check *check, struct case_days *days)
{
	const struct survey *survey = check->survey;
	struct repeats repeats;
	struct keyed *list;
	size_t count;

	see_all(&repeats, survey, case_day);
	for (uint32_t i = 0; i < survey->count; i++) {
		struct keyed alone = { 0, i };

		if (case_day(&survey->rows[i], &alone.key) && !repeats_maybe(&repeats, alone.key))
			look_at_day(check, days, &alone, 1);
	}
	list = not_alone(survey, &repeats, case_day, &count);
	for (size_t i = 0, run; i < count; i += run) {
		run = keyed_run(list, count, i);
		look_at_day(check, days, list + i, run);
	}
	repeats_free(&repeats);
	free(list);
}

static void check_case_days(struct check *check)
{
	struct case_days days = { .is_time = effort_is_time(check->survey->intake.unit) };

	look_at_days(check, &days);
	if (survey_has(check->survey, CANON_ADVISER))
		check_add(check, ITEM_TWO_ADVISERS, days.joint.rows, days.rows,
			  days.is_time ? (double)days.joint.effort / (double)minutes(60) : NAN);
	else
		check_unable(check, ITEM_TWO_ADVISERS);
	if (days.is_time)
		check_add(check, ITEM_CASE_DAY, days.longer, days.days, NAN);
	free(days.joint.sessions);
}

static void list_adviser_days(struct check *check, const struct tally *days, const uint8_t *again)
{
	const struct survey *survey = check->survey;

	for (uint32_t i = 0; i < survey->count; i++) {
		const struct tally_entry *day;
		uint64_t key;

		if (again[i] || !adviser_day(&survey->rows[i], &key))
			continue;
		day = tally_find(days, key);
		if (day->sum > minutes(ADVISER_MINUTES))
			check_detail(check, ITEM_ADVISER_DAY, i,
				     i == day->first ? CHECK_NO_ROW : day->first);
	}
}

static void check_adviser_days(struct check *check)
{
	const struct survey *survey = check->survey;
	uint8_t *again = session_again(survey);
	struct tally days = { 0 };
	int64_t longer = 0;

	for (uint32_t i = 0; i < survey->count; i++) {
		uint64_t key;

		if (!again[i] && adviser_day(&survey->rows[i], &key))
			tally_add(&days, key, survey->rows[i].effort, i);
	}
	if (check_lists(check, ITEM_ADVISER_DAY))
		list_adviser_days(check, &days, again);
	for (size_t i = 0; i < days.room; i++)
		longer += days.entries[i].sum > minutes(ADVISER_MINUTES);
	check_add(check, ITEM_ADVISER_DAY, longer, (int64_t)days.count, NAN);
	free(days.entries);
	free(again);
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
static double quartile(const struct tally *efforts, size_t rows, int which)
{
	size_t place = (rows * (size_t)which + 3) / 4, at = 0;

	for (size_t seen = efforts->entries[0].count; seen < place;)
		seen += efforts->entries[++at].count;
	return (double)efforts->entries[at].key;
}

/* Tukey's fence (1977, Exploratory Data Analysis) on logarithms, since efforts are skew:
 * Q3 (Q3 / Q1)^1.5. */
static double fence_of(const struct tally *efforts, size_t rows, int is_time)
{
	double upper = quartile(efforts, rows, 3);
	double fence = upper * pow(fmax(upper / quartile(efforts, rows, 1), SPREAD_LEAST), FENCE);

	return is_time ? fmax(fence, (double)minutes(LONG_LEAST)) : fence;
}

static void add_long(struct check *check, double fence, size_t rows)
{
	const struct survey *survey = check->survey;
	int64_t longer = 0;

	for (uint32_t i = 0; i < survey->count; i++) {
		if (!check_has_effort(&survey->rows[i]) || (double)survey->rows[i].effort <= fence)
			continue;
		longer++;
		check_detail(check, ITEM_LONG, i, CHECK_NO_ROW);
	}
	check_add(check, ITEM_LONG, longer, (int64_t)rows,
		  fence / (double)power_of_ten(SURVEY_DIGITS));
}

void check_outliers(struct check *check)
{
	size_t rows;
	struct tally efforts = check_efforts(check, &rows);

	if (rows)
		add_long(check, fence_of(&efforts, rows,
					 effort_is_time(check->survey->intake.unit)), rows);
	else
		check_unable(check, ITEM_LONG);
	free(efforts.entries);
}
