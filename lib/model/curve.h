/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve - the effort curve: mean effort by months since first contact.
 *
 * Measures for each case month k (verlauf-methods(7), "THE EFFORT CURVE"):
 *   per_case    effort over exposure of all cases ever opened, closed ones counted with zero
 *   per_open    the same among cases still in counselling (data/spell.h); ends g months earlier,
 *               since only the months after tell who is still open
 *   per_seen    effort per case with a contact in that month
 *   same_cases  on request: per_open of the cases that are open in every month 0 .. N - 1, all of
 *               them in each, so that a rise is a rise within cases. Only cases seen from their
 *               first contact on for N + g months, since only then is it known who was open
 *   cumulative  sum of per_case up to k: the mean cumulative function (Nelson 1988)
 * with the standard error of the common engine (stats/ratio.h), the gamma interval
 * and a simultaneous band. A case is under observation from the later of first contact and
 * window start to the window's end, through its closing (never censored there). The curve ends
 * before the first month of which less was seen than one case shows in a whole month.
 * A month with fewer than two cases shows no variance, and so leaves `cumulative` without one from
 * there on.
 * Effort in hours, or in the column's unit where it is no time; month = case month. Values
 * that do not exist are NaN. */
#ifndef VL_CURVE_H
#define VL_CURVE_H

#include <stdint.h>
#include "base/diag.h"
#include "data/caseload.h"
#include "model/casemonth.h"
#include "stats/bootstrap.h"
#include "stats/interval.h"

enum curve_measure { CURVE_PER_CASE, CURVE_PER_OPEN, CURVE_PER_SEEN, CURVE_SAME_CASES,
		     CURVE_CUMULATIVE, CURVE_MEASURES };

enum { CURVE_REPLICATES = 2000, CURVE_SAME_MONTHS = 12 };

struct curve_settings {
	enum clock clock;
	int months;               /* last case month wanted, or -1 = as far as one case month is seen */
	int same_months;          /* N of same_cases; 0 = without this measure */
	int small_sample;         /* variance with the factor G/(G-1) */
	size_t replicates;        /* for the simultaneous band; 0 = none */
	unsigned long seed;
	unsigned wanted;          /* bits 1 << measure: others get no points; 0 = all */
	size_t threads;           /* 0 = all processors; the result is the same */
	unsigned keep;            /* bits 1 << measure: lines whose cases are kept for a bootstrap */
};

struct curve_point {
	int64_t n;                /* cases with exposure in the month (per_seen: with a contact) */
	double exposure;          /* case months (per_seen: cases) */
	double total;             /* effort; cumulative: up to this month */
	double value, se;         /* without a value there is no se, without an se no interval */
	struct interval single;   /* 95 %, this month alone */
	struct interval joint;    /* 95 %, all months at once */
};

struct curve_line {
	enum curve_measure measure;
	size_t months;
	struct curve_point *points;
	int64_t units;            /* G: cases of the group; of same_cases those that are in it */
	double *sigma;            /* months x months: covariance of the values */
	double *weight;           /* by month: of the largest single outcome (stats/interval.h) */
	int64_t *seen;            /* by month: cases with effort in it; cumulative: the most so far */
	struct bootstrap *cases;  /* if kept; its ratios are values times `divisor` */
	double divisor;
};

struct curve_group {
	const char *label;        /* NULL = all cases; "" = no value */
	int64_t cases;            /* G */
	struct curve_line lines[CURVE_MEASURES];
};

struct curve {
	struct curve_group *groups;   /* in order of their labels, all cases last */
	size_t group_count;
	double long_gap_share;       /* share of gaps between contact days longer than the washout */
};

/* Faults (STATUS_MODEL): no case, no case month with one case; STATUS_USAGE: too many groups.
 * curve_free in any case. */
int curve_fit(struct curve *curve, const struct caseload *caseload,
	      const struct curve_settings *settings, struct fault *fault);
void curve_free(struct curve *curve);

const char *curve_measure_name(enum curve_measure measure);

#endif
