/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sidetable - the tables beside the consultations in canonical form: cases, approvals, staff.
 *
 * Read with source->tables, the profile of these tables (source_beside), from source->file. All
 * cells of the canonical columns are checked (verlauf-csv(5)); the rules for whole rows are those
 * of the tools that read the table (cases.h, service.h). Other columns are left out. */
#ifndef VL_SIDETABLE_H
#define VL_SIDETABLE_H

#include "data/record.h"

/* What a table to import may be: "consultations", which is not one of these, then these; NULL. */
extern const char *const sidetable_names[];

struct sidetable;

/* `which`: an index of sidetable_names, from 1. NULL and a fault. */
struct sidetable *sidetable_new(int which, int excel);
void sidetable_free(struct sidetable *table);   /* NULL allowed */
/* Of the intake: file, rows, used, and what the profile's filters left out. As records_import each
 * refused row goes to `refused` and to the findings. 0, or -1 and a fault. */
int sidetable_read(struct sidetable *table, const struct source *source,
		   csv_refusal_taker *refused, void *to, struct intake *intake,
		   struct findings *findings, struct fault *fault);
/* Header and rows, in the order of the file; as canontext_write. */
int sidetable_write(struct sidetable *table, FILE *to, struct fault *fault);

#endif
