/* SPDX-License-Identifier: GPL-3.0-or-later */
/* firsts - which keys stood before, and whether what stood there was the same. */
#include <stdlib.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/firsts.h"
#include "base/mem.h"

enum { SLOTS_LEAST = 256, AHEAD = 16, NUMBER_BITS = 32 };

#define NUMBER_MASK UINT64_C(0xFFFFFFFF)

void firsts_start(struct firsts *firsts)
{
	*firsts = (struct firsts){ .mask = SLOTS_LEAST - 1 };
	firsts->slots = mem_new(SLOTS_LEAST, sizeof *firsts->slots);
}

void firsts_free(struct firsts *firsts)
{
	free(firsts->slots);
	free(firsts->keys);
}

/* ---- keys ------------------------------------------------------------------------ */

/* The two words take the same bytes in by other numbers, so that where one of them meets by
 * chance the other does not. Each step adds what was there before: it is not lost where a
 * product is 0. */
static void take_word(struct firsts_key *key, uint64_t word)
{
	key->word[0] = bytes_mix(key->word[0] ^ word ^ UINT64_C(0x9E3779B97F4A7C15),
				 UINT64_C(0xA0761D6478BD642F)) + (key->word[0] << 7);
	key->word[1] = bytes_mix(key->word[1] ^ word ^ UINT64_C(0x589965CC75374CC3),
				 UINT64_C(0xE7037ED1A0B428DB)) + (key->word[1] << 13);
}

/* The first word tells how long the text is, so that no texts side by side give the words of
 * others. */
void firsts_text(struct firsts_key *key, const char *text, size_t length)
{
	if (length < 8) {
		take_word(key, bytes_few(text, length) << 8 | length);
		return;
	}
	take_word(key, (uint64_t)length << 8 | 0xFF);
	for (size_t at = 0; at + 8 < length; at += 8)
		take_word(key, bytes_eight(text + at));
	take_word(key, bytes_eight(text + length - 8));
}

/* ---- slots ----------------------------------------------------------------------- */

/* Bits of the key that do not say where its slot is. */
static uint64_t tag_of(const struct firsts_key *key)
{
	return key->word[1] & ~NUMBER_MASK;
}

static int is_key(const struct firsts_key *a, const struct firsts_key *b)
{
	return a->word[0] == b->word[0] && a->word[1] == b->word[1];
}

/* The slot of a key, or the free one where it would stand. */
static uint64_t *slot_of(const struct firsts *firsts, const struct firsts_key *key)
{
	uint64_t at = key->word[0] & firsts->mask, tag = tag_of(key);

	while (firsts->slots[at] &&
	       ((firsts->slots[at] & ~NUMBER_MASK) != tag ||
		!is_key(&firsts->keys[(firsts->slots[at] & NUMBER_MASK) - 1], key)))
		at = (at + 1) & firsts->mask;
	return &firsts->slots[at];
}

static void set_slot(const struct firsts *firsts, size_t number)
{
	const struct firsts_key *key = &firsts->keys[number];
	uint64_t at = key->word[0] & firsts->mask;

	while (firsts->slots[at])
		at = (at + 1) & firsts->mask;
	firsts->slots[at] = tag_of(key) | (number + 1);
}

static void grow(struct firsts *firsts)
{
	free(firsts->slots);
	firsts->mask = 2 * firsts->mask + 1;
	firsts->slots = mem_table(firsts->mask + 1, sizeof *firsts->slots);
	for (size_t i = 0; i < firsts->count; i++) {
		if (i + AHEAD < firsts->count)
			firsts_prefetch(firsts, &firsts->keys[i + AHEAD]);
		set_slot(firsts, i);
	}
}

enum firsts_answer firsts_add(struct firsts *firsts, const struct firsts_key *key)
{
	uint64_t *slot = slot_of(firsts, key);

	if (*slot)
		return firsts->keys[(*slot & NUMBER_MASK) - 1].what == key->what ? FIRSTS_SAME :
		       FIRSTS_OTHER;
	if (firsts->count + 1 >= NUMBER_MASK)
		diag_out_of_memory();
	firsts->keys = mem_grow(firsts->keys, firsts->count, &firsts->capacity,
				sizeof *firsts->keys);
	firsts->keys[firsts->count++] = *key;
	*slot = tag_of(key) | firsts->count;
	if (firsts->count > (firsts->mask + 1) / 4 * 3)
		grow(firsts);
	return FIRSTS_NEW;
}
