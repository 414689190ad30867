/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pieces - parts of a long text that several threads put aside on disk, each when it has one, to be
 * read in order when all are there.
 *
 * Each piece says where it belongs by a number; numbers need not follow one another, but no two
 * may be alike. So nobody waits until what comes before has been put aside. */
#ifndef VL_PIECES_H
#define VL_PIECES_H

#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"

struct pieces;

struct pieces *pieces_new(void);
void pieces_free(struct pieces *pieces);        /* NULL allowed */
/* By any thread. 0, or -1 and a fault: of the temporary file (base/spool.h), which the first piece
 * makes, so that whoever has none to put aside needs no room on disk. */
int pieces_put(struct pieces *pieces, int64_t place, const char *text, size_t length,
	       struct fault *fault);
/* From now on they are read: from the first one on. */
void pieces_rewind(struct pieces *pieces);
/* 1 and the next piece, 0 at the end, -1 and a fault. It holds until the next call. */
int pieces_next(struct pieces *pieces, const char **text, size_t *length, struct fault *fault);

#endif
