/* SPDX-License-Identifier: GPL-3.0-or-later */
/* truth - the effort curve that made-up cases have in expectation. */
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "data/date.h"
#include "model/calendar.h"
#include "model/course.h"
#include "model/mechanism.h"
#include "model/truth.h"
#include "stats/random.h"

enum { ENTRY_WEEKS = 52, WEEKS = 163 };   /* the last day of case month 36 lies in week 162 */

struct weekly {
	double first[WORKDAYS][WORKDAYS];
	double later[WEEKS][WORKDAYS];
};

#define MONTH_DAYS 30.4375

struct curve_pair {
	double hours[TRUTH_CLOCKS][TRUTH_MONTHS];
};

/* ---- mechanisms with an exact expectation ---------------------------------------- */

/* Expected hours of a new case by week, summed over kinds and draws. */
static void add_case(struct weekly *sum, const struct course_expected *expected, double weight)
{
	for (int day = 0; day < WORKDAYS; day++)
		for (int other = 0; other < WORKDAYS; other++)
			sum->first[day][other] += weight * expected->first[day][other];
	for (int week = 1; week < WEEKS; week++)
		for (int day = 0; day < WORKDAYS; day++)
			sum->later[week][day] += weight * expected->arrives[day] *
						 expected->later[week];
}

static void sample_week(struct weekly *sum, const struct mechanism *mechanism, int32_t monday,
			const double *hours, gsl_rng *random)
{
	struct calendar calendar = calendar_new(monday, WEEKS, random);
	double later[WEEKS];
	struct course_expected expected = { .later = later };

	memset(sum, 0, sizeof *sum);
	for (enum course_kind kind = 0; kind < COURSE_KINDS; kind++) {
		double weight = course_facts[kind].share * hours[kind] / TRUTH_SAMPLE;

		for (int i = 0; i < TRUTH_SAMPLE; i++) {
			struct course_traits traits = course_traits_draw(mechanism, kind, random);

			course_expect(&expected, mechanism, &traits, &calendar, WEEKS);
			add_case(sum, &expected, weight);
		}
	}
	calendar_free(&calendar);
}

static void add_hours(struct curve_pair *curves, int32_t first, int32_t date, double hours)
{
	int elapsed = (int)((date - first) / MONTH_DAYS);
	int calendar = month_of(date) - month_of(first);

	if (elapsed < TRUTH_MONTHS)
		curves->hours[TRUTH_ELAPSED][elapsed] += hours;
	if (calendar < TRUTH_MONTHS)
		curves->hours[TRUTH_CALENDAR][calendar] += hours;
}

/* From weeks of the calendar to case months, day by day. */
static void fold(struct curve_pair *curves, const struct weekly *sum, int32_t monday, double weight)
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

/* Days of the bin of an elapsed month, as a part of a month. */
static double exposure(int month)
{
	return (ceil(MONTH_DAYS * (month + 1)) - ceil(MONTH_DAYS * month)) / MONTH_DAYS;
}

static void divide_by_exposure(struct curve_pair *curves)
{
	for (int month = 0; month < TRUTH_MONTHS; month++)
		curves->hours[TRUTH_ELAPSED][month] /= exposure(month);
}

static void run_round(struct curve_pair *curves, const struct mechanism *mechanism, int32_t monday,
		      const double *hours, int number)
{
	gsl_rng *random = random_stream(SEED_DEFAULT, "truth", (unsigned long)number);
	double weights = 0;
	struct weekly sum;

	for (int entry = 0; entry < ENTRY_WEEKS; entry++)
		weights += calendar_inflow(monday + 7 * entry);
	for (int entry = 0; entry < ENTRY_WEEKS; entry++) {
		int32_t week = monday + 7 * entry;

		sample_week(&sum, mechanism, week, hours, random);
		fold(curves, &sum, week, calendar_inflow(week) / weights);
	}
	divide_by_exposure(curves);
	gsl_rng_free(random);
}

