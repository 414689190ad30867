/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines - lines of CSV in memory, to be written in one go. */
#include <string.h>

#include "base/diag.h"
#include "base/lines.h"
#include "base/mem.h"

void lines_grow(struct lines *lines, size_t more)
{
	while (lines->capacity - lines->length < more) {
		lines->capacity = lines->capacity ? 2 * lines->capacity : LINES_BLOCK;
		lines->text = mem_resize(lines->text, lines->capacity, 1);
	}
}

struct lines_number *lines_new_numbers(void)
{
	return mem_new((size_t)1 << LINES_NUMBER_BITS, sizeof(struct lines_number));
}

void lines_keep_number(struct lines_number *number, double value)
{
	memcpy(&number->bits, &value, sizeof number->bits);
	number->length = (uint32_t)decimal_shortest(number->text, value);
}

void lines_number(struct lines *lines, double value)
{
	char *to = lines_room(lines, DECIMAL_SIZE);

	lines->length += (size_t)(lines_put_number(lines_numbers(lines), to, value) - to);
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
