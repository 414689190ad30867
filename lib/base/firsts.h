/* SPDX-License-Identifier: GPL-3.0-or-later */
/* firsts - which keys stood before, and whether what stood there was the same.
 *
 * A key is one or more texts, of which 128 bits are kept in their place: that two of 10 million
 * have the same by chance is less likely than 1 in 10^24. So a key takes 24 bytes and its slot 11
 * to 21, however long it is. A slot lies anywhere in memory: whoever has several keys at hand
 * asks for the slots ahead (firsts_prefetch). */
#ifndef VL_FIRSTS_H
#define VL_FIRSTS_H

#include <stddef.h>
#include <stdint.h>

/* Start a key with zeros and add its texts in their order. */
struct firsts_key {
	uint64_t word[2];
	uint64_t what;             /* stands for all that must be the same */
};

struct firsts {
	uint64_t *slots;           /* number + 1, and above it bits of the key; 0 = free */
	uint64_t mask;             /* slots - 1, a power of 2 - 1 */
	struct firsts_key *keys;   /* by number: in order of appearance */
	size_t count, capacity;
};

void firsts_start(struct firsts *firsts);
void firsts_free(struct firsts *firsts);

/* "ab" and "c" are another key than "a" and "bc". */
void firsts_text(struct firsts_key *key, const char *text, size_t length);

enum firsts_answer { FIRSTS_NEW, FIRSTS_SAME, FIRSTS_OTHER };

/* Of a key that is new it is kept with what; of others the first one stays. */
enum firsts_answer firsts_add(struct firsts *firsts, const struct firsts_key *key);

static inline void firsts_prefetch(const struct firsts *firsts, const struct firsts_key *key)
{
	__builtin_prefetch(&firsts->slots[key->word[0] & firsts->mask], 1);
}

#endif
