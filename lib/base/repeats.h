/* SPDX-License-Identifier: GPL-3.0-or-later */
/* repeats - which of very many keys may stand more than once.
 *
 * Where nearly all keys stand alone, looking for twins by sorting them all is waste: one pass
 * marks a bit for each key and another for those that met it again; a second then looks only
 * at keys with the latter. None that stands twice is missed; of those that stand alone about one in
 * twelve is taken along, since keys share bits. Memory: 2 to 4 bytes a key. */
#ifndef VL_REPEATS_H
#define VL_REPEATS_H

#include <stddef.h>
#include <stdint.h>

struct repeats {
	uint64_t *seen, *again;
	int shift;
};

/* For up to so many keys. */
void repeats_start(struct repeats *repeats, size_t count);
void repeats_free(struct repeats *repeats);

/* Mixed well enough that days of one case do not fall on those of another (Steele, Lea & Flood
 * 2014, Fast splittable pseudorandom number generators: the finaliser of SplitMix). */
static inline uint64_t repeats_place(const struct repeats *repeats, uint64_t key)
{
	key = (key ^ key >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	key = (key ^ key >> 27) * UINT64_C(0x94D049BB133111EB);
	return (key ^ key >> 31) >> repeats->shift;
}

static inline void repeats_see(struct repeats *repeats, uint64_t key)
{
	uint64_t at = repeats_place(repeats, key), bit = UINT64_C(1) << at % 64;
	uint64_t *seen = &repeats->seen[at / 64];

	if (*seen & bit)
		repeats->again[at / 64] |= bit;
	*seen |= bit;
}

/* Of a key that was seen: 0 = it stands alone. */
static inline int repeats_maybe(const struct repeats *repeats, uint64_t key)
{
	uint64_t at = repeats_place(repeats, key);

	return repeats->again[at / 64] >> at % 64 & 1;
}

#endif
