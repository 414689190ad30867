/* SPDX-License-Identifier: GPL-3.0-or-later */
/* processors: as many as allowed, and threads that may go on all of them wherever they began. */
#define _GNU_SOURCE
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/processors.h"
#include "tap.h"

#ifdef __GLIBC__

enum { THREADS = 9 };

struct seen {
	pthread_barrier_t *all;
	cpu_set_t allowed;
};

static void *look(void *to)
{
	struct seen *seen = to;

	pthread_barrier_wait(seen->all);        /* by then all have been told that they may go */
	sched_getaffinity(0, sizeof seen->allowed, &seen->allowed);
	return NULL;
}

static int free_threads(const cpu_set_t *own)
{
	pthread_barrier_t all;
	pthread_t threads[THREADS];
	struct seen seen[THREADS];
	int count = 0;

	pthread_barrier_init(&all, NULL, THREADS + 1);
	for (size_t i = 0; i < THREADS; i++) {
		seen[i].all = &all;
		if (processors_thread(&threads[i], i, look, &seen[i]) != 0)
			return -1;
	}
	pthread_barrier_wait(&all);
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		count += CPU_EQUAL(&seen[i].allowed, own) != 0;
	}
	pthread_barrier_destroy(&all);
	return count;
}

/* In a process that may use but the one where it is. */
static int counts_one(void)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		cpu_set_t one;

		CPU_ZERO(&one);
		CPU_SET(sched_getcpu(), &one);
		_exit(sched_setaffinity(0, sizeof one, &one) != 0 || processors_count() != 1);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

int main(void)
{
	cpu_set_t own;

	ok(counts_one(), "one where but one is allowed");
	sched_getaffinity(0, sizeof own, &own);
	is_count((long long)processors_count(), CPU_COUNT(&own), "as many as are allowed");
	is_count(free_threads(&own), THREADS, "threads, more than there are processors, may use all");
	return done();
}

#else

int main(void)
{
	ok(processors_count() >= 1, "there is one");
	return done();
}

#endif
