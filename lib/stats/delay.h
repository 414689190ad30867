/* SPDX-License-Identifier: GPL-3.0-or-later */
/* delay - how long until something is reported, from what has been reported so far.
 *
 * A report with delay x is seen only if x is at most the time that has passed, its room c.
 * Counting delays as they are would make them too short. From the reversed hazard
 *
 *     g(x) = n(x) / R(x),   n(x) reports with delay x,  R(x) those with delay <= x <= room
 *
 * follows F(x) = product over y > x of (1 - g(y)), the distribution of delays given that
 * they are at most `most`: the chain ladder by single days, which needs no model.
 * (Lagakos, Barraj & De Gruttola 1988, Biometrika 75:515-523; Kalbfleisch & Lawless 1989,
 * JASA 84:360-372; Mack 1993, ASTIN Bulletin 23:213-225.) */
#ifndef VL_DELAY_H
#define VL_DELAY_H

#include <stddef.h>
#include <stdint.h>

struct delay {
	int32_t most;            /* the longest that is looked at */
	size_t used;             /* reports with a delay of at most that */
	double *cdf;             /* F(0) .. F(most) = 1 */
};

/* Of `count` reports, 0 <= delay[i] <= room[i]. `most`: the longest delay, but not longer than
 * the room that a fifth of the reports has, since F rests on those. 0, or -1 where there is
 * no report. delay_free in either case. */
int delay_fit(struct delay *fit, const int32_t *delay, const int32_t *room, size_t count);
void delay_free(struct delay *fit);
/* F(x); 0 below 0. */
double delay_share(const struct delay *fit, int32_t x);
/* The least x with F(x) >= p. */
int32_t delay_quantile(const struct delay *fit, double p);

#endif
