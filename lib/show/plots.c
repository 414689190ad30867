/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plots - what is drawn in a frame of a chart: bands, lines, points, marks. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/textstream.h"
#include "show/place.h"
#include "show/plots.h"

enum { PEAK_STEP = 5 };   /* pixels between the peaks of two groups */

/* ---- data ----------------------------------------------------------------------- */

struct block {
	FILE *rows;
	char *text;
	size_t length;
};

static struct block *block_new(void)
{
	struct block *block = mem_new(1, sizeof *block);

	block->rows = textstream_open(&block->text, &block->length);
	return block;
}

static void put_row(struct block *block, const double *numbers, int count)
{
	for (int i = 0; i < count; i++) {
		if (i)
			fputc(' ', block->rows);
		script_number(block->rows, numbers[i]);
	}
	fputc('\n', block->rows);
}

static void put_break(struct block *block)
{
	fputc('\n', block->rows);
}

/* Numbers only, so that no row can be the end mark. 0 if there is nothing to draw. */
static int block_end(struct script *script, struct block *block)
{
	int some;

	textstream_close(block->rows);
	some = block->length > 0;
	if (some)
		fprintf(script->to, "$d%d << END\n%sEND\n", ++script->blocks, block->text);
	free(block->text);
	free(block);
	return some;
}

/* Start drawing the last block: gnuplot names each part of an SVG by its title. */
static void plot_start(struct script *script, size_t group, const char *columns, const char *style)
{
	const char *name = script->drawing->groups[group].name;
	char *clean = place_clean(*name ? name : script->drawing->value_label,
				  script->layout->is_text);

	fprintf(script->plots, "%s$d%d using %s title ", script->drawn++ ? ", \\\n\t" : "",
		script->blocks, columns);
	script_text(script->plots, clean);
	fprintf(script->plots, " with %s ", style);
	free(clean);
}

static int is_apart(const struct script *script, const struct drawing_point *point)
{
	return point->at == script->drawing->apart;
}

/* Groups that share a position. */
static double sharing(const struct script *script)
{
	return (double)(script->drawing->each ? script->drawing->each : script->drawing->count);
}

/* Where groups would hide each other, at the position apart, they stand side by side. */
static double at_of(const struct script *script, size_t group, const struct drawing_point *point)
{
	double count = sharing(script);

	if (!is_apart(script, point) || !script_grouped(script))
		return (double)point->at;
	group -= script->drawing->each ? script->frame->group : 0;
	return (double)point->at + ((double)group - (count - 1) / 2) * 0.7 / count;
}

/* ---- bands ---------------------------------------------------------------------- */

static double band_low(const struct drawing_point *point, enum layout_sample_kind kind)
{
	return kind == SAMPLE_FAN ? point->lower_core :
	       kind == SAMPLE_BAND ? point->lower : point->lower_all;
}

static double band_high(const struct drawing_point *point, enum layout_sample_kind kind)
{
	return kind == SAMPLE_FAN ? point->upper_core :
	       kind == SAMPLE_BAND ? point->upper : point->upper_all;
}

static int has_band(const struct script *script, const struct drawing_point *point,
		    enum layout_sample_kind kind)
{
	return isfinite(point->value) && point->value <= script->layout->high &&
	       isfinite(band_low(point, kind)) && isfinite(band_high(point, kind));
}

static int band_joined(const struct script *script, const struct drawing_group *group, size_t index,
		       enum layout_sample_kind kind)
{
	return index < group->count && drawing_joined(script->drawing, group, index) &&
	       has_band(script, &group->points[index], kind) &&
	       has_band(script, &group->points[index - 1], kind);
}

static void put_band_row(const struct script *script, struct block *block, double at,
			 const struct drawing_point *point, enum layout_sample_kind kind)
{
	double low = fmax(band_low(point, kind), script->layout->low);

	put_row(block, (double[]){ at, low, band_high(point, kind) }, 3);
}

/* A point that is joined to none has a short piece of band of its own. */
static void put_band_alone(const struct script *script, struct block *block, size_t group,
			   const struct drawing_point *point, enum layout_sample_kind kind)
{
	double groups = script_grouped(script) ? sharing(script) : 1;
	double at = at_of(script, group, point), half = 0.25 / groups;

	put_band_row(script, block, at - half, point, kind);
	put_band_row(script, block, at + half, point, kind);
	put_break(block);
}

