/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases - the case table: what is known of a case besides its consultations.
 *
 * cases.csv (verlauf-csv(5)): case_id, and where known first_contact, assigned, closed,
 * persons, household_id. The same profile as the consultations; one row a case. */
#ifndef VL_CASES_H
#define VL_CASES_H

#include "data/date.h"
#include "data/intern.h"
#include "data/service.h"
#include "data/source.h"

struct case_entry {
	int32_t first_contact, assigned, closed;   /* or DATE_UNKNOWN */
	int32_t persons;                /* 0 = unknown */
	uint32_t household;             /* number in households, or INTERN_NONE */
	uint32_t by;                    /* number in by, or INTERN_NONE */
	uint32_t service;               /* number in services, or INTERN_NONE */
};

struct case_table {
	struct intern *ids;             /* entries by number */
	struct intern *households;
	struct intern *by;              /* values of the column of --by, where the table has it */
	struct service_rule *rule;      /* or NULL: services as the table says */
	struct intern *services;        /* with source->service */
	struct case_entry *entries;
	size_t capacity;
	int has_persons, has_household;
};

/* Read source->cases_file; an empty table where that is NULL. Findings: two rows for one
 * case, closed before first contact, cells that cannot be read. 0, or -1 and a fault;
 * cases_free in either case. */
int cases_read(struct case_table *table, const struct source *source, struct findings *findings,
	       struct fault *fault);
void cases_free(struct case_table *table);
/* Whether a case is in the table, and what is known of it; all unknown where it is not in the
 * table. */
int cases_has(const struct case_table *table, const char *id);
struct case_entry cases_find(const struct case_table *table, const char *id);

#endif
