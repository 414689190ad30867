/* SPDX-License-Identifier: GPL-3.0-or-later */
/* casedays - the case-days of two thousand neighbouring cases.
 *
 * Words (data/daycell.h) arrive in any order and wait; when as many wait as a share of the
 * case-days that are there, they are sorted by radix and merged with them, equal ones added up. All
 * of that happens in a cache of the processor: of 10 million rows it takes two thirds of the time
 * that sorting and merging all cases at once takes. Case-days lie sorted, five bytes each.
 *
 * Amounts have one scale here, digits; it becomes finer with the words that come. Threads add under
 * the lock; reading needs none once all is merged. Faults as in data/daycell.h; whoever adds or
 * finishes after one has the same. */
#ifndef VL_CASEDAYS_H
#define VL_CASEDAYS_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"
#include "data/daycell.h"

enum { CASEDAYS_CASE_BITS = 11, CASEDAYS_CASES = 1 << CASEDAYS_CASE_BITS };

struct firstmarks;

struct casedays {
	pthread_mutex_t lock;
	struct firstmarks *firsts;              /* of the same cases, or NULL (data/firstmarks.h) */
	uint8_t *entries;
	size_t entry_size;                      /* room; a page that is not touched takes no memory */
	uint32_t start[CASEDAYS_CASES + 1];     /* by case: its first entry */
	uint64_t *waiting;
	size_t waiting_count, waiting_size;
	struct wide_days wides;
	int digits;
	struct fault broken;    /* what went wrong in the midst of something: nothing works from then on */
};

/* Of one thread, for all its merging; zeroed it is empty. */
struct casedays_room {
	uint64_t *words;
	size_t word_count;
	uint8_t *entries;
	size_t entry_count;
};

/* Words whose amounts have so many digits, and how many may wait in any case: the fewer cases there
 * are, the more. */
struct casedays_batch {
	const uint64_t *words;
	size_t count;
	const struct wide_days *wides;
	int digits;
	size_t may_wait;
};

struct casedays *casedays_new(void);
void casedays_free(struct casedays *cases);
void casedays_room_free(struct casedays_room *room);

/* Under the lock. */
int casedays_take(struct casedays *cases, const struct casedays_batch *batch,
		  struct casedays_room *room, struct fault *fault);
int casedays_rescale(struct casedays *cases, int digits, struct fault *fault);
/* Merge what waits, and let its memory go. */
int casedays_finish(struct casedays *cases, struct casedays_room *room, struct fault *fault);

/* Of what is merged: whether all amounts can be divided, and dividing them. */
int casedays_divisible(const struct casedays *cases, int64_t by);
void casedays_divide(struct casedays *cases, int64_t by);


/* Of what is merged, cases by their number within the two thousand. */
static inline uint32_t casedays_count(const struct casedays *cases)
{
	return cases->start[CASEDAYS_CASES];
}

static inline uint32_t casedays_of(const struct casedays *cases, uint32_t id)
{
	return cases->start[id + 1] - cases->start[id];
}

/* Into as much room as casedays_of tells; the first day alone. */
void casedays_read(const struct casedays *cases, uint32_t id, struct case_day *days);
int32_t casedays_first(const struct casedays *cases, uint32_t id);
/* Have the first of them fetched: a line of the cache or two. */
void casedays_fetch(const struct casedays *cases, uint32_t id);

#endif
