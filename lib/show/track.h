/* SPDX-License-Identifier: GPL-3.0-or-later */
/* track - an earlier forecast, as vl-forecast wrote it, held against what has come since.
 *
 * Read are the rows by month without a scenario whose month has been seen whole by now; spans,
 * scenarios, months seen already then, and fte are passed over. Beside each stands what came, the
 * error of the forecast (its median less what came), the narrowest band that held it, what the
 * stated naive rule ("as in that month of the last year known then") would have said, and how many
 * of the months so far lay in each band. (As the Washington State Caseload Forecast Council scores
 * its own.) Faults: no such table (STATUS_DATA); by other groups than asked for (STATUS_USAGE); no
 * month of it has been seen yet (STATUS_MODEL). */
#ifndef VL_TRACK_H
#define VL_TRACK_H

#include "model/forecast.h"
#include "show/table.h"

enum { TRACK_COLUMNS = 16 };

struct track {
	const struct forecast *now;      /* whose past is what came; NULL parts are not looked at */
	const char *by;                  /* or NULL */
	const char *const *labels;       /* by group, all together last */
	const char *hours;               /* name of the quantity */
	struct table_column columns[TRACK_COLUMNS];   /* filled in; the table needs them */
};

/* The caller frees; NULL and a fault, or refused findings. */
struct table *track_read(struct track *track, const char *path, struct findings *findings,
			 struct fault *fault);

#endif
