/* SPDX-License-Identifier: GPL-3.0-or-later */
/* common - what moves all units of a total together: a season and a drifting level of the log ratio
 * between what was and what its parts had led to expect.
 *
 * For each past month: the log ratio R_t, and the variance that chance among the parts gives it.
 * Season: stats/season.h (additive). Level: simple exponential smoothing of R_t less season, with
 * alpha in [0.01, 0.6] by least squares times a Beta(2, 8) density, its steps clipped at 2.5
 * standard deviations (by the median of the absolute errors), errors in the variance at 4, which is
 * taken over the degrees of freedom that level and season leave. What is left after the parts' own
 * variance is that of the single month. What the parts had led to expect is a mean, and the logs of
 * a lognormal variable lie half their variance below the log of its mean: half the error variance
 * is added to the level, so that factors have the mean ratio. (verlauf-methods(7), "The plan by
 * cases".) */
#ifndef VL_COMMON_H
#define VL_COMMON_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include "stats/season.h"

struct common {
	double season[SEASON_MONTHS];    /* by calendar month, additive on logs */
	int phase;                       /* calendar month (0-11) of the first month to come */
	double alpha, level;             /* the level: log of the mean ratio */
	double error_variance;           /* of one-step errors: moves the level */
	double month_variance;           /* without what the parts carry themselves; at least 1e-4 */
	int odd;                         /* one of the last three months was clipped */
};

/* `ratio` and `spread` (its variance from the parts), `count` months, the first of calendar month
 * `phase`. `free_run` leaves out the prior, the clipping (3.9, no. 4) and what is added to the
 * level. Under four months the level is their mean, or 0 without any. */
void common_fit(struct common *fit, const double *ratio, const double *spread, size_t count,
		int phase, int free_run);
/* One path of factors, each with mean 1 about its level and season. */
void common_path(const struct common *fit, size_t horizon, gsl_rng *random, double *factor);

#endif
