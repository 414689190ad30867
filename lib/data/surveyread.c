/* SPDX-License-Identifier: GPL-3.0-or-later */
/* survey - all rows of an export as they are: from records to rows, by several threads. */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/lately.h"
#include "data/session.h"
#include "data/survey.h"

/* Look-ups of cases are put off and made several at a time, so that the misses of the cache
 * overlap (a fifth of the time of 10 million rows). */
enum { QUEUE = 32, QUEUE_TEXT = 40 };
/* Of more efforts each block begins anew. */
enum { KEPT_MOST = 4096 };

/* Columns that a row keeps as numbers and days, by enum canon; the rest of a consultation is
 * in its digest. A second entry of it has another id and perhaps another day of entry. */
#define BIT(column) (UINT32_C(1) << (column))
static const uint32_t kept = BIT(CANON_CONTACT_ID) | BIT(CANON_CASE_ID) | BIT(CANON_DATE) |
	BIT(CANON_HOUSEHOLD_ID) | BIT(CANON_ADVISER) | BIT(CANON_SITE) | BIT(CANON_GROUP_ID) |
	BIT(CANON_ENTERED);
static const uint32_t all_columns = BIT(CANON_COLUMNS) - 1;

struct queued {
	uint64_t hash;
	size_t row;
	uint32_t length;
	char text[QUEUE_TEXT];
};

/* Which columns the file has; which go into the digest, and which are names to be looked up (but
 * for those of cases). */
struct columns {
	int content_count, name_count;
	enum canon content[CANON_COLUMNS];
	enum survey_column names[SURVEY_NAMES];
};

struct reading {
	struct survey *survey;
	struct columns columns;
	struct lately lately[SURVEY_NAMES];
	struct sessions *sessions;      /* only to hear what is wrong with them */
	struct queued queue[QUEUE];
	size_t queue_count;
};

/* ---- rows -------------------------------------------------------------------------- */

__extension__ typedef unsigned __int128 wide;

