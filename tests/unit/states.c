/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States and their donors: against tests/ref/states_* (R), and on services small enough to work out
 * by hand from verlauf-methods(7), "State", "Donors". */
#include <stdlib.h>

#include "made.h"
#include "model/states.h"
#include "ref.h"
#include "tap.h"

static struct states states_at(const struct caseload *caseload, int32_t origin,
			       enum states_coding coding)
{
	struct fault fault = { 0 };
	struct states states;

	if (states_read(&states, caseload, origin, coding, &fault) != 0) {
		printf("Bail out! %s\n", fault.text);
		exit(1);
	}
	return states;
}

/* ---- oracle ----------------------------------------------------------------------- */

static const char *id_of(const struct states *states, const struct state_now *now)
{
	return intern_text(store_ids(states->caseload->store), states->row[now->row].id);
}

static const struct state_now *find_now(const struct states *states, const char *id)
{
	for (size_t i = 0; i < states->tracked; i++)
		if (strcmp(id_of(states, &states->now[i]), id) == 0)
			return &states->now[i];
	return NULL;
}

static uint32_t ref_code(const struct ref *ref, size_t row)
{
	return (uint32_t)(((ref_number(ref, row, "age_band") - 1) * STATES_RECENCIES +
			   ref_number(ref, row, "rec_band") - 1) * STATES_INTENSITIES +
			  ref_number(ref, row, "int_band") - 1) * STATES_QUARTERS;
}

static void test_now(const struct states *states)
{
	struct ref *ref = ref_read("states_now_expected");
	int same = 1;

	is_count((long long)states->tracked, (long long)ref->rows, "as many cases are tracked");
	for (size_t r = 0; r < ref->rows; r++) {
		const struct state_now *now = find_now(states, ref_text(ref, r, "case_id"));
		const struct situation *is = now ? &now->situation : NULL;

		same &= is && is->age == ref_number(ref, r, "age") &&
			is->recency == ref_number(ref, r, "rec") &&
			(is->recent[0] + is->recent[1] + is->recent[2]) / 60 ==
				ref_number(ref, r, "h3") && now->code == ref_code(ref, r);
	}
	ok(same, "age, recency, hours and state of each are R's");
	free(ref);
}

static void test_moments(const struct states *states)
{
	struct ref *ref = ref_read("states_donors_expected");
	double worst_mean = 0, worst_variance = 0;
	long long donors = 0, wanted = 0;

	for (size_t r = 0; r < ref->rows; r++) {
		const struct state_moments *moments = &states->moments[ref_code(ref, r)];
		double mean = ref_number(ref, r, "mean_next");
		double variance = ref_number(ref, r, "var_next");

		wanted += (long long)ref_number(ref, r, "n");
		worst_mean = fmax(worst_mean, fabs(moments->mean / 60 - mean));
		worst_variance = fmax(worst_variance, fabs(moments->variance / 3600 - variance));
	}
	for (int s = 0; s < STATES_COUNT; s += STATES_QUARTERS)
		donors += states->moments[s].donors;
	is_count(donors, wanted, "as many donors");
	is_close(1 + worst_mean, 1, 1e-12, "their means are R's");
	is_close(1 + worst_variance, 1, 1e-11, "their variances are R's");
	free(ref);
}

static void test_scalars(const struct states *states)
{
	struct ref *ref = ref_read("states_scalars_expected");
	double mean = 0, variance = 0;
	int without = 0;

	for (size_t i = 0; i < states->tracked; i++) {
		const struct state_moments *moments = &states->moments[states->now[i].code];

		mean += moments->mean;
		variance += moments->variance;
		without += !moments->donors;
	}
	for (size_t i = 0; i < 3; i++)
		is_close(states->cut[i] / 60, ref_number(ref, i, "value"), 1e-12, "a cut");
	is_count(without, (long long)ref_number(ref, 4, "value"), "cases without donor");
	is_close(mean / 60, ref_number(ref, 5, "value"), 1e-12, "expected hours of next month");
	is_close(variance / 3600, ref_number(ref, 6, "value"), 1e-12, "their variance");
	free(ref);
}

