/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting by radix, against the C library's by comparison. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/random.h"
#include "stats/sort.h"
#include "tap.h"

enum { MOST = 5000 };

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static void test_numbers(const char *what, const double *numbers, size_t count)
{
	double ours[MOST], theirs[MOST];

	memcpy(ours, numbers, count * sizeof *ours);
	memcpy(theirs, numbers, count * sizeof *theirs);
	sort_numbers(ours, count);
	qsort(theirs, count, sizeof *theirs, compare);
	ok(memcmp(ours, theirs, count * sizeof *ours) == 0, "%s, %zu of them", what, count);
}

/* Each kind of numbers, so many of them that they are compared, and that digits are counted. */
static void test_kinds(size_t count)
{
	struct random_quick random = random_quick(1, "test.sort", count);
	double whole[MOST], any[MOST], same[MOST];

	for (size_t i = 0; i < count; i++) {
		whole[i] = random_quick_below(&random, 3000);
		any[i] = ldexp((double)random_quick_next(&random) - 0x1p63,
			       (int)random_quick_below(&random, 1900) - 1000);
		same[i] = 7.25;
	}
	any[0] = DBL_MAX;
	any[count / 2] = -DBL_MAX;
	any[count - 1] = INFINITY;
	test_numbers("whole numbers", whole, count);
	test_numbers("numbers of all sizes and both signs", any, count);
	test_numbers("one and the same number", same, count);
}

int main(void)
{
	test_kinds(10);
	test_kinds(MOST);
	sort_numbers(NULL, 0);
	ok(1, "nothing to sort");
	return done();
}
