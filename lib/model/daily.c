/* SPDX-License-Identifier: GPL-3.0-or-later */
/* daily - the mean cumulative effort of a case by days since its first contact. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/casecourse.h"
#include "model/daily.h"
#include "model/grouping.h"
#include "stats/mcf.h"

static const double ALPHA = 0.05;

struct collecting {
	const struct caseload *caseload;
	struct casecourse course;
	struct day_buffer days;
	struct grouping grouping;
	struct mcf **mcf;         /* by group */
};

static void add_case(struct mcf *mcf, const struct casecourse *course,
		     const struct day_buffer *days, size_t count)
{
	mcf_add_unit(mcf, course->entry - course->origin, course->exit - course->origin);
	for (size_t i = 0; i < count; i++) {
		const struct case_day *day = &days->days[i];

		if (day->day >= course->entry && day->day <= course->exit)
			mcf_add_outcome(mcf, day->day - course->origin, (double)day->amount);
	}
}

static void collect(struct collecting *collecting)
{
	const struct caseload *caseload = collecting->caseload;
	size_t all = collecting->grouping.count - 1;

	for (uint32_t i = 0; i < caseload->cases; i++) {
		uint32_t id = caseload->order[i];
		size_t count;

		if (!caseload_incident(caseload, id))
			continue;
		casecourse_look(&collecting->course, id);
		count = store_days(caseload->store, id, &collecting->days);
		add_case(collecting->mcf[all], &collecting->course, &collecting->days, count);
		if (all)
			add_case(collecting->mcf[grouping_of(&collecting->grouping, caseload, id)],
				 &collecting->course, &collecting->days, count);
	}
}

static struct daily_point point_of(const struct mcf_step *step, double factor, double divisor)
{
	struct daily_point point = { .age = step->time, .n = step->at_risk,
				     .total = step->total / divisor,
				     .value = step->value / divisor, .se = NAN,
				     .single = { NAN, NAN } };
	double variance = factor * step->variance / (divisor * divisor);

	if (step->least < 2)
		return point;        /* of one case alone no variance can be known */
	point.se = sqrt(variance);
	point.single = interval_gamma_seen(point.value, variance, step->weight / divisor,
					   (double)step->seen, ALPHA);
	return point;
}

static void fill_group(struct daily_group *group, struct mcf *mcf, double divisor,
		       const struct daily_settings *settings)
{
	double units = (double)mcf->units;
	double factor = settings->small_sample ? units / (units - 1) : 1;

	mcf_finish(mcf);
	group->cases = (int64_t)mcf->units;
	group->points = mem_new(mcf->count, sizeof *group->points);
	for (size_t i = 0; i < mcf->count; i++) {
		if (settings->last_age >= 0 && mcf->steps[i].time > settings->last_age)
			break;
		group->points[group->count++] = point_of(&mcf->steps[i], factor, divisor);
	}
}

static void fill(struct daily *daily, struct collecting *collecting,
		 const struct daily_settings *settings)
{
	size_t count = collecting->grouping.count;

	collecting->mcf = mem_new(count, sizeof *collecting->mcf);
	for (size_t g = 0; g < count; g++)
		collecting->mcf[g] = mcf_new();
	collect(collecting);
	daily->group_count = count;
	daily->groups = mem_new(count, sizeof *daily->groups);
	for (size_t g = 0; g < count; g++) {
		daily->groups[g].label = collecting->grouping.labels[g];
		fill_group(&daily->groups[g], collecting->mcf[g], collecting->caseload->divisor,
			   settings);
		mcf_free(collecting->mcf[g]);
	}
	free(collecting->mcf);
}

int daily_fit(struct daily *daily, const struct caseload *caseload,
	      const struct daily_settings *settings, struct fault *fault)
{
	struct collecting collecting = { .caseload = caseload };
	int result;

	memset(daily, 0, sizeof *daily);
	result = grouping_make(&collecting.grouping, caseload, fault);
	if (result == 0)
		result = casecourse_start(&collecting.course, caseload, CLOCK_ELAPSED, fault);
	if (result == 0)
		fill(daily, &collecting, settings);
	casecourse_free(&collecting.course);
	grouping_free(&collecting.grouping);
	day_buffer_free(&collecting.days);
	return result;
}

void daily_free(struct daily *daily)
{
	for (size_t g = 0; g < daily->group_count; g++)
		free(daily->groups[g].points);
	free(daily->groups);
}
