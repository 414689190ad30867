/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudo - a table as it may be passed on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/date.h"
#include "data/field.h"
#include "model/coarse.h"
#include "model/pseudo.h"

enum { CELL_SIZE = 40 };

/* Cells of the columns that are not dropped, each with its zero byte: so the order of rows by
 * their cells is that of their bytes. */
struct held_row {
	union {
		size_t start;           /* while the text still grows */
		const char *text;
	} at;
	size_t length;
};

struct pseudo {
	const struct source *source;
	const struct pseudo_rules *rules;
	struct pseudonyms *pseudonyms;
	struct feed *feed;
	int *places;                    /* of the file's columns among the feed's */
	size_t width;
	enum pseudo_table table;
	struct treated_column *columns;
	struct coarse **coarse;         /* by column; NULL where it is not coarsened */
	int case_id, date, participants;
	enum amount_form form;          /* of the minutes, by their first cell */
	enum effort_unit unit;
	int form_known;
	int32_t shift;                  /* of the row's case */
	char *text;
	size_t used, size;
	struct held_row *rows;
	size_t count, capacity;
};

/* ---- cells ------------------------------------------------------------------------- */

static struct csv_cell cell_of(const struct pseudo *pseudo, size_t column)
{
	return feed_cell(pseudo->feed, pseudo->places[column]);
}

static const char *refuse(struct pseudo *pseudo, size_t column, const char *rule)
{
	feed_refuse(pseudo->feed, pseudo->places[column], STATUS_DATA, rule);
	return NULL;
}

static const char *case_of(const struct pseudo *pseudo)
{
	return pseudo->case_id < 0 ? "" : cell_of(pseudo, (size_t)pseudo->case_id).text;
}

static int read_date(struct pseudo *pseudo, size_t column, int32_t *date)
{
	return feed_date(pseudo->feed, pseudo->places[column], date);
}

static const char *treat_date(struct pseudo *pseudo, size_t column, char to[CELL_SIZE])
{
	int32_t date;

	if (read_date(pseudo, column, &date) != 0)
		return NULL;
	if (pseudo->rules->dates == DATES_MONTH)
		date = pseudo->columns[column].treatment == TREAT_DATE ?
		       month_first(month_of(date)) : month_last(month_of(date));
	else if (pseudo->rules->dates == DATES_SHIFT)
		date += pseudo->shift;
	date_write(to, date);
	return to;
}

/* A session is a group_id on a date. By months two of them would become one, and shifted apart
 * its rows would tell how the shifts of its cases differ. */
static const char *session_date(struct pseudo *pseudo, size_t column, char to[CELL_SIZE])
{
	int32_t date;

	if (pseudo->date < 0 || read_date(pseudo, (size_t)pseudo->date, &date) != 0)
		return NULL;
	if (pseudo->rules->dates == DATES_SHIFT &&
	    (pseudo->participants < 0 || !cell_of(pseudo, (size_t)pseudo->participants).length))
		return refuse(pseudo, column,
			      N_("with --dates shift a group session needs its participants: its rows "
				 "are shifted apart and can no longer be counted"));
	date_write(to, date);
	return to;
}

static const char *treat_id(struct pseudo *pseudo, size_t column, char to[CELL_SIZE],
			    struct fault *fault)
{
	const char *kind = pseudo->columns[column].kind, *id[4] = { NULL };
	char date[CELL_SIZE];

	id[0] = cell_of(pseudo, column).text;
	if (strcmp(kind, "group") == 0 && pseudo->columns[column].known &&
	    pseudo->rules->dates != DATES_KEEP) {
		id[1] = session_date(pseudo, column, date);
		if (!id[1])
			return NULL;
		id[2] = pseudo->rules->dates == DATES_SHIFT ? case_of(pseudo) : NULL;
	}
	if (pseudonym_make(pseudo->pseudonyms, kind, id, to) == 0)
		return to;
	fault_at(fault, STATUS_DATA, csv_file(feed_csv(pseudo->feed)), pseudo->feed->line, 0,
		 N_("two different ids have the same pseudonym: use another --domain"));
	return NULL;
}

