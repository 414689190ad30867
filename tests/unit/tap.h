/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tap - the Test Anything Protocol for unit tests, in one header. */
#ifndef VL_TAP_H
#define VL_TAP_H

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

__attribute__((format(printf, 2, 3), unused))
static int ok(int good, const char *format, ...)
{
	va_list arguments;

	printf("%sok %d - ", good ? "" : "not ", ++tap_count);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	fflush(stdout);
	tap_failed += !good;
	return good;
}

__attribute__((unused))
static int is_text(const char *got, const char *want, const char *what)
{
	int good = got && want ? strcmp(got, want) == 0 : got == want;

	ok(good, "%s", what);
	if (!good)
		printf("# got  '%s'\n# want '%s'\n", got ? got : "(null)", want ? want : "(null)");
	return good;
}

__attribute__((unused))
static int is_count(long long got, long long want, const char *what)
{
	ok(got == want, "%s", what);
	if (got != want)
		printf("# got  %lld\n# want %lld\n", got, want);
	return got == want;
}

/* Relative to the wanted value; absolute where that is 0. */
__attribute__((unused))
static int is_close(double got, double want, double tolerance, const char *what)
{
	int good = fabs(got - want) <= tolerance * (want != 0 ? fabs(want) : 1);

	ok(good, "%s", what);
	if (!good)
		printf("# got  %.17g\n# want %.17g (relative tolerance %g)\n", got, want, tolerance);
	return good;
}

__attribute__((unused))
static void skip(const char *why)
{
	printf("ok %d # SKIP %s\n", ++tap_count, why);
}

__attribute__((unused))
static int done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed != 0;
}

#endif
