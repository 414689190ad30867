/* SPDX-License-Identifier: GPL-3.0-or-later */
/* say - sentences for people: numbers in the reader's language, lines of a readable length. */
#ifndef VL_SAY_H
#define VL_SAY_H

#include <stdint.h>
#include <stdio.h>

enum { SAY_NUMBER = 32, SAY_P = 64 };

/* These return what they wrote, so that they can stand among the arguments of a sentence. */
const char *say_number(char to[SAY_NUMBER], double value, int decimals);
const char *say_p(char to[SAY_P], double p);                /* "p = 0.012" or "p < 0.001" */

/* As people write it: the translation says in which order. */
const char *say_date(char to[11], int32_t date);

/* A paragraph, broken into lines of at most 78 columns. */
void say_wrap(FILE *to, const char *text);
/* The same behind a label, in a column that begins at `indent`. */
void say_labelled(FILE *to, const char *label, int indent, const char *text);
/* say_wrap of a format; at most 1999 bytes. */
__attribute__((format(printf, 2, 3)))
void say(FILE *to, const char *format, ...);

#endif
