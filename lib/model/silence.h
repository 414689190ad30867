/* SPDX-License-Identifier: GPL-3.0-or-later */
/* silence - how long a case stays silent until its next contact.
 *
 * While a case is silent its situation changes in one way only: it grows older, and what was done
 * for it falls out of the months that count. So the chance of each silent month is known
 * beforehand, the silence of a walk takes one random number instead of one a month, and a walk that
 * never has a contact again costs no step. It is the law of drawing a donor for each month.
 * Needs donors that are followed for one month. */
#ifndef VL_SILENCE_H
#define VL_SILENCE_H

#include "model/states.h"
#include "stats/random.h"

/* The states of a case that stays silent: after no month, after one, ... until it is gone. */
struct silence_states {
	uint16_t months, code[STATES_SILENT];
};

/* What donors say of it. */
struct silence {
	int32_t months;                 /* after these it is gone */
	double left[STATES_SILENT];     /* the chance of k + 1 silent months */
};

struct silence_states silence_states(const struct states *states,
				     const struct situation *situation);
void silence_find(struct silence *silence, const struct silence_states *states,
		  const struct donors *donors);

/* Silent months before the contact; silence->months: there is none. */
static inline int32_t silence_draw(const struct silence *silence, struct random_quick *random)
{
	double chance = (double)(random_quick_next(random) >> 11) * 0x1p-53;
	int32_t k = 0;

	if (chance < silence->left[silence->months - 1])
		return silence->months;
	while (chance < silence->left[k])
		k++;
	return k;
}

#endif
