/* SPDX-License-Identifier: GPL-3.0-or-later */
/* early - do cases that came back early need more afterwards? */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/date.h"
#include "model/early.h"
#include "model/earlyunit.h"
#include "model/grouping.h"
#include "stats/moments.h"
#include "stats/permutation.h"
#include "stats/ratio.h"
#include "stats/score.h"
#include "stats/welch.h"

static const double LEVEL = 0.95, POWER = 0.8;

/* Of the sums of all parts. They are whole numbers, so that neither parts nor the order of cases
 * have a say. */
enum { PART_BYTES = 1 << 26 };

/* Of one side of a frame. */
struct sums {
	struct moments *reach;              /* exposure by month, as far as any case reaches */
	struct moments *months, *open, *seen;   /* see earlyunit.h */
	int64_t followed, zeros;            /* cases seen to the end; of these without effort */
	double largest, largest_of_both;    /* share of the mean that one case makes up */
};

/* The same as ratios, of a side or of both together. */
struct side {
	struct ratio *reach, *months, *open, *seen;
	int64_t followed, zeros;
	double largest;
};

/* One group of --by, both its sides and all together. */
struct frame {
	struct earlyunit_scope scope;
	int64_t cases[EARLY_SIDES];
	size_t months;
	double *weights;                    /* by month */
	struct side sides[EARLY_SIDES];
	struct permutation_unit *units;     /* NULL: none are needed */
	size_t unit_count;
};

struct part;

/* What a pass does with a case in a frame. */
typedef void take_case(struct part *part, struct frame *frame, enum landmark_side side);

struct part {
	const struct fitting *fitting;
	struct casecourse course;           /* of one case after the other */
	struct earlyunit unit;
	struct sums *sums;                  /* by frame and side: see sums_of */
};

struct fitting {
	const struct caseload *caseload;
	const struct landmark *landmark;
	const struct early_settings *settings;
	struct grouping grouping;
	struct frame *frames;               /* by group */
	size_t width;                       /* months that any case can reach */
	struct part parts[PARALLEL_PARTS_MAX];
	size_t part_count;
	struct ratio_cell *cells;           /* of one case */
	int whole;                          /* this pass wants cases with their effort */
	take_case *take;                    /* what it does */
};

const char *early_measure_name(enum early_measure measure)
{
	static const char *const names[] = { "per_case", "per_open", "per_seen", "zero_share" };

	return names[measure];
}

/* ---- all cases ----------------------------------------------------------------- */

static struct sums *sums_of(const struct part *part, const struct frame *frame, int side)
{
	return &part->sums[(size_t)(frame - part->fitting->frames) * EARLY_BOTH + (size_t)side];
}

/* Each case for its own group and for all. */
static void take_one(size_t id, void *to)
{
	struct part *part = to;
	const struct fitting *fitting = part->fitting;
	enum landmark_side side = (enum landmark_side)fitting->landmark->side[id];
	size_t all = fitting->grouping.count - 1;

	if (side == LANDMARK_OUT)
		return;
	(fitting->whole ? casecourse_contacts : casecourse_look)(&part->course, (uint32_t)id);
	fitting->take(part, &fitting->frames[all], side);
	if (all)
		fitting->take(part, &fitting->frames[grouping_of(&fitting->grouping, fitting->caseload,
								 (uint32_t)id)], side);
}

static void take_part(size_t number, void *to)
{
	struct fitting *fitting = to;

	parallel_part(number, fitting->part_count, fitting->caseload->cases, take_one,
		      &fitting->parts[number]);
}

static void each_case(struct fitting *fitting, int whole, take_case *take)
{
	fitting->whole = whole;
	fitting->take = take;
	parallel_each(fitting->settings->threads, fitting->part_count, take_part, fitting);
}

/* ---- how far the months go ----------------------------------------------------- */

static void add_reach(struct part *part, struct frame *frame, enum landmark_side side)
{
	earlyunit_reach(&part->unit, &part->course, &frame->scope);
	moments_add(sums_of(part, frame, side)->reach, &part->unit.months);
}

static struct ratio *ratio_of(const struct moments *moments, size_t cells)
{
	struct ratio *ratio = ratio_new(cells);

