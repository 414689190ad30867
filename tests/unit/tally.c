/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies by key, and which keys may stand more than once, against counting them one by one. */
#include <stdint.h>
#include <stdlib.h>

#include "base/distinct.h"
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
	size_t rows = 0, keys = 0;

	for (uint32_t i = 0; i < ROWS; i++)
		tally_add(&tally, key_of(i), i, i);
	is_count((long long)tally.count, KEYS, "distinct keys");
	is_count(tally_find(&tally, key_of(77))->first, 77, "the row that came first");
	for (size_t i = 0; i < tally.room; i++) {
		rows += tally.entries[i].count;
		sum += tally.entries[i].sum;
		keys += tally.entries[i].count > 0;
	}
	is_count((long long)keys, KEYS, "an entry each");
	is_count((long long)rows, ROWS, "all rows");
	is_count(sum, (long long)ROWS * (ROWS - 1) / 2, "all that they add up to");
	free(tally.entries);
}

static void test_limits(void)
{
	struct tally tally = { 0 };

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

/* Values of which the later half came before, both signs, up to the ends of the range. */
static void test_distinct(void)
{
	struct distinct distinct = { 0 };
	int same = 1;

	for (int64_t i = 0; i < ROWS; i++)
		distinct_add(&distinct, i % (ROWS / 2) * 1000003 - ROWS);
	is_count((long long)distinct.count, ROWS / 2, "each value once");
	for (int64_t i = 0; i < ROWS / 2; i++)
		same &= distinct.values[i] == i * 1000003 - ROWS &&
			distinct_add(&distinct, distinct.values[i]) == (uint32_t)i;
	ok(same, "numbered as they came");
	is_count(distinct_add(&distinct, INT64_MAX), ROWS / 2, "the largest");
	is_count(distinct_add(&distinct, INT64_MIN), ROWS / 2 + 1, "the smallest");
	is_count(distinct_add(&distinct, INT64_MAX), ROWS / 2, "the largest again");
	distinct_free(&distinct);
}

int main(void)
{
	test_distinct();
	test_tally();
	test_limits();
	test_repeats();
	return done();
}
