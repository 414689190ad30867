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
	{ "largest_case", N_("largest case"), COLUMN_NUMBER, 1 },
	{ "second_case", N_("second case"), COLUMN_NUMBER, 1 },
	{ "hours_per_case", N_("hours per case"), COLUMN_NUMBER, 2 },
	{ "group_hours_per_case", N_("group hours per case"), COLUMN_NUMBER, 2 },
	{ "flag", N_("flag"), COLUMN_FLAG, 0 },
	{ "case_id", N_("case"), COLUMN_TEXT, 0 },
	{ "case_month", N_("case month"), COLUMN_COUNT, 0 },
	{ "age_day", N_("day"), COLUMN_COUNT, 0 },
	{ "measure", N_("measure"), COLUMN_WORD, 0 },
	{ "curve", N_("curve"), COLUMN_WORD, 0 },
	{ "group", N_("group"), COLUMN_WORD, 0 },
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
	{ "method", N_("method"), COLUMN_WORD, 0 },
	{ "approved", N_("hours approved"), COLUMN_NUMBER, 1 },
	{ "reported", N_("as reported"), COLUMN_NUMBER, 1 },
	{ "now", N_("now"), COLUMN_NUMBER, 1 },
	{ "fte", N_("posts"), COLUMN_NUMBER, 1 },
	{ "fte_q10", N_("posts, 10 %"), COLUMN_NUMBER, 1 },
	{ "fte_q90", N_("posts, 90 %"), COLUMN_NUMBER, 1 },
	{ "quantity", N_("quantity"), COLUMN_WORD, 0 },
	{ "scenario", N_("scenario"), COLUMN_TEXT, 0 },
	{ "capacity", N_("capacity"), COLUMN_NUMBER, 1 },
	{ "check", N_("check"), COLUMN_TEXT, 0 },
	{ "item", N_("item"), COLUMN_TEXT, 0 },
	{ "count", N_("count"), COLUMN_COUNT, 0 },
	{ "share", N_("share"), COLUMN_NUMBER, 4 },
	{ "limit", N_("limit"), COLUMN_NUMBER, 2 },
	{ "severity", N_("severity"), COLUMN_WORD, 0 },
	{ "text", N_("text"), COLUMN_TEXT, 0 },
	{ "reason", N_("reason"), COLUMN_TEXT, 0 },
	{ "last_month", N_("last month"), COLUMN_COUNT, 0 },
	{ "of", N_("of"), COLUMN_COUNT, 0 },
	{ "name", N_("name"), COLUMN_TEXT, 0 },
	{ "until", N_("until"), COLUMN_TEXT, 0 },
	{ "line", N_("line"), COLUMN_COUNT, 0 },
	{ "other_line", N_("other line"), COLUMN_COUNT, 0 },
	{ "cases", N_("cases"), COLUMN_TEXT, 0 },
	{ "first_effort", N_("first weeks"), COLUMN_NUMBER, 1 },
	{ "first_contacts", N_("contact days"), COLUMN_COUNT, 0 },
	{ "late_contacts", N_("after day 28"), COLUMN_COUNT, 0 },
	{ "silent_days", N_("days silent"), COLUMN_COUNT, 0 },
	{ "recent_effort", N_("last 3 months"), COLUMN_NUMBER, 1 },
	{ "year_effort", N_("last 12 months"), COLUMN_NUMBER, 1 },
	{ "silent_months", N_("months silent"), COLUMN_COUNT, 0 },
	{ "error", N_("error"), COLUMN_NUMBER, 1 },
	{ "band", N_("inside"), COLUMN_WORD, 0 },
	{ "naive", N_("a year ago"), COLUMN_NUMBER, 1 },
	{ "naive_error", N_("its error"), COLUMN_NUMBER, 1 },
	{ "cover50", N_("in 50 %"), COLUMN_NUMBER, 2 },
	{ "cover80", N_("in 80 %"), COLUMN_NUMBER, 2 },
	{ "cover95", N_("in 95 %"), COLUMN_NUMBER, 2 },
	{ "horizon", N_("horizon"), COLUMN_TEXT, 0 },
	{ "skill", N_("skill"), COLUMN_NUMBER, 3 },
};

const struct table_column *columns_find(const char *name)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].name, name) == 0)
			return &known[i];
	return NULL;
}

/* The words of columns that hold one of a few; other words have none. */
static const struct {
	const char *column, *code, *word;
} words[] = {
	{ "measure", "per_case", N_("a case") },
	{ "measure", "per_open", N_("a case in counselling") },
	{ "measure", "per_seen", N_("a case with a contact") },
	{ "measure", "same_cases", N_("the same cases") },
	{ "measure", "cumulative", N_("added up") },
	{ "measure", "share", N_("share") },
	{ "measure", "zero_share", N_("share without effort") },
	{ "measure", "difference", N_("difference") },
	{ "measure", "ratio", N_("ratio") },
	{ "group", "early", N_("came back early") },
	{ "group", "not_early", N_("did not come back early") },
	{ "group", "all", N_("all cases") },
	{ "quantity", "hours", N_("hours") },
	{ "quantity", "active_cases", N_("active cases") },
	{ "quantity", "new_cases", N_("new cases") },
	{ "quantity", "open_at_end", N_("open at the end") },
	{ "quantity", "persons", N_("persons") },
	{ "quantity", "fte", N_("posts") },
	{ "service", "welcome", N_("welcome service") },
	{ "service", "special", N_("special service") },
	{ "service", "general", N_("general counselling") },
	{ NULL, "(all)", N_("all together") },
	{ NULL, "(none)", N_("not stated") },
};

const char *columns_word(const char *column, const char *code)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].code, code) == 0 &&
		    (!words[i].column || strcmp(words[i].column, column) == 0))
			return _(words[i].word);
	return code;
}
