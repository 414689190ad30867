/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate - a made-up counselling service, whole. */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "data/date.h"
#include "data/export.h"
#include "model/calendar.h"
#include "model/course.h"
#include "model/simulate.h"
#include "stats/random.h"

#define WEEKS_A_MONTH (52.18 / 12)
#define INFLOW_SIZE 6               /* of the negative binomial: variance mean + mean^2 / 6 */
#define INFLOW_DRIFT 0.012          /* standard deviation of a week's step, in logs */
#define CASES_AN_ADVISER 2.2        /* new ones a month */
#define MAIN_ADVISER 0.9            /* share of contacts with the case's own adviser */
#define FIRST_PERSON 0.7            /* share of contacts that the household's first person has */
#define SECOND_TOPIC 0.25
#define NO_SHOWS 0.05               /* missed appointments to a held one */
#define ENTERED_SAME_DAY 0.65
#define ENTERED_LATER 0.22          /* geometric: a mean of 4.5 days */
#define CLOSING_KNOWN 0.6
#define CLOSING_WEEKS 9             /* after the week of the drop-out */
#define WELCOME_DAYS 365            /* after the assignment */
#define ASSIGNED_DAYS 120           /* at most, before the first contact of a welcome case */
#define APPROVAL_AFTER 45           /* days with the case; from the next month on */

enum { GUESTS = 40, GUESTS_LEAST = 4, GUESTS_MOST = 12 };

static const double topic_shares[EXPORT_TOPICS] = {
	0.24, 0.12, 0.13, 0.14, 0.16, 0.09, 0.07, 0.04, 0.01
};
static const double channel_shares[EXPORT_CHANNELS] = { 0.62, 0.20, 0.10, 0.08 };
static const double persons_more[COURSE_KINDS] = { 1.05, 0.95, 2.0 };   /* beside the first */

struct maker {
	const struct simulate_settings *settings;
	struct export *tables;
	struct calendar calendar;
	struct course course;           /* of the case in the making */
	struct export_case now;
	int32_t adviser;                /* its own */
	int32_t cases;
};

