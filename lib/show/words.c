/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words - what the tables' own words are called for people. */
#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "show/words.h"

static const char *const own[] = {
	/* measures */
	N_("per_case"), N_("per_open"), N_("per_seen"), N_("same_cases"), N_("cumulative"),
	N_("share"), N_("zero_share"), N_("difference"), N_("ratio"),
	/* of the shape of a curve */
	N_("cases"), N_("months"), N_("months_1_3"), N_("months_5_9"), N_("rise"), N_("peak_month"),
	N_("peak_value"), N_("start_level"), N_("late_level"), N_("core_from"), N_("core_to"),
	N_("lambda"),
	/* sides */
	N_("early"), N_("not_early"), N_("all"),
	/* predictions and their check */
	N_("landmark"), N_("landmark_gamma"), N_("landmark_groups"), N_("states"), N_("open"),
	N_("predicted"), N_("brier"), N_("brier_constant"), N_("log_score"), N_("auc"),
	N_("calibration_intercept"), N_("calibration_slope"), N_("cover80"), N_("mean"), N_("bias"),
	N_("risk_1"), N_("risk_2"), N_("risk_3"), N_("risk_4"), N_("risk_5"),
	/* quantities of a forecast */
	N_("hours"), N_("total"), N_("value"), N_("fte"), N_("active_cases"), N_("open_at_end"),
	N_("new_cases"), N_("persons"), N_("outside"),
	/* severities */
	N_("unchecked"), N_("ok"), N_("note"), N_("warning"), N_("alarm"),
};

static const char *const groups[] = { N_("(all)"), N_("(none)") };

const char *words_group(const char *name)
{
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (strcmp(groups[i], name) == 0)
			return _(groups[i]);
	return name;
}

const char *words_shown(const char *word)
{
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (strcmp(own[i], word) == 0)
			return _(own[i]);
	return words_group(word);
}
