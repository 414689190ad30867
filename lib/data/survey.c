/* SPDX-License-Identifier: GPL-3.0-or-later */
/* survey - all rows of an export as they are: how they lie in columns. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "data/survey.h"

enum { ROOM_LEAST = 1024 };

const enum canon survey_canon[SURVEY_NAMES] = {
	[SURVEY_CASE] = CANON_CASE_ID, [SURVEY_ADVISER] = CANON_ADVISER, [SURVEY_SITE] = CANON_SITE,
	[SURVEY_HOUSEHOLD] = CANON_HOUSEHOLD_ID, [SURVEY_GROUP] = CANON_GROUP_ID,
};

void survey_start(struct survey *survey)
{
	memset(survey, 0, sizeof *survey);
	survey->known = UINT32_MAX;
	for (int i = 0; i < SURVEY_NAMES; i++)
		survey->names[i] = intern_new();
}

/* A column begins with the first row that has a value; those before have none, all bits set. */
static void *new_column(size_t count, size_t capacity, size_t size)
{
	void *column = mem_resize(NULL, capacity, size);

	memset(column, 0xFF, count * size);
	return column;
}

static void *more_room(void *column, size_t capacity, size_t size)
{
	return column ? mem_resize(column, capacity, size) : NULL;
}

static void make_room(struct survey *survey, size_t capacity)
{
	survey->capacity = capacity;
	for (int i = 0; i < SURVEY_COLUMNS; i++)
		narrow_room(&survey->columns[i], capacity);
	survey->days = more_room(survey->days, capacity, sizeof *survey->days);
	survey->entered = more_room(survey->entered, capacity, sizeof *survey->entered);
	survey->contacts = more_room(survey->contacts, capacity, sizeof *survey->contacts);
}

static void room_for(struct survey *survey, size_t count)
{
	size_t capacity = survey->capacity ? survey->capacity : ROOM_LEAST;

	while (capacity < count)
		capacity *= 2;
	if (capacity > survey->capacity)
		make_room(survey, capacity);
}

struct survey_row *survey_add(struct survey *survey)
{
	if (!survey->waiting)
		survey->waiting = mem_new(SURVEY_WAITING, sizeof *survey->waiting);
	if (survey->waiting_count == SURVEY_WAITING)
		survey_settle(survey);
	if (!survey->waiting_count)
		room_for(survey, survey->count + SURVEY_WAITING);
	return &survey->waiting[survey->waiting_count++];
}

void survey_set_case(struct survey *survey, size_t row, uint32_t number)
{
	struct narrow *cases = &survey->columns[SURVEY_CASE];

	if (number + 1 > cases->most)
		narrow_widen(cases, survey->count + survey->waiting_count, survey->capacity, number);
	narrow_set(cases, row, number);
}

static void settle_numbers(struct survey *survey, enum survey_column column,
			   const uint32_t *numbers)
{
	narrow_append(&survey->columns[column], survey->count, survey->capacity, numbers,
		      survey->waiting_count);
}

static void settle_columns(struct survey *survey)
{
	const struct survey_row *rows = survey->waiting;
	size_t count = survey->waiting_count;
	uint32_t numbers[SURVEY_WAITING];

	for (int c = SURVEY_CASE + 1; c < SURVEY_NAMES; c++) {
		if (!(survey->known >> survey_canon[c] & 1))
			continue;
		for (size_t i = 0; i < count; i++)
			numbers[i] = rows[i].names[c];
		settle_numbers(survey, (enum survey_column)c, numbers);
	}
	for (size_t i = 0; i < count; i++)
		numbers[i] = distinct_add(&survey->efforts, rows[i].effort);
	settle_numbers(survey, SURVEY_EFFORT, numbers);
	for (size_t i = 0; i < count; i++)
		numbers[i] = rows[i].content;
	settle_numbers(survey, SURVEY_CONTENT, numbers);
	for (size_t i = 0; i < count; i++)
		numbers[i] = distinct_add(&survey->marks, rows[i].marks);
	settle_numbers(survey, SURVEY_MARKS, numbers);
}

static uint16_t packed_day(int32_t day)
{
	return day == DATE_UNKNOWN ? SURVEY_NO_DAY : (uint16_t)(day - DAY_MIN);
}

static void settle_days(struct survey *survey)
{
	const struct survey_row *rows = survey->waiting;

	if (!survey->days)
		survey->days = mem_resize(NULL, survey->capacity, sizeof *survey->days);
	for (size_t i = 0; i < survey->waiting_count; i++)
		survey->days[survey->count + i] = packed_day(rows[i].day);
}

static void settle_entered(struct survey *survey)
{
	const struct survey_row *rows = survey->waiting;
	int has_any = survey->entered != NULL;

	for (size_t i = 0; i < survey->waiting_count; i++)
		has_any |= rows[i].entered != DATE_UNKNOWN;
	if (has_any && !survey->entered)
		survey->entered = new_column(survey->count, survey->capacity,
					     sizeof *survey->entered);
	for (size_t i = 0; i < survey->waiting_count && has_any; i++)
		survey->entered[survey->count + i] = packed_day(rows[i].entered);
}

static void settle_contacts(struct survey *survey)
{
	const struct survey_row *rows = survey->waiting;
	int has_any = survey->contacts != NULL;

	for (size_t i = 0; i < survey->waiting_count; i++)
		has_any |= rows[i].contact != SURVEY_NO_CONTACT;
	if (has_any && !survey->contacts)
		survey->contacts = new_column(survey->count, survey->capacity,
					      sizeof *survey->contacts);
	for (size_t i = 0; i < survey->waiting_count && has_any; i++)
		survey->contacts[survey->count + i] = rows[i].contact;
}

