/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chart - a drawing as SVG, PNG, PDF or text, drawn by gnuplot. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/mem.h"
#include "base/text.h"
#include "show/chart.h"
#include "show/layout.h"
#include "show/sandbox.h"

enum { OUTPUT_BYTES_MAX = 256 << 20 };

struct style {
	const char *colour;
	int full, hollow;       /* gnuplot's point types; in a text chart ... */
	char full_letter, hollow_letter;
};

/* In this order the first four differ most for all kinds of colour vision. */
static const struct style styles[DRAWING_SHARED_MAX] = {
	{ "#0072B2", 7, 6, 'A', 'a' },     /* blue, circle */
	{ "#D55E00", 5, 4, 'B', 'b' },     /* vermillion, square */
	{ "#009E73", 9, 8, 'C', 'c' },     /* bluish green, triangle */
	{ "#CC79A7", 13, 12, 'D', 'd' },   /* reddish purple, diamond */
	{ "#000000", 11, 10, 'E', 'e' },   /* black, triangle on its tip */
	{ "#E69F00", 15, 14, 'F', 'f' },   /* orange, pentagon */
	{ "#56B4E9", 2, 2, 'G', 'g' },     /* sky blue, cross */
};
static const struct style only = { "#0072B2", 7, 6, '*', 'o' };
/* In the legend, for what holds for every group. */
static const struct style any = { "#404040", 7, 6, '*', 'o' };
/* Marks: the core phase shaded, the means of the rise, the months of the peak. */
static const char core_colour[] = "#808080", core_opacity[] = "0.09";
static const char rise_colour[] = "#D55E00", peak_colour[] = "#000000";
static const char limit_colour[] = "#D55E00";
enum { PEAK_HEIGHT = 4, PEAK_STEP = 5 };   /* pixels */
static const char landmark_colour[] = "#606060";
/* On the upper edge, for a value that lies beyond it. */
static const struct style beyond = { "#0072B2", 9, 8, '^', '^' };

struct script {
	FILE *to;               /* settings, labels, data */
	FILE *plots;            /* what the plot command draws, in order */
	const struct drawing *drawing;
	const struct layout *layout;
	const struct layout_frame *frame;   /* that is being drawn */
	enum picture_form form;
	int blocks;             /* data blocks so far */
	int objects;
};

static FILE *memory_open(char **text, size_t *length)
{
	FILE *stream = open_memstream(text, length);

	if (!stream)
		diag_out_of_memory();
	return stream;
}

static void memory_close(FILE *stream)
{
	if (fclose(stream) != 0)
		diag_out_of_memory();
}

/* ---- what gnuplot reads --------------------------------------------------------- */

static int is_plain(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ';
}

/* Octal escapes leave nothing that gnuplot could take for the end of the string, a
 * backquoted command or markup. gnuplot reads as many octal digits as there are, so that
 * a digit after an escape must be one itself. */
static void put_text(FILE *to, const char *text)
{
	int escaped = 0;

	fputc('"', to);
	for (; *text; text++) {
		unsigned char c = *text < 0 || *text >= 0x20 ? (unsigned char)*text : ' ';

		escaped = !is_plain(c) && (escaped || c < '0' || c > '9');
		if (escaped)
			fprintf(to, "\\%03o", c);
		else
			fputc(c, to);
	}
	fputc('"', to);
}

static void put_number(FILE *to, double value)
{
	char text[DECIMAL_SIZE];

	decimal_shortest(text, value);
	fputs(text, to);
}

/* Characters are counted from the middle of the first to the middle of the last. */
static void put_place(const struct script *script, double x, double y)
{
	const struct layout *layout = script->layout;

	if (layout->is_text)
		fprintf(script->to, "screen %.5f,%.5f", x / (layout->width - 1),
			1 - (y - 0.25) / (layout->height - 1));
	else
		fprintf(script->to, "screen %.5f,%.5f", x / layout->width, 1 - y / layout->height);
}

/* The cairo terminals count fonts in points of 1/72 inch at 96 pixels an inch (and pdfcairo
 * draws them a third too large, hence its font scale). */
