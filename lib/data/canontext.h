/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canontext - the canonical table of consultations as text, kept on disk until all is known.
 *
 * Rows are added as they are read; only when the file has been read to its end is it known
 * whether anything may be printed, what each participant of a group session counts for,
 * and whether durations with seconds are all whole minutes. So the rows are put aside
 * (rowtext.h) with marks in such places, which canontext_write fills in.
 *
 * Durations with seconds are printed as minutes where all of the file are whole minutes,
 * otherwise all as h:mm:ss, since a third of a minute has no decimals that end. */
#ifndef VL_CANONTEXT_H
#define VL_CANONTEXT_H

#include "data/record.h"

struct canontext;

/* What is known of a row of a group session only in the end. */
struct canontext_seat {
	int refused;
	struct amount counted;          /* minutes */
};

/* `columns`, here and below: bits as in struct intake. */
struct canontext *canontext_new(int excel);
/* For another thread, which has other rows. */
struct canontext *canontext_part(const struct canontext *whole);
void canontext_free(struct canontext *text);
/* One row. `counted`: what it counts for by a rule, NULL for what the export says;
 * `seat`: it is the next row of a group session. */
int canontext_add(struct canontext *text, const struct record *record, uint32_t columns,
		  enum effort_unit unit, const struct amount *counted, int seat,
		  struct fault *fault);
/* As rowtext_pause: in a part also after its last row. */
int canontext_pause(struct canontext *text, struct fault *fault);
/* What a part knows of its rows. */
void canontext_join(struct canontext *text, const struct canontext *part);
/* Print it all, header first, rows and seats in the order of their lines. Whether `to` took it is
 * the caller's to check. */
int canontext_write(struct canontext *text, uint32_t columns, const struct canontext_seat *seats,
		    FILE *to, struct fault *fault);

#endif
