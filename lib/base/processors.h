/* SPDX-License-Identifier: GPL-3.0-or-later */
/* processors - which processors this process may use, and threads that begin on one of their own.
 *
 * Left to itself, Linux often puts a new thread on the processor of the thread that made it, behind
 * it, though another is idle; only its next look at the load, some milliseconds later, takes it
 * there. An effort curve of 100,000 records takes no more than 12: so threads are told where to
 * begin (with glibc; elsewhere the system decides). From then on they may go anywhere. */
#ifndef VL_PROCESSORS_H
#define VL_PROCESSORS_H

#include <pthread.h>
#include <stddef.h>

/* Those that this process was allowed when it first asked (taskset and cpusets count), at least 1. */
size_t processors_count(void);
/* pthread_create for the nth thread, from 0, that the calling one makes for the same work: it begins on the
 * nth processor after the caller's. Of more threads than processors the rest begin where the system
 * puts them. As pthread_create, not 0 if there is none to be had. */
int processors_thread(pthread_t *thread, size_t nth, void *(*run)(void *), void *to);

#endif
