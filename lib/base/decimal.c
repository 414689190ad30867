/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decimal - numbers as decimal digits, for machines. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"

__extension__ typedef unsigned __int128 wide;

static const uint64_t tens[] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
	UINT64_C(10000000000), UINT64_C(100000000000), UINT64_C(1000000000000),
	UINT64_C(10000000000000), UINT64_C(100000000000000), UINT64_C(1000000000000000),
	UINT64_C(10000000000000000), UINT64_C(100000000000000000),
	UINT64_C(1000000000000000000), UINT64_C(10000000000000000000),
};

/* ---- whole numbers --------------------------------------------------------------- */

static size_t put_whole(char *to, uint64_t value)
{
	char digits[20];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + value % 10);
	while (value /= 10);
	memcpy(to, digits + at, sizeof digits - at);
	return sizeof digits - at;
}

size_t decimal_whole(char to[DECIMAL_SIZE], int64_t value)
{
	size_t sign = value < 0, length;

	if (sign)
		to[0] = '-';
	length = sign + put_whole(to + sign, sign ? 0 - (uint64_t)value : (uint64_t)value);
	to[length] = '\0';
	return length;
}

/* ---- the shortest that reads back -------------------------------------------------- */

/* What printf writes without an exponent: from here to there. */
static const double LEAST = 1e-3, MOST = 1e14;

/* A number as mantissa / 2^shift; times 10^places it has 17 digits before the point, which
 * are `digits`, and `rest` / 2^shift behind it. All of it is exact. */
struct parts {
	uint64_t mantissa, digits;
	wide scaled, rest;
	int shift, places;
};

static struct parts take_apart(double value)
{
	struct parts parts;
	int exponent;

	parts.mantissa = (uint64_t)ldexp(frexp(value, &exponent), 53);
	parts.shift = 53 - exponent;
	/* 1233/4096 is log10(2); one too many, or right. */
	parts.places = 16 - (exponent * 1233 >> 12);
	parts.scaled = (wide)parts.mantissa * tens[parts.places];
	parts.digits = (uint64_t)(parts.scaled >> parts.shift);
	if (parts.digits < tens[16]) {
		parts.places++;
		parts.scaled *= 10;
		parts.digits = (uint64_t)(parts.scaled >> parts.shift);
	}
	parts.rest = parts.scaled - ((wide)parts.digits << parts.shift);
	return parts;
}

/* To so many of the 17 digits, the others zeros; half to even, as printf does. */
static uint64_t rounded(const struct parts *parts, int digits)
{
	uint64_t unit = tens[17 - digits], over = parts->digits % unit;
	uint64_t down = parts->digits - over;
	/* Twice the part that is cut off, against a whole unit. */
	wide twice = 2 * (((wide)over << parts->shift) + parts->rest);
	wide whole = (wide)unit << parts->shift;

	if (twice == whole)
		return down / unit % 2 ? down + unit : down;
	return twice > whole ? down + unit : down;
}

/* Whether the number nearest to these digits is this one: they are less than half a unit of its
 * last binary place away. Half of it goes to the even one. Below a power of 2 the next number is
 * only half as far away. */
static int reads_back(const struct parts *parts, uint64_t digits)
{
	wide there = (wide)digits << parts->shift;
	int below = there < parts->scaled;
	wide twice = 2 * (below ? parts->scaled - there : there - parts->scaled);

	if (below && parts->mantissa == UINT64_C(1) << 52)
		twice *= 2;
	return twice < tens[parts->places] ||
	       (twice == tens[parts->places] && parts->mantissa % 2 == 0);
}

static size_t put_fraction(char *to, uint64_t digits, int places)
{
	size_t length = put_whole(to, digits / tens[places]);
	uint64_t fraction = digits % tens[places];

	if (!fraction)
		return length;
	to[length++] = '.';
	for (; fraction % 10 == 0; places--)
		fraction /= 10;
	for (int i = places; i-- > 0; fraction /= 10)
		to[length + (size_t)i] = (char)('0' + fraction % 10);
	return length + (size_t)places;
}

static size_t by_printf(char to[DECIMAL_SIZE], double value)
{
	char text[DECIMAL_SIZE];
	int digits = 15;

	do
		snprintf(text, sizeof text, "%.*g", digits, value);
	while (strtod(text, NULL) != value && ++digits <= 17);
	memcpy(to, text, sizeof text);
	return strlen(to);
}

size_t decimal_shortest(char to[DECIMAL_SIZE], double value)
{
	double size = fabs(value);
	size_t sign = value < 0, length;
	struct parts parts;
	int digits = 15;

	if (size < MOST && size == (double)(int64_t)size && !(size == 0 && signbit(value)))
		return decimal_whole(to, (int64_t)value);
	if (!(size >= LEAST && size < MOST))
		return by_printf(to, value);
	parts = take_apart(size);
	while (digits < 17 && !reads_back(&parts, rounded(&parts, digits)))
		digits++;
	to[0] = '-';
	length = sign + put_fraction(to + sign, rounded(&parts, digits), parts.places);
	to[length] = '\0';
	return length;
}
