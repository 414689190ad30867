/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import - a whole export of consultations, or a table beside it, as the canonical table.
 *
 * import_read takes every row in (record.h); what is refused goes to the rejects, what is good
 * is kept on disk (canontext.h). Only when all are read is it known whether the refused ones
 * are too many, and only then is there anything to print.
 *
 * A rule of accounting (accounting.h) fills the column `counted`, in minutes, beside `minutes`
 * as the export says. Of a group session `counted` is what this row's case counts for: the
 * session's length by the rule, times staff, dealt out among the participants (session.h). So
 * the column can simply be added up, and its sum is the staff's time; `minutes` stays the
 * length of the whole session in each of its rows. A missed place in a group counts nothing.
 *
 * Rows of a session that has more of them than participants are refused in the end.
 *
 * Of the other tables (sidetable.h) all that is said of refused rows holds, too. */
#ifndef VL_IMPORT_H
#define VL_IMPORT_H

#include "data/accounting.h"
#include "data/canontext.h"
#include "data/record.h"
#include "data/rejects.h"
#include "data/sidetable.h"

struct import_settings {
	struct accounting accounting;
	struct reject_limit limit;
	const char *rejects;            /* file, or NULL */
	int excel;
	int table;                      /* of sidetable_names; 0 = consultations */
};

struct import {
	struct intake intake;
	struct rejects rejects;
	uint32_t columns;               /* bits of enum canon; 0 = not consultations */

	struct canontext *text;         /* or NULL: another table */
	struct sidetable *side;         /* or NULL: consultations */
	struct accounting accounting;
	int excel;
	struct findings *findings;
	struct sessions *sessions;
	struct import_seat *seats;      /* rows of group sessions; in the end in order of their lines */
	size_t seat_count, capacity;
	long uncounted;                 /* line of the first of them that does not say of how many; or 0 */
};

/* 0, or -1 and a fault: also where more rows are refused than settings->limit allows. import_free
 * in either case. */
int import_read(struct import *import, const struct source *source,
		const struct import_settings *settings, struct findings *findings,
		struct fault *fault);
/* Only now is the file of rejects there, if there was anything to read: where the table cannot be
 * written, no older list is replaced. */
int import_keep_rejects(struct import *import, struct fault *fault);
/* Rows in the table; where reading ended by a fault, those before it. */
long import_rows(const struct import *import);
int import_write(const struct import *import, FILE *to, struct fault *fault);
void import_free(struct import *import);

#endif
