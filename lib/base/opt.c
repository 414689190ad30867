/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opt - one registry of options for all tools. */
#include <getopt.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/opt.h"
#include "base/text.h"

struct option_entry {
	char letter;            /* 0: long name only */
	const char *name;
	const char *argument;   /* NULL: takes none; "[=N]": may take one (long names only) */
	const char *help;
};

static const struct option_entry registry[OPT_COUNT] = {
	[OPT_HELP] = { 'h', "help", NULL, N_("print this help and end") },
	[OPT_VERSION] = { 'V', "version", NULL, N_("print the version and end") },
	[OPT_VERBOSE] = { 'v', "verbose", NULL,
		N_("say on standard error what was read or made") },
	[OPT_SHOW_VALUES] = { 0, "show-values", NULL,
		N_("quote values from the data in messages; otherwise only on a terminal") },

	[OPT_PROFILE] = { 'p', "profile", N_("NAME"),
		N_("layout of the export: verlauf (default), german, hmis, casa, civicrm, kobo, commcare, "
		   "clockify, or the path of a profile of your own") },
	[OPT_ENCODING] = { 0, "encoding", N_("NAME"),
		N_("encoding of the file: utf-8, cp1252, iso-8859-1 or iso-8859-15 "
		   "(default: the profile's)") },
	[OPT_DELIMITER] = { 'd', "delimiter", N_("CHAR"),
		N_("what parts the cells: one character or the word tab (default: the profile's)") },
	[OPT_SKIP] = { 0, "skip", N_("N"), N_("leave out N lines before the header") },
	[OPT_DATE_ORDER] = { 0, "date-order", N_("ORDER"),
		N_("order of the dates: iso, dmy, mdy, words, or auto (default: the profile's)") },
	[OPT_JOIN] = { 0, "join", N_("FILE"),
		N_("second file of the export, whose columns are added (where the profile joins one)") },
	[OPT_MINUTES_EACH] = { 0, "minutes-each", N_("LIST"),
		N_("minutes of a record in an export without them: 30, or by the profile's column "
		   "141=30,144=60,45") },
	[OPT_EFFORT] = { 'e', "effort", N_("COLUMN[:UNIT]"),
		N_("column with the effort; UNIT is minutes, hours, count or amount "
		   "(default: the column minutes)") },
	[OPT_CASES] = { 'c', "cases", N_("FILE"),
		N_("table of cases: first contacts, closing dates, persons, households") },
	[OPT_APPROVALS] = { 0, "approvals", N_("FILE"),
		N_("approved hours, for --service-rule") },
	[OPT_SERVICE_RULE] = { 0, "service-rule", NULL,
		N_("services by approvals and assignments, not as recorded (--by service)") },
	[OPT_SINCE] = { 0, "since", N_("DATE"),
		N_("the window's first month or day: 2024-01 or 2024-01-15") },
	[OPT_UNTIL] = { 0, "until", N_("DATE"), N_("the window's last month or day") },
	[OPT_PARTIAL] = { 0, "partial", NULL,
		N_("the window runs from the first to the last record, incomplete months included") },
	[OPT_WASHOUT] = { 'w', "washout", N_("DAYS"),
		N_("a case first seen within so many days of the window's start is not taken "
		   "for new (default 183)") },
	[OPT_SILENCE] = { 0, "silence", N_("MONTHS"),
		N_("a case is over after more than so many silent months (default 6)") },

	[OPT_THREADS] = { 'j', "threads", N_("N"),
		N_("use so many threads (default: all processors); the result is the same") },

	[OPT_BY] = { 'b', "by", N_("COLUMN"), N_("one result for each value of a column, and for all") },
	[OPT_ADVISERS] = { 0, "advisers", NULL,
		N_("allow figures by adviser (agreed with the works council)") },
	[OPT_PERIOD] = { 0, "period", N_("KIND"),
		N_("length of a period: month (default), quarter, half or year") },
	[OPT_CALENDAR] = { 0, "calendar", NULL,
		N_("case months are calendar months, not elapsed months of 30.4375 days") },
	[OPT_MONTHS] = { 'n', "months", N_("N"),
		N_("last case month (default: as far as cases were seen)") },
	[OPT_MEASURE] = { 'm', "measure", N_("NAME"),
		N_("per_case, per_open, per_seen, same_cases or cumulative") },
	[OPT_NO_SMALL_SAMPLE] = { 0, "no-small-sample", NULL,
		N_("variance without the factor G/(G-1)") },
	[OPT_REPLICATES] = { 'B', "replicates", N_("N"),
		N_("random draws for bands and peak (default 2000; 0 = without)") },
	[OPT_SEED] = { 's', "seed", N_("N"), N_("start of the random numbers (default 1)") },
	[OPT_SAME_CASES] = { 0, "same-cases", N_("[=N]"),
		N_("also the curve of the cases that are open for N months (default 12)") },
	[OPT_DAILY] = { 0, "daily", NULL,
		N_("mean cumulative effort by days since first contact") },
	[OPT_SUMMARY] = { 0, "summary", NULL,
		N_("the curve's shape: rise, peak, phases") },
	[OPT_EXPLAIN] = { 0, "explain", NULL,
		N_("say in plain sentences what the result means") },
	[OPT_MIN_CONTACTS] = { 0, "min-contacts", N_("N"),
		N_("contact days that make a case one that came back early (default 1)") },
	[OPT_CURVE] = { 0, "curve", NULL,
		N_("the curves of both groups by case months, and their difference") },

	[OPT_WEEKS] = { 0, "weeks", N_("N"),
		N_("what is known so many weeks after the first contact, 6 to 8") },
	[OPT_THRESHOLD] = { 0, "threshold", N_("X"),
		N_("hours (or units) whose chance is asked for (default 35)") },
	[OPT_FROM] = { 0, "from", N_("DATE"),
		N_("predict from this day or month on (default: after the window)") },
	[OPT_MIN_PROB] = { 0, "min-prob", N_("P"),
		N_("only cases with at least this chance to reach the threshold") },
	[OPT_FEATURES] = { 0, "features", N_("LIST"),
		N_("what else a prognosis rests on: household, service or household,service") },
	[OPT_PATHS] = { 0, "paths", N_("N"), N_("possible futures drawn (default 2000)") },
	[OPT_CHECK] = { 0, "check", NULL,
		N_("how right earlier predictions would have been") },
	[OPT_RECALIBRATE] = { 0, "recalibrate", NULL,
		N_("correct the chances by the calibration that the check found") },
	[OPT_MODEL] = { 0, "model", N_("FILE"), N_("use the prognosis of this file, learn none") },
	[OPT_SAVE_MODEL] = { 0, "save-model", N_("FILE"),
		N_("also write the prognosis to a file, without data of single cases") },
	[OPT_SAVE_CHECK] = { 0, "save-check", N_("FILE"),
		N_("also write the table of --check to a file") },
	[OPT_TABLE] = { 0, "table", N_("NAME"),
		N_("what the file is: consultations (default), cases, approvals or staff") },
	[OPT_DETECT] = { 0, "detect", NULL,
		N_("print a proposed profile for this file, with its evidence") },
	[OPT_REJECTS] = { 0, "rejects", N_("FILE"),
		N_("write the refused rows there, with line, column and reason") },
	[OPT_MAX_REJECTS] = { 0, "max-rejects", N_("N|P%"),
		N_("go on with up to so many refused rows, or percent of the rows (default 0)") },
	[OPT_ROUND] = { 0, "round", N_("N[:WAY]"),
		N_("count full 1, 5, 10 or 15 minutes, up (default) or nearest") },
	[OPT_RULE] = { 0, "rule", N_("NAME"),
		N_("count by the rule lwl, for Fachleistungsstunden") },
	[OPT_SUMMARY_FILE] = { 0, "summary", N_("FILE"),
		N_("write there as a table what was read, used and refused") },
	[OPT_QUIET] = { 'q', "quiet", NULL,
		N_("print nothing; the exit status answers: 0 = well, 1 = look") },
	[OPT_LIST] = { 0, "list", N_("CHECK"), N_("the rows that a check is about, not its findings") },
	[OPT_LIMIT] = { 0, "limit", N_("ITEM=N"),
		N_("above which number an item is a warning, or none (may be repeated)") },
	[OPT_SEVERITY] = { 0, "severity", N_("NAME"),
		N_("from which severity -q answers 1: note, warning (default) or alarm") },
	[OPT_EXPORTED] = { 0, "exported", N_("DATE"),
		N_("day on which the export was made (default: that of the last entries)") },

	[OPT_HORIZON] = { 0, "horizon", N_("N"), N_("months ahead, 1 to 24 (default 12)") },
	[OPT_METHOD] = { 0, "method", N_("NAME"),
		N_("pool (default), plan, ets, snaive, naive, drift or theta") },
	[OPT_SPAN] = { 0, "span", N_("SPAN"),
		N_("also the sum over a year or over months: 2027 or 2026-11:2027-10") },
	[OPT_CAPACITY] = { 0, "capacity", N_("FILE|N"),
		N_("hours that can be given in a month: a number, or a table month,hours") },
	[OPT_SCENARIO] = { 0, "scenario", N_("MONTH:CHANGE"),
		N_("what if new cases change from a month on: 2027-03:+60%") },
	[OPT_HOURS_PER_FTE] = { 0, "hours-per-fte", N_("N"),
		N_("hours with clients of a full-time post in a month: also print posts") },
	[OPT_HISTORY] = { 0, "history", NULL, N_("also print the months that were seen") },
	[OPT_CALIBRATE] = { 0, "calibrate", NULL,
		N_("widen the hours of --method plan by its own past errors") },
	[OPT_SERIES] = { 0, "series", N_("FILE"),
		N_("forecast a plain series, a table month,value, not consultations") },
	[OPT_ORIGINS] = { 0, "origins", N_("N"),
		N_("how many past forecasts (default: all that can be)") },
	[OPT_STEP] = { 0, "step", N_("N"), N_("months from one past forecast to the next (default 1)") },
	[OPT_FAIR] = { 0, "fair", NULL, N_("CRPS that does not depend on the number of paths") },
	[OPT_TRACK] = { 0, "track", N_("FILE"),
		N_("compare an earlier forecast, its CSV, with what has come since") },

	[OPT_FORMAT] = { 'f', "format", N_("FORM"),
		N_("csv, text, excel, markdown or json (default: text on a terminal, otherwise csv)") },
	[OPT_HMM] = { 0, "hmm", NULL, N_("print hours as 12:30 in the forms for people") },
	[OPT_META] = { 0, "meta", N_("FILE"), N_("write all settings and counts as JSON") },
	[OPT_OUTPUT] = { 'o', "output", N_("PATH"), N_("write there, not to standard output") },
	[OPT_SAVE_TEXT] = { 0, "save-text", N_("FILE"),
		N_("also write to a file what is to be said in sentences") },

	[OPT_TERMINAL] = { 'T', "terminal", N_("FORM"),
		N_("svg, png, pdf or text (default: by the name of the output file)") },
	[OPT_SIZE] = { 0, "size", N_("SIZE"), N_("WIDTHxHEIGHT in pixels, or page, half, phone") },
	[OPT_TITLE] = { 't', "title", N_("TEXT"), N_("title of the chart") },
	[OPT_LABEL] = { 0, "label", N_("TEXT"), N_("label of the vertical axis") },
	[OPT_SCRIPT] = { 0, "script", NULL, N_("print the gnuplot script and draw nothing") },
	[OPT_COLUMN] = { 'C', "column", N_("NAME"),
		N_("the column of vl-figures, or quantity of vl-forecast, to draw (default "
		   "hours)") },
	[OPT_MARKS] = { 0, "marks", N_("FILE"),
		N_("table of vl-curve --summary: mark rise, peak and core phase") },
	[OPT_PANELS] = { 0, "panels", NULL,
		N_("a frame for each group (always so for more than four)") },

	[OPT_OUTLINE] = { 0, "outline", N_("FILE"),
		N_("what stands on the page, and in which order") },
	[OPT_FORM] = { 0, "form", N_("FORM"),
		N_("html or xlsx (default: by the name of the output file)") },

	[OPT_INFLOW] = { 0, "inflow", N_("N|FILE"),
		N_("new cases a month, 0.1 to 20000 (default 34)") },
	[OPT_START] = { 0, "start", N_("MONTH"), N_("first month of the export, as 2020-01") },
	[OPT_TRUTH] = { 0, "truth", NULL, N_("also write truth.csv, the expected curves") },
	[OPT_DIALECT] = { 0, "dialect", N_("NAME"),
		N_("canonical (default), german, german-hours or german-clock") },
	[OPT_MECHANISM] = { 0, "mechanism", N_("NAME"),
		N_("how cases live: bg (default), onoff, phase or hawkes") },
	[OPT_SHOCKS] = { 0, "shocks", NULL,
		N_("new cases as in autumn 2015, spring 2020 and spring 2022") },
	[OPT_FORCE] = { 0, "force", NULL, N_("replace files of these names in the folder") },

	[OPT_KEY] = { 0, "key", N_("FILE"), N_("the secret key, a file that only you may read") },
	[OPT_NEW_KEY] = { 0, "new-key", N_("FILE"), N_("make a new secret key and end") },
	[OPT_DOMAIN] = { 0, "domain", N_("NAME"),
		N_("who gets the data: each name has pseudonyms of its own") },
	[OPT_DATES] = { 0, "dates", N_("HOW"),
		N_("month (default), keep, or shift[:DAYS]: all dates of a case by the same number "
		   "of days, at most 183") },
	[OPT_MINUTES] = { 0, "minutes", N_("N"), N_("minutes to the nearest multiple of N") },
	[OPT_MIN_COUNT] = { 0, "min-count", N_("N"), N_("the least number of cases behind a word") },
	[OPT_COARSEN] = { 0, "coarsen", N_("COLUMN"),
		N_("words of this column behind fewer than --min-count cases become 'other'; can be "
		   "repeated") },
	[OPT_KEEP] = { 0, "keep", N_("COLUMN"),
		N_("pass on a column that would be dropped, as it is; can be repeated") },
	[OPT_DROP] = { 0, "drop", N_("COLUMN"), N_("leave out a column; can be repeated") },
	[OPT_PSEUDONYM] = { 0, "pseudonym", N_("COLUMN[:KIND]"),
		N_("pseudonyms for another column; can be repeated") },

	[OPT_K] = { 0, "k", N_("N"), N_("the least number of cases behind a number (default 5)") },
	[OPT_COUNT_COLUMN] = { 0, "count", N_("COLUMN"),
		N_("this column counts cases or persons; can be repeated") },
	[OPT_AMOUNT_COLUMN] = { 0, "amount", N_("COLUMN"),
		N_("this column is a sum over cases; can be repeated") },
	[OPT_TOTAL] = { 0, "total", N_("WORD"), N_("what totals are called, beside all, total, sum ...") },
	[OPT_ROUND_KEYED] = { 0, "round", NULL,
		N_("round counts at random to multiples of 5, by the key: for tables that hang together") },
	[OPT_LARGEST] = { 0, "largest", NULL,
		N_("also the hours of the two cases with most, by which vl-protect judges the others "
		   "(not for publication)") },
	[OPT_AUDIT] = { 0, "audit", N_("FILE"),
		N_("write there what can still be told of each blank (not for publication)") },
};

