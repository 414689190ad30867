/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spread - how much wider forecasts must be, judged by their own past errors.
 *
 * z is the log error in standard deviations of the forecast's own, taken from the half of its 80 %
 * band that the outcome lies in (at most 6); the factor is max(1, sqrt((n0 + n mean z^2) / (n0 +
 * n))), n0 = 8 and n a third of the errors, since neighbouring ones are alike. A value q becomes
 * median (q / median)^factor, but no more than `most`: about a median near 0 a power soon has no
 * bounds. (verlauf-methods(7), "Cases".) */
#ifndef VL_SPREAD_H
#define VL_SPREAD_H

#include <stddef.h>

struct spread {
	double squares, count;
};

/* One forecast, sorted paths, and what came (NaN: not known, nothing is added); logarithms are
 * taken of no less than `least`. */
void spread_add(struct spread *spread, const double *sorted, size_t paths, double actual,
		double least);
double spread_factor(const struct spread *spread);     /* 1 without errors */
void spread_apply(double *values, size_t count, double median, double factor, double most);

#endif
