/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vl-pseudo - how can I pass data on?
 *
 * A table under keyed pseudonyms, with coarser dates and without what nobody needs; see
 * vl-pseudo(1). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/text.h"
#include "model/pseudo.h"
#include "show/output.h"
#include "show/pseudotable.h"

static const enum option_id options[] = {
	OPT_KEY, OPT_DOMAIN, OPT_NEW_KEY, OPT_DATES, OPT_MINUTES, OPT_MIN_COUNT, OPT_COARSEN,
	OPT_KEEP, OPT_DROP, OPT_PSEUDONYM, OPT_PROFILE, OPT_ENCODING, OPT_DELIMITER, OPT_SKIP,
	OPT_DATE_ORDER, OPT_JOIN, OPT_MINUTES_EACH, OPT_EFFORT, OPT_THREADS, OPT_OUTPUT, OPT_META,
	OPT_END
};

static const struct command command = {
	"vl-pseudo", N_("A table to pass on: pseudonyms by a secret key, coarser dates."),
	N_("[FILE]"), options, NULL,
};

struct settings {
	struct source source;
	struct pseudo_rules rules;
	const char *key, *new_key, *domain, *output, *meta;
};

/* ---- options ------------------------------------------------------------------- */

static const char *read_domain(const struct command_line *line)
{
	size_t length = strlen(line->argument);
	char shown[512];

	text_escape(shown, sizeof shown, line->argument, length);
	if (!length || length > 100 || strcmp(shown, line->argument) != 0)
		opt_refuse(line, N_("must be a name of 1 to 100 bytes"));
	return line->argument;
}

static void read_dates(struct pseudo_rules *rules, const struct command_line *line)
{
	static const char *const words[] = { "month", "keep", "shift", NULL };
	static const char shift[] = "shift:";
	long days;

	if (strncmp(line->argument, shift, strlen(shift)) != 0) {
		rules->dates = (enum pseudo_dates)opt_word(line, words);
		return;
	}
	if (text_whole(line->argument + strlen(shift), 1, 3660, &days) != 0)
		opt_refuse(line, N_("must be shift:DAYS with 1 to 3660 days"));
	rules->dates = DATES_SHIFT;
	rules->shift_days = (int32_t)days;
}

static void add_name(struct rule_names *names, const struct command_line *line)
{
	if (!*line->argument || names->count == RULE_NAMES_MAX)
		opt_refuse(line, N_("must be the name of a column, at most 100 times"));
	names->name[names->count++] = line->argument;
}

static int column_option(struct column_rules *rules, const struct command_line *line,
			 enum option_id option)
{
	switch (option) {
	case OPT_COARSEN:
		add_name(&rules->coarsen, line);
		return 1;
	case OPT_KEEP:
		add_name(&rules->keep, line);
		return 1;
	case OPT_DROP:
		add_name(&rules->drop, line);
		return 1;
	case OPT_PSEUDONYM:
		add_name(&rules->ids, line);
		return 1;
	default:
		return 0;
	}
}

static void take_option(struct settings *settings, const struct command_line *line,
			enum option_id option)
{
	if (source_option(&settings->source, line, option) ||
	    column_option(&settings->rules.columns, line, option))
		return;
	if (option == OPT_KEY)
		settings->key = line->argument;
	else if (option == OPT_NEW_KEY)
		settings->new_key = line->argument;
	else if (option == OPT_DOMAIN)
		settings->domain = read_domain(line);
	else if (option == OPT_DATES)
		read_dates(&settings->rules, line);
	else if (option == OPT_MINUTES)
		settings->rules.minutes = (int)opt_whole(line, 1, 1440);
	else if (option == OPT_MIN_COUNT)
		settings->rules.min_count = (uint32_t)opt_whole(line, 2, 1000000);
	else if (option == OPT_OUTPUT)
		settings->output = line->argument;
	else if (option == OPT_META)
		settings->meta = line->argument;
}

static void check(const struct settings *settings)
{
	enum effort_unit unit = settings->source.unit;

	if (settings->new_key && (settings->key || settings->domain))
		diag_usage(N_("--new-key makes a key and does nothing else"));
	if (settings->new_key)
		return;
	if (!settings->key || !settings->domain)
		diag_usage(N_("--key and --domain must be given (vl-pseudo --new-key FILE makes a key)"));
	if (!settings->rules.min_count != !settings->rules.columns.coarsen.count)
		diag_usage(N_("--coarsen and --min-count need each other"));
	if (unit == UNIT_COUNT || unit == UNIT_AMOUNT)
		diag_usage(N_("--effort must name a time here; other columns are passed on with --keep"));
}

