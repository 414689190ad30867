/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suppression: the oracle's table, ranges by counting all tables that fit, small cases by hand. */
#include "ref.h"
#include "stats/random.h"
#include "stats/suppress.h"
#include "tap.h"

enum { MOST = 64 };

struct sheet {
	int64_t value[MOST], need[MOST], cost[MOST];
	unsigned char mark[MOST];
	struct suppress_layer layer;
	struct suppress table;
};

static void start(struct sheet *sheet, size_t rows, size_t columns)
{
	memset(sheet, 0, sizeof *sheet);
	sheet->layer = (struct suppress_layer){ sheet->value, sheet->need, 1 };
	sheet->table = (struct suppress){ rows, columns, &sheet->layer, 1, sheet->cost,
					  sheet->mark };
}

/* Numbers below k are primary and need a range of k. */
static void mark_small(struct sheet *sheet, int64_t k)
{
	for (size_t i = 0; i < sheet->table.rows * sheet->table.columns; i++) {
		int64_t value = sheet->value[i];

		sheet->cost[i] = value > 1 ? value : 1;
		sheet->need[i] = k;
		sheet->mark[i] = value == 0 ? SUPPRESS_FIXED : value < k ? SUPPRESS_PRIMARY :
									    SUPPRESS_SHOWN;
	}
}

/* ---- the oracle ------------------------------------------------------------------ */

static size_t place(const struct ref *table, const char *row, const char *column)
{
	size_t i = 0, j = 0;

	while (i + 1 < table->rows && strcmp(ref_text(table, i, "row"), row) != 0)
		i++;
	while (j + 1 < table->columns - 1 && strcmp(table->name[j + 1], column) != 0)
		j++;
	return i * (table->columns - 1) + j;
}

static void read_sheet(struct sheet *sheet, const struct ref *table)
{
	start(sheet, table->rows, table->columns - 1);
	for (size_t i = 0; i < table->rows; i++)
		for (size_t j = 1; j < table->columns; j++)
			sheet->value[i * (table->columns - 1) + j - 1] =
				atoll(table->text[i][j]);
	mark_small(sheet, 5);
}

/* The expected pattern is one of several optima: ours must cost as much, and the ranges of that one
 * must be those that a linear program found. */
static void test_oracle(void)
{
	struct ref *table = ref_read("suppress_input");
	struct ref *expected = ref_read("suppress_optimal_expected");
	struct sheet sheet;

	read_sheet(&sheet, table);
	ok(suppress_choose(&sheet.table) == 0 && suppress_protected(&sheet.table),
	   "oracle: every small number is protected");
	is_count(suppress_cost(&sheet.table), 38, "oracle: at the optimum's cost");
	read_sheet(&sheet, table);
	for (size_t i = 0; i < expected->rows; i++)
		sheet.mark[place(table, ref_text(expected, i, "row"), ref_text(expected, i, "col"))] =
			ref_number(expected, i, "primary") > 0 ? SUPPRESS_PRIMARY :
								 SUPPRESS_SECONDARY;
	for (size_t i = 0; i < expected->rows; i++) {
		size_t cell = place(table, ref_text(expected, i, "row"),
				    ref_text(expected, i, "col"));
		struct suppress_range range = suppress_range(&sheet.table, 0, cell);

		ok(range.lower == (int64_t)ref_number(expected, i, "feasible_min") &&
		   range.upper == (int64_t)ref_number(expected, i, "feasible_max"),
		   "oracle: range of %s, %s", ref_text(expected, i, "row"),
		   ref_text(expected, i, "col"));
	}
	free(table);
	free(expected);
}

/* ---- ranges by counting all tables --------------------------------------------------- */

enum { CEILING = 13 };     /* above all totals; a cell that gets there has no limit */

struct count {
	const struct sheet *sheet;
	int64_t x[MOST], lower[MOST], upper[MOST];
};

