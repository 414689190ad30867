/* SPDX-License-Identifier: GPL-3.0-or-later */
/* treatamount - minutes and other numbers of a table that is passed on: as they are, or the
 * nearest multiple of a step.
 *
 * The form of the first cell of `minutes` holds for the column, as data/record.h has it; a colon
 * settles the unit. Accounted minutes and other columns are plain numbers. Decimal hours and
 * durations of hours and minutes become minutes; durations with seconds stay durations, since not
 * every one is a decimal number of minutes. Functions return NULL, or the rule (N_) that the cell
 * breaks. */
#ifndef VL_TREATAMOUNT_H
#define VL_TREATAMOUNT_H

#include "data/csv.h"
#include "data/field.h"
#include "data/profile.h"

enum { TREATAMOUNT_SIZE = 40 };

struct treatamount {
	char decimal_mark;
	int step;                       /* minutes; 0 = as they are */
	int known;                      /* the two below, by the first cell of `minutes` */
	enum amount_form form;
	enum effort_unit unit;
};

/* By the first cell; `plain`: what plain numbers in it mean. 0, or -1 where nobody knows. */
int treatamount_decide(struct treatamount *treating, struct csv_cell cell, enum effort_unit plain);
/* The column `minutes`, once decided; accounted minutes; any other number. */
const char *treatamount_effort(const struct treatamount *treating, struct csv_cell cell,
			       char to[TREATAMOUNT_SIZE]);
const char *treatamount_counted(const struct treatamount *treating, struct csv_cell cell,
				char to[TREATAMOUNT_SIZE]);
const char *treatamount_number(const struct treatamount *treating, struct csv_cell cell,
			       char to[TREATAMOUNT_SIZE]);

#endif
