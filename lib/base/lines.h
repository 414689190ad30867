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
#include <string.h>
#include "base/decimal.h"

struct lines {
	char *text;              /* not terminated */
	size_t length, capacity;
	struct lines_number *numbers;   /* some written before: months and hours recur */
};

/* The last number of each hash: one that recurs is copied (panel: a fifth of the time). */
struct lines_number {
	uint64_t bits;
	uint32_t length;         /* 0: none yet */
	char text[DECIMAL_SIZE];
};

enum { LINES_NUMBER_BITS = 9, LINES_MORE = 16 };

void lines_text(struct lines *lines, const char *text, size_t length);
static inline void lines_whole(struct lines *lines, int64_t value);
void lines_number(struct lines *lines, double value);   /* every digit (decimal.h) */
/* The same to a place with room for DECIMAL_SIZE bytes, for whoever puts many cells at once: where
 * the next byte goes is kept in no memory then. Returns behind the last digit. */
static inline char *lines_put_whole(char *to, int64_t value);
static inline char *lines_put_number(struct lines_number *numbers, char *to, double value);
static inline struct lines_number *lines_numbers(struct lines *lines);     /* for that */
/* All of some others, to a place with room for LINES_MORE bytes more; the others have them too, by
 * lines_more. Returns behind the last byte. */
static inline char *lines_put_lines(char *to, const struct lines *from);
static inline void lines_more(struct lines *lines);
/* Bytes as they are: what parts cells and lines. */
static inline void lines_byte(struct lines *lines, char byte);
static inline void lines_bytes(struct lines *lines, const char *bytes, size_t length);
/* Puts out what is there, if it is at least so much, and forgets it. */
void lines_write(struct lines *lines, size_t least, FILE *to);
void lines_free(struct lines *lines);

/* So much is worth writing. */
enum { LINES_BLOCK = 1 << 16 };

/* What is done inline does this where it must. */
void lines_grow(struct lines *lines, size_t more);
void lines_keep_number(struct lines_number *number, double value);
struct lines_number *lines_new_numbers(void);

/* Where the next so many bytes go. */
static inline char *lines_room(struct lines *lines, size_t more)
{
	if (lines->capacity - lines->length < more)
		lines_grow(lines, more);
	return lines->text + lines->length;
}

static inline void lines_byte(struct lines *lines, char byte)
{
	*lines_room(lines, 1) = byte;
	lines->length++;
}

static inline void lines_bytes(struct lines *lines, const char *bytes, size_t length)
{
	memcpy(lines_room(lines, length), bytes, length);
	lines->length += length;
}

/* In pieces of a fixed size, which is half the time of as many bytes as it is. */
static inline char *lines_put_lines(char *to, const struct lines *from)
{
	for (size_t i = 0; i < from->length; i += LINES_MORE)
		memcpy(to + i, from->text + i, LINES_MORE);
	return to + from->length;
}

static inline void lines_more(struct lines *lines)
{
	memset(lines_room(lines, LINES_MORE), 0, LINES_MORE);
}

static inline struct lines_number *lines_numbers(struct lines *lines)
{
	if (!lines->numbers)
		lines->numbers = lines_new_numbers();
	return lines->numbers;
}

static inline char *lines_put_number(struct lines_number *numbers, char *to, double value)
{
	struct lines_number *number;
	uint64_t bits;

	memcpy(&bits, &value, sizeof bits);
	number = &numbers[bits * UINT64_C(0x9E3779B97F4A7C15) >> (64 - LINES_NUMBER_BITS)];
	if (number->bits != bits || !number->length)
		lines_keep_number(number, value);
	memcpy(to, number->text, DECIMAL_SIZE);
	return to + number->length;
}

/* Most counts have a digit or two; which of them nobody can foretell. */
static inline char *lines_put_whole(char *to, int64_t value)
{
	uint32_t small = (uint32_t)value, tens = small / 10;

	if (value < 0 || value > 99)
		return to + decimal_whole(to, value);
	*to = (char)('0' + tens);
	to += tens > 0;
	*to++ = (char)('0' + small % 10);
	return to;
}

static inline void lines_whole(struct lines *lines, int64_t value)
{
	char *to = lines_room(lines, DECIMAL_SIZE);

	lines->length += (size_t)(lines_put_whole(to, value) - to);
}

#endif
