/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudo - a table as it may be passed on. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/date.h"
#include "model/coarse.h"
#include "model/pseudopart.h"

/* Words are taken for texts where there are at least some of them and half as many as cases, or
 * many. */
enum { WORDS_SOME = 20, WORDS_MANY = 5000 };

/* ---- opening ----------------------------------------------------------------------- */

static int check_rules(const struct pseudo *pseudo, struct fault *fault)
{
	if (pseudo->case_id != FEED_NO_COLUMN)
		return 0;
	if (pseudo->rules->dates == DATES_SHIFT)
		return fault_at(fault, STATUS_USAGE, pseudopart_file(pseudo), 0, 0,
				N_("a table of staff has no cases whose dates could be shifted: say "
				   "--dates month or --dates keep"));
	if (pseudo->rules->columns.coarsen.count)
		return fault_at(fault, STATUS_USAGE, pseudopart_file(pseudo), 0, 0,
				N_("--coarsen counts cases, and a table of staff has none"));
	return 0;
}

static int column_of(const struct pseudo *pseudo, const char *name)
{
	const struct treated_column *treated = treatments_find(&pseudo->treatments, name);

	return treated ? treated->column : FEED_NO_COLUMN;
}

static enum pseudo_taking taking_of(const struct pseudo *pseudo,
				    const struct treated_column *treated)
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
	struct pseudo_column *column = &pseudo->columns[pseudo->column_count++];

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

/* ---- what becomes of cells --------------------------------------------------------- */

/* Approvals begin and end with months: shifted to the day they would tell by how many days. */
static int is_by_month(const struct pseudo *pseudo, const struct pseudo_column *column)
{
	const char *name = column->treated->name;

	return pseudo->rules->dates == DATES_MONTH ||
	       (pseudo->rules->dates == DATES_SHIFT && pseudo->treatments.table == TABLE_APPROVALS &&
		(strcmp(name, "from") == 0 || strcmp(name, "to") == 0));
}

static int32_t treat_day(const struct pseudo *pseudo, const struct pseudo_column *column,
			 int32_t day)
{
	if (!is_by_month(pseudo, column))
		return day;
	return column->treated->treatment == TREAT_DATE ? month_first(month_of(day)) :
							  month_last(month_of(day));
}

/* Of all days between the first and the last; a shift moves them further. */
static void settle_dates(struct pseudo *pseudo, struct pseudo_column *column)
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
static void warn(const struct pseudo *pseudo, const struct pseudo_column *column,
		 struct findings *findings)
{
	if (coarse_words(column->coarse) &&
	    coarse_cases(column->coarse) < pseudo->rules->min_count)
		findings_warn(findings, pseudopart_file(pseudo),
			      N_("column '%s': 'other' stands for fewer than %ld cases"),
			      column->treated->name, (long)pseudo->rules->min_count);
}

struct coarsening {
	const struct pseudo *pseudo;
	const struct pseudo_column *column;
};

static void coarsen_rows(uint32_t *numbers, size_t count, void *to)
{
	const struct coarsening *coarsening = to;
	const struct pseudo *pseudo = coarsening->pseudo;
	const struct pseudo_column *column = coarsening->column;
	const struct intern *cases = pseudo->columns[pseudo->case_column].cells;
	const uint32_t *words = numbers + (column - pseudo->columns) * TUPLES_STRIDE;
	const uint32_t *case_numbers = numbers + pseudo->case_column * TUPLES_STRIDE;

	for (size_t row = 0; row < count; row++)
		coarse_add(column->coarse, intern_text(column->cells, words[row]),
			   intern_text(cases, case_numbers[row]));
}

/* The cells and cases of all rows. */
static void coarsen(const struct pseudo *pseudo, struct pseudo_column *column,
		    struct findings *findings)
{
	struct coarsening coarsening = { pseudo, column };

	for (size_t i = 0; i < pseudo->part_count; i++)
		tuples_each(&pseudo->parts[i]->rows, coarsen_rows, &coarsening);
	coarse_settle(column->coarse, pseudo->rules->min_count);
	warn(pseudo, column, findings);
}

/* Different words of a column, of several in a cell each. */
static size_t count_words(const struct pseudo_column *column)
{
	struct intern *words = intern_new();
	size_t count;

	for (uint32_t i = 0; i < intern_count(column->cells); i++)
		for (const char *at = intern_text(column->cells, i); *at; at += *at == '|') {
			size_t length = strcspn(at, "|");

			if (length)
				intern_add(words, at, length);
			at += length;
		}
	count = intern_count(words);
	intern_free(words);
	return count;
}

/* A tracker's "client", a form's free answer: by its name a word among few, by what stands in it
 * not. */
