/* SPDX-License-Identifier: GPL-3.0-or-later */
/* moments - the sums that ratios and their joint variance are made of, exactly and in one pass. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/moments.h"

__extension__ typedef __int128 wide;

/* More digits than a sum of products leaves in their difference. */
#ifdef __SIZEOF_FLOAT128__
__extension__ typedef __float128 exact;
#else
#include <float.h>
typedef long double exact;
_Static_assert(LDBL_MANT_DIG >= 113, "differences of sums of products need 113 bits");
#endif

/* Tables have a column and a row more than there are cells, for what ends with the last one. */
struct moments {
	size_t cells, stride;
	const int32_t *whole;
	double part;
	int64_t units;
	int64_t *seen, *largest; /* by cell */
	int64_t *cover;          /* change of the number of units whose runs hold the cell */
	int64_t *lack;           /* sum */
	wide *outcome;           /* sum */
	/* If joint: sums of products, lower triangles where both are of one kind. */
	int64_t *near;           /* those with outcomes, by enum product: nearly always enough, ... */
	wide *far;               /* ... in half the time and memory; NULL, or to be added to near */
	int64_t room;            /* so much any of near may still grow */
	int64_t *runs;           /* changes in both directions */
	int64_t *lack_run;       /* like OUTCOME_RUN */
	wide *lacks;             /* of a cell that stands for many months they are large */
};

/* OUTCOME_RUN: by row of the outcome, changes along the cells of the runs. */
enum product { OUTCOMES, OUTCOME_RUN, OUTCOME_LACK, PRODUCTS };

static size_t table_size(const struct moments *moments)
{
	return moments->stride * moments->stride;
}

struct moments *moments_new(size_t cells, const int32_t *whole, double part, int joint)
{
	struct moments *moments = mem_new(1, sizeof *moments);
	size_t stride = cells + 1, size = joint ? stride * stride : 0;

	*moments = (struct moments){
		.cells = cells, .stride = stride, .whole = whole, .part = part,
		.seen = mem_new(cells, sizeof(int64_t)), .largest = mem_new(cells, sizeof(int64_t)),
		.cover = mem_new(stride, sizeof(int64_t)), .lack = mem_new(cells, sizeof(int64_t)),
		.outcome = mem_new(cells, sizeof(wide)),
	};
	if (!joint)
		return moments;
	moments->near = mem_new(size, PRODUCTS * sizeof(int64_t));
	moments->room = INT64_MAX;
	moments->runs = mem_new(size, sizeof(int64_t));
	moments->lack_run = mem_new(size, sizeof(int64_t));
	moments->lacks = mem_new(size, sizeof(wide));
	return moments;
}

size_t moments_bytes(size_t cells)
{
	return (cells + 1) * (cells + 1) *
	       (PRODUCTS * (sizeof(int64_t) + sizeof(wide)) + 2 * sizeof(int64_t) + sizeof(wide));
}

void moments_free(struct moments *moments)
{
	if (!moments)
		return;
	free(moments->seen);
	free(moments->largest);
	free(moments->cover);
	free(moments->lack);
	free(moments->outcome);
	free(moments->near);
	free(moments->far);
	free(moments->runs);
	free(moments->lack_run);
	free(moments->lacks);
	free(moments);
}

/* ---- units --------------------------------------------------------------------- */

/* Returns the largest number of the unit. */
static int64_t add_sums(struct moments *moments, const struct moments_unit *unit)
{
	int64_t most = 2;

	moments->units++;
	for (size_t i = 0; i < unit->outcome_count; i++) {
		const struct moments_mark *one = &unit->outcomes[i];

		moments->seen[one->at]++;
		moments->outcome[one->at] += one->size;
		if (one->size > moments->largest[one->at])
			moments->largest[one->at] = one->size;
		most = one->size > most ? one->size : most;
	}
	for (size_t i = 0; i < unit->run_count; i++) {
		moments->cover[unit->runs[i].from]++;
		moments->cover[unit->runs[i].to + 1]--;
	}
	for (size_t i = 0; i < unit->lack_count; i++) {
		moments->lack[unit->lacks[i].at] += unit->lacks[i].size;
		most = unit->lacks[i].size > most ? unit->lacks[i].size : most;
	}
	return most;
}

static void carry(struct moments *moments)
{
	size_t count = PRODUCTS * table_size(moments);

	if (!moments->far)
		moments->far = mem_new(count, sizeof *moments->far);
	for (size_t i = 0; i < count; i++) {
		moments->far[i] += moments->near[i];
		moments->near[i] = 0;
	}
	moments->room = INT64_MAX;
}

/* What a unit with larger numbers adds goes to far, so that near has room for a hundred units or
 * more. */
#define NEAR_MOST ((int64_t)1 << 28)

/* Whether near has room for a product of this number with itself, as it mostly has. */
static int make_room(struct moments *moments, int64_t most)
{
	int is_near = most <= NEAR_MOST;

	if (is_near ? moments->room < most * most : !moments->far)
		carry(moments);
	if (is_near)
		moments->room -= most * most;
	return is_near;
}

