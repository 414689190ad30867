/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rowtext - rows of a table as text, put aside until it is known whether they may be printed. */
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/date.h"
#include "data/rowtext.h"

/* About what becomes of a block of the reader: pieces of 64 kB took 5 % more processor time. */
enum { BLOCK = 1 << 18 };
/* For what has a length that is known: numbers, days, delimiters, line ends, marks. */
enum { ROOM = 2048 };

static struct rowtext *make(int excel)
{
	struct rowtext *rows = mem_apart(1, sizeof *rows);

	rows->excel = excel;
	rows->delimiter = excel ? ';' : ',';
	rows->decimal_mark = excel ? ',' : '.';
	rows->special[(unsigned char)rows->delimiter] = 1;
	rows->special['"'] = rows->special['\r'] = rows->special['\n'] = 1;
	rows->line_end = excel ? "\r\n" : "\n";
	return rows;
}

struct rowtext *rowtext_new(int excel)
{
	struct rowtext *rows = make(excel);

	rows->pieces = pieces_new();
	return rows;
}

struct rowtext *rowtext_part(const struct rowtext *whole)
{
	struct rowtext *rows = make(whole->excel);

	rows->pieces = whole->pieces;
	rows->is_part = 1;
	return rows;
}

void rowtext_free(struct rowtext *rows)
{
	if (!rows)
		return;
	if (!rows->is_part)
		pieces_free(rows->pieces);
	lines_free(&rows->lines);
	free(rows);
}

/* ---- cells ----------------------------------------------------------------------- */

static int wants_quotes(const struct rowtext *rows, struct csv_cell cell)
{
	for (size_t i = 0; i < cell.length; i++)
		if (rows->special[(unsigned char)cell.text[i]])
			return 1;
	return 0;
}

static char *put_quoted(char *to, struct csv_cell cell)
{
	*to++ = '"';
	for (size_t i = 0; i < cell.length; i++) {
		if (cell.text[i] == '"')
			*to++ = '"';
		*to++ = cell.text[i];
	}
	*to++ = '"';
	return to;
}

/* Room for so much, and for all else of a row. */
static char *room(struct rowtext *rows, char *to, size_t more)
{
	rows->lines.length = (size_t)(to - rows->lines.text);
	return lines_room(&rows->lines, more + ROOM);
}

/* As it stands; where a byte of it wants quotes, in quotes. */
static char *put_cell(struct rowtext *rows, char *to, struct csv_cell cell)
{
	to = room(rows, to, 2 * cell.length);
	if (wants_quotes(rows, cell))
		return put_quoted(to, cell);
	for (size_t i = 0; i < cell.length; i++)
		to[i] = cell.text[i];
	return to + cell.length;
}

/* A text that Excel would run as a formula is made one that it does not. */
char *rowtext_other(struct rowtext *rows, char *to, struct csv_cell cell)
{
	char *guarded;

	if (!rows->excel || !cell.length || !strchr("=+-@\t\r", *cell.text))
		return put_cell(rows, to, cell);
	guarded = mem_new(cell.length + 1, 1);
	guarded[0] = '\'';
	memcpy(guarded + 1, cell.text, cell.length);
	to = put_cell(rows, to, (struct csv_cell){ guarded, cell.length + 1 });
	free(guarded);
	return to;
}

char *rowtext_day(const struct rowtext *rows, char *to, int32_t day)
{
	(rows->excel ? date_write_german : date_write)(to, day);
	return to + 10;
}

/* From the last digit to the first. */
static char *put_fraction(const struct rowtext *rows, char *to, struct amount amount)
{
	char reversed[ROWTEXT_NUMBER_MAX];
	uint64_t rest = (uint64_t)amount.value;
	size_t count = 0;

	for (int place = 0; rest || place <= amount.digits; place++, rest /= 10) {
		if (place == amount.digits)
			reversed[count++] = rows->decimal_mark;
		reversed[count++] = (char)('0' + rest % 10);
	}
	while (count)
		*to++ = reversed[--count];
	return to;
}

char *rowtext_amount(const struct rowtext *rows, char *to, struct amount amount)
{
	return amount.digits ? put_fraction(rows, to, amount) : lines_put_whole(to, amount.value);
}

/* ---- rows ------------------------------------------------------------------------ */

char *rowtext_begin(struct rowtext *rows, long line)
{
	if (!rows->lines.length)
		rows->line = line;
	return lines_room(&rows->lines, ROOM);
}

char *rowtext_end(const struct rowtext *rows, char *to)
{
	size_t length = strlen(rows->line_end);

	memcpy(to - 1, rows->line_end, length);
	return to - 1 + length;
}

int rowtext_pause(struct rowtext *rows, struct fault *fault)
{
	size_t length = rows->lines.length;

	rows->lines.length = 0;
	return length ? pieces_put(rows->pieces, rows->line, rows->lines.text, length, fault) : 0;
}

int rowtext_keep(struct rowtext *rows, const char *end, struct fault *fault)
{
	rows->lines.length = (size_t)(end - rows->lines.text);
	return rows->lines.length < BLOCK ? 0 : rowtext_pause(rows, fault);
}

/* ---- all of it ------------------------------------------------------------------- */

void rowtext_header(const struct rowtext *rows, const char *const names[], uint32_t chosen,
		    FILE *to)
{
	int begun = 0;

	if (rows->excel)
		fputs("\xEF\xBB\xBF", to);
	for (int i = 0; names[i]; i++) {
		if (!(chosen & UINT32_C(1) << i))
			continue;
		if (begun)
			putc(rows->delimiter, to);
		begun = 1;
		fputs(names[i], to);
	}
	fputs(rows->line_end, to);
}

int rowtext_rewind(struct rowtext *rows, struct fault *fault)
{
	if (rowtext_pause(rows, fault) != 0)
		return -1;
	pieces_rewind(rows->pieces);
	return 0;
}

int rowtext_copy(struct rowtext *rows, FILE *to, struct fault *fault)
{
	const char *text;
	size_t length;
	int more;

	if (rowtext_rewind(rows, fault) != 0)
		return -1;
	while ((more = pieces_next(rows->pieces, &text, &length, fault)) == 1)
		fwrite(text, 1, length, to);
	return more;
}
