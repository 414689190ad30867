/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecasttable - a forecast as a table (verlauf-tables(5)), and what is said above it.
 *
 * One value a row: first the quantities month by month, with --by for each group and then for all,
 * then the spans, then the same of each scenario. Months that were seen stand before those that are
 * forecast where the history is asked for. The sentences above the table say what is expected and
 * how sure that is. */
#ifndef VL_FORECASTTABLE_H
#define VL_FORECASTTABLE_H

#include "model/outlook.h"
#include "show/table.h"

enum { FORECASTTABLE_COLUMNS = 15 };

struct forecasttable {
	const struct outlook *outlook;
	const struct ahead *ahead;
	const char *by;                  /* or NULL */
	const char *const *labels;       /* by group, all together last (NULL) */
	const char *hours;               /* name of the quantity: hours, total or value */
	double hours_per_fte;            /* or NaN: no fte */
	int history;                     /* print the months seen */
	const double *open_month;        /* what was seen of the month after the origin, or NULL */
	struct table_column columns[FORECASTTABLE_COLUMNS];   /* filled in; the table needs them */
};

/* The caller frees. */
struct table *forecasttable_new(struct forecasttable *what);
/* "So much is expected", "how sure"; each a note. */
void forecasttable_notes(struct table *table, const struct forecasttable *what);

#endif
