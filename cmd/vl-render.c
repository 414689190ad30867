/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-render - one page or workbook from tables, charts and sentences. */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/opt.h"
#include "base/text.h"
#include "show/book.h"
#include "show/document.h"
#include "show/page.h"

static const enum option_id options[] = {
	OPT_OUTLINE, OPT_OUTPUT, OPT_FORM, OPT_TITLE, OPT_END
};

/* What they do here. */
static const struct option_help own[] = {
	{ OPT_TITLE, N_("title of the page, in place of that of the outline") },
	{ OPT_END, NULL }
};

static const struct command command = {
	"vl-render", N_("One HTML page or workbook from tables, charts and sentences."),
	N_("[TABLE...]"), options, own,
};

enum form { FORM_HTML, FORM_XLSX };

struct settings {
	const char *outline;      /* NULL = tables alone */
	const char *output;       /* NULL = standard output */
	const char *title;
	int form;                 /* enum form, or -1 = by the output's name */
};

static int ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);

	return length >= end_length && text_equal(text + length - end_length, end);
}

static struct settings read_settings(struct command_line *line)
{
	static const char *const forms[] = { "html", "xlsx", NULL };
	struct settings settings = { .form = -1 };
	enum option_id option;

	while ((option = opt_next(line)) != OPT_END) {
		if (option == OPT_OUTLINE)
			settings.outline = line->argument;
		else if (option == OPT_OUTPUT)
			settings.output = line->argument;
		else if (option == OPT_TITLE)
			settings.title = line->argument;
		else
			settings.form = opt_word(line, forms);
	}
	if (settings.title && text_invalid(settings.title, strlen(settings.title)) >= 0)
		diag_usage(N_("the title must be UTF-8"));
	if (settings.outline && line->first_operand < line->argc)
		diag_usage(N_("an outline names its tables itself"));
	if (settings.form < 0)
		settings.form = settings.output && ends_with(settings.output, ".xlsx") ? FORM_XLSX :
											 FORM_HTML;
	return settings;
}

static int read_document(struct document *document, const struct settings *settings,
			 const struct command_line *line, struct findings *findings,
			 struct fault *fault)
{
	static char input[] = "-";
	char *none[] = { input };
	size_t count = (size_t)(line->argc - line->first_operand);
	int result = settings->outline ?
		document_read(document, settings->outline, findings, fault) :
		document_of_tables(document, count ? line->argv + line->first_operand : none,
				   count ? count : 1, findings, fault);

	if (result == 0 && settings->title)
		document_set_title(document, settings->title);
	return result;
}

static int put(const struct document *document, const struct settings *settings, FILE *to,
	       struct fault *fault)
{
	if (settings->form == FORM_XLSX)
		return book_write(document, to, fault);
	page_write(document, to);
	return 0;
}

static int write_document(const struct document *document, const struct settings *settings,
			  struct fault *fault)
{
	struct file_out *out;

	if (!settings->output)
		return put(document, settings, stdout, fault);
	out = file_create(settings->output, fault);
	if (!out)
		return -1;
	if (put(document, settings, file_stream(out), fault) == 0)
		return file_commit(out, fault);
	file_abandon(out);
	return -1;
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct document document;
	int status;

	if (read_document(&document, &settings, &line, &findings, &fault) == 0)
		write_document(&document, &settings, &fault);
	status = diag_outcome(&findings, &fault);
	document_free(&document);
	findings_free(&findings);
	return status ? status : diag_close();
}
