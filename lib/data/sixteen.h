/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sixteen - sixteen bytes of text at once, a bit for each, the first one lowest.
 *
 * Quotes are found as Langdale and Lemire do it (Parsing Gigabytes of JSON per Second, 2019): the
 * parity of the quotes up to a byte says whether it stands inside. */
#ifndef VL_SIXTEEN_H
#define VL_SIXTEEN_H

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SIXTEEN = 16, SIXTEEN_ALL = (1 << SIXTEEN) - 1 };

#ifdef __SSE2__
/* Where the byte stands. */
static inline unsigned sixteen_equal(const char *text, char byte)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)));
}

/* Where a byte from 0x80 on stands. */
static inline unsigned sixteen_high(const char *text)
{
	return (unsigned)_mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(const void *)text));
}

/* Where a byte below 0x20 stands. */
static inline unsigned sixteen_control(const char *text)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);

	return (unsigned)_mm_movemask_epi8(
		_mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes));
}
#else
static inline unsigned sixteen_equal(const char *text, char byte)
{
	unsigned bits = 0;

	for (unsigned i = 0; i < SIXTEEN; i++)
		bits |= (unsigned)(text[i] == byte) << i;
	return bits;
}

static inline unsigned sixteen_high(const char *text)
{
	unsigned bits = 0;

	for (unsigned i = 0; i < SIXTEEN; i++)
		bits |= (unsigned)((unsigned char)text[i] >= 0x80) << i;
	return bits;
}

static inline unsigned sixteen_control(const char *text)
{
	unsigned bits = 0;

	for (unsigned i = 0; i < SIXTEEN; i++)
		bits |= (unsigned)((unsigned char)text[i] < 0x20) << i;
	return bits;
}
#endif

static inline unsigned sixteen_lowest(unsigned bits)
{
	return (unsigned)__builtin_ctz(bits);
}

/* Each bit the parity of those up to it: from an opening quote to before the closing one. */
static inline unsigned sixteen_between(unsigned quotes)
{
	quotes ^= quotes << 1;
	quotes ^= quotes << 2;
	quotes ^= quotes << 4;
	return (quotes ^ quotes << 8) & SIXTEEN_ALL;
}

#endif
