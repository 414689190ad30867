/* SPDX-License-Identifier: GPL-3.0-or-later */
/* early - do cases that came back early need more afterwards? */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/date.h"
#include "model/early.h"
#include "model/grouping.h"
#include "stats/permutation.h"
#include "stats/random.h"
#include "stats/ratio.h"
#include "stats/score.h"
#include "stats/welch.h"

/* Cells of the engine: three that hold for the whole time, then the months. */
enum { CELL_OPEN, CELL_SEEN, CELL_ZERO, CELL_MONTHS };

static const double LEVEL = 0.95, POWER = 0.8;

/* One group of --by, both its sides and all together. */
struct frame {
	int64_t cases[EARLY_SIDES];
	int32_t last;                       /* last month of the outcome */
	size_t months;
	double *weights;                    /* by cell */
	struct ratio *ratios[EARLY_SIDES];
	double largest[EARLY_SIDES];        /* share of the mean that one case makes up */
	int64_t seen[EARLY_SIDES];          /* cases with effort in the months */
	struct permutation_unit *units;     /* NULL: none are needed */
	size_t unit_count;
};

struct fitting {
	const struct caseload *caseload;
	const struct landmark *landmark;
	const struct early_settings *settings;
	struct casecourse course;           /* of one case after the other */
	struct grouping grouping;
	struct frame *frames;               /* by group */
	struct ratio_cell *cells;           /* of one case */
};

const char *early_measure_name(enum early_measure measure)
{
	static const char *const names[] = { "per_case", "per_open", "per_seen", "zero_share" };

	return names[measure];
}

/* ---- all cases ----------------------------------------------------------------- */

typedef void take_case(struct fitting *fitting, struct frame *frame, enum landmark_side side);

/* Each case for its own group and for all. `whole` = with its months, not only its dates. */
static void each_case(struct fitting *fitting, int whole, take_case *take)
{
	const struct caseload *caseload = fitting->caseload;
	size_t all = fitting->grouping.count - 1;

	for (uint32_t i = 0; i < caseload->cases; i++) {
		uint32_t id = caseload->order[i];
		enum landmark_side side = (enum landmark_side)fitting->landmark->side[id];

		if (side == LANDMARK_OUT)
			continue;
		(whole ? casecourse_read : casecourse_look)(&fitting->course, id);
		take(fitting, &fitting->frames[all], side);
		if (all) {
			size_t own = grouping_of(&fitting->grouping, caseload, id);

			take(fitting, &fitting->frames[own], side);
		}
	}
}

/* ---- how far the months go ----------------------------------------------------- */

/* Exposure after the landmark in a month that the case reaches. */
static double exposure_in(const struct fitting *fitting, int32_t month)
{
	const struct casecourse *course = &fitting->course;
	int32_t from = landmark_day(&fitting->landmark->rule, course->origin) + 1;

	return casemonth_exposure(course->clock, course->origin, from, course->exit, month);
}

static void add_reach(struct fitting *fitting, struct frame *frame, enum landmark_side side)
{
	const struct casecourse *course = &fitting->course;
	int32_t first = fitting->landmark->month;
	size_t count = 0;

	for (int32_t k = first; k <= course->last && k <= fitting->settings->months; k++)
		fitting->cells[count++] = (struct ratio_cell){ (size_t)(k - first), 0,
							       exposure_in(fitting, k) };
	ratio_sum(frame->ratios[side], fitting->cells, count);
}

/* A side without cases does not end the months of the other. */
static int reaches(const struct fitting *fitting, const struct ratio *side, size_t month)
{
	double part = month == 0 ? fitting->landmark->part : 1;
	int64_t least = side->units < 2 ? side->units : 2;

	return !side->units ||
	       (side->n[month] >= least && casemonth_enough(side->e[month] / part));
}

