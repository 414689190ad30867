/* SPDX-License-Identifier: GPL-3.0-or-later */
/* crosstab - the rows of a printed table as cells of tables with margins. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/intern.h"
#include "model/crosstab.h"

enum { CELLS_MOST = 20000000 };    /* of all blocks */
#define NO_COLUMN SIZE_MAX

/* A dimension: its column (of a wide sheet none), and its labels in bytewise order. */
struct dimension {
	size_t column;
	struct intern *labels;
	size_t *place;              /* by number of a label */
	size_t count;
};

/* ---- what stands in the sheet ---------------------------------------------------- */

const char *crosstab_text(const struct sheet *sheet, size_t row, const char *name)
{
	for (size_t c = 0; c < sheet->columns; c++)
		if (strcmp(sheet->name[c], name) == 0)
			return sheet->text[row * sheet->columns + c];
	return "";
}

int crosstab_alike_but(const struct sheet *sheet, size_t a, size_t b, const char *name)
{
	for (size_t c = 0; c < sheet->columns; c++)
		if (sheet->role[c] == ROLE_LABEL && strcmp(sheet->name[c], name) != 0 &&
		    strcmp(sheet->text[a * sheet->columns + c], sheet->text[b * sheet->columns + c]) != 0)
			return 0;
	return 1;
}

int crosstab_is_total(const struct sheet *sheet, const char *text)
{
	static const char *const known[] = { "(all)", "all", "total", "sum", "(alle)", "alle",
					     "gesamt", "insgesamt", "summe", "zusammen" };

	if (sheet->total && strcmp(sheet->total, text) == 0)
		return 1;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_equal(known[i], text))
			return 1;
	return 0;
}

/* Hours and new cases of a forecast are what a model says, those seen are what was. How many cases
 * it expects tells how many are behind the rest. */
static enum role role_of_value(const struct sheet *sheet, size_t row)
{
	const char *quantity = crosstab_text(sheet, row, "quantity");
	int forecast = *quantity && !strstr(crosstab_text(sheet, row, "flag"), "seen");
	enum role role = vocabulary_role(*quantity ? quantity :
					 crosstab_text(sheet, row, "measure"));

	if (role < ROLE_COUNT || role > ROLE_AMOUNT || (forecast && role != ROLE_COUNT))
		return ROLE_STATISTIC;
	return role;
}

enum role crosstab_role(const struct sheet *sheet, size_t row, size_t column)
{
	enum role role = (enum role)sheet->role[column];

	if (role == ROLE_STATISTIC && vocabulary_is_value(sheet->name[column]))
		return role_of_value(sheet, row);
	/* vl-early: how many cases needed nothing. */
	if (role == ROLE_AMOUNT && strcmp(sheet->name[column], "total") == 0 &&
	    strcmp(crosstab_text(sheet, row, "measure"), "zero_share") == 0)
		return ROLE_PART;
	return role;
}

static int adds_up(enum role role)
{
	return role >= ROLE_COUNT && role <= ROLE_AMOUNT;
}

/* ---- dimensions ------------------------------------------------------------------ */

/* The difference of vl-early's two curves has the cases of both. */
static int is_total_word(const struct sheet *sheet, size_t column, const char *text)
{
	return crosstab_is_total(sheet, text) ||
	       (strcmp(text, "difference") == 0 && strcmp(sheet->name[column], "group") == 0);
}

/* Where "(all)" stands in a column, a group may be called "all". */
static int is_total_in(const struct sheet *sheet, const struct crosstab *crosstab, size_t column,
		       const char *text)
{
	return crosstab->total[column] == 2 ? strcmp(text, "(all)") == 0 :
					      is_total_word(sheet, column, text);
}

static void find_totals(struct crosstab *crosstab, const struct sheet *sheet)
{
	crosstab->total = mem_new(sheet->columns, 1);
	for (size_t c = 0; c < sheet->columns; c++)
		for (size_t r = 0; r < sheet->rows && sheet->role[c] == ROLE_LABEL; r++) {
			const char *text = sheet->text[r * sheet->columns + c];

			if (strcmp(text, "(all)") == 0)
				crosstab->total[c] = 2;
			else if (!crosstab->total[c] && is_total_word(sheet, c, text))
				crosstab->total[c] = 1;
		}
}

static void put_in_order(struct dimension *dimension)
{
	uint32_t *sorted = intern_sorted(dimension->labels);

	dimension->count = intern_count(dimension->labels);
	dimension->place = mem_new(dimension->count + 1, sizeof *dimension->place);
	for (size_t i = 0; i < dimension->count; i++)
		dimension->place[sorted[i]] = i;
	free(sorted);
}

