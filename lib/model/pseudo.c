/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudo - a table as it may be passed on. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/date.h"
#include "data/lately.h"
#include "data/window.h"
#include "model/coarse.h"
#include "model/pseudo.h"
#include "model/treatamount.h"

/* Days as numbers: 0 = none; those that the longest shift could reach have a place. */
enum { DAY_NUMBER = 1 + SHIFT_MOST - DAY_MIN, DAY_NUMBERS = DAY_MAX + DAY_NUMBER + SHIFT_MOST + 1 };
/* Look-ups in a table that is in no cache are put off and made several at a time, so that the
 * misses overlap. */
enum { QUEUE = 32, QUEUE_TEXT = 40, TABLE_IN_CACHE = 1 << 12 };

/* How its cells are taken. */
enum taking { TAKE_TEXT, TAKE_DATE, TAKE_AMOUNT, TAKE_SESSION };

/* A column that comes out; or, behind them, that of the cases where something else needs it. */
struct column {
	const struct treated_column *treated;
	enum taking taking;
	int is_effort;                  /* the minutes */
	struct intern *cells;           /* as they stand in the file; NULL: days */
	uint32_t *values;               /* by number of the cell: the text that it becomes, or INTERN_NONE */
	size_t settled;
	struct coarse *coarse;          /* or NULL */
	const struct pseudonym_list *pseudonyms;        /* of ids */
	uint32_t *ranks;                /* by number of the cell; of ids their list has them */
	uint32_t *by_rank;              /* the text */
	uint32_t count;                 /* ranks */
};

struct queued {
	uint64_t hash;
	uint32_t *number;               /* where it goes */
	struct intern *cells;
	size_t length;
	char text[QUEUE_TEXT];
};

/* How one thread takes a column. */
struct taker {
	const struct column *column;
	struct intern *cells;
	int from;                       /* the column of the feed */
	enum taking taking;
	int is_large;                   /* the table of its cells is in no cache */
	char *good;                     /* amounts found good, by number of the cell */
	size_t good_count;
	struct lately lately;
};

/* What one thread reads. */
struct part {
	struct pseudo *pseudo;
	struct feed *feed;
	struct tuples rows;
	struct taker *takers;           /* by column */
	struct queued queue[QUEUE];
	size_t queue_count;
	char *key;                      /* of a group session */
	size_t key_room;
	int32_t first_day, last_day;
	struct fault fault;
};

struct pseudo {
	const struct source *source;
	const struct pseudo_rules *rules;
	struct pseudonyms *pseudonyms;
	struct feed *feed;
	struct treatments treatments;
	int case_id, date, participants;        /* columns of the feed */
	struct column *columns;
	size_t width, column_count, case_column;
	struct treatamount amounts;
	struct intern *texts;                   /* of all columns, but no pseudonyms */
	struct part *parts[1 + THREADS_MAX];    /* the first one has the first rows of the file */
	size_t part_count;
	int32_t *shifts;                        /* by number of the case */
	struct ordered *ordered;
};

static const char *file_of(const struct pseudo *pseudo)
{
	return csv_file(feed_csv(pseudo->feed));
}

/* ---- amounts ----------------------------------------------------------------------- */

static const char *treat_amount(const struct pseudo *pseudo, const struct column *column,
				struct csv_cell cell, char to[TREATAMOUNT_SIZE])
{
	if (column->treated->treatment == TREAT_NUMBER)
		return treatamount_number(&pseudo->amounts, cell, to);
	return column->is_effort ? treatamount_effort(&pseudo->amounts, cell, to) :
				   treatamount_counted(&pseudo->amounts, cell, to);
}

/* Whether a cell keeps to the rules; most come again in row after row. */
static const char *check_cell(const struct pseudo *pseudo, struct taker *taker,
			      struct csv_cell cell, uint32_t number)
{
	size_t count = taker->good_count;
	char to[TREATAMOUNT_SIZE];
	const char *rule;

	if (number < count && taker->good[number])
		return NULL;
	rule = treat_amount(pseudo, taker->column, cell, to);
	if (rule)
		return rule;
	if (number >= count) {
		taker->good_count = 2 * (size_t)number + 64;
		taker->good = mem_resize(taker->good, taker->good_count, 1);
		memset(taker->good + count, 0, taker->good_count - count);
	}
	taker->good[number] = 1;
	return NULL;
}

