/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as digits, against printf and strtod of the C library. */
#include <stdint.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "tap.h"

enum { EXAMPLES = 400000 };

static void test_examples(void)
{
	static const struct {
		double value;
		const char *text;
	} examples[] = {
		{ 0.1, "0.1" }, { 1.0 / 3, "0.3333333333333333" }, { 100, "100" }, { -2.5, "-2.5" },
		{ 1e22, "1e+22" }, { 0.30000000000000004, "0.30000000000000004" }, { 0, "0" },
		{ 1e-5, "1e-05" }, { 0.001, "0.001" }, { 99999999999999.98, "99999999999999.98" },
		{ 0.09999999999999999, "0.09999999999999999" }, { 1e14, "100000000000000" },
	};
	char text[DECIMAL_SIZE];

	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		decimal_shortest(text, examples[i].value);
		is_text(text, examples[i].text, "the shortest form that reads back");
	}
	decimal_whole(text, INT64_MIN);
	is_text(text, "-9223372036854775808", "the least whole number");
	is_count((long long)decimal_whole(text, 0), 1, "a length");
}

/* Any bits; minutes as hours; two decimals; quotients; powers of 2 and their neighbours; what a
 * division by 10^k leaves. */
static double example(uint64_t bits, int kind)
{
	double value;

	switch (kind) {
	case 0:
		memcpy(&value, &bits, sizeof value);
		return value;
	case 1:
		return (double)(int64_t)(bits % 1000000) / 60;
	case 2:
		return -(double)(bits % 100000000) / 100;
	case 3:
		return (double)(bits % 2000) / (double)((bits >> 20) % 2000 + 1);
	case 4:
		return ldexp(1, (int)(bits % 64) - 16) * (1 + ((int)(bits >> 8) % 3 - 1) * 0x1p-52);
	case 5:
		return ldexp((double)(bits >> 11), -(int)(bits % 64) - 5);
	default:
		return (double)(bits >> 20) / pow(10, (double)(bits % 12));
	}
}

static void by_library(char to[DECIMAL_SIZE], double value)
{
	int digits = 15;

	do
		snprintf(to, DECIMAL_SIZE, "%.*g", digits, value);
	while (strtod(to, NULL) != value && ++digits <= 17);
}

static void test_library(void)
{
	uint64_t bits = 88172645463325252;
	char text[DECIMAL_SIZE], want[DECIMAL_SIZE];
	int wrong = 0;

	for (int i = 0; i < EXAMPLES; i++) {
		double value;

		bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
		value = example(bits, i % 7);
		if (!isfinite(value))
			continue;
		by_library(want, value);
		if (decimal_shortest(text, value) == strlen(want) && strcmp(text, want) == 0)
			continue;
		wrong++;
		printf("# %a: got '%s', want '%s'\n", value, text, want);
	}
	is_count(wrong, 0, "400,000 numbers of all kinds as printf and strtod have them");
}

int main(void)
{
	test_examples();
	test_library();
	return done();
}
