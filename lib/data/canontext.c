/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canontext - the canonical table of consultations as text. */
#include "base/mem.h"
#include "base/text.h"
#include "data/canontext.h"
#include "data/rowtext.h"

/* Control bytes, which no cell has. MARK_SEAT stands at both ends of a row, MARK_SECONDS at both
 * ends of a number. */
enum { MARK_SEAT = 1, MARK_COUNTED = 2, MARK_SECONDS = 3 };

struct canontext {
	struct rowtext *rows;
	int marked;                     /* somewhere there is a mark */
	int odd_seconds;                /* not all durations are whole minutes */
};

struct canontext *canontext_new(int excel, struct fault *fault)
{
	struct canontext *text = mem_new(1, sizeof *text);

	text->rows = rowtext_new(excel, fault);
	if (text->rows)
		return text;
	free(text);
	return NULL;
}

struct canontext *canontext_part(int excel)
{
	struct canontext *text = mem_new(1, sizeof *text);

	text->rows = rowtext_part(excel);
	return text;
}

void canontext_free(struct canontext *text)
{
	if (!text)
		return;
	rowtext_free(text->rows);
	free(text);
}

/* ---- rows ------------------------------------------------------------------------ */

/* The record has the text that all but Excel gets. */
static void put_day(struct rowtext *rows, int32_t day, struct csv_cell text)
{
	if (rows->excel)
		rowtext_day(rows, day);
	else
		lines_bytes(&rows->lines, text.text, text.length);
}

static int put_effort(struct canontext *text, const struct record *record, enum effort_unit unit,
		      struct fault *fault)
{
	if (!record->details->has_amount)
		return 0;
	if (unit != UNIT_SECONDS) {
		rowtext_amount(text->rows, record->amount);
		return 0;
	}
	if (record->amount.digits)
		return fault_at(fault, STATUS_DATA, "", record->line, 0,
				N_("a duration in fractions of a second cannot be written"));
	text->marked = 1;
	text->odd_seconds |= record->amount.value % 60 != 0;
	lines_byte(&text->rows->lines, MARK_SECONDS);
	rowtext_amount(text->rows, record->amount);
	lines_byte(&text->rows->lines, MARK_SECONDS);
	return 0;
}

static void put_counted(struct canontext *text, const struct record *record,
			const struct amount *counted, int seat)
{
	if (counted && seat)
		lines_byte(&text->rows->lines, MARK_COUNTED);
	else if (counted)
		rowtext_amount(text->rows, *counted);
	else if (record->details->has_counted)
		rowtext_amount(text->rows, record->details->counted);
}

static int put_column(struct canontext *text, const struct record *record, enum canon column,
		      enum effort_unit unit, const struct amount *counted, int seat,
		      struct fault *fault)
{
	switch (column) {
	case CANON_DATE:
		put_day(text->rows, record->day, record->details->cells[CANON_DATE]);
		return 0;
	case CANON_ENTERED:
		if (record->details->entered != DATE_UNKNOWN)
			put_day(text->rows, record->details->entered,
				record->details->cells[CANON_ENTERED]);
		return 0;
	case CANON_MINUTES:
		return put_effort(text, record, unit, fault);
	case CANON_COUNTED:
		put_counted(text, record, counted, seat);
		return 0;
	default:
		rowtext_cell(text->rows, record->details->cells[column]);
		return 0;
	}
}

int canontext_add(struct canontext *text, const struct record *record, uint32_t columns,
		  enum effort_unit unit, const struct amount *counted, int seat,
		  struct fault *fault)
{
	text->marked |= seat;
	if (seat)
		lines_byte(&text->rows->lines, MARK_SEAT);
	for (; columns; columns &= columns - 1) {
		enum canon column = (enum canon)__builtin_ctz(columns);

		rowtext_next(text->rows);
		if (put_column(text, record, column, unit, counted, seat, fault) != 0)
			return -1;
	}
	if (rowtext_end(text->rows, fault) != 0)
		return -1;
	if (seat)
		lines_byte(&text->rows->lines, MARK_SEAT);
	return 0;
}

/* ---- all of it ------------------------------------------------------------------- */

int canontext_join(struct canontext *text, struct canontext *part, struct fault *fault)
{
	text->marked |= part->marked;
	text->odd_seconds |= part->odd_seconds;
	return rowtext_join(text->rows, part->rows, fault);
}

struct copying {
	const struct canontext_seat *next;
	int odd_seconds;
	FILE *to;
};

static void copy_seconds(const struct copying *copying, FILE *from, int skip)
{
	int64_t seconds = 0;
	int c;

	while ((c = getc_unlocked(from)) != MARK_SECONDS && c != EOF)
		seconds = seconds * 10 + (c - '0');
	if (skip)
		return;
	if (copying->odd_seconds)
		fprintf(copying->to, "%lld:%02d:%02d", (long long)(seconds / 3600),
			(int)(seconds / 60 % 60), (int)(seconds % 60));
	else
		fprintf(copying->to, "%lld", (long long)(seconds / 60));
}

static int copy_marked(const struct rowtext *rows, struct copying *copying, struct fault *fault)
{
	const struct canontext_seat *seat = NULL;
	char number[ROWTEXT_NUMBER_MAX];
	FILE *from = rows->spool;
	int c;

	while ((c = getc_unlocked(from)) != EOF) {
		int skip = seat && seat->refused;

		if (c == MARK_SEAT)
			seat = seat ? NULL : copying->next++;
		else if (c == MARK_SECONDS)
			copy_seconds(copying, from, skip);
		else if (c == MARK_COUNTED && !skip)
			fwrite(number, 1, rowtext_number(rows, number, seat->counted), copying->to);
		else if (c != MARK_COUNTED && !skip)
			putc_unlocked(c, copying->to);
	}
	return ferror(from) ? fault_system(fault, "", N_("cannot read a temporary file")) : 0;
}

int canontext_write(struct canontext *text, uint32_t columns, const struct canontext_seat *seats,
		    FILE *to, struct fault *fault)
{
	struct copying copying = { seats, text->odd_seconds, to };

	rowtext_header(text->rows, canon_names, columns, to);
	if (rowtext_finish(text->rows, fault) != 0)
		return -1;
	return text->marked ? copy_marked(text->rows, &copying, fault) :
			      rowtext_copy(text->rows, to, fault);
}
