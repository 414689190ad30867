/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parallel - the same work on several things at once.
 *
 * Each piece of work writes only to what is its own and draws from random streams of its own, and
 * results are put together in the order of the pieces: so they are the same for any
 * number of threads. Threads see the caller's data while parallel_each runs; nothing else
 * is shared. Where the system gives no more threads, fewer do the work. */
#ifndef VL_PARALLEL_H
#define VL_PARALLEL_H

#include <stddef.h>

enum { THREADS_MAX = 64 };

/* Call work(piece, to) once for each piece 0 .. count - 1, by up to `threads` threads, the calling
 * one among them; pieces are taken in ascending order. 0 threads = parallel_processors(). */
void parallel_each(size_t threads, size_t count, void (*work)(size_t piece, void *to), void *to);
/* The same, and then(piece, to) after the work on a piece: by the same thread, in order of the pieces
 * and one at a time, while others work on. Pieces that are worked on are neighbours, so that with T
 * threads each of T places is one piece's alone: piece % T. */
void parallel_in_turn(size_t threads, size_t count, void (*work)(size_t piece, void *to),
		      void (*then)(size_t piece, void *to), void *to);

/* For sums that come out the same in any order: things 0 .. count - 1 are dealt to parts, each with
 * sums of its own, in blocks, so that all parts have early and late things alike. By number
 * neighbours lie side by side in memory. At least one part; more only where all get a block, and
 * no more than `most` (say, for their memory). */
enum { PARALLEL_PARTS_MAX = 16, PARALLEL_BLOCK = 512 };

size_t parallel_parts(size_t threads, size_t count, size_t most);
/* Call take(thing, to) for each thing of this part, ascending. */
void parallel_part(size_t part, size_t parts, size_t count, void (*take)(size_t thing, void *to),
		   void *to);

/* Processors that this process may use, at least 1 and at most THREADS_MAX. */
size_t parallel_processors(void);

#endif
