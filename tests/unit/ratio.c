/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ratio engine, its sums made plainly (plain.h), against the mean cumulative functions of other
 * programs: with event times as cells, a case's cost as x and 1 as exposure while it is at risk,
 * the sum of the ratios is Nelson's MCF and its variance that of Lawless and Nadeau
 * (tests/ref/README.md says of whom). The sums as the tools make them are compared with these in
 * moments.c. */
#include "plain.h"
#include "ref.h"
#include "stats/ratio.h"
#include "tap.h"

enum { CASES = 200, EVENTS = 400 };

/* Recurrent events of some cases, each at risk from entry to exit. */
struct history {
	size_t cases, events;
	double id[CASES], entry[CASES], exit[CASES];
	size_t of[EVENTS];                      /* place of the case */
	double time[EVENTS], cost[EVENTS];
};

static size_t case_of(struct history *history, double id)
{
	size_t i = 0;

	while (i < history->cases && history->id[i] != id)
		i++;
	if (i == history->cases)
		history->id[history->cases++] = id;
	return i;
}

static void add_event(struct history *history, double id, double time, double cost)
{
	history->of[history->events] = case_of(history, id);
	history->time[history->events] = time;
	history->cost[history->events++] = cost;
}

/* mcf_small, mcf_ties_trunc: one table of contacts, one of cases. */
static void read_two_tables(struct history *history, const char *name)
{
	char path[64];
	struct ref *ref;

	snprintf(path, sizeof path, "%s_cases", name);
	ref = ref_read(path);
	for (size_t i = 0; i < ref->rows; i++) {
		size_t c = case_of(history, ref_number(ref, i, "case_id"));

		history->entry[c] = ref_number(ref, i, "entry");
		history->exit[c] = ref_number(ref, i, "exit");
	}
	free(ref);
	snprintf(path, sizeof path, "%s_contacts", name);
	ref = ref_read(path);
	for (size_t i = 0; i < ref->rows; i++)
		add_event(history, ref_number(ref, i, "case_id"), ref_number(ref, i, "time"),
			  ref_number(ref, i, "cost"));
	free(ref);
}

/* mcf_valve: one row an event or (event = 0) the end of observation. */
static void read_valve(struct history *history)
{
	struct ref *ref = ref_read("mcf_valve_input");

	for (size_t i = 0; i < ref->rows; i++) {
		double id = ref_number(ref, i, "case_id"), time = ref_number(ref, i, "time");
		size_t c = case_of(history, id);

		history->exit[c] = fmax(history->exit[c], time);
		if (ref_number(ref, i, "event") > 0)
			add_event(history, id, time, ref_number(ref, i, "event"));
	}
	free(ref);
}

/* mcf_cgd: rows (tstart, tstop], status 1 = an infection at tstop; one arm of the trial. A patient
 * is at risk after 0, which no event time is. */
static void read_cgd(struct history *history, const char *arm)
{
	struct ref *ref = ref_read("mcf_cgd_input");

	for (size_t i = 0; i < ref->rows; i++) {
		double id = ref_number(ref, i, "id"), stop = ref_number(ref, i, "tstop");
		size_t c;

		if (strcmp(ref_text(ref, i, "treat"), arm) != 0)
			continue;
		c = case_of(history, id);
		history->exit[c] = fmax(history->exit[c], stop);
		if (ref_number(ref, i, "status") > 0)
			add_event(history, id, stop, 1);
	}
	free(ref);
}

/* The cells of one case; those where it is not at risk are left out. */
static size_t cells_of(const struct history *history, size_t c, const double *times, size_t count,
		       struct ratio_cell *cells)
{
	size_t used = 0;

	for (size_t k = 0; k < count; k++) {
		double cost = 0;

		if (times[k] < history->entry[c] || times[k] > history->exit[c])
			continue;
		for (size_t i = 0; i < history->events; i++)
			if (history->of[i] == c && history->time[i] == times[k])
				cost += history->cost[i];
		cells[used++] = (struct ratio_cell){ k, cost, 1 };
	}
	return used;
}

static struct ratio *fit(const struct history *history, const double *times, size_t count)
{
	struct ratio *ratio = ratio_new(count);
	struct ratio_cell cells[EVENTS];