static int64_t at(const struct count *count, size_t i, size_t j)
{
	return count->x[i * count->sheet->table.columns + j];
}

static int blank(const struct sheet *sheet, size_t cell)
{
	return sheet->mark[cell] >= SUPPRESS_PRIMARY &&
	       !(sheet->value[cell] == 0 && sheet->layer.zero_shown);
}

/* The margins of x are those printed, moved by as much as their cells. */
static int set_margins(struct count *count)
{
	const struct sheet *sheet = count->sheet;
	size_t rows = sheet->table.rows, columns = sheet->table.columns;
	const int64_t *v = sheet->value;
	int fits = 1;

	for (size_t m = 0; m < rows + columns - 1; m++) {
		size_t i = m < rows ? m : rows - 1, j = m < rows ? columns - 1 : m - rows;
		size_t cell = i * columns + j;
		int64_t change = 0;

		for (size_t a = 0; a + 1 < rows; a++)
			for (size_t b = 0; b + 1 < columns; b++)
				if ((i == rows - 1 || a == i) && (j == columns - 1 || b == j))
					change += at(count, a, b) - v[a * columns + b];
		count->x[cell] = v[cell] + change;
		fits = fits && (blank(sheet, cell) ? count->x[cell] >= 0 : change == 0);
	}
	return fits;
}

static int under_caps(const struct count *count)
{
	const struct sheet *sheet = count->sheet;
	size_t rows = sheet->table.rows, columns = sheet->table.columns;

	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < columns; j++) {
			size_t right = i * columns + columns - 1, below = (rows - 1) * columns + j;

			if (!blank(sheet, i * columns + j))
				continue;
			if (j + 1 < columns && !blank(sheet, right) &&
			    at(count, i, j) > sheet->value[right])
				return 0;
			if (i + 1 < rows && !blank(sheet, below) &&
			    at(count, i, j) > sheet->value[below])
				return 0;
		}
	return 1;
}

static void try_all(struct count *count, size_t cell)
{
	const struct sheet *sheet = count->sheet;
	size_t columns = sheet->table.columns, inner = (sheet->table.rows - 1) * columns;

	while (cell < inner && (cell % columns == columns - 1 || !blank(sheet, cell)))
		cell++;
	if (cell < inner) {
		for (count->x[cell] = 0; count->x[cell] <= CEILING; count->x[cell]++)
			try_all(count, cell + 1);
		return;
	}
	if (!set_margins(count) || !under_caps(count))
		return;
	for (size_t i = 0; i < sheet->table.rows * columns; i++) {
		count->lower[i] = count->x[i] < count->lower[i] ? count->x[i] : count->lower[i];
		count->upper[i] = count->x[i] > count->upper[i] ? count->x[i] : count->upper[i];
	}
}

static void random_sheet(struct sheet *sheet, gsl_rng *random, int overlap)
{
	size_t columns = 3, cells = 9;

	start(sheet, 3, columns);
	sheet->layer.zero_shown = (int)gsl_rng_uniform_int(random, 2);
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < 2; j++) {
			int64_t value = (int64_t)gsl_rng_uniform_int(random, 4);

			sheet->value[i * columns + j] = value;
			sheet->value[i * columns + 2] += value;
			sheet->value[2 * columns + j] += value;
			sheet->value[8] += value;
		}
	for (size_t i = 2; overlap && i < 8; i += 3)
		if (sheet->value[i] > 3)
			sheet->value[i] -= (int64_t)gsl_rng_uniform_int(random, 2);
	for (size_t i = 0; i < cells; i++)
		sheet->mark[i] = gsl_rng_uniform(random) < 0.6 ? SUPPRESS_PRIMARY : SUPPRESS_SHOWN;
}

