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

static enum panel_open open_of(const struct case_month *month)
{
	if (!month->open_known)
		return PANEL_OPEN_UNKNOWN;
	return month->open ? PANEL_OPEN : PANEL_NOT_OPEN;
}

/* ---- rows, a run of cases a thread ------------------------------------------------- */

/* Some megabytes of text: so a thread is worth it, and none waits long for the others. */
enum { RUN = 1024 };
/* Cases between asking for what is kept of one and reading it. */
enum { AHEAD = 8 };
/* Days whose months are kept as text: all of eleven years. */
enum { DAYS = 1 << 12 };

struct run {
	struct casecourse course;
	void *to;
	uint32_t ids[RUN];        /* cases of the run that have rows, and what they are called */
	const char *names[RUN];
	struct month_text {
		int32_t day;
		char text[8];
	} months[DAYS];
};

struct sharing {
	const struct panel *panel;
	const struct panel_sink *sink;
	size_t next;              /* first case of the first run, as a place in the order */
	struct run *runs;
};

/* The calendar month of a day: the same days come again in case after case. */
static const char *month_text(struct run *run, int32_t day)
{
	struct month_text *month = &run->months[(uint32_t)day % DAYS];

	if (month->day != day || !*month->text) {
		month->day = day;
		month_write(month->text, month_of(day));
	}
	return month->text;
}

static void take_case(const struct sharing *sharing, struct run *run, uint32_t id, const char *name)
{
	const struct panel *panel = sharing->panel;
	const struct caseload *caseload = panel->caseload;
	const struct casecourse *course = &run->course;
	struct panel_row row = {
		.case_id = name,
		.group = value_of(caseload->group, caseload->groups, id),
		.service = value_of(caseload->service, caseload->services, id),
		.first_contact = course->origin, .known_start = caseload->stated[id],
	};

	for (int32_t k = course->first, last = last_month(panel, course); k <= last; k++) {
		const struct case_month *month = &course->months[k];

		row.case_month = k;
		row.period = month_text(run, casemonth_first(panel->clock, course->origin, k));
		row.exposure = month->exposure;
		row.effort = month->amount / caseload->divisor;
		row.contacts = month->contacts;
		row.open = open_of(month);
		sharing->sink->take(&row, run->to);
		row.again = 1;
	}
}

/* Cases in order of their ids lie anywhere in memory: what will be read of one is asked for while
 * those before it are put out. */
static void fetch_case(const struct caseload *caseload, struct run *run, size_t i)
{
	uint32_t id = run->ids[i];

	run->names[i] = intern_text(store_ids(caseload->store), id);
	__builtin_prefetch(run->names[i]);
	__builtin_prefetch(&caseload->closed[id]);
	__builtin_prefetch(&caseload->stated[id]);
	if (caseload->group)
		__builtin_prefetch(&caseload->group[id]);
	if (caseload->service)
		__builtin_prefetch(&caseload->service[id]);
	store_fetch(caseload->store, id);
}

static size_t find_cases(const struct caseload *caseload, struct run *run, size_t from)
{
	size_t count = 0;

	for (size_t i = from; i < from + RUN && i < caseload->cases; i++) {
		uint32_t id = caseload->order[i];

		run->ids[count] = id;
		count += (size_t)caseload_incident(caseload, id);
	}
	return count;
}

static void take_run(size_t number, void *to)
{
	struct sharing *sharing = to;
	struct run *run = &sharing->runs[number];
	const struct caseload *caseload = sharing->panel->caseload;
	size_t count = find_cases(caseload, run, sharing->next + number * RUN);

	for (size_t i = 0; i < count && i < AHEAD; i++)
		fetch_case(caseload, run, i);
	for (size_t i = 0; i < count; i++) {
		if (i + AHEAD < count)
			fetch_case(caseload, run, i + AHEAD);
		casecourse_read(&run->course, run->ids[i]);
		take_case(sharing, run, run->ids[i], run->names[i]);
	}
}

void panel_each(const struct panel *panel, size_t threads, const struct panel_sink *sink, void *to)
{
	struct sharing *sharing = mem_new(1, sizeof *sharing);
	size_t runs = threads ? threads : parallel_processors();

	runs = runs < THREADS_MAX ? runs : THREADS_MAX;
	sharing->panel = panel;
	sharing->sink = sink;
	sharing->runs = mem_new(runs, sizeof *sharing->runs);
	for (size_t i = 0; i < runs; i++) {
		casecourse_again(&sharing->runs[i].course, &panel->course);
		sharing->runs[i].to = sink->part(to);
	}
	for (; sharing->next < panel->caseload->cases; sharing->next += runs * RUN) {
		parallel_each(runs, runs, take_run, sharing);
		for (size_t i = 0; i < runs; i++)
			sink->join(to, sharing->runs[i].to);
	}
	for (size_t i = 0; i < runs; i++) {
		casecourse_free(&sharing->runs[i].course);
		sink->drop(sharing->runs[i].to);
	}
	free(sharing->runs);
	free(sharing);
}
