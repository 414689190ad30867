/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glyphs - characters that no font here can draw.
 *
 * Where gnuplot's pictures of points (PNG, PDF) meet one, they show a box of its number that is
 * larger than the picture and covers it. So such characters become question marks before. What the
 * fonts have tells fc-list, which comes with the libraries that gnuplot draws with; where it is not
 * there, nothing is changed. Latin, Greek and Cyrillic letters are taken to be there, so that it
 * runs only for names in other scripts. */
#ifndef VL_GLYPHS_H
#define VL_GLYPHS_H

#include <stddef.h>

struct glyphs;

struct glyphs *glyphs_new(void);                /* nothing is asked yet */
void glyphs_free(struct glyphs *glyphs);        /* NULL allowed */
/* Replace in valid UTF-8, which gets no longer; returns how many characters. NULL is no text. */
size_t glyphs_replace(struct glyphs *glyphs, char *text);

#endif
