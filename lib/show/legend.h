/* SPDX-License-Identifier: GPL-3.0-or-later */
/* legend - what the signs of a chart mean, above its frames. */
#ifndef VL_LEGEND_H
#define VL_LEGEND_H

#include "show/layout.h"

/* From `top` downwards; returns where the next thing can stand. */
double legend_add(struct layout *layout, const struct drawing *drawing, double top);

#endif
