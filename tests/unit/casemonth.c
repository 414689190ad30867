/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock of a case, against verlauf-methods(7), "CASE MONTHS", in other words: month k holds the
 * days from ceil(30.4375 k) to ceil(30.4375 (k + 1)) - 1. */
#include "data/date.h"
#include "model/casemonth.h"
#include "tap.h"

enum { MONTHS = 1200 };

static void test_elapsed(void)
{
	int32_t origin = date_from_civil(2020, 1, 31);
	int borders = 1, membership = 1, lengths = 1;

	for (int32_t k = 0; k < MONTHS; k++) {
		int32_t first = origin + (int32_t)ceil(30.4375 * k);
		int32_t last = origin + (int32_t)ceil(30.4375 * (k + 1)) - 1;

		borders &= casemonth_first(CLOCK_ELAPSED, origin, k) == first;
		borders &= casemonth_last(CLOCK_ELAPSED, origin, k) == last;
		membership &= casemonth_of(CLOCK_ELAPSED, origin, first) == k;
		membership &= casemonth_of(CLOCK_ELAPSED, origin, last) == k;
		lengths &= last - first == 29 || last - first == 30;
	}
	ok(borders, "elapsed: first and last day of 1200 months");
	ok(membership, "elapsed: those days belong to that month");
	ok(lengths, "elapsed: months have 30 or 31 days");
}

static void test_calendar(void)
{
	int32_t origin = date_from_civil(2023, 11, 15);

	is_count(casemonth_of(CLOCK_CALENDAR, origin, date_from_civil(2023, 11, 30)), 0,
		 "calendar: month 0 ends with the month of the first contact");
	is_count(casemonth_of(CLOCK_CALENDAR, origin, date_from_civil(2023, 12, 1)), 1,
		 "and month 1 begins on the next day");
	is_count(casemonth_of(CLOCK_CALENDAR, origin, date_from_civil(2025, 2, 28)), 15, "month 15");
	is_count(casemonth_first(CLOCK_CALENDAR, origin, 0), origin, "month 0 begins with the case");
	is_count(casemonth_first(CLOCK_CALENDAR, origin, 3), date_from_civil(2024, 2, 1),
		 "month 3 with a month");
	is_count(casemonth_last(CLOCK_CALENDAR, origin, 3), date_from_civil(2024, 2, 29),
		 "and ends with it");
}

struct exposure {
	enum clock clock;
	int32_t entry, exit;    /* days after the origin, 2023-11-15 */
	int32_t month;
	double want;
	const char *what;
};

static const struct exposure exposures[] = {
	/* Month 0: days 0 to 30; month 1: days 31 to 60. */
	{ CLOCK_ELAPSED, 0, 500, 0, 31 / 30.4375, "elapsed, month 0 whole" },
	{ CLOCK_ELAPSED, 0, 500, 1, 30 / 30.4375, "elapsed, month 1 whole" },
	{ CLOCK_ELAPSED, 0, 40, 1, 10 / 30.4375, "elapsed, seen until day 40" },
	{ CLOCK_ELAPSED, 0, 31, 1, 1 / 30.4375, "elapsed, seen for its first day" },
	{ CLOCK_ELAPSED, 0, 30, 1, 0, "elapsed, ended before" },
	{ CLOCK_ELAPSED, 45, 500, 1, 16 / 30.4375, "elapsed, entered late on day 45" },
	{ CLOCK_ELAPSED, 61, 500, 1, 0, "elapsed, entered later" },
	{ CLOCK_ELAPSED, 50, 50, 1, 1 / 30.4375, "elapsed, one day" },
	/* November has 30 days and month 0 begins on the 15th; December has 31. */
	{ CLOCK_CALENDAR, 0, 500, 0, 1, "calendar, month 0 of a new case is a whole one" },
	{ CLOCK_CALENDAR, 0, 0, 0, 1, "even when seen for one day" },
	{ CLOCK_CALENDAR, 5, 500, 0, 11.0 / 30, "calendar, month 0 entered late, on the 20th" },
	{ CLOCK_CALENDAR, 0, 500, 1, 1, "calendar, December whole" },
	{ CLOCK_CALENDAR, 0, 25, 1, 10.0 / 31, "calendar, December until the 10th" },
	{ CLOCK_CALENDAR, 26, 500, 1, 21.0 / 31, "calendar, December from the 11th" },
	{ CLOCK_CALENDAR, 0, 15, 1, 0, "calendar, ended in November" },
};

static void test_exposure(void)
{
	int32_t origin = date_from_civil(2023, 11, 15);

	for (size_t i = 0; i < sizeof exposures / sizeof *exposures; i++) {
		const struct exposure *e = &exposures[i];

		is_close(casemonth_exposure(e->clock, origin, origin + e->entry, origin + e->exit,
					    e->month), e->want, 1e-15, e->what);
	}
}

/* Cut anywhere, the pieces of a case's time add up to the whole of it. */
static void test_additive(void)
{
	int32_t origin = date_from_civil(2020, 2, 29), end = origin + 1000;
	double days = 0;

	for (int32_t k = 0; k <= casemonth_of(CLOCK_ELAPSED, origin, end); k++)
		days += 30.4375 * casemonth_exposure(CLOCK_ELAPSED, origin, origin, end, k);
	is_close(days, 1001, 1e-12, "exposures add up to all days seen");
}

int main(void)
{
	test_elapsed();
	test_calendar();
	test_exposure();
	test_additive();
	return done();
}
