/* SPDX-License-Identifier: GPL-3.0-or-later */
/* course - one made-up case from its first contact to its last.
 *
 * A case is of a kind (regular, welcome, complex) and has traits of its own, drawn
 * once: how much help it needs (frailty), how long its contacts last, how easily it
 * drops out. From then on it lives week by week by a mechanism (model/mechanism.h).
 * Its first week has one contact plus Poisson(0.35 * rate), each later one Poisson(rate).
 *
 * Contacts last 15, 30, 45, ... minutes: gamma distributed around the case's own mean,
 * rounded to quarters of an hour, at least one. Constants are set by hand to the
 * published figures of one region (vl-simulate(1)). */
#ifndef VL_COURSE_H
#define VL_COURSE_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>
#include "model/calendar.h"

enum course_kind { COURSE_REGULAR, COURSE_WELCOME, COURSE_COMPLEX, COURSE_KINDS };

struct course_traits {
	enum course_kind kind;
	double frailty;         /* 1 on average */
	double drop_out;        /* probability after each contact */
	double minutes;         /* of a contact on average, before rounding */
	int one_time;
	double phases[3];       /* weeks of start, core and relief; mechanism phase alone */
};

/* Where a case stands at the beginning of a week. */
struct course_state {
	int age;                /* weeks since it entered */
	int left;               /* for good */
	int in_need;            /* mechanism onoff: an episode, not a quiet spell */
	double excitement;      /* mechanism hawkes: contacts a week that earlier ones bring */
};

struct visit {
	int32_t date;
	int32_t week;           /* of the calendar */
	double minutes;         /* before rounding */
	double luck;            /* 0 to 1: who is sent away first where the team is short */
};

struct visits {
	struct visit *at;       /* week by week, in no order within a week */
	size_t count;
	size_t capacity;
};

/* Facts of a kind of cases. */
struct course_facts {
	double share;           /* among new cases */
	double rate;            /* contacts a week at the mechanism's level 1 */
	double frailty_shape;
	double minutes;
	double drop_out_a, drop_out_b;
	double one_time;        /* share of those that come in one week only */
};

extern const struct course_facts course_facts[COURSE_KINDS];

enum { COURSE_QUARTER = 15 };
#define COURSE_FIRST_WEEK 0.35  /* further contacts in the entry week, of the rate */

struct mechanism;

enum course_kind course_kind_draw(gsl_rng *random);
struct course_traits course_traits_draw(const struct mechanism *mechanism, enum course_kind kind,
					gsl_rng *random);
struct course_state course_start(void);
/* Live on from where `state` is to the beginning of week `until` of the calendar, or until it
 * leaves: appends the contacts and moves the state on. `entry` is the week with age 0. */
void course_run(struct visits *visits, struct course_state *state,
		const struct mechanism *mechanism, const struct course_traits *traits,
		const struct calendar *calendar, int entry, int until, gsl_rng *random);
/* As they are written down. */
int course_rounded(double minutes);

/* Mean minutes of one contact of a kind, as recorded (mechanisms without growth). */
double course_mean_minutes(enum course_kind kind);

/* The contacts that a case with these traits is expected to have, each number together
 * with the probability that its first contact falls on that weekday (one_time: by
 * the kind's probability, not by the trait). */
struct course_expected {
	double first[WORKDAYS][WORKDAYS];   /* entry week: weekday of the first contact, weekday */
	double arrives[WORKDAYS];           /* first contact on that day, not gone in that week */
	double *later;                      /* weeks 1 ..: of a case that has arrived */
};

/* Entering in week 0 of the calendar; `later` has room for weeks 0 .. weeks - 1, week 0 stays
 * empty. Exact. The mechanism must have an expectation. */
void course_expect(struct course_expected *expected, const struct mechanism *mechanism,
		   const struct course_traits *traits, const struct calendar *calendar, int weeks);

#endif
