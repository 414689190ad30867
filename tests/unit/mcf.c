/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mean cumulative function against other programs (tests/ref/mcf_*: reda, survival) and
 * against the ratio engine, which keeps the whole matrix, on random histories. */
#include <gsl/gsl_rng.h>

#include "plain.h"
#include "ref.h"
#include "stats/mcf.h"
#include "stats/ratio.h"
#include "tap.h"

enum { UNITS = 60, TIMES = 40 };

static void compare(struct mcf *mcf, const struct ref *want, size_t first, size_t rows,
		    const char *name)
{
	char what[80];

	mcf_finish(mcf);
	is_count((long long)mcf->count, (long long)rows, "times");
	for (size_t i = 0; i < rows && i < mcf->count; i++) {
		const struct mcf_step *step = &mcf->steps[i];
		double se = ref_number(want, first + i, "se_LN");

		snprintf(what, sizeof what, "%s, time %d", name, (int)step->time);
		ok(step->time == ref_number(want, first + i, "time") &&
		   step->at_risk == ref_number(want, first + i, "n_risk"), "%s: at risk", what);
		is_close(step->value, ref_number(want, first + i, "M"), 1e-12, what);
		is_close(step->variance, se * se, 1e-12, "variance");
	}
	mcf_free(mcf);
}

static void test_two_tables(const char *name)
{
	char path[64];
	struct ref *cases, *contacts, *want;
	struct mcf *mcf = mcf_new();

	snprintf(path, sizeof path, "%s_cases", name);
	cases = ref_read(path);
	snprintf(path, sizeof path, "%s_contacts", name);
	contacts = ref_read(path);
	snprintf(path, sizeof path, "%s_expected", name);
	want = ref_read(path);
	for (size_t i = 0; i < cases->rows; i++) {
		mcf_add_unit(mcf, (int32_t)ref_number(cases, i, "entry"),
			     (int32_t)ref_number(cases, i, "exit"));
		for (size_t j = 0; j < contacts->rows; j++)
			if (strcmp(ref_text(contacts, j, "case_id"),
				   ref_text(cases, i, "case_id")) == 0)
				mcf_add_outcome(mcf, (int32_t)ref_number(contacts, j, "time"),
						ref_number(contacts, j, "cost"));
	}
	compare(mcf, want, 0, want->rows, name);
	free(cases);
	free(contacts);
	free(want);
}

/* One row an event or, once an engine, the end of observation (event = 0). */
static void test_valve(void)
{
	struct ref *input = ref_read("mcf_valve_input"), *want = ref_read("mcf_valve_expected");
	struct mcf *mcf = mcf_new();

	for (size_t i = 0; i < input->rows; i++) {
		const char *id = ref_text(input, i, "case_id");

		if (ref_number(input, i, "event") > 0)
			continue;
		mcf_add_unit(mcf, 0, (int32_t)ref_number(input, i, "time"));
		for (size_t j = 0; j < input->rows; j++)
			if (strcmp(ref_text(input, j, "case_id"), id) == 0 &&
			    ref_number(input, j, "event") > 0)
				mcf_add_outcome(mcf, (int32_t)ref_number(input, j, "time"),
						ref_number(input, j, "event"));
	}
	is_count((long long)mcf->units, 41, "41 engines (Nelson 1995)");
	compare(mcf, want, 0, want->rows, "mcf_valve");
	free(input);
	free(want);
}

struct history {
	int32_t entry[UNITS], exit[UNITS];
	double x[UNITS][TIMES];
};

static void draw(struct history *history, gsl_rng *random)
{
	memset(history, 0, sizeof *history);
	for (int i = 0; i < UNITS; i++) {
		history->entry[i] = (int32_t)gsl_rng_uniform_int(random, 5);
		history->exit[i] = history->entry[i] + (int32_t)gsl_rng_uniform_int(random, TIMES - 5);
		for (int32_t t = history->entry[i]; t <= history->exit[i]; t++)
			if (gsl_rng_uniform(random) < 0.3)
				history->x[i][t] = 100 * gsl_rng_uniform(random);
	}
}

static void pass(struct ratio *ratio, const struct history *history, int second)
{
	for (int i = 0; i < UNITS; i++) {
		struct ratio_cell cells[TIMES];
		size_t count = 0;

		for (int32_t t = history->entry[i]; t <= history->exit[i]; t++)
			cells[count++] = (struct ratio_cell){ (size_t)t, history->x[i][t], 1 };
		(second ? plain_spread : plain_sum)(ratio, cells, count);
	}
}

static struct ratio *by_matrix(const struct history *history)
{
	struct ratio *ratio = ratio_new(TIMES);

	pass(ratio, history, 0);
	ratio_fix(ratio, TIMES);
	pass(ratio, history, 1);
	return ratio;
}

