/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date - days and months as integers. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "data/date.h"

enum { ERA_YEARS = 400, ERA_DAYS = 146097, EPOCH = 719468 };   /* 0000-03-01 to 1970-01-01 */

/* ---- civil dates ----------------------------------------------------------------- */

/* Years are counted from 1 March, so that the leap day comes last (Hinnant 2013). Years 1 to
 * 9999 only, so nothing here is negative. */
int32_t date_from_civil(int year, int month, int day)
{
	int from_march = year - (month <= 2);
	int era = from_march / ERA_YEARS;
	int year_of_era = from_march % ERA_YEARS;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * ERA_DAYS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
	       day_of_year - EPOCH;
}

void date_to_civil(int32_t date, int *year, int *month, int *day)
{
	int32_t days = date + EPOCH;
	int era = days / ERA_DAYS;
	int day_of_era = days % ERA_DAYS;
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
			   day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int from_march = (5 * day_of_year + 2) / 153;

	*day = day_of_year - (153 * from_march + 2) / 5 + 1;
	*month = from_march < 10 ? from_march + 3 : from_march - 9;
	*year = era * ERA_YEARS + year_of_era + (*month <= 2);
}

static int is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

int date_valid(int year, int month, int day)
{
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days_in(year, month);
}

int date_weekday(int32_t date)
{
	return (date % 7 + 7 + 3) % 7;   /* 1970-01-01 was a Thursday */
}

/* ---- text ------------------------------------------------------------------------ */

/* What is still to be read of a text. */
struct rest {
	const char *at, *end;
};

/* Digits in a row, at most `most`, into a number; how many there were. */
static int take_digits(struct rest *rest, int most, int *number)
{
	int count = 0;

	for (*number = 0; count < most && rest->at < rest->end; count++, rest->at++) {
		if (*rest->at < '0' || *rest->at > '9')
			break;
		*number = *number * 10 + (*rest->at - '0');
	}
	return count;
}

static int take_char(struct rest *rest, char wanted)
{
	if (rest->at == rest->end || *rest->at != wanted)
		return 0;
	rest->at++;
	return 1;
}

/* ":30", below 60 */
static int take_sixtieth(struct rest *rest)
{
	int number;

	return take_char(rest, ':') && take_digits(rest, 2, &number) == 2 && number < 60;
}

/* A time of day after the date says nothing here, but it must be one. */
static const char *check_time(struct rest rest)
{
	int hour, good;

	if (rest.at == rest.end)
		return NULL;
	good = (take_char(&rest, ' ') || take_char(&rest, 'T')) &&
	       take_digits(&rest, 2, &hour) == 2 && hour < 24 && take_sixtieth(&rest);
	if (good && rest.at < rest.end && *rest.at == ':')
		good = take_sixtieth(&rest);
	if (good && rest.at < rest.end && strchr("Zz+-", *rest.at))
		return N_("a time of day with a time zone is not read: give local time");
	return good && rest.at == rest.end ?
	       NULL : N_("what follows the date must be a time of day like 09:30 or 09:30:00");
}

static const char *take_iso(struct rest *rest, int *year, int *month, int *day)
{
	if (take_digits(rest, 4, year) == 4 && take_char(rest, '-') &&
	    take_digits(rest, 2, month) == 2 && take_char(rest, '-') &&
	    take_digits(rest, 2, day) == 2)
		return NULL;
	return N_("must be a date like 2026-10-31");
}

static const char *take_german(struct rest *rest, int *year, int *month, int *day)
{
	int digits = 0;

	if (take_digits(rest, 2, day) && take_char(rest, '.') && take_digits(rest, 2, month) &&
	    take_char(rest, '.'))
		digits = take_digits(rest, 4, year);
	if (digits == 4)
		return NULL;
	return digits == 2 ? N_("the year must have four digits") :
	       N_("must be a date like 31.10.2026");
}

const char *date_read(const char *text, size_t length, enum date_order order, int32_t *date)
{
	struct rest rest = { text, text + length };
	int year, month, day;
	const char *rule = (order == DATE_ISO ? take_iso : take_german)(&rest, &year, &month, &day);

	if (!rule && !date_valid(year, month, day))
		rule = N_("there is no such day");
	if (!rule)
		rule = check_time(rest);
	if (!rule)
		*date = date_from_civil(year, month, day);
	return rule;
}

static void put_digits(char *to, int count, int number)
{
	for (to += count; count > 0; count--, number /= 10)
		*--to = (char)('0' + number % 10);
}

void date_write(char to[11], int32_t date)
{
	int year, month, day;

	date_to_civil(date, &year, &month, &day);
	memcpy(to, "0000-00-00", 11);
	put_digits(to, 4, year);
	put_digits(to + 5, 2, month);
	put_digits(to + 8, 2, day);
}

void date_write_german(char to[11], int32_t date)
{
	int year, month, day;

	date_to_civil(date, &year, &month, &day);
	memcpy(to, "00.00.0000", 11);
	put_digits(to, 2, day);
	put_digits(to + 3, 2, month);
	put_digits(to + 6, 4, year);
}

/* ---- months and periods ---------------------------------------------------------- */

int32_t month_of(int32_t date)
{
	int year, month, day;

	date_to_civil(date, &year, &month, &day);
	return year * 12 + month - 1;
}

int32_t month_first(int32_t month)
{
	return date_from_civil(month / 12, month % 12 + 1, 1);
}

int32_t month_last(int32_t month)
{
	return month_first(month) + month_days(month) - 1;
}

int month_days(int32_t month)
{
	return days_in(month / 12, month % 12 + 1);
}

int date_span(const char *text, int32_t *first, int32_t *last)
{
	struct rest rest = { text, text + strlen(text) };
	int year, month;

	if (strlen(text) == 10 && !date_read(text, 10, DATE_ISO, first)) {
		*last = *first;
		return 0;
	}
	if (take_digits(&rest, 4, &year) != 4 || !take_char(&rest, '-') ||
	    take_digits(&rest, 2, &month) != 2 || rest.at != rest.end ||
	    !date_valid(year, month, 1))
		return -1;
	*first = date_from_civil(year, month, 1);
	*last = month_last(month_of(*first));
	return 0;
}

int period_months(enum period_kind kind)
{
	static const int months[] = { 1, 3, 6, 12 };

	return months[kind];
}

int32_t period_of(enum period_kind kind, int32_t month)
{
	return month / period_months(kind);
}

int32_t period_first_month(enum period_kind kind, int32_t period)
{
	return period * period_months(kind);
}

void period_write(char to[16], enum period_kind kind, int32_t period)
{
	int32_t month = period_first_month(kind, period);
	int in_year = (int)(period % (12 / period_months(kind))) + 1;
	int year = (int)(month / 12) % 10000;   /* four digits, as the compiler must see too */

	switch (kind) {
	case PERIOD_MONTH:
		snprintf(to, 16, "%04d-%02d", year, in_year);
		break;
	case PERIOD_QUARTER:
		snprintf(to, 16, "%04d-Q%d", year, in_year);
		break;
	case PERIOD_HALF:
		snprintf(to, 16, "%04d-H%d", year, in_year);
		break;
	case PERIOD_YEAR:
		snprintf(to, 16, "%04d", year);
		break;
	}
}
