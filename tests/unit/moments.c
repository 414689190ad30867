/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact sums against the common engine, which has its own tests (ratio.c): the same ratios and the
 * same Sigma, but for the rounding of that one's sums; and nothing depends on the order of
 * units. */
#include <stdlib.h>

#include "plain.h"
#include "stats/moments.h"
#include "tap.h"

enum { UNITS = 500, CELLS = 24, MARKS = 2 };

struct made {
	struct moments_run runs[2];
	struct moments_mark outcomes[CELLS], lacks[MARKS];
	struct moments_unit is;
};

static struct made units[UNITS];
static int32_t whole[CELLS];

static unsigned below(unsigned most)
{
	static uint64_t state = 1;

	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % most;
}

/* One or two runs, a gap between them; every third cell or so with an outcome; a lack at either
 * end. */
static void make(struct made *unit, unsigned largest)
{
	struct moments_unit *is = &unit->is;
	size_t last = 0;

	*is = (struct moments_unit){ unit->runs, unit->outcomes, unit->lacks, 1 + below(2), 0, 0 };
	unit->runs[0].from = below(8);
	unit->runs[0].to = unit->runs[0].from + below(8);
	unit->runs[1].from = unit->runs[0].to + 1 + below(3);
	unit->runs[1].to = unit->runs[1].from + below(6);
	for (size_t i = 0; i < is->run_count; i++)
		for (size_t k = unit->runs[i].from; k <= unit->runs[i].to; k++) {
			last = k;
			if (below(3) == 0)
				unit->outcomes[is->outcome_count++] =
					(struct moments_mark){ k, 1 + below(largest) };
		}
	if (below(2))
		unit->lacks[is->lack_count++] = (struct moments_mark){ unit->runs[0].from, 1 + below(20) };
	if (last > unit->runs[0].from)
		unit->lacks[is->lack_count++] = (struct moments_mark){ last, 1 + below(20) };
}

/* Every fifth unit so many times as large. */
static void make_all(unsigned largest, int64_t times)
{
	for (size_t k = 0; k < CELLS; k++)
		whole[k] = k % 3 ? 30 : 31;
	for (int i = 0; i < UNITS; i++) {
		make(&units[i], largest);
		for (size_t k = 0; i % 5 == 0 && k < units[i].is.outcome_count; k++)
			units[i].outcomes[k].size *= times;
	}
}

static struct ratio *exactly(const struct moments *moments)
{
	struct ratio *ratio = ratio_new(CELLS);

	moments_sum(moments, ratio);
	ratio_fix(ratio, CELLS);
	moments_spread(moments, ratio);
	return ratio;
}

static struct ratio *plainly(const struct moments *moments)
{
	struct ratio *ratio = ratio_new(CELLS);
	struct ratio_cell cells[CELLS];

	for (int i = 0; i < UNITS; i++)
		plain_sum(ratio, cells, moments_cells(moments, &units[i].is, cells));
	ratio_fix(ratio, CELLS);
	for (int i = 0; i < UNITS; i++)
		plain_spread(ratio, cells, moments_cells(moments, &units[i].is, cells));
	return ratio;
}

static double distance(double a, double b, double scale)
{
	return fabs(a - b) / scale;
}

static void test_engine(unsigned largest, int64_t times)
{
	struct moments *moments = moments_new(CELLS, whole, 30.4375, 1);
	struct ratio *got, *want;
	double sums = 0, sigma = 0;
	int counts = 1;

	make_all(largest, times);
	for (int i = 0; i < UNITS; i++)
		moments_add(moments, &units[i].is);
	got = exactly(moments);
	want = plainly(moments);
	for (size_t j = 0; j < CELLS; j++) {
		counts &= got->n[j] == want->n[j] && got->seen[j] == want->seen[j] &&
			  got->largest[j] == want->largest[j] && got->x[j] == want->x[j];
		if (want->n[j])
			sums = fmax(sums, fmax(distance(got->e[j], want->e[j], want->e[j]),
					       distance(got->r[j], want->r[j], want->r[j])));
		for (size_t k = 0; k < CELLS && want->n[j]; k++) {
			double scale = want->r[j] * want->r[k] +
				       sqrt(want->sigma[j * CELLS + j] * want->sigma[k * CELLS + k]);

			if (want->n[k] && scale > 0)
				sigma = fmax(sigma, distance(got->sigma[j * CELLS + k],
							     want->sigma[j * CELLS + k], scale));
		}
	}
	ok(counts && got->units == UNITS, "outcomes up to %u, %lld times: counts, sums and largest",
	   largest, (long long)times);
	ok(sums < 1e-13, "exposures and ratios: %g", sums);
	ok(sigma < 1e-13, "Sigma: %g", sigma);
	moments_free(moments);
	ratio_free(got);
	ratio_free(want);
}

/* A hundred years of calendar months in one cell, of which each unit has but a few days: squares of
 * what it lacks are beyond 64 bits. */
