/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish - a stored table on its way to the public: what its columns hold, the protected table,
 * the audit, and what was done in sentences.
 *
 * Columns are known by their names, by the user's word, or as texts, which are labels. Where all
 * numbers are of unknown columns, one of them is called `total` (Sum, gesamt ...) and it is the
 * sum of the others in every row, the columns are the classes of one count. */
#ifndef VL_PUBLISH_H
#define VL_PUBLISH_H

#include <stdio.h>

#include "model/keyround.h"
#include "model/protect.h"
#include "show/output.h"
#include "show/stored.h"

enum { PUBLISH_NAMES_MAX = 100, PUBLISH_SENTENCES_MAX = 5 };

struct publish_names {
	const char *name[PUBLISH_NAMES_MAX];
	size_t count;
};

struct publish_choice {
	struct publish_names count, amount, keep;
	const char *total;
};

struct publish {
	struct sheet sheet;
	char **texts;                  /* what sheet.text points into */
	struct table *table;           /* protected; NULL = not yet */
	struct table_column *columns;
	size_t width;
	char *said[PUBLISH_SENTENCES_MAX];   /* what was done, a sentence each */
	size_t said_count;
};

/* Columns that the user named must be there (STATUS_USAGE); the table must be one that can be
 * judged (risk_check). publish_free in any case. */
int publish_read(struct publish *publish, const struct stored *stored,
		 const struct publish_choice *choice, struct fault *fault);
void publish_free(struct publish *publish);
/* The table with blanks, or rounded, its sentences above it. */
void publish_blanks(struct publish *publish, const struct stored *stored,
		    const struct protect *protect, long k);
void publish_rounded(struct publish *publish, const struct stored *stored,
		     const struct keyround *round, long k);

/* The limits of each blank, a table in CSV; 0, or -1 and a fault. */
int publish_audit(const char *path, const struct publish *publish, const struct protect *protect,
		  struct fault *fault);

#endif
