/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve - the effort curve. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/casecourse.h"
#include "model/curve.h"
#include "stats/band.h"
#include "stats/random.h"
#include "stats/ratio.h"

/* The measures that the engine estimates; cumulative follows from per_case. */
enum { ESTIMATED = CURVE_CUMULATIVE };

static const double LEVEL = 0.95;

/* One case as the engine wants it. */
struct unit {
	struct ratio_cell *cells[ESTIMATED];
	size_t count[ESTIMATED];
};

struct fitting {
	const struct caseload *caseload;
	const struct curve_settings *settings;
	struct casecourse course;    /* of one case after the other */
	struct ratio **ratios;       /* groups x ESTIMATED */
	size_t groups;               /* all cases included, as the last */
	uint32_t *place;             /* by number of a label: its place in the order */
	struct unit unit;
};

const char *curve_measure_name(enum curve_measure measure)
{
	static const char *const names[] = { "per_case", "per_open", "per_seen", "cumulative" };

	return names[measure];
}

/* ---- one case ------------------------------------------------------------------ */

static void put(struct unit *unit, enum curve_measure measure, int32_t month, double x, double e)
{
	unit->cells[measure][unit->count[measure]++] =
		(struct ratio_cell){ (size_t)month, x, e };
}

static void make_unit(struct fitting *fitting, uint32_t id)
{
	struct casecourse *course = &fitting->course;
	struct unit *unit = &fitting->unit;

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
}

/* ---- all cases, twice ---------------------------------------------------------- */

typedef void ratio_pass(struct ratio *ratio, const struct ratio_cell *cells, size_t count);

static size_t group_of(const struct fitting *fitting, uint32_t id)
{
	uint32_t label = fitting->caseload->group[id];

	/* A case that the case table alone knows has no value, like one whose value is empty. */
	if (label == INTERN_NONE)
		label = intern_find(fitting->caseload->groups, "", 0);
	return fitting->place[label];
}

static void pass(struct fitting *fitting, ratio_pass *take)
{
	const struct caseload *caseload = fitting->caseload;
	size_t all = fitting->groups - 1;

	for (uint32_t i = 0; i < caseload->cases; i++) {
		uint32_t id = caseload->order[i];

		if (!caseload_incident(caseload, id))
			continue;
		make_unit(fitting, id);
		for (int m = 0; m < ESTIMATED; m++) {
			take(fitting->ratios[all * ESTIMATED + (size_t)m], fitting->unit.cells[m],
			     fitting->unit.count[m]);
			if (all)
				take(fitting->ratios[group_of(fitting, id) * ESTIMATED + (size_t)m],
				     fitting->unit.cells[m], fitting->unit.count[m]);
		}
	}
}

/* Months from 0 on until, after the first that is reached, less than one case month is seen. */
static size_t reach(const struct ratio *ratio, int months)
{
	size_t most = months >= 0 && (size_t)months < ratio->cells ? (size_t)months + 1 : ratio->cells;
	size_t k = 0;

	while (k < most && ratio->e[k] < 1)
		k++;
	if (k == most)
		return 0;
	while (k < most && ratio->e[k] >= 1)
		k++;
	return k;
}

static int fix_all(struct fitting *fitting, struct fault *fault)
{
	size_t all = (fitting->groups - 1) * ESTIMATED;

	for (size_t g = 0; g < fitting->groups; g++) {
		struct ratio **ratio = &fitting->ratios[g * ESTIMATED];
		size_t months = reach(ratio[CURVE_PER_CASE], fitting->settings->months);

		ratio_fix(ratio[CURVE_PER_OPEN], reach(ratio[CURVE_PER_OPEN],
						       fitting->settings->months));
		ratio_fix(ratio[CURVE_PER_SEEN], months);
		ratio_fix(ratio[CURVE_PER_CASE], months);
	}
	if (fitting->ratios[all]->cells == 0)
		return fault_set(fault, STATUS_MODEL,
				 N_("less than one case month under observation"));
	return 0;
}

/* ---- from sums to points ------------------------------------------------------- */

/* What the line of one measure is made of, in the units of the store. */
struct estimate {
	const struct ratio *ratio;
	size_t months;
	double *value, *total, *weight;   /* weight of the largest single outcome */
	double *sigma;                    /* months x months */
};

static void estimate_free(struct estimate *estimate)
{
	free(estimate->value);
	free(estimate->total);
	free(estimate->weight);
	free(estimate->sigma);
}

/* Where nothing was seen, the weight of one typical case month stands for the largest. */
static double typical(const struct ratio *seen)
{
	double x = 0;
	int64_t n = 0;

	for (size_t k = 0; k < seen->cells; k++) {
		x += seen->x[k];
		n += seen->n[k];
	}
	return n && x > 0 ? x / (double)n : NAN;
}

static struct estimate plain_estimate(const struct ratio *ratio, double typical_amount)
{
	size_t months = ratio->cells;
	struct estimate estimate = { ratio, months, mem_new(months, sizeof(double)),
				     mem_new(months, sizeof(double)),
				     mem_new(months, sizeof(double)),
				     mem_new(months * months, sizeof(double)) };

	for (size_t k = 0; k < months; k++) {
		double largest = ratio->x[k] > 0 ? ratio->largest[k] : typical_amount;

		estimate.value[k] = ratio->r[k];
		estimate.total[k] = ratio->x[k];
		estimate.weight[k] = largest / ratio->e[k];
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
	}
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
	double r = estimate->value[k], w = estimate->weight[k];