static gsl_rng *stream(const struct maker *maker, const char *purpose, int32_t replicate)
{
	return random_stream(maker->settings->seed, purpose, (unsigned long)replicate);
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

static void draw_topics(int8_t topics[2], gsl_rng *random)
{
	topics[0] = (int8_t)(1 + random_pick(random, topic_shares, EXPORT_TOPICS));
	if (gsl_rng_uniform(random) >= SECOND_TOPIC)
		return;
	topics[1] = (int8_t)(1 + random_pick(random, topic_shares, EXPORT_TOPICS));
	if (topics[1] == topics[0])
		topics[1] = 0;
}

/* In the first year after the assignment a case is in the welcome service. */
static int8_t service_on(const struct export_case *now, int32_t date)
{
	if (now->service == EXPORT_WELCOME && date >= now->assigned + WELCOME_DAYS)
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
	row->minutes = (int16_t)minutes;
	row->status = (int8_t)status;
	row->service = service_on(now, date);
	row->site = now->site;
	row->adviser = maker->adviser;
	if (gsl_rng_uniform(random) >= MAIN_ADVISER)
		row->adviser = whole(random, 1, (int)maker->tables->adviser_count);
	row->person = 1;
	if (gsl_rng_uniform(random) >= FIRST_PERSON)
		row->person = (int16_t)whole(random, 1, now->persons);
	draw_topics(row->topics, random);
	row->channel = (int8_t)(1 + random_pick(random, channel_shares, EXPORT_CHANNELS));
	row->entered = draw_entered(date, random);
}

/* ---- one case -------------------------------------------------------------------- */

/* Missed appointments lie in weeks with a held one, but not before the first contact. */
static void record_course(struct maker *maker, int entry, gsl_rng *random)
{
	for (size_t i = 0; i < maker->course.count; i++) {
		const struct visit *visit = &maker->course.visits[i];
		int32_t monday = maker->calendar.monday + 7 * visit->week;

		record_contact(maker, visit->date, visit->minutes, EXPORT_HELD, random);
		if (visit->week > entry && gsl_rng_uniform(random) < NO_SHOWS)
			record_contact(maker, calendar_workday(monday, random), 0,
				       EXPORT_NO_SHOW, random);
	}
}

static void describe_case(struct maker *maker, gsl_rng *random)
{
	static const enum export_service services[COURSE_KINDS] = {
		EXPORT_GENERAL, EXPORT_WELCOME, EXPORT_SPECIAL
	};
	struct export_case *now = &maker->now;
	enum course_kind kind = maker->course.traits.kind;
	int32_t closing = maker->calendar.monday + 7 * (maker->course.last_week + CLOSING_WEEKS) +
			  whole(random, 0, WORKDAYS - 1);
	int known = gsl_rng_uniform(random) < CLOSING_KNOWN;
	int waited = whole(random, 0, ASSIGNED_DAYS);

	*now = (struct export_case){ .number = maker->cases, .assigned = EXPORT_NO_DATE };
	now->first_contact = course_first(&maker->course);
	now->closed = known && closing <= maker->tables->until ? closing : EXPORT_NO_DATE;
	now->service = (int8_t)services[kind];
	if (now->service == EXPORT_WELCOME)
		now->assigned = now->first_contact - waited;
	now->persons = (int16_t)(1 + gsl_ran_poisson(random, persons_more[kind]));
	maker->adviser = whole(random, 1, (int)maker->tables->adviser_count);
	now->site = site_of(maker->adviser);
}

static int comes_after(const struct course *course, int32_t date)
{
	for (size_t i = course->count; i > 0; i--)
		if (course->visits[i - 1].date >= date)
			return 1;
	return 0;
}

static void draw_approval(struct export_approval *approval, int32_t month, gsl_rng *random)
{
	double months = round(9 + gsl_ran_gaussian_ziggurat(random, 2));
	int before = whole(random, 14, 43);

	approval->from = month_first(month);
	approval->to = month_last(month + (int32_t)fmin(12, fmax(6, months)) - 1);
	approval->applied = calendar_after_weekend(approval->from - before);
	approval->decided = calendar_after_weekend(approval->applied + whole(random, 7, 13));
	approval->hours = 5 * (int)fmax(1, round((50 + gsl_ran_gaussian_ziggurat(random, 12)) / 5));
}

/* A complex case has approved hours from its second or third month on, renewed for as long as
 * it comes; the export knows what is decided by its end. */
static void add_approvals(struct maker *maker)
{
	struct export *tables = maker->tables;
	gsl_rng *random = stream(maker, "simulate.approval", maker->now.number);
	int32_t month = month_of(maker->now.first_contact + APPROVAL_AFTER) + 1;
	struct export_approval approval = { .case_number = maker->now.number };

	while (comes_after(&maker->course, month_first(month))) {
		draw_approval(&approval, month, random);
		if (approval.decided > tables->until)
			break;
		tables->approvals = mem_grow(tables->approvals, tables->approval_count,
					      &tables->approval_capacity,
					      sizeof *tables->approvals);
		tables->approvals[tables->approval_count++] = approval;
		month = month_of(approval.to) + 1;
	}
	gsl_rng_free(random);
}

static void draw_course(struct maker *maker, int entry)
{
	gsl_rng *random = stream(maker, "simulate.case", ++maker->cases);
	enum course_kind kind = (enum course_kind)random_pick(random, course_kind_shares,
							      COURSE_KINDS);
	struct course_traits traits = course_traits_draw(kind, random);

	course_run(&maker->course, &traits, &maker->calendar, entry, random);
	gsl_rng_free(random);
}

static void add_case(struct maker *maker, int entry)
{
	struct export *tables = maker->tables;
	gsl_rng *random;

	draw_course(maker, entry);
	if (course_first(&maker->course) > tables->until)
		return;
	random = stream(maker, "simulate.record", maker->cases);
	describe_case(maker, random);
	tables->cases = mem_grow(tables->cases, tables->case_count, &tables->case_capacity,
				  sizeof *tables->cases);
	tables->cases[tables->case_count++] = maker->now;
	record_course(maker, entry, random);
	gsl_rng_free(random);
	if (maker->now.service == EXPORT_SPECIAL)
		add_approvals(maker);
}

/* ---- the service ----------------------------------------------------------------- */

/* How far the inflow is from what the settings say, in logs, week by week. */
static double *draw_drift(const struct maker *maker)
{
	gsl_rng *random = stream(maker, "simulate.drift", 0);
	int weeks = maker->calendar.weeks;
	int start = (maker->tables->since - maker->calendar.monday) / 7;
	double *drift = mem_new((size_t)weeks, sizeof *drift), there;

	for (int week = 1; week < weeks; week++)
		drift[week] = drift[week - 1] + gsl_ran_gaussian_ziggurat(random, INFLOW_DRIFT);
	there = drift[start];
	for (int week = 0; week < weeks; week++)
		drift[week] -= there;
	gsl_rng_free(random);
	return drift;
}

static void add_cases(struct maker *maker)
{
	gsl_rng *random = stream(maker, "simulate.inflow", 0);
	double *drift = draw_drift(maker);

	for (int week = 0; week < maker->calendar.weeks; week++) {
		double mean = maker->settings->inflow / WEEKS_A_MONTH * exp(drift[week]) *
			      calendar_inflow(maker->calendar.monday + 7 * week);
		unsigned int count = gsl_ran_negative_binomial(random,
				INFLOW_SIZE / (INFLOW_SIZE + mean), INFLOW_SIZE);

		for (unsigned int i = 0; i < count; i++)
			add_case(maker, week);
	}
	free(drift);
	gsl_rng_free(random);
}

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
	int32_t number = 0;

	for (int week = 1; week < maker->calendar.weeks; week += 2) {
		int32_t date = calendar_workday(maker->calendar.monday + 7 * week, random);

		add_session(maker, ++number, date, random);
	}
	gsl_rng_free(random);
}

