/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store against the simplest thing that does the same: a sorted list of records that is
 * added up case-day by case-day. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "data/store.h"
#include "data/window.h"
#include "tap.h"

enum { DIGITS = 3 };       /* scale of the reference */

struct entry {
	uint32_t id;
	int32_t day;
	int64_t amount;        /* in units of 10^-DIGITS */
	int digits;            /* as it is handed to the store */
};

struct list {
	struct entry *entries;
	size_t count;
};

/* ---- a repeatable stream of records -------------------------------------------------- */

static uint64_t state = 1;

/* Marsaglia's xorshift64 (2003). */
static uint64_t draw(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 11) % below;
}

struct shape {
	uint32_t cases;
	int32_t days;
	int64_t amount;        /* largest, before scaling */
	int digits;            /* most */
};

static struct list random_list(size_t count, struct shape shape)
{
	struct list list = { mem_new(count, sizeof *list.entries), count };

	for (size_t i = 0; i < count; i++) {
		struct entry *entry = &list.entries[i];
		int64_t value = (int64_t)draw((uint64_t)shape.amount);

		entry->digits = (int)draw((uint64_t)shape.digits + 1);
		entry->amount = value * power_of_ten(DIGITS - entry->digits);
		entry->id = (uint32_t)draw(shape.cases);
		entry->day = DAY_MIN + (int32_t)draw((uint64_t)shape.days);
	}
	return list;
}

/* Short ids, and longer ones than the hash table or the queue hold in place. */
static const char *id_text(uint32_t id)
{
	static char text[80];

	if (id % 3 == 0)
		snprintf(text, sizeof text, "%u", id);
	else if (id % 3 == 1)
		snprintf(text, sizeof text, "Fall-Nr. %027u", id);
	else
		snprintf(text, sizeof text, "an id of more than forty bytes, which is rare: %u", id);
	return text;
}

/* ---- the reference ------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->day > y->day) - (x->day < y->day);
}

/* ---- filling and comparing ------------------------------------------------------------ */

static int put(struct store *store, const struct entry *entry, int by_number, struct fault *fault)
{
	struct amount amount = { entry->amount / power_of_ten(DIGITS - entry->digits),
				 entry->digits };
	const char *id = id_text(entry->id);
	uint32_t number;

	if (!by_number)
		return store_put(store, id, strlen(id), entry->day, amount, fault);
	number = store_case(store, id, strlen(id), fault);
	return number == INTERN_NONE ? -1 : store_add(store, number, entry->day, amount, fault);
}

/* Whether the days of one case are those of the list's entries from `at` on; moves `at`. */
static int same_case(const struct store *store, struct day_buffer *buffer, const struct list *list,
		     size_t *at)
{
	uint32_t id = list->entries[*at].id;
	uint32_t number = intern_find(store_ids(store), id_text(id), strlen(id_text(id)));
	size_t days, d = 0;

	if (number == INTERN_NONE)
		return 0;
	days = store_days(store, number, buffer);
	for (; *at < list->count && list->entries[*at].id == id; d++) {
		int32_t day = list->entries[*at].day;
		uint32_t count = 0;
		int64_t amount = 0;

		for (; *at < list->count && list->entries[*at].id == id &&
		       list->entries[*at].day == day; ++*at, count++)
			amount += list->entries[*at].amount;
		if (d >= days || buffer->days[d].day != day || buffer->days[d].count != count ||
		    buffer->days[d].amount * power_of_ten(DIGITS - store_digits(store)) != amount)
			return 0;
	}
	return d == days;
}

/* Sorts the list; whether the store holds exactly that. */
static int agrees(const struct store *store, struct list *list)
{
	struct day_buffer buffer = { 0 };
	size_t at = 0, cases = 0;
	int good = 1;

	qsort(list->entries, list->count, sizeof *list->entries, compare);
	while (at < list->count && good) {
		good = same_case(store, &buffer, list, &at);
		cases++;
	}
	day_buffer_free(&buffer);
	return good && cases == store_cases(store);
}

/* ---- tests --------------------------------------------------------------------------- */

static void test_random(const char *what, size_t count, struct shape shape, int by_number)
{
	struct list list = random_list(count, shape);
	struct store *store = store_new();
	struct fault fault = { 0 };
	int good = 1;

	for (size_t i = 0; i < list.count && good; i++)
		good = put(store, &list.entries[i], by_number, &fault) == 0;
	good = good && store_finish(store, &fault) == 0;
	ok(good && agrees(store, &list), "%s: the sums of %zu records%s", what, count,
	   by_number ? ", by number" : "");
	store_free(store);
	free(list.entries);
}

