/* SPDX-License-Identifier: GPL-3.0-or-later */
/* risesize MECHANISM CASES RUNS SEED - how often does vl-curve see a rise where none is?
 *
 * Each run makes up a service of three years and takes that many of its cases at random (madeup.h).
 * Each case's months 1 to 9 are then turned, as on a wheel, by a number of months that a coin
 * decides, so that the expected effort is the same in all of them, while a case keeps its heavy and
 * its empty months in their order. Two scenarios:
 *   turned    that alone
 *   skewed    the minutes of each case also times a lognormal number (mean 1, sigma 1)
 * Prints for each scenario one CSV row: runs, share with p <= 0.05, share of these that seem to
 * rise, of 95 % limits that hold the truth in months 1-3 and 5-9, which is that of a service with
 * 40,000 cases. scripts/coverage makes the table. */
#include <math.h>

#include "model/casemonth.h"
#include "model/curve.h"
#include "model/shape.h"
#include "madeup.h"

enum { TRUTH_CASES = 40000, FIRST = 1, TURNED_MONTHS = 9, LAST_MONTH = 18, BEYOND = 12 };
enum scenario { TURNED, SKEWED, SCENARIOS };

struct tally {
	long runs, rejected, upwards, early_inside, middle_inside;
};

/* What the coins of this run depend on. */
static uint64_t coin_seed;
static enum scenario scenario;

/* The same day of the month so many months on, or its last one. */
static int32_t turned(int32_t age, int32_t by)
{
	int32_t month = casemonth_of(CLOCK_ELAPSED, 0, age);
	int32_t to = FIRST + (month - FIRST + by) % TURNED_MONTHS;
	int32_t day = casemonth_first(CLOCK_ELAPSED, 0, to) + age -
		      casemonth_first(CLOCK_ELAPSED, 0, month);
	int32_t last = casemonth_last(CLOCK_ELAPSED, 0, to);

	return month < FIRST || month >= FIRST + TURNED_MONTHS ? age : day < last ? day : last;
}

/* Box and Muller (1958). */
static double normal(size_t number)
{
	return sqrt(-2 * log(1 - coin(coin_seed, number, 2))) *
	       cos(2 * M_PI * coin(coin_seed, number, 3));
}

static double edit(size_t number, int32_t *age, double minutes)
{
	*age = turned(*age, (int32_t)(TURNED_MONTHS * coin(coin_seed, number, 1)));
	return scenario == TURNED ? minutes : minutes * exp(normal(number) - 0.5) + 1;
}

/* One service; 0 where there is a shape. */
static int fit(struct shape *shape, struct population_settings settings, size_t cases)
{
	const struct curve_settings how = { .clock = CLOCK_ELAPSED, .months = LAST_MONTH,
					    .small_sample = 1, .wanted = 1U << CURVE_PER_CASE,
					    .keep = 1U << CURVE_PER_CASE };
	const struct shape_settings shaping = { .seed = settings.seed };
	struct fault fault = { 0 };
	struct madeup made;
	struct curve curve;
	int result;

	coin_seed = settings.seed;
	settings.beyond = BEYOND;
	if (madeup_new(&made, &settings, cases, edit) != 0)
		return -1;
	result = curve_fit(&curve, &made.caseload, &how, &fault);
	if (result == 0)
		shape_find(shape, &curve.groups[0].lines[CURVE_PER_CASE], &shaping);
	curve_free(&curve);
	madeup_free(&made);
	return result;
}

static int holds(struct interval interval, double value)
{
	return interval.lower <= value && value <= interval.upper;
}

static void add(struct tally *tally, const struct shape *shape, const struct shape *truth)
{
	if (isnan(shape->rise_p))
		return;
	tally->runs++;
	tally->rejected += shape->rise_p <= 0.05;
	tally->upwards += shape_rises(shape);
	tally->early_inside += holds(shape->early.limits, truth->early.value);
	tally->middle_inside += holds(shape->middle.limits, truth->middle.value);
}

static void print(const char *mechanism, size_t cases, const struct tally *tally)
{
	static const char *const names[] = { "turned", "skewed" };
	double runs = (double)tally->runs;

	printf("%s,%s,%zu,%ld,%.4f,%.4f,%.4f,%.4f\n", names[scenario], mechanism, cases, tally->runs,
	       (double)tally->rejected / runs, (double)tally->upwards / runs,
	       (double)tally->early_inside / runs, (double)tally->middle_inside / runs);
}

int main(int argc, char **argv)
{
	struct question asked = question_of(argc, argv);

	for (scenario = TURNED; scenario < SCENARIOS; scenario++) {
		struct tally tally = { 0 };
		struct shape truth, shape;

		if (fit(&truth, three_years(asked.mechanism, TRUTH_CASES, asked.seed),
			TRUTH_CASES) != 0)
			return 1;
		for (long i = 1; i <= asked.runs; i++) {
			if (fit(&shape, three_years(asked.mechanism, asked.cases,
						    asked.seed + (unsigned long)i), asked.cases) != 0)
				continue;
			add(&tally, &shape, &truth);
			shape_free(&shape);
		}
		shape_free(&truth);
		print(asked.mechanism, asked.cases, &tally);
	}
	return 0;
}