	*point = (struct curve_point){ .n = ratio->n[k], .exposure = ratio->e[k],
				       .total = estimate->total[k] / divisor,
				       .value = r / divisor,
				       .se = sqrt(v) / divisor,
				       .single = { NAN, NAN }, .joint = { NAN, NAN } };
	if (ratio->n[k] < 2) {
		point->se = NAN;     /* of one case no variance can be known */
		return;
	}
	point->single = scaled(interval_gamma(r, v, w, 1 - LEVEL), divisor);
	if (v > 0 && isfinite(joint_alpha))
		point->joint = scaled(interval_gamma(r, v, w, joint_alpha), divisor);
}

/* The level at which the single interval becomes the joint band. */
static double joint_alpha_of(const struct estimate *estimate, const struct fitting *fitting,
			     enum curve_measure measure, size_t group)
{
	size_t replicates = fitting->settings->replicates;
	gsl_rng *random;
	double c;

	if (!replicates || !estimate->months)
		return NAN;
	random = random_stream(fitting->settings->seed, "curve.band",
			       group * CURVE_MEASURES + measure);
	c = band_critical(estimate->sigma, estimate->months, LEVEL, replicates, random);
	gsl_rng_free(random);
	return 2 * gsl_cdf_ugaussian_Q(c);
}

static void fill_line(struct curve_line *line, enum curve_measure measure, size_t group,
		      const struct fitting *fitting)
{
	struct ratio *const *ratios = &fitting->ratios[group * ESTIMATED];
	int source = measure == CURVE_CUMULATIVE ? CURVE_PER_CASE : (int)measure;
	struct estimate estimate = plain_estimate(ratios[source],
						  typical(ratios[CURVE_PER_SEEN]));
	double joint_alpha;

	if (measure == CURVE_CUMULATIVE)
		accumulate(&estimate);
	joint_alpha = joint_alpha_of(&estimate, fitting, measure, group);
	line->measure = measure;
	line->months = estimate.months;
	line->points = mem_new(estimate.months, sizeof *line->points);
	for (size_t k = 0; k < estimate.months; k++)
		fill_point(&line->points[k], &estimate, k, joint_alpha, fitting);
	estimate_free(&estimate);
}

static void fill_curve(struct curve *curve, const struct fitting *fitting)
{
	for (size_t g = 0; g < fitting->groups; g++) {
		struct curve_group *group = &curve->groups[g];

		group->cases = fitting->ratios[g * ESTIMATED]->units;
		for (int m = 0; m < CURVE_MEASURES; m++)
			fill_line(&group->lines[m], (enum curve_measure)m, g, fitting);
	}
	curve->long_gap_share = fitting->course.gaps ?
		(double)fitting->course.long_gaps / (double)fitting->course.gaps : NAN;
}

/* ---- the whole ----------------------------------------------------------------- */

/* Labels in order, "" among them where a case without a value can need it; all cases last. */
static int name_groups(struct curve *curve, struct fitting *fitting, struct fault *fault)
{
	struct intern *labels = fitting->caseload->groups;
	uint32_t count = 0, *sorted = NULL;

	if (fitting->caseload->group) {
		intern_add(labels, "", 0);
		count = intern_count(labels);
		sorted = intern_sorted(labels);
	}
	if (count > CURVE_GROUPS_MAX) {
		free(sorted);
		return fault_set(fault, STATUS_USAGE,
				 N_("--by: the column has %u different values; at most %d groups"),
				 (unsigned)count - 1, CURVE_GROUPS_MAX - 1);
	}
	fitting->groups = count + 1;
	fitting->place = mem_new(count, sizeof *fitting->place);
	curve->groups = mem_new(fitting->groups, sizeof *curve->groups);
	curve->group_count = fitting->groups;
	for (uint32_t i = 0; i < count; i++) {
		fitting->place[sorted[i]] = i;
		curve->groups[i].label = intern_text(labels, sorted[i]);
	}
	free(sorted);
	return 0;
}

static void prepare(struct fitting *fitting)
{
	size_t width = fitting->course.width;
	size_t count = fitting->groups * ESTIMATED;

	fitting->ratios = mem_new(count, sizeof(struct ratio *));
	for (size_t i = 0; i < count; i++)
		fitting->ratios[i] = ratio_new(width);
	for (int m = 0; m < ESTIMATED; m++)
		fitting->unit.cells[m] = mem_new(width, sizeof(struct ratio_cell));
}

static void release(struct fitting *fitting)
{
	for (size_t i = 0; fitting->ratios && i < fitting->groups * ESTIMATED; i++)
		ratio_free(fitting->ratios[i]);
	for (int m = 0; m < ESTIMATED; m++)
		free(fitting->unit.cells[m]);
	free(fitting->ratios);
	free(fitting->place);
	casecourse_free(&fitting->course);
}

int curve_fit(struct curve *curve, const struct caseload *caseload,
	      const struct curve_settings *settings, struct fault *fault)
{
	struct fitting fitting = { .caseload = caseload, .settings = settings };
	int result;

	memset(curve, 0, sizeof *curve);
	result = name_groups(curve, &fitting, fault);
	if (result == 0)
		result = casecourse_start(&fitting.course, caseload, settings->clock, fault);
	if (result == 0) {
		prepare(&fitting);
		pass(&fitting, ratio_sum);
		result = fix_all(&fitting, fault);
	}
	if (result == 0) {
		pass(&fitting, ratio_spread);
		for (size_t i = 0; i < fitting.groups * ESTIMATED; i++)
			ratio_finish(fitting.ratios[i]);
		fill_curve(curve, &fitting);
	}
	release(&fitting);
	return result;
}

void curve_free(struct curve *curve)
{
	for (size_t g = 0; g < curve->group_count; g++)
		for (int m = 0; m < CURVE_MEASURES; m++)
			free(curve->groups[g].lines[m].points);
	free(curve->groups);
}
