/* SPDX-License-Identifier: GPL-3.0-or-later */
/* team - the advisers of a made-up service: their shares of a post, their absences, who is in.
 *
 * One adviser for every 2.2 new cases a month, at least two; full, three-quarter and half posts.
 * Adviser 1 leads the service and is never away; the others are, at random times on average
 * every 900 days, ill (two weeks to two months, 60 %) or on leave (four to fourteen
 * months). Random streams: "simulate.staff" and "simulate.absence" by adviser. */
#ifndef VL_TEAM_H
#define VL_TEAM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>
#include "data/export.h"

/* Fills the tables' advisers and absences, from the service's opening to the export's end. */
void team_add(struct export *tables, unsigned long seed, double inflow, int32_t opening);
/* That adviser, or one who is in if they are absent on that day. */
int32_t team_cover(const struct export *tables, int32_t adviser, int32_t date, gsl_rng *random);

#endif
