/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sample paths: against a second computation in R (tests/ref/paths.R), and where donors leave no
 * choice, so that what comes is known. */
#include <stdlib.h>

#include "made.h"
#include "model/paths.h"
#include "ref.h"
#include "tap.h"

static void start_coded(struct states *states, const struct caseload *caseload, int32_t origin,
			enum states_coding coding)
{
	struct fault fault = { 0 };

	if (states_read(states, caseload, origin, coding, &fault) != 0) {
		printf("Bail out! %s\n", fault.text);
		exit(1);
	}
}

static void start(struct states *states, const struct caseload *caseload, int32_t origin)
{
	start_coded(states, caseload, origin, STATES_FULL);
}

static struct paths run(const struct states *states, const struct paths_plan *plan)
{
	struct fault fault = { 0 };
	struct paths paths;

	if (paths_run(&paths, states, plan, &fault) != 0) {
		printf("Bail out! %s\n", fault.text);
		exit(1);
	}
	return paths;
}

static int same(const struct paths *a, const struct paths *b)
{
	size_t cells = a->paths * a->months;

	return memcmp(a->amount, b->amount, cells * sizeof *a->amount) == 0 &&
	       memcmp(a->active, b->active, cells * sizeof *a->active) == 0 &&
	       memcmp(a->open, b->open, cells * sizeof *a->open) == 0 &&
	       memcmp(a->fresh, b->fresh, cells * sizeof *a->fresh) == 0;
}

/* ---- oracle ----------------------------------------------------------------------- */

/* Much of the spread is that of the blocks: one path of each, or a few that share walks. */
enum { SEEDS = 500, MONTHS = 12 };

/* Hours of one month (1 ..), or of all (0), over all paths of all seeds. */
static void is_like_r(const struct paths *paths, int month, const struct ref *ref, size_t row)
{
	double sum = 0, squares = 0, count = (double)SEEDS * (double)paths->paths, mean;

	for (int s = 0; s < SEEDS; s++)
		for (size_t p = 0; p < paths->paths; p++) {
			double hours = 0;

			for (int h = 0; h < MONTHS; h++)
				if (!month || h == month - 1)
					hours += paths[s].amount[p * MONTHS + (size_t)h] / 60;
			sum += hours;
			squares += hours * hours;
		}
	mean = sum / count;
	is_close(mean, ref_number(ref, row, "mean"), .04, "the mean is R's");
	is_close(sqrt(squares / count - mean * mean), ref_number(ref, row, "sd"), .06,
		 "the spread is R's");
}

static void test_r(enum states_coding coding, size_t first_row, size_t count, size_t walks)
{
	struct caseload caseload = made_load("tests/ref/states_contacts.csv", NULL,
					     made_month(2018, 1), made_month(2020, 3), 0);
	struct ref *ref = ref_read("paths_expected");
	static const int months[] = { 1, 2, 6, 12, 0 };
	struct paths paths[SEEDS];
	struct states states;

	start_coded(&states, &caseload, made_month(2020, 3), coding);
	for (int s = 0; s < SEEDS; s++) {
		struct paths_plan plan = { .paths = count, .walks = walks,
					   .months = MONTHS, .follow = 1, .seed = (unsigned long)s + 1 };

		paths[s] = run(&states, &plan);
	}
	for (size_t i = 0; i < 5; i++)
		is_like_r(paths, months[i], ref, first_row + i);
	for (int s = 0; s < SEEDS; s++)
		paths_free(&paths[s]);
	states_free(&states);
	caseload_free(&caseload);
	free(ref);
}

/* ---- no choice -------------------------------------------------------------------- */

/* x begins as a did. Seen up to June, a is the only donor, and its months are all in different
 * states: x must go the way of a: 60 in July, two silent months, 90 in October. */
static const char two[] =
	"case_id,date,minutes\n"
	"a,2024-01-10,30\na,2024-02-11,60\na,2024-05-12,90\n"
	"x,2024-06-10,30\n";

enum { S = 100, SHORT = 5 };

struct taken {
	int calls;
	double least, most;
	struct path_sum sum;
};

static void take(size_t tracked, const double *sums, size_t paths, void *to)
{
	struct taken *taken = (struct taken *)to + tracked;

	taken->calls++;
	taken->least = sums[0];
	taken->most = sums[paths - 1];
	taken->sum = paths_sum(sums, paths, 150);
}