/* Records after store_finish: sums must be those of all. */
static void test_later(void)
{
	struct list list = random_list(3000, (struct shape){ 20, 30, 200, 0 });
	struct store *store = store_new();
	struct fault fault = { 0 };
	int good = 1;

	for (size_t i = 0; i < list.count; i++) {
		good = good && put(store, &list.entries[i], 0, &fault) == 0;
		if (i % 100 == 99)
			good = good && store_finish(store, &fault) == 0;
	}
	ok(good && agrees(store, &list), "records added after store_finish are added up too");
	store_free(store);
	free(list.entries);
}

enum { PARTS = 3 };

/* What one thread puts into its part: every third record. */
struct filling {
	const struct list *list;
	struct store *parts[PARTS];
	int good[PARTS];
};

/* Several records of a case and a day have different ones. */
static uint64_t mark_of(const struct entry *entry)
{
	return (uint64_t)entry->amount % 97 << 40 | (uint64_t)entry->id;
}

static void fill_part(size_t number, void *to)
{
	struct filling *filling = to;
	struct fault fault = { 0 };
	int good = 1;

	for (size_t i = number; i < filling->list->count; i += PARTS) {
		const struct entry *entry = &filling->list->entries[i];
		struct amount amount = { entry->amount / power_of_ten(DIGITS - entry->digits),
					 entry->digits };
		char id[40];

		snprintf(id, sizeof id, "%u", (unsigned)entry->id);
		good = good && store_put_marked(filling->parts[number], id, strlen(id), entry->day,
						amount, mark_of(entry), &fault) == 0;
	}
	filling->good[number] = good;
}

/* Of so many records each part hands on several batches, in whatever order. */
static void test_parts(size_t count, uint32_t cases, size_t threads, const char *what)
{
	struct list list = random_list(count, (struct shape){ cases, 60, 3000000, DIGITS });
	struct store *store = store_new();
	struct filling filling = { .list = &list };
	struct fault fault = { 0 };
	int good = 1;

	for (size_t i = 0; i < count; i++)
		list.entries[i].id *= 3;     /* of which id_text() makes the number alone */
	for (int i = 0; i < PARTS; i++)
		filling.parts[i] = store_part(store);
	parallel_each(threads, PARTS, fill_part, &filling);
	for (int i = 0; i < PARTS; i++) {
		good = good && filling.good[i] && store_absorb(filling.parts[i], &fault) == 0;
		store_free(filling.parts[i]);
	}
	ok(good && store_finish(store, &fault) == 0 && agrees(store, &list), "%s", what);
	store_free(store);
	free(list.entries);
}

static uint64_t lesser(uint64_t mark, uint64_t other, void *to)
{
	(void)to;
	return mark < other ? mark : other;
}

/* Sorts the list; whether each case has the least mark of its first day. */
static int marks_agree(const struct store *store, struct list *list)
{
	int good = 1;

	qsort(list->entries, list->count, sizeof *list->entries, compare);
	for (size_t at = 0; at < list->count && good;) {
		const struct entry *first = &list->entries[at];
		const char *text = id_text(first->id);
		uint64_t want = UINT64_MAX, mark = 0;
		uint32_t id = intern_find(store_ids(store), text, strlen(text));

		for (; at < list->count && list->entries[at].id == first->id; at++)
			if (list->entries[at].day == first->day)
				want = lesser(want, mark_of(&list->entries[at]), NULL);
		good = store_first_mark(store, id, &mark) && mark == want;
	}
	return good;
}

static void test_marks(size_t count, uint32_t cases, int32_t days)
{
	struct list list = random_list(count, (struct shape){ cases, days, 3000000, 0 });
	struct store *store = store_new();
	struct filling filling = { .list = &list };
	struct fault fault = { 0 };
	uint64_t mark;

	for (size_t i = 0; i < count; i++)
		list.entries[i].id *= 3;
	store_keep_marks(store, lesser, NULL);
	for (int i = 0; i < PARTS; i++)
		filling.parts[i] = store_part(store);
	parallel_each(PARTS, PARTS, fill_part, &filling);
	for (int i = 0; i < PARTS; i++) {
		store_absorb(filling.parts[i], &fault);
		store_free(filling.parts[i]);
	}
	is_count(store_finish(store, &fault), 0, "marked records, by several threads");
	ok(marks_agree(store, &list), "%zu records of %u cases: the mark of the first day", count,
	   (unsigned)cases);
	is_count(store_first_mark(store, store_case(store, "new", 3, &fault), &mark), 0,
		 "a case without records has none");
	store_free(store);
	free(list.entries);
}

