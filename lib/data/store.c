/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store - what was done for whom on which day. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/parallel.h"
#include "data/casedays.h"
#include "data/date.h"
#include "data/firstmarks.h"
#include "data/store.h"

/* A page that is touched for the first time takes longer than sorting the words on it: of 100,000
 * rows 6 % of all time went into them. So batches of few cases are short, and only for many cases
 * does memory lie in pages that go back to the system. */
enum {
	BATCH = 1 << 15, BATCH_LEAST = 1 << 12, BATCH_SHELF = 1 << 8, QUEUE = 32, QUEUE_TEXT = 40,
	MANY_SHELVES = 8,
	WAIT_ALL = 1 << 17, WAIT_LEAST = 1 << 12     /* words on all shelves, and on each of many */
};

/* A record whose case is not looked up yet. */
struct queued {
	uint64_t hash, mark;
	struct amount amount;
	int32_t day;
	uint32_t length;
	char text[QUEUE_TEXT];
};

/* Cases lie on shelves, two thousand on each; a batch is handed on shelf by shelf. */
struct store {
	struct intern *ids;
	struct queued queue[QUEUE];
	size_t queue_count, queue_longest;
	uint64_t *batch, *by_shelf;
	size_t batch_count, batch_full;   /* records in it; as many are handed on */
	firstmarks_settle *settle;        /* NULL: marks are not kept */
	void *settle_to;
	uint64_t *marks;                  /* of the batch */
	uint16_t *mark_places;            /* by_shelf: where in it the mark is */
	uint32_t *places;       /* by shelf: where its words begin in by_shelf, then where they end */
	struct casedays **due;  /* by shelf: where words of the batch are still to go */
	size_t place_count;
	struct wide_days wides; /* of the batch */
	int digits;
	struct casedays_room room;

	struct store *home;     /* where the shelves are: here, or in the store that this is a part of */
	pthread_mutex_t lock;   /* of what follows, in a home */
	struct casedays **shelves;
	size_t shelf_count;
	size_t parts;           /* that were made of it, one a thread */
};

static void release_batch(struct store *store)
{
	free(store->batch);
	free(store->by_shelf);
	free(store->marks);
	free(store->mark_places);
	free(store->places);
	free(store->due);
	store->batch = store->by_shelf = store->marks = NULL;
	store->mark_places = NULL;
	store->places = NULL;
	store->due = NULL;
	store->place_count = 0;
	wide_days_free(&store->wides);
	casedays_room_free(&store->room);
}

static void release_all(struct store *store)
{
	if (store->home == store)
		intern_free(store->ids);
	for (size_t s = 0; s < store->shelf_count; s++)
		casedays_free(store->shelves[s]);
	free(store->shelves);
	release_batch(store);
	pthread_mutex_destroy(&store->lock);
}

static void make_empty(struct store *store, struct store *home)
{
	*store = (struct store){ .ids = home == store ? intern_new() : home->ids, .home = home };
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
	struct store *part = mem_apart(1, sizeof *part);

	intern_share(home->ids);
	home->parts++;
	make_empty(part, home);
	part->settle = home->settle;
	part->settle_to = home->settle_to;
	return part;
}

void store_free(struct store *store)
{
	if (!store)
		return;
	release_all(store);
	free(store);
}

/* ---- handing on ---------------------------------------------------------------- */

static size_t shelf_number(uint32_t id)
{
	return id >> CASEDAYS_CASE_BITS;
}

static void make_place(struct store *home, size_t shelves)
{
	size_t count = 2 * shelves;

	if (shelves <= home->shelf_count)
		return;
	home->shelves = mem_resize(home->shelves, count, sizeof *home->shelves);
	memset(home->shelves + home->shelf_count, 0,
	       (count - home->shelf_count) * sizeof *home->shelves);
	home->shelf_count = count;
	if (shelves >= MANY_SHELVES)
		mem_no_holes();
}

static void deal_words(struct store *store)
{
	for (size_t i = 0; i < store->batch_count; i++) {
		uint64_t word = store->batch[i];

		store->by_shelf[store->places[shelf_number(daycell_case(word))]++] = word;
	}
}

