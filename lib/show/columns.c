/* SPDX-License-Identifier: GPL-3.0-or-later */
/* columns - what the columns of the tools' tables are called for people. */
#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "show/columns.h"

static const struct table_column known[] = {
	{ "period", N_("period"), COLUMN_TEXT, 0 },
	{ "consultations", N_("consultations"), COLUMN_COUNT, 0 },
	{ "hours", N_("hours"), COLUMN_NUMBER, 1 },
	{ "active_cases", N_("active cases"), COLUMN_COUNT, 0 },
	{ "new_cases", N_("new"), COLUMN_COUNT, 0 },
	{ "ended_cases", N_("ended"), COLUMN_COUNT, 0 },
	{ "reopened_cases", N_("reopened"), COLUMN_COUNT, 0 },
	{ "open_cases", N_("open"), COLUMN_COUNT, 0 },
	{ "households", N_("households"), COLUMN_COUNT, 0 },
	{ "persons", N_("persons"), COLUMN_COUNT, 0 },
	{ "no_shows", N_("no-shows"), COLUMN_COUNT, 0 },
	{ "group_hours", N_("group hours"), COLUMN_NUMBER, 1 },
	{ "flag", N_("flag"), COLUMN_FLAG, 0 },
	{ "case_id", N_("case"), COLUMN_TEXT, 0 },
	{ "case_month", N_("case month"), COLUMN_COUNT, 0 },
	{ "age_day", N_("day"), COLUMN_COUNT, 0 },
	{ "measure", N_("measure"), COLUMN_TEXT, 0 },
	{ "curve", N_("curve"), COLUMN_TEXT, 0 },
	{ "group", N_("group"), COLUMN_TEXT, 0 },
	{ "n", N_("n"), COLUMN_COUNT, 0 },
	{ "exposure", N_("exposure"), COLUMN_NUMBER, 1 },
	{ "total", N_("total"), COLUMN_NUMBER, 1 },
	{ "value", N_("value"), COLUMN_NUMBER, 2 },
	{ "se", N_("std. error"), COLUMN_NUMBER, 2 },
	{ "lower95", N_("lower 95"), COLUMN_NUMBER, 2 },
	{ "upper95", N_("upper 95"), COLUMN_NUMBER, 2 },
	{ "lower95s", N_("lower 95, joint"), COLUMN_NUMBER, 2 },
	{ "upper95s", N_("upper 95, joint"), COLUMN_NUMBER, 2 },
	{ "smooth", N_("smooth"), COLUMN_NUMBER, 2 },
	{ "p_value", N_("p value"), COLUMN_NUMBER, 4 },
	{ "contacts", N_("contacts"), COLUMN_COUNT, 0 },
	{ "seen", N_("seen"), COLUMN_COUNT, 0 },
	{ "open", N_("open"), COLUMN_COUNT, 0 },
	{ "service", N_("service"), COLUMN_TEXT, 0 },
	{ "first_contact", N_("first contact"), COLUMN_TEXT, 0 },
	{ "known_start", N_("known start"), COLUMN_COUNT, 0 },
	{ "from", N_("from"), COLUMN_TEXT, 0 },
	{ "to", N_("to"), COLUMN_TEXT, 0 },
	{ "used", N_("used"), COLUMN_NUMBER, 1 },
	{ "q2.5", N_("2.5 %"), COLUMN_NUMBER, 1 },
	{ "q10", N_("10 %"), COLUMN_NUMBER, 1 },
	{ "q25", N_("25 %"), COLUMN_NUMBER, 1 },
	{ "q50", N_("50 %"), COLUMN_NUMBER, 1 },
	{ "q75", N_("75 %"), COLUMN_NUMBER, 1 },
	{ "q90", N_("90 %"), COLUMN_NUMBER, 1 },
	{ "q97.5", N_("97.5 %"), COLUMN_NUMBER, 1 },
	{ "threshold", N_("threshold"), COLUMN_NUMBER, 0 },
	{ "prob_over", N_("chance"), COLUMN_NUMBER, 2 },
	{ "similar_over", N_("similar over"), COLUMN_COUNT, 0 },
	{ "similar_n", N_("of"), COLUMN_COUNT, 0 },
	{ "method", N_("method"), COLUMN_TEXT, 0 },
	{ "quantity", N_("quantity"), COLUMN_TEXT, 0 },
	{ "scenario", N_("scenario"), COLUMN_TEXT, 0 },
	{ "capacity", N_("capacity"), COLUMN_NUMBER, 1 },
	{ "check", N_("check"), COLUMN_TEXT, 0 },
	{ "item", N_("item"), COLUMN_TEXT, 0 },
	{ "count", N_("count"), COLUMN_COUNT, 0 },
	{ "share", N_("share"), COLUMN_NUMBER, 4 },
	{ "limit", N_("limit"), COLUMN_NUMBER, 2 },
	{ "severity", N_("severity"), COLUMN_TEXT, 0 },
	{ "text", N_("text"), COLUMN_TEXT, 0 },
	{ "reason", N_("reason"), COLUMN_TEXT, 0 },
};

const struct table_column *columns_find(const char *name)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].name, name) == 0)
			return &known[i];
	return NULL;
}
