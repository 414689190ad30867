/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paths - possible futures of a caseload: every case goes on month by month as former cases in
 * the same state did.
 *
 * From its state at the end of T each case draws a donor (model/states.h), gets the amount of the
 * donor's next month, and moves to the state that its own age, silence and last three months then
 * give; after 18 silent months it is gone. New cases, whose number by path and month the caller
 * states, draw their first month from those of former new cases and go on alike. The paths are cut
 * into 16 blocks, each with a bootstrap sample of the cases of its own as donors: so the spread of
 * the paths carries what is not known of the transitions. With `follow` = 3 a donor is followed
 * for three months before a new one is drawn, which keeps more of what lasts in a case.
 * (verlauf-methods(7), "Donors", "Paths"; Little 1988; Efron 1979.)
 *
 * Until its first contact a walk takes one random number (model/silence.h), and then goes on in a
 * flock of those that began in the same month (model/flock.h); where donors are followed for three
 * months all walks begin with the first.
 *
 * Of large caseloads a case may have fewer walks than paths, which then share them by teams
 * (model/totals.h): each path has the same law, and they have a little in common.
 *
 * Each walk of a case has random numbers of its own, by its place among the tracked ones or among
 * the new ones of its path and month: so which others are chosen, how many come, or how many months
 * are asked for changes nothing, and results are the same bytes for any number of threads. A block
 * whose sample has no donor uses all of them. Amounts are whole numbers in units of the store, as
 * double: sums are exact in any order. Fault (STATUS_MODEL): no donor at all. */
#ifndef VL_PATHS_H
#define VL_PATHS_H

#include "model/states.h"

enum { PATHS_BLOCKS = 16 };

/* The sums of one case over the span, all paths, ascending, in units of the store.
 * Called once a case, in any order, from any thread: write only to the place of this case. */
typedef void paths_taker(size_t tracked, const double *sums, size_t paths, void *to);

struct paths_plan {
	size_t paths, months;           /* S, H: at least 1 each */
	size_t walks;                   /* of a case in a block, which its paths share by teams
	                                 * (model/totals.h); 0 = one a path; 0 with `share` */
	int follow;                     /* months that a donor is followed: 1 or 3 */
	size_t threads;                 /* 0 = all processors (base/parallel.h) */
	unsigned long seed;
	/* which cases: numbers in states->now, ascending; NULL = all tracked */
	const uint32_t *chosen;
	size_t chosen_count;
	/* new cases by path * months + month (month 0 is T + 1); NULL = none */
	const uint32_t *fresh;
	/* the part of each month that lies in the span, by month (paths_span); NULL = no sums */
	const double *share;
	paths_taker *take;
	void *to;
};

/* All by path * months + month; open cases are those at the month's end. */
struct paths {
	size_t paths, months;
	double *amount;
	uint32_t *active, *open, *fresh;
};

/* `paths` may be NULL where only sums of single cases are wanted; paths_free in any other case. */
int paths_run(struct paths *paths, const struct states *states, const struct paths_plan *plan,
	      struct fault *fault);
void paths_free(struct paths *paths);

/* The months after `origin` that the days from..to (both inside) reach into, and how much of each
 * lies inside, in share[0 .. months - 1]. Returns how many there are up to the last, or 0 where the
 * span begins in the origin's month or before, or needs more than `room`. */
size_t paths_span(int32_t origin, int32_t from, int32_t to, double *share, size_t room);

/* What a coordinator reads of the sums of one case, in units of the store. */
struct path_sum {
	double mean, q10, q50, q90;     /* quantiles of type 7 */
	double over;                    /* P(sum >= threshold) = (c + 1) / (S + 2) */
};

struct path_sum paths_sum(const double *sums, size_t paths, double threshold);

#endif
