/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of accounting, by the examples of their texts and by hand. */
#include "data/accounting.h"
#include "tap.h"

static struct accounting rule_of(const char *text)
{
	struct accounting accounting = { 0 };

	if (strcmp(text, "lwl") == 0)
		accounting.rule = ACCOUNTING_LWL;
	else if (accounting_read(text, &accounting) != 0)
		ok(0, "%s is no rule", text);
	return accounting;
}

/* In tenths of a minute, of minutes in hundredths. */
static long tenths(const char *rule, int held, double minutes)
{
	struct accounting accounting = rule_of(rule);
	struct amount counted = { -1, 0 };

	if (accounting_count(&accounting, held, (int64_t)(minutes * 100 + 0.5), 100, &counted))
		return -1;
	return (long)(counted.digits ? counted.value : counted.value * 10);
}

static void test_read(void)
{
	static const char *const bad[] = { "", "3", "05", "5:", "5:down", "15 ", ":up", "60",
					   "10:upwards", "-5" };
	struct accounting accounting = rule_of("15");

	ok(accounting.rule == ACCOUNTING_UP && accounting.step == 15, "15 is upwards");
	accounting = rule_of("5:nearest");
	ok(accounting.rule == ACCOUNTING_NEAREST && accounting.step == 5, "5:nearest");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(accounting_read(bad[i], &accounting) != 0, "'%s' is refused", bad[i]);
}

static void test_round(void)
{
	static const struct {
		const char *rule;
		double minutes;
		long tenths;
	} table[] = {
		{ "5", 0, 0 }, { "5", 0.01, 50 }, { "5", 5, 50 }, { "5", 5.01, 100 },
		{ "10:up", 21, 300 }, { "15", 15, 150 }, { "15", 46, 600 }, { "1", 2.5, 30 },
		{ "5:nearest", 2.49, 0 }, { "5:nearest", 2.5, 50 }, { "5:nearest", 7, 50 },
		{ "15:nearest", 7.49, 0 }, { "15:nearest", 7.5, 150 }, { "15:nearest", 53, 600 },
		{ "10:nearest", 94.99, 900 }, { "10:nearest", 95, 1000 },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		is_count(tenths(table[i].rule, 1, table[i].minutes), table[i].tenths,
			 table[i].rule);
	is_count(tenths("15", 0, 60), 0, "a missed appointment counts nothing when rounding");
}

/* "1-6 min exact, 7-10 to 10, above that up to the next full 10; times 1.2"; "a missed
 * appointment counts its planned time at 80 %, never times 1.2". */
static void test_lwl(void)
{
	static const struct {
		double minutes;
		long counted;           /* before the factor 1.2 */
	} table[] = {
		{ 0, 0 }, { 1, 1 }, { 5, 5 }, { 6, 6 }, { 7, 10 }, { 10, 10 }, { 11, 20 },
		{ 20, 20 }, { 21, 30 }, { 55, 60 }, { 60, 60 }, { 61, 70 }, { 480, 480 },
		{ 5.5, 6 }, { 6.01, 10 }, { 10.01, 20 },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		ok(tenths("lwl", 1, table[i].minutes) == table[i].counted * 12,
		   "lwl: %g min count %ld x 1.2", table[i].minutes, table[i].counted);
	is_count(tenths("lwl", 1, 60), 720, "an hour is 1.2 h");
	is_count(tenths("lwl", 0, 60), 480, "a missed hour is 0.8 h");
	is_count(tenths("lwl", 0, 7), 56, "planned time is not rounded up");
}

static void test_seconds(void)
{
	struct accounting accounting = rule_of("lwl");
	struct amount counted;

	accounting_count(&accounting, 1, 3661, 60, &counted);
	ok(counted.value == 84 && counted.digits == 0, "1:01:01 is 62 minutes begun, 70, 84");
	accounting_count(&accounting, 1, 60, 60, &counted);
	ok(counted.value == 12 && counted.digits == 1, "one minute is 1.2");
	ok(accounting_count(&accounting, 1, INT64_MAX, 1, &counted) != NULL, "too large");
	accounting = rule_of("15");
	ok(accounting_count(&accounting, 1, INT64_MAX, 1000000, &counted) == NULL &&
	   counted.value % 15 == 0, "the largest amount there is, in millionths");
}

int main(void)
{
	test_read();
	test_round();
	test_lwl();
	test_seconds();
	return done();
}
