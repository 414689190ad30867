/* SPDX-License-Identifier: GPL-3.0-or-later */
/* detect - what the columns of a file seem to hold, as evidence for a profile.
 *
 * Every cell of every row is tried against each form; a form fits where all filled cells fit,
 * and of one that does not the first line against it is kept. So a column of dates has one order
 * for all of its cells, or the question stays open. Cells that are no date in any order are typing
 * errors where most of the column are dates, and decide nothing; likewise with numbers. The file is
 * read by its proposed layout (sniff.h). Names are looked up in the profiles that come with the
 * tools; of these the one that knows most is `profile`. */
#ifndef VL_DETECT_H
#define VL_DETECT_H

#include "data/canon.h"
#include "data/csv.h"
#include "data/profile.h"
#include "data/sniff.h"

enum detect_form {
	FORM_ISO, FORM_DMY, FORM_MDY, FORM_WORDS,       /* as enum date_order */
	FORM_WHOLE,             /* 12 */
	FORM_POINT,             /* 12 or 12.5 */
	FORM_COMMA,             /* 12 or 12,5 */
	FORM_GROUPED_POINT,     /* 12 or 1.234,5 */
	FORM_GROUPED_COMMA,     /* 12 or 1,234.5 */
	FORM_HMM,               /* 1:30 */
	FORM_CLOCK,             /* 1:30:00 */
	FORMS
};

/* Forms of dates, and of numbers and durations. */
enum detect_family { FAMILY_DATES, FAMILY_AMOUNTS, FAMILIES };

enum { DETECT_DISTINCT_MAX = 50, DETECT_TOTAL_MAX = 24 };

struct detect_column {
	const char *name;
	enum canon canon;       /* CANON_COLUMNS: none known */
	const struct profile *knows;    /* the profile whose name for it that is, or NULL */
	long filled, empty, missing;    /* missing: words like --- */
	long against[FORMS];    /* line of the first cell that does not fit; 0: all fit */
	long odd[FAMILIES], odd_line[FAMILIES]; /* cells that fit no form of it, and the first one */
	long grouped;           /* cells with marks between thousands */
	long zones, times;      /* cells with a time of day, with a zone */
	long breaks;            /* cells with a line break */
	struct intern *values;  /* up to DETECT_DISTINCT_MAX */
	int many;               /* there are more */
};

struct detect {
	struct sniff sniff;
	struct csv_layout layout;
	struct csv_reader *csv;         /* names belong to it */
	struct detect_column *columns;
	size_t width;
	long rows;
	int hxl;                        /* the first row has HXL tags */
	const struct profile *profile;  /* that knows most columns; verlauf where none does */
	size_t known;                   /* how many */
	unsigned missing_words;         /* bits of detect_missing */
	size_t total_column;            /* where the last row begins with a word such as "Summe" */
	char total[DETECT_TOTAL_MAX];   /* that word; "" where the last row is no total */
};

/* Words for a missing value that are looked for, up to NULL. */
extern const char *const detect_missing[];

/* What `stated` says of delimiter, encoding and skip (0, NULL, 0: nothing) is taken as it is.
 * Findings: rows that break the form of CSV. 0, or -1 and a fault; detect_free in either case. */
int detect_file(struct detect *detect, const char *path, const struct csv_layout *stated,
		struct findings *findings, struct fault *fault);
void detect_free(struct detect *detect);
/* Whether all filled cells fit but for odd ones, which are fewer than the others. */
int detect_fits(const struct detect_column *column, enum detect_form form);
/* The column with this canonical name, or NULL. */
const struct detect_column *detect_find(const struct detect *detect, enum canon canon);

#endif
