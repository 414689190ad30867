/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checktwice - what was entered twice, and days that are too long. */
#include <math.h>
#include <stdlib.h>

#include "base/keyed.h"
#include "base/mem.h"
#include "base/repeats.h"
#include "base/tally.h"
#include "model/check.h"

enum { DAY_MINUTES = 24 * 60, ADVISER_MINUTES = 12 * 60 };
/* Rows whose cases are looked at together: they take 32 bytes each. */
enum { ROWS_AT_ONCE = 1 << 20 };
/* The lowest bit of their keys, so that it parts the rows of a day. */
enum { NO_SESSION = 1 };
#define LONG_LEAST (8 * 60)            /* minutes: what fits into a working day is no outlier */
#define FENCE 1.5                      /* interquartile ranges, on logarithms */
#define SPREAD_LEAST 2.0               /* upper over lower quartile */

static int64_t minutes(int count)
{
	return count * power_of_ten(SURVEY_DIGITS);
}

/* ---- the same id ------------------------------------------------------------------ */

static void see_contacts(struct repeats *repeats, const struct survey *survey)
{
	repeats_start(repeats, survey->count);
	for (uint32_t i = 0; i < survey->count; i++)
		if (survey->contacts[i] != SURVEY_NO_CONTACT)
			repeats_see(repeats, survey->contacts[i]);
}

/* The rows whose id may be another's too, in order of it; the others certainly stand alone
 * (base/repeats.h). */
static struct keyed *not_alone(const struct survey *survey, size_t *count)
{
	struct repeats repeats;
	struct keyed *list = NULL;
	size_t capacity = 0;

	*count = 0;
	see_contacts(&repeats, survey);
	for (uint32_t i = 0; i < survey->count; i++) {
		uint64_t key = survey->contacts[i];

		if (key == SURVEY_NO_CONTACT || !repeats_maybe(&repeats, key))
			continue;
		list = mem_grow(list, *count, &capacity, sizeof *list);
		list[(*count)++] = (struct keyed){ key, i };
	}
	repeats_free(&repeats);
	return keyed_sort(list, *count);
}

static void check_same_id(struct check *check)
{
	size_t count;
	struct keyed *list = not_alone(check->survey, &count);
	int64_t twins = 0;

	for (size_t i = 0, run; i < count; i += run) {
		run = keyed_run(list, count, i);
		for (size_t k = 1; k < run; k++)
			check_detail(check, ITEM_SAME_ID, list[i + k].row, list[i].row);
		twins += (int64_t)run - 1;
	}
	check_add(check, ITEM_SAME_ID, twins, (int64_t)check->survey->count, NAN);
	free(list);
}

/* ---- the days of cases -------------------------------------------------------------- */

/* What rows that stand twice have in common besides case and day; sessions that two advisers
 * entered, the first. */
static const enum survey_column same_columns[] = {
	SURVEY_EFFORT, SURVEY_ADVISER, SURVEY_SITE, SURVEY_HOUSEHOLD, SURVEY_GROUP, SURVEY_CONTENT
};

enum { SAME_EFFORT, SAME_ADVISER, SAME = sizeof same_columns / sizeof *same_columns };

struct entry {
	uint32_t same[SAME], row;
};

/* What is found of them. */
struct case_days {
	int is_time;
	int may_be_long;               /* some consultation is, all by itself */
	int64_t twins;                 /* rows that say what another does */
	int64_t rows, days;            /* held consultations, and the days of cases with any */
	int64_t longer;                /* days too long */
	int64_t joint, joint_effort;   /* rows beyond the first adviser's, and what they add */
	struct entry *entries;
	size_t capacity;
};

static int compare_by(const struct entry *left, const struct entry *right, int columns)
{
	for (int c = 0; c < columns; c++)
		if (left->same[c] != right->same[c])
			return left->same[c] < right->same[c] ? -1 : 1;
	return 0;
}

static int compare_rows(const struct entry *left, const struct entry *right)
{
	return (left->row > right->row) - (left->row < right->row);
}

static int compare_all(const void *left, const void *right)
{
	int order = compare_by(left, right, SAME);

	return order ? order : compare_rows(left, right);
}