static void fix_reach(struct fitting *fitting, struct frame *frame)
{
	const struct ratio *early = frame->ratios[LANDMARK_EARLY];
	const struct ratio *others = frame->ratios[LANDMARK_NOT_EARLY];

	frame->cases[LANDMARK_EARLY] = early->units;
	frame->cases[LANDMARK_NOT_EARLY] = others->units;
	frame->cases[EARLY_BOTH] = early->units + others->units;
	while (frame->cases[EARLY_BOTH] && frame->months < early->cells &&
	       reaches(fitting, early, frame->months) && reaches(fitting, others, frame->months))
		frame->months++;
	frame->last = fitting->landmark->month + (int32_t)frame->months - 1;
}

static void frame_release(struct frame *frame)
{
	for (int side = 0; side < EARLY_SIDES; side++) {
		ratio_free(frame->ratios[side]);
		frame->ratios[side] = NULL;
	}
	free(frame->weights);
	free(frame->units);
}

static void weigh(const struct fitting *fitting, struct frame *frame)
{
	double part = fitting->landmark->part, sum = part + (double)frame->months - 1;

	frame->weights = mem_new(CELL_MONTHS + frame->months, sizeof *frame->weights);
	for (size_t k = 0; k < frame->months; k++)
		frame->weights[CELL_MONTHS + k] = (k == 0 ? part : 1) / sum;
}

/* Permuting is dear where both sides are large, and then the t distribution says the same. */
static int is_permuted(const struct frame *frame)
{
	int64_t early = frame->cases[LANDMARK_EARLY], others = frame->cases[LANDMARK_NOT_EARLY];

	return early > 1 && others > 1 && (early <= EARLY_PERMUTED || others <= EARLY_PERMUTED);
}

static int find_reach(struct fitting *fitting, struct fault *fault)
{
	size_t count = fitting->grouping.count;
	int32_t first = fitting->landmark->month, last = fitting->settings->months;
	size_t width = last < first ? 0 : (size_t)(last - first) + 1;

	for (size_t g = 0; g < count; g++)
		for (int side = 0; side < EARLY_BOTH; side++)
			fitting->frames[g].ratios[side] = ratio_new(width);
	each_case(fitting, 0, add_reach);
	for (size_t g = 0; g < count; g++) {
		struct frame *frame = &fitting->frames[g];

		fix_reach(fitting, frame);
		frame_release(frame);
		weigh(fitting, frame);
		for (int side = 0; side < EARLY_SIDES; side++)
			frame->ratios[side] = ratio_new(CELL_MONTHS + frame->months);
		if (is_permuted(frame))
			frame->units = mem_new((size_t)frame->cases[EARLY_BOTH],
					       sizeof *frame->units);
	}
	if (!fitting->frames[count - 1].months)
		return fault_set(fault, STATUS_MODEL,
				 N_("too little was seen after the landmark: both sides need a "
				    "month in which two of their cases were under observation"));
	return 0;
}

/* ---- one case ------------------------------------------------------------------ */

/* What came after the landmark in a month that the landmark may cut. */
static struct case_month month_after(const struct fitting *fitting, int32_t k)
{
	const struct casecourse *course = &fitting->course;
	struct case_month month = course->months[k];
	int32_t day = landmark_day(&fitting->landmark->rule, course->origin);
	struct course_part part;

	month.exposure = exposure_in(fitting, k);
	if (k > fitting->landmark->month || fitting->landmark->part >= 1)
		return month;
	part = casecourse_between(course, day + 1,
				  casemonth_last(course->clock, course->origin, k));
	month.amount = part.amount;
	month.contacts = (uint32_t)part.contact_days;
	return month;
}

/* The cells of one case in one frame. */
struct unit {
	const struct ratio_cell *cells;
	size_t count;
};

