/* SPDX-License-Identifier: GPL-3.0-or-later */
/* charset - a file's bytes as UTF-8.
 *
 * What is no text at all (archives, workbooks, HTML, PDF, databases, UTF-16 without
 * its mark) is known by its first bytes and refused with a hint. A byte order mark
 * decides among UTF-8, UTF-16 and UTF-32; it is not handed on. Otherwise the stated
 * encoding holds, and is never guessed.
 *
 * CSV_BOM_OR_CP1252 is the rule of Excel in German: with a mark what the mark says,
 * without one CP1252. As such a file may still be UTF-8 without a mark, the first
 * line with a byte above 0x7F is looked at: where all of its bytes above 0x7F form
 * UTF-8 sequences, the file is refused and both encodings are offered. (In CP1252
 * that takes pairs such as Ã and ¤ and nothing else in that line.)
 *
 * A byte without a meaning is handed on in a form that is not UTF-8, so that the
 * reader, which checks all bytes anyway, finds it with line and column. */
#ifndef VL_CHARSET_H
#define VL_CHARSET_H

#include <stddef.h>
#include <sys/types.h>
#include "base/diag.h"

struct charset;

/* Open a file ("-" is standard input) that is called `name` in messages, and look at its first
 * bytes. NULL and a fault where it cannot be read or is no text. `block`: bytes held at a time. */
struct charset *charset_open(const char *path, const char *name, const char *encoding,
			     size_t block, struct fault *fault);
void charset_close(struct charset *charset);
/* Up to `room` (at least 8) bytes of UTF-8, fewer only at the end or before a fault: 0 at the
 * end, -1 and a fault where it cannot go on. */
ssize_t charset_read(struct charset *charset, char *to, size_t room, struct fault *fault);
/* The encoding that holds, as in messages: "UTF-8", "cp1252". */
const char *charset_name(const struct charset *charset);
/* Whether anything handed on so far may not be UTF-8: not so of a one-byte encoding whose bytes all
 * had a meaning. */
int charset_doubtful(const struct charset *charset);
/* Whether a byte order mark was there: then no other encoding need be proposed. */
int charset_marked(const struct charset *charset);

#endif
