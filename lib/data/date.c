/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date - days and months as integers. */
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "base/text.h"
#include "data/date.h"

enum { ERA_DAYS = 146097, EPOCH = 719468 };   /* 0000-03-01 to 1970-01-01 */

/* ---- civil dates ----------------------------------------------------------------- */

/* Years are counted from 1 March, so that the leap day comes last; the months by a line through
 * their first days (Neri & Schneider, as below, figure 13). Years 1 to 9999 only, so nothing here
 * is negative. */
int32_t date_from_civil(int year, int month, int day)
{
	uint32_t early = month <= 2, years = (uint32_t)year - early, century = years / 100;
	uint32_t months = (uint32_t)month + 12 * early;

	return (int32_t)(1461 * years / 4 - century + century / 4 + (979 * months - 2919) / 32) +
	       day - 1 - EPOCH;
}

/* Quotient and remainder of a product with a fixed-point reciprocal at once: Neri & Schneider 2022,
 * Euclidean affine functions and their application to calendar algorithms, Software: Practice and
 * Experience 53:937-970 (figure 12; a third of the divisions). */
void date_to_civil(int32_t date, int *year, int *month, int *day)
{
	uint32_t days = (uint32_t)(date + EPOCH), quarters = 4 * days + 3;
	uint32_t century = quarters / ERA_DAYS, of_century = quarters % ERA_DAYS / 4;
	uint64_t years = UINT64_C(2939745) * (4 * of_century + 3);
	uint32_t day_of_year = (uint32_t)years / 2939745 / 4;
	uint32_t months = 2141 * day_of_year + 197913;
	int next_year = day_of_year >= 306;          /* January and February */

	*day = (int)(months % (1 << 16) / 2141) + 1;
	*month = (int)(months >> 16) - (next_year ? 12 : 0);
	*year = (int)(100 * century + (uint32_t)(years >> 32)) + next_year;
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
static int take_sixtieth(struct rest *rest, int *number)
{
	return take_char(rest, ':') && take_digits(rest, 2, number) == 2 && *number < 60;
}

/* ---- what follows a date ----------------------------------------------------------- */

/* "AM", "PM" after an hour from 1 to 12; 1 unless the hour does not fit. */
static int take_half_day(struct rest *rest, int *hour)
{
	struct rest at = *rest;
	int evening;

	take_char(&at, ' ');
	if (at.end - at.at < 2 || (at.at[1] | 0x20) != 'm' || !strchr("aApP", at.at[0]))
		return 1;
	evening = (at.at[0] | 0x20) == 'p';
	if (*hour < 1 || *hour > 12)
		return 0;
	*hour = *hour % 12 + (evening ? 12 : 0);
	rest->at = at.at + 2;
	return 1;
}

/* "Z", " UTC", "+01:00", "+0100", "+01"; 1 unless there is something else. */
static int take_zone(struct rest *rest, struct date_time *time)
{
	int hours, minutes = 0, east;

	if (rest->at == rest->end)
		return 1;
	time->has_zone = 1;
	if (take_char(rest, 'Z') || take_char(rest, 'z'))
		return 1;
	if (rest->end - rest->at == 4 && memcmp(rest->at, " UTC", 4) == 0) {
		rest->at += 4;
		return 1;
	}
	east = *rest->at == '+';
	if ((!take_char(rest, '+') && !take_char(rest, '-')) ||
	    take_digits(rest, 2, &hours) != 2 || hours > 14)
		return 0;
	if (rest->at < rest->end && !(*rest->at == ':' ? take_sixtieth(rest, &minutes) :
				      take_digits(rest, 2, &minutes) == 2 && minutes < 60))
		return 0;
	time->zone = (hours * 60 + minutes) * (east ? 1 : -1);
	return 1;
}

/* "09:30", "09:30:00", "09:30:00.123"; 9:30 only with AM or PM. */
static int take_clock(struct rest *rest, struct date_time *time)
{
	int digits, hour, minute, second, half, fraction;
	const char *before;

	digits = take_digits(rest, 2, &hour);
	if (!digits || hour > 23 || !take_sixtieth(rest, &minute))
		return 0;
	if (rest->at < rest->end && *rest->at == ':' && !take_sixtieth(rest, &second))
		return 0;
	if (take_char(rest, '.') && !take_digits(rest, 9, &fraction))
		return 0;
	before = rest->at;
	half = take_half_day(rest, &hour);
	time->has_time = 1;
	time->minute = hour * 60 + minute;
	return half && (digits == 2 || rest->at > before);
}

static const char *take_time(struct rest *rest, struct date_time *time)
{
	int good;

	*time = (struct date_time){ 0, 0, 0, 0 };
	if (rest->at == rest->end)
		return NULL;
	good = (take_char(rest, ' ') || take_char(rest, 'T')) && take_clock(rest, time) &&
	       take_zone(rest, time);
	return good && rest->at == rest->end ?
	       NULL : N_("what follows the date must be a time of day like 09:30 or 09:30:00");
}

/* ---- dates of each order ----------------------------------------------------------- */

static const char *take_iso(struct rest *rest, int *year, int *month, int *day)
{
	if (take_digits(rest, 4, year) == 4 && take_char(rest, '-') &&
	    take_digits(rest, 2, month) == 2 && take_char(rest, '-') &&
	    take_digits(rest, 2, day) == 2)
		return NULL;
	return N_("must be a date like 2026-10-31");
}

/* Three numbers parted by the same character; how many digits the year has, 0 where it is none. */
static int take_numbers(struct rest *rest, int *first, int *second, int *year)
{
	char mark;

	if (!take_digits(rest, 2, first) || rest->at == rest->end)
		return 0;
	mark = *rest->at;
	if (mark != '.' && mark != '/' && mark != '-')
		return 0;
	rest->at++;
	return take_digits(rest, 2, second) && take_char(rest, mark) ?
	       take_digits(rest, 4, year) : 0;
}

static const char *four_digits = N_("the year must have four digits");

static const char *take_dmy(struct rest *rest, int *year, int *month, int *day)
{
	int digits = take_numbers(rest, day, month, year);

	return digits == 4 ? NULL : digits == 2 ? four_digits :
	       N_("must be a date like 31.10.2026");
}

static const char *take_mdy(struct rest *rest, int *year, int *month, int *day)
{
	int digits = take_numbers(rest, month, day, year);

	return digits == 4 ? NULL : digits == 2 ? four_digits :
	       N_("must be a date like 10/31/2026");
}

/* English and German, whole and as they are cut short. */
static const struct {
	const char *name;
	int month;
} month_names[] = {
	{ "january", 1 }, { "februar", 2 }, { "february", 2 }, { "march", 3 }, { "april", 4 },
	{ "may", 5 }, { "june", 6 }, { "july", 7 }, { "august", 8 }, { "september", 9 },
	{ "october", 10 }, { "november", 11 }, { "december", 12 },
	{ "jan", 1 }, { "feb", 2 }, { "mar", 3 }, { "apr", 4 }, { "jun", 6 }, { "jul", 7 },
	{ "aug", 8 }, { "sep", 9 }, { "sept", 9 }, { "oct", 10 }, { "nov", 11 }, { "dec", 12 },
	{ "januar", 1 }, { "j\303\244nner", 1 }, { "m\303\244rz", 3 }, { "maerz", 3 },
	{ "m\303\244r", 3 }, { "mrz", 3 }, { "mai", 5 }, { "juni", 6 }, { "juli", 7 },
	{ "oktober", 10 }, { "okt", 10 }, { "dezember", 12 }, { "dez", 12 },
};

/* A month's name, with the point of one that is cut short; 0 where there is none. */
static int take_month(struct rest *rest)
{
	const char *from = rest->at;

	while (rest->at < rest->end && !strchr(" .,0123456789", *rest->at))
		rest->at++;
	for (size_t i = 0; i < sizeof month_names / sizeof *month_names; i++)
		if (text_equal_n(month_names[i].name, from, (size_t)(rest->at - from))) {
			take_char(rest, '.');
			return month_names[i].month;
		}
	return 0;
}

static int is_digit_next(const struct rest *rest)
{
	return rest->at < rest->end && *rest->at >= '0' && *rest->at <= '9';
}

/* "8", "8.", "8th" */
static int take_day(struct rest *rest, int *day)
{
	static const char *const endings[] = { "st", "nd", "rd", "th" };

	if (!take_digits(rest, 2, day))
		return 0;
	for (int i = 0; i < 4 && rest->end - rest->at >= 2; i++)
		if (memcmp(rest->at, endings[i], 2) == 0) {
			rest->at += 2;
			return 1;
		}
	take_char(rest, '.');
	return 1;
}

static const char *take_words(struct rest *rest, int *year, int *month, int *day)
{
	int day_first = is_digit_next(rest), good, digits;

	*month = day_first ? 0 : take_month(rest);
	good = day_first ? take_day(rest, day) && take_char(rest, ' ') &&
			   (*month = take_month(rest)) :
	       *month && take_char(rest, ' ') && take_day(rest, day);
	if (good)
		take_char(rest, ',');
	digits = good && take_char(rest, ' ') ? take_digits(rest, 4, year) : 0;
	return digits == 4 ? NULL : digits == 2 ? four_digits :
	       N_("must be a date like January 8, 2026");
}

/* Texts of ten characters, where the digits stand in the first eight and what parts them. */
struct fixed {
	char form[9];
	char above[9];     /* what takes a byte over 0x7F that is no digit, or no separator */
	int year, month, day;
};

static const struct fixed fixed_iso = { "0000-00-", "vvvv\x7Fvv\x7F", 0, 5, 8 };
static const struct fixed fixed_dmy = { "00.00.00", "vv\x7Fvv\x7Fvv", 6, 3, 0 };

/* Two digits at each of ten places, as far as two digits stand there. */
struct pairs {
	uint64_t eight, two;
};

static unsigned pair_at(struct pairs pairs, int place)
{
	return (place < 8 ? pairs.eight >> 8 * place : pairs.two) & 0xFF;
}

/* Eight digits and separators at once: what is left of a byte without its form is a digit's value,
 * or 0; a byte and the one behind it make a pair. No sum passes into the next byte. */
static int take_pairs(const char *text, const struct fixed *fixed, struct pairs *pairs)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	uint64_t values = bytes_eight(text) ^ bytes_eight(fixed->form);
	unsigned tens = (unsigned char)text[8] - '0', ones = (unsigned char)text[9] - '0';

	pairs->eight = 10 * values + (values >> 8);
	pairs->two = 10 * tens + ones;
	return ((values | ((values & ~high) + bytes_eight(fixed->above))) & high) == 0 &&
	       tens <= 9 && ones <= 9;
}

