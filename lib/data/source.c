/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source - where the records come from: the options that all reading tools share. */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/date.h"
#include "data/minutes.h"
#include "data/source.h"

void source_start(struct source *source)
{
	memset(source, 0, sizeof *source);
	source->file = "-";
	source->profile = source->tables = &profile_verlauf;
	strcpy(source->effort, "minutes");
	source->washout = WASHOUT_DAYS;
	source->silence = SILENCE_MONTHS;
}

static void read_profile(struct source *source, const struct command_line *line)
{
	struct fault fault = { 0 };

	source->profile = profile_find(line->argument, &fault);
	if (!source->profile)
		diag_stop(&fault);
}

static void read_dates(struct source *source, const struct command_line *line)
{
	static const char *const orders[] = { "iso", "dmy", "mdy", "words", "auto", NULL };

	source->date_order = (enum date_order)opt_word(line, orders);
	source->dates_stated = 1;
}

static char read_delimiter(const struct command_line *line)
{
	if (strcmp(line->argument, "tab") == 0)
		return '\t';
	if (strlen(line->argument) != 1 || strchr("\"\r\n", *line->argument))
		opt_refuse(line, N_("must be one character or the word tab"));
	return *line->argument;
}

/* COLUMN or COLUMN:UNIT; a colon inside the column's name stays there. */
static void read_effort(struct source *source, const struct command_line *line)
{
	static const struct {
		const char *word;
		enum effort_unit unit;
	} units[] = { { "minutes", UNIT_MINUTES }, { "hours", UNIT_HOURS },
		      { "count", UNIT_COUNT }, { "amount", UNIT_AMOUNT } };
	const char *colon = strrchr(line->argument, ':');
	size_t length = strlen(line->argument);

	source->unit = UNIT_UNSTATED;
	for (size_t i = 0; colon && i < sizeof units / sizeof *units; i++)
		if (strcmp(colon + 1, units[i].word) == 0) {
			source->unit = units[i].unit;
			length = (size_t)(colon - line->argument);
		}
	if (length == 0 || length >= sizeof source->effort)
		opt_refuse(line, N_("must be COLUMN or COLUMN:UNIT"));
	snprintf(source->effort, sizeof source->effort, "%.*s", (int)length, line->argument);
}

static void read_day(const struct command_line *line, int32_t *first, int32_t *last)
{
	if (date_span(line->argument, first, last) != 0 || *first < DAY_MIN || *last > DAY_MAX)
		opt_refuse(line, N_("must be a month (2024-01) or a day (2024-01-15) "
				    "from 1900 to 2078"));
}

static int window_option(struct source *source, const struct command_line *line,
			 enum option_id option)
{
	int32_t other;

	switch (option) {
	case OPT_SINCE:
		read_day(line, &source->window.since, &other);
		source->window.since_given = 1;
		return 1;
	case OPT_UNTIL:
		read_day(line, &other, &source->window.until);
		source->window.until_given = 1;
		return 1;
	case OPT_PARTIAL:
		source->partial = 1;
		return 1;
	case OPT_WASHOUT:
		source->washout = (int)opt_whole(line, 0, 3660);
		return 1;
	case OPT_SILENCE:
		source->silence = (int)opt_whole(line, 0, 120);
		return 1;
	default:
		return 0;
	}
}

static int layout_option(struct source *source, const struct command_line *line,
			 enum option_id option)
{
	static const char *const encodings[] = { "utf-8", "cp1252", "iso-8859-1", "iso-8859-15",
						 NULL };

	switch (option) {
	case OPT_PROFILE:
		read_profile(source, line);
		return 1;
	case OPT_ENCODING:
		source->layout.encoding = encodings[opt_word(line, encodings)];
		return 1;
	case OPT_DELIMITER:
		source->layout.delimiter = read_delimiter(line);
		return 1;
	case OPT_SKIP:
		source->layout.skip = opt_whole(line, 0, 1000);
		source->skip_stated = 1;
		return 1;
	case OPT_DATE_ORDER:
		read_dates(source, line);
		return 1;
	case OPT_JOIN:
		source->join_file = line->argument;
		return 1;
	case OPT_MINUTES_EACH:
		if (!minutes_valid(line->argument))
			opt_refuse(line, N_("must be like 30 or 141=30,144=60,45, each from 0 to "
					    "1440"));
		source->minutes = line->argument;
		return 1;
	default:
		return 0;
	}
}

