/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canoncell - a cell as the profile would have it written.
 *
 * Without the apostrophe by which exports guard against formulas; empty where it is a word for a
 * missing value; words as the profile maps them; several values parted by "|". One struct canoncell
 * a column and thread. */
#ifndef VL_CANONCELL_H
#define VL_CANONCELL_H

#include "data/csv.h"
#include "data/profile.h"

enum { CANONCELL_WORD = 32, CANONCELL_WORDS = 16 };

struct canoncell {
	const struct profile *profile;
	const char *column;         /* its canonical name */
	int has_words;              /* the profile maps words of this column */
	char separator;             /* 0: one value a cell */
	char *text;                 /* several values, put together anew */
	size_t room;
	struct canoncell_word {     /* words that were looked up, by their ends and length */
		char word[CANONCELL_WORD];
		size_t length;
		struct csv_cell value;
	} lately[CANONCELL_WORDS];
};

struct canoncell canoncell_of(const struct profile *profile, const char *column);
void canoncell_free(struct canoncell *canon);            /* what it points to */
/* From now on words stay those of the file, and a cell is one value: so the profile's own rules see
 * it. */
void canoncell_as_in_file(struct canoncell *canon);
/* Whether every cell is already as it should be, but for a guard. */
int canoncell_is_plain(const struct canoncell *canon);
/* Another for the same column, for another thread. */
struct canoncell canoncell_like(const struct canoncell *canon);

/* The text is the cell's own, the profile's, or `canon`'s until the next call for it. */
struct csv_cell canoncell_make(struct canoncell *canon, struct csv_cell cell);

#endif