static int decide_form(struct pseudo *pseudo, const struct column *column, struct csv_cell cell,
		       struct fault *fault)
{
	enum effort_unit plain = pseudo->source->unit;
	const char *name = feed_name(pseudo->feed, column->treated->column);

	if (plain == UNIT_UNSTATED)
		plain = feed_unit(pseudo->feed, column->treated->column);
	if (treatamount_decide(&pseudo->amounts, cell, plain) == 0)
		return 0;
	return fault_at(fault, STATUS_USAGE, file_of(pseudo), 0, 0,
			N_("column '%s' does not say whether it holds minutes or hours: "
			   "--effort '%s:minutes' or --effort '%s:hours'"), name, name, name);
}

static int check_amount(struct part *part, struct taker *taker, struct csv_cell cell,
			uint32_t number)
{
	struct pseudo *pseudo = part->pseudo;
	const char *rule;

	if (!cell.length)
		return 0;
	if (taker->column->is_effort && !pseudo->amounts.known &&
	    decide_form(pseudo, taker->column, cell, &part->fault) != 0)
		return -1;
	rule = check_cell(pseudo, taker, cell, number);
	return rule ? feed_refuse(part->feed, taker->from, STATUS_DATA, rule) : 0;
}

/* ---- cells ------------------------------------------------------------------------- */

static int take_date(struct part *part, const struct taker *taker, uint32_t *number)
{
	int32_t day;

	*number = 0;
	if (taker->from != part->pseudo->date && !feed_cell(part->feed, taker->from).length)
		return 0;
	if (feed_date(part->feed, taker->from, &day) != 0)
		return -1;
	*number = (uint32_t)(day + DAY_NUMBER);
	part->first_day = day < part->first_day ? day : part->first_day;
	part->last_day = day > part->last_day ? day : part->last_day;
	return 0;
}

static void append(struct part *part, size_t *length, const char *text, size_t more)
{
	if (*length + more + 1 > part->key_room) {
		part->key_room = 2 * (*length + more + 1);
		part->key = mem_resize(part->key, part->key_room, 1);
	}
	memcpy(part->key + *length, text, more);
	*length += more;
	part->key[*length] = '\0';
}

/* A session is a group_id on a date. By months two of them would become one, and shifted apart
 * its rows would tell how the shifts of its cases differ. */
static int take_session(struct part *part, const struct taker *taker, struct csv_cell *cell)
{
	static const char between[] = { PSEUDONYM_BETWEEN };
	const struct pseudo *pseudo = part->pseudo;
	int shifted = pseudo->rules->dates == DATES_SHIFT;
	struct csv_cell case_id = feed_cell(part->feed, pseudo->case_id);
	size_t length = 0;
	int32_t day;
	char date[11];

	if (feed_date(part->feed, pseudo->date, &day) != 0)
		return -1;
	if (shifted && !feed_cell(part->feed, pseudo->participants).length)
		return feed_refuse(part->feed, taker->from, STATUS_DATA,
				   N_("with --dates shift a group session needs its participants: "
				      "its rows are shifted apart and can no longer be counted"));
	date_write(date, day);
	append(part, &length, cell->text, cell->length);
	append(part, &length, between, 1);
	append(part, &length, date, strlen(date));
	if (shifted) {
		append(part, &length, between, 1);
		append(part, &length, case_id.text, case_id.length);
	}
	*cell = (struct csv_cell){ part->key, length };
	return 0;
}

static void drain(struct part *part)
{
	for (size_t i = 0; i < part->queue_count; i++)
		intern_prefetch_text(part->queue[i].cells, part->queue[i].hash,
				     part->queue[i].length);
	for (size_t i = 0; i < part->queue_count; i++) {
		const struct queued *queued = &part->queue[i];

		*queued->number = intern_add_hashed(queued->cells, queued->hash, queued->text,
						    queued->length);
	}
	part->queue_count = 0;
}

