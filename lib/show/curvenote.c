/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curvenote - what stands above an effort curve, and in its meta file. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "model/shape.h"
#include "show/curvenote.h"
#include "show/settings.h"

/* With fewer the joint band is known to be too narrow (METHODS 10.4, scripts/coverage). */
enum { FEW_CASES = 100 };

void curvenote_cases(struct table *table, const struct caseload *caseload,
		     enum curvenote_clock clock, int64_t cases)
{
	char text[300];

	note_window(table, &caseload->intake, &caseload->window);
	snprintf(text, sizeof text,
		 clock == CURVENOTE_DAYS ? _("%ld cases by days since first contact") :
		 clock == CURVENOTE_CALENDAR ?
		 _("%ld cases by calendar months since first contact (month 0 is only part of a "
		   "month)") :
		 _("%ld cases by elapsed months since first contact"), (long)cases);
	table_note(table, text);
	if (!caseload->prevalent)
		return;
	snprintf(text, sizeof text,
		 _("%u cases left out: they were first seen within %d days of the window's start "
		   "and may have begun before it"), (unsigned)caseload->prevalent,
		 caseload->washout);
	table_note(table, text);
}

void curvenote_few_cases(char *to, size_t size, int64_t cases)
{
	*to = '\0';
	if (cases < FEW_CASES)
		snprintf(to, size, _("With %ld cases the joint band is too narrow: it is meant "
				     "to hold in 95 of 100 services, but in simulations with 40 "
				     "cases it held in 77 to 90."),
			 (long)cases);
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
