/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parallel - the same work on several things at once. */
#include <pthread.h>

#include "base/parallel.h"
#include "base/processors.h"
#include "base/progress.h"

struct sharing {
	pthread_mutex_t lock;
	pthread_cond_t turned;
	size_t next, turn, count;
	int told;                  /* this is what a watcher is told of */
	void (*work)(size_t, void *), (*then)(size_t, void *);     /* or NULL */
	void *to;
};

static int take_piece(struct sharing *sharing, size_t *piece)
{
	int more;

	pthread_mutex_lock(&sharing->lock);
	more = sharing->next < sharing->count;
	*piece = sharing->next;
	sharing->next += (size_t)more;
	pthread_mutex_unlock(&sharing->lock);
	return more;
}

static void in_turn(struct sharing *sharing, size_t piece)
{
	pthread_mutex_lock(&sharing->lock);
	while (sharing->turn != piece)
		pthread_cond_wait(&sharing->turned, &sharing->lock);
	pthread_mutex_unlock(&sharing->lock);
	sharing->then(piece, sharing->to);
	pthread_mutex_lock(&sharing->lock);
	sharing->turn++;
	pthread_cond_broadcast(&sharing->turned);
	pthread_mutex_unlock(&sharing->lock);
}

static void *share(void *to)
{
	struct sharing *sharing = to;
	size_t piece;

	while (take_piece(sharing, &piece)) {
		sharing->work(piece, sharing->to);
		if (sharing->then)
			in_turn(sharing, piece);
		if (sharing->told)
			progress_add(1);
	}
	return NULL;
}

void parallel_in_turn(size_t threads, size_t count, void (*work)(size_t, void *),
		      void (*then)(size_t, void *), void *to)
{
	struct sharing sharing = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, count,
				   progress_begin(PROGRESS_COMPUTING, count), work, then, to };
	pthread_t helpers[THREADS_MAX];
	size_t started = 0;

	if (!threads)
		threads = parallel_processors();
	if (threads > count)
		threads = count;
	if (threads > THREADS_MAX)
		threads = THREADS_MAX;
	while (started + 1 < threads && processors_thread(&helpers[started], started, share, &sharing) == 0)
		started++;
	share(&sharing);
	while (started > 0)
		pthread_join(helpers[--started], NULL);
	pthread_mutex_destroy(&sharing.lock);
	pthread_cond_destroy(&sharing.turned);
	if (sharing.told)
		progress_end();
}

void parallel_each(size_t threads, size_t count, void (*work)(size_t, void *), void *to)
{
	parallel_in_turn(threads, count, work, NULL, to);
}

size_t parallel_parts(size_t threads, size_t count, size_t most)
{
	if (!threads)
		threads = parallel_processors();
	most = threads < most ? threads : most;
	most = most < PARALLEL_PARTS_MAX ? most : PARALLEL_PARTS_MAX;
	most = most < count / PARALLEL_BLOCK ? most : count / PARALLEL_BLOCK;
	return most > 0 ? most : 1;
}

void parallel_part(size_t part, size_t parts, size_t count, void (*take)(size_t, void *), void *to)
{
	for (size_t from = part * PARALLEL_BLOCK; from < count; from += parts * PARALLEL_BLOCK)
		for (size_t i = from; i < from + PARALLEL_BLOCK && i < count; i++)
			take(i, to);
}

size_t parallel_processors(void)
{
	size_t count = processors_count();

	return count < THREADS_MAX ? count : THREADS_MAX;
}
