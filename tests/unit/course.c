/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One made-up case: mean minutes against numerical integration in R (integrate over the
 * normal factor, pgamma), expected contacts against enumeration in R (all numbers of
 * contacts in the entry week, dpois, dbinom; powers of the transition matrix), and the true
 * curves against courses lived one by one. */
#include "model/course.h"
#include "model/mechanism.h"
#include "model/truth.h"
#include "stats/random.h"
#include "tap.h"

enum { WEEKS = 163, COURSES = 10000, MONDAY = 18995 };   /* 2022-01-03 */

static void test_minutes(void)
{
	static const double want[COURSE_KINDS] = {
		55.374607622531471, 50.456345849197746, 62.291151276608623
	};

	for (enum course_kind kind = 0; kind < COURSE_KINDS; kind++)
		is_close(course_mean_minutes(kind), want[kind], 1e-10, "mean minutes of a kind");
}

enum { EXPECTED = 60 };

/* A calendar with one quiet week. */
static void expect(struct course_expected *expected, enum mechanism_id mechanism,
		   const struct course_traits *traits)
{
	double intensity[EXPECTED];
	struct calendar calendar = { MONDAY, EXPECTED, intensity };

	for (int week = 0; week < EXPECTED; week++)
		intensity[week] = week == 2 ? 0.5 : 1;
	course_expect(expected, &mechanisms[mechanism], traits, &calendar, EXPECTED);
}

static void test_bg(void)
{
	const struct course_traits traits = { .kind = COURSE_COMPLEX, .frailty = 1.7,
					      .drop_out = 0.06, .minutes = 60 };
	double later[EXPECTED], sum = 0;
	struct course_expected expected = { .later = later };

	expect(&expected, MECHANISM_BG, &traits);
	for (int day = 0; day < WORKDAYS; day++)
		for (int other = 0; other < WORKDAYS; other++)
			sum += expected.first[day][other];
	is_close(sum, 1.507426694991454, 1e-12, "entry week: contacts in all");
	is_close(expected.first[0][0], 0.34670813984803467, 1e-12, "first on Monday, Monday");
	is_close(expected.first[0][3], 0.06207767374047285, 1e-12, "first on Monday, Thursday");
	is_close(expected.first[1][2], 0.03512986165328227, 1e-12, "first on Tuesday, Wednesday");
	is_close(expected.first[4][4], 0.1129557420654094, 1e-12, "first on Friday, Friday");
	is_count(expected.first[1][0] != 0, 0, "none before the first");
	is_close(expected.arrives[0] * later[1], 0.4097039083796806, 1e-12,
		 "week 1, first on Monday");
	is_close(expected.arrives[4] * later[1], 0.1416497037207971, 1e-12,
		 "week 1, first on Friday");
	is_close(expected.arrives[1] * later[3], 0.2979888993643696, 1e-12,
		 "week 3, after a quiet week");
	is_close(expected.arrives[4] * later[50], 0.0001249040675721609, 1e-11, "week 50");
}

static void test_onoff(void)
{
	const struct course_traits traits = { .kind = COURSE_REGULAR, .frailty = 1.7 };
	double later[EXPECTED], sum = 0;
	struct course_expected expected = { .later = later };

	expect(&expected, MECHANISM_ONOFF, &traits);
	for (int day = 0; day < WORKDAYS; day++)
		sum += expected.arrives[day];
	is_close(sum, 0.83, 1e-12, "onoff: the entry week is left by one-time cases alone");
	is_close(later[1], 0.43247670258620685, 1e-12, "onoff: week 1");
	is_close(later[2], 0.21255298861163796, 1e-12, "onoff: week 2, quiet");
	is_close(later[50], 0.17411455612916968, 1e-11, "onoff: week 50");
}

static void test_phase(void)
{
	const struct course_traits traits = { .kind = COURSE_WELCOME, .frailty = 1.7,
					      .phases = { 3.5, 20, 16 } };
	double later[EXPECTED];
	struct course_expected expected = { .later = later };

	expect(&expected, MECHANISM_PHASE, &traits);
	is_close(later[1], 0.38410458240000001, 1e-12, "phase: week 1, start");
	is_close(later[10], 0.89862039775199554, 1e-12, "phase: week 10, core");
	is_close(later[39], 0.22866488929997475, 1e-12, "phase: week 39, relief");
	is_count(later[41] != 0, 0, "phase: over after the week in which relief ends");
}

struct moments {
	double sum[TRUTH_CLOCKS][TRUTH_MONTHS], squares[TRUTH_CLOCKS][TRUTH_MONTHS];
};

