/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whittaker's smoother against tests/ref/smooth_* (R: solve(diag(w) + lambda * crossprod(D),
 * diag(w)), months 1 to 12 of curve_expected) and where the answer is known. */
#include "ref.h"
#include "stats/smooth.h"
#include "tap.h"

enum { CELLS = 12 };

static void read_column(const struct ref *ref, const char *column, double *to)
{
	for (size_t i = 0; i < ref->rows; i++)
		to[i] = ref_number(ref, i, column);
}

static double scalar(const struct ref *ref, const char *name)
{
	for (size_t i = 0; i < ref->rows; i++)
		if (strcmp(ref_text(ref, i, "name"), name) == 0)
			return ref_number(ref, i, "value");
	return NAN;
}

static void test_oracle(const struct ref *ref, const struct ref *scalars)
{
	double r[CELLS], v[CELLS], want[CELLS];
	struct smooth smooth;

	read_column(ref, "r", r);
	read_column(ref, "v", v);
	is_count(smooth_fit(&smooth, r, v, CELLS, SMOOTH_FIND), 0, "lambda by leaving one out");
	is_close(smooth.lambda, scalar(scalars, "lambda"), 1e-12, "lambda");
	is_close(smooth.loo, scalar(scalars, "loo"), 1e-10, "criterion");
	read_column(ref, "smooth", want);
	for (size_t k = 0; k < CELLS; k++)
		is_close(smooth.value[k], want[k], 1e-10, "line");
	read_column(ref, "hat", want);
	for (size_t k = 0; k < CELLS; k++)
		is_close(smooth.hat[k * CELLS + k], want[k], 1e-10, "diagonal of the hat matrix");
	smooth_free(&smooth);
	smooth_fit(&smooth, r, v, CELLS, 100);
	read_column(ref, "smooth_lambda100", want);
	for (size_t k = 0; k < CELLS; k++)
		is_close(smooth.value[k], want[k], 1e-10, "line at lambda 100");
	smooth_free(&smooth);
}

/* The criterion on the whole grid: names loo_-2.00 ... loo_4.00. */
static void test_grid(const struct ref *ref, const struct ref *scalars)
{
	double r[CELLS], v[CELLS];

	read_column(ref, "r", r);
	read_column(ref, "v", v);
	for (int i = -8; i <= 16; i++) {
		struct smooth smooth;
		char name[16];

		snprintf(name, sizeof name, "loo_%.2f", i / 4.0);
		smooth_fit(&smooth, r, v, CELLS, pow(10, i / 4.0));
		is_close(smooth.loo, scalar(scalars, name), 1e-10, name);
		smooth_free(&smooth);
	}
}

/* Second differences of a straight line are 0, so no lambda may bend it. */
static void test_straight(void)
{
	double r[CELLS], v[CELLS];
	struct smooth smooth;

	for (size_t k = 0; k < CELLS; k++) {
		r[k] = 3 - 0.25 * (double)k;
		v[k] = 1 + (double)(k % 3);
	}
	for (double lambda = 0; lambda < 1e5; lambda = 10 * lambda + 1) {
		double worst = 0, sum = 0;

		smooth_fit(&smooth, r, v, CELLS, lambda);
		for (size_t k = 0; k < CELLS; k++) {
			worst = fmax(worst, fabs(smooth.value[k] - r[k]));
			sum += smooth.hat[5 * CELLS + k];
		}
		ok(worst < 1e-10 && fabs(sum - 1) < 1e-10, "a straight line stays at lambda %g: %g",
		   lambda, worst);
		smooth_free(&smooth);
	}
}

static void test_edges(void)
{
	static const double r[] = { 1, 5, 2, 8 }, none[4] = { 0 }, few[] = { 0, 0, 0, 1 };
	struct smooth smooth;

	smooth_fit(&smooth, r, none, 4, 0);
	for (size_t k = 0; k < 4; k++)
		is_close(smooth.value[k], r[k], 1e-15, "lambda 0: the values themselves");
	smooth_free(&smooth);
	is_count(smooth_fit(&smooth, r, few, 4, 1), 0, "most cells without variance");
	ok(isfinite(smooth.value[0]) && isfinite(smooth.value[3]), "... have a line all the same");
	smooth_free(&smooth);
	is_count(smooth_fit(&smooth, r, none, 2, SMOOTH_FIND), -1, "two cells have no line");
	smooth_free(&smooth);
}

int main(void)
{
	struct ref *ref = ref_read("smooth_expected"), *scalars = ref_read("smooth_scalars_expected");

	test_oracle(ref, scalars);
	test_grid(ref, scalars);
	test_straight();
	test_edges();
	free(ref);
	free(scalars);
	return done();
}
