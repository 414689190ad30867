/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words - what the tables' own words are called for people. */
#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "show/words.h"

enum { GROUPS = 2 };     /* the first so many are names of groups, in any column */

static const struct word {
	const char *word;
	const char *column, *phrase;     /* only where it has one */
} own[] = {
	{ N_("(all)"), NULL, N_("all together") },
	{ N_("(none)"), NULL, N_("not stated") },
	/* measures */
	{ N_("per_case"), "measure", N_("a case") },
	{ N_("per_open"), "measure", N_("a case in counselling") },
	{ N_("per_seen"), "measure", N_("a case with a contact") },
	{ N_("same_cases"), "measure", N_("the same cases") },
	{ N_("cumulative"), "measure", N_("added up") },
	{ N_("share"), "measure", N_("share") },
	{ N_("zero_share"), "measure", N_("share without effort") },
	{ N_("difference"), "measure", N_("difference") },
	{ N_("ratio"), "measure", N_("ratio") },
	/* of the shape of a curve */
	{ N_("cases"), NULL, NULL },
	{ N_("months"), NULL, NULL },
	{ N_("months_1_3"), NULL, NULL },
	{ N_("months_5_9"), NULL, NULL },
	{ N_("rise"), NULL, NULL },
	{ N_("peak_month"), NULL, NULL },
	{ N_("peak_value"), NULL, NULL },
	{ N_("start_level"), NULL, NULL },
	{ N_("late_level"), NULL, NULL },
	{ N_("core_from"), NULL, NULL },
	{ N_("core_to"), NULL, NULL },
	{ N_("lambda"), NULL, NULL },
	/* sides */
	{ N_("early"), "group", N_("came back early") },
	{ N_("not_early"), "group", N_("did not come back early") },
	{ N_("all"), "group", N_("all cases") },
	{ N_("difference"), "group", N_("difference") },
	/* predictions and their check */
	{ N_("landmark"), NULL, NULL },
	{ N_("landmark_gamma"), NULL, NULL },
	{ N_("landmark_groups"), NULL, NULL },
	{ N_("states"), NULL, NULL },
	{ N_("open"), NULL, NULL },
	{ N_("predicted"), NULL, NULL },
	{ N_("brier"), NULL, NULL },
	{ N_("brier_constant"), NULL, NULL },
	{ N_("log_score"), NULL, NULL },
	{ N_("auc"), NULL, NULL },
	{ N_("calibration_intercept"), NULL, NULL },
	{ N_("calibration_slope"), NULL, NULL },
	{ N_("cover80"), NULL, NULL },
	{ N_("mean"), NULL, NULL },
	{ N_("bias"), NULL, NULL },
	{ N_("risk_1"), NULL, NULL },
	{ N_("risk_2"), NULL, NULL },
	{ N_("risk_3"), NULL, NULL },
	{ N_("risk_4"), NULL, NULL },
	{ N_("risk_5"), NULL, NULL },
	/* quantities of a forecast */
	{ N_("hours"), "quantity", N_("hours") },
	{ N_("total"), NULL, NULL },
	{ N_("value"), NULL, NULL },
	{ N_("fte"), "quantity", N_("posts") },
	{ N_("active_cases"), "quantity", N_("active cases") },
	{ N_("open_at_end"), "quantity", N_("open at the end") },
	{ N_("new_cases"), "quantity", N_("new cases") },
	{ N_("persons"), "quantity", N_("persons") },
	{ N_("outside"), NULL, NULL },
	/* severities */
	{ N_("unchecked"), NULL, NULL },
	{ N_("ok"), NULL, NULL },
	{ N_("note"), NULL, NULL },
	{ N_("warning"), NULL, NULL },
	{ N_("alarm"), NULL, NULL },
	/* services, which no tool's table translates */
	{ "welcome", "service", N_("welcome service") },
	{ "special", "service", N_("special service") },
	{ "general", "service", N_("general counselling") },
};
enum { OWN = sizeof own / sizeof *own };

/* Of flags. */
static const char *const flags[] = {
	N_("provisional"), N_("unreliable"), N_("infinite"), N_("before_landmark"),
	N_("no_inner_peak"), N_("seen"), N_("secret"),
};

static const char *shown_among(const char *word, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (strcmp(own[i].word, word) == 0)
			return _(own[i].word);
	return word;
}

const char *words_shown(const char *word)
{
	return shown_among(word, 0, OWN);
}

const char *words_group(const char *name)
{
	return shown_among(name, 0, GROUPS);
}

const char *words_flag(const char *word)
{
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		if (strcmp(flags[i], word) == 0)
			return _(flags[i]);
	return word;
}

const char *words_phrase(const char *column, const char *word)
{
	for (size_t i = 0; i < OWN; i++)
		if (strcmp(own[i].word, word) == 0 &&
		    (i < GROUPS || (own[i].column && strcmp(own[i].column, column) == 0)))
			return _(own[i].phrase);
	return word;
}
