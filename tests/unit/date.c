/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days and months: every day there is against the C library's gmtime, and texts that are dates
 * or nearly. */
#include <stdint.h>
#include <time.h>

#include "data/date.h"
#include "tap.h"

enum {
	FIRST = -719162,      /* 0001-01-01: Python date(1, 1, 1).toordinal() - 719163 */
	LAST = 2932896,       /* 9999-12-31: the same */
	ALL = 3652059         /* date.max.toordinal() */
};

static void put(char *to, int count, int number)
{
	for (to += count; count > 0; count--, number /= 10)
		*--to = (char)('0' + number % 10);
}

/* ---- all days -------------------------------------------------------------------- */

/* What gmtime says about a day. */
static struct tm referee(int32_t date)
{
	time_t seconds = (time_t)date * 86400;
	struct tm tm = { 0 };

	gmtime_r(&seconds, &tm);
	return tm;
}

static int agrees(int32_t date)
{
	struct tm tm = referee(date);
	int year, month, day;

	date_to_civil(date, &year, &month, &day);
	return year == tm.tm_year + 1900 && month == tm.tm_mon + 1 && day == tm.tm_mday &&
	       date_from_civil(year, month, day) == date && date_valid(year, month, day) &&
	       date_weekday(date) == (tm.tm_wday + 6) % 7;
}

/* Written in both orders and read again. */
static int round_trips(int32_t date)
{
	struct tm tm = referee(date);
	char iso[11], german[11], want[11] = "0000-00-00";
	int32_t from_iso = 1, from_german = 2;

	put(want, 4, tm.tm_year + 1900);
	put(want + 5, 2, tm.tm_mon + 1);
	put(want + 8, 2, tm.tm_mday);
	date_write(iso, date);
	date_write_german(german, date);
	return strcmp(iso, want) == 0 && !date_read(iso, 10, DATE_ISO, &from_iso) &&
	       !date_read(german, 10, DATE_DMY, &from_german) && from_iso == date &&
	       from_german == date;
}

static void test_all_days(void)
{
	long agreed = 0, returned = 0;

	for (int32_t date = FIRST; date <= LAST; date++) {
		agreed += agrees(date);
		returned += round_trips(date);
	}
	is_count(agreed, ALL, "every day of the years 1 to 9999 is gmtime's");
	is_count(returned, ALL, "every day is the same after writing and reading, in both orders");
}

/* Every text dddd-dd-dd with month 00-13 and day 00-32: as many are dates as there are days. */
static void test_impossible_days(void)
{
	char iso[] = "0000-00-00", german[] = "00.00.0000";
	long accepted = 0, accepted_german = 0;
	int32_t date;

	for (int year = 0; year <= 9999; year++)
		for (int month = 0; month <= 13; month++)
			for (int day = 0; day <= 32; day++) {
				put(iso, 4, year);
				put(iso + 5, 2, month);
				put(iso + 8, 2, day);
				put(german, 2, day);
				put(german + 3, 2, month);
				put(german + 6, 4, year);
				accepted += !date_read(iso, 10, DATE_ISO, &date);
				accepted_german += !date_read(german, 10, DATE_DMY, &date);
			}
	is_count(accepted, ALL, "no impossible ISO date is accepted");
	is_count(accepted_german, ALL, "no impossible German date is accepted");
}

/* ---- texts ----------------------------------------------------------------------- */

