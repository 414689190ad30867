/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field - one cell into one number: the whole cell, or not at all.
 *
 * An amount is a fixed-point number: value / 10^digits. How a column is to be
 * read (its form) is stated by the profile or the --effort option, or fixed by
 * the first cell that is not empty and then binding for the whole column.
 * No locale has a part in it. Every reader returns NULL, or the rule that the
 * cell breaks as a message marked with N_(). */
#ifndef VL_FIELD_H
#define VL_FIELD_H

#include <stddef.h>
#include <stdint.h>

enum { AMOUNT_DIGITS_MAX = 6 };

enum amount_form {
	AMOUNT_PLAIN,        /* 12, 12.5 */
	AMOUNT_HOURS_MINUTES, /* h:mm, value in minutes */
	AMOUNT_CLOCK         /* hh:mm:ss, value in seconds */
};

struct amount {
	int64_t value;       /* never negative */
	int digits;          /* of the fraction, 0..6; trailing zeros are not counted */
};

/* AMOUNT_PLAIN or one of the forms with colons, by the cell's shape. */
enum amount_form amount_form_of(const char *text, size_t length);
const char *amount_read(const char *text, size_t length, enum amount_form form, char decimal_mark,
			struct amount *amount);
/* Hours as minutes, which is exact; the fraction loses its trailing zeros. */
const char *amount_hours_to_minutes(struct amount *amount);
/* 10^digits, digits 0..18. */
int64_t power_of_ten(int digits);
/* Whole number 0..INT32_MAX. */
const char *count_read(const char *text, size_t length, int32_t *count);

#endif
