/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checkmissing - empty cells, by column and by month. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/check.h"

/* Months with fewer rows say nothing about habits. */
enum { MONTH_LEAST = 20 };
#define CHANCE_Z 4.0

/* Columns that are empty in good order (a group session's, a referral) are not judged;
 * date and minutes must not be empty anyway. */
static int is_judged(enum canon column)
{
	switch (column) {
	case CANON_DATE: case CANON_MINUTES: case CANON_ACTIVITY: case CANON_STATUS:
	case CANON_GROUP_ID: case CANON_PARTICIPANTS: case CANON_STAFF: case CANON_COUNTED:
	case CANON_REFERRED_TO:
		return 0;
	default:
		return 1;
	}
}

struct missing {
	int32_t first;
	size_t months;
	int64_t *rows, *empty;         /* by month */
};

static int is_there(const struct check *check, int column)
{
	return is_judged((enum canon)column) && check->survey->intake.columns >> column & 1;
}

/* The empty cells of a row that count, bit by bit. Work without a case has no person, household or
 * topic. */
static uint32_t empty_of(uint32_t marks, uint32_t columns)
{
	const uint32_t no_case = UINT32_C(1) << CANON_CASE_ID;

	return marks & (marks & no_case ? columns & no_case : columns);
}

/* Months of the days from check->first on. */
static uint16_t *months_of_days(const struct check *check)
{
	size_t count = (size_t)(check->last - check->first) + 1;
	uint16_t *months = mem_new(count, sizeof *months);

	for (size_t day = 0; day < count; day++)
		months[day] = (uint16_t)(month_of(check->first + (int32_t)day) -
					 month_of(check->first));
	return months;
}

/* What of each set of marks counts, by its number: nothing, in nearly all rows. */
static uint32_t *empty_by_marks(const struct check *check)
{
	const struct distinct *marks = &check->survey->marks;
	uint32_t columns = 0, *empty = mem_new(marks->count + 1, sizeof *empty);

	for (int c = 0; c < CANON_COLUMNS; c++)
		columns |= (uint32_t)is_there(check, c) << c;
	for (size_t m = 0; m < marks->count; m++)
		empty[m] = empty_of((uint32_t)marks->values[m], columns);
	return empty;
}

/* Of all columns at once. */
static void count_cells(const struct check *check, struct missing *missing)
{
	const struct survey *survey = check->survey;
	uint32_t *empty_by = empty_by_marks(check);
	uint16_t *months = months_of_days(check);

	for (int32_t day = check->first; day <= check->last; day++)
		missing[CANON_CASE_ID].rows[months[day - check->first]] +=
			check->by_day[day - DAY_MIN];
	for (size_t i = 0; i < survey->count; i++) {
		uint32_t empty = empty_by[survey_number(survey, SURVEY_MARKS, i)];
		int32_t day;

		if (!empty)
			continue;
		day = survey_day(survey, i);
		for (; empty && day >= check->first && day <= check->last; empty &= empty - 1)
			missing[__builtin_ctz(empty)].empty[months[day - check->first]]++;
	}
	free(empty_by);
	free(months);
}

/* A table for each column; its rows are those with a case. */
static struct missing *count(const struct check *check)
{
	struct missing *missing = mem_new(CANON_COLUMNS, sizeof *missing);
	const struct missing *cases = &missing[CANON_CASE_ID];
	int32_t first = month_of(check->first);
	size_t months = (size_t)(month_of(check->last) - first) + 1;

	for (int c = 0; c < CANON_COLUMNS; c++)
		missing[c] = (struct missing){ first, months, mem_new(months, sizeof(int64_t)),
					       mem_new(months, sizeof(int64_t)) };
	count_cells(check, missing);
	for (int c = 0; c < CANON_COLUMNS; c++)
		for (size_t m = 0; m < months && c != CANON_CASE_ID; m++)
			missing[c].rows[m] = cases->rows[m] - cases->empty[m];
	return missing;
}

static void missing_free(struct missing *missing)
{
	for (int c = 0; c < CANON_COLUMNS; c++) {
		free(missing[c].rows);
		free(missing[c].empty);
	}
	free(missing);
}

static int compare_shares(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

/* The median month's share. */
static double usual_share(const struct missing *missing)
{
	double *shares = mem_new(missing->months + 1, sizeof *shares), median;
	size_t months = 0;

	for (size_t m = 0; m < missing->months; m++)
		if (missing->rows[m] >= MONTH_LEAST)
			shares[months++] = (double)missing->empty[m] / (double)missing->rows[m];
	qsort(shares, months, sizeof *shares, compare_shares);
	median = months ? (shares[(months - 1) / 2] + shares[months / 2]) / 2 : 1;
	free(shares);
	return median;
}

/* By more than the limit of a note, and by more than chance. */
static int is_unusual(const struct check *check, const struct missing *missing, size_t month,
		      double usual)
{
	double rows = (double)missing->rows[month], share = (double)missing->empty[month] / rows;
	double p = fmax(usual, 1 / rows);

	return rows >= MONTH_LEAST && share - usual > check->limits[ITEM_COLUMN_MONTH].note &&
	       share - usual > CHANCE_Z * sqrt(p * (1 - fmin(p, 1)) / rows);
}

/* Runs of months in which far more is missing than usual. */
static size_t add_runs(struct check *check, const struct missing *missing, enum canon column)
{
	double usual = usual_share(missing);
	size_t runs = 0;

	for (size_t m = 0, end; m < missing->months; m = end + 1) {
		int64_t rows = 0, empty = 0;

		for (end = m; end < missing->months && is_unusual(check, missing, end, usual); end++) {
			rows += missing->rows[end];
			empty += missing->empty[end];
		}
		if (end == m)
			continue;
		check_add(check, ITEM_COLUMN_MONTH, empty, rows,
			  (double)empty / (double)rows - usual);
		check_name(check, canon_names[column]);
		check_period(check, missing->first + (int32_t)m,
			     end - m > 1 ? missing->first + (int32_t)end - 1 : CHECK_NONE);
		runs++;
	}
	return runs;
}

static void add_column(struct check *check, const struct missing *missing, enum canon column)
{
	int64_t rows = 0, empty = 0;

	for (size_t m = 0; m < missing->months; m++) {
		rows += missing->rows[m];
		empty += missing->empty[m];
	}
	check_add(check, ITEM_COLUMN, empty, rows, NAN);
	check_name(check, canon_names[column]);
	/* Work without a case is no gap in the data: it must have an activity. A column that
	 * nobody fills in misleads nobody. */
	if (column == CANON_CASE_ID)
		check_calm(check);
	if (!survey_has(check->survey, column))
		check_at_most(check, SEVERITY_NOTE);
	for (uint32_t i = 0; check_lists(check, ITEM_COLUMN) && i < check->survey->count; i++) {
		int32_t day = survey_day(check->survey, i);

		if (day >= check->first && day <= check->last &&
		    empty_of(survey_marks(check->survey, i), UINT32_C(1) << column))
			check_empty_cell(check, i, column);
	}
}

void check_missing(struct check *check)
{
	struct missing *missing = count(check);
	size_t runs = 0;

	for (int c = 0; c < CANON_COLUMNS; c++)
		if (is_there(check, c))
			add_column(check, &missing[c], (enum canon)c);
	for (int c = 0; c < CANON_COLUMNS; c++)
		if (is_there(check, c) && c != CANON_CASE_ID)
			runs += add_runs(check, &missing[c], (enum canon)c);
	if (!runs)
		check_add(check, ITEM_COLUMN_MONTH, CHECK_NONE, (int64_t)missing->months, NAN);
	missing_free(missing);
}
