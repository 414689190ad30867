/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earlytable - cases that came back early against the others, as a table (verlauf-tables(5)).
 *
 * `by` is the name of the group column or NULL. The columns belong to the table: free both
 * with earlytable_free. */
#ifndef VL_EARLYTABLE_H
#define VL_EARLYTABLE_H

#include "model/early.h"
#include "show/table.h"

enum { EARLYTABLE_COLUMNS = 14 };

struct earlytable {
	struct table_column columns[EARLYTABLE_COLUMNS];
	struct table *table;
};

/* The means whose bits 1 << measure are set, with share and zero_share in any case. */
void earlytable_make(struct earlytable *to, const struct early *early, unsigned measures,
		     const char *by);
void earlytable_free(struct earlytable *earlytable);

#endif