/* Sums that are too large, in several threads at once: each hears of it, and nothing else
 * happens. */
static void test_faulty_parts(void)
{
	struct list list = random_list(400000, (struct shape){ 500, 40, 200, 0 });
	struct store *store = store_new();
	struct filling filling = { .list = &list };
	struct fault fault = { 0 };
	int refused = 0;

	for (size_t i = 0; i < list.count; i++) {
		list.entries[i].digits = DIGITS;
		if (list.entries[i].id % 50 == 0)
			list.entries[i].amount = INT64_MAX / 3;
	}
	for (int i = 0; i < PARTS; i++)
		filling.parts[i] = store_part(store);
	parallel_each(PARTS, PARTS, fill_part, &filling);
	for (int i = 0; i < PARTS; i++) {
		refused += !filling.good[i] || store_absorb(filling.parts[i], &fault) != 0;
		store_free(filling.parts[i]);
	}
	is_count(refused, PARTS, "too large sums of several parts: each is refused");
	is_count(store_finish(store, &fault), -1, "... and the store");
	is_text(fault.text, "the amounts of one day are too large to add up", "... for that reason");
	store_free(store);
	free(list.entries);
}

/* 12, 12.5 and 12.25 of one day and of others; by hand in hundredths. */
static void test_scale(void)
{
	static const struct amount amounts[] = { { 12, 0 }, { 125, 1 }, { 1225, 2 }, { 7, 0 } };
	static const int32_t days[] = { 0, 0, 0, 1 };
	struct store *store = store_new();
	struct day_buffer buffer = { 0 };
	struct fault fault = { 0 };

	for (int i = 0; i < 4; i++)
		store_put(store, "a", 1, days[i], amounts[i], &fault);
	is_count(store_finish(store, &fault), 0, "amounts of mixed scale");
	is_count(store_digits(store), 2, "the finest scale holds");
	is_count((long long)store_days(store, 0, &buffer), 2, "two days");
	is_count(buffer.days[0].amount, 3675, "12 + 12.5 + 12.25 = 36.75");
	is_count(buffer.days[0].count, 3, "of three records");
	is_count(buffer.days[1].amount, 700, "7 = 7.00");
	day_buffer_free(&buffer);
	store_free(store);
}

/* Seconds to minutes, packed and not; by hand. */
static void test_divide(void)
{
	struct store *store = store_new();
	struct day_buffer buffer = { 0 };
	struct fault fault = { 0 };

	store_put(store, "a", 1, 0, (struct amount){ 5400, 0 }, &fault);
	store_put(store, "a", 1, 1, (struct amount){ 60000000, 0 }, &fault);
	store_put(store, "b", 1, 1, (struct amount){ 90, 0 }, &fault);
	for (int i = 0; i < 10; i++)
		store_put(store, "b", 1, 2, (struct amount){ 60, 0 }, &fault);
	store_finish(store, &fault);
	is_count(store_divide(store, 60), 0, "90 seconds are no whole minutes");
	store_days(store, 0, &buffer);
	is_count(buffer.days[0].amount, 5400, "... and nothing is changed");
	is_count(store_divide(store, 30), 1, "but they are whole half minutes");
	store_days(store, 0, &buffer);
	is_count(buffer.days[0].amount, 180, "5400 / 30");
	is_count(buffer.days[1].amount, 2000000, "60000000 / 30");
	store_days(store, 1, &buffer);
	is_count(buffer.days[0].amount, 3, "90 / 30");
	is_count(buffer.days[1].amount, 20, "600 / 30");
	is_count(buffer.days[1].count, 10, "of ten records");
	day_buffer_free(&buffer);
	store_free(store);
}

static void test_edges(void)
{
	struct store *store = store_new();
	struct day_buffer buffer = { 0 };
	struct fault fault = { 0 };

	store_case(store, "without records", 15, &fault);
	for (int i = 0; i < 1000; i++)
		store_put(store, "b", 1, DAY_MAX, (struct amount){ 1 << 20, 0 }, &fault);
	store_put(store, "b", 1, DAY_MIN, (struct amount){ 0, 0 }, &fault);
	is_count(store_finish(store, &fault), 0, "first and last day that there are");
	is_count((long long)store_days(store, 0, &buffer), 0, "a case without records has no days");
	is_count((long long)store_days(store, 1, &buffer), 2, "the other has two");
	is_count(buffer.days[0].day, DAY_MIN, "the first");
	is_count(buffer.days[0].amount, 0, "with nothing");
	is_count(buffer.days[1].day, DAY_MAX, "the last");
	is_count(buffer.days[1].count, 1000, "a thousand records");
	is_count(buffer.days[1].amount, 1000LL << 20, "each of more than the packed form holds");
	day_buffer_free(&buffer);
	store_free(store);
}