/* The number of a text, now or later. */
static void look_up(struct part *part, struct taker *taker, struct csv_cell cell, uint32_t *number)
{
	struct queued *queued;

	if (!taker->is_large) {
		*number = lately_add(&taker->lately, taker->cells, cell.text, cell.length);
		taker->is_large = *number >= TABLE_IN_CACHE;
		return;
	}
	if (cell.length > QUEUE_TEXT || part->queue_count == QUEUE) {
		*number = intern_add(taker->cells, cell.text, cell.length);
		return;
	}
	queued = &part->queue[part->queue_count++];
	queued->hash = intern_hash(cell.text, cell.length);
	intern_prefetch(taker->cells, queued->hash);
	queued->number = number;
	queued->cells = taker->cells;
	queued->length = cell.length;
	memcpy(queued->text, cell.text, cell.length);
}

static int take_cell(struct part *part, struct taker *taker, uint32_t *number)
{
	struct csv_cell cell;

	if (taker->taking == TAKE_DATE)
		return take_date(part, taker, number);
	cell = feed_cell(part->feed, taker->from);
	if (taker->taking == TAKE_AMOUNT) {
		*number = lately_add(&taker->lately, taker->cells, cell.text, cell.length);
		return check_amount(part, taker, cell, *number);
	}
	if (taker->taking == TAKE_SESSION && cell.length && take_session(part, taker, &cell) != 0)
		return -1;
	look_up(part, taker, cell, number);
	return 0;
}

/* ---- rows -------------------------------------------------------------------------- */

/* Only consultations may be without a case. */
static int check_row(struct part *part)
{
	const struct pseudo *pseudo = part->pseudo;

	if (pseudo->treatments.table == TABLE_CONSULTATIONS ||
	    pseudo->case_id == FEED_NO_COLUMN || feed_cell(part->feed, pseudo->case_id).length)
		return 0;
	return feed_refuse(part->feed, pseudo->case_id, STATUS_DATA,
			   N_("the id of a case must not be empty"));
}

/* -1: the row goes to the findings, or there is a fault; what is put off of it is forgotten. */
static int take_row(struct part *part)
{
	const struct taker *behind = part->takers + part->pseudo->column_count;
	size_t queued = part->queue_count;
	uint32_t *number;

	if (check_row(part) != 0)
		return -1;
	number = tuples_next(&part->rows);
	for (struct taker *taker = part->takers; taker < behind; taker++, number += TUPLES_STRIDE)
		if (take_cell(part, taker, number) != 0) {
			part->queue_count = queued;
			return -1;
		}
	tuples_put(&part->rows);
	return 0;
}

/* 0, also of a row that goes to the findings; -1 on a fault. */
static int take_next(struct part *part)
{
	if (part->queue_count + part->pseudo->column_count > QUEUE || tuples_are_full(&part->rows))
		drain(part);
	return take_row(part) != 0 && part->fault.kind ? -1 : 0;
}

/* ---- opening ----------------------------------------------------------------------- */

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

static enum taking taking_of(const struct pseudo *pseudo, const struct treated_column *treated)
{
	switch (treated->treatment) {
	case TREAT_DATE:
	case TREAT_LAST_DATE:
		return TAKE_DATE;
	case TREAT_MINUTES:
	case TREAT_NUMBER:
		return TAKE_AMOUNT;
	case TREAT_ID:
		return treated->known && strcmp(treated->kind, "group") == 0 &&
		       pseudo->rules->dates != DATES_KEEP ? TAKE_SESSION : TAKE_TEXT;
	default:
		return TAKE_TEXT;
	}
}

static void add_column(struct pseudo *pseudo, const struct treated_column *treated)
{
	struct column *column = &pseudo->columns[pseudo->column_count++];

	column->treated = treated;
	column->taking = taking_of(pseudo, treated);
	column->is_effort = strcmp(treated->name, "minutes") == 0;
	if (column->taking != TAKE_DATE)
		column->cells = intern_new();
	if (treated->coarsen && treated->treatment != TREAT_DROP)
		column->coarse = coarse_new();
}

/* Those that come out, and the cases' if they do not. */
static void add_columns(struct pseudo *pseudo)
{
	const struct treatments *treatments = &pseudo->treatments;
	const struct treated_column *cases = treatments_find(treatments, "case_id");

	pseudo->columns = mem_new(treatments->count + 1, sizeof *pseudo->columns);
	for (size_t i = 0; i < treatments->count; i++) {
		if (&treatments->columns[i] == cases)
			pseudo->case_column = pseudo->column_count;
		if (treatments->columns[i].treatment != TREAT_DROP)
			add_column(pseudo, &treatments->columns[i]);
	}
	pseudo->width = pseudo->column_count;
	if (!cases || cases->treatment != TREAT_DROP)
		return;
	pseudo->case_column = pseudo->column_count;
	add_column(pseudo, cases);
}

