/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store - what was done for whom on which day. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/date.h"
#include "data/store.h"
#include "data/window.h"

/* A case-day is one word: 24 bits case, 16 bits day, 24 bits content, so that the order of
 * the words is the order of the case-days. Content is 3 bits count - 1 and 20 bits amount;
 * with the highest bit set, it is an index into the table of case-days that need more. Eight
 * bytes instead of sixteen halve both memory and the time of sorting. */
enum {
	DAY_BITS = 16, CONTENT_BITS = 24, KEY_SHIFT = CONTENT_BITS, AMOUNT_BITS = 20,
	CASES_MAX = 1 << 24, WIDE_MAX = 1 << 23, RADIX_BITS = 11, RADIX = 1 << RADIX_BITS,
	BATCH_LEAST = 1 << 18, QUEUE = 32, QUEUE_TEXT = 40
};

#define WIDE_FLAG ((uint64_t)1 << (CONTENT_BITS - 1))
#define CONTENT_MASK (((uint64_t)1 << CONTENT_BITS) - 1)
#define AMOUNT_MASK (((uint64_t)1 << AMOUNT_BITS) - 1)

struct wide {
	int64_t amount;
	uint32_t count;
	uint32_t next_free;     /* plus 1 */
};

/* A record whose case is not looked up yet. */
struct queued {
	uint64_t hash, mark;
	struct amount amount;
	int32_t day;
	uint32_t length;
	char text[QUEUE_TEXT];
};

struct store {
	struct intern *ids;
	struct queued queue[QUEUE];
	size_t queue_count;
	store_told *told;       /* or NULL */
	void *told_to;
	uint64_t *words;        /* sorted, distinct case-days */
	size_t count;
	uint64_t *batch, *scratch;
	size_t batch_count, batch_size;
	struct wide *wides;
	size_t wide_count, wide_capacity;
	uint32_t wide_free;     /* plus 1 */
	size_t *start;          /* by case, one more than there are; after store_finish */
	int digits;
};

struct store *store_new(void)
{
	struct store *store = mem_new(1, sizeof *store);

	store->ids = intern_new();
	return store;
}

void store_free(struct store *store)
{
	if (!store)
		return;
	intern_free(store->ids);
	free(store->words);
	free(store->batch);
	free(store->scratch);
	free(store->wides);
	free(store->start);
	free(store);
}

/* ---- packing ------------------------------------------------------------------- */

static uint64_t key_of(uint64_t word)
{
	return word >> KEY_SHIFT;
}

static struct case_day unpack(const struct store *store, uint64_t word)
{
	struct case_day day = { .day = (int32_t)(key_of(word) & ((1 << DAY_BITS) - 1)) + DAY_MIN };
	uint64_t content = word & CONTENT_MASK;

	if (content & WIDE_FLAG) {
		const struct wide *wide = &store->wides[content & ~WIDE_FLAG];

		day.count = wide->count;
		day.amount = wide->amount;
	} else {
		day.count = (uint32_t)(content >> AMOUNT_BITS) + 1;
		day.amount = (int64_t)(content & AMOUNT_MASK);
	}
	return day;
}

static int wide_index(struct store *store, uint32_t *index, struct fault *fault)
{
	if (store->wide_free) {
		*index = store->wide_free - 1;
		store->wide_free = store->wides[*index].next_free;
		return 0;
	}
	if (store->wide_count >= WIDE_MAX)
		return fault_set(fault, STATUS_DATA,
				 N_("too many days with large amounts: at most %d fit"), WIDE_MAX);
	store->wides = mem_grow(store->wides, store->wide_count, &store->wide_capacity,
				sizeof *store->wides);
	*index = (uint32_t)store->wide_count++;
	return 0;
}

static void release(struct store *store, uint64_t word)
{
	uint32_t index = (uint32_t)(word & CONTENT_MASK & ~WIDE_FLAG);

	if (!(word & WIDE_FLAG))
		return;
	store->wides[index].next_free = store->wide_free;
	store->wide_free = index + 1;
}