static struct mcf *by_steps(const struct history *history)
{
	struct mcf *mcf = mcf_new();

	for (int i = 0; i < UNITS; i++) {
		mcf_add_unit(mcf, history->entry[i], history->exit[i]);
		for (int32_t t = history->entry[i]; t <= history->exit[i]; t++)
			if (history->x[i][t] > 0)
				mcf_add_outcome(mcf, t, history->x[i][t]);
	}
	mcf_finish(mcf);
	return mcf;
}

/* Units with an outcome up to that time. */
static int64_t seen_to(const struct history *history, int32_t time)
{
	int64_t seen = 0;

	for (int i = 0; i < UNITS; i++) {
		int any = 0;

		for (int32_t t = 0; t <= time; t++)
			any |= history->x[i][t] > 0;
		seen += any;
	}
	return seen;
}

/* What the unit with most of it makes up of the sum up to that time. */
static double share_to(const struct history *history, int32_t time)
{
	double share = 0;

	for (int i = 0; i < UNITS; i++) {
		double own = 0;

		for (int32_t t = 0; t <= time; t++) {
			int at_risk = 0;

			for (int j = 0; j < UNITS; j++)
				at_risk += history->entry[j] <= t && t <= history->exit[j];
			own += at_risk ? history->x[i][t] / at_risk : 0;
		}
		share = fmax(share, own);
	}
	return share;
}

static void test_against_matrix(gsl_rng *random)
{
	struct history history;
	struct ratio *ratio;
	struct mcf *mcf;
	double worst = 0, w[TIMES] = { 0 };
	int32_t done_to = 0;
	size_t wrong = 0;

	draw(&history, random);
	ratio = by_matrix(&history);
	mcf = by_steps(&history);
	for (size_t i = 0; i < mcf->count; i++) {
		int32_t time = mcf->steps[i].time;
		double want;

		while (done_to <= time)
			w[done_to++] = 1;
		want = ratio_linear(ratio, w, 0);
		worst = fmax(worst, fabs(mcf->steps[i].variance / want - 1));
		wrong += mcf->steps[i].seen != seen_to(&history, time) ||
			 fabs(mcf->steps[i].weight / share_to(&history, time) - 1) > 1e-12;
	}
	is_count((long long)wrong, 0, "units with an outcome so far, and the largest part of one");
	ok(mcf->count > 20 && worst < 1e-12, "%zu steps: variance as the ratio engine's, %g",
	   mcf->count, worst);
	ratio_free(ratio);
	mcf_free(mcf);
}

/* Units that are all alike have no variance but for rounding, and never one below 0. */
static void test_alike(void)
{
	struct mcf *mcf = mcf_new();

	for (int i = 0; i < 7; i++) {
		mcf_add_unit(mcf, 0, 20);
		for (int32_t t = 0; t < 20; t += 3)
			mcf_add_outcome(mcf, t, 0.1);
	}
	mcf_finish(mcf);
	for (size_t i = 0; i < mcf->count; i++)
		ok(mcf->steps[i].variance >= 0 && mcf->steps[i].variance < 1e-16,
		   "no variance: %g", mcf->steps[i].variance);
	is_close(mcf->steps[6].value, 0.7, 1e-14, "the common sum");
	mcf_free(mcf);
}

/* By hand: alone at risk at times 0 and 1, two at 2, nobody at 4, two again at 5. */
static void test_thin(void)
{
	static const int64_t least[] = { 1, 1, 0 };
	struct mcf *mcf = mcf_new();

	mcf_add_unit(mcf, 0, 3);
	mcf_add_outcome(mcf, 0, 1);
	mcf_add_outcome(mcf, 2, 2);
	mcf_add_unit(mcf, 2, 3);
	for (int i = 0; i < 2; i++) {
		mcf_add_unit(mcf, 5, 6);
		mcf_add_outcome(mcf, 5, 1);
	}
	mcf_finish(mcf);
	is_count((long long)mcf->count, 3, "three times with an outcome");
	for (size_t i = 0; i < 3; i++)
		ok(mcf->steps[i].least == least[i] && isnan(mcf->steps[i].variance),
		   "step %zu rests on %d: no variance", i, (int)mcf->steps[i].least);
	is_close(mcf->steps[1].value, 2, 1e-15, "after one alone the value is known");
	ok(isnan(mcf->steps[2].value), "after nobody it is not");
	is_count((long long)mcf->steps[2].at_risk, 2, "though two are there");
	is_close(mcf->steps[2].total, 2, 1e-15, "with this outcome");
	mcf_free(mcf);
}

int main(void)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	test_two_tables("mcf_small");
	test_two_tables("mcf_ties_trunc");
	test_valve();
	for (int i = 0; i < 20; i++)
		test_against_matrix(random);
	test_alike();
	test_thin();
	gsl_rng_free(random);
	return done();
}
