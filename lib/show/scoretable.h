/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scoretable - the scores of past forecasts as a table (verlauf-tables(5)): for each quantity and
 * horizon the methods beside each other, best CRPS first in the lines over all horizons. */
#ifndef VL_SCORETABLE_H
#define VL_SCORETABLE_H

#include "model/backtest.h"
#include "show/table.h"

/* `hours`: name of the quantity. The caller frees. */
struct table *scoretable_new(const struct backtest *backtest, const char *hours);

#endif