static void test_oracle(void)
{
	struct caseload caseload = made_load("tests/ref/states_contacts.csv", NULL,
					     made_month(2018, 1), made_month(2020, 3), 0);
	struct states states = states_at(&caseload, made_month(2020, 3), STATES_BARE);
	struct states merged = states_at(&caseload, made_month(2020, 3), STATES_COARSE);
	int all = 1;

	test_now(&states);
	test_moments(&states);
	test_scalars(&states);
	for (int s = 0; s < STATES_COUNT; s++)
		all &= merged.moments[s].donors > 0 &&
		       (states.moments[s].donors > 0) == !merged.moments[s].merged;
	ok(all, "with merging every state has donors");
	states_free(&states);
	states_free(&merged);
	caseload_free(&caseload);
}

/* ---- by hand ---------------------------------------------------------------------- */

/* January to December 2024, washout 60 days.
 *   a  comes in March (30 minutes), May (a record of 0), and no more
 *   b  comes on 10 January: prevalent
 *   c  stated from 20 November 2023, comes in April, closed in June
 *   d  stated from 5 July, no record
 *   e  comes in December only */
static const char contacts[] =
	"case_id,date,minutes\n"
	"e,2024-12-01,20\n"
	"a,2024-05-20,0\na,2024-03-05,30\n"
	"b,2024-01-10,60\nb,2024-02-11,60\nb,2024-10-12,60\n"
	"c,2024-04-04,90\n";
static const char case_table[] =
	"case_id,first_contact,closed\n"
	"c,2023-11-20,2024-06-15\nd,2024-07-05,\n";

static void is_now(const struct states *states, const char *id, int age, int recency, double recent,
		   int open)
{
	const struct state_now *now = find_now(states, id);

	if (!ok(now != NULL, "%s is tracked", id))
		return;
	is_count(now->situation.age, age, "its age");
	is_count(now->situation.recency, recency, "its silence");
	is_close(now->situation.recent[0] + now->situation.recent[1] + now->situation.recent[2],
		 recent, 0, "its last three months");
	is_count(now->open, open, "whether it is open");
}

static void test_small(const struct caseload *caseload)
{
	struct states may = states_at(caseload, made_month(2024, 5), STATES_FULL);
	struct states december = states_at(caseload, made_month(2024, 12), STATES_FULL);
	const struct state_history *history = december.history;

	is_count((long long)may.tracked, 3, "three cases were seen by May");
	is_now(&may, "a", 2, 0, 30, 1);
	is_now(&may, "b", 17, 3, 0, 1);
	is_now(&may, "c", 6, 1, 90, 1);
	is_now(&december, "a", 9, 7, 0, 0);
	is_now(&december, "b", 24, 2, 60, 1);
	is_now(&december, "c", 13, 8, 0, 0);
	is_now(&december, "d", 5, 5, 0, 1);
	is_now(&december, "e", 0, 0, 20, 1);
	is_count(history[0].appeared, 1, "b is no new case");
	is_count(history[2].fresh, 1, "a is one");
	is_count(history[3].appeared, 1, "c began before the window");
	is_count(history[6].fresh, 1, "d is one by the case table");
	is_count(history[6].active, 0, "though nothing is recorded of it");
	is_count(history[4].active, 1, "a record of no minutes is a contact");
	is_count(history[5].open, 2, "c was closed in June");
	is_close(history[3].total, 90, 0, "hours of April");
	is_count(december.fresh_from_all, 0, "there are new cases to draw first months from");
	is_close(december.fresh_mean, 50.0 / 3, 1e-15, "first months of a, d and e");
	states_free(&may);
	states_free(&december);
}

