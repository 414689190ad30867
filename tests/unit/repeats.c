/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which keys may stand more than once, and values into small numbers, counted one by one. */
#include <stdint.h>
#include <stdlib.h>

#include "base/distinct.h"
#include "base/repeats.h"
#include "tap.h"

enum { ROWS = 20000 };

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
	test_repeats();
	return done();
}