static const enum option_id always[] = { OPT_HELP, OPT_VERSION, OPT_VERBOSE, OPT_SHOW_VALUES,
					 OPT_END };

/* Whose argument is a file to be written. */
static const enum option_id writing[OPT_TARGETS] = {
	OPT_OUTPUT, OPT_META, OPT_SAVE_TEXT, OPT_SAVE_MODEL, OPT_SAVE_CHECK, OPT_REJECTS,
	OPT_SUMMARY_FILE, OPT_AUDIT
};

/* What crashes leaves no copy of the data behind, which others might find. */
static void dump_nothing(void)
{
	struct rlimit limits;

	if (getrlimit(RLIMIT_CORE, &limits) == 0) {
		limits.rlim_cur = 0;
		setrlimit(RLIMIT_CORE, &limits);
	}
}

struct command_line opt_start(const struct command *command, int argc, char **argv)
{
	diag_start(command->name);
	dump_nothing();
	text_start();
	gsl_set_error_handler_off();
	opterr = 0;
	return (struct command_line){ .command = command, .argc = argc, .argv = argv };
}

/* ---- help ---------------------------------------------------------------------- */

static const char *help_of(const struct command *command, enum option_id id)
{
	for (const struct option_help *own = command->own; own && own->option != OPT_END; own++)
		if (own->option == id)
			return own->help;
	return registry[id].help;
}