/* With a weight a case's donors stand as often in the lists, in the same order. */
static void test_weights(const struct caseload *caseload)
{
	struct states states = states_at(caseload, made_month(2024, 12), STATES_BARE);
	struct donor_months months;
	struct donors donors, once;
	uint32_t weight[5] = { 1, 1, 1, 1, 1 };

	donor_months_find(&months, &states, 1);
	donors_find(&once, &months, weight);
	for (uint32_t times = 0; times <= 6; times++) {
		int right = 1;

		for (int r = 0; r < 5; r++)
			weight[r] = times;
		donors_find(&donors, &months, weight);
		for (int s = 0; s < STATES_COUNT; s++) {
			struct donor_run run = donors.of[s], one = once.of[s];

			right &= run.count == times * one.count;
			right &= run.contacts == times * one.contacts;
			for (uint32_t i = 0; i < run.contacts; i++)
				right &= donors.next[run.from + i] ==
					 once.next[one.from + i / times];
		}
		ok(right && donors.total == times * 31, "donors of weight %u", times);
		donors_free(&donors);
	}
	donors_free(&once);
	donor_months_free(&months);
	states_free(&states);
}

/* Who may be a donor: a from March, b from March on (its washout ends on 1 March, and March is its
 * third month), c from April. */
static void test_usable(const struct caseload *caseload)
{
	struct states states = states_at(caseload, made_month(2024, 12), STATES_FULL);
	struct donor_months months;
	struct donors donors;
	uint32_t weight[5] = { 0 };

	donor_months_find(&months, &states, 3);
	donors_find(&donors, &months, NULL);
	is_count((long long)donors.total, 7 + 7 + 6 + 3, "donors followed for three months");
	donors_free(&donors);
	donor_months_free(&months);
	donor_months_find(&months, &states, 1);
	donors_find(&donors, &months, NULL);
	is_count((long long)donors.total, 9 + 9 + 8 + 5, "donors of a, b, c and d, none of e");
	donors_free(&donors);
	weight[1] = 2;
	donors_find(&donors, &months, weight);
	is_count((long long)donors.total, 18, "b twice, no other");
	is_count((long long)donors.fresh_count, 0, "and no new case");
	donors_free(&donors);
	donor_months_free(&months);
	states_free(&states);
}

/* Counted without states at the end of each month: as many as the states say. */
static void test_open(const struct caseload *caseload)
{
	int right = 1;

	for (int month = 1; month <= 12; month++) {
		struct states states = states_at(caseload, made_month(2024, month), STATES_FULL);
		size_t open = 0;

		for (size_t i = 0; i < states.tracked; i++)
			open += states.now[i].open;
		right &= open == states.history[month - 1].open;
		right &= open == states_open(caseload, made_month(2024, month));
		states_free(&states);
	}
	ok(right, "open cases counted without their states are those of the states");
}

/* A case that comes once and again after 20 silent months is dropped in between. */
static void test_dropped(void)
{
	struct caseload caseload = made_load_text("case_id,date,minutes\n"
					     "x,2021-01-15,60\nx,2022-10-15,60\ny,2021-01-15,30\n",
					     NULL, made_month(2021, 1), made_month(2023, 12), 0);
	struct states states = states_at(&caseload, made_month(2022, 7), STATES_FULL);

	is_count(states.history[17].tracked, 2, "tracked for 17 silent months");
	is_count(states.history[18].tracked, 0, "and no longer");
	is_count((long long)states.tracked, 0, "all are silent");
	is_count(states.moments[0].donors, 2, "they are donors nevertheless");
	states_free(&states);
	states = states_at(&caseload, made_month(2023, 12), STATES_FULL);
	is_count((long long)states.tracked, 1, "who comes back is tracked again");
	is_now(&states, "x", 35, 14, 0, 0);
	states_free(&states);
	caseload_free(&caseload);
}

/* ---- leak, faults ----------------------------------------------------------------- */

static int same_states(const struct states *a, const struct states *b)
{
	int same = a->rows == b->rows && a->tracked == b->tracked && a->amounts == b->amounts &&
		   memcmp(a->cut, b->cut, sizeof a->cut) == 0 &&
		   memcmp(a->amount, b->amount, a->amounts * sizeof *a->amount) == 0 &&
		   memcmp(a->code, b->code, a->amounts * sizeof *a->code) == 0;

	for (size_t i = 0; same && i < a->tracked; i++)
		same = strcmp(id_of(a, &a->now[i]), id_of(b, &b->now[i])) == 0 &&
		       a->now[i].code == b->now[i].code && a->now[i].open == b->now[i].open;
	for (int s = 0; s < STATES_COUNT; s++)
		same = same && a->moments[s].mean == b->moments[s].mean &&
		       a->moments[s].variance == b->moments[s].variance;
	for (int32_t m = a->first; same && m <= a->origin; m++)
		same = memcmp(&a->history[m - a->first], &b->history[m - b->first],
			      sizeof *a->history) == 0;
	return same;
}