static const struct {
	const char *text;
	enum date_order order;
	const char *rule;          /* NULL: it is 2026-10-05 */
} texts[] = {
	{ "2026-10-05", DATE_ISO, NULL },
	{ "2026-10-05 09:30", DATE_ISO, NULL },
	{ "2026-10-05T09:30", DATE_ISO, NULL },
	{ "2026-10-05 23:59:59", DATE_ISO, NULL },
	{ "05.10.2026", DATE_DMY, NULL },
	{ "5.10.2026", DATE_DMY, NULL },
	{ "05.10.2026 00:00", DATE_DMY, NULL },
	{ "05.10.2026T00:00:00", DATE_DMY, NULL },
	{ "05/10/2026", DATE_DMY, NULL },
	{ "5-10-2026", DATE_DMY, NULL },
	{ "10/05/2026", DATE_MDY, NULL },
	{ "10/5/2026 9:30 PM", DATE_MDY, NULL },
	{ "10-05-2026 12:00AM", DATE_MDY, NULL },
	{ "2026-10-05 09:30:00.5", DATE_ISO, NULL },
	{ "October 5, 2026", DATE_WORDS, NULL },
	{ "Oct 5, 2026", DATE_WORDS, NULL },
	{ "Oct. 05 2026", DATE_WORDS, NULL },
	{ "october 5th, 2026 9:30 AM", DATE_WORDS, NULL },
	{ "5 October 2026", DATE_WORDS, NULL },
	{ "5. Oktober 2026", DATE_WORDS, NULL },
	{ "10/05/2026", DATE_WORDS, "must be a date like January 8, 2026" },
	{ "Octobre 5, 2026", DATE_WORDS, "must be a date like January 8, 2026" },
	{ "October 5 26", DATE_WORDS, "the year must have four digits" },
	{ "February 30, 2026", DATE_WORDS, "there is no such day" },
	{ "October", DATE_WORDS, "must be a date like January 8, 2026" },
	{ "", DATE_WORDS, "must be a date like January 8, 2026" },
	{ "", DATE_MDY, "must be a date like 10/31/2026" },
	{ "2026-10-05", DATE_MDY, "must be a date like 10/31/2026" },
	{ "31/10/2026", DATE_MDY, "there is no such day" },
	{ "10/05/26", DATE_MDY, "the year must have four digits" },
	{ "10/05/2026 13:00 PM", DATE_MDY,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "10/05/2026 0:30 AM", DATE_MDY,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "", DATE_ISO, "must be a date like 2026-10-31" },
	{ "05.10.2026", DATE_ISO, "must be a date like 2026-10-31" },
	{ "2026-10-5", DATE_ISO, "must be a date like 2026-10-31" },
	{ "2026-1-05", DATE_ISO, "must be a date like 2026-10-31" },
	{ "2026/10/05", DATE_ISO, "must be a date like 2026-10-31" },
	{ "20261005", DATE_ISO, "must be a date like 2026-10-31" },
	{ "-2026-10-05", DATE_ISO, "must be a date like 2026-10-31" },
	{ " 2026-10-05", DATE_ISO, "must be a date like 2026-10-31" },
	{ "26-10-05", DATE_ISO, "must be a date like 2026-10-31" },
	{ "", DATE_DMY, "must be a date like 31.10.2026" },
	{ "2026-10-05", DATE_DMY, "must be a date like 31.10.2026" },
	{ "05/10.2026", DATE_DMY, "must be a date like 31.10.2026" },
	{ "05 10 2026", DATE_DMY, "must be a date like 31.10.2026" },
	{ "5.10.", DATE_DMY, "must be a date like 31.10.2026" },
	{ ".10.2026", DATE_DMY, "must be a date like 31.10.2026" },
	{ "005.10.2026", DATE_DMY, "must be a date like 31.10.2026" },
	{ "5. 10. 2026", DATE_DMY, "must be a date like 31.10.2026" },
	{ "05.10.226", DATE_DMY, "must be a date like 31.10.2026" },
	{ "05.10.26", DATE_DMY, "the year must have four digits" },
	{ "2023-02-29", DATE_ISO, "there is no such day" },
	{ "1900-02-29", DATE_ISO, "there is no such day" },
	{ "2023-02-30", DATE_ISO, "there is no such day" },
	{ "2023-13-01", DATE_ISO, "there is no such day" },
	{ "31.04.2023", DATE_DMY, "there is no such day" },
	{ "10.31.2023", DATE_DMY, "there is no such day" },
	{ "00.10.2023", DATE_DMY, "there is no such day" },
	{ "0000-01-01", DATE_ISO, "there is no such day" },
	{ "2026-10-05Z", DATE_ISO,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "2026-10-055", DATE_ISO,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "2026-10-05 ", DATE_ISO,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "2026-10-05  09:30", DATE_ISO,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "2026-10-05 9:30", DATE_ISO,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "2026-10-05 24:00", DATE_ISO,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "2026-10-05 09:60", DATE_ISO,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "2026-10-05 09:30:60", DATE_ISO,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "2026-10-05 09:30:00.", DATE_ISO,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "2026-10-05 09:30+15:00", DATE_ISO,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "2026-10-05 0930", DATE_ISO,
	  "what follows the date must be a time of day like 09:30 or 09:30:00" },
	{ "2026-10-05T09:30Z", DATE_ISO,
	  "a time of day with a time zone is not read: give local time" },
	{ "2026-10-05T09:30:00+02:00", DATE_ISO,
	  "a time of day with a time zone is not read: give local time" },
	{ "05.10.2026 09:30-01", DATE_DMY,
	  "a time of day with a time zone is not read: give local time" },
};