static double font_size(const struct script *script, enum layout_font font)
{
	return layout_font_size(font) * (script->form == PICTURE_SVG ? 1 : 0.75);
}

static void put_terminal(const struct script *script)
{
	double width = script->layout->width, height = script->layout->height;
	double size = font_size(script, LAYOUT_TEXT);

	if (script->form == PICTURE_SVG)
		fprintf(script->to, "set terminal svg size %.0f,%.0f noenhanced "
			"font \"sans-serif,%g\" background \"#ffffff\"\n", width, height, size);
	else if (script->form == PICTURE_PNG)
		fprintf(script->to, "set terminal pngcairo size %.0f,%.0f noenhanced "
			"font \"DejaVu Sans,%g\"\n", width, height, size);
	else if (script->form == PICTURE_PDF)
		fprintf(script->to, "set terminal pdfcairo size %.5fin,%.5fin noenhanced "
			"fontscale 0.75 font \"DejaVu Sans,%g\"\n", width / 96, height / 96, size);
	else
		fprintf(script->to, "set terminal dumb size %.0f,%.0f noenhanced mono nofeed\n",
			width, height);
}

/* gnuplot takes left and bottom as shares of the whole size, right and top as shares of the size
 * less one, and rounds down: a quarter more meets the middle of a character. */
static double share(double length, double whole, int is_text, int is_far)
{
	return is_text ? (length + 0.25) / (is_far ? whole - 1 : whole) : length / whole;
}

static void put_frame(const struct script *script)
{
	const struct layout *layout = script->layout;
	const struct layout_frame *frame = script->frame;
	int is_text = layout->is_text;
	double base = layout->height - (is_text ? 1 : 0);

	fprintf(script->to, "set lmargin at screen %.5f\nset rmargin at screen %.5f\n",
		share(frame->left, layout->width, is_text, 0),
		share(frame->right, layout->width, is_text, 1));
	fprintf(script->to, "set tmargin at screen %.5f\nset bmargin at screen %.5f\n",
		share(base - frame->top, layout->height, is_text, 1),
		share(base - frame->bottom, layout->height, is_text, 0));
	fprintf(script->to, "set xrange [%.1f:%.1f]\nset yrange [", layout->first, layout->last);
	put_number(script->to, layout->low);
	fputc(':', script->to);
	put_number(script->to, layout->high);
	fprintf(script->to, "]\nset border %d back lc rgb \"#404040\" lw 1\n",
		layout->is_text ? 3 : 1);
}

/* The labels are our own, so that gnuplot formats no number. */
static void put_ticks(const struct script *script, char axis, const struct layout_tick *ticks,
		      size_t count)
{
	fprintf(script->to, "set %ctics out nomirror scale %s (", axis,
		axis == 'y' || script->layout->is_text ? "0" : "0.6,0.3");
	for (size_t i = 0; i < count; i++) {
		fputs(i ? ", \"\" " : "\"\" ", script->to);
		put_number(script->to, ticks[i].at);
		fputs(ticks[i].labelled ? " 0" : " 1", script->to);
	}
	fputs(")\n", script->to);
}

static void put_axes(const struct script *script)
{
	const struct layout *layout = script->layout;

	put_ticks(script, 'x', layout->at_ticks, layout->at_tick_count);
	put_ticks(script, 'y', layout->value_ticks, layout->value_tick_count);
	if (layout->is_text)
		return;
	fputs("set grid noxtics ytics back lt 1 lc rgb \"#dddddd\" lw 1\n",
	      script->to);
	if (layout->low < 0)
		fputs("set xzeroaxis lt 1 lc rgb \"#404040\" lw 1\n", script->to);
}

static void put_label(const struct script *script, const struct layout_text *text)
{
	static const char *const aligns[] = { "left", "center", "right" };

	fputs("set label ", script->to);
	put_text(script->to, text->text);
	fputs(" at ", script->to);
	put_place(script, text->x, text->y);
	fprintf(script->to, " %s noenhanced front", aligns[text->align]);
	if (!script->layout->is_text)
		fprintf(script->to, " font \",%g\" tc rgb \"%s\"", font_size(script, text->font),
			text->font == LAYOUT_SMALL ? "#404040" : "#202020");
	fputc('\n', script->to);
}