static int follows(const struct survey *survey, size_t row, uint32_t line)
{
	const struct survey_line *last = survey->line_count ?
					 &survey->lines[survey->line_count - 1] : NULL;

	return last && line - last->line == row - last->row;
}

static void put_line(struct survey *survey, size_t row, uint32_t line)
{
	if (follows(survey, row, line))
		return;
	survey->lines = mem_grow(survey->lines, survey->line_count, &survey->line_capacity,
				 sizeof *survey->lines);
	survey->lines[survey->line_count++] = (struct survey_line){ (uint32_t)row, line };
}

/* If the last one follows, so do all: each row has a line of its own. */
static void settle_lines(struct survey *survey)
{
	const struct survey_row *rows = survey->waiting;
	size_t count = survey->waiting_count;

	if (count && follows(survey, survey->count + count - 1, rows[count - 1].line))
		return;
	for (size_t i = 0; i < count; i++)
		put_line(survey, survey->count + i, rows[i].line);
}

/* Column by column: one row after the other took half as long again. */
void survey_settle(struct survey *survey)
{
	settle_columns(survey);
	settle_days(survey);
	if (survey->known >> CANON_ENTERED & 1)
		settle_entered(survey);
	if (survey->known >> CANON_CONTACT_ID & 1)
		settle_contacts(survey);
	settle_lines(survey);
	survey->count += survey->waiting_count;
	survey->waiting_count = 0;
}

/* ---- those of a part ---------------------------------------------------------------- */

/* Behind `count` rows. */
static void *join_column(void *column, size_t count, size_t capacity, const void *from, size_t more,
			 size_t size)
{
	if (!column && !from)
		return NULL;
	if (!column)
		column = new_column(count, capacity, size);
	if (from)
		memcpy((char *)column + count * size, from, more * size);
	else
		memset((char *)column + count * size, 0xFF, more * size);
	return column;
}

/* Values have other numbers in the whole. */
static void join_column_of(struct survey *survey, enum survey_column column,
			   const struct survey *from, const uint32_t *carried)
{
	uint32_t room[SURVEY_ROWS];

	for (size_t at = 0, count; at < from->count; at += count) {
		const uint32_t *numbers;

		count = from->count - at < SURVEY_ROWS ? from->count - at : SURVEY_ROWS;
		numbers = narrow_read(&from->columns[column], at, count, room);
		for (size_t i = 0; i < count && carried; i++)
			room[i] = carried[numbers[i]];
		narrow_append(&survey->columns[column], survey->count + at, survey->capacity,
			      carried ? room : numbers, count);
	}
}

static void join_numbers(struct survey *survey, const struct survey *from,
			 const uint32_t *const carried[SURVEY_COLUMNS])
{
	for (int c = 0; c < SURVEY_COLUMNS; c++)
		if (survey->columns[c].most || from->columns[c].most)
			join_column_of(survey, (enum survey_column)c, from, carried[c]);
}

void survey_join(struct survey *survey, const struct survey *from,
		 const uint32_t *const carried[SURVEY_COLUMNS])
{
	size_t count = survey->count;

	room_for(survey, count + from->count);
	join_numbers(survey, from, carried);
	survey->days = join_column(survey->days, count, survey->capacity, from->days,
				   from->count, sizeof *survey->days);
	survey->entered = join_column(survey->entered, count, survey->capacity, from->entered,
				      from->count, sizeof *survey->entered);
	survey->contacts = join_column(survey->contacts, count, survey->capacity, from->contacts,
				       from->count, sizeof *survey->contacts);
	for (size_t i = 0; i < from->line_count; i++)
		put_line(survey, count + from->lines[i].row, from->lines[i].line);
	survey->filled |= from->filled;
	survey->count += from->count;
}

/* ---- reading them ------------------------------------------------------------------- */

/* What numbers stand for. */
static void look_at_values(struct survey_rows *rows, enum survey_column column,
			   const int64_t *values)
{
	for (size_t i = 0; i < rows->count; i++)
		rows->room[column][i] = (uint32_t)values[rows->numbers[column][i]];
	rows->numbers[column] = rows->room[column];
}

int survey_next(const struct survey *survey, struct survey_rows *rows)
{
	size_t left;

	rows->first += rows->count;
	left = survey->count - rows->first;
	rows->count = left < SURVEY_ROWS ? left : SURVEY_ROWS;
	rows->days = survey->days + rows->first;
	for (int c = 0; c < SURVEY_COLUMNS; c++)
		if (rows->wanted >> c & 1)
			rows->numbers[c] = narrow_read(&survey->columns[c], rows->first,
						       rows->count, rows->room[c]);
	if (rows->wanted >> SURVEY_MARKS & 1)
		look_at_values(rows, SURVEY_MARKS, survey->marks.values);
	return rows->count > 0;
}

uint32_t survey_line(const struct survey *survey, size_t row)
{
	size_t low = 0, high = survey->line_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (survey->lines[middle].row <= row)
			low = middle;
		else
			high = middle;
	}
	return survey->lines[low].line + (uint32_t)(row - survey->lines[low].row);
}

void survey_free(struct survey *survey)
{
	for (int i = 0; i < SURVEY_COLUMNS; i++)
		free(survey->columns[i].cells);
	free(survey->days);
	free(survey->entered);
	free(survey->contacts);
	free(survey->lines);
	free(survey->waiting);
	for (int i = 0; i < SURVEY_NAMES; i++)
		intern_free(survey->names[i]);
	distinct_free(&survey->efforts);
	distinct_free(&survey->marks);
}

int survey_has(const struct survey *survey, enum canon column)
{
	return survey->intake.columns >> column & survey->filled >> column & 1;
}
