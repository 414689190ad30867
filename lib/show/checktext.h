/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checktext - the findings of vl-check in sentences, and as one page with the verdict first.
 *
 * Sentences are English where machines read them (CSV and JSON are the same bytes
 * everywhere) and in the reader's language otherwise. */
#ifndef VL_CHECKTEXT_H
#define VL_CHECKTEXT_H

#include "model/check.h"

enum { CHECKTEXT_SIZE = 400 };

/* "late.to_come" */
void checktext_item(char to[64], enum item item);
void checktext_sentence(char to[CHECKTEXT_SIZE], const struct finding *finding, int translated);
/* The page; the caller frees. `window`: the line that says what was read. */
char *checktext_page(const struct check *check, const char *window);

#endif
