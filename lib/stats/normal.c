/* SPDX-License-Identifier: GPL-3.0-or-later */
/* normal - standard normal numbers, many at a time. */
#include <math.h>

#include "stats/normal.h"

/* Of 128 layers of the same area: where the tail begins, and that area (Doornik 2005, table 1). */
#define TAIL 3.442619855899
#define AREA 9.91256303526217e-3

struct normal normal_stream(unsigned long seed, const char *purpose, unsigned long replicate)
{
	struct normal normal = { .random = random_quick(seed, purpose, replicate) };
	double density = exp(-TAIL * TAIL / 2);

	normal.edge[0] = AREA / density;
	normal.edge[1] = TAIL;
	for (int i = 2; i < NORMAL_LAYERS; i++) {
		normal.edge[i] = sqrt(-2 * log(AREA / normal.edge[i - 1] + density));
		density = exp(-normal.edge[i] * normal.edge[i] / 2);
	}
	for (int i = 0; i < NORMAL_LAYERS; i++)
		normal.within[i] = normal.edge[i + 1] / normal.edge[i];
	return normal;
}

/* In (0, 1). */
static double uniform(struct random_quick *random)
{
	return ((double)(random_quick_next(random) >> 12) + 0.5) * 0x1p-52;
}

/* Marsaglia (1964). */
static double tail(struct random_quick *random)
{
	double x, y;

	do {
		x = -log(uniform(random)) / TAIL;
		y = -log(uniform(random));
	} while (2 * y < x * x);
	return TAIL + x;
}

/* One number, or NaN: try again. Layer and place are different bits of one word. */
static double attempt(struct normal *normal)
{
	uint64_t bits = random_quick_next(&normal->random);
	unsigned layer = bits % NORMAL_LAYERS;
	double place = (double)((int64_t)bits >> 11) * 0x1p-52, x = place * normal->edge[layer];
	double upper, lower;

	if (fabs(place) < normal->within[layer])
		return x;
	if (layer == 0)
		return copysign(tail(&normal->random), place);
	upper = exp((x * x - normal->edge[layer] * normal->edge[layer]) / 2);
	lower = exp((x * x - normal->edge[layer + 1] * normal->edge[layer + 1]) / 2);
	return lower + uniform(&normal->random) * (upper - lower) < 1 ? x : NAN;
}

void normal_fill(struct normal *normal, double *to, size_t count)
{
	for (size_t i = 0; i < count; i++)
		do
			to[i] = attempt(normal);
		while (isnan(to[i]));
}