	moments_sum(moments, ratio);
	return ratio;
}

static void join_reach(struct fitting *fitting, struct frame *frame)
{
	struct sums *early = sums_of(&fitting->parts[0], frame, LANDMARK_EARLY);

	for (int side = 0; side < EARLY_BOTH; side++) {
		struct moments *sum = early[side].reach;

		for (size_t i = 1; i < fitting->part_count; i++)
			moments_join(sum, sums_of(&fitting->parts[i], frame, side)->reach);
		frame->sides[side].reach = ratio_of(sum, fitting->width);
	}
	moments_join(early->reach, early[LANDMARK_NOT_EARLY].reach);
	frame->sides[EARLY_BOTH].reach = ratio_of(early->reach, fitting->width);
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
	const struct ratio *early = frame->sides[LANDMARK_EARLY].reach;
	const struct ratio *others = frame->sides[LANDMARK_NOT_EARLY].reach;
	const int32_t *whole = fitting->parts[0].course.whole + fitting->landmark->month;

	frame->cases[LANDMARK_EARLY] = early->units;
	frame->cases[LANDMARK_NOT_EARLY] = others->units;
	frame->cases[EARLY_BOTH] = early->units + others->units;
	while (frame->cases[EARLY_BOTH] && frame->months < early->cells &&
	       reaches(fitting, early, frame->months) && reaches(fitting, others, frame->months))
		frame->scope.open_whole += whole[frame->months++];
	frame->scope.seen_whole = (int32_t)frame->months;
	frame->scope.last = fitting->landmark->month + (int32_t)frame->months - 1;
}

static void weigh(const struct fitting *fitting, struct frame *frame)
{
	double part = fitting->landmark->part, sum = part + (double)frame->months - 1;

	frame->weights = mem_new(frame->months, sizeof *frame->weights);
	for (size_t k = 0; k < frame->months; k++)
		frame->weights[k] = (k == 0 ? part : 1) / sum;
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

	each_case(fitting, 0, add_reach);
	for (size_t g = 0; g < count; g++) {
		struct frame *frame = &fitting->frames[g];

		join_reach(fitting, frame);
		fix_reach(fitting, frame);
		weigh(fitting, frame);
	}
	if (!fitting->frames[count - 1].months)
		return fault_set(fault, STATUS_MODEL,
				 N_("too little was seen after the landmark: both sides need a "
				    "month in which two of their cases were under observation"));
	return 0;
}

/* ---- sums ---------------------------------------------------------------------- */

/* Which share of the mean this case makes up: the weight of its effort. */
static double contribution(const struct frame *frame, int side, const struct moments_unit *unit)
{
	const double *e = frame->sides[side].reach->e;
	double sum = 0;

	for (size_t i = 0; i < unit->outcome_count; i++) {
		size_t k = unit->outcomes[i].at;

		sum += frame->weights[k] * (double)unit->outcomes[i].size / e[k];
	}
	return sum;
}

static void add_sums(struct part *part, struct frame *frame, enum landmark_side side)
{
	struct sums *sums = sums_of(part, frame, side);
	struct earlyunit *unit = &part->unit;

	earlyunit_make(unit, &part->course, &frame->scope);
	moments_add(sums->months, &unit->months);
	moments_add(sums->open, &unit->open);
	moments_add(sums->seen, &unit->seen);
	sums->followed += unit->followed;
	sums->zeros += unit->followed && !unit->months.outcome_count;
	sums->largest = fmax(sums->largest, contribution(frame, side, &unit->months));
	sums->largest_of_both = fmax(sums->largest_of_both,
				     contribution(frame, EARLY_BOTH, &unit->months));
}

static void join_sums(struct sums *sums, const struct sums *from)
{
	moments_join(sums->months, from->months);
	moments_join(sums->open, from->open);
	moments_join(sums->seen, from->seen);
	sums->followed += from->followed;
	sums->zeros += from->zeros;
	sums->largest = fmax(sums->largest, from->largest);
	sums->largest_of_both = fmax(sums->largest_of_both, from->largest_of_both);
}

