/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-simulate - what would an export look like whose truth is known? Method: the four mechanisms
 * of model/mechanism.h; see vl-simulate(1). */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/text.h"
#include "data/date.h"
#include "data/window.h"
#include "model/outcome.h"
#include "model/simulate.h"
#include "model/truth.h"
#include "stats/random.h"

static const enum option_id options[] = {
	OPT_OUTPUT, OPT_TRUTH, OPT_DIALECT, OPT_START, OPT_MONTHS, OPT_INFLOW, OPT_MECHANISM,
	OPT_SHOCKS, OPT_SEED, OPT_FORCE, OPT_END
};

/* What they do here. */
static const struct option_help own[] = {
	{ OPT_OUTPUT, N_("write consultations, cases, approvals and staff into this "
		"folder; otherwise consultations go to standard output") },
	{ OPT_MONTHS, N_("length of the export in months, 1 to 600 (default 48)") },
	{ OPT_END, NULL }
};

static const struct command command = {
	"vl-simulate",
	N_("Make up the export of a counselling service: no real data, known truth."), "",
	options, own,
};

struct settings {
	struct population_settings model;
	enum sheet_dialect dialect;
	const char *folder;             /* NULL = consultations to standard output */
	int truth, force;
};

struct made {
	struct population population;
	struct export tables;
};

/* The service opens before the export, and both must lie where the tools can read them. */
static int32_t read_start(const struct command_line *line)
{
	int32_t first, last;

	if (date_span(line->argument, &first, &last) != 0 || first == last ||
	    month_of(first) < 1904 * 12)
		opt_refuse(line, N_("must be a month from 1904 on, as 2020-01"));
	return month_of(first);
}

static void read_option(struct settings *settings, const struct command_line *line,
			enum option_id option)
{
	switch (option) {
	case OPT_OUTPUT:
		settings->folder = line->argument;
		break;
	case OPT_TRUTH:
		settings->truth = 1;
		break;
	case OPT_DIALECT:
		settings->dialect = (enum sheet_dialect)opt_word(line, sheet_dialects);
		break;
	case OPT_START:
		settings->model.start = read_start(line);
		break;
	case OPT_MONTHS:
		settings->model.months = (int)opt_whole(line, 1, 600);
		break;
	case OPT_INFLOW:
		settings->model.inflow = opt_real(line, 0.1, 20000);
		break;
	case OPT_MECHANISM:
		settings->model.mechanism = (enum mechanism_id)opt_word(line, mechanism_names);
		break;
	case OPT_SHOCKS:
		settings->model.shocks = 1;
		break;
	case OPT_FORCE:
		settings->force = 1;
		break;
	default:
		settings->model.seed = opt_seed(line);
	}
}

static void check_settings(const struct settings *settings)
{
	int32_t end = settings->model.start + settings->model.months - 1;

	if (month_last(end) > DAY_MAX)
		diag_usage(N_("the export would end after 2078, which no tool reads"));
	if (settings->truth && !settings->folder)
		diag_usage(N_("option --truth needs a folder: --output"));
	if (settings->force && !settings->folder)
		diag_usage(N_("option --force needs a folder: --output"));
}

/* ---- writing --------------------------------------------------------------------- */

enum part { CONSULTATIONS, CASES, APPROVALS, STAFF, TRUTH, PARTS };

static const char *const part_names[PARTS] = {
	"consultations.csv", "cases.csv", "approvals.csv", "staff.csv", "truth.csv"
};

/* A row of truth.csv; what does not apply stays empty. */
static void put_truth(struct sheet *sheet, const char *quantity, int case_month, double value,
		      double se, size_t case_number, int32_t month)
{
	char period[16];

	sheet_text(sheet, quantity);
	case_month < 0 ? sheet_empty(sheet) : sheet_count(sheet, case_month);
	sheet_number(sheet, value);
	se < 0 ? sheet_empty(sheet) : sheet_number(sheet, se);
	case_number ? sheet_id(sheet, "F", (int64_t)case_number, 6) : sheet_empty(sheet);
	period_write(period, PERIOD_MONTH, month);
	sheet_text(sheet, month ? period : "");
	sheet_end_row(sheet);
}

static void write_curves(const struct population *population, struct sheet *sheet)
{
	static const char *const quantities[TRUTH_CLOCKS] = { "per_case", "per_case_calendar" };
	struct truth_curve curves[TRUTH_CLOCKS];

	truth_find(curves, population->settings);
	for (int clock = 0; clock < TRUTH_CLOCKS; clock++)
		for (int month = 0; month < TRUTH_MONTHS; month++)
			put_truth(sheet, quantities[clock], month, curves[clock].hours[month],
				  curves[clock].se[month], 0, 0);
}

static void write_path(const struct population *population, struct sheet *sheet)
{
	int32_t end = month_of(population->until) + 1;
	struct outcome_path path;

	outcome_path(&path, population);
	for (int i = 0; i < OUTCOME_MONTHS; i++) {
		put_truth(sheet, "hours", -1, path.hours[i], -1, 0, end + i);
		put_truth(sheet, "known_hours", -1, path.known_hours[i], -1, 0, end + i);
		put_truth(sheet, "active_cases", -1, path.active_cases[i], -1, 0, end + i);
		put_truth(sheet, "new_cases", -1, path.new_cases[i], -1, 0, end + i);
	}
}

