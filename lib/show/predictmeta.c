/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predictmeta - how predictions, and their check, came about. */
#include "show/predictmeta.h"

static void meta_trials(struct meta *meta, const char *name, const struct trials *trials)
{
	meta_open(meta, name);
	meta_count(meta, "predictions", (int64_t)trials->count);
	meta_count(meta, "origins", (int64_t)trials->origins);
	meta_count(meta, "folds", trials->folds);
	meta_count(meta, "drawn_from", (int64_t)trials->drawn_from);
	meta_close(meta);
}

void predictmeta_put(struct meta *meta, const struct predictmeta *what,
		     const struct predict *predict)
{
	const struct predict_settings *how = what->settings;

	meta_open(meta, "predict");
	meta_text(meta, "result", what->result);
	meta_count(meta, "weeks", how->prognosis.weeks);
	meta_count(meta, "months", how->prognosis.months);
	meta_count(meta, "lead_months", predict->lead);
	meta_count(meta, "days_passed_over", predict->passed_over);
	meta_count(meta, "cases_left_out", (int64_t)predict->left_out);
	meta_number(meta, "threshold", how->threshold);
	meta_number(meta, "min_prob", what->min_prob);
	meta_text(meta, "prognosis", predict->prognosis ?
				     prognosis_kind_names[predict->prognosis->kind] : NULL);
	meta_text(meta, "model", what->model);
	meta_count(meta, "former_cases",
		   predict->prognosis ? (int64_t)predict->prognosis->cases : 0);
	meta_count(meta, "household", how->prognosis.household);
	meta_count(meta, "service", how->prognosis.service);
	meta_count(meta, "paths", (int64_t)how->paths);
	meta_count(meta, "check_paths", (int64_t)how->check_paths);
	meta_count(meta, "months_followed", predict->follow);
	meta_count(meta, "choice_cases", (int64_t)predict->choice_cases);
	meta_count(meta, "choice_paths", predict->choice_cases ? PREDICT_CHOICE_PATHS : 0);
	meta_count(meta, "recalibrated", how->recalibrate);
	meta_count(meta, "seed", (int64_t)how->seed);
	meta_close(meta);
	meta_trials(meta, "check_landmark", &predict->landmark);
	meta_trials(meta, "check_open", &predict->open);
}
