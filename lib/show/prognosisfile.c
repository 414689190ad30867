/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prognosisfile - a prognosis as a text file without data of single cases, and back. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cksum.h"
#include "base/file.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/csv.h"
#include "data/date.h"
#include "show/prognosisfile.h"

enum { NUMBERS = 4, COLUMN_A = 2, COLUMNS = COLUMN_A + NUMBERS, LIST_MOST = 1000000 };

static const char *const header[COLUMNS] = { "part", "name", "a", "b", "c", "d" };
static const char *const feature_names[PROGNOSIS_FEATURES + 1] = {
	"effort", "contact_days", "late_contact_days", "silence", "household"
};
static const char *const group_names[] = { "without_late", "with_late" };
static const char *const units[] = { "hours", "count", "amount", NULL };

static const char *unit_name(enum effort_unit unit)
{
	return units[unit == UNIT_COUNT ? 1 : unit == UNIT_AMOUNT ? 2 : 0];
}

static size_t fixed_features(const struct prognosis *prognosis)
{
	return PROGNOSIS_FEATURES + (prognosis->settings.household != 0);
}

static const char *feature_name(const struct prognosis *prognosis, size_t j)
{
	size_t fixed = fixed_features(prognosis);

	return j < fixed ? feature_names[j] : prognosis->services[j - fixed];
}

/* ---- writing -------------------------------------------------------------------- */

struct writing {
	struct lines lines;
	long rows;
};

static void put_cell_text(struct lines *lines, size_t column, const char *text, size_t length)
{
	lines_text(lines, text, length);
	lines_byte(lines, column + 1 < COLUMNS ? ',' : '\n');
}

static void put_header(struct lines *lines)
{
	for (size_t i = 0; i < COLUMNS; i++)
		put_cell_text(lines, i, header[i], strlen(header[i]));
}

static void put(struct writing *writing, const char *part, const char *name,
		const double *numbers, size_t count)
{
	struct lines *lines = &writing->lines;

	put_cell_text(lines, 0, part, strlen(part));
	put_cell_text(lines, 1, name, strlen(name));
	for (size_t i = 0; i < NUMBERS; i++) {
		if (i < count)
			lines_number(lines, numbers[i]);
		lines_byte(lines, COLUMN_A + i + 1 < COLUMNS ? ',' : '\n');
	}
	writing->rows++;
}

static void put_one(struct writing *writing, const char *part, const char *name, double number)
{
	put(writing, part, name, &number, 1);
}

/* The month is enough: a day would be that of a single case. */
static void put_month(struct writing *writing, const char *part, int32_t day)
{
	char month[16];

	period_write(month, PERIOD_MONTH, month_of(day));
	put(writing, part, month, NULL, 0);
}

static void put_head(struct writing *writing, const struct prognosis *prognosis,
		     enum effort_unit unit)
{
	put_one(writing, "version", "verlauf-prognosis", PROGNOSISFILE_VERSION);
	put(writing, "unit", unit_name(unit), NULL, 0);
	put(writing, "kind", prognosis_kind_names[prognosis->kind], NULL, 0);
	put_one(writing, "setting", "weeks", prognosis->settings.weeks);
	put_one(writing, "setting", "months", prognosis->settings.months);
	put_one(writing, "setting", "household", prognosis->settings.household);
	put_one(writing, "setting", "services", (double)prognosis->service_count);
	put_one(writing, "former", "cases", (double)prognosis->cases);
	put_one(writing, "former", "positives", (double)prognosis->positives);
	put_month(writing, "since", prognosis->since);
	put_month(writing, "until", prognosis->until);
	put_one(writing, "former", "mean", prognosis->mean);
	put_one(writing, "former", "household_mean", prognosis->household_mean);
}

static void put_steps(struct writing *writing, const char *name, const struct steps *steps)
{
	struct steps coarse = steps_coarse(steps, PROGNOSISFILE_BLOCK, PROGNOSISFILE_BLOCKS);

	put_one(writing, "steps", name, (double)coarse.count);
	for (size_t i = 0; i < coarse.count; i++) {
		double numbers[] = { coarse.upto[i], coarse.value[i] };

		put(writing, "step", "", numbers, 2);
	}
	steps_free(&coarse);
}

