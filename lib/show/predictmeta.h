/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predictmeta - how predictions, and their check, came about, for --meta. */
#ifndef VL_PREDICTMETA_H
#define VL_PREDICTMETA_H

#include "model/predict.h"
#include "show/output.h"

struct predictmeta {
	const char *result;              /* "rows", "check" or "explain" */
	const char *model;               /* file of the prognosis, or NULL */
	double min_prob;
	const struct predict_settings *settings;
};

void predictmeta_put(struct meta *meta, const struct predictmeta *what,
		     const struct predict *predict);

#endif
