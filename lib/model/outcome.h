/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outcome - what becomes of single made-up cases, and of the service after its export ends.
 *
 * The case's true expectation and true probability are those of one who knows its traits and
 * where it stands (a state of its mechanism) at a time, and knows the calendar and the
 * load of the service to come: OUTCOME_REPLAYS lives from there on, of which one more
 * became the record. A method that sees only the records can at best be calibrated to them.
 *
 *   landmark  the 365 days after day 56 of the case, for cases that begin in the
 *             export and whose day 56 lies in it
 *   open      the 365 days after the export, for cases with a contact in its last 183 days
 *             that do not begin in its last, incomplete week
 *
 * Random streams: "truth.landmark" and "truth.open" by case number. */
#ifndef VL_OUTCOME_H
#define VL_OUTCOME_H

#include "model/population.h"

enum { OUTCOME_REPLAYS = 200, OUTCOME_MONTHS = 24, OUTCOME_THRESHOLD = 35 };

struct outcome {
	double expected, expected_se;   /* hours */
	double over, over_se;           /* P(hours >= OUTCOME_THRESHOLD) */
	double came;                    /* hours on record */
};

/* Months after the export, from the first on. Group sessions do not count. */
struct outcome_path {
	double hours[OUTCOME_MONTHS];
	double known_hours[OUTCOME_MONTHS];     /* of cases that began before the end */
	int active_cases[OUTCOME_MONTHS];
	int new_cases[OUTCOME_MONTHS];
};

/* 1, or 0 where the case is none of these. The population must have lived on for
 * OUTCOME_MONTHS after the export. */
int outcome_landmark(struct outcome *outcome, const struct population *population, size_t index);
int outcome_open(struct outcome *outcome, const struct population *population, size_t index);
void outcome_path(struct outcome_path *path, const struct population *population);

#endif
