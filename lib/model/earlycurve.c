/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earlycurve - the effort curves of cases that came back early and of the others. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/earlycurve.h"
#include "model/grouping.h"
#include "stats/band.h"
#include "stats/welch.h"

static const double LEVEL = 0.95;
static const char *const side_names[] = { "early", "not_early" };

/* ---- the cases of one group as a caseload of their own --------------------------- */

/* Grouped by side. What is not its own is the caseload's. Returns how many cases it has. */
static int64_t view_make(struct caseload *view, const struct caseload *caseload,
			 const struct landmark *landmark, const struct grouping *grouping,
			 size_t group, struct intern *names)
{
	int64_t cases = 0;

	*view = *caseload;
	view->groups = names;
	view->group = mem_new(caseload->cases, sizeof *view->group);
	view->origin = mem_new(caseload->cases, sizeof *view->origin);
	for (uint32_t id = 0; id < caseload->cases; id++) {
		int inside = landmark->side[id] != LANDMARK_OUT &&
			     (group == grouping->count - 1 ||
			      grouping_of(grouping, caseload, id) == group);

		view->group[id] = inside ? landmark->side[id] : INTERN_NONE;
		view->origin[id] = inside ? caseload->origin[id] : DATE_UNKNOWN;
		cases += inside;
	}
	return cases;
}

static void view_release(struct caseload *view)
{
	free(view->group);
	free(view->origin);
}

static const struct curve_group *side_of(const struct curve *curve, const char *name)
{
	for (size_t g = 0; g < curve->group_count; g++)
		if (curve->groups[g].label && strcmp(curve->groups[g].label, name) == 0)
			return &curve->groups[g];
	return NULL;
}

/* ---- differences ----------------------------------------------------------------- */

/* Critical value for the months from `first` on; both sides are independent. */
static double critical(const struct curve_line *early, const struct curve_line *others,
		       size_t first, size_t months, const struct curve_settings *settings,
		       const char *label)
{
	size_t count = months - first;
	double *sigma = mem_new(count * count, sizeof *sigma), c;
	char purpose[200];
	struct band_draws draws = { settings->replicates, settings->seed, purpose,
				    settings->threads };

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++)
			sigma[i * count + j] =
				early->sigma[(first + i) * early->months + first + j] +
				others->sigma[(first + i) * others->months + first + j];
	snprintf(purpose, sizeof purpose, "early.difference %s %s",
		 curve_measure_name(early->measure), label ? label : "(all)");
	c = band_critical(sigma, count, LEVEL, &draws);
	free(sigma);
	return c;
}

static struct curve_point difference(const struct curve_point *early,
				     const struct curve_point *others, double joint_alpha)
{
	double se = hypot(early->se, others->se);
	double df = welch_df(early->se * early->se, (double)early->n, others->se * others->se,
			     (double)others->n);
	struct curve_point point = { .n = early->n + others->n,
				     .exposure = early->exposure + others->exposure, .total = NAN,
				     .value = early->value - others->value, .se = se };

	point.single = welch_interval(point.value, se, df, 1 - LEVEL);
	point.joint = welch_interval(point.value, se, isnan(joint_alpha) ? NAN : df, joint_alpha);
	return point;
}

static void subtract(struct curve_line *to, const struct curve_line *early,
		     const struct curve_line *others, size_t first,
		     const struct curve_settings *settings, const char *label)
{
	size_t months = early->months < others->months ? early->months : others->months;
	double alpha = NAN;

	to->measure = early->measure;
	to->months = months;
	to->points = mem_new(months, sizeof *to->points);
	if (months > first && settings->replicates)
		alpha = band_alpha(critical(early, others, first, months, settings, label), LEVEL);
	for (size_t k = first; k < months; k++)
		to->points[k] = difference(&early->points[k], &others->points[k], alpha);
}

static int fit_group(struct earlycurve_group *group, const struct caseload *view, size_t first,
		     const struct curve_settings *settings, struct fault *fault)
{
	if (curve_fit(&group->curve, view, settings, fault) != 0)
		return -1;
	for (int side = 0; side < 2; side++)
		group->sides[side] = side_of(&group->curve, side_names[side]);
	for (int m = 0; m < EARLYCURVE_MEASURES; m++)
		subtract(&group->differences[m], &group->sides[LANDMARK_EARLY]->lines[m],
			 &group->sides[LANDMARK_NOT_EARLY]->lines[m], first, settings,
			 group->label);
	return 0;
}

/* ---- the whole ------------------------------------------------------------------- */

int earlycurve_fit(struct earlycurve *to, const struct caseload *caseload,
		   const struct landmark *landmark, const struct curve_settings *settings,
		   struct fault *fault)
{
	struct grouping grouping;
	int result = grouping_make(&grouping, caseload, fault);

	*to = (struct earlycurve){ .first = (size_t)landmark->month + (landmark->part < 1) };
	to->groups = mem_new(grouping.count, sizeof *to->groups);
	to->names = intern_new();
	for (int side = 0; side < 2; side++)
		intern_add(to->names, side_names[side], strlen(side_names[side]));
	for (size_t g = 0; g < grouping.count && result == 0; g++) {
		struct caseload view;

		if (view_make(&view, caseload, landmark, &grouping, g, to->names) > 0) {
			to->groups[to->count].label = grouping.labels[g];
			result = fit_group(&to->groups[to->count++], &view, to->first, settings,
					   fault);
		}
		view_release(&view);
	}
	grouping_free(&grouping);
	return result;
}

void earlycurve_free(struct earlycurve *earlycurve)
{
	for (size_t g = 0; g < earlycurve->count; g++) {
		curve_free(&earlycurve->groups[g].curve);
		for (int m = 0; m < EARLYCURVE_MEASURES; m++)
			free(earlycurve->groups[g].differences[m].points);
	}
	free(earlycurve->groups);
	intern_free(earlycurve->names);
}
