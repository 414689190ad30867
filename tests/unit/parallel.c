/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parallel: every piece once, whatever the number of threads. */
#include <pthread.h>
#include <sched.h>

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

static void count_thing(size_t thing, void *to)
{
	((unsigned char *)to)[thing]++;
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

enum { PLACES = 3 };

struct turns {
	size_t at_work[PLACES];    /* + 1; 0: nobody */
	int shared[PLACES];        /* two were there at once */
	size_t order[PIECES], count;
};

static void begin_turn(size_t piece, void *to)
{
	struct turns *turns = to;

	turns->shared[piece % PLACES] |= turns->at_work[piece % PLACES] != 0;
	turns->at_work[piece % PLACES] = piece + 1;
	if (piece % PLACES == 0)
		sched_yield();       /* so that others are done before */
}

static void end_turn(size_t piece, void *to)
{
	struct turns *turns = to;

	turns->shared[piece % PLACES] |= turns->at_work[piece % PLACES] != piece + 1;
	turns->at_work[piece % PLACES] = 0;
	turns->order[turns->count++] = piece;
}

static void in_turn(void)
{
	struct turns turns = { { 0 }, { 0 }, { 0 }, 0 };
	int ordered = 1;

	parallel_in_turn(PLACES, PIECES, begin_turn, end_turn, &turns);
	for (size_t i = 0; i < PIECES; i++)
		ordered = ordered && turns.order[i] == i;
	ok(ordered && turns.count == PIECES, "what comes then is in order of the pieces");
	ok(!turns.shared[0] && !turns.shared[1] && !turns.shared[2],
	   "each piece has a place of its own until that is done");
}

/* Three parts, the last block not whole. */
static void dealt(void)
{
	enum { PARTS = 3, THINGS = 4 * PARALLEL_BLOCK + 7 };
	static unsigned char times[PARTS][THINGS];
	int once = 1, blocks = 1;

	for (size_t part = 0; part < PARTS; part++)
		parallel_part(part, PARTS, THINGS, count_thing, times[part]);
	for (size_t i = 0; i < THINGS; i++) {
		once = once && times[0][i] + times[1][i] + times[2][i] == 1;
		blocks = blocks && times[i / PARALLEL_BLOCK % PARTS][i];
	}
	ok(once, "each of %d things goes to one part", THINGS);
	ok(blocks, "block by block");
	ok(parallel_parts(8, 3 * PARALLEL_BLOCK, 100) == 3, "a part has a block");
	ok(parallel_parts(8, 100 * PARALLEL_BLOCK, 2) == 2, "no more parts than are allowed");
	ok(parallel_parts(8, 100 * PARALLEL_BLOCK, 100) == 8, "nor than threads");
	ok(parallel_parts(8, 5, 100) == 1 && parallel_parts(8, 100 * PARALLEL_BLOCK, 0) == 1,
	   "at least one");
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
	in_turn();
	dealt();
	ok(parallel_processors() >= 1 && parallel_processors() <= THREADS_MAX,
	   "at least one processor");
	return done();
}
