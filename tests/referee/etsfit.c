/* SPDX-License-Identifier: GPL-3.0-or-later */
/* etsfit FILE [TIMES] - exponential smoothing of the logarithms of a column of numbers, fitted
 * TIMES times by plain likelihood, with or without season by AICc: seconds a fit, log likelihood,
 * season. etsfit.R does the same with R's ets and sets both side by side. */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "stats/expsmooth.h"

enum { MOST = 1200 };

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int count, char **arguments)
{
	static double values[MOST];
	size_t found = 0;
	long times = count > 2 ? atol(arguments[2]) : 20;
	struct fault fault = { 0 };
	struct expsmooth fit;
	FILE *file = count > 1 ? fopen(arguments[1], "r") : NULL;
	double from;

	gsl_set_error_handler_off();
	while (file && found < MOST && fscanf(file, "%lf", &values[found]) == 1) {
		values[found] = log(values[found]);
		found++;
	}
	if (!file || !found)
		return 2;
	fclose(file);
	from = seconds();
	for (long i = 0; i < times; i++)
		if (expsmooth_choose(&fit, values, found, EXPSMOOTH_PLAIN, &fault) != 0)
			return 4;
	printf("%.9f %.9f %d\n", (seconds() - from) / (double)times, fit.log_likelihood,
	       fit.seasonal);
	return 0;
}
