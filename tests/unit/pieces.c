/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces that several threads put aside in any order are read in theirs. */
#include <stdlib.h>

#include "base/parallel.h"
#include "base/pieces.h"
#include "tap.h"

enum { PIECES = 3000 };

struct putting {
	struct pieces *pieces;
	int failed[PIECES];
};

/* A number as often as it says, but not too often. */
static size_t text_of(size_t number, char text[700])
{
	size_t length = 0;

	for (size_t i = 0; i <= number % 100; i++)
		length += (size_t)sprintf(text + length, "%zu ", number);
	return length;
}

static void put(size_t number, void *to)
{
	struct putting *putting = to;
	size_t place = number * 7 % PIECES;
	struct fault fault = { 0 };
	char text[700];
	size_t length = text_of(place, text);

	putting->failed[number] = pieces_put(putting->pieces, 10 * (int64_t)place - 5, text, length,
					     &fault) != 0;
}

static void test_order(void)
{
	struct fault fault = { 0 };
	struct putting putting = { .pieces = pieces_new() };
	size_t length = 0, wanted = 0, good = 0;
	const char *text = NULL;
	char expected[700];
	int failed = 0;

	parallel_each(3, PIECES, put, &putting);
	for (size_t i = 0; i < PIECES; i++)
		failed |= putting.failed[i];
	ok(!failed, "all are put aside");
	pieces_rewind(putting.pieces);
	for (size_t i = 0; pieces_next(putting.pieces, &text, &length, &fault) == 1; i++) {
		wanted = text_of(i, expected);
		good += length == wanted && memcmp(text, expected, wanted) == 0;
	}
	ok(good == PIECES && !fault.kind, "and read in order of their places, byte for byte: %zu", good);
	pieces_free(putting.pieces);
}

static void test_none(void)
{
	struct fault fault = { 0 };
	struct pieces *pieces = pieces_new();
	const char *text;
	size_t length;

	pieces_rewind(pieces);
	ok(pieces_next(pieces, &text, &length, &fault) == 0, "of none there is none");
	pieces_free(pieces);
	setenv("TMPDIR", "/nonexistent", 1);
	pieces = pieces_new();
	ok(pieces_put(pieces, 1, "a", 1, &fault) == -1 && fault.status == STATUS_SYSTEM,
	   "no folder for them: a fault with the first one");
	unsetenv("TMPDIR");
	pieces_free(pieces);
}

int main(void)
{
	test_order();
	test_none();
	return done();
}
