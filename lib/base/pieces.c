/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pieces - parts of a long text that several threads put aside on disk. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/pieces.h"
#include "base/spool.h"
#include "base/text.h"

struct piece {
	int64_t place;
	off_t offset;
	size_t length;
};

struct pieces {
	pthread_mutex_t lock;           /* of what follows, while they are put aside */
	FILE *spool;                    /* NULL: there is no piece yet */
	off_t end;
	struct piece *list;
	size_t count, capacity;

	size_t next;                    /* to be read */
	char *text;
	size_t room;
};

struct pieces *pieces_new(void)
{
	struct pieces *pieces = mem_new(1, sizeof *pieces);

	pthread_mutex_init(&pieces->lock, NULL);
	return pieces;
}

void pieces_free(struct pieces *pieces)
{
	if (!pieces)
		return;
	if (pieces->spool)
		fclose(pieces->spool);
	pthread_mutex_destroy(&pieces->lock);
	free(pieces->list);
	free(pieces->text);
	free(pieces);
}

/* ---- putting aside --------------------------------------------------------------- */

/* Its place in the file; -1 and a fault where there is none. */
static off_t add(struct pieces *pieces, int64_t place, size_t length, struct fault *fault)
{
	off_t offset = -1;

	pthread_mutex_lock(&pieces->lock);
	if (!pieces->spool)
		pieces->spool = spool_new(fault);
	if (pieces->spool) {
		offset = pieces->end;
		pieces->end += (off_t)length;
		pieces->list = mem_grow(pieces->list, pieces->count, &pieces->capacity,
					sizeof *pieces->list);
		pieces->list[pieces->count++] = (struct piece){ place, offset, length };
	}
	pthread_mutex_unlock(&pieces->lock);
	return offset;
}

int pieces_put(struct pieces *pieces, int64_t place, const char *text, size_t length,
	       struct fault *fault)
{
	off_t offset = add(pieces, place, length, fault);

	if (offset < 0)
		return -1;
	for (size_t done = 0; done < length;) {
		ssize_t step = pwrite(fileno(pieces->spool), text + done, length - done,
				      offset + (off_t)done);

		if (step < 0 && errno != EINTR)
			return fault_system(fault, "", N_("cannot write a temporary file"));
		done += step > 0 ? (size_t)step : 0;
	}
	return 0;
}

/* ---- reading --------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	return (x->place > y->place) - (x->place < y->place);
}

void pieces_rewind(struct pieces *pieces)
{
	if (pieces->count)
		qsort(pieces->list, pieces->count, sizeof *pieces->list, compare);
	pieces->next = 0;
}

int pieces_next(struct pieces *pieces, const char **text, size_t *length, struct fault *fault)
{
	const struct piece *piece;

	if (pieces->next == pieces->count)
		return 0;
	piece = &pieces->list[pieces->next++];
	if (piece->length > pieces->room) {
		pieces->room = piece->length;
		pieces->text = mem_resize(pieces->text, pieces->room, 1);
	}
	for (size_t done = 0; done < piece->length;) {
		ssize_t step = pread(fileno(pieces->spool), pieces->text + done,
				     piece->length - done, piece->offset + (off_t)done);

		if (step == 0)
			errno = EIO;
		if (step == 0 || (step < 0 && errno != EINTR))
			return fault_system(fault, "", N_("cannot read a temporary file"));
		done += step > 0 ? (size_t)step : 0;
	}
	*text = pieces->text;
	*length = piece->length;
	return 1;
}
