/* SPDX-License-Identifier: GPL-3.0-or-later */
/* casemonth - the clock of a case: months since its first contact, 0, 1, 2, ...
 *
 * Elapsed (the default): month k holds the ages d (days since first contact) with
 * floor(d / 30.4375) = k, so months have 30 or 31 days; exposure is days / 30.4375.
 * Calendar: month k is the k-th calendar month after that of the first contact; exposure is days /
 * days of that month, and month 0 of a case that entered by its first contact counts as
 * one whole month, though on average it is half of one.
 * (verlauf-methods(7), "CASE MONTHS".) */
#ifndef VL_CASEMONTH_H
#define VL_CASEMONTH_H

#include <stdint.h>
#include "data/date.h"

enum clock { CLOCK_ELAPSED, CLOCK_CALENDAR };

/* 30.4375 days = 487/16: whole numbers leave no doubt at the borders. */
enum { MONTH_NUMERATOR = 487, MONTH_DENOMINATOR = 16 };

/* Days before a case month. These are asked for each case-day, and so inline. */
static inline int32_t casemonth_elapsed_start(int32_t month)
{
	return (month * MONTH_NUMERATOR + MONTH_DENOMINATOR - 1) / MONTH_DENOMINATOR;
}

/* The case month of a day that is not before the origin. */
static inline int32_t casemonth_of(enum clock clock, int32_t origin, int32_t day)
{
	if (clock == CLOCK_CALENDAR)
		return month_of(day) - month_of(origin);
	return (day - origin) * MONTH_DENOMINATOR / MONTH_NUMERATOR;
}

/* Its first day. */
static inline int32_t casemonth_first(enum clock clock, int32_t origin, int32_t month)
{
	if (clock == CLOCK_CALENDAR)
		return month ? month_first(month_of(origin) + month) : origin;
	return origin + casemonth_elapsed_start(month);
}

/* Its last day. */
static inline int32_t casemonth_last(enum clock clock, int32_t origin, int32_t month)
{
	if (clock == CLOCK_CALENDAR)
		return month_last(month_of(origin) + month);
	return origin + casemonth_elapsed_start(month + 1) - 1;
}

/* Whole days in so many months of 30.4375 days: 12 have 365. */
int32_t casemonth_whole_days(int32_t months);
/* Months of observation within case month `month` of a case seen from `entry` to `exit`, both
 * inside; entry = origin for a case that entered by its first contact. At least 0. */
double casemonth_exposure(enum clock clock, int32_t origin, int32_t entry, int32_t exit,
			  int32_t month);
/* The same as a whole number of parts, of which a month has casemonth_part: days of 30.4375, or by
 * calendar months 377580ths. */
int32_t casemonth_parts(enum clock clock, int32_t origin, int32_t entry, int32_t exit,
			int32_t month);
double casemonth_part(enum clock clock);

/* Is this what one case shows in a whole month, or more? 30 days or more of 30.4375 by elapsed
 * months, 1 by calendar months, where one that lacks a day is not whole. */
int casemonth_enough(double exposure);

#endif