static void put_features(struct writing *writing, const struct prognosis *prognosis)
{
	const struct hurdle *hurdle = &prognosis->hurdle;
	double constant[] = { hurdle->any[0], hurdle->amount[0] };

	put_one(writing, "former", "shape", hurdle->shape);
	put(writing, "constant", "", constant, 2);
	for (size_t j = 0; j < hurdle->features; j++) {
		double numbers[] = { hurdle->center[j], hurdle->scale[j], hurdle->any[j + 1],
				     hurdle->amount[j + 1] };

		put(writing, "feature", feature_name(prognosis, j), numbers, NUMBERS);
	}
}

/* Where the cell that begins at `from` ends: enough cases, no equal means parted, and what would be
 * left is enough for another one. */
static size_t cell_end(const struct prognosis *prognosis, size_t from)
{
	const struct prognosis_former *former = prognosis->former;
	size_t end = from + PROGNOSIS_NEAREST;

	while (end < prognosis->cases && former[end].at == former[end - 1].at)
		end++;
	return end + PROGNOSIS_NEAREST > prognosis->cases ? prognosis->cases : end;
}

static void put_cell(struct writing *writing, const struct prognosis *prognosis, size_t from,
		     size_t to)
{
	double *outcome = mem_new(to - from, sizeof *outcome), at = 0;
	struct steps steps;

	for (size_t i = from; i < to; i++) {
		outcome[i - from] = prognosis->former[i].outcome;
		at += prognosis->former[i].at / (double)(to - from);
	}
	steps = steps_of(outcome, to - from);
	put_one(writing, "cell", "", at);
	put_steps(writing, "", &steps);
	steps_free(&steps);
	free(outcome);
}

static void put_cells(struct writing *writing, const struct prognosis *prognosis)
{
	size_t count = 0;

	for (size_t from = 0; from < prognosis->cases; from = cell_end(prognosis, from))
		count++;
	put_one(writing, "cells", "", (double)count);
	for (size_t from = 0, to; from < prognosis->cases; from = to) {
		to = cell_end(prognosis, from);
		put_cell(writing, prognosis, from, to);
	}
}

static void put_end(struct writing *writing)
{
	double numbers[] = { (double)(writing->rows + 1),
			     cksum(writing->lines.text, writing->lines.length) };

	put(writing, "end", "", numbers, 2);
}

static void write_all(const struct prognosis *prognosis, enum effort_unit unit, FILE *to)
{
	struct writing writing = { .rows = 0 };

	put_header(&writing.lines);
	put_head(&writing, prognosis, unit);
	if (prognosis->kind == PROGNOSIS_TWO_GROUPS) {
		put_steps(&writing, group_names[0], &prognosis->group[0]);
		put_steps(&writing, group_names[1], &prognosis->group[1]);
	} else {
		put_features(&writing, prognosis);
		put_steps(&writing, "ratio", &prognosis->hurdle.ratio);
		put_cells(&writing, prognosis);
	}
	put_end(&writing);
	lines_write(&writing.lines, 0, to);
	lines_free(&writing.lines);
}

int prognosisfile_save(const struct prognosis *prognosis, enum effort_unit unit, const char *path,
		       struct fault *fault)
{
	struct file_out *out = file_create(path, fault);

	if (!out)
		return -1;
	write_all(prognosis, unit, file_stream(out));
	return file_commit(out, fault);
}

/* ---- reading -------------------------------------------------------------------- */

struct reading {
	struct prognosis *prognosis;
	struct csv_reader *csv;
	struct csv_row row;
	double numbers[NUMBERS];
	long rows;
	struct lines before;         /* what stands before the row, as it was written */
	struct fault *fault;
};

static int refuse(struct reading *reading, size_t column, const char *rule)
{
	csv_refuse(reading->csv, column, STATUS_DATA, rule);
	return -1;
}

static int out_of_place(struct reading *reading, size_t column, const char *part, const char *name)
{
	csv_refuse(reading->csv, column, STATUS_DATA,
		   N_("out of place: a prognosis has '%s %s' here"), part, name ? name : "");
	return -1;
}

