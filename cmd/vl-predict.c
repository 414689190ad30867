/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-predict - what will each open case take in the months to come, and how far is that to be
 * believed?
 *
 * Methods: a hurdle model mixed with the nearest former cases at the end of the first weeks
 * (model/prognosis.h), paths over the states of former cases for all others (model/paths.h), each
 * checked on earlier half-years; see vl-predict(1). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/caseload.h"
#include "data/date.h"
#include "model/predict.h"
#include "model/wanted.h"
#include "show/output.h"
#include "show/predictmeta.h"
#include "show/predicttable.h"
#include "show/predicttext.h"
#include "show/prognosisfile.h"
#include "show/settings.h"
#include "stats/random.h"

static const enum option_id options[] = {
	SOURCE_OPTIONS, OPT_WEEKS, OPT_MONTHS, OPT_THRESHOLD, OPT_FROM, OPT_FEATURES,
	OPT_MIN_PROB, OPT_CHECK, OPT_RECALIBRATE, OPT_MODEL, OPT_SAVE_MODEL, OPT_SAVE_CHECK,
	OPT_PATHS, OPT_SEED, OPT_EXPLAIN, OUTPUT_OPTIONS, OPT_END
};

/* What they do here. */
static const struct option_help own[] = {
	{ OPT_MONTHS, N_("months to predict, 1 to 24 (default 12)") },
	{ OPT_WEEKS, N_("first weeks that the prognosis rests on, 6 to 8 (default 8)") },
	{ OPT_APPROVALS, N_("approved hours: cases that have some now are left out; also "
		"for --service-rule") },
	{ OPT_END, NULL }
};

static const struct command command = {
	"vl-predict",
	N_("For each open case the hours of the next 12 months, and the chance of 35 or more."),
	N_("[FILE]"), options, own,
};

struct settings {
	struct source source;
	struct predict_settings predict;
	struct output output;
	double min_prob;
	int check, explain;
	int weeks_given, months_given, features_given;
	const char *model, *save;       /* NULL = none */
	const char *save_check;
};

/* ---- options ------------------------------------------------------------------- */

static void read_features(struct prognosis_settings *prognosis, const struct command_line *line)
{
	static const char *const lists[] = { "household", "service", "household,service",
					     "service,household", NULL };
	int list = opt_word(line, lists);

	prognosis->household = list != 1;
	prognosis->service = list != 0;
}

static int32_t read_from(const struct command_line *line)
{
	int32_t first, last, most = DAY_MAX + PREDICT_AHEAD_MOST - 1;

	if (date_span(line->argument, &first, &last) != 0 || first < DAY_MIN || last > most)
		opt_refuse(line, N_("must be a month (2024-01) or a day (2024-01-15) "
				    "from 1900 to 2079"));
	return first;
}

static int model_option(struct settings *settings, const struct command_line *line,
			enum option_id option)
{
	struct prognosis_settings *prognosis = &settings->predict.prognosis;

	switch (option) {
	case OPT_WEEKS:
		prognosis->weeks = (int)opt_whole(line, 6, 8);
		settings->weeks_given = 1;
		return 1;
	case OPT_MONTHS:
		prognosis->months = (int)opt_whole(line, 1, 24);
		settings->months_given = 1;
		return 1;
	case OPT_FEATURES:
		read_features(prognosis, line);
		settings->features_given = 1;
		return 1;
	case OPT_MODEL:
		settings->model = line->argument;
		return 1;
	case OPT_SAVE_MODEL:
		settings->save = line->argument;
		return 1;
	case OPT_SAVE_CHECK:
		settings->save_check = line->argument;
		return 1;
	default:
		return 0;
	}
}

static void predict_option(struct settings *settings, const struct command_line *line,
			   enum option_id option)
{
	struct predict_settings *predict = &settings->predict;

