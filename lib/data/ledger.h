/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ledger - records row by row, for figures: who was there on which day, in which group.
 *
 * A caseload gives each case one group, that of its first contact; the ledger gives each record
 * its own. So its unit is an entry: a case, person or household within a group; its
 * name is the group's value, a separator, and the id. An empty id is work without a case.
 * In the ledger of all records (no --by, or the line "all") the name is the id. */
#ifndef VL_LEDGER_H
#define VL_LEDGER_H

#include "data/cases.h"
#include "data/record.h"
#include "data/store.h"

enum ledger_book { LEDGER_CONTACTS, LEDGER_NO_SHOWS, LEDGER_SESSIONS, LEDGER_PERSONS,
		   LEDGER_HOUSEHOLDS, LEDGER_EARLIER, LEDGER_BOOKS };

struct ledger {
	struct store *books[LEDGER_BOOKS];   /* sessions: shares of group sessions; earlier: days
					      * of cases before a stated window */
};

struct ledgers {
	struct intake intake;
	struct window window;
	struct case_table table;
	struct ledger all;
	struct ledger grouped;    /* with --by; otherwise no books */
	int has_groups;
	int has_persons;          /* a column person_id */
	int has_households;       /* household_id in the records or in the case table */
	int washout, silence;
};

int ledgers_read(struct ledgers *ledgers, const struct source *source,
		 struct findings *findings, struct fault *fault);
void ledgers_free(struct ledgers *ledgers);

/* The two parts of an entry's name; the first of one in the grouped ledger. */
size_t ledger_group_length(const char *name);
const char *ledger_id(const char *name);

#endif
