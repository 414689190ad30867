/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vocabulary - what the columns of a table to be published hold, by their names. */
#include <stddef.h>
#include <string.h>

#include "model/vocabulary.h"

static const struct {
	const char *name;
	enum role role;
} words[] = {
	{ "period", ROLE_LABEL },
	{ "case_month", ROLE_LABEL },
	{ "group", ROLE_LABEL },
	{ "service", ROLE_LABEL },
	{ "topic", ROLE_LABEL },
	{ "measure", ROLE_SERIES },
	{ "quantity", ROLE_SERIES },
	{ "of", ROLE_SERIES },
	{ "curve", ROLE_SERIES },
	{ "scenario", ROLE_SERIES },
	{ "last_month", ROLE_KEEP },
	{ "capacity", ROLE_KEEP },
	{ "band", ROLE_KEEP },
	{ "flag", ROLE_FLAG },
	{ "n", ROLE_COUNT },
	{ "cases", ROLE_COUNT },
	{ "active_cases", ROLE_COUNT },
	{ "open_cases", ROLE_COUNT },
	{ "open_at_end", ROLE_COUNT },
	{ "households", ROLE_COUNT },
	{ "persons", ROLE_COUNT },
	{ "new_cases", ROLE_PART },
	{ "ended_cases", ROLE_PART },
	{ "reopened_cases", ROLE_PART },
	{ "no_shows", ROLE_PART },
	{ "consultations", ROLE_EVENTS },
	{ "contacts", ROLE_EVENTS },
	{ "hours", ROLE_AMOUNT },
	{ "group_hours", ROLE_AMOUNT },
	{ "total", ROLE_AMOUNT },
	{ "exposure", ROLE_AMOUNT },
	{ "largest_case", ROLE_LARGEST },
	{ "second_case", ROLE_SECOND },
	{ "all_cases", ROLE_CASES },
	{ "value", ROLE_STATISTIC },
	{ "seen", ROLE_STATISTIC },
	{ "naive", ROLE_STATISTIC },
	{ "error", ROLE_STATISTIC },
	{ "naive_error", ROLE_STATISTIC },
	{ "se", ROLE_STATISTIC },
	{ "lower95", ROLE_STATISTIC },
	{ "upper95", ROLE_STATISTIC },
	{ "lower95s", ROLE_STATISTIC },
	{ "upper95s", ROLE_STATISTIC },
	{ "smooth", ROLE_STATISTIC },
	{ "share", ROLE_STATISTIC },
	{ "p_value", ROLE_STATISTIC },
	{ "q2.5", ROLE_STATISTIC },
	{ "q10", ROLE_STATISTIC },
	{ "q25", ROLE_STATISTIC },
	{ "q50", ROLE_STATISTIC },
	{ "q75", ROLE_STATISTIC },
	{ "q90", ROLE_STATISTIC },
	{ "q97.5", ROLE_STATISTIC },
	{ "prob_over", ROLE_STATISTIC },
	{ "cover50", ROLE_KEEP },
	{ "cover80", ROLE_KEEP },
	{ "cover95", ROLE_KEEP },
	{ "case_id", ROLE_PERSONAL },
	{ "person_id", ROLE_PERSONAL },
	{ "household_id", ROLE_PERSONAL },
	{ "contact_id", ROLE_PERSONAL },
	{ "group_id", ROLE_PERSONAL },
	{ "age_day", ROLE_PERSONAL },   /* the daily curve rises by single consultations */
};

enum role vocabulary_role(const char *name)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].name, name) == 0)
			return words[i].role;
	return ROLE_UNKNOWN;
}

int vocabulary_is_value(const char *name)
{
	return strcmp(name, "value") == 0 || strcmp(name, "seen") == 0 ||
	       strcmp(name, "naive") == 0;
}
