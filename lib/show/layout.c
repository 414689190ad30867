/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout - where everything in a chart stands, apart from who draws it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "show/axes.h"
#include "show/layout.h"
#include "show/legend.h"
#include "show/place.h"

enum {
	TITLE_LINES_MAX = 3,
	LABEL_LINES_MAX = 2,
	SHARED_USUAL_MAX = 4,    /* groups in one frame, where nothing else is asked for */
	PANEL_COLUMNS = 24,      /* characters that a frame of its own is wide, or more */
	PANEL_LINES = 7,         /* and lines that it is high, where the chart may grow */
	FRAME_LINES = 12,        /* that a chart which may grow has at least */
	FRAME_LINES_MIN = 5      /* a frame lower than this shows nothing */
};

/* ---- the rows of counts --------------------------------------------------------- */

/* In a table with rows for some positions only, the next one's: so many are left by then. */
static long count_at(const struct drawing *drawing, const struct drawing_group *group, long at)
{
	for (size_t p = 0; p < group->count; p++)
		if (group->points[p].at == at || (drawing->stairs && group->points[p].at > at))
			return group->points[p].n;
	return -1;
}

static void add_count_row(struct layout *layout, const struct drawing *drawing,
			  const struct layout_frame *frame, size_t group, double y)
{
	for (size_t i = 0; i < layout->at_tick_count; i++) {
		const struct layout_tick *tick = &layout->at_ticks[i];
		long n = count_at(drawing, &drawing->groups[group], lround(tick->at));
		char text[32];

		if (!tick->labelled || n < 0)
			continue;
		snprintf(text, sizeof text, "%ld", n);
		place_text(layout, axes_x(layout, frame, tick->at), y, LAYOUT_CENTRE, LAYOUT_SMALL,
			   mem_text(text, strlen(text)));
	}
}

/* Groups in the lower frame are made from those in the upper one and have no cases of their own. */
static size_t counted(const struct layout *layout, const struct drawing *drawing)
{
	return drawing->count - (layout->stacked ? drawing->below : 0);
}

static double add_counts(struct layout *layout, const struct drawing *drawing, double top)
{
	double line = place_line(layout, LAYOUT_SMALL);

	top = place_lines(layout, LAYOUT_SMALL, top, 1, drawing->n_label);
	for (size_t i = 0; i < counted(layout, drawing); i++, top += line) {
		if (drawing->count > 1)
			place_sample(layout, SAMPLE_POINT, i,
				     layout->is_text ? 0 : place_margin(layout), top + line / 2);
		add_count_row(layout, drawing, &layout->frames[0], i, top + line / 2);
	}
	return top;
}

/* ---- all of it ------------------------------------------------------------------ */

static double head(struct layout *layout, const struct drawing *drawing)
{
	double top = place_margin(layout) / 2;

	if (layout->is_text)
		top = 0;
	if (drawing->title)
		top = place_lines(layout, LAYOUT_TITLE, top, TITLE_LINES_MAX, drawing->title);
	top = legend_add(layout, drawing, top) + (layout->is_text ? 0 : place_gap(layout) / 2);
	top = place_lines(layout, LAYOUT_TEXT, top, LABEL_LINES_MAX, drawing->value_label);
	return top + (layout->is_text ? 0 : place_gap(layout));
}

static double ticks_height(const struct layout *layout)
{
	return (layout->is_text ? 1 : place_gap(layout)) + place_line(layout, LAYOUT_TEXT);
}

/* Groups in each of several frames. */
static size_t in_frame(const struct drawing *drawing)
{
	return drawing->each ? drawing->each : 1;
}

/* What stands above and below each of several frames: the name; tick labels, counts. */
static double panel_head(const struct layout *layout)
{
	if (!layout->panels && !layout->stacked)
		return 0;
	return place_line(layout, LAYOUT_TEXT) + (layout->is_text ? 0 : 4);
}

static double panel_foot(const struct layout *layout, const struct drawing *drawing)
{
	double small = place_line(layout, LAYOUT_SMALL);

	if (layout->stacked)
		return ticks_height(layout);
	if (!layout->panels)
		return 0;
	return ticks_height(layout) + (drawing->n_label ? small * (double)in_frame(drawing) : 0);
}

/* What stands below all frames: tick labels and counts of the only one, label, note. */
static double foot_height(const struct layout *layout, const struct drawing *drawing)
{
	double text = place_line(layout, LAYOUT_TEXT), small = place_line(layout, LAYOUT_SMALL);
	double height = layout->frame_count > 1 ? 0 : ticks_height(layout);

	if (drawing->at_label)
		height += text;
	if (drawing->n_label)
		height += small * (layout->panels ? 1 : (double)(counted(layout, drawing) + 1));
	if (layout->cut)
		height += small;
	return height + (layout->is_text ? 0 : place_gap(layout));
}

