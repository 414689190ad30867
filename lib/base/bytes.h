/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bytes - several bytes of text as one number, the first one lowest on any machine. Compilers make
 * one load of each. */
#ifndef VL_BYTES_H
#define VL_BYTES_H

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

#endif
