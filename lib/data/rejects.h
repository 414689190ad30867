/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rejects - the rows that an import refuses: kept word for word, counted by reason, and how
 * many of them are borne.
 *
 * The file is CSV: line, column, reason, row; `row` as it stood in the export (in UTF-8).
 * Mode 0600, whatever an older file of that name had, and whole or not there.
 *
 * A thread that reads a part of the export keeps its rows as they will stand in the file until
 * rejects_join: a fault of each would be ten times as much. Such a part starts with
 * zeros but for is_kept. */
#ifndef VL_REJECTS_H
#define VL_REJECTS_H

#include <stddef.h>
#include "base/diag.h"
#include "base/lines.h"
#include "data/csv.h"

struct reject_limit {
	double most;
	int percent;            /* `most` is a share of the rows, not a number of them */
};

struct rejects {
	struct file_out *file;  /* NULL: only counted, or of a part */
	int is_kept;            /* the rows, not only their number */
	struct lines lines;     /* not yet in the file */
	long count;
	struct reject_reason {
		const char *kind;       /* untranslated; tells reasons apart */
		char text[200];         /* translated, "..." for what each row says of its own */
		long count;
	} *reasons;             /* in the order in which they were first seen */
	size_t reason_count, capacity;
};

/* "10" or "2.5%": 0, or -1 where it is neither. */
int reject_limit_read(const char *text, struct reject_limit *limit);
/* Whether so many refused rows of so many are too many. */
int reject_limit_passed(const struct reject_limit *limit, long refused, long rows);

/* `path` may be NULL. */
int rejects_open(struct rejects *rejects, const char *path, struct fault *fault);
void rejects_add(struct rejects *rejects, const struct fault *why, struct csv_cell row);
/* Those of a part come behind those that are there; it is empty afterwards. */
void rejects_join(struct rejects *rejects, struct rejects *part);
/* The file is there from now on. */
int rejects_commit(struct rejects *rejects, struct fault *fault);
void rejects_close(struct rejects *rejects);    /* without rejects_commit: as if never opened */

#endif
