/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudotable - a table that is passed on, as CSV. */
#include <stdlib.h>
#include <string.h>

#include "base/lines.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "show/pseudotable.h"

/* Rows a thread puts together at once, about a megabyte, and such pieces before they are written.
 * So many bytes are copied whatever a text has, which is half the time of copying as many as it has. */
enum { PIECE = 1 << 14, PIECES = 8, COPIED = 32 };

/* The texts of a column, each with what follows it. */
struct column {
	struct tuples_field field;
	struct lines text;
	size_t *starts;          /* by rank, one more than there are */
	size_t longest;
};

struct writing {
	const struct ordered *rows;
	struct column *columns;
	size_t width, room;      /* of a row */
	size_t from;             /* first row of the first piece */
	struct lines pieces[PIECES];
};

static void read_column(struct column *column, const struct pseudo *pseudo, size_t index)
{
	uint32_t count = pseudo_text_count(pseudo, index);
	char after = index + 1 == pseudo_width(pseudo) ? '\n' : ',';

	column->field = pseudo_rows(pseudo)->fields[index];
	column->starts = mem_new((size_t)count + 1, sizeof *column->starts);
	for (uint32_t i = 0; i < count; i++) {
		const char *text = pseudo_text(pseudo, index, i);
		size_t length;

		lines_text(&column->text, text, strlen(text));
		lines_byte(&column->text, after);
		column->starts[i + 1] = column->text.length;
		length = column->starts[i + 1] - column->starts[i];
		column->longest = length > column->longest ? length : column->longest;
	}
	lines_room(&column->text, COPIED);
}

static char *put_cell(char *to, const struct column *column, uint32_t rank)
{
	size_t start = column->starts[rank], length = column->starts[rank + 1] - start;

	memcpy(to, column->text.text + start, COPIED);
	if (length > COPIED)
		memcpy(to + COPIED, column->text.text + start + COPIED, length - COPIED);
	return to + length;
}

static void put_piece(size_t number, void *to)
{
	struct writing *writing = to;
	struct lines *lines = &writing->pieces[number];
	size_t from = writing->from + number * PIECE, end = from + PIECE;
	const struct column *behind = writing->columns + writing->width;

	for (size_t row = from; row < end && row < writing->rows->count; row++) {
		const uint64_t *words = writing->rows->words + row * writing->rows->width;
		char *at = lines_room(lines, writing->room);

		for (const struct column *column = writing->columns; column < behind; column++)
			at = put_cell(at, column, tuples_rank(&column->field, words));
		lines->length = (size_t)(at - lines->text);
	}
}

static void put_header(const struct pseudo *pseudo, FILE *to)
{
	struct lines lines = { 0 };

	for (size_t i = 0; i < pseudo_width(pseudo); i++) {
		const char *name = pseudo_name(pseudo, i);

		lines_text(&lines, name, strlen(name));
		lines_byte(&lines, i + 1 == pseudo_width(pseudo) ? '\n' : ',');
	}
	lines_write(&lines, 0, to);
	lines_free(&lines);
}

static void put_rows(struct writing *writing, size_t threads, FILE *to)
{
	size_t count = writing->rows->count;

	for (; writing->from < count; writing->from += (size_t)PIECES * PIECE) {
		size_t pieces = (count - writing->from + PIECE - 1) / PIECE;

		pieces = pieces < PIECES ? pieces : PIECES;
		parallel_each(threads, pieces, put_piece, writing);
		for (size_t i = 0; i < pieces; i++)
			lines_write(&writing->pieces[i], 0, to);
	}
}

void pseudotable_write(const struct pseudo *pseudo, size_t threads, FILE *to)
{
	struct writing writing = { .rows = pseudo_rows(pseudo), .width = pseudo_width(pseudo),
				   .room = COPIED };

	writing.columns = mem_new(writing.width + 1, sizeof *writing.columns);
	for (size_t i = 0; i < writing.width; i++) {
		read_column(&writing.columns[i], pseudo, i);
		writing.room += writing.columns[i].longest;
	}
	put_header(pseudo, to);
	put_rows(&writing, threads, to);
	for (size_t i = 0; i < writing.width; i++) {
		lines_free(&writing.columns[i].text);
		free(writing.columns[i].starts);
	}
	for (size_t i = 0; i < PIECES; i++)
		lines_free(&writing.pieces[i]);
	free(writing.columns);
}
