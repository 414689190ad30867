/* SPDX-License-Identifier: GPL-3.0-or-later */
/* treatment - what becomes of each column of a table that is passed on under pseudonyms.
 *
 * The four canonical tables (verlauf-csv(5)) are told apart by their columns, under the names of
 * the profile: date makes consultations; fte staff; from, to or applied approvals;
 * first_contact, assigned or closed cases. Columns that the tools need come out under their
 * canonical names, in the canonical order, treated by what they hold. All others are dropped,
 * known ones among them that describe a person beyond what the tools need (authority,
 * residence, housing, referred_to, reason), unless the rules ask for them; those come last. */
#ifndef VL_TREATMENT_H
#define VL_TREATMENT_H

#include "data/feed.h"

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
	const char *name;            /* canonical, or the file's own; as long as the feed is open */
	int column;                  /* of the feed */
	enum treatment treatment;
	const char *kind;            /* of ids */
	int known;                   /* one of the canonical columns of the table */
	int coarsen;
};

struct treatments {
	enum pseudo_table table;
	struct treated_column *columns;
	size_t count, capacity;
};

/* Open the file, see which table it is, and find its columns. NULL and a fault as feed_open; or
 * where the table is none of the four, lacks what it needs, or a rule names a column that is not
 * there or cannot be treated so. treatments_free in any case. */
struct feed *treatments_open(struct treatments *treatments, const struct source *source,
			     const struct column_rules *rules, struct findings *findings,
			     struct fault *fault);
void treatments_free(struct treatments *treatments);
/* The column of that canonical name, also if it is dropped; or NULL. */
const struct treated_column *treatments_find(const struct treatments *treatments,
					     const char *name);
/* Names of the file's columns that do not come out, or (TREAT_ID, TREAT_TEXT) of those treated so,
 * joined by ", "; the caller frees. */
char *treatments_dropped(const struct treatments *treatments, const struct feed *feed);
char *treatments_list(const struct treatments *treatments, enum treatment treatment);

#endif