static const char *write_amount(const struct amount *amount, char to[CELL_SIZE])
{
	int64_t scale = power_of_ten(amount->digits);

	if (amount->digits)
		snprintf(to, CELL_SIZE, "%lld.%0*lld", (long long)(amount->value / scale),
			 amount->digits, (long long)(amount->value % scale));
	else
		snprintf(to, CELL_SIZE, "%lld", (long long)amount->value);
	return to;
}

static const char *treat_number(struct pseudo *pseudo, size_t column, char to[CELL_SIZE])
{
	struct csv_cell cell = cell_of(pseudo, column);
	struct amount amount;
	const char *rule = amount_read(cell.text, cell.length, AMOUNT_PLAIN,
				       pseudo->source->profile->decimal_mark, &amount);

	return rule ? refuse(pseudo, column, rule) : write_amount(&amount, to);
}

/* ---- minutes ----------------------------------------------------------------------- */

/* The first cell decides for the column, as data/record.h has it; a colon settles the unit. */
static int decide_form(struct pseudo *pseudo, size_t column, struct fault *fault)
{
	const char *name = feed_header(pseudo->feed, column);
	struct csv_cell cell = cell_of(pseudo, column);

	pseudo->form_known = 1;
	pseudo->form = amount_form_of(cell.text, cell.length);
	pseudo->unit = pseudo->source->unit;
	if (pseudo->unit == UNIT_UNSTATED)
		pseudo->unit = feed_unit(pseudo->feed, pseudo->places[column]);
	if (pseudo->form == AMOUNT_CLOCK)
		pseudo->unit = UNIT_SECONDS;
	else if (pseudo->form == AMOUNT_HOURS_MINUTES)
		pseudo->unit = UNIT_MINUTES;
	if (pseudo->unit != UNIT_UNSTATED)
		return 0;
	return fault_at(fault, STATUS_USAGE, csv_file(feed_csv(pseudo->feed)), 0, 0,
			N_("column '%s' does not say whether it holds minutes or hours: "
			   "--effort '%s:minutes' or --effort '%s:hours'"), name, name, name);
}

/* To the nearest multiple of the step, given in units of the amount's own scale. */
static int64_t nearest(int64_t value, int64_t step)
{
	int64_t count = value / step, rest = value % step;

	return count + (rest > step - rest || (rest == step - rest && count % 2 == 1));
}

static void coarsen_minutes(struct amount *amount, enum effort_unit unit, int minutes)
{
	int64_t step = minutes * power_of_ten(amount->digits) * (unit == UNIT_SECONDS ? 60 : 1);

	amount->value = nearest(amount->value, step) * minutes;
	amount->digits = 0;
}

/* Whole seconds stay durations, since not every one is a decimal number of minutes. */
static const char *write_clock(int64_t seconds, char to[CELL_SIZE])
{
	snprintf(to, CELL_SIZE, "%lld:%02d:%02d", (long long)(seconds / 3600),
		 (int)(seconds / 60 % 60), (int)(seconds % 60));
	return to;
}

/* Accounted minutes are plain numbers whatever the form of the others. */
static const char *treat_minutes(struct pseudo *pseudo, size_t column, char to[CELL_SIZE],
				 struct fault *fault)
{
	int is_effort = strcmp(pseudo->columns[column].name, "minutes") == 0;
	struct csv_cell cell = cell_of(pseudo, column);
	struct amount amount;
	enum effort_unit unit;
	const char *rule;

