/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inorder - texts that several threads make, written in the order of their numbers.
 *
 * A thread takes the next number, makes its text, hands it in and goes on with another: a text
 * that is there before its turn waits, a few for each thread, and is written by whoever hands in
 * the one before. */
#ifndef VL_INORDER_H
#define VL_INORDER_H

#include <stdio.h>
#include "base/lines.h"

struct inorder;

/* Texts 0 .. count - 1, by so many threads (0 = parallel_processors()). */
struct inorder *inorder_new(FILE *to, size_t count, size_t threads);
void inorder_free(struct inorder *inorder);
/* 1 and the number of a text that is to be made, ascending; 0 when there are no more. */
int inorder_take(struct inorder *inorder, size_t *number);
/* The text, or the rest of it, which is empty then. */
void inorder_put(struct inorder *inorder, size_t number, struct lines *text);
/* A piece of a long one, which is empty then: waits until the text's turn. */
void inorder_piece(struct inorder *inorder, size_t number, struct lines *text);

#endif
