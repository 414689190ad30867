/* SPDX-License-Identifier: GPL-3.0-or-later */
/* course - one made-up case from its first contact to its last. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "model/course.h"

#define WEEKS_A_MONTH 4.35          /* of the age curve, as in the reference model */
#define RATE_MOST 6.0               /* contacts a week */
#define FIRST_WEEK 0.35             /* further contacts in the entry week, of the rate */
#define MINUTES_SHAPE 2.4
#define MINUTES_LOG_MEAN -0.045     /* of the case's own factor: minus half its variance */
#define MINUTES_LOG_DEVIATION 0.3
#define QUARTER 15                  /* minutes */

struct kind {
	double rate;            /* contacts a week at age curve 1 */
	double frailty_shape;
	double minutes;
	double drop_out_a, drop_out_b;
	double one_time;
};

static const struct kind kinds[COURSE_KINDS] = {
	[COURSE_REGULAR] = { 0.45, 2.4, 55, 0.7, 11, 0.17 },
	[COURSE_WELCOME] = { 0.42, 2.4, 50, 0.7, 9, 0.22 },
	[COURSE_COMPLEX] = { 1.25, 5.0, 62, 0.7, 26, 0.02 },
};

const double course_kind_shares[COURSE_KINDS] = { 0.74, 0.19, 0.07 };

struct course_traits course_traits_draw(enum course_kind kind, gsl_rng *random)
{
	const struct kind *is = &kinds[kind];
	struct course_traits traits = { .kind = kind };
	double factor = gsl_ran_gaussian_ziggurat(random, MINUTES_LOG_DEVIATION);

	traits.minutes = is->minutes * exp(MINUTES_LOG_MEAN + factor);
	traits.frailty = gsl_ran_gamma(random, is->frailty_shape, 1 / is->frailty_shape);
	traits.drop_out = gsl_ran_beta(random, is->drop_out_a, is->drop_out_b);
	traits.one_time = gsl_rng_uniform(random) < is->one_time;
	return traits;
}

/* ---- mechanism bg ---------------------------------------------------------------- */

/* Few requests at first, most in the seventh month, then relief but no return to the start. */
static double age_curve(int age)
{
	double distance = age / WEEKS_A_MONTH - 7;
	double spread = distance < 0 ? 3.2 : 5.0;
	double floor = distance < 0 ? 0.60 : 0.45;

	return floor + (1.5 - floor) * exp(-0.5 * distance * distance / (spread * spread));
}

/* Contacts expected in a week of age `age` if the case is still there. */
static double bg_rate(const struct course_traits *traits, int age, double intensity)
{
	double rate = kinds[traits->kind].rate * traits->frailty * age_curve(age) * intensity;

	return rate < RATE_MOST ? rate : RATE_MOST;
}

static int bg_contacts(const struct course_traits *traits, int age, double intensity,
		       gsl_rng *random)
{
	double rate = bg_rate(traits, age, intensity);

	if (age == 0)
		return 1 + (int)gsl_ran_poisson(random, FIRST_WEEK * rate);
	return (int)gsl_ran_poisson(random, rate);
}

static int bg_leaves(const struct course_traits *traits, int age, int contacts, gsl_rng *random)
{
	int drops = gsl_rng_uniform(random) < 1 - pow(1 - traits->drop_out, contacts);

	return drops || (age == 0 && traits->one_time);
}

/* P(stays after the entry week, no contact before a weekday whose share of later days is
 * `later`), for 1 + Poisson(extra) contacts each followed by staying with probability `stay`. */
static double bg_enters(double stay, double later, double extra)
{
	return stay * later * exp(-extra * (1 - stay * later));
}

/* d/d(later) of bg_enters with stay = 1: expected contacts on a day, per share of that day,
 * together with no contact before. */
static double bg_entry_contacts(double later, double extra)
{
	return (1 + extra * later) * exp(-extra * (1 - later));
}

