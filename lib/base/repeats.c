/* SPDX-License-Identifier: GPL-3.0-or-later */
/* repeats - which of very many keys may stand more than once. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/repeats.h"

/* Bits a key at least, and at least one word in all. */
enum { BITS_EACH = 8, BITS_LEAST = 64 };

void repeats_start(struct repeats *repeats, size_t count)
{
	size_t bits = BITS_LEAST;

	repeats->shift = 64 - 6;
	while (bits < count * BITS_EACH) {
		bits *= 2;
		repeats->shift--;
	}
	repeats->seen = mem_new(bits / 64, sizeof *repeats->seen);
	repeats->again = mem_new(bits / 64, sizeof *repeats->again);
}

void repeats_free(struct repeats *repeats)
{
	free(repeats->seen);
	free(repeats->again);
}
