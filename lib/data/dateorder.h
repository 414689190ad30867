/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dateorder - in which order the dates of a file stand.
 *
 * As --date-order or the profile says it, column by column; where that is DATE_AUTO the whole
 * column decides (data/dates.h), for which the file is read once before its rows are. */
#ifndef VL_DATEORDER_H
#define VL_DATEORDER_H

#include "data/profile.h"
#include "data/source.h"

/* Of a canonical column; DATE_AUTO: its cells are to decide. */
enum date_order dateorder_stated(const struct source *source, const struct profile *profile,
				 const char *canonical);
/* Have cells decide: *orders, by column of the file, for the caller to free; NULL where all orders
 * are stated, and then the file is not read. Standard input can be read again thereafter. 0, or -1
 * and a fault: as csv_open, dates that can be read two ways, or a pipe other than standard
 * input. */
int dateorder_read(const struct source *source, const struct profile *profile, const char *path,
		   const struct csv_layout *layout, enum date_order **orders, struct fault *fault);

#endif
