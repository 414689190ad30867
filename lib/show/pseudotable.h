/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudotable - a table that is passed on, as CSV.
 *
 * Each different text is put in quotes, where it wants them, and gets what follows it once; a row
 * is then nothing but pieces of memory. Several threads sort piles of rows and put them together;
 * they are written in order. */
#ifndef VL_PSEUDOTABLE_H
#define VL_PSEUDOTABLE_H

#include <stdio.h>
#include "model/pseudo.h"

/* Header and rows. Whoever opened `to` looks whether all was written; standard output ends the
 * program where it was not (base/lines.h). */
void pseudotable_write(const struct pseudo *pseudo, size_t threads, FILE *to);

#endif
