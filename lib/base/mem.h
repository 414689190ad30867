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
void *mem_resize(void *memory, size_t count, size_t size); /* new part not zeroed */
char *mem_text(const char *text, size_t length);          /* copy, terminated */
/* Room for one more in an array that doubles: returns the array. */
void *mem_grow(void *memory, size_t count, size_t *capacity, size_t size);

#endif
