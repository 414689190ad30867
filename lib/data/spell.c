/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spell - when a case is open. */
#include "data/spell.h"

/* Whether a spell goes on from one contact month to the next. */
static int goes_on(int32_t from, int32_t to, int32_t closed, int silence)
{
	return to - from - 1 <= silence && (closed < from || closed >= to);
}

/* The end is the closing date where that comes soon enough and before the next contact. */
static void find_end(struct spell *spell, int32_t next, int32_t closed, int silence)
{
	spell->closed = closed >= spell->to && closed < next && closed - spell->to <= silence;
	if (spell->closed)
		spell->to = closed;
}

size_t spell_find(const int32_t *months, size_t count, int32_t closed, int silence,
		  struct spell *spells)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		if (i > 0 && goes_on(months[i - 1], months[i], closed, silence)) {
			spells[found - 1].to = months[i];
			continue;
		}
		if (found)
			find_end(&spells[found - 1], months[i], closed, silence);
		spells[found++] = (struct spell){ months[i], months[i], 0 };
	}
	if (found)
		find_end(&spells[found - 1], NEVER_CLOSED, closed, silence);
	return found;
}
