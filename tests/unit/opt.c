/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line that is right; wrong ones end the program and are tested in tests/cmd. */
#include <stdlib.h>
#include <unistd.h>

#include "base/opt.h"
#include "tap.h"

static const enum option_id options[] = {
	OPT_SINCE, OPT_WASHOUT, OPT_BY, OPT_CALENDAR, OPT_SEED, OPT_FORMAT, OPT_END
};
static const struct command command = { "test", "Test.", "[FILE]", options, NULL,
};

/* Starts anew: getopt keeps its place in a global. */
static struct command_line start(char *argv[])
{
	int argc = 0;

	while (argv[argc])
		argc++;
	optind = 1;
	return opt_start(&command, argc, argv);
}

static void test_parsing(void)
{
	char *argv[] = { "test", "--since=2024-01", "-w", "30", "--calendar", "-bservice", "--was", "7",
			 "file.csv", NULL };
	struct command_line line = start(argv);

	is_count(opt_next(&line), OPT_SINCE, "--name=value");
	is_text(line.argument, "2024-01", "its value");
	is_count(opt_next(&line), OPT_WASHOUT, "-w value");
	is_count(opt_whole(&line, 0, 100), 30, "its value");
	is_count(opt_next(&line), OPT_CALENDAR, "an option without a value");
	is_count(opt_next(&line), OPT_BY, "-bvalue");
	is_text(line.argument, "service", "its value");
	is_count(opt_next(&line), OPT_WASHOUT, "a name that is cut short");
	is_count(opt_next(&line), OPT_END, "the end");
	is_text(opt_file(&line), "file.csv", "the operand");
	is_count(line.verbose, 0, "not verbose");
}

static void test_operands(void)
{
	char *dashes[] = { "test", "-v", "--", "-w", NULL };
	char *none[] = { "test", "-v", NULL };
	char *before[] = { "test", "file.csv", "-w", "5", NULL };
	struct command_line line = start(dashes);

	is_count(opt_next(&line), OPT_END, "-- ends the options");
	is_text(opt_file(&line), "-w", "what follows is a file");
	is_count(line.verbose, 1, "-v is answered here");
	line = start(none);
	is_count(opt_next(&line), OPT_END, "no operand");
	is_text(opt_file(&line), "-", "is standard input");
	opt_no_operands(&line);
	line = start(before);
	is_count(opt_next(&line), OPT_WASHOUT, "options may follow the operand");
	is_count(opt_next(&line), OPT_END, "then the end");
	is_text(opt_file(&line), "file.csv", "and the operand is still there");
}

static void test_arguments(void)
{
	static const char *const words[] = { "csv", "text", NULL };
	char *argv[] = { "test", "-s", "010", "-f", "text", "-s", "2.5", NULL };
	struct command_line line = start(argv);

	opt_next(&line);
	is_count(opt_whole(&line, 0, 100), 10, "010 is ten");
	opt_next(&line);
	is_count(opt_word(&line, words), 1, "a word by its place");
	opt_next(&line);
	is_close(opt_real(&line, 0, 3), 2.5, 0, "a decimal number");
}

int main(void)
{
	test_parsing();
	test_operands();
	test_arguments();
	return done();
}
