/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes put aside: read again as they were, and nothing left behind. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/spool.h"
#include "tap.h"

static void test_new(void)
{
	struct fault fault = { 0 };
	FILE *spool = spool_new(&fault);
	struct stat there;
	char text[20] = "";

	fputs("eins\nzwei\n", spool);
	rewind(spool);
	ok(fread(text, 1, sizeof text, spool) == 10 && strcmp(text, "eins\nzwei\n") == 0,
	   "what was written is read");
	ok(fstat(fileno(spool), &there) == 0 && there.st_nlink == 0 &&
	   (there.st_mode & 0777) == 0600, "it has no name, and is the user's alone");
	fclose(spool);
	setenv("TMPDIR", "/nonexistent", 1);
	ok(!spool_new(&fault) && fault.status == STATUS_SYSTEM, "no folder for it: a fault");
	unsetenv("TMPDIR");
}

static long read_stdin(void)
{
	char block[4096];
	long sum = 0, got;

	while ((got = read(STDIN_FILENO, block, sizeof block)) > 0)
		sum += got;
	return sum;
}

static void test_pipe(void)
{
	struct fault fault = { 0 };
	int ends[2];

	if (pipe(ends) != 0 || write(ends[1], "hallo\n", 6) != 6)
		return;
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	ok(spool_stdin(&fault) == 0 && read_stdin() == 6, "a pipe is read");
	ok(spool_rewind_stdin(&fault) == 0, "it can be read again");
	is_count(read_stdin(), 6, "and all of it is");
}

static void test_file(void)
{
	struct fault fault = { 0 };
	FILE *file = tmpfile();

	fputs("0123456789", file);
	fflush(file);
	lseek(fileno(file), 4, SEEK_SET);
	dup2(fileno(file), STDIN_FILENO);
	ok(spool_stdin(&fault) == 0 && read_stdin() == 6, "a file is read from where it stood");
	ok(spool_rewind_stdin(&fault) == 0 && read_stdin() == 6, "and again from there");
	fclose(file);
}

static void test_not_again(void)
{
	struct fault fault = { 0 };
	int ends[2];

	if (pipe(ends) != 0)
		return;
	dup2(ends[0], STDIN_FILENO);
	ok(spool_rewind_stdin(&fault) == -1 && fault.status == STATUS_SYSTEM,
	   "input that cannot be read again is a fault, not an empty file");
	close(ends[0]);
	close(ends[1]);
}

static void test_closed(void)
{
	struct fault fault = { 0 };
	int kept = dup(STDIN_FILENO);
	FILE *spool;

	close(STDIN_FILENO);
	spool = spool_new(&fault);
	ok(fileno(spool) > STDERR_FILENO, "it does not take the place of a closed standard input");
	fclose(spool);
	dup2(kept, STDIN_FILENO);
	close(kept);
}

int main(void)
{
	test_new();
	test_closed();
	test_pipe();
	test_file();
	test_not_again();
	return done();
}
