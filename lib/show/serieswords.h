/* SPDX-License-Identifier: GPL-3.0-or-later */
/* serieswords - what the axes, bands and lines of a drawn table are called.
 *
 * Also which positions of the horizontal axis may be labelled, and how; where the landmark stands;
 * and whether the first position is drawn apart. */
#ifndef VL_SERIESWORDS_H
#define VL_SERIESWORDS_H

#include "show/seriestable.h"

/* Once all rows are read. */
void serieswords_put(const struct series *series);

#endif
