/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rolling - the prognosis as it would have been in earlier half-years, against what came.
 *
 * At the end of each half-year T a prognosis is fitted on the cases whose outcome was seen whole
 * by then, and predicts the cases whose landmark lies in the next half-year and whose outcome the
 * window shows whole. Only origins count at which the prognosis was of the final kind or of a
 * better one. With fewer than 3 such origins ten folds by case instead: each tenth of the former
 * cases, in order of their ids, is predicted from the others. What was recorded later changes
 * no prediction. (verlauf-methods(7), "The check".) */
#ifndef VL_ROLLING_H
#define VL_ROLLING_H

#include "model/prognosis.h"
#include "model/trial.h"

enum { ROLLING_ORIGINS_LEAST = 3, ROLLING_FOLDS = 10 };

/* `final` is fitted on all of the window, or read from a file: then it is not fitted anew but
 * predicts all former cases. 0, or -1 and a fault; trials_free in either case. */
int rolling_check(struct trials *trials, const struct firstweeks *firstweeks,
		  const struct prognosis *final, double threshold, int32_t seen,
		  unsigned long seed, struct fault *fault);

#endif
