/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve - the effort curve. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "model/casecourse.h"
#include "model/curve.h"
#include "model/grouping.h"
#include "stats/band.h"
#include "stats/ratio.h"

/* The measures that the engine estimates; cumulative follows from per_case. */
enum { ESTIMATED = CURVE_CUMULATIVE };

static const double LEVEL = 0.95;

/* One case as the engine wants it. */
struct unit {
	struct ratio_cell *cells[ESTIMATED];
	size_t count[ESTIMATED];
};

/* Large caseloads are taken in parts by several threads. The parts depend on the number of cases
 * alone, so that the sums do not depend on the threads. */
enum { PARTS = 8, PART_LEAST = 512 };

struct fitting;

struct part {
	const struct fitting *fitting;
	uint32_t from, to;           /* of the caseload's order */
	struct casecourse course;    /* of one case after the other */
	struct unit unit;
	struct ratio **ratios;       /* groups x ESTIMATED; of the only part those of the fitting */
};

struct fitting {
	const struct caseload *caseload;
	const struct curve_settings *settings;
	struct grouping grouping;
	size_t lines;                /* groups x ESTIMATED */
	struct ratio **ratios;       /* by line */
	struct bootstrap **kept;     /* by line; NULL where the cases are not kept */
	struct part parts[PARTS];
	size_t part_count;
};

const char *curve_measure_name(enum curve_measure measure)
{
	static const char *const names[] = { "per_case", "per_open", "per_seen", "same_cases",
					     "cumulative" };

	return names[measure];
}

/* ---- one case ------------------------------------------------------------------ */

static void put(struct unit *unit, enum curve_measure measure, int32_t month, double x, double e)
{
	unit->cells[measure][unit->count[measure]++] =
		(struct ratio_cell){ (size_t)month, x, e };
}

static int is_same_case(const struct casecourse *course, int months)
{
	if (!months || course->entry > course->origin || course->last + 1 < months)
		return 0;
	for (int k = 0; k < months; k++)
		if (!course->months[k].open)
			return 0;
	return 1;
}

static void make_unit(struct part *part, uint32_t id)
{
	struct casecourse *course = &part->course;
	struct unit *unit = &part->unit;
	int same_months = part->fitting->settings->same_months;

	casecourse_read(course, id);
	memset(unit->count, 0, sizeof unit->count);
	for (int32_t k = course->first; k <= course->last; k++) {
		const struct case_month *month = &course->months[k];

		put(unit, CURVE_PER_CASE, k, month->amount, month->exposure);
		if (month->contacts)
			put(unit, CURVE_PER_SEEN, k, month->amount, 1);
		if (month->open)
			put(unit, CURVE_PER_OPEN, k, month->amount, month->exposure);
	}
	if (!is_same_case(course, same_months))
		return;
	for (int32_t k = 0; k < same_months; k++)
		put(unit, CURVE_SAME_CASES, k, course->months[k].amount,
		    course->months[k].exposure);
}

/* Cumulative rests on per_case; kept lines are described by the shape. */
static int is_wanted(const struct curve_settings *settings, size_t measure)
{
	unsigned wanted = settings->wanted | settings->keep;

	if (!settings->wanted)
		return 1;
	if (measure == CURVE_PER_CASE && wanted >> CURVE_CUMULATIVE & 1)
		return 1;
	return wanted >> measure & 1;
}

/* ---- all cases, twice ---------------------------------------------------------- */

/* What a pass does with the cells of one case in one line. */
typedef void take_cells(struct part *part, size_t line, const struct ratio_cell *cells,
			size_t count);

static void sum_cells(struct part *part, size_t line, const struct ratio_cell *cells, size_t count)
{
	ratio_sum(part->ratios[line], cells, count);
}

static void spread_cells(struct part *part, size_t line, const struct ratio_cell *cells,
			 size_t count)
{
	if (is_wanted(part->fitting->settings, line % ESTIMATED))
		ratio_spread(part->ratios[line], cells, count);
}

static void keep_cells(struct part *part, size_t line, const struct ratio_cell *cells, size_t count)
{
	if (part->fitting->kept[line])
		bootstrap_add(part->fitting->kept[line], cells, count);
}

