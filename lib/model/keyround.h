/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keyround - the numbers of a table rounded at random by a secret key, for tables that hang
 * together.
 *
 * A count n becomes n - r or n - r + 5, r the rest of n by 5, upwards if u < r / 5: on average
 * n, and 0 stays 0. u is no random number but a digest of the cell under a key: of the labels that
 * say which cases are meant (totals left out, so that `2026-10` and `2026-10, (all)` are one) and
 * of n. So a cell has the same value in every table and every report, and nothing is gained by
 * seeing it again; who does not have the key cannot tell n from it. Each total is rounded on its
 * own.
 *
 * Where fewer than k cases are behind a row, its events, hours and statistics are blank, where one
 * case has or may have nearly all hours (risk_dominated) its hours and statistics; so are
 * shares, differences and ratios with such a group in them, cumulative hours from such a month on,
 * and a smooth line with such a month. Hours stand as hours per published case (work without a case
 * has none). Amounts and statistics have three digits, shares two decimals, and means and shares of
 * n cases are told in steps of at least twice what an average case adds to them, 2 value / n or
 * 2 / n, so that two reports of which one has a case more do not tell of it; errors of forecasts
 * are those of the published numbers.
 *
 * Source: the cell key method, which takes the sum of record keys of the cell's cases for u
 * (Fraser and Wooton 2005, Australian Bureau of Statistics); a table knows no cases, so two
 * differently named cells with the same cases can be rounded differently here. */
#ifndef VL_KEYROUND_H
#define VL_KEYROUND_H

#include "data/key.h"
#include "model/crosstab.h"

#define KEYROUND_BASE 5

struct keyround {
	double *number;            /* by row and column of the sheet; NaN = nothing */
	unsigned char *blank;      /* by row and column: secret */
	unsigned char *dropped;    /* by column: would tell the number of cases */
	unsigned char *per_case;   /* by column: hours, now per published case */
	size_t rounded, blanks;
	int dominance_known;       /* the table tells, or lets tell, whether a case has nearly all hours */
};

/* The key for rounding, from a file as key_read takes it. */
struct key *keyround_key(const char *path, struct fault *fault);
/* Faults: as crosstab_read, but for the number of dimensions. keyround_free in any case. */
int keyround_make(struct keyround *round, const struct sheet *sheet, double k, struct key *key,
		  struct fault *fault);
void keyround_free(struct keyround *round);

/* The rounding itself: u from 0 to below 1. */
double keyround_number(double n, double u);

#endif