/* A mark stays where it is: it is seldom asked for. */
static void deal_marked(struct store *store)
{
	for (size_t i = 0; i < store->batch_count; i++) {
		uint64_t word = store->batch[i];
		uint32_t place = store->places[shelf_number(daycell_case(word))]++;

		store->by_shelf[place] = word;
		store->mark_places[place] = (uint16_t)i;
	}
}

/* The batch in the order of shelves; each place is where the words of its shelf end then. */
static void sort_by_shelf(struct store *store, size_t shelves)
{
	uint32_t sum = 0;

	if (shelves > store->place_count) {
		store->places = mem_resize(store->places, shelves, sizeof *store->places);
		store->due = mem_resize(store->due, shelves, sizeof *store->due);
		store->place_count = shelves;
	}
	memset(store->places, 0, shelves * sizeof *store->places);
	for (size_t i = 0; i < store->batch_count; i++)
		store->places[shelf_number(daycell_case(store->batch[i]))]++;
	for (size_t s = 0; s < shelves; s++) {
		uint32_t here = store->places[s];

		store->places[s] = sum;
		sum += here;
	}
	if (store->settle)
		deal_marked(store);
	else
		deal_words(store);
}

static struct casedays_batch words_of(const struct store *store, size_t shelf, size_t shelves)
{
	uint32_t from = shelf ? store->places[shelf - 1] : 0;
	size_t may_wait = WAIT_ALL / shelves > WAIT_LEAST ? WAIT_ALL / shelves : WAIT_LEAST;

	return (struct casedays_batch){ store->by_shelf + from, store->places[shelf] - from,
					&store->wides, store->digits, may_wait };
}

/* Made if they are not there. All of them under one lock: of two threads that took it for each, one
 * or the other waited for 4 % of the time. */
static void find_shelves(struct store *store, size_t shelves)
{
	struct store *home = store->home;

	pthread_mutex_lock(&home->lock);
	make_place(home, shelves);
	for (size_t s = 0; s < shelves; s++) {
		int has_words = words_of(store, s, shelves).count > 0;

		if (has_words && !home->shelves[s]) {
			home->shelves[s] = casedays_new();
			home->shelves[s]->firsts = home->settle ? firstmarks_new() : NULL;
		}
		store->due[s] = has_words ? home->shelves[s] : NULL;
	}
	pthread_mutex_unlock(&home->lock);
}

static void give_marks(struct store *store, size_t shelf, const struct casedays_batch *batch)
{
	struct firstmarks_batch marked = {
		batch->words, store->mark_places + (batch->words - store->by_shelf), batch->count,
		store->marks, store->settle, store->settle_to
	};

	firstmarks_take(store->due[shelf]->firsts, &marked);
}

static int give(struct store *store, size_t shelf, size_t shelves, struct fault *fault)
{
	struct casedays_batch batch = words_of(store, shelf, shelves);
	int result = casedays_take(store->due[shelf], &batch, &store->room, fault);

	if (store->settle)
		give_marks(store, shelf, &batch);
	pthread_mutex_unlock(&store->due[shelf]->lock);
	store->due[shelf] = NULL;
	return result;
}

static size_t limited(size_t count, size_t least, size_t most)
{
	return count < least ? least : count < most ? count : most;
}

/* A shelf at which another thread is merging is left for later. */
static int hand_on(struct store *store, struct fault *fault)
{
	size_t shelves = shelf_number(intern_count(store->ids)) + 1;
	int result = 0;

	sort_by_shelf(store, shelves);
	find_shelves(store, shelves);
	for (size_t s = 0; s < shelves && result == 0; s++)
		if (store->due[s] && pthread_mutex_trylock(&store->due[s]->lock) == 0)
			result = give(store, s, shelves, fault);
	for (size_t s = 0; s < shelves && result == 0; s++)
		if (store->due[s]) {
			pthread_mutex_lock(&store->due[s]->lock);
			result = give(store, s, shelves, fault);
		}
	store->batch_count = 0;
	store->batch_full = limited(BATCH_SHELF * shelves, BATCH_LEAST, BATCH);
	wide_days_clear(&store->wides);
	return result;
}

/* ---- filling ------------------------------------------------------------------- */

