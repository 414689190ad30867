/* SPDX-License-Identifier: GPL-3.0-or-later */
/* risk - which numbers of a table could tell of single cases, and which others would tell them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/risk.h"

/* ---- whether the table can be judged --------------------------------------------- */

static int check_column(const struct sheet *sheet, size_t column, struct fault *fault)
{
	char name[64];

	text_escape(name, sizeof name, sheet->name[column], strlen(sheet->name[column]));
	if (sheet->role[column] == ROLE_PERSONAL)
		return fault_set(fault, STATUS_USAGE,
				 N_("a table with a column '%s' is about single cases: it is not for "
				    "publication in any form"), name);
	if (sheet->role[column] == ROLE_UNKNOWN)
		return fault_set(fault, STATUS_USAGE,
				 N_("what are the numbers of column '%s'? Cases or persons: --count %s; "
				    "a sum over them: --amount %s; no danger to anybody: --keep %s"),
				 name, name, name, name);
	return 0;
}

static int check_number(const struct sheet *sheet, size_t row, size_t column, enum role role,
			struct fault *fault)
{
	double number = sheet->number[row * sheet->columns + column];
	char name[64];

	text_escape(name, sizeof name, sheet->name[column], strlen(sheet->name[column]));
	if (number < 0 || number > 1e12)
		return fault_set(fault, STATUS_DATA,
				 N_("row %zu, column '%s': must be a number from 0 to 10^12"), row + 1, name);
	if (isnan(number) && *sheet->text[row * sheet->columns + column])
		return fault_set(fault, STATUS_DATA, N_("row %zu, column '%s': not a number"),
				 row + 1, name);
	if (role == ROLE_COUNT && sheet->role[column] == ROLE_COUNT && number != nearbyint(number) &&
	    !isnan(number))
		return fault_set(fault, STATUS_DATA,
				 N_("row %zu, column '%s': a count must be a whole number"), row + 1, name);
	return 0;
}

int risk_check(const struct sheet *sheet, struct fault *fault)
{
	int counts = 0, amounts = 0, judged = 0;

	for (size_t c = 0; c < sheet->columns; c++)
		if (check_column(sheet, c, fault) != 0)
			return -1;
	for (size_t r = 0; r < sheet->rows; r++)
		for (size_t c = 0; c < sheet->columns; c++) {
			enum role role = crosstab_role(sheet, r, c);

			if (role >= ROLE_COUNT && role <= ROLE_AMOUNT &&
			    check_number(sheet, r, c, role, fault) != 0)
				return -1;
			counts = counts || role == ROLE_COUNT || role == ROLE_PART;
			amounts = amounts || role == ROLE_AMOUNT || role == ROLE_EVENTS;
			judged = judged || role == ROLE_STATISTIC;
		}
	for (size_t c = 0; c < sheet->columns; c++)
		if (strcmp(sheet->name[c], "quantity") == 0)
			judged = 0;      /* a forecast is no figure of anybody */
	if (!counts && (amounts || judged))
		return fault_set(fault, STATUS_USAGE,
				 N_("the table does not say how many cases are behind its numbers (a column "
				    "that counts them is named by --count)"));
	return 0;
}

/* ---- the rows -------------------------------------------------------------------- */

double *risk_least(const struct sheet *sheet, const struct crosstab *crosstab)
{
	size_t size = crosstab->rows * crosstab->columns;
	double *cells = mem_new(crosstab->blocks * size + 1, sizeof *cells);
	double *rows = mem_new(sheet->rows + 1, sizeof *rows);

	for (size_t i = 0; i < crosstab->count; i++) {
		const struct crosstab_entry *entry = &crosstab->entries[i];
		double *least = &cells[entry->block * size + entry->cell];

		if (entry->role == ROLE_COUNT && entry->value > 0 &&
		    (*least <= 0 || entry->value < *least))
			*least = entry->value;
	}
	for (size_t r = 0; r < sheet->rows; r++)
		rows[r] = sheet->wide ? 0 : cells[crosstab->block[r] * size + crosstab->cell[r]];
	free(cells);
	return rows;
}

static double number_of(const struct sheet *sheet, size_t row, enum role role, const char *name)
{
	for (size_t c = 0; c < sheet->columns; c++)
		if (sheet->role[c] == role && (!name || strcmp(sheet->name[c], name) == 0))
			return sheet->number[row * sheet->columns + c];
	return NAN;
}

/* p% rule: the second largest case could tell the largest one's hours too closely. Whoever knows
 * the work without a case has it subtracted already. */
static void dominated_by_largest(const struct sheet *sheet, unsigned char *dominated)
{
	for (size_t r = 0; r < sheet->rows; r++) {
		double hours = number_of(sheet, r, ROLE_AMOUNT, NULL);   /* the first amount */
		double cases = number_of(sheet, r, ROLE_CASES, NULL);
		double largest = number_of(sheet, r, ROLE_LARGEST, NULL);
		double second = number_of(sheet, r, ROLE_SECOND, NULL);

		if (cases < hours)
			hours = cases;
		dominated[r] = largest > 0 && hours - largest - second < RISK_P / 100. * largest;
	}
}

static int is_measure(const struct sheet *sheet, size_t row, const char *measure)
{
	return strcmp(crosstab_text(sheet, row, "measure"), measure) == 0;
}

int risk_compares(const struct sheet *sheet, size_t row)
{
	return is_measure(sheet, row, "difference") || is_measure(sheet, row, "ratio") ||
	       strcmp(crosstab_text(sheet, row, "group"), "difference") == 0;
}

static int any_measure(const struct sheet *sheet, const char *measure)
{
	for (size_t r = 0; r < sheet->rows; r++)
		if (is_measure(sheet, r, measure))
			return 1;
	return 0;
}

