/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earlytext - what came out about cases that came back early, in plain sentences of the reader's
 * language.
 *
 * Never more certain than the test: what chance may explain is said not to be shown, together
 * with the smallest difference that this number of cases would have shown. */
#ifndef VL_EARLYTEXT_H
#define VL_EARLYTEXT_H

#include "data/caseload.h"
#include "model/early.h"
#include "show/table.h"

struct earlytext_settings {
	int is_time;                  /* effort in hours */
	const char *by;
};

/* Window, cases, and those left out. */
void earlytext_note_cases(struct table *table, const struct caseload *caseload,
			  const struct landmark *landmark);
/* The finding for all cases, and the three means side by side. */
void earlytext_note_finding(struct table *table, const struct early *early,
			    const struct earlytext_settings *settings);
/* Everything, for each group of --by, in paragraphs; the caller frees. */
char *earlytext_explain(const struct early *early, const struct landmark *landmark,
			const struct earlytext_settings *settings);

#endif
