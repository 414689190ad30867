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
void repeats_see(struct repeats *repeats, uint64_t key);
/* Of a key that was seen: 0 = it stands alone. */
int repeats_maybe(const struct repeats *repeats, uint64_t key);
void repeats_free(struct repeats *repeats);

#endif
