/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page - a document as one HTML file that needs nothing else.
 *
 * Charts stand in it as SVG, the style sheet too; there are no scripts, and the page forbids
 * all requests (Content-Security-Policy), so that it can be mailed, archived and opened
 * without a trace elsewhere. Headings, tables and charts can be followed by a screen reader
 * (WCAG 2.2: 1.1.1, 1.3.1, 1.4.3, 3.1.1); it prints on A4 and follows a dark screen. */
#ifndef VL_PAGE_H
#define VL_PAGE_H

#include <stdio.h>
#include "show/document.h"

/* Whether all was written, the stream knows. */
void page_write(const struct document *document, FILE *to);

#endif