static void help_line(const struct command *command, enum option_id id)
{
	const struct option_entry *entry = &registry[id];
	char left[64];
	int pad;

	snprintf(left, sizeof left, "%s%c%s--%s%s%s", entry->letter ? "-" : " ",
		 entry->letter ? entry->letter : ' ', entry->letter ? ", " : "  ", entry->name,
		 entry->argument && *entry->argument != '[' ? " " : "",
		 entry->argument ? _(entry->argument) : "");
	pad = 26 - (int)text_width(left);
	printf("  %s%*s%s\n", left, pad > 2 ? pad : 2, "", _(help_of(command, id)));
}

static void help(const struct command *command)
{
	printf("%s: %s [%s]%s%s\n%s\n\n", _("usage"), command->name, _("OPTIONS"),
	       *command->operands ? " " : "", *command->operands ? _(command->operands) : "",
	       _(command->does));
	for (const enum option_id *id = command->options; *id != OPT_END; id++)
		help_line(command, *id);
	for (const enum option_id *id = always; *id != OPT_END; id++)
		help_line(command, *id);
	printf("\n");
	printf(_("Manual: man %s; a tour of the suite: man verlauf\n"), command->name);
	diag_end();
}

static void version(const struct command *command)
{
	printf("%s (verlauf) %s\n", command->name, VERSION);
	diag_end();
}