/* All cases count in every line but same_cases, whose G is the number of its own. */
static void take_unit(struct part *part, size_t group, take_cells *take)
{
	const struct unit *unit = &part->unit;

	for (size_t m = 0; m < ESTIMATED; m++)
		if (m != CURVE_SAME_CASES || unit->count[m])
			take(part, group * ESTIMATED + m, unit->cells[m], unit->count[m]);
}

static void pass(struct part *part, take_cells *take)
{
	const struct fitting *fitting = part->fitting;
	const struct caseload *caseload = fitting->caseload;
	size_t all = fitting->grouping.count - 1;

	part->course.gaps = part->course.long_gaps = 0;
	for (uint32_t i = part->from; i < part->to; i++) {
		uint32_t id = caseload->order[i];

		if (!caseload_incident(caseload, id))
			continue;
		make_unit(part, id);
		take_unit(part, all, take);
		if (all)
			take_unit(part, grouping_of(&fitting->grouping, caseload, id), take);
	}
}

static void sum_part(size_t number, void *to)
{
	struct fitting *fitting = to;

	pass(&fitting->parts[number], sum_cells);
}

static void spread_part(size_t number, void *to)
{
	struct fitting *fitting = to;

	pass(&fitting->parts[number], spread_cells);
}

static void join_parts(struct fitting *fitting)
{
	for (size_t i = 0; fitting->part_count > 1 && i < fitting->part_count; i++)
		for (size_t line = 0; line < fitting->lines; line++)
			ratio_join(fitting->ratios[line], fitting->parts[i].ratios[line]);
}

static void sum_all(struct fitting *fitting)
{
	parallel_each(fitting->settings->threads, fitting->part_count, sum_part, fitting);
	join_parts(fitting);
}

/* Each part spreads around the r of all. */
static void spread_all(struct fitting *fitting)
{
	for (size_t i = 0; fitting->part_count > 1 && i < fitting->part_count; i++)
		for (size_t line = 0; line < fitting->lines; line++) {
			ratio_free(fitting->parts[i].ratios[line]);
			fitting->parts[i].ratios[line] = ratio_part(fitting->ratios[line]);
		}
	parallel_each(fitting->settings->threads, fitting->part_count, spread_part, fitting);
	join_parts(fitting);
	for (size_t line = 0; line < fitting->lines; line++)
		ratio_finish(fitting->ratios[line]);
}

/* Months from 0 on until, after the first that is reached, less than a whole one is seen. */
static size_t reach(const struct ratio *ratio, int months)
{
	size_t most = months >= 0 && (size_t)months < ratio->cells ? (size_t)months + 1 : ratio->cells;
	size_t k = 0;

	while (k < most && !casemonth_enough(ratio->e[k]))
		k++;
	if (k == most)
		return 0;
	while (k < most && casemonth_enough(ratio->e[k]))
		k++;
	return k;
}

static int fix_all(struct fitting *fitting, struct fault *fault)
{
	size_t all = (fitting->grouping.count - 1) * ESTIMATED;

	for (size_t g = 0; g < fitting->grouping.count; g++) {
		struct ratio **ratio = &fitting->ratios[g * ESTIMATED];
		size_t months = reach(ratio[CURVE_PER_CASE], fitting->settings->months);

		ratio_fix(ratio[CURVE_PER_OPEN], reach(ratio[CURVE_PER_OPEN],
						       fitting->settings->months));
		ratio_fix(ratio[CURVE_SAME_CASES], reach(ratio[CURVE_SAME_CASES],
							 fitting->settings->months));
		ratio_fix(ratio[CURVE_PER_SEEN], months);
		ratio_fix(ratio[CURVE_PER_CASE], months);
		if (is_wanted(fitting->settings, CURVE_CUMULATIVE))
			ratio_want_share(ratio[CURVE_PER_CASE]);
	}
	if (fitting->ratios[all]->cells == 0)
		return fault_set(fault, STATUS_MODEL,
				 N_("less than one case month under observation"));
	return 0;
}

/* Kept cases reach as far as their line; they are kept in the order of their ids. */
static void keep_all(struct fitting *fitting)
{
	for (size_t line = 0; line < fitting->lines; line++)
		if (fitting->settings->keep >> line % ESTIMATED & 1)
			fitting->kept[line] = bootstrap_new(fitting->ratios[line]->cells);
	for (size_t i = 0; fitting->settings->keep && i < fitting->part_count; i++)
		pass(&fitting->parts[i], keep_cells);
}

