/* SPDX-License-Identifier: GPL-3.0-or-later */
/* panel - the case-months behind the curves, one row each. */
#include <string.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "data/date.h"
#include "model/panel.h"

/* The last month of the case looked at that is wanted. */
static int32_t last_month(const struct panel *panel, const struct casecourse *course)
{
	int32_t last = course->last;

	return panel->months >= 0 && panel->months < last ? panel->months : last;
}

static void count(struct panel *panel)
{
	const struct caseload *caseload = panel->caseload;

	for (uint32_t id = 0; id < caseload->cases; id++) {
		int64_t rows;

		if (!caseload_incident(caseload, id))
			continue;
		casecourse_look(&panel->course, id);
		rows = last_month(panel, &panel->course) - panel->course.first + 1;
		panel->cases += rows > 0;
		panel->later += rows <= 0;
		panel->rows += rows > 0 ? rows : 0;
	}
}

int panel_start(struct panel *panel, const struct caseload *caseload, enum clock clock, int months,
		struct fault *fault)
{
	memset(panel, 0, sizeof *panel);
	panel->caseload = caseload;
	panel->clock = clock;
	panel->months = months;
	if (casecourse_start(&panel->course, caseload, clock, fault) != 0)
		return -1;
	count(panel);
	if (!panel->rows)
		return fault_set(fault, STATUS_MODEL,
				 N_("no case was under observation up to case month %d (--months)"),
				 months);
	return 0;
}

void panel_free(struct panel *panel)
{
	casecourse_free(&panel->course);
}

/* A case that the case table alone knows has no value, like one whose value is empty. */
static const char *value_of(const uint32_t *values, const struct intern *texts, uint32_t id)
{
	if (!values)
		return NULL;
	return values[id] == INTERN_NONE ? "" : intern_text(texts, values[id]);
}

/* ---- rows, a run of cases a thread ------------------------------------------------- */

/* What is written of a run stays in a cache of the processor. */
enum { RUN = 128 };
/* Cases between asking for what is kept of one and reading it. */
enum { AHEAD = 8 };
/* Days whose months are kept as text: all there are, since the rows of one case may span them. */
enum { DAYS = DAY_MAX - DAY_MIN + 1 };

struct run {
	struct casecourse course;
	void *part;
	const char **periods;         /* of a case's rows */
	char (*months)[8];            /* by day from DAY_MIN on; empty: not asked for so far */
};

struct sharing {
	const struct panel *panel;
	const struct panel_sink *sink;
	void *to;
	size_t count;             /* of the runs that are at work at a time */
	struct run *runs;
};

/* The calendar month of a day: the same days come again in case after case. */
static const char *month_text(struct run *run, int32_t day)
{
	char *text = run->months[day - DAY_MIN];

	if (!*text)
		month_write(text, month_of(day));
	return text;
}

static void find_periods(struct run *run, enum clock clock, int32_t last)
{
	int32_t origin = run->course.origin, first = run->course.first;

	for (int32_t k = first; k <= last; k++)
		run->periods[k - first] = month_text(run, casemonth_first(clock, origin, k));
}

static void take_case(const struct sharing *sharing, struct run *run, uint32_t id)
{
	const struct panel *panel = sharing->panel;
	const struct caseload *caseload = panel->caseload;
	const struct casecourse *course = &run->course;
	int32_t last;

	if (!caseload_incident(caseload, id))
		return;
	casecourse_read(&run->course, id);
	last = last_month(panel, course);
	if (last < course->first)
		return;
	find_periods(run, panel->clock, last);
	sharing->sink->take(&(struct panel_case){
		.case_id = intern_text(store_ids(caseload->store), id),
		.group = value_of(caseload->group, caseload->groups, id),
		.service = value_of(caseload->service, caseload->services, id),
		.first_contact = course->origin, .known_start = caseload->stated[id],
		.first = course->first, .count = (size_t)(last - course->first + 1),
		.months = course->months + course->first, .periods = run->periods,
		.divisor = caseload->divisor
	}, run->part);
}

/* Cases in order of their ids lie anywhere in memory: what will be read of one is asked for while
 * those before it are put out. First what tells where the rest is. */
static void fetch_places(const struct caseload *caseload, uint32_t id)
{
	__builtin_prefetch(&caseload->origin[id]);
	__builtin_prefetch(&caseload->stated[id]);
	__builtin_prefetch(&caseload->closed[id]);
	if (caseload->group)
		__builtin_prefetch(&caseload->group[id]);
	if (caseload->service)
		__builtin_prefetch(&caseload->service[id]);
	intern_fetch(store_ids(caseload->store), id);
	store_fetch(caseload->store, id);
}

static void fetch_case(const struct caseload *caseload, uint32_t id)
{
	__builtin_prefetch(intern_text(store_ids(caseload->store), id));
	store_fetch_days(caseload->store, id);
}

static void work_run(size_t number, void *to)
{
	const struct sharing *sharing = to;
	const struct caseload *caseload = sharing->panel->caseload;
	struct run *run = &sharing->runs[number % sharing->count];
	const uint32_t *ids = caseload->order + number * RUN;
	size_t count = caseload->cases - number * RUN < RUN ? caseload->cases - number * RUN : RUN;

	for (size_t i = 0; i < count + 2 * AHEAD; i++) {
		if (i < count)
			fetch_places(caseload, ids[i]);
		if (i >= AHEAD && i < count + AHEAD)
			fetch_case(caseload, ids[i - AHEAD]);
		if (i >= 2 * AHEAD)
			take_case(sharing, run, ids[i - 2 * AHEAD]);
	}
}

static void join_run(size_t number, void *to)
{
	const struct sharing *sharing = to;

	sharing->sink->join(sharing->to, sharing->runs[number % sharing->count].part);
}

void panel_each(const struct panel *panel, size_t threads, const struct panel_sink *sink, void *to)
{
	size_t count = threads ? threads : parallel_processors();
	struct sharing sharing = { panel, sink, to, count < THREADS_MAX ? count : THREADS_MAX, NULL };

	sharing.runs = mem_apart(sharing.count, sizeof *sharing.runs);
	for (size_t i = 0; i < sharing.count; i++) {
		casecourse_again(&sharing.runs[i].course, &panel->course);
		sharing.runs[i].periods = mem_new(panel->course.width, sizeof(char *));
		sharing.runs[i].months = mem_new(DAYS, sizeof *sharing.runs[i].months);
		sharing.runs[i].part = sink->part(to);
	}
	parallel_in_turn(sharing.count, (panel->caseload->cases + RUN - 1) / RUN, work_run, join_run,
			 &sharing);
	for (size_t i = 0; i < sharing.count; i++) {
		casecourse_free(&sharing.runs[i].course);
		free(sharing.runs[i].periods);
		free(sharing.runs[i].months);
		sink->drop(sharing.runs[i].part);
	}
	free(sharing.runs);
}
