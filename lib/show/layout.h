/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout - where everything in a chart stands, apart from who draws it.
 *
 * Lengths are pixels from the left and from the top, or characters and lines where
 * the chart is text. From top to bottom: title, legend, label of the vertical axis,
 * the frame with the curves, tick labels, label of the horizontal axis, the rows of
 * counts, a note. The vertical axis starts at 0 unless a value lies below. It ends
 * above the highest value, and above the highest interval unless that would squash
 * the curve: then the interval runs out of the frame and the note says so. Likewise the
 * point apart (of a single group), whose value then stands in the legend. Simultaneous
 * bands of more than four groups would only hide each other, and text has room for the
 * pointwise intervals of one group.
 *
 * Groups share one frame or have one each, all with the same axes: more than four (in text
 * more than seven) do, fewer on request. A frame of its own has the group's name above and its
 * counts below. Groups that the drawing wants below the others share a second frame there; where
 * it wants so many in each frame, they have colours and shapes of their own in it. Rise and core
 * phase are marked where a frame has one group, and not in text. */
#ifndef VL_LAYOUT_H
#define VL_LAYOUT_H

#include <stddef.h>
#include "show/drawing.h"
#include "show/picture.h"

enum layout_font { LAYOUT_TITLE, LAYOUT_TEXT, LAYOUT_SMALL };
enum layout_align { LAYOUT_LEFT, LAYOUT_CENTRE, LAYOUT_RIGHT };

struct layout_text {
	double x, y;              /* y is the middle of the line */
	enum layout_align align;
	enum layout_font font;
	char *text;               /* no control characters; on a terminal nothing that reorders */
};

enum layout_sample_kind {
	SAMPLE_GROUP,             /* line and point of one group */
	SAMPLE_POINT,             /* point alone, before a row of counts */
	SAMPLE_BAND, SAMPLE_BAND_ALL, SAMPLE_APART, SAMPLE_BEYOND, SAMPLE_SMOOTH,
	SAMPLE_PROVISIONAL, SAMPLE_PEAK, SAMPLE_RISE, SAMPLE_CORE, SAMPLE_LANDMARK,
	SAMPLE_FAN,               /* the inner band of a forecast */
	SAMPLE_LIMIT              /* capacity */
};

struct layout_sample {
	enum layout_sample_kind kind;
	size_t group;             /* of SAMPLE_GROUP, SAMPLE_POINT */
	double x, y;              /* its left end, its middle */
};

struct layout_tick {
	double at;                /* in units of the axis */
	int labelled;
};

struct layout_frame {
	double left, right, top, bottom;
	size_t group, end;        /* the groups drawn in it: from `group`, before `end` */
};

struct layout {
	int is_text;              /* characters, not pixels */
	double width, height;
	double left, right, top, bottom;   /* of the first frame; all have the same size */
	int panels;                        /* a frame for each group */
	int shared;                        /* several groups in a frame, told apart by colours */
	int stacked;                       /* two frames, the last groups in the lower one */
	int across, down;                  /* so many frames */
	double first, last;                /* range of the horizontal axis */
	double low, high;                  /* range of the vertical axis */
	int bands, bands_all;              /* which intervals are drawn */
	int cut;                           /* intervals reach above the frame */
	int beyond;                        /* the point apart lies above the frame */
	struct layout_frame *frames;
	size_t frame_count;
	struct layout_text *texts;
	struct layout_sample *samples;
	struct layout_tick *at_ticks, *value_ticks;
	size_t text_count, sample_count, at_tick_count, value_tick_count;
	size_t text_capacity, sample_capacity, at_tick_capacity, value_tick_capacity;
};

/* A fault where the chart does not fit into that size; the size may say that the chart may
 * be higher instead. layout_free in any case. */
int layout_make(struct layout *layout, const struct drawing *drawing,
		const struct picture_size *size, int is_text, struct fault *fault);
void layout_free(struct layout *layout);

#endif
