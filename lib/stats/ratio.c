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
	free(ratio);
}

void ratio_fix(struct ratio *ratio, size_t cells)
{
	ratio->cells = cells;
	for (size_t k = 0; k < cells; k++)
		ratio->r[k] = ratio->e[k] > 0 ? ratio->x[k] / ratio->e[k] : NAN;
	ratio->sigma = mem_new(cells * cells, sizeof *ratio->sigma);
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
