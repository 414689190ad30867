/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of the readers of cells: dates, times and zones, amounts, durations, counts,
 * spans, lists of minutes. The first input byte chooses which. What is accepted is written again
 * and must be what was read.
 *
 *   clang -fsanitize=fuzzer,address,undefined ... tests/fuzz/field.c \
 *         lib/data/{field,date,zone,minutes}.c lib/base/text.c -o fuzz-field
 *   tests/fuzz/seeds FOLDER && ./fuzz-field FOLDER/field */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/date.h"
#include "data/field.h"
#include "data/minutes.h"
#include "data/zone.h"
#include "promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Digits of a text without leading zeros, and without those at its end behind the mark. */
static void normal_number(const char *text, size_t length, char mark, char *to)
{
	size_t at = 0;
	int behind = 0;

	while (length && *text == '0') {
		text++;
		length--;
	}
	for (size_t i = 0; i < length; i++) {
		behind |= text[i] == mark;
		to[at++] = text[i] == mark ? '.' : text[i];
	}
	while (behind && at && (to[at - 1] == '0' || to[at - 1] == '.')) {
		behind = to[at - 1] != '.';
		at--;
	}
	to[at] = '\0';
}

static void check_plain(const char *text, size_t length, char mark)
{
	struct amount amount = { -1, -1 };
	char *read_as = malloc(length + 1), written[64], *again = malloc(64);
	int64_t power;

	if (!amount_read(text, length, AMOUNT_PLAIN, mark, &amount)) {
		must(amount.value >= 0 && amount.digits >= 0 && amount.digits <= AMOUNT_DIGITS_MAX,
		     "an amount out of range");
		must(amount.digits == 0 || amount.value % 10 != 0, "a zero at the end");
		power = power_of_ten(amount.digits);
		must(amount.value <= INT64_MAX / power_of_ten(AMOUNT_DIGITS_MAX - amount.digits),
		     "an amount too large");
		snprintf(written, sizeof written, amount.digits ? "%lld.%0*lld" : "%lld",
			 (long long)(amount.value / power), amount.digits,
			 (long long)(amount.value % power));
		normal_number(text, length, mark, read_as);
		normal_number(written, strlen(written), '.', again);
		must(strcmp(read_as, again) == 0, "another amount");
	}
	free(read_as);
	free(again);
}

static void check_clock(const char *text, size_t length, enum amount_form form)
{
	struct amount amount = { -1, -1 };
	long long value, rest;
	char written[64];

	if (amount_read(text, length, form, '.', &amount))
		return;
	while (length > 1 && *text == '0' && text[1] >= '0' && text[1] <= '9') {
		text++;
		length--;
	}
	must(amount.value >= 0 && amount.digits == 0, "a duration out of range");
	value = amount.value / 60;
	rest = amount.value % 60;
	if (form == AMOUNT_CLOCK)
		snprintf(written, sizeof written, "%lld:%02lld:%02lld", value / 60, value % 60,
			 rest);
	else
		snprintf(written, sizeof written, "%lld:%02lld", value, rest);
	must(strlen(written) == length && memcmp(written, text, length) == 0, "another duration");
}

static void check_date(const char *text, size_t length, enum date_order order)
{
	int32_t date = INT32_MIN;
	int year, month, day;
	char written[16];

	if (date_read(text, length, order, &date))
		return;
	date_to_civil(date, &year, &month, &day);
	must(date_valid(year, month, day), "no such day");
	if (order == DATE_ISO) {
		date_write(written, date);
		must(memcmp(written, text, 10) == 0, "another ISO date");
	} else {
		snprintf(written, sizeof written, "%.*s", (int)(length < 10 ? length : 10), text);
		must(order == DATE_WORDS || atoi(written) == (order == DATE_DMY ? day : month),
		     "another date");
	}
}

/* A time after a date, in a zone: the day moves by one at most. */
static void check_zone(const char *text, size_t length)
{
	static const char *const names[] = { "UTC", "WET", "CET", "EET", "+14:00", "-14:00" };
	struct date_time time;
	struct zone zone;
	int32_t date, day;

	if (date_read_time(text, length, DATE_ISO, &date, &time))
		return;
	must(!time.has_time || (time.minute >= 0 && time.minute < 24 * 60), "a time out of range");
	must(time.zone >= -15 * 60 && time.zone <= 15 * 60, "a zone out of range");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		must(zone_find(names[i], &zone) == 0, "a zone that there is");
		day = zone_day(&zone, date, time.minute - time.zone);
		must(day >= date - 2 && day <= date + 2, "another day");
	}
}

static void check_minutes(const char *text, size_t length)
{
	char *list = malloc(length + 1);

	memcpy(list, text, length);
	list[length] = '\0';
	if (minutes_valid(list)) {
		int minutes = minutes_of(list, NULL, "a", 1);

		must(minutes >= MINUTES_UNKNOWN && minutes <= MINUTES_MAX, "minutes out of range");
	}
	free(list);
}

static void check_span(const char *text, size_t length)
{
	char *terminated = malloc(length + 1), written[11];
	int32_t first = 0, last = -1;

	memcpy(terminated, text, length);
	terminated[length] = '\0';
	if (date_span(terminated, &first, &last) == 0) {
		must(first <= last && month_of(first) == month_of(last), "a span of two months");
		date_write(written, first);
		must(strncmp(written, terminated, 7) == 0, "another month");
	}
	free(terminated);
}

static void check_count(const char *text, size_t length)
{
	int32_t count = -1;
	char written[16];

	if (count_read(text, length, &count))
		return;
	while (length > 1 && *text == '0') {
		text++;
		length--;
	}
	snprintf(written, sizeof written, "%ld", (long)count);
	must(strlen(written) == length && memcmp(written, text, length) == 0, "another count");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;
	size_t length;

	if (size < 1)
		return 0;
	/* A copy of just this length, so that a byte too many is seen. */
	length = size - 1;
	text = malloc(length ? length : 1);
	memcpy(text, data + 1, length);
	switch (data[0] % 12) {
	case 0: check_plain(text, length, '.'); break;
	case 1: check_plain(text, length, ','); break;
	case 2: check_clock(text, length, AMOUNT_HOURS_MINUTES); break;
	case 3: check_clock(text, length, AMOUNT_CLOCK); break;
	case 4: check_date(text, length, DATE_ISO); break;
	case 5: check_date(text, length, DATE_DMY); break;
	case 6: check_span(text, length); break;
	case 7: check_count(text, length); break;
	case 8: check_date(text, length, DATE_MDY); break;
	case 9: check_date(text, length, DATE_WORDS); break;
	case 10: check_zone(text, length); break;
	case 11: check_minutes(text, length); break;
	}
	free(text);
	return 0;
}