static void bg_expect(struct course_expected *expected, const struct course_traits *traits,
		      const struct calendar *calendar, int entry, int weeks)
{
	const double *shares = calendar_workday_shares;
	double extra = FIRST_WEEK * bg_rate(traits, 0, calendar->intensity[entry]);
	double comes_back = 1 - kinds[traits->kind].one_time;
	double alive[WORKDAYS], from = 1, stays = 1;

	memset(expected->first, 0, sizeof expected->first);
	for (int day = 0; day < WORKDAYS; day++) {
		double after = day + 1 < WORKDAYS ? from - shares[day] : 0;

		alive[day] = comes_back * (bg_enters(1 - traits->drop_out, from, extra) -
					   bg_enters(1 - traits->drop_out, after, extra));
		expected->first[day][day] = shares[day] * bg_entry_contacts(from, extra);
		for (int other = day + 1; other < WORKDAYS; other++)
			expected->first[day][other] = shares[other] *
				(bg_entry_contacts(from, extra) - bg_entry_contacts(after, extra));
		from = after;
	}
	for (int age = 1; age < weeks; age++) {
		double rate = bg_rate(traits, age, calendar->intensity[entry + age]);

		for (int day = 0; day < WORKDAYS; day++)
			expected->later[age][day] = alive[day] * stays * rate;
		stays *= exp(-rate * traits->drop_out);
	}
}

/* A further mechanism is a further set of these three. */
static const struct mechanism {
	int (*contacts)(const struct course_traits *traits, int age, double intensity,
			gsl_rng *random);
	int (*leaves)(const struct course_traits *traits, int age, int contacts, gsl_rng *random);
	void (*expect)(struct course_expected *expected, const struct course_traits *traits,
		       const struct calendar *calendar, int entry, int weeks);
} bg = { bg_contacts, bg_leaves, bg_expect };

/* ---- the course ------------------------------------------------------------------ */

static int draw_minutes(double mean, gsl_rng *random)
{
	double minutes = gsl_ran_gamma(random, MINUTES_SHAPE, mean / MINUTES_SHAPE);
	int quarters = (int)(minutes / QUARTER + 0.5);

	return QUARTER * (quarters > 1 ? quarters : 1);
}

static void add_visit(struct course *course, const struct calendar *calendar, int week,
		      gsl_rng *random)
{
	struct visit *visit;

	course->visits = mem_grow(course->visits, course->count, &course->capacity,
				  sizeof *course->visits);
	visit = &course->visits[course->count++];
	visit->week = week;
	visit->date = calendar_workday(calendar->monday + 7 * week, random);
	visit->minutes = draw_minutes(course->traits.minutes, random);
}

void course_run(struct course *course, const struct course_traits *traits,
		const struct calendar *calendar, int entry, gsl_rng *random)
{
	int week, contacts;

	course->traits = *traits;
	course->count = 0;
	for (week = entry; week < calendar->weeks; week++) {
		contacts = bg.contacts(traits, week - entry, calendar->intensity[week], random);
		for (int i = 0; i < contacts; i++)
			add_visit(course, calendar, week, random);
		if (bg.leaves(traits, week - entry, contacts, random))
			break;
	}
	course->last_week = week;
}

void course_free(struct course *course)
{
	free(course->visits);
	memset(course, 0, sizeof *course);
}

int32_t course_first(const struct course *course)
{
	int32_t first = course->visits[0].date;

	for (size_t i = 1; i < course->count; i++)
		if (course->visits[i].date < first)
			first = course->visits[i].date;
	return first;
}

/* ---- expectations ---------------------------------------------------------------- */

/* E[max(1, round(m / 15))] = 1 + sum over j >= 1 of P(m > 15 j + 7.5). */
static double rounded_minutes(double mean)
{
	double quarters = 1, tail;

	for (int j = 1; ; j++) {
		tail = gsl_cdf_gamma_Q(QUARTER * (j + 0.5), MINUTES_SHAPE, mean / MINUTES_SHAPE);
		quarters += tail;
		if (!(tail > 1e-13))
			return QUARTER * quarters;
	}
}

/* The case's own factor is averaged out by the trapezoidal rule, whose error falls like
 * exp(-2 pi^2 / step^2) for a normal weight (Trefethen & Weideman 2014). */
double course_mean_minutes(enum course_kind kind)
{
	const double step = 0.25;
	double sum = 0, weights = 0;

	for (int i = -32; i <= 32; i++) {
		double z = i * step, weight = gsl_ran_ugaussian_pdf(z);
		double factor = exp(MINUTES_LOG_MEAN + MINUTES_LOG_DEVIATION * z);

		sum += weight * rounded_minutes(kinds[kind].minutes * factor);
		weights += weight;
	}
	return sum / weights;
}

void course_expect(struct course_expected *expected, const struct course_traits *traits,
		   const struct calendar *calendar, int entry, int weeks)
{
	bg.expect(expected, traits, calendar, entry, weeks);
}
