/* SPDX-License-Identifier: GPL-3.0-or-later */
/* countsmooth - exponential smoothing of monthly counts with negative binomial noise.
 *
 *   x_t ~ NB(mean lambda_t c_t, size k);  u = lambda_t + alpha (x_t / c_t - lambda_t);
 *   lambda_{t+1} = u + rho (m - u),  m = mean(x / c)
 *
 * with seasonal indices c (stats/season.h, weight 40): an INGARCH(1, 1) with an almost unit root
 * (Ferland, Latour and Oraichi 2006; Fokianos, Rahbek and Tjostheim 2009). alpha, k and rho are the
 * mode of the posterior under alpha ~ Beta(2, 8), log k ~ N(3, 1.5), rho ~ Beta(1.2, 12); the first
 * three counts only start the level. (verlauf-methods(7), "The plan by cases".) */
#ifndef VL_COUNTSMOOTH_H
#define VL_COUNTSMOOTH_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include "base/diag.h"
#include "stats/season.h"

struct countsmooth {
	double season[SEASON_MONTHS];    /* by calendar month */
	int phase;                       /* calendar month (0-11) of the first month to come */
	double alpha, size, rho;
	double mean;                     /* m, of the deseasonalised counts */
	double level;                    /* lambda of the first month to come */
	double largest;                  /* of the deseasonalised counts */
};

/* `phase`: calendar month of the first count. Faults (STATUS_MODEL): under 4 counts. A series of
 * zeros has a level of next to nothing. */
int countsmooth_fit(struct countsmooth *fit, const double *counts, size_t count, int phase,
		    struct fault *fault);
/* What the fit is made of, for given alpha, size and rho, of a model whose season and mean stand:
 * lambda before each count and, last, after all (count + 1 numbers); minus the log posterior. */
void countsmooth_levels(const struct countsmooth *model, const double *counts, size_t count,
			int phase, double *levels);
double countsmooth_posterior(const struct countsmooth *model, const double *counts, size_t count,
			     int phase);
/* Season and mean alone. */
void countsmooth_start(struct countsmooth *model, const double *counts, size_t count, int phase);

/* What is known of months to come. */
struct count_outlook {
	const double *factor;            /* by month: lambda is multiplied by it; NULL = 1 */
	const double *mean, *sd;         /* by month: announced instead; NaN = not; both NULL = none */
	double cap;                      /* lambda stays at most so many times the largest; or INFINITY */
};

/* One path of counts. An announced mean without sd is drawn as Poisson. */
void countsmooth_path(const struct countsmooth *fit, const struct count_outlook *outlook,
		      size_t horizon, gsl_rng *random, unsigned *path);

#endif
