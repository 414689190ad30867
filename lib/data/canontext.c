/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canontext - the canonical table of consultations as text. */
#include <string.h>

#include "base/mem.h"
#include "base/spool.h"
#include "base/text.h"
#include "data/canontext.h"

/* Control bytes, which no cell has. MARK_SEAT stands at both ends of a row, MARK_SECONDS at both
 * ends of a number. */
enum { MARK_SEAT = 1, MARK_COUNTED = 2, MARK_SECONDS = 3 };

enum { NUMBER_ROOM = 32, BUFFER = 1 << 18, DAYS_KEPT = 64 };

struct written_day {
	int32_t day;
	char text[11];                  /* "": none yet */
};

struct canontext {
	FILE *spool;
	int excel;
	char delimiter, decimal_mark;
	const char *line_end;
	int marked;                     /* somewhere there is a mark */
	int odd_seconds;                /* not all durations are whole minutes */
	unsigned char special[256];     /* bytes that make a cell want quotes */
	struct written_day days[DAYS_KEPT];
	char *row;
	size_t used, room;
};

struct canontext *canontext_new(int excel, struct fault *fault)
{
	struct canontext *text = mem_new(1, sizeof *text);

	text->excel = excel;
	text->delimiter = excel ? ';' : ',';
	text->decimal_mark = excel ? ',' : '.';
	text->line_end = excel ? "\r\n" : "\n";
	text->special[(unsigned char)text->delimiter] = 1;
	text->special['"'] = text->special['\r'] = text->special['\n'] = 1;
	text->spool = spool_new(fault);
	if (!text->spool) {
		canontext_free(text);
		return NULL;
	}
	setvbuf(text->spool, NULL, _IOFBF, BUFFER);
	return text;
}

void canontext_free(struct canontext *text)
{
	if (!text)
		return;
	if (text->spool)
		fclose(text->spool);
	free(text->row);
	free(text);
}

/* ---- cells ----------------------------------------------------------------------- */

static char *room_for(struct canontext *text, size_t length)
{
	if (text->used + length > text->room) {
		text->room = (text->used + length) * 2;
		text->row = mem_resize(text->row, text->room, 1);
	}
	return text->row + text->used;
}

static void put_char(struct canontext *text, char c)
{
	*room_for(text, 1) = c;
	text->used++;
}

static void put_bytes(struct canontext *text, const char *bytes, size_t length)
{
	memcpy(room_for(text, length), bytes, length);
	text->used += length;
}

static void put_quoted(struct canontext *text, struct csv_cell cell)
{
	put_char(text, '"');
	for (size_t i = 0; i < cell.length; i++) {
		if (cell.text[i] == '"')
			put_char(text, '"');
		put_char(text, cell.text[i]);
	}
	put_char(text, '"');
}

/* As it stands; where a byte of it wants quotes, once more in quotes. */
static void put_cell(struct canontext *text, struct csv_cell cell)
{
	char *to = room_for(text, cell.length);
	unsigned special = 0;

	for (size_t i = 0; i < cell.length; i++) {
		to[i] = cell.text[i];
		special |= text->special[(unsigned char)cell.text[i]];
	}
	if (special)
		put_quoted(text, cell);
	else
		text->used += cell.length;
}

/* A text that Excel would run as a formula is made one that it does not. */
static void put_text(struct canontext *text, struct csv_cell cell)
{
	char *guarded;

	if (!text->excel || !cell.length || !strchr("=+-@\t\r", *cell.text)) {
		put_cell(text, cell);
		return;
	}
	guarded = mem_new(cell.length + 1, 1);
	guarded[0] = '\'';
	memcpy(guarded + 1, cell.text, cell.length);
	put_cell(text, (struct csv_cell){ guarded, cell.length + 1 });
	free(guarded);
}

/* Exports are mostly in order of their dates: those of late are kept. */
static void put_day(struct canontext *text, int32_t day)
{
	struct written_day *written = &text->days[(uint32_t)day % DAYS_KEPT];

	if (written->day != day || !written->text[0]) {
		(text->excel ? date_write_german : date_write)(written->text, day);
		written->day = day;
	}
	put_bytes(text, written->text, 10);
}

/* From the last digit to the first; returns how many bytes. */
static size_t write_amount(char to[NUMBER_ROOM], struct amount amount, char decimal_mark)
{
	char reversed[NUMBER_ROOM];
	uint64_t rest = (uint64_t)amount.value;
	size_t count = 0;

	for (int place = 0; rest || place <= amount.digits; place++, rest /= 10) {
		if (place == amount.digits && amount.digits)
			reversed[count++] = decimal_mark;
		reversed[count++] = (char)('0' + rest % 10);
	}
	for (size_t i = 0; i < count; i++)
		to[i] = reversed[count - 1 - i];
	return count;
}

static void put_amount(struct canontext *text, struct amount amount)
{
	text->used += write_amount(room_for(text, NUMBER_ROOM), amount, text->decimal_mark);
}

