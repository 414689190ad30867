/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rowtext - rows of a table as text, put aside until it is known whether they may be printed.
 *
 * A row is put together from left to right: rowtext_begin says where it begins, each cell where the
 * next one does, and rowtext_keep takes what stands there. Rows go to disk in pieces
 * (base/pieces.h), so memory does not grow with them, and each thread puts aside what it has read.
 *
 * Without `excel`: commas, 2026-10-31, decimal points, LF. Excel's form is that of its German
 * edition, which `-p german` reads again: byte order mark, semicolon, 31.10.2026, decimal comma,
 * CRLF; texts that it would run as formulas get an apostrophe in front. */
#ifndef VL_ROWTEXT_H
#define VL_ROWTEXT_H

#include <stdint.h>
#include <string.h>
#include "base/lines.h"
#include "base/pieces.h"
#include "data/csv.h"
#include "data/field.h"

enum { ROWTEXT_NUMBER_MAX = 32 };

struct rowtext {
	struct pieces *pieces;          /* a part has those of the whole */
	int is_part;
	int excel;
	char delimiter, decimal_mark;
	const char *line_end;
	unsigned char special[256];     /* bytes that make a cell want quotes */
	struct lines lines;             /* not yet put aside */
	long line;                      /* where the first row of these begins */
};

/* NULL and a fault. */
struct rowtext *rowtext_new(int excel);
/* For another thread, which has other rows. */
struct rowtext *rowtext_part(const struct rowtext *whole);
void rowtext_free(struct rowtext *rows);        /* NULL allowed */

/* A row that begins on that line of the file; `line`s tell in which order rows are written. */
char *rowtext_begin(struct rowtext *rows, long line);
/* Each is followed by rows->delimiter, also one that stays empty. Returns behind its last byte. */
static inline char *rowtext_cell(struct rowtext *rows, char *to, struct csv_cell cell);
char *rowtext_day(const struct rowtext *rows, char *to, int32_t day);
char *rowtext_amount(const struct rowtext *rows, char *to, struct amount amount);
/* Behind the last cell: the delimiter there becomes the line's end. */
char *rowtext_end(const struct rowtext *rows, char *to);
int rowtext_keep(struct rowtext *rows, const char *end, struct fault *fault);
/* The next row is not the one behind it in the file, or there is none. */
int rowtext_pause(struct rowtext *rows, struct fault *fault);

/* Names of which bit 1 << index is set, up to NULL. Whether `to` took them is the caller's to
 * check, as with rowtext_copy, which prints all rows: 0, or -1 and a fault. */
void rowtext_header(const struct rowtext *rows, const char *const names[], uint32_t chosen,
		    FILE *to);
int rowtext_copy(struct rowtext *rows, FILE *to, struct fault *fault);
/* For whoever reads the pieces, each of whole rows, instead. */
int rowtext_rewind(struct rowtext *rows, struct fault *fault);

/* ---- short cells ----------------------------------------------------------------- */

/* Any cell. */
char *rowtext_other(struct rowtext *rows, char *to, struct csv_cell cell);

typedef unsigned char rowtext_bytes __attribute__((vector_size(16)));
typedef uint64_t rowtext_words __attribute__((vector_size(16)));

/* Whether one of sixteen bytes is a delimiter, a quote, or below 0x20. */
static inline int rowtext_suspect(rowtext_words words, unsigned char delimiter)
{
	rowtext_bytes bytes = (rowtext_bytes)words;
	rowtext_words found = (rowtext_words)(bytes == delimiter) |
			      (rowtext_words)(bytes == '"') | (rowtext_words)(bytes < 0x20);

	return (found[0] | found[1]) != 0;
}

/* Up to sixteen bytes, in two words that may overlap, are copied and looked at in one go; few cells
 * are longer. (Byte by byte cells took a sixth of the time of an import.) */
static inline char *rowtext_cell(struct rowtext *rows, char *to, struct csv_cell cell)
{
	const char *last = cell.text + cell.length;
	char *end = to + cell.length;
	uint64_t first_word, last_word;
	uint32_t first_half, last_half;

	if (cell.length > 16 || cell.length < 4 || rows->excel)
		return rowtext_other(rows, to, cell);
	if (cell.length < 8) {
		memcpy(&first_half, cell.text, 4);
		memcpy(&last_half, last - 4, 4);
		memcpy(to, &first_half, 4);
		memcpy(end - 4, &last_half, 4);
		first_word = last_word = first_half | (uint64_t)last_half << 32;
	} else {
		memcpy(&first_word, cell.text, 8);
		memcpy(&last_word, last - 8, 8);
		memcpy(to, &first_word, 8);
		memcpy(end - 8, &last_word, 8);
	}
	return rowtext_suspect((rowtext_words){ first_word, last_word },
			       (unsigned char)rows->delimiter) ?
	       rowtext_other(rows, to, cell) : end;
}

#endif
