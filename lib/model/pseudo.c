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
	uint64_t head;           /* of its text, while they are sorted */
};

struct pseudo {
	const struct source *source;
	const struct pseudo_rules *rules;
	struct pseudonyms *pseudonyms;
	struct feed *feed;
	struct treatments treatments;
	struct coarse **coarse;         /* by treated column; NULL where it is not coarsened */
	int case_id, date, participants;        /* columns of the feed */
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

static const char *refuse(struct pseudo *pseudo, int column, const char *rule)
{
	feed_refuse(pseudo->feed, column, STATUS_DATA, rule);
	return NULL;
}

static const char *case_of(const struct pseudo *pseudo)
{
	return feed_cell(pseudo->feed, pseudo->case_id).text;
}

static const char *file_of(const struct pseudo *pseudo)
{
	return csv_file(feed_csv(pseudo->feed));
}

static const char *treat_date(struct pseudo *pseudo, const struct treated_column *treated,
			      char to[CELL_SIZE])
{
	int32_t date;

	if (feed_date(pseudo->feed, treated->column, &date) != 0)
		return NULL;
	if (pseudo->rules->dates == DATES_MONTH)
		date = treated->treatment == TREAT_DATE ? month_first(month_of(date)) :
							  month_last(month_of(date));
	else if (pseudo->rules->dates == DATES_SHIFT)
		date += pseudo->shift;
	date_write(to, date);
	return to;
}

/* A session is a group_id on a date. By months two of them would become one, and shifted apart
 * its rows would tell how the shifts of its cases differ. */
static const char *session_date(struct pseudo *pseudo, int column, char to[CELL_SIZE])
{
	int32_t date;

	if (feed_date(pseudo->feed, pseudo->date, &date) != 0)
		return NULL;
	if (pseudo->rules->dates == DATES_SHIFT &&
	    !feed_cell(pseudo->feed, pseudo->participants).length)
		return refuse(pseudo, column,
			      N_("with --dates shift a group session needs its participants: its rows "
				 "are shifted apart and can no longer be counted"));
	date_write(to, date);
	return to;
}

static const char *treat_id(struct pseudo *pseudo, const struct treated_column *treated,
			    char to[CELL_SIZE], struct fault *fault)
{
	const char *id[4] = { feed_cell(pseudo->feed, treated->column).text };
	char date[CELL_SIZE];

	if (treated->known && strcmp(treated->kind, "group") == 0 &&
	    pseudo->rules->dates != DATES_KEEP) {
		id[1] = session_date(pseudo, treated->column, date);
		if (!id[1])
			return NULL;
		id[2] = pseudo->rules->dates == DATES_SHIFT ? case_of(pseudo) : NULL;
	}
	if (pseudonym_make(pseudo->pseudonyms, treated->kind, id, to) == 0)
		return to;
	fault_at(fault, STATUS_DATA, file_of(pseudo), pseudo->feed->line, 0,
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

static const char *read_amount(struct pseudo *pseudo, int column, enum amount_form form,
			       struct amount *amount)
{
	struct csv_cell cell = feed_cell(pseudo->feed, column);

	return amount_read(cell.text, cell.length, form, feed_profile(pseudo->feed)->decimal_mark,
			   amount);
}

static const char *treat_number(struct pseudo *pseudo, const struct treated_column *treated,
				char to[CELL_SIZE])
{
	struct amount amount;
	const char *rule = read_amount(pseudo, treated->column, AMOUNT_PLAIN, &amount);

	return rule ? refuse(pseudo, treated->column, rule) : write_amount(&amount, to);
}

/* ---- minutes ----------------------------------------------------------------------- */

/* The first cell decides for the column, as data/record.h has it; a colon settles the unit. */
static int decide_form(struct pseudo *pseudo, int column, struct fault *fault)
{
	struct csv_cell cell = feed_cell(pseudo->feed, column);
	const char *name;

	pseudo->form_known = 1;
	pseudo->form = amount_form_of(cell.text, cell.length);
	pseudo->unit = pseudo->source->unit;
	if (pseudo->unit == UNIT_UNSTATED)
		pseudo->unit = feed_unit(pseudo->feed, column);
	if (pseudo->form == AMOUNT_CLOCK)
		pseudo->unit = UNIT_SECONDS;
	else if (pseudo->form == AMOUNT_HOURS_MINUTES)
		pseudo->unit = UNIT_MINUTES;
	if (pseudo->unit != UNIT_UNSTATED)
		return 0;
	name = feed_name(pseudo->feed, column);
	return fault_at(fault, STATUS_USAGE, file_of(pseudo), 0, 0,
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
static const char *treat_minutes(struct pseudo *pseudo, const struct treated_column *treated,
				 char to[CELL_SIZE], struct fault *fault)
{
	int is_effort = strcmp(treated->name, "minutes") == 0;
	struct amount amount;
	enum effort_unit unit;
	const char *rule;

	if (is_effort && !pseudo->form_known && decide_form(pseudo, treated->column, fault) != 0)
		return NULL;
	unit = is_effort ? pseudo->unit : UNIT_MINUTES;
	rule = read_amount(pseudo, treated->column, is_effort ? pseudo->form : AMOUNT_PLAIN,
			   &amount);
	if (!rule && unit == UNIT_SECONDS && amount.digits && !pseudo->rules->minutes)
		rule = N_("a duration in fractions of a second cannot be written");
	if (!rule && unit == UNIT_HOURS)
		rule = amount_hours_to_minutes(&amount);
	if (rule)
		return refuse(pseudo, treated->column, rule);
	if (pseudo->rules->minutes)
		coarsen_minutes(&amount, unit, pseudo->rules->minutes);
	else if (unit == UNIT_SECONDS)
		return write_clock(amount.value, to);
	return write_amount(&amount, to);
}

/* ---- rows -------------------------------------------------------------------------- */

/* NULL: the row goes to the findings, or there is a fault. */
static const char *treat_cell(struct pseudo *pseudo, const struct treated_column *treated,
			      char to[CELL_SIZE], struct fault *fault)
{
	struct csv_cell cell = feed_cell(pseudo->feed, treated->column);

	if (!cell.length && treated->column != pseudo->date)
		return "";
	switch (treated->treatment) {
	case TREAT_ID:
		return treat_id(pseudo, treated, to, fault);
	case TREAT_DATE:
	case TREAT_LAST_DATE:
		return treat_date(pseudo, treated, to);
	case TREAT_MINUTES:
		return treat_minutes(pseudo, treated, to, fault);
	case TREAT_NUMBER:
		return treat_number(pseudo, treated, to);
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

/* Only consultations may be without a case. */
static int check_row(struct pseudo *pseudo)
{
	if (pseudo->treatments.table == TABLE_CONSULTATIONS ||
	    pseudo->case_id == FEED_NO_COLUMN || *case_of(pseudo))
		return 0;
	refuse(pseudo, pseudo->case_id, N_("the id of a case must not be empty"));
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
	for (size_t i = 0; i < pseudo->treatments.count; i++) {
		const struct treated_column *treated = &pseudo->treatments.columns[i];
		const char *text;

		if (treated->treatment == TREAT_DROP)
			continue;
		text = treat_cell(pseudo, treated, to, fault);
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
	if (pseudo->case_id != FEED_NO_COLUMN)
		return 0;
	if (pseudo->rules->dates == DATES_SHIFT)
		return fault_at(fault, STATUS_USAGE, file_of(pseudo), 0, 0,
				N_("a table of staff has no cases whose dates could be shifted: say "
				   "--dates month or --dates keep"));
	if (pseudo->rules->columns.coarsen.count)
		return fault_at(fault, STATUS_USAGE, file_of(pseudo), 0, 0,
				N_("--coarsen counts cases, and a table of staff has none"));
	return 0;
}

static int column_of(const struct pseudo *pseudo, const char *name)
{
	const struct treated_column *treated = treatments_find(&pseudo->treatments, name);

	return treated ? treated->column : FEED_NO_COLUMN;
}

static int prepare(struct pseudo *pseudo, struct findings *findings, struct fault *fault)
{
	const struct treatments *treatments = &pseudo->treatments;

	pseudo->feed = treatments_open(&pseudo->treatments, pseudo->source,
				       &pseudo->rules->columns, findings, fault);
	if (!pseudo->feed)
		return -1;
	pseudo->case_id = column_of(pseudo, "case_id");
	pseudo->date = column_of(pseudo, "date");
	pseudo->participants = column_of(pseudo, "participants");
	pseudo->coarse = mem_new(treatments->count, sizeof *pseudo->coarse);
	for (size_t i = 0; i < treatments->count; i++)
		if (treatments->columns[i].coarsen)
			pseudo->coarse[i] = coarse_new();
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
		return fault_at(fault, STATUS_DATA, file_of(pseudo), 0, 0,
				N_("%zu of %ld rows break a rule: nothing was computed"),
				findings->refused, pseudo_read_rows(pseudo));
	if (!pseudo->count)
		return fault_at(fault, STATUS_DATA, file_of(pseudo), 0, 0,
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
	fault_at(&warning, STATUS_OK, file_of(pseudo), 0, 0,
		 N_("column '%s': 'other' stands for fewer than %ld cases"),
		 pseudo->treatments.columns[column].name, (long)pseudo->rules->min_count);
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

		for (size_t i = 0; i < pseudo->treatments.count; i++) {
			if (pseudo->treatments.columns[i].treatment == TREAT_DROP)
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

	for (size_t i = 0; i < pseudo->treatments.count; i++) {
		if (!pseudo->coarse[i])
			continue;
		coarse_settle(pseudo->coarse[i], pseudo->rules->min_count);
		warn(pseudo, i, findings);
		any = 1;
	}
	if (any)
		rewrite_rows(pseudo);
}

/* The first bytes in the order of memcmp. They decide for rows of different cases, and no look at
 * the text is needed, which is in no cache. */
static uint64_t head_of(const struct held_row *row)
{
	uint64_t head = 0;

	for (size_t i = 0; i < sizeof head; i++)
		head = head << 8 | (i < row->length ? (unsigned char)row->at.text[i] : 0);
	return head;
}

static int by_cells(const void *a, const void *b)
{
	const struct held_row *x = a, *y = b;
	int order = x->head != y->head ? (x->head > y->head ? 1 : -1) : memcmp(x->at.text, y->at.text, x->length < y->length ? x->length : y->length);

	return order ? order : (x->length > y->length) - (x->length < y->length);
}

static void sort_rows(struct pseudo *pseudo)
{
	for (size_t i = 0; i < pseudo->count; i++) {
		pseudo->rows[i].at.text = pseudo->text + pseudo->rows[i].at.start;
		pseudo->rows[i].head = head_of(&pseudo->rows[i]);
	}
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
	if (prepare(pseudo, findings, fault) == 0 && read_rows(pseudo, findings, fault) == 0) {
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
	for (size_t i = 0; pseudo->coarse && i < pseudo->treatments.count; i++)
		coarse_free(pseudo->coarse[i]);
	free(pseudo->coarse);
	free(pseudo->text);
	free(pseudo->rows);
	treatments_free(&pseudo->treatments);
	feed_close(pseudo->feed);
	free(pseudo);
}

/* ---- what came of it --------------------------------------------------------------- */

enum { AHEAD = 16 };

void pseudo_each(const struct pseudo *pseudo, pseudo_taker *take, void *to)
{
	const struct treatments *treatments = &pseudo->treatments;
	const char **cells = mem_new(treatments->count, sizeof *cells);
	size_t width = 0;

	for (size_t i = 0; i < treatments->count; i++)
		if (treatments->columns[i].treatment != TREAT_DROP)
			cells[width++] = treatments->columns[i].name;
	take(cells, width, to);
	for (size_t row = 0; row < pseudo->count; row++) {
		const char *text = pseudo->rows[row].at.text;

		/* In the order of the table, texts lie anywhere: soon this one is wanted. */
		if (row + AHEAD < pseudo->count)
			__builtin_prefetch(pseudo->rows[row + AHEAD].at.text);
		for (size_t i = 0; i < width; i++, text += strlen(text) + 1)
			cells[i] = text;
		take(cells, width, to);
	}
	free(cells);
}

const char *pseudo_file(const struct pseudo *pseudo)
{
	return file_of(pseudo);
}

enum pseudo_table pseudo_table(const struct pseudo *pseudo)
{
	return pseudo->treatments.table;
}

size_t pseudo_rows(const struct pseudo *pseudo)
{
	return pseudo->count;
}

long pseudo_read_rows(const struct pseudo *pseudo)
{
	return feed_counts(pseudo->feed).rows;
}

char *pseudo_columns(const struct pseudo *pseudo, enum treatment treatment)
{
	return treatment == TREAT_DROP ? treatments_dropped(&pseudo->treatments, pseudo->feed) :
					 treatments_list(&pseudo->treatments, treatment);
}

uint32_t pseudo_coarsened(const struct pseudo *pseudo)
{
	uint32_t words = 0;

	for (size_t i = 0; i < pseudo->treatments.count; i++)
		words += pseudo->coarse[i] ? coarse_words(pseudo->coarse[i]) : 0;
	return words;
}
