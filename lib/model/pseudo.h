/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudo - a table as it may be passed on: ids as pseudonyms, dates and minutes coarser, rare
 * words and columns that nobody needs left out.
 *
 * Columns are treated as model/treatment.h says, rows as follows.
 *   ids       data/pseudonym.h. With dates by month the pseudonym of a group session is one of id
 *             and date, and with shifted dates of id, date and case: sessions stay what they are.
 *   dates     as they are; or the first day of their month (of `closed` and `to` the last); or
 *             all dates of a case moved by the same number of days, `from` and `to` of approvals
 *             then to the month's first and last
 *   minutes   as they are, or the nearest multiple of a step; a half to the even multiple, so
 *             that sums are not driven up (model/treatamount.h)
 *   words     those of coarsened columns that fewer than min_count cases have become "other"
 * Cells must be what their column says (a date, a number), or the row goes to the findings.
 * Empty cells stay empty. Rows come out in bytewise order of their cells, so that the order
 * of the file tells nothing.
 *
 * A cell is kept as the number of its text, or as a day, and what becomes of it is found once for
 * each different one. Several threads read where the file allows it; one in which there is
 * anything to find is read a second time by one thread, which tells all in its place. Memory: that
 * of base/ordered.h, and some hundred bytes for each different id. */
#ifndef VL_PSEUDO_H
#define VL_PSEUDO_H

#include "base/ordered.h"
#include "data/pseudonym.h"
#include "model/treatment.h"

enum pseudo_dates { DATES_MONTH, DATES_KEEP, DATES_SHIFT };

/* The default, half a year to either side, hides the season; no shift is longer than the most. */
enum { SHIFT_DAYS = 183, SHIFT_MOST = 3660 };

struct pseudo_rules {
	enum pseudo_dates dates;
	int32_t shift_days;              /* at most */
	int minutes;                     /* the step; 0 = as they are */
	uint32_t min_count;
	struct column_rules columns;
};

struct pseudo;

/* NULL and a fault, also where single rows break a rule. Rows that the profile leaves out (deleted,
 * planned, duplicates) do not come out. The pseudonyms are borrowed. */
struct pseudo *pseudo_read(const struct source *source, const struct pseudo_rules *rules,
			   struct pseudonyms *pseudonyms, struct findings *findings,
			   struct fault *fault);
void pseudo_free(struct pseudo *pseudo);         /* NULL allowed */

/* The columns that come out: how many, their names, and the texts that stand in one of them, which
 * are in bytewise order by rank, 0 (the empty one) .. count - 1. */
size_t pseudo_width(const struct pseudo *pseudo);
const char *pseudo_name(const struct pseudo *pseudo, size_t column);
uint32_t pseudo_text_count(const struct pseudo *pseudo, size_t column);
const char *pseudo_text(const struct pseudo *pseudo, size_t column, uint32_t rank);
/* The rows, in their order: ranks by column. */
const struct ordered *pseudo_rows(const struct pseudo *pseudo);

const char *pseudo_file(const struct pseudo *pseudo);
enum pseudo_table pseudo_table(const struct pseudo *pseudo);
/* Names of the columns of that treatment, joined by ", "; with TREAT_DROP all of the file that
 * do not come out. The caller frees. */
char *pseudo_columns(const struct pseudo *pseudo, enum treatment treatment);
/* Rows of the file, those that the profile leaves out included. */
long pseudo_read_rows(const struct pseudo *pseudo);
/* How many words became "other". */
uint32_t pseudo_coarsened(const struct pseudo *pseudo);

#endif
