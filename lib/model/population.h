/* SPDX-License-Identifier: GPL-3.0-or-later */
/* population - all cases of a made-up service and their contacts, before anything is recorded.
 *
 * The service opens POPULATION_BURN_IN months before the export begins, so that cases are
 * running then. New cases come by the week: negative binomial (size 6) around the
 * settings' inflow times the year's season times a slow random walk in logs (0.012 a
 * week) that is 1 where the export begins. With shocks, times what autumn 2015, spring 2020
 * and spring 2022 did (dates and sizes set by hand): 2.2 times the
 * new cases in September 2015, falling back with a time of nine months; 55 % from 15
 * March to 14 June 2020; 2.35 times in March 2022, falling back with six months to 1.25.
 *
 * Where the mechanism limits the team's hours (hawkes), all cases meet: the demand of a week
 * above the hours that there are is served only in part. A share r = hours / demand
 * leaves a contact with probability r^0.7 and shortens it by r^0.3; contacts of a case's
 * first week are always held. The hours are 26 a month for each monthly new case, times
 * the week's calendar (at most 1.1), a quarter more from March 2016 on, a tenth of the first
 * level less from 2018, and three tenths more from September 2022. What a case wants does
 * not depend on what it got.
 *
 * Random streams: "simulate.calendar", "simulate.inflow", "simulate.drift" and by case
 * number "simulate.case". So no case changes what another wants, and a longer time begins with
 * the contacts of the shorter one. */
#ifndef VL_POPULATION_H
#define VL_POPULATION_H

#include <stdint.h>
#include "model/course.h"
#include "model/mechanism.h"

enum { POPULATION_BURN_IN = 36, POPULATION_LANDMARK = 8 };   /* months, weeks */

struct population_settings {
	unsigned long seed;
	enum mechanism_id mechanism;
	double inflow;          /* new cases a month, above 0 */
	int shocks;
	int32_t start;          /* first month of the export (data/date.h) */
	int months;             /* of the export, at least 1 */
	int beyond;             /* months that are lived after it */
};

/* Its number is its place, counted from 1. */
struct member {
	struct course_traits traits;
	int entry;                      /* week */
	int last_week;                  /* in which it leaves, or the number of weeks */
	size_t first_visit, visits;
	struct course_state landmark;   /* at the beginning of week 8 of its age */
	struct course_state at_end;     /* of the week with the day after the export */
};

struct population {
	const struct population_settings *settings;
	const struct mechanism *mechanism;
	struct calendar calendar;
	int32_t since, until;           /* first and last day of the export */
	struct member *members;         /* in order of entry */
	size_t count, capacity;
	struct visits visits;           /* minutes as recorded; 0 = not served */
	double *served;                 /* r by week; 1 = all */
};

/* The caller frees with population_free. The settings are borrowed until then. */
void population_new(struct population *population, const struct population_settings *settings);
void population_free(struct population *population);
/* Its first held contact. */
int32_t population_first(const struct population *population, const struct member *member);
/* Minutes, as recorded, of a visit in a week in which a share r was served; 0 = none. */
int population_minutes(const struct visit *visit, double served, int first_week);

#endif
