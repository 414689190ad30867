/* SPDX-License-Identifier: GPL-3.0-or-later */
/* survey - all rows of an export as they are, for judging whether they can be trusted.
 *
 * Other readers stop at what breaks a rule and add up the rest; the survey keeps one small
 * record for each sound row and counts the others. Cells of people and cases become numbers of
 * interned texts; cells that need only be compared become a digest of 64 bits (in 10 million
 * rows a wrong pair in one of 400,000 files). Memory: 64 bytes a row and the distinct ids.
 *
 * Planned, deleted and filtered rows are counted and not kept; a stated window leaves nothing
 * out. Group sessions stand as they are, a row for each participant; what
 * is wrong with them is in the findings. */
#ifndef VL_SURVEY_H
#define VL_SURVEY_H

#include "data/canon.h"
#include "data/date.h"
#include "data/intern.h"
#include "data/record.h"
#include "data/source.h"

#define SURVEY_DIGITS AMOUNT_DIGITS_MAX

struct survey_row {
	uint64_t content;      /* digest of all canonical cells but contact_id and entered */
	uint64_t contact;      /* digest of contact_id; 0 = none */
	int64_t effort;        /* minutes, or the column's unit, x 10^SURVEY_DIGITS */
	uint32_t line;
	uint32_t case_id;      /* numbers in the tables below, or INTERN_NONE */
	uint32_t adviser, site, household, group;
	int32_t day;
	int32_t entered;       /* DATE_UNKNOWN: empty or no such column */
	uint32_t empty;        /* bit c set: the cell of enum canon c is empty */
	uint8_t held;          /* otherwise a no-show */
	uint8_t special;       /* service, as recorded, is special */
};

struct survey {
	struct survey_row *rows;           /* in the order of the file */
	size_t count, capacity;
	struct intern *cases, *advisers, *sites, *households, *groups;
	uint32_t filled;                   /* bit c set: some row has a value in enum canon c */
	struct intake intake;
};

/* 0, or -1 and a fault where the file cannot be read at all; survey_free in either case. Findings:
 * the rows that break a rule, with line and column; they do not end the reading. */
int survey_read(struct survey *survey, const struct source *source, struct findings *findings,
		struct fault *fault);
void survey_free(struct survey *survey);
/* Whether the file has the column, and any row a value in it. */
int survey_has(const struct survey *survey, enum canon column);

#endif
