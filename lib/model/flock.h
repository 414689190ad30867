/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flock - cases that go on together, month by month, as former cases in the same state did.
 *
 * Up to FLOCK_MOST walks: each has a situation (model/states.h), random numbers of its own, and
 * the number of the path that it belongs to. A step draws a donor for each walk and takes
 * the amount of the donor's next month; with `follow` = 3 a donor is followed for three months
 * before a new one is drawn. So a walk is the same whatever others walk beside it.
 *
 * All futures of the service come through here, hundreds of millions of steps: walks lie in
 * columns, and a step is made of short loops without a branch that depends on what was drawn, so
 * that the processor works on many walks at once (a step takes a third of the time that it takes
 * one walk after the other; with one long loop a twentieth more). */
#ifndef VL_FLOCK_H
#define VL_FLOCK_H

#include "model/states.h"
#include "stats/random.h"

/* Their columns stay in the first-level cache. The last age band is open. */
enum { FLOCK_MOST = 64, FLOCK_OLDEST = 24 };

/* What all flocks of a run have in common. */
struct flock_rules {
	const struct states *states;
	int follow;                     /* months that a donor is followed: 1 or 3 */
	uint32_t age_part[FLOCK_OLDEST + 1], recency_part[STATES_SILENT];  /* of a plain state */
	double cut[STATES_INTENSITIES - 1];
	double year_cut[STATES_PLAIN][STATES_QUARTERS - 1];
};

struct flock {
	size_t count;
	uint32_t place;                 /* of the oldest month in the ring */
	uint32_t left;                  /* months that the donors are followed on */
	uint32_t gone;                  /* who has been silent for too long */
	int drawn;                      /* `later` has the numbers of the next draw */
	struct random_quick random[FLOCK_MOST];
	uint32_t number[FLOCK_MOST], later[FLOCK_MOST];    /* two of each 64 random bits */
	double amount[FLOCK_MOST];      /* of the last month */
	double recent[FLOCK_MOST], year[FLOCK_MOST];   /* of the last three and twelve months */
	double month[STATES_YEAR][FLOCK_MOST];         /* of each of these, a ring */
	int32_t age[FLOCK_MOST];        /* up to FLOCK_OLDEST */
	int32_t recency[FLOCK_MOST];    /* 0: a contact in the last month */
	uint32_t at[FLOCK_MOST];        /* the donor that is followed */
	uint32_t path[FLOCK_MOST];
	uint32_t sum[FLOCK_MOST];       /* where its amounts are added up, for who wants that */
	uint32_t closed[FLOCK_MOST];    /* by a closing date after the last contact */
};

void flock_rules(struct flock_rules *rules, const struct states *states, int follow);
/* An empty flock. */
void flock_start(struct flock *flock);
/* One more walk; there must be room, and no month been walked since the start. */
struct flock_walk {
	int32_t age, recency;
	double amount;                  /* of its last month */
	const double *before;           /* of the eleven before it, the oldest first */
	uint32_t path, sum, closed;
	uint32_t at;                    /* the amount of its last month in a list, for flock_begin */
	struct random_quick random;
};

void flock_add(struct flock *flock, const struct flock_walk *walk);
/* Where the last month was the first contact, drawn from a list that may be long: the walks were
 * added without its amount, and get it here all at once, since looked up one by one each would wait
 * for memory. STATES_NO_CONTACT stays in `amount`. */
void flock_begin(struct flock *flock, const double *list);
/* The next month of all. Afterwards `amount` and `recency` say what was in it. */
void flock_step(struct flock *flock, const struct flock_rules *rules,
		const struct donors *donors);
/* Who has been silent for too long leaves; the others may change places. */
void flock_leave(struct flock *flock);

#endif
