/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shape - what one line of the effort curve looks like. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/shape.h"
#include "stats/bootstrap.h"
#include "stats/random.h"

enum { EARLY_FROM = 1, EARLY_TO = 3, MIDDLE_FROM = 5, MIDDLE_TO = 9 };

static const double LEVEL = 0.95;
static const double LEAST_SHARE = 0.05;   /* of the largest number of cases in a month */

static const struct shape_value UNKNOWN = { NAN, { NAN, NAN } };

/* ---- months 1 .. K ------------------------------------------------------------- */

static void find_last(struct shape *shape, const struct curve_line *line)
{
	int64_t most = 0;
	double least;
	size_t k = 1;

	for (size_t i = 1; i < line->months; i++)
		if (line->points[i].n > most)
			most = line->points[i].n;
	least = fmax(SHAPE_LEAST_CASES, LEAST_SHARE * (double)most);
	while (k < line->months && (double)line->points[k].n >= least)
		k++;
	shape->last = k > SMOOTH_LEAST_CELLS ? k - 1 : 0;
}

/* What the stats layer wants: months 1 .. K as cells 0 .. K - 1. */
struct cells {
	size_t count;
	double *r, *v, *sigma;
	const struct curve_line *line;
};

static struct cells cells_of(const struct shape *shape, const struct curve_line *line)
{
	size_t n = shape->last;
	struct cells cells = { n, mem_new(n, sizeof(double)), mem_new(n, sizeof(double)),
			       mem_new(n * n, sizeof(double)), line };

	for (size_t i = 0; i < n; i++) {
		cells.r[i] = line->points[i + 1].value;
		memcpy(cells.sigma + i * n, line->sigma + (i + 1) * line->months + 1,
		       n * sizeof *cells.sigma);
		cells.v[i] = cells.sigma[i * n + i];
	}
	return cells;
}

static void cells_free(struct cells *cells)
{
	free(cells->r);
	free(cells->v);
	free(cells->sigma);
}

/* Variance of sum_k w_k r_k. */
static double variance_of(const struct cells *cells, const double *w)
{
	double sum = 0;

	for (size_t i = 0; i < cells->count; i++)
		for (size_t j = 0; j < cells->count; j++)
			sum += w[i] * w[j] * cells->sigma[i * cells->count + j];
	return sum > 0 ? sum : 0;
}

static double total_of(const struct cells *cells, const double *w)
{
	double sum = 0;

	for (size_t k = 0; k < cells->count; k++)
		sum += w[k] * cells->r[k];
	return sum;
}

/* Of a mean with weights w, as far as the months tell: its largest month, the cases with effort in
 * the month with the most. */
static struct bootstrap_share share_of_months(const struct curve_line *line, const double *w,
					      size_t count)
{
	struct bootstrap_share share = { 0, 0 };

	for (size_t k = 0; k < count; k++) {
		share.largest = fmax(share.largest, fabs(w[k]) * line->weight[k + 1]);
		if (w[k] != 0)
			share.seen = fmax(share.seen, (double)line->seen[k + 1]);
	}
	return share;
}

/* The case that adds most to it, and all cases with effort in its months, where they are kept. */
static struct bootstrap_share share_of(const struct cells *cells, const double *w)
{
	const struct curve_line *line = cells->line;
	struct bootstrap_share share = { 0, 0 };

	if (line->cases)
		share = bootstrap_share(line->cases, w, 1, cells->count);
	if (!(share.seen > 0))
		return share_of_months(line, w, cells->count);
	share.largest /= line->divisor;
	return share;
}

/* A mean with weights w and its gamma interval. */
static struct shape_value mean_of(const struct cells *cells, const double *w)
{
	struct bootstrap_share share = share_of(cells, w);
	double value = total_of(cells, w);

	return (struct shape_value){ value, interval_gamma_seen(value, variance_of(cells, w),
								share.largest, share.seen,
								1 - LEVEL) };
}