static void run_rounds(struct curve_pair *rounds, int count, const struct mechanism *mechanism,
		       int32_t monday)
{
	double hours[COURSE_KINDS];

	for (enum course_kind kind = 0; kind < COURSE_KINDS; kind++)
		hours[kind] = course_mean_minutes(kind) / 60;
	for (int i = 0; i < count; i++)
		run_round(&rounds[i], mechanism, monday, hours, i);
}

/* ---- the others ------------------------------------------------------------------ */

static void add_member(struct curve_pair *curves, const struct population *population,
		       const struct member *member)
{
	const struct visit *visits = population->visits.at + member->first_visit;
	int32_t first = population_first(population, member);

	for (size_t i = 0; i < member->visits; i++)
		add_hours(curves, first, visits[i].date, visits[i].minutes / 60);
}

/* Sums over its cases; returns how many. */
static double run_service(struct curve_pair *curves, const struct population_settings *settings,
			  int32_t monday, int number)
{
	struct population_settings other = *settings;
	struct population population;
	double cases = 0;
	int from;

	/* Seeds of their own, above those that a user can give. */
	other.seed = (settings->seed + 1) * (UINT64_C(1) << 32) + (unsigned long)number;
	other.months = 12;
	other.beyond = TRUTH_MONTHS + 2;
	population_new(&population, &other);
	from = (monday - population.calendar.monday) / 7;
	for (size_t i = 0; i < population.count; i++) {
		const struct member *member = &population.members[i];

		if (member->entry < from || member->entry >= from + ENTRY_WEEKS)
			continue;
		add_member(curves, &population, member);
		cases++;
	}
	population_free(&population);
	divide_by_exposure(curves);
	return cases;
}

/* From sums to values around the mean over all cases, mean + (sum - mean * cases) / mean cases,
 * whose spread is that of a ratio (Cochran 1977, 2.45). */
static void linearise(struct curve_pair *rounds, const double *cases, int count)
{
	double all = 0;

	for (int i = 0; i < count; i++)
		all += cases[i];
	for (int clock = 0; clock < TRUTH_CLOCKS; clock++)
		for (int month = 0; month < TRUTH_MONTHS; month++) {
			double sum = 0, mean;

			for (int i = 0; i < count; i++)
				sum += rounds[i].hours[clock][month];
			mean = sum / all;
			for (int i = 0; i < count; i++) {
				double *value = &rounds[i].hours[clock][month];

				*value = mean + (*value - mean * cases[i]) * count / all;
			}
		}
}

static void run_services(struct curve_pair *rounds, int count,
			 const struct population_settings *settings, int32_t monday)
{
	double *cases = mem_new((size_t)count, sizeof *cases);

	for (int i = 0; i < count; i++)
		cases[i] = run_service(&rounds[i], settings, monday, i);
	linearise(rounds, cases, count);
	free(cases);
}

/* ---- both ------------------------------------------------------------------------ */

static void find_mean(struct truth_curve *curve, const struct curve_pair *rounds, size_t count,
		      int clock)
{
	const size_t stride = sizeof *rounds / sizeof(double);

	for (int month = 0; month < TRUTH_MONTHS; month++) {
		const double *values = &rounds[0].hours[clock][month];

		curve->hours[month] = gsl_stats_mean(values, stride, count);
		curve->se[month] = gsl_stats_sd(values, stride, count) / sqrt((double)count);
	}
}

void truth_find(struct truth_curve curves[TRUTH_CLOCKS],
		const struct population_settings *settings)
{
	const struct mechanism *mechanism = &mechanisms[settings->mechanism];
	int32_t since = month_first(settings->start), monday = since - date_weekday(since);
	int services = (int)(TRUTH_CASES / settings->inflow);
	int count = mechanism->expect ? TRUTH_ROUNDS :
		    services > TRUTH_SERVICES ? services : TRUTH_SERVICES;
	struct curve_pair *rounds = mem_new((size_t)count, sizeof *rounds);

	if (mechanism->expect)
		run_rounds(rounds, count, mechanism, monday);
	else
		run_services(rounds, count, settings, monday);
	for (int clock = 0; clock < TRUTH_CLOCKS; clock++)
		find_mean(&curves[clock], rounds, (size_t)count, clock);
	free(rounds);
}
