/* SPDX-License-Identifier: GPL-3.0-or-later */
/* survey - all rows of an export as they are, for judging whether they can be trusted.
 *
 * Other readers stop at what breaks a rule and add up the rest; the survey keeps what can be judged
 * of each sound row and counts the others. It is kept by column, each as narrow as may be
 * (base/narrow): a question reads but two or three of them. Cells of people and cases become
 * numbers of interned texts, efforts and marks numbers of their values; cells that need only be
 * compared become digests: 64 bits for ids (in 10 million rows a wrong pair in one of 400,000
 * files), 32 for all others together, which are compared only within one case's day. Memory: 13
 * bytes a row, up to 30 more where the export has all columns and all different, and the distinct
 * texts.
 *
 * Planned, deleted and filtered rows are counted and not kept; a stated window leaves nothing
 * out. Group sessions stand as they are, a row for each participant; what
 * is wrong with them is in the findings. */
#ifndef VL_SURVEY_H
#define VL_SURVEY_H

#include "base/distinct.h"
#include "base/narrow.h"
#include "data/canon.h"
#include "data/date.h"
#include "data/intern.h"
#include "data/record.h"
#include "data/source.h"
#include "data/window.h"

#define SURVEY_DIGITS AMOUNT_DIGITS_MAX

/* Columns of numbers: of names in `names`, of values in `efforts`, a digest, of values in
 * `marks`. */
enum survey_column {
	SURVEY_CASE, SURVEY_ADVISER, SURVEY_SITE, SURVEY_HOUSEHOLD, SURVEY_GROUP,
	SURVEY_NAMES,
	SURVEY_EFFORT = SURVEY_NAMES, SURVEY_CONTENT, SURVEY_MARKS,
	SURVEY_COLUMNS
};

extern const enum canon survey_canon[SURVEY_NAMES];

/* Marks are a set of bits: these, and bit c where the cell of enum canon c is empty. */
#define SURVEY_HELD (UINT32_C(1) << 30)        /* otherwise a no-show */
#define SURVEY_SPECIAL (UINT32_C(1) << 31)     /* service, as recorded, is special */

/* Days count from DAY_MIN on. */
enum { SURVEY_DAYS = DAY_MAX - DAY_MIN + 1, SURVEY_NO_DAY = UINT16_MAX };
#define SURVEY_NO_CONTACT UINT64_MAX

/* A row as it is put in. */
struct survey_row {
	uint32_t line;
	uint32_t names[SURVEY_NAMES];      /* numbers, or INTERN_NONE; that of the case apart */
	uint32_t content;                  /* digest of the cells that are not in here */
	uint32_t marks;
	uint64_t contact;                  /* digest of contact_id, or SURVEY_NO_CONTACT */
	int64_t effort;                    /* minutes, or the column's unit, x 10^SURVEY_DIGITS */
	int32_t day;
	int32_t entered;                   /* DATE_UNKNOWN: empty or no such column */
};

/* From this row on each stands a line behind the one before. */
struct survey_line {
	uint32_t row, line;
};

struct survey {
	size_t count, capacity;            /* rows, in the order of the file */
	/* By row */
	struct narrow columns[SURVEY_COLUMNS]; /* none = INTERN_NONE */
	uint16_t *days, *entered;          /* none = SURVEY_NO_DAY; NULL: all rows have none */
	uint64_t *contacts;                /* or NULL */
	struct survey_line *lines;
	size_t line_count, line_capacity;
	struct intern *names[SURVEY_NAMES];
	struct distinct efforts, marks;
	uint32_t filled;                   /* bit c set: some row has a value in enum canon c */
	uint32_t known;                    /* bit c set: rows may have a value in enum canon c */
	struct survey_row *waiting;        /* rows to be put into the columns, several at a time */
	size_t waiting_count;
	struct intake intake;
};

/* 0, or -1 and a fault where the file cannot be read at all; survey_free in either case. Findings:
 * the rows that break a rule, with line and column; they do not end the reading. */
int survey_read(struct survey *survey, const struct source *source, struct findings *findings,
		struct fault *fault);
/* What reading does: begin with no rows; fill in the next one; at any time later say its case, by
 * the number of the row; put all rows into the columns, which can be read then. */
enum { SURVEY_WAITING = 128 };
void survey_start(struct survey *survey);
struct survey_row *survey_add(struct survey *survey);
void survey_set_case(struct survey *survey, size_t row, uint32_t number);
void survey_settle(struct survey *survey);
/* Put the rows of another behind these. By column either NULL, or by a number there that here. */
void survey_join(struct survey *survey, const struct survey *from,
		 const uint32_t *const carried[SURVEY_COLUMNS]);
void survey_free(struct survey *survey);
/* Whether the file has the column, and any row a value in it. */
int survey_has(const struct survey *survey, enum canon column);

/* ---- what stands in a row ------------------------------------------------------------ */

/* The line of its first character. */
uint32_t survey_line(const struct survey *survey, size_t row);

static inline int32_t survey_day(const struct survey *survey, size_t row)
{
	return DAY_MIN + survey->days[row];
}

static inline int32_t survey_entered(const struct survey *survey, size_t row)
{
	return survey->entered && survey->entered[row] != SURVEY_NO_DAY ?
	       DAY_MIN + survey->entered[row] : DATE_UNKNOWN;
}

static inline uint32_t survey_number(const struct survey *survey, enum survey_column column,
				     size_t row)
{
	return narrow_get(&survey->columns[column], row);
}

static inline uint32_t survey_marks(const struct survey *survey, size_t row)
{
	return (uint32_t)survey->marks.values[survey_number(survey, SURVEY_MARKS, row)];
}

/* One of the marks. */
static inline int survey_is(const struct survey *survey, size_t row, uint32_t mark)
{
	return (survey_marks(survey, row) & mark) != 0;
}

static inline int64_t survey_effort(const struct survey *survey, size_t row)
{
	return survey->efforts.values[survey_number(survey, SURVEY_EFFORT, row)];
}

/* ---- all rows, some at a time ---------------------------------------------------------- */

enum { SURVEY_ROWS = 512 };

/* Start with zeros but for the columns that are wanted: 1 << enum survey_column. Of SURVEY_MARKS
 * there are not their numbers but the marks themselves. */
struct survey_rows {
	uint32_t wanted;
	size_t first, count;
	const uint16_t *days;
	const uint32_t *numbers[SURVEY_COLUMNS];
	uint32_t room[SURVEY_COLUMNS][SURVEY_ROWS];
};

/* The next rows: 0 when there are no more. */
int survey_next(const struct survey *survey, struct survey_rows *rows);

#endif
