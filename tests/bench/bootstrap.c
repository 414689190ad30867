/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bootstrap - seconds for 2,000 bootstrap replicates over 10,000 cases of 36 months.
 *
 * cc -O2 -Ilib -D_POSIX_C_SOURCE=200809L -o bootstrap tests/bench/bootstrap.c build/libverlauf.a \
 *     -lgsl -lgslcblas -lm */
#include <stdio.h>
#include <time.h>

#include "base/mem.h"
#include "stats/bootstrap.h"
#include "stats/random.h"

enum { CASES = 10000, MONTHS = 36, REPLICATES = 2000 };

static void add_case(struct bootstrap *bootstrap, gsl_rng *random)
{
	struct ratio_cell cells[MONTHS];
	size_t months = 1 + gsl_rng_uniform_int(random, MONTHS);

	for (size_t k = 0; k < months; k++)
		cells[k] = (struct ratio_cell){ k, gsl_rng_uniform(random), 1 };
	bootstrap_add(bootstrap, cells, months);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(void)
{
	struct bootstrap *bootstrap = bootstrap_new(MONTHS);
	double *ratios = mem_new((size_t)REPLICATES * MONTHS, sizeof *ratios), from;
	gsl_rng *random = random_stream(SEED_DEFAULT, "bench.bootstrap", 0);

	for (int i = 0; i < CASES; i++)
		add_case(bootstrap, random);
	from = seconds();
	bootstrap_ratios(bootstrap, REPLICATES, random, ratios);
	printf("%d replicates, %d cases, %d months: %.2f s\n", REPLICATES, CASES, MONTHS,
	       seconds() - from);
	bootstrap_free(bootstrap);
	gsl_rng_free(random);
	free(ratios);
	return 0;
}
