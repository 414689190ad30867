/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script - gnuplot's language: texts, numbers, places, frames, and how things look.
 *
 * A text is a double-quoted string in which every byte but letters, digits and blanks is an octal
 * escape, so that no name from the data can become a command. Only chart, samples and plots write
 * scripts; what holds for them all stands here. */
#ifndef VL_SCRIPT_H
#define VL_SCRIPT_H

#include <stdio.h>
#include "show/drawing.h"
#include "show/layout.h"
#include "show/picture.h"

struct script {
	FILE *to;               /* settings, labels, data */
	FILE *plots;            /* what the plot command draws, in order */
	int drawn;              /* how much that is */
	const struct drawing *drawing;
	const struct layout *layout;
	const struct layout_frame *frame;   /* that is being drawn */
	enum picture_form form;
	int blocks;             /* data blocks so far */
	int objects;
};

struct style {
	const char *colour;
	int full, hollow;       /* gnuplot's point types; in a text chart ... */
	char full_letter, hollow_letter;
};

extern const struct style script_only;     /* of the only group */
extern const struct style script_any;      /* in the legend, for what holds for every group */
extern const struct style script_beyond;   /* on the upper edge, for a value that lies beyond it */

/* Core phase, means of the rise, months of the peak, capacity, landmark. */
extern const struct script_colours {
	const char *core, *core_opacity, *rise, *peak, *limit, *landmark;
} script_colours;
enum { SCRIPT_PEAK_HEIGHT = 4 };           /* pixels */

void script_text(FILE *to, const char *text);
void script_number(FILE *to, double value);      /* every digit */
/* Of the whole chart: from the left, from the top. */
void script_place(const struct script *script, double x, double y);
void script_label(const struct script *script, const struct layout_text *text);

/* The form and size of the chart; the borders and axes of the frame that is being drawn. */
void script_terminal(const struct script *script);
void script_frame(const struct script *script);
void script_axes(const struct script *script);

/* Whether groups share a frame and are told apart by colours. */
int script_grouped(const struct script *script);
const struct style *script_style(const struct script *script, size_t group);
void script_point(FILE *to, const struct script *script, const struct style *style, int hollow);
void script_line(FILE *to, const char *colour, double width, int dashed);
/* Of the bands of one kind. */
const char *script_opacity(const struct script *script, enum layout_sample_kind kind);

#endif