static int pack(struct store *store, uint64_t key, uint32_t count, int64_t amount,
		uint64_t *word, struct fault *fault)
{
	uint32_t index = 0;

	*word = key << KEY_SHIFT;
	if (count <= 1 << (CONTENT_BITS - 1 - AMOUNT_BITS) && (uint64_t)amount <= AMOUNT_MASK) {
		*word |= (uint64_t)(count - 1) << AMOUNT_BITS | (uint64_t)amount;
		return 0;
	}
	if (wide_index(store, &index, fault) != 0)
		return -1;
	store->wides[index] = (struct wide){ .amount = amount, .count = count };
	*word |= WIDE_FLAG | index;
	return 0;
}

static int out_of_range(struct fault *fault)
{
	return fault_set(fault, STATUS_DATA, N_("the amounts of one day are too large to add up"));
}

/* Both are the same case-day. */
static int add_up(struct store *store, uint64_t a, uint64_t b, uint64_t *sum, struct fault *fault)
{
	struct case_day x = unpack(store, a), y = unpack(store, b);

	if (__builtin_add_overflow(x.amount, y.amount, &x.amount) ||
	    __builtin_add_overflow(x.count, y.count, &x.count))
		return out_of_range(fault);
	release(store, a);
	release(store, b);
	return pack(store, key_of(a), x.count, x.amount, sum, fault);
}

/* ---- scale --------------------------------------------------------------------- */

static int rescale_words(struct store *store, uint64_t *words, size_t count, int64_t factor,
			 struct fault *fault)
{
	for (size_t i = 0; i < count; i++) {
		struct case_day day = unpack(store, words[i]);

		if (__builtin_mul_overflow(day.amount, factor, &day.amount))
			return out_of_range(fault);
		release(store, words[i]);
		if (pack(store, key_of(words[i]), day.count, day.amount, &words[i], fault) != 0)
			return -1;
	}
	return 0;
}

/* Happens at most six times in the life of a store. */
static int rescale(struct store *store, int digits, struct fault *fault)
{
	int64_t factor = power_of_ten(digits - store->digits);

	store->digits = digits;
	if (rescale_words(store, store->words, store->count, factor, fault) != 0)
		return -1;
	return rescale_words(store, store->batch, store->batch_count, factor, fault);
}

/* ---- sorting and merging ------------------------------------------------------- */

/* One pass of a radix sort by the digit at `shift`; 0 if all words have the same digit. */
static int radix_pass(const uint64_t *from, uint64_t *to, size_t count, int shift)
{
	size_t place[RADIX] = { 0 }, sum = 0;

	for (size_t i = 0; i < count; i++)
		place[from[i] >> shift & (RADIX - 1)]++;
	if (place[from[0] >> shift & (RADIX - 1)] == count)
		return 0;
	for (size_t d = 0; d < RADIX; d++) {
		size_t here = place[d];

		place[d] = sum;
		sum += here;
	}
	for (size_t i = 0; i < count; i++)
		to[place[from[i] >> shift & (RADIX - 1)]++] = from[i];
	return 1;
}

static void sort_batch(struct store *store)
{
	if (store->batch_count < 2)
		return;
	for (int shift = KEY_SHIFT; shift < 64; shift += RADIX_BITS) {
		uint64_t *sorted = store->scratch;

		if (!radix_pass(store->batch, sorted, store->batch_count, shift))
			continue;
		store->scratch = store->batch;
		store->batch = sorted;
	}
}

static int compact_batch(struct store *store, struct fault *fault)
{
	uint64_t *batch = store->batch;
	size_t last = 0;

	for (size_t i = 1; i < store->batch_count; i++) {
		if (key_of(batch[i]) != key_of(batch[last]))
			batch[++last] = batch[i];
		else if (add_up(store, batch[last], batch[i], &batch[last], fault) != 0)
			return -1;
	}
	store->batch_count = last + 1;
	return 0;
}

/* From the back, so that no second copy of the words is needed; the gap that equal case-days
 * leave is closed at the end. */
