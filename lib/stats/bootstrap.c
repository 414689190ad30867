/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bootstrap - ratios of sums for services drawn anew from the units. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/progress.h"
#include "stats/bootstrap.h"

/* A strip holds LANES columns: x and e of LANES / 2 cells. BATCH replicates share it in cache. */
enum { LANES = 4, BATCH = 16 };

struct bootstrap {
	size_t cells, strips;
	size_t units, capacity;
	double (**strip)[LANES];
};

struct bootstrap *bootstrap_new(size_t cells)
{
	struct bootstrap *bootstrap = mem_new(1, sizeof *bootstrap);

	bootstrap->cells = cells;
	bootstrap->strips = (2 * cells + LANES - 1) / LANES;
	bootstrap->strip = mem_new(bootstrap->strips, sizeof *bootstrap->strip);
	return bootstrap;
}

void bootstrap_free(struct bootstrap *bootstrap)
{
	if (!bootstrap)
		return;
	for (size_t s = 0; s < bootstrap->strips; s++)
		free(bootstrap->strip[s]);
	free(bootstrap->strip);
	free(bootstrap);
}

static void make_room(struct bootstrap *bootstrap)
{
	if (bootstrap->units < bootstrap->capacity)
		return;
	bootstrap->capacity = bootstrap->capacity ? 2 * bootstrap->capacity : 64;
	for (size_t s = 0; s < bootstrap->strips; s++)
		bootstrap->strip[s] = mem_resize(bootstrap->strip[s], bootstrap->capacity,
						 sizeof *bootstrap->strip[s]);
}

void bootstrap_add(struct bootstrap *bootstrap, const struct ratio_cell *cells, size_t count)
{
	size_t unit = bootstrap->units;

	make_room(bootstrap);
	bootstrap->units++;
	for (size_t s = 0; s < bootstrap->strips; s++)
		memset(bootstrap->strip[s][unit], 0, sizeof bootstrap->strip[s][unit]);
	for (size_t i = 0; i < count && cells[i].index < bootstrap->cells; i++) {
		size_t column = 2 * cells[i].index;
		double *pair = &bootstrap->strip[column / LANES][unit][column % LANES];

		pair[0] = cells[i].x;
		pair[1] = cells[i].e;
	}
}

/* How often each unit is drawn. The high bits of a product give an index without a division; the
 * shares of the units then differ by less than G / 2^32. */
static void draw_weights(double *weight, size_t units, gsl_rng *random)
{
	memset(weight, 0, units * sizeof *weight);
	for (size_t i = 0; i < units; i++)
		weight[((uint64_t)gsl_rng_get(random) * units) >> 32] += 1;
}

/* Two replicates at once; eight sums by name, since compilers leave an array of them in memory. */
static void sum_strip(const double (*strip)[LANES], const double *weight, size_t units,
		      double sum[2][LANES])
{
	double a0 = 0, a1 = 0, a2 = 0, a3 = 0, b0 = 0, b1 = 0, b2 = 0, b3 = 0;

	for (size_t i = 0; i < units; i++) {
		const double *row = strip[i];
		double a = weight[i], b = weight[units + i];

		a0 += a * row[0];
		a1 += a * row[1];
		a2 += a * row[2];
		a3 += a * row[3];
		b0 += b * row[0];
		b1 += b * row[1];
		b2 += b * row[2];
		b3 += b * row[3];
	}
	memcpy(sum[0], (double[LANES]){ a0, a1, a2, a3 }, sizeof sum[0]);
	memcpy(sum[1], (double[LANES]){ b0, b1, b2, b3 }, sizeof sum[1]);
}

static void put_ratios(const struct bootstrap *bootstrap, size_t strip, const double sum[LANES],
		       double *ratios)
{
	size_t first = strip * LANES / 2;

	for (size_t i = 0; i < LANES / 2 && first + i < bootstrap->cells; i++)
		ratios[first + i] = sum[2 * i + 1] > 0 ? sum[2 * i] / sum[2 * i + 1] : NAN;
}

static void run_batch(const struct bootstrap *bootstrap, size_t count, double *weights,
		      gsl_rng *random, double *ratios)
{
	size_t units = bootstrap->units, cells = bootstrap->cells;
	double sum[2][LANES];

	for (size_t b = 0; b < count; b++)
		draw_weights(weights + b * units, units, random);
	for (size_t s = 0; s < bootstrap->strips; s++)
		for (size_t b = 0; b < count; b += 2) {
			sum_strip((const double (*)[LANES])bootstrap->strip[s], weights + b * units,
				  units, sum);
			put_ratios(bootstrap, s, sum[0], ratios + b * cells);
			if (b + 1 < count)
				put_ratios(bootstrap, s, sum[1], ratios + (b + 1) * cells);
		}
}

void bootstrap_ratios(const struct bootstrap *bootstrap, size_t replicates, gsl_rng *random,
		      double *ratios)
{
	double *weights = mem_new(BATCH * bootstrap->units, sizeof *weights);
	int told = progress_begin(PROGRESS_COMPUTING, replicates);

	for (size_t done = 0; done < replicates; done += BATCH) {
		size_t count = replicates - done < BATCH ? replicates - done : BATCH;

		run_batch(bootstrap, count, weights, random, ratios + done * bootstrap->cells);
		if (told)
			progress_add(count);
	}
	if (told)
		progress_end();
	free(weights);
}
