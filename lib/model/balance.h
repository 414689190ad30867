/* SPDX-License-Identifier: GPL-3.0-or-later */
/* balance - what stock and flow would give away.
 *
 * In the figures of a service open = open before - ended before + new + reopened, from one period
 * to the next, so that a single blank among the five could be computed. Where one of them is blank,
 * new and ended before become so, too, even zeros: they stand in no other equation, and with
 * opposite signs, so that together they can make up for any value of the others. */
#ifndef VL_BALANCE_H
#define VL_BALANCE_H

#include "model/crosstab.h"

struct balance {
	size_t open, added, ended, reopened;   /* columns, or the sheet's width */
	size_t *before;                        /* by row: that of the period before, or `rows` */
};

/* balance_free in any case. */
void balance_read(struct balance *balance, const struct sheet *sheet);
void balance_free(struct balance *balance);
/* `blank` and `forced` by row and column of the sheet. Marks in `forced` what must be blank beside
 * what is; returns how many of these are new. */
size_t balance_force(const struct balance *balance, const struct sheet *sheet,
		     const unsigned char *blank, unsigned char *forced);

#endif
