/* SPDX-License-Identifier: GPL-3.0-or-later */
/* duplicates - rows that a file has more than once, by the profile's key. */
#include <pthread.h>
#include <string.h>

#include "base/firsts.h"
#include "base/mem.h"
#include "data/duplicates.h"

enum { AHEAD = 16 };

/* What all parts know; of one reader as well. */
struct known {
	struct firsts rows;
	long block;                 /* whose turn it is */
	pthread_mutex_t lock;       /* of that */
	pthread_cond_t turn;
};

struct duplicates {
	int *keys;                  /* columns */
	int *alike;
	size_t key_count, alike_count;
	struct known *known;
	int is_part;
	struct firsts_key *noted;   /* rows of a block; without a key: zeros */
	unsigned char *answers;     /* as many, of enum duplicate */
	size_t count, capacity, answer_room, next;
};

static int *copy(const int *columns, size_t count)
{
	int *copied = mem_new(count, sizeof *copied);

	memcpy(copied, columns, count * sizeof *copied);
	return copied;
}

static struct known *new_known(void)
{
	struct known *known = mem_new(1, sizeof *known);

	firsts_start(&known->rows);
	pthread_mutex_init(&known->lock, NULL);
	pthread_cond_init(&known->turn, NULL);
	return known;
}

static void free_known(struct known *known)
{
	firsts_free(&known->rows);
	pthread_mutex_destroy(&known->lock);
	pthread_cond_destroy(&known->turn);
	free(known);
}

struct duplicates *duplicates_new(const int *keys, size_t key_count, const int *alike,
				  size_t alike_count)
{
	struct duplicates *duplicates = mem_new(1, sizeof *duplicates);

	duplicates->keys = copy(keys, key_count);
	duplicates->alike = copy(alike, alike_count);
	duplicates->key_count = key_count;
	duplicates->alike_count = alike_count;
	duplicates->known = new_known();
	return duplicates;
}

struct duplicates *duplicates_part(struct duplicates *whole)
{
	struct duplicates *part = mem_apart(1, sizeof *part);

	part->keys = copy(whole->keys, whole->key_count);
	part->alike = copy(whole->alike, whole->alike_count);
	part->key_count = whole->key_count;
	part->alike_count = whole->alike_count;
	part->known = whole->known;
	part->is_part = 1;
	return part;
}

void duplicates_free(struct duplicates *duplicates)
{
	if (!duplicates)
		return;
	free(duplicates->keys);
	free(duplicates->alike);
	free(duplicates->noted);
	free(duplicates->answers);
	if (!duplicates->is_part)
		free_known(duplicates->known);
	free(duplicates);
}

/* ---- one row --------------------------------------------------------------------- */

/* Zeros where a column of the key is empty. */
static struct firsts_key key_of(const struct duplicates *duplicates, const struct feed *feed)
{
	const struct firsts_key none = { { 0, 0 }, 0 };
	struct firsts_key key = none, what = none;

	for (size_t i = 0; i < duplicates->key_count; i++) {
		struct csv_cell cell = feed_cell(feed, duplicates->keys[i]);

		if (!cell.length)
			return none;
		firsts_text(&key, cell.text, cell.length);
	}
	for (size_t i = 0; i < duplicates->alike_count; i++) {
		struct csv_cell cell = feed_cell(feed, duplicates->alike[i]);

		firsts_text(&what, cell.text, cell.length);
	}
	key.what = what.word[0];
	return key;
}

static enum duplicate judge(struct firsts *rows, const struct firsts_key *key)
{
	if (!key->word[0] && !key->word[1])
		return DUPLICATE_NONE;
	switch (firsts_add(rows, key)) {
	case FIRSTS_SAME:
		return DUPLICATE_REPEATS;
	case FIRSTS_OTHER:
		return DUPLICATE_CONTRADICTS;
	default:
		return DUPLICATE_NONE;
	}
}

enum duplicate duplicates_see(struct duplicates *duplicates, const struct feed *feed)
{
	struct firsts_key key = key_of(duplicates, feed);

	return judge(&duplicates->known->rows, &key);
}

/* ---- a block --------------------------------------------------------------------- */

void duplicates_note(struct duplicates *part, const struct feed *feed)
{
	part->noted = mem_grow(part->noted, part->count, &part->capacity, sizeof *part->noted);
	part->noted[part->count++] = key_of(part, feed);
}

static void judge_all(struct duplicates *part)
{
	struct firsts *rows = &part->known->rows;

	for (size_t i = 0; i < part->count && i < AHEAD; i++)
		firsts_prefetch(rows, &part->noted[i]);
	for (size_t i = 0; i < part->count; i++) {
		if (i + AHEAD < part->count)
			firsts_prefetch(rows, &part->noted[i + AHEAD]);
		part->answers[i] = (unsigned char)judge(rows, &part->noted[i]);
	}
}

void duplicates_judge(struct duplicates *part, long block)
{
	struct known *known = part->known;

	if (part->answer_room < part->capacity) {
		part->answer_room = part->capacity;
		part->answers = mem_resize(part->answers, part->answer_room, 1);
	}
	pthread_mutex_lock(&known->lock);
	while (known->block < block)
		pthread_cond_wait(&known->turn, &known->lock);
	judge_all(part);
	known->block = block + 1;
	pthread_cond_broadcast(&known->turn);
	pthread_mutex_unlock(&known->lock);
	part->count = part->next = 0;
}

enum duplicate duplicates_next(struct duplicates *part)
{
	return (enum duplicate)part->answers[part->next++];
}
