/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bootstrap - ratios of sums for services drawn anew from the units. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/progress.h"
#include "stats/bootstrap.h"

/* Replicates that run side by side, and units at a time: their weights stay in the first-level
 * cache. */
enum { BATCH = 8, CHUNK = 256 };

/* The units that have something in a cell, ascending. */
struct column {
	size_t count, capacity;
	double (*pair)[2];              /* x and e */
	uint32_t *unit;
};

struct bootstrap {
	size_t cells;
	uint32_t units;
	struct column *column;
};

/* Of one batch. */
struct run {
	const struct bootstrap *bootstrap;
	double (*weight)[BATCH];        /* by unit: how often it was drawn */
	double (*sum)[2][BATCH];        /* by cell */
	size_t *at;                     /* by cell: how far the units have been added */
};

struct bootstrap *bootstrap_new(size_t cells)
{
	struct bootstrap *bootstrap = mem_new(1, sizeof *bootstrap);

	bootstrap->cells = cells;
	bootstrap->column = mem_new(cells, sizeof *bootstrap->column);
	return bootstrap;
}

void bootstrap_free(struct bootstrap *bootstrap)
{
	if (!bootstrap)
		return;
	for (size_t k = 0; k < bootstrap->cells; k++) {
		free(bootstrap->column[k].pair);
		free(bootstrap->column[k].unit);
	}
	free(bootstrap->column);
	free(bootstrap);
}

static void make_room(struct column *column)
{
	if (column->count < column->capacity)
		return;
	column->capacity = column->capacity ? 2 * column->capacity : 64;
	column->pair = mem_resize(column->pair, column->capacity, sizeof *column->pair);
	column->unit = mem_resize(column->unit, column->capacity, sizeof *column->unit);
}

void bootstrap_add(struct bootstrap *bootstrap, const struct ratio_cell *cells, size_t count)
{
	for (size_t i = 0; i < count && cells[i].index < bootstrap->cells; i++) {
		struct column *column = &bootstrap->column[cells[i].index];

		make_room(column);
		column->pair[column->count][0] = cells[i].x;
		column->pair[column->count][1] = cells[i].e;
		column->unit[column->count++] = bootstrap->units;
	}
	bootstrap->units++;
}

/* ---- what single units make up -------------------------------------------------- */

static double exposure_of(const struct column *column)
{
	double sum = 0;

	for (size_t i = 0; i < column->count; i++)
		sum += column->pair[i][1];
	return sum;
}

struct bootstrap_share bootstrap_share(const struct bootstrap *bootstrap, const double *weights,
				       size_t first, size_t count)
{
	double *own = mem_new(bootstrap->units, sizeof *own);
	unsigned char *seen = mem_new(bootstrap->units, 1);
	struct bootstrap_share share = { 0, 0 };

	for (size_t k = 0; k < count && first + k < bootstrap->cells; k++) {
		const struct column *column = &bootstrap->column[first + k];
		double exposure = weights[k] != 0 ? exposure_of(column) : 0;

		for (size_t i = 0; exposure > 0 && i < column->count; i++) {
			own[column->unit[i]] += weights[k] * column->pair[i][0] / exposure;
			seen[column->unit[i]] |= column->pair[i][0] > 0;
		}
	}
	for (uint32_t i = 0; i < bootstrap->units; i++) {
		share.largest = fmax(share.largest, own[i]);
		share.seen += seen[i];
	}
	free(own);
	free(seen);
	return share;
}

/* ---- replicates ------------------------------------------------------------------ */

/* How often each unit is drawn. The high bits of a product give an index without a division; the
 * shares of the units then differ by less than G / 2^32. */
static void draw_weights(double (*weight)[BATCH], size_t units, size_t count, gsl_rng *random)
{
	memset(weight, 0, units * sizeof *weight);
	for (size_t b = 0; b < count; b++)
		for (size_t i = 0; i < units; i++)
			weight[((uint64_t)gsl_rng_get(random) * units) >> 32][b] += 1;
}

/* Of a column from its place `at` the units before `end`, for all replicates at once; returns the
 * next place. */
static size_t add_units(const struct column *column, size_t at, uint32_t end,
			const double (*weight)[BATCH], double sum[2][BATCH])
{
	double x[BATCH], e[BATCH];

	for (int b = 0; b < BATCH; b++) {
		x[b] = sum[0][b];
		e[b] = sum[1][b];
	}
	for (; at < column->count && column->unit[at] < end; at++) {
		const double *w = weight[column->unit[at]];
		double each_x = column->pair[at][0], each_e = column->pair[at][1];

		for (int b = 0; b < BATCH; b++) {
			x[b] += w[b] * each_x;
			e[b] += w[b] * each_e;
		}
	}
	for (int b = 0; b < BATCH; b++) {
		sum[0][b] = x[b];
		sum[1][b] = e[b];
	}
	return at;
}

/* Each sum is added up in the order of the units. */
static void add_chunk(const struct run *run, uint32_t end)
{
	for (size_t k = 0; k < run->bootstrap->cells; k++)
		run->at[k] = add_units(&run->bootstrap->column[k], run->at[k], end,
				       (const double (*)[BATCH])run->weight, run->sum[k]);
}

static void run_batch(const struct run *run, size_t count, gsl_rng *random, double *ratios)
{
	const struct bootstrap *bootstrap = run->bootstrap;

	draw_weights(run->weight, bootstrap->units, count, random);
	memset(run->sum, 0, bootstrap->cells * sizeof *run->sum);
	memset(run->at, 0, bootstrap->cells * sizeof *run->at);
	for (uint32_t from = 0; from < bootstrap->units; from += CHUNK)
		add_chunk(run, from + CHUNK);
	for (size_t b = 0; b < count; b++)
		for (size_t k = 0; k < bootstrap->cells; k++)
			*ratios++ = run->sum[k][1][b] > 0 ? run->sum[k][0][b] / run->sum[k][1][b] :
							    NAN;
}

void bootstrap_ratios(const struct bootstrap *bootstrap, size_t replicates, gsl_rng *random,
		      double *ratios)
{
	struct run run = { bootstrap, mem_new(bootstrap->units, sizeof *run.weight),
			   mem_new(bootstrap->cells, sizeof *run.sum),
			   mem_new(bootstrap->cells, sizeof *run.at) };
	int told = progress_begin(PROGRESS_COMPUTING, replicates);

	for (size_t done = 0; done < replicates; done += BATCH) {
		size_t count = replicates - done < BATCH ? replicates - done : BATCH;

		run_batch(&run, count, random, ratios + done * bootstrap->cells);
		if (told)
			progress_add(count);
	}
	if (told)
		progress_end();
	free(run.weight);
	free(run.sum);
	free(run.at);
}
