/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store - what was done for whom on which day. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/radix.h"
#include "base/text.h"
#include "data/date.h"
#include "data/store.h"
#include "data/window.h"

/* A record is one word: 24 bits case, 16 bits day, 24 bits content, so that the order of the words
 * is that of the case-days. Content is two flags, count - 1 and amount: 3 and 19 bits, of a day
 * with many records 8 and 14; or an index into the table of case-days that need more. Of a
 * case-day that is merged, `start` knows the case: the 40 bits below it are kept. So it takes
 * five bytes instead of sixteen, and sorting moves eight. */
enum {
	DAY_BITS = 16, CONTENT_BITS = 24, KEY_SHIFT = CONTENT_BITS, PACKED_BITS = 22,
	AMOUNT_BITS = 19, MANY_AMOUNT_BITS = 14,
	CASE_SHIFT = DAY_BITS + KEY_SHIFT, LOW_BITS = 32,
	CASES_MAX = 1 << 24, WIDE_MAX = 1 << 23,
	BATCH_LEAST = 1 << 17, BATCH_SHARE = 12, QUEUE = 32, QUEUE_TEXT = 40
};

#define WIDE_FLAG ((uint64_t)1 << (CONTENT_BITS - 1))
#define CONTENT_MASK (((uint64_t)1 << CONTENT_BITS) - 1)
#define MANY_FLAG ((uint64_t)1 << PACKED_BITS)
#define PACKED_MASK (MANY_FLAG - 1)

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
	uint32_t *low;          /* of each case-day the lowest 32 bits, by case and day */
	uint8_t *high;          /* and the eight above them */
	size_t count;
	size_t *start;          /* by case, one more than there are: its first case-day */
	uint32_t started;       /* cases that `start` knows */
	uint64_t *batch, *scratch;
	size_t batch_count, batch_size, batch_wanted;
	struct wide *wides;
	size_t wide_count, wide_capacity;
	uint32_t wide_free;     /* plus 1 */
	int digits;

	struct store *home;     /* where batches go: here, or to the store that this is a part of */
	pthread_mutex_t lock;   /* of a home, for its parts */
};

static void release_batch(struct store *store)
{
	free(store->batch);
	free(store->scratch);
	store->batch = store->scratch = NULL;
	store->batch_size = 0;
}

static void release_all(struct store *store)
{
	if (store->home == store)
		intern_free(store->ids);
	free(store->low);
	free(store->high);
	free(store->start);
	release_batch(store);
	free(store->wides);
	pthread_mutex_destroy(&store->lock);
}

static void make_empty(struct store *store, struct store *home)
{
	*store = (struct store){ .ids = home == store ? intern_new() : home->ids, .home = home,
				 .batch_wanted = BATCH_LEAST,
				 .start = mem_new(1, sizeof *store->start) };
	pthread_mutex_init(&store->lock, NULL);
}

struct store *store_new(void)
{
	struct store *store = mem_new(1, sizeof *store);

	make_empty(store, store);
	return store;
}

struct store *store_part(struct store *home)
{
	struct store *part = mem_new(1, sizeof *part);

	intern_share(home->ids);
	make_empty(part, home);
	return part;
}

void store_clear(struct store *store)
{
	store_told *told = store->told;
	void *told_to = store->told_to;

	release_all(store);
	make_empty(store, store);
	store_tell(store, told, told_to);
}

void store_free(struct store *store)
{
	if (!store)
		return;
	release_all(store);
	free(store);
}

/* ---- packing ------------------------------------------------------------------- */

static uint64_t key_of(uint64_t word)
{
	return word >> KEY_SHIFT;
}

static uint32_t case_of(uint64_t word)
{
	return (uint32_t)(word >> CASE_SHIFT);
}

static uint32_t day_of(uint64_t word)
{
	return (uint32_t)(key_of(word) & ((1 << DAY_BITS) - 1));
}

static uint64_t entry(const struct store *store, size_t at)
{
	return (uint64_t)store->high[at] << LOW_BITS | store->low[at];
}

static void set_entry(struct store *store, size_t at, uint64_t word)
{
	store->low[at] = (uint32_t)word;
	store->high[at] = (uint8_t)(word >> LOW_BITS);
}

static unsigned amount_bits(uint64_t word)
{
	return word & MANY_FLAG ? MANY_AMOUNT_BITS : AMOUNT_BITS;
}

static struct case_day unpack(const struct store *store, uint64_t word)
{
	struct case_day day = { .day = (int32_t)day_of(word) + DAY_MIN };
	uint64_t content = word & CONTENT_MASK;

