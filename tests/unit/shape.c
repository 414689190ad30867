/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape of a curve made by hand: which months are used, the rise, peak and phases. */
#include <gsl/gsl_cdf.h>

#include "base/mem.h"
#include "model/shape.h"
#include "tap.h"

enum { MONTHS = 25 };

static const struct shape_settings settings = { .replicates = 2000, .seed = 1 };

/* Independent months with one standard error. */
static struct curve_line line_of(const double *r, const int64_t *n, double se)
{
	struct curve_line line = { .measure = CURVE_PER_CASE, .months = MONTHS, .units = 100,
				   .divisor = 1 };

	line.points = mem_new(MONTHS, sizeof *line.points);
	line.sigma = mem_new(MONTHS * MONTHS, sizeof *line.sigma);
	line.weight = mem_new(MONTHS, sizeof *line.weight);
	line.seen = mem_new(MONTHS, sizeof *line.seen);
	for (size_t k = 0; k < MONTHS; k++) {
		line.points[k].value = r[k];
		line.points[k].n = n ? n[k] : 100;
		line.seen[k] = 40;
		line.sigma[k * MONTHS + k] = se * se;
	}
	return line;
}

static void line_free(struct curve_line *line)
{
	free(line->points);
	free(line->sigma);
	free(line->weight);
	free(line->seen);
	bootstrap_free(line->cases);
}

/* Low, high in months 6 to 9, low again; month 0 is no part of it. */
static void hill(double r[MONTHS])
{
	for (int k = 0; k < MONTHS; k++)
		r[k] = k >= 6 && k <= 9 ? 4 : k < 6 ? 1 + 0.1 * k : 2;
	r[0] = 50;
}

static void test_months(void)
{
	double r[MONTHS];
	int64_t n[MONTHS];
	struct curve_line line;
	struct shape shape;

	hill(r);
	for (int k = 0; k < MONTHS; k++)
		n[k] = k < 20 ? 100 : 9;
	line = line_of(r, n, 0.1);
	shape_smooth(&shape, &line);
	is_count((long long)shape.last, 19, "9 cases in month 20: months 1 to 19");
	ok(isnan(shape_at(&shape, 0)) && isfinite(shape_at(&shape, 1)) &&
	   isfinite(shape_at(&shape, 19)) && isnan(shape_at(&shape, 20)), "the line covers these");
	shape_free(&shape);
	for (int k = 0; k < MONTHS; k++)
		line.points[k].n = k < 15 ? 1000 : 49;
	shape_smooth(&shape, &line);
	is_count((long long)shape.last, 14, "49 of 1000 cases are less than 5 %");
	shape_free(&shape);
	for (int k = 3; k < MONTHS; k++)
		line.points[k].n = 3;
	shape_find(&shape, &line, &settings);
	ok(shape.last == 0 && !shape.has_peak && isnan(shape.rise.value), "two months: no shape");
	shape_free(&shape);
	line_free(&line);
}

/* Months 5-9: 1.5, 4, 4, 4, 4: mean 3.5; months 1-3: mean 1.2. Variance 0.01 (1/5 + 1/3). */
static void test_rise(void)
{
	double r[MONTHS], se = 0.1 * sqrt(8.0 / 15);
	struct curve_line line;
	struct shape shape;

	hill(r);
	line = line_of(r, NULL, 0.1);
	shape_find(&shape, &line, &settings);
	is_close(shape.early.value, 1.2, 1e-14, "mean of months 1 to 3");
	is_close(shape.middle.value, 3.5, 1e-14, "mean of months 5 to 9");
	is_close(shape.rise.value, 2.3, 1e-14, "rise");
	is_close(shape.rise.limits.lower, 2.3 - 1.959963984540054 * se, 1e-14, "lower limit");
	is_close(shape.rise.limits.upper, 2.3 + 1.959963984540054 * se, 1e-14, "upper limit");
	/* R: u = 0.01 / 3 * (qt(.975, 40) / qnorm(.975))^2; qgamma(.975, 1.2^2 / u, scale = u /
	 * 1.2) */
	is_close(shape.early.limits.upper, 1.31945876490794, 1e-12,
		 "months 1 to 3, 40 cases: upper limit");
	shape_free(&shape);
	line_free(&line);
	line = line_of(r, NULL, 1.5);
	shape_find(&shape, &line, &settings);
	/* R: 2 * pnorm(-2.3 / (1.5 * sqrt(8 / 15))) */
	is_close(shape.rise_p, 0.035763766591, 1e-9, "p");
	ok(shape_rises(&shape) && shape.has_phases, "a rise, so phases");
	shape_free(&shape);
	line_free(&line);
	line = line_of(r, NULL, 2);
	shape_find(&shape, &line, &settings);
	ok(!shape_rises(&shape) && !shape.has_phases && isnan(shape.core_from.value),
	   "no rise, so no phases");
	shape_free(&shape);
	line_free(&line);
}

/* Falling: p is small, but that is no rise. */
static void test_fall(void)
{
	double r[MONTHS];
	struct curve_line line;
	struct shape shape;

	for (int k = 0; k < MONTHS; k++)
		r[k] = 3 - 0.1 * k;
	line = line_of(r, NULL, 0.05);
	shape_find(&shape, &line, &settings);
	ok(shape.rise_p < 0.001 && shape.rise.value < 0 && !shape_rises(&shape), "a fall is no rise");
	ok(shape.has_peak && shape.peak.kept[1] && !shape.inner_peak, "no inner peak");
	is_close(shape_at(&shape, 7), 2.3, 1e-9, "the line of a line");
	shape_free(&shape);
	line_free(&line);
}

/* Cases that all have the hill, at different heights: borders are the same in every replicate. */
static void test_phases(void)
{
	double r[MONTHS];
	struct curve_line line;
	struct shape shape;

	hill(r);
	line = line_of(r, NULL, 0.001);
	line.cases = bootstrap_new(MONTHS);
	for (int i = 0; i < 50; i++) {
		struct ratio_cell cells[MONTHS];

		for (size_t k = 0; k < MONTHS; k++)
			cells[k] = (struct ratio_cell){ k, r[k] * (1 + i % 3), 1 };
		bootstrap_add(line.cases, cells, MONTHS);
	}
	shape_find(&shape, &line, &settings);
	ok(shape.peak.first + 1 >= 7 && shape.peak.last + 1 <= 8, "peak in month 7 or 8");
	is_count((long long)shape.core_from.value, 6, "the core phase begins with month 6");
	is_count((long long)shape.core_to.value, 9, "... and ends with month 9");
	ok(shape.core_from.limits.lower == 6 && shape.core_from.limits.upper == 6 &&
	   shape.core_to.limits.lower == 9 && shape.core_to.limits.upper == 9,
	   "in all replicates");
	ok(fabs(shape.start.value - 1.1) < 0.05 && fabs(shape.late.value - 2) < 0.05,
	   "start level %g, late level %g", shape.start.value, shape.late.value);
	shape_free(&shape);
	line_free(&line);
}

int main(void)
{
	test_months();
	test_rise();
	test_fall();
	test_phases();
	return done();
}
