/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predictseries - a table of vl-predict, or its check, read as a drawing.
 *
 * The predictions as a ranked list: expected effort and 80 % interval by place in the list, at most
 * the first PREDICTSERIES_MOST, with the threshold as a line. The check as a reliability
 * diagram: of each fifth of the predictions the percentage that reached the threshold against the
 * chance given (to half a percent along the axis), with its limits, and the line on which both
 * are equal; a group each for the first weeks and for the open cases. */
#ifndef VL_PREDICTSERIES_H
#define VL_PREDICTSERIES_H

#include "base/diag.h"
#include "data/csv.h"
#include "show/drawing.h"

enum { PREDICTSERIES_MOST = 60 };

int predictseries_knows(const struct csv_reader *reader);
/* Fill the drawing but for drawing_ready. Findings: cells that are no numbers. 0, or -1 and a
 * fault: nothing to draw (STATUS_DATA). */
int predictseries_read(struct drawing *drawing, struct csv_reader *reader, struct fault *fault);

#endif