static int prepare(struct pseudo *pseudo, struct findings *findings, struct fault *fault)
{
	pseudo->feed = treatments_open(&pseudo->treatments, pseudo->source,
				       &pseudo->rules->columns, findings, fault);
	if (!pseudo->feed)
		return -1;
	pseudo->case_id = column_of(pseudo, "case_id");
	pseudo->date = column_of(pseudo, "date");
	pseudo->participants = column_of(pseudo, "participants");
	pseudo->amounts = (struct treatamount){
		.decimal_mark = feed_profile(pseudo->feed)->decimal_mark,
		.step = pseudo->rules->minutes };
	add_columns(pseudo);
	return check_rules(pseudo, fault);
}

/* What it writes at every row shares no line of the cache with another part. */
static void add_part(struct pseudo *pseudo, struct feed *feed)
{
	struct part *part = mem_apart(1, sizeof *part);

	pseudo->parts[pseudo->part_count++] = part;
	*part = (struct part){ .pseudo = pseudo, .feed = feed,
			       .rows.width = pseudo->column_count,
			       .first_day = DAY_MAX, .last_day = DAY_MIN };
	part->takers = mem_apart(pseudo->column_count, sizeof *part->takers);
	for (size_t i = 0; i < pseudo->column_count; i++) {
		const struct column *column = &pseudo->columns[i];

		part->takers[i].column = column;
		part->takers[i].cells = column->cells;
		part->takers[i].from = column->treated->column;
		part->takers[i].taking = column->taking;
	}
}

static void free_part(struct part *part, size_t columns)
{
	tuples_free(&part->rows);
	for (size_t i = 0; i < columns; i++)
		free(part->takers[i].good);
	free(part->takers);
	free(part->key);
	free(part);
}

/* ---- what becomes of cells --------------------------------------------------------- */

static int32_t treat_day(const struct pseudo *pseudo, const struct column *column, int32_t day)
{
	if (pseudo->rules->dates != DATES_MONTH)
		return day;
	return column->treated->treatment == TREAT_DATE ? month_first(month_of(day)) :
							  month_last(month_of(day));
}

/* Of all days between the first and the last; a shift moves them further. */
static void settle_dates(struct pseudo *pseudo, struct column *column)
{
	int32_t most = pseudo->rules->dates == DATES_SHIFT ? pseudo->rules->shift_days : 0;

	column->settled = DAY_NUMBERS;
	column->values = mem_resize(NULL, DAY_NUMBERS, sizeof *column->values);
	memset(column->values, 0xFF, DAY_NUMBERS * sizeof *column->values);
	for (size_t i = 0; i < pseudo->part_count; i++)
		for (int32_t day = pseudo->parts[i]->first_day - most;
		     day <= pseudo->parts[i]->last_day + most; day++) {
			char text[11];

			date_write(text, treat_day(pseudo, column, day));
			column->values[day + DAY_NUMBER] = intern_add(pseudo->texts, text, 10);
		}
}

/* "other" may stand for so few cases that it hides nobody. */
static void warn(const struct pseudo *pseudo, const struct column *column,
		 struct findings *findings)
{
	struct fault warning = { 0 };

	if (!coarse_words(column->coarse) ||
	    coarse_cases(column->coarse) >= pseudo->rules->min_count)
		return;
	fault_at(&warning, STATUS_OK, file_of(pseudo), 0, 0,
		 N_("column '%s': 'other' stands for fewer than %ld cases"), column->treated->name,
		 (long)pseudo->rules->min_count);
	findings_add(findings, &warning);
}

struct coarsening {
	const struct pseudo *pseudo;
	const struct column *column;
};

