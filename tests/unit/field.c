/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts, durations and counts: the whole cell or the rule that it breaks. The values were
 * worked out by hand. */
#include <stdlib.h>

#include "data/field.h"
#include "tap.h"

static const char number[] = "must be a number like 12 or 12.5";
static const char german_number[] = "must be a number like 12 or 12,5";
static const char duration[] = "must be a duration like 1:30";
static const char clock_time[] = "must be a duration like 1:30:00";
static const char large[] = "the number is too large";
static const char negative[] = "must not be negative";

struct amount_row {
	const char *text;
	char mark;
	const char *rule;
	int64_t value;
	int digits;
};

static void check_amounts(const struct amount_row *rows, size_t count, enum amount_form form)
{
	for (size_t i = 0; i < count; i++) {
		struct amount amount = { -1, -1 };
		const char *rule = amount_read(rows[i].text, strlen(rows[i].text), form,
					       rows[i].mark, &amount);

		is_text(rule, rows[i].rule, rows[i].text);
		if (rows[i].rule)
			continue;
		is_count(amount.value, rows[i].value, rows[i].text);
		is_count(amount.digits, rows[i].digits, rows[i].text);
	}
}

#define CHECK(rows, form) check_amounts(rows, sizeof (rows) / sizeof *(rows), form)

static void test_plain(void)
{
	static const struct amount_row rows[] = {
		{ "0", '.', NULL, 0, 0 },
		{ "12", '.', NULL, 12, 0 },
		{ "007", '.', NULL, 7, 0 },
		{ "12.5", '.', NULL, 125, 1 },
		{ "12.50", '.', NULL, 125, 1 },
		{ "12.00", '.', NULL, 12, 0 },
		{ "0.000001", '.', NULL, 1, 6 },
		{ "1.1234560000", '.', NULL, 1123456, 6 },
		{ "12,5", ',', NULL, 125, 1 },
		/* INT64_MAX is 9223372036854775807. */
		{ "9223372036854", '.', NULL, INT64_C(9223372036854), 0 },
		{ "9223372036854.775807", '.', NULL, INT64_MAX, 6 },
		{ "00000000000000000000000000001", '.', NULL, 1, 0 },
		{ "", '.', "must not be empty", 0, 0 },
		{ "-5", '.', negative, 0, 0 },
		{ "-0", '.', negative, 0, 0 },
		{ "-", '.', number, 0, 0 },
		{ "---", '.', number, 0, 0 },
		{ "+5", '.', number, 0, 0 },
		{ ".5", '.', number, 0, 0 },
		{ "5.", '.', number, 0, 0 },
		{ "5.5.5", '.', number, 0, 0 },
		{ "1,5", '.', number, 0, 0 },
		{ "1.5", ',', german_number, 0, 0 },
		{ "1.234,5", ',', german_number, 0, 0 },
		{ "1 234", '.', number, 0, 0 },
		{ "1'234", '.', number, 0, 0 },
		{ "12abc", '.', number, 0, 0 },
		{ "0x1E", '.', number, 0, 0 },
		{ "1e400", '.', number, 0, 0 },
		{ "1e3", '.', number, 0, 0 },
		{ "nan", '.', number, 0, 0 },
		{ "inf", '.', number, 0, 0 },
		{ " 5", '.', number, 0, 0 },
		{ "5 ", '.', number, 0, 0 },
		{ "1:30", '.', number, 0, 0 },
		{ "1.1234567", '.', "must have at most six decimals", 0, 0 },
		{ "9223372036855", '.', large, 0, 0 },
		{ "9223372036854.775808", '.', large, 0, 0 },
		{ "9223372036854.8", '.', large, 0, 0 },
		{ "99999999999999999999999", '.', large, 0, 0 },
	};

	CHECK(rows, AMOUNT_PLAIN);
}

