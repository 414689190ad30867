/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expsmooth - exponential smoothing with additive errors: a level, and perhaps a season of 12.
 *
 *   e_t = y_t - l_{t-1} - s_{t-12};  l_t = l_{t-1} + alpha e_t;  s_t = s_{t-12} + gamma e_t
 *
 * that is ETS(A,N,N) and ETS(A,N,A) of Hyndman, Koehler, Ord and Snyder (2008). The initial states
 * enter the errors linearly: for each alpha and gamma least squares finds them, so that only
 * two numbers are searched (the likelihood reached is that of a search over all 14, or better).
 *
 * For totals of months some rules can be asked for (verlauf-methods(7), "Exponential
 * smoothing"): EXPSMOOTH_PRIOR maximises the
 * likelihood times a Beta(2, 8) density of alpha (likelihood alone chooses alpha = 1 on short
 * series); EXPSMOOTH_ROBUST updates the states with errors clipped at 2.5 standard deviations (by
 * the median of their absolute values) and takes sigma from errors clipped at 4. */
#ifndef VL_EXPSMOOTH_H
#define VL_EXPSMOOTH_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include "base/diag.h"
#include "stats/season.h"

enum expsmooth_rules { EXPSMOOTH_PLAIN = 0, EXPSMOOTH_PRIOR = 1, EXPSMOOTH_ROBUST = 2 };

struct expsmooth {
	int seasonal;
	double alpha, gamma;                 /* gamma 0 without season */
	double start_level, start_season[SEASON_MONTHS];    /* before the first value */
	double level, season[SEASON_MONTHS]; /* after the last; season[k]: of the k-th month to come */
	double log_likelihood;               /* -n/2 log(sum of squared errors), as in R */
	double aicc;
	double sigma;                        /* of the errors; degrees of freedom are subtracted */
};

enum { EXPSMOOTH_LEAST = 4 };            /* values; with season SEASON_LEAST */

/* Both parameters searched. Faults (STATUS_MODEL): too few values, least squares fail. */
int expsmooth_fit(struct expsmooth *fit, const double *values, size_t count, int seasonal,
		  unsigned rules, struct fault *fault);
/* With season or without, whichever has the smaller AICc; without under 24 values. */
int expsmooth_choose(struct expsmooth *fit, const double *values, size_t count, unsigned rules,
		     struct fault *fault);
/* The recursion alone, from the fit's parameters and start: fills level and season, and, where not
 * NULL, the errors and the levels after each value. Returns the sum of squared errors. */
double expsmooth_run(struct expsmooth *fit, const double *values, size_t count, double clip,
		     double *errors, double *levels);

/* One path of `horizon` values with normal errors. */
void expsmooth_path(const struct expsmooth *fit, size_t horizon, gsl_rng *random, double *path);

#endif
