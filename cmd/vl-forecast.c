/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-forecast - what will the coming months ask of the service?
 *
 * Method: a pool of sample paths of a plan by cases, exponential smoothing and the seasonal naive
 * forecast; see vl-forecast(1), and verlauf-methods(7), "FORECASTS". */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/parallel.h"
#include "base/text.h"
#include "model/backtest.h"
#include "model/outlook.h"
#include "show/scoretable.h"
#include "show/forecastmeta.h"
#include "show/forecasttable.h"
#include "show/output.h"
#include "show/track.h"
#include "stats/random.h"

static const enum option_id options[] = {
	SOURCE_OPTIONS, OPT_SERIES, OPT_HORIZON, OPT_METHOD, OPT_PATHS, OPT_SEED, OPT_SPAN,
	OPT_CAPACITY, OPT_INFLOW, OPT_SCENARIO, OPT_HOURS_PER_FTE, OPT_HISTORY, OPT_CALIBRATE,
	OPT_CHECK, OPT_ORIGINS, OPT_STEP, OPT_FAIR, OPT_TRACK, OPT_SAVE_TEXT,
	OUTPUT_OPTIONS, OPT_END
};

/* What they do here. */
static const struct option_help own[] = {
	{ OPT_PATHS, N_("possible futures drawn (default 3000)") },
	{ OPT_INFLOW, N_("announced new cases, a table month,mean[,sd]") },
	{ OPT_END, NULL }
};

static const struct command command = {
	"vl-forecast", N_("What the coming months will ask of the service: hours, cases, staff."),
	N_("[FILE]"), options, own,
};

struct settings {
	struct source source;
	const char *series, *track;      /* files, or NULL */
	struct forecast_settings forecast;
	struct ahead ahead;
	double hours_per_fte;
	int horizon_given, history, draws_given;
	int of_consultations;            /* an option that means nothing for a series */
	int check, check_given, fair;    /* --check, an option that only goes with it */
	size_t origins, step;
	struct output output;
};

/* ---- options ------------------------------------------------------------------- */

static enum forecast_method read_method(const struct command_line *line)
{
	const char *names[FORECAST_METHODS + 1] = { NULL };

	for (int m = 0; m < FORECAST_METHODS; m++)
		names[m] = forecast_method_name((enum forecast_method)m);
	return (enum forecast_method)opt_word(line, names);
}

/* A number is the same capacity in each month, anything else a file: but not what is meant for
 * one. */
static void read_capacity(struct ahead *ahead, const struct command_line *line)
{
	double each;

	if (text_number(line->argument, &each) != 0 &&
	    line->argument[strspn(line->argument, "0123456789.,")] != '\0')
		ahead->capacity_file = line->argument;
	else
		ahead->capacity_each = opt_real(line, 0, 1e9);
}

static void ahead_option(struct settings *settings, const struct command_line *line,
			 enum option_id option)
{
	const char *rule = NULL;

	switch (option) {
	case OPT_SPAN:
		rule = ahead_span(&settings->ahead, line->argument);
		break;
	case OPT_SCENARIO:
		rule = ahead_scenario(&settings->ahead, line->argument);
		break;
	case OPT_CAPACITY:
		read_capacity(&settings->ahead, line);
		break;
	case OPT_INFLOW:
		settings->ahead.inflow_file = line->argument;
		break;
	default:
		output_option(&settings->output, line, option);
	}
	if (rule)
		opt_refuse(line, rule);
}

static void check_option(struct settings *settings, const struct command_line *line,
			 enum option_id option)
{
	switch (option) {
	case OPT_CHECK:
		settings->check = 1;
		return;
	case OPT_ORIGINS:
		settings->origins = (size_t)opt_whole(line, 1, 1200);
		break;
	case OPT_STEP:
		settings->step = (size_t)opt_whole(line, 1, 120);
		break;
	case OPT_FAIR:
		settings->fair = 1;
		break;
	case OPT_TRACK:
		settings->track = line->argument;
		return;
	default:
		ahead_option(settings, line, option);
		return;
	}
	settings->check_given = 1;
}

static void forecast_option(struct settings *settings, const struct command_line *line,
			    enum option_id option)
{
	switch (option) {
	case OPT_SERIES:
		settings->series = line->argument;
		break;
	case OPT_HORIZON:
		settings->forecast.months = (size_t)opt_whole(line, 1, FORECAST_FARTHEST);
		settings->horizon_given = 1;
		break;
	case OPT_METHOD:
		settings->forecast.method = read_method(line);
		break;
	case OPT_PATHS:
		settings->forecast.paths = (size_t)opt_whole(line, 100, 100000);
		settings->draws_given = 1;
		break;
	case OPT_SEED:
		settings->forecast.seed = opt_seed(line);
		settings->draws_given = 1;
		break;
	case OPT_HOURS_PER_FTE:
		settings->hours_per_fte = opt_real(line, 1, 1000);
		break;
	case OPT_HISTORY:
		settings->history = 1;
		break;
	case OPT_CALIBRATE:
		settings->forecast.calibrate = 1;
		break;
	default:
		check_option(settings, line, option);
	}
}

