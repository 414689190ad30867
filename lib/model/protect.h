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
 * What is at risk, and what would tell of it, is model/risk's to say, for rounding as well.
 * In a report, where tables hang together, model/keyround is the way instead.
 *
 * Sources: verlauf-methods(7), "PROTECTION OF TABLES"; p% rule: Hundepool et al., Statistical
 * Disclosure Control (2012), 4.2. */
#ifndef VL_PROTECT_H
#define VL_PROTECT_H

#include "model/crosstab.h"

#define PROTECT_K 5

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
	int error_known;              /* otherwise: it has means with their standard errors */
	size_t doubtful;              /* by these: printed rows of which, by their standard error, one
				       * case may have nearly all */
};

/* Faults: as crosstab_read. protect_free in any case. */
int protect_blank(struct protect *protect, const struct sheet *sheet, double k,
		  struct fault *fault);
void protect_free(struct protect *protect);

#endif
