/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earlysize MECHANISM CASES RUNS SEED - how often does vl-early see a difference where none is?
 *
 * Each run makes up a service of three years and takes that many of its cases at random (madeup.h).
 * Who came back early is then decided by a coin that knows nothing of the case: contacts in month 1
 * are taken away, and those whose coin says so get one. Two scenarios:
 *   same      half of the cases early, and all go on as they would have
 *   unequal   three in ten early; of these every second one needs nothing after the landmark, the
 *             others twice as much, so that the means are the same and the variances are not
 * Prints for each scenario one CSV row: runs, share with p <= 0.05, the same of the permutation
 * test that is not studentised, share of Welch's 95 % intervals that hold 0, of the ratio's that
 * hold 1, of the interval of per_case that hold the truth (early and not), which is the mean of a
 * service with 40,000 cases. scripts/coverage makes the table. */
#include <math.h>

#include "model/early.h"
#include "madeup.h"

enum { TRUTH_CASES = 40000, LANDMARK_AGE = 61, BACK_AGE = 45 };
enum scenario { SAME, UNEQUAL, SCENARIOS };

struct tally {
	long runs, rejected, plain, inside, ratio_inside, ratios, early_inside, others_inside;
};

/* What the coins of this run depend on. */
static uint64_t coin_seed;
static enum scenario scenario;

static int is_early(size_t number)
{
	return coin(coin_seed, number, 1) < (scenario == SAME ? 0.5 : 0.3);
}

static double edit(size_t number, int32_t *age, double minutes)
{
	if (*age > 30 && *age < LANDMARK_AGE)
		return 0;
	if (scenario == SAME || *age < LANDMARK_AGE || !is_early(number))
		return minutes;
	return coin(coin_seed, number, 2) < 0.5 ? 0 : 2 * minutes;
}

/* The one contact in month 1, of no length. */
static void bring_back(struct caseload *caseload, const size_t *chosen, size_t cases)
{
	const struct amount nothing = { .value = 0 };
	struct fault fault = { 0 };

	for (size_t i = 0; i < cases; i++) {
		int32_t day = caseload->origin[i] + BACK_AGE;

		if (is_early(chosen[i]) && day >= caseload->window.since &&
		    day <= caseload->window.until)
			store_add(caseload->store, (uint32_t)i, day, nothing, &fault);
	}
	store_finish(caseload->store, &fault);
}

/* One service; 0 where there is a result. */
static int fit(struct early_group *all, struct population_settings settings, size_t cases,
	       size_t replicates)
{
	const struct landmark_rule rule = { CLOCK_ELAPSED, 0, 1 };
	const struct early_settings how = { EARLY_MONTHS, 1, replicates, settings.seed };
	struct landmark landmark = { 0 };
	struct early early = { 0 };
	struct fault fault = { 0 };
	struct madeup made;
	int result;

	coin_seed = settings.seed;
	if (madeup_new(&made, &settings, cases, edit) != 0)
		return -1;
	bring_back(&made.caseload, made.chosen, cases);
	result = landmark_split(&landmark, &made.caseload, &rule, &fault);
	if (result == 0)
		result = early_fit(&early, &made.caseload, &landmark, &how, &fault);
	if (result == 0)
		*all = early.groups[0];
	early_free(&early);
	landmark_free(&landmark);
	madeup_free(&made);
	return result;
}

static int holds(struct interval interval, double value)
{
	return interval.lower <= value && value <= interval.upper;
}

static void add(struct tally *tally, const struct early_group *all, double truth)
{
	const struct early_contrast *contrast = &all->contrasts[EARLY_PER_CASE];
	const struct early_mean *means = all->means[EARLY_PER_CASE];

	tally->runs++;
	tally->rejected += all->p <= 0.05;
	tally->plain += all->p_plain <= 0.05;
	tally->inside += holds(contrast->limits, 0);
	tally->ratios += isfinite(contrast->ratio_limits.lower);
	tally->ratio_inside += holds(contrast->ratio_limits, 1);
	tally->early_inside += holds(means[LANDMARK_EARLY].limits, truth);
	tally->others_inside += holds(means[LANDMARK_NOT_EARLY].limits, truth);
}

static void print(const char *mechanism, size_t cases, const struct tally *tally)
{
	static const char *const names[] = { "same", "unequal" };
	double runs = (double)tally->runs;

	printf("%s,%s,%zu,%ld,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f\n", names[scenario], mechanism, cases,
	       tally->runs, (double)tally->rejected / runs, (double)tally->plain / runs,
	       (double)tally->inside / runs,
	       (double)tally->ratio_inside / (double)tally->ratios,
	       (double)tally->early_inside / runs, (double)tally->others_inside / runs);
}

int main(int argc, char **argv)
{
	struct question asked = question_of(argc, argv);

	for (scenario = SAME; scenario < SCENARIOS; scenario++) {
		struct tally tally = { 0 };
		struct early_group all = { 0 };
		double truth;

		if (fit(&all, three_years(asked.mechanism, TRUTH_CASES, asked.seed), TRUTH_CASES,
			0) != 0)
			return 1;
		/* Those whose effort nothing was done to. */
		truth = all.means[EARLY_PER_CASE][LANDMARK_NOT_EARLY].value;
		for (long i = 1; i <= asked.runs; i++)
			if (fit(&all, three_years(asked.mechanism, asked.cases,
						  asked.seed + (unsigned long)i), asked.cases,
				999) == 0)
				add(&tally, &all, truth);
		print(asked.mechanism, asked.cases, &tally);
	}
	return 0;
}
