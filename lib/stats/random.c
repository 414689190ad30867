/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random - streams of random numbers that do not disturb each other. */
#include <stdint.h>

#include "base/diag.h"
#include "stats/random.h"

/* The finaliser of SplitMix64. */
static uint64_t mix64(uint64_t bits)
{
	return random_quick_next(&(struct random_quick){ bits });
}

/* Appleby's finaliser of MurmurHash3: one to one on 32 bits. */
static uint32_t mix32(uint32_t bits)
{
	bits = (bits ^ (bits >> 16)) * UINT32_C(0x85ebca6b);
	bits = (bits ^ (bits >> 13)) * UINT32_C(0xc2b2ae35);
	return bits ^ (bits >> 16);
}

static uint64_t hash_of(unsigned long seed, const char *purpose)
{
	uint64_t bits = mix64(seed);

	for (; *purpose; purpose++)
		bits = mix64(bits ^ (unsigned char)*purpose);
	return bits;
}

/* mt19937 takes 32 bits only, so hashing all three would give two of 100,000 cases the
 * same numbers; adding the replicate before a one-to-one step cannot. */
static uint32_t start_of(unsigned long seed, const char *purpose, unsigned long replicate)
{
	return mix32((uint32_t)(hash_of(seed, purpose) >> 32) + (uint32_t)replicate);
}

struct random_quick random_quick(unsigned long seed, const char *purpose, unsigned long replicate)
{
	return (struct random_quick){ mix64(hash_of(seed, purpose) + replicate) };
}

gsl_rng *random_stream(unsigned long seed, const char *purpose, unsigned long replicate)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	if (!random)
		diag_out_of_memory();
	gsl_rng_set(random, start_of(seed, purpose, replicate));
	return random;
}

struct random_cut random_cut(uint32_t count)
{
	return (struct random_cut){ UINT64_MAX / (UINT32_MAX / count) + 1, count };
}

size_t random_pick(gsl_rng *random, const double *shares, size_t count)
{
	double left = gsl_rng_uniform(random);

	for (size_t i = 0; i + 1 < count; i++) {
		left -= shares[i];
		if (left < 0)
			return i;
	}
	return count - 1;
}
