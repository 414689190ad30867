/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-curve - how much effort does a case take, month by month after its first contact?
 *
 * Method: occurrence-exposure rates by case month with the robust variance of Lawless and
 * Nadeau (1995) and the gamma interval of Fay and Feuer (1997); see vl-curve(1). */
#include <stdio.h>

#include "base/diag.h"
#include "base/text.h"
#include "data/caseload.h"
#include "model/curve.h"
#include "show/output.h"
#include "show/settings.h"
#include "stats/random.h"

static const enum option_id options[] = {
	SOURCE_OPTIONS, OPT_CALENDAR, OPT_MONTHS, OPT_MEASURE, OPT_NO_SMALL_SAMPLE,
	OPT_REPLICATES, OPT_SEED, OUTPUT_OPTIONS, OPT_END
};

static const struct command command = {
	"vl-curve", N_("The effort curve: mean effort of a case by months since its first contact."),
	N_("[FILE]"), options,
};

struct settings {
	struct source source;
	struct curve_settings curve;
	struct output output;
	int measure;              /* enum curve_measure, or -1 = all */
};

static int read_measure(const struct command_line *line)
{
	const char *names[CURVE_MEASURES + 1] = { NULL };

	for (int m = 0; m < CURVE_MEASURES; m++)
		names[m] = curve_measure_name((enum curve_measure)m);
	return opt_word(line, names);
}

static void curve_option(struct settings *settings, const struct command_line *line,
			 enum option_id option)
{
	switch (option) {
	case OPT_CALENDAR:
		settings->curve.clock = CLOCK_CALENDAR;
		break;
	case OPT_MONTHS:
		settings->curve.months = (int)opt_whole(line, 0, 1200);
		break;
	case OPT_MEASURE:
		settings->measure = read_measure(line);
		break;
	case OPT_NO_SMALL_SAMPLE:
		settings->curve.small_sample = 0;
		break;
	case OPT_REPLICATES:
		settings->curve.replicates = (size_t)opt_whole(line, 0, 1000000);
		break;
	case OPT_SEED:
		settings->curve.seed = (unsigned long)opt_whole(line, 0, 4294967295);
		break;
	default:
		output_option(&settings->output, line, option);
	}
}

static struct settings read_settings(struct command_line *line)
{
	struct settings settings = {
		.curve = { .clock = CLOCK_ELAPSED, .months = -1, .small_sample = 1,
			   .replicates = CURVE_REPLICATES, .seed = SEED_DEFAULT },
		.output = OUTPUT_DEFAULT, .measure = -1,
	};
	enum option_id option;

	source_start(&settings.source);
	while ((option = opt_next(line)) != OPT_END)
		if (!source_option(&settings.source, line, option))
			curve_option(&settings, line, option);
	source_finish(&settings.source, line);
	return settings;
}

/* ---- the table ----------------------------------------------------------------- */

enum { COLUMN_BY = 1, COLUMN_COUNT_ALL = 14 };

static const struct table_column all_columns[COLUMN_COUNT_ALL] = {
	{ "case_month", N_("case month"), COLUMN_COUNT, 0 },
	{ NULL, NULL, COLUMN_TEXT, 0 },
	{ "measure", N_("measure"), COLUMN_TEXT, 0 },
	{ "n", N_("n"), COLUMN_COUNT, 0 },
	{ "exposure", N_("exposure"), COLUMN_NUMBER, 1 },
	{ "total", N_("total"), COLUMN_HOURS, 1 },
	{ "value", N_("value"), COLUMN_HOURS, 2 },
	{ "se", N_("std. error"), COLUMN_HOURS, 2 },
	{ "lower95", N_("lower 95"), COLUMN_HOURS, 2 },
	{ "upper95", N_("upper 95"), COLUMN_HOURS, 2 },
	{ "lower95s", N_("lower 95, joint"), COLUMN_HOURS, 2 },
	{ "upper95s", N_("upper 95, joint"), COLUMN_HOURS, 2 },
	{ "smooth", N_("smooth"), COLUMN_HOURS, 2 },
	{ "flag", N_("flag"), COLUMN_TEXT, 0 },
};

static struct table *new_table(struct table_column columns[COLUMN_COUNT_ALL],
			       const struct source *source)
{
	size_t count = 0;

	for (int i = 0; i < COLUMN_COUNT_ALL; i++)
		if (i != COLUMN_BY || source->by)
			columns[count++] = all_columns[i];
	if (source->by)
		columns[COLUMN_BY].name = columns[COLUMN_BY].heading = source->by;
	return table_new(columns, count);
}