/* Followed for three months, a's April is no donor; its March, the last of the younger ones, is. */
static void test_follows(int follow, double october)
{
	struct caseload caseload = made_load_text(two, NULL, made_month(2024, 1),
						  made_month(2024, 6), 0);
	static const double share[SHORT] = { .5, 1, 1, 1, 1 };
	static const uint32_t second[] = { 1 };
	struct taken taken[2] = { { 0 } };
	struct paths_plan plan = { .paths = S, .months = 4, .follow = follow, .seed = 1,
		.chosen = second, .chosen_count = 1, .share = share, .take = take, .to = taken };
	struct states states;
	struct paths paths;
	int right = 1;

	start(&states, &caseload, made_month(2024, 6));
	paths = run(&states, &plan);
	for (size_t p = 0; p < S; p++) {
		const double *amount = paths.amount + p * 4;
		const uint32_t *active = paths.active + p * 4, *open = paths.open + p * 4;

		right &= amount[0] == 60 && amount[1] == 0 && amount[2] == 0;
		right &= active[0] == 1 && active[1] == 0 && active[2] == 0;
		right &= amount[3] == october && active[3] == (october > 0);
		right &= open[0] == 1 && open[1] == 1 && open[2] == 1 && open[3] == 1;
	}
	ok(right, "a case goes on as the only one before it did (%d)", follow);
	is_count(taken[1].calls, 1, "its sums are handed over once");
	is_count(taken[0].calls, 0, "those of a case that was not chosen are not");
	is_close(taken[1].least, 30 + october, 0, "half of the first month, all of the others");
	is_close(taken[1].most, 30 + october, 0, "on all paths");
	is_close(taken[1].sum.mean, 30 + october, 0, "mean");
	is_close(taken[1].sum.over, 1.0 / (S + 2), 1e-15, "no path reaches 150: (0 + 1) / (S + 2)");
	paths_free(&paths);
	states_free(&states);
	caseload_free(&caseload);
}

/* One new case in the second month: it begins with 30 and goes on as a did. */
static void test_fresh(void)
{
	struct caseload caseload = made_load_text(two, NULL, made_month(2024, 1),
						  made_month(2024, 6), 0);
	uint32_t fresh[S * 4] = { 0 };
	struct paths_plan plan = { .paths = S, .months = 4, .follow = 1, .seed = 1,
				   .chosen_count = 0, .chosen = fresh, .fresh = fresh };
	struct states states;
	struct paths paths;
	int right = 1;

	for (size_t p = 0; p < S; p++)
		fresh[p * 4 + 1] = 1;
	start(&states, &caseload, made_month(2024, 6));
	paths = run(&states, &plan);
	for (size_t p = 0; p < S; p++) {
		const double *amount = paths.amount + p * 4;

		right &= amount[0] == 0 && amount[1] == 30 && amount[2] == 60 && amount[3] == 0;
		right &= paths.fresh[p * 4] == 0 && paths.fresh[p * 4 + 1] == 1;
		right &= paths.open[p * 4] == 0 && paths.open[p * 4 + 3] == 1;
		right &= paths.active[p * 4 + 2] == 1 && paths.active[p * 4 + 3] == 0;
	}
	ok(right, "a new case begins and goes on as the former ones");
	paths_free(&paths);
	states_free(&states);
	caseload_free(&caseload);
}

/* Many new cases in each month, up to three for each team and a rest, or fewer than teams. */
static void test_teams(void)
{
	struct caseload caseload = made_load_text(two, NULL, made_month(2024, 1),
						  made_month(2024, 6), 0);
	static const uint32_t second[] = { 1 };
	uint32_t fresh[S * 4];
	struct paths_plan plan = { .paths = S, .months = 4, .walks = 2, .follow = 1, .seed = 1,
				   .chosen = second, .chosen_count = 1, .fresh = fresh };
	struct states states;
	struct paths paths;
	int right = 1;

	for (uint32_t p = 0; p < S; p++)
		for (uint32_t m = 0; m < 4; m++)
			fresh[p * 4 + m] = m == 2 ? p % 7 : 80 + p + m;
	start(&states, &caseload, made_month(2024, 6));
	paths = run(&states, &plan);
	for (size_t p = 0; p < S; p++) {
		const double *amount = paths.amount + p * 4;
		const uint32_t *active = paths.active + p * 4, *open = paths.open + p * 4;
		const uint32_t *came = fresh + p * 4;

		right &= amount[0] == 60 + came[0] * 30. && amount[1] == came[0] * 60. + came[1] * 30.;
		right &= amount[2] == came[1] * 60. + came[2] * 30.;
		right &= active[0] == 1 + came[0] && active[3] == 1 + came[2] + came[3];
		right &= open[3] == 1 + came[0] + came[1] + came[2] + came[3];
	}
	ok(right, "paths that share walks have all their cases, each once");
	paths_free(&paths);
	states_free(&states);
	caseload_free(&caseload);
}

