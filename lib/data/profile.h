/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profile - how an export is laid out, and what its names and words mean (verlauf-csv(5)).
 *
 * Profiles are text files (data/profiletext.h reads them): those that come with
 * the tools lie in ../share/verlauf/profiles beside the programs and go by name, a user's
 * own go by path (with a "/"). `verlauf`, the canonical layout, needs no file. A profile is read
 * once and stays until the program ends.
 *
 * Names and words are compared with ASCII case folded, so those with umlauts stand there in
 * each spelling. Faults (STATUS_USAGE, with file and line): no such profile, not libconfig's
 * syntax, a setting that there is not, a wrong type or value, a name that stands twice. */
#ifndef VL_PROFILE_H
#define VL_PROFILE_H

#include "base/diag.h"
#include "data/csv.h"
#include "data/date.h"
#include "data/zone.h"

/* What an amount is, when it is not told by the form of its cells (1:30 is time). */
enum effort_unit { UNIT_UNSTATED, UNIT_MINUTES, UNIT_HOURS, UNIT_SECONDS, UNIT_COUNT, UNIT_AMOUNT };

/* An export's name for a canonical column; of amounts also what their plain numbers mean. */
struct profile_alias {
	const char *canonical;
	const char *name;
	enum effort_unit unit;        /* UNIT_UNSTATED: a plain number cannot be read */
};

/* An export's word for a canonical value, such as "ausgefallen" for no_show in status. */
struct profile_word {
	const char *column;
	const char *canonical;
	const char *name;
};

/* The character between several values in one cell of a canonical column. */
struct profile_separator {
	const char *column;
	char separator;
};

/* Dates of a canonical column that stand in another order than the others. */
struct profile_dates {
	const char *column;
	enum date_order order;
};

/* Which rows are left out, and as what they are counted. */
enum profile_drop { DROP_DELETED, DROP_PLANNED, DROP_OTHER };

struct profile_filter {
	const char *column;           /* its name in the file, or canonical */
	const char *const *values;    /* up to NULL; NULL itself: any cell that is not empty */
	enum profile_drop as;
	const char *reason;
	int optional;                 /* a file without the column is read all the same */
};

/* How long a record takes in an export without durations. */
struct profile_minutes {
	const char *value;            /* of the column minutes_by; NULL: any other */
	int minutes;
};

struct profile {
	const char *name;
	const char *encoding;         /* as in struct csv_layout */
	const char *delimiters;       /* one, or several of which the header line decides */
	char decimal_mark;
	long skip;
	enum csv_second second_header;
	int row_end_delimiter;
	int strip_guard;              /* leave out the ' before = + - @ at a cell's beginning */
	enum date_order date_order;
	int times_utc;                /* times without a zone are in UTC */
	const struct zone *zone;      /* to which times with a zone are brought; NULL: refused */
	const char *other_tables;     /* profile of cases, approvals and staff; NULL = this one */
	/* Lists up to an entry of NULLs; a list that is NULL is empty. */
	const struct profile_alias *aliases;   /* a column may have several */
	const char *const *first_wins;         /* columns: of several names the first counts */
	const struct profile_word *words;
	const struct profile_dates *dates;
	const char *const *missing;            /* words for a missing value */
	const struct profile_separator *separators;
	const struct profile_filter *filters;  /* at most PROFILE_FILTERS_MAX */
	const char *const *key;                /* columns that tell one record from all others */
	const char *join_key;                  /* column of both files; NULL = no second file */
	const char *const *join_columns;       /* taken from the second one, by its names */
	const char *minutes_by;                /* column that tells how long, or NULL */
	const struct profile_minutes *minutes; /* by its values; ends with minutes < 0 */
	struct profile_file *file;             /* what all of it lies in; NULL for verlauf's own */
};

enum { PROFILE_FILTERS_MAX = 16 };

/* The canonical layout. */
extern const struct profile profile_verlauf;

/* By name or path; NULL and a fault. It stays until the program ends. */
const struct profile *profile_find(const char *name, struct fault *fault);
/* Names of the profiles that come with the tools, sorted, up to NULL; belongs to this module. */
const char *const *profile_names(void);

/* Whether a header cell is this profile's name for the canonical column; its canonical name
 * is one in every profile. */
int profile_is(const struct profile *profile, const char *canonical, const char *cell);
/* What plain numbers mean in a column whose header is this cell: UNIT_UNSTATED where the name
 * does not say it ("Dauer"). */
enum effort_unit profile_unit(const struct profile *profile, const char *canonical,
			      const char *cell);
/* The canonical value for a word of that canonical column, or NULL where there is none. */
const char *profile_value(const struct profile *profile, const char *canonical, const char *word,
			  size_t length);
/* Whether the list (up to NULL) has the word. */
int profile_list_has(const char *const *list, const char *word, size_t length);
/* The order of the dates of a canonical column. */
enum date_order profile_order(const struct profile *profile, const char *canonical);
/* Between several values in one cell: '|' for topics in any case, otherwise as stated; 0: one. */
char profile_separator(const struct profile *profile, const char *canonical);

#endif