static struct settings read_settings(struct command_line *line)
{
	struct settings settings = { .rules = { .dates = DATES_MONTH,
						.shift_days = SHIFT_DAYS } };
	enum option_id option;

	source_start(&settings.source);
	while ((option = opt_next(line)) != OPT_END)
		take_option(&settings, line, option);
	check(&settings);
	if (settings.new_key)
		opt_no_operands(line);
	else
		source_finish(&settings.source, line);
	return settings;
}

/* ---- output -------------------------------------------------------------------- */

static void meta_columns(struct meta *meta, const char *name, const struct pseudo *pseudo,
			 enum treatment treatment)
{
	char *list = pseudo_columns(pseudo, treatment);

	meta_text(meta, name, list);
	free(list);
}

static struct meta *make_meta(const struct settings *settings, const struct pseudo *pseudo)
{
	static const char *const dates[] = { "month", "keep", "shift" };
	const struct pseudo_rules *rules = &settings->rules;
	struct meta *meta = meta_new();

	meta_open(meta, "source");
	meta_text(meta, "file", pseudo_file(pseudo));
	meta_text(meta, "profile", settings->source.profile->name);
	meta_count(meta, "rows", pseudo_read_rows(pseudo));
	meta_close(meta);
	meta_open(meta, "pseudo");
	meta_text(meta, "table", pseudo_table_names[pseudo_table(pseudo)]);
	meta_count(meta, "rows", (int64_t)pseudo_rows(pseudo)->count);
	meta_text(meta, "domain", settings->domain);
	meta_text(meta, "dates", dates[rules->dates]);
	meta_count(meta, "shift_days", rules->dates == DATES_SHIFT ? rules->shift_days : 0);
	meta_count(meta, "minutes", rules->minutes);
	meta_count(meta, "min_count", rules->min_count);
	meta_count(meta, "words_coarsened", pseudo_coarsened(pseudo));
	meta_columns(meta, "pseudonyms", pseudo, TREAT_ID);
	meta_columns(meta, "kept_as_text", pseudo, TREAT_TEXT);
	meta_columns(meta, "dropped", pseudo, TREAT_DROP);
	meta_close(meta);
	return meta;
}

static int put_table(const struct settings *settings, const struct pseudo *pseudo,
		     struct fault *fault)
{
	struct file_out *file;

	if (!settings->output) {
		pseudotable_write(pseudo, settings->source.threads, stdout);
		return 0;
	}
	file = file_create(settings->output, fault);
	if (!file)
		return -1;
	pseudotable_write(pseudo, settings->source.threads, file_stream(file));
	return file_commit(file, fault);
}

static int print(const struct settings *settings, const struct pseudo *pseudo,
		 struct fault *fault)
{
	struct meta *meta = make_meta(settings, pseudo);
	int result = settings->meta ? meta_write(meta, settings->meta, fault) : 0;

	meta_free(meta);
	return result == 0 ? put_table(settings, pseudo, fault) : -1;
}

static void say(const struct pseudo *pseudo)
{
	char *dropped = pseudo_columns(pseudo, TREAT_DROP);

	diag_about(pseudo_file(pseudo));
	fprintf(stderr, _("%zu of %ld rows of the table %s; dropped columns: "),
		pseudo_rows(pseudo)->count, pseudo_read_rows(pseudo),
		pseudo_table_names[pseudo_table(pseudo)]);
	diag_escaped(*dropped ? dropped : "-");
	fputc('\n', stderr);
	free(dropped);
}

int main(int argc, char **argv)
{
	struct command_line line = opt_start(&command, argc, argv);
	struct settings settings = read_settings(&line);
	struct findings findings = { 0 };
	struct fault fault = { 0 };
	struct pseudonyms *pseudonyms = NULL;
	struct pseudo *pseudo = NULL;
	struct key *key = NULL;
	int status;

	if (settings.new_key) {
		key_make(settings.new_key, &fault);
	} else if ((key = key_read(settings.key, settings.domain, &fault))) {
		pseudonyms = pseudonyms_new(key, PSEUDONYM_DIGITS);
		pseudo = pseudo_read(&settings.source, &settings.rules, pseudonyms, &findings,
				     &fault);
	}
	if (pseudo)
		print(&settings, pseudo, &fault);
	status = diag_outcome(&findings, &fault);
	if (!status && pseudo && line.verbose)
		say(pseudo);
	pseudo_free(pseudo);
	pseudonyms_free(pseudonyms);
	key_free(key);
	findings_free(&findings);
	return status ? status : diag_close();
}