/* Months first, and before them those of the three cells that the case has a part in. */
static struct unit make_unit(struct fitting *fitting, const struct frame *frame)
{
	const struct casecourse *course = &fitting->course;
	int32_t first = fitting->landmark->month, last = frame->last;
	struct ratio_cell *cells = fitting->cells, *start = cells + CELL_MONTHS;
	struct ratio_cell sums[CELL_MONTHS] = { { CELL_OPEN, 0, 0 }, { CELL_SEEN, 0, 0 },
						{ CELL_ZERO, 0, 0 } };
	size_t count = CELL_MONTHS;

	for (int32_t k = first; k <= last && k <= course->last; k++) {
		struct case_month month = month_after(fitting, k);

		cells[count++] = (struct ratio_cell){ CELL_MONTHS + (size_t)(k - first),
						      month.amount, month.exposure };
		sums[CELL_SEEN].x += month.amount;
		sums[CELL_SEEN].e += month.contacts > 0;
		sums[CELL_OPEN].x += month.open ? month.amount : 0;
		sums[CELL_OPEN].e += month.open ? month.exposure : 0;
	}
	sums[CELL_ZERO].x = sums[CELL_SEEN].x == 0;
	sums[CELL_ZERO].e = course->exit >= casemonth_last(course->clock, course->origin, last);
	for (int i = CELL_MONTHS; i-- > 0;)
		if (sums[i].e > 0)
			*--start = sums[i];
	return (struct unit){ start, (size_t)(cells + count - start) };
}

static void add_sums(struct fitting *fitting, struct frame *frame, enum landmark_side side)
{
	struct unit unit = make_unit(fitting, frame);

	ratio_sum(frame->ratios[side], unit.cells, unit.count);
	ratio_sum(frame->ratios[EARLY_BOTH], unit.cells, unit.count);
}

/* Which share of the mean this case makes up: the weight of its effort. */
static double contribution(const struct frame *frame, const struct ratio *ratio, struct unit unit)
{
	double sum = 0;

	for (size_t i = 0; i < unit.count; i++)
		sum += frame->weights[unit.cells[i].index] * unit.cells[i].x /
		       ratio->e[unit.cells[i].index];
	return sum;
}

/* The case's influence on the common mean, times the number of cases: with full follow-up its own
 * mean less the common one. */
static double influence(const struct frame *frame, struct unit unit)
{
	const struct ratio *both = frame->ratios[EARLY_BOTH];
	double sum = 0;

	for (size_t i = 0; i < unit.count; i++) {
		size_t k = unit.cells[i].index;

		sum += frame->weights[k] * (unit.cells[i].x - both->r[k] * unit.cells[i].e) /
		       both->e[k];
	}
	return sum * (double)both->units;
}

static void keep_unit(const struct fitting *fitting, struct frame *frame, struct unit unit,
		      enum landmark_side side)
{
	int32_t half = period_of(PERIOD_HALF, month_of(fitting->course.origin));

	frame->units[frame->unit_count++] = (struct permutation_unit){
		influence(frame, unit), half, side == LANDMARK_EARLY };
}

static int has_effort(struct unit unit)
{
	for (size_t i = 0; i < unit.count; i++)
		if (unit.cells[i].index >= CELL_MONTHS && unit.cells[i].x > 0)
			return 1;
	return 0;
}

static void add_spread(struct fitting *fitting, struct frame *frame, enum landmark_side side)
{
	struct unit unit = make_unit(fitting, frame);
	const int sides[] = { (int)side, EARLY_BOTH };

	for (int i = 0; i < 2; i++) {
		double own = contribution(frame, frame->ratios[sides[i]], unit);

		ratio_spread(frame->ratios[sides[i]], unit.cells, unit.count);
		frame->largest[sides[i]] = fmax(frame->largest[sides[i]], own);
		frame->seen[sides[i]] += has_effort(unit);
	}
	if (frame->units)
		keep_unit(fitting, frame, unit, side);
}

/* ---- means --------------------------------------------------------------------- */

/* In units of the store. */
struct estimate {
	double value, variance;
	double weight;               /* of the largest single outcome (stats/interval.h) */
	int64_t seen;                /* cases with effort */
};

