/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mem - memory that is there, or the program ends with STATUS_SYSTEM.
 *
 * A tool that reads everything before it prints anything has nothing to save
 * when memory runs out, so no caller has to handle it. Sizes are checked for
 * overflow. Free with free(). */
#ifndef VL_MEM_H
#define VL_MEM_H

#include <stddef.h>
#include <stdlib.h>

void *mem_new(size_t count, size_t size);                 /* zeroed */
/* The same of a table that is read here and there: in pages of 2 MB where the system has such, so
 * that finding a page costs no more than finding what is on it. */
void *mem_table(size_t count, size_t size);
/* The same on lines of the cache that it shares with nothing else: for what one thread writes at
 * every step while another writes what was asked for next. (Else both wait for the line again and
 * again: of two threads that read rows it took 3 to 4 % of the processor time.) */
void *mem_apart(size_t count, size_t size);
/* From now on arrays of 32 kB and more leave no holes when they grow: each has pages of its own.
 * (glibc does so only until the first of them is freed; of arrays that grow side by side a fifth
 * of the memory was holes.) */
void mem_no_holes(void);
void *mem_resize(void *memory, size_t count, size_t size); /* new part not zeroed */
char *mem_text(const char *text, size_t length);          /* copy, terminated */
/* Room for one more in an array that doubles: returns the array. */
void *mem_grow(void *memory, size_t count, size_t *capacity, size_t size);

#endif