/* ---- how things look ------------------------------------------------------------ */

static int grouped(const struct script *script)
{
	return script->drawing->count > 1 && (!script->layout->panels || script->drawing->each);
}

static const struct style *style_of(const struct script *script, size_t group)
{
	if (script->drawing->each)
		group %= script->drawing->each;
	return grouped(script) ? &styles[group] : &only;
}

/* Close points are drawn smaller; the drivers' sizes differ. */
static double point_size(const struct script *script)
{
	const struct layout *layout = script->layout;
	double unit = (layout->right - layout->left) / (layout->last - layout->first);
	double size = script->drawing->stairs ? 1 : unit < 4 ? 0.5 : unit < 8 ? unit / 8 : 1;

	return size * (script->form == PICTURE_SVG ? 0.6 : script->form == PICTURE_PDF ? 0.75 : 1);
}

static void point_look(FILE *to, const struct script *script, const struct style *style, int hollow)
{
	if (script->layout->is_text)
		fprintf(to, "pt \"%c\"", hollow ? style->hollow_letter : style->full_letter);
	else
		fprintf(to, "pt %d ps %g lc rgb \"%s\"", hollow ? style->hollow : style->full,
			point_size(script), style->colour);
}

static void line_look(FILE *to, const char *colour, double width, int dashed)
{
	fprintf(to, "lc rgb \"%s\" lw %g%s", colour, width, dashed ? " dt (6,4)" : "");
}

static const char *opacity(const struct script *script, enum layout_sample_kind kind)
{
	if (grouped(script))
		return kind == SAMPLE_BAND_ALL ? "0.08" : "0.18";
	return kind == SAMPLE_BAND_ALL ? "0.14" : "0.28";
}

/* ---- samples: the legend's, and those before the rows of counts ----------------- */

static double sample_width(const struct script *script)
{
	return layout_sample_width(script->layout) - (script->layout->is_text ? 1 : 0);
}

static void sample_line(const struct script *script, const struct layout_sample *sample,
			const char *colour, double width, int dashed)
{
	if (script->layout->is_text)
		return;   /* the point's letter says enough */
	fputs("set arrow from ", script->to);
	put_place(script, sample->x, sample->y);
	fputs(" to ", script->to);
	put_place(script, sample->x + sample_width(script), sample->y);
	fputs(" nohead front ", script->to);
	line_look(script->to, colour, width, dashed);
	fputc('\n', script->to);
}

static void sample_point(const struct script *script, const struct layout_sample *sample,
			 const struct style *style, int hollow)
{
	double shift = sample->kind == SAMPLE_POINT ? 0 : sample_width(script) / 2;
	char letter[2] = { hollow ? style->hollow_letter : style->full_letter };

	if (script->layout->is_text) {
		put_label(script, &(struct layout_text){ sample->x + shift, sample->y, LAYOUT_LEFT,
							 LAYOUT_TEXT, letter });
		return;
	}
	fputs("set label \"\" at ", script->to);
	put_place(script, sample->x + shift, sample->y);
	fputs(" front point ", script->to);
	point_look(script->to, script, style, hollow);
	fputc('\n', script->to);
}

static void sample_box(struct script *script, const struct layout_sample *sample, double half,
		       const char *colour, const char *opaque)
{
	fprintf(script->to, "set object %d rectangle from ", ++script->objects);
	put_place(script, sample->x, sample->y + half);
	fputs(" to ", script->to);
	put_place(script, sample->x + sample_width(script), sample->y - half);
	fprintf(script->to, " front fc rgb \"%s\" fs transparent solid %s noborder\n", colour,
		opaque);
}

