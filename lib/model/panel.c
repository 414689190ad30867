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

struct run {
	struct casecourse course;
	void *to;
};

struct sharing {
	const struct panel *panel;
	const struct panel_sink *sink;
	size_t next;              /* first case of the first run, as a place in the order */
	struct run runs[THREADS_MAX];
};

static void take_case(const struct sharing *sharing, struct run *run, uint32_t id)
{
	const struct panel *panel = sharing->panel;
	const struct caseload *caseload = panel->caseload;
	const struct casecourse *course = &run->course;
	struct panel_row row = {
		.case_id = intern_text(store_ids(caseload->store), id),
		.group = value_of(caseload->group, caseload->groups, id),
		.service = value_of(caseload->service, caseload->services, id),
		.first_contact = course->origin, .known_start = caseload->stated[id],
	};

	for (int32_t k = course->first, last = last_month(panel, course); k <= last; k++) {
		const struct case_month *month = &course->months[k];

		row.case_month = k;
		row.period = month_of(casemonth_first(panel->clock, course->origin, k));
		row.exposure = month->exposure;
		row.effort = month->amount / caseload->divisor;
		row.contacts = month->contacts;
		row.open = open_of(month);
		sharing->sink->take(&row, run->to);
		row.again = 1;
	}
}

static void take_run(size_t number, void *to)
{
	struct sharing *sharing = to;
	const struct caseload *caseload = sharing->panel->caseload;
	struct run *run = &sharing->runs[number];
	size_t from = sharing->next + number * RUN;

	for (size_t i = from; i < from + RUN && i < caseload->cases; i++) {
		uint32_t id = caseload->order[i];

		if (!caseload_incident(caseload, id))
			continue;
		casecourse_read(&run->course, id);
		take_case(sharing, run, id);
	}
}

void panel_each(const struct panel *panel, size_t threads, const struct panel_sink *sink, void *to)
{
	struct sharing *sharing = mem_new(1, sizeof *sharing);
	size_t runs = threads ? threads : parallel_processors();

	runs = runs < THREADS_MAX ? runs : THREADS_MAX;
	sharing->panel = panel;
	sharing->sink = sink;
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
	free(sharing);
}
