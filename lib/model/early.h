/* SPDX-License-Identifier: GPL-3.0-or-later */
/* early - do cases that came back early need more afterwards?
 *
 * A landmark analysis (model/landmark.h): sides are fixed by what lies before the landmark, the
 * outcome is what comes after it, up to the end of case month N. Partly followed cases count by
 * their exposure, closed ones stay on their side with zeros. Three means of each side:
 *   per_case   theta = sum_k w_k r_k, mean of the monthly rates of all its cases (curve.h), w_k
 *              the same for each month, less for one that the landmark cuts
 *   per_open   effort over exposure in months in which the case was in counselling
 *   per_seen   effort per month with a contact
 * with the variance of the common engine (stats/ratio.h) and the gamma interval; the share of
 * cases without any effort, among those followed for the whole time. For the three means the
 * difference early - not early with Welch's interval, and the ratio on the log scale by the delta
 * method. With full follow-up the difference of per_case is Welch's t test of the case means.
 *
 * p of that difference: permutation test (stats/permutation.h), studentised, of the cases'
 * influence values on the common mean; within half-years of first contact where each of them has
 * two cases of either side. Beyond EARLY_PERMUTED cases on both sides p is that of Welch's t.
 *
 * The months end where one of the sides shows less than one case in a whole month, or one case
 * where it has more. Effort in hours or units of its column; values that do not exist are NaN.
 * (verlauf-methods(7), "EARLY CONTACT".) */
#ifndef VL_EARLY_H
#define VL_EARLY_H

#include "base/diag.h"
#include "data/caseload.h"
#include "model/landmark.h"
#include "stats/interval.h"

enum { EARLY_MONTHS = 12, EARLY_REPLICATES = 9999, EARLY_PERMUTED = 5000 };

/* LANDMARK_EARLY and LANDMARK_NOT_EARLY, and both together. */
enum { EARLY_BOTH = 2, EARLY_SIDES };

enum early_measure { EARLY_PER_CASE, EARLY_PER_OPEN, EARLY_PER_SEEN, EARLY_ZERO_SHARE,
		     EARLY_MEASURES, EARLY_MEANS = EARLY_ZERO_SHARE };

struct early_settings {
	int months;               /* N */
	int small_sample;         /* variance with the factor G/(G-1) */
	size_t replicates;        /* splits drawn for p; 0 = p only where it is exact */
	unsigned long seed;
	size_t threads;
};

struct early_mean {
	int64_t n;                /* cases behind it */
	int64_t seen;             /* of these with effort */
	double exposure;          /* case months; zero_share: cases */
	double total;             /* effort; zero_share: cases without any */
	double value, se;
	struct interval limits;   /* 95 % */
};

struct early_contrast {
	double difference, se, df;
	struct interval limits;
	double ratio, log_se;     /* INFINITY where only the early side has effort */
	struct interval ratio_limits;
};

enum early_test { EARLY_NO_TEST, EARLY_EXACT, EARLY_DRAWN, EARLY_WELCH };

struct early_group {
	const char *label;        /* NULL = all cases; "" = no value */
	int64_t cases[EARLY_SIDES];
	int32_t last;             /* last case month of the outcome; below the first: none */
	double share;             /* of early cases */
	struct interval share_limits;
	struct early_mean means[EARLY_MEASURES][EARLY_SIDES];
	struct early_contrast contrasts[EARLY_MEANS];
	double p;                 /* of the difference of per_case */
	double p_plain;           /* the same, not studentised: only to compare */
	enum early_test test;
	int stratified;
	double splits;            /* that there are; those looked at */
	size_t drawn;
	double detectable;        /* the smallest true difference that would have been shown, with a
				   * probability of 80 % at a level of 5 % */
};

struct early {
	struct early_group *groups;   /* in order of their labels, all cases last */
	size_t group_count;
};

/* Faults: too little was seen after the landmark (STATUS_MODEL); too many groups (STATUS_USAGE);
 * amounts beyond MOMENTS_MOST (STATUS_DATA).
 * early_free in any case. */
int early_fit(struct early *early, const struct caseload *caseload,
	      const struct landmark *landmark, const struct early_settings *settings,
	      struct fault *fault);
void early_free(struct early *early);

const char *early_measure_name(enum early_measure measure);

#endif