	if (is_effort && !pseudo->form_known && decide_form(pseudo, column, fault) != 0)
		return NULL;
	unit = is_effort ? pseudo->unit : UNIT_MINUTES;
	rule = amount_read(cell.text, cell.length, is_effort ? pseudo->form : AMOUNT_PLAIN,
			   pseudo->source->profile->decimal_mark, &amount);
	if (!rule && unit == UNIT_HOURS)
		rule = amount_hours_to_minutes(&amount);
	if (rule)
		return refuse(pseudo, column, rule);
	if (pseudo->rules->minutes)
		coarsen_minutes(&amount, unit, pseudo->rules->minutes);
	else if (unit == UNIT_SECONDS)
		return write_clock(amount.value, to);
	return write_amount(&amount, to);
}

/* ---- rows -------------------------------------------------------------------------- */

/* NULL: the row goes to the findings, or there is a fault. */
static const char *treat_cell(struct pseudo *pseudo, size_t column, char to[CELL_SIZE],
			      struct fault *fault)
{
	struct csv_cell cell = cell_of(pseudo, column);

	if (!cell.length)
		return "";
	switch (pseudo->columns[column].treatment) {
	case TREAT_ID:
		return treat_id(pseudo, column, to, fault);
	case TREAT_DATE:
	case TREAT_LAST_DATE:
		return treat_date(pseudo, column, to);
	case TREAT_MINUTES:
		return treat_minutes(pseudo, column, to, fault);
	case TREAT_NUMBER:
		return treat_number(pseudo, column, to);
	default:
		return cell.text;
	}
}

static void hold_cell(struct pseudo *pseudo, const char *text)
{
	size_t length = strlen(text) + 1;

	while (pseudo->size - pseudo->used < length) {
		pseudo->size = pseudo->size ? 2 * pseudo->size : 1 << 16;
		pseudo->text = mem_resize(pseudo->text, pseudo->size, 1);
	}
	memcpy(pseudo->text + pseudo->used, text, length);
	pseudo->used += length;
}

static void hold_row(struct pseudo *pseudo, size_t start)
{
	pseudo->rows = mem_grow(pseudo->rows, pseudo->count, &pseudo->capacity,
				sizeof *pseudo->rows);
	pseudo->rows[pseudo->count++] = (struct held_row){ .at.start = start,
							   .length = pseudo->used - start };
}

/* A consultation without a case, and a case without its id, are no rows that the tools read. */
static int check_row(struct pseudo *pseudo)
{
	if (pseudo->table == TABLE_CONSULTATIONS || pseudo->case_id < 0 || *case_of(pseudo))
		return 0;
	refuse(pseudo, (size_t)pseudo->case_id, N_("the id of a case must not be empty"));
	return -1;
}

static int take_row(struct pseudo *pseudo, struct fault *fault)
{
	size_t start = pseudo->used;
	char to[CELL_SIZE];

	if (check_row(pseudo) != 0)
		return 0;
	if (pseudo->rules->dates == DATES_SHIFT)
		pseudo->shift = pseudonym_shift(pseudo->pseudonyms, case_of(pseudo),
						pseudo->rules->shift_days);
	for (size_t i = 0; i < pseudo->width; i++) {
		const char *text;

		if (pseudo->columns[i].treatment == TREAT_DROP)
			continue;
		text = treat_cell(pseudo, i, to, fault);
		if (!text) {
			pseudo->used = start;
			return fault->kind ? -1 : 0;
		}
		if (pseudo->coarse[i])
			coarse_add(pseudo->coarse[i], text, case_of(pseudo));
		hold_cell(pseudo, text);
	}
	hold_row(pseudo, start);
	return 0;
}

/* ---- the whole table --------------------------------------------------------------- */

static int check_rules(const struct pseudo *pseudo, struct fault *fault)
{
	const char *file = csv_file(feed_csv(pseudo->feed));

	if (pseudo->case_id >= 0)
		return 0;
	if (pseudo->rules->dates == DATES_SHIFT)
		return fault_at(fault, STATUS_USAGE, file, 0, 0,
				N_("a table of staff has no cases whose dates could be shifted: say "
				   "--dates month or --dates keep"));
	if (pseudo->rules->columns.coarsen.count)
		return fault_at(fault, STATUS_USAGE, file, 0, 0,
				N_("--coarsen counts cases, and a table of staff has none"));
	return 0;
}

