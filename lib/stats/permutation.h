/* SPDX-License-Identifier: GPL-3.0-or-later */
/* permutation - how often would a grouping that means nothing give a difference this large?
 *
 * Units with a value belong to group A or B. If the grouping means nothing, every other way to call
 * as many of them A would have been as likely; p is the share of these splits with a difference
 * of the means at least as large, up or down. Studentised (each split's difference over its own
 * standard error, after Welch) the test also holds where the groups differ in their variances
 * (Janssen 1997, Stat Prob Lett 36:9-21; Chung and Romano 2013, Ann Stat 41:484-507). With
 * strata only splits count that leave each stratum its number of A.
 *
 * All splits are looked at where there are PERMUTATION_EXACT or fewer; otherwise as many random
 * ones as asked for, and p = (1 + those at least as large) / (1 + replicates), never 0. Values
 * that differ by less than rounding count as equal. */
#ifndef VL_PERMUTATION_H
#define VL_PERMUTATION_H

#include <stddef.h>
#include <stdint.h>

enum { PERMUTATION_EXACT = 100000 };

struct permutation_unit {
	double value;
	int32_t stratum;         /* any number; one for all = no strata */
	int in_a;
};

struct permutation {
	double difference;       /* mean of A minus mean of B; NaN where a group is empty */
	double t;                /* over its standard error; NaN with fewer than two units in a
				  * group, or where nothing varies */
	double p_plain;          /* of the difference; NaN as that is */
	double p;                /* of t; NaN as that is */
	double splits;           /* how many there are, INFINITY where they cannot be counted */
	int exact;               /* all of them were looked at */
	size_t drawn;            /* splits looked at */
};

/* Splits that are drawn come from streams of the seed and purpose, so many from each: p is the same
 * for any number of threads. */
struct permutation_draws {
	size_t replicates, threads;
	unsigned long seed;
	const char *purpose;
};

/* The result depends on the order of the units where splits are drawn. With 0 replicates and more
 * splits than PERMUTATION_EXACT both p are NaN. */
void permutation_test(struct permutation *result, const struct permutation_unit *units,
		      size_t count, const struct permutation_draws *draws);

#endif
