/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate - what a made-up counselling service exports. */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "data/date.h"
#include "data/export.h"
#include "data/service.h"
#include "model/calendar.h"
#include "model/simulate.h"
#include "model/team.h"
#include "stats/random.h"

#define MAIN_ADVISER 0.9            /* share of contacts with the case's own adviser */
#define FIRST_PERSON 0.7            /* share of contacts that the household's first person has */
#define SAME_TOPIC 0.50             /* as in the contact before */
#define OLD_TOPIC 0.15              /* any that the case has had */
#define SECOND_TOPIC 0.25
#define NO_SHOWS 0.05               /* missed appointments to a held one */
#define ENTERED_SAME_DAY 0.65
#define ENTERED_LATER 0.22          /* geometric: a mean of 4.5 days */
#define SAME_HOUSEHOLD 0.05         /* as an earlier case */
#define CLOSING_KNOWN 0.6
#define CLOSING_WEEKS 9             /* after the week of the drop-out */
#define ASSIGNED_DAYS 120           /* at most, before the first contact of a welcome case */
#define REFUSED 0.15
#define DECIDED_LATER (1 / 21.0)    /* geometric, after the first week */
#define COMES_LATELY 62             /* days before an application */

enum { GUESTS = 40, GUESTS_LEAST = 4, GUESTS_MOST = 12, HOUSEHOLDS_BACK = 60 };

static const double topic_shares[EXPORT_TOPICS] = {
	0.24, 0.12, 0.13, 0.14, 0.16, 0.09, 0.07, 0.04, 0.01
};
static const double channel_shares[EXPORT_CHANNELS] = { 0.62, 0.20, 0.10, 0.08 };
static const double persons_more[COURSE_KINDS] = { 1.05, 0.95, 2.0 };   /* beside the first */

struct maker {
	const struct population *population;
	struct export *tables;
	int32_t *households;            /* by member */
	const struct member *member;    /* the case in the making */
	struct export_case now;
	int32_t adviser;                /* its own */
	int8_t topics[EXPORT_TOPICS];   /* that it has had, each once */
	int topic_count, last_topic;
};

static const struct visit *visits_of(const struct maker *maker)
{
	return maker->population->visits.at + maker->member->first_visit;
}

static gsl_rng *stream(const struct maker *maker, const char *purpose, int32_t replicate)
{
	return random_stream(maker->population->settings->seed, purpose, (unsigned long)replicate);
}

static int whole(gsl_rng *random, int least, int most)
{
	return least + (int)gsl_rng_uniform_int(random, (unsigned long)(most - least + 1));
}

static int8_t site_of(int32_t adviser)
{
	return (int8_t)(1 + (adviser - 1) % EXPORT_SITES);
}

/* ---- one record ------------------------------------------------------------------ */

/* Room for a record on that date, or NULL where the export does not show it. */
static struct export_consultation *add_consultation(struct export *tables, int32_t date)
{
	struct export_consultation *row;

	if (date < tables->since || date > tables->until)
		return NULL;
	tables->consultations = mem_grow(tables->consultations, tables->consultation_count,
					  &tables->consultation_capacity,
					  sizeof *tables->consultations);
	row = &tables->consultations[tables->consultation_count++];
	memset(row, 0, sizeof *row);
	row->date = date;
	return row;
}

static int32_t draw_entered(int32_t date, gsl_rng *random)
{
	if (gsl_rng_uniform(random) < ENTERED_SAME_DAY)
		return date;
	return calendar_after_weekend(date + (int32_t)gsl_ran_geometric(random, ENTERED_LATER));
}

static int8_t new_topic(struct maker *maker, gsl_rng *random)
{
	int8_t topic = (int8_t)(1 + random_pick(random, topic_shares, EXPORT_TOPICS));

	for (int i = 0; i < maker->topic_count; i++)
		if (maker->topics[i] == topic)
			return topic;
	maker->topics[maker->topic_count++] = topic;
	return topic;
}

static int8_t draw_topic(struct maker *maker, gsl_rng *random)
{
	double luck = gsl_rng_uniform(random);

	if (maker->topic_count == 0 || luck >= SAME_TOPIC + OLD_TOPIC)
		return new_topic(maker, random);
	if (luck < SAME_TOPIC)
		return (int8_t)maker->last_topic;
	return maker->topics[whole(random, 0, maker->topic_count - 1)];
}

static void draw_topics(struct maker *maker, int8_t topics[2], gsl_rng *random)
{
	topics[0] = draw_topic(maker, random);
	maker->last_topic = topics[0];
	if (gsl_rng_uniform(random) >= SECOND_TOPIC)
		return;
	topics[1] = draw_topic(maker, random);
	if (topics[1] == topics[0])
		topics[1] = 0;
}

/* In the first year after the assignment a case is in the welcome service. */
static int8_t service_on(const struct export_case *now, int32_t date)
{
	if (now->service == EXPORT_WELCOME && date > service_welcome_until(now->assigned))
		return EXPORT_GENERAL;
	return now->service;
}

