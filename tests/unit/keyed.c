/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in order of a key, against qsort. */
#include <stdlib.h>

#include "base/keyed.h"
#include "base/mem.h"
#include "tap.h"

enum { MANY = 50000 };

static int compare(const void *a, const void *b)
{
	const struct keyed *left = a, *right = b;

	if (left->key != right->key)
		return left->key < right->key ? -1 : 1;
	return (left->row > right->row) - (left->row < right->row);
}

static void test_order(uint64_t mask, const char *what)
{
	struct keyed *list = mem_new(MANY, sizeof *list), *want = mem_new(MANY, sizeof *want);
	uint64_t state = 1;
	int same = 1;

	for (uint32_t i = 0; i < MANY; i++) {
		state = state * 6364136223846793005u + 1442695040888963407u;
		list[i] = want[i] = (struct keyed){ (state ^ state >> 29) & mask, i };
	}
	qsort(want, MANY, sizeof *want, compare);
	list = keyed_sort(list, MANY);
	for (int i = 0; i < MANY; i++)
		same &= list[i].key == want[i].key && list[i].row == want[i].row;
	ok(same, "%s", what);
	free(list);
	free(want);
}

static void test_runs(void)
{
	static const struct keyed list[] = { { 1, 0 }, { 1, 4 }, { 2, 1 }, { 7, 2 }, { 7, 3 } };

	is_count((long long)keyed_run(list, 5, 0), 2, "two of the first key");
	is_count((long long)keyed_run(list, 5, 2), 1, "one of the next");
	is_count((long long)keyed_run(list, 5, 3), 2, "two of the last");
	free(keyed_sort(mem_new(1, sizeof *list), 0));
	ok(1, "nothing to sort");
}

int main(void)
{
	test_order(UINT64_MAX, "keys of 64 bits");
	test_order(0xFF000000FFu, "keys that differ in few bits only");
	test_order(0, "equal keys stay in the order of rows");
	test_runs();
	return done();
}