static void test_long_cell(void)
{
	const int32_t long_whole = 1200 * 377580;
	struct moments *moments = moments_new(1, &long_whole, 377580, 1);
	struct ratio *got = ratio_new(1), *want = ratio_new(1);
	struct ratio_cell cells[UNITS];

	for (int i = 0; i < UNITS; i++) {
		struct moments_run run = { 0, 0 };
		struct moments_mark outcome = { 0, 1 + i % 5 };
		struct moments_mark lack = { 0, long_whole - 12180 * (1 + i % 7) };
		struct moments_unit unit = { &run, &outcome, &lack, 1, 1, 1 };

		moments_add(moments, &unit);
		moments_cells(moments, &unit, &cells[i]);
		plain_sum(want, &cells[i], 1);
	}
	moments_sum(moments, got);
	ratio_fix(got, 1);
	moments_spread(moments, got);
	ratio_fix(want, 1);
	for (int i = 0; i < UNITS; i++)
		plain_spread(want, &cells[i], 1);
	ok(distance(got->r[0], want->r[0], want->r[0]) < 1e-13 &&
	   distance(got->sigma[0], want->sigma[0], want->sigma[0]) < 1e-13,
	   "little of a long cell: %.17g, %.17g", got->sigma[0], want->sigma[0]);
	moments_free(moments);
	ratio_free(got);
	ratio_free(want);
}

static int same(const struct ratio *a, const struct ratio *b)
{
	return memcmp(a->r, b->r, CELLS * sizeof *a->r) == 0 &&
	       memcmp(a->e, b->e, CELLS * sizeof *a->e) == 0 &&
	       memcmp(a->sigma, b->sigma, CELLS * CELLS * sizeof *a->sigma) == 0;
}

static void test_order(void)
{
	struct moments *forth = moments_new(CELLS, whole, 30.4375, 1);
	struct moments *parts[3];
	struct ratio *one, *other;

	for (int i = 0; i < 3; i++)
		parts[i] = moments_new(CELLS, whole, 30.4375, 1);
	for (int i = 0; i < UNITS; i++) {
		moments_add(forth, &units[i].is);
		moments_add(parts[i % 7 % 3], &units[UNITS - 1 - i].is);
	}
	moments_join(parts[0], parts[1]);
	moments_join(parts[0], parts[2]);
	one = exactly(forth);
	other = exactly(parts[0]);
	ok(same(one, other), "another order and three parts: the same bits");
	moments_free(forth);
	for (int i = 0; i < 3; i++)
		moments_free(parts[i]);
	ratio_free(one);
	ratio_free(other);
}

/* Each unit has 77 for each part of exposure: no variance but the rounding of quadruple
 * precision. */
static void test_alike(void)
{
	struct moments *moments = moments_new(CELLS, whole, 30.4375, 1);
	struct ratio *ratio;
	double most = 0;

	for (int i = 0; i < 10000; i++) {
		size_t to = below(CELLS);
		struct moments_run run = { 0, to };
		struct moments_mark outcomes[CELLS], lack = { to, 1 + below(20) };

		for (size_t k = 0; k <= to; k++)
			outcomes[k] = (struct moments_mark){
				k, 77 * (whole[k] - (k == to ? lack.size : 0)) };
		moments_add(moments, &(struct moments_unit){ &run, outcomes, &lack, 1, to + 1, 1 });
	}
	ratio = exactly(moments);
	for (size_t i = 0; i < CELLS * CELLS; i++)
		most = fmax(most, fabs(ratio->sigma[i]));
	is_close(ratio->r[5], 77 * 30.4375, 1e-15, "outcomes all alike: the ratio");
	ok(most < 1e-26, "and no variance: %g", most);
	ratio_free(ratio);
	moments_free(moments);
}

/* Largest allowed outcomes beside small ones, where Sigma is (x1 / 2)^2 / 2 by hand: x = 2^51 and
 * 0, both with exposure 1. */
static void test_large(void)
{
	static const int32_t one[1] = { 1 };
	struct moments *moments = moments_new(1, one, 1, 1);
	struct moments_run run = { 0, 0 };
	struct moments_mark large = { 0, MOMENTS_MOST };
	struct ratio *ratio = ratio_new(1);

	moments_add(moments, &(struct moments_unit){ &run, &large, NULL, 1, 1, 0 });
	moments_add(moments, &(struct moments_unit){ &run, NULL, NULL, 1, 0, 0 });
	moments_sum(moments, ratio);
	ratio_fix(ratio, 1);
	moments_spread(moments, ratio);
	is_close(ratio->r[0], 0x1p50, 0, "2^51 and 0: the mean");
	is_close(ratio->sigma[0], 0x1p99, 0, "and Sigma");
	ok(!moments_too_large(moments), "2^51 fits");
	large.size++;
	moments_add(moments, &(struct moments_unit){ &run, &large, NULL, 1, 1, 0 });
	ok(moments_too_large(moments), "one more does not");
	ratio_free(ratio);
	moments_free(moments);
}

int main(void)
{
	test_engine(10, 1);
	test_engine(100000, 1);
	test_engine(200000000, 1);
	test_engine(2000000000, 1);
	test_engine(2000000000, 4096);
	test_long_cell();
	test_order();
	test_alike();
	test_large();
	return done();
}