static void record_contact(struct maker *maker, int32_t date, int minutes,
			   enum export_status status, gsl_rng *random)
{
	const struct export_case *now = &maker->now;
	struct export_consultation *row = add_consultation(maker->tables, date);

	if (!row)
		return;
	row->case_number = now->number;
	row->household = now->household;
	row->minutes = (int16_t)minutes;
	row->status = (int8_t)status;
	row->service = service_on(now, date);
	row->site = now->site;
	row->adviser = maker->adviser;
	if (gsl_rng_uniform(random) >= MAIN_ADVISER)
		row->adviser = whole(random, 1, (int)maker->tables->adviser_count);
	row->adviser = team_cover(maker->tables, row->adviser, date, random);
	row->person = 1;
	if (gsl_rng_uniform(random) >= FIRST_PERSON)
		row->person = (int16_t)whole(random, 1, now->persons);
	draw_topics(maker, row->topics, random);
	row->channel = (int8_t)(1 + random_pick(random, channel_shares, EXPORT_CHANNELS));
	row->entered = draw_entered(date, random);
}

/* ---- one case -------------------------------------------------------------------- */

/* Missed appointments lie in weeks with a held one, but not before the first contact. */
static void record_visits(struct maker *maker, gsl_rng *random)
{
	const struct visit *visits = visits_of(maker);
	int32_t opening = maker->population->calendar.monday;

	for (size_t i = 0; i < maker->member->visits; i++) {
		const struct visit *visit = &visits[i];

		if (visit->minutes == 0)
			continue;
		record_contact(maker, visit->date, (int)visit->minutes, EXPORT_HELD, random);
		if (visit->week > maker->member->entry && gsl_rng_uniform(random) < NO_SHOWS)
			record_contact(maker,
				       calendar_workday(opening + 7 * visit->week, random), 0,
				       EXPORT_NO_SHOW, random);
	}
}

static void describe_case(struct maker *maker, gsl_rng *random)
{
	static const enum export_service services[COURSE_KINDS] = {
		EXPORT_GENERAL, EXPORT_WELCOME, EXPORT_SPECIAL
	};
	struct export_case *now = &maker->now;
	enum course_kind kind = maker->member->traits.kind;
	int32_t closing = maker->population->calendar.monday +
			  7 * (maker->member->last_week + CLOSING_WEEKS) +
			  whole(random, 0, WORKDAYS - 1);
	int known = gsl_rng_uniform(random) < CLOSING_KNOWN;
	int waited = whole(random, 0, ASSIGNED_DAYS);

	now->assigned = EXPORT_NO_DATE;
	now->closed = known && closing <= maker->tables->until ? closing : EXPORT_NO_DATE;
	now->service = (int8_t)services[kind];
	if (now->service == EXPORT_WELCOME)
		now->assigned = now->first_contact - waited;
	now->persons = (int16_t)(1 + gsl_ran_poisson(random, persons_more[kind]));
	maker->adviser = whole(random, 1, (int)maker->tables->adviser_count);
	now->site = site_of(maker->adviser);
	maker->topic_count = 0;
}

/* ---- approvals ------------------------------------------------------------------- */

static int comes_lately(const struct maker *maker, int32_t date)
{
	const struct visit *visits = visits_of(maker);

	for (size_t i = 0; i < maker->member->visits; i++)
		if (visits[i].minutes > 0 && visits[i].date <= date &&
		    visits[i].date >= date - COMES_LATELY)
			return 1;
	return 0;
}

/* What the authority makes of an application for the time from a month on. */
static void decide(struct export_approval *approval, int32_t month, gsl_rng *random)
{
	int32_t days = 7 + (int32_t)fmin(121, gsl_ran_geometric(random, DECIDED_LATER));
	double months = round(9 + gsl_ran_gaussian_ziggurat(random, 2));
	double hours = round((50 + gsl_ran_gaussian_ziggurat(random, 12)) / 5);

	approval->decided = calendar_after_weekend(approval->applied + days);
	approval->from = approval->to = EXPORT_NO_DATE;
	approval->hours = 0;
	if (gsl_rng_uniform(random) < REFUSED)
		return;
	approval->from = month_first(month);
	approval->to = month_last(month + (int32_t)fmin(12, fmax(6, months)) - 1);
	approval->hours = 5 * (int)fmax(1, hours);
}

static void export_one(struct export *tables, struct export_approval approval)
{
	if (approval.decided > tables->until) {
		approval.decided = approval.from = approval.to = EXPORT_NO_DATE;
		approval.hours = 0;
	}
	tables->approvals = mem_grow(tables->approvals, tables->approval_count,
				     &tables->approval_capacity, sizeof *tables->approvals);
	tables->approvals[tables->approval_count++] = approval;
}