static int same_ranges(const struct sheet *sheet)
{
	struct count count = { .sheet = sheet };
	size_t cells = sheet->table.rows * sheet->table.columns;

	for (size_t i = 0; i < cells; i++) {
		count.x[i] = count.upper[i] = sheet->value[i];
		count.lower[i] = sheet->value[i];
	}
	try_all(&count, 0);
	for (size_t i = 0; i < cells; i++) {
		struct suppress_range range = suppress_range(&sheet->table, 0, i);
		int limited = range.upper < SUPPRESS_UNLIMITED;

		if (range.lower != count.lower[i] ||
		    (limited ? range.upper != count.upper[i] : count.upper[i] < CEILING)) {
			printf("# cell %zu: %lld..%lld, counted %lld..%lld\n", i,
			       (long long)range.lower, (long long)range.upper,
			       (long long)count.lower[i], (long long)count.upper[i]);
			return 0;
		}
	}
	return 1;
}

static void test_counting(void)
{
	gsl_rng *random = random_stream(7, "test.suppress", 0);
	int good = 0, tables = 400;

	for (int t = 0; t < tables; t++) {
		struct sheet sheet;

		random_sheet(&sheet, random, t % 2);
		good += same_ranges(&sheet);
	}
	is_count(good, tables, "ranges are those of all tables that fit, counted");
	gsl_rng_free(random);
}

/* ---- choosing ---------------------------------------------------------------------- */

static void fill_margins(struct sheet *sheet)
{
	size_t rows = sheet->table.rows, columns = sheet->table.columns;

	for (size_t i = 0; i + 1 < rows; i++)
		for (size_t j = 0; j + 1 < columns; j++) {
			int64_t value = sheet->value[i * columns + j];

			sheet->value[i * columns + columns - 1] += value;
			sheet->value[(rows - 1) * columns + j] += value;
			sheet->value[rows * columns - 1] += value;
		}
}

/* The cheapest pattern of all, for tables of 2^9 inner patterns; margins stay. */
static int64_t optimum(struct sheet *sheet)
{
	size_t columns = sheet->table.columns, inner[MOST], count = 0;
	unsigned char marks[MOST];
	int64_t best = SUPPRESS_UNLIMITED;

	memcpy(marks, sheet->mark, sizeof marks);
	for (size_t i = 0; i < (sheet->table.rows - 1) * columns; i++)
		if (i % columns != columns - 1 && sheet->mark[i] == SUPPRESS_SHOWN)
			inner[count++] = i;
	for (unsigned long bits = 0; bits < 1ul << count; bits++) {
		memcpy(sheet->mark, marks, sizeof marks);
		for (size_t i = 0; i < count; i++)
			if (bits >> i & 1)
				sheet->mark[inner[i]] = SUPPRESS_SECONDARY;
		if (suppress_cost(&sheet->table) < best && suppress_protected(&sheet->table))
			best = suppress_cost(&sheet->table);
	}
	memcpy(sheet->mark, marks, sizeof marks);
	return best;
}

static void random_counts(struct sheet *sheet, gsl_rng *random, size_t rows, size_t columns,
			  int64_t k)
{
	start(sheet, rows, columns);
	for (size_t i = 0; i + 1 < rows; i++)
		for (size_t j = 0; j + 1 < columns; j++)
			sheet->value[i * columns + j] = (int64_t)gsl_rng_uniform_int(random, 20);
	fill_margins(sheet);
	mark_small(sheet, k);
}

static int nothing_in_vain(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->table.rows * sheet->table.columns; i++) {
		int needed = 1;

		if (sheet->mark[i] != SUPPRESS_SECONDARY)
			continue;
		sheet->mark[i] = SUPPRESS_SHOWN;
		needed = !suppress_protected(&sheet->table);
		sheet->mark[i] = SUPPRESS_SECONDARY;
		if (!needed)
			return 0;
	}
	return 1;
}

