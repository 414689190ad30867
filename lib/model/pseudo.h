/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudo - a table as it may be passed on: ids as pseudonyms, dates and minutes coarser, rare
 * words and columns that nobody needs left out.
 *
 * Columns are treated as model/treatment.h says, rows as follows.
 *   ids       data/pseudonym.h. With dates by month the pseudonym of a group session is one of id
 *             and date, and with shifted dates of id, date and case: sessions stay what they are.
 *   dates     as they are; or the first day of their month (of `closed` and `to` the last); or
 *             all dates of a case moved by the same number of days
 *   minutes   as they are, or the nearest multiple of a step; a half to the even multiple, so
 *             that sums are not driven up
 *   words     those of coarsened columns that fewer than min_count cases have become "other"
 * Cells must be what their column says (a date, a number), or the row goes to the findings.
 * Empty cells stay empty. Rows come out in bytewise order of their cells, so that the order
 * of the file tells nothing. All rows are held in memory. */
#ifndef VL_PSEUDO_H
#define VL_PSEUDO_H

#include "data/pseudonym.h"
#include "model/treatment.h"

enum pseudo_dates { DATES_MONTH, DATES_KEEP, DATES_SHIFT };

enum { SHIFT_DAYS = 183 };               /* default: half a year to either side hides the season */

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

typedef void pseudo_taker(const char *const cells[], size_t width, void *to);

/* The header, then each row. */
void pseudo_each(const struct pseudo *pseudo, pseudo_taker *take, void *to);

const char *pseudo_file(const struct pseudo *pseudo);
enum pseudo_table pseudo_table(const struct pseudo *pseudo);
size_t pseudo_rows(const struct pseudo *pseudo);
/* Names of the columns of that treatment, joined by ", "; with TREAT_DROP all of the file that
 * do not come out. The caller frees. */
char *pseudo_columns(const struct pseudo *pseudo, enum treatment treatment);
/* Rows of the file, those that the profile leaves out included. */
long pseudo_read_rows(const struct pseudo *pseudo);
/* How many words became "other". */
uint32_t pseudo_coarsened(const struct pseudo *pseudo);

#endif