static void keep_row(struct reading *reading)
{
	for (size_t i = 0; i < COLUMNS; i++)
		put_cell_text(&reading->before, i, reading->row.cells[i].text,
			      reading->row.cells[i].length);
}

/* The next row, which must be of this part and name (NULL: any) with so many numbers. */
static int next(struct reading *reading, const char *part, const char *name, size_t count)
{
	int more;

	if (reading->rows)
		keep_row(reading);
	more = csv_next(reading->csv, &reading->row, reading->fault);
	if (more < 0)
		return -1;
	if (!more)
		return fault_at(reading->fault, STATUS_DATA, csv_file(reading->csv), 0, 0,
				N_("the file ends before the prognosis does: '%s %s' is missing"),
				part, name ? name : "");
	reading->rows++;
	if (strcmp(reading->row.cells[0].text, part) != 0)
		return out_of_place(reading, 0, part, name);
	if (name && strcmp(reading->row.cells[1].text, name) != 0)
		return out_of_place(reading, 1, part, name);
	for (size_t i = 0; i < NUMBERS; i++) {
		const struct csv_cell *cell = &reading->row.cells[COLUMN_A + i];

		if (i >= count && cell->length)
			return refuse(reading, COLUMN_A + i, N_("must be empty in this row"));
		if (i < count && text_number(cell->text, &reading->numbers[i]) != 0)
			return refuse(reading, COLUMN_A + i, N_("not a number with '.' for decimals"));
	}
	return 0;
}

static int next_whole(struct reading *reading, const char *part, const char *name, long least,
		      long most, long *value)
{
	if (next(reading, part, name, 1) != 0)
		return -1;
	if (reading->numbers[0] != floor(reading->numbers[0]) ||
	    reading->numbers[0] < (double)least || reading->numbers[0] > (double)most) {
		csv_refuse(reading->csv, COLUMN_A, STATUS_DATA,
			   N_("must be a whole number from %ld to %ld"), least, most);
		return -1;
	}
	*value = (long)reading->numbers[0];
	return 0;
}

static int next_number(struct reading *reading, const char *part, const char *name, double least,
		       double *value)
{
	if (next(reading, part, name, 1) != 0)
		return -1;
	*value = reading->numbers[0];
	return *value < least ? refuse(reading, COLUMN_A, N_("is smaller than it can be")) : 0;
}

/* Index of the name of a row in a list that ends with NULL, or -1. */
static int next_word(struct reading *reading, const char *part, const char *const words[])
{
	if (next(reading, part, NULL, 0) != 0)
		return -1;
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], reading->row.cells[1].text) == 0)
			return i;
	return refuse(reading, 1, N_("is no word that can stand here"));
}

static int next_month(struct reading *reading, const char *part, int32_t *first)
{
	int32_t last;

	if (next(reading, part, NULL, 0) != 0)
		return -1;
	if (date_span(reading->row.cells[1].text, first, &last) != 0)
		return refuse(reading, 1, N_("not a month, as 2024-01"));
	return 0;
}

static int read_version(struct reading *reading)
{
	if (next(reading, "version", "verlauf-prognosis", 1) != 0)
		return -1;
	if (reading->numbers[0] == PROGNOSISFILE_VERSION)
		return 0;
	csv_refuse(reading->csv, COLUMN_A, STATUS_DATA,
		   N_("a prognosis of another version; this program reads version %d"),
		   PROGNOSISFILE_VERSION);
	return -1;
}

