/* SPDX-License-Identifier: GPL-3.0-or-later */
/* firstweeks - what the first weeks of a case show, and what came in the months after them. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/casemonth.h"
#include "model/firstweeks.h"

int32_t firstweeks_landmark(const struct firstweeks *firstweeks,
			    const struct firstweeks_case *the_case)
{
	return the_case->origin + firstweeks->landmark;
}

int32_t firstweeks_end(const struct firstweeks *firstweeks,
		       const struct firstweeks_case *the_case)
{
	return the_case->origin + firstweeks->landmark + firstweeks->horizon;
}

/* Amounts stay whole until they are sums: 35 hours are 35, however they came about. */
struct sums {
	int64_t early, later;
	int32_t last;            /* age at the last contact up to the landmark */
};

static void take_day(struct firstweeks_case *to, const struct firstweeks *firstweeks,
		     const struct case_day *day, struct sums *sums)
{
	int32_t age = day->day - to->origin;

	if (age <= firstweeks->landmark) {
		sums->early += day->amount;
		to->contacts += age > 0;
		to->late += age > FIRSTWEEKS_LATE;
		sums->last = age;
	} else if (age <= firstweeks->landmark + firstweeks->horizon) {
		sums->later += day->amount;
	}
}

static void read_case(struct firstweeks *firstweeks, const struct caseload *caseload, uint32_t id,
		      struct day_buffer *days)
{
	struct firstweeks_case *to = &firstweeks->list[firstweeks->count++];
	size_t count = store_days(caseload->store, id, days);
	struct sums sums = { 0 };

	*to = (struct firstweeks_case){
		.id = id, .origin = caseload->origin[id], .contacts = 1,
		.persons = caseload->persons[id], .service = "",
	};
	if (caseload->service && caseload->service[id] != INTERN_NONE)
		to->service = intern_text(caseload->services, caseload->service[id]);
	for (size_t i = 0; i < count && days->days[i].day <= caseload->window.until; i++)
		take_day(to, firstweeks, &days->days[i], &sums);
	to->effort = (double)sums.early / caseload->divisor;
	to->outcome = (double)sums.later / caseload->divisor;
	to->silent = firstweeks->landmark - sums.last;
}

void firstweeks_read(struct firstweeks *firstweeks, const struct caseload *caseload, int weeks,
		     int months)
{
	const struct window *window = &caseload->window;
	struct day_buffer days = { 0 };

	firstweeks->landmark = 7 * weeks;
	firstweeks->horizon = casemonth_whole_days(months);
	firstweeks->count = 0;
	firstweeks->list = mem_new(caseload->cases, sizeof *firstweeks->list);
	for (uint32_t i = 0; i < caseload->cases; i++) {
		uint32_t id = caseload->order[i];
		int32_t origin = caseload->origin[id];

		if (caseload_incident(caseload, id) && origin >= window->since &&
		    origin <= window->until - firstweeks->landmark)
			read_case(firstweeks, caseload, id, &days);
	}
	day_buffer_free(&days);
}

void firstweeks_free(struct firstweeks *firstweeks)
{
	free(firstweeks->list);
	firstweeks->list = NULL;
}
