/* SPDX-License-Identifier: GPL-3.0-or-later */
/* monthly - a small table of numbers by month: `month` (2026-10) and a few columns.
 *
 * Canonical CSV (comma, '.', UTF-8); other columns are ignored. Rows may come in any order; after
 * reading they are sorted. Numbers are never negative. Findings, with their line and column: no
 * month, no number, a negative one, a month twice. Months may be missing: whether that matters is
 * the caller's to say. */
#ifndef VL_MONTHLY_H
#define VL_MONTHLY_H

#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"

enum { MONTHLY_COLUMNS = 2 };

struct monthly_row {
	int32_t month;                   /* data/date.h */
	long line;
	double value[MONTHLY_COLUMNS];   /* NaN: an empty cell of a column that may be left out */
};

struct monthly {
	const char *file;                /* as in messages; the caller's */
	struct monthly_row *rows;
	size_t count, capacity;
};

/* `names`: the columns wanted, of which the first must be there. 0, or -1 and a fault or refused
 * findings; monthly_free in any case. */
int monthly_read(struct monthly *monthly, const char *path, const char *const names[],
		 size_t columns, struct findings *findings, struct fault *fault);
void monthly_free(struct monthly *monthly);
/* The row of a month, or NULL. */
const struct monthly_row *monthly_find(const struct monthly *monthly, int32_t month);

#endif
