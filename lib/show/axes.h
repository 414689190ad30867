/* SPDX-License-Identifier: GPL-3.0-or-later */
/* axes - the ranges of a chart's axes, their steps and labels.
 *
 * The vertical axis starts at 0 unless a value lies below, and has steps of 1, 2 or 5 times a power
 * of ten; the horizontal one has the drawing's own steps (show/drawing.h), as close as their labels
 * allow. To be called in this order: bands, extent; values, where the height is known; positions,
 * where the width is; labels for each frame. */
#ifndef VL_AXES_H
#define VL_AXES_H

#include "show/layout.h"

/* Which intervals are drawn. */
void axes_bands(struct layout *layout, const struct drawing *drawing,
		const struct drawing_range *range);
/* What the vertical axis must hold, before it is rounded; whether intervals are cut. */
void axes_extent(struct layout *layout, const struct drawing_range *range);
void axes_values(struct layout *layout);
double axes_value_width(const struct layout *layout);
void axes_value_labels(struct layout *layout, const struct layout_frame *frame);

double axes_x(const struct layout *layout, const struct layout_frame *frame, double at);
/* The widest thing under a labelled position. */
double axes_at_width(const struct layout *layout, const struct drawing *drawing,
		     const struct drawing_range *range);
void axes_positions(struct layout *layout, const struct drawing *drawing,
		    const struct drawing_range *range, double label_width);
void axes_at_labels(struct layout *layout, const struct drawing *drawing,
		    const struct layout_frame *frame, double y);

#endif
