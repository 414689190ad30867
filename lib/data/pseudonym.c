/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudonym - ids into pseudonyms, and dates into shifted ones, by a secret key. */
#include <string.h>

#include "base/mem.h"
#include "data/intern.h"
#include "data/pseudonym.h"

enum { PARTS_MAX = 4 };

struct pseudonyms {
	struct key *key;
	int digits;
	struct intern *known;
	uint64_t *checks;       /* by number in known: what comes behind the pseudonym's bits */
	size_t capacity;
};

struct pseudonyms *pseudonyms_new(struct key *key, int digits)
{
	struct pseudonyms *pseudonyms = mem_new(1, sizeof *pseudonyms);

	pseudonyms->key = key;
	pseudonyms->digits = digits;
	pseudonyms->known = intern_new();
	return pseudonyms;
}

void pseudonyms_free(struct pseudonyms *pseudonyms)
{
	if (!pseudonyms)
		return;
	intern_free(pseudonyms->known);
	free(pseudonyms->checks);
	free(pseudonyms);
}

static char letter_of(const char *kind)
{
	static const struct {
		const char *kind;
		char letter;
	} letters[] = { { "case", 'c' }, { "household", 'h' }, { "person", 'p' },
			{ "adviser", 'a' }, { "contact", 'k' }, { "group", 'g' } };

	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		if (strcmp(letters[i].kind, kind) == 0)
			return letters[i].letter;
	return 'x';
}

static uint64_t big_endian(const uint8_t *bytes)
{
	uint64_t value = 0;

	for (int i = 0; i < 8; i++)
		value = value << 8 | bytes[i];
	return value;
}

static void write_digits(const uint8_t *digest, int digits, char *to)
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	unsigned bits = 0;
	int count = 0;

	for (int i = 0; i < digits; i++) {
		if (count < 5) {
			bits = (bits << 8 | *digest++) & 0xFFFF;
			count += 8;
		}
		count -= 5;
		to[i] = alphabet[bits >> count & 31];
	}
	to[digits] = '\0';
}

int pseudonym_make(struct pseudonyms *pseudonyms, const char *kind, const char *const id[],
		   char to[PSEUDONYM_SIZE])
{
	const char *parts[PARTS_MAX] = { kind };
	uint32_t known = intern_count(pseudonyms->known), number;
	uint8_t digest[KEY_DIGEST];
	uint64_t check;
	size_t count = 1;

	while (count < PARTS_MAX && id[count - 1]) {
		parts[count] = id[count - 1];
		count++;
	}
	key_digest(pseudonyms->key, parts, count, digest);
	to[0] = letter_of(kind);
	write_digits(digest, pseudonyms->digits, to + 1);
	check = big_endian(digest + 10);
	number = intern_add(pseudonyms->known, to, strlen(to));
	if (number != known)
		return pseudonyms->checks[number] == check ? 0 : -1;
	pseudonyms->checks = mem_grow(pseudonyms->checks, number, &pseudonyms->capacity,
				      sizeof *pseudonyms->checks);
	pseudonyms->checks[number] = check;
	return 0;
}

int32_t pseudonym_shift(struct pseudonyms *pseudonyms, const char *case_id, int32_t most)
{
	const char *const parts[] = { "shift", case_id };
	uint8_t digest[KEY_DIGEST];

	key_digest(pseudonyms->key, parts, 2, digest);
	return (int32_t)(big_endian(digest) % (2 * (uint64_t)most + 1)) - most;
}

size_t pseudonym_count(const struct pseudonyms *pseudonyms)
{
	return intern_count(pseudonyms->known);
}
