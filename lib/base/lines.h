/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines - lines of CSV in memory, to be written in one go.
 *
 * RFC 4180: a comma between cells, quotes where a cell holds a comma, a quote or a line break.
 * A cell at a time through stdio costs several times what its digits cost; so long
 * tables are put together here. Start with zeros; lines_free in the end. */
#ifndef VL_LINES_H
#define VL_LINES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct lines {
	char *text;              /* not terminated */
	size_t length, capacity;
	struct lines_number *numbers;   /* some written before: months and hours recur */
};

void lines_text(struct lines *lines, const char *text, size_t length);
void lines_whole(struct lines *lines, int64_t value);
void lines_number(struct lines *lines, double value);   /* every digit (decimal.h) */
/* One byte as it is: what parts cells and lines. */
void lines_byte(struct lines *lines, char byte);
/* Puts out what is there, if it is at least so much, and forgets it. */
void lines_write(struct lines *lines, size_t least, FILE *to);
void lines_free(struct lines *lines);

/* So much is worth writing. */
enum { LINES_BLOCK = 1 << 16 };

#endif