static void put_band(struct script *script, size_t index, enum layout_sample_kind kind)
{
	const struct drawing_group *group = &script->drawing->groups[index];
	struct block *block = block_new();

	for (size_t p = 0; p < group->count; p++) {
		const struct drawing_point *point = &group->points[p];
		int before = band_joined(script, group, p, kind);
		int after = band_joined(script, group, p + 1, kind);

		if (!before && !after && has_band(script, point, kind))
			put_band_alone(script, block, index, point, kind);
		if (before && script->drawing->stairs)
			put_band_row(script, block, (double)point->at, &point[-1], kind);
		if (before || after)
			put_band_row(script, block, (double)point->at, point, kind);
		if (before && !after)
			put_break(block);
	}
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2:3", "filledcurves");
	fprintf(script->plots, "lc rgb \"%s\" fs transparent solid %s noborder",
		script_style(script, index)->colour, script_opacity(script, kind));
}

/* Both ends of each interval, in a text chart of one group. */
static void put_band_ends(struct script *script, size_t index)
{
	const struct drawing_group *group = &script->drawing->groups[index];
	struct block *block = block_new();

	for (size_t p = 0; p < group->count; p++) {
		const struct drawing_point *point = &group->points[p];

		if (!has_band(script, point, SAMPLE_BAND))
			continue;
		put_row(block, (double[]){ (double)point->at, point->lower }, 2);
		if (point->upper <= script->layout->high)
			put_row(block, (double[]){ (double)point->at, point->upper }, 2);
	}
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2", "points");
	fputs("pt \":\"", script->plots);
}

static void put_bands(struct script *script)
{
	const struct layout *layout = script->layout;

	if (layout->bands && layout->is_text)
		put_band_ends(script, script->frame->group);
	if (layout->is_text)
		return;
	for (size_t i = script->frame->group; i < script->frame->end && layout->bands_all; i++)
		put_band(script, i, SAMPLE_BAND_ALL);
	for (size_t i = script->frame->group; i < script->frame->end && layout->bands; i++)
		put_band(script, i, SAMPLE_BAND);
	for (size_t i = script->frame->group; i < script->frame->end && layout->bands &&
	     script->drawing->core_label; i++)
		put_band(script, i, SAMPLE_FAN);
}

/* What each month can give: as wide as the month. */
static void put_limit(struct script *script, size_t index)
{
	const struct drawing_group *group = &script->drawing->groups[index];
	struct block *block = block_new();

	for (size_t p = 0; p < group->count; p++) {
		const struct drawing_point *point = &group->points[p];

		if (!isfinite(point->limit))
			continue;
		put_row(block, (double[]){ (double)point->at - 0.5, point->limit }, 2);
		put_row(block, (double[]){ (double)point->at + 0.5, point->limit }, 2);
	}
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2", script->layout->is_text ? "points" : "lines");
	if (script->layout->is_text)
		fputs("pt \"-\"", script->plots);
	else
		script_line(script->plots, script_colours.limit, 1.6, 1);
}

/* ---- lines and points ----------------------------------------------------------- */

static void put_line(struct script *script, size_t index)
{
	const struct drawing_group *group = &script->drawing->groups[index];
	struct block *block = block_new();
	int smooth = 0;

	for (size_t p = 0; p < group->count; p++) {
		const struct drawing_point *point = &group->points[p];

		if (!isfinite(point->value) || point->provisional || is_apart(script, point))
			continue;
		smooth |= isfinite(point->smooth) != 0;
		if (p > 0 && (!drawing_joined(script->drawing, group, p) || point[-1].provisional))
			put_break(block);
		else if (p > 0 && script->drawing->stairs)
			put_row(block, (double[]){ (double)point->at, point[-1].value }, 2);
		put_row(block, (double[]){ (double)point->at, point->value }, 2);
	}
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2", "lines");
	script_line(script->plots, script_style(script, index)->colour, smooth ? 0.6 : 1.6, 0);
}

static void put_dashes(struct script *script, size_t index)
{
	const struct drawing_group *group = &script->drawing->groups[index];
	struct block *block = block_new();

	for (size_t p = 1; p < group->count; p++) {
		const struct drawing_point *point = &group->points[p];

		if (!drawing_joined(script->drawing, group, p) ||
		    !(point->provisional || point[-1].provisional))
			continue;
		put_row(block, (double[]){ (double)point[-1].at, point[-1].value }, 2);
		put_row(block, (double[]){ (double)point->at, point->value }, 2);
		put_break(block);
	}
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2", "lines");
	script_line(script->plots, script_style(script, index)->colour, 1.6, 1);
}