/* ---- from sums to points ------------------------------------------------------- */

/* What the line of one measure is made of, in the units of the store. */
struct estimate {
	const struct ratio *ratio;
	size_t months;
	double *value, *total, *weight;   /* weight of the largest single outcome */
	int64_t *least;                   /* cases in the thinnest month that the value rests on */
	int64_t *seen;                    /* cases with effort in the month; of several the most */
	double *sigma;                    /* months x months */
};

static void estimate_free(struct estimate *estimate)
{
	free(estimate->value);
	free(estimate->total);
	free(estimate->weight);
	free(estimate->least);
	free(estimate->seen);
	free(estimate->sigma);
}

static double mean_seen(const struct ratio *seen)
{
	double x = 0;
	int64_t n = 0;

	for (size_t k = 0; k < seen->cells; k++) {
		x += seen->x[k];
		n += seen->n[k];
	}
	return n && x > 0 ? x / (double)n : NAN;
}

/* Where nothing was seen, the weight of one typical case month stands for the largest: one of the
 * group, or of all cases where the group has seen none at all. */
static double typical(const struct fitting *fitting, size_t group)
{
	size_t all = fitting->grouping.count - 1;
	double own = mean_seen(fitting->ratios[group * ESTIMATED + CURVE_PER_SEEN]);

	return isnan(own) ? mean_seen(fitting->ratios[all * ESTIMATED + CURVE_PER_SEEN]) : own;
}

static struct estimate plain_estimate(const struct ratio *ratio, double typical_amount)
{
	size_t months = ratio->cells;
	struct estimate estimate = { ratio, months, mem_new(months, sizeof(double)),
				     mem_new(months, sizeof(double)),
				     mem_new(months, sizeof(double)),
				     mem_new(months, sizeof(int64_t)),
				     mem_new(months, sizeof(int64_t)),
				     mem_new(months * months, sizeof(double)) };

	for (size_t k = 0; k < months; k++) {
		double largest = ratio->x[k] > 0 ? ratio->largest[k] : typical_amount;

		estimate.value[k] = ratio->r[k];
		estimate.total[k] = ratio->x[k];
		estimate.weight[k] = largest / ratio->e[k];
		estimate.least[k] = ratio->n[k];
		estimate.seen[k] = ratio->seen[k];
	}
	memcpy(estimate.sigma, ratio->sigma, months * months * sizeof *estimate.sigma);
	return estimate;
}

/* M = C r with C lower triangular of ones, so Sigma becomes C Sigma C'. */
static void accumulate(struct estimate *estimate)
{
	size_t n = estimate->months;
	double *s = estimate->sigma;

	for (size_t k = 1; k < n; k++) {
		estimate->value[k] += estimate->value[k - 1];
		estimate->total[k] += estimate->total[k - 1];
		estimate->weight[k] = fmax(estimate->weight[k], estimate->weight[k - 1]);
		if (estimate->least[k - 1] < estimate->least[k])
			estimate->least[k] = estimate->least[k - 1];
		if (estimate->seen[k - 1] > estimate->seen[k])
			estimate->seen[k] = estimate->seen[k - 1];
	}
	/* The case that makes up most of the sum; where nothing was seen, a typical month. */
	for (size_t k = 0; k < n; k++)
		if (estimate->ratio->share[k] > 0)
			estimate->weight[k] = estimate->ratio->share[k];
	for (size_t i = 1; i < n; i++)
		for (size_t j = 0; j < n; j++)
			s[i * n + j] += s[(i - 1) * n + j];
	for (size_t i = 0; i < n; i++)
		for (size_t j = 1; j < n; j++)
			s[i * n + j] += s[i * n + j - 1];
}

static struct interval scaled(struct interval interval, double divisor)
{
	return (struct interval){ interval.lower / divisor, interval.upper / divisor };
}

