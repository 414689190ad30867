/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of cases: over many of them, what came must agree with what was foreseen, and the
 * months after the export with an export that goes on so long. */
#include "data/date.h"
#include "model/outcome.h"
#include "model/simulate.h"
#include "tap.h"

typedef int outcome_finder(struct outcome *outcome, const struct population *population,
			   size_t index);

/* Calibration on the whole: z of the number above 35 hours and of the hours. */
static void test_calibration(const struct population *population, outcome_finder *find,
			     const char *what)
{
	double over = 0, variance = 0, hours = 0, squares = 0;
	struct outcome outcome;
	size_t count = 0, wrong = 0;

	for (size_t i = 0; i < population->count; i++) {
		if (!find(&outcome, population, i))
			continue;
		count++;
		over += (outcome.came >= OUTCOME_THRESHOLD) - outcome.over;
		variance += outcome.over * (1 - outcome.over) * (1 + 1.0 / OUTCOME_REPLAYS);
		hours += outcome.came - outcome.expected;
		squares += (outcome.came - outcome.expected) * (outcome.came - outcome.expected);
		wrong += outcome.over > outcome.expected / OUTCOME_THRESHOLD + 1e-9;
	}
	ok(count > 300 && variance > 5, "%s: %zu cases", what, count);
	ok(fabs(over) < 3.5 * sqrt(variance), "... above 35 hours: z %.2f", over / sqrt(variance));
	ok(fabs(hours) < 3.5 * sqrt(squares), "... hours: z %.2f", hours / sqrt(squares));
	is_count((long long)wrong, 0, "... Markov's inequality");
}

/* The same service, exported for 24 months more. */
static void test_path(const struct population *population)
{
	struct population_settings settings = *population->settings;
	int32_t end = settings.start + settings.months;
	double hours[OUTCOME_MONTHS] = { 0 };
	int new_cases[OUTCOME_MONTHS] = { 0 }, wrong = 0;
	struct outcome_path path;
	struct population longer;
	struct export tables;

	settings.months += OUTCOME_MONTHS;
	settings.beyond = 0;
	population_new(&longer, &settings);
	simulate_service(&longer, &tables);
	for (size_t i = 0; i < tables.consultation_count; i++) {
		int month = month_of(tables.consultations[i].date) - end;

		if (tables.consultations[i].case_number && month >= 0)
			hours[month] += tables.consultations[i].minutes / 60.0;
	}
	for (size_t i = 0; i < tables.case_count; i++)
		if (month_of(tables.cases[i].first_contact) >= end)
			new_cases[month_of(tables.cases[i].first_contact) - end]++;
	outcome_path(&path, population);
	for (int i = 0; i < OUTCOME_MONTHS; i++)
		wrong += fabs(path.hours[i] - hours[i]) > 1e-9 || path.new_cases[i] != new_cases[i] ||
			 path.known_hours[i] > path.hours[i] || path.active_cases[i] <= 0;
	is_count(wrong, 0, "months after the end are those of a longer export");
	ok(path.known_hours[0] > 0.8 * path.hours[0] && path.known_hours[23] < 0.5 * path.hours[23],
	   "known cases have most of the first month's hours and few of the last's");
	export_free(&tables);
	population_free(&longer);
}

static void test_mechanism(enum mechanism_id mechanism)
{
	const struct population_settings settings = {
		.seed = 11, .mechanism = mechanism, .inflow = 20, .start = 2021 * 12, .months = 36,
		.beyond = OUTCOME_MONTHS
	};
	struct population population;

	printf("# %s\n", mechanism_names[mechanism]);
	population_new(&population, &settings);
	test_calibration(&population, outcome_landmark, "landmark");
	test_calibration(&population, outcome_open, "open");
	test_path(&population);
	population_free(&population);
}

int main(void)
{
	for (int mechanism = 0; mechanism < MECHANISMS; mechanism++)
		test_mechanism((enum mechanism_id)mechanism);
	return done();
}