static int prepare(struct pseudo *pseudo, struct fault *fault)
{
	size_t width = feed_width(pseudo->feed);

	pseudo->width = width;
	pseudo->columns = treat_columns(pseudo->feed, pseudo->source, &pseudo->rules->columns,
					&pseudo->table, fault);
	if (!pseudo->columns)
		return -1;
	pseudo->case_id = treated_find(pseudo->columns, width, "case_id");
	pseudo->date = treated_find(pseudo->columns, width, "date");
	pseudo->participants = treated_find(pseudo->columns, width, "participants");
	pseudo->coarse = mem_new(width, sizeof *pseudo->coarse);
	pseudo->places = mem_new(width, sizeof *pseudo->places);
	for (size_t i = 0; i < width; i++) {
		int wanted = pseudo->columns[i].known ||
			     pseudo->columns[i].treatment != TREAT_DROP;

		if (wanted && feed_column(pseudo->feed, feed_header(pseudo->feed, i), 1,
					  &pseudo->places[i], fault) != 0)
			return -1;
		if (pseudo->columns[i].coarsen && pseudo->columns[i].treatment != TREAT_DROP)
			pseudo->coarse[i] = coarse_new();
	}
	return check_rules(pseudo, fault);
}

static int read_rows(struct pseudo *pseudo, struct findings *findings, struct fault *fault)
{
	int more;

	while ((more = feed_next(pseudo->feed, fault)) == 1)
		if (take_row(pseudo, fault) != 0)
			return -1;
	if (more < 0)
		return -1;
	if (findings->refused)
		return fault_at(fault, STATUS_DATA, csv_file(feed_csv(pseudo->feed)), 0, 0,
				N_("%zu of %ld rows break a rule: nothing was computed"),
				findings->refused, feed_counts(pseudo->feed).rows);
	if (!pseudo->count)
		return fault_at(fault, STATUS_DATA, csv_file(feed_csv(pseudo->feed)), 0, 0,
				N_("the table has no rows"));
	return 0;
}

/* "other" may stand for so few cases that it hides nobody. */
static void warn(const struct pseudo *pseudo, size_t column, struct findings *findings)
{
	struct fault warning = { 0 };

	if (!coarse_words(pseudo->coarse[column]) ||
	    coarse_cases(pseudo->coarse[column]) >= pseudo->rules->min_count)
		return;
	fault_at(&warning, STATUS_OK, csv_file(feed_csv(pseudo->feed)), 0, 0,
		 N_("column '%s': 'other' stands for fewer than %ld cases"),
		 pseudo->columns[column].name, (long)pseudo->rules->min_count);
	findings_add(findings, &warning);
}

/* The rows once more, with what has become of their words. */
static void rewrite_rows(struct pseudo *pseudo)
{
	char *before = pseudo->text;

	pseudo->text = NULL;
	pseudo->used = pseudo->size = 0;
	for (size_t row = 0; row < pseudo->count; row++) {
		const char *text = before + pseudo->rows[row].at.start;
		size_t start = pseudo->used;

		for (size_t i = 0; i < pseudo->width; i++) {
			if (pseudo->columns[i].treatment == TREAT_DROP)
				continue;
			hold_cell(pseudo, pseudo->coarse[i] ? coarse_text(pseudo->coarse[i], text) :
							      text);
			text += strlen(text) + 1;
		}
		pseudo->rows[row] = (struct held_row){ .at.start = start,
						       .length = pseudo->used - start };
	}
	free(before);
}

