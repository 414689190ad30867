/* SPDX-License-Identifier: GPL-3.0-or-later */
/* protect - which numbers of a table must not be published as they are. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/balance.h"
#include "model/protect.h"
#include "model/risk.h"
#include "stats/suppress.h"

enum { THOUSANDTHS = 1000 };

struct work {
	struct protect *protect;
	const struct sheet *sheet;
	struct crosstab crosstab;
	double k;
	unsigned char *dominated;       /* by row, or NULL: risk_dominated */
	unsigned char *marks;           /* of the block's cells */
	int64_t *cost;
	unsigned char *blank;           /* by block and cell: enum protect_mark */
	unsigned char *forced;          /* by row and column: parts that stock and flow would tell */
};

static struct protect_cell *cell_at(const struct work *work, size_t row, size_t column)
{
	return &work->protect->cells[row * work->sheet->columns + column];
}

/* ---- one table with margins ------------------------------------------------------ */

/* Numbers of a layer, taken from entries of one series. */
struct layer_numbers {
	int64_t *value, *need;
};

static int64_t scaled(const struct crosstab_entry *entry)
{
	if (isnan(entry->value))
		return SUPPRESS_UNKNOWN;
	if (entry->role == ROLE_AMOUNT)
		return llround(entry->value * THOUSANDTHS);
	return (int64_t)ceil(entry->value);
}

static int64_t needed(const struct work *work, const struct crosstab_entry *entry)
{
	if (entry->role == ROLE_AMOUNT)
		return llround(entry->value * THOUSANDTHS * 2 * RISK_P / 100);
	return (int64_t)work->k;
}

/* Behind the last entry of the same block and series. */
static size_t run_of_series(const struct crosstab *crosstab, size_t from)
{
	const struct crosstab_entry *entries = crosstab->entries;
	size_t i = from;

	while (i < crosstab->count && entries[i].block == entries[from].block &&
	       entries[i].series == entries[from].series)
		i++;
	return i;
}

static void fill_layer(const struct work *work, struct suppress_layer *layer,
		       struct layer_numbers *numbers, size_t from, size_t to)
{
	size_t cells = work->crosstab.rows * work->crosstab.columns;
	const struct crosstab_entry *entries = work->crosstab.entries;

	numbers->value = mem_new(cells, sizeof *numbers->value);
	numbers->need = mem_new(cells, sizeof *numbers->need);
	for (size_t cell = 0; cell < cells; cell++)
		numbers->value[cell] = SUPPRESS_UNKNOWN;
	for (size_t i = from; i < to; i++) {
		numbers->value[entries[i].cell] = scaled(&entries[i]);
		if (!isnan(entries[i].value))
			numbers->need[entries[i].cell] = needed(work, &entries[i]);
	}
	layer->value = numbers->value;
	layer->need = numbers->need;
	layer->zero_shown = entries[from].role == ROLE_COUNT;
}

/* A block's table: a layer for each series whose role is asked for. */
struct problem {
	struct suppress table;
	struct suppress_layer *layers;
	struct layer_numbers *numbers;
	size_t *from, *to;             /* by layer: its entries */
};

static int is_family(enum role role)
{
	return role == ROLE_COUNT || role == ROLE_EVENTS || role == ROLE_AMOUNT;
}

static void problem_add(struct problem *problem, const struct work *work, size_t from, size_t to)
{
	size_t layer = problem->table.layer_count++;

	problem->layers = mem_resize(problem->layers, layer + 1, sizeof *problem->layers);
	problem->numbers = mem_resize(problem->numbers, layer + 1, sizeof *problem->numbers);
	problem->from = mem_resize(problem->from, layer + 1, sizeof *problem->from);
	problem->to = mem_resize(problem->to, layer + 1, sizeof *problem->to);
	fill_layer(work, &problem->layers[layer], &problem->numbers[layer], from, to);
	problem->from[layer] = from;
	problem->to[layer] = to;
}

static void problem_start(struct problem *problem, struct work *work)
{
	*problem = (struct problem){ .table = { work->crosstab.rows, work->crosstab.columns, NULL, 0,
						work->cost, work->marks } };
}

static void problem_free(struct problem *problem)
{
	for (size_t layer = 0; layer < problem->table.layer_count; layer++) {
		free(problem->numbers[layer].value);
		free(problem->numbers[layer].need);
	}
	free(problem->layers);
	free(problem->numbers);
	free(problem->from);
	free(problem->to);
}

static int is_margin(const struct work *work, size_t cell)
{
	return cell / work->crosstab.columns == work->crosstab.rows - 1 ||
	       cell % work->crosstab.columns == work->crosstab.columns - 1;
}

