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
#include "model/caseunit.h"
#include "model/curve.h"
#include "model/grouping.h"
#include "stats/band.h"
#include "stats/factor.h"
#include "stats/moments.h"
#include "stats/ratio.h"

static const double LEVEL = 0.95;

/* Cases are taken in parts, one a thread; sums are whole numbers, so that neither parts nor the
 * order of cases have a say. By number, not by id, neighbours lie side by side in memory (the days
 * of 400,000 cases are read in a sixth of the time); in blocks, so that all parts have early and
 * late cases alike. */
enum { PART_BYTES = 1 << 26 };

struct fitting;

struct part {
	const struct fitting *fitting;
	struct casecourse course;    /* of one case after the other */
	struct caseunit unit;
	struct moments **moments;    /* by line; of all cases only where there is no group */
	int64_t **seen;              /* by group and month: cases with a contact in it */
	double **shares;             /* by group: see share_unit */
	struct ratio_cell *cells;
};

struct fitting {
	const struct caseload *caseload;
	const struct curve_settings *settings;
	struct grouping grouping;
	size_t width;                /* case months that any case can reach */
	size_t lines;                /* groups x CASEUNIT_MEASURES */
	size_t all;                  /* group of all cases: the last */
	int32_t *ones;               /* by month: 1 */
	struct ratio **ratios;       /* by line */
	struct bootstrap **kept;     /* by line; NULL where the cases are not kept */
	struct part parts[PARALLEL_PARTS_MAX];
	size_t part_count;
	struct curve *curve;         /* what is filled */
	int one_line;                /* it has one line: threads share its draws, not the lines */
};