static void test_texts(void)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		int32_t date = 0;
		const char *rule = date_read(texts[i].text, strlen(texts[i].text), texts[i].order,
					     &date);

		is_text(rule, texts[i].rule, texts[i].text);
		if (!texts[i].rule)
			is_count(date, 20731, texts[i].text);   /* date -d 2026-10-05 +%s / 86400 */
	}
}

static void test_length(void)
{
	int32_t date = 0;

	ok(!date_read("2026-10-05x", 10, DATE_ISO, &date), "a text ends where its length says");
	ok(date_read("2026-10-05", 9, DATE_ISO, &date) != NULL, "and not behind it");
	ok(date_read("2026-10-05\0", 11, DATE_ISO, &date) != NULL, "a zero byte is no end");
}

/* ---- months, spans, periods ------------------------------------------------------ */

static void test_months(void)
{
	int32_t february = 2024 * 12 + 1;

	is_count(month_of(date_from_civil(2024, 2, 29)), february, "the month of a day");
	is_count(month_first(february), date_from_civil(2024, 2, 1), "its first day");
	is_count(month_last(february), date_from_civil(2024, 2, 29), "its last day");
	is_count(month_days(february), 29, "29 days in February 2024");
	is_count(month_days(february - 12), 28, "28 days in February 2023");
	is_count(month_days(1900 * 12 + 1), 28, "28 days in February 1900");
	is_count(month_days(2000 * 12 + 1), 29, "29 days in February 2000");
	is_count(date_weekday(date_from_civil(2026, 10, 31)), 5, "2026-10-31 is a Saturday");
}

static void test_spans(void)
{
	static const char *const wrong[] = {
		"", "2024", "2024-13", "2024-00", "2024-02-30", "2024-2", "2024-02-",
		"2024-02-01 09:30", "01.02.2024", "0000-01", "2024-02x"
	};
	int32_t first = 0, last = 0;

	ok(date_span("2024-02", &first, &last) == 0 && first == date_from_civil(2024, 2, 1) &&
	   last == date_from_civil(2024, 2, 29), "a month is all of its days");
	ok(date_span("2024-02-07", &first, &last) == 0 && first == last &&
	   first == date_from_civil(2024, 2, 7), "a day is itself");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		is_count(date_span(wrong[i], &first, &last), -1, wrong[i]);
}

static void test_periods(void)
{
	static const struct {
		enum period_kind kind;
		int months;
		const char *january, *december;
	} kinds[] = {
		{ PERIOD_MONTH, 1, "2026-01", "2026-12" },
		{ PERIOD_QUARTER, 3, "2026-Q1", "2026-Q4" },
		{ PERIOD_HALF, 6, "2026-H1", "2026-H2" },
		{ PERIOD_YEAR, 12, "2026", "2026" },
	};
	static const char *const others[] = { "", "202", "2026-", "2026-13", "2026-Q5", "2026-H0",
					      "2026-10-05", "2026 Q1", "0000", "abcd" };
	char text[16];
	long number;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		int32_t january = 2026 * 12, december = january + 11;
		int32_t first = period_of(kinds[i].kind, january);

		is_count(period_months(kinds[i].kind), kinds[i].months, "months of a period");
		is_count(period_first_month(kinds[i].kind, first), january, "its first month");
		is_count(period_of(kinds[i].kind, december) - first, 12 / kinds[i].months - 1,
			 "consecutive periods differ by 1");
		is_count(period_of(kinds[i].kind, january - 1), first - 1,
			 "across the year as well");
		period_write(text, kinds[i].kind, first);
		is_text(text, kinds[i].january, "the first period's name");
		period_write(text, kinds[i].kind, period_of(kinds[i].kind, december));
		is_text(text, kinds[i].december, "the last period's name");
		is_count(period_read(text, &number), kinds[i].kind, "its name tells the kind");
		is_count(number, period_of(kinds[i].kind, december), "... and the number");
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		is_count(period_read(others[i], &number), -1, others[i]);
}

int main(void)
{
	test_all_days();
	test_impossible_days();
	test_texts();
	test_length();
	test_months();
	test_spans();
	test_periods();
	return done();
}