	for (size_t c = 0; c < history->cases; c++)
		plain_sum(ratio, cells, cells_of(history, c, times, count, cells));
	ratio_fix(ratio, count);
	for (size_t c = 0; c < history->cases; c++)
		plain_spread(ratio, cells, cells_of(history, c, times, count, cells));
	return ratio;
}

static void check(const char *name, double time, const char *quantity, double got, double want)
{
	char what[100];

	snprintf(what, sizeof what, "%s, time %g: %s", name, time, quantity);
	is_close(got, want, 1e-12, what);
}

/* Rows of the expected table from `first` on, all event times of one history. */
static void compare(const struct history *history, const struct ref *want, size_t first,
		    size_t count, const char *name)
{
	double times[EVENTS] = { 0 }, w[EVENTS] = { 0 }, m = 0;
	struct ratio *ratio;

	for (size_t k = 0; k < count; k++)
		times[k] = ref_number(want, first + k, "time");
	ratio = fit(history, times, count);
	for (size_t k = 0; k < count; k++) {
		double se = ref_number(want, first + k, "se_LN"), units = (double)ratio->units;

		m += ratio->r[k];
		w[k] = 1;
		check(name, times[k], "at risk", (double)ratio->n[k],
		      ref_number(want, first + k, "n_risk"));
		check(name, times[k], "M", m, ref_number(want, first + k, "M"));
		check(name, times[k], "variance", ratio_linear(ratio, w, 0), se * se);
		check(name, times[k], "se with G/(G-1)", sqrt(ratio_linear(ratio, w, 1)),
		      se * sqrt(units / (units - 1)));
	}
	ratio_free(ratio);
}

/* The two tables that also state the variance and the se with the factor. */
static void test_two_tables(const char *name)
{
	struct history history = { 0 };
	char path[64];
	struct ref *want;
	double w[EVENTS] = { 0 }, times[EVENTS] = { 0 };
	struct ratio *ratio;

	snprintf(path, sizeof path, "%s_expected", name);
	want = ref_read(path);
	read_two_tables(&history, name);
	compare(&history, want, 0, want->rows, name);
	for (size_t k = 0; k < want->rows; k++)
		times[k] = ref_number(want, k, "time");
	ratio = fit(&history, times, want->rows);
	for (size_t k = 0; k < want->rows; k++) {
		w[k] = 1;
		is_close(ratio_linear(ratio, w, 0), ref_number(want, k, "var_LN"), 1e-12, "var_LN");
		is_close(sqrt(ratio_linear(ratio, w, 1)), ref_number(want, k, "se_LN_smallsample"),
			 1e-12, "se_LN_smallsample");
	}
	ratio_free(ratio);
	free(want);
}

static void test_valve(void)
{
	struct history history = { 0 };
	struct ref *want = ref_read("mcf_valve_expected");

	read_valve(&history);
	is_count((long long)history.cases, 41, "41 engines (Nelson 1995)");
	compare(&history, want, 0, want->rows, "mcf_valve");
	free(want);
}

static void test_cgd(void)
{
	struct ref *want = ref_read("mcf_cgd_expected");
	size_t from = 0;

	while (from < want->rows) {
		struct history history = { 0 };
		const char *arm = ref_text(want, from, "treat");
		size_t to = from;

		while (to < want->rows && strcmp(ref_text(want, to, "treat"), arm) == 0)
			to++;
		read_cgd(&history, arm);
		compare(&history, want, from, to - from, arm);
		from = to;
	}
	free(want);
}

/* Fully followed units with exposure 1: the ratio is a mean, its variance that of a mean. By hand:
 * x = 1, 2, 6: mean 3, squared deviations 4 + 1 + 9 = 14, variance of the mean 14 / (3 * 2). */
static void test_mean(void)
{
	static const double x[] = { 1, 2, 6 };
	struct ratio *ratio = ratio_new(2);

	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < 3; i++) {
			struct ratio_cell cell = { 0, x[i], 1 };

			(pass ? plain_spread : plain_sum)(ratio, &cell, 1);
		}
		if (!pass)
			ratio_fix(ratio, 2);
	}
	is_close(ratio->r[0], 3, 1e-15, "exposure 1: the ratio is the mean");
	is_close(ratio_variance(ratio, 0, 1), 14.0 / 6, 1e-15, "and its variance that of a mean");
	is_close(ratio->largest[0], 6, 0, "the largest outcome");
	ok(isnan(ratio->r[1]), "a cell without exposure has no ratio");
	ratio_free(ratio);
}

