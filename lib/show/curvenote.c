/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curvenote - what stands above an effort curve, and in its meta file. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "model/shape.h"
#include "show/curvenote.h"
#include "show/settings.h"

/* With fewer the joint band is known to be too narrow (verlauf-methods(7),
 * "WHAT WAS CHECKED"; scripts/coverage). */
enum { FEW_CASES = 100 };

void curvenote_cases(struct table *table, const struct caseload *caseload,
		     enum curvenote_clock clock, int64_t cases)
{
	unsigned long n = (unsigned long)cases;
	char text[300];

	note_window(table, &caseload->intake, &caseload->window);
	snprintf(text, sizeof text,
		 clock == CURVENOTE_DAYS ?
		 ngettext("%ld case by days since first contact",
			  "%ld cases by days since first contact", n) :
		 clock == CURVENOTE_CALENDAR ?
		 ngettext("%ld case by calendar months since first contact (month 0 is only part "
			  "of a month)",
			  "%ld cases by calendar months since first contact (month 0 is only part "
			  "of a month)", n) :
		 ngettext("%ld case by elapsed months since first contact",
			  "%ld cases by elapsed months since first contact", n), (long)cases);
	table_note(table, text);
	note_prevalent(table, caseload);
}

static int has_few_cases(const struct curve *curve)
{
	for (size_t g = 0; g < curve->group_count; g++)
		if (curve->groups[g].cases && curve->groups[g].cases < FEW_CASES)
			return 1;
	return 0;
}

void curvenote_few_cases(char *to, size_t size, const struct curve *curve)
{
	long cases = (long)curve->groups[0].cases;

	*to = '\0';
	if (!has_few_cases(curve))
		return;
	if (curve->group_count > 1)
		snprintf(to, size, _("In groups with fewer than %d cases the joint band is a "
				     "little too narrow: it is meant to hold in 95 of 100 services, but in "
				     "simulations with 40 cases it held in 92 to 95."), FEW_CASES);
	else
		snprintf(to, size,
			 ngettext("With %ld case the joint band is a little too narrow: it is "
				  "meant to hold in 95 of 100 services, but in simulations with 40 cases "
				  "it held in 92 to 95.",
				  "With %ld cases the joint band is a little too narrow: it is "
				  "meant to hold in 95 of 100 services, but in simulations with 40 cases "
				  "it held in 92 to 95.", (unsigned long)cases), cases);
}

void curvenote_same_cases(char *to, size_t size, const struct curve_group *group, int months)
{
	const struct shape_settings test_only = { 0 };
	struct shape open, same;

	*to = '\0';
	shape_find(&open, &group->lines[CURVE_PER_OPEN], &test_only);
	shape_find(&same, &group->lines[CURVE_SAME_CASES], &test_only);
	if (!group->lines[CURVE_SAME_CASES].months)
		snprintf(to, size, _("No case is known to have been open for %d months: there is "
				     "no curve of the same cases."), months);
	else if (shape_rises(&open) && isfinite(same.rise_p) && !shape_rises(&same))
		snprintf(to, size, _("The effort of open cases (per_open) rises, but within the "
				     "same cases (same_cases) no rise is shown: it may come from "
				     "light cases that end early."));
	shape_free(&open);
	shape_free(&same);
}

void curvenote_meta(struct meta *meta, const struct curve_settings *settings, const char *result,
		    enum curvenote_clock clock, int64_t cases)
{
	static const char *const clocks[] = { "elapsed", "calendar", "days" };

	meta_text(meta, "result", result);
	meta_text(meta, "clock", clocks[clock]);
	meta_count(meta, "cases", cases);
	meta_count(meta, "same_cases_months", settings->same_months);
	meta_count(meta, "small_sample_factor", settings->small_sample);
	meta_count(meta, "replicates", (int64_t)settings->replicates);
	meta_count(meta, "bootstrap_replicates",
		   settings->keep && settings->replicates ? SHAPE_REPLICATES : 0);
	meta_count(meta, "seed", (int64_t)settings->seed);
}
