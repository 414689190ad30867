/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source - where the records come from: the options that all reading tools share. */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "data/date.h"
#include "data/source.h"

void source_start(struct source *source)
{
	memset(source, 0, sizeof *source);
	source->file = "-";
	source->profile = profile_find("verlauf");
	strcpy(source->effort, "minutes");
	source->washout = WASHOUT_DAYS;
	source->silence = SILENCE_MONTHS;
}

static void read_profile(struct source *source, const struct command_line *line)
{
	source->profile = profile_find(line->argument);
	if (!source->profile)
		opt_word(line, profile_names());
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
	default:
		return 0;
	}
}

static int is_stream(const char *file)
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
	if (source->service_rule && is_stream(source->cases_file))
		diag_usage(N_("with --service-rule the case table cannot be standard input"));
}

void source_finish(struct source *source, const struct command_line *line)
{
	source->file = opt_file(line);
	if (!source->layout.delimiter)
		source->layout.delimiter = source->profile->delimiter;
	if (!source->layout.encoding)
		source->layout.encoding = source->profile->encoding;
	if (source->window.since_given && source->window.until_given &&
	    source->window.since > source->window.until)
		diag_usage(N_("--since lies after --until"));
	check_rule(source);
	if (is_stream(source->file) + is_stream(source->cases_file) +
	    is_stream(source->approvals_file) > 1)
		diag_usage(N_("only one of the files can be standard input"));
}