static void settle(struct pseudo *pseudo, struct findings *findings)
{
	int any = 0;

	for (size_t i = 0; i < pseudo->width; i++) {
		if (!pseudo->coarse[i])
			continue;
		coarse_settle(pseudo->coarse[i], pseudo->rules->min_count);
		warn(pseudo, i, findings);
		any = 1;
	}
	if (any)
		rewrite_rows(pseudo);
}

static int by_cells(const void *a, const void *b)
{
	const struct held_row *x = a, *y = b;
	int order = memcmp(x->at.text, y->at.text, x->length < y->length ? x->length : y->length);

	return order ? order : (x->length > y->length) - (x->length < y->length);
}

static void sort_rows(struct pseudo *pseudo)
{
	for (size_t i = 0; i < pseudo->count; i++)
		pseudo->rows[i].at.text = pseudo->text + pseudo->rows[i].at.start;
	qsort(pseudo->rows, pseudo->count, sizeof *pseudo->rows, by_cells);
}

struct pseudo *pseudo_read(const struct source *source, const struct pseudo_rules *rules,
			   struct pseudonyms *pseudonyms, struct findings *findings,
			   struct fault *fault)
{
	struct pseudo *pseudo = mem_new(1, sizeof *pseudo);

	pseudo->source = source;
	pseudo->rules = rules;
	pseudo->pseudonyms = pseudonyms;
	pseudo->feed = feed_open(source, source->file, FEED_RECORDS, findings, fault);
	if (pseudo->feed && prepare(pseudo, fault) == 0 && read_rows(pseudo, findings, fault) == 0) {
		settle(pseudo, findings);
		sort_rows(pseudo);
		return pseudo;
	}
	pseudo_free(pseudo);
	return NULL;
}

void pseudo_free(struct pseudo *pseudo)
{
	if (!pseudo)
		return;
	for (size_t i = 0; pseudo->coarse && i < pseudo->width; i++)
		coarse_free(pseudo->coarse[i]);
	free(pseudo->coarse);
	free(pseudo->columns);
	free(pseudo->text);
	free(pseudo->rows);
	free(pseudo->places);
	feed_close(pseudo->feed);
	free(pseudo);
}

/* ---- what came of it --------------------------------------------------------------- */

void pseudo_each(const struct pseudo *pseudo, pseudo_taker *take, void *to)
{
	size_t all = pseudo->width, width = 0;
	const char **cells = mem_new(all, sizeof *cells);

	for (size_t i = 0; i < all; i++)
		if (pseudo->columns[i].treatment != TREAT_DROP)
			cells[width++] = pseudo->columns[i].name;
	take(cells, width, to);
	for (size_t row = 0; row < pseudo->count; row++) {
		const char *text = pseudo->rows[row].at.text;

		for (size_t i = 0; i < width; i++, text += strlen(text) + 1)
			cells[i] = text;
		take(cells, width, to);
	}
	free(cells);
}

const char *pseudo_file(const struct pseudo *pseudo)
{
	return csv_file(feed_csv(pseudo->feed));
}

enum pseudo_table pseudo_table(const struct pseudo *pseudo)
{
	return pseudo->table;
}

size_t pseudo_rows(const struct pseudo *pseudo)
{
	return pseudo->count;
}

char *pseudo_columns(const struct pseudo *pseudo, enum treatment treatment)
{
	size_t size = 1;
	char *list;

	for (size_t i = 0; i < pseudo->width; i++)
		size += strlen(pseudo->columns[i].name) + 2;
	list = mem_new(size, 1);
	for (size_t i = 0; i < pseudo->width; i++) {
		if (pseudo->columns[i].treatment != treatment)
			continue;
		if (*list)
			strcat(list, ", ");
		strcat(list, pseudo->columns[i].name);
	}
	return list;
}

uint32_t pseudo_coarsened(const struct pseudo *pseudo)
{
	uint32_t words = 0;

	for (size_t i = 0; i < pseudo->width; i++)
		words += pseudo->coarse[i] ? coarse_words(pseudo->coarse[i]) : 0;
	return words;
}