static int merge_batch(struct store *store, struct fault *fault)
{
	size_t i = store->count, j = store->batch_count, total = i + j, k = total;
	uint64_t *words;

	store->words = words = mem_resize(store->words, total, sizeof *words);
	while (j > 0) {
		uint64_t word = store->batch[j - 1];

		if (i > 0 && key_of(words[i - 1]) > key_of(word)) {
			words[--k] = words[--i];
			continue;
		}
		j--;
		if (i > 0 && key_of(words[i - 1]) == key_of(word) &&
		    add_up(store, words[--i], word, &word, fault) != 0)
			return -1;
		words[--k] = word;
	}
	memmove(words + i, words + k, (total - k) * sizeof *words);
	store->count = i + total - k;
	store->batch_count = 0;
	return 0;
}

/* Batches grow with the store, so that each word is moved a bounded number of times. */
static void size_batch(struct store *store)
{
	size_t wanted = store->count / 8;

	wanted = wanted > BATCH_LEAST ? wanted : BATCH_LEAST;
	if (wanted <= store->batch_size)
		return;
	store->batch_size = wanted;
	store->batch = mem_resize(store->batch, wanted, sizeof *store->batch);
	store->scratch = mem_resize(store->scratch, wanted, sizeof *store->scratch);
}

static int flush(struct store *store, struct fault *fault)
{
	if (!store->batch_count)
		return 0;
	sort_batch(store);
	if (compact_batch(store, fault) != 0 || merge_batch(store, fault) != 0)
		return -1;
	return 0;
}

/* ---- filling ------------------------------------------------------------------- */

static uint32_t known_case(uint32_t number, struct fault *fault)
{
	if (number < CASES_MAX)
		return number;
	fault_set(fault, STATUS_DATA, N_("too many cases: at most %d fit"), CASES_MAX);
	return INTERN_NONE;
}

uint32_t store_case(struct store *store, const char *id, size_t length, struct fault *fault)
{
	return known_case(intern_add(store->ids, id, length), fault);
}

static int push(struct store *store, uint64_t key, uint32_t count, int64_t amount,
		struct fault *fault)
{
	if (store->batch_count == store->batch_size) {
		if (flush(store, fault) != 0)
			return -1;
		size_batch(store);
	}
	if (pack(store, key, count, amount, &store->batch[store->batch_count], fault) != 0)
		return -1;
	store->batch_count++;
	return 0;
}

static int scaled(struct store *store, struct amount amount, int64_t *value, struct fault *fault)
{
	if (amount.digits > store->digits && rescale(store, amount.digits, fault) != 0)
		return -1;
	if (__builtin_mul_overflow(amount.value, power_of_ten(store->digits - amount.digits), value))
		return out_of_range(fault);
	return 0;
}

int store_add(struct store *store, uint32_t id, int32_t day, struct amount amount,
	      struct fault *fault)
{
	uint64_t key = (uint64_t)id << DAY_BITS | (uint64_t)(day - DAY_MIN);
	int64_t value;

	if (scaled(store, amount, &value, fault) != 0)
		return -1;
	return push(store, key, 1, value, fault);
}

/* A record whose case is looked up. */
static int enter(struct store *store, uint32_t id, int32_t day, struct amount amount, uint64_t mark,
		 struct fault *fault)
{
	if (known_case(id, fault) == INTERN_NONE)
		return -1;
	if (store->told)
		store->told(id, day, mark, store->told_to);
	return store_add(store, id, day, amount, fault);
}

static int drain(struct store *store, struct fault *fault)
{
	for (size_t i = 0; i < store->queue_count; i++) {
		const struct queued *queued = &store->queue[i];
		uint32_t id = intern_add_hashed(store->ids, queued->hash, queued->text,
						queued->length);

		if (enter(store, id, queued->day, queued->amount, queued->mark, fault) != 0)
			return -1;
	}
	store->queue_count = 0;
	return 0;
}

void store_tell(struct store *store, store_told *told, void *to)
{
	store->told = told;
	store->told_to = to;
}

int store_put(struct store *store, const char *id, size_t length, int32_t day,
	      struct amount amount, struct fault *fault)
{
	return store_put_marked(store, id, length, day, amount, 0, fault);
}