static void fit_line(struct shape *shape, const struct cells *cells)
{
	if (smooth_fit(&shape->line, cells->r, cells->v, cells->count, SMOOTH_FIND) != 0) {
		shape->last = 0;
		return;
	}
	shape->line_se = mem_new(cells->count, sizeof *shape->line_se);
	for (size_t i = 0; i < cells->count; i++)
		shape->line_se[i] = sqrt(variance_of(cells, shape->line.hat + i * cells->count));
}

/* ---- rise ---------------------------------------------------------------------- */

static void add_mean(double *w, int from, int to, double sign)
{
	for (int month = from; month <= to; month++)
		w[month - 1] += sign / (to - from + 1);
}

static void find_rise(struct shape *shape, const struct cells *cells)
{
	double *w, se, z = gsl_cdf_ugaussian_Qinv((1 - LEVEL) / 2), rise;

	if (cells->count < MIDDLE_TO)
		return;
	w = mem_new(cells->count, sizeof *w);
	add_mean(w, EARLY_FROM, EARLY_TO, 1);
	shape->early = mean_of(cells, w);
	memset(w, 0, cells->count * sizeof *w);
	add_mean(w, MIDDLE_FROM, MIDDLE_TO, 1);
	shape->middle = mean_of(cells, w);
	add_mean(w, EARLY_FROM, EARLY_TO, -1);
	rise = total_of(cells, w);
	se = sqrt(variance_of(cells, w));
	shape->rise = (struct shape_value){ rise, { rise - z * se, rise + z * se } };
	shape->rise_p = se > 0 ? 2 * gsl_cdf_ugaussian_Q(fabs(rise) / se) : NAN;
	free(w);
}

/* ---- peak ---------------------------------------------------------------------- */

static void find_peak(struct shape *shape, const struct cells *cells,
		      const struct shape_settings *settings)
{
	struct normal random;

	if (!settings->replicates)
		return;
	random = normal_stream(settings->seed, "curve.peak",
			       settings->number * CURVE_MEASURES + shape->measure);
	shape->has_peak = peak_find(&shape->peak, cells->r, cells->sigma, cells->line->weight + 1,
				    cells->count, LEVEL, settings->replicates, &random) == 0;
	/* The outermost means are those of cells 1 and count - 2: months 2 and K - 1. */
	if (shape->has_peak)
		shape->inner_peak = shape->peak.first > 1 && shape->peak.last + 2 < cells->count;
}

/* ---- phases -------------------------------------------------------------------- */

struct phases {
	double start, late;
	size_t from, to;          /* cells */
};

static size_t last_third(size_t count)
{
	return count - count / 3;
}

static size_t highest(const double *r, size_t count)
{
	size_t best = 1;

	for (size_t k = 2; k + 1 < count; k++)
		if (r[k - 1] + r[k] + r[k + 1] > r[best - 1] + r[best] + r[best + 1])
			best = k;
	return best;
}

/* Borders of the line s around the peak of r. */
static struct phases phases_of(const double *s, const double *r, size_t count)
{
	size_t peak = highest(r, count), third = last_third(count);
	struct phases phases = { .start = s[0], .from = peak, .to = peak };
	double left, right;

	for (size_t k = third; k < count; k++)
		phases.late += s[k] / (double)(count - third);
	left = phases.start + (s[peak] - phases.start) / 2;
	right = phases.late + (s[peak] - phases.late) / 2;
	while (phases.from > 0 && s[phases.from - 1] >= left)
		phases.from--;
	while (phases.to + 1 < count && s[phases.to + 1] >= right)
		phases.to++;
	return phases;
}

/* Smallest observed value with at least the share p at or below it (type 1). */
static double observed_quantile(const double *sorted, size_t count, double p)
{
	size_t at = (size_t)ceil(p * (double)count);

	return count ? sorted[at > 0 ? at - 1 : 0] : NAN;
}

static struct interval range_of(double *values, size_t count)
{
	gsl_sort(values, 1, count);
	return (struct interval){ observed_quantile(values, count, (1 - LEVEL) / 2),
				  observed_quantile(values, count, (1 + LEVEL) / 2) };
}

