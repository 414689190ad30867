/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plots - what is drawn in a frame of a chart: bands, lines, points, marks.
 *
 * Numbers go to the script as data blocks, what draws them to script->plots, in the order in which
 * one lies upon the other: bands, lines, marks, points. A text chart has what letters can show. */
#ifndef VL_PLOTS_H
#define VL_PLOTS_H

#include "show/script.h"

/* All of the frame that is being drawn. */
void plots_put(struct script *script);

#endif
