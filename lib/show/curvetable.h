/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curvetable - the effort curve as tables (verlauf-tables(5)): its points, its shape, the daily
 * curve.
 *
 * `by` is the name of the group column or NULL. The columns belong to the table: free both
 * with curvetable_free. */
#ifndef VL_CURVETABLE_H
#define VL_CURVETABLE_H

#include "model/curve.h"
#include "model/daily.h"
#include "model/earlycurve.h"
#include "model/shape.h"
#include "show/table.h"

enum { CURVETABLE_COLUMNS = 15 };

struct curvetable {
	struct table_column columns[CURVETABLE_COLUMNS];
	struct table *table;
};

/* The lines whose bits 1 << measure are set. */
void curvetable_points(struct curvetable *to, const struct curve *curve, unsigned measures,
		       const char *by);
void curvetable_summary(struct curvetable *to, const struct curve *curve, unsigned measures,
			const struct shape_settings *settings, const char *by);
void curvetable_daily(struct curvetable *to, const struct daily *daily, const char *by);
/* Curves of cases that came back early and of the others, and their differences: a group column
 * more. */
void curvetable_early(struct curvetable *to, const struct earlycurve *early, unsigned measures,
		      const char *by);
void curvetable_free(struct curvetable *curvetable);

#endif
