/* SPDX-License-Identifier: GPL-3.0-or-later */
/* service - which of the three services a consultation belongs to, by rule.
 *
 * Special (Fachleistung) inside an approval; otherwise welcome (Willkommensleistung) in the 12
 * months after the case was assigned; otherwise general (Integrationsbüro). An
 * approval counts from its first to its last day, both included, also where they lie before the
 * decision; refused and undecided ones have no dates and do not count. The 12
 * months begin with the day of the assignment and end on the same date a year later
 * (29 February: on 28 February).
 *
 * approvals.csv: case_id, from, to; the case table: case_id, assigned (verlauf-csv(5)). */
#ifndef VL_SERVICE_H
#define VL_SERVICE_H

#include "data/csv.h"
#include "data/source.h"

struct service_rule;

/* Reads the source's approvals and the assignments of its case table, where they are given.
 * Findings: dates that cannot be read, an approval that ends before it begins. NULL and a fault
 * if a file cannot be read or a needed column is missing. */
struct service_rule *service_new(const struct source *source, struct findings *findings,
				 struct fault *fault);
void service_free(struct service_rule *rule);   /* NULL allowed */
/* "special", "welcome" or "general"; empty for work without a case. */
struct csv_cell service_of(const struct service_rule *rule, struct csv_cell case_id, int32_t day);

/* The last day on which a case is in the welcome service. */
int32_t service_welcome_until(int32_t assigned);

#endif
