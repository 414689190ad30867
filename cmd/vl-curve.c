/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-curve - how much effort does a case take, month by month after its first contact?
 *
 * Method: occurrence-exposure rates by case month with the robust variance of Lawless and
 * Nadeau (1995) and the gamma interval of Fay and Feuer (1997); see vl-curve(1). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/text.h"
#include "data/caseload.h"
#include "model/curve.h"
#include "model/daily.h"
#include "model/shape.h"
#include "show/curvenote.h"
#include "show/curvetable.h"
#include "show/curvetext.h"
#include "show/output.h"
#include "show/settings.h"
#include "stats/random.h"

static const enum option_id options[] = {
	SOURCE_OPTIONS, OPT_CALENDAR, OPT_MONTHS, OPT_MEASURE, OPT_SAME_CASES, OPT_DAILY,
	OPT_SUMMARY, OPT_EXPLAIN, OPT_SAVE_TEXT, OPT_NO_SMALL_SAMPLE, OPT_REPLICATES, OPT_SEED,
	OUTPUT_OPTIONS, OPT_END
};

static const struct command command = {
	"vl-curve", N_("The effort curve: mean effort of a case by months since its first "
		       "contact."),
	N_("[FILE]"), options, NULL,
};

/* What is printed. */
enum mode { MODE_POINTS, MODE_SUMMARY, MODE_EXPLAIN, MODE_DAILY };

struct settings {
	struct source source;
	struct curve_settings curve;
	struct output output;
	enum mode mode;
	int measure;              /* enum curve_measure, or -1 = none named */
	int draws;                /* something was said about random draws */
	unsigned measures;        /* those printed, as bits */
};

/* ---- options ------------------------------------------------------------------- */

static int read_measure(const struct command_line *line)
{
	const char *names[CURVE_MEASURES + 1] = { NULL };

	for (int m = 0; m < CURVE_MEASURES; m++)
		names[m] = curve_measure_name((enum curve_measure)m);
	return opt_word(line, names);
}

static void choose_mode(struct settings *settings, enum mode mode)
{
	if (settings->mode != MODE_POINTS && settings->mode != mode)
		diag_usage(N_("only one of --daily, --summary and --explain"));
	settings->mode = mode;
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
	case OPT_SAME_CASES:
		settings->curve.same_months = line->argument ? (int)opt_whole(line, 2, 120) :
							       CURVE_SAME_MONTHS;
		break;
	case OPT_DAILY:
		choose_mode(settings, MODE_DAILY);
		break;
	case OPT_SUMMARY:
		choose_mode(settings, MODE_SUMMARY);
		break;
	case OPT_EXPLAIN:
		choose_mode(settings, MODE_EXPLAIN);
		break;
	case OPT_NO_SMALL_SAMPLE:
		settings->curve.small_sample = 0;
		break;
	case OPT_REPLICATES:
		settings->curve.replicates = (size_t)opt_replicates(line);
		settings->draws = 1;
		break;
	case OPT_SEED:
		settings->curve.seed = opt_seed(line);
		settings->draws = 1;
		break;
	default:
		output_option(&settings->output, line, option);
	}
}

/* Sentences are about the shape too. */
static int needs_shape(const struct settings *settings)
{
	return settings->mode == MODE_SUMMARY || settings->mode == MODE_EXPLAIN ||
	       settings->output.sentences;
}

/* What must hold between options. */
static void check_settings(const struct settings *settings)
{
	if (needs_shape(settings) && settings->measure == CURVE_CUMULATIVE)
		diag_usage(N_("the cumulative curve has no rise and no peak: choose another "
			      "measure"));
	if (settings->mode == MODE_EXPLAIN && settings->output.format >= 0 &&
	    settings->output.format != TABLE_TEXT)
		diag_usage(N_("--explain prints sentences: it has no other form than text"));
	if (settings->output.sentences && settings->mode != MODE_POINTS)
		diag_usage(N_("--save-text goes with the curve's points alone"));
	if (settings->mode == MODE_DAILY &&
	    (settings->measure >= 0 || settings->curve.same_months ||
	     settings->curve.clock == CLOCK_CALENDAR))
		diag_usage(N_("--daily counts days and knows one measure: it goes without "
			      "--measure, --same-cases and --calendar"));
	if (settings->mode == MODE_DAILY && settings->draws)
		diag_usage(N_("--daily has no bands to draw: it goes without --replicates and "
			      "--seed"));
}

static void choose_measures(struct settings *settings)
{
	int points = settings->mode == MODE_POINTS || settings->mode == MODE_DAILY;
	int shape = needs_shape(settings), all = settings->measure < 0 && points;

	if (settings->measure == CURVE_SAME_CASES && !settings->curve.same_months)
		settings->curve.same_months = CURVE_SAME_MONTHS;
	if (settings->measure < 0 && shape)
		settings->measure = CURVE_PER_CASE;
	settings->measures = all ? (1U << CURVE_MEASURES) - 1 :
						     1U << settings->measure;
	if (settings->curve.same_months)
		settings->measures |= 1U << CURVE_SAME_CASES;
	if (shape)
		settings->curve.keep = settings->measures & ~(1U << CURVE_CUMULATIVE);
	/* The note on the same cases compares them with the open ones. */
	if (!settings->curve.same_months)
		settings->curve.wanted = settings->measures;
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
	settings.curve.threads = settings.source.threads;
	check_settings(&settings);
	choose_measures(&settings);
	/* Sums of whole numbers know no order; what is kept of each case, and days, go by its
	 * id. */
	settings.source.unordered = settings.mode == MODE_POINTS && !settings.curve.keep;
	return settings;
}

