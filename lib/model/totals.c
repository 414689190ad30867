/* SPDX-License-Identifier: GPL-3.0-or-later */
/* totals - what the walks of a block of paths add up to. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/totals.h"

void totals_new(struct totals *totals, size_t months, size_t paths, size_t walks)
{
	size_t width = TOTALS_TEAMS * walks + paths;

	*totals = (struct totals){ months, paths, walks, width,
				   mem_new(months * width, sizeof *totals->at) };
}

void totals_free(struct totals *totals)
{
	free(totals->at);
}

void totals_add(struct totals *totals, const struct flock *flock, size_t month, int32_t silence)
{
	struct total *at = totals_of(totals, month, 0);
	uint64_t cases[FLOCK_MOST];

	for (size_t i = 0; i < flock->count; i++)
		cases[i] = (flock->recency[i] == 0 ? total_active : 0) +
			   (((flock->recency[i] <= silence) & !flock->closed[i]) ? total_open : 0);
	for (size_t i = 0; i < flock->count; i++) {
		struct total *total = &at[flock->path[i]];

		total->amount += flock->amount[i];
		total->cases += cases[i];
	}
}

void totals_begin(struct totals *totals, const struct flock *flock, size_t month)
{
	struct total *at = totals_of(totals, month, 0);

	for (size_t i = 0; i < flock->count; i++) {
		struct total *total = &at[flock->path[i]];
		int active = flock->amount[i] != STATES_NO_CONTACT;

		total->amount += active ? flock->amount[i] : 0;
		total->cases += active ? total_active + total_open : total_open;
	}
}

void totals_stay_open(struct totals *totals, size_t place, int32_t months)
{
	for (size_t month = 0; month < (size_t)months && month < totals->months; month++)
		totals_of(totals, month, place)->cases += total_open;
}

void totals_take(struct totals *totals, size_t path, size_t teams, struct random_quick random)
{
	uint32_t from[TOTALS_TEAMS], to = totals_path(totals, path);

	for (size_t team = 0; team < teams; team++)
		from[team] = totals_team(totals, team,
					 random_quick_below(&random, (uint32_t)totals->walks));
	for (size_t month = 0; month < totals->months; month++) {
		struct total *total = totals_of(totals, month, to);

		for (size_t team = 0; team < teams; team++) {
			const struct total *one = totals_of(totals, month, from[team]);

			total->amount += one->amount;
			total->cases += one->cases;
		}
	}
}

void totals_disband(struct totals *totals)
{
	for (size_t month = 0; month < totals->months; month++)
		memset(totals_of(totals, month, 0), 0,
		       TOTALS_TEAMS * totals->walks * sizeof *totals->at);
}
