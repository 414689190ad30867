/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chart - a drawing as SVG, PNG, PDF or text, drawn by gnuplot. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/textstream.h"
#include "show/chart.h"
#include "show/layout.h"
#include "show/place.h"
#include "show/plots.h"
#include "show/samples.h"
#include "show/sandbox.h"

enum { OUTPUT_BYTES_MAX = 256 << 20 };

/* ---- the script ----------------------------------------------------------------- */

static void put_settings(struct script *script)
{
	const struct layout *layout = script->layout;

	fputs("set encoding utf8\n", script->to);
	script_terminal(script);
	fputs("unset key\n", script->to);
	for (size_t i = 0; i < layout->text_count; i++)
		script_label(script, &layout->texts[i]);
	for (size_t i = 0; i < layout->sample_count; i++)
		samples_put(script, &layout->samples[i]);
}

/* Between two positions, over the whole height of the frame. */
static void put_landmark(const struct script *script)
{
	double at = (double)script->drawing->landmark - 0.5;

	if (!script->drawing->landmark || script->layout->is_text)
		return;
	fprintf(script->to, "set arrow from first %.1f, graph 0 to first %.1f, graph 1 nohead back ",
		at, at);
	script_line(script->to, script_colours.landmark, 1, 1);
	fputc('\n', script->to);
}

/* A plot command for the frame, which may be empty. */
static void put_plot(struct script *script)
{
	char *plots = NULL;
	size_t length;

	script_frame(script);
	script_axes(script);
	put_landmark(script);
	script->plots = textstream_open(&plots, &length);
	script->drawn = 0;
	plots_put(script);
	textstream_close(script->plots);
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
		script.to = textstream_open(&text, &length);
		put_settings(&script);
		put_plots(&script);
		textstream_close(script.to);
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
	char *title = place_clean(drawing->title ? drawing->title : drawing->value_label, 0);
	char *words = drawing_describe(drawing), *description = place_clean(words, 0);
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