static double sum_of(const double *by_cell, const struct frame *frame)
{
	double sum = 0;

	for (size_t k = 0; k < frame->months; k++)
		sum += by_cell[CELL_MONTHS + k];
	return sum;
}

static double theta(const struct frame *frame, const struct ratio *ratio)
{
	double sum = 0;

	for (size_t k = CELL_MONTHS; k < CELL_MONTHS + frame->months; k++)
		sum += frame->weights[k] * ratio->r[k];
	return frame->months ? sum : NAN;
}

/* Where a side has no effort at all, that of a typical case with some stands for the largest. */
static struct estimate estimate_per_case(const struct frame *frame, int side, int small_sample)
{
	const struct ratio *ratio = frame->ratios[side], *both = frame->ratios[EARLY_BOTH];
	double value = theta(frame, ratio), seen = (double)frame->seen[EARLY_BOTH];
	double typical = theta(frame, both) * (double)both->units / seen / (double)ratio->units;

	return (struct estimate){ value, ratio_linear(ratio, frame->weights, small_sample),
				  value > 0 ? frame->largest[side] : typical,
				  frame->seen[side] };
}

static struct estimate estimate_mean(const struct frame *frame, enum early_measure measure,
				     int side, int small_sample)
{
	const struct ratio *ratio = frame->ratios[side], *both = frame->ratios[EARLY_BOTH];
	size_t cell = measure == EARLY_PER_OPEN ? CELL_OPEN : CELL_SEEN;
	double typical = both->x[cell] / (double)both->seen[cell];

	if (measure == EARLY_PER_CASE)
		return estimate_per_case(frame, side, small_sample);
	return (struct estimate){ ratio->r[cell], ratio_variance(ratio, cell, small_sample),
				  (ratio->x[cell] > 0 ? ratio->largest[cell] : typical) /
				  ratio->e[cell], ratio->seen[cell] };
}

static struct interval scaled(struct interval interval, double divisor)
{
	return (struct interval){ interval.lower / divisor, interval.upper / divisor };
}

static struct early_mean mean_of(const struct fitting *fitting, const struct frame *frame,
				 enum early_measure measure, int side)
{
	struct estimate estimate = estimate_mean(frame, measure, side,
						 fitting->settings->small_sample);
	const struct ratio *ratio = frame->ratios[side];
	double divisor = fitting->caseload->divisor;
	int per_case = measure == EARLY_PER_CASE;
	size_t cell = measure == EARLY_PER_OPEN ? CELL_OPEN : CELL_SEEN;
	struct early_mean mean = {
		.n = per_case ? ratio->units : ratio->n[cell],
		.seen = estimate.seen,
		.exposure = per_case ? sum_of(ratio->e, frame) : ratio->e[cell],
		.total = (per_case ? sum_of(ratio->x, frame) : ratio->x[cell]) / divisor,
		.value = estimate.value / divisor, .se = NAN, .limits = { NAN, NAN } };

	if (mean.n < 2 || !isfinite(mean.value))
		return mean;
	mean.se = sqrt(estimate.variance) / divisor;
	mean.limits = scaled(interval_gamma_seen(estimate.value, estimate.variance,
						 estimate.weight, (double)estimate.seen,
						 1 - LEVEL), divisor);
	return mean;
}

static struct early_mean zero_share(const struct frame *frame, int side)
{
	const struct ratio *ratio = frame->ratios[side];
	double n = (double)ratio->n[CELL_ZERO], zeros = ratio->x[CELL_ZERO], share = zeros / n;
	struct early_mean mean = { .n = ratio->n[CELL_ZERO], .exposure = n, .total = zeros,
				   .value = share, .se = sqrt(share * (1 - share) / (n - 1)),
				   .limits = score_wilson(zeros, n, 1 - LEVEL) };

	if (mean.n < 2)
		mean.se = mean.limits.lower = mean.limits.upper = NAN;
	return mean;
}

