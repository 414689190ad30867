/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate - what a made-up counselling service exports.
 *
 * From the contacts of its cases (model/population.h) to the tables of the exported months.
 * What else is recorded is drawn here:
 *   - the case's own adviser (nine contacts of ten) or another, who is in (model/team.h);
 *   - topics, of which half go on from the contact before and some come back: 0.50 the last
 *     one, 0.15 any that the case has had, otherwise a new draw; a second one with 0.25;
 *   - channel, person of the household, missed appointments, date of documentation;
 *   - one case in twenty belongs to the household of an earlier one;
 *   - closing dates nine weeks after the week in which a case leaves, known for 60 %;
 *   - approvals of complex cases: applied for six to eleven weeks after the first contact if
 *     the case still comes then, decided 8 to 128 days later, 15 % refused. Granted ones begin on
 *     the first of the month after the application, even if the decision is later, and are
 *     applied for again before they end; refused ones after two to five months;
 *   - open groups, which meet every second week and belong to no case.
 *
 * Nothing here comes from real people. Random streams: "simulate.groups", and by case number
 * "simulate.record" and "simulate.approval". */
#ifndef VL_SIMULATE_H
#define VL_SIMULATE_H

#include "data/export.h"
#include "model/population.h"

/* Consultations by date and case number, those of open groups first on their day; cases
 * by number: every case of the service until the end of the export, whether the consultations
 * show it or not. The caller frees with export_free. */
void simulate_service(const struct population *population, struct export *tables);

#endif
