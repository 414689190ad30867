/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lately - numbers of texts that were looked up a moment ago.
 *
 * A column with few different texts has them again and again: up to 16 bytes are two words, and
 * these tell without a hash or a look into the table. One for each column and thread. Start with
 * zeros. */
#ifndef VL_LATELY_H
#define VL_LATELY_H

#include "base/bytes.h"
#include "data/intern.h"

enum { LATELY_BITS = 8, LATELY_BYTES = 16 };

struct lately {
	struct lately_text {
		uint64_t words[2];
		uint32_t length;         /* + 1; 0: none yet */
		uint32_t number;
	} kept[1 << LATELY_BITS];
};

/* The first and the last bytes, which overlap; with the length they say all. */
static inline void lately_words(uint64_t words[2], const char *text, size_t length)
{
	words[1] = 0;
	if (length >= 8) {
		words[0] = bytes_eight(text);
		words[1] = bytes_eight(text + length - 8);
		return;
	}
	if (length >= 4) {
		words[0] = bytes_four(text) | bytes_four(text + length - 4) << 32;
		return;
	}
	words[0] = !length ? 0 : (uint64_t)(unsigned char)text[0] << 16 |
		   (uint64_t)(unsigned char)text[length / 2] << 8 | (unsigned char)text[length - 1];
}

/* As intern_add. */
static inline uint32_t lately_add(struct lately *lately, struct intern *table, const char *text,
				  size_t length)
{
	struct lately_text *kept;
	uint64_t words[2];

	if (length > LATELY_BYTES)
		return intern_add(table, text, length);
	lately_words(words, text, length);
	kept = &lately->kept[(words[0] ^ words[1] << 1) * UINT64_C(0x9E3779B97F4A7C15)
			     >> (64 - LATELY_BITS)];
	if (kept->words[0] == words[0] && kept->words[1] == words[1] && kept->length == length + 1)
		return kept->number;
	*kept = (struct lately_text){ { words[0], words[1] }, (uint32_t)length + 1,
				      intern_add(table, text, length) };
	return kept->number;
}

#endif
