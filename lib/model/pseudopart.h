/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudopart - what one thread reads of a table that is passed on, and what the two files of pseudo
 * share; whoever wants the table includes pseudo.h.
 *
 * Each row becomes numbers of its cells, or of its days (0: none), in the order of the columns.
 * Texts that came a moment ago are known (data/lately.h); those of a column with many wait in a
 * queue until their places in the table have been fetched. */
#ifndef VL_PSEUDOPART_H
#define VL_PSEUDOPART_H

#include "base/parallel.h"
#include "data/lately.h"
#include "data/window.h"
#include "model/coarse.h"
#include "model/pseudo.h"
#include "model/treatamount.h"

/* Days as numbers: 0 = none; those that the longest shift could reach have a place. */
enum { DAY_NUMBER = 1 + SHIFT_MOST - DAY_MIN, DAY_NUMBERS = DAY_MAX + DAY_NUMBER + SHIFT_MOST + 1 };
/* Look-ups in a table that is in no cache are put off and made several at a time, so that the
 * misses overlap. */
enum { PSEUDOPART_QUEUE = 32, PSEUDOPART_TEXT = 40 };

/* How its cells are taken. */
enum pseudo_taking { TAKE_TEXT, TAKE_DATE, TAKE_AMOUNT, TAKE_SESSION };

/* A column that comes out; or, behind them, that of the cases where something else needs it. */
struct pseudo_column {
	const struct treated_column *treated;
	enum pseudo_taking taking;
	int is_effort;                  /* the minutes */
	struct intern *cells;           /* as they stand in the file; NULL: days */
	uint32_t *values;               /* by number of the cell: its text, or INTERN_NONE */
	size_t settled;
	struct coarse *coarse;          /* or NULL */
	const struct pseudonym_list *pseudonyms;        /* of ids */
	uint32_t *ranks;                /* by number of the cell; of ids their list has them */
	uint32_t *by_rank;              /* the text */
	uint32_t count;                 /* ranks */
};

struct pseudo_queued {
	uint64_t hash;
	uint32_t *number;               /* where it goes */
	struct intern *cells;
	size_t length;
	char text[PSEUDOPART_TEXT];
};

/* How one thread takes a column. */
struct pseudo_taker {
	const struct pseudo_column *column;
	struct intern *cells;
	int from;                       /* the column of the feed */
	enum pseudo_taking taking;
	int is_large;                   /* the table of its cells is in no cache */
	char *good;                     /* amounts found good, by number of the cell */
	size_t good_count;
	struct lately lately;
};

/* What one thread reads. */
struct pseudo_part {
	struct pseudo *pseudo;
	struct feed *feed;
	struct tuples rows;
	struct pseudo_taker *takers;    /* by column */
	struct pseudo_queued queue[PSEUDOPART_QUEUE];
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
	struct pseudo_column *columns;
	size_t width, column_count, case_column;
	struct treatamount amounts;
	struct intern *texts;                   /* of all columns, but no pseudonyms */
	struct pseudo_part *parts[1 + THREADS_MAX];     /* the first one has the first rows of the file */
	size_t part_count;
	int32_t *shifts;                        /* by number of the case */
	struct ordered *ordered;
};

struct pseudo_part *pseudopart_new(struct pseudo *pseudo, struct feed *feed);
void pseudopart_free(struct pseudo_part *part);
/* Take the feed's row: 0, also where it goes to the findings; -1 on a fault, which the part has. */
int pseudopart_take(struct pseudo_part *part);
/* No row waits any more. */
void pseudopart_finish(struct pseudo_part *part);
/* What becomes of an amount; NULL, or the rule (N_) that it breaks. */
const char *pseudopart_amount(const struct pseudo *pseudo, const struct pseudo_column *column,
			      struct csv_cell cell, char to[TREATAMOUNT_SIZE]);

static inline const char *pseudopart_file(const struct pseudo *pseudo)
{
	return csv_file(feed_csv(pseudo->feed));
}

#endif
