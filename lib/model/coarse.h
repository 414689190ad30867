/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coarse - words that few cases have become "other".
 *
 * A cell is one word, or several joined by "|". A word is rare if at least one case has it but
 * fewer than the least number of different cases; rows without a case do not count, so that words
 * of work without a case stay. First all cells are added, then coarse_settle decides, and then
 * coarse_text tells what becomes of each. "other" stands once in a cell, at the place of its first
 * rare word. */
#ifndef VL_COARSE_H
#define VL_COARSE_H

#include <stddef.h>
#include <stdint.h>

struct coarse;

struct coarse *coarse_new(void);
void coarse_free(struct coarse *coarse);             /* NULL allowed */
void coarse_add(struct coarse *coarse, const char *cell, const char *case_id);
void coarse_settle(struct coarse *coarse, uint32_t least);
/* Of a cell that was added; valid until coarse_free. */
const char *coarse_text(const struct coarse *coarse, const char *cell);
/* How many words became "other", and how many cases have one of them. */
uint32_t coarse_words(const struct coarse *coarse);
uint32_t coarse_cases(const struct coarse *coarse);

#endif
