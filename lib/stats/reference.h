/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reference - plain forecasts that every other must beat: naive, drift, seasonal naive, theta.
 *
 * Each fills the mean and the standard deviation of a normal law for 1 to `horizon` months ahead,
 * from a monthly series without gaps. They are those of R's package forecast, with one
 * exception: under 24 months the seasonal naive forecast has no pair of months a year apart to
 * speak of and takes its deviation from month-to-month changes.
 * Theta: Assimakopoulos and Nikolopoulos (2000) in the form of Hyndman and Billah (2003), simple
 * exponential smoothing plus half the regression slope, on seasonally adjusted values where the
 * autocorrelation at 12 months is significant.
 * Faults (STATUS_MODEL): too few values. */
#ifndef VL_REFERENCE_H
#define VL_REFERENCE_H

#include <stddef.h>
#include "base/diag.h"

struct reference {
	size_t horizon;
	double *mean, *sd;               /* the caller's, `horizon` each */
};

int reference_naive(const struct reference *to, const double *values, size_t count,
		    struct fault *fault);
int reference_drift(const struct reference *to, const double *values, size_t count,
		    struct fault *fault);
int reference_seasonal(const struct reference *to, const double *values, size_t count,
		       struct fault *fault);
int reference_theta(const struct reference *to, const double *values, size_t count,
		    struct fault *fault);

#endif
