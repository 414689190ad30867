/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checktable - the findings of vl-check as a table, and the rows concerned as another. */
#ifndef VL_CHECKTABLE_H
#define VL_CHECKTABLE_H

#include "model/check.h"
#include "show/output.h"

/* Columns as in verlauf-tables(5). `translated`: sentences in the reader's language. */
struct table *checktable_findings(const struct check *check, int translated);
/* Rows that break a rule come from `refused`, of which only the first of each kind are kept.
 * `values`: also what stands there. */
struct table *checktable_rows(const struct check *check, const struct findings *refused,
			      int values);
void checktable_meta(struct meta *meta, const struct check *check);

#endif
