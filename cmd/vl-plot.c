/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-plot - what does this table look like? A chart of a table of vl-curve, vl-early, vl-figures
 * or vl-forecast.
 *
 * Layout: counts at risk under the curve after Pocock, Clayton & Altman (2002), Lancet 359,
 * 1686-89; colours after Okabe & Ito (2008). gnuplot draws. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/text.h"
#include "show/chart.h"
#include "show/glyphs.h"
#include "show/marks.h"
#include "show/series.h"

static const enum option_id options[] = {
	OPT_MEASURE, OPT_COLUMN, OPT_OUTPUT, OPT_TERMINAL, OPT_SIZE, OPT_TITLE, OPT_LABEL,
	OPT_SCRIPT, OPT_MARKS, OPT_PANELS, OPT_END
};

/* What they do here. */
static const struct option_help own[] = {
	{ OPT_MEASURE, N_("of a table of vl-curve: per_case (default), per_open, per_seen, "
		"same_cases or cumulative") },
	{ OPT_END, NULL }
};

static const struct command command = {
	"vl-plot", N_("Draw a chart of a table of vl-curve, vl-early, vl-figures, "
		      "vl-forecast or vl-predict."),
	N_("[FILE]"), options, own,
};

struct settings {
	struct series_choice choice;
	struct chart_settings chart;
	const char *output;       /* NULL = standard output */
	const char *title;
	const char *marks;        /* NULL = none */
	int panels;
	int form;                 /* enum picture_form, or -1 = by the output */
	const char *size;         /* as given; what it means depends on the form */
	int script;
};

static const char *utf8(const struct command_line *line)
{
	if (text_invalid(line->argument, strlen(line->argument)) >= 0)
		opt_refuse(line, N_("must be UTF-8"));
	return *line->argument ? line->argument : NULL;
}

static int read_form(const struct command_line *line)
{
	static const char *const forms[] = { "svg", "png", "pdf", "text", NULL };

	return opt_word(line, forms);
}

static void chart_option(struct settings *settings, const struct command_line *line,
			 enum option_id option)
{
	switch (option) {
	case OPT_MEASURE:
		settings->choice.measure = line->argument;
		break;
	case OPT_COLUMN:
		settings->choice.column = line->argument;
		break;
	case OPT_OUTPUT:
		settings->output = line->argument;
		break;
	case OPT_TERMINAL:
		settings->form = read_form(line);
		break;
	case OPT_SIZE:
		settings->size = line->argument;
		break;
	case OPT_TITLE:
		settings->title = utf8(line);
		break;
	case OPT_LABEL:
		settings->choice.label = utf8(line);
		break;
	case OPT_MARKS:
		settings->marks = line->argument;
		break;
	case OPT_PANELS:
		settings->panels = 1;
		break;
	default:   /* OPT_SCRIPT */
		settings->script = 1;
	}
}

static int to_terminal(const struct settings *settings)
{
	return !settings->output && isatty(STDOUT_FILENO);
}

static enum picture_form choose_form(const struct settings *settings)
{
	int form = settings->form;

	if (form < 0 && settings->output)
		form = picture_form_of(settings->output);
	else if (form < 0)
		form = to_terminal(settings) && !settings->script ? PICTURE_TEXT : PICTURE_SVG;
	if (form < 0)
		diag_usage(N_("no form by the name '%s': end it in .svg, .png, .pdf or .txt, or "
			      "use --terminal"), settings->output);
	if (to_terminal(settings) && !settings->script && form != PICTURE_TEXT)
		diag_usage(N_("only text is for a terminal; use --output FILE"));
	return (enum picture_form)form;
}

static struct settings read_settings(struct command_line *line)
{
	struct settings settings = { .form = -1, .chart.seconds = CHART_SECONDS };
	enum option_id option;
	const char *rule = NULL;

