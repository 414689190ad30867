/* SPDX-License-Identifier: GPL-3.0-or-later */
/* survey - all rows of an export as they are. */
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
enum { QUEUE = 32, QUEUE_TEXT = 40, ROOM_LEAST = 1024 };
/* Of more efforts each block begins anew. */
enum { KEPT_MOST = 4096 };

/* Columns that a row keeps as numbers and days, by enum canon; the rest of a consultation is
 * in its digest. A second entry of it has another id and perhaps another day of entry. */
#define BIT(column) (UINT32_C(1) << (column))
static const uint32_t kept = BIT(CANON_CONTACT_ID) | BIT(CANON_CASE_ID) | BIT(CANON_DATE) |
	BIT(CANON_HOUSEHOLD_ID) | BIT(CANON_ADVISER) | BIT(CANON_SITE) | BIT(CANON_GROUP_ID) |
	BIT(CANON_ENTERED);
static const uint32_t all_columns = BIT(CANON_COLUMNS) - 1;

static const enum canon canon_of[SURVEY_NAMES] = {
	[SURVEY_CASE] = CANON_CASE_ID, [SURVEY_ADVISER] = CANON_ADVISER, [SURVEY_SITE] = CANON_SITE,
	[SURVEY_HOUSEHOLD] = CANON_HOUSEHOLD_ID, [SURVEY_GROUP] = CANON_GROUP_ID,
};

struct queued {
	uint64_t hash;
	size_t row;
	uint32_t length;
	char text[QUEUE_TEXT];
};

/* Which columns the file has; which go into the digest, and which are names to be looked up (but for
 * those of cases). */
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

/* ---- columns ----------------------------------------------------------------------- */

void survey_start(struct survey *survey)
{
	memset(survey, 0, sizeof *survey);
	survey->known = all_columns;
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

static void settle_numbers(struct survey *survey, enum survey_column column, const uint32_t *numbers)
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
		if (!(survey->known & BIT(canon_of[c])))
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

/* Column by column: one row after the other took twice as long. */
void survey_settle(struct survey *survey)
{
	settle_columns(survey);
	settle_days(survey);
	if (survey->known & BIT(CANON_ENTERED))
		settle_entered(survey);
	if (survey->known & BIT(CANON_CONTACT_ID))
		settle_contacts(survey);
	settle_lines(survey);
	survey->count += survey->waiting_count;
	survey->waiting_count = 0;
}

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
		if (known & BIT(canon_of[i]))
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
		empty |= if_empty(cells, canon_of[columns->names[i]]);
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
		struct csv_cell cell = cells[canon_of[column]];

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

static void join_survey(struct survey *survey, const struct survey *from)
{
	size_t count = survey->count;

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
	room_for(whole->survey, whole->survey->count + part->survey.count);
	join_numbers(whole->survey, &part->survey, carried);
	join_survey(whole->survey, &part->survey);
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
