/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field - one cell into one number: the whole cell, or not at all. */
#include "base/text.h"
#include "data/field.h"

/* No amount is larger than what still fits at the finest scale. */
#define AMOUNT_MAX (INT64_MAX / 1000000)

static const char *const too_large = N_("the number is too large");
static const char *const negative = N_("must not be negative");
static const char *const empty = N_("must not be empty");

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t count_digits(const char *text, size_t length)
{
	size_t count = 0;

	while (count < length && is_digit(text[count]))
		count++;
	return count;
}

/* Append digits to a number that must not pass a limit; -1 where it would. */
static int add_digits(int64_t *value, const char *digits, size_t count, int64_t most)
{
	/* Nearly all numbers there are: no limit is as low as they can get. */
	if (*value < 1000 && count <= 6) {
		for (size_t i = 0; i < count; i++)
			*value = *value * 10 + (digits[i] - '0');
		return 0;
	}
	for (size_t i = 0; i < count; i++) {
		int digit = digits[i] - '0';

		if (*value > (most - digit) / 10)
			return -1;
		*value = *value * 10 + digit;
	}
	return 0;
}

int64_t power_of_ten(int digits)
{
	static const int64_t powers[] = {
		1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
		10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
		1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000
	};

	return powers[digits];
}

enum amount_form amount_form_of(const char *text, size_t length)
{
	int colons = 0;

	for (size_t i = 0; i < length; i++)
		colons += text[i] == ':';
	return colons == 0 ? AMOUNT_PLAIN : colons == 1 ? AMOUNT_HOURS_MINUTES : AMOUNT_CLOCK;
}

static const char *read_plain(const char *text, size_t length, char decimal_mark,
			      struct amount *amount)
{
	size_t whole = count_digits(text, length), decimals = 0;
	int64_t value = 0;

	if (whole < length && text[whole] == decimal_mark)
		decimals = count_digits(text + whole + 1, length - whole - 1);
	if (whole == 0 || length != whole + (decimals ? decimals + 1 : 0))
		return decimal_mark == ',' ? N_("must be a number like 12 or 12,5") :
		       N_("must be a number like 12 or 12.5");
	while (decimals && text[whole + decimals] == '0')
		decimals--;
	if (decimals > AMOUNT_DIGITS_MAX)
		return N_("must have at most six decimals");
	if (add_digits(&value, text, whole, AMOUNT_MAX) != 0 ||
	    (decimals && add_digits(&value, text + whole + 1, decimals, INT64_MAX) != 0) ||
	    (value > AMOUNT_MAX && value > INT64_MAX / power_of_ten(AMOUNT_DIGITS_MAX - (int)decimals)))
		return too_large;
	amount->value = value;
	amount->digits = (int)decimals;
	return NULL;
}

/* ":30", below 60: adds it as the next lower unit. */
static int add_sixtieth(int64_t *value, const char *text)
{
	if (text[0] != ':' || text[1] > '5' || !is_digit(text[1]) || !is_digit(text[2]))
		return -1;
	*value = *value * 60 + (text[1] - '0') * 10 + (text[2] - '0');
	return 0;
}

static const char *read_clock(const char *text, size_t length, enum amount_form form,
			      struct amount *amount)
{
	const char *rule = form == AMOUNT_CLOCK ? N_("must be a duration like 1:30:00") :
			   N_("must be a duration like 1:30");
	size_t whole = count_digits(text, length);
	int parts = form == AMOUNT_CLOCK ? 2 : 1;
	int64_t value = 0;

	if (whole == 0 || length != whole + 3 * (size_t)parts)
		return rule;
	if (add_digits(&value, text, whole, AMOUNT_MAX / 3600 - 1) != 0)
		return too_large;
	for (int i = 0; i < parts; i++)
		if (add_sixtieth(&value, text + whole + 3 * i) != 0)
			return rule;
	amount->value = value;
	amount->digits = 0;
	return NULL;
}

/* Nearly all amounts there are: digits, and so few that nothing can overflow. Where this says no,
 * others say why. */
static int take_few_digits(const char *text, size_t length, int64_t *number)
{
	int64_t value = 0;

	if (length == 0 || length > 12)
		return 0;
	for (size_t i = 0; i < length; i++) {
		if (!is_digit(text[i]))
			return 0;
		value = 10 * value + (text[i] - '0');
	}
	*number = value;
	return 1;
}

const char *amount_read(const char *text, size_t length, enum amount_form form, char decimal_mark,
			struct amount *amount)
{
	if (form == AMOUNT_PLAIN && take_few_digits(text, length, &amount->value)) {
		amount->digits = 0;
		return NULL;
	}
	if (length == 0)
		return empty;
	if (length > 1 && text[0] == '-' && is_digit(text[1]))
		return negative;
	return form == AMOUNT_PLAIN ? read_plain(text, length, decimal_mark, amount) :
	       read_clock(text, length, form, amount);
}

const char *amount_hours_to_minutes(struct amount *amount)
{
	if (__builtin_mul_overflow(amount->value, 60, &amount->value))
		return too_large;
	for (; amount->digits && amount->value % 10 == 0; amount->digits--)
		amount->value /= 10;
	return NULL;
}

const char *count_read(const char *text, size_t length, int32_t *count)
{
	int64_t value = 0;

	if (length == 0)
		return empty;
	if (length > 1 && text[0] == '-' && is_digit(text[1]))
		return negative;
	if (count_digits(text, length) != length)
		return N_("must be a whole number");
	if (add_digits(&value, text, length, INT32_MAX) != 0)
		return too_large;
	*count = (int32_t)value;
	return NULL;
}
