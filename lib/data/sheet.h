/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet - rows of a made-up export, in one of the layouts that services have.
 *
 * A dialect says how cells look; the caller adds them row by row, left to right, and the
 * stream tells whether all were written. Names and words come as pairs, for
 * all dialects; they are the program's own and hold no delimiter, quote or line break.
 *
 *   canonical     UTF-8, comma, 2026-10-31, 12.5, minutes as a number, LF (verlauf-csv(5))
 *   german        as Excel saves it: UTF-8 with byte order mark, semicolon, 31.10.2026,
 *                 12,5, durations as h:mm, German names and words, CRLF
 *   german-clock  the same with durations as hh:mm:ss
 *   german-hours  the same in Windows-1252, without a mark, durations as decimal hours: 1,25 */
#ifndef VL_SHEET_H
#define VL_SHEET_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum sheet_dialect { SHEET_CANONICAL, SHEET_GERMAN, SHEET_GERMAN_CLOCK, SHEET_GERMAN_HOURS,
		     SHEET_DIALECTS };

/* In UTF-8, of letters that Windows-1252 shares with ISO 8859-1. */
struct sheet_word {
	const char *canonical, *german;
	const char *hours;      /* name of a column of decimal hours; NULL = as in german */
};

struct sheet {
	FILE *to;
	enum sheet_dialect dialect;
	int column;             /* of the next cell */
	size_t used;            /* of the row's text, which goes to the stream as a whole */
	char row[512];
};

/* Names of the dialects, up to NULL. */
extern const char *const sheet_dialects[];

/* Writes the header. */
void sheet_start(struct sheet *sheet, FILE *to, enum sheet_dialect dialect,
		 const struct sheet_word *names, size_t count);
void sheet_end_row(struct sheet *sheet);

void sheet_empty(struct sheet *sheet);
void sheet_word(struct sheet *sheet, const struct sheet_word *word);
void sheet_text(struct sheet *sheet, const char *text);
/* The same, joined by "|". */
void sheet_texts(struct sheet *sheet, const char *const texts[], size_t count);
/* Prefix and a number of at least `digits` digits, as F000123; not below 0. */
void sheet_id(struct sheet *sheet, const char *prefix, int64_t number, int digits);
void sheet_count(struct sheet *sheet, int64_t count);      /* not below 0 */
void sheet_date(struct sheet *sheet, int32_t date);
void sheet_minutes(struct sheet *sheet, int minutes);
void sheet_number(struct sheet *sheet, double value);

#endif
