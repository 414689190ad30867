/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skill against a forecast that is without error: there is none. What it is otherwise is checked by
 * tests/cmd/forecast.t. */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>

#include "model/backtest.h"
#include "tap.h"

enum { MONTHS = 400, ORIGINS = 40 };

static struct backtest check(const double *series)
{
	const struct forecast_source source = { .series = series, .months = MONTHS };
	const struct backtest_settings settings = { .months = 1, .paths = 300, .step = 1,
		.origins = ORIGINS, .threads = 1, .seed = 1 };
	struct fault fault = { 0 };
	struct backtest backtest;

	if (backtest_run(&backtest, &source, &settings, &fault) != 0) {
		printf("Bail out! %s\n", fault.text);
		exit(1);
	}
	return backtest;
}

/* A step of the numbers about 2^54 is 4. One of the first months lies a step above the others: so
 * there are changes over a year to scale by, and the spread about the last year, 4 sqrt(2 / 388),
 * is far too small for a path to reach the next number. From the month on after which the last one
 * lies a step above, the forecast is off. */
static void make(double *series, size_t changed)
{
	for (size_t t = 0; t < MONTHS; t++)
		series[t] = 0x1p54;
	series[20] += 4;
	if (changed)
		series[changed] += 4;
}

static void is_without(const struct backtest_score *score, const char *which)
{
	ok(score->n == ORIGINS && isfinite(score->crps), "%s was scored", which);
	ok(isnan(score->skill), "and has no skill");
	ok(isnan(score->skill_limits.lower) && isnan(score->skill_limits.upper), "nor limits of it");
}

int main(void)
{
	static double series[MONTHS];
	const struct backtest_score *score;
	struct backtest backtest;

	gsl_set_error_handler_off();
	make(series, 0);
	backtest = check(series);
	score = backtest_score(&backtest, FORECAST_HOURS, FORECAST_SEASONAL, 0);
	is_close(score->crps, 0, 0, "the seasonal naive forecast is without error");
	is_without(backtest_score(&backtest, FORECAST_HOURS, FORECAST_NAIVE, 0), "one without error");
	is_without(backtest_score(&backtest, FORECAST_HOURS, FORECAST_SMOOTH, 0), "another");
	backtest_free(&backtest);
	make(series, MONTHS - 5);
	backtest = check(series);
	score = backtest_score(&backtest, FORECAST_HOURS, FORECAST_SMOOTH, 0);
	ok(isfinite(score->skill), "with one month in which it has an error there is a skill");
	ok(isnan(score->skill_limits.lower) && isnan(score->skill_limits.upper),
	   "but not in each draw of the origins");
	backtest_free(&backtest);
	return done();
}