int source_option(struct source *source, const struct command_line *line, enum option_id option)
{
	if (layout_option(source, line, option) || window_option(source, line, option))
		return 1;
	switch (option) {
	case OPT_EFFORT:
		read_effort(source, line);
		return 1;
	case OPT_CASES:
		source->cases_file = line->argument;
		return 1;
	case OPT_BY:
		source->by = line->argument;
		return 1;
	case OPT_APPROVALS:
		source->approvals_file = line->argument;
		return 1;
	case OPT_SERVICE_RULE:
		source->service_rule = 1;
		return 1;
	case OPT_ADVISERS:
		source->advisers = 1;
		return 1;
	case OPT_THREADS:
		source->threads = (size_t)opt_whole(line, 1, THREADS_MAX);
		return 1;
	default:
		return 0;
	}
}

static int is_stdin(const char *file)
{
	return file && strcmp(file, "-") == 0;
}

/* The rule reads the case table before the records are read, and the methods after it. */
static void check_rule(const struct source *source)
{
	if (source->service_rule && !source->approvals_file && !source->cases_file)
		diag_usage(N_("--service-rule needs --approvals, --cases or both"));
	if (source->approvals_file && !source->service_rule && !source->own_approvals)
		diag_usage(N_("--approvals is of use with --service-rule only"));
	if (source->service_rule && is_stdin(source->cases_file))
		diag_usage(N_("with --service-rule the case table cannot be standard input"));
}

/* What the options leave open, the profile says. */
static void complete_layout(struct csv_layout *layout, const struct profile *profile)
{
	if (!layout->delimiter && !profile->delimiters[1])
		layout->delimiter = *profile->delimiters;
	if (!layout->delimiter)
		layout->delimiters = profile->delimiters;
	if (!layout->encoding)
		layout->encoding = profile->encoding;
	layout->second_header = profile->second_header;
	layout->row_end = profile->row_end_delimiter;
}

/* The profile of the other tables. */
static const struct profile *tables_profile(const struct profile *profile)
{
	const struct profile *tables = profile;
	struct fault fault = { 0 };

	if (profile->other_tables && !(tables = profile_find(profile->other_tables, &fault)))
		diag_stop(&fault);
	return tables;
}

/* Tables in a layout of their own are not those that the options speak of. */
static void find_tables(struct source *source)
{
	source->tables = tables_profile(source->profile);
	source->tables_layout = source->layout;
	if (!source->profile->other_tables)
		return;
	memset(&source->tables_layout, 0, sizeof source->tables_layout);
	source->tables_layout.skip = source->tables->skip;
	complete_layout(&source->tables_layout, source->tables);
}

void source_beside(struct source *source)
{
	source->profile = tables_profile(source->profile);
	source->beside = 1;
}

void source_layout(struct source *source)
{
	if (!source->skip_stated)
		source->layout.skip = source->profile->skip;
	complete_layout(&source->layout, source->profile);
	find_tables(source);
}

void source_finish(struct source *source, const struct command_line *line)
{
	source->file = opt_file(line);
	source_layout(source);
	if (source->window.since_given && source->window.until_given &&
	    source->window.since > source->window.until)
		diag_usage(N_("--since lies after --until"));
	check_rule(source);
	if (source->join_file && !source->profile->join_key)
		diag_usage(N_("--join is of use with a profile that joins a second file"));
	if (source->profile->join_key && !source->join_file && !source->beside)
		diag_usage(N_("profile %s needs the second file of the export: --join"),
			   source->profile->name);
	if (is_stdin(source->file) + is_stdin(source->cases_file) +
	    is_stdin(source->approvals_file) + is_stdin(source->join_file) > 1)
		diag_usage(N_("only one of the files can be standard input"));
}
