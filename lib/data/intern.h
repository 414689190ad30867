/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intern - texts into small numbers, 0, 1, 2, ... in order of appearance.
 *
 * A hash table with open addressing; a text has no zero bytes. A look-up touches its slot and,
 * if the text has more than eight bytes, the text, in memory that is in no cache where there
 * are many: whoever looks up several at a time asks for all slots first (intern_prefetch),
 * then for all texts (intern_prefetch_text). Numbers depend on the order of rows: whoever prints or
 * draws random numbers goes through intern_sorted (bytewise order of the texts). */
#ifndef VL_INTERN_H
#define VL_INTERN_H

#include <stddef.h>
#include <stdint.h>

#define INTERN_NONE UINT32_MAX

enum { INTERN_SHORT = 8 };         /* bytes of the longest text that its key tells */

struct intern;

struct intern *intern_new(void);
void intern_free(struct intern *table);
/* From now on several threads may look up and add; and again only one, which lets go what was kept
 * for the others. */
void intern_share(struct intern *table);
void intern_unshare(struct intern *table);
uint64_t intern_hash(const char *text, size_t length);
void intern_prefetch(const struct intern *table, uint64_t hash);
void intern_prefetch_text(const struct intern *table, uint64_t hash, size_t length);
/* The number of a text, new ones included. */
uint32_t intern_add(struct intern *table, const char *text, size_t length);
uint32_t intern_add_hashed(struct intern *table, uint64_t hash, const char *text, size_t length);
/* The number of a text that is there, or INTERN_NONE. */
uint32_t intern_find(const struct intern *table, const char *text, size_t length);
uint32_t intern_count(const struct intern *table);
/* A text by its number: terminated, valid until intern_free. */
const char *intern_text(const struct intern *table, uint32_t number);
/* Have it fetched where that text lies, for who asks for many in another order than that of their
 * numbers. */
void intern_fetch(const struct intern *table, uint32_t number);
/* Of two numbers that of the text that comes first, also while several threads add. */
uint32_t intern_lesser(struct intern *table, uint32_t a, uint32_t b);
/* All numbers in bytewise order of their texts; the caller frees. */
uint32_t *intern_sorted(const struct intern *table);

#endif