/* At most what the squares of the cases' shares of a mean's hours add up to. With hours x and
 * exposures e of n cases, T and E their sums and v = T / E, se^2 is sum (x - v e)^2 / E^2 or a
 * little more, so sum (x / T)^2 <= (se / v)^2 + 2 max(e) / E - sum e^2 / E^2, and the last is at
 * least 1 / n. A case month is 1.02 months at most; last_month of them may be in one row. */
static double concentration(const struct sheet *sheet, size_t row)
{
	double value = number_of(sheet, row, ROLE_STATISTIC, "value");
	double se = number_of(sheet, row, ROLE_STATISTIC, "se");
	double exposure = number_of(sheet, row, ROLE_AMOUNT, "exposure");
	double n = number_of(sheet, row, ROLE_COUNT, "n");
	double most = number_of(sheet, row, ROLE_KEEP, "last_month");

	if (!(value > 0))
		return 0;
	if (isnan(se) || isnan(exposure) || !(n > 0))
		return 1;
	return (se / value) * (se / value) + 2 * (most > 1 ? most : 1.02) / exposure - 1 / n;
}

/* Rows of which the standard error tells; `all`: the table has means per case, which say it of
 * months in which fewer came. */
static int is_judged(const struct sheet *sheet, size_t row, int all)
{
	return !risk_compares(sheet, row) &&
	       (is_measure(sheet, row, "per_case") || is_measure(sheet, row, "per_open") ||
		is_measure(sheet, row, "same_cases") ||
		(is_measure(sheet, row, "per_seen") && !all));
}

static int any_judged(const struct sheet *sheet)
{
	for (size_t r = 0; r < sheet->rows; r++)
		if (is_judged(sheet, r, 0))
			return 1;
	return 0;
}

/* The same rule without knowing the largest: a cell is safe where (1 + p) s1 + s2 <= 1 for any two
 * shares, and that is at most sqrt(((1 + p)^2 + 1) (s1^2 + s2^2)) (Cauchy and Schwarz). The hours
 * of cases that were seen are those of all cases. */
static void dominated_by_error(const struct sheet *sheet, const struct crosstab *crosstab,
			       unsigned char *dominated)
{
	const double limit = 1 / (pow(1 + RISK_P / 100., 2) + 1);
	size_t size = crosstab->rows * crosstab->columns;
	unsigned char *cells = mem_new(crosstab->blocks * size + 1, 1);
	int all = any_measure(sheet, "per_case");

	for (size_t r = 0; r < sheet->rows; r++)
		if (is_judged(sheet, r, all) && concentration(sheet, r) > limit)
			cells[crosstab->block[r] * size + crosstab->cell[r]] = 1;
	for (size_t r = 0; r < sheet->rows; r++)
		dominated[r] = cells[crosstab->block[r] * size + crosstab->cell[r]];
	free(cells);
}

unsigned char *risk_dominated(const struct sheet *sheet, const struct crosstab *crosstab)
{
	unsigned char *dominated = NULL;
	int largest = 0, error = 0;

	for (size_t c = 0; c < sheet->columns; c++) {
		largest = largest || sheet->role[c] == ROLE_LARGEST;
		error = error || (crosstab && !sheet->wide && strcmp(sheet->name[c], "se") == 0);
	}
	error = error && any_judged(sheet);
	if (largest || error)
		dominated = mem_new(sheet->rows + 1, 1);
	if (largest)
		dominated_by_largest(sheet, dominated);
	else if (error)
		dominated_by_error(sheet, crosstab, dominated);
	return dominated;
}

/* ---- rows that would tell of others ---------------------------------------------- */

/* The mean of all groups, less those that are told, is what a blank one hides. */
static int is_of_all(const struct sheet *sheet, size_t row)
{
	const char *group = crosstab_text(sheet, row, "group");

	return *group && crosstab_is_total(sheet, group);
}

int risk_follows(const struct sheet *sheet, const unsigned char *marked, size_t row)
{
	if (!is_measure(sheet, row, "share") && !risk_compares(sheet, row) && !is_of_all(sheet, row))
		return 0;
	for (size_t other = 0; other < sheet->rows; other++)
		if (marked[other] && crosstab_alike_but(sheet, row, other, "group"))
			return 1;
	return 0;
}

static double month_of_row(const struct sheet *sheet, size_t row)
{
	return number_of(sheet, row, ROLE_LABEL, "case_month");
}

/* The hours of a month are the step of the cumulative ones. */
int risk_cumulative(const struct sheet *sheet, const unsigned char *marked, size_t row)
{
	if (strcmp(crosstab_text(sheet, row, "measure"), "cumulative") != 0)
		return 0;
	for (size_t other = 0; other < sheet->rows; other++)
		if (marked[other] && month_of_row(sheet, other) <= month_of_row(sheet, row) &&
		    crosstab_alike_but(sheet, row, other, "case_month"))
			return 1;
	return 0;
}

/* All months are in every point of a smooth line, so that a blank month could be had from the
 * rest. */
int risk_smooth(const struct sheet *sheet, const unsigned char *marked, size_t row,
		size_t column)
{
	if (strcmp(sheet->name[column], "smooth") != 0 ||
	    isnan(sheet->number[row * sheet->columns + column]))
		return 0;
	for (size_t other = 0; other < sheet->rows; other++)
		if (marked[other] && !isnan(sheet->number[other * sheet->columns + column]) &&
		    crosstab_alike_but(sheet, row, other, "case_month") &&
		    strcmp(crosstab_text(sheet, row, "measure"),
			   crosstab_text(sheet, other, "measure")) == 0)
			return 1;
	return 0;
}
