/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sniff - how a file seems to be laid out: encoding, delimiter, header line.
 *
 * Evidence, not a decision: where two readings fit, the setting stays open. The encoding is
 * judged by all bytes of the file, delimiter and header by its first SNIFF_RECORDS records
 * (quotes minded, so that a cell may hold line breaks).
 *
 *   encoding   a byte order mark tells; bytes that are all ASCII or all UTF-8 are UTF-8;
 *              otherwise CP1252, if every byte has a meaning there. Bytes that stand for other
 *              letters in ISO 8859-15 (the euro sign, s and z with caron) leave it open.
 *   delimiter  comma, semicolon, tab or bar: the one that parts most records into the same
 *              number of cells, two at least. Two that do so for all records leave it open.
 *   header     the first record of that width; not a title filled up with delimiters, where a
 *              record without empty cells follows it soon.
 *
 * What is no text, or cannot be read, is a fault (charset.h). */
#ifndef VL_SNIFF_H
#define VL_SNIFF_H

#include <stddef.h>
#include "base/diag.h"

enum { SNIFF_RECORDS = 1000, SNIFF_DELIMITERS = 4 };

extern const char sniff_delimiters[SNIFF_DELIMITERS + 1];

enum sniff_encoding {
	SNIFF_MARKED,           /* by its byte order mark */
	SNIFF_ASCII,
	SNIFF_UTF8,
	SNIFF_CP1252,           /* the only one with a meaning for all bytes, or the same in all */
	SNIFF_CP1252_OR_LATIN9, /* open */
	SNIFF_NO_ENCODING       /* none that is read has a meaning for all bytes */
};

struct sniff_parting {          /* by one delimiter */
	size_t width;           /* that most records have; 0: no two records with 2 cells */
	long records;           /* of that width, the header included */
	long header_line;       /* of the first of them */
};

struct sniff {
	enum sniff_encoding encoding;
	const char *mark;       /* encoding that the mark stands for, or NULL */
	size_t high;            /* bytes above 0x7F */
	long records;           /* looked at, blank ones left out */
	long other_line;        /* first record behind the header of another width; 0: none */
	struct sniff_parting partings[SNIFF_DELIMITERS];
	int delimiter;          /* number in sniff_delimiters; -1: open, -2: none fits */
};

enum { SNIFF_OPEN = -1, SNIFF_NONE = -2 };

/* "-" is standard input, which must have been made a file before (base/spool.h). */
int sniff_file(struct sniff *sniff, const char *path, struct fault *fault);
/* The encoding to read it by; of an open one the first. */
const char *sniff_encoding_name(const struct sniff *sniff);

#endif
