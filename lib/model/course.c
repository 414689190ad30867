/* SPDX-License-Identifier: GPL-3.0-or-later */
/* course - one made-up case from its first contact to its last. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "model/course.h"
#include "model/mechanism.h"
#include "stats/random.h"

#define MINUTES_SHAPE 2.4
#define MINUTES_LOG_MEAN -0.045     /* of the case's own factor: minus half its variance */
#define MINUTES_LOG_DEVIATION 0.3

const struct course_facts course_facts[COURSE_KINDS] = {
	[COURSE_REGULAR] = { 0.74, 0.45, 2.4, 55, 0.7, 11, 0.17 },
	[COURSE_WELCOME] = { 0.19, 0.42, 2.4, 50, 0.7, 9, 0.22 },
	[COURSE_COMPLEX] = { 0.07, 1.25, 5.0, 62, 0.7, 26, 0.02 },
};

enum course_kind course_kind_draw(gsl_rng *random)
{
	double shares[COURSE_KINDS];

	for (int kind = 0; kind < COURSE_KINDS; kind++)
		shares[kind] = course_facts[kind].share;
	return (enum course_kind)random_pick(random, shares, COURSE_KINDS);
}

struct course_traits course_traits_draw(const struct mechanism *mechanism, enum course_kind kind,
					gsl_rng *random)
{
	const struct course_facts *is = &course_facts[kind];
	struct course_traits traits = { .kind = kind };
	double factor = gsl_ran_gaussian_ziggurat(random, MINUTES_LOG_DEVIATION);

	traits.minutes = is->minutes * exp(MINUTES_LOG_MEAN + factor);
	traits.frailty = gsl_ran_gamma(random, is->frailty_shape, 1 / is->frailty_shape);
	traits.drop_out = gsl_ran_beta(random, is->drop_out_a, is->drop_out_b);
	traits.one_time = gsl_rng_uniform(random) < is->one_time;
	if (mechanism->traits)
		mechanism->traits(&traits, random);
	return traits;
}

/* ---- the course ------------------------------------------------------------------ */

struct course_state course_start(void)
{
	return (struct course_state){ .in_need = 1 };
}

static void add_visit(struct visits *visits, const struct mechanism *mechanism,
		      const struct course_traits *traits, const struct calendar *calendar,
		      int week, gsl_rng *random)
{
	double mean = traits->minutes;
	struct visit *visit;

	if (mechanism->growth != 0)
		mean *= exp(mechanism->growth * 7 * week / 365.25);
	visits->at = mem_grow(visits->at, visits->count, &visits->capacity, sizeof *visits->at);
	visit = &visits->at[visits->count++];
	visit->week = week;
	visit->date = calendar_workday(calendar->monday + 7 * week, random);
	visit->minutes = gsl_ran_gamma(random, MINUTES_SHAPE, mean / MINUTES_SHAPE);
	visit->luck = mechanism->limited ? gsl_rng_uniform(random) : 0;
}

static int draw_contacts(double rate, int age, gsl_rng *random)
{
	if (age == 0)
		return 1 + (int)gsl_ran_poisson(random, COURSE_FIRST_WEEK * rate);
	return (int)gsl_ran_poisson(random, rate);
}

void course_run(struct visits *visits, struct course_state *state,
		const struct mechanism *mechanism, const struct course_traits *traits,
		const struct calendar *calendar, int entry, int until, gsl_rng *random)
{
	for (int week = entry + state->age; week < until && !state->left; week++) {
		double rate = mechanism_rate(mechanism, traits, state, calendar->intensity[week]);
		int contacts = draw_contacts(rate, state->age, random);

		for (int i = 0; i < contacts; i++)
			add_visit(visits, mechanism, traits, calendar, week, random);
		state->left = mechanism->leaves(traits, state, contacts, random) ||
			      (state->age == 0 && traits->one_time);
		state->age += !state->left;
	}
}

int course_rounded(double minutes)
{
	int quarters = (int)(minutes / COURSE_QUARTER + 0.5);

	return COURSE_QUARTER * (quarters > 1 ? quarters : 1);
}

/* ---- expectations ---------------------------------------------------------------- */

/* E[max(1, round(m / 15))] = 1 + sum over j >= 1 of P(m > 15 j + 7.5). */
static double rounded_minutes(double mean)
{
	double quarters = 1, tail;

	for (int j = 1; ; j++) {
		tail = gsl_cdf_gamma_Q(COURSE_QUARTER * (j + 0.5), MINUTES_SHAPE,
				       mean / MINUTES_SHAPE);
		quarters += tail;
		if (!(tail > 1e-13))
			return COURSE_QUARTER * quarters;
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

		sum += weight * rounded_minutes(course_facts[kind].minutes * factor);
		weights += weight;
	}
	return sum / weights;
}

/* P(stays after the entry week, no contact before a weekday whose share of later days is
 * `later`), for 1 + Poisson(extra) contacts each followed by staying with probability `stay`. */
static double enters(double stay, double later, double extra)
{
	return stay * later * exp(-extra * (1 - stay * later));
}

/* d/d(later) of enters with stay = 1: expected contacts on a day, per share of that day,
 * together with no contact before. */
static double entry_contacts(double later, double extra)
{
	return (1 + extra * later) * exp(-extra * (1 - later));
}

static void expect_entry(struct course_expected *expected, double extra, double stay,
			 double comes_back)
{
	const double *shares = calendar_workday_shares;
	double from = 1;

	memset(expected->first, 0, sizeof expected->first);
	for (int day = 0; day < WORKDAYS; day++) {
		double after = day + 1 < WORKDAYS ? from - shares[day] : 0;

		expected->arrives[day] = comes_back * (enters(stay, from, extra) -
						       enters(stay, after, extra));
		expected->first[day][day] = shares[day] * entry_contacts(from, extra);
		for (int other = day + 1; other < WORKDAYS; other++)
			expected->first[day][other] = shares[other] *
				(entry_contacts(from, extra) - entry_contacts(after, extra));
		from = after;
	}
}

void course_expect(struct course_expected *expected, const struct mechanism *mechanism,
		   const struct course_traits *traits, const struct calendar *calendar, int weeks)
{
	const struct course_state start = course_start();
	double rate = mechanism_rate(mechanism, traits, &start, calendar->intensity[0]);
	double stay = mechanism->by_contact ? 1 - traits->drop_out : 1;

	expect_entry(expected, COURSE_FIRST_WEEK * rate, stay,
		     1 - course_facts[traits->kind].one_time);
	mechanism->expect(expected->later, traits, calendar, weeks);
}
