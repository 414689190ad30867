/* SPDX-License-Identifier: GPL-3.0-or-later */
/* firstmarks - a mark of the first day of each of two thousand neighbouring cases. */
#include "base/mem.h"
#include "data/daycell.h"
#include "data/firstmarks.h"

struct firstmarks *firstmarks_new(void)
{
	struct firstmarks *firsts = mem_new(1, sizeof *firsts);

	for (size_t i = 0; i < CASEDAYS_CASES; i++)
		firsts->days[i] = FIRSTMARKS_NONE;
	return firsts;
}

static void take(struct firstmarks *firsts, uint32_t id, uint16_t day, uint64_t mark,
		 const struct firstmarks_batch *batch)
{
	if (day < firsts->days[id])
		firsts->marks[id] = mark;
	else if (mark != firsts->marks[id])
		firsts->marks[id] = batch->settle(firsts->marks[id], mark, batch->to);
	firsts->days[id] = day;
}

void firstmarks_take(struct firstmarks *firsts, const struct firstmarks_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		uint32_t id = daycell_case(batch->words[i]) % CASEDAYS_CASES;
		uint16_t day = (uint16_t)daycell_key(batch->words[i]);

		if (day <= firsts->days[id])
			take(firsts, id, day, batch->marks[batch->places[i]], batch);
	}
}
