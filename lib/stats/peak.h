/* SPDX-License-Identifier: GPL-3.0-or-later */
/* peak - where a curve is highest, as the set of cells that cannot be excluded.
 *
 * Means of three neighbouring cells m_k = (r_k-1 + r_k + r_k+1) / 3 take the noise of single
 * cells out. Cell k is in the set unless some m_j is larger by more than chance allows when
 * k is the highest: T_k = max_j (m_j - m_k) / se_jk is at most the `level` quantile of the
 * same maximum for normal means with their covariance. The set contains the true
 * peak with at least that probability, also where the top is flat. (Hsu 1996; Mogstad,
 * Romano, Shaikh & Wilhelm 2024, Review of Economic Studies 91:476-518.)
 * The usual bootstrap of the highest cell does not keep its level there. */
#ifndef VL_PEAK_H
#define VL_PEAK_H

#include <stddef.h>
#include <stdint.h>
#include "stats/interval.h"
#include "stats/normal.h"

struct peak {
	size_t at;               /* the highest mean; of several the first */
	size_t first, last;      /* ends of the set */
	uint8_t *kept;           /* by cell; the outermost cells have no mean and are never kept */
	double value;            /* m at the peak */
	/* For the highest of the true means, wherever it lies: the largest lower and upper limits
	 * of a simultaneous band (gamma) of all of them. */
	struct interval limits;
};

/* sigma: covariance of r, cells x cells; weight: of the largest single outcome of each cell
 * (stats/interval.h). 0, or -1 for fewer than 3 cells or where no mean has a variance; peak_free
 * in either case. */
int peak_find(struct peak *peak, const double *r, const double *sigma, const double *weight,
	      size_t cells, double level, size_t replicates, struct normal *random);
void peak_free(struct peak *peak);

#endif