/* ---- parsing ------------------------------------------------------------------- */

struct getopt_tables {
	char letters[3 * OPT_COUNT];
	struct option names[OPT_COUNT + 1];
	int count;
};

static void table_add(struct getopt_tables *tables, enum option_id id)
{
	const struct option_entry *entry = &registry[id];
	size_t at = strlen(tables->letters);

	if (entry->letter) {
		tables->letters[at++] = entry->letter;
		if (entry->argument)
			tables->letters[at++] = ':';
		tables->letters[at] = '\0';
	}
	/* Values above all letters, so that the two cannot be taken for each other. */
	tables->names[tables->count++] = (struct option){
		entry->name, !entry->argument ? no_argument :
		*entry->argument == '[' ? optional_argument : required_argument, NULL,
		256 + (int)id };
}

static void fill(struct getopt_tables *tables, const struct command *command)
{
	memset(tables, 0, sizeof *tables);
	strcpy(tables->letters, ":");
	for (const enum option_id *id = command->options; *id != OPT_END; id++)
		table_add(tables, *id);
	for (const enum option_id *id = always; *id != OPT_END; id++)
		table_add(tables, *id);
}

static enum option_id by_letter(int letter)
{
	for (int id = 1; id < OPT_COUNT; id++)
		if (registry[id].letter == letter)
			return (enum option_id)id;
	return OPT_END;
}

