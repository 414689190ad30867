/* SPDX-License-Identifier: GPL-3.0-or-later */
/* casedays - the case-days of two thousand neighbouring cases. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/radix.h"
#include "data/casedays.h"
#include "data/field.h"

/* A twelfth may wait: so each case-day is moved thirteen times at most, and what waits takes an
 * eighth of the memory. */
enum {
	ENTRY = 5, LINE = 64, LOW_BYTES = 4, LOW_BITS = 8 * LOW_BYTES, WAIT_SHARE = 12,
	FEW = 8, MANY = 100     /* words of a case: to sort by hand, by radix */
};

struct casedays *casedays_new(void)
{
	struct casedays *cases = mem_new(1, sizeof *cases);

	pthread_mutex_init(&cases->lock, NULL);
	return cases;
}

void casedays_free(struct casedays *cases)
{
	if (!cases)
		return;
	free(cases->firsts);
	free(cases->entries);
	free(cases->waiting);
	wide_days_free(&cases->wides);
	pthread_mutex_destroy(&cases->lock);
	free(cases);
}

void casedays_room_free(struct casedays_room *room)
{
	free(room->words);
	free(room->entries);
	*room = (struct casedays_room){ 0 };
}

/* ---- entries --------------------------------------------------------------------- */

static uint64_t entry(const uint8_t *entries, size_t at)
{
	const uint8_t *bytes = entries + at * ENTRY;
	uint32_t low;

	memcpy(&low, bytes, LOW_BYTES);
	return (uint64_t)bytes[LOW_BYTES] << LOW_BITS | low;
}

static void set_entry(uint8_t *entries, size_t at, uint64_t word)
{
	uint8_t *bytes = entries + at * ENTRY;
	uint32_t low = (uint32_t)word;

	memcpy(bytes, &low, LOW_BYTES);
	bytes[LOW_BYTES] = (uint8_t)(word >> LOW_BITS);
}

/* The two bytes above the content, as one load. */
static uint32_t entry_day(const uint8_t *entries, size_t at)
{
	const uint8_t *bytes = entries + at * ENTRY + DAYCELL_CONTENT_BITS / 8;

	return bytes[0] | (uint32_t)bytes[1] << 8;
}

static uint64_t without_case(uint64_t word)
{
	return word & (((uint64_t)1 << DAYCELL_CASE_SHIFT) - 1);
}

/* ---- merging --------------------------------------------------------------------- */

/* From entries, and words in the order of their cases or of their case-days, into `out`. */
struct merging {
	struct casedays *cases;
	uint64_t *words, *end;
	uint64_t *other;           /* room for as many; NULL: the words are in order of case-days */
	uint8_t *out;
	size_t to;
};

static void copy(struct merging *merging, size_t from, size_t to)
{
	if (from < to)
		memcpy(merging->out + merging->to * ENTRY, merging->cases->entries + from * ENTRY,
		       (to - from) * ENTRY);
	merging->to += to - from;
}

/* A word of the case whose entries begin at `first` of what is put out. */
static int put(struct merging *merging, size_t first, uint64_t word, struct fault *fault)
{
	uint64_t last = merging->to > first ? entry(merging->out, merging->to - 1) : 0;

	if (merging->to > first && daycell_key(last) == daycell_key(word)) {
		if (daycell_add(last, word, &word, &merging->cases->wides, fault) != 0)
			return -1;
		merging->to--;
	}
	set_entry(merging->out, merging->to++, word);
	return 0;
}

/* The words of one case by days. */
static void sort_days(uint64_t *words, uint64_t *other, size_t count)
{
	if (count > MANY) {
		uint64_t *sorted = radix_sort(words, other, count, DAYCELL_CONTENT_BITS);

		if (sorted != words)
			memcpy(words, sorted, count * sizeof *words);
		return;
	}
	for (size_t i = 1; i < count; i++) {
		uint64_t word = words[i];
		size_t at = i;

		for (; at && words[at - 1] > word; at--)
			words[at] = words[at - 1];
		words[at] = word;
	}
}

/* How many words there are of this case, by days then. */
static size_t next_words(struct merging *merging, uint32_t id)
{
	uint64_t *words = merging->words;
	size_t count = 0;

	while (words + count < merging->end && daycell_case(words[count]) % CASEDAYS_CASES == id)
		count++;
	if (merging->other)
		sort_days(words, merging->other, count);
	merging->words += count;
	return count;
}

static int merge_case(struct merging *merging, uint32_t id, struct fault *fault)
{
	struct casedays *cases = merging->cases;
	size_t at = cases->start[id], end = cases->start[id + 1], first = merging->to;
	size_t count = next_words(merging, id);

	cases->start[id] = (uint32_t)first;
	for (const uint64_t *next = merging->words - count; next < merging->words; next++) {
		uint64_t word = without_case(*next);
		size_t from = at;

		while (at < end && entry_day(cases->entries, at) <= daycell_key(word))
			at++;
		copy(merging, from, at);
		if (put(merging, first, word, fault) != 0)
			return -1;
	}
	copy(merging, at, end);
	return 0;
}

static void make_room(struct casedays_room *room, size_t words, size_t entries)
{
	if (words > room->word_count) {
		room->words = mem_resize(room->words, words, sizeof *room->words);
		room->word_count = words;
	}
	if (entries > room->entry_count) {
		room->entries = mem_resize(room->entries, entries, ENTRY);
		room->entry_count = entries;
	}
}

/* Where few words of each case wait, as of a hundred thousand cases two or three, they are soon in
 * order once all are by cases: three passes over all bits took twice as long. */
