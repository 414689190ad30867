/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trial - predictions that were made as if in the past, against what came. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/trial.h"
#include "stats/irls.h"
#include "stats/score.h"

void trials_add(struct trials *trials, const struct trial *trial)
{
	trials->list = mem_grow(trials->list, trials->count, &trials->capacity,
				sizeof *trials->list);
	trials->list[trials->count++] = *trial;
	trials->drawn_from++;
}

void trials_free(struct trials *trials)
{
	free(trials->list);
	memset(trials, 0, sizeof *trials);
}

int32_t trials_last(const struct trials *trials)
{
	int32_t last = TRIAL_ANY;

	for (size_t i = 0; i < trials->count; i++)
		if (trials->list[i].half > last)
			last = trials->list[i].half;
	return last;
}

/* ---- the chosen ones, as columns --------------------------------------------------- */

struct columns {
	size_t count;
	double *over, *error, *pit;
	unsigned char *happened;
	uint32_t *unit;                 /* by case, 0 .. units - 1 */
	size_t units;
};

static void columns_new(struct columns *columns, size_t room)
{
	*columns = (struct columns){ 0 };
	columns->over = mem_new(room, sizeof *columns->over);
	columns->error = mem_new(room, sizeof *columns->error);
	columns->pit = mem_new(room, sizeof *columns->pit);
	columns->happened = mem_new(room, sizeof *columns->happened);
	columns->unit = mem_new(room, sizeof *columns->unit);
}

static void columns_free(struct columns *columns)
{
	free(columns->over);
	free(columns->error);
	free(columns->pit);
	free(columns->happened);
	free(columns->unit);
}

static int by_number(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

/* Case numbers become 0, 1, 2, ... */
static void number_units(struct columns *columns)
{
	uint32_t *ids = mem_new(columns->count, sizeof *ids);

	if (columns->count)
		memcpy(ids, columns->unit, columns->count * sizeof *ids);
	qsort(ids, columns->count, sizeof *ids, by_number);
	for (size_t i = 0; i < columns->count; i++)
		if (!i || ids[i] != ids[columns->units - 1])
			ids[columns->units++] = ids[i];
	for (size_t i = 0; i < columns->count; i++) {
		const uint32_t *found = bsearch(&columns->unit[i], ids, columns->units,
						sizeof *ids, by_number);

		columns->unit[i] = (uint32_t)(found - ids);
	}
	free(ids);
}

static void choose(struct columns *columns, const struct trials *trials, int32_t half, int group,
		   struct trial_score *score)
{
	for (size_t i = 0; i < trials->count; i++) {
		const struct trial *trial = &trials->list[i];

		if ((half != TRIAL_ANY && trial->half != half) ||
		    (group != TRIAL_ANY && trial->group != group))
			continue;
		columns->over[columns->count] = trial->over;
		columns->error[columns->count] = trial->mean - trial->outcome;
		columns->pit[columns->count] = trial->pit;
		columns->happened[columns->count] = trial->happened;
		columns->unit[columns->count++] = trial->unit;
		score->mean += trial->outcome;
	}
}

/* ---- scores ------------------------------------------------------------------------ */

static void score_bias(struct trial_score *score, const struct columns *columns)
{
	double *ones = mem_new(columns->count, sizeof *ones), variance;
	struct irls_data data = { ones, columns->error, columns->count, 1 };
	struct fault fault = { 0 };
	struct irls fit;

	for (size_t i = 0; i < columns->count; i++)
		ones[i] = 1;
	score->bias = score->bias_se = NAN;
	if (irls_fit(&fit, IRLS_NORMAL, &data, 0, &fault) == 0)
		score->bias = fit.b[0];
	if (isfinite(score->bias) && columns->units > 1) {
		irls_clusters(&variance, &fit, &data, columns->unit, columns->units, 1);
		score->bias_se = sqrt(variance);
	}
	irls_free(&fit);
	free(ones);
}

static void score_coverage(struct trial_score *score, const struct columns *columns)
{
	double n = (double)columns->count, inside = 0;

	for (size_t i = 0; i < columns->count; i++)
		inside += columns->pit[i] > 0.1 && columns->pit[i] < 0.9;
	score->covered = inside / n;
	score->covered_limits = score_wilson(score->covered * (double)columns->units,
					     (double)columns->units, 0.05);
}

static void score_columns(struct trial_score *score, const struct columns *columns)
{
	size_t n = columns->count;
	double share;

	for (size_t i = 0; i < n; i++) {
		score->predicted += columns->over[i] / (double)n;
		score->happened += columns->happened[i];
	}
	share = (double)score->happened / (double)n;
	score->n = n;
	score->cases = columns->units;
	score->mean /= (double)n;
	score->brier = score_brier(columns->over, columns->happened, n);
	score->brier_constant = share * (1 - share);
	score->log_score = score_log(columns->over, columns->happened, n);
	score->auc = score_auc(columns->over, columns->happened, n);
	calibration_fit(&score->calibration, columns->over, columns->happened, n, columns->unit,
			columns->units);
	calibration_groups(score->risk, TRIAL_RISKS, columns->over, columns->happened, n,
			   (double)columns->units / (double)n);
	score_coverage(score, columns);
	score_bias(score, columns);
}

void trials_score(struct trial_score *score, const struct trials *trials, int32_t half, int group)
{
	struct columns columns;

	*score = (struct trial_score){ 0 };
	columns_new(&columns, trials->count);
	choose(&columns, trials, half, group, score);
	number_units(&columns);
	score_columns(score, &columns);
	columns_free(&columns);
}

int trial_is_off(const struct trial_score *score)
{
	return fabs(score->calibration.slope - 1) > 2 * score->calibration.slope_se;
}

int trial_is_biased(const struct trial_score *score)
{
	return fabs(score->bias) > 2 * score->bias_se;
}