static void label_rows(struct dimension *dimension, const struct crosstab *crosstab,
		       const struct sheet *sheet, size_t column)
{
	dimension->column = column;
	dimension->labels = intern_new();
	for (size_t r = 0; r < sheet->rows && column != NO_COLUMN; r++) {
		const char *text = sheet->text[r * sheet->columns + column];

		if (!is_total_in(sheet, crosstab, column, text))
			intern_add(dimension->labels, text, strlen(text));
	}
	if (column == NO_COLUMN)
		intern_add(dimension->labels, "", 0);
	put_in_order(dimension);
}

static void label_columns(struct dimension *dimension, const struct sheet *sheet)
{
	dimension->column = NO_COLUMN;
	dimension->labels = intern_new();
	for (size_t c = 0; c < sheet->columns; c++)
		if (sheet->role[c] == ROLE_COUNT && !crosstab_is_total(sheet, sheet->name[c]))
			intern_add(dimension->labels, sheet->name[c], strlen(sheet->name[c]));
	put_in_order(dimension);
}

/* Of one dimension the first is a single line. */
static int find_dimensions(struct crosstab *crosstab, const struct sheet *sheet, int any,
			   struct fault *fault)
{
	size_t count = sheet->wide ? 1 : 0;

	crosstab->dimension[0] = crosstab->dimension[1] = NO_COLUMN;
	for (size_t c = 0; c < sheet->columns; c++) {
		if (!crosstab->total[c] || (count == 2 && any))
			continue;
		if (count == 2)
			return fault_set(fault, STATUS_USAGE,
					 N_("the table has totals in more than two dimensions: --round "
					    "protects such tables, blanks do not"));
		crosstab->dimension[sheet->wide ? 0 : 1 - count] = c;
		count++;
	}
	return 0;
}

static void label_dimensions(struct dimension dimensions[2], const struct crosstab *crosstab,
			     const struct sheet *sheet)
{
	label_rows(&dimensions[0], crosstab, sheet, crosstab->dimension[0]);
	if (sheet->wide)
		label_columns(&dimensions[1], sheet);
	else
		label_rows(&dimensions[1], crosstab, sheet, crosstab->dimension[1]);
}

static size_t place_of(const struct dimension *dimension, const struct crosstab *crosstab,
		       const struct sheet *sheet, size_t row)
{
	const char *text;

	if (dimension->column == NO_COLUMN)
		return 0;
	text = sheet->text[row * sheet->columns + dimension->column];
	if (is_total_in(sheet, crosstab, dimension->column, text))
		return dimension->count;
	return dimension->place[intern_find(dimension->labels, text, strlen(text))];
}

/* ---- blocks and entries ---------------------------------------------------------- */

/* Texts of the row in columns of a role, dimensions left out; the caller frees. */
static char *key_of(const struct crosstab *crosstab, const struct sheet *sheet, size_t row,
		    enum role role, const char *last)
{
	size_t size = strlen(last) + 1, at = 0;
	char *key;

	for (size_t c = 0; c < sheet->columns; c++)
		size += strlen(sheet->text[row * sheet->columns + c]) + 1;
	key = mem_new(size, 1);
	for (size_t c = 0; c < sheet->columns; c++) {
		const char *text = sheet->text[row * sheet->columns + c];

		if (sheet->role[c] != role || c == crosstab->dimension[0] ||
		    c == crosstab->dimension[1])
			continue;
		strcpy(key + at, text);
		at += strlen(text);
		key[at++] = '\x1F';
	}
	strcpy(key + at, last);
	return key;
}

static void place_rows(struct crosstab *crosstab, const struct sheet *sheet,
		       const struct dimension dimensions[2])
{
	struct intern *keys = intern_new();

	crosstab->block = mem_new(sheet->rows + 1, sizeof *crosstab->block);
	crosstab->cell = mem_new(sheet->rows + 1, sizeof *crosstab->cell);
	for (size_t r = 0; r < sheet->rows; r++) {
		char *key = key_of(crosstab, sheet, r, ROLE_LABEL, "");

		crosstab->block[r] = intern_add(keys, key, strlen(key));
		crosstab->cell[r] =
			place_of(&dimensions[0], crosstab, sheet, r) * crosstab->columns +
			place_of(&dimensions[1], crosstab, sheet, r);
		free(key);
	}
	crosstab->blocks = intern_count(keys);
	intern_free(keys);
}

static size_t cell_of(const struct crosstab *crosstab, const struct sheet *sheet,
		      const struct dimension *columns, size_t row, size_t column)
{
	const char *name = sheet->name[column];

	if (!sheet->wide)
		return crosstab->cell[row];
	if (crosstab_is_total(sheet, name))
		return crosstab->cell[row] + columns->count;
	return crosstab->cell[row] + columns->place[intern_find(columns->labels, name, strlen(name))];
}