/* Also tells the unit, as its place in the list. */
static int read_head(struct reading *reading, int *unit)
{
	struct prognosis *prognosis = reading->prognosis;
	long weeks, months, household, services, cases, positives;
	int kind;

	if (read_version(reading) != 0 || (*unit = next_word(reading, "unit", units)) < 0 ||
	    (kind = next_word(reading, "kind", prognosis_kind_names)) < 0 ||
	    next_whole(reading, "setting", "weeks", 6, 8, &weeks) != 0 ||
	    next_whole(reading, "setting", "months", 1, 24, &months) != 0 ||
	    next_whole(reading, "setting", "household", 0, 1, &household) != 0 ||
	    next_whole(reading, "setting", "services", 0, 1000, &services) != 0 ||
	    next_whole(reading, "former", "cases", 1, 1L << 24, &cases) != 0 ||
	    next_whole(reading, "former", "positives", 0, cases, &positives) != 0 ||
	    next_month(reading, "since", &prognosis->since) != 0 ||
	    next_month(reading, "until", &prognosis->until) != 0 ||
	    next_number(reading, "former", "mean", 0, &prognosis->mean) != 0 ||
	    next_number(reading, "former", "household_mean", 0, &prognosis->household_mean) != 0)
		return -1;
	prognosis->kind = (enum prognosis_kind)kind;
	prognosis->settings = (struct prognosis_settings){
		.weeks = (int)weeks, .months = (int)months, .household = (int)household,
		.service = services > 0, .counts = *unit == 1,
	};
	prognosis->cases = (size_t)cases;
	prognosis->positives = (size_t)positives;
	prognosis->service_count = (size_t)services;
	prognosis->services = mem_new((size_t)services, sizeof *prognosis->services);
	return 0;
}

static int read_step(struct reading *reading, struct steps *steps, size_t i, size_t count)
{
	if (next(reading, "step", "", 2) != 0)
		return -1;
	steps->upto[i] = reading->numbers[0];
	steps->value[i] = reading->numbers[1];
	if (steps->upto[i] <= (i ? steps->upto[i - 1] : 0) ||
	    (i + 1 == count ? steps->upto[i] != 1 : steps->upto[i] >= 1))
		return refuse(reading, COLUMN_A, N_("shares must rise up to 1 in the last row"));
	if (steps->value[i] < (i ? steps->value[i - 1] : 0))
		return refuse(reading, COLUMN_A + 1, N_("values must not fall"));
	steps->count = i + 1;
	return 0;
}

static int read_steps(struct reading *reading, const char *name, struct steps *steps)
{
	long count;

	if (next_whole(reading, "steps", name, 1, PROGNOSISFILE_BLOCKS, &count) != 0)
		return -1;
	steps->value = mem_new((size_t)count, sizeof *steps->value);
	steps->upto = mem_new((size_t)count, sizeof *steps->upto);
	for (size_t i = 0; i < (size_t)count; i++)
		if (read_step(reading, steps, i, (size_t)count) != 0)
			return -1;
	return 0;
}

static int read_feature(struct reading *reading, size_t j)
{
	struct prognosis *prognosis = reading->prognosis;
	struct hurdle *hurdle = &prognosis->hurdle;
	size_t fixed = fixed_features(prognosis);

	if (next(reading, "feature", j < fixed ? feature_names[j] : NULL, NUMBERS) != 0)
		return -1;
	if (j >= fixed)
		prognosis->services[j - fixed] = mem_text(reading->row.cells[1].text,
							  reading->row.cells[1].length);
	hurdle->center[j] = reading->numbers[0];
	hurdle->scale[j] = reading->numbers[1];
	hurdle->any[j + 1] = reading->numbers[2];
	hurdle->amount[j + 1] = reading->numbers[3];
	if (!(hurdle->scale[j] > 0))
		return refuse(reading, COLUMN_A + 1, N_("is smaller than it can be"));
	return 0;
}

static int read_features(struct reading *reading)
{
	struct hurdle *hurdle = &reading->prognosis->hurdle;

	hurdle->features = fixed_features(reading->prognosis) + reading->prognosis->service_count;
	hurdle->rows = reading->prognosis->cases;
	hurdle->positives = reading->prognosis->positives;
	hurdle->center = mem_new(hurdle->features, sizeof *hurdle->center);
	hurdle->scale = mem_new(hurdle->features, sizeof *hurdle->scale);
	hurdle->any = mem_new(hurdle->features + 1, sizeof *hurdle->any);
	hurdle->amount = mem_new(hurdle->features + 1, sizeof *hurdle->amount);
	if (next_number(reading, "former", "shape", 1e-6, &hurdle->shape) != 0 ||
	    next(reading, "constant", "", 2) != 0)
		return -1;
	hurdle->any[0] = reading->numbers[0];
	hurdle->amount[0] = reading->numbers[1];
	for (size_t j = 0; j < hurdle->features; j++)
		if (read_feature(reading, j) != 0)
			return -1;
	return 0;
}