static struct ratio *spread_of(const struct moments *moments, size_t cells)
{
	struct ratio *ratio = ratio_of(moments, cells);

	ratio_fix(ratio, cells);
	moments_spread(moments, ratio);
	return ratio;
}

static void fill_side(struct frame *frame, int side, const struct sums *sums)
{
	struct side *to = &frame->sides[side];

	to->months = spread_of(sums->months, frame->months);
	to->open = spread_of(sums->open, 1);
	to->seen = spread_of(sums->seen, 1);
	to->followed = sums->followed;
	to->zeros = sums->zeros;
	to->largest = side == EARLY_BOTH ? sums->largest_of_both : sums->largest;
}

static int sum_frame(struct fitting *fitting, struct frame *frame, struct fault *fault)
{
	struct sums *early = sums_of(&fitting->parts[0], frame, LANDMARK_EARLY);

	for (int side = 0; side < EARLY_BOTH; side++) {
		for (size_t i = 1; i < fitting->part_count; i++)
			join_sums(&early[side], sums_of(&fitting->parts[i], frame, side));
		if (moments_too_large(early[side].seen))
			return fault_set(fault, STATUS_DATA,
					 N_("the amounts of one case are too large to add up"));
		fill_side(frame, side, &early[side]);
	}
	join_sums(early, &early[LANDMARK_NOT_EARLY]);
	fill_side(frame, EARLY_BOTH, early);
	return 0;
}

static void start_sums(struct fitting *fitting)
{
	const struct casecourse *course = &fitting->parts[0].course;
	const int32_t *whole = course->whole + fitting->landmark->month;
	double part = casemonth_part(course->clock);

	for (size_t i = 0; i < fitting->part_count; i++)
		for (size_t n = 0; n < fitting->grouping.count * EARLY_BOTH; n++) {
			struct sums *sums = &fitting->parts[i].sums[n];
			const struct frame *frame = &fitting->frames[n / EARLY_BOTH];

			sums->months = moments_new(frame->months, whole, part, 1);
			sums->open = moments_new(1, &frame->scope.open_whole, part, 1);
			sums->seen = moments_new(1, &frame->scope.seen_whole, 1, 1);
		}
}

static int sum_all(struct fitting *fitting, struct fault *fault)
{
	start_sums(fitting);
	each_case(fitting, 1, add_sums);
	for (size_t g = 0; g < fitting->grouping.count; g++)
		if (sum_frame(fitting, &fitting->frames[g], fault) != 0)
			return -1;
	return 0;
}

/* ---- what the test permutes ------------------------------------------------------ */

/* The case's influence on the common mean, times the number of cases: with full follow-up its own
 * mean less the common one. */
static double influence(const struct frame *frame, const struct ratio_cell *cells, size_t count)
{
	const struct ratio *both = frame->sides[EARLY_BOTH].months;
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		size_t k = cells[i].index;

		sum += frame->weights[k] * (cells[i].x - both->r[k] * cells[i].e) / both->e[k];
	}
	return sum * (double)both->units;
}

static void keep_unit(struct part *part, struct frame *frame, enum landmark_side side)
{
	int32_t half = period_of(PERIOD_HALF, month_of(part->course.origin));
	struct ratio_cell *cells;
	size_t count;

	if (!frame->units)
		return;
	cells = part->fitting->cells;
	earlyunit_make(&part->unit, &part->course, &frame->scope);
	count = moments_cells(sums_of(part, frame, side)->months, &part->unit.months, cells);
	frame->units[frame->unit_count++] = (struct permutation_unit){
		influence(frame, cells, count), half, side == LANDMARK_EARLY };
}

/* In the order of ids, which random splits depend on. */
static void keep_units(struct fitting *fitting)
{
	uint32_t *order = NULL;

	for (size_t g = 0; g < fitting->grouping.count; g++) {
		struct frame *frame = &fitting->frames[g];

		if (!is_permuted(frame))
			continue;
		frame->units = mem_new((size_t)frame->cases[EARLY_BOTH], sizeof *frame->units);
		if (!order)
			order = intern_sorted(store_ids(fitting->caseload->store));
	}
	fitting->take = keep_unit;
	for (uint32_t i = 0; order && i < fitting->caseload->cases; i++)
		take_one(order[i], &fitting->parts[0]);
	free(order);
}

