/* SPDX-License-Identifier: GPL-3.0-or-later */
/* series - a table of vl-curve or vl-figures, read as a drawing.
 *
 * Which table it is follows from its header (verlauf-tables(5)). Of vl-curve one measure
 * is drawn, of vl-figures one column. Columns between the first and the next fixed one
 * are groups; the group "(all)" is left out where there are others. Empty cells are gaps.
 * Any bad cell is a finding, and then there is no drawing. */
#ifndef VL_SERIES_H
#define VL_SERIES_H

#include "base/diag.h"
#include "show/drawing.h"

struct series_choice {
	const char *measure;    /* of vl-curve; NULL = per_case */
	const char *column;     /* of vl-figures; NULL = hours */
	const char *label;      /* of the vertical axis; NULL = by measure or column */
};

/* The choice's texts and the path are borrowed as long as the drawing is used. Faults:
 * no such table, no rows (STATUS_DATA); a measure or column that the table does not have
 * (STATUS_USAGE). drawing_free in any case. */
int series_read(struct drawing *drawing, const char *path, const struct series_choice *choice,
		struct findings *findings, struct fault *fault);

#endif
