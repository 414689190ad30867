/* SPDX-License-Identifier: GPL-3.0-or-later */
/* moments - the sums that ratios and their joint variance are made of, exactly and in one pass.
 *
 * With r_k = X_k / E_k, sums over units of x_k and e_k, Sigma of stats/ratio.h multiplied out is
 *
 *     Sigma_jk = (S(x_j x_k) - r_k S(x_j e_k) - r_j S(x_k e_j) + r_j r_k S(e_j e_k)) / (E_j E_k),
 *
 * S being sums over units. As differences of large numbers these lose all digits in floating point;
 * of whole numbers they are exact, and so neither the order of units nor how they are parted has
 * a say, and no r has to be known beforehand. Exposure is counted in parts of 1.
 *
 * Most units are under observation in runs of cells with the whole exposure of that cell, save for
 * a few at the ends, and have an outcome in few cells. So e_k = whole_k [k in a run] - lack_k, and
 * a unit costs the pairs of its outcomes, runs and lacks, not of its cells: what belongs to all
 * cells of a run is noted where it begins and ends, and added up once at the end. */
#ifndef VL_MOMENTS_H
#define VL_MOMENTS_H

#include "stats/ratio.h"

/* Larger outcomes than this do not fit; sums of up to 2^24 units do. */
#define MOMENTS_MOST ((int64_t)1 << 51)

struct moments_run {
	size_t from, to;         /* both inside */
};

/* A whole number above 0 at a cell. */
struct moments_mark {
	size_t at;
	int64_t size;
};

/* All ascending and inside the runs; what is not marked is 0. */
struct moments_unit {
	const struct moments_run *runs;
	const struct moments_mark *outcomes, *lacks;
	size_t run_count, outcome_count, lack_count;
};

struct moments;

/* whole: by cell, parts of exposure; part: how many of them make 1. Without `joint` there are sums
 * for r only. */
struct moments *moments_new(size_t cells, const int32_t *whole, double part, int joint);
/* What one with `joint` takes. */
size_t moments_bytes(size_t cells);
void moments_free(struct moments *moments);
void moments_add(struct moments *moments, const struct moments_unit *unit);
/* To the sums of one those of the other, of the same cells. */
void moments_join(struct moments *moments, const struct moments *from);
/* Whether an outcome was larger than MOMENTS_MOST: then nothing is right. */
int moments_too_large(const struct moments *moments);
/* The sums, before ratio_fix; after it Sigma, of the cells that it kept. */
void moments_sum(const struct moments *moments, struct ratio *ratio);
void moments_spread(const struct moments *moments, struct ratio *ratio);
/* One unit as cells; returns how many. */
size_t moments_cells(const struct moments *moments, const struct moments_unit *unit,
		     struct ratio_cell *cells);

#endif
