/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-early - do cases that came back in the month after their first contact need more later on?
 *
 * Method: landmark analysis with the robust variance of the effort curve, Welch's interval and a
 * studentised permutation test (Janssen 1997; Chung and Romano 2013); see vl-early(1). */
#include <stdlib.h>

#include "base/diag.h"
#include "base/text.h"
#include "data/caseload.h"
#include "model/early.h"
#include "model/earlycurve.h"
#include "show/curvenote.h"
#include "show/curvetable.h"
#include "show/earlytable.h"
#include "show/earlytext.h"
#include "show/output.h"
#include "show/settings.h"
#include "stats/random.h"

static const enum option_id options[] = {
	SOURCE_OPTIONS, OPT_CALENDAR, OPT_MONTHS, OPT_WEEKS, OPT_MIN_CONTACTS, OPT_MEASURE,
	OPT_CURVE, OPT_EXPLAIN, OPT_SAVE_TEXT, OPT_NO_SMALL_SAMPLE, OPT_REPLICATES, OPT_SEED,
	OUTPUT_OPTIONS, OPT_END
};

/* What they do here. */
static const struct option_help own[] = {
	{ OPT_MONTHS, N_("last case month that is compared, 2 to 1200 (default 12)") },
	{ OPT_MEASURE, N_("print only per_case, per_open or per_seen") },
	{ OPT_WEEKS, N_("early is who came between day 29 and the end of this week, 6 to 8 "
		"(default: in month 1)") },
	{ OPT_REPLICATES, N_("regroupings behind p (default 9999), with --curve draws for "
		"the bands (2000); 0 = without") },
	{ OPT_END, NULL }
};

static const struct command command = {
	"vl-early", N_("Effort of cases that came back in the month after their first contact, "
		       "against the others."),
	N_("[FILE]"), options, own,
};

static const unsigned all_means = (1U << EARLY_MEANS) - 1;

/* What is printed. */
enum mode { MODE_MEANS, MODE_CURVE, MODE_EXPLAIN };

struct settings {
	struct source source;
	const char *by;           /* of the table; `period` is no column of the file */
	struct landmark_rule rule;
	struct early_settings early;
	long replicates;          /* or -1: as each method has it */
	unsigned measures;        /* bits 1 << enum early_measure, or enum curve_measure: the same */
	struct output output;
	enum mode mode;
};

/* ---- options ------------------------------------------------------------------- */

static unsigned read_measure(const struct command_line *line)
{
	const char *names[EARLY_MEANS + 1] = { NULL };

	for (int m = 0; m < EARLY_MEANS; m++)
		names[m] = early_measure_name((enum early_measure)m);
	return 1U << opt_word(line, names);
}

static void choose_mode(struct settings *settings, enum mode mode)
{
	if (settings->mode != MODE_MEANS && settings->mode != mode)
		diag_usage(N_("only one of --curve and --explain"));
	settings->mode = mode;
}

static void early_option(struct settings *settings, const struct command_line *line,
			 enum option_id option)
{
	switch (option) {
	case OPT_CALENDAR:
		settings->rule.clock = CLOCK_CALENDAR;
		break;
	case OPT_MONTHS:
		settings->early.months = (int)opt_whole(line, 2, 1200);
		break;
	case OPT_WEEKS:
		settings->rule.weeks = (int)opt_whole(line, 6, 8);
		break;
	case OPT_MIN_CONTACTS:
		settings->rule.min_contacts = (int)opt_whole(line, 1, 31);
		break;
	case OPT_MEASURE:
		settings->measures = read_measure(line);
		break;
	case OPT_CURVE:
		choose_mode(settings, MODE_CURVE);
		break;
	case OPT_EXPLAIN:
		choose_mode(settings, MODE_EXPLAIN);
		break;
	case OPT_NO_SMALL_SAMPLE:
		settings->early.small_sample = 0;
		break;
	case OPT_REPLICATES:
		settings->replicates = opt_replicates(line);
		break;
	case OPT_SEED:
		settings->early.seed = opt_seed(line);
		break;
	default:
		output_option(&settings->output, line, option);
	}
}

/* What must hold between options. */
static void check_settings(const struct settings *settings)
{
	if (settings->rule.weeks && settings->rule.clock == CLOCK_CALENDAR)
		diag_usage(N_("--weeks counts days: it goes without --calendar"));
	if (settings->mode == MODE_EXPLAIN && settings->output.format >= 0 &&
	    settings->output.format != TABLE_TEXT)
		diag_usage(N_("--explain prints sentences: it has no other form than text"));
	if (settings->mode == MODE_EXPLAIN && settings->measures != all_means)
		diag_usage(N_("--explain speaks of all measures: it goes without --measure"));
	if (settings->output.sentences && settings->mode != MODE_MEANS)
		diag_usage(N_("--save-text goes with the table of means alone"));
}

static size_t replicates(const struct settings *settings)
{
	if (settings->replicates >= 0)
		return (size_t)settings->replicates;
	return settings->mode == MODE_CURVE ? CURVE_REPLICATES : EARLY_REPLICATES;
}

static struct settings read_settings(struct command_line *line)
{
	struct settings settings = {
		.rule = { .clock = CLOCK_ELAPSED, .min_contacts = 1 },
		.early = { .months = EARLY_MONTHS, .small_sample = 1, .seed = SEED_DEFAULT },
		.measures = all_means, .replicates = -1, .output = OUTPUT_DEFAULT,
	};
	enum option_id option;

	source_start(&settings.source);
	while ((option = opt_next(line)) != OPT_END)
		if (!source_option(&settings.source, line, option))
			early_option(&settings, line, option);
	settings.by = settings.source.by;
	if (settings.by && text_equal(settings.by, "period"))
		settings.source.by = NULL;
	source_finish(&settings.source, line);
	check_settings(&settings);
	settings.early.replicates = replicates(&settings);
	settings.early.threads = settings.source.threads;
	settings.source.unordered = 1;
	return settings;
}

