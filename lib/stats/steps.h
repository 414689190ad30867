/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps - a distribution that consists of values with shares: an empirical one, or its summary.
 *
 * Values ascend, equal ones may stand side by side; `upto` is the share of all values up to and
 * including this one, its last entry 1. Whole unless `count` is 0. */
#ifndef VL_STEPS_H
#define VL_STEPS_H

#include <stddef.h>

struct steps {
	size_t count;
	double *value, *upto;
};

/* Each value with the same share; the copy is sorted. steps_free afterwards. */
struct steps steps_of(const double *values, size_t count);
/* The same for values in the caller's own memory, which are sorted in place; `upto` holds `count`
 * entries of the caller's. Not to be freed. */
struct steps steps_in(double *values, double *upto, size_t count);
/* Means of neighbouring values, each of at least `least` of them, and at most `most` of these: what
 * can be passed on where single values must not be. Sum and count stay. All values are one mean
 * where they are too few. */
struct steps steps_coarse(const struct steps *steps, size_t least, size_t most);
void steps_free(struct steps *steps);

double steps_mean(const struct steps *steps);
double steps_below(const struct steps *steps, double y);    /* share of values < y */
double steps_upto(const struct steps *steps, double y);     /* share of values <= y */

#endif
