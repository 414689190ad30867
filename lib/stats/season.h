/* SPDX-License-Identifier: GPL-3.0-or-later */
/* season - how the months of a year differ, from a monthly series.
 *
 * `values` has one number a month without gaps; `phase` (0-11) is the calendar month of the first,
 * January = 0. An index is 12 numbers by calendar month. Nothing here is missing: a month that
 * was never seen, or a series under two years, has the neutral index.
 * (verlauf-methods(7), "The plan by cases".) */
#ifndef VL_SEASON_H
#define VL_SEASON_H

#include <stddef.h>

enum { SEASON_MONTHS = 12, SEASON_LEAST = 24 };

/* Means over the year around each month, its ends with half weight; NaN in the first and last six
 * months. */
void season_moving_average(const double *values, size_t count, double *average);
/* Multiplicative, mean 1: sum of the month's values over sum of its moving averages, both plus
 * `weight`, which shrinks towards 1. All 1 under 24 months. */
void season_ratio(const double *values, size_t count, int phase, double weight,
		  double index[SEASON_MONTHS]);
/* Additive, mean 0: deviations from the mean of 13 months around (the ends repeated), their sum
 * over their number + 1. */
void season_difference(const double *values, size_t count, int phase,
		       double index[SEASON_MONTHS]);

#endif
