/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones against the C library's own (TZ in POSIX form, which has the European rule), every hour of
 * 40 years. */
#include <stdlib.h>
#include <time.h>

#include "data/zone.h"
#include "tap.h"

static void test_against(const char *name, const char *posix)
{
	int32_t first = date_from_civil(2000, 1, 1), last = date_from_civil(2039, 12, 31);
	struct zone zone;
	long wrong = 0;

	ok(zone_find(name, &zone) == 0, "%s is a zone", name);
	setenv("TZ", posix, 1);
	tzset();
	for (int32_t day = first; day <= last; day++)
		for (int hour = 0; hour < 24; hour++) {
			time_t at = (time_t)day * 86400 + hour * 3600;
			struct tm local;

			localtime_r(&at, &local);
			wrong += zone_day(&zone, day, hour * 60) !=
				 date_from_civil(local.tm_year + 1900, local.tm_mon + 1,
						 local.tm_mday);
		}
	is_count(wrong, 0, name);
}

int main(void)
{
	static const char *const none[] = { "", "cet", "MEZ", "Europe/Berlin", "+5:30", "+05:60",
					    "+15:00", "05:30", "+05.30", "+05:3x" };
	int32_t day = date_from_civil(2024, 1, 1);
	struct zone zone;

	test_against("UTC", "UTC0");
	test_against("WET", "WET0WEST,M3.5.0/1,M10.5.0");
	test_against("CET", "CET-1CEST,M3.5.0,M10.5.0/3");
	test_against("EET", "EET-2EEST,M3.5.0/3,M10.5.0/4");
	test_against("+05:30", "XXX-5:30");
	test_against("-03:30", "XXX3:30");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		is_count(zone_find(none[i], &zone), -1, none[i]);
	zone_find("UTC", &zone);
	is_count(zone_day(&zone, day, -1), day - 1, "a minute before midnight, as of the next day");
	is_count(zone_day(&zone, day, 1440), day + 1, "the day's end is the next day");
	return done();
}
