/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check - can these data be trusted?
 *
 * Each check looks at one way in which records of consultations go wrong and puts down findings:
 * plain numbers (how many, of how many, another value), one finding a line. What makes a number
 * worth a look stands once, in the table of items in checkitems.c: the field that is
 * judged and the limits above which it is a note, a warning, an alarm. So a finding is a fact, its
 * severity a rule that the user can move (--limit).
 *
 *   ok         looked at, nothing to say
 *   note       good to know; figures are right
 *   warning    some figures are wrong or will still change: look before you use them
 *   alarm      figures from these data mislead
 *   unchecked  the export lacks what the check needs
 *
 * Details name the rows concerned, so that somebody can mend them. Findings and details
 * come in an order that does not depend on the order of rows (details: by line).
 * Methods and sources: verlauf-methods(7), "CAN THE DATA BE TRUSTED?". */
#ifndef VL_CHECK_H
#define VL_CHECK_H

#include "data/cases.h"
#include "data/survey.h"
#include "data/window.h"

enum check_id {
	CHECK_REFUSED, CHECK_DATES, CHECK_FUTURE, CHECK_GAPS, CHECK_SILENT, CHECK_LATE,
	CHECK_HEAPED, CHECK_MINUTES, CHECK_TWICE, CHECK_JOINT, CHECK_OUTLIERS, CHECK_IDS,
	CHECK_MISSING, CHECK_CASES, CHECK_APPROVALS, CHECK_START, CHECK_UNIT,
	CHECKS
};

enum severity { SEVERITY_UNCHECKED, SEVERITY_OK, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ALARM,
		SEVERITIES };

enum item {
	ITEM_REFUSED,
	ITEM_STRAY, ITEM_WEEKEND,
	ITEM_AFTER_EXPORT, ITEM_ENTERED_BEFORE,
	ITEM_EMPTY_MONTH, ITEM_FEW_RECORDS,
	ITEM_SITE, ITEM_SITE_PAUSE, ITEM_ADVISERS, ITEM_ADVISER,
	ITEM_MEDIAN, ITEM_P90, ITEM_STILL_MISSING, ITEM_COMPLETE, ITEM_TO_COME,
	ITEM_MONTH_END, ITEM_MONTH_START, ITEM_WEEKDAY,
	ITEM_MULTIPLES, ITEM_SAME_MINUTES, ITEM_NO_MINUTES,
	ITEM_SAME_ID, ITEM_SAME_RECORD,
	ITEM_TWO_ADVISERS,
	ITEM_CASE_DAY, ITEM_ADVISER_DAY, ITEM_LONG,
	ITEM_CASE_SPELLING, ITEM_ADVISER_SPELLING, ITEM_SITE_SPELLING, ITEM_SPOILT,
	ITEM_COLUMN, ITEM_COLUMN_MONTH,
	ITEM_UNKNOWN_CASE, ITEM_BEFORE_FIRST, ITEM_BEFORE_ASSIGNED, ITEM_AFTER_CLOSED,
	ITEM_NOT_APPROVED,
	ITEM_RUNNING,
	ITEM_PER_HOUSEHOLD, ITEM_PERSONS,
	ITEMS
};

enum judged { JUDGED_COUNT, JUDGED_SHARE, JUDGED_VALUE };

/* Limits are exceeded by what is larger; INFINITY = never. */
struct limits {
	double note, warning, alarm;
};

struct check_item {
	enum check_id check;
	const char *word;              /* "to_come": with the check's word "late" late.to_come */
	enum judged judged;
	struct limits limits;
};

extern const struct check_item check_items[ITEMS];
extern const char *const check_words[CHECKS];
extern const char *const severity_words[SEVERITIES];

#define CHECK_NONE (-1)                /* of counts and periods */

struct finding {
	enum item item;
	enum severity severity;
	char *name;                    /* a column, site, rule, number of minutes; NULL = none */
	int32_t period, until;         /* a month, or the first and last of several; CHECK_NONE */
	int64_t count, of;             /* or CHECK_NONE */
	double share, value;           /* NaN = none */
	double limit;                  /* above which it is a warning; INFINITY = never */
	int calm;                      /* chance explains it */
};