/* ---- differences and ratios ---------------------------------------------------- */

/* The delta method for the logarithm; t with as many degrees of freedom for each side as its cases
 * with effort, as in the limits of its mean. */
static void find_ratio(struct early_contrast *contrast, const struct early_mean *early,
		       const struct early_mean *others)
{
	double a = early->se / early->value, b = others->se / others->value, df;
	struct interval limits;

	contrast->ratio = others->value > 0 ? early->value / others->value :
			  early->value > 0 ? INFINITY : NAN;
	contrast->log_se = NAN;
	contrast->ratio_limits = (struct interval){ NAN, NAN };
	if (!(contrast->ratio > 0) || isinf(contrast->ratio))
		return;
	contrast->log_se = sqrt(a * a + b * b);
	df = welch_df(a * a, (double)early->seen + 1, b * b, (double)others->seen + 1);
	limits = welch_interval(log(contrast->ratio), contrast->log_se, df, 1 - LEVEL);
	contrast->ratio_limits.lower = exp(limits.lower);
	contrast->ratio_limits.upper = exp(limits.upper);
}

/* The units behind a variance are all cases of the side, as in the engine's factor. */
static struct early_contrast contrast_of(const struct early_group *group,
					 enum early_measure measure)
{
	const struct early_mean *early = &group->means[measure][LANDMARK_EARLY];
	const struct early_mean *others = &group->means[measure][LANDMARK_NOT_EARLY];
	struct early_contrast contrast = { .difference = early->value - others->value,
					   .se = hypot(early->se, others->se) };

	contrast.df = welch_df(early->se * early->se, (double)group->cases[LANDMARK_EARLY],
			       others->se * others->se, (double)group->cases[LANDMARK_NOT_EARLY]);
	contrast.limits = welch_interval(contrast.difference, contrast.se, contrast.df, 1 - LEVEL);
	find_ratio(&contrast, early, others);
	return contrast;
}

/* ---- the test ------------------------------------------------------------------ */

/* Several strata, and two of either side in each? */
static int has_two_of_each(const struct frame *frame)
{
	int32_t least = INT32_MAX, most = INT32_MIN;
	int64_t (*sides)[2];
	int good = 1;

	for (size_t i = 0; i < frame->unit_count; i++) {
		least = frame->units[i].stratum < least ? frame->units[i].stratum : least;
		most = frame->units[i].stratum > most ? frame->units[i].stratum : most;
	}
	sides = mem_new((size_t)(most - least) + 1, sizeof *sides);
	for (size_t i = 0; i < frame->unit_count; i++)
		sides[frame->units[i].stratum - least][frame->units[i].in_a]++;
	for (int32_t s = 0; s <= most - least; s++)
		good &= !(sides[s][0] + sides[s][1]) || (sides[s][0] > 1 && sides[s][1] > 1);
	free(sides);
	return good && least < most;
}

static void permute(struct early_group *group, struct frame *frame,
		    const struct early_settings *settings)
{
	struct permutation permutation;
	char purpose[200];
	gsl_rng *random;

	group->stratified = has_two_of_each(frame);
	for (size_t i = 0; i < frame->unit_count && !group->stratified; i++)
		frame->units[i].stratum = 0;
	snprintf(purpose, sizeof purpose, "early.permutation %s",
		 group->label ? group->label : "(all)");
	random = random_stream(settings->seed, purpose, 0);
	permutation_test(&permutation, frame->units, frame->unit_count, settings->replicates,
			 random);
	gsl_rng_free(random);
	group->p = permutation.p;
	group->p_plain = permutation.p_plain;
	group->splits = permutation.splits;
	group->drawn = permutation.drawn;
	if (!isnan(permutation.p))
		group->test = permutation.exact ? EARLY_EXACT : EARLY_DRAWN;
}

