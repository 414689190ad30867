/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calendar - what the time of year does to a made-up counselling service.
 *
 * A service lives in weeks from Monday to Friday. In each of them contacts are more or
 * less frequent: by the season (few in the summer holidays and in December) times a
 * noise that months have in common, exp(x), x an AR(1) with coefficient 0.4 and
 * innovations of standard deviation 0.05. New cases have a season of their own. No
 * one works on the public holidays that have a fixed date. The season's factors are
 * set by hand and rest on no data (vl-simulate(1)). */
#ifndef VL_CALENDAR_H
#define VL_CALENDAR_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

enum { WORKDAYS = 5 };

struct calendar {
	int32_t monday;         /* of week 0 */
	int weeks;
	double *intensity;      /* of contacts, by week; 1 = no season, no noise */
};

/* Draws the noise, month after month, so that more weeks do not change the earlier ones. */
struct calendar calendar_new(int32_t monday, int weeks, gsl_rng *random);
void calendar_free(struct calendar *calendar);

/* Factor of new cases in the week of that Monday; 1 on average over a year. */
double calendar_inflow(int32_t monday);
/* Shares of the contacts that fall on Monday to Friday. */
extern const double calendar_workday_shares[WORKDAYS];
/* A day of that week on which the service is open. */
int32_t calendar_workday(int32_t monday, gsl_rng *random);
/* The date itself, or the next Monday if it lies on a weekend. */
int32_t calendar_after_weekend(int32_t date);

#endif
