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

struct queued {
	uint64_t hash;
	size_t row;
	uint32_t length;
	char text[QUEUE_TEXT];
};

/* Which columns the file has; which go into the digest, and which are names to be looked up. */
struct columns {
	uint32_t known;                 /* as intake->columns */
	int count, content_count, name_count;
	int all[CANON_COLUMNS], content[CANON_COLUMNS];
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
		survey->columns[i] = more_room(survey->columns[i], capacity, sizeof **survey->columns);
	survey->days = more_room(survey->days, capacity, sizeof *survey->days);
	survey->entered = more_room(survey->entered, capacity, sizeof *survey->entered);
	survey->contacts = more_room(survey->contacts, capacity, sizeof *survey->contacts);
}

static void put_number(struct survey *survey, enum survey_column column, uint32_t number)
{
	uint32_t **numbers = &survey->columns[column];

	if (!*numbers && number == INTERN_NONE)
		return;
	if (!*numbers)
		*numbers = new_column(survey->count, survey->capacity, sizeof **numbers);
	(*numbers)[survey->count] = number;
}

static void put_day(const struct survey *survey, uint16_t **days, int32_t day)
{
	if (!*days && day == DATE_UNKNOWN)
		return;
	if (!*days)
		*days = new_column(survey->count, survey->capacity, sizeof **days);
	(*days)[survey->count] = day == DATE_UNKNOWN ? SURVEY_NO_DAY : (uint16_t)(day - DAY_MIN);
}

static void put_contact(struct survey *survey, uint64_t contact)
{
	if (!survey->contacts && contact == SURVEY_NO_CONTACT)
		return;
	if (!survey->contacts)
		survey->contacts = new_column(survey->count, survey->capacity,
					      sizeof *survey->contacts);
	survey->contacts[survey->count] = contact;
}

static void put_line(struct survey *survey, size_t row, uint32_t line)
{
	const struct survey_line *last = survey->line_count ?
					 &survey->lines[survey->line_count - 1] : NULL;

	if (last && line - last->line == row - last->row)
		return;
	survey->lines = mem_grow(survey->lines, survey->line_count, &survey->line_capacity,
				 sizeof *survey->lines);
	survey->lines[survey->line_count++] = (struct survey_line){ (uint32_t)row, line };
}