static inline int take_form(const char *text, const struct fixed *fixed, int *year, int *month,
			    int *day)
{
	struct pairs pairs;

	if (!take_pairs(text, fixed, &pairs))
		return 0;
	*year = (int)(100 * pair_at(pairs, fixed->year) + pair_at(pairs, fixed->year + 2));
	*month = (int)pair_at(pairs, fixed->month);
	*day = (int)pair_at(pairs, fixed->day);
	return 1;
}

/* Nearly all dates there are: ten characters, 2026-10-31 or 31.10.2026. Where this says no, others
 * say why. */
static int take_fixed(const char *text, enum date_order order, int *year, int *month, int *day)
{
	if (order == DATE_ISO)
		return take_form(text, &fixed_iso, year, month, day);
	return order == DATE_DMY && take_form(text, &fixed_dmy, year, month, day);
}

/* The date at the beginning of a text; the rest is what follows. */
static const char *take_date(struct rest *rest, enum date_order order, int32_t *date)
{
	static const char *(*const take[])(struct rest *, int *, int *, int *) = {
		[DATE_ISO] = take_iso, [DATE_DMY] = take_dmy, [DATE_MDY] = take_mdy,
		[DATE_WORDS] = take_words
	};
	int year, month, day;
	const char *rule = take[order](rest, &year, &month, &day);

	if (!rule && !date_valid(year, month, day))
		rule = N_("there is no such day");
	if (!rule)
		*date = date_from_civil(year, month, day);
	return rule;
}