static int put_effort(struct canontext *text, const struct record *record, enum effort_unit unit,
		      struct fault *fault)
{
	if (!record->details->has_amount)
		return 0;
	if (unit != UNIT_SECONDS) {
		put_amount(text, record->amount);
		return 0;
	}
	if (record->amount.digits)
		return fault_at(fault, STATUS_DATA, "", record->line, 0,
				N_("a duration in fractions of a second cannot be written"));
	text->marked = 1;
	text->odd_seconds |= record->amount.value % 60 != 0;
	put_char(text, MARK_SECONDS);
	put_amount(text, record->amount);
	put_char(text, MARK_SECONDS);
	return 0;
}

/* ---- rows ------------------------------------------------------------------------ */

static void put_counted(struct canontext *text, const struct record *record,
			const struct amount *counted, int seat)
{
	if (counted && seat)
		put_char(text, MARK_COUNTED);
	else if (counted)
		put_amount(text, *counted);
	else if (record->details->has_counted)
		put_amount(text, record->details->counted);
}

static int put_column(struct canontext *text, const struct record *record, enum canon column,
		      enum effort_unit unit, const struct amount *counted, int seat,
		      struct fault *fault)
{
	switch (column) {
	case CANON_DATE:
		put_day(text, record->day);
		return 0;
	case CANON_ENTERED:
		if (record->details->entered != DATE_UNKNOWN)
			put_day(text, record->details->entered);
		return 0;
	case CANON_MINUTES:
		return put_effort(text, record, unit, fault);
	case CANON_COUNTED:
		put_counted(text, record, counted, seat);
		return 0;
	default:
		put_text(text, record->details->cells[column]);
		return 0;
	}
}

int canontext_add(struct canontext *text, const struct record *record, uint32_t columns,
		  enum effort_unit unit, const struct amount *counted, int seat,
		  struct fault *fault)
{
	int first = 1;

	text->used = 0;
	text->marked |= seat;
	if (seat)
		put_char(text, MARK_SEAT);
	for (int i = 0; i < CANON_COLUMNS; i++) {
		if (!(columns & UINT32_C(1) << i))
			continue;
		if (!first)
			put_char(text, text->delimiter);
		first = 0;
		if (put_column(text, record, (enum canon)i, unit, counted, seat, fault) != 0)
			return -1;
	}
	put_bytes(text, text->line_end, strlen(text->line_end));
	if (seat)
		put_char(text, MARK_SEAT);
	if (fwrite(text->row, 1, text->used, text->spool) != text->used)
		return fault_system(fault, "", N_("cannot write a temporary file"));
	return 0;
}

/* ---- all of it ------------------------------------------------------------------- */

static void put_header(const struct canontext *text, uint32_t columns, FILE *to)
{
	int first = 1;

	if (text->excel)
		fputs("\xEF\xBB\xBF", to);
	for (int i = 0; i < CANON_COLUMNS; i++) {
		if (!(columns & UINT32_C(1) << i))
			continue;
		if (!first)
			putc(text->delimiter, to);
		first = 0;
		fputs(canon_names[i], to);
	}
	fputs(text->line_end, to);
}

static void copy_plain(struct canontext *text, FILE *to)
{
	char block[1 << 16];
	size_t got;

	while ((got = fread(block, 1, sizeof block, text->spool)) > 0)
		fwrite(block, 1, got, to);
}

static void copy_seconds(const struct canontext *text, int skip, FILE *to)
{
	int64_t seconds = 0;
	int c;

	while ((c = getc_unlocked(text->spool)) != MARK_SECONDS && c != EOF)
		seconds = seconds * 10 + (c - '0');
	if (skip)
		return;
	if (text->odd_seconds)
		fprintf(to, "%lld:%02d:%02d", (long long)(seconds / 3600),
			(int)(seconds / 60 % 60), (int)(seconds % 60));
	else
		fprintf(to, "%lld", (long long)(seconds / 60));
}

static void copy_marked(struct canontext *text, const struct canontext_seat *seats, FILE *to)
{
	const struct canontext_seat *next = seats, *seat = NULL;
	char number[NUMBER_ROOM];
	int c;

	while ((c = getc_unlocked(text->spool)) != EOF) {
		int skip = seat && seat->refused;

		if (c == MARK_SEAT)
			seat = seat ? NULL : next++;
		else if (c == MARK_SECONDS)
			copy_seconds(text, skip, to);
		else if (c == MARK_COUNTED && !skip)
			fwrite(number, 1, write_amount(number, seat->counted, text->decimal_mark),
			       to);
		else if (c != MARK_COUNTED && !skip)
			putc_unlocked(c, to);
	}
}

int canontext_write(struct canontext *text, uint32_t columns, const struct canontext_seat *seats,
		    FILE *to, struct fault *fault)
{
	if (fflush(text->spool) != 0)
		return fault_system(fault, "", N_("cannot write a temporary file"));
	rewind(text->spool);
	put_header(text, columns, to);
	if (text->marked)
		copy_marked(text, seats, to);
	else
		copy_plain(text, to);
	if (ferror(text->spool))
		return fault_system(fault, "", N_("cannot read a temporary file"));
	return 0;
}