static void find_p(struct early_group *group, struct frame *frame,
		   const struct early_settings *settings)
{
	const struct early_contrast *contrast = &group->contrasts[EARLY_PER_CASE];

	group->p = group->p_plain = NAN;
	if (frame->units) {
		permute(group, frame, settings);
	} else if (contrast->df > 0) {
		group->p = welch_p(contrast->difference, contrast->se, contrast->df);
		group->test = EARLY_WELCH;
	}
}

/* ---- the whole ----------------------------------------------------------------- */

static void fill_group(struct early_group *group, size_t number, const struct fitting *fitting)
{
	struct frame *frame = &fitting->frames[number];
	double early = (double)frame->cases[LANDMARK_EARLY];
	double both = (double)frame->cases[EARLY_BOTH];

	group->label = fitting->grouping.labels[number];
	memcpy(group->cases, frame->cases, sizeof group->cases);
	group->last = frame->last;
	group->share = early / both;
	group->share_limits = score_wilson(early, both, 1 - LEVEL);
	for (int side = 0; side < EARLY_SIDES; side++) {
		for (int m = 0; m < EARLY_MEANS; m++)
			group->means[m][side] = mean_of(fitting, frame, (enum early_measure)m,
							side);
		group->means[EARLY_ZERO_SHARE][side] = zero_share(frame, side);
	}
	for (int m = 0; m < EARLY_MEANS; m++)
		group->contrasts[m] = contrast_of(group, (enum early_measure)m);
	group->detectable = welch_detectable(group->contrasts[EARLY_PER_CASE].se,
					     group->contrasts[EARLY_PER_CASE].df, 1 - LEVEL, POWER);
	find_p(group, frame, fitting->settings);
}

static void each_ratio(struct fitting *fitting, void (*what)(struct ratio *ratio, size_t cells))
{
	for (size_t g = 0; g < fitting->grouping.count; g++)
		for (int side = 0; side < EARLY_SIDES; side++)
			what(fitting->frames[g].ratios[side],
			     CELL_MONTHS + fitting->frames[g].months);
}

static void finish(struct ratio *ratio, size_t cells)
{
	(void)cells;
	ratio_finish(ratio);
}

static void prepare(struct fitting *fitting)
{
	int32_t most = fitting->settings->months - fitting->landmark->month + 1;

	fitting->frames = mem_new(fitting->grouping.count, sizeof *fitting->frames);
	fitting->cells = mem_new((size_t)(most > 0 ? most : 0) + CELL_MONTHS,
				 sizeof *fitting->cells);
}

static void release(struct fitting *fitting)
{
	for (size_t g = 0; fitting->frames && g < fitting->grouping.count; g++)
		frame_release(&fitting->frames[g]);
	free(fitting->frames);
	free(fitting->cells);
	grouping_free(&fitting->grouping);
	casecourse_free(&fitting->course);
}

static void estimate(struct early *early, struct fitting *fitting)
{
	each_case(fitting, 1, add_sums);
	each_ratio(fitting, ratio_fix);
	each_case(fitting, 1, add_spread);
	each_ratio(fitting, finish);
	early->group_count = fitting->grouping.count;
	early->groups = mem_new(early->group_count, sizeof *early->groups);
	for (size_t g = 0; g < early->group_count; g++)
		fill_group(&early->groups[g], g, fitting);
}

int early_fit(struct early *early, const struct caseload *caseload,
	      const struct landmark *landmark, const struct early_settings *settings,
	      struct fault *fault)
{
	struct fitting fitting = { .caseload = caseload, .landmark = landmark,
				   .settings = settings };
	int result;

	memset(early, 0, sizeof *early);
	result = grouping_make(&fitting.grouping, caseload, fault);
	if (result == 0)
		result = casecourse_start(&fitting.course, caseload, landmark->rule.clock, fault);
	if (result == 0) {
		prepare(&fitting);
		result = find_reach(&fitting, fault);
	}
	if (result == 0)
		estimate(early, &fitting);
	release(&fitting);
	return result;
}

void early_free(struct early *early)
{
	free(early->groups);
}
