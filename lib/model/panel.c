/* SPDX-License-Identifier: GPL-3.0-or-later */
/* panel - the case-months behind the curves, one row each. */
#include <string.h>

#include "base/text.h"
#include "data/date.h"
#include "model/panel.h"

/* The last month of the case looked at that is wanted. */
static int32_t last_month(const struct panel *panel)
{
	int32_t last = panel->course.last;

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
		rows = last_month(panel) - panel->course.first + 1;
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

static void take_case(struct panel *panel, uint32_t id, panel_taker *take, void *to)
{
	const struct caseload *caseload = panel->caseload;
	const struct casecourse *course = &panel->course;
	struct panel_row row = {
		.case_id = intern_text(store_ids(caseload->store), id),
		.group = value_of(caseload->group, caseload->groups, id),
		.service = value_of(caseload->service, caseload->services, id),
		.first_contact = course->origin, .known_start = caseload->stated[id],
	};

	for (int32_t k = course->first, last = last_month(panel); k <= last; k++) {
		const struct case_month *month = &course->months[k];

		row.case_month = k;
		row.period = month_of(casemonth_first(panel->clock, course->origin, k));
		row.exposure = month->exposure;
		row.effort = month->amount / caseload->divisor;
		row.contacts = month->contacts;
		row.open = open_of(month);
		take(&row, to);
	}
}

void panel_each(struct panel *panel, panel_taker *take, void *to)
{
	const struct caseload *caseload = panel->caseload;

	for (uint32_t i = 0; i < caseload->cases; i++) {
		uint32_t id = caseload->order[i];

		if (!caseload_incident(caseload, id))
			continue;
		casecourse_read(&panel->course, id);
		take_case(panel, id, take, to);
	}
}
