/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script - gnuplot's language: texts, numbers, places, frames, and how things look. */
#include <stdio.h>

#include "base/decimal.h"
#include "base/diag.h"
#include "show/place.h"
#include "show/script.h"

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
const struct style script_only = { "#0072B2", 7, 6, '*', 'o' };
const struct style script_any = { "#404040", 7, 6, '*', 'o' };
const struct style script_beyond = { "#0072B2", 9, 8, '^', '^' };

const struct script_colours script_colours = {
	.core = "#808080", .core_opacity = "0.09", .rise = "#D55E00", .peak = "#000000",
	.limit = "#D55E00", .landmark = "#606060",
};

/* ---- what gnuplot reads --------------------------------------------------------- */

static int is_plain(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ';
}

/* Octal escapes leave nothing that gnuplot could take for the end of the string, a
 * backquoted command or markup. gnuplot reads as many octal digits as there are, so that
 * a digit after an escape must be one itself. */
void script_text(FILE *to, const char *text)
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

void script_number(FILE *to, double value)
{
	char text[DECIMAL_SIZE];

	decimal_shortest(text, value);
	fputs(text, to);
}

/* Characters are counted from the middle of the first to the middle of the last. */
void script_place(const struct script *script, double x, double y)
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
	return place_font_size(font) * (script->form == PICTURE_SVG ? 1 : 0.75);
}

void script_terminal(const struct script *script)
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

void script_frame(const struct script *script)
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
	script_number(script->to, layout->low);
	fputc(':', script->to);
	script_number(script->to, layout->high);
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
		script_number(script->to, ticks[i].at);
		fputs(ticks[i].labelled ? " 0" : " 1", script->to);
	}
	fputs(")\n", script->to);
}

void script_axes(const struct script *script)
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

void script_label(const struct script *script, const struct layout_text *text)
{
	static const char *const aligns[] = { "left", "center", "right" };

	fputs("set label ", script->to);
	script_text(script->to, text->text);
	fputs(" at ", script->to);
	script_place(script, text->x, text->y);
	fprintf(script->to, " %s noenhanced front", aligns[text->align]);
	if (!script->layout->is_text)
		fprintf(script->to, " font \",%g\" tc rgb \"%s\"", font_size(script, text->font),
			text->font == LAYOUT_SMALL ? "#404040" : "#202020");
	fputc('\n', script->to);
}

/* ---- how things look ------------------------------------------------------------ */

int script_grouped(const struct script *script)
{
	return script->layout->shared;
}

const struct style *script_style(const struct script *script, size_t group)
{
	if (script->drawing->each)
		group %= script->drawing->each;
	return script_grouped(script) ? &styles[group] : &script_only;
}

/* Close points are drawn smaller; the drivers' sizes differ. */
static double point_size(const struct script *script)
{
	const struct layout *layout = script->layout;
	double unit = (layout->right - layout->left) / (layout->last - layout->first);
	double size = script->drawing->stairs ? 1 : unit < 4 ? 0.5 : unit < 8 ? unit / 8 : 1;

	return size * (script->form == PICTURE_SVG ? 0.6 : script->form == PICTURE_PDF ? 0.75 : 1);
}

void script_point(FILE *to, const struct script *script, const struct style *style, int hollow)
{
	if (script->layout->is_text)
		fprintf(to, "pt \"%c\"", hollow ? style->hollow_letter : style->full_letter);
	else
		fprintf(to, "pt %d ps %g lc rgb \"%s\"", hollow ? style->hollow : style->full,
			point_size(script), style->colour);
}

void script_line(FILE *to, const char *colour, double width, int dashed)
{
	fprintf(to, "lc rgb \"%s\" lw %g%s", colour, width, dashed ? " dt (6,4)" : "");
}

const char *script_opacity(const struct script *script, enum layout_sample_kind kind)
{
	if (script_grouped(script))
		return kind == SAMPLE_BAND_ALL ? "0.08" : "0.18";
	return kind == SAMPLE_BAND_ALL ? "0.14" : "0.28";
}