static void coarsen_rows(uint32_t *numbers, size_t count, void *to)
{
	const struct coarsening *coarsening = to;
	const struct pseudo *pseudo = coarsening->pseudo;
	const struct column *column = coarsening->column, *cases = pseudo->columns + pseudo->case_column;
	const uint32_t *words = numbers + (column - pseudo->columns) * TUPLES_STRIDE;
	const uint32_t *case_numbers = numbers + pseudo->case_column * TUPLES_STRIDE;

	for (size_t row = 0; row < count; row++)
		coarse_add(column->coarse, intern_text(column->cells, words[row]),
			   intern_text(cases->cells, case_numbers[row]));
}

/* The cells and cases of all rows. */
static void coarsen(const struct pseudo *pseudo, struct column *column, struct findings *findings)
{
	struct coarsening coarsening = { pseudo, column };

	for (size_t i = 0; i < pseudo->part_count; i++)
		tuples_each(&pseudo->parts[i]->rows, coarsen_rows, &coarsening);
	coarse_settle(column->coarse, pseudo->rules->min_count);
	warn(pseudo, column, findings);
}

static void settle_words(struct pseudo *pseudo, struct column *column, struct findings *findings)
{
	if (column->coarse)
		coarsen(pseudo, column, findings);
	column->settled = intern_count(column->cells);
	column->values = mem_new(column->settled + 1, sizeof *column->values);
	for (uint32_t i = 0; i < column->settled; i++) {
		const char *text = intern_text(column->cells, i);

		if (column->coarse)
			text = coarse_text(column->coarse, text);
		column->values[i] = *text ? intern_add(pseudo->texts, text, strlen(text)) :
					    INTERN_NONE;
	}
}

static int settle_ids(struct pseudo *pseudo, struct column *column, struct fault *fault)
{
	column->pseudonyms = pseudonyms_make(pseudo->pseudonyms, column->treated->kind,
					     column->cells, pseudo->source->threads);
	if (column->pseudonyms)
		return 0;
	return fault_at(fault, STATUS_DATA, file_of(pseudo), 0, 0,
			N_("two different ids have the same pseudonym: use another --domain"));
}

static void settle_amounts(struct pseudo *pseudo, struct column *column)
{
	column->settled = intern_count(column->cells);
	column->values = mem_new(column->settled + 1, sizeof *column->values);
	for (uint32_t i = 0; i < column->settled; i++) {
		const char *text = intern_text(column->cells, i);
		char to[TREATAMOUNT_SIZE];

		column->values[i] = INTERN_NONE;
		if (*text && !treat_amount(pseudo, column, (struct csv_cell){ text, strlen(text) }, to))
			column->values[i] = intern_add(pseudo->texts, to, strlen(to));
	}
}

static int settle_column(struct pseudo *pseudo, struct column *column, struct findings *findings,
			 struct fault *fault)
{
	if (column->taking == TAKE_DATE) {
		settle_dates(pseudo, column);
		return 0;
	}
	if (column->treated->treatment == TREAT_ID)
		return settle_ids(pseudo, column, fault);
	if (column->taking == TAKE_TEXT) {
		settle_words(pseudo, column, findings);
		return 0;
	}
	settle_amounts(pseudo, column);
	return 0;
}

/* ---- in order ---------------------------------------------------------------------- */

/* Of the texts in order those that stand in the column. */
static void rank_column(struct column *column, const uint32_t *order, uint32_t all)
{
	uint32_t *rank = mem_new((size_t)all + 1, sizeof *rank);

	for (size_t i = 0; i < column->settled; i++)
		if (column->values[i] != INTERN_NONE)
			rank[column->values[i]] = 1;
	column->by_rank = mem_new((size_t)all + 1, sizeof *column->by_rank);
	column->by_rank[0] = INTERN_NONE;
	column->count = 1;
	for (uint32_t i = 0; i < all; i++) {
		if (!rank[order[i]])
			continue;
		rank[order[i]] = column->count;
		column->by_rank[column->count++] = order[i];
	}
	column->ranks = mem_new(column->settled + 1, sizeof *column->ranks);
	for (size_t i = 0; i < column->settled; i++)
		if (column->values[i] != INTERN_NONE)
			column->ranks[i] = rank[column->values[i]];
	free(rank);
}

