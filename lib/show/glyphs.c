/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glyphs - characters that no font here can draw. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "show/glyphs.h"
#include "show/sandbox.h"

enum { CHARACTERS = 0x110000, SECONDS = 10, OUTPUT_BYTES_MAX = 1 << 26 };

struct glyphs {
	int asked;
	unsigned char *drawn;      /* by character, a bit each; NULL = not known */
};

struct glyphs *glyphs_new(void)
{
	return mem_new(1, sizeof(struct glyphs));
}

void glyphs_free(struct glyphs *glyphs)
{
	if (!glyphs)
		return;
	free(glyphs->drawn);
	free(glyphs);
}

/* The fonts' characters, as "20-7e a0 2010-2015", a line for each font. */
static void take_ranges(unsigned char *drawn, const char *text)
{
	while (*text) {
		char *end;
		unsigned long first = strtoul(text, &end, 16), last = first;

		if (end == text) {
			text++;
			continue;
		}
		if (*end == '-')
			last = strtoul(end + 1, &end, 16);
		for (unsigned long c = first; c <= last && c < CHARACTERS; c++)
			drawn[c / 8] |= (unsigned char)(1U << c % 8);
		text = end;
	}
}

static void ask(struct glyphs *glyphs)
{
	const struct sandbox_job job = { .program = "fc-list", .option = "--format=%{charset}\n",
					 .package = "fontconfig", .seconds = SECONDS,
					 .most = OUTPUT_BYTES_MAX };
	struct sandbox_result result;
	struct fault fault = { 0 };

	glyphs->asked = 1;
	if (sandbox_run(&job, &result, &fault) != 0)
		return;
	/* A machine without any font draws nothing anyway. */
	if (sandbox_judge(&job, &result, &fault) == 0 && result.output[strspn(result.output, "\n")]) {
		glyphs->drawn = mem_new(CHARACTERS / 8, 1);
		take_ranges(glyphs->drawn, result.output);
	}
	sandbox_free(&result);
}

/* What every font for European languages has, and what is not drawn at all. */
static int is_common(unsigned long c)
{
	return c < 0x250 || (c >= 0x370 && c < 0x530) || (c >= 0x2000 && c < 0x2070) ||
	       (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c < 0xE1000);
}

static int is_drawn(struct glyphs *glyphs, unsigned long c)
{
	if (is_common(c))
		return 1;
	if (!glyphs->asked)
		ask(glyphs);
	return !glyphs->drawn || glyphs->drawn[c / 8] >> c % 8 & 1;
}

/* The character that begins there; its bytes. */
static size_t decode(const unsigned char *text, unsigned long *c)
{
	size_t length = *text < 0x80 ? 1 : *text < 0xE0 ? 2 : *text < 0xF0 ? 3 : 4;

	*c = length == 1 ? *text : *text & (0x7FU >> length);
	for (size_t i = 1; i < length; i++)
		*c = *c << 6 | (text[i] & 0x3FU);
	return length;
}

size_t glyphs_replace(struct glyphs *glyphs, char *text)
{
	char *to = text, *from = text;
	size_t replaced = 0;

	while (text && *from) {
		unsigned long c;
		size_t length = decode((const unsigned char *)from, &c);

		if (is_drawn(glyphs, c)) {
			memmove(to, from, length);
			to += length;
		} else {
			*to++ = '?';
			replaced++;
		}
		from += length;
	}
	if (text)
		*to = '\0';
	return replaced;
}
