/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plainrow - where the cells of a row end that needs no parser.
 *
 * A row is plain if between its beginning and its line end (LF or CRLF) there is no control
 * byte, and its quotes, if there are any, open and close whole cells: none stands inside
 * of one. Of such a row all of RFC 4180 and libcsv say the same: it is parted at every
 * delimiter outside quotes. All else is not for this module: it says so, and libcsv parses.
 *
 * Why it is here: in most exports all rows are plain, and then one pass over sixty-four bytes at a
 * time does what took four (the line end, bytes that are no text, the number of cells, libcsv's
 * walk from byte to byte): of 10 million rows with seven cells a third of all time (HACKING.md,
 * Speed). */
#ifndef VL_PLAINROW_H
#define VL_PLAINROW_H

#include <stddef.h>

enum { PLAINROW_SLACK = 64 };      /* bytes behind `end` that may be looked at */

struct plainrow {
	size_t length;             /* line end excluded */
	size_t break_length;       /* 1 or 2 */
	size_t cells;
	int high;                  /* there are bytes from 0x80 on, or may be */
};

/* Whether there is a plain row between `text` and `end`; then what it is, and of the first `kept`
 * cells at most where they end (offsets from `text`). A cell that begins with a quote ends with
 * one, and what is between them is its text. */
int plainrow_find(const char *text, const char *end, char delimiter, size_t *ends, size_t kept,
		  struct plainrow *row);

#endif
