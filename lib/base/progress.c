/* SPDX-License-Identifier: GPL-3.0-or-later */
/* progress - how far long work has come, for whoever watches. */
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/progress.h"
#include "base/text.h"

static const int64_t QUIET = 1000, BETWEEN = 200;      /* milliseconds */

static struct {
	pthread_mutex_t lock;
	int at_work;
	enum progress_work work;
	uint64_t done, all;
	int64_t begun;             /* what is told of */
	int64_t told;              /* when, or 0: there is no line on the terminal */
} progress = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Processor time would do for computing, but not for waiting on a pipe. */
static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Milliseconds since the first call. */
static int64_t running(void)
{
	static int64_t start;

	if (!start)
		start = now();
	return now() - start;
}

int progress_begin(enum progress_work work, uint64_t all)
{
	int64_t time;
	int mine = 0;

	if (!isatty(STDERR_FILENO))
		return 0;
	pthread_mutex_lock(&progress.lock);
	time = running();
	if (!progress.at_work) {
		mine = progress.at_work = 1;
		progress.begun = time;
		progress.work = work;
		progress.done = 0;
		progress.all = all;
	}
	pthread_mutex_unlock(&progress.lock);
	return mine;
}

static void tell(void)
{
	uint64_t percent = progress.all ? 100 * progress.done / progress.all : 0;

	fprintf(stderr, "\r%s: %s", diag_name(),
		progress.work == PROGRESS_READING ? _("reading") : _("computing"));
	if (progress.all)
		fprintf(stderr, " %d %%", percent < 100 ? (int)percent : 100);
	else if (progress.work == PROGRESS_READING)
		fprintf(stderr, " %llu MB", (unsigned long long)(progress.done / 1000000));
	fputs("\033[K", stderr);
}

void progress_add(uint64_t amount)
{
	int64_t time;

	pthread_mutex_lock(&progress.lock);
	progress.done += amount;
	time = running();
	if (time >= QUIET && time >= progress.begun + BETWEEN &&
	    (!progress.told || time >= progress.told + BETWEEN)) {
		tell();
		progress.told = time;
	}
	pthread_mutex_unlock(&progress.lock);
}

void progress_end(void)
{
	pthread_mutex_lock(&progress.lock);
	if (progress.told)
		fputs("\r\033[K", stderr);
	progress.told = 0;
	progress.at_work = 0;
	pthread_mutex_unlock(&progress.lock);
}