static inline void add_product(struct moments *moments, size_t at, int64_t a, int64_t b,
			       int is_near)
{
	if (is_near)
		moments->near[at] += a * b;
	else
		moments->far[at] += (wide)a * b;
}

/* Inlined for both, so that the innermost loop has no question in it. */
static inline void add_outcomes(struct moments *moments, const struct moments_unit *unit,
				int is_near)
{
	size_t size = table_size(moments), stride = moments->stride;

	for (size_t number = 0; number < unit->outcome_count; number++) {
		const struct moments_mark one = unit->outcomes[number];
		size_t row = one.at * stride, run_row = row + OUTCOME_RUN * size;
		size_t lack_row = row + OUTCOME_LACK * size;

		for (size_t i = 0; i <= number; i++)
			add_product(moments, row + unit->outcomes[i].at, one.size,
				    unit->outcomes[i].size, is_near);
		for (size_t i = 0; i < unit->run_count; i++) {
			add_product(moments, run_row + unit->runs[i].from, one.size, 1, is_near);
			add_product(moments, run_row + unit->runs[i].to + 1, one.size, -1, is_near);
		}
		for (size_t i = 0; i < unit->lack_count; i++)
			add_product(moments, lack_row + unit->lacks[i].at, one.size,
				    unit->lacks[i].size, is_near);
	}
}

static void add_lack(struct moments *moments, const struct moments_unit *unit, size_t number)
{
	const struct moments_mark *one = &unit->lacks[number];
	size_t row = one->at * moments->stride;

	for (size_t i = 0; i <= number; i++)
		moments->lacks[row + unit->lacks[i].at] += (wide)one->size * unit->lacks[i].size;
	for (size_t i = 0; i < unit->run_count; i++) {
		moments->lack_run[row + unit->runs[i].from] += one->size;
		moments->lack_run[row + unit->runs[i].to + 1] -= one->size;
	}
}

/* All cells of this run with all of it and of those before: the corners of rectangles. */
static void add_run(struct moments *moments, const struct moments_unit *unit, size_t number)
{
	const struct moments_run *one = &unit->runs[number];
	int64_t *from = moments->runs + one->from * moments->stride;
	int64_t *after = moments->runs + (one->to + 1) * moments->stride;

	for (size_t i = 0; i <= number; i++) {
		const struct moments_run *other = &unit->runs[i];

		from[other->from]++;
		from[other->to + 1]--;
		after[other->from]--;
		after[other->to + 1]++;
	}
}

void moments_add(struct moments *moments, const struct moments_unit *unit)
{
	int64_t most = add_sums(moments, unit);

	if (!moments->near)
		return;
	if (make_room(moments, most))
		add_outcomes(moments, unit, 1);
	else
		add_outcomes(moments, unit, 0);
	for (size_t i = 0; i < unit->lack_count; i++)
		add_lack(moments, unit, i);
	for (size_t i = 0; i < unit->run_count; i++)
		add_run(moments, unit, i);
}

static void join(int64_t *to, const int64_t *from, size_t count)
{
	for (size_t i = 0; i < count; i++)
		to[i] += from[i];
}

static void join_products(struct moments *moments, const struct moments *from)
{
	size_t count = PRODUCTS * table_size(moments);

	if (from->far || moments->room < INT64_MAX - from->room)
		carry(moments);
	for (size_t i = 0; from->far && i < count; i++)
		moments->far[i] += from->far[i];
	join(moments->near, from->near, count);
	moments->room -= INT64_MAX - from->room;
}

void moments_join(struct moments *moments, const struct moments *from)
{
	size_t cells = moments->cells, size = table_size(moments);

	moments->units += from->units;
	for (size_t k = 0; k < cells; k++)
		if (from->largest[k] > moments->largest[k])
			moments->largest[k] = from->largest[k];
	join(moments->seen, from->seen, cells);
	join(moments->cover, from->cover, cells);
	join(moments->lack, from->lack, cells);
	for (size_t k = 0; k < cells; k++)
		moments->outcome[k] += from->outcome[k];
	if (!moments->near)
		return;
	join_products(moments, from);
	join(moments->runs, from->runs, size);
	join(moments->lack_run, from->lack_run, size);
	for (size_t i = 0; i < size; i++)
		moments->lacks[i] += from->lacks[i];
}

int moments_too_large(const struct moments *moments)
{
	for (size_t k = 0; k < moments->cells; k++)
		if (moments->largest[k] > MOMENTS_MOST)
			return 1;
	return 0;
}

/* ---- ratios -------------------------------------------------------------------- */

/* What Sigma is put together from. */
struct products {
	size_t cells;
	wide *mixed;             /* S(x_j e_k) */
	wide *both;              /* S(e_j e_k), k <= j */
	exact *r;                /* per part of exposure */
	double *e;               /* in parts */
};

