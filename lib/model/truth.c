/* SPDX-License-Identifier: GPL-3.0-or-later */
/* truth - the effort curve that made-up cases have in expectation. */
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "data/date.h"
#include "model/calendar.h"
#include "model/course.h"
#include "model/truth.h"
#include "stats/random.h"

enum { ENTRY_WEEKS = 52, WEEKS = 163 };   /* the last day of case month 36 lies in week 162 */

struct weekly {
	double first[WORKDAYS][WORKDAYS];
	double later[WEEKS][WORKDAYS];
};

#define MONTH_DAYS 30.4375

typedef double curve_pair[TRUTH_CLOCKS][TRUTH_MONTHS];

/* Expected hours of a new case by week, summed over kinds and draws. */
static void add_case(struct weekly *sum, const struct course_expected *expected, double weight)
{
	for (int day = 0; day < WORKDAYS; day++)
		for (int other = 0; other < WORKDAYS; other++)
			sum->first[day][other] += weight * expected->first[day][other];
	for (int week = 1; week < WEEKS; week++)
		for (int day = 0; day < WORKDAYS; day++)
			sum->later[week][day] += weight * expected->later[week][day];
}

static void sample_week(struct weekly *sum, int32_t monday, const double *hours, gsl_rng *random)
{
	struct calendar calendar = calendar_new(monday, WEEKS, random);
	double later[WEEKS][WORKDAYS];
	struct course_expected expected = { .later = later };

	memset(sum, 0, sizeof *sum);
	for (enum course_kind kind = 0; kind < COURSE_KINDS; kind++) {
		double weight = course_kind_shares[kind] * hours[kind] / TRUTH_SAMPLE;

		for (int i = 0; i < TRUTH_SAMPLE; i++) {
			struct course_traits traits = course_traits_draw(kind, random);

			course_expect(&expected, &traits, &calendar, 0, WEEKS);
			add_case(sum, &expected, weight);
		}
	}
	calendar_free(&calendar);
}

static void add_hours(curve_pair curves, int32_t first, int32_t date, double hours)
{
	int elapsed = (int)((date - first) / MONTH_DAYS);
	int calendar = month_of(date) - month_of(first);

	if (elapsed < TRUTH_MONTHS)
		curves[TRUTH_ELAPSED][elapsed] += hours;
	if (calendar < TRUTH_MONTHS)
		curves[TRUTH_CALENDAR][calendar] += hours;
}

/* From weeks of the calendar to case months, day by day. */
static void fold(curve_pair curves, const struct weekly *sum, int32_t monday, double weight)
{
	const double *shares = calendar_workday_shares;

	for (int day = 0; day < WORKDAYS; day++) {
		int32_t first = monday + day;

		for (int other = day; other < WORKDAYS; other++)
			add_hours(curves, first, monday + other, weight * sum->first[day][other]);
		for (int week = 1; week < WEEKS; week++)
			for (int other = 0; other < WORKDAYS; other++)
				add_hours(curves, first, monday + 7 * week + other,
					  weight * sum->later[week][day] * shares[other]);
	}
}

/* Days of the bin of an elapsed month, as a part of a month (METHODS 0.3, 1.2). */
static double exposure(int month)
{
	return (ceil(MONTH_DAYS * (month + 1)) - ceil(MONTH_DAYS * month)) / MONTH_DAYS;
}

static void run_round(curve_pair curves, int32_t monday, const double *hours, int number)
{
	gsl_rng *random = random_stream(SEED_DEFAULT, "truth", (unsigned long)number);
	double weights = 0;
	struct weekly sum;

	memset(curves, 0, sizeof(curve_pair));
	for (int entry = 0; entry < ENTRY_WEEKS; entry++)
		weights += calendar_inflow(monday + 7 * entry);
	for (int entry = 0; entry < ENTRY_WEEKS; entry++) {
		int32_t week = monday + 7 * entry;

		sample_week(&sum, week, hours, random);
		fold(curves, &sum, week, calendar_inflow(week) / weights);
	}
	for (int month = 0; month < TRUTH_MONTHS; month++)
		curves[TRUTH_ELAPSED][month] /= exposure(month);
	gsl_rng_free(random);
}

void truth_find(struct truth_curve curves[TRUTH_CLOCKS], int32_t monday)
{
	static curve_pair rounds[TRUTH_ROUNDS];
	const size_t stride = sizeof(curve_pair) / sizeof(double);
	double hours[COURSE_KINDS];

	for (enum course_kind kind = 0; kind < COURSE_KINDS; kind++)
		hours[kind] = course_mean_minutes(kind) / 60;
	for (int i = 0; i < TRUTH_ROUNDS; i++)
		run_round(rounds[i], monday, hours, i);
	for (int clock = 0; clock < TRUTH_CLOCKS; clock++)
		for (int month = 0; month < TRUTH_MONTHS; month++) {
			const double *values = &rounds[0][clock][month];

			curves[clock].hours[month] = gsl_stats_mean(values, stride, TRUTH_ROUNDS);
			curves[clock].se[month] = gsl_stats_sd(values, stride, TRUTH_ROUNDS) /
						  sqrt(TRUTH_ROUNDS);
		}
}
