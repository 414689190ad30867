/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store - what was done for whom on which day.
 *
 * The unit is the case-day: one case, one day, how many records, what amount.
 * Records arrive in any order and are packed into eight bytes each (data/daycell.h); those of
 * neighbouring cases wait together and are sorted and merged into what is there, five bytes a
 * case-day (data/casedays.h). So memory grows with case-days, not with records. ("Case" is
 * whatever the caller counts: vl-figures keeps stores of persons and of cases within a group as
 * well.)
 *
 * Amounts are fixed point (data/field.h): the store has one scale, that of its
 * finest record, and scales up what it holds when a finer one arrives; sums are
 * exact integers whatever the order of rows. Limits: 2^24 cases, days DAY_MIN to
 * DAY_MAX, 2^23 case-days of two thousand cases whose amount or count does not fit the packed form.
 *
 * Several threads can fill a store by a part each. All look up their cases in the same table; a
 * part holds but one batch, and hands it on to the store, of which two thousand cases are locked at
 * a time. */
#ifndef VL_STORE_H
#define VL_STORE_H

#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"
#include "data/daycell.h"
#include "data/field.h"
#include "data/firstmarks.h"
#include "data/intern.h"

struct store;

struct store *store_new(void);
void store_free(struct store *store);
/* A part of a store, for one thread; freed before it. Only adds and puts; numbers of cases are
 * those of the store. */
struct store *store_part(struct store *store);
/* The last batch of a part goes to its store. */
int store_absorb(struct store *part, struct fault *fault);
/* Number of a case, made known if it is not; INTERN_NONE and a fault past the limit. */
uint32_t store_case(struct store *store, const char *id, size_t length, struct fault *fault);
/* Faults: a sum out of range, too many unusual case-days. */
int store_add(struct store *store, uint32_t id, int32_t day, struct amount amount,
	      struct fault *fault);
/* The same in one step, for whoever needs no number: look-ups are put off and made several at a
 * time, so that the misses of the cache overlap (taken one by one they took 46 % of the time of
 * 10 million rows). */
int store_put(struct store *store, const char *id, size_t length, int32_t day,
	      struct amount amount, struct fault *fault);
/* For whoever needs more of a first contact than the store has: records come with a mark, and of
 * each case that of its first day is kept (data/firstmarks.h). Asked for before any record, and
 * then all come by store_put_marked. */
void store_keep_marks(struct store *store, firstmarks_settle *settle, void *to);
int store_put_marked(struct store *store, const char *id, size_t length, int32_t day,
		     struct amount amount, uint64_t mark, struct fault *fault);
/* Sort and merge what is still in the batch; needed before reading. There are no parts any more;
 * later adds are allowed. */
int store_finish(struct store *store, struct fault *fault);

/* Divide all amounts of a finished store, if no remainder is left anywhere: 1, or 0 and nothing is
 * changed. */
int store_divide(struct store *store, int64_t by);

uint32_t store_cases(const struct store *store);
int store_digits(const struct store *store);
const struct intern *store_ids(const struct store *store);

/* The first day of a case, or DATE_UNKNOWN. */
int32_t store_first(const struct store *store, uint32_t id);
/* The mark of that day: 1, or 0 of a case without records. */
int store_first_mark(const struct store *store, uint32_t id, uint64_t *mark);

/* The days of one case of a finished store, ascending, unpacked into a buffer that is
 * grown as needed and belongs to the caller. Returns how many there are. */
struct day_buffer {
	struct case_day *days;
	size_t capacity;
};

size_t store_days(const struct store *store, uint32_t id, struct day_buffer *buffer);
void day_buffer_free(struct day_buffer *buffer);
/* Have them fetched into the cache, for who goes through the cases in another order than their own:
 * first where they lie, and some cases later what lies there. */
void store_fetch(const struct store *store, uint32_t id);
void store_fetch_days(const struct store *store, uint32_t id);

#endif
