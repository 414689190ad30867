/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mem - memory that is there, or the program ends. */
#define _DEFAULT_SOURCE        /* madvise */
#include <malloc.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "base/diag.h"
#include "base/mem.h"

void *mem_new(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		diag_out_of_memory();
	return memory;
}

/* Processors fetch lines of 64 bytes in pairs. */
enum { LARGE_PAGE = 1 << 21, OWN_PAGES = 1 << 15, APART = 128 };

void *mem_table(size_t count, size_t size)
{
	size_t pages = size && count > (SIZE_MAX - LARGE_PAGE) / size ?
		       0 : (count * size + LARGE_PAGE / 2) / LARGE_PAGE;
	void *memory;

	if (!pages)
		return mem_new(count, size);
	memory = aligned_alloc(LARGE_PAGE, (pages + 1) * LARGE_PAGE);
	if (!memory)
		diag_out_of_memory();
#ifdef MADV_HUGEPAGE
	madvise(memory, pages * LARGE_PAGE, MADV_HUGEPAGE);     /* if not, it is only slower */
#endif
	return memset(memory, 0, count * size);
}

void *mem_apart(size_t count, size_t size)
{
	void *memory = NULL;
	size_t bytes = size && count > (SIZE_MAX - APART) / size ? 0 :
		       (count * size / APART + 1) * APART;

	if (bytes)
		memory = aligned_alloc(APART, bytes);
	if (!memory)
		diag_out_of_memory();
	return memset(memory, 0, bytes);
}

void mem_no_holes(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, OWN_PAGES);
#endif
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
