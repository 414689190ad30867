/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bootstrap - ratios of sums for services drawn anew from the units.
 *
 * A replicate draws G of the G units with replacement (Efron 1979; with clusters Davison
 * & Hinkley 1997, section 3.8) and gives r_k = sum w_i x_ik / sum w_i e_ik, w_i being how often
 * unit i was drawn. For quantities without influence values, such as the borders of
 * phases; for the ratios themselves stats/interval.h is better.
 *
 * Units are kept by cell, 20 bytes where a unit has something in it. Eight replicates run over them
 * side by side, some hundred units at a time, whose weights stay in the processor's cache; each sum
 * is added up in the order of the units, whatever this number. */
#ifndef VL_BOOTSTRAP_H
#define VL_BOOTSTRAP_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include "stats/ratio.h"

struct bootstrap;

struct bootstrap *bootstrap_new(size_t cells);
void bootstrap_free(struct bootstrap *bootstrap);
/* One unit; cells past the last are ignored. */
void bootstrap_add(struct bootstrap *bootstrap, const struct ratio_cell *cells, size_t count);
/* What the unit with most of it makes up of sum_k w_k r_k over the cells first, first + 1, ..:
 * sum_k w_k x_ik / sum_j e_jk; and how many units have an outcome above 0 in a cell with a
 * weight. */
struct bootstrap_share {
	double largest;
	double seen;
};
struct bootstrap_share bootstrap_share(const struct bootstrap *bootstrap, const double *weights,
				       size_t first, size_t count);
/* Replicates x cells ratios, row by row; NaN where a replicate has no exposure. */
void bootstrap_ratios(const struct bootstrap *bootstrap, size_t replicates, gsl_rng *random,
		      double *ratios);

#endif
