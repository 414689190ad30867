/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mechanism - four ways in which a made-up case lives from week to week. */
#include <gsl/gsl_randist.h>
#include <math.h>

#include "model/mechanism.h"

#define WEEKS_A_MONTH 4.35          /* of ages, as in the reference model */
#define RATE_MOST 6.0               /* contacts a week */

const char *const mechanism_names[] = { "bg", "onoff", "phase", "hawkes", NULL };

double mechanism_rate(const struct mechanism *mechanism, const struct course_traits *traits,
		      const struct course_state *state, double intensity)
{
	double base = course_facts[traits->kind].rate * mechanism->scale * traits->frailty;
	double rate = mechanism->rate(traits, state, base) * intensity;

	return rate < RATE_MOST ? rate : RATE_MOST;
}

/* Few requests at first, most in the seventh month, then relief but no return to the start. */
static double age_curve(int age)
{
	double distance = age / WEEKS_A_MONTH - 7;
	double spread = distance < 0 ? 3.2 : 5.0;
	double floor = distance < 0 ? 0.60 : 0.45;

	return floor + (1.5 - floor) * exp(-0.5 * distance * distance / (spread * spread));
}

/* ---- bg -------------------------------------------------------------------------- */

static double bg_rate(const struct course_traits *traits, const struct course_state *state,
		      double base)
{
	(void)traits;
	return base * age_curve(state->age);
}

static int bg_leaves(const struct course_traits *traits, struct course_state *state, int contacts,
		     gsl_rng *random)
{
	(void)state;
	return gsl_rng_uniform(random) < 1 - pow(1 - traits->drop_out, contacts);
}

static void bg_expect(double *contacts, const struct course_traits *traits,
		      const struct calendar *calendar, int weeks)
{
	struct course_state state = course_start();
	double stays = 1;

	for (state.age = 1; state.age < weeks; state.age++) {
		double rate = mechanism_rate(&mechanisms[MECHANISM_BG], traits, &state,
					     calendar->intensity[state.age]);

		contacts[state.age] = stays * rate;
		stays *= exp(-rate * traits->drop_out);
	}
}

/* ---- onoff ----------------------------------------------------------------------- */

/* A week's probabilities. */
static const struct {
	double calms, relapses, leaves;
} onoff[COURSE_KINDS] = {
	[COURSE_REGULAR] = { 0.075, 0.040, 0.036 },
	[COURSE_WELCOME] = { 0.095, 0.030, 0.055 },
	[COURSE_COMPLEX] = { 0.026, 0.070, 0.022 },
};

static double onoff_rate(const struct course_traits *traits, const struct course_state *state,
			 double base)
{
	(void)traits;
	if (!state->in_need)
		return 0.12 * base;
	return 1.15 * base * fmin(1, 0.5 + state->age / WEEKS_A_MONTH / 10);
}

static int onoff_leaves(const struct course_traits *traits, struct course_state *state,
			int contacts, gsl_rng *random)
{
	double turn = gsl_rng_uniform(random);

	(void)contacts;
	if (state->in_need) {
		state->in_need = turn >= onoff[traits->kind].calms;
		return 0;
	}
	state->in_need = turn < onoff[traits->kind].relapses;
	return gsl_rng_uniform(random) < onoff[traits->kind].leaves;
}

/* Over the states in need, quiet, left. */
static void onoff_expect(double *contacts, const struct course_traits *traits,
			 const struct calendar *calendar, int weeks)
{
	const struct mechanism *mechanism = &mechanisms[MECHANISM_ONOFF];
	const double calms = onoff[traits->kind].calms, relapses = onoff[traits->kind].relapses;
	const double stays = 1 - onoff[traits->kind].leaves;
	double in_need = 1 - calms, quiet = calms;

	for (int age = 1; age < weeks; age++) {
		const struct course_state need = { .age = age, .in_need = 1 };
		const struct course_state calm = { .age = age };
		double intensity = calendar->intensity[age], now = in_need;

		contacts[age] = in_need * mechanism_rate(mechanism, traits, &need, intensity) +
				quiet * mechanism_rate(mechanism, traits, &calm, intensity);
		in_need = now * (1 - calms) + quiet * stays * relapses;
		quiet = now * calms + quiet * stays * (1 - relapses);
	}
}

/* ---- phase ----------------------------------------------------------------------- */

enum { START, CORE, RELIEF, OVER };

static void phase_traits(struct course_traits *traits, gsl_rng *random)
{
	static const double shapes[] = { 4, 3, 1.3 };
	static const double months[COURSE_KINDS][3] = {
		[COURSE_REGULAR] = { 4.8, 5.0, 9 },
		[COURSE_WELCOME] = { 3.5, 3.5, 5 },
		[COURSE_COMPLEX] = { 4.2, 10, 10 },
	};

	for (int phase = START; phase < OVER; phase++)
		traits->phases[phase] = WEEKS_A_MONTH *
			gsl_ran_gamma(random, shapes[phase],
				      months[traits->kind][phase] / shapes[phase]);
}

static int phase_at(const struct course_traits *traits, int age)
{
	double end = 0;
	int phase;

	for (phase = START; phase < OVER; phase++) {
		end += traits->phases[phase];
		if (age < end)
			break;
	}
	return phase;
}

static double phase_rate(const struct course_traits *traits, const struct course_state *state,
			 double base)
{
	static const double levels[] = { 0.62, 1.55, 0.5, 0.5 };

	return base * levels[phase_at(traits, state->age)];
}

/* At the end of a week of that age. */
static double phase_hazard(const struct course_traits *traits, int age)
{
	static const double hazards[] = { 0.014, 0.004, 0.012, 1 };

	return hazards[phase_at(traits, age)];
}

static int phase_leaves(const struct course_traits *traits, struct course_state *state,
			int contacts, gsl_rng *random)
{
	(void)contacts;
	return gsl_rng_uniform(random) < phase_hazard(traits, state->age);
}

/* The length of the phases being a trait, only the hazards are left to chance. */
static void phase_expect(double *contacts, const struct course_traits *traits,
			 const struct calendar *calendar, int weeks)
{
	struct course_state state = course_start();
	double stays = 1 - phase_hazard(traits, 0);

	for (state.age = 1; state.age < weeks; state.age++) {
		double rate = mechanism_rate(&mechanisms[MECHANISM_PHASE], traits, &state,
					     calendar->intensity[state.age]);

		contacts[state.age] = stays * rate;
		stays *= 1 - phase_hazard(traits, state.age);
	}
}

/* ---- hawkes ---------------------------------------------------------------------- */

static double hawkes_rate(const struct course_traits *traits, const struct course_state *state,
			  double base)
{
	(void)traits;
	return 0.55 * base * age_curve(state->age) + state->excitement;
}

static int hawkes_leaves(const struct course_traits *traits, struct course_state *state,
			 int contacts, gsl_rng *random)
{
	state->excitement = 0.80 * state->excitement + 0.10 * contacts;
	return bg_leaves(traits, state, contacts, random);
}

const struct mechanism mechanisms[MECHANISMS] = {
	[MECHANISM_BG] = { 1, 0, 0, 1, NULL, bg_rate, bg_leaves, bg_expect },
	[MECHANISM_ONOFF] = { 1, 0, 0, 0, NULL, onoff_rate, onoff_leaves, onoff_expect },
	[MECHANISM_PHASE] = { 0.88, 0, 0, 0, phase_traits, phase_rate, phase_leaves, phase_expect },
	[MECHANISM_HAWKES] = { 1.12, 0.05, 1, 1, NULL, hawkes_rate, hawkes_leaves, NULL },
};