const char *curve_measure_name(enum curve_measure measure)
{
	static const char *const names[] = { "per_case", "per_open", "per_seen", "same_cases",
					     "cumulative" };

	return names[measure];
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

/* Of all groups, those of the first measures; all but cumulative are sums of their own. */
static size_t count_wanted(const struct fitting *fitting, size_t measures)
{
	size_t count = 0;

	for (size_t m = 0; m < measures; m++)
		count += (size_t)is_wanted(fitting->settings, m);
	return count * fitting->grouping.count;
}

/* ---- all cases ----------------------------------------------------------------- */

/* What a pass does with one case in one line. */
typedef void take_unit(struct part *part, size_t line, const struct moments_unit *unit);

static void sum_unit(struct part *part, size_t line, const struct moments_unit *unit)
{
	const struct casecourse *course = &part->course;

	moments_add(part->moments[line], unit);
	for (size_t i = 0; line % CASEUNIT_MEASURES == CURVE_PER_CASE && i < course->contact_count; i++)
		part->seen[line / CASEUNIT_MEASURES][course->contacts[i].month]++;
}

/* What a case makes up of the sum of r up to a month; the largest of all cases is kept where it has
 * an outcome. */
static void share_unit(struct part *part, size_t line, const struct moments_unit *unit)
{
	const struct ratio *ratio = part->fitting->ratios[line];
	double own = 0, *share = part->shares[line / CASEUNIT_MEASURES];

	if (line % CASEUNIT_MEASURES != CURVE_PER_CASE)
		return;
	for (size_t i = 0; i < unit->outcome_count && unit->outcomes[i].at < ratio->cells; i++) {
		size_t k = unit->outcomes[i].at;

		own += (double)unit->outcomes[i].size / ratio->e[k];
		share[k] = own > share[k] ? own : share[k];
	}
}

static void keep_unit(struct part *part, size_t line, const struct moments_unit *unit)
{
	const struct fitting *fitting = part->fitting;

	if (fitting->kept[line])
		bootstrap_add(fitting->kept[line], part->cells,
			      moments_cells(part->moments[line % CASEUNIT_MEASURES], unit, part->cells));
}

/* All cases count in every line but same_cases, whose G is the number of its own. What nobody wants
 * is not summed, save per_case, which says who is there. */
static void take_case(struct part *part, size_t number, int in_all, take_unit *take)
{
	uint32_t id = (uint32_t)number;
	const struct fitting *fitting = part->fitting;
	const struct caseunit *unit = &part->unit;
	size_t group = 0;

	if (!caseload_incident(fitting->caseload, id))
		return;
	if (fitting->all)
		group = grouping_of(&fitting->grouping, fitting->caseload, id);
	casecourse_contacts(&part->course, id);
	caseunit_make(&part->unit, &part->course, fitting->settings->same_months);
	for (size_t m = 0; m < CASEUNIT_MEASURES; m++) {
		if (m != CURVE_PER_CASE && !is_wanted(fitting->settings, m))
			continue;
		if (m == CURVE_SAME_CASES && !unit->is[m].run_count)
			continue;
		take(part, group * CASEUNIT_MEASURES + m, &unit->is[m]);
		if (in_all && fitting->all)
			take(part, fitting->all * CASEUNIT_MEASURES + m, &unit->is[m]);
	}
}

static void sum_case(size_t id, void *part)
{
	take_case(part, id, 0, sum_unit);
}

static void share_case(size_t id, void *part)
{
	take_case(part, id, 1, share_unit);
}

static void sum_part(size_t number, void *to)
{
	struct fitting *fitting = to;

	parallel_part(number, fitting->part_count, fitting->caseload->cases, sum_case,
		      &fitting->parts[number]);
}

static void share_part(size_t number, void *to)
{
	struct fitting *fitting = to;

	parallel_part(number, fitting->part_count, fitting->caseload->cases, share_case,
		      &fitting->parts[number]);
}

static void add_seen(struct fitting *fitting, size_t group, const int64_t *seen)
{
	for (size_t k = 0; k < fitting->width; k++)
		fitting->parts[0].seen[group][k] += seen[k];
}

/* Into the first part; those of all cases are those of the groups. */
static void join_parts(struct fitting *fitting)
{
	struct moments **moments = fitting->parts[0].moments;
	size_t first = fitting->all * CASEUNIT_MEASURES;

	for (size_t line = 0; line < fitting->lines; line++)
		for (size_t i = 1; i < fitting->part_count; i++)
			moments_join(moments[line], fitting->parts[i].moments[line]);
	for (size_t line = 0; line < first; line++)
		moments_join(moments[first + line % CASEUNIT_MEASURES], moments[line]);
	for (size_t g = 0; g < fitting->grouping.count; g++)
		for (size_t i = 1; i < fitting->part_count; i++)
			add_seen(fitting, g, fitting->parts[i].seen[g]);
	for (size_t g = 0; g < fitting->all; g++)
		add_seen(fitting, fitting->all, fitting->parts[0].seen[g]);
}

static int sum_all(struct fitting *fitting, struct fault *fault)
{
	struct moments **moments = fitting->parts[0].moments;

	parallel_each(fitting->settings->threads, fitting->part_count, sum_part, fitting);
	join_parts(fitting);
	for (size_t line = 0; line < fitting->lines; line++) {
		if (moments_too_large(moments[line]))
			return fault_set(fault, STATUS_DATA,
					 N_("the amounts of one case month are too large to add up"));
		moments_sum(moments[line], fitting->ratios[line]);
	}
	return 0;
}

static void spread_line(size_t line, void *to)
{
	struct fitting *fitting = to;

	if (is_wanted(fitting->settings, line % CASEUNIT_MEASURES))
		moments_spread(fitting->parts[0].moments[line], fitting->ratios[line]);
}

/* Into the first part; what a case makes up of the sum stays as much after its last outcome. */
static void join_shares(struct fitting *fitting)
{
	for (size_t g = 0; g < fitting->grouping.count; g++) {
		double *share = fitting->parts[0].shares[g], largest = 0;

		for (size_t k = 0; k < fitting->width; k++) {
			for (size_t i = 0; i < fitting->part_count; i++)
				largest = fmax(largest, fitting->parts[i].shares[g][k]);
			share[k] = largest;
		}
	}
}

static void spread_all(struct fitting *fitting)
{
	parallel_each(count_wanted(fitting, CASEUNIT_MEASURES) == 1 ? 1 : fitting->settings->threads,
		      fitting->lines, spread_line, fitting);
	if (!is_wanted(fitting->settings, CURVE_CUMULATIVE))
		return;
	parallel_each(fitting->settings->threads, fitting->part_count, share_part, fitting);
	join_shares(fitting);
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
	for (size_t g = 0; g < fitting->grouping.count; g++) {
		struct ratio **ratio = &fitting->ratios[g * CASEUNIT_MEASURES];
		size_t months = reach(ratio[CURVE_PER_CASE], fitting->settings->months);

		ratio_fix(ratio[CURVE_PER_OPEN], reach(ratio[CURVE_PER_OPEN],
						       fitting->settings->months));
		ratio_fix(ratio[CURVE_SAME_CASES], reach(ratio[CURVE_SAME_CASES],
							 fitting->settings->months));
		ratio_fix(ratio[CURVE_PER_SEEN], months);
		ratio_fix(ratio[CURVE_PER_CASE], months);
	}
	if (fitting->ratios[fitting->all * CASEUNIT_MEASURES]->cells == 0)
		return fault_set(fault, STATUS_MODEL,
				 N_("less than one case month under observation"));
	return 0;
}

/* Kept cases reach as far as their line; they are kept in the order of their ids. */
static void keep_all(struct fitting *fitting)
{
	for (size_t line = 0; line < fitting->lines; line++)
		if (fitting->settings->keep >> line % CASEUNIT_MEASURES & 1)
			fitting->kept[line] = bootstrap_new(fitting->ratios[line]->cells);
	for (uint32_t i = 0; fitting->settings->keep && i < fitting->caseload->cases; i++)
		take_case(&fitting->parts[0], fitting->caseload->order[i], 1, keep_unit);
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

static double mean_seen(const struct fitting *fitting, size_t group)
{
	const struct ratio *ratio = fitting->ratios[group * CASEUNIT_MEASURES + CURVE_PER_CASE];
	double x = 0;
	int64_t n = 0;

	for (size_t k = 0; k < ratio->cells; k++) {
		x += ratio->x[k];
		n += fitting->parts[0].seen[group][k];
	}
	return n && x > 0 ? x / (double)n : NAN;
}

/* Where nothing was seen, the weight of one typical case month stands for the largest: one of the
 * group, or of all cases where the group has seen none at all. */
static double typical(const struct fitting *fitting, size_t group)
{
	double own = mean_seen(fitting, group);

	return isnan(own) ? mean_seen(fitting, fitting->all) : own;
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
static void accumulate_sigma(double *s, size_t n)
{
	double *most = mem_new(n, sizeof *most);

	for (size_t k = 0; k < n; k++)
		most[k] = sqrt(s[k * n + k]) + (k ? most[k - 1] : 0);
	for (size_t i = 1; i < n; i++)
		for (size_t j = 0; j < n; j++)
			s[i * n + j] += s[(i - 1) * n + j];
	for (size_t i = 0; i < n; i++)
		for (size_t j = 1; j < n; j++)
			s[i * n + j] += s[i * n + j - 1];
	factor_clear(s, n, most);
	free(most);
}

static void accumulate(struct estimate *estimate, const double *share)
{
	size_t n = estimate->months;

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
		if (share[k] > 0)
			estimate->weight[k] = share[k];
	accumulate_sigma(estimate->sigma, n);
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

/* The level at which the single interval becomes the joint band. Random numbers are named by
 * measure and group, so that no further one changes those of another. */
static double joint_alpha_of(const struct estimate *estimate, const struct fitting *fitting,
			     enum curve_measure measure, size_t group)
{
	const struct curve_settings *settings = fitting->settings;
	const char *label = fitting->grouping.labels[group];
	char purpose[200];
	struct band_draws draws = { settings->replicates, settings->seed, purpose,
				    fitting->one_line ? settings->threads : 1 };

	if (!settings->replicates || !estimate->months)
		return NAN;
	snprintf(purpose, sizeof purpose, "curve.band %s %s", curve_measure_name(measure),
		 label ? label : "(all)");
	return band_alpha(band_critical(estimate->sigma, estimate->months, LEVEL, &draws), LEVEL);
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
	struct ratio *const *ratios = &fitting->ratios[group * CASEUNIT_MEASURES];
	int source = measure == CURVE_CUMULATIVE ? CURVE_PER_CASE : (int)measure;
	struct estimate estimate = plain_estimate(ratios[source], typical(fitting, group));
	double joint_alpha;

	if (measure == CURVE_CUMULATIVE)
		accumulate(&estimate, fitting->parts[0].shares[group]);
	joint_alpha = joint_alpha_of(&estimate, fitting, measure, group);
	line->measure = measure;
	line->months = estimate.months;
	line->points = mem_new(estimate.months, sizeof *line->points);
	for (size_t k = 0; k < estimate.months; k++)
		fill_point(&line->points[k], &estimate, k, joint_alpha, fitting);
	keep_line(line, &estimate, fitting);
	estimate_free(&estimate);
}

static void fill_one(size_t number, void *to)
{
	struct fitting *fitting = to;
	size_t group = number / CURVE_MEASURES, measure = number % CURVE_MEASURES;
	struct curve_line *line = &fitting->curve->groups[group].lines[measure];

	if (is_wanted(fitting->settings, measure))
		fill_line(line, (enum curve_measure)measure, group, fitting);
	if (measure == CURVE_CUMULATIVE)
		return;
	line->cases = fitting->kept[group * CASEUNIT_MEASURES + measure];
	fitting->kept[group * CASEUNIT_MEASURES + measure] = NULL;
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

static void fill_curve(struct fitting *fitting)
{
	struct curve *curve = fitting->curve;

	curve->group_count = fitting->grouping.count;
	curve->groups = mem_new(curve->group_count, sizeof *curve->groups);
	for (size_t g = 0; g < curve->group_count; g++) {
		curve->groups[g].label = fitting->grouping.labels[g];
		curve->groups[g].cases = fitting->ratios[g * CASEUNIT_MEASURES]->units;
	}
	fitting->one_line = count_wanted(fitting, CURVE_MEASURES) == 1;
	parallel_each(fitting->one_line ? 1 : fitting->settings->threads,
		      curve->group_count * CURVE_MEASURES, fill_one, fitting);
}

/* ---- the whole ----------------------------------------------------------------- */

static struct moments **new_moments(const struct fitting *fitting)
{
	const struct casecourse *course = &fitting->parts[0].course;
	struct moments **moments = mem_new(fitting->lines, sizeof *moments);

	for (size_t line = 0; line < fitting->lines; line++) {
		size_t measure = line % CASEUNIT_MEASURES;
		int seen = measure == CURVE_PER_SEEN;

		moments[line] = moments_new(fitting->width, seen ? fitting->ones : course->whole,
					    seen ? 1 : casemonth_part(course->clock),
					    is_wanted(fitting->settings, measure));
	}
	return moments;
}

static void start_part(struct fitting *fitting, size_t number)
{
	struct part *part = &fitting->parts[number];

	part->fitting = fitting;
	if (number > 0)
		casecourse_again(&part->course, &fitting->parts[0].course);
	caseunit_start(&part->unit, fitting->width);
	part->unit.without_seen = !is_wanted(fitting->settings, CURVE_PER_SEEN);
	part->moments = new_moments(fitting);
	part->seen = mem_new(fitting->grouping.count, sizeof *part->seen);
	part->shares = mem_new(fitting->grouping.count, sizeof *part->shares);
	for (size_t g = 0; g < fitting->grouping.count; g++) {
		part->seen[g] = mem_new(fitting->width, sizeof *part->seen[g]);
		part->shares[g] = mem_new(fitting->width, sizeof *part->shares[g]);
	}
	part->cells = mem_new(fitting->width, sizeof *part->cells);
}

/* As many as there are threads, cases to make it worth while, and memory for their sums. */
static size_t count_parts(const struct fitting *fitting)
{
	size_t joint = count_wanted(fitting, CASEUNIT_MEASURES);

	return parallel_parts(fitting->settings->threads, fitting->caseload->cases,
			      PART_BYTES / (joint * moments_bytes(fitting->width) + 1));
}

static int prepare(struct fitting *fitting, struct fault *fault)
{
	const struct curve_settings *settings = fitting->settings;
	struct casecourse *course = &fitting->parts[0].course;

	fitting->part_count = 1;
	if (casecourse_start(course, fitting->caseload, settings->clock, fault) != 0)
		return -1;
	course->without_open = !settings->same_months && !is_wanted(settings, CURVE_PER_OPEN);
	fitting->width = course->width;
	fitting->all = fitting->grouping.count - 1;
	fitting->lines = fitting->grouping.count * CASEUNIT_MEASURES;
	fitting->ones = mem_new(fitting->width, sizeof *fitting->ones);
	for (size_t k = 0; k < fitting->width; k++)
		fitting->ones[k] = 1;
	fitting->ratios = mem_new(fitting->lines, sizeof *fitting->ratios);
	for (size_t line = 0; line < fitting->lines; line++)
		fitting->ratios[line] = ratio_new(fitting->width);
	fitting->kept = mem_new(fitting->lines, sizeof *fitting->kept);
	fitting->part_count = count_parts(fitting);
	for (size_t i = 0; i < fitting->part_count; i++)
		start_part(fitting, i);
	return 0;
}

static void release_part(struct part *part, const struct fitting *fitting)
{
	for (size_t line = 0; part->moments && line < fitting->lines; line++)
		moments_free(part->moments[line]);
	for (size_t g = 0; part->shares && g < fitting->grouping.count; g++) {
		free(part->seen[g]);
		free(part->shares[g]);
	}
	caseunit_free(&part->unit);
	free(part->moments);
	free(part->seen);
	free(part->shares);
	free(part->cells);
	casecourse_free(&part->course);
}

static void release(struct fitting *fitting)
{
	for (size_t i = 0; i < fitting->part_count; i++)
		release_part(&fitting->parts[i], fitting);
	for (size_t line = 0; line < fitting->lines; line++) {
		bootstrap_free(fitting->kept[line]);
		ratio_free(fitting->ratios[line]);
	}
	free(fitting->ratios);
	free(fitting->kept);
	free(fitting->ones);
	grouping_free(&fitting->grouping);
}

int curve_fit(struct curve *curve, const struct caseload *caseload,
	      const struct curve_settings *settings, struct fault *fault)
{
	struct fitting fitting = { .caseload = caseload, .settings = settings, .curve = curve };
	int result;

	memset(curve, 0, sizeof *curve);
	result = grouping_make(&fitting.grouping, caseload, fault);
	if (result == 0)
		result = prepare(&fitting, fault);
	if (result == 0)
		result = sum_all(&fitting, fault);
	if (result == 0)
		result = fix_all(&fitting, fault);
	if (result == 0) {
		curve->long_gap_share = long_gap_share(&fitting);
		spread_all(&fitting);
		keep_all(&fitting);
		fill_curve(&fitting);
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