static void name_frame(struct layout *layout, const struct drawing *drawing,
		       const struct layout_frame *frame)
{
	const struct drawing_group *group = &drawing->groups[frame->group];
	const char *name = layout->stacked ? drawing->frame_labels[frame->group > 0] :
			   group->frame ? group->frame : group->name;
	char *clean = place_clean(name, layout->is_text);

	place_text(layout, frame->left,
		   frame->top - panel_head(layout) + place_line(layout, LAYOUT_TEXT) / 2,
		   LAYOUT_LEFT, LAYOUT_TEXT,
		   place_cut(layout, LAYOUT_TEXT, clean, frame->right - frame->left));
	free(clean);
}

/* Below a frame of its own, a row for each of its groups. */
static double frame_counts(struct layout *layout, const struct drawing *drawing,
			   const struct layout_frame *frame, double top)
{
	double small = place_line(layout, LAYOUT_SMALL);

	for (size_t i = frame->group; i < frame->end; i++, top += small) {
		if (drawing->each)
			place_sample(layout, SAMPLE_POINT, i, frame->left - 2 * place_gap(layout),
				     top + small / 2);
		add_count_row(layout, drawing, frame, i, top + small / 2);
	}
	return top;
}

static double panel(struct layout *layout, const struct drawing *drawing,
		    const struct layout_frame *frame)
{
	double top = frame->bottom + (layout->is_text ? 1 : place_gap(layout));
	double text = place_line(layout, LAYOUT_TEXT);

	if (frame->left <= layout->left)
		axes_value_labels(layout, frame);
	axes_at_labels(layout, drawing, frame, top + text / 2);
	if (layout->panels || layout->stacked)
		name_frame(layout, drawing, frame);
	if (!layout->panels || !drawing->n_label)
		return top + text;
	return frame_counts(layout, drawing, frame, top + text);
}

static void add_counts_note(struct layout *layout, const struct drawing *drawing, double top)
{
	char text[200];

	snprintf(text, sizeof text, _("Small figures: %s"), drawing->n_label);
	place_lines(layout, LAYOUT_SMALL, top, 1, text);
}

/* `top` is below the tick labels. */
static void foot(struct layout *layout, const struct drawing *drawing, double top)
{
	double text = place_line(layout, LAYOUT_TEXT);

	if (drawing->at_label) {
		place_text(layout, layout->width - place_margin(layout), top + text / 2,
			   LAYOUT_RIGHT, LAYOUT_TEXT,
			   place_cut(layout, LAYOUT_TEXT, drawing->at_label,
				     layout->width - 2 * place_margin(layout)));
		top += text;
	}
	if (drawing->n_label && layout->panels) {
		add_counts_note(layout, drawing, top);
		top += place_line(layout, LAYOUT_SMALL);
	} else if (drawing->n_label) {
		top = add_counts(layout, drawing, top);
	}
	if (layout->cut)
		place_lines(layout, LAYOUT_SMALL, top, 1,
			    _("Intervals that reach the top go on above it."));
}

static int refuse_size(const struct layout *layout, double least_width, double least_height,
		       struct fault *fault)
{
	return fault_set(fault, STATUS_USAGE,
			 N_("%.0fx%.0f is too small for this chart; it needs %.0fx%.0f or more"),
			 layout->width, layout->height, fmax(least_width, layout->width),
			 fmax(least_height, layout->height));
}

/* Top and bottom of the first frame. */
static int stand(struct layout *layout, const struct drawing *drawing, int grows,
		 struct fault *fault)
{
	double line = place_line(layout, LAYOUT_TEXT), rows = (double)layout->down;
	double least = (!grows ? FRAME_LINES_MIN : layout->frame_count > 1 ? PANEL_LINES :
									 FRAME_LINES) * line;
	double around = panel_head(layout) + panel_foot(layout, drawing) +
			(layout->frame_count > 1 ? place_gap(layout) : 0);
	double first = head(layout, drawing), each, lacking;

	each = (layout->height - foot_height(layout, drawing) - first) / rows - around;
	lacking = ceil((least - each) * rows);
	if (lacking > 0 && !grows)
		return refuse_size(layout, 0, layout->height + lacking, fault);
	if (lacking > 0) {
		layout->height += lacking;
		each += lacking / rows;
	}
	layout->top = first + panel_head(layout);
	layout->bottom = layout->top + (layout->is_text ? floor(each) : each);
	return 0;
}