static int compare_sessions(const void *left, const void *right)
{
	int order = compare_by(left, right, SAME_ADVISER + 1);

	return order ? order : compare_rows(left, right);
}

static struct entry *sort_entries(struct case_days *days, const struct survey *survey,
				  const struct keyed *list, size_t count,
				  int (*order)(const void *, const void *))
{
	while (days->capacity < count)
		days->entries = mem_grow(days->entries, days->capacity, &days->capacity,
					 sizeof *days->entries);
	for (size_t i = 0; i < count; i++) {
		days->entries[i].row = list[i].row;
		for (int c = 0; c < SAME; c++)
			days->entries[i].same[c] = survey_number(survey, same_columns[c],
								 list[i].row);
	}
	qsort(days->entries, count, sizeof *days->entries, order);
	return days->entries;
}

/* A row that is known to be twice by its id is not told again for what it says. */
static int has_same_id(const struct survey *survey, uint32_t row, uint32_t other)
{
	return survey->contacts && survey->contacts[row] != SURVEY_NO_CONTACT &&
	       survey->contacts[row] == survey->contacts[other];
}

static void add_twins(struct check *check, struct case_days *days, const struct keyed *list,
		      size_t count)
{
	const struct entry *entries = sort_entries(days, check->survey, list, count, compare_all);

	for (size_t i = 1, first = 0; i < count; i++) {
		if (compare_by(&entries[i], &entries[first], SAME) != 0) {
			first = i;
			continue;
		}
		if (has_same_id(check->survey, entries[i].row, entries[first].row))
			continue;
		days->twins++;
		check_detail(check, ITEM_SAME_RECORD, entries[i].row, entries[first].row);
	}
}

/* Of one case on one day: consultations of the same length by so many advisers are one, entered
 * by each of them. An adviser's second one of that length is no joint session. */
static void add_joint(struct check *check, struct case_days *days, const struct keyed *list,
		      size_t count)
{
	const struct survey *survey = check->survey;
	const struct entry *entries = sort_entries(days, survey, list, count, compare_sessions);

	for (size_t i = 1, first = 0; i < count; i++) {
		const struct entry *now = &entries[i], *before = now - 1;
		int64_t effort = survey_effort(survey, now->row);

		if (now->same[SAME_EFFORT] != before->same[SAME_EFFORT]) {
			first = i;
			continue;
		}
		if (now->same[SAME_ADVISER] == before->same[SAME_ADVISER] ||
		    now->same[SAME_ADVISER] == INTERN_NONE || !effort)
			continue;
		days->joint++;
		days->joint_effort += effort;
		check_detail(check, ITEM_TWO_ADVISERS, now->row, entries[first].row);
	}
}

