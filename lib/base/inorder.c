/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inorder - texts that several threads make, written in the order of their numbers. */
#include <pthread.h>
#include <stdlib.h>

#include "base/inorder.h"
#include "base/mem.h"
#include "base/parallel.h"

enum { TEXTS_EACH = 4 };           /* that may wait, a thread */

struct waiting {
	struct lines text;
	int is_there;
};

struct inorder {
	FILE *to;
	size_t count, room;
	pthread_mutex_t lock;      /* of all that follows, save a text whose turn it is */
	pthread_cond_t written;
	size_t taken, turn;
	int is_writing;
	struct waiting *waiting;   /* by number modulo room */
};

struct inorder *inorder_new(FILE *to, size_t count, size_t threads)
{
	struct inorder *inorder = mem_new(1, sizeof *inorder);

	inorder->to = to;
	inorder->count = count;
	inorder->room = TEXTS_EACH * (threads ? threads : parallel_processors());
	inorder->waiting = mem_new(inorder->room, sizeof *inorder->waiting);
	pthread_mutex_init(&inorder->lock, NULL);
	pthread_cond_init(&inorder->written, NULL);
	return inorder;
}

void inorder_free(struct inorder *inorder)
{
	for (size_t i = 0; i < inorder->room; i++)
		lines_free(&inorder->waiting[i].text);
	free(inorder->waiting);
	pthread_cond_destroy(&inorder->written);
	pthread_mutex_destroy(&inorder->lock);
	free(inorder);
}

int inorder_take(struct inorder *inorder, size_t *number)
{
	int more;

	pthread_mutex_lock(&inorder->lock);
	more = inorder->taken < inorder->count;
	*number = inorder->taken;
	inorder->taken += (size_t)more;
	pthread_mutex_unlock(&inorder->lock);
	return more;
}

static struct waiting *waiting_at(struct inorder *inorder, size_t number)
{
	return &inorder->waiting[number % inorder->room];
}

/* Under the lock, which is open while a text is written. */
static void write_all(struct inorder *inorder)
{
	struct waiting *next;

	inorder->is_writing = 1;
	while ((next = waiting_at(inorder, inorder->turn))->is_there) {
		pthread_mutex_unlock(&inorder->lock);
		lines_write(&next->text, 0, inorder->to);
		pthread_mutex_lock(&inorder->lock);
		next->is_there = 0;
		inorder->turn++;
		pthread_cond_broadcast(&inorder->written);
	}
	inorder->is_writing = 0;
}

void inorder_put(struct inorder *inorder, size_t number, struct lines *text)
{
	struct waiting *here = waiting_at(inorder, number);
	struct lines empty;

	pthread_mutex_lock(&inorder->lock);
	while (number >= inorder->turn + inorder->room)
		pthread_cond_wait(&inorder->written, &inorder->lock);
	empty = here->text;
	here->text = *text;
	here->is_there = 1;
	*text = empty;
	if (!inorder->is_writing)
		write_all(inorder);
	pthread_mutex_unlock(&inorder->lock);
}

void inorder_piece(struct inorder *inorder, size_t number, struct lines *text)
{
	pthread_mutex_lock(&inorder->lock);
	while (inorder->turn != number)
		pthread_cond_wait(&inorder->written, &inorder->lock);
	pthread_mutex_unlock(&inorder->lock);
	lines_write(text, 0, inorder->to);
}
