/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seriestable - which tool's table it is that shall be drawn, and which columns it has.
 *
 * It follows from the header (verlauf-tables(5)). Tables that have no chart are refused with what
 * to do instead. What series reads by it, and serieswords names, stands in struct series. */
#ifndef VL_SERIESTABLE_H
#define VL_SERIESTABLE_H

#include <stdint.h>
#include "base/diag.h"
#include "data/csv.h"
#include "show/drawing.h"
#include "show/series.h"

enum { SERIESTABLE_LIST = 300 };
#define SERIESTABLE_NONE SIZE_MAX

enum table_kind { TABLE_CURVE, TABLE_DAILY, TABLE_FORECAST, TABLE_FIGURES };

struct series {
	struct csv_reader *reader;
	const struct series_choice *choice;
	struct drawing *drawing;
	enum table_kind kind;
	size_t fixed;               /* first column after the groups */
	size_t measure;             /* of vl-curve by months; of vl-forecast the quantity */
	size_t side;                /* early or not; none but in a table of vl-early */
	size_t value, lower, upper, lower_all, upper_all, smooth, n, flag;
	size_t lower_core, upper_core, limit, scenario;   /* none but of vl-forecast */
	size_t came;                /* none but of vl-forecast --track */
	char quantity[64];          /* of vl-forecast: the one drawn, "" before the first row */
	int limits, scenarios;      /* met */
	struct drawing_point seen;  /* the last month seen */
	long ahead;                 /* the first that is forecast, or 0 */
	int period;                 /* enum period_kind, or -1 before the first row */
	char measures[SERIESTABLE_LIST];  /* those met, for the message */
	long rows;                  /* drawn or refused */
};

/* Sides of a table of vl-early, and what they are called in the reader's language. */
enum { SIDE_DIFFERENCE = 2 };
extern const char *const seriestable_sides[];
const char *seriestable_side(const char *side);

/* Finds the table and its columns. Faults: no such table (STATUS_DATA); a choice that is not for
 * it, or a column that it does not have (STATUS_USAGE). */
int seriestable_recognise(struct series *series, struct fault *fault);
/* Adds a name to a list for a message, as far as it has room. */
void seriestable_list(char list[SERIESTABLE_LIST], const char *name);

#endif
