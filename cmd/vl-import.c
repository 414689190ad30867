/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-import - what is in this export?
 *
 * Any export becomes the canonical table; nothing is lost, nothing is guessed. See
 * vl-import(1). */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/text.h"
#include "data/detect.h"
#include "data/import.h"
#include "data/source.h"
#include "show/importtable.h"
#include "show/proposal.h"

static const enum option_id options[] = {
	SOURCE_LAYOUT_OPTIONS, OPT_EFFORT, OPT_TABLE, OPT_DETECT, OPT_REJECTS, OPT_MAX_REJECTS, OPT_ROUND,
	OPT_RULE, OPT_SUMMARY_FILE, OPT_THREADS, OPT_FORMAT, OPT_OUTPUT, OPT_END
};

/* What they do here. */
static const struct option_help own[] = {
	{ OPT_FORMAT, N_("csv (default, on a terminal too) or excel") },
	{ OPT_END, NULL }
};

static const struct command command = {
	"vl-import", N_("Bring an export into the canonical form; keep what is refused."),
	N_("[FILE]"), options, own,
};

struct settings {
	struct source source;
	struct import_settings import;
	int detect;
	struct csv_layout stated;       /* what options say of it, for --detect */
	const char *summary, *output;   /* files, or NULL */
};

static void import_option(struct settings *settings, const struct command_line *line,
			  enum option_id option)
{
	static const char *const forms[] = { "csv", "excel", NULL };
	static const char *const rules[] = { "lwl", NULL };

	if (settings->import.accounting.rule && (option == OPT_ROUND || option == OPT_RULE))
		diag_usage(N_("only one of --round and --rule"));
	if (option == OPT_ROUND &&
	    accounting_read(line->argument, &settings->import.accounting) != 0)
		opt_refuse(line, N_("must be 1, 5, 10 or 15, alone or with :up or :nearest"));
	else if (option == OPT_RULE && opt_word(line, rules) == 0)
		settings->import.accounting.rule = ACCOUNTING_LWL;
	else if (option == OPT_MAX_REJECTS &&
		 reject_limit_read(line->argument, &settings->import.limit) != 0)
		opt_refuse(line, N_("must be a number of rows, or percent from 0% to 100%"));
	else if (option == OPT_FORMAT)
		settings->import.excel = opt_word(line, forms);
	else if (option == OPT_TABLE)
		settings->import.table = opt_word(line, sidetable_names);
	else if (option == OPT_REJECTS)
		settings->import.rejects = line->argument;
	else if (option == OPT_SUMMARY_FILE)
		settings->summary = line->argument;
	else if (option == OPT_OUTPUT)
		settings->output = line->argument;
	else if (option == OPT_DETECT)
		settings->detect = 1;
}

static void check(const struct settings *settings)
{
	if (settings->detect &&
	    (settings->import.rejects || settings->summary || settings->import.excel ||
	     settings->import.table || settings->import.accounting.rule ||
	     settings->source.profile != &profile_verlauf))
		diag_usage(N_("--detect goes with --delimiter, --encoding, --skip and --output "
			      "only"));
}

/* What is said of durations is said of consultations. */
static void check_table(const struct settings *settings)
{
	const struct source *source = &settings->source;

	if (settings->import.table &&
	    (settings->import.accounting.rule || source->join_file || source->minutes ||
	     source->unit != UNIT_UNSTATED || strcmp(source->effort, "minutes") != 0))
		diag_usage(N_("--effort, --minutes-each, --join, --round and --rule go with "
			      "consultations only"));
}

static struct settings read_settings(struct command_line *line)
{
	struct settings settings = { .detect = 0 };
	enum option_id option;

	source_start(&settings.source);
	while ((option = opt_next(line)) != OPT_END)
		if (!source_option(&settings.source, line, option))
			import_option(&settings, line, option);
	settings.stated = settings.source.layout;
	check_table(&settings);
	if (settings.import.table)
		source_beside(&settings.source);
	source_finish(&settings.source, line);
	check(&settings);
	return settings;
}

static int write_summary(const struct import *import, const char *path, struct fault *fault)
{
	struct file_out *file = file_create(path, fault);
	struct table *table;

	if (!file)
		return -1;
	table = import_table(import);
	table_print(table, TABLE_CSV, 0, file_stream(file));
	table_free(table);
	return file_commit(file, fault);
}

/* What goes with the table: both are there, or neither. */
static int write_beside(struct import *import, const struct settings *settings,
			struct fault *fault)
{
	if (import_keep_rejects(import, fault) != 0)
		return -1;
	return settings->summary && import->intake.rows ?
	       write_summary(import, settings->summary, fault) : 0;
}

/* Looked at before the other files are put in place. Of standard output diag_close says why not. */
static int is_written(struct file_out *file, struct fault *fault)
{
	return file ? file_flush(file, fault) == 0 : fflush(stdout) == 0 && !ferror(stdout);
}

static int write_records(struct import *import, const struct settings *settings,
			 struct fault *fault)
{
	struct file_out *file = settings->output ? file_create(settings->output, fault) : NULL;
	FILE *to = file ? file_stream(file) : stdout;

	if (settings->output && !file)
		return -1;
	if (import_write(import, to, fault) == 0 && is_written(file, fault) &&
	    write_beside(import, settings, fault) == 0)
		return file ? file_commit(file, fault) : 0;
	file_abandon(file);
	return -1;
}

static int write_proposal(const struct settings *settings, const struct detect *detect,
			  struct findings *findings, struct fault *fault)
{
	struct file_out *file = settings->output ? file_create(settings->output, fault) : NULL;

	if (settings->output && !file)
		return -1;
	proposal_print(detect, csv_file(detect->csv), file ? file_stream(file) : stdout, findings);
	return file ? file_commit(file, fault) : 0;
}

/* The proposal is printed with its open questions: status 3 says that there are some. */
static int detect(const struct settings *settings)
{
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct detect detect;
	int status;

	if (detect_file(&detect, settings->source.file, &settings->stated, &findings, &fault) == 0)
		write_proposal(settings, &detect, &findings, &fault);
	status = diag_outcome(&findings, &fault);
	if (!status && findings.refused)
		status = STATUS_DATA;
	detect_free(&detect);
	findings_free(&findings);
	return status;
}

/* Where the system failed, nobody knows how many rows there are. */
static int import(const struct settings *settings, int verbose)
{
	struct findings findings = { 0 };
	struct fault fault = { 0 }, later = { 0 };
	struct import import;
	int status;

	if (import_read(&import, &settings->source, &settings->import, &findings, &fault) == 0)
		write_records(&import, settings, &fault);
	else if (fault.status != STATUS_SYSTEM)
		write_beside(&import, settings, &later);
	status = diag_outcome(&findings, &fault);
	if (verbose && import.intake.rows)
		say_import(&import);
	import_free(&import);
	findings_free(&findings);
	return status;
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	int status = settings.detect ? detect(&settings) : import(&settings, line.verbose);

	return status ? status : diag_close();
}
