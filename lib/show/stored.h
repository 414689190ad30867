/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stored - a table of one of the tools, read back from its CSV form.
 *
 * Known columns have their headings and kinds (show/columns.h), also in quantities that are
 * numbered or named by a level. In a column that is not known all cells are numbers, or it is a
 * text. An empty cell gets the sign for which the row's flag gives the reason:
 * `ended_cases=unreliable` for that column, `provisional` and `unreliable` alone for the others. */
#ifndef VL_STORED_H
#define VL_STORED_H

#include "base/diag.h"
#include "show/table.h"

struct stored_choice {
	const char *columns;      /* names joined by commas, in this order; NULL = all */
	long first, last;         /* only so many rows from the start or the end; 0 = all */
	int words;                /* codes as the reader calls them: per_case, not_early, (none) */
};

struct stored {
	struct table *table;
	struct table_column *columns;
	size_t width;
};

/* Faults: as csv_open and csv_next; a column that is not there (STATUS_USAGE). stored_free in any
 * case. */
int stored_read(struct stored *stored, const char *path, const struct stored_choice *choice,
		struct findings *findings, struct fault *fault);
void stored_free(struct stored *stored);

#endif