/* Cells without rows: a margin that is not printed, or nothing. */
static void mark_empty(struct work *work)
{
	for (size_t cell = 0; cell < work->crosstab.rows * work->crosstab.columns; cell++) {
		work->marks[cell] = is_margin(work, cell) ? SUPPRESS_ABSENT : SUPPRESS_FIXED;
		work->cost[cell] = 0;
	}
}

static int is_count(enum role role)
{
	return role == ROLE_COUNT || role == ROLE_PART;
}

static void mark_entry(struct work *work, const struct crosstab_entry *entry)
{
	unsigned char *mark = &work->marks[entry->cell];
	double value = isnan(entry->value) ? 0 : entry->value;

	if (*mark == SUPPRESS_ABSENT)
		*mark = SUPPRESS_FIXED;
	if (*mark == SUPPRESS_FIXED && value > 0)
		*mark = SUPPRESS_SHOWN;
	if ((is_count(entry->role) && value > 0 && value < work->k) ||
	    work->forced[entry->row * work->sheet->columns + entry->column] ||
	    (entry->role != ROLE_PART && work->dominated && work->dominated[entry->row]))
		*mark = SUPPRESS_PRIMARY;
}

/* Leaving out a cell costs the least of its counts; one without cases what is done there. Totals
 * are what most readers look for: they cost twice as much. */
static void price_entry(struct work *work, const struct crosstab_entry *entry, int counts)
{
	int64_t *cost = &work->cost[entry->cell];
	int64_t value = entry->value >= 1 ? (int64_t)entry->value : 1;

	if (is_margin(work, entry->cell))
		value *= 2;
	if (is_count(entry->role) == counts && entry->value > 0 && (!*cost || (counts && value < *cost)))
		*cost = value;
}

static void mark_entries(struct work *work, const struct problem *problem)
{
	for (int counts = 1; counts >= 0; counts--)
		for (size_t layer = 0; layer < problem->table.layer_count; layer++)
			for (size_t i = problem->from[layer]; i < problem->to[layer]; i++) {
				price_entry(work, &work->crosstab.entries[i], counts);
				mark_entry(work, &work->crosstab.entries[i]);
			}
}

static enum protect_mark meaning(unsigned char mark)
{
	if (mark == SUPPRESS_PRIMARY)
		return PROTECT_PRIMARY;
	return mark == SUPPRESS_SECONDARY ? PROTECT_SECONDARY : PROTECT_SHOWN;
}

static double unscaled(const struct crosstab_entry *entry, int64_t value)
{
	if (value >= SUPPRESS_UNLIMITED)
		return INFINITY;
	return entry->role == ROLE_AMOUNT ? (double)value / THOUSANDTHS : (double)value;
}

/* Marks of cells become marks of numbers, with the limits that the audit finds. */
static void take_marks(struct work *work, const struct problem *problem)
{
	for (size_t layer = 0; layer < problem->table.layer_count; layer++)
		for (size_t i = problem->from[layer]; i < problem->to[layer]; i++) {
			const struct crosstab_entry *entry = &work->crosstab.entries[i];
			enum protect_mark mark = meaning(work->marks[entry->cell]);
			struct protect_cell *cell = cell_at(work, entry->row, entry->column);
			struct suppress_range range;

			if (!mark || isnan(entry->value) ||
			    (entry->value == 0 && problem->layers[layer].zero_shown))
				continue;
			if (entry->role == ROLE_PART && (entry->value >= work->k || entry->value == 0))
				mark = PROTECT_SECONDARY;
			range = suppress_range(&problem->table, layer, entry->cell);
			*cell = (struct protect_cell){ (unsigned char)mark, 1,
						       unscaled(entry, range.lower),
						       unscaled(entry, range.upper) };
		}
}

static int solve(struct work *work, struct problem *problem, struct fault *fault)
{
	problem->table.layers = problem->layers;
	if (suppress_choose(&problem->table) != 0)
		return fault_set(fault, STATUS_DATA,
				 N_("a number cannot be protected by blanks: --round protects such tables"));
	take_marks(work, problem);
	return 0;
}

static int blank_family(struct work *work, uint32_t block, size_t from, size_t end,
			struct fault *fault)
{
	size_t cells = work->crosstab.rows * work->crosstab.columns;
	struct problem problem;
	int result;

	problem_start(&problem, work);
	for (size_t i = from, to; i < end; i = to) {
		to = run_of_series(&work->crosstab, i);
		if (is_family(work->crosstab.entries[i].role))
			problem_add(&problem, work, i, to);
	}
	mark_empty(work);
	mark_entries(work, &problem);
	result = solve(work, &problem, fault);
	for (size_t cell = 0; cell < cells; cell++)
		work->blank[block * cells + cell] = (unsigned char)meaning(work->marks[cell]);
	problem_free(&problem);
	return result;
}

/* A part of a blank cell is primary too, however large: the cell is at least as large. */
static int blank_part(struct work *work, uint32_t block, size_t from, size_t to,
		      struct fault *fault)
{
	size_t cells = work->crosstab.rows * work->crosstab.columns;
	struct problem problem;
	int result;