static void add_advisers(struct maker *maker)
{
	static const double shares[] = { 0.5, 0.3, 0.2 }, parts[] = { 1, 0.75, 0.5 };
	struct export *tables = maker->tables;
	double wanted = round(maker->settings->inflow / CASES_AN_ADVISER);

	tables->adviser_count = wanted > 2 ? (size_t)wanted : 2;
	tables->advisers = mem_new(tables->adviser_count, sizeof *tables->advisers);
	for (size_t i = 0; i < tables->adviser_count; i++) {
		gsl_rng *random = stream(maker, "simulate.staff", (int32_t)i + 1);

		tables->advisers[i].from = maker->calendar.monday;
		tables->advisers[i].fte = parts[random_pick(random, shares, 3)];
		gsl_rng_free(random);
	}
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

void simulate_service(const struct simulate_settings *settings, struct export *tables)
{
	struct maker maker = { .settings = settings, .tables = tables };
	gsl_rng *random = stream(&maker, "simulate.calendar", 0);
	int32_t opening = calendar_after_weekend(month_first(settings->start - SIMULATE_BURN_IN));

	memset(tables, 0, sizeof *tables);
	tables->since = month_first(settings->start);
	tables->until = month_last(settings->start + settings->months - 1);
	opening -= date_weekday(opening);
	maker.calendar = calendar_new(opening, (tables->until - opening) / 7 + 1, random);
	add_advisers(&maker);
	add_groups(&maker);
	add_cases(&maker);
	sort_by_date(tables);
	gsl_rng_free(random);
	calendar_free(&maker.calendar);
	course_free(&maker.course);
}
