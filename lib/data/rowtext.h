/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rowtext - rows of a table as text, put aside until it is known whether they may be printed.
 *
 * A row is built cell by cell, left to right, each begun by rowtext_next; rowtext_end ends it.
 * Rows go to a spool (base/spool.h), so memory does not grow with them; those of a part stay in memory. Without `excel`: commas,
 * 2026-10-31, decimal points, LF. Excel's form is that of its German edition, which `-p german`
 * reads again: byte order mark, semicolon, 31.10.2026, decimal comma, CRLF; texts that it would
 * run as formulas get an apostrophe in front. */
#ifndef VL_ROWTEXT_H
#define VL_ROWTEXT_H

#include <stdint.h>
#include <string.h>
#include "base/lines.h"
#include "data/csv.h"
#include "data/field.h"

enum { ROWTEXT_NUMBER_MAX = 32 };

struct rowtext {
	FILE *spool;                    /* NULL: they stay in memory */
	int excel, begun;               /* begun: the row has a cell */
	char delimiter, decimal_mark;
	const char *line_end;
	unsigned char special[256];     /* bytes that make a cell want quotes */
	struct lines lines;             /* not yet in the spool */
};

/* NULL and a fault. */
struct rowtext *rowtext_new(int excel, struct fault *fault);
/* For a few rows, which stay in memory until rowtext_join. */
struct rowtext *rowtext_part(int excel);
void rowtext_free(struct rowtext *rows);        /* NULL allowed */

static inline void rowtext_next(struct rowtext *rows)
{
	if (rows->begun)
		lines_byte(&rows->lines, rows->delimiter);
	rows->begun = 1;
}

void rowtext_cell(struct rowtext *rows, struct csv_cell cell);
void rowtext_day(struct rowtext *rows, int32_t day);
void rowtext_amount(struct rowtext *rows, struct amount amount);
/* The number alone, not terminated; how many bytes. */
size_t rowtext_number(const struct rowtext *rows, char to[ROWTEXT_NUMBER_MAX],
		      struct amount amount);
int rowtext_end(struct rowtext *rows, struct fault *fault);
/* The rows of a part come behind those that are there; it is empty afterwards. */
int rowtext_join(struct rowtext *rows, struct rowtext *part, struct fault *fault);

/* When all rows are there: the spool is read from its beginning from then on. */
int rowtext_finish(struct rowtext *rows, struct fault *fault);
/* Names of which bit 1 << index is set, up to NULL. Whether `to` took them is the caller's to
 * check, as with rowtext_copy, which is 0, or -1 and a fault about the spool. */
void rowtext_header(const struct rowtext *rows, const char *const names[], uint32_t chosen,
		    FILE *to);
int rowtext_copy(struct rowtext *rows, FILE *to, struct fault *fault);

#endif
