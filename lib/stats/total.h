/* SPDX-License-Identifier: GPL-3.0-or-later */
/* total - sample paths of a monthly total that is never negative, from its own past alone.
 *
 * TOTAL_SMOOTH is exponential smoothing of logarithms under the rules of
 * stats/expsmooth.h: leading months under half the median are left out (a service that starts;
 * at least 12 stay), and no month counts for less than a tenth of the median of the last 24
 * positive ones. The others are those of stats/reference.h with normal errors; what is known of the
 * errors of neighbouring months is kept, so that sums over months are as uncertain as they should
 * be: those of naive and drift add up, those of the seasonal naive forecast are correlated like the
 * changes over a year were.
 *
 * No path goes below 0 or above ten times the largest month. Faults (STATUS_MODEL): under 12
 * months, nothing but zeros. */
#ifndef VL_TOTAL_H
#define VL_TOTAL_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include "base/diag.h"

enum total_method { TOTAL_SMOOTH, TOTAL_SEASONAL, TOTAL_NAIVE, TOTAL_DRIFT, TOTAL_THETA,
		    TOTAL_METHODS };

enum { TOTAL_LEAST = 12 };
#define TOTAL_MOST 10.0                  /* times the largest month */

/* Whether the history can be forecast from at all. */
int total_check(const double *totals, size_t count, struct fault *fault);
/* `out`: paths x horizon, path by path. */
int total_paths(enum total_method method, const double *totals, size_t count, size_t horizon,
		size_t paths, gsl_rng *random, double *out, struct fault *fault);
/* What a month counts for at least where logarithms are taken. */
double total_floor(const double *totals, size_t count);
/* What no path goes beyond. */
double total_ceiling(const double *totals, size_t count);

#endif