/* Rows after the origin, cases that come later, another order: nothing before changes. */
static void test_leak(void)
{
	struct caseload before = made_load_text(contacts, case_table, made_month(2024, 1),
						made_month(2024, 12), 60);
	struct states a = states_at(&before, made_month(2024, 8), STATES_FULL), b;
	struct caseload after;

	after = made_load_text("case_id,date,minutes\n"
		   "A,2024-09-01,900\nb,2024-10-12,60\na,2024-03-05,30\ne,2024-12-01,20\n"
		   "c,2024-04-04,90\nb,2024-09-30,999\nb,2024-02-11,60\nb,2024-01-10,60\n"
		   "a,2024-05-20,0\nc,2025-04-04,90\naa,2025-04-04,90\n",
		   "case_id,first_contact,closed\n"
		   "d,2024-07-05,2024-09-01\nc,2023-11-20,2024-06-15\nz,2024-09-01,\n",
		   made_month(2024, 1), made_month(2025, 6), 60);
	b = states_at(&after, made_month(2024, 8), STATES_FULL);
	ok(same_states(&a, &b), "what comes later has no part");
	states_free(&a);
	states_free(&b);
	caseload_free(&before);
	caseload_free(&after);
}

static void test_faults(const struct caseload *caseload)
{
	struct fault fault = { 0 };
	struct states states;

	is_count(states_last(caseload), made_month(2024, 12), "the latest origin");
	is_count(states_read(&states, caseload, made_month(2023, 12), STATES_FULL, &fault), -1,
		 "before the window");
	is_count(fault.status, STATUS_MODEL, "there is no estimate");
	states_free(&states);
	fault = (struct fault){ 0 };
	is_count(states_read(&states, caseload, made_month(2025, 1), STATES_FULL, &fault), -1,
		 "after the window");
	states_free(&states);
}

static void test_empty(void)
{
	struct caseload caseload = made_load_text("case_id,date,minutes\nx,2021-03-15,60\n", NULL,
					     made_month(2021, 1), made_month(2021, 12), 183);
	struct fault fault = { 0 };
	struct states states;

	is_count(states_read(&states, &caseload, made_month(2021, 2), STATES_FULL, &fault), -1,
		 "no case yet");
	is_count(fault.status, STATUS_MODEL, "which is no fault of the data");
	states_free(&states);
	states = states_at(&caseload, made_month(2021, 3), STATES_FULL);
	is_count((long long)states.tracked, 1, "one case");
	is_count(states.moments[states.now[0].code].donors, 0, "nobody to learn from");
	is_count(states.fresh_from_all, 1, "no incident case: first months come from all");
	is_close(states.fresh_mean, 60, 0, "of the one there is");
	states_free(&states);
	caseload_free(&caseload);
	caseload = made_load_text("case_id,date,minutes\nx,2021-03-15,0\n", NULL,
				  made_month(2021, 1), made_month(2021, 12), 0);
	states = states_at(&caseload, made_month(2021, 12), STATES_FULL);
	ok(isnan(states.cut[0]), "nobody took any time: no cuts");
	is_count(states.now[0].code % (STATES_INTENSITIES * STATES_QUARTERS), 0,
		 "and the lowest intensity");
	states_free(&states);
	caseload_free(&caseload);
}

int main(void)
{
	struct caseload caseload;

	test_oracle();
	caseload = made_load_text(contacts, case_table, made_month(2024, 1),
				  made_month(2024, 12), 60);
	test_small(&caseload);
	test_weights(&caseload);
	test_usable(&caseload);
	test_open(&caseload);
	test_faults(&caseload);
	caseload_free(&caseload);
	test_dropped();
	test_leak();
	test_empty();
	return done();
}