static void shift_rows(uint32_t *numbers, size_t count, void *to)
{
	const struct pseudo *pseudo = to;
	const uint32_t *cases = numbers + pseudo->case_column * TUPLES_STRIDE;

	for (size_t i = 0; i < pseudo->width; i++) {
		uint32_t *days = numbers + i * TUPLES_STRIDE;

		for (size_t row = 0; pseudo->columns[i].taking == TAKE_DATE && row < count; row++)
			if (days[row])
				days[row] += (uint32_t)pseudo->shifts[cases[row]];
	}
}

static void find_shifts(struct pseudo *pseudo)
{
	const struct intern *cases = pseudo->columns[pseudo->case_column].cells;

	pseudo->shifts = mem_new((size_t)intern_count(cases) + 1, sizeof *pseudo->shifts);
	pseudonyms_shifts(pseudo->pseudonyms, cases, pseudo->rules->shift_days,
			  pseudo->source->threads, pseudo->shifts);
}

static void order_rows(struct pseudo *pseudo)
{
	struct ordered_ranks *ranks = mem_new(pseudo->column_count + 1, sizeof *ranks);
	struct tuples *rows = mem_new(pseudo->part_count, sizeof *rows);
	uint32_t *order = intern_sorted(pseudo->texts);

	for (size_t i = 0; i < pseudo->width; i++) {
		struct column *column = &pseudo->columns[i];

		if (!column->pseudonyms)
			rank_column(column, order, intern_count(pseudo->texts));
		ranks[i] = column->pseudonyms ?
			   (struct ordered_ranks){ column->pseudonyms->ranks,
						   column->pseudonyms->count + 1 } :
			   (struct ordered_ranks){ column->ranks, column->count };
	}
	for (size_t i = 0; i < pseudo->part_count; i++) {
		rows[i] = pseudo->parts[i]->rows;
		pseudo->parts[i]->rows = (struct tuples){ 0 };
	}
	pseudo->ordered = ordered_new(rows, pseudo->part_count, ranks,
				      pseudo->shifts ? shift_rows : NULL, pseudo,
				      pseudo->source->threads);
	free(ranks);
	free(rows);
	free(order);
}

static int settle(struct pseudo *pseudo, struct findings *findings, struct fault *fault)
{
	for (size_t i = 0; i < pseudo->width; i++)
		if (settle_column(pseudo, &pseudo->columns[i], findings, fault) != 0)
			return -1;
	if (pseudo->rules->dates == DATES_SHIFT)
		find_shifts(pseudo);
	order_rows(pseudo);
	return 0;
}

/* ---- the whole table --------------------------------------------------------------- */

static struct pseudo *start(const struct source *source, const struct pseudo_rules *rules,
			    struct pseudonyms *pseudonyms)
{
	struct pseudo *pseudo = mem_new(1, sizeof *pseudo);

	pseudo->source = source;
	pseudo->rules = rules;
	pseudo->pseudonyms = pseudonyms;
	pseudo->texts = intern_new();
	return pseudo;
}

/* No row waits any more. */
static void finish_part(struct part *part)
{
	drain(part);
	tuples_pack(&part->rows);
}

static void read_part(size_t number, void *to)
{
	struct pseudo *pseudo = to;
	struct part *part = pseudo->parts[number + 1];
	struct csv_reader *csv = feed_csv(part->feed);

	while (csv_take(csv)) {
		while (feed_next(part->feed, &part->fault) == 1 && take_next(part) == 0)
			continue;
		csv_hand_in(csv, &part->fault);
	}
	finish_part(part);
}

/* What plain numbers mean is decided by the first one, which one thread must see. */
static int is_decided(const struct pseudo *pseudo)
{
	for (size_t i = 0; i < pseudo->column_count; i++)
		if (pseudo->columns[i].taking == TAKE_AMOUNT && pseudo->columns[i].is_effort)
			return pseudo->amounts.known;
	return 1;
}

/* The rows that are still to come; then what ended the reading, as feed_next. 1 where they cannot be
 * shared. */
static int read_together(struct pseudo *pseudo, size_t threads, struct fault *fault)
{
	struct feed *feeds[THREADS_MAX];
	size_t count = feed_share(pseudo->feed, feeds, threads);
	int more;

	if (!count)
		return 1;
	for (size_t i = 0; i < pseudo->column_count; i++)
		if (pseudo->columns[i].cells)
			intern_share(pseudo->columns[i].cells);
	for (size_t i = 0; i < count; i++)
		add_part(pseudo, feeds[i]);
	parallel_each(count, count, read_part, pseudo);
	more = feed_next(pseudo->feed, fault);
	for (size_t i = 0; i < count; i++) {
		feed_unite(pseudo->feed, feeds[i]);
		pseudo->parts[i + 1]->feed = NULL;
	}
	return more;
}

