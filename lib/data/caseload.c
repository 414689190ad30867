/* SPDX-License-Identifier: GPL-3.0-or-later */
/* caseload - all that the methods need to know of the cases of one export. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "data/caseload.h"

struct filling {
	struct caseload *caseload;
	int groups;               /* --by */
	uint32_t capacity;        /* of the arrays by case */
	int32_t *first;           /* with --by: first record, or DATE_UNKNOWN */
	uint32_t late;            /* stated first contacts that are later than the first record */
};

/* ---- arrays by case ------------------------------------------------------------ */

static void make_room(struct filling *filling, uint32_t id)
{
	struct caseload *caseload = filling->caseload;
	uint32_t from = filling->capacity, to = from;

	if (id < from)
		return;
	while (to <= id)
		to = to ? 2 * to : 1024;
	filling->first = mem_resize(filling->first, to, sizeof *filling->first);
	caseload->group = mem_resize(caseload->group, to, sizeof *caseload->group);
	for (uint32_t i = from; i < to; i++) {
		filling->first[i] = DATE_UNKNOWN;
		caseload->group[i] = INTERN_NONE;
	}
	filling->capacity = to;
}

/* ---- taking -------------------------------------------------------------------- */

/* The value at the first contact; of two on the same day the one that sorts first, so that the
 * order of rows has no say. */
static void take_group(struct filling *filling, uint32_t id, const struct record *record)
{
	struct caseload *caseload = filling->caseload;
	uint32_t *group = &caseload->group[id];

	if (record->day > filling->first[id])
		return;
	if (record->day == filling->first[id] && *group != INTERN_NONE &&
	    strcmp(intern_text(caseload->groups, *group), record->by.text) <= 0)
		return;
	*group = intern_add(caseload->groups, record->by.text, record->by.length);
}

static int take_record(const struct record *record, void *to, struct fault *fault)
{
	struct filling *filling = to;
	struct store *store = filling->caseload->store;
	struct csv_cell name = record->case_id;
	uint32_t id;

	if (record->status != RECORD_HELD || !name.length)
		return 0;
	if (!filling->groups)
		return store_put(store, name.text, name.length, record->day, record->amount, fault);
	id = store_case(store, name.text, name.length, fault);
	if (id == INTERN_NONE)
		return -1;
	make_room(filling, id);
	take_group(filling, id, record);
	if (record->day < filling->first[id])
		filling->first[id] = record->day;
	return store_add(store, id, record->day, record->amount, fault);
}

/* ---- first contacts ------------------------------------------------------------ */

/* Cases that the table alone knows belong to the caseload as well. */
static int add_cases(struct filling *filling, const struct case_table *table, struct fault *fault)
{
	for (uint32_t i = 0; i < intern_count(table->ids); i++) {
		const char *text = intern_text(table->ids, i);
		uint32_t id = store_case(filling->caseload->store, text, strlen(text), fault);

		if (id == INTERN_NONE)
			return -1;
		if (filling->groups)
			make_room(filling, id);
	}
	return 0;
}

static void find_origins(struct filling *filling, const struct case_table *table)
{
	struct caseload *caseload = filling->caseload;
	const struct intern *ids = store_ids(caseload->store);
	struct day_buffer days = { 0 };

	caseload->origin = mem_new(caseload->cases, sizeof *caseload->origin);
	caseload->closed = mem_new(caseload->cases, sizeof *caseload->closed);
	caseload->stated = mem_new(caseload->cases, sizeof *caseload->stated);
	for (uint32_t id = 0; id < caseload->cases; id++) {
		struct case_entry entry = cases_find(table, intern_text(ids, id));
		int32_t stated = entry.first_contact;
		int32_t first = store_days(caseload->store, id, &days) ? days.days[0].day :
									 DATE_UNKNOWN;

		filling->late += stated != DATE_UNKNOWN && stated > first;
		caseload->origin[id] = stated < first ? stated : first;
		caseload->closed[id] = entry.closed;
		caseload->stated[id] = stated != DATE_UNKNOWN;
		caseload->prevalent += (uint32_t)caseload_prevalent(caseload, id);
	}
	day_buffer_free(&days);
}

static void warn_late(const struct filling *filling, const struct source *source,
		      struct findings *findings)
{
	struct fault fault = { 0 };

	if (!filling->late)
		return;
	fault_at(&fault, STATUS_OK, source->cases_file, 0, 0,
		 N_("%u cases have consultations before their first_contact: their clock starts "
		    "with the first consultation"), (unsigned)filling->late);
	findings_add(findings, &fault);
}

int caseload_prevalent(const struct caseload *caseload, uint32_t id)
{
	int32_t origin = caseload->origin[id];

	return origin != DATE_UNKNOWN && !caseload->stated[id] &&
	       origin < caseload->window.since + caseload->washout;
}

int caseload_incident(const struct caseload *caseload, uint32_t id)
{
	/* DATE_UNKNOWN is later than any window. */
	return caseload->origin[id] <= caseload->window.until && !caseload_prevalent(caseload, id);
}

/* ---- the whole ----------------------------------------------------------------- */

static int fill(struct filling *filling, const struct source *source,
		struct case_table *table, struct findings *findings, struct fault *fault)
{
	struct caseload *caseload = filling->caseload;

	if (records_read(source, 0, take_record, filling, &caseload->intake, findings, fault) != 0 ||
	    cases_read(table, source, findings, fault) != 0 ||
	    add_cases(filling, table, fault) != 0 || store_finish(caseload->store, fault) != 0)
		return -1;
	caseload->window = source->window;
	return window_find(&caseload->window, &caseload->intake.days, source->partial,
			   caseload->intake.file, fault);
}

static void complete(struct filling *filling, const struct case_table *table)
{
	struct caseload *caseload = filling->caseload;

	caseload->cases = store_cases(caseload->store);
	caseload->order = intern_sorted(store_ids(caseload->store));
	caseload->divisor = effort_divisor(caseload->intake.unit, store_digits(caseload->store));
	find_origins(filling, table);
}

int caseload_read(struct caseload *caseload, const struct source *source,
		  struct findings *findings, struct fault *fault)
{
	struct filling filling = { .caseload = caseload, .groups = source->by != NULL };
	struct case_table table = { 0 };
	int result;

	memset(caseload, 0, sizeof *caseload);
	caseload->store = store_new();
	caseload->groups = intern_new();
	caseload->washout = source->washout;
	caseload->silence = source->silence;
	result = fill(&filling, source, &table, findings, fault);
	if (result == 0) {
		complete(&filling, &table);
		warn_late(&filling, source, findings);
	}
	cases_free(&table);
	free(filling.first);
	return result;
}

void caseload_free(struct caseload *caseload)
{
	store_free(caseload->store);
	intern_free(caseload->groups);
	free(caseload->order);
	free(caseload->origin);
	free(caseload->closed);
	free(caseload->stated);
	free(caseload->group);
}
