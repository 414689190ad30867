/* SPDX-License-Identifier: GPL-3.0-or-later */
/* truth - what made-up cases have in expectation: their effort curve, and what becomes of one.
 *
 * The curve: mean hours of a new case in each case month, whether it still comes or not ("per
 * case"), on both clocks (verlauf-methods(7), "CASE MONTHS"): elapsed months since the first
 * contact, and calendar months. Elapsed months are bins of 30 or 31 days; their hours are given per
 * 30.4375 days, as vl-curve's rates are. Given a case's traits and the calendar, the expected
 * contacts of each week follow exactly by recursion (course_expect), and so do the expected hours;
 * only traits, the year's season of entry and the calendar's noise are averaged over a sample,
 * always the same one: TRUTH_ROUNDS independent rounds of 52 weeks of entry, all kinds of cases,
 * TRUTH_SAMPLE draws each. Strata are weighted by how many cases there are of each. The standard
 * error is that of the mean of the rounds. Public holidays, which move contacts by a day or two,
 * are left out.
 *
 * hawkes has no such recursion, and there the answer depends on the team, hence on inflow and
 * year. Its curve is the mean over services with other seeds and otherwise the same
 * settings, which live on until every case of the first year has had its 37 months;
 * TRUTH_CASES / inflow services, at least TRUTH_SERVICES. */
#ifndef VL_TRUTH_H
#define VL_TRUTH_H

#include <stdint.h>
#include "model/population.h"

enum { TRUTH_MONTHS = 37, TRUTH_ROUNDS = 40, TRUTH_SAMPLE = 32, TRUTH_CASES = 2400,
       TRUTH_SERVICES = 8 };

enum truth_clock { TRUTH_ELAPSED, TRUTH_CALENDAR, TRUTH_CLOCKS };

struct truth_curve {
	double hours[TRUTH_MONTHS];     /* case months 0, 1, ... */
	double se[TRUTH_MONTHS];        /* Monte Carlo */
};

/* For cases that enter in the first 52 weeks of the export. */
void truth_find(struct truth_curve curves[TRUTH_CLOCKS],
		const struct population_settings *settings);

#endif
