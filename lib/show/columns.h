/* SPDX-License-Identifier: GPL-3.0-or-later */
/* columns - what the columns of the tools' tables are called for people, wherever a stored table is
 * shown again (verlauf-tables(5)). A column that is not known, as those of --by, goes by
 * its own name, and its cells tell what it holds. */
#ifndef VL_COLUMNS_H
#define VL_COLUMNS_H

#include "show/table.h"

/* By its machine name; NULL where it is not known. */
const struct table_column *columns_find(const char *name);
/* What a cell's code is called: `per_case` of `measure`, `(none)` of any column; other texts stay. */
const char *columns_word(const char *column, const char *code);

#endif
