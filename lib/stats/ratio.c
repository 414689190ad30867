/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ratio - the common engine: ratios of sums over units, with their joint variance. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/ratio.h"

struct ratio *ratio_new(size_t cells)
{
	struct ratio *ratio = mem_new(1, sizeof *ratio);

	ratio->cells = cells;
	ratio->n = mem_new(cells, sizeof *ratio->n);
	ratio->seen = mem_new(cells, sizeof *ratio->seen);
	ratio->x = mem_new(cells, sizeof *ratio->x);
	ratio->e = mem_new(cells, sizeof *ratio->e);
	ratio->largest = mem_new(cells, sizeof *ratio->largest);
	ratio->r = mem_new(cells, sizeof *ratio->r);
	return ratio;
}

void ratio_free(struct ratio *ratio)
{
	if (!ratio)
		return;
	free(ratio->n);
	free(ratio->seen);
	free(ratio->x);
	free(ratio->e);
	free(ratio->largest);
	free(ratio->r);
	free(ratio->sigma);
	free(ratio->psi);
	free(ratio);
}

void ratio_sum(struct ratio *ratio, const struct ratio_cell *cells, size_t count)
{
	ratio->units++;
	for (size_t i = 0; i < count; i++) {
		size_t k = cells[i].index;

		ratio->n[k]++;
		ratio->seen[k] += cells[i].x > 0;
		ratio->x[k] += cells[i].x;
		ratio->e[k] += cells[i].e;
		if (cells[i].x > ratio->largest[k])
			ratio->largest[k] = cells[i].x;
	}
}

void ratio_fix(struct ratio *ratio, size_t cells)
{
	ratio->cells = cells;
	for (size_t k = 0; k < cells; k++)
		ratio->r[k] = ratio->e[k] > 0 ? ratio->x[k] / ratio->e[k] : NAN;
	ratio->sigma = mem_new(cells * cells, sizeof *ratio->sigma);
	ratio->psi = mem_new(cells, sizeof *ratio->psi);
}

/* psi psi' into the lower triangle for cells that follow each other; two rows at a time, since most
 * of the time went into loading psi again for each. */
static void spread_run(double *restrict sigma, size_t width, const double *restrict psi,
		       size_t used)
{
	size_t i = 0;

	for (; i + 1 < used; i += 2) {
		double *restrict upper = sigma + i * width, *restrict lower = upper + width;
		double a = psi[i], b = psi[i + 1];

		for (size_t j = 0; j <= i; j++) {
			upper[j] += a * psi[j];
			lower[j] += b * psi[j];
		}
		lower[i + 1] += b * b;
	}
	if (i < used)
		for (size_t j = 0; j <= i; j++)
			sigma[i * width + j] += psi[i] * psi[j];
}

/* Only the lower triangle. Cells of a unit are mostly one run, so the general form with gaps costs
 * no more than a branch. */
void ratio_spread(struct ratio *ratio, const struct ratio_cell *cells, size_t count)
{
	double *psi = ratio->psi;
	size_t width = ratio->cells, used = 0, first;

	while (used < count && cells[used].index < width) {
		size_t k = cells[used].index;

		psi[used] = (cells[used].x - ratio->r[k] * cells[used].e) / ratio->e[k];
		used++;
	}
	if (!used)
		return;
	first = cells[0].index;
	if (cells[used - 1].index - first + 1 == used) {
		spread_run(ratio->sigma + first * width + first, width, psi, used);
		return;
	}
	for (size_t i = 0; i < used; i++) {
		double *row = ratio->sigma + cells[i].index * width;

		for (size_t j = 0; j <= i; j++)
			row[cells[j].index] += psi[i] * psi[j];
	}
}

void ratio_finish(struct ratio *ratio)
{
	for (size_t i = 0; i < ratio->cells; i++)
		for (size_t j = 0; j < i; j++)
			ratio->sigma[j * ratio->cells + i] = ratio->sigma[i * ratio->cells + j];
}

static double factor(const struct ratio *ratio, int small_sample)
{
	double units = (double)ratio->units;

	if (!small_sample)
		return 1;
	return units > 1 ? units / (units - 1) : NAN;
}

double ratio_variance(const struct ratio *ratio, size_t k, int small_sample)
{
	return factor(ratio, small_sample) * ratio->sigma[k * ratio->cells + k];
}

double ratio_linear(const struct ratio *ratio, const double *w, int small_sample)
{
	double sum = 0;

	for (size_t i = 0; i < ratio->cells; i++) {
		double row = 0;

		if (w[i] == 0)
			continue;
		for (size_t j = 0; j < ratio->cells; j++)
			row += w[j] == 0 ? 0 : w[j] * ratio->sigma[i * ratio->cells + j];
		sum += w[i] * row;
	}
	return factor(ratio, small_sample) * (sum > 0 ? sum : 0);
}