#define CHECK_NO_ROW UINT32_MAX

struct detail {
	enum item item;
	int column;                    /* enum canon, or CHECK_NONE */
	uint32_t row, other;           /* numbers in the survey; other: what it goes with, or none */
};

struct check {
	const struct survey *survey;
	const struct case_table *cases;        /* or NULL: no case table */
	const struct service_rule *approvals;  /* or NULL */
	struct window window;
	int32_t first, last;           /* the days of records, stray ones left out */
	uint32_t *by_day;              /* records from DAY_MIN on */
	struct effort_rows {
		uint32_t held, alone;  /* consultations; those that are no group session */
	} *by_effort;                  /* by number in the survey */
	int32_t exported;              /* the day up to which records could come */
	int exported_given;
	int washout;                   /* days */
	int advisers;                  /* they may be named */
	size_t threads;                /* for a check that can use several; 0 = one a processor */
	int listing;                   /* enum check_id whose details are kept, or CHECK_NONE */
	struct limits limits[ITEMS];
	struct finding *findings;
	size_t finding_count, finding_capacity;
	struct detail *details;
	size_t detail_count, detail_capacity;
};

/* Limits as they stand in the table. */
void check_start(struct check *check);
/* The limit of a warning by "late.to_come"; note and alarm move along: the alarm keeps its
 * ratio to it. INFINITY: neither warning nor alarm. -1 for a name that does not exist. */
int check_limit(struct check *check, const char *name, double warning);
/* All checks, by so many threads (0 = one a processor); window and export day must be there, and no
 * finding yet. Cannot fail. */
void check_run(struct check *check, const struct findings *refused, size_t threads);
void check_free(struct check *check);
/* The worst of all findings. */
enum severity check_verdict(const struct check *check);
size_t check_count(const struct check *check, enum severity severity);

/* Records by day, the window without stray dates, and the day of the export where it was not
 * stated. 0, or -1 and a fault: no records. */
int check_frame(struct check *check, const struct source *source, struct fault *fault);

/* ---- for the checks themselves -------------------------------------------------- */

/* A finding of so many of so many, judged by the item's limits. */
void check_add(struct check *check, enum item item, int64_t count, int64_t of, double value);
/* Of the finding added last: a share that is no count of another, its name (copied), months. */
void check_share(struct check *check, double share);
void check_name(struct check *check, const char *name);
void check_period(struct check *check, int32_t period, int32_t until);
/* Of the finding added last: no worse than that; and, as chance explains it, ok. */
void check_at_most(struct check *check, enum severity severity);
void check_calm(struct check *check);
void check_unable(struct check *check, enum item item);
void check_detail(struct check *check, enum item item, uint32_t row, uint32_t other);
void check_empty_cell(struct check *check, uint32_t row, enum canon column);
int check_lists(const struct check *check, enum item item);

/* Efforts above 0 of held consultations that are no group session (that one's stand in many
 * rows), in order of size. `rows` is how many there are in all. */
struct efforts {
	struct effort_count {
		int64_t effort;
		uint32_t rows;
	} *list;
	size_t count, rows;
};

struct efforts check_efforts(const struct check *check);
int check_has_effort(const struct survey *survey, size_t row);
/* Count the rows of each effort. */
void check_count_efforts(struct check *check);

/* checkdates, checklate, checkheaps, checktwice, checkids, checkmissing, checkcases */
void check_dates(struct check *check);
void check_gaps(struct check *check);
void check_silent(struct check *check);
void check_late(struct check *check);
void check_heaped(struct check *check);
void check_minutes(struct check *check);
void check_twice(struct check *check);
void check_adviser_days(struct check *check);
void check_outliers(struct check *check);
void check_ids(struct check *check);
void check_missing(struct check *check);
void check_cases(struct check *check);
void check_origin(struct check *check);
void check_unit(struct check *check);

#endif
