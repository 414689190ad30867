/* SPDX-License-Identifier: GPL-3.0-or-later */
/* textstream - a text in memory that is written through stdio: whole, or the program ends. */
#define _GNU_SOURCE              /* fopencookie */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/textstream.h"

struct growing {
	char **text;
	size_t *length;
	size_t capacity;
};

static ssize_t grow(void *to, const char *bytes, size_t count)
{
	struct growing *growing = to;
	size_t length = *growing->length;

	if (growing->capacity - length <= count) {
		growing->capacity = 2 * growing->capacity + count + 1;
		*growing->text = mem_resize(*growing->text, growing->capacity, 1);
	}
	memcpy(*growing->text + length, bytes, count);
	*growing->length = length + count;
	(*growing->text)[length + count] = '\0';
	return (ssize_t)count;
}

static int end(void *to)
{
	free(to);
	return 0;
}

FILE *textstream_open(char **text, size_t *length)
{
	struct growing *growing = mem_new(1, sizeof *growing);
	FILE *stream;

	*text = mem_new(1, 1);
	*length = 0;
	*growing = (struct growing){ text, length, 1 };
	stream = fopencookie(growing, "w", (cookie_io_functions_t){ .write = grow, .close = end });
	if (!stream)
		diag_out_of_memory();
	return stream;
}

void textstream_flush(FILE *stream)
{
	if (fflush(stream) != 0 || ferror(stream))
		diag_out_of_memory();
}

void textstream_close(FILE *stream)
{
	textstream_flush(stream);
	fclose(stream);
}