const char *date_read_time(const char *text, size_t length, enum date_order order, int32_t *date,
			   struct date_time *time)
{
	struct rest rest = { text, text + length };
	int32_t day;
	const char *rule = take_date(&rest, order, &day);

	if (!rule)
		rule = take_time(&rest, time);
	if (!rule)
		*date = day;
	return rule;
}

/* Not inlined: date_read would save registers for it that it needs for nothing else. */
static __attribute__((noinline)) const char *read_any(const char *text, size_t length,
						      enum date_order order, int32_t *date)
{
	struct date_time time;
	int32_t day;
	const char *rule = date_read_time(text, length, order, &day, &time);

	if (!rule && time.has_zone)
		rule = N_("a time of day with a time zone is not read: give local time");
	if (!rule)
		*date = day;
	return rule;
}

const char *date_read(const char *text, size_t length, enum date_order order, int32_t *date)
{
	int year, month, day;

	if (length != 10 || !take_fixed(text, order, &year, &month, &day) ||
	    !date_valid(year, month, day))
		return read_any(text, length, order, date);
	*date = date_from_civil(year, month, day);
	return NULL;
}

/* Two digits. */
static void put_pair(char *to, int number)
{
	static const char pairs[] =
		"0001020304050607080910111213141516171819"
		"2021222324252627282930313233343536373839"
		"4041424344454647484950515253545556575859"
		"6061626364656667686970717273747576777879"
		"8081828384858687888990919293949596979899";

	memcpy(to, pairs + 2 * number, 2);
}

