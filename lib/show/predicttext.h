/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predicttext - what stands above a list of predictions: what they rest on, how earlier ones did,
 * and that they decide nothing. */
#ifndef VL_PREDICTTEXT_H
#define VL_PREDICTTEXT_H

#include "data/caseload.h"
#include "model/predict.h"

/* Paragraphs, an empty line between two; the caller frees. A bias of the latest half-year checked
 * comes first. */
char *predicttext_make(const struct predict *predict, const struct caseload *caseload,
		       const struct predict_settings *settings);
/* What whoever reads only the table must know as well: drift, a calibration line off the mark, open
 * cases that could not be predicted, cases that the case table does not have. */
void predicttext_warn(const struct predict *predict, const struct caseload *caseload,
		      const struct predict_settings *settings, const struct source *source,
		      struct findings *findings);

#endif
