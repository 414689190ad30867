/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bytemask - sixty-four bytes of text at once, a bit for each, the first one lowest.
 *
 * Quotes are found as Langdale and Lemire do it (Parsing Gigabytes of JSON per Second, 2019): the
 * parity of the quotes up to a byte says whether it stands inside. */
#ifndef VL_BYTEMASK_H
#define VL_BYTEMASK_H

#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BYTEMASK = 64 };            /* bytes that are looked at */

#define BYTEMASK_ALL UINT64_MAX

#ifdef __SSE2__
enum { BYTEMASK_LOAD = 16 };

static inline __m128i bytemask_load(const char *text, int part)
{
	return _mm_loadu_si128((const __m128i *)(const void *)(text + part * BYTEMASK_LOAD));
}

static inline uint64_t bytemask_bits(__m128i bytes, int part)
{
	return (uint64_t)(unsigned)_mm_movemask_epi8(bytes) << part * BYTEMASK_LOAD;
}

/* Where the byte stands. */
static inline uint64_t bytemask_equal(const char *text, char byte)
{
	uint64_t bits = 0;

	for (int i = 0; i < BYTEMASK / BYTEMASK_LOAD; i++)
		bits |= bytemask_bits(_mm_cmpeq_epi8(bytemask_load(text, i), _mm_set1_epi8(byte)), i);
	return bits;
}

/* Where a byte from 0x80 on stands. */
static inline uint64_t bytemask_high(const char *text)
{
	uint64_t bits = 0;

	for (int i = 0; i < BYTEMASK / BYTEMASK_LOAD; i++)
		bits |= bytemask_bits(bytemask_load(text, i), i);
	return bits;
}

/* Where a byte below 0x20 stands. */
static inline uint64_t bytemask_control(const char *text)
{
	const __m128i last = _mm_set1_epi8(0x1F);
	uint64_t bits = 0;

	for (int i = 0; i < BYTEMASK / BYTEMASK_LOAD; i++) {
		__m128i bytes = bytemask_load(text, i);

		bits |= bytemask_bits(_mm_cmpeq_epi8(_mm_min_epu8(bytes, last), bytes), i);
	}
	return bits;
}
#else
static inline uint64_t bytemask_equal(const char *text, char byte)
{
	uint64_t bits = 0;

	for (int i = 0; i < BYTEMASK; i++)
		bits |= (uint64_t)(text[i] == byte) << i;
	return bits;
}

static inline uint64_t bytemask_high(const char *text)
{
	uint64_t bits = 0;

	for (int i = 0; i < BYTEMASK; i++)
		bits |= (uint64_t)((unsigned char)text[i] >= 0x80) << i;
	return bits;
}

static inline uint64_t bytemask_control(const char *text)
{
	uint64_t bits = 0;

	for (int i = 0; i < BYTEMASK; i++)
		bits |= (uint64_t)((unsigned char)text[i] < 0x20) << i;
	return bits;
}
#endif

/* Of bits that are not all 0. */
static inline unsigned bytemask_lowest(uint64_t bits)
{
	return (unsigned)__builtin_ctzll(bits);
}

/* Each bit the parity of those up to it: from an opening quote to before the closing one. */
static inline uint64_t bytemask_between(uint64_t quotes)
{
	for (int shift = 1; shift < BYTEMASK; shift *= 2)
		quotes ^= quotes << shift;
	return quotes;
}

#endif
