/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opt - one registry of options for all tools.
 *
 * An option's letter, name, argument and meaning stand once, in the table of
 * opt.c; a tool names the options that it takes. So the same option means the
 * same in every tool, and -h, the manual test and the parser cannot differ.
 * Where a tool can say more closely what an option does there (months of what,
 * which default), its help does. Two options share a name where their arguments
 * differ in kind (--round, --summary); no tool takes both.
 * Mistakes in the command line end the program (STATUS_USAGE). */
#ifndef VL_OPT_H
#define VL_OPT_H

enum option_id {
	OPT_END = 0,
	OPT_HELP, OPT_VERSION, OPT_VERBOSE, OPT_SHOW_VALUES,
	/* reading */
	OPT_PROFILE, OPT_ENCODING, OPT_DELIMITER, OPT_SKIP, OPT_EFFORT, OPT_CASES,
	OPT_SINCE, OPT_UNTIL, OPT_PARTIAL, OPT_WASHOUT, OPT_SILENCE, OPT_APPROVALS,
	OPT_SERVICE_RULE, OPT_THREADS, OPT_DATE_ORDER, OPT_JOIN, OPT_MINUTES_EACH,
	/* what to compute */
	OPT_BY, OPT_ADVISERS, OPT_PERIOD, OPT_CALENDAR, OPT_MONTHS, OPT_MEASURE,
	OPT_NO_SMALL_SAMPLE, OPT_REPLICATES, OPT_SEED, OPT_SAME_CASES, OPT_DAILY, OPT_SUMMARY,
	OPT_EXPLAIN, OPT_MIN_CONTACTS, OPT_CURVE,
	/* predictions */
	OPT_WEEKS, OPT_THRESHOLD, OPT_FROM, OPT_MIN_PROB, OPT_FEATURES, OPT_PATHS, OPT_CHECK,
	OPT_RECALIBRATE, OPT_MODEL, OPT_SAVE_MODEL, OPT_SAVE_CHECK,
	/* import: a summary goes into a file, since standard output has the records */
	OPT_TABLE, OPT_DETECT, OPT_REJECTS, OPT_MAX_REJECTS, OPT_ROUND, OPT_RULE, OPT_SUMMARY_FILE,
	/* judging */
	OPT_QUIET, OPT_LIST, OPT_LIMIT, OPT_SEVERITY, OPT_EXPORTED,
	/* the months ahead */
	OPT_HORIZON, OPT_METHOD, OPT_SPAN, OPT_CAPACITY, OPT_SCENARIO, OPT_HOURS_PER_FTE,
	OPT_HISTORY, OPT_CALIBRATE, OPT_SERIES, OPT_ORIGINS, OPT_STEP, OPT_FAIR, OPT_TRACK,
	/* printing */
	OPT_FORMAT, OPT_HMM, OPT_META, OPT_OUTPUT, OPT_SAVE_TEXT,
	/* charts */
	OPT_TERMINAL, OPT_SIZE, OPT_TITLE, OPT_LABEL, OPT_SCRIPT, OPT_COLUMN, OPT_MARKS, OPT_PANELS,
	/* pages */
	OPT_OUTLINE, OPT_FORM,
	/* simulation */
	OPT_INFLOW, OPT_START, OPT_TRUTH, OPT_DIALECT, OPT_MECHANISM, OPT_SHOCKS, OPT_FORCE,
	/* pseudonyms */
	OPT_KEY, OPT_NEW_KEY, OPT_DOMAIN, OPT_DATES, OPT_MINUTES, OPT_MIN_COUNT, OPT_COARSEN,
	OPT_KEEP, OPT_DROP, OPT_PSEUDONYM,
	/* tables to publish */
	OPT_K, OPT_COUNT_COLUMN, OPT_AMOUNT_COLUMN, OPT_TOTAL, OPT_ROUND_KEYED, OPT_AUDIT, OPT_LARGEST,
	OPT_COUNT
};

struct option_help {
	enum option_id option;
	const char *help;               /* marked N_() */
};

struct command {
	const char *name;               /* "vl-curve" */
	const char *does;               /* one sentence, marked N_() */
	const char *operands;           /* "[FILE]", marked N_(); "" = none */
	const enum option_id *options;  /* up to OPT_END; -h, -V, -v, --show-values are always there */
	const struct option_help *own;  /* instead of the registry's help, up to OPT_END; or NULL */
};

enum { OPT_TARGETS = 8 };

struct command_line {
	const struct command *command;
	int argc;
	char **argv;
	const char *argument;           /* of the option just returned, or NULL: none given */
	int first_operand;              /* index into argv, valid after the last option */
	enum option_id current;
	const char *targets[OPT_TARGETS];   /* files to be written so far, by kind */
	int verbose;
};

/* Start: name for messages, language, GSL's error handler off. */
struct command_line opt_start(const struct command *command, int argc, char **argv);
/* The next option, or OPT_END. -h, -V, -v and --show-values are answered here; what two options
 * would write to the same file is refused. */
enum option_id opt_next(struct command_line *line);

/* The current option's argument, checked; a wrong one ends the program. */
long opt_whole(const struct command_line *line, long least, long most);
/* Random draws: 0 for none, or enough of them to say something. */
long opt_replicates(const struct command_line *line);
unsigned long opt_seed(const struct command_line *line);   /* of random numbers: 32 bits */
double opt_real(const struct command_line *line, double least, double most);
/* Index of the argument in a list of words that ends with NULL. */
int opt_word(const struct command_line *line, const char *const words[]);
/* End: the current option's argument is wrong; `rule` (N_) says what it must be. */
_Noreturn void opt_refuse(const struct command_line *line, const char *rule);

/* The one operand, or "-" (standard input) where there is none. */
const char *opt_file(const struct command_line *line);
void opt_no_operands(const struct command_line *line);

#endif
