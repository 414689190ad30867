/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8, comparisons and numbers that no locale can change. */
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "tap.h"

/* Unicode 15, table 3-7, and the examples of table 3-8 to 3-11. */
static void test_invalid(void)
{
	static const struct {
		const char *text;
		long at;
	} examples[] = {
		{ "", -1 }, { "abc", -1 }, { "\xC3\xA4", -1 }, { "\xE2\x82\xAC", -1 },
		{ "\xF0\x9F\x98\x80", -1 }, { "\xF4\x8F\xBF\xBF", -1 }, { "\xEF\xBF\xBF", -1 },
		{ "a\x80", 1 },               /* a continuation alone */
		{ "\xC3", 0 },                /* cut off */
		{ "a\xE2\x82", 1 }, { "\xF0\x9F\x98", 0 },
		{ "\xC0\x80", 0 }, { "\xC1\xBF", 0 },            /* overlong */
		{ "\xE0\x9F\xBF", 0 }, { "\xF0\x8F\xBF\xBF", 0 },
		{ "\xED\xA0\x80", 0 }, { "\xED\xBF\xBF", 0 },    /* surrogates */
		{ "\xED\x9F\xBF", -1 }, { "\xEE\x80\x80", -1 },  /* around them */
		{ "\xF4\x90\x80\x80", 0 }, { "\xF5\x80\x80\x80", 0 }, { "\xFF", 0 },
		{ "\xC3\xA4\xC3", 2 }, { "\xE2\x28\xA1", 0 },
	};

	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		char what[40];

		snprintf(what, sizeof what, "UTF-8 example %zu", i);
		is_count(text_invalid(examples[i].text, strlen(examples[i].text)), examples[i].at, what);
	}
	is_count(text_invalid("a\0b", 3), -1, "NUL is valid UTF-8 (the reader refuses it elsewhere)");
}

static void test_widths(void)
{
	is_count((long long)text_characters("Gr\xC3\xBC\xC3\x9F" "e", 7), 5, "characters");
	is_count((long long)text_width("Gr\xC3\xBC\xC3\x9F" "e"), 5, "columns");
	is_count((long long)text_width("e\xCC\x81"), 1, "a combining mark takes none");
	is_count((long long)text_width("\xE6\x97\xA5\xE6\x9C\xAC"), 4, "East Asian ones take two");
	is_count((long long)text_width("a\xFF" "b"), 3, "a byte that is no text takes one");
}

static void escapes(const char *from, size_t size, const char *want, const char *what)
{
	char to[64];

	text_escape(to, size, from, strlen(from));
	is_text(to, want, what);
}

static void test_escape(void)
{
	escapes("B\xC3\xBC" "ro", 64, "B\xC3\xBC" "ro", "text passes");
	escapes("a\x1B[2Jb", 64, "a\\x1B[2Jb", "an escape sequence does not");
	escapes("\t\n\x7F", 64, "\\x09\\x0A\\x7F", "control bytes");
	escapes("\xC2\x9B", 64, "\\xC2\\x9B", "a C1 control");
	escapes("\xE2\x80\xAE" "abc", 64, "\\xE2\\x80\\xAE" "abc", "right to left override");
	escapes("\xEF\xBB\xBF", 64, "\\xEF\\xBB\\xBF", "a byte order mark");
	escapes("a\xFF", 64, "a\\xFF", "a byte that is no text");
	escapes("abcdef", 4, "abc", "cut to fit");
	escapes("ab\xC3\xBC", 4, "ab", "never inside a character");
	escapes("ab\x01", 6, "ab", "nor inside an escape");
	escapes("", 1, "", "nothing");
}

static void test_equal(void)
{
	ok(text_equal("MINUTES", "minutes"), "ASCII case is folded");
	ok(!text_equal("minutes", "minute"), "but not the length");
	ok(!text_equal("minute", "minutes"), "either way");
	ok(!text_equal("\xC3\x84", "\xC3\xA4"), "umlauts are not folded");
	ok(text_equal_n("ab", "ABC", 2), "a part of a text");
	ok(!text_equal_n("abc", "AB", 2), "is not the whole of the other");
	ok(text_equal("", ""), "nothing equals nothing");
}

static void test_whole(void)
{
	static const struct {
		const char *text;
		int result;
		long value;
	} examples[] = {
		{ "0", 0, 0 }, { "010", 0, 10 }, { "-5", 0, -5 }, { "100", 0, 100 }, { "101", -1, 0 },
		{ "-11", -1, 0 }, { "", -1, 0 }, { "-", -1, 0 }, { " 5", -1, 0 }, { "5 ", -1, 0 },
		{ "+5", -1, 0 }, { "0x5", -1, 0 }, { "5.0", -1, 0 }, { "1e1", -1, 0 },
		{ "99999999999999999999", -1, 0 },
	};

	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		long value = 0;
		char what[60];
		int result = text_whole(examples[i].text, -10, 100, &value);

		snprintf(what, sizeof what, "whole number '%s'", examples[i].text);
		is_count(result, examples[i].result, what);
		if (result == 0)
			is_count(value, examples[i].value, what);
	}
}

static void test_number(void)
{
	static const char *const good[] = { "1", "-1.5", "1e-3", "+2", ".5", "5." };
	static const double values[] = { 1, -1.5, 1e-3, 2, .5, 5 };
	static const char *const bad[] = { "", " 1", "1 ", "1,5", "0x10", "inf", "nan", "1e400", "e5",
					   "1.2.3", "-", "1e" };
	double value;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ok(text_number(good[i], &value) == 0 && value == values[i], "number '%s'", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(text_number(bad[i], &value) != 0, "no number: '%s'", bad[i]);
}

static void test_fixed(void)
{
	static const struct {
		double value;
		int decimals;
		const char *text;
	} examples[] = {
		{ 1.234, 2, "1.23" }, { -1.5, 1, "-1.5" }, { -0.004, 2, "0.00" }, { -0.4, 0, "0" },
		{ -0.006, 2, "-0.01" }, { -10, 0, "-10" }, { -0.0, 3, "0.000" }, { NAN, 2, "nan" },
		/* halves, also where the two nearest binary numbers lie below */
		{ 992.25, 1, "992.3" }, { -992.25, 1, "-992.3" }, { 0.5, 0, "1" }, { 0.15, 1, "0.2" },
		{ 2.675, 2, "2.68" }, { 0.1249, 2, "0.12" }, { INFINITY, 1, "inf" },
	};

	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		char text[64];

		text_fixed(text, sizeof text, examples[i].value, examples[i].decimals);
		is_text(text, examples[i].text, "so many decimals, no sign of zeros");
	}
}

int main(void)
{
	test_invalid();
	test_widths();
	test_escape();
	test_equal();
	test_whole();
	test_number();
	test_fixed();
	return done();
}