static void sample_band(struct script *script, const struct layout_sample *sample,
			enum layout_sample_kind kind)
{
	if (script->layout->is_text) {
		put_label(script, &(struct layout_text){ sample->x, sample->y, LAYOUT_LEFT,
							 LAYOUT_TEXT, ": :" });
		return;
	}
	sample_box(script, sample, 5, grouped(script) ? any.colour : only.colour,
		   opacity(script, kind));
}

static void sample_peak(struct script *script, const struct layout_sample *sample)
{
	if (script->layout->is_text)
		put_label(script, &(struct layout_text){ sample->x, sample->y, LAYOUT_LEFT,
							 LAYOUT_TEXT, "===" });
	else
		sample_box(script, sample, PEAK_HEIGHT / 2, grouped(script) ? any.colour : peak_colour,
			   "1");
}

static void sample_limit(struct script *script, const struct layout_sample *sample)
{
	if (script->layout->is_text)
		put_label(script, &(struct layout_text){ sample->x, sample->y, LAYOUT_LEFT,
							 LAYOUT_TEXT, "---" });
	else
		sample_line(script, sample, limit_colour, 1.6, 1);
}

static void put_sample(struct script *script, const struct layout_sample *sample)
{
	const struct style *style = style_of(script, sample->group);
	const struct style *common = grouped(script) ? &any : &only;

	switch (sample->kind) {
	case SAMPLE_GROUP:
		sample_line(script, sample, style->colour, 1.6, 0);
		sample_point(script, sample, style, 0);
		break;
	case SAMPLE_POINT:
		sample_point(script, sample, style, 0);
		break;
	case SAMPLE_BAND:
		/* The interval of a value lies upon the band of the curve, here too. */
		if (script->layout->bands_all)
			sample_band(script, sample, SAMPLE_BAND_ALL);
		sample_band(script, sample, SAMPLE_BAND);
		break;
	case SAMPLE_BAND_ALL:
		sample_band(script, sample, SAMPLE_BAND_ALL);
		break;
	case SAMPLE_FAN:
		/* The inner band lies upon both others. */
		sample_band(script, sample, SAMPLE_BAND_ALL);
		sample_band(script, sample, SAMPLE_BAND);
		sample_band(script, sample, SAMPLE_FAN);
		break;
	case SAMPLE_LIMIT:
		sample_limit(script, sample);
		break;
	case SAMPLE_APART:
		sample_point(script, sample, common, 1);
		break;
	case SAMPLE_BEYOND:
		sample_point(script, sample, &beyond, 1);
		break;
	case SAMPLE_SMOOTH:
		sample_line(script, sample, any.colour, 2.6, 0);
		break;
	case SAMPLE_PEAK:
		sample_peak(script, sample);
		break;
	case SAMPLE_RISE:
		sample_line(script, sample, rise_colour, 2.4, 0);
		break;
	case SAMPLE_CORE:
		sample_box(script, sample, 5, core_colour, core_opacity);
		sample_box(script, sample, 5, core_colour, core_opacity);
		break;
	case SAMPLE_LANDMARK:
		sample_line(script, sample, landmark_colour, 1, 1);
		break;
	case SAMPLE_PROVISIONAL:
		sample_line(script, sample, common->colour, 1.6, 1);
		sample_point(script, sample, common, 1);
		break;
	}
}

/* ---- data ----------------------------------------------------------------------- */

struct block {
	FILE *rows;
	char *text;
	size_t length;
};

static struct block *block_new(void)
{
	struct block *block = mem_new(1, sizeof *block);

	block->rows = memory_open(&block->text, &block->length);
	return block;
}