/* ---- printing ------------------------------------------------------------------ */

static enum curvenote_clock clock_of(const struct settings *settings)
{
	return settings->mode == MODE_DAILY ? CURVENOTE_DAYS :
	       settings->curve.clock == CLOCK_CALENDAR ? CURVENOTE_CALENDAR : CURVENOTE_MONTHS;
}

static void note_curve(struct table *table, const struct settings *settings,
		       const struct curve *curve)
{
	const struct curve_group *all = &curve->groups[curve->group_count - 1];
	char text[500];

	if (settings->mode == MODE_POINTS && settings->curve.replicates) {
		curvenote_few_cases(text, sizeof text, curve);
		if (*text)
			table_note(table, text);
	}
	if (!settings->curve.same_months)
		return;
	curvenote_same_cases(text, sizeof text, all, settings->curve.same_months);
	if (*text)
		table_note(table, text);
}

static struct meta *make_meta(const struct settings *settings, const struct caseload *caseload,
			      int64_t cases, double long_gap_share)
{
	static const char *const modes[] = { "points", "summary", "explain", "daily" };
	struct meta *meta = meta_new();

	meta_caseload(meta, &settings->source, caseload);
	meta_open(meta, "curve");
	curvenote_meta(meta, &settings->curve, modes[settings->mode], clock_of(settings), cases);
	if (settings->mode != MODE_DAILY)
		meta_number(meta, "gaps_over_washout_share", long_gap_share);
	meta_close(meta);
	return meta;
}

static struct shape_settings shape_settings(const struct settings *settings)
{
	return (struct shape_settings){ .replicates = settings->curve.replicates,
					.seed = settings->curve.seed };
}

static void print_table(const struct settings *settings, const struct caseload *caseload,
			const struct curve *curve, const struct meta *meta, struct fault *fault)
{
	const struct curve_group *all = &curve->groups[curve->group_count - 1];
	const struct shape_settings shape = shape_settings(settings);
	struct curvetable table;

	if (settings->mode == MODE_SUMMARY)
		curvetable_summary(&table, curve, settings->measures, &shape, settings->source.by);
	else
		curvetable_points(&table, curve, settings->measures, settings->source.by);
	curvenote_cases(table.table, caseload, clock_of(settings), all->cases);
	note_curve(table.table, settings, curve);
	output_print(&settings->output, table.table, meta, fault);
	curvetable_free(&table);
}

/* The sentences, if they are wanted, in a file or alone. */
static char *make_text(const struct settings *settings, const struct caseload *caseload,
		       const struct curve *curve)
{
	const struct curvetext_settings how = {
		.measure = (enum curve_measure)settings->measure,
		.same_months = settings->curve.same_months,
		.is_time = effort_is_time(caseload->intake.unit), .by = settings->source.by,
		.shape = shape_settings(settings),
	};

	return settings->mode == MODE_EXPLAIN || settings->output.sentences ?
	       curvetext_explain(curve, &how) : NULL;
}

static void print_curve(const struct settings *settings, const struct caseload *caseload,
			struct fault *fault)
{
	struct curve curve = { 0 };

	if (curve_fit(&curve, caseload, &settings->curve, fault) == 0) {
		int64_t cases = curve.groups[curve.group_count - 1].cases;
		struct meta *meta = make_meta(settings, caseload, cases, curve.long_gap_share);

		char *text = make_text(settings, caseload, &curve);

		if (settings->mode == MODE_EXPLAIN)
			output_text(&settings->output, text, meta, fault);
		else if (output_save_text(&settings->output, text, fault) == 0)
			print_table(settings, caseload, &curve, meta, fault);
		free(text);
		meta_free(meta);
	}
	curve_free(&curve);
}

/* The last day of the last case month wanted. */
static int32_t last_age(int months)
{
	return months < 0 ? -1 : casemonth_last(CLOCK_ELAPSED, 0, months);
}

static void print_daily(const struct settings *settings, const struct caseload *caseload,
			struct fault *fault)
{
	const struct daily_settings how = { last_age(settings->curve.months),
					    settings->curve.small_sample };
	struct daily daily = { 0 };
	struct curvetable table;

	if (daily_fit(&daily, caseload, &how, fault) == 0) {
		int64_t cases = daily.groups[daily.group_count - 1].cases;
		struct meta *meta = make_meta(settings, caseload, cases, NAN);

		curvetable_daily(&table, &daily, settings->source.by);
		curvenote_cases(table.table, caseload, CURVENOTE_DAYS, cases);
		output_print(&settings->output, table.table, meta, fault);
		curvetable_free(&table);
		meta_free(meta);
	}
	daily_free(&daily);
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct caseload caseload;
	int status;

	if (caseload_read(&caseload, &settings.source, &findings, &fault) == 0) {
		caseload_warn_groups(&caseload, &settings.source, &findings);
		settings.output.hours_minutes &= effort_is_time(caseload.intake.unit);
		(settings.mode == MODE_DAILY ? print_daily : print_curve)
			(&settings, &caseload, &fault);
	}
	status = diag_outcome(&findings, &fault);
	if (!status && line.verbose)
		say_intake(&caseload.intake, &caseload.window);
	caseload_free(&caseload);
	findings_free(&findings);
	return status ? status : diag_close();
}
