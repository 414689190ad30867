/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-check - can these data be trusted?
 *
 * One page with the verdict first, or a table of findings, or the rows concerned; with -q only the
 * exit status. What is looked at and which limits hold: model/check.h, vl-check(1). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "data/service.h"
#include "model/check.h"
#include "show/checktable.h"
#include "show/checktext.h"
#include "show/output.h"
#include "show/settings.h"

static const enum option_id options[] = {
	OPT_PROFILE, OPT_ENCODING, OPT_DELIMITER, OPT_SKIP, OPT_DATE_ORDER, OPT_JOIN,
	OPT_MINUTES_EACH, OPT_EFFORT, OPT_CASES, OPT_APPROVALS,
	OPT_SINCE, OPT_UNTIL, OPT_PARTIAL, OPT_WASHOUT, OPT_THREADS, OPT_ADVISERS, OPT_EXPORTED,
	OPT_LIMIT, OPT_LIST, OPT_QUIET, OPT_SEVERITY, OPT_SAVE_TEXT, OPT_FORMAT, OPT_META, OPT_END
};

/* What they do here. */
static const struct option_help own[] = {
	{ OPT_APPROVALS, N_("approved hours, to be compared with what was recorded") },
	{ OPT_END, NULL }
};

static const struct command command = {
	"vl-check", N_("Can these data be trusted? Gaps, duplicates, outliers, late documentation."),
	N_("[FILE]"), options, own,
};

struct settings {
	struct source source;
	struct output output;
	struct check check;             /* its limits, and what was stated */
	enum severity look;             /* from which -q answers 1 */
	int quiet, look_given;
};

/* ITEM=N or ITEM=none */
static void read_limit(struct check *check, const struct command_line *line)
{
	const char *equals = strchr(line->argument, '=');
	double limit = INFINITY;
	char name[64];

	if (!equals || equals - line->argument >= (ptrdiff_t)sizeof name ||
	    (strcmp(equals + 1, "none") != 0 &&
	     (text_number(equals + 1, &limit) != 0 || limit < 0)))
		opt_refuse(line, N_("must be ITEM=N with a number from 0 on, or ITEM=none"));
	snprintf(name, sizeof name, "%.*s", (int)(equals - line->argument), line->argument);
	if (check_limit(check, name, limit) != 0)
		opt_refuse(line, N_("there is no such item; vl-check -f csv shows them all as check "
				    "and item: late.p90"));
}

static void read_exported(struct check *check, const struct command_line *line)
{
	int32_t first, last;

	if (date_span(line->argument, &first, &last) != 0 || first != last || first < DAY_MIN ||
	    last > DAY_MAX)
		opt_refuse(line, N_("must be a day like 2026-10-31"));
	check->exported = first;
	check->exported_given = 1;
}

static int read_word(const struct command_line *line, const char *const words[], int count)
{
	const char *list[CHECKS + SEVERITIES + 1] = { NULL };

	memcpy(list, words, (size_t)count * sizeof *list);
	return opt_word(line, list);
}

static int check_option(struct settings *settings, const struct command_line *line,
			enum option_id option)
{
	switch (option) {
	case OPT_LIMIT:
		read_limit(&settings->check, line);
		return 1;
	case OPT_EXPORTED:
		read_exported(&settings->check, line);
		return 1;
	case OPT_LIST:
		settings->check.listing = read_word(line, check_words, CHECKS);
		return 1;
	case OPT_SEVERITY:
		settings->look = SEVERITY_NOTE + read_word(line, severity_words + SEVERITY_NOTE,
							   SEVERITIES - SEVERITY_NOTE);
		settings->look_given = 1;
		return 1;
	case OPT_QUIET:
		settings->quiet = 1;
		return 1;
	default:
		return source_option(&settings->source, line, option);
	}
}

static struct settings read_settings(struct command_line *line)
{
	struct settings settings = { .output = OUTPUT_DEFAULT, .look = SEVERITY_WARNING };
	enum option_id option;

	source_start(&settings.source);
	settings.source.own_approvals = 1;
	check_start(&settings.check);
	while ((option = opt_next(line)) != OPT_END)
		if (!check_option(&settings, line, option))
			output_option(&settings.output, line, option);
	if (settings.look_given && !settings.quiet)
		diag_usage(N_("--severity says what -q answers: it goes with -q alone"));
	if (settings.quiet && settings.check.listing != CHECK_NONE)
		diag_usage(N_("--list prints rows and -q prints nothing: only one of them"));
	if (settings.output.sentences && (settings.quiet || settings.check.listing != CHECK_NONE))
		diag_usage(N_("--save-text goes with the findings alone"));
	source_finish(&settings.source, line);
	settings.check.washout = settings.source.washout;
	settings.check.advisers = settings.source.advisers;
	return settings;
}

