/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudonym - ids into pseudonyms, and dates into shifted ones, by a secret key. */
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "data/pseudonym.h"

/* Ids that a thread takes at once, and that are held until they are numbered. */
enum { PARTS_MAX = 4, PIECE = 1 << 11, ROUND = 1 << 17 };

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

struct made {
	char text[PSEUDONYM_SIZE];
	uint64_t check;
};

/* Ids of a table from `from` on, a piece a thread. */
struct making {
	const struct pseudonyms *pseudonyms;
	const struct intern *ids;
	uint32_t from, end;
	const char *kind;        /* of pseudonyms */
	struct made *made;
	int32_t most;            /* of shifts */
	int32_t *days;
};

static void digest_of(struct key *key, const char *kind, const char *id, uint8_t digest[KEY_DIGEST])
{
	const char *parts[PARTS_MAX] = { kind, id };
	char *copy, *at;
	size_t count = 2;

	if (!strchr(id, PSEUDONYM_BETWEEN)) {
		key_digest(key, parts, count, digest);
		return;
	}
	copy = at = mem_text(id, strlen(id));
	parts[1] = copy;
	while (count < PARTS_MAX && (at = strchr(at, PSEUDONYM_BETWEEN))) {
		*at++ = '\0';
		parts[count++] = at;
	}
	key_digest(key, parts, count, digest);
	free(copy);
}

static uint32_t piece_end(const struct making *making, uint32_t from)
{
	return making->end - from < PIECE ? making->end : from + PIECE;
}

static void make_piece(size_t number, void *to)
{
	const struct making *making = to;
	const struct pseudonyms *pseudonyms = making->pseudonyms;
	uint32_t from = making->from + (uint32_t)number * PIECE;
	struct key *key = key_copy(pseudonyms->key);
	uint8_t digest[KEY_DIGEST];

	for (uint32_t i = from; i < piece_end(making, from); i++) {
		struct made *made = &making->made[i - making->from];

		digest_of(key, making->kind, intern_text(making->ids, i), digest);
		made->text[0] = letter_of(making->kind);
		write_digits(digest, pseudonyms->digits, made->text + 1);
		made->check = big_endian(digest + 10);
	}
	key_free(key);
}

static void shift_piece(size_t number, void *to)
{
	const struct making *making = to;
	uint32_t from = making->from + (uint32_t)number * PIECE;
	struct key *key = key_copy(making->pseudonyms->key);
	uint64_t span = 2 * (uint64_t)making->most + 1;
	uint8_t digest[KEY_DIGEST];

	for (uint32_t i = from; i < piece_end(making, from); i++) {
		digest_of(key, "shift", intern_text(making->ids, i), digest);
		making->days[i] = (int32_t)(big_endian(digest) % span) - making->most;
	}
	key_free(key);
}

/* Its number, or INTERN_NONE where it is another id's. */
static uint32_t number_of(struct pseudonyms *pseudonyms, const struct made *made)
{
	uint32_t known = intern_count(pseudonyms->known);
	uint32_t number = intern_add(pseudonyms->known, made->text, strlen(made->text));

	if (number != known)
		return pseudonyms->checks[number] == made->check ? number : INTERN_NONE;
	pseudonyms->checks = mem_grow(pseudonyms->checks, number, &pseudonyms->capacity,
				      sizeof *pseudonyms->checks);
	pseudonyms->checks[number] = made->check;
	return number;
}

static int number_all(struct pseudonyms *pseudonyms, const struct making *making,
		      uint32_t numbers[])
{
	int result = 0;

	for (uint32_t i = making->from; i < making->end; i++) {
		numbers[i] = INTERN_NONE;
		if (!*intern_text(making->ids, i))
			continue;
		numbers[i] = number_of(pseudonyms, &making->made[i - making->from]);
		if (numbers[i] == INTERN_NONE)
			result = -1;
	}
	return result;
}

static void each_piece(struct making *making, size_t threads, void work(size_t piece, void *to))
{
	parallel_each(threads, (making->end - making->from + PIECE - 1) / PIECE, work, making);
}

int pseudonyms_make(struct pseudonyms *pseudonyms, const char *kind, const struct intern *ids,
		    size_t threads, uint32_t numbers[])
{
	struct making making = { .pseudonyms = pseudonyms, .ids = ids, .kind = kind };
	uint32_t count = intern_count(ids);
	int result = 0;

	making.made = mem_new(count < ROUND ? count + 1 : ROUND, sizeof *making.made);
	for (; making.from < count; making.from = making.end) {
		making.end = count - making.from < ROUND ? count : making.from + ROUND;
		each_piece(&making, threads, make_piece);
		result |= number_all(pseudonyms, &making, numbers);
	}
	free(making.made);
	return result;
}

const struct intern *pseudonyms_texts(const struct pseudonyms *pseudonyms)
{
	return pseudonyms->known;
}

void pseudonyms_shifts(const struct pseudonyms *pseudonyms, const struct intern *cases,
		       int32_t most, size_t threads, int32_t days[])
{
	struct making making = { .pseudonyms = pseudonyms, .ids = cases,
				 .end = intern_count(cases), .most = most, .days = days };

	each_piece(&making, threads, shift_piece);
}
