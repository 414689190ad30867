/* SPDX-License-Identifier: GPL-3.0-or-later */
/* casemonth - the clock of a case. */
#include "model/casemonth.h"

static const double MONTH_LENGTH = 30.4375;

/* A day of any month is a whole number of them: the least common multiple of 28, 29, 30 and 31. */
enum { CALENDAR_PARTS = 377580 };

int32_t casemonth_whole_days(int32_t months)
{
	return months * MONTH_NUMERATOR / MONTH_DENOMINATOR;
}

double casemonth_part(enum clock clock)
{
	return clock == CLOCK_ELAPSED ? MONTH_LENGTH : CALENDAR_PARTS;
}

int32_t casemonth_parts(enum clock clock, int32_t origin, int32_t entry, int32_t exit,
			int32_t month)
{
	int32_t from = casemonth_first(clock, origin, month);
	int32_t to = casemonth_last(clock, origin, month);

	from = entry > from ? entry : from;
	to = exit < to ? exit : to;
	if (to < from)
		return 0;
	if (clock == CLOCK_ELAPSED)
		return to - from + 1;
	if (month == 0 && entry == origin)
		return CALENDAR_PARTS;
	return (to - from + 1) * (CALENDAR_PARTS / month_days(month_of(origin) + month));
}

double casemonth_exposure(enum clock clock, int32_t origin, int32_t entry, int32_t exit,
			  int32_t month)
{
	return casemonth_parts(clock, origin, entry, exit, month) / casemonth_part(clock);
}

int casemonth_enough(double exposure)
{
	/* Half a day less than 30, so that rounding in a sum of days has no say; 30/31 is below
	 * it. */
	return exposure >= 29.5 / MONTH_LENGTH;
}
