/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ets - seconds for fitting exponential smoothing with and without season to 72 months; ets.R is
 * the same by R's forecast::ets.
 *
 * cc -O2 -Ilib -D_POSIX_C_SOURCE=200809L -o ets tests/bench/ets.c build/libverlauf.a -lgsl \
 *     -lgslcblas -lm -pthread */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "stats/expsmooth.h"

enum { MONTHS = 72, TIMES = 50 };

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(void)
{
	double months[MONTHS], from;
	struct expsmooth level, season;
	struct fault fault = { 0 };

	gsl_set_error_handler_off();
	for (int t = 0; t < MONTHS; t++)
		months[t] = log(500 + 60 * sin(t / 1.9) + 40 * sin(t * t) + 2 * t);
	from = seconds();
	for (int i = 0; i < TIMES; i++)
		if (expsmooth_fit(&level, months, MONTHS, 0, EXPSMOOTH_PLAIN, &fault) != 0 ||
		    expsmooth_fit(&season, months, MONTHS, 1, EXPSMOOTH_PLAIN, &fault) != 0)
			return 1;
	printf("%.6f seconds, log-likelihoods %.4f and %.4f\n", (seconds() - from) / TIMES,
	       level.log_likelihood, season.log_likelihood);
	return 0;
}
