/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bytes - several bytes of text as one number, the first one lowest on any machine. Compilers make
 * one load of each. */
#ifndef VL_BYTES_H
#define VL_BYTES_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t bytes_four(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;

	return byte[0] | (uint64_t)byte[1] << 8 | (uint64_t)byte[2] << 16 | (uint64_t)byte[3] << 24;
}

static inline uint64_t bytes_eight(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;

	return byte[0] | (uint64_t)byte[1] << 8 | (uint64_t)byte[2] << 16 |
	       (uint64_t)byte[3] << 24 | (uint64_t)byte[4] << 32 | (uint64_t)byte[5] << 40 |
	       (uint64_t)byte[6] << 48 | (uint64_t)byte[7] << 56;
}

/* Up to eight: two times four that may overlap, for a loop takes far longer. */
static inline uint64_t bytes_few(const char *text, size_t length)
{
	uint64_t word = 0;

	if (length >= 4)
		return bytes_four(text) | bytes_four(text + length - 4) << 8 * (length - 4);
	for (size_t i = 0; i < length; i++)
		word |= (uint64_t)(unsigned char)text[i] << 8 * i;
	return word;
}

/* For hashes: multiply and fold (wyhash's mixing step; Wang Yi 2019). */
static inline uint64_t bytes_mix(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

#endif
