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

/* Mixed well enough that days of one case do not fall on those of another (Steele, Lea & Flood
 * 2014, Fast splittable pseudorandom number generators: the finaliser of SplitMix). */
static uint64_t place(const struct repeats *repeats, uint64_t key)
{
	key = (key ^ key >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	key = (key ^ key >> 27) * UINT64_C(0x94D049BB133111EB);
	return (key ^ key >> 31) >> repeats->shift;
}

void repeats_see(struct repeats *repeats, uint64_t key)
{
	uint64_t at = place(repeats, key), bit = UINT64_C(1) << at % 64;
	uint64_t *seen = &repeats->seen[at / 64];

	if (*seen & bit)
		repeats->again[at / 64] |= bit;
	*seen |= bit;
}

int repeats_maybe(const struct repeats *repeats, uint64_t key)
{
	uint64_t at = place(repeats, key);

	return repeats->again[at / 64] >> at % 64 & 1;
}

void repeats_free(struct repeats *repeats)
{
	free(repeats->seen);
	free(repeats->again);
}
