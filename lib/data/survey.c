/* SPDX-License-Identifier: GPL-3.0-or-later */
/* survey - all rows of an export as they are. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/session.h"
#include "data/survey.h"

struct reading {
	struct survey *survey;
	struct sessions *sessions;      /* only to hear what is wrong with them */
};

/* Order matters: "ab" + "c" is not "a" + "bc". */
static uint64_t combine(uint64_t digest, struct csv_cell cell)
{
	uint64_t mixed = (digest ^ intern_hash(cell.text, cell.length)) + cell.length;

	mixed *= 0x9E3779B97F4A7C15u;
	return mixed ^ mixed >> 32;
}

/* What is a consultation's own; a second entry has another id and perhaps another day of entry. */
static uint64_t content_of(const struct record_details *details)
{
	uint64_t digest = 1;

	for (int c = 0; c < CANON_COLUMNS; c++)
		if (c != CANON_CONTACT_ID && c != CANON_ENTERED)
			digest = combine(digest, details->cells[c]);
	return digest;
}

static uint32_t number(struct intern *table, struct csv_cell cell)
{
	return cell.length ? intern_add(table, cell.text, cell.length) : INTERN_NONE;
}

/* In minutes, or the column's unit, at the one scale; what is too large for it is an outlier. */
static int64_t effort_of(const struct survey *survey, struct amount amount)
{
	int64_t value;

	if (__builtin_mul_overflow(amount.value, power_of_ten(SURVEY_DIGITS - amount.digits),
				   &value))
		value = INT64_MAX - 30;
	return survey->intake.unit == UNIT_SECONDS ? (value + 30) / 60 : value;
}

static void add_row(struct survey *survey, const struct record *record)
{
	const struct csv_cell *cells = record->details->cells;
	struct survey_row *row;

	survey->rows = mem_grow(survey->rows, survey->count, &survey->capacity,
				sizeof *survey->rows);
	row = &survey->rows[survey->count++];
	*row = (struct survey_row){
		.content = content_of(record->details),
		.contact = cells[CANON_CONTACT_ID].length ?
			   combine(1, cells[CANON_CONTACT_ID]) : 0,
		.line = (uint32_t)record->line,
		.case_id = number(survey->cases, cells[CANON_CASE_ID]),
		.adviser = number(survey->advisers, cells[CANON_ADVISER]),
		.site = number(survey->sites, cells[CANON_SITE]),
		.household = number(survey->households, cells[CANON_HOUSEHOLD_ID]),
		.group = number(survey->groups, cells[CANON_GROUP_ID]),
		.day = record->day,
		.entered = record->details->entered,
		.held = record->status == RECORD_HELD,
		.special = text_equal(cells[CANON_SERVICE].text, "special"),
	};
	if (row->held)
		row->effort = effort_of(survey, record->amount);
	/* The effort may stand in a column that is none of the canonical ones. */
	row->content = combine(row->content, (struct csv_cell){ (const char *)&row->effort,
								sizeof row->effort });
	for (int c = 0; c < CANON_COLUMNS; c++)
		row->empty |= (uint32_t)(cells[c].length == 0) << c;
	survey->filled |= ~row->empty;
}

static int take(const struct record *record, void *to, struct fault *fault)
{
	struct reading *reading = to;
	struct csv_cell group = record->details->cells[CANON_GROUP_ID];

	if (reading->survey->count == UINT32_MAX - 1)
		return fault_set(fault, STATUS_SYSTEM, N_("too many rows"));
	add_row(reading->survey, record);
	if (record->group)
		sessions_add(reading->sessions, record, group.text, group.length,
			     record->details->participants, record->details->staff,
			     record->line);
	return 0;
}

static int take_share(const struct record *record, void *to, struct fault *fault)
{
	(void)record;
	(void)to;
	(void)fault;
	return 0;
}

static const struct record_sink sink = { .take = take };

int survey_read(struct survey *survey, const struct source *source, struct findings *findings,
		struct fault *fault)
{
	struct reading reading = { survey, sessions_new() };
	int result;

	memset(survey, 0, sizeof *survey);
	survey->cases = intern_new();
	survey->advisers = intern_new();
	survey->sites = intern_new();
	survey->households = intern_new();
	survey->groups = intern_new();
	result = records_import(source, &sink, NULL, &reading, &survey->intake, findings, fault);
	if (result == 0)
		result = sessions_deal(reading.sessions, 1, take_share, NULL, survey->intake.file,
				       findings, fault);
	sessions_free(reading.sessions);
	return result;
}

void survey_free(struct survey *survey)
{
	free(survey->rows);
	intern_free(survey->cases);
	intern_free(survey->advisers);
	intern_free(survey->sites);
	intern_free(survey->households);
	intern_free(survey->groups);
}

int survey_has(const struct survey *survey, enum canon column)
{
	return survey->intake.columns >> column & survey->filled >> column & 1;
}