/* Series in bytewise order, so that no choice depends on the order of rows. */
static void number_series(struct crosstab *crosstab, const struct intern *keys)
{
	uint32_t *sorted = intern_sorted(keys), *place = mem_new(intern_count(keys) + 1,
								 sizeof *place);

	for (uint32_t i = 0; i < intern_count(keys); i++)
		place[sorted[i]] = i;
	for (size_t i = 0; i < crosstab->count; i++)
		crosstab->entries[i].series = place[crosstab->entries[i].series];
	free(sorted);
	free(place);
}

static void read_entries(struct crosstab *crosstab, const struct sheet *sheet,
			 const struct dimension *columns)
{
	struct intern *keys = intern_new();
	size_t capacity = 0;

	for (size_t r = 0; r < sheet->rows; r++)
		for (size_t c = 0; c < sheet->columns; c++) {
			struct crosstab_entry entry = { r, c, crosstab->block[r], 0, 0,
							crosstab_role(sheet, r, c),
							sheet->number[r * sheet->columns + c] };
			char *key;

			if (!adds_up(entry.role))
				continue;
			key = key_of(crosstab, sheet, r, ROLE_SERIES,
				     sheet->wide ? "" : sheet->name[c]);
			entry.series = intern_add(keys, key, strlen(key));
			entry.cell = cell_of(crosstab, sheet, columns, r, c);
			crosstab->entries = mem_grow(crosstab->entries, crosstab->count, &capacity,
						     sizeof *crosstab->entries);
			crosstab->entries[crosstab->count++] = entry;
			free(key);
		}
	number_series(crosstab, keys);
	intern_free(keys);
}

/* ---- what cannot be right -------------------------------------------------------- */

static int by_place(const void *left, const void *right)
{
	const struct crosstab_entry *a = left, *b = right;

	if (a->block != b->block)
		return a->block < b->block ? -1 : 1;
	if (a->series != b->series)
		return a->series < b->series ? -1 : 1;
	return (a->cell > b->cell) - (a->cell < b->cell);
}

static int check_twice(const struct crosstab *crosstab, struct fault *fault)
{
	for (size_t i = 1; i < crosstab->count; i++)
		if (by_place(&crosstab->entries[i - 1], &crosstab->entries[i]) == 0)
			return fault_set(fault, STATUS_DATA,
					 N_("rows %zu and %zu have the same labels"),
					 crosstab->entries[i - 1].row + 1,
					 crosstab->entries[i].row + 1);
	return 0;
}

/* A name beside a code would make each row a table of its own, and a total one without rows. */
static int check_totals(const struct crosstab *crosstab, const struct sheet *sheet,
			struct fault *fault)
{
	unsigned char *inner = mem_new(crosstab->blocks + 1, 1);
	int result = 0;

	for (size_t r = 0; r < sheet->rows; r++)
		if (crosstab->cell[r] / crosstab->columns + 1 < crosstab->rows &&
		    (sheet->wide || crosstab->cell[r] % crosstab->columns + 1 < crosstab->columns))
			inner[crosstab->block[r]] = 1;
	for (size_t r = 0; r < sheet->rows && result == 0; r++)
		if (!inner[crosstab->block[r]])
			result = fault_set(fault, STATUS_USAGE,
					   N_("the total in row %zu has no rows that it is the total of: is "
					      "there a column too many, as a name beside a code?"), r + 1);
	free(inner);
	return result;
}

static int check_size(const struct crosstab *crosstab, struct fault *fault)
{
	if ((double)crosstab->rows * (double)crosstab->columns *
	    ((double)crosstab->blocks + 1) < CELLS_MOST)
		return 0;
	return fault_set(fault, STATUS_USAGE, N_("the table is too large for blanks"));
}

int crosstab_read(struct crosstab *crosstab, const struct sheet *sheet, int any,
		  struct fault *fault)
{
	struct dimension dimensions[2] = { { 0 }, { 0 } };
	int result;

	*crosstab = (struct crosstab){ 0 };
	find_totals(crosstab, sheet);
	result = find_dimensions(crosstab, sheet, any, fault);
	if (result == 0) {
		label_dimensions(dimensions, crosstab, sheet);
		crosstab->rows = dimensions[0].count + 1;
		crosstab->columns = dimensions[1].count + 1;
		place_rows(crosstab, sheet, dimensions);
		read_entries(crosstab, sheet, &dimensions[1]);
		if (crosstab->count)
			qsort(crosstab->entries, crosstab->count, sizeof *crosstab->entries, by_place);
		result = any ? 0 : check_totals(crosstab, sheet, fault);
	}
	if (result == 0)
		result = check_twice(crosstab, fault);
	if (result == 0)
		result = check_size(crosstab, fault);
	for (int d = 0; d < 2; d++) {
		intern_free(dimensions[d].labels);
		free(dimensions[d].place);
	}
	return result;
}

void crosstab_free(struct crosstab *crosstab)
{
	free(crosstab->entries);
	free(crosstab->block);
	free(crosstab->cell);
	free(crosstab->total);
}
