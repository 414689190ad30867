/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Past prognoses of open cases: what they were made of, and that nothing later has a part. */
#include <stdlib.h>

#include "made.h"
#include "model/opencheck.h"
#include "tap.h"

static const struct opencheck_plan plan = { .paths = 64, .months = 12, .step = 6, .follow = 1,
					    .threshold = 6, .threads = 1, .seed = 1 };

static struct opencheck run(const struct caseload *caseload, struct opencheck_plan with)
{
	struct opencheck check;
	struct fault fault = { 0 };

	if (opencheck_run(&check, caseload, &with, &fault) != 0) {
		printf("Bail out! %s\n", fault.text);
		exit(1);
	}
	return check;
}

/* c0, c1 and c2 come for half an hour in every month from their first on, January to March 2020:
 * 6 hours a year; c2 comes last in July 2022, c3 from August 2022 on. */
static struct caseload steady_cases(void)
{
	static char text[40000];
	size_t length = (size_t)sprintf(text, "case_id,date,minutes\n");

	for (int m = 0; m < 48; m++)
		for (int i = 0; i < 3 && i <= m; i++)
			length += (size_t)sprintf(text + length, "c%d,%d-%02d-15,30\n",
						  i == 2 && m > 30 ? 3 : i, 2020 + m / 12,
						  m % 12 + 1);
	return made_load_text(text, NULL, made_month(2020, 1), made_month(2023, 12), 0);
}

static void test_steady(void)
{
	static const size_t certain[] = { 0, 1, 3, 4 };
	struct caseload caseload = steady_cases();
	struct opencheck check = run(&caseload, plan);
	int right = 1;

	is_count((long long)check.origins, 3, "origins at the end of months 24, 30 and 36");
	is_count((long long)check.count, 3 + 3 + 4, "c2 is open until then, c3 at the last");
	for (size_t i = 0; i < 4; i++) {
		const struct opencheck_row *row = &check.rows[certain[i]];

		right &= row->forecast.mean == 6 && row->outcome == 6 && row->happened;
		right &= row->crps == 0 && row->forecast.over == 64.5 / 65;
	}
	ok(right, "while all come each month, it is foreseen of c0 and c1");
	is_close(check.rows[5].forecast.mean, 6, 0, "and of c2");
	is_close(check.rows[5].outcome, .5, 0, "which came once more");
	is_count(check.rows[5].happened, 0, "and did not reach 6 hours");
	is_close(check.rows[5].crps, 5.5, 1e-15, "so the forecast was 5.5 hours wrong");
	is_count(check.rows[9].case_month, 4, "c3 is four months old at the last origin");
	is_count(check.rows[9].group, 1, "so in the second group");
	is_count(check.rows[0].group, 2, "c0 in the third");
	opencheck_free(&check);
	caseload_free(&caseload);
}

/* The same service, three months passed: c2's last visit is in the first month that counts. */
static void test_lead(void)
{
	struct opencheck_plan with = plan;
	struct caseload caseload = steady_cases();
	struct opencheck check;

	with.lead = 3;
	check = run(&caseload, with);
	is_count((long long)check.origins, 2, "15 months must follow: months 27 and 33");
	is_count((long long)check.rows[0].origin, made_month(2022, 3), "that is March 2022");
	is_close(check.rows[0].forecast.mean, 6, 0, "twelve months are foreseen, not fifteen");
	is_close(check.rows[0].outcome, 6, 0, "and came");
	is_close(check.rows[0].forecast.over, 64.5 / 65, 0, "6 hours were certain");
	is_close(check.rows[2].outcome, .5, 0, "of c2 only the visit after the three months counts");
	opencheck_free(&check);
	with.lead = 12;
	check = run(&caseload, with);
	is_count((long long)check.origins, 1, "with a year passed one origin is left");
	opencheck_free(&check);
	with.lead = 13;
	check = run(&caseload, with);
	is_count((long long)check.origins, 0, "with a month more none");
	opencheck_free(&check);
	caseload_free(&caseload);
}

/* 80 cases that come as a congruential generator says (Park & Miller 1988). */
static struct caseload random_cases(int months, const char *more)
{
	static char text[200000];
	size_t length = (size_t)sprintf(text, "case_id,date,minutes\n");
	uint64_t state = 7;

	for (int i = 0; i < 80; i++)
		for (int m = i % 40; m < 48 && m < i % 40 + 20; m++) {
			state = state * 48271 % 2147483647;
			if (state % 3 == 0 && m < months)
				length += (size_t)sprintf(
					text + length, "c%02d,%d-%02d-%02d,%d\n", i,
					2020 + m / 12, m % 12 + 1, (int)(state / 3 % 28) + 1,
					15 * (int)(state / 100 % 20 + 1));
		}
	sprintf(text + length, "%s", more);
	return made_load_text(text, NULL, made_month(2020, 1),
			      made_month(2020, 1) + months - 1, 90);
}

static int same(const struct opencheck_row *a, const struct opencheck_row *b)
{
	return a->origin == b->origin && a->case_month == b->case_month && a->group == b->group &&
	       memcmp(&a->forecast, &b->forecast, sizeof a->forecast) == 0 &&
	       a->outcome == b->outcome && a->pit == b->pit && a->crps == b->crps;
}

