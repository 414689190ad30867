/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parallel: every piece once, whatever the number of threads. */
#include <pthread.h>

#include "base/parallel.h"
#include "tap.h"

enum { PIECES = 1000 };

struct counts {
	int piece[PIECES];
	pthread_t thread[PIECES];
};

static void count_piece(size_t piece, void *to)
{
	struct counts *counts = to;

	counts->piece[piece]++;
	counts->thread[piece] = pthread_self();
}

static void each_once(size_t threads)
{
	struct counts counts = { { 0 }, { 0 } };
	int once = 1;

	parallel_each(threads, PIECES, count_piece, &counts);
	for (int i = 0; i < PIECES; i++)
		once = once && counts.piece[i] == 1;
	ok(once, "each of %d pieces once with %zu threads", PIECES, threads);
	if (threads == 1)
		ok(pthread_equal(counts.thread[0], pthread_self()), "one thread is the caller's");
}

int main(void)
{
	struct counts none = { { 0 }, { 0 } };

	each_once(1);
	each_once(2);
	each_once(7);
	each_once(0);
	each_once(1000);
	parallel_each(3, 0, count_piece, &none);
	ok(none.piece[0] == 0, "no piece, no work");
	ok(parallel_processors() >= 1 && parallel_processors() <= THREADS_MAX,
	   "at least one processor");
	return done();
}