/* One replicate: 0, or -1 where a month has no exposure. */
static int phases_again(struct phases *phases, const struct shape *shape, const double *ratios,
			double *s)
{
	size_t n = shape->last;

	for (size_t k = 0; k < n; k++)
		if (isnan(ratios[k]))
			return -1;
	for (size_t i = 0; i < n; i++) {
		s[i] = 0;
		for (size_t j = 0; j < n; j++)
			s[i] += shape->line.hat[i * n + j] * ratios[j];
	}
	*phases = phases_of(s, ratios, n);
	return 0;
}

static void find_ranges(struct shape *shape, const struct curve_line *line,
			const struct shape_settings *settings)
{
	double *ratios = mem_new(SHAPE_REPLICATES * line->months, sizeof *ratios);
	double *from = mem_new(SHAPE_REPLICATES, sizeof *from);
	double *to = mem_new(SHAPE_REPLICATES, sizeof *to);
	double *s = mem_new(shape->last, sizeof *s);
	gsl_rng *random = random_stream(settings->seed, "curve.phases",
					settings->number * CURVE_MEASURES + shape->measure);
	size_t count = 0;
	struct phases phases;

	bootstrap_ratios(line->cases, SHAPE_REPLICATES, random, ratios);
	for (size_t b = 0; b < SHAPE_REPLICATES; b++) {
		if (phases_again(&phases, shape, ratios + b * line->months + 1, s) != 0)
			continue;
		from[count] = (double)phases.from + 1;
		to[count++] = (double)phases.to + 1;
	}
	shape->core_from.limits = range_of(from, count);
	shape->core_to.limits = range_of(to, count);
	gsl_rng_free(random);
	free(ratios);
	free(from);
	free(to);
	free(s);
}

static void find_levels(struct shape *shape, const struct cells *cells)
{
	size_t n = cells->count, third = last_third(n);
	double *w = mem_new(n, sizeof *w);

	shape->start = mean_of(cells, shape->line.hat);
	for (size_t i = third; i < n; i++)
		for (size_t j = 0; j < n; j++)
			w[j] += shape->line.hat[i * n + j] / (double)(n - third);
	shape->late = mean_of(cells, w);
	free(w);
}

static void find_phases(struct shape *shape, const struct curve_line *line,
			const struct cells *cells, const struct shape_settings *settings)
{
	struct phases phases;

	if (!shape_rises(shape))
		return;
	shape->has_phases = 1;
	find_levels(shape, cells);
	phases = phases_of(shape->line.value, cells->r, cells->count);
	shape->core_from.value = (double)phases.from + 1;
	shape->core_to.value = (double)phases.to + 1;
	if (line->cases && settings->replicates)
		find_ranges(shape, line, settings);
}

/* ---- the whole ----------------------------------------------------------------- */

static void start(struct shape *shape, const struct curve_line *line)
{
	memset(shape, 0, sizeof *shape);
	shape->measure = line->measure;
	shape->cases = line->units;
	shape->early = shape->middle = shape->rise = shape->start = shape->late = UNKNOWN;
	shape->core_from = shape->core_to = UNKNOWN;
	shape->rise_p = NAN;
	/* Sums have no shape of their own. */
	if (line->measure != CURVE_CUMULATIVE)
		find_last(shape, line);
}

void shape_smooth(struct shape *shape, const struct curve_line *line)
{
	struct cells cells;

	start(shape, line);
	if (!shape->last)
		return;
	cells = cells_of(shape, line);
	fit_line(shape, &cells);
	cells_free(&cells);
}

void shape_find(struct shape *shape, const struct curve_line *line,
		const struct shape_settings *settings)
{
	struct cells cells;

	shape_smooth(shape, line);
	if (!shape->last)
		return;
	cells = cells_of(shape, line);
	find_rise(shape, &cells);
	find_peak(shape, &cells, settings);
	find_phases(shape, line, &cells, settings);
	cells_free(&cells);
}

void shape_free(struct shape *shape)
{
	smooth_free(&shape->line);
	free(shape->line_se);
	peak_free(&shape->peak);
}

double shape_at(const struct shape *shape, size_t month)
{
	return month > 0 && month <= shape->last ? shape->line.value[month - 1] : NAN;
}

int shape_rises(const struct shape *shape)
{
	return shape->rise_p <= 1 - LEVEL && shape->rise.value > 0;
}
