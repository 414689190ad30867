/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coverage MECHANISM CASES RUNS SEED - how often do the intervals of the effort curve hold the
 * truth?
 *
 * Each run makes up a service of three years and takes that many of its cases at random: those
 * that began in the window or, with a stated first contact, in the half year before it (delayed
 * entry). The curve per_case is fitted as vl-curve does it and compared with the expected curve
 * (model/truth.h). Prints one CSV row of rates; scripts/coverage makes the table. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/casemonth.h"
#include "model/curve.h"
#include "model/daily.h"
#include "model/shape.h"
#include "model/truth.h"
#include "madeup.h"

enum { LAST_MONTH = 12, SHAPE_MONTH = 18 };

struct tally {
	long runs, points, inside;       /* pointwise, months 1 .. LAST_MONTH */
	long joint;                      /* months 0 .. LAST_MONTH all inside their band */
	long peaks, peak_inside, peak_months, peak_value;
	long rises, rise_inside;
	long days, day_inside;           /* the daily curve, on the last day of months 1 .. LAST_MONTH */
	double near;                     /* true mean of three at the month named, of the highest */
};

/* ---- comparison ------------------------------------------------------------------ */

static int holds(struct interval interval, double value)
{
	return interval.lower <= value && value <= interval.upper;
}

static void compare_points(struct tally *tally, const struct curve_line *line, const double *truth)
{
	int all = 1;

	for (size_t k = 0; k <= LAST_MONTH && k < line->months; k++) {
		const struct curve_point *point = &line->points[k];

		all = all && holds(point->joint, truth[k]);
		if (k == 0)
			continue;
		tally->points++;
		tally->inside += holds(point->single, truth[k]);
	}
	tally->joint += all;
}

static double mean_of_three(const double *truth, size_t month)
{
	return (truth[month - 1] + truth[month] + truth[month + 1]) / 3;
}

static void compare_peak(struct tally *tally, const struct shape *shape, const double *truth)
{
	const struct peak *peak = &shape->peak;
	size_t best = 2;
	double highest;

	for (size_t month = 3; month < shape->last; month++)
		if (mean_of_three(truth, month) > mean_of_three(truth, best))
			best = month;
	highest = mean_of_three(truth, best);
	tally->peaks++;
	tally->peak_inside += peak->kept[best - 1];
	tally->peak_value += holds(peak->limits, highest);
	tally->near += mean_of_three(truth, peak->at + 1) / highest;
	for (size_t k = 0; k < shape->last; k++)
		tally->peak_months += peak->kept[k];
}

static void compare_shape(struct tally *tally, const struct curve_line *line, const double *truth,
			  unsigned long seed)
{
	const struct shape_settings settings = { .replicates = 1000, .seed = seed };
	double rise = 0;
	struct shape shape;

	shape_find(&shape, line, &settings);
	for (int k = 1; k <= 9; k++)
		rise += k <= 3 ? -truth[k] / 3 : k >= 5 ? truth[k] / 5 : 0;
	if (isfinite(shape.rise_p)) {
		tally->rises++;
		tally->rise_inside += holds(shape.rise.limits, rise);
	}
	if (shape.has_peak)
		compare_peak(tally, &shape, truth);
	shape_free(&shape);
}

/* The step that holds on the last day of each month, against the sum of its months. */
static void compare_daily(struct tally *tally, const struct caseload *caseload, const double *truth)
{
	const struct daily_settings settings = { -1, 1 };
	struct fault fault = { 0 };
	struct daily daily = { 0 };
	double sum = truth[0];
	size_t at = 0;

	if (daily_fit(&daily, caseload, &settings, &fault) == 0)
		for (int k = 1; k <= LAST_MONTH; k++) {
			const struct daily_group *all = &daily.groups[0];

			sum += truth[k];
			while (at + 1 < all->count &&
			       all->points[at + 1].age <= casemonth_last(CLOCK_ELAPSED, 0, k))
				at++;
			tally->days++;
			tally->day_inside += holds(all->points[at].single, sum);
		}
	daily_free(&daily);
}

/* The band for the months that are read together; the shape from more of them. */
static void compare(struct tally *tally, const struct caseload *caseload, const double *truth,
		   unsigned long seed)
{
	struct curve_settings settings = { .clock = CLOCK_ELAPSED, .months = LAST_MONTH,
					   .small_sample = 1, .replicates = 1000, .seed = seed };
	struct fault fault = { 0 };
	struct curve curve;
	int result;

	result = curve_fit(&curve, caseload, &settings, &fault);
	if (result == 0)
		compare_points(tally, &curve.groups[0].lines[CURVE_PER_CASE], truth);
	curve_free(&curve);
	settings.months = SHAPE_MONTH;
	settings.replicates = 0;
	if (result == 0)
		result = curve_fit(&curve, caseload, &settings, &fault);
	if (result == 0) {
		compare_shape(tally, &curve.groups[0].lines[CURVE_PER_CASE], truth, seed);
		curve_free(&curve);
		compare_daily(tally, caseload, truth);
	}
	tally->runs++;
}

/* ---- runs ------------------------------------------------------------------------ */

static void run(struct tally *tally, const struct population_settings *settings, size_t cases,
		const double *truth)
{
	struct madeup made;

	if (madeup_new(&made, settings, cases, NULL) != 0)
		return;
	compare(tally, &made.caseload, truth, settings->seed);
	madeup_free(&made);
}

static void print(const char *mechanism, size_t cases, const struct tally *tally)
{
	printf("%s,%zu,%ld,%.4f,%.3f,%.3f,%.1f,%.2f,%.3f,%.3f,%.3f\n", mechanism, cases, tally->runs,
	       (double)tally->inside / (double)tally->points,
	       (double)tally->joint / (double)tally->runs,
	       (double)tally->peak_inside / (double)tally->peaks,
	       (double)tally->peak_months / (double)tally->peaks,
	       tally->near / (double)tally->peaks,
	       (double)tally->peak_value / (double)tally->peaks,
	       (double)tally->rise_inside / (double)tally->rises,
	       (double)tally->day_inside / (double)tally->days);
}

int main(int argc, char **argv)
{
	struct question asked = question_of(argc, argv);
	struct truth_curve truth[TRUTH_CLOCKS];
	struct population_settings settings;
	struct tally tally = { 0 };

	settings = three_years(asked.mechanism, asked.cases, asked.seed);
	truth_find(truth, &settings);
	for (long i = 0; i < asked.runs; i++) {
		settings.seed++;
		run(&tally, &settings, asked.cases, truth[TRUTH_ELAPSED].hours);
	}
	print(asked.mechanism, asked.cases, &tally);
	return 0;
}
