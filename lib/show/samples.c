/* SPDX-License-Identifier: GPL-3.0-or-later */
/* samples - the lines, points and bands of a chart's legend, and those before its counts. */
#include <stdio.h>

#include "show/place.h"
#include "show/samples.h"

static double sample_width(const struct script *script)
{
	return place_sample_width(script->layout) - (script->layout->is_text ? 1 : 0);
}

static void sample_line(const struct script *script, const struct layout_sample *sample,
			const char *colour, double width, int dashed)
{
	if (script->layout->is_text)
		return;   /* the point's letter says enough */
	fputs("set arrow from ", script->to);
	script_place(script, sample->x, sample->y);
	fputs(" to ", script->to);
	script_place(script, sample->x + sample_width(script), sample->y);
	fputs(" nohead front ", script->to);
	script_line(script->to, colour, width, dashed);
	fputc('\n', script->to);
}

/* In a chart of text. */
static void sample_text(const struct script *script, const struct layout_sample *sample,
			double shift, char *text)
{
	script_label(script, &(struct layout_text){ sample->x + shift, sample->y, LAYOUT_LEFT,
						    LAYOUT_TEXT, text });
}

static void sample_point(const struct script *script, const struct layout_sample *sample,
			 const struct style *style, int hollow)
{
	double shift = sample->kind == SAMPLE_POINT ? 0 : sample_width(script) / 2;
	char letter[2] = { hollow ? style->hollow_letter : style->full_letter };

	if (script->layout->is_text) {
		sample_text(script, sample, shift, letter);
		return;
	}
	fputs("set label \"\" at ", script->to);
	script_place(script, sample->x + shift, sample->y);
	fputs(" front point ", script->to);
	script_point(script->to, script, style, hollow);
	fputc('\n', script->to);
}

static void sample_box(struct script *script, const struct layout_sample *sample, double half,
		       const char *colour, const char *opaque)
{
	fprintf(script->to, "set object %d rectangle from ", ++script->objects);
	script_place(script, sample->x, sample->y + half);
	fputs(" to ", script->to);
	script_place(script, sample->x + sample_width(script), sample->y - half);
	fprintf(script->to, " front fc rgb \"%s\" fs transparent solid %s noborder\n", colour,
		opaque);
}

static void sample_band(struct script *script, const struct layout_sample *sample,
			enum layout_sample_kind kind)
{
	if (script->layout->is_text) {
		sample_text(script, sample, 0, ": :");
		return;
	}
	sample_box(script, sample, 5,
		   script_grouped(script) ? script_any.colour : script_only.colour,
		   script_opacity(script, kind));
}

static void sample_peak(struct script *script, const struct layout_sample *sample)
{
	if (script->layout->is_text)
		sample_text(script, sample, 0, "===");
	else
		sample_box(script, sample, SCRIPT_PEAK_HEIGHT / 2,
			   script_grouped(script) ? script_any.colour : script_colours.peak, "1");
}

static void sample_limit(struct script *script, const struct layout_sample *sample)
{
	if (script->layout->is_text)
		sample_text(script, sample, 0, "---");
	else
		sample_line(script, sample, script_colours.limit, 1.6, 1);
}

void samples_put(struct script *script, const struct layout_sample *sample)
{
	const struct style *style = script_style(script, sample->group);
	const struct style *common = script_grouped(script) ? &script_any : &script_only;

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
		sample_point(script, sample, &script_beyond, 1);
		break;
	case SAMPLE_SMOOTH:
		sample_line(script, sample, script_any.colour, 2.6, 0);
		break;
	case SAMPLE_PEAK:
		sample_peak(script, sample);
		break;
	case SAMPLE_RISE:
		sample_line(script, sample, script_colours.rise, 2.4, 0);
		break;
	case SAMPLE_CORE:
		sample_box(script, sample, 5, script_colours.core, script_colours.core_opacity);
		sample_box(script, sample, 5, script_colours.core, script_colours.core_opacity);
		break;
	case SAMPLE_LANDMARK:
		sample_line(script, sample, script_colours.landmark, 1, 1);
		break;
	case SAMPLE_PROVISIONAL:
		sample_line(script, sample, common->colour, 1.6, 1);
		sample_point(script, sample, common, 1);
		break;
	}
}
