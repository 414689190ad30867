/* SPDX-License-Identifier: GPL-3.0-or-later */
/* protect - which numbers of a table must not be published as they are.
 *
 * By blanks: a cell of the crosstab (all that is printed about the same cases) is primary if
 * one of its counts is above 0 and below k, or if what all but the two largest cases contribute to
 * its hours is less than p % of the largest (where the table knows them). Then stats/suppress
 * leaves further cells blank, in all their counts, events and amounts alike, so that no difference
 * gives a primary one away: its counts keep a range of at least k, its amounts one of 2 p % of
 * their value. Parts of the counts (new cases) are judged on their own after that, since a small
 * part does not make the rest small. Zeros are printed. Statistics go with their row. Rows that
 * would give others away follow them: shares, differences and ratios of vl-early, cumulative hours
 * from the first blank month on, a smooth line with a blank month; model/balance blanks what stock
 * and flow would tell.
 *
 * A table without any count cannot be judged and is refused, as is one whose rows are persons.
 * In a report, where tables hang together, model/keyround is the way instead.
 *
 * Sources: METHODS 6; p% rule: Hundepool et al., Statistical Disclosure Control (2012), 4.2. */
#ifndef VL_PROTECT_H
#define VL_PROTECT_H

#include "model/crosstab.h"

#define PROTECT_K 5
#define PROTECT_P 15      /* percent */

enum protect_mark {
	PROTECT_SHOWN,
	PROTECT_PRIMARY,      /* below k, or dominated */
	PROTECT_SECONDARY,    /* blank to protect others */
	PROTECT_FOLLOWS       /* computed from what is blank */
};

struct protect_cell {
	unsigned char mark;           /* enum protect_mark */
	int audited;                  /* whether limits are known */
	double lower, upper;          /* what can be told from the printed table; upper may be infinite */
};

struct protect {
	struct protect_cell *cells;   /* by row and column of the sheet */
	size_t primary, secondary, follow;   /* how many numbers */
	size_t one_group;             /* lines all of whose cases lie in one cell */
	int dominance_known;          /* the table tells the largest contributors */
};

/* Columns that nobody may publish, or that are not known (STATUS_USAGE), counts that are none
 * (STATUS_DATA). */
int protect_check(const struct sheet *sheet, struct fault *fault);
/* By row: whether a few cases have nearly all of the hours. NULL where the table does not know the
 * largest. The caller frees. */
unsigned char *protect_dominated(const struct sheet *sheet);
/* Least positive count of the cases behind the row, over all rows about the same cases; 0 = none.
 * The caller frees. */
double *protect_least(const struct sheet *sheet, const struct crosstab *crosstab);
/* Whether the row is a share, difference or ratio of groups, and whether one of them is marked:
 * `marked` by row. */
int protect_follows(const struct sheet *sheet, const unsigned char *marked, size_t row);
/* Whether the row has cumulative hours, of this month or an earlier one that is marked. */
int protect_cumulative(const struct sheet *sheet, const unsigned char *marked, size_t row);
/* Whether the number there is a point of a smooth line with a marked month. */
int protect_smooth(const struct sheet *sheet, const unsigned char *marked, size_t row,
		   size_t column);

/* Faults: as crosstab_read. protect_free in any case. */
int protect_blank(struct protect *protect, const struct sheet *sheet, double k,
		  struct fault *fault);
void protect_free(struct protect *protect);

#endif
