/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plainrow - where the cells of a row end that needs no parser. */
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "data/plainrow.h"

enum { STEP = 16 };

/* Sixteen bytes of text, a bit for each, the first one lowest. */
struct marks {
	unsigned delimiter, high;
	unsigned special;          /* quotes and control bytes, delimiters excluded */
};

#ifdef __SSE2__
static struct marks marks_of(const char *text, char delimiter)
{
	const __m128i last_control = _mm_set1_epi8(0x1F);
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);
	__m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
	__m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
	unsigned parts = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(delimiter)));

	return (struct marks){ parts, (unsigned)_mm_movemask_epi8(bytes),
			       (unsigned)_mm_movemask_epi8(_mm_or_si128(control, quote)) & ~parts };
}
#else
static struct marks marks_of(const char *text, char delimiter)
{
	struct marks marks = { 0, 0, 0 };

	for (unsigned i = 0; i < STEP; i++) {
		unsigned char byte = (unsigned char)text[i];

		marks.delimiter |= (unsigned)(text[i] == delimiter) << i;
		marks.high |= (unsigned)(byte >= 0x80) << i;
		marks.special |= (unsigned)(text[i] != delimiter && (byte < 0x20 || byte == '"')) << i;
	}
	return marks;
}
#endif

static unsigned lowest(unsigned bits)
{
	return (unsigned)__builtin_ctz(bits);
}

/* Whether the special byte is a line end; the row ends before it. */
static int is_break(const char *at, const char *end, struct plainrow *row)
{
	if (at >= end)
		return 0;
	row->break_length = *at == '\n' ? 1 : 2;
	return *at == '\n' || (*at == '\r' && end - at > 1 && at[1] == '\n');
}

int plainrow_find(const char *text, const char *end, char delimiter, size_t *ends, size_t kept,
		  struct plainrow *row)
{
	unsigned high = 0;
	size_t cells = 0;

	for (size_t at = 0; text + at < end; at += STEP) {
		struct marks marks = marks_of(text + at, delimiter);
		unsigned before = marks.special ? (marks.special & -marks.special) - 1 : ~0U;

		high |= marks.high & before;
		for (unsigned left = marks.delimiter & before; left; left &= left - 1)
			if (cells++ < kept)
				ends[cells - 1] = at + lowest(left);
		if (!marks.special)
			continue;
		row->length = at + lowest(marks.special);
		row->cells = cells + 1;
		row->high = high != 0;
		if (cells < kept)
			ends[cells] = row->length;
		return is_break(text + row->length, end, row);
	}
	return 0;
}
