/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date - days and months as integers.
 *
 * A day is the number of days since 1970-01-01 in the proleptic Gregorian
 * calendar, years 1 to 9999 (Neri and Schneider 2022, "Euclidean affine functions
 * and their application to calendar algorithms"). A month is year * 12 + (month - 1). No time zone,
 * clock or locale has a part in any of it. */
#ifndef VL_DATE_H
#define VL_DATE_H

#include <stddef.h>
#include <stdint.h>

#define DATE_UNKNOWN INT32_MAX

/* Years have four digits in all of them. DATE_AUTO is a profile's word for "one of these, the
 * same in the whole column" (data/dates.h); nothing can be read by it. */
enum date_order {
	DATE_ISO,        /* 2026-10-31 */
	DATE_DMY,        /* 31.10.2026, 31/10/2026, 31-10-2026 */
	DATE_MDY,        /* 10/31/2026, 10-31-2026, 10.31.2026 */
	DATE_WORDS,      /* October 31, 2026; 31. Oktober 2026 */
	DATE_AUTO
};

/* What follows a date: nothing, or a time of day like 09:30, 09:30:00.000, 9:30 PM, 09:30+01:00. */
struct date_time {
	int has_time;
	int minute;              /* of the day */
	int has_zone;
	int zone;                /* minutes east of UTC */
};

enum period_kind { PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_YEAR };

int32_t date_from_civil(int year, int month, int day);      /* of a valid date */
void date_to_civil(int32_t date, int *year, int *month, int *day);
int date_valid(int year, int month, int day);
/* Whole text a date of that order, or NULL; otherwise the rule that it breaks (N_). A time of day
 * after it is checked and ignored; one with a zone is refused. */
const char *date_read(const char *text, size_t length, enum date_order order, int32_t *date);
/* The same with the time of day, zone included. */
const char *date_read_time(const char *text, size_t length, enum date_order order, int32_t *date,
			   struct date_time *time);
void date_write(char to[11], int32_t date);                 /* 2026-10-31 */
void date_write_german(char to[11], int32_t date);          /* 31.10.2026 */
int date_weekday(int32_t date);                             /* 0 = Monday ... 6 = Sunday */

int32_t month_of(int32_t date);
void month_write(char to[8], int32_t month);                 /* 2026-10 */
int32_t month_first(int32_t month);                         /* its first day */
int32_t month_last(int32_t month);                          /* its last day */
int month_days(int32_t month);
/* "2026-10" or "2026-10-05": a month's first and last day, or the day twice; -1 if neither. */
int date_span(const char *text, int32_t *first, int32_t *last);

/* Periods are numbered so that consecutive ones differ by 1. */
int32_t period_of(enum period_kind kind, int32_t month);
int32_t period_first_month(enum period_kind kind, int32_t period);
int period_months(enum period_kind kind);
/* 2026-10, 2026-Q4, 2026-H2 or 2026 */
void period_write(char to[16], enum period_kind kind, int32_t period);
/* Its kind, and its number; -1 for any other text. */
int period_read(const char *text, long *period);

#endif