static void put_row(struct block *block, const double *numbers, int count)
{
	for (int i = 0; i < count; i++) {
		if (i)
			fputc(' ', block->rows);
		put_number(block->rows, numbers[i]);
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

	memory_close(block->rows);
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
	char *clean = layout_clean(*name ? name : script->drawing->value_label,
				   script->layout->is_text);

	fprintf(script->plots, "%s$d%d using %s title ", ftell(script->plots) ? ", \\\n\t" : "",
		script->blocks, columns);
	put_text(script->plots, clean);
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

	if (!is_apart(script, point) || !grouped(script))
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
	double groups = grouped(script) ? sharing(script) : 1;
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
		style_of(script, index)->colour, opacity(script, kind));
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
		line_look(script->plots, limit_colour, 1.6, 1);
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
	line_look(script->plots, style_of(script, index)->colour, smooth ? 0.6 : 1.6, 0);
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
	line_look(script->plots, style_of(script, index)->colour, 1.6, 1);
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
	line_look(script->plots,
		  grouped(script) ? style_of(script, index)->colour : any.colour, 2.6, 0);
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
		point_look(script->plots, script, &white, 0);
	}
	plot_start(script, index, "1:2", "points");
	point_look(script->plots, script, style, hollow);
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
	draw_points(script, index, block, style_of(script, index), hollow);
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
	draw_points(script, index, block, style_of(script, index), 0);
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
	draw_points(script, index, block, &beyond, 1);
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
	fprintf(script->plots, "lc rgb \"%s\" fs transparent solid %s noborder", core_colour,
		core_opacity);
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
	line_look(script->plots, rise_colour, 2.4, 0);
}

/* A bar on the axis; those of groups that share it lie upon each other. */
static void put_peak(struct script *script, size_t index)
{
	const struct layout *layout = script->layout;
	const struct drawing_mark *peak = &script->drawing->groups[index].marks.peak;
	double pixel = (layout->high - layout->low) / (layout->bottom - layout->top);
	double low = layout->low + (double)(index - script->frame->group) * PEAK_STEP * pixel;
	struct block *block = block_new();

	put_box(block, peak->lower - 0.5, peak->upper + 0.5, low, low + PEAK_HEIGHT * pixel);
	if (!block_end(script, block))
		return;
	plot_start(script, index, "1:2:3", "filledcurves");
	fprintf(script->plots, "lc rgb \"%s\" fs solid 1 noborder",
		grouped(script) ? style_of(script, index)->colour : peak_colour);
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

	if (!grouped(script) && !script->layout->is_text && drawing_has_mark(group, DRAWING_CORE))
		put_core(script, script->frame->group);
}

static void put_marks(struct script *script)
{
	for (size_t i = script->frame->group; i < script->frame->end; i++) {
		const struct drawing_group *group = &script->drawing->groups[i];
		int is_text = script->layout->is_text;

		if (!grouped(script) && !is_text && drawing_has_mark(group, DRAWING_RISE))
			put_rise(script, i);
		if (!is_text && drawing_has_mark(group, DRAWING_PEAK))
			put_peak(script, i);
		else if (script->drawing->count == 1 && drawing_has_mark(group, DRAWING_PEAK))
			put_peak_text(script, i);
	}
}

/* ---- the script ----------------------------------------------------------------- */

static void put_settings(struct script *script)
{
	const struct layout *layout = script->layout;

	fputs("set encoding utf8\n", script->to);
	put_terminal(script);
	fputs("unset key\n", script->to);
	for (size_t i = 0; i < layout->text_count; i++)
		put_label(script, &layout->texts[i]);
	for (size_t i = 0; i < layout->sample_count; i++)
		put_sample(script, &layout->samples[i]);
}

static void put_curves(struct script *script)
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
			if (grouped(script))
				put_signs(script, i);
			continue;
		}
		put_points(script, i, 0);
		put_points(script, i, 1);
		if (script->layout->beyond)
			put_beyond(script, i);
	}
}

/* Between two positions, over the whole height of the frame. */
static void put_landmark(const struct script *script)
{
	double at = (double)script->drawing->landmark - 0.5;

	if (!script->drawing->landmark || script->layout->is_text)
		return;
	fprintf(script->to, "set arrow from first %.1f, graph 0 to first %.1f, graph 1 nohead back ",
		at, at);
	line_look(script->to, landmark_colour, 1, 1);
	fputc('\n', script->to);
}

/* A plot command for the frame, which may be empty. */
static void put_plot(struct script *script)
{
	char *plots = NULL;
	size_t length;

	put_frame(script);
	put_axes(script);
	put_landmark(script);
	script->plots = memory_open(&plots, &length);
	put_curves(script);
	memory_close(script->plots);
	fprintf(script->to, "plot %s\n", length ? plots : "NaN notitle");
	free(plots);
}

