/* SPDX-License-Identifier: GPL-3.0-or-later */
/* series - a table of vl-curve, its daily one too, of vl-early --curve, vl-figures or vl-forecast,
 * as a drawing.
 *
 * Which table it is follows from its header (verlauf-tables(5)). Of vl-curve one measure
 * is drawn, of vl-figures one column, of vl-forecast one quantity with its bands. Columns between
 * the first and the next fixed one are groups; the group "(all)" is left out where there are
 * others. Of vl-early the difference stands below both courses, or each group of --by has both
 * courses in a frame of its own. Empty cells are gaps. Any bad cell is a finding, and then there
 * is no drawing. */
#ifndef VL_SERIES_H
#define VL_SERIES_H

#include "base/diag.h"
#include "data/csv.h"
#include "show/drawing.h"

enum { SERIES_GROUP_BYTES = 2000 };

struct series_choice {
	const char *measure;    /* of vl-curve; NULL = per_case */
	const char *column;     /* of vl-figures; NULL = hours; of vl-forecast the quantity */
	const char *label;      /* of the vertical axis; NULL = by measure or column */
};

/* The choice's texts and the path are borrowed as long as the drawing is used. Faults:
 * no such table, no rows (STATUS_DATA); a measure or column that the table does not have
 * (STATUS_USAGE). drawing_free in any case. */
int series_read(struct drawing *drawing, const char *path, const struct series_choice *choice,
		struct findings *findings, struct fault *fault);

/* The group of a row whose group columns are 1 to `end` - 1, in the reader's language;
 * several stand side by side. */
void series_group(const struct csv_row *row, size_t end, char name[SERIES_GROUP_BYTES]);

#endif
