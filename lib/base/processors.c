/* SPDX-License-Identifier: GPL-3.0-or-later */
/* processors - which processors this process may use, and threads that begin on one of their own. */
#define _GNU_SOURCE              /* cpu_set_t and what goes with it */
#include <sched.h>
#include <unistd.h>

#include "base/processors.h"

#ifdef __GLIBC__

/* Asked once: a thread that has just begun may see no more than where it was told to begin. */
static pthread_once_t asked = PTHREAD_ONCE_INIT;
static cpu_set_t allowed;        /* empty: there are more than it has room for */

static void ask(void)
{
	if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		CPU_ZERO(&allowed);
}

/* The nth of the allowed processors after the caller's, or -1. */
static int place_for(size_t nth)
{
	int own = sched_getcpu();

	for (int i = 1; own >= 0 && i < CPU_SETSIZE; i++) {
		int place = (own + i) % CPU_SETSIZE;

		if (CPU_ISSET(place, &allowed) && nth-- == 0)
			return place;
	}
	return -1;
}

static int begin_at(int place, pthread_t *thread, void *(*run)(void *), void *to)
{
	pthread_attr_t wishes;
	cpu_set_t there;
	int fault = pthread_attr_init(&wishes);

	if (fault)
		return fault;
	CPU_ZERO(&there);
	CPU_SET(place, &there);
	fault = pthread_attr_setaffinity_np(&wishes, sizeof there, &there);
	if (!fault)
		fault = pthread_create(thread, &wishes, run, to);
	if (!fault)
		pthread_setaffinity_np(*thread, sizeof allowed, &allowed);
	pthread_attr_destroy(&wishes);
	return fault;
}

size_t processors_count(void)
{
	int count;

	pthread_once(&asked, ask);
	count = CPU_COUNT(&allowed);
	if (count < 1)
		count = (int)sysconf(_SC_NPROCESSORS_ONLN);
	return count > 0 ? (size_t)count : 1;
}

int processors_thread(pthread_t *thread, size_t nth, void *(*run)(void *), void *to)
{
	int place;

	pthread_once(&asked, ask);
	place = place_for(nth);
	if (place >= 0 && begin_at(place, thread, run, to) == 0)
		return 0;
	return pthread_create(thread, NULL, run, to);
}

#else

size_t processors_count(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (size_t)count : 1;
}

int processors_thread(pthread_t *thread, size_t nth, void *(*run)(void *), void *to)
{
	(void)nth;
	return pthread_create(thread, NULL, run, to);
}

#endif