static void put_year(char *to, int year)
{
	put_pair(to, year / 100);
	put_pair(to + 2, year % 100);
}

void date_write(char to[11], int32_t date)
{
	int year, month, day;

	date_to_civil(date, &year, &month, &day);
	memcpy(to, "0000-00-00", 11);
	put_year(to, year);
	put_pair(to + 5, month);
	put_pair(to + 8, day);
}

void date_write_german(char to[11], int32_t date)
{
	int year, month, day;

	date_to_civil(date, &year, &month, &day);
	memcpy(to, "00.00.0000", 11);
	put_pair(to, day);
	put_pair(to + 3, month);
	put_year(to + 6, year);
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

void month_write(char to[8], int32_t month)
{
	memcpy(to, "0000-00", 8);
	put_year(to, month / 12 % 10000);    /* four digits, as the compiler must see too */
	put_pair(to + 5, month % 12 + 1);
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
	int in_year = (int)(month % 12) / period_months(kind) + 1;
	int year = (int)(month / 12) % 10000;   /* four digits, as the compiler must see too */

	switch (kind) {
	case PERIOD_MONTH:
		month_write(to, month);
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

/* "-10", "-Q4", "-H2" or "" after a year: the kind, or -1. */
static int part_read(const char *text, long *part)
{
	*part = 1;
	if (!*text)
		return PERIOD_YEAR;
	if (strlen(text) == 3 && text[0] == '-') {
		if (text[1] == 'Q' && text_whole(text + 2, 1, 4, part) == 0)
			return PERIOD_QUARTER;
		if (text[1] == 'H' && text_whole(text + 2, 1, 2, part) == 0)
			return PERIOD_HALF;
		if (text_whole(text + 1, 1, 12, part) == 0)
			return PERIOD_MONTH;
	}
	return -1;
}

int period_read(const char *text, long *period)
{
	char year_text[5] = "";
	long year, part;
	int kind;

	strncpy(year_text, text, 4);
	if (strlen(year_text) < 4 || text_whole(year_text, 1, 9999, &year) != 0)
		return -1;
	kind = part_read(text + 4, &part);
	if (kind >= 0)
		*period = year * (12 / period_months((enum period_kind)kind)) + part - 1;
	return kind;
}
