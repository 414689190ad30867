/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-protect - may this table be published?
 *
 * Small numbers blank and some more, so that no difference gives them away (Cox 1995), or all
 * rounded at random by a key; see vl-protect(1). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "base/textstream.h"
#include "model/risk.h"
#include "show/output.h"
#include "show/publish.h"
#include "show/say.h"

static const enum option_id options[] = {
	OPT_K, OPT_COUNT_COLUMN, OPT_AMOUNT_COLUMN, OPT_KEEP, OPT_TOTAL, OPT_ROUND_KEYED, OPT_KEY,
	OPT_AUDIT, OPT_EXPLAIN, OPT_QUIET, OUTPUT_OPTIONS, OPT_END
};

/* What they do here. */
static const struct option_help own[] = {
	{ OPT_KEEP, N_("pass on these numbers as they are: years, codes; can be repeated") },
	{ OPT_QUIET, N_("print nothing; the exit status answers: 0 = may be published as "
		"it is, 1 = not") },
	{ OPT_EXPLAIN, N_("say in plain sentences what was done") },
	{ OPT_END, NULL }
};

static const struct command command = {
	"vl-protect", N_("A table to publish: small numbers blank, or all rounded by a key."),
	N_("[TABLE]"), options, own,
};

struct settings {
	struct publish_choice choice;
	struct output output;
	const char *key, *audit, *file;
	long k;
	int round, quiet, explain, verbose;
};

/* ---- options --------------------------------------------------------------------- */

static void add_name(struct publish_names *names, const struct command_line *line)
{
	if (!*line->argument || names->count == PUBLISH_NAMES_MAX)
		opt_refuse(line, N_("must be the name of a column, at most 100 times"));
	names->name[names->count++] = line->argument;
}

static int column_option(struct publish_choice *choice, const struct command_line *line,
			 enum option_id option)
{
	switch (option) {
	case OPT_COUNT_COLUMN:
		add_name(&choice->count, line);
		return 1;
	case OPT_AMOUNT_COLUMN:
		add_name(&choice->amount, line);
		return 1;
	case OPT_KEEP:
		add_name(&choice->keep, line);
		return 1;
	case OPT_TOTAL:
		choice->total = line->argument;
		return 1;
	default:
		return 0;
	}
}

static void take_option(struct settings *settings, const struct command_line *line,
			enum option_id option)
{
	if (column_option(&settings->choice, line, option) ||
	    output_option(&settings->output, line, option))
		return;
	if (option == OPT_K)
		settings->k = opt_whole(line, 2, 1000);
	else if (option == OPT_ROUND_KEYED)
		settings->round = 1;
	else if (option == OPT_KEY)
		settings->key = line->argument;
	else if (option == OPT_AUDIT)
		settings->audit = line->argument;
	else if (option == OPT_EXPLAIN)
		settings->explain = 1;
	else if (option == OPT_QUIET)
		settings->quiet = 1;
}

static void check(const struct settings *settings)
{
#ifdef NO_KEY
	if (settings->round)
		diag_usage(N_("no rounding: this program was built without nettle"));
#endif
	if (settings->round != (settings->key != NULL))
		diag_usage(N_("--round and --key need each other (vl-pseudo --new-key FILE makes a key)"));
	if (settings->round && (settings->audit || settings->quiet))
		diag_usage(N_("--audit and -q are about blanks: not with --round"));
	if (settings->quiet && (settings->audit || settings->explain))
		diag_usage(N_("-q prints nothing: neither --audit nor --explain"));
	if (settings->quiet && (settings->output.meta || settings->output.format >= 0))
		diag_usage(N_("-q prints nothing: neither --meta nor --format"));
	if (settings->explain && settings->output.format >= 0 &&
	    settings->output.format != TABLE_TEXT)
		diag_usage(N_("--explain prints sentences: it has no other form than text"));
}

static struct settings read_settings(struct command_line *line)
{
	struct settings settings = { .output = OUTPUT_DEFAULT, .k = PROTECT_K };
	enum option_id option;

	while ((option = opt_next(line)) != OPT_END)
		take_option(&settings, line, option);
	check(&settings);
	settings.file = opt_file(line);
	settings.verbose = line->verbose;
	return settings;
}

/* ---- output ---------------------------------------------------------------------- */

/* The table with its sentences above it, or the sentences alone. */
static int print(const struct settings *settings, const struct publish *publish,
		 const struct meta *meta, struct fault *fault)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to;
	int result;

	if (!settings->explain)
		return output_print(&settings->output, publish->table, meta, fault);
	to = textstream_open(&text, &size);
	for (size_t i = 0; i < publish->said_count; i++)
		say_wrap(to, publish->said[i]);
	textstream_close(to);
	result = output_text(&settings->output, text, meta, fault);
	free(text);
	return result;
}

static struct meta *start_meta(const struct settings *settings, const struct publish *publish,
			       const char *method)
{
	struct meta *meta = meta_new();

	meta_open(meta, "protect");
	meta_text(meta, "file", settings->file);
	meta_count(meta, "rows", (int64_t)publish->sheet.rows);
	meta_text(meta, "method", method);
	meta_count(meta, "k", settings->k);
	return meta;
}

/* The meta file, the table, and with --verbose the beginning of a line about it. */
static int finish(const struct settings *settings, const struct publish *publish,
		  struct meta *meta, struct fault *fault)
{
	int result;

