/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place - texts and samples of a chart, as wide as they are and where they are put.
 *
 * Lengths as in show/layout.h: pixels, or characters and lines. Widths are estimated from the
 * mean width of a letter in DejaVu Sans, since a layout asks no driver. */
#ifndef VL_PLACE_H
#define VL_PLACE_H

#include "show/layout.h"

double place_line(const struct layout *layout, enum layout_font font);        /* its height */
double place_character(const struct layout *layout, enum layout_font font);   /* mean width */
double place_font_size(enum layout_font font);               /* pixels */
double place_sample_width(const struct layout *layout);      /* of one in the legend */
double place_margin(const struct layout *layout);            /* around the chart */
double place_gap(const struct layout *layout);               /* between two things */
double place_width(const struct layout *layout, enum layout_font font, const char *text);

/* A copy without characters that no chart can show; the caller frees it. */
char *place_clean(const char *text, int is_text);
/* A copy that is as wide at most, with an ellipsis where it had to be cut; the caller frees it. */
char *place_cut(const struct layout *layout, enum layout_font font, const char *text,
		  double width);

/* Takes the text. */
void place_text(struct layout *layout, double x, double y, enum layout_align align,
		  enum layout_font font, char *text);
void place_sample(struct layout *layout, enum layout_sample_kind kind, size_t group, double x,
		    double y);
/* Lines from `top` downwards; returns where the next thing can stand. */
double place_lines(struct layout *layout, enum layout_font font, double top, int most,
		     const char *text);

#endif