/* Who came once and never again: closed, silent, gone. */
static void test_silent(void)
{
	struct caseload caseload = made_load_text("case_id,date,minutes\n"
		"a,2020-01-10,30\nb,2022-02-10,30\nc,2022-02-10,30\n",
		"case_id,closed\nc,2022-02-20\n", made_month(2020, 1), made_month(2022, 2), 0);
	struct paths_plan plan = { .paths = S, .months = 24, .follow = 1, .seed = 1 };
	struct states states;
	struct paths paths;
	int right = 1;

	start(&states, &caseload, made_month(2022, 2));
	paths = run(&states, &plan);
	for (size_t i = 0; i < S * 24; i++)
		right &= paths.amount[i] == 0 && paths.active[i] == 0 &&
			 paths.open[i] == (i % 24 < 6);
	ok(right, "open for six silent months, the closed one not at all");
	paths_free(&paths);
	states_free(&states);
	caseload_free(&caseload);
}

/* ---- threads, choice, spans, faults ----------------------------------------------- */

static void take_all(size_t tracked, const double *sums, size_t paths, void *to)
{
	((struct path_sum *)to)[tracked] = paths_sum(sums, paths, 120);
}

static void test_same(void)
{
	struct caseload caseload = made_load("tests/ref/states_contacts.csv", NULL,
					     made_month(2018, 1), made_month(2020, 3), 0);
	static const double share[3] = { 1, 1, .25 };
	static const uint32_t some[] = { 3, 17, 46 };
	struct path_sum one[47], three[47], few[47], alone[47];
	uint32_t fresh[90 * 3];
	struct paths_plan plan = { .paths = 90, .months = 3, .follow = 1, .seed = 5, .threads = 1,
				   .fresh = fresh, .share = share, .take = take_all, .to = one };
	struct fault fault = { 0 };
	struct paths a, b, c;
	struct states states;

	for (size_t i = 0; i < 90 * 3; i++)
		fresh[i] = (uint32_t)i % 4;
	memset(few, 0, sizeof few);
	start(&states, &caseload, made_month(2020, 3));
	a = run(&states, &plan);
	plan.threads = 3;
	plan.to = three;
	b = run(&states, &plan);
	ok(same(&a, &b) && memcmp(one, three, sizeof one) == 0, "three threads: the same bytes");
	plan.chosen = some;
	plan.chosen_count = 3;
	plan.to = few;
	c = run(&states, &plan);
	ok(memcmp(&one[3], &few[3], sizeof *one) == 0 &&
	   memcmp(&one[46], &few[46], sizeof *one) == 0, "fewer cases: the same sums of each");
	plan.to = alone;
	is_count(paths_run(NULL, &states, &plan, &fault), 0, "sums of cases alone");
	ok(memcmp(&few[3], &alone[3], sizeof *few) == 0, "are the same");
	paths_free(&b);
	plan.chosen = NULL;
	plan.seed = 6;
	b = run(&states, &plan);
	ok(!same(&a, &b), "another seed: other paths");
	paths_free(&a);
	paths_free(&b);
	paths_free(&c);
	states_free(&states);
	caseload_free(&caseload);
}

/* Whoever walks beside a case: the totals of two parts are those of the whole. */
static void test_parts(void)
{
	struct caseload caseload = made_load("tests/ref/states_contacts.csv", NULL,
					     made_month(2018, 1), made_month(2020, 3), 0);
	static const uint32_t some[] = { 3, 17, 46 };
	struct paths_plan plan = { .paths = 90, .months = 12, .follow = 1, .seed = 5,
				   .chosen = some };
	struct paths part[3];
	struct states states;
	int right = 1;

	start(&states, &caseload, made_month(2020, 3));
	for (size_t i = 0; i < 3; i++) {
		plan.chosen = some + i % 2;
		plan.chosen_count = i + 1;
		part[i] = run(&states, &plan);
	}
	for (size_t i = 0; i < 90 * 12; i++) {
		right &= part[0].amount[i] + part[1].amount[i] == part[2].amount[i];
		right &= part[0].active[i] + part[1].active[i] == part[2].active[i];
		right &= part[0].open[i] + part[1].open[i] == part[2].open[i];
	}
	ok(right, "one case and two others: the totals of all three");
	for (size_t i = 0; i < 3; i++)
		paths_free(&part[i]);
	states_free(&states);
	caseload_free(&caseload);
}