/* gnuplot's text driver mixes its signs in steep lines: dots of our own between the points. */
static void put_dots(struct script *script, size_t index)
{
	const struct drawing_group *group = &script->drawing->groups[index];
	const struct layout *layout = script->layout;
	int steps = (int)((layout->right - layout->left) / (layout->last - layout->first)) + 1;
	struct block *block = block_new();

	for (size_t p = 1; p < group->count; p++) {
		const struct drawing_point *to = &group->points[p], *from = to - 1;

		if (!drawing_joined(script->drawing, group, p))
			continue;
		for (int i = 1; i < steps && !script->drawing->stairs; i++)
			put_row(block, (double[]){ (double)from->at + (double)i / steps,
				from->value + (to->value - from->value) * i / steps }, 2);
		for (long at = from->at + 1; at < to->at && script->drawing->stairs; at++)
			put_row(block, (double[]){ (double)at, from->value }, 2);
	}
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2", "points");
	fputs("pt \".\"", script->plots);
}

static void put_smooth(struct script *script, size_t index)
{
	const struct drawing_group *group = &script->drawing->groups[index];
	struct block *block = block_new();

	for (size_t p = 0; p < group->count; p++) {
		const struct drawing_point *point = &group->points[p];

		if (!isfinite(point->smooth))
			continue;
		if (p > 0 && (point[-1].at + 1 != point->at || !isfinite(point[-1].smooth)))
			put_break(block);
		put_row(block, (double[]){ (double)point->at, point->smooth }, 2);
	}
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2", "lines");
	script_line(script->plots, script_grouped(script) ? script_style(script, index)->colour :
							    script_any.colour, 2.6, 0);
}

static void draw_points(struct script *script, size_t index, struct block *block,
			const struct style *style, int hollow)
{
	struct style white = *style;

	if (!block_end(script, block))
		return;
	if (hollow && !script->layout->is_text) {
		/* So that what lies behind does not show through. */
		white.colour = "#ffffff";
		plot_start(script, index, "1:2", "points");
		script_point(script->plots, script, &white, 0);
	}
	plot_start(script, index, "1:2", "points");
	script_point(script->plots, script, style, hollow);
}

static void put_points(struct script *script, size_t index, int hollow)
{
	const struct drawing_group *group = &script->drawing->groups[index];
	struct block *block = block_new();

	for (size_t p = 0; p < group->count; p++) {
		const struct drawing_point *point = &group->points[p];
		int is_hollow = point->provisional || is_apart(script, point);

		if (isfinite(point->value) && is_hollow == hollow &&
		    point->value <= script->layout->high)
			put_row(block, (double[]){ at_of(script, index, point), point->value }, 2);
	}
	draw_points(script, index, block, script_style(script, index), hollow);
}

/* The value that holds at that position, or NAN. */
static double value_at(const struct drawing_group *group, double at)
{
	double value = NAN;

	for (size_t p = 0; p < group->count; p++)
		if ((double)group->points[p].at > at)
			return value;
		else
			value = group->points[p].value;
	return group->count && (double)group->points[group->count - 1].at >= at ? value : NAN;
}

/* Stairs have a point for each labelled position, to tell groups apart without colours. */
static void put_signs(struct script *script, size_t index)
{
	const struct layout *layout = script->layout;
	struct block *block = block_new();

	for (size_t i = 0; i < layout->at_tick_count; i++) {
		double at = layout->at_ticks[i].at;
		double value = value_at(&script->drawing->groups[index], at);

		if (layout->at_ticks[i].labelled && isfinite(value))
			put_row(block, (double[]){ at, value }, 2);
	}
	draw_points(script, index, block, script_style(script, index), 0);
}

static void put_beyond(struct script *script, size_t index)
{
	const struct drawing_group *group = &script->drawing->groups[index];
	struct block *block = block_new();

	for (size_t p = 0; p < group->count; p++)
		if (is_apart(script, &group->points[p]) &&
		    group->points[p].value > script->layout->high)
			put_row(block, (double[]){ (double)group->points[p].at,
						   script->layout->high }, 2);
	draw_points(script, index, block, &script_beyond, 1);
}

/* ---- marks ---------------------------------------------------------------------- */

static void put_box(struct block *block, double first, double last, double low, double high)
{
	put_row(block, (double[]){ first, low, high }, 3);
	put_row(block, (double[]){ last, low, high }, 3);
	put_break(block);
}