/* Sum of the exposure of a cell that so many units' runs hold. */
static int64_t exposure_of(const struct moments *moments, size_t k, int64_t units)
{
	return units * moments->whole[k] - moments->lack[k];
}

void moments_sum(const struct moments *moments, struct ratio *ratio)
{
	int64_t units = 0;

	ratio->units = moments->units;
	for (size_t k = 0; k < moments->cells; k++) {
		units += moments->cover[k];
		ratio->n[k] = units;
		ratio->seen[k] = moments->seen[k];
		ratio->x[k] = (double)moments->outcome[k];
		ratio->e[k] = (double)exposure_of(moments, k, units) / moments->part;
		ratio->largest[k] = (double)moments->largest[k];
	}
}

static wide sum_of(const struct moments *moments, enum product product, size_t at)
{
	at += product * table_size(moments);
	return moments->near[at] + (moments->far ? moments->far[at] : 0);
}

static wide *outcome_exposure(const struct moments *moments, size_t cells)
{
	wide *table = mem_new(cells * cells, sizeof *table);

	for (size_t j = 0; j < cells; j++) {
		size_t row = j * moments->stride;
		wide covered = 0;

		for (size_t k = 0; k < cells; k++) {
			covered += sum_of(moments, OUTCOME_RUN, row + k);
			table[j * cells + k] = covered * moments->whole[k] -
					       sum_of(moments, OUTCOME_LACK, row + k);
		}
	}
	return table;
}

static wide *exposures(const struct moments *moments, size_t cells)
{
	wide *table = mem_new(cells * cells, sizeof *table);
	int64_t *units = mem_new(cells, sizeof *units);   /* change from row to row so far */
	const int32_t *whole = moments->whole;

	for (size_t j = 0; j < cells; j++) {
		const int64_t *runs = moments->runs + j * moments->stride;
		const wide *lacks = moments->lacks + j * moments->stride;
		const int64_t *lack_run = moments->lack_run + j * moments->stride;
		int64_t both = 0, covered = 0;

		for (size_t k = 0; k < cells; k++) {
			both += units[k] += runs[k];
			covered += lack_run[k];
			table[(j > k ? j : k) * cells + (j > k ? k : j)] -= (wide)whole[k] * covered;
			if (k <= j)
				table[j * cells + k] += (wide)whole[j] * whole[k] * both + lacks[k];
			if (k == j)
				table[j * cells + k] -= (wide)whole[k] * covered;
		}
	}
	free(units);
	return table;
}

/* Of equal outcomes the rounding of quotients is left, which is no variance. */
#define ROUNDING 0x1p-104

/* One element of Sigma. */
static double covariance(const struct moments *moments, const struct products *products,
			 size_t j, size_t k)
{
	size_t cells = products->cells;
	exact rj = products->r[j], rk = products->r[k];
	exact plus = (exact)sum_of(moments, OUTCOMES, j * moments->stride + k) +
		     rj * rk * (exact)products->both[j * cells + k];
	exact minus = rk * (exact)products->mixed[j * cells + k] +
		      rj * (exact)products->mixed[k * cells + j];
	double e = products->e[j] * products->e[k], sum = (double)(plus - minus);

	return fabs(sum) > ROUNDING * (double)plus ? sum * (moments->part * moments->part / e) : 0;
}

void moments_spread(const struct moments *moments, struct ratio *ratio)
{
	size_t cells = ratio->cells;
	struct products products = { cells, outcome_exposure(moments, cells),
					   exposures(moments, cells),
					   mem_new(cells, sizeof(exact)),
					   mem_new(cells, sizeof(double)) };
	int64_t units = 0;

	for (size_t k = 0; k < cells; k++) {
		int64_t e = exposure_of(moments, k, units += moments->cover[k]);

		products.e[k] = (double)e;
		products.r[k] = e ? (exact)moments->outcome[k] / (exact)e : 0;
	}
	for (size_t j = 0; j < cells; j++)
		for (size_t k = 0; k <= j; k++)
			ratio->sigma[j * cells + k] = ratio->sigma[k * cells + j] =
				covariance(moments, &products, j, k);
	free(products.mixed);
	free(products.both);
	free(products.r);
	free(products.e);
}

size_t moments_cells(const struct moments *moments, const struct moments_unit *unit,
		     struct ratio_cell *cells)
{
	size_t count = 0, outcome = 0, lack = 0;

	for (size_t i = 0; i < unit->run_count; i++)
		for (size_t k = unit->runs[i].from; k <= unit->runs[i].to; k++) {
			int64_t x = 0, e = moments->whole[k];

			if (outcome < unit->outcome_count && unit->outcomes[outcome].at == k)
				x = unit->outcomes[outcome++].size;
			if (lack < unit->lack_count && unit->lacks[lack].at == k)
				e -= unit->lacks[lack++].size;
			cells[count++] = (struct ratio_cell){ k, (double)x,
							      (double)e / moments->part };
		}
	return count;
}
