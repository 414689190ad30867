/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text - UTF-8, translation, and comparisons that no locale can change.
 *
 * Lengths are bytes, columns and widths are characters. All comparisons fold
 * ASCII only: under tr_TR, strcasecmp("MINUTES", "minutes") is not 0. */
#ifndef VL_TEXT_H
#define VL_TEXT_H

#include <libintl.h>
#include <stddef.h>

#define _(text) gettext(text)
#define N_(text) text

/* Language and message catalogue from the environment; numbers stay "C". The
 * catalogue is looked for beside the program (../share/locale), so that a build
 * tree and an installed tree work alike. */
void text_start(void);
/* The folder of what comes with the tools, ../share beside the program. */
const char *text_share(void);

/* Offset of the first byte that is not strict UTF-8 (no overlong forms, no
 * surrogates, nothing above U+10FFFF), or -1. */
ptrdiff_t text_invalid(const char *text, size_t length);
/* Characters (code points) in valid UTF-8. */
size_t text_characters(const char *text, size_t length);
/* Columns on a terminal: combining marks take none, East Asian wide ones two. */
size_t text_width(const char *text);
/* Copy with control, C1 and bidirectional bytes shown as \xHH; cut to fit. */
void text_escape(char *to, size_t size, const char *from, size_t length);

int text_equal(const char *a, const char *b);                        /* ASCII case folded */
int text_equal_n(const char *a, const char *b, size_t b_length);
int text_same(const char *a, const char *b, size_t length);         /* of so many bytes each */
/* Whole text a decimal number in range, or -1. Leading zeros are decimal. */
int text_whole(const char *text, long least, long most, long *value);
int text_number(const char *text, double *value);                   /* "." only, no inf, nan, hex */
/* So many decimals, halves away from zero, with the decimal mark of the reader's language; without
 * a sign where only zeros are left. */
void text_fixed(char *to, size_t size, double value, int decimals);

#endif