	while ((option = opt_next(line)) != OPT_END)
		chart_option(&settings, line, option);
	settings.chart.form = choose_form(&settings);
	settings.chart.size = picture_default_size(settings.chart.form);
	if (settings.size)
		rule = picture_read_size(settings.chart.form, settings.size, &settings.chart.size);
	if (rule)
		diag_usage(N_("option --size: '%s': %s"), settings.size, _(rule));
	return settings;
}

static int write_file(const char *path, const char *bytes, size_t length, struct fault *fault)
{
	struct file_out *out = file_create(path, fault);

	if (!out)
		return -1;
	/* A failure stays with the stream, where file_commit finds it. */
	fwrite(bytes, 1, length, file_stream(out));
	return file_commit(out, fault);
}

static void print(const struct settings *settings, const struct drawing *drawing,
		  struct fault *fault)
{
	size_t length = 0;
	char *bytes;

	if (settings->script) {
		bytes = chart_script(drawing, &settings->chart, fault);
		length = bytes ? strlen(bytes) : 0;
	} else {
		bytes = chart_draw(drawing, &settings->chart, &length, fault);
	}
	if (bytes && settings->output && !settings->script)
		write_file(settings->output, bytes, length, fault);
	else if (bytes)
		fwrite(bytes, 1, length, stdout);   /* diag_close looks at the stream */
	free(bytes);
}

/* Of names and words given here; our own words are drawn everywhere. In SVG and text others
 * draw. */
static void replace_missing(struct drawing *drawing, const struct settings *settings,
			    char *title, char *label, struct findings *findings)
{
	struct glyphs *glyphs;
	size_t replaced;

	if (settings->script ||
	    (settings->chart.form != PICTURE_PNG && settings->chart.form != PICTURE_PDF))
		return;
	glyphs = glyphs_new();
	replaced = glyphs_replace(glyphs, title) + glyphs_replace(glyphs, label);
	for (size_t i = 0; i < drawing->count; i++)
		replaced += glyphs_replace(glyphs, drawing->groups[i].name) +
			    glyphs_replace(glyphs, drawing->groups[i].frame);
	if (replaced)
		findings_warn(findings, drawing->file,
			      N_("characters that no font here can draw: %zu; they stand as ? (SVG "
				 "leaves them to who shows it)"), replaced);
	glyphs_free(glyphs);
}

static char *copy_of(const char *text)
{
	return text ? mem_text(text, strlen(text)) : NULL;
}

static void say(const struct drawing *drawing)
{
	size_t rows = 0;

	for (size_t i = 0; i < drawing->count; i++)
		rows += drawing->groups[i].count;
	fprintf(stderr, "%s: ", diag_name());
	fprintf(stderr, _("rows drawn: %zu; groups: %zu\n"), rows, drawing->count);
}

static int load(struct drawing *drawing, const char *path, const struct settings *settings,
		struct findings *findings, struct fault *fault)
{
	if (settings->marks && strcmp(path, "-") == 0 && strcmp(settings->marks, "-") == 0)
		diag_usage(N_("only one of the files can be standard input"));
	if (series_read(drawing, path, &settings->choice, findings, fault) != 0) {
		fault_about(fault, path);
		return -1;
	}
	if (settings->marks && marks_read(drawing, settings->marks, findings, fault) != 0)
		return -1;
	return findings->refused ? -1 : 0;
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	char *title = copy_of(settings.title), *label = copy_of(settings.choice.label);
	struct drawing drawing = { .title = title, .panels = settings.panels };
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	int status;

	settings.choice.label = label;
	if (load(&drawing, opt_file(&line), &settings, &findings, &fault) == 0) {
		replace_missing(&drawing, &settings, title, label, &findings);
		print(&settings, &drawing, &fault);
	}
	status = diag_outcome(&findings, &fault);
	if (!status && findings.refused)
		status = STATUS_DATA;
	if (!status && line.verbose)
		say(&drawing);
	drawing_free(&drawing);
	free(title);
	free(label);
	findings_free(&findings);
	return status ? status : diag_close();
}
