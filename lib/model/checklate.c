/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checklate - how late consultations are documented, and what of the last months is still to come.
 *
 * Delays are days from `date` to `entered`, seen through the day of the export (stats/delay.h).
 * A month's share still to come is 1 - sum of w(d) F(export - d) / sum of w(d) over its days d,
 * w being the records that its weekday usually has. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/check.h"
#include "stats/delay.h"

/* Habits change: only the records of the last two years tell. Fewer tell nothing. */
enum { HABIT_DAYS = 730, LEAST = 50, LAST_MONTHS = 3, MONTH_DAYS = 30, WEEK = 7 };
#define NEARLY_ALL 0.99

struct delays {
	int32_t *delay, *room;
	size_t count;
	double weekday[WEEK];
};

static void collect(struct check *check, struct delays *delays)
{
	const struct survey *survey = check->survey;

	delays->delay = mem_new(survey->count + 1, sizeof *delays->delay);
	delays->room = mem_new(survey->count + 1, sizeof *delays->room);
	for (uint32_t i = 0; i < survey->count; i++) {
		int32_t day = survey_day(survey, i), entered = survey_entered(survey, i);

		if (!survey_is(survey, i, SURVEY_HELD) || day > check->last ||
		    day <= check->exported - HABIT_DAYS)
			continue;
		delays->weekday[date_weekday(day)]++;
		if (entered == DATE_UNKNOWN || entered < day || entered > check->exported)
			continue;
		if (entered - day > check->limits[ITEM_P90].warning)
			check_detail(check, ITEM_P90, i, CHECK_NO_ROW);
		delays->delay[delays->count] = entered - day;
		delays->room[delays->count++] = check->exported - day;
	}
}

static double to_come(const struct check *check, const struct delays *delays,
		      const struct delay *fit, int32_t month)
{
	double seen = 0, all = 0;

	for (int32_t day = month_first(month); day <= month_last(month); day++) {
		double weight = delays->weekday[date_weekday(day)];

		seen += weight * delay_share(fit, check->exported - day);
		all += weight;
	}
	return all > 0 ? 1 - seen / all : 0;
}

static int64_t records_of(const struct check *check, int32_t month)
{
	int32_t first = month_first(month), last = month_last(month);
	int64_t count = 0;

	for (size_t i = 0; i < check->survey->count; i++) {
		int32_t day = survey_day(check->survey, i);

		count += day >= first && day <= last && survey_is(check->survey, i, SURVEY_HELD);
	}
	return count;
}

/* Less than one record to come is nothing to wait for. */
static void add_month(struct check *check, int32_t month, double share)
{
	check_add(check, ITEM_TO_COME, CHECK_NONE, CHECK_NONE, NAN);
	check_share(check, share);
	check_period(check, month, CHECK_NONE);
	if (share * (double)records_of(check, month) < 1 - share)
		check_calm(check);
}

/* Of a month of 30 days with as many records on each, so many days after its end. */
static double still_missing(const struct delay *fit, int32_t days)
{
	double sum = 0;

	for (int32_t d = 0; d < MONTH_DAYS; d++)
		sum += 1 - delay_share(fit, days + d);
	return sum / MONTH_DAYS;
}

static void add_habits(struct check *check, const struct delay *fit)
{
	static const int32_t days[] = { 0, 3, 7, 14, 31, 61, 92 };
	int32_t complete = 0;

	check_add(check, ITEM_MEDIAN, (int64_t)fit->used, CHECK_NONE, delay_quantile(fit, 0.5));
	check_add(check, ITEM_P90, (int64_t)fit->used, CHECK_NONE, delay_quantile(fit, 0.9));
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		check_add(check, ITEM_STILL_MISSING, CHECK_NONE, CHECK_NONE, days[i]);
		check_share(check, still_missing(fit, days[i]));
	}
	while (still_missing(fit, complete) > 1 - NEARLY_ALL)
		complete++;
	check_add(check, ITEM_COMPLETE, CHECK_NONE, CHECK_NONE, complete);
}

void check_late(struct check *check)
{
	struct delays delays = { 0 };
	struct delay fit = { 0 };
	int32_t last = month_of(check->window.until);

	if (check->survey->entered)
		collect(check, &delays);
	if (delays.count < LEAST) {
		check_unable(check, ITEM_P90);
	} else {
		delay_fit(&fit, delays.delay, delays.room, delays.count);
		add_habits(check, &fit);
		for (int32_t month = last - LAST_MONTHS + 1; month <= last; month++) {
			if (month >= month_of(check->window.since))
				add_month(check, month, to_come(check, &delays, &fit, month));
		}
	}
	delay_free(&fit);
	free(delays.delay);
	free(delays.room);
}