static void fill_point(struct curve_point *point, const struct estimate *estimate, size_t k,
		       double joint_alpha, const struct fitting *fitting)
{
	const struct ratio *ratio = estimate->ratio;
	double divisor = fitting->caseload->divisor, units = (double)ratio->units;
	double factor = fitting->settings->small_sample ? units / (units - 1) : 1;
	double v = factor * estimate->sigma[k * estimate->months + k];
	double r = estimate->value[k], w = estimate->weight[k], seen = (double)estimate->seen[k];

	*point = (struct curve_point){ .n = ratio->n[k], .exposure = ratio->e[k],
				       .total = estimate->total[k] / divisor,
				       .value = r / divisor,
				       .se = sqrt(v) / divisor,
				       .single = { NAN, NAN }, .joint = { NAN, NAN } };
	if (estimate->least[k] < 2 || !isfinite(r)) {
		point->se = NAN;     /* of one case no variance can be known */
		return;
	}
	point->single = scaled(interval_gamma_seen(r, v, w, seen, 1 - LEVEL), divisor);
	if (v > 0 && isfinite(joint_alpha))
		point->joint = scaled(interval_gamma_seen(r, v, w, seen, joint_alpha), divisor);
}

/* Named by measure and group, so that no further one changes the numbers of another. */
static struct normal band_stream(const struct fitting *fitting, enum curve_measure measure, size_t group)
{
	const char *label = fitting->grouping.labels[group];
	char purpose[200];

	snprintf(purpose, sizeof purpose, "curve.band %s %s", curve_measure_name(measure),
		 label ? label : "(all)");
	return normal_stream(fitting->settings->seed, purpose, 0);
}

/* The level at which the single interval becomes the joint band. */
static double joint_alpha_of(const struct estimate *estimate, const struct fitting *fitting,
			     enum curve_measure measure, size_t group)
{
	size_t replicates = fitting->settings->replicates;
	struct normal random;
	double c;

	if (!replicates || !estimate->months)
		return NAN;
	random = band_stream(fitting, measure, group);
	c = band_critical(estimate->sigma, estimate->months, LEVEL, replicates, &random);
	return band_alpha(c, LEVEL);
}

/* What later steps need of the estimate, in effort units. */
static void keep_line(struct curve_line *line, const struct estimate *estimate,
		      const struct fitting *fitting)
{
	size_t n = line->months;
	double divisor = fitting->caseload->divisor, units = (double)estimate->ratio->units;
	double factor = fitting->settings->small_sample ? units / (units - 1) : 1;

	line->units = estimate->ratio->units;
	line->divisor = divisor;
	line->sigma = mem_new(n * n, sizeof *line->sigma);
	line->weight = mem_new(n, sizeof *line->weight);
	for (size_t i = 0; i < n * n; i++)
		line->sigma[i] = factor * estimate->sigma[i] / (divisor * divisor);
	line->seen = mem_new(n, sizeof *line->seen);
	for (size_t k = 0; k < n; k++) {
		line->weight[k] = estimate->weight[k] / divisor;
		line->seen[k] = estimate->seen[k];
	}
}

static void fill_line(struct curve_line *line, enum curve_measure measure, size_t group,
		      const struct fitting *fitting)
{
	struct ratio *const *ratios = &fitting->ratios[group * ESTIMATED];
	int source = measure == CURVE_CUMULATIVE ? CURVE_PER_CASE : (int)measure;
	struct estimate estimate = plain_estimate(ratios[source], typical(fitting, group));
	double joint_alpha;

	if (measure == CURVE_CUMULATIVE)
		accumulate(&estimate);
	joint_alpha = joint_alpha_of(&estimate, fitting, measure, group);
	line->measure = measure;
	line->months = estimate.months;
	line->points = mem_new(estimate.months, sizeof *line->points);
	for (size_t k = 0; k < estimate.months; k++)
		fill_point(&line->points[k], &estimate, k, joint_alpha, fitting);
	keep_line(line, &estimate, fitting);
	estimate_free(&estimate);
}

static void fill_group(struct curve_group *group, size_t number, struct fitting *fitting)
{
	size_t first = number * ESTIMATED;

	group->label = fitting->grouping.labels[number];
	group->cases = fitting->ratios[first]->units;
	for (size_t m = 0; m < CURVE_MEASURES; m++)
		if (is_wanted(fitting->settings, m))
			fill_line(&group->lines[m], (enum curve_measure)m, number, fitting);
	for (size_t m = 0; m < ESTIMATED; m++) {
		group->lines[m].cases = fitting->kept[first + m];
		fitting->kept[first + m] = NULL;
	}
}

static double long_gap_share(const struct fitting *fitting)
{
	int64_t gaps = 0, long_gaps = 0;

	for (size_t i = 0; i < fitting->part_count; i++) {
		gaps += fitting->parts[i].course.gaps;
		long_gaps += fitting->parts[i].course.long_gaps;
	}
	return gaps ? (double)long_gaps / (double)gaps : NAN;
}