static void test_hours_minutes(void)
{
	static const struct amount_row rows[] = {
		{ "0:00", '.', NULL, 0, 0 },
		{ "1:30", '.', NULL, 90, 0 },
		{ "01:30", '.', NULL, 90, 0 },
		{ "100:59", '.', NULL, 6059, 0 },
		{ "2562047787:00", '.', NULL, INT64_C(153722867220), 0 },
		{ "1:3", '.', duration, 0, 0 },
		{ "1:300", '.', duration, 0, 0 },
		{ "1:60", '.', duration, 0, 0 },
		{ ":30", '.', duration, 0, 0 },
		{ "1.5", '.', duration, 0, 0 },
		{ "90", '.', duration, 0, 0 },
		{ "1:30:00", '.', duration, 0, 0 },
		{ "1:3x", '.', duration, 0, 0 },
		{ "1:x3", '.', duration, 0, 0 },
		{ "1;30", '.', duration, 0, 0 },
		{ "1:30 h", '.', duration, 0, 0 },
		{ "-0:30", '.', negative, 0, 0 },
		{ "", '.', "must not be empty", 0, 0 },
		{ "2562047788:00", '.', large, 0, 0 },
	};

	CHECK(rows, AMOUNT_HOURS_MINUTES);
}

static void test_clock(void)
{
	static const struct amount_row rows[] = {
		{ "00:00:00", '.', NULL, 0, 0 },
		{ "1:30:15", '.', NULL, 5415, 0 },
		{ "25:00:00", '.', NULL, 90000, 0 },
		{ "1:30", '.', clock_time, 0, 0 },
		{ "1:60:00", '.', clock_time, 0, 0 },
		{ "1:00:60", '.', clock_time, 0, 0 },
		{ "1:00:00:00", '.', clock_time, 0, 0 },
		{ "1:00:0", '.', clock_time, 0, 0 },
		{ "-1:00:00", '.', negative, 0, 0 },
	};

	CHECK(rows, AMOUNT_CLOCK);
}

static void test_forms(void)
{
	is_count(amount_form_of("12,5", 4), AMOUNT_PLAIN, "no colon: a plain number");
	is_count(amount_form_of("", 0), AMOUNT_PLAIN, "an empty cell as well");
	is_count(amount_form_of("1:30", 4), AMOUNT_HOURS_MINUTES, "one colon: hours and minutes");
	is_count(amount_form_of("1:30:00", 7), AMOUNT_CLOCK, "two colons: seconds too");
	is_count(amount_form_of("1:30:00", 4), AMOUNT_HOURS_MINUTES,
		 "only the text's length counts");
}

static void test_counts(void)
{
	static const struct {
		const char *text, *rule;
		int32_t count;
	} rows[] = {
		{ "0", NULL, 0 },
		{ "12", NULL, 12 },
		{ "010", NULL, 10 },
		{ "2147483647", NULL, INT32_MAX },
		{ "2147483648", large, 0 },
		{ "99999999999999999999", large, 0 },
		{ "", "must not be empty", 0 },
		{ "-1", negative, 0 },
		{ "-", "must be a whole number", 0 },
		{ "1.0", "must be a whole number", 0 },
		{ "+1", "must be a whole number", 0 },
		{ "1 ", "must be a whole number", 0 },
		{ "0x1", "must be a whole number", 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int32_t count = -1;

		is_text(count_read(rows[i].text, strlen(rows[i].text), &count), rows[i].rule,
			rows[i].text);
		if (!rows[i].rule)
			is_count(count, rows[i].count, rows[i].text);
	}
}

/* Decimals that printf wrote with a comma or a point must come back as what they were. */
static void test_round_trip(void)
{
	long wrong = 0;

	for (int64_t value = 0; value < 200000; value += 7) {
		char text[32];
		struct amount amount;
		int length = snprintf(text, sizeof text, "%lld,%03lld", (long long)value / 1000,
				      (long long)value % 1000);

		wrong += amount_read(text, (size_t)length, AMOUNT_PLAIN, ',', &amount) != NULL ||
			 amount.value * power_of_ten(3 - amount.digits) != value ||
			 (amount.digits > 0 && amount.value % 10 == 0);
	}
	is_count(wrong, 0, "three decimals come back exactly");
	is_count(power_of_ten(0), 1, "10^0");
	is_count(power_of_ten(18), INT64_C(1000000000000000000), "10^18");
}

int main(void)
{
	test_plain();
	test_hours_minutes();
	test_clock();
	test_forms();
	test_counts();
	test_round_trip();
	return done();
}
