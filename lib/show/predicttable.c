/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predicttable - the predictions, and their check, as tables. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "data/date.h"
#include "show/output.h"
#include "show/predicttable.h"

/* ---- predictions ------------------------------------------------------------------ */

enum { COLUMN_BY = 1, COLUMN_SERVICE = 3 };

static const struct table_column row_columns[] = {
	{ "case_id", NULL, COLUMN_TEXT, 0 },
	{ NULL, NULL, COLUMN_GROUP, 0 },
	{ "case_month", NULL, COLUMN_COUNT, 0 },
	{ "service", NULL, COLUMN_TEXT, 0 },
	{ "from", NULL, COLUMN_TEXT, 0 },
	{ "to", NULL, COLUMN_TEXT, 0 },
	{ "used", NULL, COLUMN_HOURS, 1 },
	{ "value", N_("expected"), COLUMN_HOURS, 1 },
	{ "q10", NULL, COLUMN_HOURS, 1 },
	{ "q50", NULL, COLUMN_HOURS, 1 },
	{ "q90", NULL, COLUMN_HOURS, 1 },
	{ "threshold", NULL, COLUMN_HOURS, 0 },
	{ "prob_over", NULL, COLUMN_NUMBER, 2 },
	{ "similar_over", NULL, COLUMN_COUNT, 0 },
	{ "similar_n", NULL, COLUMN_COUNT, 0 },
	{ "method", NULL, COLUMN_WORD, 0 },
	{ "first_effort", NULL, COLUMN_HOURS, 1 },
	{ "first_contacts", NULL, COLUMN_COUNT, 0 },
	{ "late_contacts", NULL, COLUMN_COUNT, 0 },
	{ "silent_days", NULL, COLUMN_COUNT, 0 },
	{ "persons", NULL, COLUMN_COUNT, 0 },
	{ "recent_effort", NULL, COLUMN_HOURS, 1 },
	{ "year_effort", NULL, COLUMN_HOURS, 1 },
	{ "silent_months", NULL, COLUMN_COUNT, 0 },
};

struct filling {
	struct table *table;
	const struct predict *predict;
	const struct caseload *caseload;
	const struct predict_settings *settings;
	const char *by;
	int service;
};

static const char *method_of(const struct predict *predict, const struct predict_row *row)
{
	static const char *const names[PROGNOSIS_KINDS] = {
		"landmark", "landmark_gamma", "landmark_groups"
	};

	return row->by_landmark ? names[predict->prognosis->kind] : "states";
}

static const char *value_of(const uint32_t *values, const struct intern *texts, uint32_t id)
{
	return values[id] == INTERN_NONE ? "" : intern_text(texts, values[id]);
}

static void put_date(struct table *table, int32_t day)
{
	char text[11];

	date_write(text, day);
	table_text(table, text);
}

static void put_known(struct table *table, int known, int64_t value)
{
	known ? table_count(table, value) : table_missing(table, MISSING_NONE);
}

static void put_number(struct table *table, int known, double value)
{
	known ? table_number(table, value) : table_missing(table, MISSING_NONE);
}

/* What the prediction rests on. */
static void put_inputs(const struct filling *filling, const struct predict_row *row)
{
	static const struct firstweeks_case none = { 0 };
	const struct firstweeks_case *first = row->by_landmark ? row->first : &none;
	int household = row->by_landmark && filling->predict->prognosis->settings.household;

	put_number(filling->table, row->by_landmark, first->effort);
	put_known(filling->table, row->by_landmark, first->contacts);
	put_known(filling->table, row->by_landmark, first->late);
	put_known(filling->table, row->by_landmark, first->silent);
	put_known(filling->table, household && first->persons, first->persons);
	put_number(filling->table, !row->by_landmark, row->recent);
	put_number(filling->table, !row->by_landmark, row->year);
	put_known(filling->table, !row->by_landmark, row->silent);
}

static void put_row(const struct filling *filling, const struct predict_row *row)
{
	const struct caseload *caseload = filling->caseload;
	struct table *table = filling->table;

	table_text(table, intern_text(store_ids(caseload->store), row->id));
	if (filling->by)
		table_text(table, group_label(value_of(caseload->group, caseload->groups,
						       row->id)));
	put_known(table, row->case_month >= 0, row->case_month);
	if (filling->service)
		table_text(table, value_of(caseload->service, caseload->services, row->id));
	put_date(table, row->from);
	put_date(table, row->to);
	table_number(table, row->used);
	table_number(table, row->value);
	table_number(table, row->q10);
	table_number(table, row->q50);
	table_number(table, row->q90);
	table_number(table, filling->settings->threshold);
	table_number(table, row->over);
	put_known(table, row->similar_n > 0, (int64_t)row->similar_over);
	put_known(table, row->similar_n > 0, (int64_t)row->similar_n);
	table_text(table, method_of(filling->predict, row));
	put_inputs(filling, row);
}

