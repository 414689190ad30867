/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zone - on which day something was where it happened, if a system wrote its time in another zone.
 *
 * A zone is UTC, WET, CET or EET, the last three with the summer time of the European
 * Union (directive 2000/84/EC: from the last Sunday of March to the last of October, both at
 * 01:00 UTC; taken for all years), or an offset of its own without summer time: +05:30. */
#ifndef VL_ZONE_H
#define VL_ZONE_H

#include "data/date.h"

struct zone {
	int east;                /* minutes in winter */
	int summer;              /* one hour more in summer */
};

/* 0, or -1 where there is no such zone. */
int zone_find(const char *name, struct zone *zone);
/* The day in the zone at a minute of a day in UTC (minute may lie outside 0 .. 1439). */
int32_t zone_day(const struct zone *zone, int32_t day, int minute);

#endif
