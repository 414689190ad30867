/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudonym - ids into pseudonyms, and dates into shifted ones, by a secret key. */
#include <stdlib.h>
#include <string.h>

#include "base/keyed.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "data/pseudonym.h"

/* Ids that a thread takes at once; bytes of a digest that pseudonyms are sorted by. */
enum { PARTS_MAX = 4, PIECE = 1 << 11, SORT_BYTES = 5 };

struct pseudonyms {
	struct key *key;
	int digits;
	struct pseudonym_list **lists;
	size_t count, capacity;
};

struct pseudonyms *pseudonyms_new(struct key *key, int digits)
{
	struct pseudonyms *pseudonyms = mem_new(1, sizeof *pseudonyms);

	pseudonyms->key = key;
	pseudonyms->digits = digits;
	return pseudonyms;
}

void pseudonyms_free(struct pseudonyms *pseudonyms)
{
	if (!pseudonyms)
		return;
	for (size_t i = 0; i < pseudonyms->count; i++) {
		free(pseudonyms->lists[i]->sorted);
		free(pseudonyms->lists[i]->ranks);
		free(pseudonyms->lists[i]);
	}
	free(pseudonyms->lists);
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

/* Ids of a table, a piece a thread. */
struct making {
	const struct pseudonyms *pseudonyms;
	const struct intern *ids;
	const char *kind;        /* of pseudonyms */
	struct pseudonym *made;  /* by number of the id */
	struct keyed *order;     /* the same, until it is sorted */
	struct pseudonym_list *list;
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

static uint32_t piece_end(uint32_t count, uint32_t from)
{
	return count - from < PIECE ? count : from + PIECE;
}

/* The first bytes of a digest decide nearly always, and are in the order of the texts. */
static uint64_t sort_key(const uint8_t *digest)
{
	return big_endian(digest) >> (64 - 8 * SORT_BYTES);
}

static void make_piece(size_t number, void *to)
{
	const struct making *making = to;
	uint32_t from = (uint32_t)number * PIECE, end = piece_end(intern_count(making->ids), from);
	struct key *key = key_copy(making->pseudonyms->key);
	uint8_t digest[KEY_DIGEST];

	for (uint32_t i = from; i < end; i++) {
		struct pseudonym *made = &making->made[i];

		digest_of(key, making->kind, intern_text(making->ids, i), digest);
		made->text[0] = letter_of(making->kind);
		write_digits(digest, making->pseudonyms->digits, made->text + 1);
		memcpy(made->check, digest + 10, sizeof made->check);
		making->order[i] = (struct keyed){ sort_key(digest), i };
	}
	key_free(key);
}

/* No kind has the last part: a column of case ids under pseudonyms of a kind called "shift" must
 * not tell the shifts. */
static void shift_digest(struct key *key, const char *case_id, uint8_t digest[KEY_DIGEST])
{
	const char *const parts[] = { "shift", case_id, "days" };

	key_digest(key, parts, sizeof parts / sizeof *parts, digest);
}

static void shift_piece(size_t number, void *to)
{
	const struct making *making = to;
	uint32_t from = (uint32_t)number * PIECE, end = piece_end(intern_count(making->ids), from);
	struct key *key = key_copy(making->pseudonyms->key);
	uint64_t span = 2 * (uint64_t)making->most + 1;
	uint8_t digest[KEY_DIGEST];

	for (uint32_t i = from; i < end; i++) {
		shift_digest(key, intern_text(making->ids, i), digest);
		making->days[i] = (int32_t)(big_endian(digest) % span) - making->most;
	}
	key_free(key);
}

static void each_piece(struct making *making, size_t count, size_t threads,
		       void work(size_t piece, void *to))
{
	parallel_each(threads, (count + PIECE - 1) / PIECE, work, making);
}

/* ---- in order ---------------------------------------------------------------------- */

static int compare(const struct making *making, const struct keyed *left, const struct keyed *right)
{
	if (left->key != right->key)
		return left->key < right->key ? -1 : 1;
	return strcmp(making->made[left->row].text, making->made[right->row].text);
}

/* Among those that begin alike texts decide. */
static void sort(struct making *making, uint32_t count)
{
	struct keyed *order = making->order = keyed_sort(making->order, count);

	for (uint32_t i = 1; i < count; i++)
		for (uint32_t at = i; at && compare(making, &order[at - 1], &order[at]) > 0; at--) {
			struct keyed later = order[at - 1];

			order[at - 1] = order[at];
			order[at] = later;
		}
}

static void place_piece(size_t number, void *to)
{
	const struct making *making = to;
	struct pseudonym_list *list = making->list;
	uint32_t from = (uint32_t)number * PIECE;

	for (uint32_t i = from; i < piece_end(list->count, from); i++) {
		list->sorted[i] = making->made[making->order[i].row];
		list->ranks[making->order[i].row] = i + 1;
	}
}

/* The empty id, if there is one, has none. */
static uint32_t leave_out_empty(struct making *making, uint32_t count)
{
	uint32_t empty = intern_find(making->ids, "", 0);

	if (empty == INTERN_NONE)
		return count;
	making->order[empty] = making->order[count - 1];
	return count - 1;
}

/* Two ids of one column are different ones. */
static int has_twins(const struct pseudonym_list *list)
{
	for (uint32_t i = 1; i < list->count; i++)
		if (strcmp(list->sorted[i - 1].text, list->sorted[i].text) == 0)
			return 1;
	return 0;
}

/* Whether an id of one column and another one of the other have the same pseudonym. */
static int clash(const struct pseudonym_list *one, const struct pseudonym_list *other)
{
	for (uint32_t i = 0, j = 0; i < one->count && j < other->count;) {
		const struct pseudonym *left = &one->sorted[i], *right = &other->sorted[j];
		int compared = strcmp(left->text, right->text);

		if (compared == 0 && memcmp(left->check, right->check, sizeof left->check) != 0)
			return 1;
		i += compared <= 0;
		j += compared >= 0;
	}
	return 0;
}

static int is_sound(const struct pseudonyms *pseudonyms, const struct pseudonym_list *list)
{
	for (size_t i = 0; i < pseudonyms->count; i++)
		if (clash(pseudonyms->lists[i], list))
			return 0;
	return !has_twins(list);
}

static struct pseudonym_list *make_list(struct making *making, size_t threads)
{
	uint32_t count = intern_count(making->ids);
	struct pseudonym_list *list = making->list = mem_new(1, sizeof *list);

	making->made = mem_resize(NULL, count, sizeof *making->made);
	making->order = mem_resize(NULL, count, sizeof *making->order);
	each_piece(making, count, threads, make_piece);
	list->ranks = mem_new(count, sizeof *list->ranks);
	list->count = leave_out_empty(making, count);
	list->sorted = mem_resize(NULL, list->count, sizeof *list->sorted);
	sort(making, list->count);
	each_piece(making, list->count, threads, place_piece);
	free(making->made);
	free(making->order);
	return list;
}

const struct pseudonym_list *pseudonyms_make(struct pseudonyms *pseudonyms, const char *kind,
					     const struct intern *ids, size_t threads)
{
	struct making making = { .pseudonyms = pseudonyms, .ids = ids, .kind = kind };
	struct pseudonym_list *list = make_list(&making, threads);
	int sound = is_sound(pseudonyms, list);

	pseudonyms->lists = mem_grow(pseudonyms->lists, pseudonyms->count, &pseudonyms->capacity,
				     sizeof *pseudonyms->lists);
	pseudonyms->lists[pseudonyms->count++] = list;
	return sound ? list : NULL;
}

/* ---- shifts ------------------------------------------------------------------------ */

void pseudonyms_shifts(const struct pseudonyms *pseudonyms, const struct intern *cases,
		       int32_t most, size_t threads, int32_t days[])
{
	struct making making = { .pseudonyms = pseudonyms, .ids = cases,
				 .most = most, .days = days };

	each_piece(&making, intern_count(cases), threads, shift_piece);
}
