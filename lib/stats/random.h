/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random - streams of random numbers that do not disturb each other.
 *
 * A stream is named by (seed, purpose, replicate); its generator is GSL's mt19937,
 * started from a hash of the three. So a further table, group or thread changes no
 * other's numbers. Purposes are short fixed texts ("curve.band"). */
#ifndef VL_RANDOM_H
#define VL_RANDOM_H

#include <gsl/gsl_rng.h>

#define SEED_DEFAULT 1

/* The caller frees with gsl_rng_free. Replicates up to 2^32 of one seed and purpose never
 * share a start. */
gsl_rng *random_stream(unsigned long seed, const char *purpose, unsigned long replicate);
/* An index 0 .. count - 1, each as often as its share says; the shares add up to 1. */
size_t random_pick(gsl_rng *random, const double *shares, size_t count);

#endif
