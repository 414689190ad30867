/* SPDX-License-Identifier: GPL-3.0-or-later */
/* columns - what the columns of the tools' tables are called for people: by the tool that makes
 * the table, and wherever a stored one is shown again (verlauf-tables(5)).
 *
 * The kinds and decimals here are those of a stored table; a tool states its own, which also
 * know hours. A column that is not known goes by its own name, and its cells tell what it holds. */
#ifndef VL_COLUMNS_H
#define VL_COLUMNS_H

#include "show/table.h"

/* By its machine name; NULL where it is not known. */
const struct table_column *columns_find(const char *name);

#endif