static void test_empty(void)
{
	struct store *store = store_new();
	struct fault fault = { 0 };

	is_count(store_finish(store, &fault), 0, "a store of nothing");
	is_count(store_cases(store), 0, "has no cases");
	store_free(store);
	store_free(NULL);
}

static void refused(struct amount first, struct amount second, const char *what)
{
	struct store *store = store_new();
	struct fault fault = { 0 };
	int result = store_put(store, "a", 1, 0, first, &fault);

	result = result == 0 ? store_put(store, "a", 1, 0, second, &fault) : result;
	result = result == 0 ? store_finish(store, &fault) : result;
	is_count(result, -1, what);
	is_text(fault.text, "the amounts of one day are too large to add up", what);
	is_count(fault.status, STATUS_DATA, "whose status says: the data");
	store_free(store);
}

static void test_limits(void)
{
	refused((struct amount){ INT64_MAX, 0 }, (struct amount){ 1, 0 }, "a sum over 63 bits");
	refused((struct amount){ INT64_MAX / 10, 0 }, (struct amount){ 1, 2 },
		"an amount too large for the scale of a later one");
	refused((struct amount){ 1, 2 }, (struct amount){ INT64_MAX / 10, 0 },
		"an amount too large for the scale of an earlier one");
}

/* One amount over 20 bits a day: of two thousand cases there is room for 2^23 case-days that do not
 * fit the packed form, but not for one more. */
static void test_too_many_large(long count, int result)
{
	struct store *store = store_new();
	struct fault fault = { 0 };
	long added = 0;

	for (uint32_t id = 0; added < count && !fault.kind; id++) {
		char text[8];
		int length = snprintf(text, sizeof text, "%u", id);
		uint32_t number = store_case(store, text, (size_t)length, &fault);
		int32_t day = DAY_MIN;

		for (; day <= DAY_MAX && added < count && !fault.kind; day++)
			added += store_add(store, number, day, (struct amount){ 1 << 20, 0 },
					   &fault) == 0;
	}
	is_count(fault.kind ? -1 : store_finish(store, &fault), result,
		 "case-days with a large amount");
	is_text(fault.kind ? fault.text : "",
		result ? "too many days with large amounts: at most 8388608 fit" : "", "the limit");
	store_free(store);
}

int main(void)
{
	test_random("few cases", 5000, (struct shape){ 7, 20, 200, 0 }, 0);
	test_random("few cases", 5000, (struct shape){ 7, 20, 200, 0 }, 1);
	test_random("about 2^8 records a day", 36000, (struct shape){ 7, 20, 30, 0 }, 0);
	test_random("about 2^14 on a day of many", 36000, (struct shape){ 7, 20, 128, 0 }, 0);
	test_random("decimals", 20000, (struct shape){ 100, 50, 5000, DIGITS }, 0);
	test_random("large amounts", 20000, (struct shape){ 100, 50, 3000000, DIGITS }, 0);
	test_random("all days", 20000, (struct shape){ 20, DAY_MAX - DAY_MIN + 1, 200, 0 }, 0);
	test_random("many batches", 700000, (struct shape){ 2000, 400, 300, 1 }, 0);
	test_random("many shelves", 700000, (struct shape){ 60000, 40, 300, 1 }, 0);
	test_random("many batches of large amounts", 700000,
		    (struct shape){ 2000, 400, 3000000, DIGITS }, 1);
	test_later();
	test_parts(20000, 300, 1, "parts of a store, one after the other, are the store of the whole");
	test_parts(500000, 300, PARTS, "parts that hand on batches at the same time as well");
	test_parts(300000, 30000, PARTS, "... and of many cases");
	test_marks(300000, 40000, 400);
	test_marks(50000, 300, 3);
	test_faulty_parts();
	test_scale();
	test_divide();
	test_edges();
	test_empty();
	test_limits();
	test_too_many_large(1L << 23, 0);
	test_too_many_large((1L << 23) + 1, -1);
	return done();
}
