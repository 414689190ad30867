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
static inline void lines_whole(struct lines *lines, int64_t value);
void lines_number(struct lines *lines, double value);   /* every digit (decimal.h) */
/* Bytes as they are: what parts cells and lines; and once more so many that stand there already. */
static inline void lines_byte(struct lines *lines, char byte);
void lines_again(struct lines *lines, size_t from, size_t length);
/* Puts out what is there, if it is at least so much, and forgets it. */
void lines_write(struct lines *lines, size_t least, FILE *to);
void lines_free(struct lines *lines);

/* So much is worth writing. */
enum { LINES_BLOCK = 1 << 16 };

/* Room for so many bytes more, and a number of any size. */
void lines_room(struct lines *lines, size_t more);
void lines_large(struct lines *lines, int64_t value);

static inline void lines_byte(struct lines *lines, char byte)
{
	if (lines->length == lines->capacity)
		lines_room(lines, 1);
	lines->text[lines->length++] = byte;
}

/* Most counts have one digit. */
static inline void lines_whole(struct lines *lines, int64_t value)
{
	if (value >= 0 && value < 10)
		lines_byte(lines, (char)('0' + value));
	else
		lines_large(lines, value);
}

#endif
