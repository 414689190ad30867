/* SPDX-License-Identifier: GPL-3.0-or-later */
/* treatment - what becomes of each column of a table that is passed on under pseudonyms.
 *
 * The four canonical tables (verlauf-csv(5)) are told apart by their columns, under the names of
 * the profile: date makes consultations; fte staff; from, to or applied approvals;
 * first_contact, assigned or closed cases. Columns that the tools need keep their
 * canonical names and are treated by what they hold. All others are dropped, known ones among
 * them that describe a person beyond what the tools need (authority, residence, housing,
 * referred_to, reason), unless the rules ask for them. */
#ifndef VL_TREATMENT_H
#define VL_TREATMENT_H

#include "data/feed.h"
#include "data/source.h"

enum treatment {
	TREAT_DROP,
	TREAT_ID,               /* a pseudonym of the column's kind */
	TREAT_DATE,             /* of months: the first day */
	TREAT_LAST_DATE,        /* the last day of something; of months: the last day */
	TREAT_MINUTES,
	TREAT_NUMBER,           /* kept if it is one */
	TREAT_WORD,
	TREAT_TEXT              /* kept as it is since the rules ask for it */
};

enum pseudo_table { TABLE_CONSULTATIONS, TABLE_CASES, TABLE_APPROVALS, TABLE_STAFF, PSEUDO_TABLES };

extern const char *const pseudo_table_names[PSEUDO_TABLES];

/* How ids or columns are named by options that can be given several times. */
enum { RULE_NAMES_MAX = 100 };

struct rule_names {
	const char *name[RULE_NAMES_MAX];
	size_t count;
};

struct column_rules {
	struct rule_names ids;       /* COLUMN or COLUMN:KIND */
	struct rule_names keep, drop, coarsen;
};

struct treated_column {
	const char *name;            /* canonical, or the file's own; as long as the reader is open */
	enum treatment treatment;
	const char *kind;            /* of ids */
	int known;                   /* one of the canonical columns of the table */
	int coarsen;
};

/* One for each column of the file; the caller frees. NULL and a fault where the table is none of the
 * four, lacks what it needs, or a rule names a column that is not there or cannot be treated so. */
struct treated_column *treat_columns(struct feed *feed, const struct source *source,
				     const struct column_rules *rules, enum pseudo_table *table,
				     struct fault *fault);
/* Where the column of that canonical name stands, also if it is dropped; or -1. */
int treated_find(const struct treated_column *columns, size_t width, const char *name);

#endif