static void warn_of_texts(const struct pseudo *pseudo, const struct pseudo_column *column,
			  struct findings *findings)
{
	const struct intern *ids = pseudo->columns[pseudo->case_column].cells;
	size_t cases = intern_count(ids) - (intern_find(ids, "", 0) != INTERN_NONE);
	size_t words = count_words(column);

	if (words >= WORDS_MANY || (words >= WORDS_SOME && 2 * words >= cases))
		findings_warn(findings, pseudopart_file(pseudo),
			      N_("column '%s': %zu different words, of %zu cases: names or free texts "
				 "are passed on as they are (--drop, --coarsen)"),
			      column->treated->name, words, cases);
}

static void settle_words(struct pseudo *pseudo, struct pseudo_column *column,
			 struct findings *findings)
{
	if (column->coarse)
		coarsen(pseudo, column, findings);
	else if (column->treated->treatment == TREAT_WORD)
		warn_of_texts(pseudo, column, findings);
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

static int settle_ids(struct pseudo *pseudo, struct pseudo_column *column, struct fault *fault)
{
	column->pseudonyms = pseudonyms_make(pseudo->pseudonyms, column->treated->kind,
					     column->cells, pseudo->source->threads);
	if (column->pseudonyms)
		return 0;
	return fault_at(fault, STATUS_DATA, pseudopart_file(pseudo), 0, 0,
			N_("two different ids have the same pseudonym: use another --domain"));
}

static void settle_amounts(struct pseudo *pseudo, struct pseudo_column *column)
{
	column->settled = intern_count(column->cells);
	column->values = mem_new(column->settled + 1, sizeof *column->values);
	for (uint32_t i = 0; i < column->settled; i++) {
		const char *text = intern_text(column->cells, i);
		char to[TREATAMOUNT_SIZE];

		column->values[i] = INTERN_NONE;
		if (*text && !pseudopart_amount(pseudo, column,
						(struct csv_cell){ text, strlen(text) }, to))
			column->values[i] = intern_add(pseudo->texts, to, strlen(to));
	}
}

static int settle_column(struct pseudo *pseudo, struct pseudo_column *column,
			 struct findings *findings, struct fault *fault)
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
static void rank_column(struct pseudo_column *column, const uint32_t *order, uint32_t all)
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
		struct pseudo_column *column = &pseudo->columns[i];

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

static void read_part(size_t number, void *to)
{
	struct pseudo *pseudo = to;
	struct pseudo_part *part = pseudo->parts[number + 1];
	struct csv_reader *csv = feed_csv(part->feed);

	while (feed_take(part->feed)) {
		while (feed_next(part->feed, &part->fault) == 1 && pseudopart_take(part) == 0)
			continue;
		csv_hand_in(csv, &part->fault);
	}
	pseudopart_finish(part);
}

/* What plain numbers mean is decided by the first one, which one thread must see. */
static int is_decided(const struct pseudo *pseudo)
{
	for (size_t i = 0; i < pseudo->column_count; i++)
		if (pseudo->columns[i].taking == TAKE_AMOUNT && pseudo->columns[i].is_effort)
			return pseudo->amounts.known;
	return 1;
}

/* The rows that are still to come; then what ended the reading, as feed_next. 1 where they cannot
 * be shared. */
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
		pseudo->parts[pseudo->part_count++] = pseudopart_new(pseudo, feeds[i]);
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
		if (pseudopart_take(pseudo->parts[0]) != 0) {
			*fault = pseudo->parts[0]->fault;
			return -1;
		}
		if (threads < feed_threads_least(pseudo->feed) || !is_decided(pseudo))
			continue;
		more = read_together(pseudo, threads, fault);
		if (more != 1)
			break;
		threads = 0;
	}
	pseudopart_finish(pseudo->parts[0]);
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
	pseudo->parts[pseudo->part_count++] = pseudopart_new(pseudo, pseudo->feed);
	if (read_rows(pseudo, fault) != 0 ||
	    feed_verdict(pseudo->feed, findings->refused, fault) != 0)
		return -1;
	if (!has_rows(pseudo))
		return fault_at(fault, STATUS_DATA, pseudopart_file(pseudo), 0, 0,
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

static void free_column(struct pseudo_column *column)
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
		pseudopart_free(pseudo->parts[i]);
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
	const struct pseudo_column *of = &pseudo->columns[column];

	return of->pseudonyms ? of->pseudonyms->count + 1 : of->count;
}

const char *pseudo_text(const struct pseudo *pseudo, size_t column, uint32_t rank)
{
	const struct pseudo_column *of = &pseudo->columns[column];

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
	return pseudopart_file(pseudo);
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