static void test_random(void)
{
	gsl_rng *random = random_stream(8, "test.suppress", 0);
	int good = 0, needed = 0, tables = 300;

	for (int t = 0; t < tables; t++) {
		struct sheet sheet;

		random_counts(&sheet, random, 2 + gsl_rng_uniform_int(random, 5),
			      2 + gsl_rng_uniform_int(random, 5),
			      2 + (int64_t)gsl_rng_uniform_int(random, 9));
		good += suppress_choose(&sheet.table) == 0 && suppress_protected(&sheet.table);
		needed += nothing_in_vain(&sheet);
	}
	is_count(good, tables, "random tables: all small numbers are protected");
	is_count(needed, tables, "random tables: no blank is in vain");
	gsl_rng_free(random);
}

static void test_near_optimum(void)
{
	gsl_rng *random = random_stream(9, "test.suppress", 0);
	int64_t ours = 0, best = 0;
	int exact = 0, tables = 60;

	for (int t = 0; t < tables; t++) {
		struct sheet sheet;
		int64_t least;

		random_counts(&sheet, random, 4, 4, 5);
		least = optimum(&sheet);
		suppress_choose(&sheet.table);
		if (least == SUPPRESS_UNLIMITED)
			least = suppress_cost(&sheet.table);   /* only with totals blank */
		ours += suppress_cost(&sheet.table);
		best += least;
		exact += suppress_cost(&sheet.table) <= least;
	}
	printf("# cost %lld, optimum %lld, optimal %d of %d\n", (long long)ours, (long long)best,
	       exact, tables);
	ok((double)ours <= 1.02 * (double)best, "3 x 3 tables: at most 2 %% above the optimum");
	gsl_rng_free(random);
}

/* ---- by hand ------------------------------------------------------------------------ */

/* One row a | b | total, and no totals below. */
static void one_row(struct sheet *sheet, int64_t a, int64_t b, int64_t total)
{
	start(sheet, 2, 3);
	sheet->value[0] = a;
	sheet->value[1] = b;
	sheet->value[2] = total;
	mark_small(sheet, 5);
	for (size_t i = 3; i < 6; i++) {
		sheet->value[i] = SUPPRESS_UNKNOWN;
		sheet->mark[i] = SUPPRESS_ABSENT;
	}
}

static void test_hand(void)
{
	struct sheet sheet;

	one_row(&sheet, 3, 20, 23);
	ok(suppress_choose(&sheet.table) == 0 && sheet.mark[1] == SUPPRESS_SECONDARY &&
	   sheet.mark[2] == SUPPRESS_SHOWN, "one row: the other cell, not the total");
	ok(suppress_range(&sheet.table, 0, 0).lower == 0 &&
	   suppress_range(&sheet.table, 0, 0).upper == 23, "its range is from 0 to the total");
	one_row(&sheet, 3, 0, 3);
	ok(suppress_choose(&sheet.table) == 0 && sheet.mark[2] == SUPPRESS_PRIMARY,
	   "a total below k is blank itself");
	one_row(&sheet, 3, 0, 9);
	ok(suppress_choose(&sheet.table) == 0 && sheet.mark[2] == SUPPRESS_SECONDARY,
	   "a total with a single cell in it becomes blank");
	one_row(&sheet, 2, 2, 4);
	ok(suppress_choose(&sheet.table) == 0 &&
	   suppress_range(&sheet.table, 0, 0).upper == SUPPRESS_UNLIMITED,
	   "two small numbers and their total, all blank");
	one_row(&sheet, 2, 4, 6);
	ok(suppress_choose(&sheet.table) == 0 && sheet.mark[2] == SUPPRESS_SHOWN &&
	   suppress_range(&sheet.table, 0, 0).upper == 6, "two small numbers protect each other");
	one_row(&sheet, 3, 8, 9);
	ok(suppress_choose(&sheet.table) == 0 && suppress_range(&sheet.table, 0, 0).upper == 9,
	   "a total below its sum limits the range");
}

int main(void)
{
	test_oracle();
	test_counting();
	test_random();
	test_near_optimum();
	test_hand();
	return done();
}
