/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predicttable - the predictions, and their check, as tables (verlauf-tables(5)). */
#ifndef VL_PREDICTTABLE_H
#define VL_PREDICTTABLE_H

#include "model/predict.h"
#include "show/table.h"

struct predicttable {
	struct table_column columns[32];
	struct table *table;
};

/* One row for each case whose `wanted` is not 0, or all where that is NULL; the caller frees
 * with predicttable_free. `by`: name of the group column, or NULL. */
void predicttable_rows(struct predicttable *table, const struct predict *predict,
		       const struct caseload *caseload, const struct predict_settings *settings,
		       const char *by, const unsigned char *wanted);
/* The check in long form. */
void predicttable_check(struct predicttable *table, const struct predict *predict);
void predicttable_free(struct predicttable *table);

#endif
