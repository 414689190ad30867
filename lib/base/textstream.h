/* SPDX-License-Identifier: GPL-3.0-or-later */
/* textstream - a text in memory that is written through stdio: whole, or the program ends.
 *
 * In place of open_memstream: that of glibc 2.36 leaves out what it finds no memory for, and
 * neither ferror nor fflush nor fclose tells, so that half a report would pass for one. */
#ifndef VL_TEXTSTREAM_H
#define VL_TEXTSTREAM_H

#include <stdio.h>

/* *text is what was written up to the last flush, terminated and never NULL; *length its bytes.
 * Both must stay where they are until textstream_close; the caller frees *text after that. */
FILE *textstream_open(char **text, size_t *length);
void textstream_flush(FILE *stream);
void textstream_close(FILE *stream);

#endif
