/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which keys stood before: each of many once, in any order of asking. */
#include <stdio.h>
#include <string.h>

#include "base/firsts.h"
#include "tap.h"

enum { KEYS = 50000 };

static struct firsts_key key_of(const char *first, const char *second, uint64_t what)
{
	struct firsts_key key = { { 0, 0 }, what };

	firsts_text(&key, first, strlen(first));
	firsts_text(&key, second, strlen(second));
	return key;
}

static struct firsts_key numbered(unsigned i, uint64_t what)
{
	char text[40];

	snprintf(text, sizeof text, i % 3 ? "%u" : "%08x-0000-0000-0000-%012x", i, i * 7);
	return key_of(text, i % 2 ? "a" : "", what);
}

/* Every third key comes again, the earlier of them with another what. */
static void test_many(void)
{
	struct firsts firsts;
	int wrong = 0;

	firsts_start(&firsts);
	for (unsigned i = 0; i < KEYS; i++) {
		struct firsts_key key = numbered(i, i);

		firsts_prefetch(&firsts, &key);
		wrong += firsts_add(&firsts, &key) != FIRSTS_NEW;
	}
	is_count(wrong, 0, "each of many keys is new once");
	for (unsigned i = 0; i < KEYS; i += 3) {
		struct firsts_key same = numbered(i, i), other = numbered(i, i + 1);

		wrong += firsts_add(&firsts, &other) != FIRSTS_OTHER;
		wrong += firsts_add(&firsts, &same) != FIRSTS_SAME;
	}
	is_count(wrong, 0, "then known, with what stood there first");
	is_count((long long)firsts.count, KEYS, "and kept once");
	firsts_free(&firsts);
}

/* Texts that are alike but for where one ends, or for their length. */
static void test_texts(void)
{
	static const char *const pairs[][2] = {
		{ "", "" }, { "a", "" }, { "", "a" }, { "ab", "" }, { "a", "b" }, { "", "ab" },
		{ "1234567", "" }, { "12345678", "" }, { "1234567", "8" }, { "", "12345678" },
		{ "123456789", "" }, { "12345678", "9" }, { "12345678", "12345678" },
		{ "1234567812345678", "" }, { "", "1234567812345678" }, { "aaaaaaaa", "" },
		{ "aaaaaaaaa", "" }, { "aaaaaaaaaa", "" }, { "aaaaaaaaaaaaaaaa", "" },
		{ "aaaaaaaaaaaaaaaaa", "" }, { "aaaa", "" }, { "aaaaa", "" }, { "aaaaaa", "" },
		{ "aaaaaaa", "" }, { "aaa", "" }, { "aa", "" },
	};
	struct firsts firsts;
	int fresh = 0;
	size_t count = sizeof pairs / sizeof *pairs;

	firsts_start(&firsts);
	for (size_t i = 0; i < count; i++) {
		struct firsts_key key = key_of(pairs[i][0], pairs[i][1], 0);

		fresh += firsts_add(&firsts, &key) == FIRSTS_NEW;
	}
	is_count(fresh, (long long)count, "no two of them are the same");
	firsts_free(&firsts);
}

int main(void)
{
	test_many();
	test_texts();
	return done();
}