/* The first months are the same however many follow, those of new cases too. */
static void test_horizon(size_t walks)
{
	struct caseload caseload = made_load("tests/ref/states_contacts.csv", NULL,
					     made_month(2018, 1), made_month(2020, 3), 0);
	enum { PART = 5, WHOLE = 9 };
	uint32_t few[S * PART], all[S * WHOLE];
	struct paths_plan plan = { .paths = S, .months = PART, .walks = walks, .follow = 1,
				   .seed = 5, .fresh = few };
	struct paths part, whole;
	struct states states;
	int right = 1;

	for (size_t i = 0; i < S * WHOLE; i++) {
		all[i] = walks ? 60 + (uint32_t)i % 10 : (uint32_t)i % 4;
		if (i % WHOLE < PART)
			few[i / WHOLE * PART + i % WHOLE] = all[i];
	}
	start(&states, &caseload, made_month(2020, 3));
	part = run(&states, &plan);
	plan.months = WHOLE;
	plan.fresh = all;
	whole = run(&states, &plan);
	for (size_t p = 0; p < S; p++) {
		const size_t from = p * PART, to = p * WHOLE;

		right &= memcmp(part.amount + from, whole.amount + to, PART * sizeof(double)) == 0;
		right &= memcmp(part.active + from, whole.active + to, PART * sizeof(int)) == 0;
		right &= memcmp(part.open + from, whole.open + to, PART * sizeof(int)) == 0;
	}
	ok(right, "more months: the first ones are the same (%zu walks)", walks);
	plan.threads = 3;
	paths_free(&part);
	part = run(&states, &plan);
	ok(same(&part, &whole), "three threads: the same (%zu walks)", walks);
	paths_free(&part);
	paths_free(&whole);
	states_free(&states);
	caseload_free(&caseload);
}

static void test_span(void)
{
	double share[14];
	int32_t october = made_month(2026, 10);

	is_count((long long)paths_span(october, date_from_civil(2026, 11, 1),
				       date_from_civil(2027, 10, 31), share, 14), 12, "a year");
	ok(share[0] == 1 && share[11] == 1, "of whole months");
	is_count((long long)paths_span(october, date_from_civil(2026, 12, 17),
				       date_from_civil(2027, 12, 16), share, 14), 14,
		 "from the 17th of the month after next");
	is_close(share[0], 0, 0, "nothing of the first");
	is_close(share[1], 15 / 31.0, 1e-15, "the rest of December");
	is_close(share[13], 16 / 31.0, 1e-15, "and what lies before the 17th a year later");
	is_count((long long)paths_span(october, date_from_civil(2026, 11, 11),
				       date_from_civil(2026, 11, 20), share, 14), 1, "ten days");
	is_close(share[0], 1 / 3.0, 1e-15, "a third of November");
	is_count((long long)paths_span(october, date_from_civil(2026, 10, 31),
				       date_from_civil(2027, 10, 30), share, 14), 0,
		 "it may not begin in the origin's month");
	is_count((long long)paths_span(october, date_from_civil(2026, 11, 1),
				       date_from_civil(2028, 1, 1), share, 14), 0, "no room");
}

static void test_sum(void)
{
	static const double sums[] = { 0, 0, 10, 20, 30, 60, 60, 70 };
	struct path_sum sum = paths_sum(sums, 8, 60);

	is_close(sum.mean, 31.25, 1e-15, "mean");
	is_close(sum.q50, 25, 1e-15, "median of type 7");
	is_close(sum.q90, 63, 1e-12, "9th decile: position 6.3");
	is_close(sum.over, .4, 1e-15, "P(sum >= 60) = (3 + 1) / (8 + 2)");
}

static void test_fault(void)
{
	struct caseload caseload = made_load_text("case_id,date,minutes\nx,2024-06-15,60\n", NULL,
						  made_month(2024, 1), made_month(2024, 6), 0);
	struct paths_plan plan = { .paths = 10, .months = 1, .follow = 1 };
	struct fault fault = { 0 };
	struct states states;
	struct paths paths;

	start(&states, &caseload, made_month(2024, 6));
	is_count(paths_run(&paths, &states, &plan, &fault), -1, "nobody was followed yet");
	is_count(fault.status, STATUS_MODEL, "there is no estimate");
	paths_free(&paths);
	states_free(&states);
	caseload_free(&caseload);
}

int main(void)
{
	test_r(STATES_COARSE, 0, PATHS_BLOCKS, 0);
	test_r(STATES_FULL, 5, PATHS_BLOCKS, 0);
	test_r(STATES_FULL, 5, 4 * PATHS_BLOCKS, 2);
	test_follows(1, 90);
	test_follows(3, 0);
	test_fresh();
	test_teams();
	test_silent();
	test_same();
	test_parts();
	test_horizon(0);
	test_horizon(2);
	test_span();
	test_sum();
	test_fault();
	return done();
}