/* ---- means --------------------------------------------------------------------- */

/* In units of the store. */
struct estimate {
	double value, variance;
	double weight;               /* of the largest single outcome (stats/interval.h) */
	int64_t seen;                /* cases with effort */
};

static double sum_of(const double *by_month, const struct frame *frame)
{
	double sum = 0;

	for (size_t k = 0; k < frame->months; k++)
		sum += by_month[k];
	return sum;
}

static double theta(const struct frame *frame, const struct ratio *ratio)
{
	double sum = 0;

	for (size_t k = 0; k < frame->months; k++)
		sum += frame->weights[k] * ratio->r[k];
	return frame->months ? sum : NAN;
}

/* Where a side has no effort at all, that of a typical case with some stands for the largest. */
static struct estimate estimate_per_case(const struct frame *frame, int side, int small_sample)
{
	const struct side *own = &frame->sides[side], *both = &frame->sides[EARLY_BOTH];
	double value = theta(frame, own->months), seen = (double)both->seen->seen[0];
	double typical = theta(frame, both->months) * (double)both->months->units / seen /
			 (double)own->months->units;

	return (struct estimate){ value, ratio_linear(own->months, frame->weights, small_sample),
				  value > 0 ? own->largest : typical, own->seen->seen[0] };
}

/* Effort per month of some kind. */
static const struct ratio *rate_of(const struct side *side, enum early_measure measure)
{
	return measure == EARLY_PER_OPEN ? side->open : side->seen;
}