	switch (option) {
	case OPT_THRESHOLD:
		predict->threshold = opt_real(line, 0.01, 1e9);
		break;
	case OPT_FROM:
		predict->from = read_from(line);
		break;
	case OPT_MIN_PROB:
		settings->min_prob = opt_real(line, 0, 1);
		break;
	case OPT_CHECK:
		settings->check = 1;
		break;
	case OPT_EXPLAIN:
		settings->explain = 1;
		break;
	case OPT_RECALIBRATE:
		predict->recalibrate = 1;
		break;
	case OPT_PATHS:
		predict->paths = (size_t)opt_whole(line, 100, 100000);
		break;
	case OPT_SEED:
		predict->seed = opt_seed(line);
		break;
	default:
		output_option(&settings->output, line, option);
	}
}

static void check_settings(const struct settings *settings)
{
	int from = settings->predict.from != DATE_UNKNOWN;

	if (settings->check && settings->explain)
		diag_usage(N_("only one of --check and --explain"));
	if ((settings->check || settings->explain) &&
	    (settings->min_prob > 0 || settings->source.by))
		diag_usage(N_("--check and --explain name no cases: they go without --min-prob and "
			      "--by"));
	if (settings->explain && settings->output.format >= 0 &&
	    settings->output.format != TABLE_TEXT)
		diag_usage(N_("--explain prints sentences: it has no other form than text"));
	if (from && (settings->model || settings->save || settings->weeks_given ||
		     settings->features_given))
		diag_usage(N_("with --from every case is predicted from its state: it goes without "
			      "--weeks, --features, --model and --save-model"));
	if (settings->model && settings->save)
		diag_usage(N_("only one of --model and --save-model"));
	if (settings->model && (settings->weeks_given || settings->months_given ||
				settings->features_given))
		diag_usage(N_("weeks, months and features stand in the file of --model: it goes "
			      "without --weeks, --months and --features"));
	if (settings->model && strcmp(settings->model, "-") == 0 &&
	    strcmp(settings->source.file, "-") == 0)
		diag_usage(N_("only one of the files can be standard input"));
	if (settings->predict.prognosis.household && !settings->source.cases_file)
		diag_usage(N_("--features household needs the persons of a case table: --cases"));
}

static struct settings read_settings(struct command_line *line)
{
	struct settings settings = {
		.predict = { .prognosis = { .weeks = 8, .months = 12 }, .threshold = 35,
			     .from = DATE_UNKNOWN, .paths = PREDICT_PATHS,
			     .check_paths = PREDICT_CHECK_PATHS, .seed = SEED_DEFAULT },
		.output = OUTPUT_DEFAULT,
	};
	enum option_id option;

	source_start(&settings.source);
	settings.source.own_approvals = 1;
	settings.source.service = 1;
	while ((option = opt_next(line)) != OPT_END)
		if (!source_option(&settings.source, line, option) &&
		    !model_option(&settings, line, option))
			predict_option(&settings, line, option);
	source_finish(&settings.source, line);
	settings.predict.threads = settings.source.threads;
	check_settings(&settings);
	return settings;
}

/* ---- printing -------------------------------------------------------------------- */

static struct meta *make_meta(const struct settings *settings, const struct caseload *caseload,
			      const struct predict *predict)
{
	const struct predictmeta facts = {
		.result = settings->check ? "check" : settings->explain ? "explain" : "rows",
		.model = settings->model, .min_prob = settings->min_prob,
		.settings = &settings->predict,
	};
	struct meta *meta = meta_new();

	meta_caseload(meta, &settings->source, caseload);
	predictmeta_put(meta, &facts, predict);
	return meta;
}

/* Each line of the text above the table. */
static void put_notes(struct table *table, const struct caseload *caseload, char *text)
{
	note_window(table, &caseload->intake, &caseload->window);
	for (char *line = text, *end; *line; line = end) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = '\0';
		table_note(table, line);
	}
}

