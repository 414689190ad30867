/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rolling - the prognosis as it would have been in earlier half-years, against what came. */
#include <stdlib.h>

#include "base/mem.h"
#include "data/date.h"
#include "model/rolling.h"
#include "stats/random.h"
#include "stats/score.h"

struct rolling {
	struct trials *trials;
	const struct firstweeks *firstweeks;
	const struct prognosis *final;
	double threshold;
	int32_t seen;
	unsigned long seed;
	gsl_rng *random;                /* of this half-year or fold */
	uint32_t *former;               /* room for all */
};

static int32_t half_of(int32_t day)
{
	return period_of(PERIOD_HALF, month_of(day));
}

static int32_t half_end(int32_t half)
{
	return month_last(period_first_month(PERIOD_HALF, half) + 5);
}

static void try_case(struct rolling *rolling, const struct prognosis *prognosis, uint32_t number,
		     int32_t half)
{
	const struct firstweeks_case *one = &rolling->firstweeks->list[number];
	struct prognosis_view view;
	struct trial trial = { .unit = number, .half = half, .outcome = one->outcome };

	prognosis_view(prognosis, one, &view);
	trial.mean = mixture_mean(&view.mixture);
	trial.over = prognosis_over(prognosis, &view, rolling->threshold);
	trial.pit = score_pit(mixture_below(&view.mixture, one->outcome),
			      mixture_upto(&view.mixture, one->outcome),
			      gsl_rng_uniform(rolling->random));
	trial.happened = one->outcome >= rolling->threshold;
	trials_add(rolling->trials, &trial);
}

/* Cases whose landmark lies in the half-year and whose outcome is known. */
static size_t test_half(struct rolling *rolling, const struct prognosis *prognosis, int32_t half)
{
	const struct firstweeks *firstweeks = rolling->firstweeks;
	size_t before = rolling->trials->count;

	rolling->random = random_stream(rolling->seed, "rolling.pit", (unsigned long)half);
	for (uint32_t i = 0; i < firstweeks->count; i++) {
		const struct firstweeks_case *one = &firstweeks->list[i];

		if (half_of(firstweeks_landmark(firstweeks, one)) == half &&
		    firstweeks_end(firstweeks, one) <= rolling->seen)
			try_case(rolling, prognosis, i, half);
	}
	gsl_rng_free(rolling->random);
	return rolling->trials->count - before;
}

/* 1 where there is a prognosis as good as the final one; 0 where there is none yet. */
static int fit_then(struct rolling *rolling, struct prognosis *prognosis, size_t count,
		    struct fault *fault)
{
	if (count < PROGNOSIS_CASES_LEAST)
		return 0;
	if (prognosis_fit(prognosis, rolling->firstweeks, rolling->former, count,
			  &rolling->final->settings, fault) != 0) {
		prognosis_free(prognosis);
		return -1;
	}
	if (prognosis->kind <= rolling->final->kind)
		return 1;
	prognosis_free(prognosis);
	return 0;
}

static int roll(struct rolling *rolling, int32_t first, int32_t last, struct fault *fault)
{
	for (int32_t half = first; half <= last; half++) {
		size_t count = prognosis_former(rolling->firstweeks, half_end(half - 1),
						rolling->former);
		struct prognosis then;
		int known = fit_then(rolling, &then, count, fault);

		if (known < 0)
			return -1;
		if (!known)
			continue;
		rolling->trials->origins += test_half(rolling, &then, half) > 0;
		prognosis_free(&then);
	}
	return 0;
}

/* Part `number` of ten is tested, the others are learnt from. */
static int fold(struct rolling *rolling, const uint32_t *all, size_t count, size_t number,
		struct fault *fault)
{
	struct prognosis then;
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (i % ROLLING_FOLDS != number)
			rolling->former[kept++] = all[i];
	if (prognosis_fit(&then, rolling->firstweeks, rolling->former, kept,
			  &rolling->final->settings, fault) != 0) {
		prognosis_free(&then);
		return -1;
	}
	rolling->random = random_stream(rolling->seed, "rolling.pit", number);
	for (size_t i = number; i < count; i += ROLLING_FOLDS)
		try_case(rolling, &then, all[i], TRIAL_ANY);
	gsl_rng_free(rolling->random);
	prognosis_free(&then);
	return 0;
}

/* Of 20 to 22 former cases two or three are left out; the rest may be too few to learn from. */
static int cross_validate(struct rolling *rolling, struct fault *fault)
{
	uint32_t *all = mem_new(rolling->firstweeks->count, sizeof *all);
	size_t count = prognosis_former(rolling->firstweeks, rolling->seen, all);
	size_t left_out = (count + ROLLING_FOLDS - 1) / ROLLING_FOLDS;
	int result = 0;

	trials_free(rolling->trials);
	rolling->trials->folds = ROLLING_FOLDS;
	if (count - left_out >= PROGNOSIS_CASES_LEAST)
		for (size_t i = 0; i < ROLLING_FOLDS && result == 0; i++)
			result = fold(rolling, all, count, i, fault);
	free(all);
	return result;
}

/* A prognosis of another service has seen nothing of this one. */
static void test_all(struct rolling *rolling, int32_t first, int32_t last)
{
	for (int32_t half = first; half <= last; half++)
		rolling->trials->origins += test_half(rolling, rolling->final, half) > 0;
}

int rolling_check(struct trials *trials, const struct firstweeks *firstweeks,
		  const struct prognosis *final, double threshold, int32_t seen,
		  unsigned long seed, struct fault *fault)
{
	struct rolling rolling = { .trials = trials, .firstweeks = firstweeks, .final = final,
				   .threshold = threshold, .seen = seen, .seed = seed };
	int32_t first = INT32_MAX, last = half_of(seen);
	int result = 0;

	*trials = (struct trials){ 0 };
	for (size_t i = 0; i < firstweeks->count; i++)
		if (half_of(firstweeks->list[i].origin) < first)
			first = half_of(firstweeks->list[i].origin);
	rolling.former = mem_new(firstweeks->count, sizeof *rolling.former);
	if (final->from_file) {
		test_all(&rolling, first, last);
	} else {
		result = roll(&rolling, first, last, fault);
		if (result == 0 && trials->origins < ROLLING_ORIGINS_LEAST)
			result = cross_validate(&rolling, fault);
	}
	free(rolling.former);
	return result;
}
