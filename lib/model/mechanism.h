/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mechanism - four ways in which a made-up case lives from week to week.
 *
 *   bg      need follows an age curve, highest in the seventh month; after each contact the
 *           case drops out with its own probability. After Fader, Hardie & Lee (2005),
 *           "Counting your customers the easy way", with frailty and age curve added.
 *   onoff   episodes of need and quiet spells take turns, and a case leaves unseen in a quiet
 *           spell: a flat curve, with relapses.
 *   phase   start, core and relief of gamma distributed length; a case may leave in each and
 *           leaves at the end of the last.
 *   hawkes  each contact makes further ones likelier (Hawkes 1971, by weeks); contacts grow
 *           longer by 5 % a year; and the team's hours are limited (model/population.h).
 *
 * In every week contacts are Poisson, their rate base * frailty * level * calendar, at most 6.
 * They differ so that no method does well only because it is the simulator's own model.
 * Constants are set by hand to the published figures of one region (vl-simulate(1)). */
#ifndef VL_MECHANISM_H
#define VL_MECHANISM_H

#include "model/course.h"

enum mechanism_id { MECHANISM_BG, MECHANISM_ONOFF, MECHANISM_PHASE, MECHANISM_HAWKES,
		    MECHANISMS };

struct mechanism {
	double scale;           /* of the kinds' rates */
	double growth;          /* of the minutes of a contact, a year, in logs */
	int limited;            /* the team's hours are */
	int by_contact;         /* drops out after contacts, not in the course of time */
	/* Further traits, or NULL. */
	void (*traits)(struct course_traits *traits, gsl_rng *random);
	/* Contacts a week at calendar 1, from what a case of its kind and frailty has at level
	 * 1. */
	double (*rate)(const struct course_traits *traits, const struct course_state *state,
		       double base);
	/* After a week with so many contacts: 1 = leaves; otherwise the state moves on, but not
	 * its age. */
	int (*leaves)(const struct course_traits *traits, struct course_state *state, int contacts,
		      gsl_rng *random);
	/* Contacts expected in weeks 1 .. weeks - 1 of a case that enters in week 0 and, where
	 * it drops out by contact, has not done so in that week; exact. NULL where
	 * there is no such recursion: the rate depends on all earlier numbers of contacts
	 * (hawkes). */
	void (*expect)(double *contacts, const struct course_traits *traits,
		       const struct calendar *calendar, int weeks);
};

extern const struct mechanism mechanisms[MECHANISMS];
/* Up to NULL. */
extern const char *const mechanism_names[];

/* Contacts expected in a week, given the state at its beginning. */
double mechanism_rate(const struct mechanism *mechanism, const struct course_traits *traits,
		      const struct course_state *state, double intensity);

#endif
