/* SPDX-License-Identifier: GPL-3.0-or-later */
/* totals - what the walks of a block of paths add up to, month by month: for each path, and for
 * teams of cases whose walks several paths share.
 *
 * Of a large caseload a walk of each case for each path would say the same again and again. So its
 * cases are dealt to TOTALS_TEAMS teams, each case has a few walks, and the first walks of a team
 * are one future of it, the second ones another: each path takes one of the futures of each team,
 * drawn at random for itself. A path is then a future of all cases, as if each had walked for it
 * alone: its law is the same. Only, two paths have one in `walks` of their teams in common.
 *
 * Amounts are whole numbers in units of the store: sums are exact in any order. */
#ifndef VL_TOTALS_H
#define VL_TOTALS_H

#include "model/flock.h"

enum { TOTALS_TEAMS = 64 };

struct total {
	double amount;
	uint64_t cases;                 /* active; in the upper half open */
};

/* By month * width + place: a flock's month lies together. The futures of the teams come first. */
struct totals {
	size_t months, paths, walks, width;
	struct total *at;
};

static const uint64_t total_active = 1, total_open = UINT64_C(1) << 32;

/* `walks`: futures of each team; 0: no teams. totals_free in any case. */
void totals_new(struct totals *totals, size_t months, size_t paths, size_t walks);
void totals_free(struct totals *totals);

/* The place of a path, or of a future of a team. */
static inline uint32_t totals_path(const struct totals *totals, size_t path)
{
	return (uint32_t)(TOTALS_TEAMS * totals->walks + path);
}

static inline uint32_t totals_team(const struct totals *totals, size_t team, size_t walk)
{
	return (uint32_t)(team * totals->walks + walk);
}

static inline struct total *totals_of(const struct totals *totals, size_t month, size_t place)
{
	return &totals->at[month * totals->width + place];
}

/* The month that a flock has just walked; who is silent for longer than `silence` is not open. */
void totals_add(struct totals *totals, const struct flock *flock, size_t month, int32_t silence);
/* The month that a flock has begun with: all are open, and active but for STATES_NO_CONTACT. */
void totals_begin(struct totals *totals, const struct flock *flock, size_t month);
/* One walk that is open without a contact in the first months. */
void totals_stay_open(struct totals *totals, size_t place, int32_t months);
/* A path takes one future of each of the first `teams` teams. */
void totals_take(struct totals *totals, size_t path, size_t teams, struct random_quick random);
/* All teams stand at nothing again. */
void totals_disband(struct totals *totals);

#endif