static int read_cells(struct reading *reading)
{
	struct prognosis *prognosis = reading->prognosis;
	long count;

	if (next_whole(reading, "cells", "", 1, LIST_MOST, &count) != 0)
		return -1;
	prognosis->cells = mem_new((size_t)count, sizeof *prognosis->cells);
	for (size_t i = 0; i < (size_t)count; i++) {
		struct prognosis_cell *cell = &prognosis->cells[i];

		if (next(reading, "cell", "", 1) != 0)
			return -1;
		cell->at = reading->numbers[0];
		if (i && cell->at <= cell[-1].at)
			return refuse(reading, COLUMN_A, N_("values must not fall"));
		prognosis->cell_count++;
		if (read_steps(reading, "", &cell->outcome) != 0)
			return -1;
	}
	return 0;
}

static int read_parts(struct reading *reading)
{
	struct prognosis *prognosis = reading->prognosis;

	if (prognosis->kind == PROGNOSIS_TWO_GROUPS)
		return read_steps(reading, group_names[0], &prognosis->group[0]) != 0 ||
		       read_steps(reading, group_names[1], &prognosis->group[1]) != 0 ? -1 : 0;
	if (read_features(reading) != 0 ||
	    read_steps(reading, "ratio", &prognosis->hurdle.ratio) != 0 ||
	    read_cells(reading) != 0)
		return -1;
	prognosis->ratio_mean = steps_mean(&prognosis->hurdle.ratio);
	return 0;
}

static int read_end(struct reading *reading)
{
	double rows = (double)reading->rows + 1;
	int more;

	if (next(reading, "end", "", 2) != 0)
		return -1;
	if (reading->numbers[0] != rows)
		return refuse(reading, COLUMN_A, N_("not the number of rows up to this one"));
	if (reading->numbers[1] != cksum(reading->before.text, reading->before.length))
		return refuse(reading, COLUMN_A + 1,
			      N_("not the checksum of the rows before: the file was changed"));
	more = csv_next(reading->csv, &reading->row, reading->fault);
	return more > 0 ? refuse(reading, 0, N_("a row after the end")) : more;
}

static int is_header(const struct csv_reader *csv)
{
	if (csv_width(csv) != COLUMNS)
		return 0;
	for (size_t i = 0; i < COLUMNS; i++)
		if (strcmp(csv_name(csv, i), header[i]) != 0)
			return 0;
	return 1;
}

/* A prognosis about other things cannot be used. */
static int check_unit(const char *path, const char *about, const char *data, struct fault *fault)
{
	if (strcmp(about, data) == 0)
		return 0;
	return fault_at(fault, STATUS_DATA, path, 0, 0,
			N_("this prognosis is about effort as '%s', these data have '%s'"), about,
			data);
}

int prognosisfile_read(struct prognosis *prognosis, const char *path, enum effort_unit unit,
		       struct findings *findings, struct fault *fault)
{
	static const struct csv_layout layout = { .delimiter = ',', .is_table = 1 };
	struct reading reading = { .prognosis = prognosis, .fault = fault };
	int result = -1, about = 0;

	*prognosis = (struct prognosis){ .kind = PROGNOSIS_TWO_GROUPS, .from_file = 1 };
	reading.csv = csv_open(path, &layout, findings, fault);
	if (!reading.csv)
		return -1;
	csv_want_all(reading.csv);
	put_header(&reading.before);
	if (!is_header(reading.csv))
		fault_at(fault, STATUS_DATA, csv_file(reading.csv), 1, 0,
			 N_("not a prognosis of vl-predict --save-model: its first line is "
			    "part,name,a,b,c,d"));
	else if (read_head(&reading, &about) == 0 && read_parts(&reading) == 0)
		result = read_end(&reading);
	if (findings->refused)
		result = fault_at(fault, STATUS_DATA, csv_file(reading.csv), 0, 0,
				  N_("the prognosis cannot be read: nothing was computed"));
	if (result == 0)
		result = check_unit(path, units[about], unit_name(unit), fault);
	csv_close(reading.csv);
	lines_free(&reading.before);
	return result;
}
