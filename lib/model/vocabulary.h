/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vocabulary - what the columns of a table to be published hold, by the names of verlauf-tables(5).
 *
 * Counts have cases, households or persons as their unit; parts count some of them (the new
 * ones), so that a small part does not make the whole row small; events and amounts are done for
 * the cases of the row; statistics are computed from them. In a long table the column `quantity` or
 * `measure` says what the column `value` holds. */
#ifndef VL_VOCABULARY_H
#define VL_VOCABULARY_H

enum role {
	ROLE_UNKNOWN,
	ROLE_LABEL,         /* tells rows apart: a period, a service */
	ROLE_SERIES,        /* tells apart what is measured in rows about the same cases */
	ROLE_KEEP,          /* says nothing about cases */
	ROLE_FLAG,
	ROLE_COUNT, ROLE_PART, ROLE_EVENTS, ROLE_AMOUNT, ROLE_STATISTIC,
	ROLE_LARGEST,       /* the amount of the case with most, of the next and of all cases: for the */
	ROLE_SECOND,        /* p% rule */
	ROLE_CASES,
	ROLE_PERSONAL       /* a row is about one person: not to be published at all */
};

/* ROLE_UNKNOWN where the name is not ours. */
enum role vocabulary_role(const char *name);
/* Whether the column holds what the row's quantity or measure names. */
int vocabulary_is_value(const char *name);

#endif