static void test_few(void)
{
	static const struct ratio_cell one = { 0, 5, 2 };
	struct ratio *ratio = ratio_new(3);

	plain_sum(ratio, &one, 1);
	ratio_fix(ratio, 1);
	plain_spread(ratio, &one, 1);
	is_close(ratio->r[0], 2.5, 0, "one unit: a ratio");
	ok(isnan(ratio_variance(ratio, 0, 1)), "but no variance");
	is_close(ratio_variance(ratio, 0, 0), 0, 0, "without the factor it is 0");
	ratio_free(ratio);
}

/* ---- regression on an indicator ------------------------------------------------- */

static double expected(const struct ref *ref, const char *name)
{
	for (size_t i = 0; i < ref->rows; i++)
		if (strcmp(ref_text(ref, i, "name"), name) == 0)
			return ref_number(ref, i, "value");
	return NAN;
}

/* The two cells of a case, f = 0 and f = 1: sums of h over its rows, and how many these are. */
static size_t cluster_cells(const struct ref *rows, size_t first, size_t end,
			    struct ratio_cell cells[2])
{
	struct ratio_cell both[2] = { { 0, 0, 0 }, { 1, 0, 0 } };
	size_t used = 0;

	for (size_t i = first; i < end; i++) {
		struct ratio_cell *cell = &both[ref_number(rows, i, "f") == 1];

		cell->x += ref_number(rows, i, "h");
		cell->e++;
	}
	for (int f = 0; f < 2; f++)
		if (both[f].e > 0)
			cells[used++] = both[f];
	return used;
}

static size_t cluster_end(const struct ref *rows, size_t first)
{
	size_t end = first;

	while (end < rows->rows && strcmp(ref_text(rows, end, "case_id"),
					  ref_text(rows, first, "case_id")) == 0)
		end++;
	return end;
}

/* lm(h ~ f) with sandwich::vcovCL by case: intercept and slope are the ratio of one cell and the
 * difference of both, of cells that share their cases. */
static void test_cluster(void)
{
	struct ref *rows = ref_read("cluster_input"), *want = ref_read("cluster_expected");
	struct ratio *ratio = ratio_new(2);
	struct ratio_cell cells[2];
	const double level[] = { 1, 0 }, slope[] = { -1, 1 };
	double n, g, factor;

	for (size_t i = 0; i < rows->rows; i = cluster_end(rows, i))
		plain_sum(ratio, cells, cluster_cells(rows, i, cluster_end(rows, i), cells));
	ratio_fix(ratio, 2);
	for (size_t i = 0; i < rows->rows; i = cluster_end(rows, i))
		plain_spread(ratio, cells, cluster_cells(rows, i, cluster_end(rows, i), cells));
	n = expected(want, "n");
	g = expected(want, "clusters");
	factor = sqrt((n - 1) / (n - 2));
	is_close((double)ratio->units, g, 0, "cluster: number of cases");
	is_close(ratio->r[0], expected(want, "ols.b.(Intercept)"), 1e-10, "cluster: intercept");
	is_close(ratio->r[1] - ratio->r[0], expected(want, "ols.b.f"), 1e-10, "cluster: slope");
	is_close(sqrt(ratio_linear(ratio, level, 0)), expected(want, "cl0.se.(Intercept)"), 1e-10,
		 "cluster: CR0 of the intercept");
	is_close(sqrt(ratio_linear(ratio, slope, 0)), expected(want, "cl0.se.f"), 1e-10,
		 "cluster: CR0 of the slope");
	is_close(factor * sqrt(ratio_linear(ratio, slope, 1)), expected(want, "cl1.se.f"), 1e-10,
		 "cluster: CR1 of the slope");
	ratio_free(ratio);
	free(rows);
	free(want);
}

int main(void)
{
	test_two_tables("mcf_small");
	test_two_tables("mcf_ties_trunc");
	test_valve();
	test_cgd();
	test_mean();
	test_few();
	test_cluster();
	return done();
}