/* From the first month that may belong to it to the last one; darker what surely does. */
static void put_core(struct script *script, size_t index)
{
	const struct drawing_mark *from = &script->drawing->groups[index].marks.core_from;
	const struct drawing_mark *to = &script->drawing->groups[index].marks.core_to;
	double low = script->layout->low, high = script->layout->high;
	double first = fmin(from->value, from->lower), last = fmax(to->value, to->upper);
	double begun = fmax(from->value, from->upper), over = fmin(to->value, to->lower);
	struct block *block = block_new();

	put_box(block, first - 0.5, last + 0.5, low, high);
	if (begun <= over)
		put_box(block, begun - 0.5, over + 0.5, low, high);
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2:3", "filledcurves");
	fprintf(script->plots, "lc rgb \"%s\" fs transparent solid %s noborder",
		script_colours.core, script_colours.core_opacity);
}

static void put_rise(struct script *script, size_t index)
{
	const struct drawing_marks *marks = &script->drawing->groups[index].marks;
	struct block *block = block_new();

	put_row(block, (double[]){ 0.6, marks->early.value }, 2);
	put_row(block, (double[]){ 3.4, marks->early.value }, 2);
	put_break(block);
	put_row(block, (double[]){ 4.6, marks->middle.value }, 2);
	put_row(block, (double[]){ 9.4, marks->middle.value }, 2);
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2", "lines");
	script_line(script->plots, script_colours.rise, 2.4, 0);
}

/* A bar on the axis; those of groups that share it lie upon each other. */
static void put_peak(struct script *script, size_t index)
{
	const struct layout *layout = script->layout;
	const struct drawing_mark *peak = &script->drawing->groups[index].marks.peak;
	double pixel = (layout->high - layout->low) / (layout->bottom - layout->top);
	double low = layout->low + (double)(index - script->frame->group) * PEAK_STEP * pixel;
	struct block *block = block_new();

	put_box(block, peak->lower - 0.5, peak->upper + 0.5, low, low + SCRIPT_PEAK_HEIGHT * pixel);
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2:3", "filledcurves");
	fprintf(script->plots, "lc rgb \"%s\" fs solid 1 noborder",
		script_grouped(script) ? script_style(script, index)->colour : script_colours.peak);
}

static void put_peak_text(struct script *script, size_t index)
{
	const struct drawing_mark *peak = &script->drawing->groups[index].marks.peak;
	struct block *block = block_new();

	for (double at = peak->lower; at <= peak->upper; at += 0.25)
		put_row(block, (double[]){ at, script->layout->low }, 2);
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2", "points");
	fputs("pt \"=\"", script->plots);
}

static void put_phases(struct script *script)
{
	const struct drawing_group *group = &script->drawing->groups[script->frame->group];

	if (!script_grouped(script) && !script->layout->is_text &&
	    drawing_has_mark(group, DRAWING_CORE))
		put_core(script, script->frame->group);
}

static void put_marks(struct script *script)
{
	for (size_t i = script->frame->group; i < script->frame->end; i++) {
		const struct drawing_group *group = &script->drawing->groups[i];
		int is_text = script->layout->is_text;

		if (!script_grouped(script) && !is_text && drawing_has_mark(group, DRAWING_RISE))
			put_rise(script, i);
		if (!is_text && drawing_has_mark(group, DRAWING_PEAK))
			put_peak(script, i);
		else if (script->drawing->count == 1 && drawing_has_mark(group, DRAWING_PEAK))
			put_peak_text(script, i);
	}
}

/* ---- all of it ------------------------------------------------------------------ */

void plots_put(struct script *script)
{
	put_phases(script);
	put_bands(script);
	for (size_t i = script->frame->group; i < script->frame->end &&
	     script->drawing->limit_label; i++)
		put_limit(script, i);
	for (size_t i = script->frame->group; i < script->frame->end; i++) {
		if (script->layout->is_text) {
			put_dots(script, i);
			continue;
		}
		put_line(script, i);
		put_dashes(script, i);
		put_smooth(script, i);
	}
	put_marks(script);
	for (size_t i = script->frame->group; i < script->frame->end; i++) {
		if (script->drawing->stairs && !script->layout->is_text) {
			if (script_grouped(script))
				put_signs(script, i);
			continue;
		}
		put_points(script, i, 0);
		put_points(script, i, 1);
		if (script->layout->beyond)
			put_beyond(script, i);
	}
}
