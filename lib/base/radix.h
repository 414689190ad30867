/* SPDX-License-Identifier: GPL-3.0-or-later */
/* radix - words of 64 bits in ascending order, and rows of several words by one of them.
 *
 * Least significant digit first, stable; digits begin at bits in which some words differ, so that
 * what all have in common costs nothing. */
#ifndef VL_RADIX_H
#define VL_RADIX_H

#include <stddef.h>
#include <stdint.h>

/* By the bits from `lowest` on. Sorted are the words or, in `other`, which has as much room, a
 * permutation of them: the one of the two that is returned; what the other one holds is no
 * one's business. */
uint64_t *radix_sort(uint64_t *words, uint64_t *other, size_t count, int lowest);
/* The same of `count` rows of `width` words each, by their word number `by`. */
uint64_t *radix_rows(uint64_t *rows, uint64_t *other, size_t count, size_t width, size_t by);

#endif
