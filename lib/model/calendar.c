/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calendar - what the time of year does to a made-up counselling service. */
#include <gsl/gsl_randist.h>
#include <math.h>

#include "base/mem.h"
#include "data/date.h"
#include "model/calendar.h"
#include "stats/random.h"

#define NOISE_MEMORY 0.4
#define NOISE_DEVIATION 0.05

static const double season_contacts[12] = {
	1.04, 1.03, 1.05, 0.99, 1.00, 0.98, 0.88, 0.86, 1.05, 1.07, 1.08, 0.83
};
static const double season_inflow[12] = {
	1.05, 0.95, 1.00, 0.95, 0.90, 0.90, 0.85, 1.00, 1.20, 1.20, 1.10, 0.80
};
#define SEASON_INFLOW_SUM 11.9

const double calendar_workday_shares[WORKDAYS] = { 0.23, 0.22, 0.16, 0.23, 0.16 };

/* A week belongs to the month of its Thursday, as ISO 8601 does it for years. */
static int32_t week_month(int32_t monday)
{
	return month_of(monday + 3);
}

struct calendar calendar_new(int32_t monday, int weeks, gsl_rng *random)
{
	struct calendar calendar = { .monday = monday, .weeks = weeks };
	double noise = gsl_ran_gaussian_ziggurat(random,
			NOISE_DEVIATION / sqrt(1 - NOISE_MEMORY * NOISE_MEMORY));
	int32_t month = week_month(monday);

	calendar.intensity = mem_new((size_t)weeks, sizeof *calendar.intensity);
	for (int week = 0; week < weeks; week++) {
		int32_t now = week_month(monday + 7 * week);

		if (now != month)
			noise = NOISE_MEMORY * noise +
				gsl_ran_gaussian_ziggurat(random, NOISE_DEVIATION);
		month = now;
		calendar.intensity[week] = season_contacts[month % 12] * exp(noise);
	}
	return calendar;
}

void calendar_free(struct calendar *calendar)
{
	free(calendar->intensity);
	calendar->intensity = NULL;
}

double calendar_inflow(int32_t monday)
{
	return season_inflow[week_month(monday) % 12] * 12 / SEASON_INFLOW_SUM;
}

static int is_holiday(int32_t date)
{
	int year, month, day;

	date_to_civil(date, &year, &month, &day);
	return (month == 1 && day == 1) || (month == 5 && day == 1) || (month == 10 && day == 3) ||
	       (month == 12 && (day == 25 || day == 26));
}

int32_t calendar_workday(int32_t monday, gsl_rng *random)
{
	int32_t date;

	do
		date = monday + (int32_t)random_pick(random, calendar_workday_shares, WORKDAYS);
	while (is_holiday(date));
	return date;
}

int32_t calendar_after_weekend(int32_t date)
{
	int weekday = date_weekday(date);

	return weekday < WORKDAYS ? date : date + 7 - weekday;
}
