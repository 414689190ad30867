/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies by key, and which keys may stand more than once, against counting them one by one. */
#include <stdint.h>
#include <stdlib.h>

#include "base/repeats.h"
#include "base/tally.h"
#include "tap.h"

enum { ROWS = 20000, KEYS = 1500 };

/* Keys that fall on one another: days of cases, one behind the other. */
static uint64_t key_of(uint32_t row)
{
	return (uint64_t)(row * 7919u % KEYS) << 16 | 12345;
}

static void test_tally(void)
{
	struct tally tally = { 0 };
	int64_t sum = 0;
	size_t rows = 0, good = 0;

	for (uint32_t i = 0; i < ROWS; i++)
		tally_add(&tally, key_of(i), i, i);
	is_count((long long)tally.count, KEYS, "distinct keys");
	is_count(tally_find(&tally, key_of(77))->first, 77, "the row that came first");
	tally_sort(&tally);
	for (size_t i = 0; i < tally.count; i++) {
		rows += tally.entries[i].count;
		sum += tally.entries[i].sum;
		good += tally.entries[i].key == ((uint64_t)i << 16 | 12345);
	}
	is_count((long long)good, KEYS, "in order");
	is_count((long long)rows, ROWS, "all rows");
	is_count(sum, (long long)ROWS * (ROWS - 1) / 2, "all that they add up to");
	free(tally.entries);
}

static void test_limits(void)
{
	struct tally tally = { 0 };

	tally_sort(&tally);
	is_count((long long)tally.count, 0, "nothing to sort");
	tally_add(&tally, 0, INT64_MAX, 3);
	tally_add(&tally, 0, 1, 4);
	tally_add(&tally, 0, 0, 5);
	is_count(tally_find(&tally, 0)->sum, INT64_MAX, "what is too large stays so");
	is_count(tally_find(&tally, 0)->count, 3, "key 0 is one like others");
	free(tally.entries);
}

static void test_repeats(void)
{
	struct repeats repeats;
	int missed = 0, alone = 0;

	repeats_start(&repeats, 2 * ROWS);
	for (uint64_t i = 0; i < ROWS; i++) {
		repeats_see(&repeats, i << 16);
		if (i % 100 == 0)
			repeats_see(&repeats, i << 16);
	}
	for (uint64_t i = 0; i < ROWS; i++) {
		int maybe = repeats_maybe(&repeats, i << 16);

		missed += i % 100 == 0 && !maybe;
		alone += i % 100 != 0 && maybe;
	}
	is_count(missed, 0, "none that stands twice is missed");
	ok(alone < ROWS / 6, "few that stand alone are taken along: %d of %d", alone, ROWS);
	repeats_free(&repeats);
	repeats_start(&repeats, 0);
	repeats_see(&repeats, 5);
	ok(!repeats_maybe(&repeats, 5), "room for one at least");
	repeats_free(&repeats);
}

int main(void)
{
	test_tally();
	test_limits();
	test_repeats();
	return done();
}
