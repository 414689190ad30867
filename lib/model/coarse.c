/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coarse - words that few cases have become "other". */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "data/intern.h"
#include "model/coarse.h"

#define OTHER "other"
/* Between a word and a case; the reader refuses it in a file. */
#define BETWEEN '\x01'

struct coarse {
	struct intern *cells;     /* as they stand in the file */
	struct intern *words;
	struct intern *pairs;     /* of a word and a case */
	struct intern *rare_cases;
	uint32_t *cases;          /* by word */
	size_t capacity;
	char **texts;             /* by cell, once settled */
	uint32_t least, rare;
};

struct coarse *coarse_new(void)
{
	struct coarse *coarse = mem_new(1, sizeof *coarse);

	coarse->cells = intern_new();
	coarse->words = intern_new();
	coarse->pairs = intern_new();
	coarse->rare_cases = intern_new();
	return coarse;
}

void coarse_free(struct coarse *coarse)
{
	if (!coarse)
		return;
	for (uint32_t i = 0; coarse->texts && i < intern_count(coarse->cells); i++)
		free(coarse->texts[i]);
	free(coarse->texts);
	free(coarse->cases);
	intern_free(coarse->cells);
	intern_free(coarse->words);
	intern_free(coarse->pairs);
	intern_free(coarse->rare_cases);
	free(coarse);
}

/* ---- counting -------------------------------------------------------------------- */

/* 1 where this pair was not there before. */
static int is_new_pair(struct coarse *coarse, const char *word, size_t length, const char *case_id)
{
	uint32_t known = intern_count(coarse->pairs);
	size_t total = length + 1 + strlen(case_id);
	char *pair = mem_new(total + 1, 1);
	int added;

	memcpy(pair, word, length);
	pair[length] = BETWEEN;
	strcpy(pair + length + 1, case_id);
	added = intern_add(coarse->pairs, pair, total) == known;
	free(pair);
	return added;
}

static void add_word(struct coarse *coarse, const char *word, size_t length, const char *case_id)
{
	uint32_t known = intern_count(coarse->words);
	uint32_t number = intern_add(coarse->words, word, length);

	if (number == known) {
		coarse->cases = mem_grow(coarse->cases, number, &coarse->capacity,
					 sizeof *coarse->cases);
		coarse->cases[number] = 0;
	}
	if (*case_id && is_new_pair(coarse, word, length, case_id))
		coarse->cases[number]++;
}

void coarse_add(struct coarse *coarse, const char *cell, const char *case_id)
{
	intern_add(coarse->cells, cell, strlen(cell));
	while (*cell) {
		size_t length = strcspn(cell, "|");

		if (length)
			add_word(coarse, cell, length, case_id);
		cell += length + (cell[length] == '|');
	}
}

/* ---- what becomes of them -------------------------------------------------------- */

static int is_rare(const struct coarse *coarse, const char *word, size_t length)
{
	uint32_t cases = coarse->cases[intern_find(coarse->words, word, length)];

	return cases > 0 && cases < coarse->least;
}

static int is_other(const char *word, size_t length)
{
	return length == strlen(OTHER) && memcmp(word, OTHER, length) == 0;
}

static char *settle_cell(const struct coarse *coarse, const char *cell)
{
	char *text = mem_new(strlen(cell) + sizeof OTHER + 1, 1), *to = text;
	int other = 0;

	while (*cell) {
		size_t length = strcspn(cell, "|");
		int rare = length && (is_rare(coarse, cell, length) || is_other(cell, length));

		if (length && (!rare || !other)) {
			if (to > text)
				*to++ = '|';
			memcpy(to, rare ? OTHER : cell, rare ? strlen(OTHER) : length);
			to += rare ? strlen(OTHER) : length;
		}
		other |= rare;
		cell += length + (cell[length] == '|');
	}
	return text;
}

static void count_rare(struct coarse *coarse)
{
	for (uint32_t i = 0; i < intern_count(coarse->words); i++)
		coarse->rare += coarse->cases[i] > 0 && coarse->cases[i] < coarse->least;
	for (uint32_t i = 0; i < intern_count(coarse->pairs); i++) {
		const char *pair = intern_text(coarse->pairs, i);
		const char *case_id = strchr(pair, BETWEEN) + 1;

		if (is_rare(coarse, pair, (size_t)(case_id - 1 - pair)))
			intern_add(coarse->rare_cases, case_id, strlen(case_id));
	}
}

void coarse_settle(struct coarse *coarse, uint32_t least)
{
	uint32_t count = intern_count(coarse->cells);

	coarse->least = least;
	count_rare(coarse);
	coarse->texts = mem_new(count, sizeof *coarse->texts);
	for (uint32_t i = 0; i < count; i++)
		coarse->texts[i] = settle_cell(coarse, intern_text(coarse->cells, i));
}

const char *coarse_text(const struct coarse *coarse, const char *cell)
{
	return coarse->texts[intern_find(coarse->cells, cell, strlen(cell))];
}

uint32_t coarse_words(const struct coarse *coarse)
{
	return coarse->rare;
}

uint32_t coarse_cases(const struct coarse *coarse)
{
	return intern_count(coarse->rare_cases);
}
