/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-simulate - what would an export look like whose truth is known? Method: mechanism bg
 * of METHODS 10.0 (model/course.h). */
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
#include "model/simulate.h"
#include "model/truth.h"
#include "stats/random.h"

static const enum option_id options[] = {
	OPT_OUTPUT, OPT_TRUTH, OPT_DIALECT, OPT_START, OPT_MONTHS, OPT_INFLOW, OPT_SEED, OPT_END
};

static const struct command command = {
	"vl-simulate",
	N_("Make up the export of a counselling service: no real data, known truth."), "", options
};

struct settings {
	struct simulate_settings model;
	enum sheet_dialect dialect;
	const char *folder;             /* NULL = consultations to standard output */
	int truth;
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
	default:
		settings->model.seed = (unsigned long)opt_whole(line, 0, 4294967295);
	}
}

static void check_settings(const struct settings *settings)
{
	int32_t end = settings->model.start + settings->model.months - 1;

	if (month_last(end) > DAY_MAX)
		diag_usage(N_("the export would end after May 2079, which no tool reads"));
	if (settings->truth && !settings->folder)
		diag_usage(N_("option --truth needs a folder: --output"));
}

/* ---- writing --------------------------------------------------------------------- */

enum part { CONSULTATIONS, CASES, APPROVALS, STAFF, TRUTH, PARTS };

static const char *const part_names[PARTS] = {
	"consultations.csv", "cases.csv", "approvals.csv", "staff.csv", "truth.csv"
};

static void write_truth(const struct export *tables, FILE *to)
{
	static const char *const quantities[TRUTH_CLOCKS] = { "per_case", "per_case_calendar" };
	static const struct sheet_word names[] = {
		{ { "quantity" } }, { { "case_month" } }, { { "value" } }, { { "mc_se" } }
	};
	struct truth_curve curves[TRUTH_CLOCKS];
	struct sheet sheet;

	sheet_start(&sheet, to, SHEET_CANONICAL, names, sizeof names / sizeof *names);
	truth_find(curves, tables->since - date_weekday(tables->since));
	for (int clock = 0; clock < TRUTH_CLOCKS; clock++)
		for (int month = 0; month < TRUTH_MONTHS; month++) {
			sheet_text(&sheet, quantities[clock]);
			sheet_count(&sheet, month);
			sheet_number(&sheet, curves[clock].hours[month]);
			sheet_number(&sheet, curves[clock].se[month]);
			sheet_end_row(&sheet);
		}
}

static void write_part(const struct settings *settings, const struct export *tables,
		       enum part part, FILE *to)
{
	switch (part) {
	case CONSULTATIONS: export_consultations(tables, settings->dialect, to); break;
	case CASES: export_cases(tables, settings->dialect, to); break;
	case APPROVALS: export_approvals(tables, settings->dialect, to); break;
	case STAFF: export_staff(tables, settings->dialect, to); break;
	default: write_truth(tables, to);
	}
}

/* Opened and written, but not yet in place. */
static struct file_out *prepare(const struct settings *settings, const struct export *tables,
				enum part part, struct fault *fault)
{
	size_t size = strlen(settings->folder) + 1 + strlen(part_names[part]) + 1;
	char *path = mem_new(size, 1);
	struct file_out *out;

	snprintf(path, size, "%s/%s", settings->folder, part_names[part]);
	out = file_create(path, fault);
	if (out) {
		write_part(settings, tables, part, file_stream(out));
		if (fflush(file_stream(out)) != 0 || ferror(file_stream(out)))
			fault_system(fault, path, N_("cannot write"));
	}
	free(path);
	return out;
}

/* No file is put in place before all are written, so that old and new ones do not mix. */
static int write_folder(const struct settings *settings, const struct export *tables,
			struct fault *fault)
{
	enum part count = settings->truth ? PARTS : TRUTH;
	struct file_out *out[PARTS] = { NULL };
	int failed = 0;

	if (mkdir(settings->folder, 0777) != 0 && errno != EEXIST)
		return fault_system(fault, settings->folder, N_("cannot make the folder"));
	for (enum part part = 0; part < count && !failed; part++) {
		out[part] = prepare(settings, tables, part, fault);
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
	struct export tables;
	enum option_id option;
	int failed = 0;

	while ((option = opt_next(&line)) != OPT_END)
		read_option(&settings, &line, option);
	opt_no_operands(&line);
	check_settings(&settings);
	simulate_service(&settings.model, &tables);
	if (settings.folder)
		failed = write_folder(&settings, &tables, &fault);
	else
		export_consultations(&tables, settings.dialect, stdout);
	if (line.verbose && !failed)
		say_counts(&tables);
	export_free(&tables);
	return failed ? diag_fail(&fault) : diag_close();
}
