/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudopart - what one thread reads of a table that is passed on. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/date.h"
#include "model/pseudopart.h"

/* A table of so many texts is in no cache. */
enum { TABLE_IN_CACHE = 1 << 12 };

/* ---- amounts ----------------------------------------------------------------------- */

const char *pseudopart_amount(const struct pseudo *pseudo, const struct pseudo_column *column,
			      struct csv_cell cell, char to[TREATAMOUNT_SIZE])
{
	if (column->treated->treatment == TREAT_NUMBER)
		return treatamount_number(&pseudo->amounts, cell, to);
	return column->is_effort ? treatamount_effort(&pseudo->amounts, cell, to) :
				   treatamount_counted(&pseudo->amounts, cell, to);
}

/* Whether a cell keeps to the rules; most come again in row after row. */
static const char *check_cell(const struct pseudo *pseudo, struct pseudo_taker *taker,
			      struct csv_cell cell, uint32_t number)
{
	size_t count = taker->good_count;
	char to[TREATAMOUNT_SIZE];
	const char *rule;

	if (number < count && taker->good[number])
		return NULL;
	rule = pseudopart_amount(pseudo, taker->column, cell, to);
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

static int decide_form(struct pseudo *pseudo, const struct pseudo_column *column,
		       struct csv_cell cell, struct fault *fault)
{
	enum effort_unit plain = pseudo->source->unit;
	const char *name = feed_name(pseudo->feed, column->treated->column);

	if (plain == UNIT_UNSTATED)
		plain = feed_unit(pseudo->feed, column->treated->column);
	if (treatamount_decide(&pseudo->amounts, cell, plain) == 0)
		return 0;
	return fault_at(fault, STATUS_USAGE, pseudopart_file(pseudo), 0, 0,
			N_("column '%s' does not say whether it holds minutes or hours: "
			   "--effort '%s:minutes' or --effort '%s:hours'"), name, name, name);
}

static int check_amount(struct pseudo_part *part, struct pseudo_taker *taker, struct csv_cell cell,
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

static int take_date(struct pseudo_part *part, const struct pseudo_taker *taker, uint32_t *number)
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

static void append(struct pseudo_part *part, size_t *length, const char *text, size_t more)
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
static int take_session(struct pseudo_part *part, const struct pseudo_taker *taker,
			struct csv_cell *cell)
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

static void drain(struct pseudo_part *part)
{
	for (size_t i = 0; i < part->queue_count; i++)
		intern_prefetch_text(part->queue[i].cells, part->queue[i].hash,
				     part->queue[i].length);
	for (size_t i = 0; i < part->queue_count; i++) {
		const struct pseudo_queued *queued = &part->queue[i];

		*queued->number = intern_add_hashed(queued->cells, queued->hash, queued->text,
						    queued->length);
	}
	part->queue_count = 0;
}

/* The number of a text, now or later. */
static void look_up(struct pseudo_part *part, struct pseudo_taker *taker, struct csv_cell cell,
		    uint32_t *number)
{
	struct pseudo_queued *queued;

	if (!taker->is_large) {
		*number = lately_add(&taker->lately, taker->cells, cell.text, cell.length);
		taker->is_large = *number >= TABLE_IN_CACHE;
		return;
	}
	if (cell.length > PSEUDOPART_TEXT || part->queue_count == PSEUDOPART_QUEUE) {
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

static int take_cell(struct pseudo_part *part, struct pseudo_taker *taker, uint32_t *number)
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
static int check_row(struct pseudo_part *part)
{
	const struct pseudo *pseudo = part->pseudo;

	if (pseudo->treatments.table == TABLE_CONSULTATIONS ||
	    pseudo->case_id == FEED_NO_COLUMN || feed_cell(part->feed, pseudo->case_id).length)
		return 0;
	return feed_refuse(part->feed, pseudo->case_id, STATUS_DATA,
			   N_("the id of a case must not be empty"));
}

/* -1: the row goes to the findings, or there is a fault; what is put off of it is forgotten. */
static int take_row(struct pseudo_part *part)
{
	const struct pseudo_taker *behind = part->takers + part->pseudo->column_count;
	size_t queued = part->queue_count;
	uint32_t *number;

	if (check_row(part) != 0)
		return -1;
	number = tuples_next(&part->rows);
	for (struct pseudo_taker *taker = part->takers; taker < behind; taker++, number += TUPLES_STRIDE)
		if (take_cell(part, taker, number) != 0) {
			part->queue_count = queued;
			return -1;
		}
	tuples_put(&part->rows);
	return 0;
}

int pseudopart_take(struct pseudo_part *part)
{
	if (part->queue_count + part->pseudo->column_count > PSEUDOPART_QUEUE ||
	    tuples_are_full(&part->rows))
		drain(part);
	return take_row(part) != 0 && part->fault.kind ? -1 : 0;
}

/* ---- a part --------------------------------------------------------------------------- */

/* What it writes at every row shares no line of the cache with another part. */
struct pseudo_part *pseudopart_new(struct pseudo *pseudo, struct feed *feed)
{
	struct pseudo_part *part = mem_apart(1, sizeof *part);

	*part = (struct pseudo_part){ .pseudo = pseudo, .feed = feed,
				      .rows.width = pseudo->column_count,
				      .first_day = DAY_MAX, .last_day = DAY_MIN };
	part->takers = mem_apart(pseudo->column_count, sizeof *part->takers);
	for (size_t i = 0; i < pseudo->column_count; i++) {
		const struct pseudo_column *column = &pseudo->columns[i];

		part->takers[i].column = column;
		part->takers[i].cells = column->cells;
		part->takers[i].from = column->treated->column;
		part->takers[i].taking = column->taking;
	}
	return part;
}

void pseudopart_free(struct pseudo_part *part)
{
	tuples_free(&part->rows);
	for (size_t i = 0; i < part->pseudo->column_count; i++)
		free(part->takers[i].good);
	free(part->takers);
	free(part->key);
	free(part);
}

void pseudopart_finish(struct pseudo_part *part)
{
	drain(part);
	tuples_pack(&part->rows);
}