	problem_start(&problem, work);
	problem_add(&problem, work, from, to);
	mark_empty(work);
	mark_entries(work, &problem);
	for (size_t cell = 0; cell < cells; cell++)
		if (work->blank[block * cells + cell] && work->marks[cell] == SUPPRESS_SHOWN)
			work->marks[cell] = SUPPRESS_PRIMARY;
	result = solve(work, &problem, fault);
	problem_free(&problem);
	return result;
}

/* Parts of all blocks, from the start. */
static int blank_parts(struct work *work, struct fault *fault)
{
	const struct crosstab *crosstab = &work->crosstab;

	for (size_t i = 0; i < crosstab->count; i++)
		if (crosstab->entries[i].role == ROLE_PART)
			*cell_at(work, crosstab->entries[i].row, crosstab->entries[i].column) =
				(struct protect_cell){ 0 };
	for (size_t i = 0, to; i < crosstab->count; i = to) {
		to = run_of_series(crosstab, i);
		if (crosstab->entries[i].role == ROLE_PART &&
		    blank_part(work, crosstab->entries[i].block, i, to, fault) != 0)
			return -1;
	}
	return 0;
}

/* What stock and flow force may need further blanks in other groups, and these force others. */
static int blank_flows(struct work *work, struct fault *fault)
{
	size_t cells = work->sheet->rows * work->sheet->columns;
	unsigned char *blank = mem_new(cells + 1, 1);
	struct balance balance;
	size_t forced = 1;
	int result = 0;

	balance_read(&balance, work->sheet);
	while (forced && result == 0) {
		result = blank_parts(work, fault);
		for (size_t i = 0; i < cells; i++)
			blank[i] = work->protect->cells[i].mark;
		forced = balance_force(&balance, work->sheet, blank, work->forced);
	}
	balance_free(&balance);
	free(blank);
	return result;
}

static int blank_all(struct work *work, struct fault *fault)
{
	size_t cells = work->crosstab.rows * work->crosstab.columns;
	const struct crosstab_entry *entries = work->crosstab.entries;

	work->marks = mem_new(cells, 1);
	work->cost = mem_new(cells, sizeof *work->cost);
	work->blank = mem_new(work->crosstab.blocks * cells + 1, 1);
	work->forced = mem_new(work->sheet->rows * work->sheet->columns + 1, 1);
	for (size_t i = 0, end; i < work->crosstab.count; i = end) {
		for (end = i; end < work->crosstab.count && entries[end].block == entries[i].block;)
			end++;
		if (blank_family(work, entries[i].block, i, end, fault) != 0)
			return -1;
	}
	return blank_flows(work, fault);
}

/* ---- what follows ---------------------------------------------------------------- */

static void hide_statistics(struct work *work, size_t row, int amounts)
{
	const struct sheet *sheet = work->sheet;

	for (size_t c = 0; c < sheet->columns; c++) {
		enum role role = crosstab_role(sheet, row, c);
		struct protect_cell *cell = cell_at(work, row, c);

		if ((role == ROLE_STATISTIC || (amounts && role == ROLE_AMOUNT)) && !cell->mark &&
		    !isnan(sheet->number[row * sheet->columns + c]))
			cell->mark = PROTECT_FOLLOWS;
	}
}

/* A statistic of a row one of whose own numbers is blank, or whose cell is. */
static void follow_rows(struct work *work, unsigned char *marked)
{
	const struct sheet *sheet = work->sheet;
	size_t cells = work->crosstab.rows * work->crosstab.columns;

	for (size_t r = 0; r < sheet->rows; r++) {
		int own = 0;

		marked[r] = sheet->wide ? 0 : work->blank[work->crosstab.block[r] * cells +
							  work->crosstab.cell[r]];
		for (size_t c = 0; c < sheet->columns; c++)
			own = own || cell_at(work, r, c)->mark;
		if (marked[r] || own)
			hide_statistics(work, r, 0);
	}
}

static void follow_smooth(struct work *work, const unsigned char *marked, size_t row)
{
	for (size_t c = 0; c < work->sheet->columns; c++)
		if (!cell_at(work, row, c)->mark && risk_smooth(work->sheet, marked, row, c))
			cell_at(work, row, c)->mark = PROTECT_FOLLOWS;
}

static void follow_others(struct work *work, const unsigned char *marked)
{
	for (size_t r = 0; r < work->sheet->rows; r++) {
		follow_smooth(work, marked, r);
		if (risk_cumulative(work->sheet, marked, r))
			hide_statistics(work, r, 1);
		else if (risk_follows(work->sheet, marked, r))
			hide_statistics(work, r, 0);
	}
}

/* ---- all cases in one cell ------------------------------------------------------- */