static struct estimate estimate_mean(const struct frame *frame, enum early_measure measure,
				     int side, int small_sample)
{
	const struct ratio *ratio = rate_of(&frame->sides[side], measure);
	const struct ratio *both = rate_of(&frame->sides[EARLY_BOTH], measure);
	double typical = both->x[0] / (double)both->seen[0];

	if (measure == EARLY_PER_CASE)
		return estimate_per_case(frame, side, small_sample);
	return (struct estimate){ ratio->r[0], ratio_variance(ratio, 0, small_sample),
				  (ratio->x[0] > 0 ? ratio->largest[0] : typical) / ratio->e[0],
				  ratio->seen[0] };
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
	const struct ratio *months = frame->sides[side].months;
	const struct ratio *rate = rate_of(&frame->sides[side], measure);
	double divisor = fitting->caseload->divisor;
	int per_case = measure == EARLY_PER_CASE;
	struct early_mean mean = {
		.n = per_case ? months->units : rate->n[0],
		.seen = estimate.seen,
		.exposure = per_case ? sum_of(months->e, frame) : rate->e[0],
		.total = (per_case ? sum_of(months->x, frame) : rate->x[0]) / divisor,
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
	double n = (double)frame->sides[side].followed, zeros = (double)frame->sides[side].zeros;
	double share = zeros / n;
	struct early_mean mean = { .n = frame->sides[side].followed, .exposure = n, .total = zeros,
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

/* The units behind a variance are the side's cases that enter the mean: with all of them a few
 * cases seen among many would count as many. */
static struct early_contrast contrast_of(const struct early_group *group,
					 enum early_measure measure)
{
	const struct early_mean *early = &group->means[measure][LANDMARK_EARLY];
	const struct early_mean *others = &group->means[measure][LANDMARK_NOT_EARLY];
	struct early_contrast contrast = { .difference = early->value - others->value,
					   .se = hypot(early->se, others->se) };

	contrast.df = welch_df(early->se * early->se, (double)early->n,
			       others->se * others->se, (double)others->n);
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

	group->stratified = has_two_of_each(frame);
	for (size_t i = 0; i < frame->unit_count && !group->stratified; i++)
		frame->units[i].stratum = 0;
	snprintf(purpose, sizeof purpose, "early.permutation %s",
		 group->label ? group->label : "(all)");
	permutation_test(&permutation, frame->units, frame->unit_count,
			 &(struct permutation_draws){
				 .replicates = settings->replicates, .threads = settings->threads,
				 .seed = settings->seed, .purpose = purpose });
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
	group->last = frame->scope.last;
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

/* As many as there are threads, and memory for their sums. */
static void start_parts(struct fitting *fitting)
{
	struct casecourse *course = &fitting->parts[0].course;
	size_t sides = fitting->grouping.count * EARLY_BOTH, width = fitting->width;
	const int32_t *whole = course->whole + fitting->landmark->month;

	fitting->part_count = parallel_parts(fitting->settings->threads, fitting->caseload->cases,
					     PART_BYTES / (sides * moments_bytes(width)));
	for (size_t i = 0; i < fitting->part_count; i++) {
		struct part *part = &fitting->parts[i];

		part->fitting = fitting;
		if (i > 0)
			casecourse_again(&part->course, course);
		earlyunit_start(&part->unit, width);
		part->sums = mem_new(sides, sizeof *part->sums);
		for (size_t n = 0; n < sides; n++)
			part->sums[n].reach = moments_new(width, whole, casemonth_part(course->clock), 0);
	}
}

static int prepare(struct fitting *fitting, struct fault *fault)
{
	const struct landmark *landmark = fitting->landmark;
	struct casecourse *course = &fitting->parts[0].course;
	int32_t last;

	if (grouping_make(&fitting->grouping, fitting->caseload, fault) != 0 ||
	    casecourse_start(course, fitting->caseload, landmark->rule.clock, fault) != 0)
		return -1;
	last = fitting->settings->months < (int32_t)course->width - 1 ? fitting->settings->months :
								       (int32_t)course->width - 1;
	fitting->width = last < landmark->month ? 0 : (size_t)(last - landmark->month) + 1;
	fitting->cells = mem_new(fitting->width, sizeof *fitting->cells);
	fitting->frames = mem_new(fitting->grouping.count, sizeof *fitting->frames);
	for (size_t g = 0; g < fitting->grouping.count; g++)
		fitting->frames[g].scope = (struct earlyunit_scope){ landmark, last, 0, 0 };
	start_parts(fitting);
	return 0;
}

static void release_part(struct part *part, const struct fitting *fitting)
{
	for (size_t n = 0; part->sums && n < fitting->grouping.count * EARLY_BOTH; n++) {
		moments_free(part->sums[n].reach);
		moments_free(part->sums[n].months);
		moments_free(part->sums[n].open);
		moments_free(part->sums[n].seen);
	}
	free(part->sums);
	earlyunit_free(&part->unit);
	casecourse_free(&part->course);
}

static void release_frame(struct frame *frame)
{
	for (int side = 0; side < EARLY_SIDES; side++) {
		ratio_free(frame->sides[side].reach);
		ratio_free(frame->sides[side].months);
		ratio_free(frame->sides[side].open);
		ratio_free(frame->sides[side].seen);
	}
	free(frame->weights);
	free(frame->units);
}

static void release(struct fitting *fitting)
{
	release_part(&fitting->parts[0], fitting);
	for (size_t i = 1; i < fitting->part_count; i++)
		release_part(&fitting->parts[i], fitting);
	for (size_t g = 0; fitting->frames && g < fitting->grouping.count; g++)
		release_frame(&fitting->frames[g]);
	free(fitting->frames);
	free(fitting->cells);
	grouping_free(&fitting->grouping);
}

int early_fit(struct early *early, const struct caseload *caseload,
	      const struct landmark *landmark, const struct early_settings *settings,
	      struct fault *fault)
{
	struct fitting fitting = { .caseload = caseload, .landmark = landmark,
				   .settings = settings };
	int result;

	memset(early, 0, sizeof *early);
	result = prepare(&fitting, fault);
	if (result == 0)
		result = find_reach(&fitting, fault);
	if (result == 0)
		result = sum_all(&fitting, fault);
	if (result == 0) {
		keep_units(&fitting);
		early->group_count = fitting.grouping.count;
		early->groups = mem_new(early->group_count, sizeof *early->groups);
		for (size_t g = 0; g < early->group_count; g++)
			fill_group(&early->groups[g], g, &fitting);
	}
	release(&fitting);
	return result;
}

void early_free(struct early *early)
{
	free(early->groups);
}
