/* SPDX-License-Identifier: GPL-3.0-or-later */
/* marks - a table of vl-curve --summary, read as marks in a drawing.
 *
 * Rows of the drawing's measure (column curve) are taken, each for the group of its
 * name; the row of all cases also for a drawing without groups. What is empty or flagged
 * is not marked: an unreliable number is none, and a peak that may lie at an end of the
 * curve (no_inner_peak) may be no peak. */
#ifndef VL_MARKS_H
#define VL_MARKS_H

#include "base/diag.h"
#include "show/drawing.h"

/* Faults: no such table (STATUS_DATA); the drawing is not by case months, or the table has
 * nothing about its measure or groups (STATUS_USAGE). */
int marks_read(struct drawing *drawing, const char *path, struct findings *findings,
	       struct fault *fault);

#endif