static void print_table(const struct settings *settings, const struct caseload *caseload,
			const struct predict *predict, const unsigned char *wanted, char *text,
			const struct meta *meta, struct fault *fault)
{
	struct predicttable table;

	if (settings->check)
		predicttable_check(&table, predict);
	else
		predicttable_rows(&table, predict, caseload, &settings->predict,
				  settings->source.by, wanted);
	put_notes(table.table, caseload, text);
	output_print(&settings->output, table.table, meta, fault);
	predicttable_free(&table);
}

static int save_check(const struct settings *settings, const struct predict *predict,
		      struct fault *fault)
{
	struct predicttable table;
	struct file_out *out;

	if (!settings->save_check)
		return 0;
	out = file_create(settings->save_check, fault);
	if (!out)
		return -1;
	predicttable_check(&table, predict);
	table_print(table.table, TABLE_CSV, 0, file_stream(out));
	predicttable_free(&table);
	return file_commit(out, fault);
}

static void print(const struct settings *settings, const struct caseload *caseload,
		  const struct predict *predict, struct findings *findings, struct fault *fault)
{
	const struct wanted_choice how = { &settings->source, settings->predict.from,
					   settings->min_prob };
	unsigned char *wanted = mem_new(predict->count + 1, 1);
	char *text = predicttext_make(predict, caseload, &settings->predict);
	struct meta *meta = make_meta(settings, caseload, predict);

	if (wanted_find(wanted, predict, caseload, &how, findings, fault) == 0 &&
	    (!settings->save || prognosisfile_save(predict->prognosis, caseload->intake.unit,
						   settings->save, fault) == 0) &&
	    save_check(settings, predict, fault) == 0) {
		if (settings->explain)
			output_text(&settings->output, text, meta, fault);
		else
			print_table(settings, caseload, predict, wanted, text, meta, fault);
	}
	meta_free(meta);
	free(text);
	free(wanted);
}

/* ---- the whole ------------------------------------------------------------------- */

static int read_model(struct settings *settings, struct prognosis *prognosis,
		      const struct caseload *caseload, struct findings *findings,
		      struct fault *fault)
{
	if (!settings->model)
		return 0;
	if (prognosisfile_read(prognosis, settings->model, caseload->intake.unit, findings,
			       fault) != 0)
		return -1;
	settings->predict.prognosis = prognosis->settings;
	settings->predict.ready = prognosis;
	return 0;
}

static int32_t check_from(const struct settings *settings, const struct caseload *caseload,
			  struct fault *fault)
{
	int32_t from = settings->predict.from;

	if (from == DATE_UNKNOWN || (from > caseload->window.since &&
				     from <= caseload->window.until + PREDICT_AHEAD_MOST))
		return 0;
	return fault_set(fault, STATUS_USAGE,
			 N_("--from must lie in the window or at most a year after its end"));
}

static void run(struct settings *settings, const struct caseload *caseload,
		struct findings *findings, struct fault *fault)
{
	struct prognosis ready = { .kind = PROGNOSIS_TWO_GROUPS };
	struct predict predict = { 0 };

	settings->output.hours_minutes &= effort_is_time(caseload->intake.unit);
	settings->predict.prognosis.counts = caseload->intake.unit == UNIT_COUNT;
	if (check_from(settings, caseload, fault) == 0 &&
	    read_model(settings, &ready, caseload, findings, fault) == 0 &&
	    predict_run(&predict, caseload, &settings->predict, fault) == 0) {
		predicttext_warn(&predict, caseload, &settings->predict, &settings->source,
				 findings);
		print(settings, caseload, &predict, findings, fault);
	}
	predict_free(&predict);
	prognosis_free(&ready);
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
		run(&settings, &caseload, &findings, &fault);
	status = diag_outcome(&findings, &fault);
	if (!status && line.verbose)
		say_intake(&caseload.intake, &caseload.window);
	caseload_free(&caseload);
	findings_free(&findings);
	return status ? status : diag_close();
}
