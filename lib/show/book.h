/* SPDX-License-Identifier: GPL-3.0-or-later */
/* book - the tables of a document as a workbook (.xlsx), one sheet each.
 *
 * Cells are typed: numbers as numbers with the decimals that people see, all else as text, so that
 * nothing is run as a formula whatever it begins with. Headings are frozen and filtered, a table by
 * period has a chart of its hours or first number, with the limits q10 and q90 if it has them.
 * Sentences and headings stand on the first sheet, where the captions of tables lead to their
 * sheets, which are named by the first words of these. What is missing is empty, and the column of
 * flags says why. The only module that knows libxlsxwriter. The same document gives the same bytes
 * where SOURCE_DATE_EPOCH is set (reproducible-builds.org/specs/source-date-epoch). */
#ifndef VL_BOOK_H
#define VL_BOOK_H

#include <stdio.h>
#include "base/diag.h"
#include "show/document.h"

/* Faults: no table, the disk, a SOURCE_DATE_EPOCH that is no number. */
int book_write(const struct document *document, FILE *to, struct fault *fault);

#endif
