/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zone - on which day something was where it happened. */
#include <string.h>

#include "data/zone.h"

enum { HOUR = 60, DAY = 24 * HOUR };

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : 100;
}

/* "+05:30", up to 14 hours. */
static int read_offset(const char *text, int *east)
{
	int hours, minutes;

	if (strlen(text) != 6 || (*text != '+' && *text != '-') || text[3] != ':')
		return -1;
	hours = digit(text[1]) * 10 + digit(text[2]);
	minutes = digit(text[4]) * 10 + digit(text[5]);
	if (hours > 14 || minutes > 59)
		return -1;
	*east = (*text == '-' ? -1 : 1) * (hours * HOUR + minutes);
	return 0;
}

int zone_find(const char *name, struct zone *zone)
{
	static const struct {
		const char *name;
		struct zone zone;
	} zones[] = { { "UTC", { 0, 0 } }, { "WET", { 0, 1 } }, { "CET", { HOUR, 1 } },
		      { "EET", { 2 * HOUR, 1 } } };

	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
		if (strcmp(zones[i].name, name) == 0) {
			*zone = zones[i].zone;
			return 0;
		}
	zone->summer = 0;
	return read_offset(name, &zone->east);
}

static int32_t last_sunday(int year, int month)
{
	int32_t last = date_from_civil(year, month, 31);

	return last - (date_weekday(last) + 1) % 7;
}

static int is_summer(int32_t day, int minute)
{
	int year, month, date;
	int32_t from, to;

	date_to_civil(day, &year, &month, &date);
	from = last_sunday(year, 3);
	to = last_sunday(year, 10);
	return (day > from || (day == from && minute >= HOUR)) &&
	       (day < to || (day == to && minute < HOUR));
}

int32_t zone_day(const struct zone *zone, int32_t day, int minute)
{
	while (minute < 0) {
		minute += DAY;
		day--;
	}
	day += minute / DAY;
	minute %= DAY;
	minute += zone->east + (zone->summer && is_summer(day, minute) ? HOUR : 0);
	return minute < 0 ? day - 1 : day + minute / DAY;
}
