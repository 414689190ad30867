/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines - lines of CSV in memory, to be written in one go. */
#include <string.h>

#include "base/diag.h"
#include "base/lines.h"
#include "base/mem.h"

/* The last number of each hash: one that recurs is copied (panel: a fifth of the time). */
enum { NUMBER_BITS = 9, COPIED = 16 };

struct lines_number {
	uint64_t bits;
	uint32_t length;         /* 0: none yet */
	char text[DECIMAL_SIZE];
};

void lines_grow(struct lines *lines, size_t more)
{
	while (lines->capacity - lines->length < more) {
		lines->capacity = lines->capacity ? 2 * lines->capacity : LINES_BLOCK;
		lines->text = mem_resize(lines->text, lines->capacity, 1);
	}
}

/* In pieces of a fixed size, and so a little more than is asked for, which is half the time of as
 * many bytes as it is; but for places so close that what is read would be overwritten. */
void lines_again(struct lines *lines, size_t from, size_t length)
{
	char *to = lines_room(lines, length + COPIED);
	const char *there = lines->text + from;

	if (to - there < COPIED)
		memmove(to, there, length);
	else
		for (size_t i = 0; i < length; i += COPIED)
			memmove(to + i, there + i, COPIED);
	lines->length += length;
}

char *lines_put_number(struct lines *lines, char *to, double value)
{
	struct lines_number *number;
	uint64_t bits;

	if (!lines->numbers)
		lines->numbers = mem_new((size_t)1 << NUMBER_BITS, sizeof *lines->numbers);
	memcpy(&bits, &value, sizeof bits);
	number = &lines->numbers[bits * UINT64_C(0x9E3779B97F4A7C15) >> (64 - NUMBER_BITS)];
	if (!number->length || number->bits != bits) {
		number->bits = bits;
		number->length = (uint32_t)decimal_shortest(number->text, value);
	}
	memcpy(to, number->text, DECIMAL_SIZE);
	return to + number->length;
}

void lines_number(struct lines *lines, double value)
{
	char *to = lines_room(lines, DECIMAL_SIZE);

	lines->length += (size_t)(lines_put_number(lines, to, value) - to);
}

/* As it stands; where a byte of it wants quotes, once more in quotes. */
void lines_text(struct lines *lines, const char *text, size_t length)
{
	static const unsigned char wants_quotes[256] = {
		[','] = 1, ['"'] = 1, ['\r'] = 1, ['\n'] = 1
	};
	char *to = lines_room(lines, 2 * length + 2), *start = to;
	int special = 0;

	for (size_t i = 0; i < length; i++) {
		to[i] = text[i];
		special |= wants_quotes[(unsigned char)text[i]];
	}
	if (!special) {
		lines->length += length;
		return;
	}
	*to++ = '"';
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"')
			*to++ = '"';
		*to++ = text[i];
	}
	*to++ = '"';
	lines->length += (size_t)(to - start);
}

void lines_write(struct lines *lines, size_t least, FILE *to)
{
	if (!lines->length || lines->length < least)
		return;
	if (fwrite(lines->text, 1, lines->length, to) < lines->length && to == stdout)
		diag_unwritten();
	lines->length = 0;
}

void lines_free(struct lines *lines)
{
	free(lines->text);
	free(lines->numbers);
}
