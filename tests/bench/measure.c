/* SPDX-License-Identifier: GPL-3.0-or-later */
/* measure - run a command once and append to FILE what it took: "LABEL seconds cpu-seconds MB",
 * where MB is its peak resident memory. The status is the command's.
 *
 * GNU time rounds to hundredths of a second, and it is not everywhere. */
#define _DEFAULT_SOURCE          /* wait4 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct usage {
	double seconds, cpu, megabytes;
	int status;
};

static void fail(const char *text)
{
	perror(text);
	exit(127);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static struct usage run(char **command)
{
	struct usage usage;
	struct rusage system;
	double start = now();
	pid_t child = fork();

	if (child == 0) {
		execvp(command[0], command);
		fail(command[0]);
	}
	if (child < 0 || wait4(child, &usage.status, 0, &system) != child)
		fail("measure");
	usage.seconds = now() - start;
	usage.cpu = seconds(system.ru_utime) + seconds(system.ru_stime);
	usage.megabytes = (double)system.ru_maxrss * 1024 / 1e6;
	return usage;
}

int main(int argc, char **argv)
{
	struct usage usage;
	FILE *to;

	if (argc < 4) {
		fputs("usage: measure FILE LABEL COMMAND [ARGUMENT...]\n", stderr);
		return 127;
	}
	usage = run(argv + 3);
	to = fopen(argv[1], "a");
	if (!to)
		fail(argv[1]);
	fprintf(to, "%s %.6f %.6f %.1f\n", argv[2], usage.seconds, usage.cpu, usage.megabytes);
	if (fclose(to) != 0)
		fail(argv[1]);
	return WIFEXITED(usage.status) ? WEXITSTATUS(usage.status) : 126;
}
