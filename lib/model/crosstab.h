/* SPDX-License-Identifier: GPL-3.0-or-later */
/* crosstab - the rows of a printed table as cells of tables with margins.
 *
 * A sheet is a table as it stands in a file: rows and named columns, each with its role. Label
 * columns that know a total (a row `(all)`, `total` ...) are the dimensions, at most two; in a wide
 * sheet the columns with counts are one of them, the one called `total` its margin. Rows that are
 * alike in the other label columns (a period) are a block, a table of its own. Where the sheet
 * is long, rows about the same cases with another measure are series in the same cell.
 *
 * Every number with a role that counts or adds up is an entry: its block, its cell in it (row
 * after row of rows x columns, totals last) and its series. Cells come in bytewise order of
 * their labels, so that nothing depends on the order of rows. */
#ifndef VL_CROSSTAB_H
#define VL_CROSSTAB_H

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "model/vocabulary.h"

struct sheet {
	size_t rows, columns;
	const char **name;          /* by column */
	unsigned char *role;        /* by column: enum role */
	const char **text;          /* by row and column; "" = empty */
	double *number;             /* NaN = none */
	const char *total;          /* a further word for totals, or NULL */
	int wide;                   /* the columns ROLE_COUNT are classes of one count */
};

struct crosstab_entry {
	size_t row, column;         /* of the sheet */
	uint32_t block, series;
	size_t cell;
	enum role role;             /* COUNT, PART, EVENTS, AMOUNT */
	double value;               /* NaN = blank */
};

struct crosstab {
	size_t rows, columns;       /* of a block, margins included */
	uint32_t blocks;
	struct crosstab_entry *entries;     /* by block, series, cell */
	size_t count;
	uint32_t *block;            /* by row of the sheet */
	size_t *cell;               /* by row of the sheet; of a wide sheet where its columns begin */
	unsigned char *total;       /* by column of the sheet: has totals */
	size_t dimension[2];        /* their columns, or SIZE_MAX */
};

/* What the number there is: the column's role, or that of the row's quantity. */
enum role crosstab_role(const struct sheet *sheet, size_t row, size_t column);
/* Whether a label, or in a wide sheet a column's name, stands for a total. */
int crosstab_is_total(const struct sheet *sheet, const char *text);
/* The text of the row in the column of that name; "" where there is none. */
const char *crosstab_text(const struct sheet *sheet, size_t row, const char *name);

/* Whether two rows have the same labels, but for the column of that name. */
int crosstab_alike_but(const struct sheet *sheet, size_t a, size_t b, const char *name);

/* Faults: more than two dimensions, or totals without the rows that they are of (unless `any`: then
 * further dimensions are as labels without totals), too large (STATUS_USAGE), two rows with the
 * same labels (STATUS_DATA). crosstab_free in any case. */
int crosstab_read(struct crosstab *crosstab, const struct sheet *sheet, int any,
		  struct fault *fault);
void crosstab_free(struct crosstab *crosstab);

#endif
