/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calibration - do events come as often as their probabilities say?
 *
 * The outcome is regressed on the logit of its probability (Cox 1958, Biometrika 45:562-565):
 * intercept 0 and slope 1 are perfect; a slope below 1 means that high probabilities are too high
 * and low ones too low. Standard errors take rows of the same unit together (stats/irls.h).
 * Probabilities of 0 and 1 are taken as 1e-6 and 1 - 1e-6. (Steyerberg 2019, Clinical Prediction
 * Models, chapter 15.) */
#ifndef VL_CALIBRATION_H
#define VL_CALIBRATION_H

#include <stddef.h>
#include <stdint.h>
#include "stats/interval.h"

struct calibration {
	double intercept, intercept_se, slope, slope_se;
};

/* unit[i] below `units`, or NULL: each row is one of its own. 0, or -1 where there is no such line
 * (only one class, all probabilities alike, outcomes that they part perfectly): all NaN. */
int calibration_fit(struct calibration *calibration, const double *probabilities,
		    const unsigned char *happened, size_t count, const uint32_t *unit,
		    size_t units);
/* The probability that the line puts in its place. */
double calibration_apply(const struct calibration *calibration, double probability);

/* Groups of (nearly) equal size by rising probability, equal probabilities in order of the rows.
 * Limits are those of `share` times the rows: below 1 where rows are not independent. */
struct reliability {
	size_t n, hits;
	double predicted;               /* mean probability; NaN without rows */
	double observed;                /* share of hits */
	struct interval limits;         /* Wilson's, 95 % */
};

void calibration_groups(struct reliability *groups, size_t group_count,
			const double *probabilities, const unsigned char *happened, size_t count,
			double share);

#endif
