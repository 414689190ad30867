/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cksum - the checksum of POSIX's cksum(1). */
#include "base/cksum.h"

static const uint32_t POLYNOMIAL = 0x04C11DB7;

/* Bit by bit: what is summed is small. */
static uint32_t add_byte(uint32_t crc, uint8_t byte)
{
	crc ^= (uint32_t)byte << 24;
	for (int bit = 0; bit < 8; bit++)
		crc = crc >> 31 ? crc << 1 ^ POLYNOMIAL : crc << 1;
	return crc;
}

uint32_t cksum(const void *bytes, size_t length)
{
	const uint8_t *at = bytes;
	uint32_t crc = 0;

	for (size_t i = 0; i < length; i++)
		crc = add_byte(crc, at[i]);
	for (size_t rest = length; rest > 0; rest >>= 8)
		crc = add_byte(crc, (uint8_t)(rest & 0xFF));
	return ~crc;
}