void survey_add(struct survey *survey, const struct survey_row *row)
{
	if (survey->count == survey->capacity)
		make_room(survey, survey->capacity ? 2 * survey->capacity : ROOM_LEAST);
	for (int i = 0; i < SURVEY_NAMES; i++)
		put_number(survey, (enum survey_column)i, row->names[i]);
	put_number(survey, SURVEY_EFFORT, distinct_add(&survey->efforts, row->effort));
	put_number(survey, SURVEY_CONTENT, row->content);
	put_number(survey, SURVEY_MARKS, row->marks);
	put_day(survey, &survey->days, row->day);
	put_day(survey, &survey->entered, row->entered);
	put_contact(survey, row->contact);
	put_line(survey, survey->count, row->line);
	survey->count++;
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

__extension__ typedef unsigned __int128 wide;

/* Multiply and fold. */
static uint64_t fold(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Order matters: "ab" + "c" is not "a" + "bc". Of texts of 4 to 16 bytes four pieces, which
 * overlap, so that the processor has no length to guess (wyhash, Wang Yi 2019). */
static inline uint64_t combine(uint64_t digest, struct csv_cell cell)
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
	return fold(a ^ 0xA0761D6478BD642Fu, (digest ^ b) + length * 0xE7037ED1A0B428DBu);
}

static void list_columns(struct columns *columns, uint32_t known)
{
	*columns = (struct columns){ .known = known };
	for (int c = 0; c < CANON_COLUMNS; c++) {
		if (!(known >> c & 1))
			continue;
		columns->all[columns->count++] = c;
		if (!(kept >> c & 1))
			columns->content[columns->content_count++] = c;
	}
	for (int i = SURVEY_CASE + 1; i < SURVEY_NAMES; i++)
		if (known >> canon_of[i] & 1)
			columns->names[columns->name_count++] = (enum survey_column)i;
}

/* The columns that the file does not have are empty in all rows. */
static void look_at_cells(struct survey_row *row, const struct columns *columns,
			  const struct csv_cell *cells)
{
	uint32_t empty = all_columns & ~columns->known;
	uint64_t digest = 1;

	for (int i = 0; i < columns->count; i++)
		empty |= (uint32_t)(cells[columns->all[i]].length == 0) << columns->all[i];
	for (int i = 0; i < columns->content_count; i++)
		digest = combine(digest, cells[columns->content[i]]);
	row->marks = empty;
	row->content = (uint32_t)(digest >> 32);
	row->contact = empty >> CANON_CONTACT_ID & 1 ? SURVEY_NO_CONTACT :
		       combine(1, cells[CANON_CONTACT_ID]);
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
	struct survey *survey = reading->survey;
	struct intern *cases = survey->names[SURVEY_CASE];

	for (size_t i = 0; i < reading->queue_count; i++)
		intern_prefetch_text(cases, reading->queue[i].hash, reading->queue[i].length);
	for (size_t i = 0; i < reading->queue_count; i++) {
		const struct queued *queued = &reading->queue[i];

		survey->columns[SURVEY_CASE][queued->row] = intern_add_hashed(
			cases, queued->hash, queued->text, queued->length);
	}
	reading->queue_count = 0;
}

/* The number that stands in for that of a case whose look-up is put off: 0. */
static uint32_t find_case(struct reading *reading, struct csv_cell cell)
{
	struct intern *cases = reading->survey->names[SURVEY_CASE];
	struct queued *queued;

	if (reading->queue_count == QUEUE || cell.length > QUEUE_TEXT)
		drain(reading);
	if (!cell.length || cell.length > QUEUE_TEXT)
		return cell.length ? intern_add(cases, cell.text, cell.length) : INTERN_NONE;
	queued = &reading->queue[reading->queue_count++];
	queued->hash = intern_hash(cell.text, cell.length);
	intern_prefetch(cases, queued->hash);
	queued->row = reading->survey->count;
	queued->length = (uint32_t)cell.length;
	memcpy(queued->text, cell.text, cell.length);
	return 0;
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
	row->names[SURVEY_CASE] = find_case(reading, cells[CANON_CASE_ID]);
}

static void add_row(struct reading *reading, const struct record *record)
{
	const struct csv_cell *cells = record->details->cells;
	struct survey *survey = reading->survey;
	struct survey_row row = { .line = (uint32_t)record->line, .day = record->day,
				  .entered = record->details->entered };

	if (reading->columns.known != record->details->intake->columns)
		list_columns(&reading->columns, record->details->intake->columns);
	look_at_cells(&row, &reading->columns, cells);
	survey->filled |= ~row.marks;
	look_up_names(reading, &row, cells);
	if (record->status == RECORD_HELD) {
		row.marks |= SURVEY_HELD;
		row.effort = effort_of(record->details->intake->unit, record->amount);
	}
	row.marks |= special_mark(cells[CANON_SERVICE]);
	survey_add(survey, &row);
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

struct part {
	struct reading reading;         /* first: a taker is handed the part as such */
	struct survey survey;
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
	free(part);
}

static uint32_t *carry_efforts(struct distinct *efforts, const struct distinct *from)
{
	uint32_t *numbers = mem_new(from->count + 1, sizeof *numbers);

	for (size_t i = 0; i < from->count; i++)
		numbers[i] = distinct_add(efforts, from->values[i]);
	return numbers;
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

static void renumber(uint32_t *column, size_t count, uint32_t *numbers)
{
	for (size_t i = 0; i < count && column; i++)
		column[i] = numbers[column[i]];
	free(numbers);
}

static void room_for(struct survey *survey, size_t count)
{
	size_t capacity = survey->capacity ? survey->capacity : ROOM_LEAST;

	while (capacity < count)
		capacity *= 2;
	if (capacity > survey->capacity)
		make_room(survey, capacity);
}

static void join_survey(struct survey *survey, const struct survey *from)
{
	size_t count = survey->count;

	room_for(survey, count + from->count);
	for (int i = 0; i < SURVEY_COLUMNS; i++)
		survey->columns[i] = join_column(survey->columns[i], count, survey->capacity,
						 from->columns[i], from->count,
						 sizeof **survey->columns);
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

/* The next block finds it empty, with its room. */
static void empty(struct survey *survey)
{
	survey->count = survey->line_count = 0;
	survey->filled = 0;
	distinct_free(&survey->efforts);
	survey->efforts = (struct distinct){ 0 };
}

static int join_part(void *to, void *from, struct fault *fault)
{
	struct reading *whole = to, *part = from;
	struct survey *survey = part->survey;

	drain(part);
	if (survey->count >= UINT32_MAX - 1 - whole->survey->count)
		return too_many(fault);
	renumber(survey->columns[SURVEY_EFFORT], survey->count,
		 carry_efforts(&whole->survey->efforts, &survey->efforts));
	join_survey(whole->survey, survey);
	sessions_join(whole->sessions, part->sessions);
	empty(survey);
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
	for (int i = 0; i < SURVEY_COLUMNS; i++)
		free(survey->columns[i]);
	free(survey->days);
	free(survey->entered);
	free(survey->contacts);
	free(survey->lines);
	for (int i = 0; i < SURVEY_NAMES; i++)
		intern_free(survey->names[i]);
	distinct_free(&survey->efforts);
}

int survey_has(const struct survey *survey, enum canon column)
{
	return survey->intake.columns >> column & survey->filled >> column & 1;
}
