/* SPDX-License-Identifier: GPL-3.0-or-later */
/* silence - how long a case stays silent until its next contact. */
#include "model/silence.h"

struct silence_states silence_states(const struct states *states,
				     const struct situation *situation)
{
	struct situation now = *situation;
	struct silence_states silent = { 0 };

	for (; now.recency < STATES_SILENT; states_next(&now, STATES_NO_CONTACT))
		silent.code[silent.months++] = (uint16_t)states_code(states, &now);
	return silent;
}

void silence_find(struct silence *silence, const struct silence_states *states,
		  const struct donors *donors)
{
	double left = 1;

	silence->months = states->months;
	for (int k = 0; k < states->months; k++) {
		const struct donor_run *run = &donors->of[states->code[k]];

		left *= 1 - (double)run->contacts / run->count;
		silence->left[k] = left;
	}
}
