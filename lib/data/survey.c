/* SPDX-License-Identifier: GPL-3.0-or-later */
/* survey - all rows of an export as they are. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/session.h"
#include "data/survey.h"

/* Look-ups of cases are put off and made several at a time, so that the misses of the cache
 * overlap (a fifth of the time of 10 million rows). */
enum { QUEUE = 32, QUEUE_TEXT = 40 };

struct queued {
	uint64_t hash;
	size_t row;
	uint32_t length;
	char text[QUEUE_TEXT];
};

struct reading {
	struct survey *survey;
	struct sessions *sessions;      /* only to hear what is wrong with them */
	struct queued queue[QUEUE];
	size_t queue_count;
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
static int64_t effort_of(enum effort_unit unit, struct amount amount)
{
	int64_t value;

	if (__builtin_mul_overflow(amount.value, power_of_ten(SURVEY_DIGITS - amount.digits),
				   &value))
		value = INT64_MAX - 30;
	return unit == UNIT_SECONDS ? (value + 30) / 60 : value;
}

static void drain(struct reading *reading)
{
	struct survey *survey = reading->survey;

	for (size_t i = 0; i < reading->queue_count; i++)
		intern_prefetch_text(survey->cases, reading->queue[i].hash,
				     reading->queue[i].length);
	for (size_t i = 0; i < reading->queue_count; i++) {
		const struct queued *queued = &reading->queue[i];

		survey->rows[queued->row].case_id = intern_add_hashed(
			survey->cases, queued->hash, queued->text, queued->length);
	}
	reading->queue_count = 0;
}

/* Of the row added last. */
static void find_case(struct reading *reading, struct csv_cell cell)
{
	struct survey *survey = reading->survey;
	size_t row = survey->count - 1;
	struct queued *queued;

	if (reading->queue_count == QUEUE)
		drain(reading);
	if (!cell.length || cell.length > QUEUE_TEXT) {
		survey->rows[row].case_id = number(survey->cases, cell);
		return;
	}
	queued = &reading->queue[reading->queue_count++];
	queued->hash = intern_hash(cell.text, cell.length);
	intern_prefetch(survey->cases, queued->hash);
	queued->row = row;
	queued->length = (uint32_t)cell.length;
	memcpy(queued->text, cell.text, cell.length);
}

static void add_row(struct reading *reading, const struct record *record)
{
	const struct csv_cell *cells = record->details->cells;
	struct survey *survey = reading->survey;
	struct survey_row *row;

	survey->rows = mem_grow(survey->rows, survey->count, &survey->capacity,
				sizeof *survey->rows);
	row = &survey->rows[survey->count++];
	*row = (struct survey_row){
		.content = content_of(record->details),
		.contact = cells[CANON_CONTACT_ID].length ?
			   combine(1, cells[CANON_CONTACT_ID]) : 0,
		.line = (uint32_t)record->line,
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
		row->effort = effort_of(record->details->intake->unit, record->amount);
	/* The effort may stand in a column that is none of the canonical ones. */
	row->content = combine(row->content, (struct csv_cell){ (const char *)&row->effort,
								sizeof row->effort });
	for (int c = 0; c < CANON_COLUMNS; c++)
		row->empty |= (uint32_t)(cells[c].length == 0) << c;
	survey->filled |= ~row->empty;
	find_case(reading, cells[CANON_CASE_ID]);
}

static int too_many(struct fault *fault)
{
	return fault_set(fault, STATUS_SYSTEM, N_("too many rows"));
}

static int take(const struct record *record, void *to, struct fault *fault)
{
	struct reading *reading = to;
	struct csv_cell group = record->details->cells[CANON_GROUP_ID];

	if (reading->survey->count == UINT32_MAX - 1)
		return too_many(fault);
	add_row(reading, record);
	if (record->group)
		sessions_add(reading->sessions, record, group.text, group.length,
			     record->details->participants, record->details->staff,
			     record->line);
	return 0;
}

/* ---- in parts -------------------------------------------------------------------- */

/* Rows moved at a time, so that they do not stand in memory twice. */
enum { MOVED = 1 << 20 };

static void open_survey(struct survey *survey)
{
	memset(survey, 0, sizeof *survey);
	survey->cases = intern_new();
	survey->advisers = intern_new();
	survey->sites = intern_new();
	survey->households = intern_new();
	survey->groups = intern_new();
}

struct part {
	struct reading reading;         /* first: a taker is handed the part as such */
	struct survey survey;
};

static void *new_part(const void *whole)
{
	struct part *part = mem_new(1, sizeof *part);

	(void)whole;
	open_survey(&part->survey);
	part->reading.survey = &part->survey;
	part->reading.sessions = sessions_new();
	return part;
}

static void drop_part(void *to)
{
	struct part *part = to;

	sessions_free(part->reading.sessions);
	survey_free(&part->survey);
	free(part);
}

/* By number in `from`, that in `table`. */
static uint32_t *carry(struct intern *table, const struct intern *from)
{
	uint32_t count = intern_count(from), *numbers = mem_new((size_t)count + 1, sizeof *numbers);

	for (uint32_t i = 0; i < count; i++) {
		const char *text = intern_text(from, i);

		numbers[i] = intern_add(table, text, strlen(text));
	}
	return numbers;
}

static void renumber(uint32_t *number, const uint32_t *numbers)
{
	if (*number != INTERN_NONE)
		*number = numbers[*number];
}

struct numbers {
	uint32_t *cases, *advisers, *sites, *households, *groups;
};

static void join_row(struct survey_row *row, const struct numbers *numbers, long lines)
{
	row->line += (uint32_t)lines;
	renumber(&row->case_id, numbers->cases);
	renumber(&row->adviser, numbers->advisers);
	renumber(&row->site, numbers->sites);
	renumber(&row->household, numbers->households);
	renumber(&row->group, numbers->groups);
}

/* The last ones first. */
static void join_rows(struct survey *survey, struct survey *from, const struct numbers *numbers,
		      long lines)
{
	survey->capacity = survey->count + from->count;
	survey->rows = mem_resize(survey->rows, survey->capacity + 1, sizeof *survey->rows);
	for (size_t moved; from->count; from->count -= moved) {
		struct survey_row *rows = survey->rows + survey->count;

		moved = from->count < MOVED ? from->count : MOVED;
		for (size_t i = from->count - moved; i < from->count; i++) {
			rows[i] = from->rows[i];
			join_row(&rows[i], numbers, lines);
		}
		from->rows = mem_resize(from->rows, from->count - moved + 1, sizeof *from->rows);
	}
	survey->count = survey->capacity;
}

static void join_survey(struct survey *survey, struct survey *from, long lines)
{
	struct numbers numbers = {
		carry(survey->cases, from->cases), carry(survey->advisers, from->advisers),
		carry(survey->sites, from->sites), carry(survey->households, from->households),
		carry(survey->groups, from->groups),
	};

	survey->filled |= from->filled;
	join_rows(survey, from, &numbers, lines);
	free(numbers.cases);
	free(numbers.advisers);
	free(numbers.sites);
	free(numbers.households);
	free(numbers.groups);
}

/* The first part as it is; the intake is the whole's. */
static void take_over(struct survey *survey, struct survey *from)
{
	struct survey empty = *survey;

	*survey = *from;
	survey->intake = empty.intake;
	*from = empty;
}

static int join_part(void *to, void *from, struct fault *fault)
{
	struct reading *whole = to, *part = from;
	long lines = whole->survey->intake.lines;

	drain(part);
	if (part->survey->count >= UINT32_MAX - 1 - whole->survey->count)
		return too_many(fault);
	if (lines == 0)
		take_over(whole->survey, part->survey);
	else
		join_survey(whole->survey, part->survey, lines);
	sessions_join(whole->sessions, part->sessions, lines);
	return 0;
}

static const struct record_sink sink = { .take = take, .part = new_part, .join = join_part,
					 .drop = drop_part };

/* ---- the whole --------------------------------------------------------------------- */

static int take_share(const struct record *record, void *to, struct fault *fault)
{
	(void)record;
	(void)to;
	(void)fault;
	return 0;
}

int survey_read(struct survey *survey, const struct source *source, struct findings *findings,
		struct fault *fault)
{
	struct reading reading = { .survey = survey, .sessions = sessions_new() };
	int result;

	open_survey(survey);
	result = records_import(source, &sink, NULL, &reading, &survey->intake, findings, fault);
	drain(&reading);
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
