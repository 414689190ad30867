/* SPDX-License-Identifier: GPL-3.0-or-later */
/* risk - which numbers of a table could tell of single cases, and which others would tell them.
 *
 * What both ways of publishing ask of a table, by blanks (model/protect) and by rounding
 * (model/keyround). A table without any count cannot be judged and is refused, as is one whose rows
 * are persons.
 *
 * Source of the p % rule: Hundepool et al., Statistical Disclosure Control (2012), 4.2. */
#ifndef VL_RISK_H
#define VL_RISK_H

#include "model/crosstab.h"

#define RISK_P 15         /* percent */

/* Columns that nobody may publish, or that are not known (STATUS_USAGE), counts that are none
 * (STATUS_DATA). */
int risk_check(const struct sheet *sheet, struct fault *fault);
/* By row: whether a few cases have nearly all of the hours, or with a crosstab, which may be NULL,
 * may have, as far as the standard error of a mean tells. NULL where the table knows neither that
 * nor the largest. The caller frees. */
unsigned char *risk_dominated(const struct sheet *sheet, const struct crosstab *crosstab);
/* Least positive count of the cases behind the row, over all rows about the same cases; 0 = none.
 * The caller frees. */
double *risk_least(const struct sheet *sheet, const struct crosstab *crosstab);
/* Whether the row is a difference or ratio of groups. */
int risk_compares(const struct sheet *sheet, size_t row);
/* Whether the row is of all groups, or a share, difference or ratio of them, and whether one of
 * them is marked: `marked` by row. */
int risk_follows(const struct sheet *sheet, const unsigned char *marked, size_t row);
/* Whether the row has cumulative hours, of this month or an earlier one that is marked. */
int risk_cumulative(const struct sheet *sheet, const unsigned char *marked, size_t row);
/* Whether the number there is a point of a smooth line with a marked month. */
int risk_smooth(const struct sheet *sheet, const unsigned char *marked, size_t row,
		   size_t column);

#endif
