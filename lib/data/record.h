/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record - the one way from a file of consultations to typed records.
 *
 * Each row's cells are checked (date, amount, status, who it was for) and handed on one
 * record at a time. A row that breaks a rule goes to the findings with its line and
 * column, and the read fails as a whole when it is over. Rows outside a stated
 * window, planned and deleted ones are counted and not handed on; but held consultations of
 * cases before it are (RECORD_EARLIER), since only they tell whether a case is new.
 *
 * Only held consultations carry an amount. Rows of a group session (group_id not empty,
 * effort a time) are handed on at the end of the file, each with its case's share:
 * session x staff / participants, dealt out by largest remainder in order of case_id so
 * that the shares add up to the staff's time. A session is a group_id on a date;
 * empty participants = its rows, empty staff = 1. The column `counted` is not dealt out again: each
 * of its rows has its own share. */
#ifndef VL_RECORD_H
#define VL_RECORD_H

#include "data/canon.h"
#include "data/csv.h"
#include "data/field.h"
#include "data/source.h"

enum record_status { RECORD_HELD, RECORD_NO_SHOW, RECORD_EARLIER };

struct record {
	enum record_status status;
	int32_t day;
	int group;                       /* a share of a group session */
	long line;                       /* of the row's first character */
	struct amount amount;            /* 0 for a no-show and an earlier one */
	struct csv_cell case_id;         /* length 0: work without a case */
	struct csv_cell person, household, service, by;   /* length 0 where empty or not wanted */
	const struct record_details *details;             /* of records_import, otherwise NULL */
};

/* All the rest of a row, for vl-import. */
struct record_details {
	struct csv_cell cells[CANON_COLUMNS];   /* length 0 where empty, or no such column */
	int has_amount;                         /* a no-show may have an amount, or none */
	int32_t participants, staff;            /* 0 = not stated */
	int32_t entered;                        /* or DATE_UNKNOWN */
	int has_counted;
	struct amount counted;                  /* as a plain number */
	struct csv_cell raw;                    /* the row as csv_raw gives it */
	const struct intake *intake;            /* of this reading so far: unit and columns hold */
	struct findings *findings;              /* where a taker adds what is wrong with the row */
};

/* Rows that a filter of the profile left out. */
struct intake_drop {
	char reason[80];
	long count;
};

enum { INTAKE_DROPS_MAX = 16 };

/* What was read, for --meta, --verbose and the window. */
struct intake {
	char file[256];
	long rows;                       /* records in the file */
	long used;                       /* handed on as held */
	long no_shows, planned, deleted, outside, without_case;
	long after;                      /* of those outside: after the window */
	long no_person, no_household;    /* held for a case, and the cell is empty; nothing
					  * where has_person, has_household are not set */
	long duplicates;                 /* by the profile's key */
	struct intake_drop drops[INTAKE_DROPS_MAX];   /* planned and deleted rows are not in here */
	int drop_count;
	uint32_t columns;                /* of records_import: bit 1 << enum canon where it is found */
	struct day_set days;             /* of records handed on */
	enum effort_unit unit;           /* never UNIT_UNSTATED when all is read */
	int has_person, has_household, has_status, has_group;
};

/* The window, from what was read (data/window.h). Warns where a stated one begins or ends far
 * beyond all records: whoever ran then looks new, and months without records like a decline. */
int intake_window(const struct intake *intake, const struct source *source, struct window *window,
		  struct findings *findings, struct fault *fault);

/* Take from a table, when it is read, how many rows it has, and what the profile's filters and key
 * left out of it. */
struct feed;
void intake_left_out(struct intake *intake, const struct feed *feed);

enum record_wants { WANT_PEOPLE = 1, WANT_GROUPS = 2, WANT_SERVICE = 4 };

typedef int record_taker(const struct record *record, void *to, struct fault *fault);

/* A taker that several threads can feed: each fills a part of its own, beside the whole, which may
 * have records already. */
struct record_sink {
	record_taker *take;
	void *(*part)(const void *whole);      /* another like it, empty; may hand on to the whole */
	int (*join)(void *whole, void *part, struct fault *fault);   /* what the part still holds */
	void (*drop)(void *part);              /* free it */
	/* NULL, or at the end of each block, behind which the part has rows from elsewhere: whether
	 * it must be joined now, in the file's order, which waits for others. There may be a
	 * fault. */
	int (*end_block)(void *part, struct fault *fault);
};

/* Read by source->threads threads, from a pipe as well; the order of records is then no longer
 * that of the file. Returns 0, or -1 and a fault; findings say what is wrong with single rows, in
 * the same words, places and order for any number of threads. (Only of a fault of the taker itself,
 * such as too many cases, it is not settled what was found before.) */
int records_gather(const struct source *source, int wants, const struct record_sink *sink, void *to,
		   struct intake *intake, struct findings *findings, struct fault *fault);

/* The same for vl-import: every row that passes, with its details and without regard to a window;
 * rows of a group session as they stand (group set, amount = length of the session). A sink without
 * `part` has the file read by one thread. Each refused row goes to `refused` (may be
 * NULL) and to the findings, and does not fail the reading; findings->refused is how many.
 * Planned, deleted and otherwise filtered rows are counted and not handed on. */
int records_import(const struct source *source, const struct record_sink *sink,
		   csv_refusal_taker *refused, void *to, struct intake *intake,
		   struct findings *findings, struct fault *fault);

/* Hours, or units where the effort is no time, are an amount's value / this. (Amounts of a
 * column of hours are handed on in minutes.) */
double effort_divisor(enum effort_unit unit, int digits);
int effort_is_time(enum effort_unit unit);

#endif
