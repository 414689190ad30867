/* SPDX-License-Identifier: GPL-3.0-or-later */
/* document - headings, sentences, tables and charts in the order in which they are to be read.
 *
 * Made from an outline, a text file (vl-render(1)):
 *
 *     @title Monthly report        @subtitle October 2026        @language en
 *     # Heading                    ## Heading below it
 *     Lines of text, up to a blank line, are a paragraph.
 *     - a line of a list
 *     @note Small print.           @alert What must not be overlooked.
 *     @table FILE [columns=A,B] [first=N] [last=N] [| Caption]
 *     @chart FILE [| What it shows, for those who cannot see it]
 *     @break                       (a new page in print)
 *
 * or from tables alone. Files are named relative to the outline. Everything is read and checked
 * here, so that whoever writes the document cannot fail but by the disk. Faults with file and line:
 * unknown words, wrong values, tables that cannot be read, charts that are no plain drawing
 * (show/drawn.h). */
#ifndef VL_DOCUMENT_H
#define VL_DOCUMENT_H

#include "base/diag.h"
#include "show/stored.h"

enum item_kind { ITEM_HEADING, ITEM_PARAGRAPH, ITEM_BULLET, ITEM_NOTE, ITEM_ALERT, ITEM_TABLE,
		 ITEM_CHART, ITEM_BREAK };

struct document_item {
	enum item_kind kind;
	int level;                /* of a heading: 1 .. 3 */
	char *text;               /* caption or alternative text of tables and charts; may be empty */
	char *path;               /* of tables and charts */
	struct stored stored;
	char *drawing;            /* of a chart: its SVG */
};

struct document {
	char *title, *subtitle;   /* "" = none */
	char *language;           /* "de", "en": of the page */
	struct document_item *items;
	size_t count, capacity;
};

/* document_free in any case. */
int document_read(struct document *document, const char *outline, struct findings *findings,
		  struct fault *fault);
int document_of_tables(struct document *document, char *const paths[], size_t count,
		       struct findings *findings, struct fault *fault);
void document_set_title(struct document *document, const char *title);
void document_free(struct document *document);

#endif
