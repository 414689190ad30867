/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures - what a service did, by month, quarter, half-year or year.
 *
 * Additive figures (consultations, hours, no-shows, group hours) are sums over records and add up
 * over periods and groups. Cases, persons and households are counted once in a period (and
 * group), so they do not add up. Figures of a group are those of its records alone.
 *
 *   active      cases with a contact in the period
 *   new         cases whose first contact lies in it (in a group: the first in the group)
 *   ended       cases one of whose spells (data/spell.h) ends in it
 *   open        cases open at some time in it
 *   reopened    cases that come back after a spell had ended; so from month to month
 *               open = open before - ended before + new + reopened
 *
 * What is not known yet is not printed: ended for as long as a silence may still end, new, reopened
 * and open in the washout unless all first contacts are stated, reopened and open, and new in
 * groups, also in the first g months where cases began before the window. Open cases of the last g
 * months count who has not been silent for more than g months yet: an upper bound, printed as
 * provisional. Periods that are not whole inside the window are provisional. (verlauf-methods(7),
 * "FIGURES", "WINDOW, WASHOUT, SPELLS".)
 */
#ifndef VL_FIGURES_H
#define VL_FIGURES_H

#include "data/date.h"
#include "data/ledger.h"

enum figure { FIGURE_CONSULTATIONS, FIGURE_EFFORT, FIGURE_ACTIVE, FIGURE_NEW, FIGURE_ENDED,
	      FIGURE_OPEN, FIGURE_HOUSEHOLDS, FIGURE_PERSONS, FIGURE_NO_SHOWS,
	      FIGURE_GROUP_EFFORT, FIGURE_REOPENED,
	      FIGURE_LARGEST, FIGURE_SECOND,     /* effort of the two cases with most */
	      FIGURE_ALL,                        /* effort of all cases: without work without a case */
	      FIGURES };

enum figure_state {
	FIGURE_KNOWN,
	FIGURE_NOT_ASKED,         /* the export has no such column */
	FIGURE_PROVISIONAL,       /* printed, but may still change when more months have passed */
	FIGURE_LATER,             /* cannot be known before more months have passed */
	FIGURE_UNRELIABLE         /* cannot be known from this export */
};

struct figures_cell {
	double value[FIGURES];              /* effort in hours, or in the column's unit */
	unsigned char state[FIGURES];       /* enum figure_state */
};

struct figures_group {
	char *label;                        /* NULL = all records; "" = no value */
	struct figures_cell *cells;         /* by period */
};

struct figures {
	enum period_kind kind;
	int32_t first_period;
	size_t periods;
	unsigned char *provisional;         /* by period */
	struct figures_group *groups;       /* in order of their labels, all records last */
	size_t group_count;
};

struct figures_settings {
	enum period_kind kind;
	int largest;          /* also the effort of the two cases with most and of all, for the
			       * protection of the table */
	size_t threads;
};

/* Cannot fail. figures_free afterwards. */
void figures_count(struct figures *figures, const struct ledgers *ledgers,
		   const struct figures_settings *settings);
void figures_free(struct figures *figures);

#endif