/* Between frames side by side: the labels of both stand out. */
static double between(const struct layout *layout, double label_width)
{
	return fmax(3 * place_gap(layout), label_width + place_gap(layout));
}

/* Left and right of the first frame. */
static int widen(struct layout *layout, double label_width, struct fault *fault)
{
	double right, across = (double)layout->across, each, lacking;

	layout->left = place_margin(layout) + place_gap(layout) +
		       fmax(axes_value_width(layout), label_width / 2);
	right = layout->width - fmax(place_margin(layout), label_width / 2);
	each = (right - layout->left - (across - 1) * between(layout, label_width)) / across;
	layout->right = layout->left + (layout->is_text ? floor(each) : each);
	lacking = ceil((2 * label_width - each) * across);
	return lacking > 0 ? refuse_size(layout, layout->width + lacking, 0, fault) : 0;
}

static int places_left(int groups, int across)
{
	return (across - groups % across) % across;
}

/* Rows of frames that leave few gaps and are not narrower than they can be read. */
static void arrange(struct layout *layout, const struct drawing *drawing)
{
	int groups = (int)(drawing->count / in_frame(drawing)), most;
	int usual = layout->is_text ? DRAWING_SHARED_MAX : SHARED_USUAL_MAX;

	layout->across = layout->down = 1;
	layout->panels = groups > usual || (drawing->panels && groups > 1) || drawing->each;
	layout->shared = drawing->count > 1 && (!layout->panels || drawing->each);
	layout->stacked = !layout->panels && drawing->below > 0;
	layout->frame_count = layout->panels ? (size_t)groups : layout->stacked ? 2 : 1;
	if (layout->stacked)
		layout->down = 2;
	if (!layout->panels)
		return;
	most = (int)(layout->width / (PANEL_COLUMNS * place_character(layout, LAYOUT_TEXT)));
	while (layout->across * layout->across < groups && layout->across < most)
		layout->across++;
	if (layout->across < most && places_left(groups, layout->across + 1) <
				     places_left(groups, layout->across))
		layout->across++;
	layout->down = (groups + layout->across - 1) / layout->across;
}

static void add_frames(struct layout *layout, const struct drawing *drawing, double label_width)
{
	double width = layout->right - layout->left + between(layout, label_width);
	double height = layout->bottom - layout->top + panel_head(layout) +
			panel_foot(layout, drawing) + place_gap(layout);

	layout->frames = mem_new(layout->frame_count, sizeof *layout->frames);
	for (size_t i = 0; i < layout->frame_count; i++) {
		double x = (double)(i % (size_t)layout->across) * width;
		double y = (double)(i / (size_t)layout->across) * height;
		size_t upper = counted(layout, drawing), each = in_frame(drawing);

		layout->frames[i] = (struct layout_frame){
			layout->left + x, layout->right + x, layout->top + y, layout->bottom + y,
			layout->panels ? i * each : i ? upper : 0,
			layout->panels ? (i + 1) * each : i ? drawing->count : upper };
	}
}

static void furnish(struct layout *layout, const struct drawing *drawing)
{
	double top = 0;

	for (size_t i = 0; i < layout->frame_count; i++)
		top = fmax(top, panel(layout, drawing, &layout->frames[i]));
	foot(layout, drawing, top);
}

int layout_make(struct layout *layout, const struct drawing *drawing,
		const struct picture_size *size, int is_text, struct fault *fault)
{
	struct drawing_range range = drawing_range(drawing);
	double label_width;

	*layout = (struct layout){ .is_text = is_text, .width = size->width,
				   .height = size->height, .first = (double)range.first - 0.5,
				   .last = (double)range.last + 0.5 };
	arrange(layout, drawing);
	axes_bands(layout, drawing, &range);
	axes_extent(layout, &range);
	if (stand(layout, drawing, size->grows, fault) != 0)
		return -1;
	axes_values(layout);
	label_width = axes_at_width(layout, drawing, &range);
	if (widen(layout, label_width, fault) != 0)
		return -1;
	axes_positions(layout, drawing, &range, label_width);
	add_frames(layout, drawing, label_width);
	furnish(layout, drawing);
	return 0;
}

void layout_free(struct layout *layout)
{
	for (size_t i = 0; i < layout->text_count; i++)
		free(layout->texts[i].text);
	free(layout->frames);
	free(layout->texts);
	free(layout->samples);
	free(layout->at_ticks);
	free(layout->value_ticks);
	*layout = (struct layout){ 0 };
}