/* Whether the line of the entries from..to of one count has its cases in one of several cells; a
 * line with a blank is not judged. */
static int one_cell(const struct work *work, size_t from, size_t to, size_t line, int by_rows)
{
	size_t columns = work->crosstab.columns, cells = 0, filled = 0;
	size_t last = by_rows ? columns - 1 : work->crosstab.rows - 1;

	for (size_t i = from; i < to; i++) {
		const struct crosstab_entry *entry = &work->crosstab.entries[i];
		size_t along = by_rows ? entry->cell / columns : entry->cell % columns;
		size_t across = by_rows ? entry->cell % columns : entry->cell / columns;

		if (along != line || across == last)
			continue;
		if (isnan(entry->value))
			return 0;
		cells++;
		filled += entry->value > 0;
	}
	return cells > 1 && filled == 1;
}

static size_t single_cells(const struct work *work, size_t from, size_t to, int by_rows)
{
	size_t lines = by_rows ? work->crosstab.rows : work->crosstab.columns, found = 0;

	for (size_t line = 0; line < lines; line++)
		found += (size_t)one_cell(work, from, to, line, by_rows);
	return found;
}

/* The counts of a block are of the same cases: the one with most such lines tells. */
static void find_one_group(struct work *work)
{
	const struct crosstab *crosstab = &work->crosstab;
	size_t most = 0;

	for (size_t i = 0, to; i < crosstab->count; i = to) {
		const struct crosstab_entry *first = &crosstab->entries[i];
		size_t found;

		to = run_of_series(crosstab, i);
		found = first->role != ROLE_COUNT ? 0 : single_cells(work, i, to, 1) +
			(crosstab->rows > 2 ? single_cells(work, i, to, 0) : 0);
		most = found > most ? found : most;
		if (to == crosstab->count || crosstab->entries[to].block != first->block) {
			work->protect->one_group += most;
			most = 0;
		}
	}
}

/* ---- all together ---------------------------------------------------------------- */

static int is_printed(const struct work *work, size_t row)
{
	const struct sheet *sheet = work->sheet;

	for (size_t c = 0; c < sheet->columns; c++)
		if ((sheet->role[c] == ROLE_AMOUNT || sheet->role[c] == ROLE_STATISTIC) &&
		    sheet->number[row * sheet->columns + c] > 0 &&
		    !cell_at(work, row, c)->mark)
			return 1;
	return 0;
}

/* Judged is the table as printed. Blanks for all of these rows would take so many others with them
 * that small tables could not be printed at all; they are counted, and rounding leaves them out. */
static void count_doubtful(struct work *work)
{
	struct sheet printed = *work->sheet;
	size_t cells = printed.rows * printed.columns;
	unsigned char *doubtful;

	printed.number = mem_new(cells + 1, sizeof *printed.number);
	for (size_t i = 0; i < cells; i++)
		printed.number[i] = work->protect->cells[i].mark ? NAN : work->sheet->number[i];
	doubtful = risk_dominated(&printed, &work->crosstab);
	work->protect->error_known = doubtful != NULL;
	for (size_t r = 0; r < printed.rows && doubtful; r++)
		work->protect->doubtful += doubtful[r] && is_printed(work, r);
	free(doubtful);
	free(printed.number);
}

static void count_marks(struct protect *protect, size_t cells)
{
	for (size_t i = 0; i < cells; i++) {
		protect->primary += protect->cells[i].mark == PROTECT_PRIMARY;
		protect->secondary += protect->cells[i].mark == PROTECT_SECONDARY;
		protect->follow += protect->cells[i].mark == PROTECT_FOLLOWS;
	}
}

int protect_blank(struct protect *protect, const struct sheet *sheet, double k,
		  struct fault *fault)
{
	struct work work = { .protect = protect, .sheet = sheet, .k = k };
	unsigned char *marked = mem_new(sheet->rows + 1, 1);
	int result = crosstab_read(&work.crosstab, sheet, 0, fault);

	*protect = (struct protect){ 0 };
	protect->cells = mem_new(sheet->rows * sheet->columns + 1, sizeof *protect->cells);
	if (result == 0) {
		work.dominated = risk_dominated(sheet, NULL);
		protect->dominance_known = work.dominated != NULL;
		result = blank_all(&work, fault);
	}
	if (result == 0) {
		follow_rows(&work, marked);
		follow_others(&work, marked);
		find_one_group(&work);
		if (!protect->dominance_known)
			count_doubtful(&work);
		count_marks(protect, sheet->rows * sheet->columns);
	}
	free(marked);
	free(work.dominated);
	free(work.marks);
	free(work.cost);
	free(work.blank);
	free(work.forced);
	crosstab_free(&work.crosstab);
	return result;
}

void protect_free(struct protect *protect)
{
	free(protect->cells);
}
