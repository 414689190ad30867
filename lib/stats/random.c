/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random - streams of random numbers that do not disturb each other. */
#include <stdint.h>

#include "base/diag.h"
#include "stats/random.h"

/* ---- mt19937 ------------------------------------------------------------------- */

enum { AHEAD = 397 };    /* of its recurrence */

static uint32_t twisted(const uint32_t *state, uint32_t next, uint32_t ahead)
{
	uint32_t bits = (*state & UINT32_C(0x80000000)) | (next & UINT32_C(0x7fffffff));

	return ahead ^ bits >> 1 ^ (-(bits & 1) & UINT32_C(0x9908b0df));
}

/* In loops without a branch, of which compilers make four numbers at a time. */
void random_refill(struct random_words *words)
{
	uint32_t *state = words->state;
	int i = 0;

	for (; i < RANDOM_WORDS - AHEAD; i++)
		state[i] = twisted(&state[i], state[i + 1], state[i + AHEAD]);
	for (; i < RANDOM_WORDS - 1; i++)
		state[i] = twisted(&state[i], state[i + 1], state[i + AHEAD - RANDOM_WORDS]);
	state[i] = twisted(&state[i], state[0], state[AHEAD - 1]);
	for (i = 0; i < RANDOM_WORDS; i++) {
		uint32_t bits = state[i];

		bits ^= bits >> 11;
		bits ^= bits << 7 & UINT32_C(0x9d2c5680);
		bits ^= bits << 15 & UINT32_C(0xefc60000);
		words->word[i] = bits ^ bits >> 18;
	}
	words->at = 0;
}

/* As GSL starts it: 4357 in place of 0. */
static void start(void *to, unsigned long seed)
{
	struct random_words *words = to;

	words->state[0] = seed ? (uint32_t)seed : 4357;
	for (uint32_t i = 1; i < RANDOM_WORDS; i++)
		words->state[i] = UINT32_C(1812433253) *
				  (words->state[i - 1] ^ words->state[i - 1] >> 30) + i;
	words->at = RANDOM_WORDS;
}

static unsigned long get(void *from)
{
	return random_word(from);
}

static double get_double(void *from)
{
	return random_word(from) / 4294967296.0;
}

static const gsl_rng_type mt19937 = { "mt19937", UINT32_MAX, 0, sizeof(struct random_words), start,
				      get, get_double };

/* ---- streams ------------------------------------------------------------------- */

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
	gsl_rng *random = gsl_rng_alloc(&mt19937);

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
