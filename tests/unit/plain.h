/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plain - the sums and Sigma of stats/ratio.h as its formulas have them, unit by unit: what the
 * exact sums of stats/moments.h and the curve of stats/mcf.h are compared with. Two passes over the
 * same units: plain_sum for each, ratio_fix, plain_spread for each. A unit names only cells with
 * exposure. */
#ifndef VL_TEST_PLAIN_H
#define VL_TEST_PLAIN_H

#include <math.h>

#include "stats/ratio.h"

__attribute__((unused))
static void plain_sum(struct ratio *ratio, const struct ratio_cell *cells, size_t count)
{
	ratio->units++;
	for (size_t i = 0; i < count; i++) {
		size_t k = cells[i].index;

		ratio->n[k]++;
		ratio->seen[k] += cells[i].x > 0;
		ratio->x[k] += cells[i].x;
		ratio->e[k] += cells[i].e;
		ratio->largest[k] = fmax(ratio->largest[k], cells[i].x);
	}
}

__attribute__((unused))
static double plain_psi(const struct ratio *ratio, const struct ratio_cell *cell)
{
	return (cell->x - ratio->r[cell->index] * cell->e) / ratio->e[cell->index];
}

/* Sigma += psi psi'. Cells that ratio_fix left out are ignored. */
__attribute__((unused))
static void plain_spread(struct ratio *ratio, const struct ratio_cell *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++)
			if (cells[i].index < ratio->cells && cells[j].index < ratio->cells)
				ratio->sigma[cells[i].index * ratio->cells + cells[j].index] +=
					plain_psi(ratio, &cells[i]) * plain_psi(ratio, &cells[j]);
}

#endif