static int read_rows(struct pseudo *pseudo, struct fault *fault)
{
	size_t threads = pseudo->source->threads ? pseudo->source->threads :
			 parallel_processors();
	int more;

	while ((more = feed_next(pseudo->feed, fault)) == 1) {
		if (take_next(pseudo->parts[0]) != 0) {
			*fault = pseudo->parts[0]->fault;
			return -1;
		}
		if (threads < 2 || !is_decided(pseudo))
			continue;
		more = read_together(pseudo, threads, fault);
		if (more != 1)
			break;
		threads = 1;
	}
	finish_part(pseudo->parts[0]);
	return more;
}

static int has_rows(const struct pseudo *pseudo)
{
	for (size_t i = 0; i < pseudo->part_count; i++)
		if (pseudo->parts[i]->rows.count)
			return 1;
	return 0;
}

static int read_table(struct pseudo *pseudo, struct findings *findings, struct fault *fault)
{
	if (prepare(pseudo, findings, fault) != 0)
		return -1;
	add_part(pseudo, pseudo->feed);
	if (read_rows(pseudo, fault) != 0 ||
	    feed_verdict(pseudo->feed, findings->refused, fault) != 0)
		return -1;
	if (!has_rows(pseudo))
		return fault_at(fault, STATUS_DATA, file_of(pseudo), 0, 0,
				N_("the table has no rows"));
	return settle(pseudo, findings, fault);
}

struct pseudo *pseudo_read(const struct source *source, const struct pseudo_rules *rules,
			   struct pseudonyms *pseudonyms, struct findings *findings,
			   struct fault *fault)
{
	struct pseudo *pseudo = start(source, rules, pseudonyms);

	if (read_table(pseudo, findings, fault) == 0)
		return pseudo;
	pseudo_free(pseudo);
	return NULL;
}

static void free_column(struct column *column)
{
	coarse_free(column->coarse);
	intern_free(column->cells);
	free(column->values);
	free(column->ranks);
	free(column->by_rank);
}

void pseudo_free(struct pseudo *pseudo)
{
	if (!pseudo)
		return;
	for (size_t i = 0; i < pseudo->part_count; i++)
		free_part(pseudo->parts[i], pseudo->column_count);
	for (size_t i = 0; i < pseudo->column_count; i++)
		free_column(&pseudo->columns[i]);
	free(pseudo->columns);
	intern_free(pseudo->texts);
	free(pseudo->shifts);
	ordered_free(pseudo->ordered);
	treatments_free(&pseudo->treatments);
	feed_close(pseudo->feed);
	free(pseudo);
}

/* ---- what came of it --------------------------------------------------------------- */

size_t pseudo_width(const struct pseudo *pseudo)
{
	return pseudo->width;
}

const char *pseudo_name(const struct pseudo *pseudo, size_t column)
{
	return pseudo->columns[column].treated->name;
}

uint32_t pseudo_text_count(const struct pseudo *pseudo, size_t column)
{
	const struct column *of = &pseudo->columns[column];

	return of->pseudonyms ? of->pseudonyms->count + 1 : of->count;
}

const char *pseudo_text(const struct pseudo *pseudo, size_t column, uint32_t rank)
{
	const struct column *of = &pseudo->columns[column];

	if (!rank)
		return "";
	return of->pseudonyms ? of->pseudonyms->sorted[rank - 1].text :
				intern_text(pseudo->texts, of->by_rank[rank]);
}

const struct ordered *pseudo_rows(const struct pseudo *pseudo)
{
	return pseudo->ordered;
}

const char *pseudo_file(const struct pseudo *pseudo)
{
	return file_of(pseudo);
}

enum pseudo_table pseudo_table(const struct pseudo *pseudo)
{
	return pseudo->treatments.table;
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

	for (size_t i = 0; i < pseudo->width; i++)
		words += pseudo->columns[i].coarse ? coarse_words(pseudo->columns[i].coarse) : 0;
	return words;
}