	if (content & WIDE_FLAG) {
		const struct wide *wide = &store->wides[content & ~WIDE_FLAG];

		day.count = wide->count;
		day.amount = wide->amount;
	} else {
		unsigned bits = amount_bits(word);

		day.count = (uint32_t)((content & PACKED_MASK) >> bits) + 1;
		day.amount = (int64_t)(content & (((uint64_t)1 << bits) - 1));
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
	unsigned bits;

	*word = key << KEY_SHIFT;
	if (count > 1U << (PACKED_BITS - AMOUNT_BITS))
		*word |= MANY_FLAG;
	bits = amount_bits(*word);
	if (count <= 1U << (PACKED_BITS - bits) && (uint64_t)amount >> bits == 0) {
		*word |= (uint64_t)(count - 1) << bits | (uint64_t)amount;
		return 0;
	}
	if (wide_index(store, &index, fault) != 0)
		return -1;
	store->wides[index] = (struct wide){ .amount = amount, .count = count };
	*word = key << KEY_SHIFT | WIDE_FLAG | index;
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

static int rescale_word(struct store *store, uint64_t *word, int64_t factor, struct fault *fault)
{
	struct case_day day = unpack(store, *word);

	if (__builtin_mul_overflow(day.amount, factor, &day.amount))
		return out_of_range(fault);
	release(store, *word);
	return pack(store, key_of(*word), day.count, day.amount, word, fault);
}

/* Happens at most six times in the life of a store. */
static int rescale(struct store *store, int digits, struct fault *fault)
{
	int64_t factor = power_of_ten(digits - store->digits);

	store->digits = digits;
	for (size_t i = 0; i < store->count; i++) {
		uint64_t word = entry(store, i);

		if (rescale_word(store, &word, factor, fault) != 0)
			return -1;
		set_entry(store, i, word);
	}
	for (size_t i = 0; i < store->batch_count; i++)
		if (rescale_word(store, &store->batch[i], factor, fault) != 0)
			return -1;
	return 0;
}

/* ---- sorting and merging ------------------------------------------------------- */

static void sort_batch(struct store *store)
{
	uint64_t *sorted = radix_sort(store->batch, store->scratch, store->batch_count, KEY_SHIFT);

	if (sorted == store->batch)
		return;
	store->scratch = store->batch;
	store->batch = sorted;
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

/* Let `start` know all cases; new ones have no case-day yet. */
static void start_cases(struct store *store)
{
	uint32_t cases = intern_count(store->ids);

	if (cases == store->started)
		return;
	store->start = mem_resize(store->start, (size_t)cases + 1, sizeof *store->start);
	while (store->started < cases)
		store->start[++store->started] = store->count;
}

/* Batch and case-days, and how much of each is still to be merged. */
struct merging {
	struct store *home;
	const struct store *from;
	size_t i, j;            /* of the case-days, of the batch */
	size_t to;              /* what is merged begins here */
};

/* A word of a part's batch as one of its home. */
static int carry(struct store *home, const struct store *from, uint64_t *word, struct fault *fault)
{
	struct case_day wide;

	if (home == from || !(*word & WIDE_FLAG))
		return 0;
	wide = unpack(from, *word);
	return pack(home, key_of(*word), wide.count, wide.amount, word, fault);
}

/* The case-days from `first` on, up to i. */
static void move_rest(struct merging *merging, size_t first)
{
	struct store *home = merging->home;
	size_t count = merging->i - first;

	merging->i = first;
	merging->to -= count;
	memmove(home->low + merging->to, home->low + first, count * sizeof *home->low);
	memmove(home->high + merging->to, home->high + first, count * sizeof *home->high);
}

static int merge_case(struct merging *merging, uint32_t id, struct fault *fault)
{
	struct store *home = merging->home;
	const uint64_t *batch = merging->from->batch;
	size_t first = home->start[id];

	home->start[id + 1] = merging->to;
	while (merging->j > 0 && case_of(batch[merging->j - 1]) == id) {
		uint64_t word = batch[--merging->j];

		if (carry(home, merging->from, &word, fault) != 0)
			return -1;
		while (merging->i > first && day_of(entry(home, merging->i - 1)) > day_of(word))
			set_entry(home, --merging->to, entry(home, --merging->i));
		if (merging->i > first && day_of(entry(home, merging->i - 1)) == day_of(word) &&
		    add_up(home, entry(home, --merging->i), word, &word, fault) != 0)
			return -1;
		set_entry(home, --merging->to, word);
	}
	move_rest(merging, first);
	return 0;
}

/* From the back, so that no second copy is needed; the gap that equal case-days leave is closed at
 * the end. */
static int merge_batch(struct store *home, const struct store *from, struct fault *fault)
{
	size_t total = home->count + from->batch_count;
	struct merging merging = { home, from, home->count, from->batch_count, total };
	uint32_t id;
	size_t gap;

	start_cases(home);
	id = home->started;
	home->low = mem_resize(home->low, total, sizeof *home->low);
	home->high = mem_resize(home->high, total, sizeof *home->high);
	while (merging.j > 0)
		if (merge_case(&merging, --id, fault) != 0)
			return -1;
	gap = merging.to - merging.i;
	memmove(home->low + merging.i, home->low + merging.to,
		(total - merging.to) * sizeof *home->low);
	memmove(home->high + merging.i, home->high + merging.to,
		(total - merging.to) * sizeof *home->high);
	while (gap && ++id <= home->started)
		home->start[id] -= gap;
	home->count = total - gap;
	return 0;
}

static uint32_t known_case(uint32_t number, struct fault *fault)
{
	if (number < CASES_MAX)
		return number;
	fault_set(fault, STATUS_DATA, N_("too many cases: at most %d fit"), CASES_MAX);
	return INTERN_NONE;
}

/* ---- handing on ---------------------------------------------------------------- */

/* Both on one scale. */
static int level(struct store *home, struct store *part, struct fault *fault)
{
	if (part->digits > home->digits)
		return rescale(home, part->digits, fault);
	return part->digits < home->digits ? rescale(part, home->digits, fault) : 0;
}

/* Batches grow with the store, so that each case-day is moved a bounded number of times; those of
 * parts less, for there are several. */
static void want_batch(struct store *store)
{
	size_t share = store->home == store ? BATCH_SHARE : 2 * BATCH_SHARE;
	size_t wanted = store->home->count / share;

	store->batch_wanted = wanted > BATCH_LEAST ? wanted : BATCH_LEAST;
}

static int merge_home(struct store *store, struct fault *fault)
{
	struct store *home = store->home;
	int result;

	pthread_mutex_lock(&home->lock);
	result = level(home, store, fault) == 0 ? merge_batch(home, store, fault) : -1;
	want_batch(store);
	pthread_mutex_unlock(&home->lock);
	store->batch_count = 0;
	if (home != store)
		store->wide_count = store->wide_free = 0;
	return result;
}

static int flush(struct store *store, struct fault *fault)
{
	if (!store->batch_count)
		return 0;
	sort_batch(store);
	return compact_batch(store, fault) == 0 ? merge_home(store, fault) : -1;
}

static void size_batch(struct store *store)
{
	if (store->batch_wanted <= store->batch_size)
		return;
	store->batch_size = store->batch_wanted;
	store->batch = mem_resize(store->batch, store->batch_size, sizeof *store->batch);
	store->scratch = mem_resize(store->scratch, store->batch_size, sizeof *store->scratch);
}

/* ---- filling ------------------------------------------------------------------- */

uint32_t store_case(struct store *store, const char *id, size_t length, struct fault *fault)
{
	return known_case(intern_add(store->ids, id, length), fault);
}

static int make_room(struct store *store, struct fault *fault)
{
	if (store->batch_count < store->batch_size)
		return 0;
	if (flush(store, fault) != 0)
		return -1;
	size_batch(store);
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

/* Room first: where a part hands its batch over, its scale may become another. */
int store_add(struct store *store, uint32_t id, int32_t day, struct amount amount,
	      struct fault *fault)
{
	uint64_t key = (uint64_t)id << DAY_BITS | (uint64_t)(day - DAY_MIN);
	int64_t value;

	if (make_room(store, fault) != 0 || scaled(store, amount, &value, fault) != 0 ||
	    pack(store, key, 1, value, &store->batch[store->batch_count], fault) != 0)
		return -1;
	store->batch_count++;
	return 0;
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
	for (size_t i = 0; i < store->queue_count; i++)
		intern_prefetch_text(store->ids, store->queue[i].hash, store->queue[i].length);
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

int store_finish(struct store *store, struct fault *fault)
{
	if (drain(store, fault) != 0 || flush(store, fault) != 0)
		return -1;
	release_batch(store);
	start_cases(store);
	return 0;
}

int store_absorb(struct store *part, struct fault *fault)
{
	int result = drain(part, fault) == 0 ? flush(part, fault) : -1;

	release_batch(part);
	return result;
}

/* ---- reading ------------------------------------------------------------------- */

int store_divide(struct store *store, int64_t by)
{
	for (size_t i = 0; i < store->count; i++)
		if (unpack(store, entry(store, i)).amount % by != 0)
			return 0;
	for (size_t i = 0; i < store->count; i++) {
		uint64_t word = entry(store, i), amount = (uint64_t)unpack(store, word).amount;

		if (word & WIDE_FLAG)
			store->wides[word & CONTENT_MASK & ~WIDE_FLAG].amount /= by;
		else
			set_entry(store, i, word - amount + amount / (uint64_t)by);
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

	return from < store->start[id + 1] ? unpack(store, entry(store, from)).day : DATE_UNKNOWN;
}

size_t store_days(const struct store *store, uint32_t id, struct day_buffer *buffer)
{
	size_t from = store->start[id], count = store->start[id + 1] - from;

	while (buffer->capacity < count)
		buffer->days = mem_grow(buffer->days, buffer->capacity, &buffer->capacity,
					sizeof *buffer->days);
	for (size_t i = 0; i < count; i++)
		buffer->days[i] = unpack(store, entry(store, from + i));
	return count;
}

void day_buffer_free(struct day_buffer *buffer)
{
	free(buffer->days);
	*buffer = (struct day_buffer){ 0 };
}