/* Whether anything was said about the months ahead that a check or an earlier forecast lacks. */
static int has_ahead(const struct settings *settings)
{
	const struct ahead *ahead = &settings->ahead;

	return ahead->inflow_file || ahead->capacity_file || !isnan(ahead->capacity_each) ||
	       ahead->scenario_count || ahead->span_count || settings->history ||
	       !isnan(settings->hours_per_fte) || settings->forecast.calibrate ||
	       settings->forecast.method != FORECAST_POOL;
}

/* A check has all methods, and nothing of what is supposed of the months ahead. */
static void check_check(const struct settings *settings)
{
	if (settings->check_given && !settings->check)
		diag_usage(N_("--origins, --step and --fair go with --check"));
	if (settings->check && settings->track)
		diag_usage(N_("only one of --check and --track"));
	if (settings->track && (has_ahead(settings) || settings->horizon_given ||
				settings->draws_given))
		diag_usage(N_("--track reads a forecast that was made: it goes without --horizon, "
			      "--method, --paths, --seed, --span, --capacity, --inflow, "
			      "--scenario, --history, --hours-per-fte and --calibrate"));
	if (settings->check && settings->output.sentences)
		diag_usage(N_("--save-text goes with a forecast or --track"));
	if (settings->check && (has_ahead(settings) || settings->source.by))
		diag_usage(N_("--check compares all methods on what has been: it goes without "
			      "--method, --by, --span, --capacity, --inflow, --scenario, "
			      "--history, --hours-per-fte and --calibrate"));
}

/* What must hold between options. */
static void check_settings(const struct settings *settings)
{
	enum forecast_method method = settings->forecast.method;
	int planned = !settings->series && (method == FORECAST_POOL || method == FORECAST_PLAN);

	if (settings->series && method == FORECAST_PLAN)
		diag_usage(N_("--method plan needs consultations: a series has no cases"));
	if (!planned && (settings->ahead.inflow_file || settings->ahead.scenario_count))
		diag_usage(N_("--inflow and --scenario speak of new cases: they need the pool or "
			      "the plan of consultations"));
	if (!planned && settings->source.by)
		diag_usage(N_("--by needs the pool or the plan of consultations: the other "
			      "methods know totals only"));
	if (settings->source.by && (settings->ahead.inflow_file ||
				    settings->ahead.scenario_count))
		diag_usage(N_("--inflow and --scenario do not say to which group new cases "
			      "would go: not together with --by"));
	if (settings->forecast.calibrate && method != FORECAST_PLAN)
		diag_usage(N_("--calibrate is for --method plan: the pool needs none, the other "
			      "methods have no paths of cases"));
	if (settings->series && !isnan(settings->hours_per_fte))
		diag_usage(N_("--hours-per-fte needs consultations with hours"));
	if (settings->series && settings->of_consultations)
		diag_usage(N_("--series is read instead of consultations: of the options about "
			      "these it goes with --since, --until and --threads alone"));
	check_check(settings);
}

static struct settings read_settings(struct command_line *line)
{
	struct settings settings = {
		.forecast = { .paths = FORECAST_PATHS, .months = FORECAST_HORIZON,
			      .seed = SEED_DEFAULT },
		.step = 1,
		.ahead.capacity_each = NAN, .hours_per_fte = NAN, .output = OUTPUT_DEFAULT,
	};
	enum option_id option;

	source_start(&settings.source);
	while ((option = opt_next(line)) != OPT_END)
		if (!source_option(&settings.source, line, option))
			forecast_option(&settings, line, option);
		else
			settings.of_consultations |= option != OPT_SINCE && option != OPT_UNTIL &&
						     option != OPT_THREADS;
	source_finish(&settings.source, line);
	if (settings.series && strcmp(settings.source.file, "-") != 0)
		diag_usage(N_("--series is read instead of consultations: give no other file"));
	check_settings(&settings);
	settings.forecast.threads = (int)(settings.source.threads ? settings.source.threads :
								    parallel_processors());
	return settings;
}

/* ---- the forecast -------------------------------------------------------------- */

static const char *name_of_hours(const struct past *past)
{
	if (!past->source.caseload)
		return "value";
	return effort_is_time(past->caseload.intake.unit) ? "hours" : "total";
}

static struct meta *start_meta(const struct settings *settings, const struct past *past)
{
	struct meta *meta = meta_new();

