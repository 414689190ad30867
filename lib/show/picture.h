/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture - the forms that a chart can have as a file: their sizes, whether one is
 * whole, and what is put into it or taken out after it was drawn. */
#ifndef VL_PICTURE_H
#define VL_PICTURE_H

#include <stddef.h>

enum picture_form { PICTURE_SVG, PICTURE_PNG, PICTURE_PDF, PICTURE_TEXT };

struct picture_size {
	int width, height;      /* pixels (PDF: of 1/96 inch); characters and lines for text */
	int grows;              /* in height, where the chart needs it; not if stated in numbers */
};

/* The form that the ending of a file's name tells, or -1. */
int picture_form_of(const char *path);
/* The size that a form has where none is asked for. */
struct picture_size picture_default_size(enum picture_form form);
/* "640x400", "page", "half" or "phone". NULL, or the rule that it breaks (N_). */
const char *picture_read_size(enum picture_form form, const char *text, struct picture_size *size);

/* 1 if the file (followed by a NUL) has the first bytes and the end mark of its form,
 * and its parts fit together; text has so many lines, of which the last may have no end. */
int picture_whole(enum picture_form form, const char *file, size_t length, int lines);

/* An SVG of gnuplot with this title and description, for those who cannot see it, instead
 * of those that it has, and well-formed whatever its texts hold. The caller frees it. */
char *picture_describe(const char *svg, const char *title, const char *description,
		       size_t *length);
/* Remove blanks at the ends of lines and the form feed before the first, and end the
 * last line, in place: the new length. */
size_t picture_trim(char *text, size_t length);
/* Set the date of a PDF's making to the start of 1970, in place. */
void picture_undate(char *pdf, size_t length);

#endif
