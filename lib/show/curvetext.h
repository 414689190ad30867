/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curvetext - what an effort curve means, in plain sentences of the reader's language.
 *
 * Never more certain than the intervals: what chance may explain is said not to be shown. */
#ifndef VL_CURVETEXT_H
#define VL_CURVETEXT_H

#include "model/curve.h"
#include "model/shape.h"

struct curvetext_settings {
	enum curve_measure measure;   /* not cumulative */
	int same_months;              /* 0 = without same_cases */
	int is_time;                  /* effort in hours */
	const char *by;
	struct shape_settings shape;
};

/* Paragraphs, terminated; the caller frees. */
char *curvetext_explain(const struct curve *curve, const struct curvetext_settings *settings);

#endif