static int64_t sum_of(const struct survey *survey, const struct keyed *list, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		if (__builtin_add_overflow(sum, survey_effort(survey, list[i].row), &sum))
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

/* All rows of a case's day, sessions first; nearly all days have but one, and nothing is looked up
 * for it. */
static void look_at_day(struct check *check, struct case_days *days, const struct keyed *list,
			size_t count)
{
	size_t sessions = 0;

	while (sessions < count && !(list[sessions].key & NO_SESSION))
		sessions++;
	if (count > 1)
		add_twins(check, days, list, count);
	if (!sessions)
		return;
	days->rows += (int64_t)sessions;
	days->days++;
	if (sessions > 1)
		add_joint(check, days, list, sessions);
	if ((sessions == 1 && !days->may_be_long) || !days->is_time ||
	    sum_of(check->survey, list, sessions) <= minutes(DAY_MINUTES))
		return;
	days->longer++;
	add_day(check, ITEM_CASE_DAY, list, sessions);
}

/* Held consultations for a case, group sessions left out. */
static int is_session(const struct survey *survey, size_t row)
{
	return survey_is(survey, row, SURVEY_HELD) &&
	       survey_number(survey, SURVEY_CASE, row) != INTERN_NONE &&
	       survey_number(survey, SURVEY_GROUP, row) == INTERN_NONE;
}

/* The rows of the cases first .. last - 1, by case and day, sessions first. Work without a case is
 * that of one behind the last. */
static struct keyed *rows_of(const struct survey *survey, uint32_t first, uint32_t last,
			     size_t *count)
{
	uint32_t none = intern_count(survey->names[SURVEY_CASE]);
	struct keyed *list = NULL;
	size_t capacity = 0;

	*count = 0;
	for (uint32_t i = 0; i < survey->count; i++) {
		uint32_t id = survey_number(survey, SURVEY_CASE, i);
		uint64_t day = survey->days[i];

		id = id == INTERN_NONE ? none : id;
		if (id < first || id >= last)
			continue;
		list = mem_grow(list, *count, &capacity, sizeof *list);
		list[(*count)++] = (struct keyed){ (uint64_t)(id - first) << 17 | day << 1 |
						   (is_session(survey, i) ? 0 : NO_SESSION), i };
	}
	return keyed_sort(list, *count);
}

static size_t rows_of_day(const struct keyed *list, size_t count, size_t from)
{
	size_t at = from;

	while (at < count && (list[at].key ^ list[from].key) <= NO_SESSION)
		at++;
	return at - from;
}

/* So many cases at a time that their rows take little memory. */
static void look_at_days(struct check *check, struct case_days *days)
{
	const struct survey *survey = check->survey;
	uint64_t cases = (uint64_t)intern_count(survey->names[SURVEY_CASE]) + 1;
	uint64_t parts = survey->count / ROWS_AT_ONCE + 1;

	for (uint64_t part = 0; part < parts; part++) {
		size_t count;
		struct keyed *list = rows_of(survey, (uint32_t)(cases * part / parts),
					     (uint32_t)(cases * (part + 1) / parts), &count);

		for (size_t i = 0, run; i < count; i += run) {
			run = rows_of_day(list, count, i);
			look_at_day(check, days, list + i, run);
		}
		free(list);
	}
}

static void check_case_days(struct check *check)
{
	struct case_days days = { .is_time = effort_is_time(check->survey->intake.unit) };

	for (size_t v = 0; v < check->survey->efforts.count; v++)
		days.may_be_long |= check->survey->efforts.values[v] > minutes(DAY_MINUTES);
	look_at_days(check, &days);
	check_add(check, ITEM_SAME_RECORD, days.twins, (int64_t)check->survey->count, NAN);
	if (survey_has(check->survey, CANON_ADVISER))
		check_add(check, ITEM_TWO_ADVISERS, days.joint, days.rows,
			  days.is_time ? (double)days.joint_effort / (double)minutes(60) : NAN);
	else
		check_unable(check, ITEM_TWO_ADVISERS);
	if (days.is_time)
		check_add(check, ITEM_CASE_DAY, days.longer, days.days, NAN);
	free(days.entries);
}

void check_twice(struct check *check)
{
	if (survey_has(check->survey, CANON_CONTACT_ID))
		check_same_id(check);
	else
		check_unable(check, ITEM_SAME_ID);
	check_case_days(check);
}

/* ---- the days of advisers ------------------------------------------------------------ */

/* A group session stands in a row for each participant and takes an adviser's time once: rows
 * that tell of the same session (a group_id on a date) again. Who did not come takes none, and must
 * not stand for the others. NULL: there are none. */
static uint8_t *session_again(const struct survey *survey)
{
	struct keyed *list;
	uint8_t *again;
	size_t count = 0;

	if (!survey->columns[SURVEY_GROUP])
		return NULL;
	list = mem_new(survey->count + 1, sizeof *list);
	again = mem_new(survey->count + 1, sizeof *again);
	for (uint32_t i = 0; i < survey->count; i++) {
		uint64_t group = survey_number(survey, SURVEY_GROUP, i);
		uint64_t adviser = survey_number(survey, SURVEY_ADVISER, i);

		if (group != INTERN_NONE && survey_is(survey, i, SURVEY_HELD))
			list[count++] = (struct keyed){
				group << 40 | (adviser & 0xFFFFFF) << 16 | survey->days[i], i };
	}
	list = keyed_sort(list, count);
	for (size_t i = 1; i < count; i++)
		again[list[i].row] = list[i].key == list[i - 1].key;
	free(list);
	return again;
}

/* Rows that take time of their adviser's day. */
static int adviser_day(const struct survey *survey, const uint8_t *again, size_t row, uint64_t *key)
{
	uint32_t adviser = survey_number(survey, SURVEY_ADVISER, row);

	*key = (uint64_t)adviser << 16 | survey->days[row];
	return adviser != INTERN_NONE && survey_is(survey, row, SURVEY_HELD) &&
	       !(again && again[row]);
}

static void list_adviser_days(struct check *check, const struct tally *days, const uint8_t *again)
{
	const struct survey *survey = check->survey;

	for (uint32_t i = 0; i < survey->count; i++) {
		const struct tally_entry *day;
		uint64_t key;

		if (!adviser_day(survey, again, i, &key))
			continue;
		day = tally_find(days, key);
		if (day->sum > minutes(ADVISER_MINUTES))
			check_detail(check, ITEM_ADVISER_DAY, i,
				     i == day->first ? CHECK_NO_ROW : day->first);
	}
}

static void sum_adviser_days(struct check *check)
{
	const struct survey *survey = check->survey;
	uint8_t *again = session_again(survey);
	struct tally days = { 0 };
	int64_t longer = 0;

	for (uint32_t i = 0; i < survey->count; i++) {
		uint64_t key;

		if (adviser_day(survey, again, i, &key))
			tally_add(&days, key, survey_effort(survey, i), i);
	}
	if (check_lists(check, ITEM_ADVISER_DAY))
		list_adviser_days(check, &days, again);
	for (size_t i = 0; i < days.room; i++)
		longer += days.entries[i].sum > minutes(ADVISER_MINUTES);
	check_add(check, ITEM_ADVISER_DAY, longer, (int64_t)days.count, NAN);
	free(days.entries);
	free(again);
}

void check_adviser_days(struct check *check)
{
	if (survey_has(check->survey, CANON_ADVISER) && effort_is_time(check->survey->intake.unit))
		sum_adviser_days(check);
	else
		check_unable(check, ITEM_ADVISER_DAY);
}

/* ---- outliers ------------------------------------------------------------------ */

/* Type 1, an observed value. */
static double quartile(const struct efforts *efforts, int which)
{
	size_t place = (efforts->rows * (size_t)which + 3) / 4, at = 0;

	for (size_t seen = efforts->list[0].rows; seen < place;)
		seen += efforts->list[++at].rows;
	return (double)efforts->list[at].effort;
}

/* Tukey's fence (1977, Exploratory Data Analysis) on logarithms, since efforts are skew:
 * Q3 (Q3 / Q1)^1.5. */
static double fence_of(const struct efforts *efforts, int is_time)
{
	double upper = quartile(efforts, 3);
	double fence = upper * pow(fmax(upper / quartile(efforts, 1), SPREAD_LEAST), FENCE);

	return is_time ? fmax(fence, (double)minutes(LONG_LEAST)) : fence;
}

static void add_long(struct check *check, const struct efforts *efforts, double fence)
{
	const struct survey *survey = check->survey;
	int64_t longer = 0;

	for (size_t i = efforts->count; i > 0 && (double)efforts->list[i - 1].effort > fence; i--)
		longer += efforts->list[i - 1].rows;
	for (uint32_t i = 0; i < survey->count && check_lists(check, ITEM_LONG); i++)
		if (check_has_effort(survey, i) && (double)survey_effort(survey, i) > fence)
			check_detail(check, ITEM_LONG, i, CHECK_NO_ROW);
	check_add(check, ITEM_LONG, longer, (int64_t)efforts->rows,
		  fence / (double)power_of_ten(SURVEY_DIGITS));
}

void check_outliers(struct check *check)
{
	struct efforts efforts = check_efforts(check);

	if (efforts.rows)
		add_long(check, &efforts,
			 fence_of(&efforts, effort_is_time(check->survey->intake.unit)));
	else
		check_unable(check, ITEM_LONG);
	free(efforts.list);
}
