/* SPDX-License-Identifier: GPL-3.0-or-later */
/* progress - how far long work has come, for whoever watches.
 *
 * One line on standard error, only where that is a terminal, not before the program has run for a
 * second and the work for a fifth of one, and at most five times a second; it is wiped when the
 * work is done. What asks first is
 * told of until it ends: what it does on the way (pieces of pieces) is its own business.
 * Called per block or piece, never per row: without a terminal that costs the look at a flag. */
#ifndef VL_PROGRESS_H
#define VL_PROGRESS_H

#include <stdint.h>

enum progress_work { PROGRESS_READING, PROGRESS_COMPUTING };

/* `all` bytes (reading) or pieces lie ahead; 0: nobody knows how many. 1 if this is what is told
 * of: then progress_add as it goes on, from any thread, and progress_end. */
int progress_begin(enum progress_work work, uint64_t all);
void progress_add(uint64_t amount);
void progress_end(void);

#endif