static uint32_t known_case(uint32_t number, struct fault *fault)
{
	if (number < DAYCELL_CASES_MAX)
		return number;
	fault_set(fault, STATUS_DATA, N_("too many cases: at most %d fit"), DAYCELL_CASES_MAX);
	return INTERN_NONE;
}

uint32_t store_case(struct store *store, const char *id, size_t length, struct fault *fault)
{
	return known_case(intern_add(store->ids, id, length), fault);
}

static int make_room(struct store *store, struct fault *fault)
{
	if (store->batch && store->batch_count < store->batch_full)
		return 0;
	if (store->batch)
		return hand_on(store, fault);
	store->batch = mem_resize(NULL, BATCH, sizeof *store->batch);
	store->by_shelf = mem_resize(NULL, BATCH, sizeof *store->by_shelf);
	if (store->settle) {
		store->marks = mem_resize(NULL, BATCH, sizeof *store->marks);
		store->mark_places = mem_resize(NULL, BATCH, sizeof *store->mark_places);
	}
	store->batch_full = BATCH_LEAST;
	return 0;
}

static int rescale(struct store *store, int digits, struct fault *fault)
{
	int64_t factor = power_of_ten(digits - store->digits);

	for (size_t i = 0; i < store->batch_count; i++)
		if (daycell_scale(&store->batch[i], factor, &store->wides, fault) != 0)
			return -1;
	store->digits = digits;
	return 0;
}

/* Where the scales differ. */
static int scaled(struct store *store, struct amount amount, int64_t *value, struct fault *fault)
{
	if (amount.digits > store->digits && rescale(store, amount.digits, fault) != 0)
		return -1;
	if (__builtin_mul_overflow(amount.value, power_of_ten(store->digits - amount.digits), value))
		return daycell_out_of_range(fault);
	return 0;
}

int store_add(struct store *store, uint32_t id, int32_t day, struct amount amount,
	      struct fault *fault)
{
	int64_t value = amount.value;

	if (make_room(store, fault) != 0 ||
	    (amount.digits != store->digits && scaled(store, amount, &value, fault) != 0) ||
	    daycell_pack(daycell_key_of(id, day), 1, value, &store->batch[store->batch_count],
			 &store->wides, fault) != 0)
		return -1;
	store->batch_count++;
	return 0;
}

/* A record whose case is looked up. */
static int enter(struct store *store, uint32_t id, int32_t day, struct amount amount, uint64_t mark,
		 struct fault *fault)
{
	if (known_case(id, fault) == INTERN_NONE || store_add(store, id, day, amount, fault) != 0)
		return -1;
	if (store->settle)
		store->marks[store->batch_count - 1] = mark;
	return 0;
}

static int drain(struct store *store, struct fault *fault)
{
	if (store->queue_longest > INTERN_SHORT)
		for (size_t i = 0; i < store->queue_count; i++)
			intern_prefetch_text(store->ids, store->queue[i].hash,
					     store->queue[i].length);
	for (size_t i = 0; i < store->queue_count; i++) {
		const struct queued *queued = &store->queue[i];
		uint32_t id = intern_add_hashed(store->ids, queued->hash, queued->text,
						queued->length);

		if (enter(store, id, queued->day, queued->amount, queued->mark, fault) != 0)
			return -1;
	}
	store->queue_count = 0;
	store->queue_longest = 0;
	return 0;
}

void store_keep_marks(struct store *store, firstmarks_settle *settle, void *to)
{
	store->settle = settle;
	store->settle_to = to;
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
	if (length > store->queue_longest)
		store->queue_longest = length;
	return 0;
}

int store_absorb(struct store *part, struct fault *fault)
{
	int result = drain(part, fault);

	if (result == 0 && part->batch_count)
		result = hand_on(part, fault);
	release_batch(part);
	return result;
}

/* ---- finishing ----------------------------------------------------------------- */

/* Each thread has every so manieth shelf. */
struct finishing {
	struct store *store;
	size_t threads;
	struct fault faults[THREADS_MAX];
	int results[THREADS_MAX];
};

