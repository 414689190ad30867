/* SPDX-License-Identifier: GPL-3.0-or-later */
/* course - one made-up case from its first contact to its last.
 *
 * A case is of a kind (regular, welcome, complex) and has traits of its own, drawn
 * once: how much help it needs (frailty), how long its contacts last, how easily it
 * drops out. From then on it lives week by week by a mechanism; the one there is, is
 *
 *   bg   Poisson contacts, in each week base * frailty * age curve * calendar, at most
 *        6 on average; after each contact the case drops out with its own probability
 *        (beta distributed), and some cases come once only. The first week has one
 *        contact plus Poisson(0.35 * rate). After Fader, Hardie & Lee (2005), "Counting
 *        your customers the easy way", with frailty and age curve added.
 *
 * Contacts last 15, 30, 45, ... minutes: gamma distributed around the case's own mean,
 * rounded to quarters of an hour, at least one. Constants are those of the reference
 * model (METHODS 10.0), set there to the published figures of one region. */
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
};

struct visit {
	int32_t date;
	int week;               /* of the calendar */
	int minutes;
};

struct course {
	struct course_traits traits;
	struct visit *visits;   /* week by week, in no order within a week */
	size_t count;
	size_t capacity;
	int last_week;          /* in which it drops out, or the number of weeks if it does not */
};

/* Shares of the kinds among new cases. */
extern const double course_kind_shares[COURSE_KINDS];

struct course_traits course_traits_draw(enum course_kind kind, gsl_rng *random);
/* The course of a case with these traits that enters in that week of the calendar. The
 * array of visits is used again; free it with course_free. */
void course_run(struct course *course, const struct course_traits *traits,
		const struct calendar *calendar, int entry, gsl_rng *random);
void course_free(struct course *course);
/* Date of the first contact. */
int32_t course_first(const struct course *course);

/* Mean minutes of one contact of a kind, as recorded. */
double course_mean_minutes(enum course_kind kind);

/* The contacts that a case with these traits is expected to have, each number together
 * with the probability that its first contact falls on that weekday (one_time: by
 * the kind's probability, not by the trait). */
struct course_expected {
	double first[WORKDAYS][WORKDAYS];   /* entry week: weekday of the first contact, weekday */
	double (*later)[WORKDAYS];          /* weeks 1 ..: weekday of the first contact */
};

/* `later` has room for weeks 0 .. weeks - 1; week 0 stays empty. Exact: a recursion over weeks. */
void course_expect(struct course_expected *expected, const struct course_traits *traits,
		   const struct calendar *calendar, int entry, int weeks);

#endif