/* ---- settings of the result ------------------------------------------------------ */

static void meta_group(struct meta *meta, const struct early_group *group)
{
	static const char *const tests[] = { "none", "exact", "permutation", "welch" };

	meta_count(meta, "last_month", group->last);
	meta_text(meta, "test", tests[group->test]);
	meta_count(meta, "stratified", group->stratified);
	meta_number(meta, "plain_p", group->p_plain);
	meta_number(meta, "splits", group->splits);
	meta_count(meta, "splits_looked_at", (int64_t)group->drawn);
	meta_number(meta, "welch_df", group->contrasts[EARLY_PER_CASE].df);
	meta_number(meta, "detectable_difference", group->detectable);
}

static struct meta *make_meta(const struct settings *settings, const struct caseload *caseload,
			      const struct landmark *landmark, const struct early *early)
{
	static const char *const modes[] = { "means", "curve", "explain" };
	struct meta *meta = meta_new();

	meta_caseload(meta, &settings->source, caseload);
	meta_open(meta, "early");
	meta_text(meta, "result", modes[settings->mode]);
	meta_text(meta, "clock", settings->rule.clock == CLOCK_CALENDAR ? "calendar" : "elapsed");
	meta_text(meta, "by", settings->by);
	meta_count(meta, "weeks", settings->rule.weeks);
	meta_count(meta, "min_contacts", settings->rule.min_contacts);
	meta_count(meta, "first_month", landmark->month);
	meta_number(meta, "first_month_part", landmark->part);
	meta_count(meta, "early_cases", landmark->cases[LANDMARK_EARLY]);
	meta_count(meta, "not_early_cases", landmark->cases[LANDMARK_NOT_EARLY]);
	meta_count(meta, "young_cases", landmark->young);
	meta_count(meta, "late_cases", landmark->late);
	meta_count(meta, "small_sample_factor", settings->early.small_sample);
	meta_count(meta, "replicates", (int64_t)replicates(settings));
	meta_count(meta, "seed", (int64_t)settings->early.seed);
	if (early)
		meta_group(meta, &early->groups[early->group_count - 1]);
	meta_close(meta);
	return meta;
}

/* ---- printing ------------------------------------------------------------------ */

static void print_table(const struct settings *settings, const struct caseload *caseload,
			const struct landmark *landmark, const struct early *early,
			const struct meta *meta, struct fault *fault)
{
	const struct earlytext_settings how = { effort_is_time(caseload->intake.unit),
						settings->by };
	struct earlytable table;

	earlytable_make(&table, early, settings->measures, settings->by);
	earlytext_note_cases(table.table, caseload, landmark);
	earlytext_note_finding(table.table, early, &how);
	output_print(&settings->output, table.table, meta, fault);
	earlytable_free(&table);
}

static void print_means(const struct settings *settings, const struct caseload *caseload,
			const struct landmark *landmark, struct fault *fault)
{
	const struct earlytext_settings how = { effort_is_time(caseload->intake.unit),
						settings->by };
	struct early early = { 0 };

	if (early_fit(&early, caseload, landmark, &settings->early, fault) == 0) {
		struct meta *meta = make_meta(settings, caseload, landmark, &early);

		char *text = earlytext_explain(&early, landmark, &how);

		if (settings->mode == MODE_EXPLAIN)
			output_text(&settings->output, text, meta, fault);
		else if (output_save_text(&settings->output, text, fault) == 0)
			print_table(settings, caseload, landmark, &early, meta, fault);
		free(text);
		meta_free(meta);
	}
	early_free(&early);
}

static struct curve_settings curve_settings(const struct settings *settings)
{
	return (struct curve_settings){
		.clock = settings->rule.clock, .months = settings->early.months,
		.threads = settings->source.threads,
		.small_sample = settings->early.small_sample, .seed = settings->early.seed,
		.replicates = replicates(settings), .wanted = settings->measures };
}

static void print_curve(const struct settings *settings, const struct caseload *caseload,
			const struct landmark *landmark, struct fault *fault)
{
	const struct curve_settings how = curve_settings(settings);
	struct earlycurve early = { 0 };

	if (earlycurve_fit(&early, caseload, landmark, &how, fault) == 0) {
		struct meta *meta = make_meta(settings, caseload, landmark, NULL);
		struct curvetable table;

		curvetable_early(&table, &early, settings->measures, settings->by);
		earlytext_note_cases(table.table, caseload, landmark);
		output_print(&settings->output, table.table, meta, fault);
		curvetable_free(&table);
		meta_free(meta);
	}
	earlycurve_free(&early);
}

static void print(struct settings *settings, struct caseload *caseload, struct fault *fault)
{
	struct landmark landmark = { 0 };

	settings->output.hours_minutes &= effort_is_time(caseload->intake.unit);
	if (settings->by && !settings->source.by)
		caseload_by_period(caseload, PERIOD_HALF);
	if (landmark_split(&landmark, caseload, &settings->rule, fault) == 0)
		(settings->mode == MODE_CURVE ? print_curve : print_means)
			(settings, caseload, &landmark, fault);
	landmark_free(&landmark);
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct caseload caseload;
	int status;

	if (caseload_read(&caseload, &settings.source, &findings, &fault) == 0)
		print(&settings, &caseload, &fault);
	status = diag_outcome(&findings, &fault);
	if (!status && line.verbose)
		say_intake(&caseload.intake, &caseload.window);
	caseload_free(&caseload);
	findings_free(&findings);
	return status ? status : diag_close();
}