/* Multiply and fold. */
static uint64_t fold(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Of one cell; each place has a digest of its own, so that "ab" + "c" is not "a" + "bc". They add
 * up, and none waits for that of the cell before. Of texts of 4 to 16 bytes four pieces, which
 * overlap, so that the processor has no length to guess (wyhash, Wang Yi 2019). */
static inline uint64_t digest_of(struct csv_cell cell, uint64_t place)
{
	const unsigned char *bytes = (const unsigned char *)cell.text;
	const char *text = cell.text, *end = text + cell.length;
	size_t length = cell.length, inner = length >> 3 << 2;
	uint64_t a = 0, b = 0;

	if (length > 16) {
		a = intern_hash(text, length);
	} else if (length >= 4) {
		a = bytes_four(text) << 32 | bytes_four(text + inner);
		b = bytes_four(end - 4) << 32 | bytes_four(end - 4 - inner);
	} else if (length) {
		a = (uint64_t)bytes[0] << 16 | (uint64_t)bytes[length / 2] << 8 |
		    bytes[length - 1];
	}
	return fold(a ^ place * 0xA0761D6478BD642Fu, b ^ (place + length) * 0xE7037ED1A0B428DBu);
}

static void list_columns(struct columns *columns, uint32_t known)
{
	*columns = (struct columns){ .content_count = 0 };
	for (int c = 0; c < CANON_COLUMNS; c++)
		if (known & ~kept & BIT(c))
			columns->content[columns->content_count++] = (enum canon)c;
	for (int i = SURVEY_CASE + 1; i < SURVEY_NAMES; i++)
		if (known & BIT(survey_canon[i]))
			columns->names[columns->name_count++] = (enum survey_column)i;
}

static uint32_t if_empty(const struct csv_cell *cells, enum canon column)
{
	return (uint32_t)(cells[column].length == 0) << column;
}

/* empty: the columns that the file does not have. */
static void look_at_cells(struct survey_row *row, const struct columns *columns, uint32_t empty,
			  const struct csv_cell *cells)
{
	uint64_t digest = 0;

	for (int i = 0; i < columns->content_count; i++) {
		digest += digest_of(cells[columns->content[i]], (uint64_t)i + 1);
		empty |= if_empty(cells, columns->content[i]);
	}
	for (int i = 0; i < columns->name_count; i++)
		empty |= if_empty(cells, survey_canon[columns->names[i]]);
	empty |= if_empty(cells, CANON_CASE_ID) | if_empty(cells, CANON_CONTACT_ID) |
		 if_empty(cells, CANON_ENTERED);
	row->marks = empty;
	row->content = (uint32_t)(digest >> 32);
	row->contact = empty & BIT(CANON_CONTACT_ID) ? SURVEY_NO_CONTACT :
		       digest_of(cells[CANON_CONTACT_ID], 1);
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

/* In any letters; asked without a branch, since nobody can guess which service comes next. */
static uint32_t special_mark(struct csv_cell service)
{
	static const char special[] = "special";
	const uint64_t small = 0x20202020;
	int begins, ends;

	if (service.length != sizeof special - 1)
		return 0;
	begins = (bytes_four(service.text) | small) == bytes_four(special);
	ends = (bytes_four(service.text + 3) | small) == bytes_four(special + 3);
	return (uint32_t)(begins & ends) * SURVEY_SPECIAL;
}

static void drain(struct reading *reading)
{
	struct intern *cases = reading->survey->names[SURVEY_CASE];

	for (size_t i = 0; i < reading->queue_count; i++)
		intern_prefetch_text(cases, reading->queue[i].hash, reading->queue[i].length);
	for (size_t i = 0; i < reading->queue_count; i++) {
		const struct queued *queued = &reading->queue[i];

		survey_set_case(reading->survey, queued->row,
				intern_add_hashed(cases, queued->hash, queued->text,
						  queued->length));
	}
	reading->queue_count = 0;
}

static void settle(struct reading *reading)
{
	drain(reading);
	survey_settle(reading->survey);
}

/* Puts off the look-up. */
static void find_case(struct reading *reading, size_t row, struct csv_cell cell)
{
	struct intern *cases = reading->survey->names[SURVEY_CASE];
	struct queued *queued;

	if (!cell.length || cell.length > QUEUE_TEXT) {
		survey_set_case(reading->survey, row, !cell.length ? INTERN_NONE :
				intern_add(cases, cell.text, cell.length));
		return;
	}
	if (reading->queue_count == QUEUE)
		drain(reading);
	queued = &reading->queue[reading->queue_count++];
	queued->hash = intern_hash(cell.text, cell.length);
	intern_prefetch(cases, queued->hash);
	queued->row = row;
	queued->length = (uint32_t)cell.length;
	memcpy(queued->text, cell.text, cell.length);
}

/* Names come again and again, but for those of cases. */
static void look_up_names(struct reading *reading, struct survey_row *row,
			  const struct csv_cell *cells)
{
	memset(row->names, 0xFF, sizeof row->names);
	for (int i = 0; i < reading->columns.name_count; i++) {
		enum survey_column column = reading->columns.names[i];
		struct csv_cell cell = cells[survey_canon[column]];

		if (cell.length)
			row->names[column] = lately_add(&reading->lately[column],
							reading->survey->names[column], cell.text,
							cell.length);
	}
}

static void add_row(struct reading *reading, const struct record *record)
{
	const struct csv_cell *cells = record->details->cells;
	struct survey *survey = reading->survey;
	struct survey_row *row = survey_add(survey);

	row->line = (uint32_t)record->line;
	row->day = record->day;
	row->entered = record->details->entered;
	if (survey->known != record->details->intake->columns) {
		survey->known = record->details->intake->columns;
		list_columns(&reading->columns, survey->known);
	}
	look_at_cells(row, &reading->columns, all_columns & ~survey->known, cells);
	survey->filled |= ~row->marks;
	look_up_names(reading, row, cells);
	find_case(reading, survey->count + survey->waiting_count - 1, cells[CANON_CASE_ID]);
	row->effort = 0;
	if (record->status == RECORD_HELD) {
		row->marks |= SURVEY_HELD;
		row->effort = effort_of(record->details->intake->unit, record->amount);
	}
	row->marks |= special_mark(cells[CANON_SERVICE]);
}

static int too_many(struct fault *fault)
{
	return fault_set(fault, STATUS_SYSTEM, N_("too many rows"));
}

static int take(const struct record *record, void *to, struct fault *fault)
{
	struct reading *reading = to;
	struct csv_cell group = record->details->cells[CANON_GROUP_ID];

	if (reading->survey->count >= UINT32_MAX - 1 - SURVEY_WAITING)
		return too_many(fault);
	add_row(reading, record);
	if (record->group)
		sessions_add(reading->sessions, record, group.text, group.length,
			     record->details->participants, record->details->staff,
			     record->line);
	return 0;
}

/* ---- in parts -------------------------------------------------------------------- */

struct part {
	struct reading reading;         /* first: a taker is handed the part as such */
	struct survey survey;
	struct carried {                /* by number here, that in the whole */
		uint32_t *numbers;
		size_t count;
	} efforts, marks;
};

/* All parts look up names in the same tables: there may be many. */
static void *new_part(const void *to)
{
	const struct reading *whole = to;
	struct part *part = mem_apart(1, sizeof *part);

	for (int i = 0; i < SURVEY_NAMES; i++) {
		part->survey.names[i] = whole->survey->names[i];
		intern_share(part->survey.names[i]);
	}
	part->reading.survey = &part->survey;
	part->reading.sessions = sessions_new();
	return part;
}

static void drop_part(void *to)
{
	struct part *part = to;

	sessions_free(part->reading.sessions);
	memset(part->survey.names, 0, sizeof part->survey.names);
	survey_free(&part->survey);
	free(part->efforts.numbers);
	free(part->marks.numbers);
	free(part);
}

static const uint32_t *carry(struct distinct *to, const struct distinct *from,
			     struct carried *carried)
{
	if (carried->count < from->count)
		carried->numbers = mem_resize(carried->numbers, from->count,
					      sizeof *carried->numbers);
	for (; carried->count < from->count; carried->count++)
		carried->numbers[carried->count] = distinct_add(to, from->values[carried->count]);
	return carried->numbers;
}

/* The next block finds it empty, with its room, and with values that are not too many. */
static void empty(struct part *part)
{
	struct survey *survey = &part->survey;

	survey->count = survey->line_count = 0;
	survey->filled = 0;
	if (survey->efforts.count <= KEPT_MOST)
		return;
	distinct_free(&survey->efforts);
	part->efforts.count = 0;
}

static int join_part(void *to, void *from, struct fault *fault)
{
	struct reading *whole = to;
	struct part *part = from;
	const uint32_t *carried[SURVEY_COLUMNS] = { NULL };

	settle(whole);
	settle(&part->reading);
	if (part->survey.count >= UINT32_MAX - 1 - whole->survey->count)
		return too_many(fault);
	carried[SURVEY_EFFORT] = carry(&whole->survey->efforts, &part->survey.efforts,
				       &part->efforts);
	carried[SURVEY_MARKS] = carry(&whole->survey->marks, &part->survey.marks, &part->marks);
	survey_join(whole->survey, &part->survey, carried);
	sessions_join(whole->sessions, part->reading.sessions);
	empty(part);
	return 0;
}

static int in_order(void *part, struct fault *fault)
{
	(void)part;
	(void)fault;
	return 1;
}

static const struct record_sink sink = { .take = take, .part = new_part, .join = join_part,
					 .drop = drop_part, .end_block = in_order };

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

	survey_start(survey);
	survey->known = 0;              /* until the first row says */
	result = records_import(source, &sink, NULL, &reading, &survey->intake, findings, fault);
	settle(&reading);
	if (result == 0)
		result = sessions_deal(reading.sessions, 1, take_share, NULL, survey->intake.file,
				       findings, fault);
	sessions_free(reading.sessions);
	return result;
}
