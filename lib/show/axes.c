/* SPDX-License-Identifier: GPL-3.0-or-later */
/* axes - the ranges of a chart's axes, their steps and labels. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "show/axes.h"
#include "show/place.h"

enum { VALUE_STEPS_MAX = 8, BANDS_ALL_GROUPS_MAX = 4 };

/* An interval may take the axis this far above the highest value, not farther. */
static const double SQUASH_MAX = 2.5;
/* The same for the point apart of a single group. */
static const double APART_MAX = 2;
/* Nothing that anybody measures; nearer to 0 gnuplot loses its way. */
static const double VANISHING = 1e-200;

/* ---- the vertical axis ---------------------------------------------------------- */

/* 1, 2 or 5 times a power of ten, not less than the least step. */
static double round_step(double least)
{
	double power = pow(10, floor(log10(least)));
	double head = least / power;

	return power * (head <= 1.0000001 ? 1 : head <= 2.0000001 ? 2 : head <= 5.0000001 ? 5 : 10);
}

/* How high the axis must be for these values and their intervals. */
static double span_top(struct layout *layout, const struct drawing_span *span)
{
	double high = fmax(span->high, 0), top = high;

	if (layout->bands)
		top = fmax(top, span->band_high);
	if (layout->bands_all)
		top = fmax(top, span->band_all_high);
	layout->cut |= high > 0 && top > SQUASH_MAX * high;
	return layout->cut ? SQUASH_MAX * high : top;
}

void axes_bands(struct layout *layout, const struct drawing *drawing,
		const struct drawing_range *range)
{
	layout->bands = fmax(range->joined.band_high, range->apart.band_high) > -INFINITY &&
			(!layout->is_text || !layout->shared);
	layout->bands_all = fmax(range->joined.band_all_high, range->apart.band_all_high) >
				    -INFINITY &&
			    !layout->is_text &&
			    (layout->panels || drawing->count <= BANDS_ALL_GROUPS_MAX);
}

/* How low: intervals of values that cannot be negative may well begin below 0. */
static double span_low(const struct layout *layout, const struct drawing_span *span)
{
	double low = fmin(span->low, 0);

	if (low < 0 && layout->bands)
		low = fmin(low, span->band_low);
	if (low < 0 && layout->bands_all)
		low = fmin(low, span->band_all_low);
	return low;
}

/* What the axis must hold, before it is rounded. */
void axes_extent(struct layout *layout, const struct drawing_range *range)
{
	struct drawing_span both = range->joined;
	double top = span_top(layout, &range->joined);

	layout->beyond = !layout->shared && top > 0 && range->apart.high > APART_MAX * top;
	layout->low = fmin(span_low(layout, &range->joined), span_low(layout, &range->apart));
	layout->high = top;
	if (layout->beyond)
		return;
	layout->cut = 0;
	both.high = fmax(both.high, range->apart.high);
	both.band_high = fmax(both.band_high, range->apart.band_high);
	both.band_all_high = fmax(both.band_all_high, range->apart.band_all_high);
	layout->high = span_top(layout, &both);
}

void axes_values(struct layout *layout)
{
	double line = place_line(layout, LAYOUT_TEXT);
	double most = fmax(2, floor((layout->bottom - layout->top) / (2.2 * line)));
	double step;
	long from, to;

	if (!(layout->high - layout->low > VANISHING))
		layout->high = layout->low + 1;
	step = round_step((layout->high - layout->low) / fmin(most, VALUE_STEPS_MAX));
	from = lround(floor(layout->low / step + 1e-9));
	to = lround(ceil(layout->high / step - 1e-9));
	layout->low = (double)from * step;
	layout->high = (double)to * step;
	for (long i = from; i <= to; i++) {
		layout->value_ticks = mem_grow(layout->value_ticks, layout->value_tick_count,
					       &layout->value_tick_capacity,
					       sizeof *layout->value_ticks);
		layout->value_ticks[layout->value_tick_count++] =
			(struct layout_tick){ (double)i * step, 1 };
	}
}

static int decimals(const struct layout *layout)
{
	double step = layout->value_ticks[1].at - layout->value_ticks[0].at;

	return step >= 1 ? 0 : (int)-floor(log10(step) + 1e-9);
}

double axes_value_width(const struct layout *layout)
{
	double most = 0;

	for (size_t i = 0; i < layout->value_tick_count; i++) {
		char text[32];

		drawing_number(text, layout->value_ticks[i].at, decimals(layout));
		most = fmax(most, place_width(layout, LAYOUT_TEXT, text));
	}
	return most;
}

void axes_value_labels(struct layout *layout, const struct layout_frame *frame)
{
	double scale = (layout->bottom - layout->top) / (layout->high - layout->low);

	for (size_t i = 0; i < layout->value_tick_count; i++) {
		double at = layout->value_ticks[i].at;
		char text[32];

		drawing_number(text, at, decimals(layout));
		place_text(layout, layout->left - place_gap(layout),
			   frame->bottom - (at - layout->low) * scale + (layout->is_text ? 0.5 : 0),
			   LAYOUT_RIGHT, LAYOUT_TEXT, mem_text(text, strlen(text)));
	}
}

/* ---- the horizontal axis -------------------------------------------------------- */

double axes_x(const struct layout *layout, const struct layout_frame *frame, double at)
{
	return frame->left + (at - layout->first) * (layout->right - layout->left) /
	       (layout->last - layout->first);
}

/* The widest thing under a labelled position. */
double axes_at_width(const struct layout *layout, const struct drawing *drawing,
		     const struct drawing_range *range)
{
	char last[16], count[32];

	drawing->write(last, drawing->kind, range->last);
	snprintf(count, sizeof count, "%ld", range->n_high);
	return fmax(place_width(layout, LAYOUT_TEXT, last),
		    drawing->n_label ? place_width(layout, LAYOUT_SMALL, count) : 0);
}

static int step_for(const struct drawing *drawing, double unit, double width)
{
	const int *step = drawing->steps;

	while (*step * unit < width && step[1])
		step++;
	return *step;
}

static void add_at_tick(struct layout *layout, long at, int labelled)
{
	layout->at_ticks = mem_grow(layout->at_ticks, layout->at_tick_count,
				    &layout->at_tick_capacity, sizeof *layout->at_ticks);
	layout->at_ticks[layout->at_tick_count++] = (struct layout_tick){ (double)at, labelled };
}

void axes_positions(struct layout *layout, const struct drawing *drawing,
		    const struct drawing_range *range, double label_width)
{
	double unit = (layout->right - layout->left) / (layout->last - layout->first);
	int step = step_for(drawing, unit, label_width + 2 * place_gap(layout));
	int each = !layout->is_text && unit >= 4, labels = 0;

	for (long at = range->first; at <= range->last; at++) {
		int labelled = at % step == 0;

		labels += labelled;
		if (labelled || each)
			add_at_tick(layout, at, labelled);
	}
	if (!labels)
		add_at_tick(layout, range->first, 1);
}

void axes_at_labels(struct layout *layout, const struct drawing *drawing,
		    const struct layout_frame *frame, double y)
{
	for (size_t i = 0; i < layout->at_tick_count; i++) {
		const struct layout_tick *tick = &layout->at_ticks[i];
		char text[16];

		if (!tick->labelled)
			continue;
		drawing->write(text, drawing->kind, lround(tick->at));
		place_text(layout, axes_x(layout, frame, tick->at), y, LAYOUT_CENTRE, LAYOUT_TEXT,
			   mem_text(text, strlen(text)));
	}
}