static int same_rows(const struct opencheck *a, const struct opencheck *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!same(&a->rows[i], &b->rows[i]))
			return 0;
	return 1;
}

static void test_leak(void)
{
	struct caseload caseload = random_cases(42, ""), later = random_cases(48,
		"a,2023-07-01,600\nzz,2023-08-01,600\nc00,2023-12-01,900\n");
	struct opencheck check = run(&caseload, plan), more = run(&later, plan), threads;
	struct opencheck_plan with = plan;
	int inside = 1;

	is_count((long long)check.origins, 2, "two origins");
	is_count((long long)more.origins, 3, "three with half a year more");
	ok(check.count > 30 && more.count > check.count, "with cases at each");
	ok(same_rows(&check, &more, check.count), "what came later changed no earlier row");
	with.threads = 3;
	threads = run(&caseload, with);
	ok(threads.count == check.count && same_rows(&check, &threads, check.count),
	   "three threads: the same");
	for (size_t i = 0; i < check.count; i++)
		inside &= check.rows[i].pit >= 0 && check.rows[i].pit <= 1 &&
			  check.rows[i].crps >= 0;
	ok(inside, "scores are in their ranges");
	opencheck_free(&check);
	opencheck_free(&more);
	opencheck_free(&threads);
	caseload_free(&caseload);
	caseload_free(&later);
}

/* One contact each in December 2021; somebody came before, so that there are donors. */
static void test_many(void)
{
	enum { MANY = OPENCHECK_CASES + 1200 };
	char *text = malloc(40 * MANY);
	size_t length = (size_t)sprintf(text, "case_id,date,minutes\n");
	struct caseload caseload;
	struct opencheck check, again;
	struct opencheck_plan with = plan;
	int right = 1, late = 0;

	for (int i = 0; i < MANY; i++)
		length += (size_t)sprintf(text + length, "c%04d,2021-12-%02d,30\n", i, i % 28 + 1);
	sprintf(text + length, "first,2020-01-01,30\nfirst,2020-02-01,30\n");
	caseload = made_load_text(text, NULL, made_month(2020, 1), made_month(2022, 12), 0);
	with.paths = 16;
	check = run(&caseload, with);
	with.threads = 3;
	again = run(&caseload, with);
	is_count((long long)check.count, OPENCHECK_CASES, "of many cases some are looked at");
	for (size_t i = 0; i < check.count; i++) {
		right &= i == 0 || check.rows[i - 1].unit < check.rows[i].unit;
		late += check.rows[i].unit >= MANY / 2;
	}
	ok(right, "each once, in the order of their ids");
	is_close((double)late / OPENCHECK_CASES, .5, .04, "from everywhere");
	ok(same_rows(&check, &again, check.count), "three threads: the same");
	opencheck_free(&check);
	opencheck_free(&again);
	with.cases = 700;
	check = run(&caseload, with);
	is_count((long long)check.count, 700, "or fewer, where that is asked for");
	is_count((long long)check.open, MANY, "of all that were open");
	opencheck_free(&check);
	caseload_free(&caseload);
	free(text);
}

/* 3,100 open cases in June and 6,200 in December: the same share of both. */
static void test_share(void)
{
	enum { EARLY = 3100, LATE = 6200 };
	char *text = malloc(40 * (EARLY + LATE + 4));
	size_t length = (size_t)sprintf(text, "case_id,date,minutes\n"), early = 0;
	struct caseload caseload;
	struct opencheck check;
	struct opencheck_plan with = plan;

	for (int i = 0; i < EARLY + LATE; i++)
		length += (size_t)sprintf(text + length, "c%04d,2021-%s-%02d,30\n", i,
					  i < EARLY ? "04" : "12", i % 28 + 1);
	sprintf(text + length, "first,2020-01-01,30\nfirst,2020-02-01,30\n");
	caseload = made_load_text(text, NULL, made_month(2020, 1), made_month(2022, 12), 0);
	with.paths = 16;
	with.history = 18;
	check = run(&caseload, with);
	for (size_t i = 0; i < check.count; i++)
		early += check.rows[i].origin == made_month(2021, 6);
	is_count((long long)check.origins, 2, "two origins");
	is_count((long long)check.open, EARLY + LATE, "all that were open");
	is_count((long long)check.count, OPENCHECK_CASES + OPENCHECK_CASES / 2, "those looked at");
	is_count((long long)early, OPENCHECK_CASES / 2, "the same share of the emptier origin");
	opencheck_free(&check);
	caseload_free(&caseload);
	free(text);
}

static void test_short(void)
{
	struct caseload caseload = random_cases(35, "");
	struct opencheck check = run(&caseload, plan);

	is_count((long long)check.origins, 0, "35 months: no origin has two years and one to come");
	is_count((long long)check.count, 0, "so no rows, and no fault");
	opencheck_free(&check);
	caseload_free(&caseload);
}

int main(void)
{
	test_steady();
	test_lead();
	test_leak();
	test_many();
	test_share();
	test_short();
	is_count(opencheck_group(2), 0, "case month 2");
	is_count(opencheck_group(3), 1, "case month 3");
	is_count(opencheck_group(11), 1, "case month 11");
	is_count(opencheck_group(12), 2, "case month 12");
	return done();
}
