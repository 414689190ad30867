/* SPDX-License-Identifier: GPL-3.0-or-later */
/* normal - standard normal numbers, many at a time.
 *
 * The ziggurat of Marsaglia and Tsang (2000, Journal of Statistical Software 5:8) as Doornik (2005,
 * "An improved ziggurat method to generate normal random samples") corrected it: the layer and the
 * place in it are drawn from bits of their own. From a quick stream (stats/random.h) a number takes
 * half of what GSL's takes from mt19937. */
#ifndef VL_NORMAL_H
#define VL_NORMAL_H

#include <stddef.h>
#include "stats/random.h"

enum { NORMAL_LAYERS = 128 };

struct normal {
	struct random_quick random;
	double edge[NORMAL_LAYERS + 1];    /* of the layers, from the base, whose edge is virtual */
	double within[NORMAL_LAYERS];      /* share of a layer that lies wholly below the density */
};

/* Named like the streams of stats/random.h. */
struct normal normal_stream(unsigned long seed, const char *purpose, unsigned long replicate);
void normal_fill(struct normal *normal, double *to, size_t count);

#endif