static void finish_some(size_t number, void *to)
{
	struct finishing *finishing = to;
	struct store *store = finishing->store;
	struct casedays_room room = { 0 };
	int result = 0;

	for (size_t s = number; s < store->shelf_count && result == 0; s += finishing->threads)
		if (store->shelves[s])
			result = casedays_finish(store->shelves[s], &room,
						 &finishing->faults[number]);
	finishing->results[number] = result;
	casedays_room_free(&room);
}

static int finish_shelves(struct store *store, struct fault *fault)
{
	size_t shelves = shelf_number(intern_count(store->ids)) + 1;
	struct finishing finishing = { .store = store, .threads = limited(store->parts, 1, shelves) };

	if (finishing.threads > THREADS_MAX)
		finishing.threads = THREADS_MAX;
	parallel_each(finishing.threads, finishing.threads, finish_some, &finishing);
	for (size_t i = 0; i < finishing.threads; i++)
		if (finishing.results[i] != 0) {
			*fault = finishing.faults[i];
			return -1;
		}
	return 0;
}

/* All on the finest scale there is. */
static int level(struct store *store, struct fault *fault)
{
	for (size_t s = 0; s < store->shelf_count; s++)
		if (store->shelves[s] && store->shelves[s]->digits > store->digits)
			store->digits = store->shelves[s]->digits;
	for (size_t s = 0; s < store->shelf_count; s++)
		if (store->shelves[s] && store->shelves[s]->digits < store->digits &&
		    casedays_rescale(store->shelves[s], store->digits, fault) != 0)
			return -1;
	return 0;
}

int store_finish(struct store *store, struct fault *fault)
{
	intern_unshare(store->ids);
	if (store_absorb(store, fault) != 0)
		return -1;
	return finish_shelves(store, fault) == 0 ? level(store, fault) : -1;
}

/* ---- reading ------------------------------------------------------------------- */

int store_divide(struct store *store, int64_t by)
{
	for (size_t s = 0; s < store->shelf_count; s++)
		if (store->shelves[s] && !casedays_divisible(store->shelves[s], by))
			return 0;
	for (size_t s = 0; s < store->shelf_count; s++)
		if (store->shelves[s])
			casedays_divide(store->shelves[s], by);
	return 1;
}

uint32_t store_cases(const struct store *store)
{
	return intern_count(store->ids);
}

int store_digits(const struct store *store)
{
	return store->digits;
}

const struct intern *store_ids(const struct store *store)
{
	return store->ids;
}

/* Where a case lies that has records, and which it is there. */
static const struct casedays *find_shelf(const struct store *store, uint32_t *id)
{
	size_t number = shelf_number(*id);
	const struct casedays *shelf = number < store->shelf_count ? store->shelves[number] : NULL;

	*id %= CASEDAYS_CASES;
	return shelf && casedays_of(shelf, *id) ? shelf : NULL;
}

int32_t store_first(const struct store *store, uint32_t id)
{
	const struct casedays *shelf = find_shelf(store, &id);

	return shelf ? casedays_first(shelf, id) : DATE_UNKNOWN;
}

int store_first_mark(const struct store *store, uint32_t id, uint64_t *mark)
{
	const struct casedays *shelf = find_shelf(store, &id);

	if (!shelf)
		return 0;
	*mark = shelf->firsts->marks[id];
	return 1;
}

void store_fetch(const struct store *store, uint32_t id)
{
	size_t number = shelf_number(id);

	if (number < store->shelf_count && store->shelves[number])
		__builtin_prefetch(&store->shelves[number]->start[id % CASEDAYS_CASES]);
}

void store_fetch_days(const struct store *store, uint32_t id)
{
	const struct casedays *shelf = find_shelf(store, &id);

	if (shelf)
		casedays_fetch(shelf, id);
}

size_t store_days(const struct store *store, uint32_t id, struct day_buffer *buffer)
{
	const struct casedays *shelf = find_shelf(store, &id);
	size_t count = shelf ? casedays_of(shelf, id) : 0;

	while (buffer->capacity < count)
		buffer->days = mem_grow(buffer->days, buffer->capacity, &buffer->capacity,
					sizeof *buffer->days);
	if (shelf)
		casedays_read(shelf, id, buffer->days);
	return count;
}

void day_buffer_free(struct day_buffer *buffer)
{
	free(buffer->days);
	*buffer = (struct day_buffer){ 0 };
}