static _Noreturn void refuse_option(const struct command_line *line, int result)
{
	const char *word = line->argv[optind - 1];

	if (result == ':')
		diag_usage(N_("option '%s' needs an argument"), word);
	if (strncmp(word, "--", 2) == 0 && strchr(word, '='))
		diag_usage(N_("unknown option, or one that takes no argument: '%s'"), word);
	if (strncmp(word, "--", 2) == 0)
		diag_usage(N_("unknown or ambiguous option '%s'"), word);
	diag_usage(N_("unknown option '-%c'"), optopt);
}

static enum option_id parse(struct command_line *line)
{
	struct getopt_tables tables;
	int result;

	fill(&tables, line->command);
	result = getopt_long(line->argc, line->argv, tables.letters, tables.names, NULL);
	if (result == ':' || result == '?')
		refuse_option(line, result);
	line->argument = optarg;
	line->first_operand = optind;
	if (result == -1)
		return OPT_END;
	return result >= 256 ? (enum option_id)(result - 256) : by_letter(result);
}

/* The one written last would be all there is. */
static void refuse_same_target(const struct command_line *line, int kind)
{
	for (int other = 0; other < OPT_TARGETS; other++)
		if (other != kind && line->targets[other] &&
		    file_is_same(line->targets[other], line->argument))
			diag_usage(N_("--%s and --%s need a file each"),
				   registry[writing[other]].name, registry[line->current].name);
}

