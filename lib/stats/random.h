/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random - streams of random numbers that do not disturb each other.
 *
 * A stream is named by (seed, purpose, replicate); its generator is GSL's mt19937,
 * started from a hash of the three. So a further table, group or thread changes no
 * other's numbers. Purposes are short fixed texts ("curve.band"). */
#ifndef VL_RANDOM_H
#define VL_RANDOM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

#define SEED_DEFAULT 1

/* The caller frees with gsl_rng_free. Replicates up to 2^32 of one seed and purpose never
 * share a start. */
gsl_rng *random_stream(unsigned long seed, const char *purpose, unsigned long replicate);
/* An index 0 .. count - 1, each as often as its share says; the shares add up to 1. */
size_t random_pick(gsl_rng *random, const double *shares, size_t count);

/* Where millions of numbers 0 .. count - 1 are drawn: those of gsl_rng_uniform_int on a
 * random_stream, without its two divisions a number. count is 1 to 2^31 - 1. */
struct random_cut {
	uint64_t reciprocal;     /* 2^64 by how wide `count` pieces of 32 bits are, rounded up */
	uint32_t count;
};

struct random_cut random_cut(uint32_t count);

/* The upper half of the product is the quotient, rounded down (Granlund and Montgomery 1994). */
static inline uint32_t random_below(gsl_rng *random, const struct random_cut *cut)
{
	__extension__ typedef unsigned __int128 wide;
	uint32_t number;

	do {
		number = (uint32_t)((wide)cut->reciprocal * gsl_rng_get(random) >> 64);
	} while (number >= cut->count);
	return number;
}

/* A quick stream, where hundreds of millions of numbers are drawn or each of millions of paths
 * needs a stream of its own: SplitMix64, eight bytes, started at no cost. A stream can hand out
 * starts of further ones: { random_quick_next(&stream) }. Steele, Lea and Flood (2014). */
struct random_quick {
	uint64_t at;
};

struct random_quick random_quick(unsigned long seed, const char *purpose, unsigned long replicate);

static inline uint64_t random_quick_next(struct random_quick *random)
{
	uint64_t bits = random->at += UINT64_C(0x9e3779b97f4a7c15);

	bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
	return bits ^ (bits >> 31);
}

/* 0 .. count - 1 by 32 random bits; shares differ from 1 / count by less than 2^-32. */
static inline uint32_t random_place(uint32_t bits, uint32_t count)
{
	return (uint32_t)((uint64_t)bits * count >> 32);
}

static inline uint32_t random_quick_below(struct random_quick *random, uint32_t count)
{
	return random_place((uint32_t)(random_quick_next(random) >> 32), count);
}

#endif
