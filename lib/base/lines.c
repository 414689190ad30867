/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines - lines of CSV in memory, to be written in one go. */
#include <string.h>

#include "base/decimal.h"
#include "base/lines.h"
#include "base/mem.h"

static char *room(struct lines *lines, size_t more)
{
	while (lines->capacity - lines->length < more) {
		lines->capacity = lines->capacity ? 2 * lines->capacity : LINES_BLOCK;
		lines->text = mem_resize(lines->text, lines->capacity, 1);
	}
	return lines->text + lines->length;
}

void lines_byte(struct lines *lines, char byte)
{
	*room(lines, 1) = byte;
	lines->length++;
}

void lines_whole(struct lines *lines, int64_t value)
{
	lines->length += decimal_whole(room(lines, DECIMAL_SIZE), value);
}

void lines_number(struct lines *lines, double value)
{
	lines->length += decimal_shortest(room(lines, DECIMAL_SIZE), value);
}

/* As it stands; where a byte of it wants quotes, once more in quotes. */
void lines_text(struct lines *lines, const char *text, size_t length)
{
	char *to = room(lines, 2 * length + 2), *start = to;
	int special = 0;

	for (size_t i = 0; i < length; i++) {
		to[i] = text[i];
		special |= text[i] == ',' || text[i] == '"' || text[i] == '\r' || text[i] == '\n';
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
	fwrite(lines->text, 1, lines->length, to);
	lines->length = 0;
}

void lines_free(struct lines *lines)
{
	free(lines->text);
}
