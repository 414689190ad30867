/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wanted - which predictions are worth a row: of cases that reach a chance, and have no approval
 * for more hours yet. */
#ifndef VL_WANTED_H
#define VL_WANTED_H

#include "data/source.h"
#include "model/predict.h"

struct wanted_choice {
	const struct source *source;     /* with its approvals, or without */
	int32_t from;                    /* of the predictions; DATE_UNKNOWN: after the window */
	double least;                    /* chance */
};

/* By row: 0 = left out. An approval counts that covers the day on which the predictions begin.
 * Faults and findings: as service_new. */
int wanted_find(unsigned char *wanted, const struct predict *predict,
		const struct caseload *caseload, const struct wanted_choice *choice,
		struct findings *findings, struct fault *fault);

#endif