static void put_number(struct table *table, double value, int known)
{
	if (known)
		table_number(table, value);
	else
		table_missing(table, MISSING_UNRELIABLE);
}

static void put_point(struct table *table, const struct curve_point *point)
{
	int reliable = point->n > 1;

	table_count(table, point->n);
	table_number(table, point->exposure);
	table_number(table, point->total);
	table_number(table, point->value);
	put_number(table, point->se, reliable);
	put_number(table, point->single.lower, reliable);
	put_number(table, point->single.upper, reliable);
	put_number(table, point->joint.lower, reliable);
	put_number(table, point->joint.upper, reliable);
	table_missing(table, MISSING_NONE);
	table_text(table, reliable ? "" : "unreliable");
}

static void put_line(struct table *table, const struct settings *settings,
		     const struct curve_group *group, const struct curve_line *line)
{
	for (size_t k = 0; k < line->months; k++) {
		table_count(table, (int64_t)k);
		if (settings->source.by)
			table_text(table, group_label(group->label));
		table_text(table, curve_measure_name(line->measure));
		put_point(table, &line->points[k]);
	}
}

static void put_notes(struct table *table, const struct settings *settings,
		      const struct caseload *caseload, const struct curve *curve)
{
	const struct curve_group *all = &curve->groups[curve->group_count - 1];
	char text[300];

	note_window(table, &caseload->intake, &caseload->window);
	snprintf(text, sizeof text,
		 settings->curve.clock == CLOCK_CALENDAR ?
		 _("%ld cases by calendar months since first contact (month 0 is only part of a month)") :
		 _("%ld cases by elapsed months since first contact"), (long)all->cases);
	table_note(table, text);
	if (!caseload->prevalent)
		return;
	snprintf(text, sizeof text,
		 _("%u cases left out: they were first seen within %d days of the window's start "
		   "and may have begun before it"), (unsigned)caseload->prevalent, caseload->washout);
	table_note(table, text);
}

static struct table *make_table(struct table_column columns[COLUMN_COUNT_ALL],
				const struct settings *settings, const struct caseload *caseload,
				const struct curve *curve)
{
	struct table *table = new_table(columns, &settings->source);

	put_notes(table, settings, caseload, curve);
	for (size_t g = 0; g < curve->group_count; g++)
		for (int m = 0; m < CURVE_MEASURES; m++)
			if (settings->measure < 0 || settings->measure == m)
				put_line(table, settings, &curve->groups[g],
					 &curve->groups[g].lines[m]);
	return table;
}

static struct meta *make_meta(const struct settings *settings, const struct caseload *caseload,
			      const struct curve *curve)
{
	struct meta *meta = meta_new();

	meta_caseload(meta, &settings->source, caseload);
	meta_open(meta, "curve");
	meta_text(meta, "clock", settings->curve.clock == CLOCK_CALENDAR ? "calendar" : "elapsed");
	meta_count(meta, "cases", curve->groups[curve->group_count - 1].cases);
	meta_count(meta, "small_sample_factor", settings->curve.small_sample);
	meta_count(meta, "replicates", (int64_t)settings->curve.replicates);
	meta_count(meta, "seed", (int64_t)settings->curve.seed);
	meta_number(meta, "gaps_over_washout_share", curve->long_gap_share);
	meta_close(meta);
	return meta;
}

static void print(const struct settings *settings, const struct caseload *caseload,
		  const struct curve *curve, struct fault *fault)
{
	struct table_column columns[COLUMN_COUNT_ALL];
	struct table *table = make_table(columns, settings, caseload, curve);
	struct meta *meta = make_meta(settings, caseload, curve);

	output_print(&settings->output, table, meta, fault);
	meta_free(meta);
	table_free(table);
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct caseload caseload;
	struct curve curve = { 0 };
	int status = STATUS_OK;

	if (caseload_read(&caseload, &settings.source, &findings, &fault) == 0 &&
	    curve_fit(&curve, &caseload, &settings.curve, &fault) == 0)
		print(&settings, &caseload, &curve, &fault);
	diag_findings(&findings);
	if (fault.kind)
		status = diag_fail(&fault);
	else if (line.verbose)
		say_intake(&caseload.intake, &caseload.window);
	curve_free(&curve);
	caseload_free(&caseload);
	findings_free(&findings);
	return status ? status : diag_close();
}
