/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain forecasts against R's package forecast (tests/ref/README.md). */
#include <gsl/gsl_errno.h>

#include "ref.h"
#include "stats/reference.h"
#include "tap.h"

enum { MOST = 200, HORIZON = 12 };

typedef int method(const struct reference *to, const double *values, size_t count,
		   struct fault *fault);

static const struct {
	const char *name;
	method *run;
	double tolerance;                /* theta searches alpha */
} methods[] = {
	{ "naive", reference_naive, 1e-12 }, { "drift", reference_drift, 1e-12 },
	{ "snaive", reference_seasonal, 1e-12 }, { "theta", reference_theta, 1e-3 },
};

static void compare(const struct ref *expected, const char *series, const char *name,
		    const struct reference *got, double tolerance)
{
	char what[100];

	for (size_t i = 0; i < expected->rows; i++) {
		size_t h = (size_t)ref_number(expected, i, "h");

		if (strcmp(ref_text(expected, i, "series"), series) != 0 ||
		    strcmp(ref_text(expected, i, "model"), name) != 0)
			continue;
		snprintf(what, sizeof what, "%s %s: mean %zu months ahead", series, name, h);
		is_close(got->mean[h - 1], ref_number(expected, i, "mean"), tolerance, what);
		snprintf(what, sizeof what, "%s %s: upper limit %zu months ahead", series, name, h);
		is_close(got->mean[h - 1] + 1.9599639845400545 * got->sd[h - 1],
			 ref_number(expected, i, "hi95"), tolerance, what);
	}
}

static void test_series(const struct ref *expected, const char *series, int logs)
{
	char table[64];
	struct ref *ref;
	double values[MOST], mean[HORIZON], sd[HORIZON];
	struct reference to = { HORIZON, mean, sd };
	struct fault fault = { 0 };

	snprintf(table, sizeof table, "ts_%s", series);
	ref = ref_read(table);
	for (size_t i = 0; i < ref->rows; i++)
		values[i] = logs ? log(ref_number(ref, i, "value")) : ref_number(ref, i, "value");
	for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
		ok(methods[m].run(&to, values, ref->rows, &fault) == 0, "%s", methods[m].name);
		compare(expected, series, methods[m].name, &to, methods[m].tolerance);
	}
	free(ref);
}

static void test_edges(void)
{
	double values[MOST] = { 0 }, mean[HORIZON], sd[HORIZON];
	struct reference to = { HORIZON, mean, sd };
	struct fault fault = { 0 };

	for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
		fault = (struct fault){ 0 };
		ok(methods[m].run(&to, values, 1, &fault) != 0 && fault.status == STATUS_MODEL,
		   "%s: one month is too few", methods[m].name);
		fault = (struct fault){ 0 };
		ok(methods[m].run(&to, values, 60, &fault) == 0 && mean[5] == 0 && sd[5] == 0,
		   "%s: zeros stay zeros", methods[m].name);
	}
	for (int t = 0; t < 18; t++)
		values[t] = t % 2 ? 3 : 1;
	reference_seasonal(&to, values, 18, &fault);
	is_close(sd[0], 2, 1e-12, "under two years the deviation is that of single months");
	is_close(mean[1], 3, 1e-12, "... the mean that of a year ago");
}

int main(void)
{
	struct ref *expected = ref_read("ts_forecasts_expected");

	gsl_set_error_handler_off();
	test_series(expected, "AirPassengers", 1);
	test_series(expected, "USAccDeaths", 0);
	test_edges();
	free(expected);
	return done();
}
