/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ahead - what is known or supposed of the months ahead. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "data/date.h"
#include "model/ahead.h"

enum { MONTH_LENGTH = 7 };               /* "2026-10" */

/* A month in the first seven bytes: 0 or -1. */
static int read_month(const char *text, int32_t *month)
{
	char copy[MONTH_LENGTH + 1];
	int32_t first, last;

	snprintf(copy, sizeof copy, "%s", text);
	if (strlen(copy) != MONTH_LENGTH || date_span(copy, &first, &last) != 0)
		return -1;
	*month = month_of(first);
	return 0;
}

const char *ahead_scenario(struct ahead *ahead, const char *text)
{
	static const char rule[] = N_("must be a month and a change of new cases, as 2027-03:+60%");
	struct ahead_scenario *scenario = &ahead->scenarios[ahead->scenario_count];
	size_t length = strlen(text);
	char change[32];
	double percent;

	if (ahead->scenario_count == AHEAD_SCENARIOS)
		return N_("at most 20 scenarios");
	if (read_month(text, &scenario->month) != 0 || text[MONTH_LENGTH] != ':' ||
	    length < MONTH_LENGTH + 4 || length > MONTH_LENGTH + 20 || text[length - 1] != '%')
		return rule;
	snprintf(change, sizeof change, "%.*s", (int)(length - MONTH_LENGTH - 3),
		 text + MONTH_LENGTH + 2);
	if (!strchr("+-", text[MONTH_LENGTH + 1]) || *change == '-' || *change == '+' ||
	    text_number(change, &percent) != 0)
		return rule;
	if (text[MONTH_LENGTH + 1] == '-')
		percent = -percent;
	if (percent < -100 || percent > 1000)
		return N_("the change must lie between -100% and +1000%");
	scenario->text = text;
	scenario->factor = 1 + percent / 100;
	ahead->scenario_count++;
	return NULL;
}

const char *ahead_span(struct ahead *ahead, const char *text)
{
	static const char rule[] = N_("must be a year or two months, as 2027 or 2026-11:2027-10");
	struct ahead_span *span = &ahead->spans[ahead->span_count];
	long year;

	if (ahead->span_count == AHEAD_SPANS)
		return N_("at most 20 spans");
	span->text = text;
	if (strlen(text) == 4 && text_whole(text, 1900, 2078, &year) == 0) {
		span->from = (int32_t)year * 12;
		span->to = span->from + 11;
	} else if (strlen(text) != 2 * MONTH_LENGTH + 1 || text[MONTH_LENGTH] != ':' ||
		   read_month(text, &span->from) != 0 ||
		   read_month(text + MONTH_LENGTH + 1, &span->to) != 0) {
		return rule;
	}
	if (span->to < span->from)
		return N_("the span ends before it begins");
	ahead->span_count++;
	return NULL;
}

long ahead_reach(const struct ahead *ahead, int32_t origin)
{
	long reach = 0;

	for (size_t i = 0; i < ahead->span_count; i++)
		if (ahead->spans[i].to - origin > reach)
			reach = ahead->spans[i].to - origin;
	return reach;
}

void ahead_factor(const struct ahead_scenario *scenario, int32_t origin,
		  double factor[AHEAD_MONTHS])
{
	for (int h = 0; h < AHEAD_MONTHS; h++)
		factor[h] = origin + 1 + h >= scenario->month ? scenario->factor : 1;
}

static int check_texts(const struct ahead *ahead, int32_t first, int32_t origin, size_t months,
		       struct fault *fault)
{
	char next[16];

	period_write(next, PERIOD_MONTH, origin + 1);
	for (size_t i = 0; i < ahead->scenario_count; i++) {
		const struct ahead_scenario *scenario = &ahead->scenarios[i];

		if (scenario->month <= origin)
			return fault_set(fault, STATUS_USAGE,
					 N_("--scenario %s lies in the past: the forecast begins "
					    "with %s"), scenario->text, next);
		if (scenario->month > origin + (int32_t)months)
			return fault_set(fault, STATUS_USAGE,
					 N_("--scenario %s begins after the last month that is "
					    "forecast (--horizon)"), scenario->text);
	}
	for (size_t i = 0; i < ahead->span_count; i++) {
		const struct ahead_span *span = &ahead->spans[i];

		if (span->to <= origin)
			return fault_set(fault, STATUS_USAGE,
					 N_("--span %s lies in the past: the forecast begins with "
					    "%s"), span->text, next);
		if (span->from < first)
			return fault_set(fault, STATUS_USAGE,
					 N_("--span %s begins before the history does"),
					 span->text);
		if (span->to > origin + (int32_t)months)
			return fault_set(fault, STATUS_USAGE,
					 N_("--span %s ends after the last month that is forecast "
					    "(--horizon, at most %d)"), span->text, AHEAD_MONTHS);
	}
	return 0;
}

static int read_capacity(struct ahead *ahead, int32_t origin, size_t months,
			 struct findings *findings, struct fault *fault)
{
	static const char *const names[] = { "hours" };
	struct monthly monthly = { 0 };
	char month[16];
	int status = 0;

	for (size_t h = 0; h < AHEAD_MONTHS; h++)
		ahead->capacity[h] = ahead->capacity_each;
	if (!ahead->capacity_file)
		return 0;
	status = monthly_read(&monthly, ahead->capacity_file, names, 1, findings, fault);
	for (size_t h = 0; status == 0 && h < months; h++) {
		const struct monthly_row *row = monthly_find(&monthly, origin + 1 + (int32_t)h);

		period_write(month, PERIOD_MONTH, origin + 1 + (int32_t)h);
		if (row)
			ahead->capacity[h] = row->value[0];
		else
			status = fault_at(fault, STATUS_DATA, ahead->capacity_file, 0, 0,
					  N_("no capacity for %s; every month that is forecast "
					     "needs one"), month);
	}
	monthly_free(&monthly);
	return status;
}

static int read_inflow(struct ahead *ahead, int32_t origin, size_t months,
		       struct findings *findings, struct fault *fault)
{
	static const char *const names[] = { "mean", "sd" };
	struct monthly monthly = { 0 };
	int status, found = 0;

	for (size_t h = 0; h < AHEAD_MONTHS; h++)
		ahead->announced[h] = ahead->announced_sd[h] = NAN;
	if (!ahead->inflow_file)
		return 0;
	status = monthly_read(&monthly, ahead->inflow_file, names, 2, findings, fault);
	for (size_t h = 0; status == 0 && h < months; h++) {
		const struct monthly_row *row = monthly_find(&monthly, origin + 1 + (int32_t)h);

		if (!row)
			continue;
		found = 1;
		ahead->announced[h] = row->value[0];
		ahead->announced_sd[h] = row->value[1];
	}
	monthly_free(&monthly);
	if (status == 0 && !found)
		return fault_at(fault, STATUS_DATA, ahead->inflow_file, 0, 0,
				N_("no month of this table is among those that are forecast"));
	return status;
}

int ahead_read(struct ahead *ahead, int32_t first, int32_t origin, size_t months,
	       struct findings *findings, struct fault *fault)
{
	if (check_texts(ahead, first, origin, months, fault) != 0 ||
	    read_capacity(ahead, origin, months, findings, fault) != 0)
		return -1;
	return read_inflow(ahead, origin, months, findings, fault);
}