	if (past->source.caseload)
		meta_caseload(meta, &settings->source, &past->caseload);
	else
		forecastmeta_window(meta, &past->source);
	return meta;
}

static struct forecastmeta meta_of(const struct settings *settings)
{
	return (struct forecastmeta){ settings->series, settings->ahead.inflow_file,
				      settings->hours_per_fte, &settings->forecast };
}

static void print(const struct settings *settings, const struct past *past,
		  const struct outlook *outlook, struct fault *fault)
{
	const struct forecastmeta facts = meta_of(settings);
	struct forecasttable what = {
		.outlook = outlook, .ahead = &settings->ahead,
		.by = settings->source.by, .labels = past->grouping.labels,
		.hours = name_of_hours(past), .hours_per_fte = settings->hours_per_fte,
		.history = settings->history,
		.open_month = past->has_open_month ? past->open_month : NULL,
	};
	struct table *table = forecasttable_new(&what);
	struct meta *meta = start_meta(settings, past);

	if (past->source.caseload)
		note_window(table, &past->caseload.intake, &past->caseload.window);
	forecasttable_notes(table, &what);
	forecastmeta_put(meta, &facts, &outlook->forecast[0]);
	if (output_save_notes(&settings->output, table, fault) == 0)
		output_print(&settings->output, table, meta, fault);
	meta_free(meta);
	table_free(table);
}

/* A span that reaches farther than the horizon draws it out. */
static void reach_spans(struct settings *settings, int32_t origin)
{
	long reach = ahead_reach(&settings->ahead, origin);

	if (!settings->horizon_given && reach > (long)settings->forecast.months)
		settings->forecast.months = reach < AHEAD_MONTHS ? (size_t)reach : AHEAD_MONTHS;
}

static void forecast(struct settings *settings, const struct past *past,
		     struct findings *findings, struct fault *fault)
{
	struct outlook *outlook;

	reach_spans(settings, past->last);
	if (ahead_read(&settings->ahead, past->source.caseload ?
		       states_first(past->source.caseload) : past->source.first, past->last,
		       settings->forecast.months, findings, fault) != 0)
		return;
	outlook = outlook_make(past, &settings->ahead, &settings->forecast, fault);
	if (outlook)
		print(settings, past, outlook, fault);
	outlook_free(outlook);
}

/* ---- the check ----------------------------------------------------------------- */

static void check(const struct settings *settings, const struct past *past, struct fault *fault)
{
	const struct backtest_settings how = {
		.months = settings->forecast.months, .paths = settings->forecast.paths,
		.step = settings->step, .origins = settings->origins,
		.threads = settings->forecast.threads, .fair = settings->fair,
		.seed = settings->forecast.seed,
	};
	const struct forecastmeta facts = meta_of(settings);
	struct backtest backtest;

	if (backtest_run(&backtest, &past->source, &how, fault) == 0) {
		struct table *table = scoretable_new(&backtest, name_of_hours(past));
		struct meta *meta = start_meta(settings, past);

		forecastmeta_scores(meta, &facts, &how, &backtest);
		output_print(&settings->output, table, meta, fault);
		meta_free(meta);
		table_free(table);
	}
	backtest_free(&backtest);
}

/* ---- an earlier forecast ------------------------------------------------------- */

/* What came is the past of a forecast whose own months do not matter. */
static void track(const struct settings *settings, const struct past *past,
		  struct findings *findings, struct fault *fault)
{
	struct forecast_settings how = outlook_settings(past, &settings->forecast);
	struct track what = { .by = settings->source.by, .labels = past->grouping.labels,
			      .hours = name_of_hours(past) };
	struct forecast now;

	how.method = FORECAST_NAIVE;
	how.paths = how.months = 1;
	if (forecast_make(&now, &past->source, past->last, &how, fault) == 0) {
		struct table *table;

		what.now = &now;
		table = track_read(&what, settings->track, findings, fault);
		if (table) {
			struct meta *meta = start_meta(settings, past);

			meta_text(meta, "track", settings->track);
			if (output_save_notes(&settings->output, table, fault) == 0)
				output_print(&settings->output, table, meta, fault);
			meta_free(meta);
		}
		table_free(table);
	}
	forecast_free(&now);
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct past past;
	int status;

	if (past_read(&past, &settings.source, settings.series, &findings, &fault) == 0) {
		if (settings.check)
			check(&settings, &past, &fault);
		else if (settings.track)
			track(&settings, &past, &findings, &fault);
		else
			forecast(&settings, &past, &findings, &fault);
	}
	status = diag_outcome(&findings, &fault);
	if (!status && findings.refused)
		status = STATUS_DATA;
	if (!status && line.verbose && past.source.caseload)
		say_intake(&past.caseload.intake, &past.caseload.window);
	past_free(&past);
	findings_free(&findings);
	return status ? status : diag_close();
}
