/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts that several threads make are written in the order of their numbers. */
#include <stdlib.h>

#include "base/inorder.h"
#include "base/parallel.h"
#include "tap.h"

enum { TEXTS = 3000 };

/* Some are empty, some come in pieces, some take longer. */
static void make(size_t number, void *to)
{
	struct inorder *inorder = to;
	struct lines text = { 0 };

	while (inorder_take(inorder, &number)) {
		for (size_t i = 0; i < number % 50; i++) {
			lines_whole(&text, (int64_t)number);
			lines_byte(&text, '\n');
			if (number % 7 == 0 && i % 10 == 9)
				inorder_piece(inorder, number, &text);
		}
		inorder_put(inorder, number, &text);
	}
	lines_free(&text);
}

static int is_in_order(FILE *file)
{
	size_t seen = 0;

	rewind(file);
	for (size_t number = 0; number < TEXTS; number++)
		for (size_t i = 0; i < number % 50; i++)
			if (fscanf(file, "%zu", &seen) != 1 || seen != number)
				return 0;
	return fscanf(file, "%zu", &seen) == EOF;
}

static void test_order(size_t threads)
{
	FILE *file = tmpfile();
	struct inorder *inorder = inorder_new(file, TEXTS, threads);

	parallel_each(threads, threads, make, inorder);
	ok(is_in_order(file), "%zu threads: in the order of their numbers", threads);
	inorder_free(inorder);
	fclose(file);
}

int main(void)
{
	struct inorder *none = inorder_new(stdout, 0, 0);
	size_t number;

	ok(!inorder_take(none, &number), "nothing to make");
	inorder_free(none);
	test_order(1);
	test_order(2);
	test_order(5);
	return done();
}