static void note_target(struct command_line *line)
{
	for (int kind = 0; kind < OPT_TARGETS; kind++) {
		if (line->current != writing[kind])
			continue;
		if (strcmp(line->argument, "-") == 0)
			opt_refuse(line, N_("must be a file; without the option standard output "
					    "has the result"));
		refuse_same_target(line, kind);
		line->targets[kind] = line->argument;
	}
}

enum option_id opt_next(struct command_line *line)
{
	for (;;) {
		line->current = parse(line);
		note_target(line);
		if (line->current == OPT_HELP)
			help(line->command);
		else if (line->current == OPT_VERSION)
			version(line->command);
		else if (line->current == OPT_VERBOSE)
			line->verbose = 1;
		else if (line->current == OPT_SHOW_VALUES)
			diag_show_values(1);
		else
			return line->current;
	}
}

/* ---- arguments ----------------------------------------------------------------- */

void opt_refuse(const struct command_line *line, const char *rule)
{
	diag_usage(N_("option --%s: '%s': %s"), registry[line->current].name, line->argument,
		   _(rule));
}

long opt_whole(const struct command_line *line, long least, long most)
{
	long value;

	if (text_whole(line->argument, least, most, &value) != 0)
		diag_usage(N_("option --%s: '%s': must be a whole number from %ld to %ld"),
			   registry[line->current].name, line->argument, least, most);
	return value;
}

long opt_replicates(const struct command_line *line)
{
	long value;

	if (text_whole(line->argument, 0, 1000000, &value) != 0 || (value && value < 100))
		opt_refuse(line, N_("must be 0 or a whole number from 100 to 1000000"));
	return value;
}

unsigned long opt_seed(const struct command_line *line)
{
	return (unsigned long)opt_whole(line, 0, 4294967295);
}

double opt_real(const struct command_line *line, double least, double most)
{
	double value;

	if (strchr(line->argument, ','))
		opt_refuse(line, N_("decimals stand behind a point, as in 900.5, and nothing between thousands"));
	if (text_number(line->argument, &value) != 0 || value < least || value > most)
		diag_usage(N_("option --%s: '%s': must be a number from %g to %g"),
			   registry[line->current].name, line->argument, least, most);
	return value;
}

int opt_word(const struct command_line *line, const char *const words[])
{
	char list[512] = "";

	for (int i = 0; words[i]; i++) {
		if (strcmp(words[i], line->argument) == 0)
			return i;
		snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? ", " : "",
			 words[i]);
	}
	diag_usage(N_("option --%s: '%s': must be one of %s"), registry[line->current].name,
		   line->argument, list);
}

const char *opt_file(const struct command_line *line)
{
	int operands = line->argc - line->first_operand;

	if (operands > 1)
		diag_usage(N_("one file at most, but %d operands were given"), operands);
	return operands ? line->argv[line->first_operand] : "-";
}

void opt_no_operands(const struct command_line *line)
{
	if (line->argc > line->first_operand)
		diag_usage(N_("unexpected operand '%s'"), line->argv[line->first_operand]);
}