/* Gregorian months from 2022-01 on, without lib/data/date. */
static int month_of_day(int32_t date)
{
	static const int ends[] = { 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };
	int day = date - 18993, year = 0, month = 0, leap;     /* days since 2022-01-01 */

	for (; day >= 365 + (year == 2); year++)
		day -= 365 + (year == 2);
	leap = year == 2;
	while (day >= ends[month] + (month > 0 && leap))
		month++;
	return 12 * year + month;
}

/* By counting the days that lie in it. */
static int bin_days(int month)
{
	int days = 0;

	for (int day = 0; day < 2000; day++)
		days += day >= 30.4375 * month && day < 30.4375 * (month + 1);
	return days;
}

static void add_course(struct moments *moments, const struct visits *visits)
{
	double hours[TRUTH_CLOCKS][TRUTH_MONTHS] = { { 0 } };
	int32_t first = visits->at[0].date;

	for (size_t i = 1; i < visits->count; i++)
		if (visits->at[i].date < first)
			first = visits->at[i].date;
	for (size_t i = 0; i < visits->count; i++) {
		const struct visit *visit = &visits->at[i];
		double spent = course_rounded(visit->minutes) / 60.0;
		int elapsed = (int)floor((visit->date - first) / 30.4375);
		int calendar = month_of_day(visit->date) - month_of_day(first);

		if (elapsed < TRUTH_MONTHS)
			hours[TRUTH_ELAPSED][elapsed] += spent;
		if (calendar < TRUTH_MONTHS)
			hours[TRUTH_CALENDAR][calendar] += spent;
	}
	for (int month = 0; month < TRUTH_MONTHS; month++)
		hours[TRUTH_ELAPSED][month] *= 30.4375 / bin_days(month);
	for (int clock = 0; clock < TRUTH_CLOCKS; clock++)
		for (int month = 0; month < TRUTH_MONTHS; month++) {
			moments->sum[clock][month] += hours[clock][month];
			moments->squares[clock][month] += hours[clock][month] * hours[clock][month];
		}
}

/* Cases enter through one year as the season of new cases has it. */
static void live_courses(struct moments *moments, const struct mechanism *mechanism)
{
	gsl_rng *random = random_stream(20, "test", 0);
	struct visits visits = { 0 };
	double shares[52], all = 0;

	for (int week = 0; week < 52; week++)
		all += shares[week] = calendar_inflow(MONDAY + 7 * week);
	for (int week = 0; week < 52; week++)
		shares[week] /= all;
	for (int i = 0; i < COURSES; i++) {
		int entry = (int)random_pick(random, shares, 52);
		struct calendar calendar = calendar_new(MONDAY + 7 * entry, WEEKS, random);
		struct course_traits traits = course_traits_draw(mechanism,
								 course_kind_draw(random), random);
		struct course_state state = course_start();

		visits.count = 0;
		course_run(&visits, &state, mechanism, &traits, &calendar, 0, WEEKS, random);
		add_course(moments, &visits);
		calendar_free(&calendar);
	}
	free(visits.at);
	gsl_rng_free(random);
}

/* 222 comparisons: 4.4 standard errors are passed by chance once in 400 runs. */
static void test_truth(enum mechanism_id mechanism)
{
	static const char *const clocks[] = { "elapsed", "calendar" };
	const struct population_settings settings = { .mechanism = mechanism, .inflow = 1,
						      .start = 2022 * 12, .months = 1 };
	struct moments moments = { .sum = { { 0 } } };
	struct truth_curve curves[TRUTH_CLOCKS];

	live_courses(&moments, &mechanisms[mechanism]);
	truth_find(curves, &settings);
	for (int clock = 0; clock < TRUTH_CLOCKS; clock++) {
		double worst = 0, chi_square = 0;

		for (int month = 0; month < TRUTH_MONTHS; month++) {
			double mean = moments.sum[clock][month] / COURSES;
			double square = moments.squares[clock][month] / COURSES;
			double se = sqrt((square - mean * mean) / COURSES);
			double z = (mean - curves[clock].hours[month]) /
				   hypot(se, curves[clock].se[month]);

			worst = fabs(z) > worst ? fabs(z) : worst;
			chi_square += z * z;
		}
		ok(worst < 4.4, "%s: %d courses have the true curve, %s months (worst z %.2f)",
		   mechanism_names[mechanism], COURSES, clocks[clock], worst);
		ok(chi_square / TRUTH_MONTHS < 3, "... and on the whole (mean z^2 %.2f)",
		   chi_square / TRUTH_MONTHS);
		ok(curves[clock].se[1] < 0.003 * curves[clock].hours[1],
		   "Monte Carlo error below 0.3 %%");
	}
}

int main(void)
{
	test_minutes();
	test_bg();
	test_onoff();
	test_phase();
	test_truth(MECHANISM_BG);
	test_truth(MECHANISM_ONOFF);
	test_truth(MECHANISM_PHASE);
	return done();
}
