/* SPDX-License-Identifier: GPL-3.0-or-later */
/* importtable - what an import read, used and refused: as a table, and as sentences.
 *
 * Columns: measure, reason, value (verlauf-tables(5)). The rows that were read are those used,
 * refused, duplicate, planned, deleted and left out: the values of these add up. */
#ifndef VL_IMPORTTABLE_H
#define VL_IMPORTTABLE_H

#include "data/import.h"
#include "show/table.h"

struct table *import_table(const struct import *import);
/* On standard error, with --verbose. */
void say_import(const struct import *import);

#endif