static void write_outcomes(const struct population *population, struct sheet *sheet)
{
	static const char *const quantities[][3] = {
		{ "landmark_expected", "landmark_over", "landmark_hours" },
		{ "open_expected", "open_over", "open_hours" }
	};
	struct outcome outcome;

	for (size_t i = 0; i < population->count; i++)
		for (int open = 0; open < 2; open++) {
			if (!(open ? outcome_open : outcome_landmark)(&outcome, population, i))
				continue;
			put_truth(sheet, quantities[open][0], -1, outcome.expected,
				  outcome.expected_se, i + 1, 0);
			put_truth(sheet, quantities[open][1], -1, outcome.over, outcome.over_se,
				  i + 1, 0);
			put_truth(sheet, quantities[open][2], -1, outcome.came, -1, i + 1, 0);
		}
}

static void write_truth(const struct population *population, FILE *to)
{
	static const struct sheet_word names[] = {
		{ "quantity", NULL, NULL }, { "case_month", NULL, NULL }, { "value", NULL, NULL },
		{ "mc_se", NULL, NULL }, { "case_id", NULL, NULL }, { "period", NULL, NULL }
	};
	struct sheet sheet;

	sheet_start(&sheet, to, SHEET_CANONICAL, names, sizeof names / sizeof *names);
	write_curves(population, &sheet);
	write_path(population, &sheet);
	write_outcomes(population, &sheet);
}

static void write_part(const struct settings *settings, const struct made *made,
		       enum part part, FILE *to)
{
	const struct export *tables = &made->tables;

	switch (part) {
	case CONSULTATIONS: export_consultations(tables, settings->dialect, to); break;
	case CASES: export_cases(tables, settings->dialect, to); break;
	case APPROVALS: export_approvals(tables, settings->dialect, to); break;
	case STAFF: export_staff(tables, settings->dialect, to); break;
	default: write_truth(&made->population, to);
	}
}

static char *part_path(const struct settings *settings, enum part part)
{
	size_t size = strlen(settings->folder) + 1 + strlen(part_names[part]) + 1;
	char *path = mem_new(size, 1);

	snprintf(path, size, "%s/%s", settings->folder, part_names[part]);
	return path;
}

/* Made-up records must not take the place of real ones, nor the truth of another service lie
 * beside them. */
static int check_folder(const struct settings *settings, struct fault *fault)
{
	struct stat there;

	for (enum part part = 0; settings->folder && !settings->force && part < PARTS; part++) {
		char *path = part_path(settings, part);

		if (lstat(path, &there) == 0 && !S_ISDIR(there.st_mode))
			fault_at(fault, STATUS_USAGE, path, 0, 0,
				 N_("is there already: give a new folder, or --force"));
		free(path);
		if (fault->kind)
			return -1;
	}
	return 0;
}

/* Opened and written, but not yet in place. */
static struct file_out *prepare(const struct settings *settings, const struct made *made,
				enum part part, struct fault *fault)
{
	char *path = part_path(settings, part);
	struct file_out *out;

	out = file_create(path, fault);
	if (out) {
		write_part(settings, made, part, file_stream(out));
		file_flush(out, fault);
	}
	free(path);
	return out;
}

/* No file is put in place before all are written, so that old and new ones do not mix. */
static int write_folder(const struct settings *settings, const struct made *made,
			struct fault *fault)
{
	enum part count = settings->truth ? PARTS : TRUTH;
	struct file_out *out[PARTS] = { NULL };
	int failed = 0;

	if (mkdir(settings->folder, 0777) != 0 && errno != EEXIST)
		return fault_system(fault, settings->folder, N_("cannot make the folder"));
	for (enum part part = 0; part < count && !failed; part++) {
		out[part] = prepare(settings, made, part, fault);
		failed = fault->kind != NULL;
	}
	for (enum part part = 0; part < count; part++)
		if (failed)
			file_abandon(out[part]);
		else
			failed = file_commit(out[part], fault) != 0;
	return failed ? -1 : 0;
}

static void say_counts(const struct export *tables)
{
	char since[11], until[11];

	date_write(since, tables->since);
	date_write(until, tables->until);
	fprintf(stderr, _("%s: %zu consultations from %s to %s; %zu cases in all\n"), diag_name(),
		tables->consultation_count, since, until, tables->case_count);
}

int main(int argc, char **argv)
{
	struct settings settings = {
		.model = { .seed = SEED_DEFAULT, .inflow = 34, .start = 2022 * 12, .months = 48 }
	};
	struct command_line line = opt_start(&command, argc, argv);
	struct fault fault = { 0 };
	struct made made;
	enum option_id option;
	int failed = 0;

	while ((option = opt_next(&line)) != OPT_END)
		read_option(&settings, &line, option);
	opt_no_operands(&line);
	check_settings(&settings);
	if (check_folder(&settings, &fault) != 0)
		return diag_fail(&fault);
	if (settings.truth)
		settings.model.beyond = OUTCOME_MONTHS;
	population_new(&made.population, &settings.model);
	simulate_service(&made.population, &made.tables);
	if (settings.folder)
		failed = write_folder(&settings, &made, &fault);
	else
		export_consultations(&made.tables, settings.dialect, stdout);
	if (line.verbose && !failed)
		say_counts(&made.tables);
	export_free(&made.tables);
	population_free(&made.population);
	return failed ? diag_fail(&fault) : diag_close();
}
