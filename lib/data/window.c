/* SPDX-License-Identifier: GPL-3.0-or-later */
/* window - the dates that an export covers. */
#include "base/text.h"
#include "data/date.h"
#include "data/window.h"

enum { STRAY_MONTHS = 12, EDGE_WORKING_DAYS = 3, EMPTY_DAYS = 62, USUAL_DAYS = 20 };

/* ---- days seen ----------------------------------------------------------------- */

static int has(const struct day_set *set, int32_t day)
{
	return set->bit[(day - DAY_MIN) / 8] >> (day - DAY_MIN) % 8 & 1;
}

void day_set_add(struct day_set *set, int32_t day)
{
	set->bit[(day - DAY_MIN) / 8] |= (uint8_t)(1 << (day - DAY_MIN) % 8);
}

void day_set_join(struct day_set *set, const struct day_set *from)
{
	for (size_t i = 0; i < sizeof set->bit; i++)
		set->bit[i] |= from->bit[i];
}

/* The next day in the set from `day` on in steps of +1 or -1; outside the range if none. */
static int32_t next_day(const struct day_set *set, int32_t day, int step)
{
	while (day >= DAY_MIN && day <= DAY_MAX && !has(set, day))
		day += step;
	return day;
}

int32_t day_set_first(const struct day_set *set)
{
	return next_day(set, DAY_MIN, 1);
}

int32_t day_set_last(const struct day_set *set)
{
	return next_day(set, DAY_MAX, -1);
}

int day_set_empty(const struct day_set *set)
{
	return day_set_first(set) > DAY_MAX;
}

/* ---- edges --------------------------------------------------------------------- */

/* Between Christmas Eve and New Year hardly any service works: those days are free. */
static int is_working_day(int32_t day)
{
	int year, month, date;

	date_to_civil(day, &year, &month, &date);
	return date_weekday(day) < 5 && !(month == 12 && date >= 24);
}

/* Whether a record on `day` lies on one of the last (step -1) or first (step 1) three working
 * days of its month, or beyond them. */
static int reaches_edge(int32_t day, int step)
{
	int32_t month = month_of(day);
	int32_t edge = step < 0 ? month_last(month) : month_first(month);
	int working = 0;

	for (int32_t at = edge; month_of(at) == month && working < EDGE_WORKING_DAYS; at += step) {
		working += is_working_day(at);
		if (at == day)
			return 1;
	}
	return 0;
}

static int stray(const struct day_set *days, int32_t edge, int step, const char *file,
		 struct fault *fault)
{
	int32_t next = next_day(days, edge + step, step);
	char at[11], other[11];

	if (next < DAY_MIN || next > DAY_MAX ||
	    (month_of(next) - month_of(edge)) * step <= STRAY_MONTHS)
		return 0;
	date_write(at, edge);
	date_write(other, next);
	if (step > 0)
		return fault_at(fault, STATUS_DATA, file, 0, 0,
				N_("the first record (%s) lies over %d months before the next (%s): "
				   "a typing error? Mend it or say --since"), at, STRAY_MONTHS, other);
	return fault_at(fault, STATUS_DATA, file, 0, 0,
			N_("the last record (%s) lies over %d months after the one before (%s): "
			   "a typing error? Mend it or say --until"), at, STRAY_MONTHS, other);
}

static int32_t first_edge(int32_t first, int partial)
{
	if (partial)
		return first;
	return month_first(month_of(first) + !reaches_edge(first, 1));
}

static int32_t last_edge(int32_t last, int partial)
{
	if (partial)
		return last;
	return month_last(month_of(last) - !reaches_edge(last, -1));
}

/* ---- stated edges that lie beyond all records ------------------------------------- */

/* Of a handful of days nobody can tell which silence is unusual: longer than all. */
static int32_t longest_silence(const struct day_set *days)
{
	int32_t day = day_set_first(days), longest = 0;
	int count = 1;

	for (int32_t next; (next = next_day(days, day + 1, 1)) <= DAY_MAX; day = next, count++)
		longest = next - day > longest ? next - day : longest;
	return count < USUAL_DAYS ? INT32_MAX : longest;
}

static int32_t unusual(int32_t empty, const struct day_set *days)
{
	return empty > EMPTY_DAYS && empty > longest_silence(days) ? empty : 0;
}

int32_t window_empty_start(const struct window *window, const struct day_set *days)
{
	return day_set_empty(days) ? 0 : unusual(day_set_first(days) - window->since, days);
}

int32_t window_empty_end(const struct window *window, const struct day_set *days)
{
	return day_set_empty(days) ? 0 : unusual(window->until - day_set_last(days), days);
}

int window_find(struct window *window, const struct day_set *days, int partial, const char *file,
		struct fault *fault)
{
	int32_t first = day_set_first(days), last = day_set_last(days);

	if (day_set_empty(days) && !(window->since_given && window->until_given))
		return fault_at(fault, STATUS_DATA, file, 0, 0, N_("no record with a date"));
	if (!window->since_given) {
		if (stray(days, first, 1, file, fault) != 0)
			return -1;
		window->since = first_edge(first, partial);
	}
	if (!window->until_given) {
		if (stray(days, last, -1, file, fault) != 0)
			return -1;
		window->until = last_edge(last, partial);
	}
	if (window->since > window->until)
		return fault_at(fault, STATUS_DATA, file, 0, 0,
				N_("no whole month between the first and the last record: "
				   "say --since and --until, or --partial"));
	return 0;
}
