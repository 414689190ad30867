/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate - a made-up counselling service, whole.
 *
 * The service opens SIMULATE_BURN_IN months before the export begins, so that cases are
 * running then and their beginning is not in the export (left truncation). New cases come
 * by the week: negative binomial (size 6) around the settings' inflow times the year's
 * season times a slow random walk in logs (0.012 a week) that is 1 where the export begins.
 * Each lives by model/course.h; what else is recorded (adviser, topics, channel, persons,
 * missed appointments, date of documentation, approvals) is drawn afterwards. Closing
 * dates follow nine weeks after the week in which a case drops out and are known for 60 %.
 * Open groups meet every second week and belong to no case.
 *
 * Nothing here comes from real people. Random streams: "simulate.calendar",
 * "simulate.inflow", "simulate.drift", "simulate.groups", "simulate.staff" by adviser, and
 * by case number "simulate.case" (its course), "simulate.record" (what is recorded of it) and
 * "simulate.approval". So no case changes another, a longer export begins with the records
 * of the shorter one, and what is drawn last can be added to. */
#ifndef VL_SIMULATE_H
#define VL_SIMULATE_H

#include <stdint.h>
#include "data/export.h"

enum { SIMULATE_BURN_IN = 36 };

struct simulate_settings {
	unsigned long seed;
	double inflow;          /* new cases a month, above 0 */
	int32_t start;          /* first month of the export (data/date.h) */
	int months;             /* of the export, at least 1 */
};

/* Consultations by date and case number, those of open groups first on their day; cases
 * by number: every case of the service, whether the consultations show it or not. The
 * caller frees with export_free. */
void simulate_service(const struct simulate_settings *settings, struct export *tables);

#endif
