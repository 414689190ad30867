/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mem - memory that is there, or the program ends. */
#include <stdint.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"

void *mem_new(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		diag_out_of_memory();
	return memory;
}

void *mem_resize(void *memory, size_t count, size_t size)
{
	void *resized;

	if (size && count > SIZE_MAX / size)
		diag_out_of_memory();
	size *= count;
	resized = realloc(memory, size > 0 ? size : 1);
	if (!resized)
		diag_out_of_memory();
	return resized;
}

char *mem_text(const char *text, size_t length)
{
	char *copy = mem_new(length + 1, 1);

	memcpy(copy, text, length);
	return copy;
}

void *mem_grow(void *memory, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return memory;
	*capacity = *capacity ? *capacity * 2 : 16;
	return mem_resize(memory, *capacity, size);
}