static void fill_curve(struct curve *curve, struct fitting *fitting)
{
	curve->group_count = fitting->grouping.count;
	curve->groups = mem_new(curve->group_count, sizeof *curve->groups);
	for (size_t g = 0; g < curve->group_count; g++)
		fill_group(&curve->groups[g], g, fitting);
	curve->long_gap_share = long_gap_share(fitting);
}

/* ---- the whole ----------------------------------------------------------------- */

static struct ratio **new_ratios(size_t lines, size_t width)
{
	struct ratio **ratios = mem_new(lines, sizeof *ratios);

	for (size_t i = 0; i < lines; i++)
		ratios[i] = ratio_new(width);
	return ratios;
}

static void free_ratios(struct ratio **ratios, size_t lines)
{
	for (size_t i = 0; ratios && i < lines; i++)
		ratio_free(ratios[i]);
	free(ratios);
}

static void start_part(struct fitting *fitting, size_t number)
{
	struct part *part = &fitting->parts[number];
	size_t width = fitting->parts[0].course.width;
	uint64_t cases = fitting->caseload->cases;

	part->fitting = fitting;
	part->from = (uint32_t)(cases * number / fitting->part_count);
	part->to = (uint32_t)(cases * (number + 1) / fitting->part_count);
	if (number > 0)
		casecourse_again(&part->course, &fitting->parts[0].course);
	for (int m = 0; m < ESTIMATED; m++)
		part->unit.cells[m] = mem_new(width, sizeof(struct ratio_cell));
	part->ratios = fitting->part_count == 1 ? fitting->ratios :
						  new_ratios(fitting->lines, width);
}

static int prepare(struct fitting *fitting, struct fault *fault)
{
	const struct curve_settings *settings = fitting->settings;
	struct casecourse *course = &fitting->parts[0].course;
	size_t most = fitting->caseload->cases / PART_LEAST;

	if (casecourse_start(course, fitting->caseload, settings->clock, fault) != 0)
		return -1;
	course->without_open = !settings->same_months && !is_wanted(settings, CURVE_PER_OPEN);
	fitting->lines = fitting->grouping.count * ESTIMATED;
	fitting->ratios = new_ratios(fitting->lines, course->width);
	fitting->kept = mem_new(fitting->lines, sizeof *fitting->kept);
	fitting->part_count = most < 1 ? 1 : most < PARTS ? most : PARTS;
	for (size_t i = 0; i < fitting->part_count; i++)
		start_part(fitting, i);
	return 0;
}

static void release(struct fitting *fitting)
{
	for (size_t i = 0; i < fitting->part_count; i++) {
		struct part *part = &fitting->parts[i];

		if (part->ratios != fitting->ratios)
			free_ratios(part->ratios, fitting->lines);
		for (int m = 0; m < ESTIMATED; m++)
			free(part->unit.cells[m]);
		casecourse_free(&part->course);
	}
	for (size_t i = 0; i < fitting->lines; i++)
		bootstrap_free(fitting->kept[i]);
	free_ratios(fitting->ratios, fitting->lines);
	free(fitting->kept);
	grouping_free(&fitting->grouping);
}

int curve_fit(struct curve *curve, const struct caseload *caseload,
	      const struct curve_settings *settings, struct fault *fault)
{
	struct fitting fitting = { .caseload = caseload, .settings = settings };
	int result;

	memset(curve, 0, sizeof *curve);
	result = grouping_make(&fitting.grouping, caseload, fault);
	if (result == 0)
		result = prepare(&fitting, fault);
	if (result == 0) {
		sum_all(&fitting);
		result = fix_all(&fitting, fault);
	}
	if (result == 0) {
		spread_all(&fitting);
		keep_all(&fitting);
		fill_curve(curve, &fitting);
	}
	release(&fitting);
	return result;
}

void curve_free(struct curve *curve)
{
	for (size_t g = 0; g < curve->group_count; g++)
		for (int m = 0; m < CURVE_MEASURES; m++) {
			struct curve_line *line = &curve->groups[g].lines[m];

			free(line->points);
			free(line->sigma);
			free(line->weight);
			free(line->seen);
			bootstrap_free(line->cases);
		}
	free(curve->groups);
}