void predicttable_rows(struct predicttable *table, const struct predict *predict,
		       const struct caseload *caseload, const struct predict_settings *settings,
		       const char *by, const unsigned char *wanted)
{
	struct filling filling = { NULL, predict, caseload, settings, by,
				   !by || !text_equal(by, "service") };
	size_t count = 0;

	for (size_t i = 0; i < sizeof row_columns / sizeof *row_columns; i++) {
		if ((i == COLUMN_BY && !by) || (i == COLUMN_SERVICE && !filling.service))
			continue;
		table->columns[count] = row_columns[i];
		if (i == COLUMN_BY)
			table->columns[count] = (struct table_column){ by, NULL, COLUMN_GROUP, 0 };
		count++;
	}
	table->table = filling.table = table_new(table->columns, count);
	for (size_t i = 0; i < predict->count; i++)
		if (!wanted || wanted[i])
			put_row(&filling, &predict->rows[i]);
}

void predicttable_free(struct predicttable *table)
{
	table_free(table->table);
}

/* ---- the check -------------------------------------------------------------------- */

static const struct table_column check_columns[] = {
	{ "cases", NULL, COLUMN_WORD, 0 },
	{ "group", NULL, COLUMN_WORD, 0 },
	{ "measure", NULL, COLUMN_WORD, 0 },
	{ "n", NULL, COLUMN_COUNT, 0 },
	{ "value", NULL, COLUMN_NUMBER, 3 },
	{ "se", N_("se"), COLUMN_NUMBER, 3 },
	{ "lower95", N_("lower"), COLUMN_NUMBER, 3 },
	{ "upper95", N_("upper"), COLUMN_NUMBER, 3 },
};

struct place {
	struct table *table;
	const char *cases, *group;
};

static void put_measure(const struct place *place, const char *measure, size_t n, double value,
			double se, double lower, double upper)
{
	table_text(place->table, place->cases);
	table_text(place->table, place->group);
	table_text(place->table, measure);
	table_count(place->table, (int64_t)n);
	table_number(place->table, value);
	table_number(place->table, se);
	table_number(place->table, lower);
	table_number(place->table, upper);
}

static void put_normal(const struct place *place, const char *measure, size_t n, double value,
		       double se)
{
	put_measure(place, measure, n, value, se, value - 1.959963984540054 * se,
		    value + 1.959963984540054 * se);
}

static void put_plain(const struct place *place, const char *measure, size_t n, double value)
{
	put_measure(place, measure, n, value, NAN, NAN, NAN);
}

static void put_score(const struct place *place, const struct trial_score *score)
{
	put_plain(place, "cases", score->n, (double)score->cases);
	put_plain(place, "predicted", score->n, score->predicted);
	put_plain(place, "share", score->n, (double)score->happened / (double)score->n);
	put_plain(place, "brier", score->n, score->brier);
	put_plain(place, "brier_constant", score->n, score->brier_constant);
	put_plain(place, "log_score", score->n, score->log_score);
	put_plain(place, "auc", score->n, score->auc);
	put_normal(place, "calibration_intercept", score->n, score->calibration.intercept,
		   score->calibration.intercept_se);
	put_normal(place, "calibration_slope", score->n, score->calibration.slope,
		   score->calibration.slope_se);
	put_measure(place, "cover80", score->n, score->covered, NAN, score->covered_limits.lower,
		    score->covered_limits.upper);
	put_plain(place, "mean", score->n, score->mean);
	put_normal(place, "bias", score->n, score->bias, score->bias_se);
}

static void put_risks(struct place *place, const struct trial_score *score)
{
	for (int r = 0; r < TRIAL_RISKS; r++) {
		const struct reliability *risk = &score->risk[r];
		char name[24];

		if (!risk->n)
			continue;
		snprintf(name, sizeof name, "risk_%d", r + 1);
		place->group = name;
		put_plain(place, "predicted", risk->n, risk->predicted);
		put_measure(place, "share", risk->n, risk->observed, NAN, risk->limits.lower,
			    risk->limits.upper);
	}
}

static void put_groups(struct place *place, const struct trials *trials)
{
	static const char *const names[TRIAL_GROUPS] = { "0-2", "3-11", "12+" };
	struct trial_score score;

	for (int group = 0; group < TRIAL_GROUPS; group++) {
		trials_score(&score, trials, TRIAL_ANY, group);
		place->group = names[group];
		if (score.n)
			put_score(place, &score);
	}
}

static void put_halves(struct place *place, const struct trials *trials)
{
	int32_t last = trials_last(trials), first = last;
	struct trial_score score;

	for (size_t i = 0; i < trials->count; i++)
		if (trials->list[i].half < first)
			first = trials->list[i].half;
	for (int32_t half = first; last != TRIAL_ANY && half <= last; half++) {
		char name[16];

		trials_score(&score, trials, half, TRIAL_ANY);
		period_write(name, PERIOD_HALF, half);
		place->group = name;
		if (score.n)
			put_score(place, &score);
	}
}

static void put_trials(struct table *table, const char *cases, const struct trials *trials,
		       const struct trial_score *score, int groups)
{
	struct place place = { table, cases, "(all)" };

	if (!trials->count)
		return;
	put_score(&place, score);
	put_risks(&place, score);
	if (groups)
		put_groups(&place, trials);
	put_halves(&place, trials);
}

void predicttable_check(struct predicttable *table, const struct predict *predict)
{
	size_t count = sizeof check_columns / sizeof *check_columns;

	memcpy(table->columns, check_columns, sizeof check_columns);
	table->table = table_new(table->columns, count);
	put_trials(table->table, "landmark", &predict->landmark, &predict->landmark_score, 0);
	put_trials(table->table, "open", &predict->open, &predict->open_score, 1);
}
