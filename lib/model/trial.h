/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trial - predictions that were made as if in the past, against what came.
 *
 * One trial is one case at one origin: the distribution that the method gave it from what was known
 * then, and its outcome. Scores: Brier and log score and the area under the ROC curve of P(outcome
 * >= threshold), its calibration line, the coverage of the 80 % interval by the randomised PIT
 * (an interval from 0 to 0 covers more than it should, and this does not), the bias of
 * the mean. The same case may stand in several trials, at several origins: standard errors
 * take these together, and limits of shares rest on the number of cases.
 * (verlauf-methods(7), "The check".) */
#ifndef VL_TRIAL_H
#define VL_TRIAL_H

#include <stddef.h>
#include <stdint.h>
#include "stats/calibration.h"
#include "stats/interval.h"

enum { TRIAL_GROUPS = 3, TRIAL_RISKS = 5 };

#define TRIAL_ANY (-1)

struct trial {
	uint32_t unit;                  /* number of the case in the order of ids */
	int32_t half;                   /* half-year (PERIOD_HALF) before the outcome, or TRIAL_ANY */
	int group;                      /* by case month at the origin: 0-2, 3-11, 12 and later */
	double mean, over;              /* predicted: expectation, P(outcome >= threshold) */
	double pit;                     /* of the outcome, jumps filled at random */
	double outcome;
	unsigned char happened;         /* outcome >= threshold */
};

struct trials {
	struct trial *list;
	size_t count, capacity;
	size_t origins;                 /* different ones; with `folds` 0 */
	int folds;                      /* cross-validation instead of rolling origins, or 0 */
	size_t drawn_from;              /* so many, at random; `count`: all there are */
};

void trials_add(struct trials *trials, const struct trial *trial);
void trials_free(struct trials *trials);

struct trial_score {
	size_t n, cases, happened;      /* trials, different cases, those over the threshold */
	double predicted;               /* mean of `over` */
	double brier, log_score, auc;
	double brier_constant;          /* of the share itself, given to all: what must be undercut */
	struct calibration calibration; /* NaN where there is no line */
	double covered;                 /* share with the PIT from 0.1 to 0.9 */
	struct interval covered_limits;
	double mean, bias, bias_se;     /* mean outcome; mean of predicted - came; se NaN for one */
	struct reliability risk[TRIAL_RISKS];
};

/* Of the trials of one half-year and one group, or TRIAL_ANY. Everything is NaN or 0 where there
 * are none. */
void trials_score(struct trial_score *score, const struct trials *trials, int32_t half, int group);
/* The latest half-year of rolling origins, or TRIAL_ANY. */
int32_t trials_last(const struct trials *trials);
/* The calibration line lies off slope 1 by more than two standard errors. */
int trial_is_off(const struct trial_score *score);
/* The bias is more than two standard errors. */
int trial_is_biased(const struct trial_score *score);

#endif