static void sort_words(struct merging *merging, struct casedays *cases, struct casedays_room *room)
{
	size_t count = cases->waiting_count;
	int few = count < (size_t)FEW * CASEDAYS_CASES;

	merging->words = radix_sort(cases->waiting, room->words, count,
				    few ? DAYCELL_CASE_SHIFT : DAYCELL_CONTENT_BITS);
	merging->end = merging->words + count;
	if (few)
		merging->other = merging->words == room->words ? cases->waiting : room->words;
}

static int merge(struct casedays *cases, struct casedays_room *room, struct fault *fault)
{
	size_t count = cases->waiting_count;
	struct merging merging = { .cases = cases };

	if (!count)
		return 0;
	make_room(room, count, casedays_count(cases) + count);
	sort_words(&merging, cases, room);
	merging.out = room->entries;
	for (uint32_t id = 0; id < CASEDAYS_CASES; id++)
		if (merge_case(&merging, id, fault) != 0)
			return -1;
	cases->start[CASEDAYS_CASES] = (uint32_t)merging.to;
	if (merging.to > cases->entry_size) {
		cases->entry_size = 2 * merging.to;
		cases->entries = mem_resize(cases->entries, cases->entry_size, ENTRY);
	}
	memcpy(cases->entries, merging.out, merging.to * ENTRY);
	cases->waiting_count = 0;
	return 0;
}

/* ---- taking ---------------------------------------------------------------------- */

/* What waits is empty. It was allowed to be far longer as long as there were few cases. */
static void size_waiting(struct casedays *cases, size_t least)
{
	size_t wanted = casedays_count(cases) / WAIT_SHARE;

	if (wanted < least)
		wanted = least;
	if (wanted <= cases->waiting_size && wanted >= cases->waiting_size / 2)
		return;
	free(cases->waiting);
	cases->waiting = mem_resize(NULL, wanted, sizeof *cases->waiting);
	cases->waiting_size = wanted;
}

/* Other threads go on until they hear of a fault. */
static int is_broken(const struct casedays *cases, struct fault *fault)
{
	if (cases->broken.kind)
		*fault = cases->broken;
	return cases->broken.kind != 0;
}

static int broken_by(struct casedays *cases, const struct fault *fault)
{
	cases->broken = *fault;
	return -1;
}

/* Happens at most six times. */
static int rescale(struct casedays *cases, int digits, struct fault *fault)
{
	int64_t factor = power_of_ten(digits - cases->digits);

	for (size_t i = 0; i < casedays_count(cases); i++) {
		uint64_t word = entry(cases->entries, i);

		if (daycell_scale(&word, factor, &cases->wides, fault) != 0)
			return -1;
		set_entry(cases->entries, i, word);
	}
	for (size_t i = 0; i < cases->waiting_count; i++)
		if (daycell_scale(&cases->waiting[i], factor, &cases->wides, fault) != 0)
			return -1;
	cases->digits = digits;
	return 0;
}

static int take(struct casedays *cases, const struct casedays_batch *batch,
		struct casedays_room *room, struct fault *fault)
{
	int64_t factor;

	if (batch->digits > cases->digits && rescale(cases, batch->digits, fault) != 0)
		return -1;
	factor = power_of_ten(cases->digits - batch->digits);
	for (size_t i = 0; i < batch->count; i++) {
		uint64_t word = batch->words[i];

		if (daycell_carry(&word, batch->wides, factor, &cases->wides, fault) != 0)
			return -1;
		if (cases->waiting_count == cases->waiting_size) {
			if (merge(cases, room, fault) != 0)
				return -1;
			size_waiting(cases, batch->may_wait);
		}
		cases->waiting[cases->waiting_count++] = word;
	}
	return 0;
}

int casedays_take(struct casedays *cases, const struct casedays_batch *batch,
		  struct casedays_room *room, struct fault *fault)
{
	if (is_broken(cases, fault))
		return -1;
	return take(cases, batch, room, fault) == 0 ? 0 : broken_by(cases, fault);
}

int casedays_rescale(struct casedays *cases, int digits, struct fault *fault)
{
	if (is_broken(cases, fault))
		return -1;
	return rescale(cases, digits, fault) == 0 ? 0 : broken_by(cases, fault);
}

int casedays_finish(struct casedays *cases, struct casedays_room *room, struct fault *fault)
{
	if (is_broken(cases, fault))
		return -1;
	if (merge(cases, room, fault) != 0)
		return broken_by(cases, fault);
	free(cases->waiting);
	cases->waiting = NULL;
	cases->waiting_size = 0;
	return 0;
}

/* ---- what is merged -------------------------------------------------------------- */

int casedays_divisible(const struct casedays *cases, int64_t by)
{
	for (size_t i = 0; i < casedays_count(cases); i++)
		if (daycell_read(entry(cases->entries, i), &cases->wides).amount % by)
			return 0;
	return 1;
}

void casedays_divide(struct casedays *cases, int64_t by)
{
	for (size_t i = 0; i < casedays_count(cases); i++)
		set_entry(cases->entries, i,
			  daycell_divide(entry(cases->entries, i), by, &cases->wides));
}

void casedays_read(const struct casedays *cases, uint32_t id, struct case_day *days)
{
	size_t first = cases->start[id], count = casedays_of(cases, id);

	for (size_t i = 0; i < count; i++)
		days[i] = daycell_read(entry(cases->entries, first + i), &cases->wides);
}

void casedays_fetch(const struct casedays *cases, uint32_t id)
{
	const uint8_t *entries = cases->entries + (size_t)cases->start[id] * ENTRY;

	__builtin_prefetch(entries);
	__builtin_prefetch(entries + LINE);
}

int32_t casedays_first(const struct casedays *cases, uint32_t id)
{
	return daycell_day(entry(cases->entries, cases->start[id]));
}