int store_put_marked(struct store *store, const char *id, size_t length, int32_t day,
		     struct amount amount, uint64_t mark, struct fault *fault)
{
	struct queued *queued;

	if (length > QUEUE_TEXT)
		return enter(store, intern_add(store->ids, id, length), day, amount, mark, fault);
	if (store->queue_count == QUEUE && drain(store, fault) != 0)
		return -1;
	queued = &store->queue[store->queue_count++];
	queued->hash = intern_hash(id, length);
	intern_prefetch(store->ids, queued->hash);
	queued->mark = mark;
	queued->amount = amount;
	queued->day = day;
	queued->length = (uint32_t)length;
	memcpy(queued->text, id, length);
	return 0;
}

static void release_batch(struct store *store)
{
	free(store->batch);
	free(store->scratch);
	store->batch = store->scratch = NULL;
	store->batch_size = 0;
}

int store_finish(struct store *store, struct fault *fault)
{
	uint32_t cases;
	size_t at = 0;

	if (drain(store, fault) != 0 || flush(store, fault) != 0)
		return -1;
	release_batch(store);
	cases = intern_count(store->ids);
	store->start = mem_resize(store->start, (size_t)cases + 1, sizeof *store->start);
	for (uint32_t id = 0; id < cases; id++) {
		store->start[id] = at;
		while (at < store->count && key_of(store->words[at]) >> DAY_BITS == id)
			at++;
	}
	store->start[cases] = at;
	return 0;
}

/* ---- joining ------------------------------------------------------------------- */

/* By the number of a case of `from`, that of the store. Looked up several at a time, as in store_put. */
static int map_cases(struct store *store, const struct store *from, uint32_t *id,
		     struct fault *fault)
{
	uint32_t cases = intern_count(from->ids), known;
	uint64_t hash[QUEUE];

	for (uint32_t first = 0; first < cases; first += QUEUE) {
		uint32_t count = cases - first < QUEUE ? cases - first : QUEUE;

		for (uint32_t i = 0; i < count; i++) {
			const char *text = intern_text(from->ids, first + i);

			hash[i] = intern_hash(text, strlen(text));
			intern_prefetch(store->ids, hash[i]);
		}
		for (uint32_t i = 0; i < count; i++) {
			const char *text = intern_text(from->ids, first + i);

			known = intern_add_hashed(store->ids, hash[i], text, strlen(text));
			if (known_case(known, fault) == INTERN_NONE)
				return -1;
			id[first + i] = known;
		}
	}
	return 0;
}

/* A word of `from` as one of the store, for the case `id`. */
static int carry(struct store *store, const struct store *from, uint64_t word, uint32_t id,
		 uint64_t *carried, struct fault *fault)
{
	const uint64_t day = ((uint64_t)1 << (DAY_BITS + KEY_SHIFT)) - 1;
	uint64_t key = ((uint64_t)id << (DAY_BITS + KEY_SHIFT) | (word & day)) >> KEY_SHIFT;
	struct case_day wide;

	if (!(word & WIDE_FLAG)) {
		*carried = key << KEY_SHIFT | (word & CONTENT_MASK);
		return 0;
	}
	wide = unpack(from, word);
	return pack(store, key, wide.count, wide.amount, carried, fault);
}

/* The last word of the two runs [.., *i) of the store and [.., *j) of `from`, equal days added up. */
static int take_last(struct store *store, const struct store *from, size_t *i, size_t least_i,
		     size_t *j, size_t least_j, uint32_t id, uint64_t *word, struct fault *fault)
{
	uint64_t own = *i > least_i ? store->words[*i - 1] : 0;

	if (*j == least_j) {
		*word = own;
		--*i;
		return 0;
	}
	if (carry(store, from, from->words[*j - 1], id, word, fault) != 0)
		return -1;
	if (*i > least_i && key_of(own) > key_of(*word)) {
		release(store, *word);
		*word = own;
		--*i;
		return 0;
	}
	--*j;
	if (*i == least_i || key_of(own) < key_of(*word))
		return 0;
	--*i;
	return add_up(store, own, *word, word, fault);
}

/* Case by case from the back, as in merge_batch. `source` is by case of the store: its number in
 * `from`, or INTERN_NONE. */