	meta_close(meta);
	result = print(settings, publish, meta, fault);
	meta_free(meta);
	if (result == 0 && settings->verbose) {
		diag_about(diag_file(settings->file));
		fprintf(stderr, _("rows: %zu"), publish->sheet.rows);
		fputs("; ", stderr);
	}
	return result;
}

/* ---- blanks ---------------------------------------------------------------------- */

static int print_blanks(const struct settings *settings, struct publish *publish,
			const struct stored *stored, const struct protect *protect,
			struct fault *fault)
{
	struct meta *meta;

	if (settings->audit && publish_audit(settings->audit, publish, protect, fault) != 0)
		return -1;
	publish_blanks(publish, stored, protect, settings->k);
	meta = start_meta(settings, publish, "blanks");
	meta_count(meta, "percent", protect->dominance_known ? RISK_P : 0);
	meta_count(meta, "primary", (int64_t)protect->primary);
	meta_count(meta, "complementary", (int64_t)protect->secondary);
	meta_count(meta, "follow", (int64_t)protect->follow);
	meta_count(meta, "one_group", (int64_t)protect->one_group);
	meta_count(meta, "doubtful", (int64_t)protect->doubtful);
	if (finish(settings, publish, meta, fault) != 0)
		return -1;
	if (settings->verbose)
		fprintf(stderr, _("blank: %zu small, %zu to protect them, %zu computed from them\n"),
			protect->primary, protect->secondary, protect->follow);
	return 0;
}

static void warn(const struct settings *settings, const struct protect *protect,
		 struct findings *findings)
{
	if (protect->one_group)
		findings_warn(findings, settings->file,
			      N_("rows or columns in which all cases lie in one group: %zu; whoever "
				 "knows of a case there knows its group"), protect->one_group);
	if (protect->doubtful)
		findings_warn(findings, settings->file,
			      N_("rows in which one case may have nearly all hours: %zu; --round "
				 "leaves them out"), protect->doubtful);
}

/* 1: the table must not be published as it is. */
static int make_blanks(const struct settings *settings, struct publish *publish,
		       const struct stored *stored, struct findings *findings, struct fault *fault)
{
	struct protect protect;
	int look = 0;

	if (protect_blank(&protect, &publish->sheet, (double)settings->k, fault) == 0) {
		look = settings->quiet && (protect.primary || protect.doubtful);
		if (!settings->quiet &&
		    print_blanks(settings, publish, stored, &protect, fault) == 0)
			warn(settings, &protect, findings);
	}
	protect_free(&protect);
	return look;
}

/* ---- rounding -------------------------------------------------------------------- */

#ifdef NO_KEY
static void make_rounded(const struct settings *settings, struct publish *publish,
			 const struct stored *stored, struct fault *fault)
{
	(void)settings, (void)publish, (void)stored, (void)fault;   /* the option is refused */
}
#else
static void print_rounded(const struct settings *settings, struct publish *publish,
			  const struct stored *stored, const struct keyround *round,
			  struct fault *fault)
{
	struct meta *meta = start_meta(settings, publish, "rounding");

	meta_count(meta, "base", KEYROUND_BASE);
	meta_count(meta, "rounded", (int64_t)round->rounded);
	meta_count(meta, "blanks", (int64_t)round->blanks);
	publish_rounded(publish, stored, round, settings->k);
	if (finish(settings, publish, meta, fault) == 0 && settings->verbose)
		fprintf(stderr, _("%zu numbers rounded, %zu blank\n"), round->rounded, round->blanks);
}

static void make_rounded(const struct settings *settings, struct publish *publish,
			 const struct stored *stored, struct fault *fault)
{
	struct key *key = keyround_key(settings->key, fault);
	struct keyround round = { 0 };

	if (key && keyround_make(&round, &publish->sheet, (double)settings->k, key, fault) == 0)
		print_rounded(settings, publish, stored, &round, fault);
	keyround_free(&round);
	key_free(key);
}
#endif

/* ---------------------------------------------------------------------------------- */

static int read_table(struct stored *stored, struct publish *publish,
		      const struct settings *settings, struct findings *findings,
		      struct fault *fault)
{
	struct stored_choice all = { 0 };

	if (stored_read(stored, settings->file, &all, findings, fault) != 0)
		return -1;
	if (table_rows(stored->table) == 0)
		return fault_set(fault, STATUS_DATA, N_("has a header and no rows"));
	return publish_read(publish, stored, &settings->choice, fault);
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	struct findings findings = { 0 };
	struct publish publish = { 0 };
	struct fault fault = { 0 };
	struct stored stored;
	int status = STATUS_OK, look = 0;

	if (read_table(&stored, &publish, &settings, &findings, &fault) == 0) {
		if (settings.round)
			make_rounded(&settings, &publish, &stored, &fault);
		else
			look = make_blanks(&settings, &publish, &stored, &findings, &fault);
	}
	diag_findings(&findings);
	fault_about(&fault, settings.file);
	if (fault.kind)
		status = diag_fail(&fault);
	publish_free(&publish);
	stored_free(&stored);
	findings_free(&findings);
	if (status == STATUS_OK && look)
		status = STATUS_LOOK;
	return status ? status : diag_close();
}