static void put_plots(struct script *script)
{
	const struct layout *layout = script->layout;

	if (layout->frame_count > 1)
		fputs("set multiplot\n", script->to);
	for (size_t i = 0; i < layout->frame_count; i++) {
		/* What has its place on the whole chart was drawn with the first frame. */
		if (i > 0)
			fputs("unset label\nunset arrow\nunset object\n", script->to);
		script->frame = &layout->frames[i];
		put_plot(script);
	}
	if (layout->frame_count > 1)
		fputs("unset multiplot\n", script->to);
}

/* Also tells how high the chart is. */
static char *write_script(const struct drawing *drawing, const struct chart_settings *settings,
			  int *height, struct fault *fault)
{
	struct script script = { .drawing = drawing, .form = settings->form };
	struct layout layout;
	char *text = NULL;
	size_t length;

	if (layout_make(&layout, drawing, &settings->size, settings->form == PICTURE_TEXT,
			fault) == 0) {
		*height = (int)layout.height;
		script.layout = &layout;
		script.to = memory_open(&text, &length);
		put_settings(&script);
		put_plots(&script);
		memory_close(script.to);
	}
	layout_free(&layout);
	return text;
}

char *chart_script(const struct drawing *drawing, const struct chart_settings *settings,
		   struct fault *fault)
{
	int height;

	return write_script(drawing, settings, &height, fault);
}

/* ---- running it ----------------------------------------------------------------- */

static int judge(const struct sandbox_job *job, const struct sandbox_result *result,
		 enum picture_form form, int height, struct fault *fault)
{
	/* gnuplot's own words for a driver that it was built without. */
	if (strstr(result->complaint, "unknown or ambiguous terminal"))
		return fault_set(fault, STATUS_SYSTEM,
				 N_("this gnuplot cannot draw that form; on Debian and Ubuntu: "
				    "apt-get install %s"), job->package);
	if (sandbox_judge(job, result, fault) != 0)
		return -1;
	if (!picture_whole(form, result->output, result->length, height))
		return fault_set(fault, STATUS_SYSTEM,
				 N_("gnuplot's output is not whole (%zu bytes)"), result->length);
	return 0;
}

/* A file that is whole as far as its form can tell; the caller frees it. */
static char *run(const char *script, const struct chart_settings *settings, int height,
		 size_t *length, struct fault *fault)
{
	struct sandbox_job job = { .program = "gnuplot", .option = "-d", .package = "gnuplot-nox",
				   .script = script, .length = strlen(script),
				   .seconds = settings->seconds, .most = OUTPUT_BYTES_MAX };
	struct sandbox_result result;
	char *file = NULL;

	if (sandbox_run(&job, &result, fault) == 0 &&
	    judge(&job, &result, settings->form, height, fault) == 0) {
		file = result.output;
		*length = result.length;
		result.output = NULL;
	}
	sandbox_free(&result);
	return file;
}

/* Takes the SVG. */
static char *describe(char *svg, const struct drawing *drawing, size_t *length)
{
	char *title = layout_clean(drawing->title ? drawing->title : drawing->value_label, 0);
	char *words = drawing_describe(drawing), *description = layout_clean(words, 0);
	char *described = picture_describe(svg, title, description, length);

	free(title);
	free(words);
	free(description);
	free(svg);
	return described;
}

char *chart_draw(const struct drawing *drawing, const struct chart_settings *settings,
		 size_t *length, struct fault *fault)
{
	int height;
	char *script = write_script(drawing, settings, &height, fault), *file;

	if (!script)
		return NULL;
	file = run(script, settings, height, length, fault);
	free(script);
	if (!file)
		return NULL;
	if (settings->form == PICTURE_SVG)
		file = describe(file, drawing, length);
	else if (settings->form == PICTURE_PDF)
		picture_undate(file, *length);
	else if (settings->form == PICTURE_TEXT)
		*length = picture_trim(file, *length);
	return file;
}
