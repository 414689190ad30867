/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earlycurve - the effort curves of cases that came back early and of the others, and by how much
 * they differ in each month.
 *
 * The curves are those of model/curve for the cases past their landmark. Up to the landmark they
 * differ by definition: these months are no outcome. The difference of a month after it has
 * Welch's interval, and a joint band over all its months: the same interval at the level at which
 * the largest of all standardised differences stays below its 95 % quantile (stats/band.h). */
#ifndef VL_EARLYCURVE_H
#define VL_EARLYCURVE_H

#include "model/curve.h"
#include "model/landmark.h"

enum { EARLYCURVE_MEASURES = CURVE_PER_SEEN + 1 };   /* per_case, per_open, per_seen */

struct earlycurve_group {
	const char *label;                    /* of --by; NULL = all cases */
	struct curve curve;
	const struct curve_group *sides[2];   /* its groups early and not early */
	/* Early less not early; points up to the landmark are empty, `total` always. */
	struct curve_line differences[EARLYCURVE_MEASURES];
};

struct earlycurve {
	struct earlycurve_group *groups;      /* with a case past its landmark; all cases last */
	size_t count;
	size_t first;                         /* first month that lies wholly after the landmark */
	struct intern *names;                 /* of the two sides */
};

/* Faults: as curve_fit. earlycurve_free in any case. */
int earlycurve_fit(struct earlycurve *to, const struct caseload *caseload,
		   const struct landmark *landmark, const struct curve_settings *settings,
		   struct fault *fault);
void earlycurve_free(struct earlycurve *earlycurve);

#endif