/* ---- reading ------------------------------------------------------------------- */

struct data {
	struct survey survey;
	struct case_table cases;
	struct service_rule *approvals;
};

/* The case table's dates are compared on their own; the rule gets approvals alone. */
static int read_all(struct data *data, const struct source *source, struct findings *findings,
		    struct fault *fault)
{
	struct source approvals = *source;
	struct findings tables = { 0 };
	int result;

	approvals.cases_file = NULL;
	if (survey_read(&data->survey, source, findings, fault) != 0)
		return -1;
	result = cases_read(&data->cases, source, &tables, fault);
	if (result == 0 && source->approvals_file) {
		data->approvals = service_new(&approvals, &tables, fault);
		result = data->approvals ? 0 : -1;
	}
	diag_findings(&tables);
	findings_free(&tables);
	return result;
}

static void data_free(struct data *data)
{
	survey_free(&data->survey);
	cases_free(&data->cases);
	service_free(data->approvals);
}

/* ---- printing ------------------------------------------------------------------ */

static struct meta *make_meta(const struct settings *settings, const struct check *check)
{
	struct meta *meta = meta_new();

	meta_source(meta, &settings->source, &check->survey->intake, &check->window);
	checktable_meta(meta, check);
	return meta;
}

static void print_table(const struct settings *settings, struct table *table,
			const struct meta *meta, struct fault *fault)
{
	output_print(&settings->output, table, meta, fault);
	table_free(table);
}

/* The page is printed, put into a file, or both. */
static void print_findings(const struct settings *settings, const struct check *check,
			   const struct meta *meta, struct fault *fault)
{
	enum table_format form = output_form(&settings->output);
	char window[512], *page;

	describe_window(window, sizeof window, &check->survey->intake, &check->window);
	page = checktext_page(check, window);
	if (output_save_text(&settings->output, page, fault) == 0) {
		if (form == TABLE_TEXT)
			output_text(&settings->output, page, meta, fault);
		else
			print_table(settings, checktable_findings(check, form != TABLE_CSV &&
								  form != TABLE_JSON), meta,
				    fault);
	}
	free(page);
}

static void print(const struct settings *settings, const struct check *check,
		  const struct findings *findings, struct fault *fault)
{
	struct meta *meta = make_meta(settings, check);

	if (settings->quiet)
		output_text(&settings->output, "", meta, fault);
	else if (check->listing != CHECK_NONE)
		print_table(settings, checktable_rows(check, findings, diag_shows_values()), meta,
			    fault);
	else
		print_findings(settings, check, meta, fault);
	meta_free(meta);
}

/* What breaks a rule is a finding of this tool; what is only odd about the file is told as ever. */
static void say_warnings(const struct findings *findings)
{
	struct findings warnings = { 0 };

	for (size_t i = 0; i < findings->count; i++)
		if (findings->list[i].status == STATUS_OK)
			findings_add(&warnings, &findings->list[i]);
	diag_findings(&warnings);
	findings_free(&warnings);
}

/* On standard error; returns the status. */
static int finish(const struct command_line *line, const struct settings *settings,
		  const struct findings *findings, const struct fault *fault)
{
	const struct check *check = &settings->check;

	if (fault->kind) {
		diag_findings(findings);
		return diag_fail(fault);
	}
	if (!settings->quiet)
		say_warnings(findings);
	if (line->verbose)
		say_intake(&check->survey->intake, &check->window);
	return settings->quiet && check_verdict(check) >= settings->look ? STATUS_LOOK : STATUS_OK;
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	struct check *check = &settings.check;
	struct findings findings = { 0 };
	struct data data = { 0 };
	struct fault fault = { 0 };
	int status;

	check->survey = &data.survey;
	check->cases = settings.source.cases_file ? &data.cases : NULL;
	if (read_all(&data, &settings.source, &findings, &fault) == 0 &&
	    check_frame(check, &settings.source, &fault) == 0) {
		check->approvals = data.approvals;
		check_run(check, &findings, settings.source.threads);
		print(&settings, check, &findings, &fault);
	}
	status = finish(&line, &settings, &findings, &fault);
	check_free(check);
	data_free(&data);
	findings_free(&findings);
	return status > STATUS_LOOK ? status : diag_close() ? STATUS_SYSTEM : status;
}
