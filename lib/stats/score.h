/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score - how good was a forecast: proper scores, coverage, scaled errors.
 *
 * Small pure functions on numbers; means over many forecasts are the caller's. A forecast is a
 * sample of paths, sorted ascending, or one of its quantiles. Scores are in the unit of the
 * observation and smaller is better, 0 is perfect. NaN where a score does not exist (an empty
 * sample, a constant history as scale, only one class). (Gneiting and Raftery 2007,
 * JASA 102:359-378; Hyndman and Koehler 2006, Int J Forecasting 22:679-688.) */
#ifndef VL_SCORE_H
#define VL_SCORE_H

#include <stddef.h>
#include "stats/interval.h"

/* Continuous ranked probability score of a sorted sample: of its distribution function, or
 * (`fair`) as an estimate of that of the law it was drawn from, which needs two values. */
double score_crps(const double *sorted, size_t count, double observed, int fair);
/* Loss of a stated quantile of this level in (0, 1). */
double score_pinball(double observed, double quantile, double level);
/* Probability integral transform, uniform on (0, 1) where the forecast is calibrated: `below` is
 * the forecast's probability of less than what was observed, `upto` that of at most that, `random`
 * uniform on (0, 1) (Smith 1985: the jump of a discrete law is filled at random). */
double score_pit(double below, double upto, double random);
double score_pit_sample(const double *sorted, size_t count, double observed, double random);
/* Wilson's (1927) limits of a share: `hits` of `trials`, which may be effective numbers and so no
 * whole ones; `alpha` in (0, 1) is outside. NaN without trials. */
struct interval score_wilson(double hits, double trials, double alpha);

/* What errors are divided by: the mean absolute (MASE) or the root mean squared (RMSSE) change of
 * the history over `lag` steps; NaN where it has no such change or none but 0. */
double score_scale_absolute(const double *history, size_t count, size_t lag);
double score_scale_squared(const double *history, size_t count, size_t lag);

/* Probabilities of events against what happened (0 or 1). The log score is infinite where what was
 * called impossible happened. The area under the ROC curve counts ties by half. */
double score_brier(const double *probabilities, const unsigned char *happened, size_t count);
double score_log(const double *probabilities, const unsigned char *happened, size_t count);
double score_auc(const double *probabilities, const unsigned char *happened, size_t count);

#endif