/* The next application is made when the last one is known. */
static void add_approvals(struct maker *maker)
{
	gsl_rng *random = stream(maker, "simulate.approval", maker->now.number);
	struct export_approval approval = { .case_number = maker->now.number };
	int32_t month;

	approval.applied = calendar_after_weekend(maker->now.first_contact + whole(random, 45, 75));
	month = month_of(approval.applied) + 1;
	while (approval.applied <= maker->tables->until && comes_lately(maker, approval.applied)) {
		decide(&approval, month, random);
		export_one(maker->tables, approval);
		if (approval.hours) {
			month = month_of(approval.to) + 1;
			approval.applied = approval.to - whole(random, 14, 43);
			if (approval.applied <= approval.decided)
				approval.applied = approval.decided + 1;
			approval.applied = calendar_after_weekend(approval.applied);
		} else {
			approval.applied = calendar_after_weekend(approval.decided +
								  whole(random, 60, 150));
			month = month_of(approval.applied) + 1;
		}
	}
	gsl_rng_free(random);
}

/* ---- one case -------------------------------------------------------------------- */

static void find_household(struct maker *maker, int32_t number, gsl_rng *random)
{
	int32_t most = number - 1 < HOUSEHOLDS_BACK ? number - 1 : HOUSEHOLDS_BACK;

	maker->households[number - 1] = number;
	if (gsl_rng_uniform(random) < SAME_HOUSEHOLD && most > 0)
		maker->households[number - 1] =
			maker->households[number - 1 - whole(random, 1, most)];
}

static void add_case(struct maker *maker, int32_t number)
{
	struct export *tables = maker->tables;
	gsl_rng *random = stream(maker, "simulate.record", number);

	maker->member = &maker->population->members[number - 1];
	find_household(maker, number, random);
	maker->now = (struct export_case){ .number = number };
	maker->now.household = maker->households[number - 1];
	maker->now.first_contact = population_first(maker->population, maker->member);
	if (maker->now.first_contact <= tables->until) {
		describe_case(maker, random);
		tables->cases = mem_grow(tables->cases, tables->case_count, &tables->case_capacity,
					 sizeof *tables->cases);
		tables->cases[tables->case_count++] = maker->now;
		record_visits(maker, random);
		if (maker->now.service == EXPORT_SPECIAL)
			add_approvals(maker);
	}
	gsl_rng_free(random);
}

static void add_cases(struct maker *maker)
{
	maker->households = mem_new(maker->population->count, sizeof *maker->households);
	for (size_t i = 0; i < maker->population->count; i++)
		add_case(maker, (int32_t)i + 1);
	free(maker->households);
}

/* ---- the service ----------------------------------------------------------------- */

/* One session: a row for each guest, who is in no case. */
static void add_session(struct maker *maker, int32_t number, int32_t date, gsl_rng *random)
{
	struct export_consultation *row, session = { .group = number };
	int guests[GUESTS], present[GUESTS_MOST];

	for (int i = 0; i < GUESTS; i++)
		guests[i] = i + 1;
	session.participants = (int8_t)whole(random, GUESTS_LEAST, GUESTS_MOST);
	session.staff = (int8_t)whole(random, 1, 2);
	session.minutes = (int16_t)(60 + 30 * whole(random, 0, 2));
	session.adviser = whole(random, 1, (int)maker->tables->adviser_count);
	session.adviser = team_cover(maker->tables, session.adviser, date, random);
	session.site = site_of(session.adviser);
	session.entered = draw_entered(date, random);
	gsl_ran_choose(random, present, (size_t)session.participants, guests, GUESTS,
		       sizeof *guests);
	for (int i = 0; i < session.participants; i++) {
		row = add_consultation(maker->tables, date);
		if (!row)
			return;
		*row = session;
		row->date = date;
		row->person = (int16_t)present[i];
	}
}

static void add_groups(struct maker *maker)
{
	gsl_rng *random = stream(maker, "simulate.groups", 0);
	int32_t monday = maker->population->calendar.monday + 7, number = 0;

	for (; monday <= maker->tables->until; monday += 14) {
		int32_t date = calendar_workday(monday, random);

		add_session(maker, ++number, date, random);
	}
	gsl_rng_free(random);
}

/* By counting, which keeps the order of the cases within a day. */
static void sort_by_date(struct export *tables)
{
	size_t days = (size_t)(tables->until - tables->since) + 1;
	size_t *next = mem_new(days + 1, sizeof *next);
	struct export_consultation *sorted = mem_new(tables->consultation_count, sizeof *sorted);

	for (size_t i = 0; i < tables->consultation_count; i++)
		next[tables->consultations[i].date - tables->since + 1]++;
	for (size_t day = 0; day < days; day++)
		next[day + 1] += next[day];
	for (size_t i = 0; i < tables->consultation_count; i++)
		sorted[next[tables->consultations[i].date - tables->since]++] =
			tables->consultations[i];
	free(next);
	free(tables->consultations);
	tables->consultations = sorted;
	tables->consultation_capacity = tables->consultation_count;
}

void simulate_service(const struct population *population, struct export *tables)
{
	struct maker maker = { .population = population, .tables = tables };

	memset(tables, 0, sizeof *tables);
	tables->since = population->since;
	tables->until = population->until;
	team_add(tables, population->settings->seed, population->settings->inflow,
		 population->calendar.monday);
	add_groups(&maker);
	add_cases(&maker);
	sort_by_date(tables);
}