static int merge_cases(struct store *store, const struct store *from, const uint32_t *source,
		       struct fault *fault)
{
	size_t i = store->count, total = i + from->count, k = total;
	uint64_t *words;

	store->words = words = mem_resize(store->words, total, sizeof *words);
	for (uint32_t id = intern_count(store->ids); id-- > 0;) {
		size_t least = i, first = 0, j = 0;

		while (least > 0 && key_of(words[least - 1]) >> DAY_BITS == id)
			least--;
		if (source[id] != INTERN_NONE) {
			first = from->start[source[id]];
			j = from->start[source[id] + 1];
		}
		while (i > least || j > first)
			if (take_last(store, from, &i, least, &j, first, id, &words[--k], fault) != 0)
				return -1;
	}
	memmove(words, words + k, (total - k) * sizeof *words);
	store->count = total - k;
	return 0;
}

/* All but whom they tell. */
static void swap(struct store *a, struct store *b)
{
	struct store other = *a;

	*a = *b;
	*b = other;
	store_tell(b, a->told, a->told_to);
	store_tell(a, other.told, other.told_to);
}

/* Both finished and on one scale. */
static int level(struct store *store, struct store *from, struct fault *fault)
{
	if (drain(store, fault) != 0 || flush(store, fault) != 0 || store_finish(from, fault) != 0)
		return -1;
	release_batch(store);
	if (from->digits > store->digits)
		return rescale(store, from->digits, fault);
	return from->digits < store->digits ? rescale(from, store->digits, fault) : 0;
}

int store_absorb(struct store *store, struct store *from, struct fault *fault)
{
	uint32_t *id, *source;
	int result = level(store, from, fault);

	if (result == 0 && !intern_count(store->ids)) {
		swap(store, from);
		return 0;
	}
	id = mem_new(intern_count(from->ids), sizeof *id);
	if (result == 0)
		result = map_cases(store, from, id, fault);
	source = mem_new(intern_count(store->ids), sizeof *source);
	memset(source, 0xFF, intern_count(store->ids) * sizeof *source);
	for (uint32_t i = 0; result == 0 && i < intern_count(from->ids); i++)
		source[id[i]] = i;
	if (result == 0)
		result = merge_cases(store, from, source, fault);
	from->count = 0;
	free(source);
	free(id);
	return result;
}

/* ---- reading ------------------------------------------------------------------- */

int store_divide(struct store *store, int64_t by)
{
	for (size_t i = 0; i < store->count; i++)
		if (unpack(store, store->words[i]).amount % by != 0)
			return 0;
	for (size_t i = 0; i < store->count; i++) {
		uint64_t *word = &store->words[i], amount = *word & AMOUNT_MASK;

		if (*word & WIDE_FLAG)
			store->wides[*word & CONTENT_MASK & ~WIDE_FLAG].amount /= by;
		else
			*word = (*word & ~AMOUNT_MASK) | amount / (uint64_t)by;
	}
	return 1;
}

uint32_t store_cases(const struct store *store)
{
	return intern_count(store->ids);
}

size_t store_case_days(const struct store *store)
{
	return store->count;
}

int store_digits(const struct store *store)
{
	return store->digits;
}

const struct intern *store_ids(const struct store *store)
{
	return store->ids;
}

int32_t store_first(const struct store *store, uint32_t id)
{
	size_t from = store->start[id];

	return from < store->start[id + 1] ? unpack(store, store->words[from]).day : DATE_UNKNOWN;
}

size_t store_days(const struct store *store, uint32_t id, struct day_buffer *buffer)
{
	size_t from = store->start[id], count = store->start[id + 1] - from;

	while (buffer->capacity < count)
		buffer->days = mem_grow(buffer->days, buffer->capacity, &buffer->capacity,
					sizeof *buffer->days);
	for (size_t i = 0; i < count; i++)
		buffer->days[i] = unpack(store, store->words[from + i]);
	return count;
}

void day_buffer_free(struct day_buffer *buffer)
{
	free(buffer->days);
	*buffer = (struct day_buffer){ 0 };
}
